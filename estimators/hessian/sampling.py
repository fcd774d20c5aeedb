"""Means of independent samples with intervals that hold, for a number of samples or until the interval is narrow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from torch import Tensor

from estimators.arguments import whole_number
from estimators.estimate import Estimate
from estimators.hessian.operator import Operator
from estimators.intervals import checked_level

FIRST_LOOK = 16


@dataclass
class _Moments:
    """Running mean and sum of squared deviations (Chan, Golub, LeVeque 1983)."""

    n: int = 0
    mean: Any = 0.0
    squares: Any = 0.0

    def add(self, samples: np.ndarray) -> None:
        k = len(samples)
        mean = samples.mean(axis=0)
        squares = ((samples - mean) ** 2).sum(axis=0)
        gap = mean - self.mean
        total = self.n + k
        self.squares = self.squares + squares + gap**2 * (self.n * k / total)
        self.mean = self.mean + gap * (k / total)
        self.n = total

    @property
    def standard_error(self) -> Any:
        return np.sqrt(self.squares / (self.n - 1) / self.n)


@dataclass(frozen=True, kw_only=True)
class SampleMean:
    """A mean, its standard error, the half-width of its interval at `level`, and how many samples it took."""

    value: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    half_width: NDArray[np.float64]
    n: int
    level: float
    warnings: tuple[str, ...] = ()

    @property
    def interval(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.value - self.half_width, self.value + self.half_width

    def estimate(
        self, entry: int | tuple[int, ...] = (), *, method: str, seed: int, cost: int | None = None
    ) -> Estimate:
        """The estimate of one entry of the mean, or of all; `cost` is the number of samples where it is not given."""

        def plain(values: NDArray[np.float64]) -> float | NDArray[np.float64]:
            return float(values[entry]) if np.ndim(values[entry]) == 0 else values[entry]

        low, high = self.interval
        return Estimate(
            value=plain(self.value),
            standard_error=plain(self.standard_error),
            interval=(plain(low), plain(high)),
            level=self.level,
            method=method,
            n=self.n,
            seed=seed,
            warnings=self.warnings,
            cost=self.n if cost is None else cost,
        )


def number_of_probes(probes: int | None, tolerance: float | None, *, usual: int, most: int) -> int:
    """The probes that are asked for; without a word `usual`, and `most` where a tolerance ends the sampling."""
    if probes is None:
        return usual if tolerance is None else most
    return whole_number("probes", probes, least=2)


def sample_mean(
    draw: Callable[[int], np.ndarray],
    *,
    samples: int,
    tolerance: float | None,
    level: float,
    chunk: int,
    focus: Callable[[Any], Any] = lambda entries: entries,
) -> SampleMean:
    """The mean of independent samples; `draw(k)` gives k of them along the first axis.

    With a `tolerance` it stops once the interval's half-width is below `tolerance` times the value (in the Euclidean
    norm, over the entries that `focus` picks), at most after `samples` samples. It looks only when their number has
    doubled, and each look spends half of the error probability that is left: a lucky look cannot end the run too early.
    Raises ValueError for fewer than 2 samples.

    >>> rng = np.random.default_rng(0)
    >>> found = sample_mean(lambda k: rng.normal(1.0, 1.0, k), samples=4000, tolerance=0.1, level=0.95, chunk=100)
    >>> bool(found.half_width <= 0.1 * found.value), found.n < 4000
    (True, True)
    """
    whole_number("probes", samples, least=2)
    checked_level(level)
    if tolerance is not None and not tolerance > 0:
        raise ValueError(f"tolerance: must be positive, got {tolerance}")
    moments, error = _Moments(), 1 - level
    look = samples if tolerance is None else min(FIRST_LOOK, samples)
    while True:
        while moments.n < look:
            moments.add(draw(min(chunk, look - moments.n)))
        last = look == samples
        error_here = error if last else error / 2
        half_width = stats.t.ppf(1 - error_here / 2, moments.n - 1) * moments.standard_error
        width, size = (np.linalg.norm(focus(part)) for part in (half_width, moments.mean))
        wide = tolerance is not None and width > tolerance * size
        if last or not wide:
            warning = f"the interval is wider than {tolerance:g} of the value after {samples} samples" if wide else ""
            return SampleMean(
                value=np.asarray(moments.mean),
                standard_error=np.asarray(moments.standard_error),
                half_width=np.asarray(half_width),
                n=moments.n,
                level=level,
                warnings=(warning,) if wide else (),
            )
        error -= error_here
        look = min(2 * look, samples)


def random_signs(op: Operator, seed: int) -> Callable[[int], Tensor]:
    """A stream of independent signs for an operator, k rows of its size a call."""
    generator = torch.Generator().manual_seed(seed)
    return lambda k: rademacher(k, op.size, generator=generator, dtype=op.dtype, device=op.device)


def rademacher(k: int, size: int, *, generator: torch.Generator, dtype: torch.dtype, device: torch.device) -> Tensor:
    """k rows of independent signs.

    >>> generator, cpu = torch.Generator().manual_seed(0), torch.device("cpu")
    >>> signs = rademacher(2, 3, generator=generator, dtype=torch.float64, device=cpu)
    >>> signs.shape, signs.abs().unique().tolist()
    (torch.Size([2, 3]), [1.0])
    """
    bits = torch.randint(0, 2, (k, size), generator=generator, dtype=torch.int8)
    return (2 * bits - 1).to(device=device, dtype=dtype)


def array(tensor: Tensor) -> NDArray[np.float64]:
    """The numbers of a tensor as a float64 array."""
    return tensor.detach().to("cpu", torch.float64).numpy()
