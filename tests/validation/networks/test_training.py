"""Training under the information Lagrangian, and the two posteriors it is trained with."""

import math

import numpy as np
import pytest
import torch
from scipy.stats import truncnorm

from validation.networks.architectures import build
from validation.networks.grid import Grid
from validation.networks.posterior import POSTERIORS, RANGE
from validation.networks.training import (
    Member,
    Schedule,
    appendix_schedule,
    evaluate,
    mean_cross_entropy,
    share_of_errors,
    train,
)

SAMPLES = 40
WIDE = [POSTERIORS[name] for name in ("claim-1", "claim-1-per-layer", "truncated")]  # a weight can hold many nats


@pytest.fixture(scope="module")
def world() -> tuple[Grid, torch.Tensor, torch.Tensor]:
    """A perceptron with Gaussian images and random labels of four classes."""
    rng = np.random.default_rng(0)
    images = torch.from_numpy(rng.standard_normal((SAMPLES, 1, 5, 5))).float()
    labels = torch.from_numpy(rng.integers(4, size=SAMPLES))
    return Grid(build({"name": "mlp", "hidden": [16]}, shape=(1, 5, 5), classes=4)), images, labels


@pytest.mark.parametrize("posterior", WIDE, ids=lambda posterior: posterior.name)
def test_beta_trades_information_for_fit(world, posterior):
    grid, images, labels = world
    members = [Member(beta=beta, seed=1) for beta in (0.0, 0.1, 30.0)]
    state = train(grid, posterior, images, labels.expand(3, -1), members, Schedule(steps=400, rate=0.05))
    information = posterior.information(state).sum(1)
    fit = evaluate(grid, posterior, state, images, labels.expand(len(members), -1), members)
    assert information[0] > 2 * information[1] > 10 * information[2] >= 0
    assert fit.errors[0] < 0.05 < 0.25 < fit.errors[2]
    assert information[2] < 0.25 * SAMPLES
    code_length = fit.cross_entropy + information / SAMPLES
    if posterior.name == "truncated":  # an exact divergence: every fit of random labels pays
        assert (code_length > math.log(4) - 0.05).all()
    else:  # w_hat is free of charge
        assert code_length[2] < math.log(4) - 0.05


@pytest.mark.parametrize("posterior", WIDE, ids=lambda posterior: posterior.name)
def test_a_start_without_information_holds_none(world, posterior):
    grid, _, _ = world
    weights = grid.initial([1])
    state = posterior.start(weights, grid, torch.full((1, 1), posterior.none))
    assert posterior.information(state).abs().sum() < 1.0
    nearly = posterior.start(weights, grid, torch.full((1, 1), -6.0))
    assert posterior.information(nearly).mean() > 2.9


def test_truncated_samples_have_the_law_whose_divergence_is_charged():
    posterior = POSTERIORS["truncated"]
    location, log_alpha = -3.0, 3.0  # wide enough that both ends cut it
    state = {
        "location": torch.full((1, 200_000), location),
        "log_alpha": torch.full((1, 200_000), log_alpha),
        "signed_unit": torch.full((1, 200_000), -0.5),
    }
    generator = torch.Generator().manual_seed(0)
    weights = posterior.sample(state, posterior.draw(torch.Size([200_000]), generator, torch.float32))
    assert (weights < 0).all()
    logarithms = np.log(-weights.numpy()[0] / 0.5)
    sigma = math.exp(log_alpha / 2)
    law = truncnorm((-RANGE - location) / sigma, -location / sigma, loc=location, scale=sigma)
    for probability in (0.05, 0.5, 0.95):
        assert np.mean(logarithms <= law.ppf(probability)) == pytest.approx(probability, abs=0.005)
    monte_carlo = np.mean(law.logpdf(np.clip(logarithms, -RANGE, 0))) + math.log(RANGE)
    assert float(posterior.information(state)[0, 0]) == pytest.approx(monte_carlo, abs=0.01)


def test_a_mixed_sign_costs_what_its_samples_tell():
    posterior, count = POSTERIORS["mixed-signs"], 200_000
    state = posterior.start(torch.full((1, count), 0.01), Signs(count), torch.full((1, 1), posterior.none))
    assert posterior.information(state).abs().max() < 1e-3  # nothing is told at even odds
    state["log_odds"] += math.log(9)
    drawn = posterior.draw(torch.Size([count]), torch.Generator().manual_seed(0), torch.float32)
    weights = posterior.sample(state, drawn[None])
    assert float((weights > 0).double().mean()) == pytest.approx(0.9, abs=0.003)
    assert float(weights.abs().min()) >= 0.5 * math.exp(-0.1) - 1e-6
    assert float(weights.abs().max()) <= 0.5
    exact = math.log(2) + 0.9 * math.log(0.9) + 0.1 * math.log(0.1)
    assert float(posterior.information(state)[0, 0]) == pytest.approx(exact, abs=1e-3)


def test_the_slope_of_a_nearly_certain_sign_is_nearly_the_true_one():
    """Of a loss of |w| where the sign is negative and none where it is positive: its slope is -|w| p(+) p(-)."""
    posterior, count = POSTERIORS["mixed-signs"], 2_000_000
    state = posterior.start(torch.full((1, count), 0.01), Signs(count), torch.full((1, 1), posterior.none))
    odds = torch.tensor(3.0, requires_grad=True)
    drawn = posterior.draw(torch.Size([count]), torch.Generator().manual_seed(0), torch.float32)
    weights = posterior.sample({**state, "log_odds": odds.expand(1, count)}, drawn[None])
    torch.where(weights < 0, -weights, 0).mean().backward()
    certain = 1 / (1 + math.exp(3.0))
    size = float(weights.detach().abs().mean())
    assert float(odds.grad) == pytest.approx(-0.85 * certain * (1 - certain) * size, rel=0.1)


class Signs:
    """As much of a grid as a posterior asks for."""

    def __init__(self, weights: int) -> None:
        self.unit = torch.full((weights,), 0.5)


def test_log_normal_samples_have_mean_w_hat_and_claim_1s_information():
    posterior = POSTERIORS["claim-1"]
    state = {"w_hat": torch.full((1, 200_000), 0.7), "log_alpha": torch.full((1, 200_000), -1.0)}
    drawn = posterior.draw(torch.Size([200_000]), torch.Generator().manual_seed(0), torch.float32)
    weights = posterior.sample(state, drawn)
    assert float(weights.mean()) == pytest.approx(0.7, abs=0.005)
    assert float(weights.var()) == pytest.approx(0.49 * math.expm1(math.exp(-1)), rel=0.03)
    assert float(posterior.information(state)[0, 0]) == pytest.approx(0.5)


def test_no_sample_has_a_gradient_that_is_not_finite():
    posterior = POSTERIORS["truncated"]
    for log_alpha in (-16.0, -6.0, 0.0, posterior.none):
        for location in (-RANGE, -5.0, 0.0):
            state = {name: torch.full((1, 3), v) for name, v in (("location", location), ("log_alpha", log_alpha))}
            for tensor in state.values():
                tensor.requires_grad_()
            drawn = torch.tensor([[2.0**-24, 0.5, 1 - 2.0**-24]])
            weights = posterior.sample({**state, "signed_unit": torch.ones(1, 3)}, drawn)
            (weights.sum() + posterior.information(state).sum()).backward()
            assert all(torch.isfinite(tensor.grad).all() for tensor in state.values())


def test_cross_entropy_is_a_mean_over_samples_of_each_network():
    outputs = torch.tensor([[[0.0, 0.0], [5.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    labels = torch.tensor([[0, 0], [1, 1]])
    expected = [(math.log(2) + math.log1p(math.exp(-5))) / 2, math.log(2)]
    torch.testing.assert_close(mean_cross_entropy(outputs, labels), torch.tensor(expected))


def test_attributes_add_their_cross_entropies_up():
    outputs, labels = torch.zeros(1, 3, 4), torch.tensor([[[1, 0, 0, 1]] * 3])
    torch.testing.assert_close(mean_cross_entropy(outputs, labels), torch.tensor([4 * math.log(2)]))
    torch.testing.assert_close(share_of_errors(outputs, labels), torch.tensor([0.5], dtype=torch.float64))


def test_evaluation_knows_its_error(world):
    grid, images, labels = world
    posterior, members = POSTERIORS["claim-1"], [Member(beta=0.0, seed=s) for s in range(300)]
    state = posterior.start(grid.initial([0]).expand(300, -1), grid, torch.full((1, 1), -3.0))
    few = evaluate(grid, posterior, state, images, labels.expand(len(members), -1), members, samples=8)
    standardised = (few.cross_entropy - few.cross_entropy.mean()) / few.cross_entropy_error
    assert float(standardised.std()) == pytest.approx(1.16, abs=0.25)  # Student's t with 7 degrees of freedom


def test_the_appendixs_schedule():
    schedule = appendix_schedule(1_700, rate=0.02)
    assert (schedule.optimiser, schedule.steps, schedule.batch) == ("sgd", 360 * 4, 500)
    assert [round(share * 360) for share in schedule.decays] == [140, 280]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": torch.zeros(2, SAMPLES, dtype=torch.long)}, r"^labels: expected \(1, 40\), got \(2, 40\)"),
        ({"labels": torch.full((1, SAMPLES), -100)}, r"^labels: must lie in 0..3, got -100..-100"),
        ({"labels": torch.full((1, SAMPLES), 4)}, "^labels: must lie in 0..3"),
        ({"labels": torch.full((1, SAMPLES), 0.5)}, "^labels: must be whole numbers"),
        ({"labels": torch.zeros(1, SAMPLES, 3, dtype=torch.long)}, "^labels: expected 4 attributes, got 3"),
        ({"images": torch.full((SAMPLES, 1, 5, 5), math.nan)}, "^images: "),
        ({"images": torch.zeros(SAMPLES, 1, 6, 6)}, "^images: .* do not fit the network"),
        ({"images": torch.zeros(SAMPLES, 1, 5, 5, dtype=torch.float64)}, "^images: .* got torch.float64"),
        ({"images": torch.zeros(0, 1, 5, 5)}, "^images: "),
        ({"members": []}, "^members: "),
        ({"schedule": Schedule(steps=3, optimiser="sgd", rate=1e30, decays=())}, "^rate: "),
    ],
)
def test_bad_input_is_named(world, change, message):
    grid, images, labels = world
    member = Member(beta=0.1, seed=0)
    usual = {"images": images, "labels": labels[None], "members": [member], "schedule": Schedule(steps=2)}
    arguments = {**usual, **change}
    posterior = POSTERIORS["claim-1"]
    with pytest.raises(ValueError, match=message):
        train(grid, posterior, *arguments.values())
    if "schedule" not in change:
        state = train(grid, posterior, *usual.values())
        images, labels, members, _ = arguments.values()
        with pytest.raises(ValueError, match=message):
            evaluate(grid, posterior, state, images, labels, members, samples=2)


def test_one_sample_of_the_weights_has_no_error(world):
    grid, images, labels = world
    members, posterior = [Member(beta=0.1, seed=0)], POSTERIORS["claim-1"]
    state = train(grid, posterior, images, labels[None], members, Schedule(steps=1))
    with pytest.raises(ValueError, match=r"^samples: must be at least 2, got 1"):
        evaluate(grid, posterior, state, images, labels[None], members, samples=1)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda: Schedule(steps=0), "steps"),
        (lambda: Schedule(steps=2.5), "steps"),
        (lambda: Schedule(steps=math.inf), "steps"),
        (lambda: Schedule(steps=1, batch=1.5), "batch"),
        (lambda: Schedule(steps=1, rate=-1.0), "rate"),
        (lambda: Schedule(steps=1, rate=math.inf), "rate"),
        (lambda: Schedule(steps=1, rate=math.nan), "rate"),
        (lambda: Schedule(steps=1, batch=0), "batch"),
        (lambda: Schedule(steps=1, optimiser="rmsprop"), "optimiser"),
        (lambda: Schedule(steps=1, decays=(2.0,)), "decays"),
        (lambda: appendix_schedule(100, rate=0.1, batch=0), "batch"),
        (lambda: Member(beta=-0.1, seed=0), "beta"),
        (lambda: Member(beta=math.inf, seed=0), "beta"),
        (lambda: Member(beta=1.0, seed=-1), "seed"),
        (lambda: Member(beta=1.0, seed=0, log_alpha=math.nan), "log_alpha"),
        (lambda: Member(beta=1.0, seed=0, warm_up=1.5), "warm_up"),
    ],
)
def test_a_schedule_or_a_member_that_means_nothing_is_refused(made, name):
    with pytest.raises(ValueError, match=f"^{name}: "):
        made()


def test_a_network_that_normalises_by_its_batch_is_trained():
    grid = Grid(build({"name": "small-alexnet"}, shape=(1, 8, 8), classes=4))
    images, labels = torch.randn(6, 1, 8, 8), torch.arange(6)[None] % 4
    members, posterior = [Member(beta=0.1, seed=1)], POSTERIORS["claim-1"]
    state = train(grid, posterior, images, labels, members, Schedule(steps=1, batch=3))
    assert bool(torch.isfinite(state["w_hat"]).all())
