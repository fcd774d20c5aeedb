"""Nearest neighbours and counts in the maximum norm: what every k-nearest-neighbour estimator is made of.

Counting neighbours in a marginal space is the costly part. In one dimension two binary searches count exactly; in two
dimensions a wavelet matrix counts the points of a square in log2(n) steps, for all squares at once; above, a k-d tree
serves many points in few dimensions, and all distances one by one the rest: there a tree visits nearly every point,
unless they lie near a surface of few dimensions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

TREE_FINDS = 15  # dimensions up to which a tree is the faster way to a few neighbours
TREE_COUNTS = 4  # dimensions up to which it is the faster way to count within a radius, of MANY points
MANY = 10_000
TOO_MANY = 30_000  # for all distances one by one
FEW_QUERIES = 4000
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
    if points.shape[1] > TREE_FINDS and len(points) <= TOO_MANY:
        return _neighbours_among_all(points, k)
    repeated = _repeated_rows(points)
    if repeated is not None:
        return _neighbours_among_repeated(points, k, *repeated)
    # sorting the points along the tree's own order keeps neighbouring queries in the processor's cache
    tree = cKDTree(points, balanced_tree=False, compact_nodes=points.shape[1] > 2)
    order = tree.indices
    distance, index = tree.query(points[order], k + 1, p=np.inf, workers=_workers(len(points)))
    result = Neighbours(np.empty(len(points)), np.empty((len(points), k), dtype=np.int64))
    result.distance[order] = distance[:, k]
    result.index[order] = index[:, 1:]
    return result


def counts_within(points: np.ndarray, radius: np.ndarray, *, strict: bool) -> np.ndarray:
    """How many OTHER rows of `points`, shape (n, d), lie within each row's radius in the maximum norm.

    `radius` has shape (n,). `strict` leaves out the points at exactly that distance: with a radius that is some
    neighbour's distance, as it always is here, that decides the estimate, so distances are compared as floats are.

    >>> points, radius = np.array([[0.0], [1.0], [4.0]]), np.array([1.0, 3.0, 9.0])
    >>> counts_within(points, radius, strict=True).tolist(), counts_within(points, radius, strict=False).tolist()
    ([0, 1, 2], [1, 2, 2])
    """
    dimension = points.shape[1]
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
    order = np.lexsort(points.T)
    starts = np.flatnonzero(np.r_[True, np.any(points[order[1:]] != points[order[:-1]], axis=1)])
    return (order, starts) if len(starts) <= (1 - REPEATED) * len(points) else None


def _neighbours_among_repeated(points: np.ndarray, k: int, order: np.ndarray, starts: np.ndarray) -> Neighbours:
    """The neighbours from those of the rows that differ, each of which counts as often as it occurs.

    A k-d tree cannot part equal points and would go over all of them for each.
    """
    n, number = len(points), len(starts)
    sizes = np.diff(np.r_[starts, n])
    rows = points[order[starts]]
    nearest = min(k + 1, number)
    distance, near = cKDTree(rows).query(rows, nearest, p=np.inf, workers=_workers(number))
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
    from scipy.spatial.distance import cdist

    step = max(1, BLOCK // len(points))
    for start in range(0, len(points), step):
        rows = slice(start, start + step)
        yield rows, cdist(points[rows], points, "chebyshev")


def _ranks(values: np.ndarray, radius: np.ndarray, strict: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sorting order, and for each value the first and one past the last sorted position within its radius."""
    order = np.argsort(values, kind="stable")
    v, r = values[order], radius[order]
    # ends are sought among the values that differ: then ties cost nothing
    first = np.flatnonzero(np.r_[True, v[1:] != v[:-1]])
    different, position = v[first], np.r_[first, len(v)]
    # queries in sorted order make the binary searches cheap; rounding in v +- r is mended by the comparisons below
    low = np.searchsorted(different, v - r, side="left")
    high = np.searchsorted(different, v + r, side="right")
    low, high = _mended(different, v, r, low, high, strict)
    result_low, result_high = np.empty_like(low), np.empty_like(high)
    result_low[order], result_high[order] = position[low], position[high]
    return order, result_low, result_high


def _mended(
    values: np.ndarray, v: NDArray[np.float64], r: NDArray[np.float64], low: np.ndarray, high: np.ndarray, strict: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The ends moved until exactly the values with |difference| < r (or <= r) lie between them."""
    last = len(values) - 1

    def inside(position: NDArray[np.int64]) -> NDArray[np.bool_]:
        distance: NDArray[np.float64] = np.abs(values[np.clip(position, 0, last)] - v)
        return (position >= 0) & (position <= last) & ((distance < r) if strict else (distance <= r))

    for ends, outward in ((low, -1), (high, 1)):
        edge = 0 if outward < 0 else -1  # the outermost value counted: at low, or at high - 1
        while np.any(wider := inside(ends + edge + outward)):
            ends[wider] += outward
        while np.any(narrower := ~inside(ends + edge) & (high > low)):
            ends[narrower] -= outward
    return low, high


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
