"""The numbers the default estimator must reach where the truth is known, and the speed of the textbook one."""

import time
from importlib.util import find_spec

import numpy as np
import pytest

from estimators.gaussian import mutual_information as gaussian_information
from estimators.mutual_information import ksg, mutual_information
from validation.data.known_truth import TASKS, task
from validation.papers.achille_soatto_2017.experiments.estimator_runs import peers

N = 5000
# what other work reports at N = 5,000, in nats: KSG (k = 10), CCA, MINE and InfoNCE (means of two seeds); a few seeds
OTHERS = {
    "normal-1x1-0.75": (0.417, 0.407, 0.40, 0.385),
    "uniform-noise-0.1": (1.666, 1.618, 1.675, 1.645),
    "normal-dense-5x5-0.5": (0.557, 0.593, 0.56, 0.535),
    "normal-dense-25x25-0.5": (1.056, 1.349, 1.21, 1.04),
    "normal-pairs-25x25": (0.193, 1.069, 0.74, 0.755),
    "student-5x5-nu2": (0.206, 0.415, 0.015, 0.195),
    "swiss-roll": (0.415, 0.021, 0.33, 0.36),
}


def pair(dim, n=20_000):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, dim))
    return x, 0.7 * x + 0.7 * rng.standard_normal((n, dim))


@pytest.mark.parametrize("name", OTHERS)
def test_never_worse_than_the_best_of_the_others_by_more_than_a_tenth(name):
    chosen = task(name)
    best = min(abs(value - chosen.truth) for value in OTHERS[name])
    for seed in range(2):
        found = mutual_information(*chosen.sample(N, seed), seed=seed)
        assert abs(found.value - chosen.truth) < best + 0.1


@pytest.mark.slow
def test_the_default_errs_by_at_most_six_tenths_of_ksg_and_is_near_on_two_thirds_of_the_tasks():
    default, plain, near = [], [], []
    for chosen in TASKS:
        x, y = chosen.sample(N, 0)
        error = abs(mutual_information(x, y).value - chosen.truth)
        default.append(error)
        plain.append(abs(ksg(x, y, k=10, margins="none").value - chosen.truth))
        near.append(error <= max(0.03, 0.1 * chosen.truth))
    assert np.mean(default) <= 0.6 * np.mean(plain)
    assert np.mean(near) >= 2 / 3


@pytest.mark.slow
def test_intervals_hold_in_nine_runs_of_ten_without_a_warning():
    names = (
        "normal-1x1-0.75 uniform-noise-0.1 uniform-noise-0.75 swiss-roll normal-dense-2x2-0.5 normal-pairs-2x2 "
        "student-1x1-nu1 student-2x2-nu1 student-2x2-nu2 noisy-layer-1-alpha1"
    ).split()
    held = []
    for name in names:
        for seed in range(100):
            found = mutual_information(*task(name).sample(1000, 10_000 + seed), seed=seed)
            if not found.warnings:
                held.append(found.interval[0] <= task(name).truth <= found.interval[1])
    assert len(held) > 900
    assert np.mean(held) >= 0.9


@pytest.mark.parametrize("dim", [1, 2])
def test_speed_of_ksg(benchmark, dim):
    x, y = pair(dim)
    benchmark(lambda: ksg(x, y, margins="none"))


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ennemi") is None or find_spec("infomeasure") is None, reason="needs the peers extra")
@pytest.mark.parametrize("dim", [1, 2])
def test_ksg_with_its_interval_is_faster_than_the_peers_without(dim):
    x, y = pair(dim)

    def least(call):
        times = []
        for _ in range(7):
            started = time.perf_counter()
            call()
            times.append(time.perf_counter() - started)
        return min(times)

    ours = least(lambda: ksg(x, y, margins="none"))
    value = ksg(x, y, margins="none").value
    for name, call in peers(x, y):
        assert call() == pytest.approx(value, abs=1e-6), name
        assert ours < least(call), name


@pytest.mark.parametrize("dim", [5, 25])
def test_speed_of_the_default(benchmark, dim):
    x, y = pair(dim, 2000)
    found = benchmark.pedantic(lambda: mutual_information(x, y), rounds=2)
    assert found.value == pytest.approx(gaussian_information(x, y).value, abs=0.2)
