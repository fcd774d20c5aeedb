"""Information given labels: against closed forms within labels, with labels, atoms and numbers on either side."""

import numpy as np
import pytest

from estimators.given_labels import information_given_labels


def test_within_labels_the_correlations_count_and_between_them_nothing():
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(10):
        c = rng.choice([0, 1, 2], 2000, p=[0.5, 0.3, 0.2])
        rho = np.array([0.0, 0.6, -0.9])[c]
        x, e = rng.standard_normal((2, 2000))
        y = rho * x + np.sqrt(1 - rho**2) * e + 10 * c
        truth = -0.5 * (0.3 * np.log(1 - 0.36) + 0.2 * np.log(1 - 0.81))
        found = information_given_labels(x + 5 * c, y, c)
        held += found.interval[0] <= truth <= found.interval[1]
        assert found.value == pytest.approx(truth, abs=0.12)
    assert held >= 9


def test_a_nuisance_of_labels_given_a_task_of_words():
    rng = np.random.default_rng(1)
    y, n = rng.choice(["cat", "dog"], 4000), rng.integers(0, 2, 4000)
    z = n * (y == "dog") + 0.1 * rng.standard_normal(4000)  # z tells n of dogs alone
    found = information_given_labels(z, n, y)
    assert found.interval[0] <= 0.5 * np.log(2) <= found.interval[1]
    assert found.value == pytest.approx(0.5 * np.log(2), abs=0.03)
    assert found.warnings == ()
    units = information_given_labels(np.maximum(z, 0), n, y)  # atoms within the labels
    assert np.isfinite(units.value)
    assert units.interval[0] <= 0.35


def test_rare_labels_are_said_and_too_many_have_no_value():
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((2, 1000))
    few = np.where(np.arange(1000) < 20, 1, 0)
    assert "2% of the samples have a label of fewer than 30" in information_given_labels(x, y, few).warnings[0]
    none = information_given_labels(x, y, np.arange(1000) // 10)
    assert np.isnan(none.value)
    assert none.interval == (0.0, np.inf)
    assert "no estimate" in none.warnings[0]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.arange(100), "labels: as many values as samples"),
        (np.zeros(50), "labels: must be 100 labels"),
        (np.full(100, np.nan), "labels: must be finite"),
    ],
)
def test_bad_conditions_are_named(labels, message):
    x, y = np.random.default_rng(0).standard_normal((2, 100))
    with pytest.raises(ValueError, match=f"^{message}"):
        information_given_labels(x, y, labels)
