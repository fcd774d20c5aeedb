"""An estimator that breaks one of the laws of information is told so; one that keeps them is not."""

from dataclasses import replace

import numpy as np
import pytest

from estimators import gaussian
from estimators.consistency import consistency, consistent
from estimators.mutual_information import ksg, mutual_information
from estimators.variational import lower_bound
from validation.data.hard_truth import curve, noisy_sum, rotation
from validation.data.known_truth import pairs, student, task


def failed(chosen, estimator, n=1000):
    return " ".join(consistency(*chosen.sample(n, 0), estimator=estimator).failed)


@pytest.mark.parametrize("name", ["normal-1x1-0.75", "normal-dense-2x2-0.5", "student-2x2-nu2"])
@pytest.mark.parametrize("estimator", [ksg, lower_bound])
def test_who_keeps_the_laws_hears_nothing(name, estimator):
    assert failed(task(name), estimator) == ""


@pytest.mark.parametrize(
    "chosen", [student(2, 2, 2), curve("parabola", np.square, 0.1), curve("w", lambda x: x**4 - x**2, 0.02)]
)
def test_a_closed_form_that_misses_squares_finds_them_beside_the_samples(chosen):
    assert "squares of x" in failed(chosen, gaussian.mutual_information)


@pytest.mark.parametrize("chosen", [pairs(3, 3, 0.9), noisy_sum(0.1), rotation(3, 0.3)])
def test_plain_neighbours_lose_what_two_copies_have(chosen):
    assert "two independent copies" in failed(chosen, ksg)


@pytest.mark.parametrize("added", [0.2, 1.0, np.inf])
def test_what_is_found_of_shuffled_samples_is_said(added):
    def too_much(x, y):
        found = mutual_information(x, y)
        return replace(found, value=found.value + added)

    assert "shuffled" in failed(task("normal-1x1-0.75"), too_much)


def test_the_warnings_stand_with_the_estimate():
    x, y = curve("parabola", np.square, 0.1).sample(1000, 0)
    found = consistent(x, y, estimator=gaussian.mutual_information)
    assert found.value == gaussian.mutual_information(x, y).value
    assert found.warnings[-1] == found.details["consistency"].failed[-1]


def test_too_few_samples_are_not_halved():
    with pytest.raises(ValueError, match="x: needs at least 400"):
        consistency(np.arange(399.0), np.arange(399.0), estimator=ksg)
