"""Identities that tie the estimators together, as properties over random samples."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from estimators import discrete, gaussian
from estimators.entropy import entropy
from estimators.mutual_information import conditional, ksg, mutual_information
from estimators.total_correlation import total_correlation

seeds = st.integers(0, 10**6)
N = 500


def dependent(seed, dim=3, n=N):
    """Samples of a random law that is not normal: mixed normals, bent."""
    rng = np.random.default_rng(seed)
    mixing = rng.standard_normal((dim, dim)) + 2 * np.eye(dim)
    x = rng.standard_normal((n, dim)) @ mixing.T
    return x + 0.5 * rng.uniform(0, 1) * np.sin(x[:, ::-1])


def spread(*estimates):
    """Three joint standard errors, and the drifts, which are not noise."""
    drifts = sum(abs(e.details.get("drift", 0.0)) for e in estimates)
    return 3 * np.sqrt(sum(e.standard_error**2 for e in estimates)) + 1.5 * drifts + 0.02


@given(seeds)
@settings(max_examples=15)
def test_information_is_the_sum_of_the_entropies_less_the_joint(seed):
    x = dependent(seed, 2)
    parts = [entropy(x[:, :1], seed=seed), entropy(x[:, 1:], seed=seed), entropy(x, seed=seed)]
    whole = mutual_information(x[:, :1], x[:, 1:], seed=seed)
    assert abs(whole.value - (parts[0].value + parts[1].value - parts[2].value)) < spread(whole, *parts)


@given(seeds)
@settings(max_examples=15)
def test_the_chain_rule(seed):
    x = dependent(seed)
    first, rest, whole = x[:, :1], x[:, 1:2], x[:, 1:]
    left = mutual_information(first, whole, seed=seed)
    one, two = mutual_information(first, rest, seed=seed), conditional(first, x[:, 2:], rest, seed=seed)
    assume("fall short" not in " ".join(two.warnings))  # plain neighbours, of a relation too strong for them
    assert abs(left.value - one.value - two.value) < spread(left, one, two)


@given(seeds)
@settings(max_examples=15)
def test_total_correlation_is_a_sum_of_informations(seed):
    x = dependent(seed)
    whole = total_correlation(x, seed=seed)
    parts = [mutual_information(x[:, i : i + 1], x[:, :i], seed=seed) for i in (1, 2)]
    assert abs(whole.value - sum(p.value for p in parts)) < spread(whole, *parts)


@given(seeds)
def test_increasing_maps_of_coordinates_change_nothing(seed):
    x = dependent(seed, n=120)
    bent = np.stack([np.exp(x[:, 0] / 4), x[:, 1] ** 3, np.arctan(x[:, 2])], axis=1)
    for estimator in (ksg, mutual_information):
        before = estimator(x[:, :1], x[:, 1:], margins="normal-scores")
        after = estimator(bent[:, :1], bent[:, 1:], margins="normal-scores")
        assert after.value == pytest.approx(before.value, abs=1e-9)
    before, after = (total_correlation(sides, margins="normal-scores") for sides in (x, bent))
    assert after.value == pytest.approx(before.value, abs=1e-9)


@given(seeds)
def test_the_two_sides_may_change_places(seed):
    x = dependent(seed, n=120)
    assert ksg(x[:, :1], x[:, 1:]).value == pytest.approx(ksg(x[:, 1:], x[:, :1]).value, abs=1e-12)
    forth, back = gaussian.mutual_information(x[:, :1], x[:, 1:]), gaussian.mutual_information(x[:, 1:], x[:, :1])
    assert forth.value == pytest.approx(back.value, abs=1e-9)


@given(seeds)
def test_gaussian_forms_are_invariant_under_linear_maps_of_either_side(seed):
    x = dependent(seed, 4, n=80)
    matrix = np.random.default_rng(seed + 1).standard_normal((2, 2)) + 3 * np.eye(2)
    before = gaussian.mutual_information(x[:, :2], x[:, 2:], margins="none").value
    after = gaussian.mutual_information(x[:, :2] @ matrix, x[:, 2:] - 4, margins="none").value
    assert after == pytest.approx(before, abs=1e-8)


@given(seeds)
@settings(max_examples=15)
def test_processing_loses_information(seed):
    x = dependent(seed)
    rng = np.random.default_rng(seed)
    noisy = x[:, 1:] + rng.standard_normal((N, 2))
    before, after = (mutual_information(x[:, :1], side, seed=seed) for side in (x[:, 1:], noisy))
    assert after.value <= before.value + spread(before, after)


@given(seeds)
@settings(max_examples=10)
def test_information_and_total_correlation_of_noisy_units_are_the_units_informations(seed):
    # z_k = x . w_k + noise of its own, so TC(z|x) = 0: all informations are of a joint normal
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((N, 2))
    z = x @ rng.standard_normal((2, 2)) + rng.standard_normal((N, 2))
    whole, shared = mutual_information(x, z, seed=seed), total_correlation(z, seed=seed)
    units = [mutual_information(x, z[:, k : k + 1], seed=seed) for k in (0, 1)]
    gap = whole.value + shared.value - sum(u.value for u in units)
    assert abs(gap) < spread(whole, shared, *units)


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 2), min_size=6, max_size=80))
def test_plug_in_information_is_never_negative_nor_above_an_entropy(pairs):
    x, y = np.array(pairs).T
    value = discrete.mutual_information(x, y, method="plug-in").value
    assert -1e-12 <= value <= discrete.entropy(x, method="plug-in").value + 1e-12
