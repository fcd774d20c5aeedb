"""Closed forms of the normal: unbiased at small n, intervals that cover, the exact one exactly."""

import numpy as np
import pytest
from scipy import integrate, stats

from estimators import gaussian
from validation.data.known_truth import normal_information


def equicorrelated(dim, rho):
    return np.full((dim, dim), rho) + (1 - rho) * np.eye(dim)


@pytest.mark.parametrize(("dim_x", "dim_y", "rho", "n"), [(1, 1, 0.6, 30), (3, 1, 0.5, 40), (2, 3, 0.4, 60)])
def test_values_have_no_bias_and_intervals_cover(dim_x, dim_y, rho, n):
    covariance = equicorrelated(dim_x + dim_y, rho)
    root = np.linalg.cholesky(covariance)
    log_determinant = np.linalg.slogdet(covariance)[1]
    truths = {
        "information": normal_information(covariance, dim_x),
        "total correlation": -log_determinant / 2,
        "entropy": ((dim_x + dim_y) * np.log(2 * np.pi * np.e) + log_determinant) / 2,
    }
    found = {name: [] for name in truths}
    rng = np.random.default_rng(3)
    for _ in range(400):
        z = rng.standard_normal((n, dim_x + dim_y)) @ root.T
        found["information"].append(gaussian.mutual_information(z[:, :dim_x], z[:, dim_x:], margins="none"))
        found["total correlation"].append(gaussian.total_correlation(z, margins="none"))
        found["entropy"].append(gaussian.entropy(z))
    for name, truth in truths.items():
        values = np.array([e.value for e in found[name]])
        covered = sum(e.interval[0] <= truth <= e.interval[1] for e in found[name])
        assert abs(values.mean() - truth) < 4 * values.std() / 20, name
        assert stats.binomtest(covered, 400, 0.92, alternative="less").pvalue > 1e-3, name


def test_the_exact_distribution_of_the_multiple_correlation_is_that_of_the_correlation_of_a_pair():
    n, rho, squared = 12, 0.55, 0.4

    def density(r):  # Hotelling's form of the density of the sample correlation, by its integral over a gamma ratio
        def inner(w):
            return (np.cosh(w) - rho * r) ** -(n - 1)

        return integrate.quad(inner, 0, 40)[0] * (1 - r**2) ** ((n - 4) / 2)

    mass = integrate.quad(density, -1, 1)[0]
    inside = integrate.quad(density, -np.sqrt(squared), np.sqrt(squared))[0]
    assert gaussian._multiple_correlation_cdf(squared, rho**2, n, 1) == pytest.approx(inside / mass, abs=1e-8)


def test_the_exact_interval_ends_where_the_tails_are_half_of_what_is_left():
    low, high = gaussian.exact_interval(0.5, 50, 2, 0.9)
    for end, tail in ((low, 0.95), (high, 0.05)):
        truth = 1 - np.exp(-2 * end)
        assert gaussian._multiple_correlation_cdf(0.5, truth, 50, 2) == pytest.approx(tail, abs=1e-9)


def test_canonical_coordinates_are_white_and_paired():
    rng = np.random.default_rng(0)
    z = rng.standard_normal((500, 5)) @ np.linalg.cholesky(equicorrelated(5, 0.4)).T
    u, v, rho = gaussian.canonical_coordinates(z[:, :2], z[:, 2:])
    joint = np.hstack([u, v])
    expected = np.eye(5)
    expected[[0, 1], [2, 3]] = expected[[2, 3], [0, 1]] = rho
    assert np.allclose(joint.T @ joint / 500, expected, atol=1e-10)


def test_normal_scores_undo_monotone_maps_and_a_departure_is_said():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((800, 1))
    y = 0.6 * x + 0.8 * rng.standard_normal((800, 1))
    plain = gaussian.mutual_information(x, y)
    assert gaussian.mutual_information(np.exp(3 * x), y**3).value == pytest.approx(plain.value, abs=1e-12)
    assert plain.warnings == ()
    bent = gaussian.mutual_information(x, x**2 + 0.1 * y)
    assert "no Gaussian copula" in bent.warnings[0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: gaussian.mutual_information(np.ones((5, 3)) * np.arange(5)[:, None], np.arange(5.0)), "x, y"),
        (lambda: gaussian.entropy(np.eye(3)), "x"),
        (lambda: gaussian.total_correlation(np.eye(4)), "x"),
        (lambda: gaussian.mutual_information(np.arange(9.0), np.arange(9.0), margins="ranks"), "margins"),
    ],
)
def test_bad_samples_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}:"):
        call()


def test_linearly_dependent_features_are_left_out_and_said():
    x = np.random.default_rng(0).standard_normal((50, 2))
    wide = np.hstack([x, x.sum(axis=1, keepdims=True)])
    found, plain = (gaussian.mutual_information(side, x[:, :1] ** 2, margins="none") for side in (wide, x))
    assert found.value == pytest.approx(plain.value)
    assert "1 of 3 features are linear functions" in found.warnings[0]
    with pytest.raises(ValueError, match="linear functions"):
        gaussian.total_correlation(wide, margins="none")  # infinite


@pytest.mark.parametrize("units", [(1e-12, 1.0), (1e-100, 1e-100), (1e100, 1e-100)])
def test_units_shift_an_entropy_and_leave_an_information(units):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100, 2))
    y = x + rng.standard_normal((100, 2))
    shifted = gaussian.entropy(x * units).value - np.log(units).sum()
    assert shifted == pytest.approx(gaussian.entropy(x).value, abs=1e-9)
    found = gaussian.mutual_information(x * units, y, margins="none").value
    assert found == pytest.approx(gaussian.mutual_information(x, y, margins="none").value, abs=1e-9)


def test_a_sum_of_other_features_has_no_density():
    x = np.random.default_rng(0).standard_normal((100, 2))
    with pytest.raises(ValueError, match="linear functions"):
        gaussian.entropy(np.column_stack([x, x.sum(axis=1)]))
