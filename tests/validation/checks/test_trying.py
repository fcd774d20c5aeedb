"""Trials: a margin beyond rounding is a violation, one within it is not."""

import time

import numpy as np
import pytest

from bounds.claims.statement import is_violated
from validation.checks.trying import ROUNDING, trial, trial_of_margins


@pytest.mark.parametrize(("margin", "violated"), [(0.1, False), (-ROUNDING / 2, False), (-2 * ROUNDING, True)])
def test_a_margin_below_the_rounding_is_a_violation(margin: float, violated: bool) -> None:
    assert is_violated([trial("", "", margin, time.perf_counter())]) is violated


def test_of_many_slacks_the_smallest_decides_and_is_said() -> None:
    found = trial_of_margins("", "Tried.", np.array([[0.5, 0.25], [1.0, 2.0]]), error=1e-6)
    assert (found.margin, found.comparisons) == (0.25, 4)
    assert found.summary == "Tried. The smallest slack met is 0.25."
    assert not is_violated([found])
    broken = trial_of_margins("", "Tried.", np.array([0.5, -0.25]), error=1e-6)
    assert "VIOLATED: a slack of -0.25" in broken.summary
    assert is_violated([broken])
