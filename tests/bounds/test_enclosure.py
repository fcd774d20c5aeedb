"""Enclosures contain what they enclose, rounded outward."""

from decimal import Decimal
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from bounds.claims.enclosure import Enclosure, ball, ball_precision


@given(st.fractions())
def test_a_rational_lies_inside(value):
    enclosure = Enclosure.of_exact(value)
    assert Fraction(enclosure.low) <= value <= Fraction(enclosure.high)


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_a_ball_lies_inside(value):
    logarithm = ball(value).log()
    enclosure = Enclosure.of_ball(logarithm)
    inside = arb(str(enclosure.low)), arb(str(enclosure.high))
    assert not inside[0] > logarithm.lower()
    assert not inside[1] < logarithm.upper()
    assert enclosure.high - enclosure.low < Decimal("1e-10") * (1 + abs(enclosure.high))


def test_rounding_goes_outward():
    third = Enclosure.of_exact(Fraction(1, 3))
    assert Fraction(third.low) < Fraction(1, 3) < Fraction(third.high)
    minus = Enclosure.of_exact(Fraction(-1, 3))
    assert Fraction(minus.low) < Fraction(-1, 3) < Fraction(minus.high)


def test_a_ball_without_a_value_encloses_everything():
    everything = Enclosure.of_ball(arb(-1).log())
    assert everything.low == Decimal("-Infinity")
    assert not everything.above(Enclosure.of_exact(0))
    assert not everything.below(Enclosure.of_exact(0))


def test_json_keeps_every_digit():
    enclosure = Enclosure.of_ball(ball(2).log())
    assert Enclosure.from_json(enclosure.to_json()) == enclosure


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="low, high"):
        Enclosure(Decimal(2), Decimal(1))


def test_a_float_is_taken_at_its_exact_binary_value():
    binary = Fraction(0.1)
    assert binary != Fraction(1, 10)
    with ball_precision():
        assert (ball(0.1) - ball(binary)).contains(0)
        assert not (ball(0.1) - ball(Fraction(1, 10))).contains(0)


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_both_ends_of_a_ball_are_rounded_outward(value):
    with ball_precision():
        logarithm = ball(value).log()
    enclosure = Enclosure.of_ball(logarithm)
    low, high = (_exactly(end) for end in (logarithm.lower(), logarithm.upper()))
    assert Fraction(enclosure.low) <= low <= high <= Fraction(enclosure.high)


def _exactly(point):
    mantissa, exponent = (int(part) for part in point.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent
