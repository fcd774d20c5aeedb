"""The true information of a noisy layer against closed forms, other channels, and its own refinements."""

import numpy as np
import pytest

from estimators.lognormal_characteristic import log_characteristic, table
from estimators.noisy_layer import information_per_unit

ACCURACY = 1e-3


def one_term_truth(x, alpha, points=200_001):
    """I(z;x) of z = eps x for equally likely x: the sign, the atom at 0, and log|x| seen through Gaussian noise."""
    total = 0.0
    for part in (x[x > 0], -x[x < 0]):
        if len(part):
            share, u = len(part) / len(x), np.log(part)
            y = np.linspace(u.min() - 9 * alpha**0.5, u.max() + 9 * alpha**0.5, points)
            p = np.exp(-((y[:, None] - u) ** 2) / (2 * alpha)).mean(axis=1) / np.sqrt(2 * np.pi * alpha)
            entropy = -np.sum(p * np.log(np.maximum(p, 1e-300))) * (y[1] - y[0])
            total += share * (entropy - np.log(2 * np.pi * np.e * alpha) / 2 - np.log(share))
    zero = np.mean(x == 0)
    return total - (zero * np.log(zero) if zero else 0.0)


@pytest.mark.parametrize("alpha", [0.01, 0.1, 0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize(
    "x",
    [
        np.array([1.0, 2.0]),
        np.array([1.0, -1.0]),
        np.array([1.0, -0.3, 1e-3, 7.0]),
        np.random.default_rng(0).normal(size=30),
        np.maximum(np.random.default_rng(1).normal(size=20), 0),
    ],
    ids=["two values", "signs", "four scales", "Gaussian", "behind a ReLU"],
)
def test_one_term_has_its_closed_form(alpha, x):
    estimate = information_per_unit([[1.3]], alpha, x[:, None])
    assert estimate.value[0] == pytest.approx(one_term_truth(x, alpha), abs=1e-4)
    assert estimate.standard_error[0] == 0.0


def test_antipodal_inputs_of_one_sign_weights_tell_exactly_their_sign():
    v = np.abs(np.random.default_rng(2).normal(size=40))
    estimate = information_per_unit(np.ones((1, 40)), 1.5, np.stack([v, -v]))
    assert estimate.value[0] == pytest.approx(np.log(2), abs=1e-4)


def convolved_entropy(a, b, alpha):
    """h(a eps_1 + b eps_2) for a, b > 0 by direct quadrature of the convolution in log coordinates."""
    from scipy.stats import lognorm

    one, two = (lognorm(s=alpha**0.5, scale=s * np.exp(-alpha / 2)) for s in (a, b))
    u = np.exp(np.linspace(-9, 9, 1500) * alpha**0.5) * a * np.exp(-alpha / 2)
    mass = one.pdf(u) * np.gradient(u)
    z = np.exp(np.linspace(np.log(1e-3), np.log(1e4), 4000))
    density = np.array([np.sum(mass * two.pdf(value - u)) for value in z])
    return -np.trapezoid(density * np.log(np.maximum(density, 1e-300)), z)


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0])
def test_two_terms_agree_with_a_direct_convolution(alpha):
    from validation.papers.achille_soatto_2017.row_worlds import true_entropies

    found = true_entropies(np.ones(2), alpha, np.array([[1.0, 0.5], [2.0, 0.3]]), np.array([0.5, 0.5]))["h"]
    assert found == pytest.approx(
        [convolved_entropy(1.0, 0.5, alpha), convolved_entropy(2.0, 0.3, alpha)], abs=ACCURACY
    )


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [0.1, 2.0])
def test_many_terms_agree_with_a_million_samples(alpha):
    """dim x = 256, two inputs: the information of a histogram of 10^6 draws of each, with Miller's correction."""
    rng = np.random.default_rng(3)
    w, x = np.abs(rng.normal(size=256)), np.abs(rng.normal(size=(2, 256))) * [[1.0], [1.2]]
    truth = information_per_unit(w[None], alpha, x).value[0]
    draws = []
    for row in x:
        parts = [np.exp(rng.normal(size=(50_000, 256)) * alpha**0.5 - alpha / 2) @ (w * row) for _ in range(20)]
        draws.append(np.concatenate(parts))
    edges = np.quantile(np.concatenate(draws), np.linspace(0, 1, 301)[1:-1])
    counts = np.array([np.bincount(np.searchsorted(edges, z), minlength=300) for z in draws])
    joint = counts / counts.sum()
    information = np.nansum(
        joint * np.log(joint / (joint.sum(axis=0) * 0.5), where=joint > 0, out=np.zeros_like(joint))
    )
    information -= 299 / (2 * counts.sum())
    assert truth == pytest.approx(information, abs=1.5 * ACCURACY)


def test_gap_to_the_gaussian_surrogate_falls_with_dim_x():
    """Like 1/d^2 for symmetric inputs, down to gaps of 1e-5 nats, and like 1/d for others."""
    from validation.papers.achille_soatto_2017.checks.section_5_figures import two_valued_gap

    symmetric, positive = ([two_valued_gap(dim, v, 0.1) for dim in (64, 128)] for v in ((-1.0, 1.0), (0.5, 1.5)))
    assert symmetric[0] / symmetric[1] == pytest.approx(4, abs=0.2)
    assert positive[0] / positive[1] == pytest.approx(2, abs=0.1)


def test_in_one_dimension_the_surrogate_is_wrong_by_a_lot():
    """The sign is all there is to know."""
    assert information_per_unit([[1.0]], 0.1, [[1.0], [-1.0]]).value[0] == pytest.approx(np.log(2), abs=1e-5)
    assert np.log(1 + 1 / np.expm1(0.1)) / 2 > np.log(2) + 0.4


@pytest.mark.parametrize("alpha", [0.02, 0.5, 2.0])
def test_scaling_a_row_or_reordering_inputs_changes_nothing(alpha):
    rng = np.random.default_rng(5)
    w, x = rng.standard_t(2, size=(3, 9)), rng.normal(size=(12, 9))
    plain = information_per_unit(w, alpha, x).value
    scaled = information_per_unit(w * np.array([[1e-3], [-7.0], [123.0]]), alpha, x[::-1]).value
    assert scaled == pytest.approx(plain, abs=2e-4)


def test_numerical_error_covers_the_difference_to_a_finer_grid(monkeypatch):
    import estimators.noisy_layer_density as density

    rng = np.random.default_rng(6)
    w, x = rng.standard_t(1.5, size=(4, 8)), rng.normal(size=(16, 8))
    usual = information_per_unit(w, 1.0, x)
    finer = density.Resolution(axis_step=0.06, alpha_step=0.12, vanished=-20.0, tail=5.8, taps=14)
    monkeypatch.setattr(density, "FINE", finer)
    refined = information_per_unit(w, 1.0, x)
    assert np.abs(usual.value - refined.value).max() < 1e-4
    assert (usual.numerical_error < ACCURACY).all()


def test_one_alpha_for_each_weight_equals_one_alpha_for_all_where_they_agree():
    rng = np.random.default_rng(7)
    w, x = rng.normal(size=(2, 12)), rng.normal(size=(10, 12))
    alike = np.full(w.shape, 0.3) * (1 + 1e-6 * rng.normal(size=w.shape))
    assert information_per_unit(w, alike, x).value == pytest.approx(information_per_unit(w, 0.3, x).value, abs=2e-4)


def test_alphas_are_interpolated_as_accurately_as_grouped():
    rng = np.random.default_rng(8)
    w, x = rng.normal(size=(1, 6)), rng.normal(size=(3, 6))
    few = np.exp(rng.uniform(np.log(0.02), np.log(2), size=(1, 6)))
    grouped = information_per_unit(w, few, x).value[0]
    # four more weights that see nothing make the alphas too many to group
    many = np.concatenate([few, np.geomspace(0.02, 2, 6)[None]], axis=1)
    padded = information_per_unit(np.concatenate([w, np.zeros((1, 6))], axis=1), many, np.tile(x, 2)).value[0]
    assert padded == pytest.approx(grouped, abs=2e-4)


def test_alpha_of_a_weight_belongs_to_that_weight():
    """Only the first input varies: noise on its weight matters more than on the other's."""
    x = np.array([[1.0, 1.0], [2.0, 1.0]])
    quiet, loud = (information_per_unit([[1.0, 1e-3]], [alphas], x).value[0] for alphas in ([0.05, 1.0], [1.0, 0.05]))
    assert quiet == pytest.approx(one_term_truth(np.array([1.0, 2.0]), 0.05), abs=2e-2)
    assert loud == pytest.approx(one_term_truth(np.array([1.0, 2.0]), 1.0), abs=2e-2)


def test_weights_of_the_inputs_are_their_probabilities():
    x = np.array([[1.0], [-1.0]])
    p = 0.2
    truth = -p * np.log(p) - (1 - p) * np.log(1 - p)
    assert information_per_unit([[1.0]], 0.5, x, weights=[p, 1 - p]).value[0] == pytest.approx(truth, abs=1e-4)


def test_a_sample_has_an_interval_that_holds_the_truth():
    """z = eps x with log x standard normal: I = 1/2 log(1 + 1/alpha)."""

    def sampler(rng, n):
        return np.exp(rng.standard_normal((n, 1)))

    truth = np.log1p(1 / 0.5) / 2
    held = 0
    for seed in range(8):
        estimate = information_per_unit([[1.0]], 0.5, sampler, n_inputs=80, seed=seed)
        low, high = (side[0] for side in estimate.interval)
        held += low <= truth <= high
        assert estimate.bound == "lower"
        assert 0.005 < estimate.standard_error[0] < 0.1
    assert held >= 6


def test_a_sampler_repeats_with_its_seed():
    def sampler(rng, n):
        return rng.standard_normal((n, 3))

    w = np.ones((1, 3))
    one, again, other = (information_per_unit(w, 0.2, sampler, n_inputs=50, seed=s).value[0] for s in (1, 1, 2))
    assert one == again != other


def test_a_row_of_zeros_passes_nothing_and_says_so():
    estimate = information_per_unit([[0.0, 0.0], [1.0, 1.0]], 0.3, [[1.0, 2.0], [3.0, -1.0]])
    assert estimate.value[0] == 0.0 < estimate.value[1]
    assert any("zeros" in note for note in estimate.warnings)


def test_an_atom_at_zero_is_said_and_finite():
    estimate = information_per_unit([[1.0, 1.0]], 0.3, [[0.0, 0.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]])
    assert estimate.value[0] == pytest.approx(-0.25 * np.log(0.25) - 0.75 * np.log(0.75), abs=1e-9)
    assert any("exactly 0" in note for note in estimate.warnings)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1.0]], 0.0, [[1.0], [2.0]]), "alpha: must be positive and finite"),
        (([[1.0]], -1.0, [[1.0], [2.0]]), "alpha: must be positive and finite"),
        (([[1.0]], np.nan, [[1.0], [2.0]]), "alpha: must be positive and finite"),
        (([[1.0]], 100.0, [[1.0], [2.0]]), "alpha: 100.0 is too large for the grid, the largest that works is"),
        (([[1.0]], 1e-9, [[1.0], [2.0]]), "alpha: 1e-09 is too small for the grid, the smallest that works is"),
        (([[1.0]], [[0.1, 0.2]], [[1.0], [2.0]]), "alpha: must be a scalar or have w_hat's shape"),
        (([1.0], 0.1, [[1.0], [2.0]]), "w_hat: must have shape"),
        (([[1.0]], 0.1, [[1.0, 2.0], [2.0, 3.0]]), "x: must have shape"),
        (([[1.0]], 0.1, [[1.0], [np.inf]]), "x: must be finite"),
        (([[1.0]], 0.1, [[1.0], [1.0]]), "x: must contain at least two distinct inputs"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        information_per_unit(*arguments)


def test_bad_options_are_named():
    with pytest.raises(ValueError, match="weights: must be non-negative and sum to 1"):
        information_per_unit([[1.0]], 0.1, [[1.0], [2.0]], weights=[0.5, 0.6])
    with pytest.raises(ValueError, match="inputs: must be"):
        information_per_unit([[1.0]], 0.1, [[1.0], [2.0]], inputs="guess")


@pytest.mark.parametrize("alpha", [1e-3, 0.01, 0.3, 2.0])
def test_characteristic_function_agrees_with_a_fine_sum(alpha):
    y = np.linspace(-12, 12, 400_001)
    weight = np.exp(-(y**2) / 2) / np.sqrt(2 * np.pi) * (y[1] - y[0])
    for t in (0.1, 1.0, 6.0):
        direct = np.sum(weight * np.exp(1j * t * np.exp(alpha**0.5 * y - alpha / 2)))
        assert np.exp(log_characteristic(alpha, np.array(np.log(t)))) == pytest.approx(direct, abs=1e-7)
        real, imaginary = table(alpha)(np.array([np.log(t)]))
        assert np.exp(real[0] + 1j * imaginary[0]) == pytest.approx(direct, abs=1e-7)


@pytest.mark.gpu
def test_gpu_agrees_with_cpu():
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("torch sees no GPU")
    rng = np.random.default_rng(9)
    w, x = rng.normal(size=(3, 20)), rng.normal(size=(30, 20))
    cpu, gpu = (information_per_unit(w, 0.4, x, device=device).value for device in ("cpu", "cuda"))
    assert gpu == pytest.approx(cpu, abs=1e-8)


def test_inputs_without_weight_are_as_if_they_were_not_there():
    rng = np.random.default_rng(3)
    w_hat, x = rng.standard_normal((2, 3)), rng.standard_normal((100, 3))
    weights = np.zeros(100)
    weights[:2] = 0.5
    found = information_per_unit(w_hat, 0.3, x, weights=weights)
    np.testing.assert_allclose(found.value, information_per_unit(w_hat, 0.3, x[:2]).value, rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-305, 1e-200, 1e200, 1e300])
def test_units_of_the_weights_or_the_inputs_change_nothing(scale):
    rng = np.random.default_rng(4)
    w_hat, x = rng.standard_normal((2, 3)), rng.standard_normal((5, 3))
    truth = information_per_unit(w_hat, 0.3, x).value
    np.testing.assert_allclose(information_per_unit(scale * w_hat, 0.3, x).value, truth, atol=1e-6)
    np.testing.assert_allclose(information_per_unit(w_hat, 0.3, scale * x).value, truth, atol=1e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"w_hat": [["a", "b"]]}, "w_hat: must hold real numbers"),
        ({"w_hat": [[1, 2], [3]]}, "w_hat: must be one array"),
        ({"alpha": "0.1"}, "alpha: must hold real numbers"),
        ({"x": np.ones((2, 2)) * 1j}, "x: must hold real numbers"),
        ({"x": np.zeros((0, 2))}, "x: must contain at least two"),
        ({"weights": [1, 0]}, "x: must contain at least two distinct inputs of weight > 0"),
        ({"x": [[1.0, 2.0], [1e30, 1.0]]}, "x: a unit's inputs differ in size by more than"),
        ({"weights": "a"}, "weights: must hold real numbers"),
        ({"device": "nowhere"}, "device: torch has no device 'nowhere'"),
        ({"level": 2}, "level: must lie"),
        ({"x": lambda rng, n: rng.standard_normal((n, 2)), "n_inputs": 2.5}, "n_inputs: must be a whole number"),
        ({"x": lambda rng, n: rng.standard_normal((n, 2)), "seed": -1}, "seed: must be a whole number"),
    ],
)
def test_what_is_no_number_no_device_or_no_sample_is_named(options, message):
    arguments = {"w_hat": [[1.0, -1.0]], "alpha": 0.1, "x": [[1.0, 2.0], [0.5, 1.0]]} | options
    with pytest.raises(ValueError, match=f"^{message}"):
        information_per_unit(**arguments)


def test_a_sample_s_interval_is_of_the_level_that_is_asked_for():
    def sampler(rng, n):
        return rng.standard_normal((n, 1))

    found = information_per_unit([[1.0]], 0.5, sampler, n_inputs=50, seed=0, level=0.95)
    below = (found.value - found.interval[0]) / found.standard_error
    assert below == pytest.approx(1.96, abs=0.01)  # and the numerical error
