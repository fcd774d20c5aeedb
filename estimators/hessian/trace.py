"""The diagonal and the trace: exactly, or from random probes with their error."""

from typing import Literal, Unpack

import numpy as np
import torch
from torch import Tensor, nn

from estimators.arguments import whole_number
from estimators.estimate import Estimate, exact
from estimators.hessian.exact import EXACT_SIZE, exact_diagonal
from estimators.hessian.objective import Data, Loss
from estimators.hessian.operator import NetworkOperator, Operator, OperatorOptions, operator
from estimators.hessian.sampling import SampleMean, rademacher, sample_mean

PROBES = 100
MAX_PROBES = 10_000  # where only a tolerance is named


def diagonal(
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    probes: int | None = None,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> Estimate:
    """The diagonal of the summed loss's curvature, a flat float64 array in named_parameters order.

    Exact where no budget is named and K <= 4096; otherwise the mean of z * Hz over random signs z (Bekas, Kokiopoulou,
    Saad 2007), each entry with its own standard error and interval. `tolerance` is relative, in the Euclidean norm.
    Options as in `operator`; raises ValueError for bad input.
    """
    op = operator(model, loss, data, **options)
    if _is_exact(op, probes, tolerance):
        return exact(
            _numpy(exact_diagonal(op)), method="exact diagonal", cost=op.size, warnings=op.warnings, level=level
        )
    draws = _Probes(op, seed)
    mean = _sampled(
        op, "the sampled diagonal", lambda k: _numpy(draws.signs(k, times_product=True)), probes, tolerance, level
    )
    return _estimate(op, mean, "diagonal by random signs", level, seed)


def trace(
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    method: Literal["exact", "hutchinson", "hutch++"] | None = None,
    probes: int | None = None,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> Estimate:
    """The trace of the summed loss's curvature.

    Exact where no budget is named and K <= 4096. `hutchinson`: the mean of z'Hz over random signs z. `hutch++` (Meyer,
    Musco, Musco, Woodruff 2021): a third of the products finds the range of the large eigenvalues, a third gives their
    trace exactly, the rest samples what remains; its interval is that of the rest.
    """
    op = operator(model, loss, data, **options)
    if method is None:
        method = "exact" if _is_exact(op, probes, tolerance) else "hutchinson"
    if method == "exact":
        value = float(exact_diagonal(op).sum())
        return exact(value, method="exact trace", cost=op.size, warnings=op.warnings, level=level)
    draws = _Probes(op, seed)
    if method == "hutchinson":
        mean = _sampled(
            op, "the trace", lambda k: _numpy(draws.signs(k, times_product=True).sum(1)), probes, tolerance, level
        )
        return _estimate(op, mean, "Hutchinson", level, seed)
    if method == "hutch++":
        return _hutch_plus_plus(op, draws, PROBES if probes is None else probes, tolerance, level, seed)
    raise ValueError(f'method: must be "exact", "hutchinson" or "hutch++", got {method!r}')


def trace_by_parameter(
    model: nn.Module | Operator,
    loss: Loss | None = None,
    data: Data | None = None,
    *,
    probes: int | None = None,
    tolerance: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    **options: Unpack[OperatorOptions],
) -> dict[str, Estimate]:
    """The trace of each parameter's own block of the curvature, by name; the blocks add up to the whole trace."""
    op = operator(model, loss, data, **options)
    if not isinstance(op, NetworkOperator):
        raise ValueError("model: a bare operator has no named parameters")
    blocks = op.objective.blocks
    if _is_exact(op, probes, tolerance):
        entries = exact_diagonal(op)
        return {
            name: exact(float(entries[part].sum()), method="exact trace", cost=op.size, level=level)
            for name, part in blocks.items()
        }
    draws = _Probes(op, seed)

    def by_block(k: int) -> np.ndarray:
        entries = draws.signs(k, times_product=True)
        return np.stack([_numpy(entries[:, part].sum(1)) for part in blocks.values()], axis=1)

    mean = _sampled(op, "the traces", by_block, probes, tolerance, level)
    return {
        name: Estimate(
            value=float(mean.value[i]),
            standard_error=float(mean.standard_error[i]),
            interval=(float(mean.interval[0][i]), float(mean.interval[1][i])),
            level=level,
            method="Hutchinson by block",
            n=mean.n,
            seed=seed,
            cost=mean.n,
            warnings=mean.warnings,
        )
        for i, name in enumerate(blocks)
    }


class _Probes:
    """A stream of random signs for one operator."""

    def __init__(self, op: Operator, seed: int) -> None:
        self.op, self.generator = op, torch.Generator().manual_seed(seed)

    def signs(self, k: int, *, times_product: bool = False) -> Tensor:
        op = self.op
        z = rademacher(k, op.size, generator=self.generator, dtype=op.dtype, device=op.device)
        return z * op.products(z) if times_product else z


def _hutch_plus_plus(
    op: Operator, draws: _Probes, probes: int, tolerance: float | None, level: float, seed: int
) -> Estimate:
    # one row is its own range, and leaves nothing to sample
    sketch = min(whole_number("probes", probes, least=3) // 3, max(op.size - 1, 1))
    op.announce("Hutch++", products=probes, vectors=3 * sketch + 3 * op.chunk)
    basis, _ = torch.linalg.qr(op.products(draws.signs(sketch)).T)
    captured = float((basis.T * op.products(basis.T)).sum())

    def rest(k: int) -> np.ndarray:
        z = draws.signs(k)
        z = z - (z @ basis) @ basis.T
        return _numpy((z * op.products(z)).sum(1))

    mean = sample_mean(rest, samples=max(probes - 2 * sketch, 2), tolerance=None, level=level, chunk=op.chunk)
    value = captured + float(mean.value)
    half_width = float(mean.half_width)
    warnings = op.warnings
    if tolerance is not None and half_width > tolerance * abs(value):
        warnings += (f"the interval is wider than {tolerance:g} of the value after {probes} products",)
    return Estimate(
        value=value,
        standard_error=float(mean.standard_error),
        interval=(value - half_width, value + half_width),
        level=level,
        method="Hutch++",
        n=mean.n,
        seed=seed,
        cost=2 * sketch + mean.n,
        warnings=warnings,
    )


def _is_exact(op: Operator, probes: int | None, tolerance: float | None) -> bool:
    return probes is None and tolerance is None and op.size <= EXACT_SIZE


def _sampled(op: Operator, what: str, draw, probes: int | None, tolerance: float | None, level: float) -> SampleMean:  # type: ignore[no-untyped-def]
    samples = probes if probes is not None else (PROBES if tolerance is None else MAX_PROBES)
    whole_number("probes", samples, least=2)
    op.announce(what, products=samples, vectors=3 * op.chunk)
    return sample_mean(draw, samples=samples, tolerance=tolerance, level=level, chunk=op.chunk)


def _estimate(op: Operator, mean: SampleMean, method: str, level: float, seed: int) -> Estimate:
    return Estimate(
        value=_plain(mean.value),
        standard_error=_plain(mean.standard_error),
        interval=(_plain(mean.interval[0]), _plain(mean.interval[1])),
        level=level,
        method=method,
        n=mean.n,
        seed=seed,
        warnings=(*op.warnings, *mean.warnings),
        cost=mean.n,
    )


def _plain(value):  # type: ignore[no-untyped-def]
    return float(value) if np.ndim(value) == 0 else value


def _numpy(tensor: Tensor) -> np.ndarray:
    return tensor.detach().to("cpu", torch.float64).numpy()
