"""The true information of a layer: time for a whole layer, and against a nested Monte-Carlo estimate."""

import time
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.noisy_layer import information_per_unit

TARGET = 1e-3  # nats


def _layer(rows: int, dim: int, inputs: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((rows, dim)), rng.standard_normal((inputs, dim))


@pytest.mark.parametrize(("alpha", "limit"), [(0.1, 30.0), (2.0, 600.0)])
def test_a_layer_of_256_units_with_1000_inputs(alpha: float, limit: float, capsys: pytest.CaptureFixture[str]) -> None:
    w, x = _layer(256, 256, 1000)
    start = time.perf_counter()
    estimate = information_per_unit(w, alpha, x)
    seconds = time.perf_counter() - start
    with capsys.disabled():
        print(
            f"\n256 x 256, 1000 inputs, alpha = {alpha}: {seconds:.1f} s (limit {limit:.0f}), "
            f"numerical error at most {estimate.numerical_error.max():.1e} nats"
        )
    assert seconds < limit
    assert estimate.numerical_error.max() < TARGET


def test_one_unit(benchmark: Any) -> None:
    w, x = _layer(1, 256, 1000)
    estimate = benchmark.pedantic(information_per_unit, (w, 0.1, x), rounds=3, warmup_rounds=1)
    assert estimate.value.shape == (1,)


def nested(
    w: NDArray[np.float64], alpha: float, x: NDArray[np.float64], rng: np.random.Generator, outer: int, inner: int
) -> tuple[float, float]:
    """Mean and standard error of log p(z|x)/p(z), from `inner` draws of all noises but the largest term's.

    Given the others, z has the shifted density of one scaled log-normal: better than counting or a kernel.
    """
    a = x * w
    pivot = np.abs(w).argmax()
    sigma = np.sqrt(alpha)

    def log_noise(shape: tuple[int, ...]) -> NDArray[np.float64]:
        return sigma * rng.standard_normal(shape) - alpha / 2

    which = rng.integers(len(x), size=outer)
    z = (a[which] * np.exp(log_noise((outer, x.shape[1])))).sum(axis=1)
    densities = np.empty((len(x), outer))
    for n, terms in enumerate(a):
        noise = np.exp(log_noise((inner, x.shape[1])))
        noise[:, pivot] = 0.0
        u = (z[:, None] - noise @ terms) / terms[pivot]
        v = np.log(np.maximum(u, 1e-300)) + alpha / 2
        density = np.exp(-(v**2) / (2 * alpha)) / np.maximum(u, 1e-300) / np.sqrt(2 * np.pi * alpha)
        density /= abs(terms[pivot])
        densities[n] = np.where(u > 0, density, 0.0).mean(axis=1)
    given = densities[which, np.arange(outer)]
    values = np.log(np.maximum(given, 1e-12) / np.maximum(densities.mean(axis=0), 1e-12))
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(outer))


def test_fifty_times_faster_than_nested_monte_carlo(capsys: pytest.CaptureFixture[str]) -> None:
    w, x = _layer(1, 64, 40)
    alpha = 0.3
    information_per_unit(w, alpha, x)
    start = time.perf_counter()
    ours = information_per_unit(w, alpha, x)
    own_seconds = time.perf_counter() - start
    start = time.perf_counter()
    value, error = nested(w[0], alpha, x, np.random.default_rng(1), 4000, 1000)
    seconds = time.perf_counter() - start
    # the error falls like the root of the time
    needed = seconds * (error / TARGET) ** 2
    with capsys.disabled():
        print(
            f"\nhere {ours.value[0]:.4f} (numerical error {ours.numerical_error[0]:.1e}) in {own_seconds:.3f} s; "
            f"nested Monte Carlo {value:.4f} +- {error:.4f} in {seconds:.2f} s, so {needed:.0f} s for {TARGET}: "
            f"{needed / own_seconds:.0f} times"
        )
    assert ours.numerical_error[0] < TARGET
    assert abs(value - ours.value[0]) < 5 * error + 0.03  # its inner average adds a bias
    assert needed > 50 * own_seconds
