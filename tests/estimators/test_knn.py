"""Neighbours and counts against brute force, ties included: the boundary decides every k-nearest-neighbour estimate."""

import subprocess
import sys
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators import knn, samples
from estimators.knn import WaveletMatrix, counts_of_each, counts_within, neighbour_distance, neighbours
from estimators.samples import equal_rows


def distances(points):
    return np.abs(points[:, None] - points[None]).max(axis=2)


def brute(points, radius, strict):
    d = distances(points)
    inside = d < radius[:, None] if strict else d <= radius[:, None]
    np.fill_diagonal(inside, False)
    return inside.sum(axis=1)


@pytest.mark.parametrize("dimension", [1, 2, 3, 4, 15, 16, 40])
@pytest.mark.parametrize("decimals", [12, 1])
def test_neighbour_distances_are_the_sorted_distances(dimension, decimals):
    points = np.round(np.random.default_rng(dimension).standard_normal((300, dimension)), decimals)
    with patch.object(knn, "BLOCK", 50 * 300):  # several blocks
        for k in (1, 4):
            found = neighbours(points, k)
            assert np.array_equal(found.distance, np.sort(distances(points), axis=1)[:, k])
            reached = np.take_along_axis(distances(points), found.index, axis=1)
            assert np.array_equal(reached.max(axis=1), found.distance)


@pytest.mark.parametrize(("dimension", "many"), [(1, 0), (2, 0), (3, 0), (3, 100), (5, 0), (5, 100)])  # 0: a tree
@pytest.mark.parametrize("strict", [True, False])
@given(seed=st.integers(0, 10**6), decimals=st.sampled_from([0, 1, 3, 12]), n=st.integers(3, 80))
def test_counts_at_the_very_distance_of_a_neighbour_are_exact(dimension, many, strict, seed, decimals, n):
    rng = np.random.default_rng(seed)
    points = np.round(rng.standard_normal((n, dimension + 1)), decimals)
    points[: n // 2] = points[rng.integers(0, max(1, n // 8), n // 2)]  # some many times over: a radius of 0
    radius = neighbours(points, min(3, n - 1)).distance
    points = points[:, :dimension]
    with patch.multiple(knn, HANDFUL=0, MANY=many, TOO_MANY=many, BLOCK=10 * n):
        assert np.array_equal(counts_within(points, radius, strict=strict), brute(points, radius, strict))


@pytest.mark.parametrize("dimension", [1, 2, 3, 16])
@given(seed=st.integers(0, 10**6), decimals=st.sampled_from([0, 1, 12]), n=st.integers(2, 60), k=st.integers(1, 5))
def test_the_distance_alone_is_that_of_the_neighbours(dimension, seed, decimals, n, k):
    points = np.round(np.random.default_rng(seed).standard_normal((n, dimension)), decimals)
    k = min(k, n - 1)
    for handful in (0, n):
        with patch.object(knn, "HANDFUL", handful):
            assert np.array_equal(neighbour_distance(points, k), np.sort(distances(points), axis=1)[:, k])


@pytest.mark.parametrize("decimals", [1, 12])
def test_counts_in_threads_are_the_counts(decimals):
    sides = [np.round(np.random.default_rng(d).standard_normal((500, d)), decimals) for d in (1, 2, 3)]
    radius = neighbour_distance(np.hstack(sides), 3)
    with patch.object(knn, "FEW_QUERIES", 100):
        threaded = counts_of_each(sides, radius)
    for side, counts in zip(sides, threaded, strict=True):
        assert np.array_equal(counts, brute(side, radius, strict=True))


@given(seed=st.integers(0, 10**6), n=st.integers(1, 60), dimension=st.integers(1, 4))
@pytest.mark.parametrize("most", [2**62, 30])  # the second: keys that grow too large are numbered again
def test_equal_rows_stand_beside_each_other(most, seed, n, dimension):
    rows = np.random.default_rng(seed).integers(0, 3, (n, dimension)).astype(float)
    with patch.object(samples, "MOST_KEYS", most):
        order, starts = equal_rows(rows)
    expected = rows[np.lexsort(rows.T)]
    assert np.array_equal(rows[order], expected)
    assert np.array_equal(starts, np.flatnonzero(np.r_[True, np.any(expected[1:] != expected[:-1], axis=1)]))


@given(seed=st.integers(0, 10**6), n=st.integers(1, 60), size=st.sampled_from([1e-12, 1.0, 1e12]))
def test_ends_are_right_to_the_last_bit_where_rounding_moves_them(seed, n, size):
    rng = np.random.default_rng(seed)
    # values some units in the last place apart, far from 0: v +- r rounds to a neighbour, or to v itself
    points = size + np.spacing(size) * rng.integers(-6, 7, (n, 1)).astype(float)
    radius = np.spacing(size) * rng.choice([0.0, 0.4, 0.5, 1.0, 1.5, 2.0, 3.0], n)
    for strict in (True, False):
        with patch.object(knn, "HANDFUL", 0):
            assert np.array_equal(counts_within(points, radius, strict=strict), brute(points, radius, strict))


@given(seed=st.integers(0, 10**6), n=st.integers(1, 200))
def test_the_wavelet_matrix_counts_what_slicing_counts(seed, n):
    rng = np.random.default_rng(seed)
    permutation = rng.permutation(n)
    start, stop, threshold = rng.integers(0, n + 1, (3, 20))
    counts = WaveletMatrix(permutation).below(start, stop, threshold)
    expected = [np.sum(permutation[a:b] < t) for a, b, t in zip(start, stop, threshold, strict=True)]
    assert counts.tolist() == expected


@pytest.mark.parametrize("decimals", [0, 8])
def test_zeros_where_denormal_numbers_are_flushed_end_in_no_crash(decimals):
    pytest.importorskip("torch")
    code = (
        "import numpy as np, torch\n"
        "from estimators.knn import neighbours\n"
        f"x = np.round(np.maximum(np.random.default_rng(0).standard_normal((1000, 4)) - 1, 0), {decimals})\n"
        "plain = neighbours(x, 3).distance\n"
        "torch.set_flush_denormal(True)\n"
        "print(np.array_equal(neighbours(x, 3).distance, plain))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "True")
