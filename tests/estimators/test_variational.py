"""Variational bounds: known densities bracket the truth, trained critics stay below it on samples they never saw."""

from unittest.mock import patch

import numpy as np
import pytest

from estimators import variational
from estimators.critic import Scores, Training, held_out_scores
from estimators.variational import LOWER_BOUNDS, bracket, decoded, lower_bound, nested
from validation.data.known_truth import one_input_layer_information, task


def layer(alpha, n, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 1))
    z = x * np.exp(np.sqrt(alpha) * rng.standard_normal((n, 1)) - alpha / 2)

    def log_density(z, x):
        distance = np.log(np.abs(z)) - np.log(np.abs(x.T)) + alpha / 2
        logs = -0.5 * distance**2 / alpha - 0.5 * np.log(2 * np.pi * alpha) - np.log(np.abs(z))
        return np.where(np.sign(z) == np.sign(x.T), logs, -np.inf)

    return z, x, log_density


@pytest.mark.parametrize("alpha", [0.1, 1.0])
def test_a_known_density_brackets_the_truth(alpha):
    truth, inside, lowers, uppers = one_input_layer_information(alpha), 0, [], []
    for seed in range(40):
        z, x, log_density = layer(alpha, 300, seed)
        lower, upper = bracket(z, x, log_density, chunk=128)
        inside += lower.interval[0] <= truth <= upper.interval[1]
        lowers.append(lower.value)
        uppers.append(upper.value)
    assert (lower.bound, upper.bound) == ("lower", "upper")
    assert (lower.interval[1], upper.interval[0]) == (np.inf, -np.inf)
    assert inside >= 34
    error = np.std(lowers) / np.sqrt(40)
    assert np.mean(lowers) < truth + 3 * error
    assert np.mean(uppers) > truth - 3 * error
    assert np.mean(uppers) > np.mean(lowers)
    # the standard error is that of the whole, though all terms share their mixture
    assert lower.standard_error == pytest.approx(np.std(lowers), rel=0.5)


def test_the_standard_error_is_the_jackknifes():
    z, x, log_density = layer(1.0, 100, 3)
    for side in (0, 1):
        left_out = [bracket(np.delete(z, i, 0), np.delete(x, i, 0), log_density)[side].value for i in range(100)]
        jackknife = np.sqrt(99 * np.var(left_out))
        assert bracket(z, x, log_density)[side].standard_error == pytest.approx(jackknife, rel=0.08)


def test_bracket_and_nested_are_their_sums():
    z, x, log_density = layer(0.5, 40, 0)
    p = np.exp(log_density(z, x))
    own = np.log(np.diag(p))
    lower, upper = bracket(z, x, log_density, chunk=7)
    assert lower.value == pytest.approx(np.mean(own - np.log(p.mean(axis=1))))
    others = (p.sum(axis=1) - np.diag(p)) / 39
    assert upper.value == pytest.approx(np.mean(own - np.log(others)))
    fresh = np.random.default_rng(9).standard_normal((25, 1))
    q = np.exp(log_density(z, fresh))
    lower, upper = nested(z, x, fresh, log_density, chunk=7)
    assert upper.value == pytest.approx(np.mean(own - np.log(q.mean(axis=1))))
    assert lower.value == pytest.approx(np.mean(own - np.log((q.sum(axis=1) + np.diag(p)) / 26)))


@pytest.mark.parametrize("objective", LOWER_BOUNDS)
def test_critics_find_most_of_the_information_and_not_more(objective):
    chosen = task("normal-1x1-0.75")
    found = lower_bound(*chosen.sample(2500, 0), objective=objective, seeds=3)
    assert found.bound == "lower"
    assert found.interval == (found.details["bound_interval"][0], np.inf)
    assert 0.7 * chosen.truth < found.value < chosen.truth + 3 * found.standard_error


def test_of_independent_samples_nothing_is_learned_as_they_are_never_scored_where_they_trained():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((400, 10)), rng.standard_normal((400, 10))
    assert lower_bound(x, y, seeds=2).value < 0.05


@pytest.mark.parametrize("n", [90, 300, 600])
def test_no_evaluation_certifies_more_than_the_logarithm_of_its_samples(n):
    # each critic is right by far more than its samples can show
    def certain(*arguments, **options):
        return [Scores(np.full(n // 3, 50.0), np.full((n // 3, 5), -50.0))] * 2

    x = np.random.default_rng(0).standard_normal(n)
    with patch.object(variational, "held_out_scores", certain):
        found = lower_bound(x, x, seeds=2)
    assert found.value == pytest.approx(100.0)
    assert found.interval[0] == found.details["bound_interval"][0] == pytest.approx(np.log(n // 3))


@pytest.mark.parametrize(
    ("name", "what"), [("nowhere", "must be one"), (3.5, "must be one"), ("cuda", "no such device")]
)
def test_a_device_that_is_not_there_is_named(name, what, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    x = np.random.default_rng(0).standard_normal(90)
    with pytest.raises(ValueError, match=f"device: .*{what}"):
        lower_bound(x, x, training=Training(device=name))


@pytest.mark.gpu
def test_critics_on_a_gpu_learn_what_they_learn_here():
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    x, y = task("normal-1x1-0.75").sample(1000, 0)
    here, there = (lower_bound(x, y, seeds=2, training=Training(device=device)) for device in ("cpu", "cuda"))
    assert there.value == pytest.approx(here.value, abs=0.05)


def test_infonce_says_when_it_is_near_its_ceiling():
    x = np.random.default_rng(0).standard_normal((1500, 1))
    found = lower_bound(x, x + 0.01 * x[::-1], objective="infonce", seeds=2)
    assert "cannot pass" in " ".join(found.warnings)
    assert found.value <= np.log(16)


def test_a_decoder_stays_below_the_truth_and_comes_near_it():
    rng = np.random.default_rng(0)
    centres = 3 * rng.standard_normal((12, 3))
    z = centres[:, None] + rng.standard_normal((12, 4000, 3)) * np.array([1.0, 0.5, 2.0])
    logs = -((z.reshape(-1, 1, 3) - centres) ** 2 / np.array([1.0, 0.25, 4.0])).sum(2) / 2
    own = logs[np.arange(48_000), np.repeat(np.arange(12), 4000)]
    truth = np.mean(own - np.logaddexp.reduce(logs, axis=1)) + np.log(12)
    found = decoded(z)
    assert truth - 0.03 < found.value < truth + 4 * found.standard_error
    assert decoded(1000 * z).value == pytest.approx(found.value, abs=1e-6)  # units are of no interest
    far = decoded(centres[:, None] + 1e-3 * rng.standard_normal((12, 40, 3)))
    assert far.value == pytest.approx(np.log(12), abs=1e-6)


def test_training_and_its_seed_decide_the_scores():
    x, y = task("normal-1x1-0.75").sample(300, 0)
    index = np.arange(300).reshape(1, -1)
    sets = index[:, :150], index[:, 150:200], index[:, 200:]

    def own(seed, **options):
        return held_out_scores(x, y, sets, objective="dv", training=Training(epochs=2, **options), seed=seed)[0].own

    assert np.array_equal(own(0), own(0))
    assert not np.array_equal(own(0), own(1))
    for name, value in {"width": 8, "batch": 50, "rate": 1e-2, "negatives": 1, "weight_decay": 10.0}.items():
        assert not np.array_equal(own(0), own(0, **{name: value})), name


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda x: lower_bound(x, x, objective="mine"), "objective"),
        (lambda x: lower_bound(x, x, seeds=1), "seeds"),
        (lambda x: lower_bound(x[:50], x[:50]), "x, y"),
        (lambda x: bracket(x, x, lambda z, y: z), "log_density"),
        (lambda x: bracket(x, x, lambda z, y: np.full((len(z), len(y)), np.nan)), "log_density"),
        (lambda x: nested(x, x, np.ones((9, 2)), lambda z, y: z), "contrast"),
        (lambda x: decoded(x), "z"),
        (lambda x: decoded(x.reshape(50, 2, 1)), "z"),
        (lambda x: decoded(np.full((2, 20, 1), np.nan)), "z"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}:"):
        call(np.random.default_rng(0).standard_normal((100, 1)))
