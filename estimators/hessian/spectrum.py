"""The spectrum, and sums of a function over it: the nuclear norm and the negative mass among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch

from estimators.arguments import whole_number
from estimators.estimate import Estimate, exact
from estimators.hessian.exact import eigenvalues, is_exact
from estimators.hessian.lanczos import Quadrature, at_once, quadratures, vectors_held
from estimators.hessian.operator import Operator, of_network
from estimators.hessian.sampling import array, number_of_probes, random_signs, sample_mean

PROBES = 8
MAX_PROBES = 1_000
STEPS = 100  # a large network's bulk of near-zero eigenvalues needs many: too few overestimate the norm
Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """Eigenvalues with weights that add up to K: sum(weights * f(nodes)) estimates the trace of f(H).

    `error` is the largest standard error of the cumulative share of eigenvalues (0 where it is exact).

    >>> found = Spectrum(nodes=np.array([-1.0, 3.0]), weights=np.array([2.0, 1.0]), error=0.0, method="exact", cost=3)
    >>> float(found.weights @ found.nodes)  # the trace
    1.0
    """

    nodes: np.ndarray
    weights: np.ndarray
    error: float
    method: str
    cost: int


@of_network()
def spectrum(op: Operator, *, probes: int | None = None, steps: int = STEPS, seed: int = 0) -> Spectrum:
    """The spectrum of the summed loss's curvature.

    Every eigenvalue with weight 1 where no budget is named and K <= 4096; otherwise stochastic Lanczos quadrature (Lin,
    Saad, Yang 2016) from `probes` random signs with `steps` products each. Raises ValueError for bad input.

    >>> import torch
    >>> from estimators.hessian import MatrixOperator
    >>> spectrum(MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double()))).nodes
    array([-1.,  1.,  3.])
    """
    if is_exact(op, probes):
        nodes = array(eigenvalues(op))
        return Spectrum(nodes=nodes, weights=np.ones_like(nodes), error=0.0, method="exact", cost=op.size)
    count = number_of_probes(probes, None, usual=PROBES, most=PROBES)
    steps = _checked_steps(op, steps)
    together = _announced(op, count, steps)
    signs = random_signs(op, seed)
    starts = (signs(min(together, count - start)) for start in range(0, count, together))
    rules = [rule for rows in starts for rule, _ in quadratures(op, rows, steps)]
    return Spectrum(
        nodes=np.concatenate([rule.nodes for rule in rules]),
        weights=np.concatenate([rule.weights for rule in rules]) * (op.size / count),
        error=_cumulative_error(rules),
        method="stochastic Lanczos quadrature",
        cost=count * steps,
    )


@of_network()
def nuclear_norm(
    op: Operator,
    *,
    probes: int | None = None,
    steps: int = STEPS,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """The nuclear norm of the summed loss's curvature, sum |lambda|; exact where no budget is named and K <= 4096.

    `details` carries the trace and the negative mass (nuclear norm - trace)/2, the sum of |lambda| over the negative
    lambda, from the same products: it is 0 at a minimum, and its size says how far from one the point is. Raises
    ValueError for bad input.

    >>> import torch
    >>> from estimators.hessian import MatrixOperator
    >>> norm = nuclear_norm(MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double())))
    >>> norm.value, norm.details["negative mass"].value, norm.details["trace"].value
    (5.0, 1.0, 3.0)
    """
    functions: dict[str, Function] = {
        "nuclear norm": np.abs,
        "negative mass": lambda nodes: np.maximum(-nodes, 0.0),
        "trace": lambda nodes: nodes,
    }
    sums = spectral_sums(op, functions, probes=probes, steps=steps, tolerance=tolerance, level=level, seed=seed)
    norm = sums.pop("nuclear norm")
    return replace(norm, details=sums)


def spectral_sums(
    op: Operator,
    functions: Mapping[str, Function],
    *,
    probes: int | None = None,
    steps: int = STEPS,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> dict[str, Estimate]:
    """For each function f the sum of f(lambda) over all eigenvalues of an operator, all from the same products.

    Exact where no budget is named and K <= 4096. By Lanczos quadrature otherwise: the interval is that of the probes'
    mean, widened by what the last quarter of the steps changed and by rounding, which in float32 counts. `tolerance` is
    relative, and for the first function.

    >>> import torch
    >>> from estimators.hessian import MatrixOperator
    >>> op = MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double()))
    >>> sums = spectral_sums(op, {"squared Frobenius norm": np.square, "positive": lambda nodes: nodes > 0})
    >>> {name: round(found.value, 6) for name, found in sums.items()}
    {'squared Frobenius norm': 11.0, 'positive': 2.0}
    """
    if is_exact(op, probes, tolerance):
        nodes = array(eigenvalues(op))
        return {
            name: exact(float(function(nodes).sum()), method="exact eigenvalues", cost=op.size, level=level)
            for name, function in functions.items()
        }
    steps = _checked_steps(op, steps)
    count = number_of_probes(probes, tolerance, usual=PROBES, most=MAX_PROBES)
    together, signs = _announced(op, count, steps), random_signs(op, seed)
    rounding = torch.finfo(op.dtype).eps

    def summed(rule: Quadrature, shift: float = 0.0) -> list[float]:
        nodes = rule.nodes + shift * np.abs(rule.nodes).max()
        return [float(f(nodes) @ rule.weights) for f in functions.values()]

    def draw(k: int) -> np.ndarray:
        rules = quadratures(op, signs(k), steps)
        ways = [[summed(full), summed(short), summed(full, rounding), summed(full, -rounding)] for full, short in rules]
        return op.size * np.array(ways)

    mean = sample_mean(
        draw, samples=count, tolerance=tolerance, level=level, chunk=together, focus=lambda sums: sums[0, 0]
    )
    full, shorter, *shifted = mean.value
    numerical = np.abs(np.array(shifted) - full).max(axis=0)  # what moving every node by a rounding changes
    mean = replace(mean, half_width=mean.half_width + np.abs(full - shorter) + numerical)
    return {
        name: mean.estimate((0, i), method=f"Lanczos quadrature, {steps} steps", seed=seed, cost=mean.n * steps)
        for i, name in enumerate(functions)
    }


def _checked_steps(op: Operator, steps: int) -> int:
    return min(whole_number("steps", steps, least=2), op.size)


def _announced(op: Operator, count: int, steps: int) -> int:
    """How many starts go together, the price said."""
    together = min(at_once(op, steps), count)
    op.announce("Lanczos quadrature", products=count * steps, vectors=vectors_held(steps) * together)
    return together


def _cumulative_error(rules: list[Quadrature]) -> float:
    grid = np.quantile(np.concatenate([rule.nodes for rule in rules]), np.linspace(0, 1, 257))
    shares = np.stack([(rule.nodes[None, :] <= grid[:, None]) @ rule.weights for rule in rules])
    return float((shares.std(axis=0, ddof=1) / np.sqrt(len(rules))).max())
