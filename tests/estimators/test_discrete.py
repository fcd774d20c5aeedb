"""Discrete entropies and informations: against exact laws, and by coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators import discrete


def entropy(p):
    p = np.asarray(p)[np.asarray(p) > 0]
    return float(-(p * np.log(p)).sum())


def test_plug_in_and_miller_madow_are_their_formulas():
    counts = [3, 1, 0, 4]
    plug_in = entropy(np.array(counts) / 8)
    assert discrete.entropy_of_counts(counts, method="plug-in").value == pytest.approx(plug_in)
    assert discrete.entropy_of_counts(counts, method="miller-madow").value == pytest.approx(plug_in + 2 / 16)


@pytest.mark.parametrize("corrected", [False, True])
def test_the_jackknife_is_that_of_leaving_out_each_sample(corrected):
    counts = np.array([1, 2, 5, 1, 3])
    labels = np.repeat(np.arange(5), counts)
    method = "miller-madow" if corrected else "plug-in"
    left_out = [discrete.entropy(np.delete(labels, i), method=method).value for i in range(len(labels))]
    expected = np.sqrt((len(labels) - 1) * np.var(left_out))
    assert discrete.entropy(labels, method=method).standard_error == pytest.approx(expected)


def test_the_dirichlet_moments_are_those_of_sampled_dirichlets():
    rng = np.random.default_rng(0)
    p = rng.dirichlet([3.5, 1.5, 7.5, 0.5, 0.5], 200_000)
    h = -np.sum(p * np.log(np.maximum(p, 1e-300)), axis=1)
    mean, second = discrete._dirichlet_moments(np.array([3, 1, 7]), np.array([0.5]), 2, np.array([13.5]))
    assert mean[0] == pytest.approx(h.mean(), abs=4 * h.std() / np.sqrt(len(h)))
    assert second[0] == pytest.approx((h**2).mean(), abs=4 * (h**2).std() / np.sqrt(len(h)))


@pytest.mark.parametrize(
    ("p", "n"),
    [
        (np.array([0.7, 0.2, 0.1]), 60),
        (np.full(100, 0.01), 50),
        (np.random.default_rng(1).dirichlet(np.full(30, 0.4)), 80),
    ],
)
def test_nsb_covers_where_the_plug_in_is_far_off(p, n):
    rng = np.random.default_rng(0)
    truth = entropy(p)
    found = [discrete.entropy_of_counts(rng.multinomial(n, p), alphabet=len(p)) for _ in range(200)]
    assert np.mean([e.interval[0] <= truth <= e.interval[1] for e in found]) >= 0.88
    plug_in = [discrete.entropy_of_counts(rng.multinomial(n, p), method="plug-in").value for _ in range(200)]
    assert abs(np.mean([e.value for e in found]) - truth) < 0.5 * abs(np.mean(plug_in) - truth) + 0.01


@pytest.mark.parametrize("method", discrete.METHODS)
@pytest.mark.parametrize("joint", [np.outer([0.5, 0.5], [0.3, 0.3, 0.4]), np.array([[0.4, 0.1], [0.1, 0.4]])])
def test_mutual_information_covers_its_truth(method, joint):
    rng = np.random.default_rng(0)
    truth = entropy(joint.sum(1)) + entropy(joint.sum(0)) - entropy(joint.ravel())
    covered = 0
    for _ in range(200):
        cells = rng.choice(joint.size, 100, p=joint.ravel())
        low, high = discrete.mutual_information(*np.divmod(cells, joint.shape[1]), method=method).interval
        covered += low <= truth <= high
    assert covered >= 180


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=5, max_size=60), st.integers(0, 10**6))
def test_renaming_the_labels_changes_nothing(pairs, seed):
    x, y = np.array(pairs).T
    rename = np.random.default_rng(seed).permutation(100)
    for method in discrete.METHODS:
        before = discrete.mutual_information(x, y, method=method).value
        assert discrete.mutual_information(rename[x], y, method=method).value == pytest.approx(before, abs=1e-9)
        assert discrete.mutual_information(y, x, method=method).value == pytest.approx(before, abs=1e-9)


def test_continuous_samples_are_noticed():
    warnings = discrete.entropy(np.random.default_rng(0).standard_normal(50)).warnings
    assert "continuous" in warnings[0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: discrete.entropy([1]), "labels"),
        (lambda: discrete.entropy([1, 2, 3], alphabet=2), "alphabet"),
        (lambda: discrete.entropy([1, 2, 3], method="guess"), "method"),
        (lambda: discrete.mutual_information([1, 2, 3], [1, 2]), "y"),
        (lambda: discrete.entropy([1.0, np.nan]), "labels"),
        (lambda: discrete.entropy_of_counts([1.5, 2]), "counts"),
    ],
)
def test_bad_samples_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}:"):
        call()


@pytest.mark.parametrize("method", ["plug-in", "miller-madow"])
def test_values_that_occurred_equally_often_leave_some_doubt(method):
    found = discrete.entropy_of_counts([50, 50, 50, 50], method=method)
    assert found.interval[0] < np.log(4) - 0.001 < np.log(4) + 0.001 < found.interval[1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: discrete.entropy([[1, 2], [3]]), "labels: must be one array"),
        (lambda: discrete.entropy(np.zeros((5, 0))), "labels: must be at least 2 labels"),
        (lambda: discrete.entropy(np.array([None, 1])), "labels: must be labels of one kind"),
        (lambda: discrete.entropy([1, 2, 1], alphabet=np.nan), "alphabet: must be a whole number"),
        (lambda: discrete.entropy([1, 2, 1], level="a"), "level: must lie"),
        (lambda: discrete.entropy_of_counts([np.inf, 2]), "counts: must be whole numbers"),
        (lambda: discrete.entropy_of_counts(["a"]), "counts: must hold real numbers"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


def test_the_error_at_independence_is_chi_squared_s_with_its_own_degrees():
    x, y = np.arange(600) % 2, np.arange(600) // 2 % 3  # every pair a hundred times: the jackknife sees nothing
    assert discrete.mutual_information(x, y, method="plug-in").standard_error == pytest.approx(np.sqrt(2 / 2) / 600)
