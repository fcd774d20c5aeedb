"""What every estimator does to its samples first: shape and check them, and say what about them is suspicious."""

from collections.abc import Sequence
from types import EllipsisType

import numpy as np
from numpy.typing import ArrayLike
from scipy import ndimage, special

from estimators.arguments import numbers, whole_number

DISCRETE_SHARE = 0.5  # fewer distinct values than this share of the samples: not a density
LARGEST = 1e150
MOST_KEYS = 2**62  # that a whole number can be
NEAR_BY = 9  # steps of a lattice, of which the smallest counts
RARE = 4  # a value that occurs no more often than this is one of many
ROUNDED, MOST_OF_IT = 1e-6, 0.9  # shares of a whole add up to 1, to within rounding, or at times nearly
ATOM_SHARE = 0.02  # one value that takes more than this share of the samples: an atom


def samples(name: str, values: ArrayLike, *, least: int = 2) -> np.ndarray:
    """The samples as a float64 array of shape (n, d); a vector becomes one column.

    Raises ValueError, naming the argument, for another shape, fewer than `least` rows, or values that are not finite.

    >>> samples("x", [1, 2, 3]).shape
    (3, 1)
    """
    array = numbers(name, values)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(f"{name}: must have shape (n,) or (n, d), got {array.shape}")
    if len(array) < least:
        raise ValueError(f"{name}: needs at least {least} samples, got {len(array)}")
    broken = int(np.sum(~np.isfinite(array)))
    if broken:
        raise ValueError(f"{name}: must be finite, got {broken} values that are not")
    if np.abs(array).max() > LARGEST:
        raise ValueError(f"{name}: must stay below {LARGEST:g} in size, or its squares overflow; rescale it")
    extent = np.ptp(array, axis=0)
    if np.any((extent > 0) & (extent < 1 / LARGEST)):
        raise ValueError(f"{name}: varies by less than {1 / LARGEST:g}, so that its squares vanish; rescale it")
    return array


def joined(*, k: int | EllipsisType = ..., **named: ArrayLike) -> tuple[np.ndarray, ...]:
    """The named samples, checked, with as many rows each; `k`, where given, must be from 1 to n - 1.

    >>> x, y = joined(x=[1, 2, 3], y=np.eye(3))
    >>> x.shape, y.shape
    ((3, 1), (3, 3))
    """
    arrays = [samples(name, values) for name, values in named.items()]
    first, n = next(iter(named)), len(arrays[0])
    for name, array in zip(named, arrays, strict=True):
        if len(array) != n:
            raise ValueError(f"{name}: must have as many samples as {first}, got {len(array)} and {n}")
    if k is not ...:
        checked_neighbour(k, n)
    return tuple(arrays)


def checked_neighbour(k: int, n: int) -> int:
    """The number of neighbours, from 1 to n - 1.

    >>> checked_neighbour(3, 10)
    3
    """
    if not 1 <= whole_number("k", k) < n:
        raise ValueError(f"k: must be from 1 to n - 1 = {n - 1}, got {k}")
    return k


def fitting_neighbour(k: int, n: int, default: int) -> int:
    """The number of neighbours, of which the default gives way where there are as few samples.

    >>> fitting_neighbour(5, 4, default=5), fitting_neighbour(5, 100, default=5)
    (3, 5)
    """
    return max(n - 1, 1) if k == default and not isinstance(k, bool) and k >= n else k


def coded(name: str, labels: ArrayLike) -> np.ndarray:
    """Labels, or rows of labels, as whole numbers from 0 in their order.

    >>> coded("labels", ["dog", "cat", "dog"]).tolist()
    [1, 0, 1]
    """
    try:
        array = np.asarray(labels)
        if array.dtype.kind in "fc" and not np.all(np.isfinite(array)):
            raise ValueError(f"{name}: must be finite")
        return np.unique(array, axis=0 if array.ndim > 1 else None, return_inverse=True)[1].ravel()
    except TypeError:
        raise ValueError(f"{name}: must be labels of one kind that can be sorted") from None


def normal_scores(x: np.ndarray) -> np.ndarray:
    """Each column's ranks, sent through the standard normal's quantile function; ties share their mean rank.

    Strictly increasing maps of single coordinates leave every mutual information and total correlation as it was.

    >>> normal_scores(np.array([[1.0], [10.0], [100.0]])).ravel().round(2).tolist()
    [-0.67, 0.0, 0.67]
    """
    scores = np.empty(x.shape, order="F")
    for column, of_column in zip(x.T, scores.T, strict=True):
        order = np.argsort(column)
        ordered = column[order]
        first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        last = np.r_[first[1:], len(x)]
        mean_rank = (first + 1 + last) / 2
        of_column[order] = np.repeat(special.ndtri(mean_rank / (len(x) + 1)), last - first)
    return scores


def standardised(x: np.ndarray, margins: str) -> np.ndarray:
    """The samples under the margins asked for: "normal-scores", or "none" for the samples as they are.

    >>> standardised(np.array([[5.0], [7.0]]), "normal-scores").ravel().round(2).tolist()
    [-0.43, 0.43]
    """
    if margins == "normal-scores":
        return normal_scores(x)
    if margins == "none":
        return x
    raise ValueError(f'margins: must be "normal-scores" or "none", got {margins!r}')


def parted(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Samples whose ties are parted at random, each inside the step of the values about its own.

    The value can be read off again, and where it fell inside the step tells nothing: every information is as before.
    A feature without ties stays as it is. The step is the smallest one near, as a lattice's values do not all occur
    and those of floats lie closer towards zero.

    >>> parted(np.array([[1.0], [2.0], [1.0]]), np.random.default_rng(0)).ravel().round(1).tolist()
    [1.1, 1.8, 0.5]
    """
    result = x.copy()
    for column in result.T:
        values, place = np.unique(column, return_inverse=True)
        if 1 < len(values) < len(column):
            gaps = ndimage.minimum_filter1d(np.diff(values), NEAR_BY, mode="nearest")
            step = np.minimum(np.r_[gaps[0], gaps], np.r_[gaps, gaps[-1]])[place]
            column += (rng.random(len(column)) - 0.5) * step
    return result


def log_ratios(x: np.ndarray) -> np.ndarray:
    """Shares of a whole, rows of positive numbers that add up to 1 or leave a rest, as logarithms of their ratios.

    Of a share that is nearly 1 neither its value nor its rank tells how small the others are; the ratios do, and are
    the same information. Anything else is left as it is.

    >>> log_ratios(np.array([[0.5, 0.5], [0.1, 0.9], [0.2, 0.8]])).round(1).ravel().tolist()
    [0.0, -2.2, -1.4]
    >>> log_ratios(np.array([[0.5, 0.25], [0.1, 0.8]])).round(1).tolist()  # to the rest, 0.25 and 0.1
    [[0.7, 0.0], [0.0, 2.1]]
    """
    whole = x.sum(axis=1)
    if x.shape[1] < 2 or x.min() <= 0 or whole.max() > 1 + ROUNDED or whole.max() < MOST_OF_IT:
        return x
    if whole.min() > 1 - ROUNDED:
        return np.asarray(np.log(x[:, :-1] / x[:, -1:]))
    rest = 1 - whole
    return np.asarray(np.log(x / rest[:, None])) if rest.min() > 0 else x


def equal_rows(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An order in which equal rows of x, shape (n, d), stand beside each other, and where each run of them starts.

    Rows are sorted by their last feature first.

    >>> order, starts = equal_rows(np.array([[1.0, 2.0], [0.0, 3.0], [1.0, 2.0]]))
    >>> np.sort(order[:2]).tolist(), order[2].item(), starts.tolist()
    ([0, 2], 1, [0, 2])
    """
    key, keys = np.zeros(len(x), dtype=np.int64), 1
    for column in x.T[::-1]:
        values, place = np.unique(column, return_inverse=True)
        if keys * len(values) > MOST_KEYS:
            key, keys = np.unique(key, return_inverse=True)[1], len(x)
        key, keys = key * len(values) + place, keys * len(values)
    order = np.argsort(key)
    in_order = key[order]
    return order, np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])


def varying(x: np.ndarray) -> np.ndarray:
    """Which columns are not constant, as a boolean mask.

    >>> varying(np.array([[1.0, 2.0], [1.0, 3.0]])).tolist()
    [False, True]
    """
    return np.asarray(np.ptp(x, axis=0) > 0)


def looks_discrete(x: np.ndarray) -> bool:
    """Whether some column that varies has far fewer distinct values than samples.

    >>> looks_discrete(np.arange(100.0)[:, None]), looks_discrete((np.arange(100.0) % 7)[:, None])
    (False, True)
    """
    return any(1 < len(runs) < DISCRETE_SHARE * len(x) for runs in _runs(x))


def concerns(names: Sequence[str], arrays: Sequence[np.ndarray]) -> list[str]:
    """Sentences on what in the samples breaks the assumption of a joint density: constants, atoms, duplicates.

    >>> concerns(["x"], [np.column_stack([np.arange(9.0), np.ones(9)])])
    ['x: 1 of 2 features are constant and carry no information']
    """
    found = []
    all_runs = [_runs(x) for x in arrays]
    for name, x, runs in zip(names, arrays, all_runs, strict=True):
        n = len(x)
        constant = sum(len(lengths) == 1 for lengths in runs)
        largest = max((int(lengths.max()) for lengths in runs if len(lengths) > 1), default=1) / n
        if constant:
            found.append(f"{name}: {constant} of {x.shape[1]} features are constant and carry no information")
        if any(1 < len(lengths) < DISCRETE_SHARE * n for lengths in runs):
            found.append(
                f"{name}: looks discrete; use estimators.mutual_information.mixed where one side is discrete, "
                "estimators.discrete where both are"
            )
        elif largest > ATOM_SHARE and n > 1 / ATOM_SHARE:
            found.append(
                f"{name}: {largest:.0%} of the samples of one feature share one value; an atom is not a density"
            )
    # joint samples can only repeat where every single feature does
    if all(len(lengths) < len(arrays[0]) for runs in all_runs for lengths in runs):
        joint = np.hstack(list(arrays))
        repeated = len(joint) - len(equal_rows(joint)[1])
        if repeated:
            found.append(f"{repeated} of {len(joint)} joint samples are duplicates; no noise was added to part them")
    return found


def constant_features(names: Sequence[str], arrays: Sequence[np.ndarray]) -> list[str]:
    """Sentences on features that carry nothing.

    >>> constant_features(["x"], [np.ones((9, 2))])
    ['x: 2 of 2 features are constant and carry no information']
    """
    constant = [int(np.sum(~varying(x))) for x in arrays]
    return [
        f"{name}: {number} of {x.shape[1]} features are constant and carry no information"
        for name, x, number in zip(names, arrays, constant, strict=True)
        if number
    ]


def repeated_samples(arrays: Sequence[np.ndarray]) -> list[str]:
    """A sentence where whole samples repeat although their features hardly do: then they were not drawn independently.

    >>> x = np.random.default_rng(0).standard_normal((9, 2))
    >>> repeated_samples([np.vstack([x, x])]), repeated_samples([np.round(x)])
    (['9 of 18 joint samples are duplicates, as no independent ones would be'], [])
    """
    joint = np.hstack(list(arrays))
    # values that many share are atoms or labels, of which joint samples are made; others repeat together only as copies
    rare = joint[np.all([_multiplicity(column) <= RARE for column in joint.T], axis=0)]
    if not len(rare):
        return []
    repeated = len(rare) - len(equal_rows(rare)[1])
    fewest = min(len(rare) - len(np.unique(column)) for column in rare.T)
    if not repeated or repeated <= fewest / 2:
        return []
    return [f"{repeated} of {len(joint)} joint samples are duplicates, as no independent ones would be"]


def _multiplicity(column: np.ndarray) -> np.ndarray:
    """How often each entry's value occurs."""
    _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
    return np.asarray(counts[place])


def breaks_density(warnings: Sequence[str]) -> bool:
    """Whether a concern says that there is no joint density, so that nearest neighbours measure nothing.

    >>> x = np.arange(9.0)[:, None]
    >>> breaks_density(concerns(["x"], [x])), breaks_density(concerns(["x"], [x // 3]))
    (False, True)
    """
    return any("looks discrete" in text or "an atom is" in text for text in warnings)


def _runs(x: np.ndarray) -> list[np.ndarray]:
    """For each column, how often each of its values occurs."""
    ordered = np.sort(x, axis=0)
    starts = [np.flatnonzero(np.r_[True, column[1:] != column[:-1]]) for column in ordered.T]
    return [np.diff(np.r_[start, len(x)]) for start in starts]
