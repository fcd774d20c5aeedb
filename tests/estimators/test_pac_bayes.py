"""The inversion of the kl form, and certificates whose failures are counted in small worlds."""

import math
from decimal import Decimal, localcontext
from itertools import product

import numpy as np
import pytest
from scipy import optimize, special, stats

from estimators.pac_bayes import (
    bernoulli_divergence,
    certificate,
    certificate_from_shares,
    largest_error,
    share_interval,
)


@pytest.mark.parametrize("q", [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("divergence", [1e-12, 1e-4, 0.05, 1.0, 8.0])
def test_the_inversion_is_scipys_root_rounded_up(q, divergence):
    found = largest_error(q, divergence)

    def gap(logit):  # scipy's root in the log-odds, which shares no bracket or scale with ours
        return special.rel_entr(q, special.expit(logit)) + special.rel_entr(1 - q, special.expit(-logit)) - divergence

    highest = 700  # beyond it no float is left below 1
    root = 1.0 if gap(highest) < 0 else special.expit(optimize.bisect(gap, special.logit(q), highest, xtol=1e-13))
    assert found == pytest.approx(root, rel=1e-6)
    assert found == 1.0 or bernoulli_divergence(q, found) >= divergence - 1e-15


def test_known_values():
    assert largest_error(0.0, math.log(2)) == pytest.approx(0.5)  # kl(0 || p) = -log(1 - p)
    assert largest_error(0.5, 0.5 * math.log(4 / 3)) == pytest.approx(0.75)  # kl(1/2 || 3/4) = log(4/3)/2
    assert largest_error(0.2, 0.0) == pytest.approx(0.2, abs=1e-6)
    assert largest_error(0.0, 0.0) == 0.0
    assert 0 < largest_error(5e-324, 0.0) < 1e-12
    assert (largest_error(1.0, 0.1), largest_error(0.5, math.inf)) == (1.0, 1.0)


def test_the_exact_interval_of_a_share():
    low, high = share_interval(3, 20, 0.9)
    assert stats.binom.sf(2, 20, low) == pytest.approx(0.05)  # either end leaves 5 % in its tail
    assert stats.binom.cdf(3, 20, high) == pytest.approx(0.05)


def test_the_parts_of_a_certificate_by_hand():
    found = certificate(30, 1_000, divergence=12.0, samples=500, choices=7, level=0.9)
    assert found.training_error == 0.03
    assert stats.binom.cdf(30, 1_000, found.training_error_bound) == pytest.approx(0.05)
    budget = (12.0 + math.log(2 * math.sqrt(500) * 7 / 0.05)) / 500
    assert found.budget == pytest.approx(budget)
    assert bernoulli_divergence(found.training_error_bound, found.bound) == pytest.approx(budget)
    assert found.floor == pytest.approx(1 - math.exp(-12 / 500))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mistakes": 11}, "mistakes: must be at most the 10 draws"),
        ({"divergence": -1.0}, "divergence: must be finite and not negative"),
        ({"divergence": math.inf}, "divergence: must be finite"),
        ({"samples": 0}, "samples: must be at least 1"),
        ({"level": 1.0}, "level: must lie strictly between"),
    ],
)
def test_bad_counts_are_one_sentence(wrong, message):
    given = {"mistakes": 1, "draws": 10, "divergence": 1.0, "samples": 10, **wrong}
    with pytest.raises(ValueError, match=message):
        certificate(given.pop("mistakes"), given.pop("draws"), **given)
    with pytest.raises(ValueError, match="q: must lie in"):
        largest_error(1.5, 0.1)


# small worlds: every weight vector is a set of signs, a data set is worth learning a little

SAMPLES = 30


def failures(budget, signs, *, worlds=1_000, seed=0):
    """How often the true error of the Gibbs posterior exceeds what `budget(KL)` (nats a sample) allows.

    Binary features and labels are coin flips: every classifier errs on half of new examples. The posterior takes the
    one of the 2^signs classifiers that fits the data best, under a uniform prior.
    """
    rng = np.random.default_rng(seed)
    classifiers = np.array(list(product((-1, 1), repeat=signs)))
    divergence = math.log(len(classifiers))
    failed = 0
    for _ in range(worlds):
        features = rng.choice((-1, 1), (SAMPLES, signs))
        guesses = np.sign(features @ classifiers.T + 0.5)
        errors = (guesses != rng.choice((-1, 1), (SAMPLES, 1))).mean(0)
        failed += largest_error(float(errors.min()), budget(divergence)) < 0.5
    return failed, worlds


def price_of_confidence(delta):
    return math.log(2 * math.sqrt(SAMPLES) / delta)


@pytest.mark.parametrize("signs", [0, 6, 9])
def test_the_certificate_fails_no_more_often_than_it_says(signs):
    delta = 0.05
    failed, worlds = failures(lambda kl: (kl + price_of_confidence(delta)) / SAMPLES, signs)
    assert failed <= stats.binom.ppf(0.999, worlds, delta)


@pytest.mark.parametrize(
    ("signs", "planted"),
    [
        pytest.param(6, lambda kl: kl / SAMPLES, id="no price of confidence"),
        pytest.param(9, lambda kl: (kl - 9 * math.log(2) + price_of_confidence(0.05)) / SAMPLES, id="signs for free"),
    ],
)
def test_a_missing_term_is_seen(signs, planted):
    failed, worlds = failures(planted, signs)
    assert failed > stats.binom.ppf(0.999, worlds, 0.05)


def test_the_draws_are_paid_for():
    """The bound of the training error covers it; the share of the draws alone does not."""
    rng, error = np.random.default_rng(1), 0.07
    found = [certificate(int(m), 200, divergence=0.0, samples=10, level=0.9) for m in rng.binomial(200, error, 2_000)]
    missed = np.mean([one.training_error_bound < error for one in found])
    assert missed <= stats.binom.ppf(0.999, 2_000, 0.05) / 2_000
    assert np.mean([one.training_error < error for one in found]) > 0.3


def test_few_draws_of_the_weights_pay_the_chernoff_bound():
    found = certificate_from_shares(0.1, 50, divergence=3.0, samples=400, level=0.9)
    assert bernoulli_divergence(0.1, found.training_error_bound) == pytest.approx(math.log(1 / 0.05) / 50)
    assert found.budget == certificate(5, 50, divergence=3.0, samples=400, level=0.9).budget
    rng, missed = np.random.default_rng(2), 0
    for shares in rng.beta(0.1, 0.9, (2_000, 50)):  # nearly all right or all wrong: the widest law of mean 0.1
        found = certificate_from_shares(shares.mean(), 50, divergence=0.0, samples=10, level=0.9)
        missed += found.training_error_bound < 0.1
    assert missed <= stats.binom.ppf(0.999, 2_000, 0.05)


@pytest.mark.parametrize("q", [0.0, 0.0087, 0.0539, 0.348])
@pytest.mark.parametrize("divergence", [5.765e-12, 1.88e-9, 1.1026465804976258e-4, 1.5e-4])
def test_what_is_rounded_up_is_above_in_exact_arithmetic_too(q, divergence):
    with localcontext(prec=60):
        p, share = Decimal(largest_error(q, divergence)), Decimal(q)  # the floats' own values
        exact = (1 - share) * ((1 - share) / (1 - p)).ln() + (share * (share / p).ln() if share else 0)
        assert exact >= Decimal(divergence)
