"""The spectrum, and sums of a function over it: the nuclear norm and the negative mass among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import torch
from torch import nn

from estimators.arguments import whole_number
from estimators.estimate import Estimate, exact
from estimators.hessian.exact import EXACT_SIZE, eigenvalues
from estimators.hessian.lanczos import Quadrature, quadrature, tridiagonals
from estimators.hessian.objective import Data, Loss
from estimators.hessian.operator import Operator, OperatorOptions, operator
from estimators.hessian.sampling import rademacher, sample_mean

PROBES = 8
MAX_PROBES = 1_000
STEPS = 100  # a large network's bulk of near-zero eigenvalues needs many: too few overestimate the norm
Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """Eigenvalues with weights that add up to K: sum(weights * f(nodes)) estimates the trace of f(H).

    `error` is the largest standard error of the cumulative share of eigenvalues (0 where it is exact).
    """

    nodes: np.ndarray
    weights: np.ndarray
    error: float
    method: str
    cost: int
    warnings: tuple[str, ...] = ()

    def density(self, grid: np.ndarray, *, width: float) -> np.ndarray:
        """The eigenvalue density at `grid`, each node smoothed by a Gaussian of standard deviation `width`."""
        if not width > 0:
            raise ValueError(f"width: must be positive, got {width}")
        z = (np.asarray(grid)[:, None] - self.nodes) / width
        return np.exp(-(z**2) / 2) @ self.weights / (width * np.sqrt(2 * np.pi) * self.weights.sum())


def spectrum(
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    probes: int | None = None,
    steps: int = STEPS,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> Spectrum:
    """The spectrum of the summed loss's curvature.

    Every eigenvalue with weight 1 where no budget is named and K <= 4096; otherwise stochastic Lanczos quadrature (Lin,
    Saad, Yang 2016) from `probes` random signs with `steps` products each.
    """
    op = operator(model, loss, data, **options)
    if probes is None and op.size <= EXACT_SIZE:
        nodes = eigenvalues(op).cpu().double().numpy()
        return Spectrum(nodes=nodes, weights=np.ones_like(nodes), error=0.0, method="exact", cost=op.size)
    count = whole_number("probes", PROBES if probes is None else probes, least=2)
    rules = _Rules(op, steps, seed)
    op.announce("Lanczos quadrature", products=count * rules.steps, vectors=4 * op.chunk)
    measures = [rule for start in range(0, count, op.chunk) for rule, _ in rules.draw(min(op.chunk, count - start))]
    return Spectrum(
        nodes=np.concatenate([rule.nodes for rule in measures]),
        weights=np.concatenate([rule.weights for rule in measures]) * (op.size / count),
        error=_cumulative_error(measures),
        method="stochastic Lanczos quadrature",
        cost=count * rules.steps,
        warnings=op.warnings,
    )


def nuclear_norm(
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    probes: int | None = None,
    steps: int = STEPS,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> Estimate:
    """The nuclear norm of the summed loss's curvature, sum |lambda|; exact where no budget is named and K <= 4096.

    `details` carries the negative mass (nuclear norm - trace)/2, the sum of |lambda| over the negative lambda, from the
    same products: it is 0 at a minimum, and its size says how far from one the point is.
    """
    functions: dict[str, Function] = {
        "nuclear norm": np.abs,
        "negative mass": lambda nodes: np.maximum(-nodes, 0.0),
        "trace": lambda nodes: nodes,
    }
    sums = spectral_sums(
        functions, model, loss, data, probes=probes, steps=steps, tolerance=tolerance, level=level, seed=seed, **options
    )
    norm = sums.pop("nuclear norm")
    norm.details.update(sums)
    return norm


def spectral_sums(
    functions: Mapping[str, Function],
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    probes: int | None = None,
    steps: int = STEPS,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> dict[str, Estimate]:
    """For each function f the sum of f(lambda) over all eigenvalues, all from the same products.

    Exact where no budget is named and K <= 4096. By Lanczos quadrature otherwise: the interval is that of the probes'
    mean, widened by what the last quarter of the steps changed. `tolerance` is relative, and for the first function.
    """
    op = operator(model, loss, data, **options)
    if probes is None and tolerance is None and op.size <= EXACT_SIZE:
        nodes = eigenvalues(op).cpu().double().numpy()
        return {
            name: exact(
                float(function(nodes).sum()),
                method="exact eigenvalues",
                cost=op.size,
                warnings=op.warnings,
                level=level,
            )
            for name, function in functions.items()
        }
    rules = _Rules(op, steps, seed)
    count = probes if probes is not None else (PROBES if tolerance is None else MAX_PROBES)
    whole_number("probes", count, least=2)
    op.announce("Lanczos quadrature", products=count * rules.steps, vectors=4 * op.chunk)

    def draw(k: int) -> np.ndarray:
        pairs = rules.draw(k)
        sums = [[[_integral(f, rule) for f in functions.values()] for rule in pair] for pair in pairs]
        return op.size * np.array(sums)

    mean = sample_mean(
        draw, samples=count, tolerance=tolerance, level=level, chunk=op.chunk, focus=lambda sums: sums[0, 0]
    )
    results = {}
    for i, name in enumerate(functions):
        value, shorter = float(mean.value[0, i]), float(mean.value[1, i])
        half_width = float(mean.half_width[0, i]) + abs(value - shorter)
        results[name] = Estimate(
            value=value,
            standard_error=float(mean.standard_error[0, i]),
            interval=(value - half_width, value + half_width),
            level=level,
            method=f"Lanczos quadrature, {rules.steps} steps",
            n=mean.n,
            seed=seed,
            warnings=(*op.warnings, *mean.warnings),
            cost=mean.n * rules.steps,
        )
    return results


class _Rules:
    """A stream of quadrature rules from random signs: the full one and the one three quarters as long."""

    def __init__(self, op: Operator, steps: int, seed: int) -> None:
        self.op, self.steps = op, min(whole_number("steps", steps, least=2), op.size)
        self.generator = torch.Generator().manual_seed(seed)

    def draw(self, k: int) -> list[tuple[Quadrature, Quadrature]]:
        op = self.op
        starts = rademacher(k, op.size, generator=self.generator, dtype=op.dtype, device=op.device)
        diagonals, offs = tridiagonals(op, starts, self.steps)
        short = max(3 * self.steps // 4, 1)
        return [
            (quadrature(diagonal, off), quadrature(diagonal[:short], off[: short - 1]))
            for diagonal, off in zip(diagonals, offs, strict=True)
        ]


def _integral(function: Function, rule: Quadrature) -> float:
    return float(function(rule.nodes) @ rule.weights)


def _cumulative_error(measures: list[Quadrature]) -> float:
    grid = np.quantile(np.concatenate([rule.nodes for rule in measures]), np.linspace(0, 1, 257))
    shares = np.stack([(rule.nodes[None, :] <= grid[:, None]) @ rule.weights for rule in measures])
    return float((shares.std(axis=0, ddof=1) / np.sqrt(len(measures))).max())
