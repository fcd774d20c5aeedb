"""The curvature that log-normal weight noise sees: E[w_i^2 H_ii(w)] for w = w_hat * eps, eps ~ logN(-alpha/2, alpha).

With w = w_hat exp(s xi - s^2/2), s = sqrt(alpha), and g_i(xi) = w_i dL/dw_i, Stein's identity E[g xi] = E[dg/dxi] gives

    E[w_i^2 H_ii(w)] = E[w_i (dL/dw_i)(w) (xi_i / s_i - 1)],

the weak form: it needs first derivatives alone, so it holds where L has kinks. Averaging the second derivatives that
automatic differentiation returns drops the kinks' share.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from estimators.arguments import whole_number
from estimators.estimate import Estimate
from estimators.hessian.calling import by_row
from estimators.hessian.objective import Objective, Tensors, flatten
from estimators.hessian.operator import HessianOperator, Operator, Product, of_network, pullback
from estimators.hessian.sampling import array, rademacher, sample_mean

SAMPLES = 256
Form = Literal["weak", "second-derivative"]
_METHOD = "noise-averaged curvature"


@of_network(chunk=16)
def noise_averaged_curvature(
    op: Operator,
    *,
    alpha: float | np.ndarray | Tensor,
    form: Form = "weak",
    samples: int = SAMPLES,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """E[w_i^2 H_ii(w)] for every selected weight, a flat float64 array in named_parameters order.

    `alpha`: the noise's variance in log w, positive, one number or one for each weight; weights outside the selection
    stay fixed. The mean is over antithetic pairs (xi, -xi). `weak` holds for any locally Lipschitz loss; the
    `second-derivative` form is for twice differentiable networks only. Raises ValueError for bad input.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> _ = torch.nn.init.ones_(model.weight)
    >>> found = noise_averaged_curvature(model, loss, data, alpha=0.1, samples=2000)
    >>> truth = np.array([2, 8]) * np.exp(0.1)  # H does not depend on w, E[w^2] = w_hat^2 e^alpha
    >>> np.abs(found.value - truth) < 4 * found.standard_error
    array([ True,  True])
    """
    draw = _draws(op, alpha, form, samples, seed)
    mean = sample_mean(lambda k: array(draw(k)), samples=samples, tolerance=tolerance, level=level, chunk=op.chunk)
    return mean.estimate(method=f"{_METHOD}, {form} form, antithetic pairs", seed=seed, cost=2 * mean.n)


@of_network(chunk=16)
def noise_averaged_sums(
    op: Operator,
    *,
    alpha: float | np.ndarray | Tensor,
    factors: Mapping[str, ArrayLike] | Mapping[str, slice],
    form: Form = "weak",
    samples: int = SAMPLES,
    level: float = 0.95,
    seed: int = 0,
) -> dict[str, Estimate]:
    """sum_i a_i E[w_i^2 H_ii(w)] for each array of factors a (K,), by its name, all from the same draws.

    Slices in place of arrays sum over these weights alone, a = 1, and hold no memory. As `noise_averaged_curvature`;
    the interval is the sum's own, whose terms share their draws. Raises ValueError for
    bad input.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> _ = torch.nn.init.ones_(model.weight)
    >>> (found,) = noise_averaged_sums(model, loss, data, alpha=0.1, factors={"all": [1, 1]}, samples=2000).values()
    >>> bool(abs(found.value - 10 * np.exp(0.1)) < 4 * found.standard_error)
    True
    """
    draw = _draws(op, alpha, form, samples, seed)
    slices = [one for one in factors.values() if isinstance(one, slice)]
    method = f"{_METHOD}, {form} form, summed, antithetic pairs"

    def estimates(sums: Callable[[int], Tensor]) -> dict[str, Estimate]:
        mean = sample_mean(lambda k: array(sums(k)), samples=samples, tolerance=None, level=level, chunk=op.chunk)
        return {name: mean.estimate(i, method=method, seed=seed, cost=2 * mean.n) for i, name in enumerate(factors)}

    def by_part(k: int) -> Tensor:
        drawn = draw(k)
        return torch.stack([drawn[:, part].sum(1) for part in slices], dim=1)

    if len(slices) == len(factors) > 0:
        return estimates(by_part)
    try:
        columns = torch.as_tensor(np.stack([np.asarray(a, dtype=np.float64) for a in factors.values()], axis=1))
    except (TypeError, ValueError):
        columns = torch.zeros(0, 0)
    if columns.shape != (op.size, len(factors)) or not torch.isfinite(columns).all():
        raise ValueError(f"factors: must be arrays of {op.size} finite numbers, one a weight")
    columns = columns.to(dtype=op.dtype, device=op.device)
    return estimates(lambda k: draw(k) @ columns)


def _draws(
    op: Operator, alpha: float | np.ndarray | Tensor, form: Form, samples: int, seed: int
) -> Callable[[int], Tensor]:
    """A stream of unbiased samples of every weight's curvature, k rows a call, each of an antithetic pair."""
    if not isinstance(op, HessianOperator):
        raise ValueError(f"curvature: the noise averages the Hessian alone, got {type(op).__name__}")
    if form not in ("weak", "second-derivative"):
        raise ValueError(f'form: must be "weak" or "second-derivative", got {form!r}')
    whole_number("samples", samples, least=2)
    problem = op.objective
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
        return w**2 * signs * _products_at(problem, w, signs)

    of_noise = weak if form == "weak" else second

    def draw(k: int) -> Tensor:
        xi = torch.randn(k, problem.size, generator=generator, dtype=problem.dtype).to(problem.device)
        return (of_noise(xi) + of_noise(-xi)) / 2

    op.announce("the noise-averaged curvature", products=2 * samples, vectors=8 * op.chunk)
    return draw


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
    for term in problem.terms():
        gradient = torch.func.grad(term)
        total += flatten(by_row(gradient, problem.unflatten(points)), lead=1)
    return total


def _products_at(problem: Objective, points: Tensor, vectors: Tensor) -> Tensor:
    """The product of the Hessian at each row of points with the same row of vectors."""
    total = torch.zeros_like(points)
    for term in problem.terms():
        gradient = torch.func.grad(term)

        def product(point: Tensors, vector: Tensors, gradient: Product = gradient) -> Tensors:
            return pullback(gradient, point)[1](vector)

        total += flatten(torch.func.vmap(product)(problem.unflatten(points), problem.unflatten(vectors)), lead=1)
    return total
