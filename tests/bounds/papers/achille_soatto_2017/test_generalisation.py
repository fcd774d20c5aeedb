"""What information says of new data: the formulas by hand in worlds of one example, and what attains the bounds."""

import math

import numpy as np
import pytest

from bounds.ledger import LEDGER
from estimators.pac_bayes import bernoulli_divergence, largest_error


def sides(statement, values, reading="sharpened"):
    lhs, rhs = LEDGER[f"generalisation/{statement}"][reading].formula.evaluate(values)
    return float(lhs), float(rhs)


def coin(lean):
    """One example, a fair coin; two weights, each wrong on one face; the posterior leans to the one that is right."""
    p, g = np.array([[0.5 + lean, 0.5 - lean], [0.5 - lean, 0.5 + lean]]) / 2, 0.5 - np.array([[0, 1], [1, 0]])
    return {"M": 4, "N": 1, "p": p.ravel(), "r": np.full(4, 0.25), "g": g.ravel(), "sigma": 0.5}


@pytest.mark.parametrize("lean", [0.01, 0.2, 0.49])
def test_the_gap_of_a_coin(lean):
    information = math.log(2) + (0.5 + lean) * math.log(0.5 + lean) + (0.5 - lean) * math.log(0.5 - lean)
    for statement in ("xu-raginsky", "bounded-losses"):
        assert sides(statement, coin(lean)) == pytest.approx((lean, math.sqrt(information / 2)))
    gap, bound = sides("samplewise", {**coin(lean), **{k: coin(lean)[k][None] for k in "prg"}})
    assert (gap, bound) == pytest.approx((lean, math.sqrt(information / 2)))
    pi, q, rows = [0.5, 0.5], [0.5, 0.5], 2 * coin(lean)["p"].reshape(2, 2)
    linear = {"L": 2, "M": 2, "pi": np.array(pi), "p": rows, "q": np.array(q), "l": np.array([[0, 1], [1, 0]])}
    assert sides("linear-rate", linear) == pytest.approx((lean, information))


def test_a_coin_of_which_little_is_known_attains_the_root():
    gap, bound = sides("bounded-losses", coin(1e-3))
    assert 1 - 1e-5 < gap / bound < 1


def test_one_network_and_one_example_attain_the_certificates_moment():
    truth = 0.3
    world = {"N": 1, "L": 2, "M": 1, "pi": np.array([truth, 1 - truth]), "t": np.array([truth])}
    errors = np.array([[1 - 1e-13], [1e-13]])
    assert sides("pac-bayes", {**world, "e": errors, "p": np.ones((2, 1)), "r": np.ones(1)}) == pytest.approx((2, 2))


@pytest.mark.parametrize("n", range(1, 40))
def test_maurers_lemma_for_shares_of_mistakes(n):
    """The moment does not depend on the true error, and is at most 2 sqrt(N): summed out."""
    k = np.arange(n + 1)
    log_terms = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + _xlogx(i, n) + _xlogx(n - i, n) for i in k
    ]
    moment = math.fsum(map(math.exp, log_terms))
    assert moment <= 2 * math.sqrt(n) * (1 + 1e-12)
    assert n > 1 or moment == pytest.approx(2)


def _xlogx(i, n):
    return i * math.log(i / n) if i else 0.0


def test_the_prior_restricted_attains_the_price():
    r = np.array([0.2, 0.1, 0.05])
    lhs, rhs = sides("price", {"M": 3, "p": r / r.sum(), "r": r})
    assert lhs == pytest.approx(rhs) == pytest.approx(-math.log(0.35))


def test_the_floor_is_the_inversion_at_no_training_error():
    for k, n, size in ((1_960, 60_000, 0.0), (10, 7, 0.3)):
        floor, bound = sides("certificate-floor", {"K": k, "N": n, "D": size})
        assert floor == pytest.approx(1 - 2 ** (-k / n))
        assert bound == pytest.approx(largest_error(0.0, k * (math.log(2) + size) / n))
        assert bound >= floor


def test_at_any_training_error_the_floor_is_allowed():
    lhs, rhs = sides("any-training-error", {"e": 0.1, "x": 0.15})
    assert (lhs, rhs) == pytest.approx((bernoulli_divergence(0.1, 0.25), bernoulli_divergence(0.0, 0.25)))
    assert largest_error(0.1, rhs) >= 0.25


def test_what_a_weight_costs_under_each_prior():
    a, rho = 0.2, 0.4
    floor, cost = sides("atom", {"a": a, "rho": rho, "D": 0.5}, "repaired")
    assert floor == pytest.approx(-math.log(0.8))
    assert cost == pytest.approx(bernoulli_divergence(a, rho) + a * (math.log(2) + 0.5))
    best = (rho / 2) / (1 - rho / 2)  # the prior given 0 or the one sign
    assert sides("atom", {"a": best, "rho": rho, "D": 0}, "repaired")[1] == pytest.approx(floor)
    assert sides("mixed-signs", {"s": 0.9, "D": 0.5})[1] == pytest.approx(bernoulli_divergence(0.9, 0.5) + 0.5)
    assert sides("known-signs", {"mu": 0, "A": -1, "R": 2, "alpha": 1e4})[1] == pytest.approx(0, abs=1e-4)
