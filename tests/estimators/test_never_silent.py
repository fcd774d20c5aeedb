"""Samples on which estimators go wrong in silence: here the default is near the truth, or says that it cannot tell."""

import time

import numpy as np
import pytest
from scipy.stats import spearmanr

from estimators import discrete, gaussian
from estimators.atoms import at_atoms, atoms
from estimators.gaussian import independent_columns
from estimators.kraskov import ksg_value
from estimators.mutual_information import mixed, mutual_information
from estimators.permutation import dependence_test
from estimators.recommend import recommend
from estimators.samples import parted
from estimators.total_correlation import total_correlation
from validation.data import hard_truth as hard
from validation.data.known_truth import task, two_labels

SEEDS = range(4)


def estimates(chosen, n=1000, seeds=SEEDS):
    return [mutual_information(*chosen.sample(n, 100 + seed), seed=seed) for seed in seeds]


def near(found, truth, tolerance):
    """The mean lies near the truth, no interval is open, and all but one hold it."""
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=tolerance)
    assert all(np.isfinite(one.interval).all() for one in found)
    assert sum(one.interval[0] <= truth <= one.interval[1] for one in found) >= len(found) - 1


def uniform_sum(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(size=(n, 1))
    return x, x + 0.001 * rng.standard_normal((n, 1))


# --- strong dependence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "truth"),
    [
        (hard.noisy_sum(0.03), 3.853),
        (hard.noisy_sum(0.001), 7.254),
        (hard.noisy_sum(0.01, inputs=4), 0.5 * np.log(1 + 4e4)),
        (hard.noisy_sum(1e-5, inputs=1), 11.513),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_strong_linear_relation_is_as_strong_as_it_is(chosen, truth):
    assert chosen.truth == pytest.approx(truth, abs=0.001)
    near(estimates(chosen), truth, 0.05)


def test_a_rotation_in_many_dimensions_is_found_and_the_interval_is_open_above():
    for found in estimates(hard.rotation(10, 0.01)):
        assert found.value == pytest.approx(46.05, abs=0.4)
        assert found.interval[0] <= 46.05 <= found.interval[1] == np.inf


def test_a_strong_relation_that_is_not_normal_is_told_by_its_residual():
    truth = -np.log(0.001) - 0.5 * np.log(2 * np.pi * np.e)
    near([mutual_information(*uniform_sum(1000, seed)) for seed in SEEDS], truth, 0.06)
    # a residual whose size depends on x: E log of the size is half a nat, less or more, off a constant's
    found = []
    for seed in SEEDS:
        x, e = np.random.default_rng(seed).standard_normal((2, 1000, 1))
        found.append(mutual_information(x, x + 1e-3 * np.where(x > 0, 1.0, 0.1) * e))
    near(found, 0.5 * np.log1p(1e6) - 0.5 * np.log(0.1), 0.08)
    # heavy tails on both sides, where moments say little
    heavy = []
    for seed in SEEDS:
        x, e = np.random.default_rng(seed).standard_t(2, size=(2, 1000, 1))
        heavy.append(mutual_information(x, x + 1e-3 * e))
    near(heavy, np.log(1000), 0.08)


def test_a_few_samples_far_out_make_no_linear_relation():
    # Cauchy tails: in some draws a handful of samples correlates as if the rest did
    chosen = task("student-2x2-nu1")
    for seed in range(1000, 1040):
        found = mutual_information(*chosen.sample(1000, seed))
        assert found.value == pytest.approx(chosen.truth, abs=0.3)


def test_what_ranks_cannot_resolve_opens_the_interval_and_is_said():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((1000, 2))
    bent = np.exp(x.sum(axis=1) + 1e-3 * rng.standard_normal(1000))
    single = np.exp(x[:, 0] + 1e-4 * rng.standard_normal(1000))
    for found, truth in ((mutual_information(x, bent), 7.25), (mutual_information(x[:, 0], single), 9.21)):
        assert found.interval[0] < truth
        assert found.interval[1] == np.inf
        assert "all but exact" in " ".join(found.warnings)


def test_total_correlation_tells_strong_relations_and_atoms_too():
    x, y = hard.noisy_sum(0.01).sample(1000, 0)
    found = total_correlation(np.hstack([x, y]))
    assert found.value == pytest.approx(hard.noisy_sum(0.01).truth, abs=0.1)
    assert found.interval[0] <= hard.noisy_sum(0.01).truth <= found.interval[1]
    unit, other = hard.relu_pairs(0.8, 1).sample(2000, 0)
    found = total_correlation(np.hstack([unit, other]))
    assert found.interval[0] <= hard.relu_pairs(0.8, 1).truth <= found.interval[1]
    assert found.value == pytest.approx(hard.relu_pairs(0.8, 1).truth, abs=0.05)


def test_an_exact_linear_function_is_refused_as_infinite():
    x = np.random.default_rng(0).standard_normal((1000, 5))
    for y in (x @ np.ones((5, 2)) + 0.0, x[:, :2], x.astype(np.float32) @ np.ones(5, dtype=np.float32)):
        with pytest.raises(ValueError, match="infinite information"):
            mutual_information(x, y)


def test_ranks_that_agree_throughout_are_not_called_infinite_for_certain():
    x = np.random.default_rng(0).standard_normal(300)
    with pytest.raises(ValueError, match="or more than the ranks of 300 samples can tell"):
        mutual_information(x, np.exp(5 * x))


def test_normal_scores_stay_where_the_margins_are_bent():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(1000)
    y = x + 0.5 * rng.standard_normal(1000)
    assert mutual_information(np.exp(3 * x), y**3).value == pytest.approx(0.5 * np.log1p(4), abs=0.1)
    assert mutual_information(x, y).details["margins"] == "normal-scores"


# --- what only pairs of inputs tell -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [8, 30])
def test_a_hidden_interaction_leaves_the_interval_open_and_is_found_by_permutation(dimension):
    chosen = hard.hidden_interaction(dimension)
    assert chosen.truth == pytest.approx(0.689, abs=0.001)
    for seed in SEEDS:
        x, y = chosen.sample(1000, seed)
        advice = recommend(x, y)
        assert "p = 0.01" in advice.reason
        found = advice.run()
        assert found.interval[0] <= chosen.truth < found.interval[1] == np.inf
        assert "dimensions" in " ".join(found.warnings)


@pytest.mark.parametrize(
    "hidden",
    [
        lambda x, e: x[:, 0] * x[:, 1] + e,
        lambda x, e: np.abs(x[:, 2]) * e,  # a scale
        lambda x, e: np.stack([e, np.sign(x[:, 0] * e)], axis=1),  # y's own coordinates tell together
        lambda x, e: x[:, 0] * x[:, 1] * x[:, 2] + 0.3 * e,  # three inputs: no pair shows it, the interval must
    ],
)
def test_other_hidden_interactions_leave_the_interval_open(hidden):
    rng = np.random.default_rng(0)
    x, e = rng.standard_normal((800, 9)), rng.standard_normal(800)
    y = hidden(x, e)
    assert mutual_information(x, y).interval[1] == np.inf
    assert recommend(x, y).run().interval[1] == np.inf


def test_the_permutation_test_is_level_and_blind_to_no_pair():
    rng = np.random.default_rng(0)
    p_values = [
        dependence_test(*rng.standard_normal((2, 60, 3)), permutations=19, seed=seed).p_value for seed in range(200)
    ]
    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.04)
    x = rng.standard_normal((300, 4))
    assert dependence_test(x, x[:, 0] ** 2 + rng.standard_normal(300)).p_value == 1 / 200
    assert dependence_test(np.ones(300), x).p_value == 1.0


# --- atoms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "truth"),
    [
        (hard.relu_pairs(0.0, 1), 0.0),
        (hard.relu_pairs(0.8, 1), 0.346),
        (hard.relu_pairs(0.0), 0.0),
        (hard.relu_pairs(0.8), 0.693),
        (hard.dropout(0.5), 0.511),
        (hard.dropout(0.1, number=1), 0.9 * 0.5108),
        (hard.clipped(1.0), 0.4636),
        (hard.clipped(0.2), hard.clipped(0.2).truth),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_atoms_are_taken_apart_by_the_chain_rule(chosen, truth):
    assert chosen.truth == pytest.approx(truth, abs=0.001)
    found = estimates(chosen, 2000)
    near(found, truth, 0.04)
    assert all(one.method == "chain rule over atoms" for one in found)


def test_labels_on_either_side_are_atoms_all():
    x, labels = two_labels(3.0, 0.2).sample(2000, 0)
    for found in (mutual_information(x, labels), mutual_information(labels, x)):
        assert found.interval[0] <= two_labels(3.0, 0.2).truth <= found.interval[1]
    assert mutual_information(labels, labels).value == pytest.approx(-0.2 * np.log(0.2) - 0.8 * np.log(0.8), abs=0.04)


def test_labels_against_units_with_atoms_use_the_chain_rule_too():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 3000)
    # a unit that is zero for the one label and half of the time for the other: the log-odds of the zeros are all it has
    x = np.where((labels == 1) & (rng.random(3000) < 0.5), rng.exponential(size=3000), 0.0)
    truth = np.log(2) - 0.75 * (np.log(3) - 2 / 3 * np.log(2))
    found = mixed(x, labels)
    assert found.interval[0] <= truth <= found.interval[1]
    assert found.value == pytest.approx(truth, abs=0.03)
    assert found.warnings == ()


def test_too_many_patterns_have_no_value_and_say_so():
    found = mutual_information(*hard.relu_pairs(0.8, 8).sample(1000, 0))
    assert np.isnan(found.value)
    assert found.interval == (0.0, np.inf)
    assert "patterns of atoms" in " ".join(found.warnings)


def test_many_units_with_zeros_are_advised_a_critic_and_not_the_same_estimator_again():
    x, y = hard.relu_pairs(0.8, 8).sample(1000, 0)
    assert recommend(x, y).name == "estimators.variational.lower_bound"
    few = recommend(*hard.relu_pairs(0.8, 1).sample(1000, 0))
    assert few.name == "estimators.mutual_information.mutual_information"
    assert few.run().value == pytest.approx(0.346, abs=0.1)


def test_the_closed_form_says_where_scores_blur_it():
    x, y = hard.noisy_sum(0.03).sample(1000, 0)
    assert "stronger linear relation, 3.8" in " ".join(gaussian.mutual_information(x, y).warnings)
    assert gaussian.mutual_information(x, y, margins="none").warnings == ()
    whole = gaussian.mutual_information(x, x @ [[1.0], [1.0]])
    assert "infinite information" in " ".join(whole.warnings)


def test_an_atom_stands_out_from_its_neighbours():
    rng = np.random.default_rng(0)
    unit = rng.standard_normal(5000)
    assert atoms(np.maximum(np.round(unit, 2), 0)).tolist() == [0.0]
    assert atoms(np.round(unit, 2)).size == 0
    assert atoms(np.where(rng.random(5000) < 0.1, 6.0, unit)).tolist() == [6.0]
    assert atoms(np.clip(unit, -1, 2)).tolist() == [-1.0, 2.0]
    assert atoms(rng.poisson(2.0, 5000)).size >= 8
    assert at_atoms(unit[:, None]).sum() == 0


# --- rounded values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [hard.rounded(2), hard.rounded(1), hard.low_precision()], ids=lambda t: t.name)
@pytest.mark.parametrize("n", [1000, 20_000])
def test_rounded_numbers_are_numbers_at_any_size(chosen, n):
    found = estimates(chosen, n, range(3))
    near(found, chosen.truth, 0.05 if n == 1000 else 0.02)
    x, y = chosen.sample(n, 0)
    advised = recommend(x, y)
    assert advised.name == "estimators.mutual_information.mutual_information"
    assert advised.run().value == pytest.approx(chosen.truth, abs=0.08)


def test_half_precision_does_not_feign_a_stronger_relation():
    found = []
    for seed in SEEDS:
        x, e = np.random.default_rng(seed).standard_normal((2, 1000, 1))
        found.append(mutual_information(x.astype(np.float16), (x + 0.01 * e).astype(np.float16)))
    near(found, 0.5 * np.log1p(1e4), 0.06)


def test_units_of_four_bits_are_a_lattice_where_their_values_make_too_many_patterns():
    def bits(unit):
        return np.clip(np.round(2.5 * unit), -8, 7)

    found = [mutual_information(*map(bits, hard._normal_pairs(4000, 2, 0.8, np.random.default_rng(s)))) for s in SEEDS]
    for one in found:
        assert one.value == pytest.approx(0.975, abs=0.12)  # by the table of two units, twice
        assert one.interval[0] < 0.975 < one.interval[1] == np.inf
        assert "lattice" in " ".join(one.warnings)


def test_whole_numbers_of_few_samples_each_have_an_interval_that_holds():
    ages = np.arange(18, 91) / 20
    held = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        age = rng.integers(0, 73, 1000)
        low, high = recommend(age, ages[age] + 0.5 * rng.standard_normal(1000)).run().interval
        held += low <= 0.814 <= high  # by the mixture of the 73
    assert held >= 8


def test_parting_ties_keeps_the_values_apart():
    x = np.round(np.random.default_rng(0).standard_normal((2000, 1)), 1)
    apart = parted(x, np.random.default_rng(1))
    assert len(np.unique(apart)) == 2000
    assert spearmanr(x, apart).statistic > 0.999
    for low, high in zip(np.unique(x)[:-1], np.unique(x)[1:], strict=True):
        assert apart[x == low].max() <= apart[x == high].min()
    plain = np.random.default_rng(0).standard_normal((50, 2))
    assert parted(plain, np.random.default_rng(1)) is not plain
    assert np.array_equal(parted(plain, np.random.default_rng(1)), plain)


# --- discrete values, and ties in numbers -----------------------------------------------------------------------------


def test_counted_intervals_hold_nothing_impossible():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 40, (2, 60))
    for method in discrete.METHODS:
        found = discrete.mutual_information(x, y, method=method)
        assert 0 <= found.interval[0] <= found.interval[1] <= np.log(60)
    chosen = hard.many_labels(200, 0.5)
    low, high = discrete.mutual_information(*chosen.sample(1000, 0)).interval  # [-17, 21] before it was cut
    assert 0 <= low <= chosen.truth <= high < 5.5


def test_a_value_outside_of_what_is_possible_is_explained():
    rng = np.random.default_rng(0)
    for seed in range(200):
        x, y = np.random.default_rng(seed).standard_normal((2, 12, 1))
        found = gaussian.mutual_information(np.hstack([x, rng.standard_normal((12, 3))]), y)
        if found.value < -found.standard_error:
            assert "corrected of its bias" in " ".join(found.warnings)
            return
    raise AssertionError("no draw fell below zero")


def test_counting_takes_memory_by_the_pairs_that_occur():
    import tracemalloc

    x, y = np.random.default_rng(0).standard_normal((2, 20_000))
    tracemalloc.start()
    found = discrete.mutual_information(x, y, method="plug-in")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.value == pytest.approx(np.log(20_000))
    assert peak < 50e6  # a table of all pairs has 400 million entries


@pytest.mark.parametrize("kind", [lambda u: np.maximum(u, 0), np.sign, lambda u: np.round(u, 1)])
def test_ties_cost_no_more_than_smooth_samples(kind):
    rng = np.random.default_rng(0)
    u, v = rng.standard_normal((2, 30_000, 2))
    started = time.perf_counter()
    ksg_value(u, v, 3)
    smooth = time.perf_counter() - started
    started = time.perf_counter()
    ksg_value(kind(u), kind(v), 3)
    assert time.perf_counter() - started < 3 * smooth + 0.2


# --- friction ---------------------------------------------------------------------------------------------------------


def test_features_that_are_functions_of_others_are_left_out_and_said():
    x, y = hard.noisy_sum(1.0, inputs=2).sample(500, 0)
    whole = mutual_information(x, y)
    for wider in (np.hstack([x, x[:, :1]]), np.hstack([x, x @ [[1.0], [2.0]]])):
        found = mutual_information(wider, y)
        assert found.value == pytest.approx(whole.value, abs=0.05)
        assert "linear functions of the others" in " ".join(found.warnings)
    assert independent_columns(np.hstack([x, 2 * x])).size == 2


def test_a_one_hot_side_is_its_label():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 2000)
    y = labels + 0.3 * rng.standard_normal(2000)
    found = mutual_information(np.eye(3)[labels], y)
    assert found.value == pytest.approx(mutual_information(labels, y).value, abs=1e-9)


def test_the_closed_form_leaves_out_copies_too():
    x, y = hard.noisy_sum(1.0, inputs=2).sample(500, 0)
    found = gaussian.mutual_information(np.hstack([x, x[:, :1]]), y)
    assert found.value == pytest.approx(gaussian.mutual_information(x, y).value, abs=1e-9)
    assert "linear functions" in found.warnings[0]


def test_few_samples_lower_the_default_number_of_neighbours_alone():
    x, y = np.array([0.0, 1.0, 2.0, 3.5, 5.0]), np.array([1.0, 0.0, 5.0, 2.0, 3.0])
    assert mutual_information(x, y).warnings == ("only 5 samples",)
    assert mixed(np.arange(3.0), [0, 0, 1]).n == 2
    with pytest.raises(ValueError, match=r"^k: must be from 1 to n - 1 = 4, got 6"):
        mutual_information(x, y, k=6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mixed(np.arange(30.0), np.r_[np.arange(29), 0]), "labels: 29 labels of 30 samples"),
        (lambda: recommend(["a", "b"], np.arange(3.0)), "y: must have as many samples as x, got 3 and 2"),
        (lambda: recommend(np.zeros((10, 0)), np.arange(10)), "x: must have shape"),
        (lambda: recommend(np.array([1, "a"] * 5, dtype=object), np.arange(10)), "x: must be labels of one kind"),
        (lambda: mutual_information(np.array([1, "a"] * 5, dtype=object), np.arange(10)), "x: must hold real numbers"),
        (lambda: mutual_information(np.zeros((10, 0)), np.arange(10)), "x: must have shape"),
    ],
)
def test_bad_input_gets_one_sentence(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


def test_words_are_labels_and_tensors_are_arrays():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    labels = rng.choice(["cat", "dog"], 400)
    x = (labels == "dog") + rng.standard_normal(400)
    assert recommend(x, labels).run().value == pytest.approx(mixed(x, labels == "dog").value)
    assert recommend(labels, labels).name == "estimators.discrete.mutual_information"
    tensor = torch.tensor(x, requires_grad=True)
    assert mutual_information(tensor, x + rng.standard_normal(400)).n == 400
    assert mutual_information(tensor.to(torch.bfloat16), x + rng.standard_normal(400)).n == 400


def test_many_labels_of_few_samples_have_an_interval_that_holds():
    held = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, 100, 1000)
        x = 20.0 * labels + rng.standard_normal(1000)  # tells the label
        low, high = mixed(x, labels).interval
        held += low <= np.log(100) <= high
        assert np.isfinite([low, high]).all()
    assert held >= 7


@pytest.mark.parametrize(
    "chosen",
    [
        hard.features_beside("squares", np.square),
        hard.features_beside("sizes", np.abs),
        hard.features_beside("hermite", lambda s: np.hstack([s**2 - 1, s**3 - 3 * s])),
        hard.features_beside("waves", lambda s: np.sin(3 * s)),
    ],
    ids=lambda chosen: chosen.name,
)
def test_a_feature_made_of_another_is_not_told_twice(chosen):
    found = estimates(chosen)
    assert np.mean([one.value for one in found]) == pytest.approx(chosen.truth, abs=0.1)
    held = [one.interval[0] < chosen.truth < one.interval[1] for one in found]
    assert sum(held) >= (2 if chosen.dim_x > 2 else 4)  # of three features, of which two are the third's, some is left
    assert all("counted twice" in " ".join(one.warnings) for one in found)


@pytest.mark.parametrize("waves", [4, 5, 6])
def test_what_is_not_settled_is_said_without_a_number_that_is_too_small(waves):
    curve = hard.curve("sine", lambda x: np.sin(waves * np.pi * x), 0.1)
    found = mutual_information(*curve.sample(300, 0))
    assert curve.truth - found.value > found.details["drift"] > 0  # to name the drift would be to understate
    (said,) = [text for text in found.warnings if text.startswith("not settled")]
    assert not any(sign.isdigit() for sign in said)
