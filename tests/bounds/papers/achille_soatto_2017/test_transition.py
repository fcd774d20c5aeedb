"""The transition for random labels: its formulas at values worked out by hand, and what their worlds decide."""

import math
from fractions import Fraction

import pytest

from bounds.claims.statement import symbolic
from bounds.claims.world import World
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

LOG_2, LOG_10 = math.log(2), math.log(10)


def sides(part: str, name: str = "sharpened", **values: float) -> tuple[float, float]:
    lhs, rhs = symbolic(LEDGER[f"remark-4.2/{part}"][name]).evaluate(values)
    return float(lhs), float(rhs)


def test_cross_entropy_and_information_pay_log_c_a_label():
    assert sides("price", "printed", H_pq=3.0, I=4.0, N=3.0, C=10.0) == pytest.approx((7.0, 3 * LOG_10))


@pytest.mark.parametrize(("rho", "nats"), [(0.25, 1.0275), (0.5, 1.6769), (0.75, 2.1137), (1.0, LOG_10)])
def test_the_entropy_of_a_noisy_label(rho, nats):
    _, least = sides("label-noise", H_pq=0.0, I=0.0, N=7.0, C=10.0, rho=rho)
    assert least == pytest.approx(7 * nats, rel=1e-4)
    kept = 1 - 0.9 * rho  # 0.775, 0.55, 0.325 and 0.1
    assert least / 7 == pytest.approx(-kept * math.log(kept) - 0.9 * rho * math.log(0.1 * rho))


@pytest.mark.parametrize(("beta", "least"), [(0.5, 2 * LOG_2), (1.0, 4 * LOG_2), (3.0, 4 * LOG_2)])
def test_the_least_lagrangian_has_its_kink_at_one(beta, least):
    assert sides("least-lagrangian", H_pq=1.0, I=6.0, N=4.0, C=2.0, beta=beta) == pytest.approx((1 + 6 * beta, least))


def test_near_minimisers_on_either_side_of_one():
    above = {"I": 1.0, "N": 10.0, "beta": 1.5, "eps": 0.1, "I_0": 0.0}
    assert sides("knowing-nothing", **above) == pytest.approx((1.0, 2.0))
    assert sides("knowing-nothing", **{**above, "I_0": 1.0}) == pytest.approx((1.0, 5.0))
    assert sides("fitting", H_pq=1.0, N=10.0, beta=0.75, eps=0.1) == pytest.approx((1.0, 4.0))


def test_the_crossing_of_a_fit_that_stores_every_label_twice():
    fit = {"H_pq": 0.0, "I": 20 * LOG_10, "N": 10.0, "C": 10.0}
    assert sides("crossing-place", "repaired", **fit, I_0=0.0) == pytest.approx((0.5, 1.0))
    assert sides("crossing-place", **fit, I_0=15 * LOG_10) == pytest.approx((2.0, 4.0))  # beyond 1, as nothing is dear
    at_crossing = sides("crossing", **fit, I_0=0.0, beta=0.5)
    assert at_crossing == pytest.approx((10 * LOG_10,) * 2)


def test_worlds_decide_what_the_near_minimisers_assume():
    table = {"H_pq": 0, "I": 10, "N": 10, "C": 2, "beta": Fraction(1, 2), "eps": 0, "I_0": 0}
    assert not assumed.NEAR_TABLE.holds(World(table))  # 10 nats are more than 10 log 2
    assert assumed.NEAR_TABLE.holds(World({**table, "eps": Fraction(2, 10)}))
    assert not assumed.FROM_CROSSING.holds(World(table))
    assert assumed.FROM_CROSSING.holds(World({**table, "beta": Fraction(7, 10)}))
    assert not assumed.NEAR_IGNORANCE.holds(World({**table, "beta": 1}))
    assert assumed.NEAR_IGNORANCE.holds(World({**table, "beta": 1, "I_0": 4}))
