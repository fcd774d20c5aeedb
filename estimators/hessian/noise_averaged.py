"""The curvature that log-normal weight noise sees: E[w_i^2 H_ii(w)] for w = w_hat * eps, eps ~ logN(-alpha/2, alpha).

With w = w_hat exp(s xi - s^2/2), s = sqrt(alpha), and g_i(xi) = w_i dL/dw_i, Stein's identity E[g xi] = E[dg/dxi] gives

    E[w_i^2 H_ii(w)] = E[w_i (dL/dw_i)(w) (xi_i / s_i - 1)],

the weak form: it needs first derivatives alone, so it holds where L has kinks. Averaging the second derivatives that
automatic differentiation returns drops the kinks' share.
"""

from typing import Literal, Unpack

import numpy as np
import torch
from torch import Tensor, nn

from estimators.arguments import whole_number
from estimators.estimate import Estimate
from estimators.hessian.objective import Data, Loss, Objective, flatten, objective
from estimators.hessian.operator import HessianOperator, NetworkOperator, OperatorOptions, check_options
from estimators.hessian.sampling import rademacher, sample_mean

SAMPLES = 256


def noise_averaged_curvature(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    alpha: float | np.ndarray | Tensor,
    form: Literal["weak", "second-derivative"] = "weak",
    samples: int = SAMPLES,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> Estimate:
    """E[w_i^2 H_ii(w)] for every selected weight, a flat float64 array in named_parameters order.

    `alpha`: the noise's variance in log w, positive, one number or one for each weight; weights outside the selection
    stay fixed. The mean is over antithetic pairs (xi, -xi). `weak` holds for any locally Lipschitz loss; the
    `second-derivative` form is for twice differentiable networks only. Raises ValueError for bad input.
    """
    check_options(options)
    if options.get("curvature", "hessian") != "hessian":
        raise ValueError(f"curvature: the noise averages the Hessian alone, got {options['curvature']!r}")
    whole_number("samples", samples, least=2)
    chunk = options.get("chunk") or 16
    problem = objective(
        model,
        loss,
        data,
        parameters=options.get("parameters"),
        reduction=options.get("reduction"),
        dtype=options.get("dtype", torch.float64),
    )
    operator = HessianOperator(
        problem, chunk=chunk, memory_limit=options.get("memory_limit", HessianOperator.memory_limit)
    )
    w_hat, sigma = problem.flat(), torch.sqrt(_positive(alpha, problem))
    generator = torch.Generator().manual_seed(seed)

    def weights(xi: Tensor) -> Tensor:
        return w_hat * torch.exp(sigma * (xi - sigma / 2))

    def weak(xi: Tensor) -> Tensor:
        w = weights(xi)
        return w * _gradients(problem, w) * (xi / sigma - 1)

    def second(xi: Tensor) -> Tensor:
        signs = rademacher(len(xi), problem.size, generator=generator, dtype=problem.dtype, device=problem.device)
        w = weights(xi)
        return w**2 * signs * _products_at(operator, w, signs)

    if form not in ("weak", "second-derivative"):
        raise ValueError(f'form: must be "weak" or "second-derivative", got {form!r}')
    of_noise = weak if form == "weak" else second

    def draw(k: int) -> np.ndarray:
        xi = torch.randn(k, problem.size, generator=generator, dtype=problem.dtype).to(problem.device)
        return ((of_noise(xi) + of_noise(-xi)) / 2).cpu().double().numpy()

    operator.announce("the noise-averaged curvature", products=2 * samples, vectors=8 * chunk)
    mean = sample_mean(draw, samples=samples, tolerance=tolerance, level=level, chunk=chunk)
    return Estimate(
        value=mean.value,
        standard_error=mean.standard_error,
        interval=mean.interval,
        level=level,
        method=f"noise-averaged curvature, {form} form, antithetic pairs",
        n=mean.n,
        seed=seed,
        cost=2 * mean.n,
        warnings=mean.warnings,
    )


def _positive(alpha: float | np.ndarray | Tensor, problem: Objective) -> Tensor:
    try:
        values = torch.as_tensor(alpha, dtype=problem.dtype, device=problem.device)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"alpha: must be a number or an array of numbers, got {type(alpha).__name__}") from None
    if values.ndim > 0 and values.shape != (problem.size,):
        raise ValueError(f"alpha: must be a number or of shape ({problem.size},), got shape {tuple(values.shape)}")
    if not (torch.isfinite(values) & (values > 0)).all():
        raise ValueError("alpha: must be positive and finite")
    return values.expand(problem.size)


def _gradients(problem: Objective, points: Tensor) -> Tensor:
    """The gradient at each row of points."""
    total = torch.zeros_like(points)
    for batch in problem.batches():
        gradient = torch.func.grad(problem.batch_loss(batch))
        total += flatten(torch.func.vmap(gradient)(problem.unflatten(points)), lead=1)
    return total


def _products_at(operator: NetworkOperator, points: Tensor, vectors: Tensor) -> Tensor:
    """The product of the Hessian at each row of points with the same row of vectors."""
    problem = operator.objective

    def product(point, vector, batch):  # type: ignore[no-untyped-def]
        return torch.func.vjp(torch.func.grad(problem.batch_loss(batch)), point)[1](vector)[0]

    total = torch.zeros_like(points)
    for batch in problem.batches():
        mapped = torch.func.vmap(lambda point, vector, batch=batch: product(point, vector, batch))
        total += flatten(mapped(problem.unflatten(points), problem.unflatten(vectors)), lead=1)
    return total
