"""Nearest neighbours and counts in the maximum norm: what every k-nearest-neighbour estimator is made of.

Counting neighbours in a marginal space is the costly part. In one dimension two binary searches count exactly; in two
dimensions a wavelet matrix counts the points of a square in log2(n) steps, for all squares at once; above, a k-d tree
serves many points in few dimensions, and all distances one by one the rest: there a tree visits nearly every point,
unless they lie near a surface of few dimensions.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from estimators.samples import equal_rows

TREE_FINDS = 15  # dimensions up to which a tree is the faster way to a few neighbours
TREE_COUNTS = 4  # dimensions up to which it is the faster way to count within a radius, of MANY points
MANY = 10_000
TOO_MANY = 30_000  # for all distances one by one
FEW_QUERIES = 4000
HANDFUL = 200  # of points, as the blocks of an interval are: all their distances are had sooner than anything is sorted
REPEATED = 0.1  # of the rows equal to others: then each row is sought once
BLOCK = 2**20  # distances held at once


@dataclass(frozen=True)
class Neighbours:
    """For each of n points: the distance of its k-th neighbour, shape (n,), and its k neighbours' indices, (n, k).

    >>> Neighbours(distance=np.array([1.0, 1.0]), index=np.array([[1], [0]])).index.shape
    (2, 1)
    """

    distance: np.ndarray
    index: np.ndarray


def neighbours(points: np.ndarray, k: int) -> Neighbours:
    """The k nearest neighbours of each row of `points`, shape (n, d), among the other rows, in the maximum norm.

    >>> near = neighbours(np.array([[0.0], [1.0], [4.0]]), k=1)
    >>> near.distance.tolist(), near.index.tolist()
    ([1.0, 1.0, 3.0], [[1], [0], [1]])
    """
    if _far_apart(points):
        return _neighbours_among_all(points, k)
    repeated = _repeated_rows(points)
    if repeated is not None:
        return _neighbours_among_repeated(points, k, *repeated)
    order, distance, index = _queried(points, range(1, k + 2))
    result = Neighbours(np.empty(len(points)), np.empty((len(points), k), dtype=np.int64))
    result.distance[order] = distance[:, k]
    result.index[order] = index[:, 1:]
    return result


def neighbour_distance(points: np.ndarray, k: int) -> np.ndarray:
    """The distance of each row's k-th neighbour, shape (n,): that of `neighbours`, without naming any of them.

    >>> neighbour_distance(np.array([[0.0], [1.0], [4.0]]), k=1).tolist()
    [1.0, 1.0, 3.0]
    """
    if points.shape[1] == 1:
        return _distance_on_a_line(points[:, 0], k)
    if len(points) <= HANDFUL:
        return _distance_among_handful(points, k)
    if _far_apart(points) or _repeated_rows(points) is not None:
        return neighbours(points, k).distance
    order, distance, _ = _queried(points, [k + 1])
    result = np.empty(len(points))
    result[order] = distance[:, 0]
    return result


def _distance_among_handful(points: np.ndarray, k: int) -> np.ndarray:
    near: np.ndarray = np.partition(cdist(points, points, "chebyshev"), k, axis=1)  # its own distance, 0, is the first
    return near[:, k]


def _distance_on_a_line(values: np.ndarray, k: int) -> np.ndarray:
    """A value and its k nearest are k + 1 in a row of the sorted values: of such rows the one that ends nearest."""
    order = np.argsort(values)
    v = values[order]
    fenced = np.r_[np.full(k, -np.inf), v, np.full(k, np.inf)]
    n, distance = len(v), np.full(len(v), np.inf)
    for below in range(k + 1):
        ends = fenced[k - below : k - below + n], fenced[2 * k - below : 2 * k - below + n]
        np.minimum(distance, np.maximum(v - ends[0], ends[1] - v), out=distance)
    result = np.empty(n)
    result[order] = distance
    return result


def _far_apart(points: np.ndarray) -> bool:
    """Whether a tree would visit nearly every point."""
    return points.shape[1] > TREE_FINDS and len(points) <= TOO_MANY


def _queried(points: np.ndarray, nearest: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The tree's order of the points, and in it distances and indices of those so near: the first is the point itself.

    Queries along the tree's own order keep what they visit in the processor's cache.
    """
    tree = cKDTree(points, balanced_tree=False, compact_nodes=points.shape[1] > 2)
    order = tree.indices
    distance, index = tree.query(points[order], nearest, p=np.inf, workers=_workers(len(points)))
    return order, distance, index


def counts_of_each(sides: Sequence[np.ndarray], radius: np.ndarray) -> list[np.ndarray]:
    """`counts_within` of each side, strict; where there are many points each side has a thread, as numpy allows.

    >>> points = np.array([[0.0], [1.0], [4.0]])
    >>> [side.tolist() for side in counts_of_each([points, -points], np.array([1.0, 3.0, 9.0]))]
    [[0, 1, 2], [0, 1, 2]]
    """
    count = partial(counts_within, radius=radius, strict=True)
    if len(radius) <= FEW_QUERIES:
        return [count(side) for side in sides]
    with ThreadPoolExecutor(len(sides)) as threads:
        return list(threads.map(count, sides))


def counts_within(points: np.ndarray, radius: np.ndarray, *, strict: bool) -> np.ndarray:
    """How many OTHER rows of `points`, shape (n, d), lie within each row's radius in the maximum norm.

    `radius` has shape (n,). `strict` leaves out the points at exactly that distance: with a radius that is some
    neighbour's distance, as it always is here, that decides the estimate, so distances are compared as floats are.

    >>> points, radius = np.array([[0.0], [1.0], [4.0]]), np.array([1.0, 3.0, 9.0])
    >>> counts_within(points, radius, strict=True).tolist(), counts_within(points, radius, strict=False).tolist()
    ([0, 1, 2], [1, 2, 2])
    """
    dimension = points.shape[1]
    if len(points) <= HANDFUL:
        return _counts_among_all(points, radius, strict)
    if dimension == 1:
        low, high = _ranks(points[:, 0], radius, strict)[1:]
        return _without_itself(high - low)
    if dimension == 2:
        return _without_itself(_square_counts(points, radius, strict))
    if len(points) <= (MANY if dimension <= TREE_COUNTS else TOO_MANY):
        return _counts_among_all(points, radius, strict)
    tree = cKDTree(points, balanced_tree=False)
    order = tree.indices
    reach = np.nextafter(radius, -np.inf) if strict else radius
    counts = np.empty(len(points), dtype=np.int64)
    counts[order] = tree.query_ball_point(
        points[order], reach[order], p=np.inf, return_length=True, workers=_workers(len(points))
    )
    return _without_itself(counts)


def _workers(queries: int) -> int:
    """All processors for many queries; starting threads costs more than a few thousand queries do."""
    return -1 if queries > FEW_QUERIES else 1


def _repeated_rows(points: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The order that puts equal rows beside each other, and where each run of them starts; None where few are equal."""
    if any(len(np.unique(column)) > (1 - REPEATED) * len(points) for column in points.T):
        return None
    order, starts = equal_rows(points)
    return (order, starts) if len(starts) <= (1 - REPEATED) * len(points) else None


def _neighbours_among_repeated(points: np.ndarray, k: int, order: np.ndarray, starts: np.ndarray) -> Neighbours:
    """The neighbours from those of the rows that differ, each of which counts as often as it occurs.

    A k-d tree cannot part equal points and would go over all of them for each.
    """
    n, number = len(points), len(starts)
    sizes = np.diff(np.r_[starts, n])
    rows = points[order[starts]]
    nearest = min(k + 1, number)
    # one that is balanced never ends, but in a crash, over zeros where denormal numbers are flushed, as torch can
    distance, near = cKDTree(rows, balanced_tree=False).query(rows, nearest, p=np.inf, workers=_workers(number))
    distance, near = distance.reshape(number, nearest), near.reshape(number, nearest)
    # how many other samples the nearest rows hold: the first is the row itself
    held = np.cumsum(sizes[near], axis=1) - 1
    run = np.repeat(np.arange(number), sizes)  # of each sample, in order
    own = np.arange(n) - starts[run]  # its place in the run
    result = Neighbours(np.empty(n), np.empty((n, k), dtype=np.int64))
    for place in range(k):
        which = np.argmax(held > place, axis=1)
        passed = np.where(which > 0, np.take_along_axis(held, np.maximum(which - 1, 0)[:, None], axis=1)[:, 0], 0)
        target = near[np.arange(number), which][run]
        # in its own run a sample starts behind itself
        offset = np.where(which[run] == 0, (own + 1 + place) % sizes[run], place - passed[run])
        result.index[order, place] = order[starts[target] + offset]
    result.distance[order] = distance[np.arange(number), np.argmax(held >= k, axis=1)][run]
    return result


def _neighbours_among_all(points: np.ndarray, k: int) -> Neighbours:
    result = Neighbours(np.empty(len(points)), np.empty((len(points), k), dtype=np.int64))
    for rows, distances in _distances(points):
        distances[np.arange(len(distances)), np.arange(len(points))[rows]] = np.inf
        nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
        result.index[rows] = nearest
        result.distance[rows] = np.take_along_axis(distances, nearest, axis=1).max(axis=1)
    return result


def _counts_among_all(points: np.ndarray, radius: np.ndarray, strict: bool) -> np.ndarray:
    counts = np.empty(len(points), dtype=np.int64)
    for rows, distances in _distances(points):
        reach = radius[rows, None]
        counts[rows] = np.count_nonzero(distances < reach if strict else distances <= reach, axis=1)
    return _without_itself(counts)


def _without_itself(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts that included each point, without it; a strict radius of 0 had left it out already."""
    return np.maximum(counts - 1, 0)


def _distances(points: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """The distances of some rows to all, shape (rows, n), block by block."""
    step = max(1, BLOCK // len(points))
    for start in range(0, len(points), step):
        rows = slice(start, start + step)
        yield rows, cdist(points[rows], points, "chebyshev")


def _ranks(values: np.ndarray, radius: np.ndarray, strict: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sorting order, and for each value the first and one past the last sorted position within its radius."""
    order = np.argsort(values)
    v, r = values[order], radius[order]
    # ends are sought among the values that differ: then ties cost nothing
    first = np.flatnonzero(np.r_[True, v[1:] != v[:-1]])
    different, position = v[first], np.r_[first, len(v)]
    # rounding in v +- r is mended by the comparisons below
    low = _searched(different, v - r, "right" if strict else "left")
    high = _searched(different, v + r, "left" if strict else "right")
    _mend(different, v, r, low, high, strict)
    result_low, result_high = np.empty_like(low), np.empty_like(high)
    result_low[order], result_high[order] = position[low], position[high]
    return order, result_low, result_high


def _searched(values: np.ndarray, sought: np.ndarray, side: Literal["left", "right"]) -> np.ndarray:
    """Where the sought numbers belong among sorted values; sorting them first halves the time of the searches."""
    order = np.argsort(sought)
    result = np.empty(len(sought), dtype=np.int64)
    result[order] = np.searchsorted(values, sought[order], side=side)
    return result


def _mend(values: np.ndarray, v: np.ndarray, r: np.ndarray, low: np.ndarray, high: np.ndarray, strict: bool) -> None:
    """Moves the ends until exactly the values with |difference| < r (or <= r) lie between them."""
    fenced = np.r_[-np.inf, values, np.inf]

    def inside(position: np.ndarray, who: np.ndarray | slice = np.s_[:]) -> NDArray[np.bool_]:
        distance = np.abs(fenced[position + 1] - v[who])
        return np.asarray((distance < r[who]) if strict else (distance <= r[who]))

    # all are widened first: from then on what is near lies between the ends
    for ends, edge, outward in ((low, -1, -1), (high, 0, 1)):
        wider = np.flatnonzero(inside(ends + edge))
        while len(wider):
            ends[wider] += outward
            wider = wider[inside(ends[wider] + edge, wider)]
    for ends, edge, inward in ((low, 0, 1), (high, -1, -1)):
        narrower = np.flatnonzero(~inside(ends + edge) & (high > low))
        while len(narrower):
            ends[narrower] += inward
            narrower = narrower[~inside(ends[narrower] + edge, narrower) & (high > low)[narrower]]


def _square_counts(points: np.ndarray, radius: np.ndarray, strict: bool) -> NDArray[np.int64]:
    """How many points, itself included, lie in each point's square of half-width radius."""
    order, left, right = _ranks(points[:, 0], radius, strict)
    by_y, bottom, top = _ranks(points[:, 1], radius, strict)
    rank_of_y = np.empty(len(points), dtype=np.int64)
    rank_of_y[by_y] = np.arange(len(points))
    matrix = WaveletMatrix(rank_of_y[order])
    return matrix.below(left, right, top) - matrix.below(left, right, bottom)


class WaveletMatrix:
    """Counts, for many slices of a permutation of 0..n-1 at once, how many entries are below a threshold.

    Claude and Navarro's wavelet matrix: at each bit, from the highest, the entries with a 0 are moved in front of
    those with a 1, keeping their order; a slice stays a slice.

    >>> matrix = WaveletMatrix(np.array([3, 0, 2, 1]))
    >>> matrix.below(start=np.array([0, 1]), stop=np.array([4, 3]), threshold=np.array([2, 1])).tolist()
    [2, 1]
    """

    def __init__(self, permutation: np.ndarray) -> None:
        self.bits = max(len(permutation).bit_length(), 1)
        self._zeros = []
        entries = np.asarray(permutation, dtype=np.int64)
        for bit in range(self.bits - 1, -1, -1):
            is_zero = (entries >> bit) & 1 == 0
            self._zeros.append(np.concatenate([[0], np.cumsum(is_zero)]).astype(np.int32))
            entries = np.concatenate([entries[is_zero], entries[~is_zero]])

    def below(self, start: np.ndarray, stop: np.ndarray, threshold: np.ndarray) -> NDArray[np.int64]:
        """The number of entries smaller than each threshold in each slice [start, stop)."""
        start, stop = start.astype(np.int32), np.maximum(start, stop).astype(np.int32)
        count = np.zeros(len(start), dtype=np.int64)
        for bit, zeros in zip(range(self.bits - 1, -1, -1), self._zeros, strict=True):
            zero_start, zero_stop = zeros[start], zeros[stop]
            one = (threshold >> bit) & 1 == 1
            count += np.where(one, zero_stop - zero_start, 0)
            start = np.where(one, zeros[-1] + start - zero_start, zero_start)
            stop = np.where(one, zeros[-1] + stop - zero_stop, zero_stop)
        return count
