"""Section 4's formulas against sampling and quadrature that share nothing with them."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from bounds.derivations.numeric import value
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017.claim_1 import STATEMENTS


def test_the_noise_models_moments_are_those_of_samples() -> None:
    alpha = 0.3
    rng = np.random.default_rng(0)
    epsilon = np.exp(math.sqrt(alpha) * rng.normal(size=1_000_000) - alpha / 2)
    formula = LEDGER["noise-model"]["printed"].formula
    assert value(formula.lhs, {"alpha": alpha}) == pytest.approx(epsilon.var(), rel=0.02)
    assert value(LEDGER["noise-model/mean"]["printed"].formula.lhs, {"alpha": alpha}) == pytest.approx(1)


@pytest.mark.parametrize(("mu", "alpha", "low", "width"), [(0.3, 0.5, -1.0, 2.0), (-2.0, 1.5, -1.0, 3.0)])
def test_the_truncated_divergence_is_that_of_scipys_law(mu: float, alpha: float, low: float, width: float) -> None:
    sigma = math.sqrt(alpha)
    law = stats.truncnorm((low - mu) / sigma, (low + width - mu) / sigma, loc=mu, scale=sigma)
    kl, _ = integrate.quad(lambda h: law.pdf(h) * (law.logpdf(h) + math.log(width)), low, low + width)
    formula = LEDGER["remark-4.3"]["repaired"].formula
    assert value(formula.rhs, {"mu": mu, "alpha": alpha, "A": low, "R": width}) == pytest.approx(kl, abs=1e-9)


def test_claim_1_differs_by_a_constant_between_noise_levels() -> None:
    formula = LEDGER["claim-1/kl"]["printed"].formula
    one, other = (value(formula.lhs, {"mu": 0.2, "alpha": alpha, "c": 1.7}) for alpha in (0.1, 0.4))
    assert one - other == pytest.approx(math.log(2))


def test_the_ignored_offset_costs_five_eighths_of_alpha_squared() -> None:
    formula = LEDGER["footnote-6"]["printed"].formula
    alpha, curvature = 0.02, 3.0
    world = {"w_hat": 1.5, "g": 0.0, "H": curvature, "alpha": alpha}
    error = value(formula.lhs, world) - value(formula.rhs, world)
    assert error == pytest.approx(5 / 8 * curvature * 1.5**2 * alpha**2, rel=0.05)


def test_every_changed_reading_says_what_changed() -> None:
    for statement in STATEMENTS:
        assert statement.quote
        for reading in statement.readings:
            assert reading.text
            assert bool(reading.change) == (reading.name != "printed")
