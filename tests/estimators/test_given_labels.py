"""Information given labels: against closed forms within labels, with labels, atoms and numbers on either side."""

import numpy as np
import pytest

from estimators.given_labels import information_given_labels
from estimators.mutual_information import conditional


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


def test_a_mixed_condition_takes_both_away():
    rng = np.random.default_rng(3)
    c = rng.integers(0, 2, 4000)
    g, e, f = rng.standard_normal((3, 4000))
    x, y = 3 * c + g + 0.5 * e, 3 * c + g + 0.5 * f  # dependent through the label and through g alone
    by_label = information_given_labels(x, y, c)
    assert by_label.value == pytest.approx(-0.5 * np.log(1 - 0.8**2), abs=0.06)
    by_both = information_given_labels(x, y, c, given=g)
    assert by_both.value == pytest.approx(0, abs=0.06)
    assert by_both.interval[0] <= 0 <= by_both.interval[1]
    assert information_given_labels(x, y, c, given=c.astype(float)).value == pytest.approx(by_label.value, abs=0.03)


def test_a_condition_of_labels_is_sent_to_its_estimator():
    x, y = np.random.default_rng(0).standard_normal((2, 500))
    for given in (np.arange(500) % 3, np.column_stack([x, np.arange(500) % 2])):
        with pytest.raises(ValueError, match=r"^given: holds labels; use estimators.given_labels"):
            conditional(x, y, given)
