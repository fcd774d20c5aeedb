"""The hard families' truths by a second road: a mean log ratio of densities, a closed form, or a limit."""

import numpy as np
import pytest
from scipy import stats

from estimators.discrete import mutual_information as counted
from validation.data import hard_truth as hard
from validation.data.known_truth import two_labels


def mean_is(ratio, truth):
    assert ratio.mean() == pytest.approx(truth, abs=4 * ratio.std() / np.sqrt(len(ratio)))


@pytest.mark.parametrize("theta", [0.5, 2.0])
def test_the_clayton_truth_is_the_mean_log_density_of_its_copula(theta):
    chosen = hard.clayton(theta)
    u, v = chosen.sample(200_000, 0)
    for side in (u, v):
        assert stats.kstest(side.ravel(), "uniform").pvalue > 1e-3
    tail = u**-theta + v**-theta - 1
    mean_is(np.log1p(theta) - (1 + theta) * np.log(u * v) - (2 + 1 / theta) * np.log(tail), chosen.truth)


@pytest.mark.parametrize("theta", [1.3, 2.0])
def test_the_gumbel_truth_is_the_mean_log_density_of_its_copula(theta):
    chosen = hard.gumbel(theta)
    u, v = chosen.sample(200_000, 0)
    for side in (u, v):
        assert stats.kstest(side.ravel(), "uniform").pvalue > 1e-3
    a, b = -np.log(u), -np.log(v)
    r = (a**theta + b**theta) ** (1 / theta)
    log_c = -r + a + b + (theta - 1) * np.log(a * b) + (1 - 2 * theta) * np.log(r) + np.log(r + theta - 1)
    # the density is the mixed derivative of C(u, v) = exp(-r), here as its second difference
    h, inner = 1e-4, ((np.minimum(u, v) > 0.01) & (np.maximum(u, v) < 0.99)).ravel()

    def copula(u, v):
        return np.exp(-(((-np.log(u)) ** theta + (-np.log(v)) ** theta) ** (1 / theta)))

    corners = [(s, t) for s in (-1, 1) for t in (-1, 1)]
    density = sum(s * t * copula(u[inner] + s * h, v[inner] + t * h) for s, t in corners) / (4 * h**2)
    assert np.log(density) == pytest.approx(log_c[inner], abs=0.05)
    mean_is(log_c, chosen.truth)


def test_the_ring_s_truth_is_a_mean_log_ratio():
    chosen = hard.ring(0.2)
    x, y = chosen.sample(20_000, 0)
    angles = 2 * np.pi * (np.arange(400) + 0.5) / 400
    of_x = stats.norm.pdf(x, np.cos(angles), 0.2)
    of_y = stats.norm.pdf(y, np.sin(angles), 0.2)
    joint = np.log((of_x * of_y).mean(axis=1))
    mean_is(joint - np.log(of_x.mean(axis=1)) - np.log(of_y.mean(axis=1)), chosen.truth)


def test_a_straight_curve_s_truth_is_that_of_uniform_through_normal_noise():
    chosen = hard.curve("line", lambda x: x, 0.3)
    x, y = chosen.sample(200_000, 0)
    density = (stats.norm.cdf((y + 1) / 0.3) - stats.norm.cdf((y - 1) / 0.3)) / 2
    mean_is(stats.norm.logpdf(y, x, 0.3) - np.log(density), chosen.truth)


def test_relu_units_are_binned_to_the_same_truth():
    assert hard.relu_information(0.0) == pytest.approx(0.0, abs=1e-12)
    x, y = hard.relu_pairs(0.8, 1).sample(2_000_000, 0)
    # bins can only lose, by less than their width
    bins = np.r_[-1.0, 1e-12, np.linspace(0.05, 3.0, 60)]
    binned = counted(np.digitize(x, bins), np.digitize(y, bins), method="plug-in").value
    assert hard.relu_information(0.8) == pytest.approx(binned, abs=0.004)


def test_clipping_and_dropout_reach_their_limits():
    whole = -0.5 * np.log(1 - 0.64)
    assert hard.clipped(6.0).truth == pytest.approx(whole, abs=1e-6)
    assert hard.dropout(0.0, number=1).truth == pytest.approx(whole)
    # clipped to almost nothing: the sign alone
    x = np.random.default_rng(0).standard_normal(400_000)
    chance = stats.norm.cdf(0.8 * x / 0.6)
    sign = np.log(2) + np.mean(chance * np.log(chance) + (1 - chance) * np.log1p(-np.minimum(chance, 1 - 1e-15)))
    assert hard.clipped(1e-4).truth == pytest.approx(sign, abs=2e-3)


def test_the_other_families_agree_with_closed_forms():
    assert hard.noisy_sum(0.1, 3).truth == pytest.approx(0.5 * np.log1p(300))
    assert hard.rotation(10, 0.01).truth == pytest.approx(5 * np.log1p(1e4))
    assert hard.hidden_interaction(8).truth == two_labels(6.0).truth
    assert hard.many_labels(200, 1.0).truth == pytest.approx(np.log(200))
    assert hard.many_labels(200, 0.0).truth == pytest.approx(0.0, abs=1e-12)
    values = np.random.default_rng(0).standard_normal(100)
    assert np.abs(hard.as_bfloat16(values) / values - 1).max() <= 2**-8


@pytest.mark.parametrize("chosen", hard.hard_tasks(), ids=lambda task: task.name)
def test_samples_have_the_shape_the_task_says(chosen):
    x, y = chosen.sample(7, 0)
    assert (x.shape, y.shape) == ((7, chosen.dim_x), (7, chosen.dim_y))
