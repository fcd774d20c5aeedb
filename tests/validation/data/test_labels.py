"""Corrupted labels and nuisances."""

import math

import numpy as np
import pytest

from validation.data.labels import clutter, corrupted, occlusion


def test_corruption_redraws_the_stated_share_uniformly():
    labels = np.zeros(20_000, np.int64)
    changed = corrupted(labels, 0.5, classes=10, rng=np.random.default_rng(0))
    assert np.mean(changed != 0) == pytest.approx(0.5 * 0.9, abs=0.01)  # a tenth is redrawn as it was
    counts = np.bincount(changed[changed != 0], minlength=10)[1:]
    assert counts.min() > 0.9 * counts.mean()
    assert (corrupted(labels, 0.0, classes=10, rng=np.random.default_rng(0)) == 0).all()


def test_corruption_is_nested_and_reproducible():
    labels = np.random.default_rng(1).integers(10, size=500)
    low, high, full = (corrupted(labels, rate, classes=10, rng=np.random.default_rng(7)) for rate in (0.3, 0.6, 1.0))
    touched = low != labels
    assert (low[touched] == high[touched]).all()
    assert (full[high != labels] == high[high != labels]).all()


@pytest.mark.parametrize(
    ("labels", "rate", "message"),
    [
        ([0, 1], 1.5, "rate"),
        ([0, 1], -0.1, "rate"),
        ([0, 1], math.nan, "rate"),
        ([0, 12], 0.5, "labels"),
        ([0.0, 1.5], 0.5, "labels"),
        ([[0, 1], [1, 0]], 0.5, "labels"),
    ],
)
def test_corruption_refuses_bad_input(labels, rate, message):
    with pytest.raises(ValueError, match=f"^{message}: "):
        corrupted(np.array(labels), rate, classes=10, rng=np.random.default_rng(0))


def test_labels_of_one_byte_take_classes_beyond_it():
    made = corrupted(np.zeros(5_000, np.uint8), 1.0, classes=1_000, rng=np.random.default_rng(0))
    assert made.max() > 255


def test_occlusion_hides_what_is_behind_and_nothing_else():
    nuisance = occlusion(8, 8)
    images = np.random.default_rng(0).random((9, 1, 8, 8), np.float32)
    seen = nuisance.apply(images, np.arange(9))
    other = nuisance.apply(1 - images, np.arange(9))
    mask = nuisance.masks[:, None]
    assert (seen[mask] == other[mask]).all()
    assert (seen[~mask] == images[~mask]).all()
    assert len({m.tobytes() for m in nuisance.masks}) == 9
    assert nuisance.masks.any(0)[[0, 0, 7, 7], [0, 7, 0, 7]].all()  # the corners are reached


def test_clutter_stays_behind_the_digit():
    nuisance = clutter(28, 28)
    bright, dark = np.ones((8, 1, 28, 28), np.float32), np.zeros((8, 1, 28, 28), np.float32)
    assert (nuisance.apply(bright, np.arange(8)) == 1).all()
    shown = nuisance.apply(dark, np.arange(8))[:, 0] > 0
    assert (shown == nuisance.masks).all()
    assert len({m.tobytes() for m in nuisance.masks}) == 8


def test_patterns_are_uniform():
    nuisance = occlusion(8, 8)
    counts = np.bincount(nuisance.draw(9_000, np.random.default_rng(0)), minlength=9)
    assert len(counts) == 9
    assert counts.min() > 850
    assert nuisance.entropy == pytest.approx(np.log(9))


def test_a_pattern_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"^images: "):
        occlusion(8, 8).apply(np.zeros((2, 1, 28, 28), np.float32), np.array([0, 1]))


@pytest.mark.parametrize("pattern", [-1, 9])
def test_a_pattern_that_is_not_there_is_refused(pattern):
    with pytest.raises(ValueError, match=r"^patterns: must lie in 0..8"):
        occlusion(8, 8).apply(np.zeros((1, 1, 8, 8), np.float32), np.array([pattern]))


def test_a_nuisance_of_nothing_is_refused():
    with pytest.raises(ValueError, match=r"^places: "):
        occlusion(8, 8, places=1)
    with pytest.raises(ValueError, match=r"^patterns: "):
        clutter(8, 8, patterns=0)
