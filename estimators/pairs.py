"""The informations of many pairs at once: of features with labels, of units with units, and scores to select features.

Each pair has the estimate and the interval of the default estimator, and a permutation test, whose p-values are
corrected for the number of pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.arguments import generator, plain_array, whole_number
from estimators.estimate import Estimate, exact
from estimators.gaussian import InfiniteInformation
from estimators.mutual_information import mixed, mutual_information
from estimators.permutation import pair_tests
from estimators.recommend import labelled
from estimators.samples import coded, samples, varying

Progress = Callable[[int, int], None]  # pairs done, of how many


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The information of each column of x with each of y, nats: every array has the shape (dx, dy).

    `low` and `high` are the ends of each pair's own interval, `p_value` its permutation test's, corrected for all pairs
    (estimators.permutation), nan where none was asked for. `warnings` names the pairs that have any.

    >>> one = np.ones((1, 1))
    >>> Pairs(value=one, low=0 * one, high=2 * one, p_value=one, level=0.95, warnings={}).value.shape
    (1, 1)
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    p_value: NDArray[np.float64]
    level: float
    warnings: dict[tuple[int, int], tuple[str, ...]]


def pairwise(
    x: ArrayLike,
    y: ArrayLike | None = None,
    *,
    labels: ArrayLike | None = None,
    permutations: int = 0,
    progress: Progress | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> Pairs:
    """I(x_i;y_j) for all columns of x, shape (n, dx), and of y, shape (n, dy), or with n labels, or of x among itself.

    Without y and labels the pairs are those of different columns of x; the matrix is symmetric, its diagonal nan. A
    constant column has no information, one that is another up to scale an infinite one. `permutations` asks for
    p-values, from so many shufflings; `progress` is called after each pair. Raises ValueError for bad samples, and for
    both y and labels.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((500, 2))
    >>> found = pairwise(x, x[:, :1] + 0.1 * rng.standard_normal((500, 1)), permutations=199)
    >>> found.value.round(1).tolist(), (found.p_value < 0.05).tolist()
    ([[2.2], [0.0]], [[True], [False]])
    """
    whole_number("permutations", permutations, least=0)
    if y is not None and labels is not None:
        raise ValueError("labels: give y or labels, not both")
    columns = samples("x", x)
    others, of_labels = columns, labels is not None
    if labels is not None:
        others = coded("labels", plain_array(labels))[:, None].astype(float)
    elif y is not None:
        others = samples("y", y)
    if len(others) != len(columns):
        name = "labels" if of_labels else "y"
        raise ValueError(f"{name}: must have as many samples as x, got {len(others)} and {len(columns)}")
    among = others is columns
    shape = columns.shape[1], others.shape[1]
    pairs = [(i, j) for i in range(shape[0]) for j in range(shape[1]) if not among or i < j]
    value, low, high, p_value = (np.full(shape, np.nan) for _ in range(4))
    warnings = {}
    rng = generator(seed)
    for done, (i, j) in enumerate(pairs, start=1):
        found = _information(columns[:, [i]], others[:, [j]], of_labels, seed=int(rng.integers(2**31)), level=level)
        value[i, j], (low[i, j], high[i, j]) = found.value, found.interval
        if found.warnings:
            warnings[i, j] = found.warnings
        if progress:
            progress(done, len(pairs))
    if permutations:
        p_value = pair_tests(columns, others, labels=of_labels, permutations=permutations, seed=seed).corrected
    if among:
        above = np.triu_indices(shape[0], 1)
        for array in (value, low, high):
            array.T[above] = array[above]
        np.fill_diagonal(p_value, np.nan)
    return Pairs(value=value, low=low, high=high, p_value=p_value, level=level, warnings=warnings)


def information_scores(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The information of each column of x, shape (n, d), with one target, and its p-value: a scikit-learn `score_func`.

    A target of words, or of few values that repeat, is labels; any other is a number. `SelectKBest(information_scores)`
    keeps the columns with the most information, `SelectFwe(information_scores)` those that are dependent for certain.
    p-values are not corrected, as scikit-learn's selectors do that. A column without a value scores 0.

    >>> rng = np.random.default_rng(0)
    >>> y = rng.choice(["cat", "dog"], 400)
    >>> scores, p_values = information_scores((y == "cat")[:, None] + rng.standard_normal((400, 2)) * [0.3, 30], y)
    >>> scores.round(1).tolist(), (p_values < 0.05).tolist()
    ([0.6, 0.0], [True, False])
    """
    target = plain_array(y)
    if labelled("y", target):
        codes = coded("y", target)
        found, tests = pairwise(x, labels=codes), pair_tests(x, codes[:, None], labels=True)
    else:
        found, tests = pairwise(x, target), pair_tests(x, target)
    return np.where(np.isnan(found.value), 0.0, found.value)[:, 0], tests.own[:, 0]


def _information(x: np.ndarray, y: np.ndarray, labels: bool, *, seed: int, level: float) -> Estimate:
    if labels and varying(x).any():
        return mixed(x, y[:, 0].astype(int), seed=seed, level=level)
    try:
        return mutual_information(x, y, seed=seed, level=level)
    except InfiniteInformation:
        return exact(np.inf, method="a linear function of one side is one of the other", n=len(x), level=level)
