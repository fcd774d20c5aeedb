"""Nearest-neighbour estimates, calibrated on normal samples of known truth.

Nearest neighbours lose part of a strong or high-dimensional dependence, but they lose about as much of it on normal
samples of the same size and the same covariance, where the truth has a closed form. So

    estimate = Gaussian closed form + (nearest neighbours on the samples - nearest neighbours on normal surrogates).

The bracket, the excess, is what the samples hold beyond their covariance. The surrogates are whitened first, so that
their SAMPLE covariance is the samples' own, which takes most of the surrogates' noise off the difference. The excess
may be taken in several views, functions of the samples that can only lose information (data processing).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estimators.gaussian import whitened
from estimators.intervals import BlockError, block_error, blocks

Statistic = Callable[[np.ndarray], float]


@dataclass(frozen=True, kw_only=True)
class View:
    """A nearest-neighbour estimate of (part of) the quantity from points of shape (n, d), in `dimension` of them."""

    name: str
    statistic: Statistic
    dimension: int


@dataclass(frozen=True, kw_only=True)
class Excess:
    """What nearest neighbours find in a view beyond what they find on normal surrogates.

    `passed_over` is how much more another view found, though not beyond chance.
    """

    view: View
    on_samples: float
    on_surrogates: tuple[float, ...]
    passed_over: float = 0.0

    @property
    def value(self) -> float:
        return self.on_samples - float(np.mean(self.on_surrogates))


def surrogates(points: np.ndarray, number: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Normal samples of the points' shape, (n, d), whose sample covariance is exactly theirs."""
    n, dimension = points.shape
    centred = points - points.mean(axis=0)
    root = np.linalg.cholesky(centred.T @ centred / n)
    return [whitened("points", rng.standard_normal((n, dimension))) @ root.T for _ in range(number)]


def largest_excess(points: np.ndarray, normal: Sequence[np.ndarray], views: Sequence[View], *, noise: float) -> Excess:
    """The excess of the first view, or of a later one where that is larger beyond chance.

    `noise` is the standard deviation of one nearest-neighbour estimate. Taking the largest at once would add a bias.
    """
    chance = 3 * noise * np.sqrt(2 * (1 + 1 / len(normal)))
    found = [
        Excess(
            view=view,
            on_samples=view.statistic(points),
            on_surrogates=tuple(view.statistic(sample) for sample in normal),
        )
        for view in views
    ]
    best = found[0]
    for excess in found[1:]:
        if excess.value > best.value + chance:
            best = excess
    return replace(best, passed_over=max(excess.value for excess in found) - best.value)


def excess_error(
    excess: Excess,
    points: np.ndarray,
    normal: Sequence[np.ndarray],
    rng: np.random.Generator,
    *,
    least: int,
    noise: float,
    floor: float,
) -> BlockError:
    """The error of Gaussian value + excess; `floor` is the standard error of the Gaussian value, `noise` as above.

    The drift is the samples' own, less the surrogates', which the closed form has already made up for.
    """
    statistic, dimension = excess.view.statistic, excess.view.dimension
    n = len(points)
    parts = blocks(n, rng, least=least)

    def error_on(rows: np.ndarray, whole: float) -> BlockError:
        return block_error(lambda part: statistic(rows[part]), whole, parts, n=n, dimension=dimension)

    on_samples = error_on(points, excess.on_samples)
    on_normal = error_on(normal[0], excess.on_surrogates[0])
    spread = max(on_samples.standard_error, floor)
    return BlockError(
        standard_error=float(np.hypot(spread, noise / np.sqrt(len(normal)))),
        drift=on_samples.drift - on_normal.drift,
        degrees=on_samples.degrees,
    )
