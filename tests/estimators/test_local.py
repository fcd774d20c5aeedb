"""Local values against the log density ratio of a normal law, and their mean against the estimate."""

import numpy as np
import pytest

from estimators.kraskov import ksg_value
from estimators.local import local_information
from estimators.samples import normal_scores

RHO = 0.8


def normal_pair(n=4000, seed=0):
    x, e = np.random.default_rng(seed).standard_normal((2, n))
    return x, RHO * x + np.sqrt(1 - RHO**2) * e


def test_a_normal_laws_local_values():
    x, y = normal_pair()
    found = local_information(x, y)
    truth = -0.5 * np.log(1 - RHO**2) - (RHO**2 * (x**2 + y**2) - 2 * RHO * x * y) / (2 * (1 - RHO**2))
    off = found.value - truth
    assert np.sqrt(np.mean(off**2)) < 1.7 * found.error  # of the joint neighbours, and of counting in each margin
    assert abs(off.mean()) < 0.03
    assert np.corrcoef(found.value, truth)[0, 1] > 0.75
    assert found.mean == pytest.approx(ksg_value(*(normal_scores(side[:, None]) for side in (x, y)), 10))


def test_labels_told_here_and_not_there():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, 3000)
    near = rng.random(3000) < 0.5
    x = np.where(near, rng.uniform(0, 1, 3000), 2 + labels + rng.uniform(0, 0.5, 3000))  # below 1 nothing is told
    found = local_information(x, labels=labels)
    assert found.value[near].mean() == pytest.approx(0, abs=0.03)
    assert found.value[~near].mean() == pytest.approx(np.log(2), abs=0.03)


def test_a_label_that_no_other_has_is_nan():
    labels = np.r_[np.zeros(50), np.ones(50), 2]
    found = local_information(np.arange(101.0), labels=labels, k=3)
    assert np.flatnonzero(np.isnan(found.value)).tolist() == [100]
    assert np.isfinite(found.mean)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "labels: give either y or labels"),
        ({"y": np.arange(9.0), "labels": np.arange(9)}, "labels: give either y or labels"),
        ({"y": np.ones(9), "k": 3}, "y: is constant"),
        ({"labels": np.arange(9), "k": 3}, "labels: no label occurs twice"),
        ({"labels": np.arange(8), "k": 3}, "labels: must be 9 labels"),
        ({"y": np.arange(9.0), "k": 9}, "k: must be from 1 to n - 1 = 8"),
    ],
)
def test_bad_samples_are_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        local_information(np.arange(9.0), **arguments)
