"""Weights with signs and an atom: the exact divergence against sampling and quadrature, moments, and what is drawn."""

import math
from itertools import product

import numpy as np
import pytest
import torch
from scipy import integrate, special, stats

from estimators.pac_bayes import largest_error
from validation.networks.architectures import build
from validation.networks.grid import Grid, generator
from validation.networks.signed import Plan, Prior, bernoulli_divergence, mistakes, train

WIDTH = math.log(30)
PRIORS = {
    "known": Prior(signs="known", width=WIDTH),
    "learned": Prior(signs="learned", width=WIDTH),
    "atom": Prior(signs="learned", present=0.3, width=WIDTH),
    "mixed": Prior(signs="mixed", width=WIDTH),
    "both": Prior(signs="mixed", present=0.3, width=WIDTH),
}
STATES = list(product((-3.0, 0.0), (-8.0, 0.0, 3.0), (-2.0, 6.0), (-1.0, 4.0)))


def states(prior):
    """All of STATES as one state, with the signs that the prior allows."""
    location, log_alpha, sign, presence = torch.tensor(STATES, dtype=torch.float64).T
    if prior.signs != "mixed":
        sign = torch.where(sign < 0, -math.inf, math.inf)
    return {"location": location, "log_alpha": log_alpha, "sign": sign, "presence": presence}


def size_law(location, log_alpha):
    sigma = math.exp(log_alpha / 2)
    return stats.truncnorm((-WIDTH - location) / sigma, -location / sigma, loc=location, scale=sigma)


def integral(law, value):
    middle = [point for point in law.mean() + law.std() * np.array([-6, -2, 0, 2, 6]) if -WIDTH < point < 0]
    return integrate.quad(lambda h: law.pdf(h) * value(h), -WIDTH, 0, points=middle, limit=400, epsabs=1e-11)[0]


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
def test_the_divergence_is_that_of_the_whole_law_by_quadrature(prior):
    """Summed over 0, + and -, and integrated over the size: the chain rule is not used."""
    state = states(prior)
    found = prior.information(state)
    for number, (location, log_alpha, *_) in enumerate(STATES):
        law = size_law(location, log_alpha)
        there = special.expit(float(state["presence"][number])) if prior.present < 1 else 1.0
        positive = special.expit(float(state["sign"][number]))
        before = {"known": positive}.get(prior.signs, 0.5)
        expected = special.rel_entr(1 - there, 1 - prior.present) if prior.present < 1 else 0.0
        for share, known in ((positive, before), (1 - positive, 1 - before)):
            if share > 0:
                ratio = there * share * WIDTH / (prior.present * known)
                expected += there * share * integral(law, lambda h, r=ratio: math.log(r) + law.logpdf(h))  # noqa: B023
        assert float(found[number]) == pytest.approx(expected, abs=1e-6), STATES[number]


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
def test_the_moments_are_those_of_the_law_and_of_what_is_drawn(prior):
    state, unit = states(prior), torch.full((len(STATES),), 0.7, dtype=torch.float64)
    mean, variance = prior.moments(state, unit)
    for number, (location, log_alpha, *_) in enumerate(STATES):
        law = size_law(location, log_alpha)
        there = special.expit(float(state["presence"][number])) if prior.present < 1 else 1.0
        positive = special.expit(float(state["sign"][number]))
        first, second = (integral(law, lambda h, k=k: math.exp(k * h)) for k in (1, 2))
        expected = there * (2 * positive - 1) * first * 0.7
        assert float(mean[number]) == pytest.approx(expected, abs=1e-7)
        assert float(variance[number]) == pytest.approx(there * second * 0.49 - expected**2, abs=1e-7)
    drawn = prior.sample(state, unit, 20_000, generator(0, 0))
    error = (variance / len(drawn)).sqrt()
    assert float(((drawn.mean(0) - mean) / error).abs().max()) < 5
    sizes = [float(column[column != 0].abs().div(0.7).log().mean()) for column in drawn.T]
    assert sizes == pytest.approx([size_law(*state[:2]).mean() for state in STATES], abs=0.06)
    zeros = (drawn == 0).double().mean(0)
    assert torch.allclose(zeros, 1 - torch.sigmoid(state["presence"]) if prior.present < 1 else 0 * zeros, atol=0.02)


def test_a_sign_costs_log_2_and_only_under_a_two_sided_prior():
    fixed, known, mixed = (PRIORS[name] for name in ("learned", "known", "mixed"))
    state = states(fixed)
    assert torch.allclose(fixed.information(state) - known.information(state), torch.tensor(math.log(2)).double())
    even = {**state, "sign": torch.zeros(len(STATES), dtype=torch.float64)}
    assert torch.allclose(mixed.information(even), known.information(state))
    assert float(fixed.information(state).min()) >= math.log(2)


def test_no_posterior_of_fixed_signs_is_certified_below_the_floor():
    prior = PRIORS["learned"]
    weights, samples = len(STATES), 100
    floor = 1 - 2 ** (-weights / samples)
    for log_alpha in (-8.0, 0.0, prior.none):
        state = {**states(prior), "log_alpha": torch.full((weights,), log_alpha, dtype=torch.float64)}
        divergence = float(prior.information(state).sum())
        assert largest_error(0.0, divergence / samples) >= floor
    assert largest_error(0.0, divergence / samples) == pytest.approx(floor, abs=5e-3)  # noisy sizes come down to it
    seldom = {**states(PRIORS["atom"]), "presence": torch.full((weights,), -5.0, dtype=torch.float64)}
    rare = Prior(signs="learned", present=float(special.expit(-5.0)), width=WIDTH)
    assert largest_error(0.0, float(rare.information(seldom).sum()) / samples) < floor


def test_certain_signs_have_a_divergence_and_a_slope():
    odds = torch.tensor([-math.inf, -40.0, 0.0, 40.0, math.inf], dtype=torch.float64)
    found = bernoulli_divergence(odds, 0.25)
    expected = [math.log(4 / 3), math.log(4 / 3), 0.5 * math.log(2) + 0.5 * math.log(2 / 3), math.log(4), math.log(4)]
    assert found.tolist() == pytest.approx(expected)
    inside = torch.tensor([-12.0, 0.0, 12.0], dtype=torch.float64, requires_grad=True)
    bernoulli_divergence(inside, 0.5).sum().backward()
    assert bool(torch.isfinite(inside.grad).all())


@pytest.mark.parametrize("name", ["known", "learned", "atom", "mixed"])
def test_training_fits_and_keeps_fixed_signs(name):
    prior = PRIORS[name]
    random = np.random.default_rng(0)
    truth = np.array([3.0, -3.0, 0.0, 0.0])
    images = random.normal(size=(400, 1, 1, 4))
    labels = torch.from_numpy((images.reshape(-1, 4) @ truth > 0).astype(np.int64))
    images = torch.from_numpy(images)
    grid = Grid(build({"name": "mlp", "hidden": []}, shape=(1, 1, 4), classes=2), dtype=torch.float64)
    weights = torch.tensor([-1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, 1.0], dtype=torch.float64)
    plan = Plan(beta=1.0, steps=200, batch=100, seed=0)
    state = train(prior, grid, weights, images, labels, plan)
    assert float(mistakes(prior, grid, state, images, labels, seed=0).double().mean()) < 0.25
    if prior.signs == "known":
        assert torch.equal(torch.sign(state["sign"]), torch.sign(weights))
    again = train(prior, grid, weights, images, labels, plan)
    assert all(torch.equal(state[key], again[key]) for key in state)
