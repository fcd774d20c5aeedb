"""The input families' stated moments against their own samples, and c against a direct average."""

import numpy as np
import pytest
from hypothesis import given

from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017.hypotheses import (
    GAUSSIAN_INPUTS,
    INDEPENDENT_SQUARES,
    KURTOSIS,
    LOG_CONCAVE,
    NO_ATOM,
    UNCORRELATED,
    ZERO_MEAN,
)
from bounds.papers.achille_soatto_2017.input_families import c_of_row, families
from tests.bounds.papers.achille_soatto_2017.strategies import bounded_kurtosis_inputs, input_shares

SAMPLES = 200_000
EXPONENTIALS = ("Laplace", "exponential")


@pytest.mark.parametrize("family", families(), ids=lambda f: f.name)
def test_moments_are_those_of_the_samples(family):
    x = family.draw(np.random.default_rng(0), SAMPLES, 3)
    y = x**2
    assert y.mean() == pytest.approx(1, abs=0.02)
    assert x.mean() == pytest.approx(family.mean, abs=0.01)
    assert (y**2).mean() == pytest.approx(family.kurtosis, rel=0.12)
    assert np.cov(x.T) == pytest.approx(family.covariance(3), abs=0.03)
    if np.isfinite(family.log_moment):
        assert np.log(y).mean() == pytest.approx(family.log_moment, abs=0.02)
        assert np.sqrt((np.maximum(-np.log(y), 0) ** 2).mean()) == pytest.approx(family.small_ball, abs=0.03)
    else:
        assert (y == 0).any()
        assert NO_ATOM not in family.meets
    assert (ZERO_MEAN in family.meets) == (family.mean == 0)


@pytest.mark.parametrize("family", [f for f in families() if f.laplace is not None], ids=lambda f: f.name)
def test_c_is_the_mean_of_half_the_log(family):
    p = np.array([0.5, 0.3, 0.2])
    s = family.draw(np.random.default_rng(1), SAMPLES, 3) ** 2 @ p
    assert c_of_row(family, p)[0] == pytest.approx(-np.log(s).mean() / 2, abs=0.01)
    assert c_of_row(family, [[1.0]])[0] == pytest.approx(family.c_of_one, abs=1e-6)


def test_counts_stand_for_equal_weights():
    gaussian = families()[0]
    assert c_of_row(gaussian, [[0.1, 0.05]], [[6.0, 8.0]])[0] == pytest.approx(
        c_of_row(gaussian, [[0.1] * 6 + [0.05] * 8])[0], abs=1e-12
    )


def test_dependent_squares_have_no_c_of_their_weights():
    mixture = next(f for f in families() if "common scale" in f.name)
    with pytest.raises(ValueError, match="family: the squares of"):
        c_of_row(mixture, [[1.0]])


def test_a_reading_is_tested_only_where_its_hypotheses_hold():
    by_name = {f.name: f for f in families()}
    zero_mean, rate = LEDGER["proposition-7/lower-bound"]["repaired"], LEDGER["proposition-7/upper-bound-rate"]
    assert by_name["Gaussian"].may_test(zero_mean)
    assert not by_name["half-normal (behind a ReLU)"].may_test(zero_mean)
    assert not by_name["scale mixture (common scale)"].may_test(rate["repaired"])
    assert [f.name for f in families() if f.may_test(rate["sharpened"])] == ["Gaussian"]
    assert {GAUSSIAN_INPUTS, KURTOSIS, LOG_CONCAVE} <= set(by_name["Gaussian"].meets)


@given(bounded_kurtosis_inputs(), input_shares())
def test_t2_bounds_c_for_bounded_kurtosis(family, shares):
    c = c_of_row(family, shares)[0]
    D = 1 / np.sum(np.square(shares))
    values = {"c": c, "D": D, "kappa": family.kurtosis, "Lambda": family.small_ball}
    lhs, rhs = LEDGER["proposition-7/upper-bound-rate"]["repaired"].formula.evaluate(values)
    assert -1e-9 <= lhs <= rhs + 1e-9


@given(input_shares())
def test_t2_brackets_c_for_gaussian_inputs(shares):
    c = c_of_row(families()[0], shares)[0]
    values = {"c": c, "D": 1 / np.sum(np.square(shares)), "d": float(len(shares))}
    below = LEDGER["proposition-7/gaussian-floor"]["sharpened"].formula.evaluate(values)[1]
    above = LEDGER["proposition-7/upper-bound-rate"]["sharpened"].formula.evaluate(values)[1]
    assert below - 1e-9 <= c <= above + 1e-9


def test_families_meet_the_hypotheses_that_their_samples_and_names_say():
    log_concave = {
        "Gaussian",
        "uniform",
        "Laplace",
        "exponential",
        "half-normal (behind a ReLU)",
        "correlated Gaussian",
    }
    for family in families():
        x = family.draw(np.random.default_rng(2), SAMPLES, 2)
        uncorrelated = abs(np.cov(x.T)[0, 1]) < 0.02
        squares = np.cov(np.minimum(x**2, 20).T)[0, 1]  # cut off: a heavy tail would hide it
        assert (UNCORRELATED in family.meets) == uncorrelated, family.name
        assert (INDEPENDENT_SQUARES in family.meets) == (abs(squares) < 0.05), family.name
        assert (NO_ATOM in family.meets) == bool((x != 0).all()), family.name
        assert (LOG_CONCAVE in family.meets) == (family.name in log_concave), family.name
        assert (GAUSSIAN_INPUTS in family.meets) == (family.name == "Gaussian"), family.name
