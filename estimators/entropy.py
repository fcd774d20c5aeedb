"""Differential entropy from samples, in nats: nearest neighbours (Kozachenko and Leonenko, 1987), plain and calibrated.

Discrete entropies are in estimators.discrete, the normal closed form in estimators.gaussian.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, polygamma

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.calibrated import View, excess_error, largest_excess, surrogates
from estimators.estimate import Estimate
from estimators.intervals import block_error, blocks
from estimators.knn import neighbours
from estimators.samples import joined, samples

HIGH_DIMENSION = 4
FEW = 100


def entropy(x: ArrayLike, *, k: int = 5, surrogate_sets: int = 3, seed: int = 0, level: float = 0.95) -> Estimate:
    """h(x) in nats of continuous samples, shape (n, d): the normal's entropy plus what neighbours find beyond it.

    Raises ValueError for bad samples, more dimensions than samples, or samples with so many duplicates that the k-th
    neighbour is at distance zero: then there is no density.
    """
    x = _with_density(x, k)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    n, dimension = x.shape
    closed_form = gaussian.entropy(x, level=level)
    rng = generator(seed)
    points = gaussian.whitened("x", x)
    normal = surrogates(points, surrogate_sets, rng)
    view = View(name="all coordinates", statistic=lambda rows: kozachenko_leonenko_value(rows, k), dimension=dimension)
    noise = float(np.sqrt(polygamma(1, k) / n))
    excess = largest_excess(points, normal, [view], noise=noise)
    error = excess_error(excess, points, normal, rng, least=k + 2, noise=noise, floor=0.0)
    value = closed_form.value + excess.value
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=error.interval(value, level),
        level=level,
        method="normal entropy + Kozachenko-Leonenko excess",
        n=n,
        seed=seed,
        warnings=_warnings(dimension, n),
        details={"gaussian": closed_form.value, "excess": excess.value, "drift": error.drift},
    )


def kozachenko_leonenko(x: ArrayLike, k: int = 3, seed: int = 0, *, level: float = 0.95) -> Estimate:
    """h(x) in nats of continuous samples, shape (n, d), by the k-th neighbour's distance in the maximum norm.

    `seed` draws the interval's blocks. Raises ValueError as `entropy` does.
    """
    x = _with_density(x, k)
    n, dimension = x.shape
    value = kozachenko_leonenko_value(x, k)
    parts = blocks(n, generator(seed), least=k + 2)
    error = block_error(lambda part: kozachenko_leonenko_value(x[part], k), value, parts, n=n, dimension=dimension)
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=error.interval(value, level),
        level=level,
        method=f"Kozachenko-Leonenko, k = {k}",
        n=n,
        seed=seed,
        warnings=_warnings(dimension, n),
        details={"drift": error.drift},
    )


def kozachenko_leonenko_value(x: np.ndarray, k: int) -> float:
    """psi(n) - psi(k) + d mean log(2 eps), eps the distance of the k-th neighbour, of checked samples."""
    distance = neighbours(x, k).distance
    return float(digamma(len(x)) - digamma(k) + x.shape[1] * np.mean(np.log(2 * distance)))


def _with_density(x: ArrayLike, k: int) -> np.ndarray:
    (array,) = joined(k=k, x=samples("x", x))
    touching = int(np.sum(neighbours(array, k).distance == 0))
    if touching:
        raise ValueError(
            f"x: {touching} samples have {k} duplicates, so there is no density; use estimators.discrete.entropy"
        )
    return array


def _warnings(dimension: int, n: int) -> tuple[str, ...]:
    found = []
    if dimension > HIGH_DIMENSION:
        found.append(f"{dimension} dimensions: nearest neighbours are too far away to resolve the density")
    if n < FEW:
        found.append(f"only {n} samples")
    return tuple(found)
