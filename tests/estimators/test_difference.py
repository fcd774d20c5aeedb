"""Differences of two informations on the same samples: the truth is held, by less than the two intervals tell."""

import numpy as np
import pytest

from estimators.difference import information_difference
from estimators.mutual_information import ksg, mutual_information


def layers(seed, n=1500):
    """A datum, one representation, and a noisier one made from it."""
    x, e, f = np.random.default_rng(seed).standard_normal((3, n))
    first = x + 0.7 * e
    return x, first, first + 0.7 * f


def test_the_interval_holds_the_truth_and_is_narrower():
    truth = 0.5 * np.log((1 + 1 / 0.49) / (1 + 1 / 0.98))
    held, widths = 0, []
    for seed in range(20):
        x, first, second = layers(seed)
        found = information_difference((x, first), (x, second))
        held += found.interval[0] <= truth <= found.interval[1]
        one, other = found.details["first"], found.details["second"]
        apart = np.hypot(*(np.subtract(*one.interval[::-1]) for one in (one, other)))
        widths.append(np.subtract(*found.interval[::-1]) / apart)
    assert held >= 18
    assert np.median(widths) < 0.9


def test_another_estimator_and_no_difference():
    x, first, _ = layers(0)
    same = information_difference((x, first), (first, x), estimator=ksg)
    assert same.value == pytest.approx(0, abs=1e-12)
    assert same.details["first"].method.startswith("KSG")


def test_what_is_open_stays_open():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((600, 8))
    y = np.sign(x[:, 0] * x[:, 1]) + 0.5 * rng.standard_normal(600)
    assert mutual_information(x, y).interval[1] == np.inf
    assert information_difference((x, y), (x[:, 0], y)).interval[1] == np.inf
    assert information_difference((x[:, 0], y), (x, y)).interval[0] == -np.inf


def test_too_few_samples_and_others_are_named():
    x = np.random.default_rng(0).standard_normal(300)
    with pytest.raises(ValueError, match=r"^first: needs at least 400 samples, got 300"):
        information_difference((x, x + 1), (x, x + 2))
    with pytest.raises(ValueError, match=r"^second\[1\]: must have as many samples"):
        information_difference((x, x), (x, x[1:]))
