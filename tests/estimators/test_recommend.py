"""The recommendation names an estimator that suits the samples, says why, and runs it."""

import numpy as np
import pytest

from estimators.recommend import recommend
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
        (NORMAL[:, :5], MIXED, "estimators.mutual_information.mutual_information", "dependent by permutation"),
        (
            *task("student-5x5-nu2").sample(400, 0),
            "estimators.mutual_information.mutual_information",
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


def test_too_few_samples_have_no_estimator():
    found = recommend(NORMAL[:8, :5], MIXED[:8])
    assert found.name == "none"
    assert "singular" in found.reason
    with pytest.raises(ValueError, match="need more samples"):
        found.run()
