"""The benchmark's truths by a second road: quadrature, Monte Carlo over known densities, or one-to-one maps undone."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from validation.data import known_truth as kt


def test_the_student_truth_is_the_mean_log_ratio_of_its_densities():
    rng = np.random.default_rng(0)
    chosen = kt.student(2, 3, 3.0)
    x, y = chosen.sample(400_000, rng)
    joint = stats.multivariate_t(np.zeros(5), np.eye(5), df=3).logpdf(np.hstack([x, y]))
    apart = [stats.multivariate_t(np.zeros(s.shape[1]), np.eye(s.shape[1]), df=3).logpdf(s) for s in (x, y)]
    ratio = joint - apart[0] - apart[1]
    assert ratio.mean() == pytest.approx(chosen.truth, abs=4 * ratio.std() / np.sqrt(len(ratio)))


def test_the_normal_truth_is_the_mean_log_ratio_of_its_densities():
    rng = np.random.default_rng(0)
    chosen = kt.task("normal-dense-3x3-0.5")
    x, y = chosen.sample(200_000, rng)
    z = np.hstack([x, y])
    covariance = 0.5 + 0.5 * np.eye(6)
    half = stats.multivariate_normal(np.zeros(3), covariance[:3, :3])
    ratio = stats.multivariate_normal(np.zeros(6), covariance).logpdf(z) - half.logpdf(x) - half.logpdf(y)
    assert ratio.mean() == pytest.approx(chosen.truth, abs=4 * ratio.std() / np.sqrt(len(ratio)))
    assert np.cov(z.T) == pytest.approx(covariance, abs=0.02)


@pytest.mark.parametrize("width", [0.1, 0.5, 0.75])
def test_the_uniform_noise_truth_is_an_entropy_difference(width):
    def density(y):
        return (min(1, y + width) - max(0, y - width)) / (2 * width)

    ends = [-width, min(width, 1 - width), max(width, 1 - width), 1 + width]
    entropy = sum(integrate.quad(lambda y: -density(y) * np.log(density(y)), a, b)[0] for a, b in pairwise(ends))
    assert kt.uniform_noise_information(width) == pytest.approx(entropy - np.log(2 * width), abs=1e-7)


@pytest.mark.parametrize("alpha", [0.1, 1.0])
def test_the_noisy_layer_truth_agrees_with_the_other_computation_of_it(alpha):
    from estimators.noisy_layer import information_per_unit

    # the midpoints of equal shares of |x| on both signs stand for a normal x
    quantiles = stats.halfnorm.ppf((np.arange(300) + 0.5) / 300)
    x = np.concatenate([quantiles, -quantiles])[:, None]
    other = information_per_unit(np.ones((1, 1)), alpha, x).value[0]
    assert kt.one_input_layer_information(alpha) == pytest.approx(other, abs=0.02)


def test_the_label_truth_is_a_mean_log_ratio():
    chosen = kt.two_labels(3.0, 0.2)
    x, y = chosen.sample(400_000, 1)
    given = stats.norm.logpdf(x, 3 * y)
    mixture = np.log(0.8 * stats.norm.pdf(x) + 0.2 * stats.norm.pdf(x, 3))
    assert (given - mixture).mean() == pytest.approx(chosen.truth, abs=4 * (given - mixture).std() / np.sqrt(len(x)))


def test_the_spiral_turns_about_the_origin_by_an_angle_of_the_radius_alone():
    from scipy.linalg import expm

    x = np.random.default_rng(0).standard_normal((5, 4))
    generator = np.zeros((4, 4))
    generator[0, 1] = generator[1, 2] = 1
    generator -= generator.T
    for point, turned in zip(x, kt.spiral(x), strict=True):
        assert turned == pytest.approx(expm(generator * (point @ point) / 3) @ point)


@pytest.mark.parametrize("transform", [kt.wiggly, kt.half_cube, kt.bimodal])
def test_the_maps_of_single_coordinates_increase(transform):
    grid = np.linspace(-4.5, 4.5, 4001)
    assert np.all(np.diff(transform(grid)) > 0)


def test_the_swiss_roll_is_one_to_one():
    u = np.linspace(0, 1, 2000)[:, None]
    turn = np.linalg.norm(kt.swiss_roll(u), axis=1)  # the radius grows along the roll
    assert np.all(np.diff(turn) > 0)


@pytest.mark.parametrize("chosen", [*kt.TASKS, *kt.label_tasks()], ids=lambda t: t.name)
def test_every_task_samples_what_it_says(chosen):
    x, y = chosen.sample(30, 0)
    assert x.shape == (30, chosen.dim_x)
    assert y.shape == (30, chosen.dim_y)
    again = chosen.sample(30, np.random.default_rng(0))
    assert np.array_equal(x, again[0])
    assert np.array_equal(y, again[1])
    assert 0 < chosen.truth < 2


def test_unknown_names_and_sizes_are_named():
    with pytest.raises(ValueError, match=r"^name: 'nothing' is not a task"):
        kt.task("nothing")
    with pytest.raises(ValueError, match=r"^n: must be at least 1"):
        kt.TASKS[0].sample(0, 0)
