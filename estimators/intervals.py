"""Intervals that hold: for estimates with a drift, and for models refitted on folds.

Sources: Holmes and Nemenman (2019) for blocks; Nadeau and Bengio (2003) for folds that share their training data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

Interval = tuple[float, float]
CAUTION = 1.5  # drifts that the end in their direction moves: their law is a guess
OTHER_WAY = 0.5  # and the other end: an estimate that rises with n may yet lie above the truth
FALLS_SHORT = 1.15  # nearest neighbours in small blocks tell the spread a seventh too small (over the benchmark)
DRAWS = 3  # of blocks: one draw alone moves the ends


@dataclass(frozen=True, kw_only=True)
class BlockError:
    """The error of an estimate as its values on small disjoint blocks show it.

    `drift` is how far the value would still move if the number of samples grew without end.

    >>> low, high = BlockError(standard_error=0.1, drift=0.2, degrees=9).interval(1.0, level=0.95)
    >>> round(low, 2), round(high, 2)
    (0.67, 1.53)
    """

    standard_error: float
    drift: float
    degrees: int

    def interval(self, value: float, level: float) -> Interval:
        """The Student interval, each end lengthened for the drift: more in its direction, less in the other."""
        if self.degrees < 1:
            return (-np.inf, np.inf)
        half = two_sided_quantile(level, self.degrees) * self.standard_error
        drift = abs(self.drift)
        onward, back = CAUTION * drift, min(OTHER_WAY * drift, half)
        below, above = (onward, back) if self.drift < 0 else (back, onward)
        return (value - half - below, value + half + above)


def two_sided_quantile(level: float, degrees: float | None = None) -> float:
    """The Student (or, with no degrees of freedom named, normal) quantile of a two-sided interval.

    >>> round(two_sided_quantile(0.95), 2), round(two_sided_quantile(0.95, degrees=9), 2)
    (1.96, 2.26)
    """
    checked_level(level)
    probability = (1 + level) / 2
    return float(stats.norm.ppf(probability) if degrees is None else stats.t.ppf(probability, degrees))


def checked_level(level: float) -> float:
    """The level of an interval, strictly between 0 and 1; ValueError for any other.

    >>> checked_level(0.95)
    0.95
    """
    if not (isinstance(level, Real) and 0 < level < 1):
        raise ValueError(f"level: must lie strictly between 0 and 1, got {level!r}")
    return level


def normal_interval(value: float, standard_error: float, level: float) -> Interval:
    """value +- quantile * standard error.

    >>> low, high = normal_interval(1.0, 0.1, level=0.95)
    >>> round(low, 3), round(high, 3)
    (0.804, 1.196)
    """
    half = two_sided_quantile(level) * standard_error
    return (value - half, value + half)


def impossible(value: float, standard_error: float, most: float = np.inf) -> list[str]:
    """A sentence where a value without bias lies outside of what is possible by more than its standard error.

    >>> impossible(-0.01, 0.1), impossible(-0.14, 0.1)
    ([], ['the value, corrected of its bias, lies outside of what is possible: take the interval'])
    """
    if -standard_error <= value <= most + standard_error:
        return []
    return ["the value, corrected of its bias, lies outside of what is possible: take the interval"]


def blocks(n: int, rng: np.random.Generator, *, least: int = 5, draws: int = 1) -> list[np.ndarray]:
    """Disjoint random blocks of indices below n, all of one size: ten of at most 500, or fewer, to have 100 in each.

    At least four, each of `least` or more; none at all where not even four of that size fit. Drawn `draws` times.

    >>> [len(part) for part in blocks(1234, np.random.default_rng(0))]
    [123, 123, 123, 123, 123, 123, 123, 123, 123, 123]
    """
    if n < 4 * least:
        return []
    number = min(max(n // 100, 4), 10, n // least)
    size = min(n // number, max(500, least))
    return [part for _ in range(draws) for part in rng.permutation(n)[: number * size].reshape(number, size)]


def block_error(
    statistic: Callable[[np.ndarray], float],
    value: float,
    parts: Sequence[np.ndarray],
    *,
    n: int,
    dimension: int,
    falls_short: float = 1.0,
) -> BlockError:
    """The error of `value`, the statistic of all n samples, from the statistic of each block of m indices.

    The variance goes as one over the number of samples, so sd sqrt(m/n) is the standard error. A k-nearest-neighbour
    estimate in d joint dimensions errs by the neighbours' distance, n^(-1/d): from m to n it went the share
    1 - (m/n)^(1/d) of its way, which gives the rest of the way, the drift. `falls_short` multiplies the error.

    >>> x, rng = np.arange(4000.0) % 2, np.random.default_rng(0)
    >>> error = block_error(lambda part: x[part].mean(), x.mean(), blocks(4000, rng), n=4000, dimension=1)
    >>> bool(0.3 < error.standard_error * np.sqrt(4000) < 0.7)  # the standard deviation of one sample is 0.5
    True
    """
    if not parts:
        return BlockError(standard_error=np.inf, drift=0.0, degrees=0)
    values = np.array([statistic(part) for part in parts])
    size = len(parts[0])
    return BlockError(
        standard_error=float(falls_short * values.std(ddof=1) * np.sqrt(size / n)),
        drift=float((value - values.mean()) / ((n / size) ** (1 / dimension) - 1)),
        degrees=len(parts) - 1,
    )


def refit_interval(values: ArrayLike, *, test_share: float, level: float = 0.95) -> tuple[float, float, Interval]:
    """Mean, standard error and interval of one figure measured on several folds and seeds, whose training data overlap.

    `test_share` is the test set's size over the training set's. Nadeau and Bengio's correction: variance times
    (1/J + test_share) for J values, not 1/J.

    >>> mean, error, interval = refit_interval([1.0, 2.0, 3.0], test_share=0.5)
    >>> mean, round(error, 2)
    (2.0, 0.91)
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
