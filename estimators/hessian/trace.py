"""The diagonal and the trace: exactly, or from random probes with their error."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from estimators.arguments import whole_number
from estimators.estimate import Estimate, exact
from estimators.hessian.exact import exact_diagonal, is_exact
from estimators.hessian.operator import NetworkOperator, Operator, of_network
from estimators.hessian.sampling import SampleMean, array, number_of_probes, random_signs, sample_mean

PROBES = 100
MAX_PROBES = 10_000  # where only a tolerance is named


@of_network()
def diagonal(
    op: Operator, *, probes: int | None = None, tolerance: float | None = None, level: float = 0.95, seed: int = 0
) -> Estimate:
    """The diagonal of the summed loss's curvature, a flat float64 array in named_parameters order.

    Exact where no budget is named and K <= 4096; otherwise the mean of z * Hz over random signs z (Bekas, Kokiopoulou,
    Saad 2007), each entry with its own standard error and interval. `tolerance` is relative, in the Euclidean norm.
    Raises ValueError for bad input.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> diagonal(model, loss, data).value, diagonal(model, loss, data, probes=10).value  # nothing lies off the diagonal
    (array([2., 8.]), array([2., 8.]))
    """
    if is_exact(op, probes, tolerance):
        return exact(array(exact_diagonal(op)), method="exact diagonal", cost=op.size, level=level)
    entries = _diagonal_samples(op, seed)
    mean = _sampled(op, "the sampled diagonal", lambda k: array(entries(k)), probes, tolerance, level)
    return mean.estimate(method="diagonal by random signs", seed=seed)


@of_network()
def trace(
    op: Operator,
    *,
    method: Literal["exact", "hutchinson", "hutch++"] | None = None,
    probes: int | None = None,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """The trace of the summed loss's curvature.

    Exact where no budget is named and K <= 4096. `hutchinson`: the mean of z'Hz over random signs z. `hutch++` (Meyer,
    Musco, Musco, Woodruff 2021): a third of the products finds the range of the large eigenvalues, a third gives their
    trace exactly, the rest samples what remains; its interval is that of the rest. Raises ValueError for bad input.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> sampled = trace(model, loss, data, method="hutchinson", probes=10)
    >>> sampled.value, sampled.interval  # exact, as no entry lies off the diagonal
    (10.0, (10.0, 10.0))
    """
    if method is None:
        method = "exact" if is_exact(op, probes, tolerance) else "hutchinson"
    if method == "exact":
        return exact(float(exact_diagonal(op).sum()), method="exact trace", cost=op.size, level=level)
    if method == "hutchinson":
        entries = _diagonal_samples(op, seed)
        mean = _sampled(op, "the trace", lambda k: array(entries(k).sum(1)), probes, tolerance, level)
        return mean.estimate(method="Hutchinson", seed=seed)
    if method == "hutch++":
        return _hutch_plus_plus(op, PROBES if probes is None else probes, tolerance, level, seed)
    raise ValueError(f'method: must be "exact", "hutchinson" or "hutch++", got {method!r}')


@of_network()
def trace_by_parameter(
    op: Operator, *, probes: int | None = None, tolerance: float | None = None, level: float = 0.95, seed: int = 0
) -> dict[str, Estimate]:
    """The trace of each parameter's own block of the curvature, by name; the blocks add up to the whole trace.

    >>> model, loss = torch.nn.Linear(2, 1), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]
    >>> {name: found.value for name, found in trace_by_parameter(model, loss, data).items()}
    {'weight': 10.0, 'bias': 4.0}
    """
    if not isinstance(op, NetworkOperator):
        raise ValueError("model: a bare operator has no named parameters")
    blocks = op.objective.blocks
    if is_exact(op, probes, tolerance):
        whole = exact_diagonal(op)
        return {
            name: exact(float(whole[part].sum()), method="exact trace", cost=op.size, level=level)
            for name, part in blocks.items()
        }
    entries = _diagonal_samples(op, seed)

    def by_block(k: int) -> np.ndarray:
        rows = entries(k)
        return np.stack([array(rows[:, part].sum(1)) for part in blocks.values()], axis=1)

    mean = _sampled(op, "the traces", by_block, probes, tolerance, level)
    return {name: mean.estimate(i, method="Hutchinson by block", seed=seed) for i, name in enumerate(blocks)}


def _diagonal_samples(op: Operator, seed: int) -> Callable[[int], Tensor]:
    """A stream of unbiased samples of the diagonal, z * Hz for random signs z, k rows a call."""
    signs = random_signs(op, seed)

    def draw(k: int) -> Tensor:
        z = signs(k)
        return z * op.products(z)

    return draw


def _hutch_plus_plus(op: Operator, probes: int, tolerance: float | None, level: float, seed: int) -> Estimate:
    # one row is its own range, and leaves nothing to sample
    sketch = min(whole_number("probes", probes, least=3) // 3, max(op.size - 1, 1))
    op.announce("Hutch++", products=probes, vectors=3 * sketch + 3 * op.chunk)
    signs = random_signs(op, seed)
    basis, _ = torch.linalg.qr(op.products(signs(sketch)).T)
    captured = float((basis.T * op.products(basis.T)).sum())

    def rest(k: int) -> np.ndarray:
        z = signs(k)
        z = z - (z @ basis) @ basis.T
        return array((z * op.products(z)).sum(1))

    mean = sample_mean(rest, samples=max(probes - 2 * sketch, 2), tolerance=None, level=level, chunk=op.chunk)
    mean = replace(mean, value=captured + mean.value)
    if tolerance is not None and mean.half_width > tolerance * abs(mean.value):
        warning = f"the interval is wider than {tolerance:g} of the value after {probes} products"
        mean = replace(mean, warnings=(warning,))
    return mean.estimate(method="Hutch++", seed=seed, cost=2 * sketch + mean.n)


def _sampled(
    op: Operator,
    what: str,
    draw: Callable[[int], np.ndarray],
    probes: int | None,
    tolerance: float | None,
    level: float,
) -> SampleMean:
    samples = number_of_probes(probes, tolerance, usual=PROBES, most=MAX_PROBES)
    op.announce(what, products=samples, vectors=3 * op.chunk)
    return sample_mean(draw, samples=samples, tolerance=tolerance, level=level, chunk=op.chunk)
