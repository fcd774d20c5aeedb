"""Lanczos' recurrence with full reorthogonalisation, for several starts at once, and what its matrices tell."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal
from torch import Tensor

from estimators.arguments import whole_number
from estimators.hessian.operator import Operator, of_network
from estimators.intervals import checked_level

Which = Literal["magnitude", "largest", "smallest"]
BREAKDOWN = 10.0  # units of rounding of the largest coefficient: what is left of the Krylov space is noise
FEWEST = 12  # steps that say anything of a network's spectrum
LOOK = 10  # steps between looks at the residuals
ORDERS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "magnitude": lambda values: -np.abs(values),
    "largest": lambda values: -values,
    "smallest": lambda values: values,
}


@dataclass(frozen=True, kw_only=True)
class Quadrature:
    """Gauss nodes and weights of the spectral measure of one start; the weights add up to 1."""

    nodes: np.ndarray
    weights: np.ndarray


class Krylov:
    """The Lanczos vectors of k starts, and their coefficients so far.

    Every new vector is made orthogonal to all before it: without that, rounding repeats the eigenvalues that have
    converged, which costs steps and, on the many small ones of a trained network, digits.
    """

    def __init__(self, op: Operator, starts: Tensor, steps: int) -> None:
        self.op, self.steps = op, 0
        self.basis = torch.empty(len(starts), steps + 1, op.size, dtype=op.dtype, device=op.device)
        self.basis[:, 0] = starts / torch.linalg.vector_norm(starts, dim=1, keepdim=True)
        self._diagonal: list[NDArray[np.float64]] = []
        self._off: list[NDArray[np.float64]] = []

    def advance(self, steps: int) -> None:
        """So many products more for each start."""
        for _ in range(steps):
            so_far = self.basis[:, : self.steps + 1]
            following = self.op.products(so_far[:, -1])
            alpha = (following * so_far[:, -1]).sum(1)
            for _ in range(2):  # the second time takes away what rounding left the first
                for before, vector in zip(so_far, following, strict=True):  # a start's vectors lie side by side
                    vector -= (before @ vector) @ before
            beta = torch.linalg.vector_norm(following, dim=1)
            self._diagonal.append(_numbers(alpha))
            self._off.append(_numbers(beta))
            self.steps += 1
            # after a breakdown the rest of that row is noise, and is cut off
            self.basis[:, self.steps] = following / torch.where(beta > 0, beta, torch.ones_like(beta)).unsqueeze(1)

    @property
    def diagonal(self) -> NDArray[np.float64]:
        return np.stack(self._diagonal, axis=1)

    @property
    def off(self) -> NDArray[np.float64]:
        return np.stack(self._off, axis=1)


def quadratures(op: Operator, starts: Tensor, steps: int) -> list[tuple[Quadrature, Quadrature]]:
    """The Gauss quadrature of each start: that of all steps, and that of the first three quarters of them."""
    krylov, short = Krylov(op, starts, steps), max(3 * steps // 4, 1)
    krylov.advance(steps)
    rows = zip(krylov.diagonal, krylov.off, strict=True)
    return [(_quadrature(op, a, b), _quadrature(op, a[:short], b[:short])) for a, b in rows]


def at_once(op: Operator, steps: int) -> int:
    """How many starts' vectors are kept together: at most the operator's chunk, and what its memory limit holds."""
    return min(op.chunk, max(_fitting_vectors(op) // vectors_held(steps), 1))


def fitting_steps(op: Operator, steps: int) -> int:
    """As many steps of one start as the operator's memory limit holds, at most `steps` and at least FEWEST."""
    return max(min(steps, _fitting_vectors(op) - vectors_held(0)), min(steps, FEWEST))


def vectors_held(steps: int) -> int:
    """The vectors that one start of so many steps holds."""
    return steps + 5


def _fitting_vectors(op: Operator) -> int:
    return int(op.memory_limit / (op.size * torch.finfo(op.dtype).bits / 8))


@dataclass(frozen=True, kw_only=True)
class ExtremeEigenvalues:
    """The largest and smallest eigenvalues found; an eigenvalue lies within `residuals` of each of them.

    With probability `level` over the random start no eigenvalue lies outside `bounds` (Kuczynski, Wozniakowski 1992).

    >>> found = ExtremeEigenvalues(smallest=-1.0, largest=3.0, residuals=(0.0, 0.1), bounds=(-1.2, 3.1), cost=40)
    >>> found.largest, found.level
    (3.0, 0.95)
    """

    smallest: float
    largest: float
    residuals: tuple[float, float]
    bounds: tuple[float, float]
    cost: int
    level: float = 0.95


@of_network()
def extreme_eigenvalues(op: Operator, *, steps: int = 40, level: float = 0.95, seed: int = 0) -> ExtremeEigenvalues:
    """The ends of the spectrum by Lanczos with a random start; `residuals` bound the distance to a true eigenvalue.

    The smallest Ritz value is an upper bound of the smallest eigenvalue, the largest a lower bound of the largest;
    `bounds` are the other sides.

    >>> from estimators.hessian import MatrixOperator
    >>> found = extreme_eigenvalues(MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double())))
    >>> round(found.smallest, 6), round(found.largest, 6), max(found.residuals) < 1e-6
    (-1.0, 3.0, True)
    """
    checked_level(level)
    steps = min(whole_number("steps", steps, least=1), op.size)
    krylov = _from_random_start(op, steps, seed)
    krylov.advance(steps)
    values, _, residuals = _ritz(krylov)
    smallest, largest = float(values[0]), float(values[-1])
    whole = len(values) < steps or steps == op.size  # the Krylov space is invariant: nothing was missed by chance
    share = 0.0 if whole else _missed(op.size, len(values), level)
    # of each end by the whole spread, at most: the spread itself is known up to that
    slack = share * (largest - smallest) / (1 - 2 * share) if share < 0.5 else math.inf
    slack += _rounding(op, values)
    return ExtremeEigenvalues(
        smallest=smallest,
        largest=largest,
        residuals=(float(residuals[0]), float(residuals[-1])),
        bounds=(smallest - slack, largest + slack),
        cost=steps,
        level=level,
    )


@dataclass(frozen=True, kw_only=True)
class Eigenpairs:
    """Eigenvalues (k,), unit eigenvectors (k, size) as rows, and the norm of H v - lambda v of each (k,).

    Within `residuals` of every value lies an eigenvalue.

    >>> Eigenpairs(values=np.ones(1), vectors=torch.ones(1, 1), residuals=np.zeros(1), cost=2).values
    array([1.])
    """

    values: NDArray[np.float64]
    vectors: Tensor
    residuals: NDArray[np.float64]
    cost: int
    warnings: tuple[str, ...] = ()


@of_network()
def eigenpairs(
    op: Operator,
    *,
    k: int = 5,
    which: Which = "magnitude",
    tolerance: float = 1e-6,
    steps: int = 200,
    seed: int = 0,
) -> Eigenpairs:
    """The k eigenpairs at one end of the spectrum, the outermost first, with their residuals.

    `which`: the largest in magnitude, the largest, or the smallest. It ends once every residual is below `tolerance`
    times the largest eigenvalue found, or after `steps` products, and says so in `warnings`. Of an eigenvalue that
    repeats, one random start finds one vector. Raises ValueError for bad input.

    >>> from estimators.hessian import MatrixOperator
    >>> found = eigenpairs(MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -2.0]).double())), k=2)
    >>> found.values.round(6), bool(found.residuals.max() < 1e-6)
    (array([ 3., -2.]), True)
    """
    if which not in ORDERS:
        raise ValueError(f"which: must be one of {', '.join(ORDERS)}, got {which!r}")
    if not tolerance > 0:
        raise ValueError(f"tolerance: must be positive, got {tolerance}")
    k = min(whole_number("k", k, least=1), op.size)
    steps = min(max(whole_number("steps", steps, least=1), k), op.size)
    krylov = _from_random_start(op, steps, seed)
    while True:
        krylov.advance(min(LOOK, steps - krylov.steps))
        values, vectors, residuals = _ritz(krylov)
        chosen = np.argsort(ORDERS[which](values), kind="stable")[:k]
        done = len(chosen) == k and residuals[chosen].max() <= tolerance * np.abs(values).max()
        if done or krylov.steps == steps or len(values) < krylov.steps:
            break
    columns = torch.as_tensor(vectors[:, chosen], dtype=op.dtype, device=op.device)
    found = columns.T @ krylov.basis[0, : len(values)]
    found /= torch.linalg.vector_norm(found, dim=1, keepdim=True)
    exact = torch.as_tensor(values[chosen], dtype=op.dtype, device=op.device).unsqueeze(1)
    # a residual is measured, never only predicted
    measured = _numbers(torch.linalg.vector_norm(op.products(found) - exact * found, dim=1))
    short = f"{len(chosen)} of {k} eigenpairs found: the others repeat an eigenvalue" if len(chosen) < k else ""
    wide = measured > max(tolerance * np.abs(values).max(), _rounding(op, values))
    late = f"{wide.sum()} residuals are above {tolerance:g} of the largest eigenvalue" if wide.any() else ""
    return Eigenpairs(
        values=values[chosen],
        vectors=found,
        residuals=measured,
        cost=krylov.steps + len(chosen),
        warnings=tuple(line for line in (short, late) if line),
    )


def _from_random_start(op: Operator, steps: int, seed: int) -> Krylov:
    op.announce("Lanczos", products=steps, vectors=vectors_held(steps))
    start = torch.randn(1, op.size, generator=torch.Generator().manual_seed(seed), dtype=op.dtype).to(op.device)
    return Krylov(op, start, steps)


def _ritz(krylov: Krylov) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Ritz values, ascending, their coordinates in the basis, and the norms of their residuals; of the first start."""
    diagonal, off = krylov.diagonal[0], krylov.off[0]
    last = _before_breakdown(krylov.op, diagonal, off)
    values, vectors = eigh_tridiagonal(diagonal[:last], off[: last - 1])
    return values, vectors, np.abs(off[last - 1] * vectors[-1])


def _quadrature(op: Operator, diagonal: np.ndarray, off: np.ndarray) -> Quadrature:
    last = _before_breakdown(op, diagonal, off)
    nodes, vectors = eigh_tridiagonal(diagonal[:last], off[: last - 1])
    return Quadrature(nodes=nodes, weights=vectors[0] ** 2)


def _before_breakdown(op: Operator, diagonal: np.ndarray, off: np.ndarray) -> int:
    scale = np.abs(diagonal).max(initial=0.0) + np.abs(off).max(initial=0.0)
    broken = np.flatnonzero(off <= BREAKDOWN * torch.finfo(op.dtype).eps * scale)
    return int(broken[0]) + 1 if broken.size else len(diagonal)


def _missed(size: int, steps: int, level: float) -> float:
    """The share of the spread by which `steps` of Lanczos miss both ends at most, with probability `level`.

    Each end is missed by more than a share e with probability at most 1.648 sqrt(n) exp(-(2 steps - 1) sqrt e).
    """
    return (math.log(1.648 * math.sqrt(size) * 2 / (1 - level)) / (2 * steps - 1)) ** 2


def _rounding(op: Operator, values: np.ndarray) -> float:
    return float(BREAKDOWN * torch.finfo(op.dtype).eps * np.abs(values).max())


def _numbers(tensor: Tensor) -> NDArray[np.float64]:
    return tensor.detach().to("cpu", torch.float64).numpy()
