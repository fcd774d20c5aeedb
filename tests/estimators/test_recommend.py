"""The recommendation names an estimator that suits the samples, says why, and runs it."""

import numpy as np
import pytest

from estimators.recommend import recommend
from validation.data.hard_truth import hidden_interaction
from validation.data.known_truth import task

RNG = np.random.default_rng(0)
NORMAL = RNG.standard_normal((400, 10))
MIXED = NORMAL[:, :5] @ RNG.standard_normal((5, 5)) + NORMAL[:, 5:]
LABELS = (NORMAL[:, 0] > 0).astype(float)


@pytest.mark.parametrize(
    ("x", "y", "name", "why"),
    [
        (LABELS, (NORMAL[:, 1] > 0) * 1, "estimators.discrete.mutual_information", "both sides are discrete"),
        (NORMAL[:, :2], LABELS, "estimators.mutual_information.mixed", "y is discrete"),
        (LABELS, NORMAL[:, :2], "estimators.mutual_information.mixed", "x is discrete"),
        (NORMAL[:, :2], MIXED[:, :2], "estimators.mutual_information.mutual_information", "at most 4.5 nats with 400"),
        (NORMAL[:, :5], MIXED, "estimators.many_dimensions.surest", "dependent by permutation"),
        (
            *task("student-5x5-nu2").sample(400, 0),
            "estimators.many_dimensions.surest",
            "no Gaussian copula",
        ),
    ],
)
def test_the_estimator_fits_the_samples(x, y, name, why):
    found = recommend(x, y)
    assert found.name == name
    assert why in found.reason
    estimate = found.run()
    assert estimate.interval[0] < estimate.interval[1]


def test_where_no_estimator_is_sure_it_says_what_to_set_beside_it():
    warnings = recommend(*task("student-5x5-nu2").sample(400, 0)).warnings
    assert "density_ratio" in warnings[-1]


@pytest.mark.parametrize(("dimension", "n"), [(8, 3000), (12, 3000), (20, 4000)])
def test_a_hidden_interaction_is_left_to_the_critic(dimension, n):
    chosen = hidden_interaction(dimension)
    found = recommend(*chosen.sample(n, 1)).run()
    assert found.method == "dv lower bound"
    assert found.details["default"].value + 0.08 < found.value < chosen.truth
    assert found.interval[0] > 0.05


@pytest.mark.parametrize("name", ["normal-pairs-5x5", "student-5x5-nu2", "spiral-pairs-5x5"])
def test_what_moments_norms_and_canonical_coordinates_show_is_left_to_the_default(name):
    found = recommend(*task(name).sample(1500, 1)).run()
    assert found.value == found.details["default"].value > found.details["critic"].value


def test_without_torch_the_default_stands_alone(monkeypatch):
    monkeypatch.setattr("estimators.recommend.has_networks", lambda: False)
    found = recommend(NORMAL[:, :5], MIXED)
    assert found.name == "estimators.mutual_information.mutual_information"
    assert "critic" not in found.reason
    assert "critic" not in found.run().details


def test_too_few_samples_have_no_estimator():
    found = recommend(NORMAL[:8, :5], MIXED[:8])
    assert found.name == "none"
    assert "singular" in found.reason
    with pytest.raises(ValueError, match="need more samples"):
        found.run()
