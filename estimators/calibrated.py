"""Nearest-neighbour estimates, calibrated on normal samples of known truth.

Nearest neighbours lose part of a strong or high-dimensional dependence, but they lose about as much of it on normal
samples of the same size and the same covariance, where the truth has a closed form. So

    estimate = Gaussian closed form + (nearest neighbours on the samples - nearest neighbours on normal surrogates).

The bracket, the surplus, is what the samples hold beyond their covariance. The surrogates are whitened first, so that
their SAMPLE covariance is the samples' own, which takes most of the surrogates' noise off the difference. The surplus
may be taken in several views, functions of the samples that can only lose information (data processing).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import polygamma

from estimators.gaussian import whitened
from estimators.intervals import DRAWS, FALLS_SHORT, BlockError, block_error, blocks

BEYOND_CHANCE = 2  # standard deviations by which a later view must find more
Statistic = Callable[[np.ndarray], float]


@dataclass(frozen=True, kw_only=True)
class View:
    """A nearest-neighbour estimate of (part of) the quantity from points of shape (n, d), in `dimension` of them.

    It is one of `tried` of its kind, of which the largest is a large one by chance.

    >>> View(name="variance", statistic=lambda points: float(points.var()), dimension=1).name
    'variance'
    """

    name: str
    statistic: Statistic
    dimension: int
    tried: int = 1


@dataclass(frozen=True, kw_only=True)
class Surplus:
    """What nearest neighbours find in a view beyond what they find on normal surrogates.

    `passed_over` is how much more another view found, though not beyond chance.

    >>> view = View(name="variance", statistic=lambda points: float(points.var()), dimension=1)
    >>> Surplus(view=view, on_samples=0.75, on_surrogates=(0.0, 0.5)).value
    0.5
    """

    view: View
    on_samples: float
    on_surrogates: tuple[float, ...]
    passed_over: float = 0.0

    @property
    def value(self) -> float:
        return self.on_samples - float(np.mean(self.on_surrogates))


def surplus_with_error(
    points: np.ndarray,
    views: Sequence[View],
    *,
    k: int,
    surrogate_sets: int,
    rng: np.random.Generator,
    terms: int = 1,
    floor: float = 0.0,
    only_first: bool = False,
) -> tuple[Surplus, BlockError]:
    """The largest surplus of several views of points, shape (n, d), and the error of Gaussian value + surplus.

    `only_first` takes that of the first view, and what another finds more for passed over. `terms` is how many
    informations add up to the quantity (chain rule), `floor` the Gaussian value's standard error.

    >>> from estimators.kraskov import ksg_value
    >>> rng = np.random.default_rng(0)
    >>> angle = rng.uniform(0, 2 * np.pi, 800)
    >>> ring = np.column_stack([np.cos(angle), np.sin(angle)]) + 0.1 * rng.standard_normal((800, 2))  # no correlation
    >>> view = View(name="both", statistic=lambda rows: ksg_value(rows[:, :1], rows[:, 1:], 5), dimension=2)
    >>> surplus, error = surplus_with_error(ring, [view], k=5, surrogate_sets=3, rng=rng)
    >>> round(surplus.value, 1), round(error.standard_error, 2)
    (0.7, 0.03)
    """
    # the standard deviation of one nearest-neighbour estimate at independence
    noise = float(np.sqrt(terms * polygamma(1, k) / len(points)))
    normal = surrogates(points, surrogate_sets, rng)
    surplus = largest_surplus(points, normal, views, noise=noise, only_first=only_first)
    return surplus, _error(
        surplus, points, normal, blocks(len(points), rng, least=k + 2, draws=DRAWS), noise=noise, floor=floor
    )


def surrogates(points: np.ndarray, number: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Normal samples of the points' shape, (n, d), whose sample covariance is exactly theirs.

    >>> points = np.random.default_rng(0).exponential(size=(50, 2))
    >>> normal = surrogates(points, 3, np.random.default_rng(1))
    >>> [bool(np.allclose(np.cov(sample.T), np.cov(points.T))) for sample in normal]
    [True, True, True]
    """
    n, dimension = points.shape
    centred = points - points.mean(axis=0)
    root = np.linalg.cholesky(centred.T @ centred / n)
    return [whitened("points", rng.standard_normal((n, dimension))) @ root.T for _ in range(number)]


def largest_surplus(
    points: np.ndarray, normal: Sequence[np.ndarray], views: Sequence[View], *, noise: float, only_first: bool = False
) -> Surplus:
    """The surplus of the first view, or of a later one where that is larger beyond chance.

    `noise` is the standard deviation of one nearest-neighbour estimate. Taking the largest at once would add a bias.

    >>> points = np.random.default_rng(0).exponential(size=(500, 1))
    >>> normal = surrogates(points, 3, np.random.default_rng(1))
    >>> skewness = View(name="skewness", statistic=lambda rows: float((rows**3).mean()), dimension=1)
    >>> mean = View(name="mean", statistic=lambda rows: float(rows.mean()), dimension=1)
    >>> [largest_surplus(points, normal, [mean, skewness], noise=noise).view.name for noise in (0.05, 50.0)]
    ['skewness', 'mean']
    """
    spread = noise * np.sqrt(2 * (1 + 1 / len(normal)))
    found = [
        Surplus(view=v, on_samples=v.statistic(points), on_surrogates=tuple(v.statistic(sample) for sample in normal))
        for v in views
    ]
    best = found[0]
    if only_first:
        return replace(best, passed_over=max(surplus.value for surplus in found) - best.value)
    for surplus in found[1:]:
        if surplus.value > best.value + spread * np.sqrt(BEYOND_CHANCE**2 + 2 * np.log(surplus.view.tried)):
            best = surplus
    alone = [surplus.value for surplus in found if surplus.view.tried == 1]
    return replace(best, passed_over=max(0.0, max(alone) - best.value))


def _error(
    surplus: Surplus,
    points: np.ndarray,
    normal: Sequence[np.ndarray],
    parts: Sequence[np.ndarray],
    *,
    noise: float,
    floor: float,
) -> BlockError:
    """The drift is the samples' own, less the surrogates', which the closed form has already made up for."""

    def error_on(rows: np.ndarray, whole: float) -> BlockError:
        view = surplus.view
        return block_error(
            lambda part: view.statistic(rows[part]),
            whole,
            parts,
            n=len(points),
            dimension=view.dimension,
            falls_short=FALLS_SHORT,
        )

    on_samples = error_on(points, surplus.on_samples)
    on_normal = error_on(normal[0], surplus.on_surrogates[0])
    # given their covariance the samples' own neighbours still vary as they do at independence
    sampling = max(on_samples.standard_error, float(np.hypot(floor, noise)))
    return BlockError(
        standard_error=float(np.hypot(sampling, noise / np.sqrt(len(normal)))),
        drift=on_samples.drift - on_normal.drift,
        degrees=on_samples.degrees,
    )
