"""Differential entropy where it is known."""

import numpy as np
import pytest

from estimators.entropy import entropy, kozachenko_leonenko

LAWS = {
    "normal": (lambda rng, n: rng.standard_normal((n, 1)), 0.5 * np.log(2 * np.pi * np.e)),
    "Laplace": (lambda rng, n: rng.laplace(size=(n, 1)), 1 + np.log(2)),
    "Cauchy": (lambda rng, n: rng.standard_cauchy((n, 1)), np.log(4 * np.pi)),
    "exponential, 2": (lambda rng, n: rng.exponential(size=(n, 2)), 2.0),
    "uniform, 2": (lambda rng, n: rng.uniform(size=(n, 2)), 0.0),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("estimator", [entropy, kozachenko_leonenko])
def test_intervals_hold_the_truth(law, estimator):
    sample, truth = LAWS[law]
    found = [estimator(sample(np.random.default_rng(seed), 1000), seed=seed) for seed in range(40)]
    assert sum(e.interval[0] <= truth <= e.interval[1] for e in found) >= 34
    assert abs(np.mean([e.value for e in found]) - truth) < 0.09


def test_the_calibration_takes_the_bias_off_in_five_dimensions():
    truth = 2.5 * np.log(2 * np.pi * np.e)
    samples = [np.random.default_rng(seed).standard_normal((1000, 5)) for seed in range(20)]
    plain = np.mean([kozachenko_leonenko(x).value for x in samples]) - truth
    calibrated = np.mean([entropy(x).value for x in samples]) - truth
    assert abs(calibrated) < 0.03 < abs(plain)
    assert "dimensions" in entropy(samples[0]).warnings[0]


def test_an_affine_map_adds_its_log_determinant():
    x = np.random.default_rng(0).gamma(2.0, size=(800, 2))
    matrix = np.array([[2.0, 0.3], [0.0, 0.5]])
    shift = entropy(x @ matrix.T + 5).value - entropy(x).value
    assert shift == pytest.approx(np.log(np.linalg.det(matrix)), abs=0.02)


def test_duplicates_are_refused_as_there_is_no_density():
    with pytest.raises(ValueError, match=r"^x: .*duplicates.*discrete"):
        kozachenko_leonenko(np.random.default_rng(0).integers(0, 3, 100))


def test_units_shift_an_entropy():
    x = np.random.default_rng(0).standard_normal((200, 2))
    assert entropy(1e-100 * x).value - 2 * np.log(1e-100) == pytest.approx(entropy(x).value, abs=1e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"surrogate_sets": 0}, "surrogate_sets: must be at least 2"), ({"k": 2.5}, "k: must be a whole number")],
)
def test_arguments_of_the_wrong_kind_are_named(options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        entropy(np.random.default_rng(0).standard_normal(50), **options)
