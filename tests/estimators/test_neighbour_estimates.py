"""The one constructor of nearest-neighbour estimates: what each of its reasons does to the interval."""

import numpy as np
import pytest

from estimators.intervals import BlockError
from estimators.neighbour_estimates import neighbour_estimate

DISCRETE = "x: looks discrete; use another estimator"


@pytest.mark.parametrize(
    ("reasons", "interval"),
    [
        ({}, (0.9, 1.1)),
        ({"missed": 0.5}, (0.9, 1.6)),  # another view found more
        ({"blind": True}, (0.9, np.inf)),
        ({"warnings": [DISCRETE]}, (0.0, np.inf)),  # without a density the value says nothing
        ({"warnings": ["only 9 samples"]}, (0.9, 1.1)),
    ],
)
def test_the_interval_is_as_wide_as_the_reasons_for_doubt_ask(reasons, interval):
    error = BlockError(standard_error=0.1 / 2.2621571627409915, drift=0.0, degrees=9)  # Student's 97.5 % point
    options = {"method": "by hand", "n": 9, "seed": 0, "level": 0.95, "warnings": []} | reasons
    found = neighbour_estimate(1.0, error, **options, gaussian=0.7)
    assert found.interval == pytest.approx(interval)
    assert found.details == {"gaussian": 0.7, "drift": 0.0}


def test_an_interval_below_zero_stays_where_it_is_without_a_density():
    error = BlockError(standard_error=1.0, drift=0.0, degrees=9)
    options = {"method": "by hand", "n": 9, "seed": 0, "level": 0.95}
    plain, broken = (neighbour_estimate(0.0, error, warnings=said, **options) for said in ([], [DISCRETE]))
    assert broken.interval[0] == plain.interval[0] < 0
