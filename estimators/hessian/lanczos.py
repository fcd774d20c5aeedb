"""Lanczos' three-term recurrence, for several starts at once, and the Gauss quadrature that it gives."""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.linalg import eigh_tridiagonal
from torch import Tensor

from estimators.hessian.operator import Operator, of_network

BREAKDOWN = 1e-10  # of the largest coefficient: the Krylov space is then invariant


@dataclass(frozen=True, kw_only=True)
class Quadrature:
    """Gauss nodes and weights of the spectral measure of one start; the weights add up to 1."""

    nodes: np.ndarray
    weights: np.ndarray


def tridiagonals(op: Operator, starts: Tensor, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The diagonals (k, steps) and off-diagonals (k, steps - 1) of Lanczos' matrices for the k rows of `starts`.

    The basis is not kept and not orthogonalised again: rounding then repeats converged eigenvalues, which leaves the
    quadrature intact (Greenbaum 1989), and the memory is three vectors a start.
    """
    current = starts / torch.linalg.vector_norm(starts, dim=1, keepdim=True)
    before = torch.zeros_like(current)
    beta = torch.zeros(len(starts), 1, dtype=op.dtype, device=op.device)
    diagonal, off = [], []
    for _ in range(steps):
        following = op.products(current)
        alpha = (following * current).sum(1, keepdim=True)
        following -= alpha * current
        following -= beta * before
        beta = torch.linalg.vector_norm(following, dim=1, keepdim=True)
        diagonal.append(alpha[:, 0].cpu().double().numpy())
        off.append(beta[:, 0].cpu().double().numpy())
        # after a breakdown the rest of that row is noise and `quadrature` cuts it off
        following /= torch.where(beta > 0, beta, torch.ones_like(beta))
        before, current = current, following
    return np.stack(diagonal, axis=1), np.stack(off, axis=1)[:, : steps - 1]


def quadrature(diagonal: np.ndarray, off: np.ndarray) -> Quadrature:
    """The Gauss quadrature of one Lanczos matrix, cut where the recurrence broke down."""
    steps = _steps_before_breakdown(diagonal, off)
    nodes, vectors = eigh_tridiagonal(diagonal[:steps], off[: steps - 1])
    return Quadrature(nodes=nodes, weights=vectors[0] ** 2)


@dataclass(frozen=True, kw_only=True)
class ExtremeEigenvalues:
    """The largest and smallest eigenvalues found; an eigenvalue lies within `residuals` of each of them.

    >>> ExtremeEigenvalues(smallest=-1.0, largest=3.0, residuals=(0.0, 0.1), cost=40).largest
    3.0
    """

    smallest: float
    largest: float
    residuals: tuple[float, float]
    cost: int


@of_network()
def extreme_eigenvalues(op: Operator, *, steps: int = 40, seed: int = 0) -> ExtremeEigenvalues:
    """The ends of the spectrum by Lanczos with a random start; `residuals` bound the distance to a true eigenvalue.

    The smallest Ritz value is an upper bound of the smallest eigenvalue, the largest a lower bound of the largest.

    >>> from estimators.hessian import MatrixOperator
    >>> found = extreme_eigenvalues(MatrixOperator(torch.diag(torch.tensor([3.0, 1.0, -1.0]).double())))
    >>> round(found.smallest, 6), round(found.largest, 6), max(found.residuals) < 1e-6
    (-1.0, 3.0, True)
    """
    op.announce("Lanczos", products=steps, vectors=4)
    steps = min(steps, op.size)
    start = torch.randn(1, op.size, generator=torch.Generator().manual_seed(seed), dtype=op.dtype).to(op.device)
    diagonal, off = (rows[0] for rows in tridiagonals(op, start, steps + 1))
    last = min(_steps_before_breakdown(diagonal, off), steps)
    nodes, vectors = eigh_tridiagonal(diagonal[:last], off[: last - 1])
    residuals = np.abs(off[last - 1] * vectors[-1])
    return ExtremeEigenvalues(
        smallest=float(nodes[0]),
        largest=float(nodes[-1]),
        residuals=(float(residuals[0]), float(residuals[-1])),
        cost=steps + 1,
    )


def _steps_before_breakdown(diagonal: np.ndarray, off: np.ndarray) -> int:
    scale = np.abs(diagonal).max(initial=0.0) + np.abs(off).max(initial=0.0)
    broken = np.flatnonzero(off <= BREAKDOWN * scale)
    return int(broken[0]) + 1 if broken.size else len(diagonal)
