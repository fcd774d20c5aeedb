"""Means over seeds: an interval never leaves what its quantity can be."""

import math

import pytest

from validation.experiments.common import NON_NEGATIVE, SHARE, Mean, curve, mean_over_seeds


@pytest.mark.parametrize("values", [(0.02, 0.5), (1e-6, 3.0, 0.1), (2.0, 2.1, 1.9)])
def test_what_cannot_be_negative_has_an_interval_above_zero(values: tuple[float, ...]) -> None:
    plain = mean_over_seeds(values)
    found = plain.within(*NON_NEGATIVE)
    assert (found.value, found.seeds) == (plain.value, plain.seeds)
    assert 0 < found.low < found.value < found.high
    # on the logarithm's scale it is even, and as long as Student's is there to first order
    assert found.value / found.low == pytest.approx(found.high / found.value)
    assert math.log(found.high / found.value) == pytest.approx((plain.high - plain.value) / plain.value)


def test_a_share_lies_between_nothing_and_all() -> None:
    plain = mean_over_seeds((0.05, 0.6))
    assert plain.low < 0 < 1 < plain.high
    found = plain.within(*SHARE)
    assert 0 < found.low < found.value < found.high < 1
    narrow = mean_over_seeds((0.300, 0.301, 0.302))
    assert narrow.within(*SHARE).low == pytest.approx(narrow.low, rel=1e-4)


@pytest.mark.parametrize("values", [(0.0, 0.0), (0.3,), (1.0, 1.0)])
def test_a_mean_without_an_interval_or_at_an_end_stays_as_it_is(values: tuple[float, ...]) -> None:
    plain = mean_over_seeds(values)
    assert plain.within(*SHARE) == plain


def test_a_curve_says_within_what_it_lies() -> None:
    found = {(0.1,): Mean(value=0.2, low=-0.5, high=0.9, seeds=2)}
    assert curve("loss", found).low == [-0.5]
    assert min(curve("loss", found, within=NON_NEGATIVE).low or [-1]) > 0
