"""Differential entropy from samples, in nats: nearest neighbours (Kozachenko and Leonenko, 1987), plain and calibrated.

Discrete entropies are in estimators.discrete, the normal closed form in estimators.gaussian.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.calibrated import View, surplus_with_error
from estimators.estimate import Estimate
from estimators.knn import neighbour_distance
from estimators.neighbour_estimates import neighbour_estimate, neighbour_warnings, with_block_error
from estimators.samples import joined

HIGH_DIMENSION = 4  # above, nearest neighbours are too far away: with no marginals to take off, sooner than elsewhere


def entropy(x: ArrayLike, *, k: int = 5, surrogate_sets: int = 3, seed: int = 0, level: float = 0.95) -> Estimate:
    """h(x) in nats of continuous samples, shape (n, d): the normal's entropy plus what neighbours find beyond it.

    Raises ValueError for bad samples, more dimensions than samples, or samples with so many duplicates that the k-th
    neighbour is at distance zero: then there is no density.

    >>> x = np.random.default_rng(0).uniform(0, 3, size=1000)
    >>> found = entropy(x)  # the truth is log 3 = 1.10
    >>> round(found.value, 2), bool(found.interval[0] < np.log(3) < found.interval[1])
    (1.11, True)
    """
    x = _with_density(x, k)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    n, dimension = x.shape
    closed_form = gaussian.entropy(x, level=level).value
    surplus, error = surplus_with_error(
        gaussian.whitened("x", x),
        [View(name="all coordinates", statistic=lambda rows: kozachenko_leonenko_value(rows, k), dimension=dimension)],
        k=k,
        surrogate_sets=surrogate_sets,
        rng=generator(seed),
    )
    return neighbour_estimate(
        closed_form + surplus.value,
        error,
        method="normal entropy + Kozachenko-Leonenko surplus",
        n=n,
        seed=seed,
        level=level,
        warnings=neighbour_warnings(n, dimension, highest=HIGH_DIMENSION),
        gaussian=closed_form,
        surplus=surplus.value,
    )


def kozachenko_leonenko(x: ArrayLike, k: int = 3, seed: int = 0, *, level: float = 0.95) -> Estimate:
    """h(x) in nats of continuous samples, shape (n, d), by the k-th neighbour's distance in the maximum norm.

    `seed` draws the interval's blocks. Raises ValueError as `entropy` does.

    >>> x = np.random.default_rng(0).uniform(0, 3, size=1000)
    >>> found = kozachenko_leonenko(x)  # the truth is log 3 = 1.10
    >>> round(found.value, 2), found.method
    (1.09, 'Kozachenko-Leonenko, k = 3')
    """
    x = _with_density(x, k)
    n, dimension = x.shape
    value, error = with_block_error(lambda x: kozachenko_leonenko_value(x, k), x, k=k, dimension=dimension, seed=seed)
    return neighbour_estimate(
        value,
        error,
        method=f"Kozachenko-Leonenko, k = {k}",
        n=n,
        seed=seed,
        level=level,
        warnings=neighbour_warnings(n, dimension, highest=HIGH_DIMENSION),
    )


def kozachenko_leonenko_value(x: np.ndarray, k: int) -> float:
    """psi(n) - psi(k) + d mean log(2 eps), eps the distance of the k-th neighbour, of checked samples.

    >>> x = np.random.default_rng(0).uniform(0, 3, size=(1000, 1))
    >>> round(kozachenko_leonenko_value(2 * x, 3) - kozachenko_leonenko_value(x, 3), 4)  # log 2
    0.6931
    """
    distance = neighbour_distance(x, k)
    return float(digamma(len(x)) - digamma(k) + x.shape[1] * np.mean(np.log(2 * distance)))


def _with_density(x: ArrayLike, k: int) -> np.ndarray:
    (array,) = joined(k=k, x=x)
    touching = int(np.sum(neighbour_distance(array, k) == 0))
    if touching:
        raise ValueError(
            f"x: {touching} samples have {k} duplicates, so there is no density; use estimators.discrete.entropy"
        )
    return array
