"""Total correlation where it is known, and the chain rule beyond six features."""

import numpy as np
import pytest

import estimators.total_correlation
from estimators.gaussian import total_correlation as gaussian_total_correlation
from estimators.mutual_information import mutual_information
from estimators.total_correlation import knn, total_correlation
from validation.data.known_truth import student_radial_information


def equicorrelated(rng, n, dim, rho):
    return np.sqrt(rho) * rng.standard_normal((n, 1)) + np.sqrt(1 - rho) * rng.standard_normal((n, dim))


def truth(dim, rho):
    return -0.5 * np.linalg.slogdet(np.full((dim, dim), rho) + (1 - rho) * np.eye(dim))[1]


def test_intervals_hold_the_truth_of_a_normal_under_monotone_maps():
    covered = []
    for seed in range(40):
        x = equicorrelated(np.random.default_rng(seed), 600, 3, 0.5)
        low, high = total_correlation(np.exp(x), seed=seed).interval
        covered.append(low <= truth(3, 0.5) <= high)
    assert np.mean(covered) >= 0.88


def test_a_shared_scale_is_found_where_the_gaussian_copula_sees_nothing():
    # TC of a spherical Student is the sum of the radial informations of the chain rule
    true = student_radial_information(2, 1, 1) + student_radial_information(2, 1, 2)
    rng = np.random.default_rng(1)
    x = rng.standard_normal((4000, 3)) / np.sqrt(rng.chisquare(2, (4000, 1)) / 2)
    found = total_correlation(x)
    assert found.interval[0] <= true <= found.interval[1]
    assert abs(found.value - true) < 0.06
    assert gaussian_total_correlation(x).value < 0.02


def test_two_features_are_a_mutual_information():
    from estimators.kraskov import ksg_value
    from estimators.total_correlation import knn_value

    x = equicorrelated(np.random.default_rng(0), 500, 2, 0.7)
    assert knn_value(x, 3) == pytest.approx(ksg_value(x[:, :1], x[:, 1:], 3), abs=1e-12)


def test_beyond_six_features_the_chain_rule_takes_over():
    x = equicorrelated(np.random.default_rng(0), 800, 8, 0.3)
    found = total_correlation(x)
    assert "chain rule" in found.method
    assert found.interval[0] <= truth(8, 0.3) <= found.interval[1]
    assert abs(found.value - truth(8, 0.3)) < 0.15


def test_high_dimension_and_constants_are_said():
    x = equicorrelated(np.random.default_rng(0), 300, 8, 0.3)
    assert "joint dimensions" in " ".join(knn(x).warnings)
    assert knn(x).interval[1] == np.inf
    constant = total_correlation(np.hstack([x[:, :1], np.ones((300, 1))]))
    assert constant.value == 0.0
    assert "constant" in constant.warnings[0]


@pytest.mark.parametrize("dim", [2, 8])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"surrogate_sets": 0}, "surrogate_sets: must be at least 2"),
        ({"seed": -1}, "seed: must be a whole number"),
        ({"k": None}, "k: must be a whole number"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(dim, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        total_correlation(np.random.default_rng(0).standard_normal((50, dim)), **options)


def test_every_term_of_the_chain_rule_has_a_seed_of_its_own(monkeypatch):
    seeds = []

    def recorded(x, y, *, seed, **options):
        seeds.append(seed)
        return mutual_information(x, y, seed=seed, **options)

    monkeypatch.setattr(estimators.total_correlation, "mutual_information", recorded)
    total_correlation(np.random.default_rng(0).standard_normal((100, 8)))
    assert len(set(seeds)) == 7
