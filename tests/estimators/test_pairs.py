"""Many pairs at once: values of single pairs, p-values that hold for all together, and scikit-learn's selectors."""

import numpy as np
import pytest

from estimators.mutual_information import mixed, mutual_information
from estimators.pairs import information_scores, pairwise
from estimators.permutation import pair_tests


def units(seed=0, n=600):
    """Five columns, of which the first two hang together, the third is the second's parabola, the others are noise."""
    rng = np.random.default_rng(seed)
    a, b, c, d, e = rng.standard_normal((5, n))
    return np.column_stack([a, 0.7 * a + 0.7 * b, (0.7 * a + 0.7 * b) ** 2 + 0.5 * c, d, e])


def test_each_pair_has_the_default_estimates_value():
    x = units()
    found = pairwise(x, x[:, :2] + 0.5)
    for i in range(5):
        for j in range(2):
            if i == j:  # a copy
                assert found.value[i, j] == found.low[i, j] == np.inf
                continue
            alone = mutual_information(x[:, i], x[:, j] + 0.5)
            assert found.value[i, j] == pytest.approx(alone.value, abs=0.05)  # another draw of surrogates
            assert found.low[i, j] <= found.value[i, j] <= found.high[i, j]
    assert np.isnan(found.p_value).all()


def test_columns_among_themselves_are_symmetric_and_found():
    found = pairwise(units(), permutations=199)
    assert np.isnan(np.diag(found.value)).all()
    for array in (found.value, found.p_value):
        assert np.array_equal(array, array.T, equal_nan=True)
    dependent = {(0, 1), (1, 2), (0, 2)}
    for i in range(5):
        for j in range(i + 1, 5):
            assert (found.p_value[i, j] < 0.05) == ((i, j) in dependent), (i, j)


def test_where_nothing_depends_any_find_is_as_rare_as_the_level():
    """Forty data sets of 30 pairs each: uncorrected, nearly all would have a find below 0.05."""
    finds, uncorrected = 0, 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        tests = pair_tests(rng.standard_normal((200, 6)), rng.standard_exponential((200, 5)), permutations=99)
        finds += tests.corrected.min() < 0.05
        uncorrected += tests.own.min() < 0.05
    assert finds <= 6  # of 40 at 5 %: at most 6 in 98 % of such tests
    assert uncorrected > 20


def test_labels_may_be_named_in_any_order():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 5, 500)
    x = np.column_stack([np.isin(labels, [1, 3]) + 0.5 * rng.standard_normal(500), rng.standard_normal(500)])
    names = np.array(["d", "a", "e", "b", "c"])[labels]
    by_number, by_name = pairwise(x, labels=labels, permutations=99), pairwise(x, labels=names, permutations=99)
    assert by_number.value == pytest.approx(by_name.value, abs=0.02)
    assert by_number.value[0, 0] == pytest.approx(mixed(x[:, :1], labels).value, abs=0.02)
    for found in (by_number, by_name):
        assert found.p_value[0, 0] < 0.05 < found.p_value[1, 0]


def test_progress_is_told_pair_by_pair():
    told = []
    pairwise(units(n=200), progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 10) for done in range(1, 11)]


def test_scikit_learn_selects_by_information():
    selection = pytest.importorskip("sklearn.feature_selection")
    rng = np.random.default_rng(2)
    x = rng.standard_normal((400, 6))
    y = x[:, 1] ** 2 + 0.2 * rng.standard_normal(400)  # uncorrelated with it
    assert selection.SelectKBest(information_scores, k=1).fit(x, y).get_support().tolist() == [0, 1, 0, 0, 0, 0]
    words = np.where(x[:, 4] > 0, "yes", "no")
    assert selection.SelectFdr(information_scores).fit(x, words).get_support()[4]
    assert selection.SelectKBest(information_scores, k=2).fit_transform(np.c_[x, np.ones(400)], words).shape == (400, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"y": np.ones((9, 1)), "labels": np.ones(9)}, "labels: give y or labels"),
        ({"y": np.ones((8, 1))}, "y: must have as many samples as x, got 8 and 9"),
        ({"labels": np.ones(8)}, "labels: must have as many samples as x, got 8 and 9"),
        ({"permutations": -1}, "permutations: must be at least 0"),
    ],
)
def test_bad_pairs_are_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        pairwise(np.random.default_rng(0).standard_normal((9, 2)), **arguments)
