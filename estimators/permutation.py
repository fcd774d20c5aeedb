"""Are x and y dependent at all? A permutation test, which no dimension makes wrong.

Shuffling y against x keeps each side's law and destroys their dependence. The statistic is the largest correlation
between a feature of x and one of y, features being the normal scores and their products in pairs: it sees what a single
input does not tell but two of them do. What no pair shows stays hidden.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator, whole_number
from estimators.samples import joined, normal_scores, varying

MOST_PAIRS = 300_000  # of features; above, products of one side meet only single features of the other


@dataclass(frozen=True, kw_only=True)
class PermutationTest:
    """The share of shufflings as dependent as the samples, the samples among them, and the statistic, a correlation.

    >>> PermutationTest(p_value=0.01, statistic=0.3, permutations=99).p_value
    0.01
    """

    p_value: float
    statistic: float
    permutations: int


def dependence_test(x: ArrayLike, y: ArrayLike, *, permutations: int = 199, seed: int = 0) -> PermutationTest:
    """Whether samples x and y, shapes (n, dx) and (n, dy), are dependent: the p-value holds for every n and law.

    Raises ValueError for bad samples.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((300, 5))
    >>> y = np.sign(x[:, 0] * x[:, 1]) + 0.5 * rng.standard_normal(300)  # no single input tells anything of y
    >>> dependence_test(x, y).p_value, dependence_test(x, rng.permutation(y)).p_value > 0.05
    (0.005, True)
    """
    whole_number("permutations", permutations, least=1)
    x, y = (normal_scores(side[:, varying(side)]) for side in joined(x=x, y=y))
    if not x.shape[1] or not y.shape[1]:
        return PermutationTest(p_value=1.0, statistic=0.0, permutations=permutations)
    rng = generator(seed)
    singles, products = (_standard(x), _standard(y)), (_standard(_products(x)), _standard(_products(y)))
    if products[0].shape[1] * products[1].shape[1] > MOST_PAIRS:
        pairs = [(products[0], singles[1]), (singles[0], products[1])]
    else:
        pairs = [products]
    found, *shuffled = (
        max(float(np.abs(a.T @ b[order]).max()) for a, b in pairs)
        for order in (np.arange(len(x)), *(rng.permutation(len(x)) for _ in range(permutations)))
    )
    # equal up to rounding counts as equal: labels give many ties
    beyond = sum(other >= found - 1e-12 for other in shuffled)
    return PermutationTest(p_value=(1 + beyond) / (1 + permutations), statistic=found, permutations=permutations)


@dataclass(frozen=True, kw_only=True)
class PairTests:
    """p-values of all pairs of columns, shape (dx, dy): each pair's own, and corrected for there being so many.

    >>> PairTests(own=np.full((1, 1), 0.01), corrected=np.full((1, 1), 0.02)).own.shape
    (1, 1)
    """

    own: np.ndarray
    corrected: np.ndarray


def pair_tests(
    x: ArrayLike, y: ArrayLike, *, labels: bool = False, permutations: int = 199, seed: int = 0
) -> PairTests:
    """Which columns of x, shape (n, dx), depend on which of y, shape (n, dy); or on `labels`, whole numbers (n, 1).

    One shuffling serves all pairs. The corrected p-value is the share of shufflings in which any pair at all is as
    dependent as this one is (Westfall and Young, 1993), so that finding one where there is none has that probability.
    Raises ValueError for bad samples.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((300, 9))
    >>> found = pair_tests(x, x[:, :1] + rng.standard_normal((300, 1)))
    >>> found.corrected.ravel().round(3).tolist()[0], bool(found.corrected[1:].min() > 0.05)
    (0.005, True)
    """
    whole_number("permutations", permutations, least=1)
    x, y = joined(x=x, y=y)
    of_x = _features_by_column(x)
    of_y = np.stack([_standard((y == c).astype(float)) for c in np.unique(y)]) if labels else _features_by_column(y)
    rng = generator(seed)

    def statistics(order: np.ndarray) -> np.ndarray:
        """The largest correlation of a feature of each column of x with one of each column of y."""
        return np.asarray(np.abs(np.einsum("fni,gnj->fgij", of_x, of_y[:, order], optimize=True)).max(axis=(0, 1)))

    found = statistics(np.arange(len(x))) - 1e-12  # equal up to rounding counts as equal
    own, any_pair = np.ones_like(found), np.ones_like(found)
    for _ in range(permutations):
        shuffled = statistics(rng.permutation(len(x)))
        own += shuffled >= found
        any_pair += shuffled.max() >= found
    return PairTests(own=own / (1 + permutations), corrected=any_pair / (1 + permutations))


def _features_by_column(x: np.ndarray) -> np.ndarray:
    """Each column's normal scores and their squares, shape (2, n, d), as `_standard` has them."""
    scores = normal_scores(x)
    return np.stack([_standard(scores), _standard(scores**2)])


def _products(x: np.ndarray) -> np.ndarray:
    """The coordinates and their products in pairs, squares among them."""
    first, second = np.triu_indices(x.shape[1])
    return np.hstack([x, x[:, first] * x[:, second]])


def _standard(features: np.ndarray) -> np.ndarray:
    """Centred columns of length one; those that do not vary are zero."""
    centred = features - features.mean(axis=0)
    length = np.linalg.norm(centred, axis=0)
    return np.asarray(centred / np.where(length > 1e-12 * np.sqrt(len(centred)), length, np.inf))
