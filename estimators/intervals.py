"""Intervals that hold: for estimates with a drift, for means of bounded or sub-Gaussian terms, for refitted models.

Sources: Holmes and Nemenman (2019) for blocks; Robbins (1970) and Waudby-Smith and Ramdas (2024, Theorem 2) for the
confidence sequences; Nadeau and Bengio (2003) for folds that share their training data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

Interval = tuple[float, float]
CAUTION = 1.5


@dataclass(frozen=True, kw_only=True)
class BlockError:
    """The error of an estimate as its values on small disjoint blocks show it.

    `drift` is how far the value would still move if the number of samples grew without end.
    """

    standard_error: float
    drift: float
    degrees: int

    def interval(self, value: float, level: float) -> Interval:
        """The Student interval, lengthened in the direction of the drift by CAUTION drifts: its law is a guess."""
        if self.degrees < 1:
            return (-np.inf, np.inf)
        half = two_sided_quantile(level, self.degrees) * self.standard_error
        return (value - half + min(CAUTION * self.drift, 0.0), value + half + max(CAUTION * self.drift, 0.0))


def two_sided_quantile(level: float, degrees: float | None = None) -> float:
    """The Student (or, with no degrees of freedom named, normal) quantile of a two-sided interval."""
    checked_level(level)
    probability = (1 + level) / 2
    return float(stats.norm.ppf(probability) if degrees is None else stats.t.ppf(probability, degrees))


def checked_level(level: float) -> float:
    if not (isinstance(level, Real) and 0 < level < 1):
        raise ValueError(f"level: must lie strictly between 0 and 1, got {level!r}")
    return level


def normal_interval(value: float, standard_error: float, level: float) -> Interval:
    """value +- quantile * standard error."""
    half = two_sided_quantile(level) * standard_error
    return (value - half, value + half)


def blocks(n: int, rng: np.random.Generator, *, least: int = 5) -> list[np.ndarray]:
    """Disjoint random blocks of indices below n, all of one size: ten of at most 500, or fewer, to have 100 in each.

    At least four; none at all where not even four of size `least` fit.
    """
    if n < 4 * least:
        return []
    number = min(max(n // 100, 4), 10)
    return list(rng.permutation(n)[: number * min(n // number, 500)].reshape(number, -1))


def block_error(
    statistic: Callable[[np.ndarray], float], value: float, parts: Sequence[np.ndarray], *, n: int, dimension: int
) -> BlockError:
    """The error of `value`, the statistic of all n samples, from the statistic of each block of m indices.

    The variance goes as one over the number of samples, so sd sqrt(m/n) is the standard error. A k-nearest-neighbour
    estimate in d joint dimensions errs by the neighbours' distance, n^(-1/d): from m to n it went the share
    1 - (m/n)^(1/d) of its way, which gives the rest of the way, the drift.
    """
    if not parts:
        return BlockError(standard_error=np.inf, drift=0.0, degrees=0)
    values = np.array([statistic(part) for part in parts])
    size = len(parts[0])
    return BlockError(
        standard_error=float(values.std(ddof=1) * np.sqrt(size / n)),
        drift=float((value - values.mean()) / ((n / size) ** (1 / dimension) - 1)),
        degrees=len(parts) - 1,
    )


def refit_interval(values: ArrayLike, *, test_share: float, level: float = 0.95) -> tuple[float, float, Interval]:
    """Mean, standard error and interval of one figure measured on several folds and seeds, whose training data overlap.

    `test_share` is the test set's size over the training set's. Nadeau and Bengio's correction: variance times
    (1/J + test_share) for J values, not 1/J.
    """
    values = np.asarray(values, dtype=np.float64).ravel()
    if len(values) < 2:
        raise ValueError(f"values: needs at least 2 fits, got {len(values)}")
    if not test_share > 0:
        raise ValueError(f"test_share: must be positive, got {test_share}")
    error = float(np.sqrt(values.var(ddof=1) * (1 / len(values) + test_share)))
    half = two_sided_quantile(level, len(values) - 1) * error
    mean = float(values.mean())
    return mean, error, (mean - half, mean + half)


def sub_gaussian_sequence(
    values: ArrayLike, *, scale: float, level: float = 0.95, tuned_for: int = 1000
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends, shape (n,), that hold at every n at once for the mean of sub-Gaussian terms.

    Robbins' normal mixture: |S_n - n mean| <= scale sqrt((n + r) log((n + r)/(r a^2))), a = 1 - level; r makes the
    interval shortest near n = `tuned_for`. One may look after each sample and stop at will.
    """
    values, alpha = _sequence(values), 1 - checked_level(level)
    if not scale > 0:
        raise ValueError(f"scale: must be positive, got {scale}")
    ridge = tuned_for / (-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1))
    n = np.arange(1, len(values) + 1)
    half = scale * np.sqrt((n + ridge) * np.log((n + ridge) / (ridge * alpha**2))) / n
    mean = np.cumsum(values) / n
    return mean - half, mean + half


def bounded_sequence(
    values: ArrayLike, *, low: float, high: float, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends, shape (n,), that hold at every n at once for the mean of terms in [low, high].

    The predictable empirical-Bernstein sequence: its width follows the terms' variance, not the range. Running
    intersections are taken, so the ends never move apart. Raises ValueError where a value leaves [low, high].
    """
    values, alpha = _sequence(values), 1 - checked_level(level)
    if not low < high:
        raise ValueError(f"low, high: must be an interval, got [{low}, {high}]")
    if np.any((values < low) | (values > high)):
        raise ValueError(f"values: must lie in [{low}, {high}], got {values.min()} to {values.max()}")
    x = (values - low) / (high - low)
    t = np.arange(1, len(x) + 1)
    running_mean = (0.5 + np.cumsum(x)) / (t + 1)
    running_variance = (0.25 + np.cumsum((x - running_mean) ** 2)) / (t + 1)
    before_mean, before_variance = np.r_[0.5, running_mean[:-1]], np.r_[0.25, running_variance[:-1]]
    bet = np.minimum(np.sqrt(2 * np.log(2 / alpha) / (before_variance * t * np.log(1 + t))), 0.5)
    psi = (-np.log1p(-bet) - bet) / 4
    spread = np.cumsum(4 * (x - before_mean) ** 2 * psi)
    centre = np.cumsum(bet * x) / np.cumsum(bet)
    half = (np.log(2 / alpha) + spread) / np.cumsum(bet)
    lower = np.maximum.accumulate(np.maximum(centre - half, 0.0))
    upper = np.minimum.accumulate(np.minimum(centre + half, 1.0))
    return low + (high - low) * lower, low + (high - low) * upper


def adjusted(p_values: ArrayLike, *, method: str = "holm") -> np.ndarray:
    """The p-values, adjusted for their number: family-wise by "holm", false discoveries by "fdr_bh" or "fdr_by".

    Raises ValueError for a value outside [0, 1].
    """
    from statsmodels.stats.multitest import multipletests

    values = np.asarray(p_values, dtype=np.float64).ravel()
    if not np.all((values >= 0) & (values <= 1)):
        raise ValueError(f"p_values: must lie in [0, 1], got {values}")
    return multipletests(values, method=method)[1] if len(values) else values


def _sequence(values: ArrayLike) -> np.ndarray:
    array = np.asarray(values, dtype=np.float64).ravel()
    if not len(array):
        raise ValueError("values: needs at least 1 value, got none")
    if not np.all(np.isfinite(array)):
        raise ValueError("values: must be finite")
    return array
