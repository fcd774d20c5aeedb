"""Mutual information by nearest neighbours: the formulas, the default, the intervals, and what bad samples get."""

import numpy as np
import pytest
from scipy.special import digamma

from estimators.kraskov import conditional_value, ksg_value, mixed_value
from estimators.mutual_information import conditional, ksg, mixed, mutual_information
from validation.data.known_truth import label_tasks, task


def normal_pair(n, rho, dim=1, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, dim))
    return x, rho * x + np.sqrt(1 - rho**2) * rng.standard_normal((n, dim))


@pytest.mark.parametrize("dim", [1, 2])
def test_ksg_is_its_equations(dim):
    x, y = normal_pair(150, 0.6, dim)
    dx, dy = (np.abs(s[:, None] - s[None]).max(axis=2) for s in (x, y))
    d = np.maximum(dx, dy)
    np.fill_diagonal(d, np.inf)
    k, n = 3, len(x)
    near = np.argsort(d, axis=1)[:, :k]
    radius = np.sort(d, axis=1)[:, k - 1]
    first = [np.sum(side < radius[:, None], axis=1) - 1 for side in (dx, dy)]
    expected = digamma(k) + digamma(n) - np.mean(sum(digamma(c + 1) for c in first))
    assert ksg_value(x, y, k, 1) == pytest.approx(expected, abs=1e-12)
    own = [np.take_along_axis(side, near, axis=1).max(axis=1) for side in (dx, dy)]
    second = [np.sum(side <= r[:, None], axis=1) - 1 for side, r in zip((dx, dy), own, strict=True)]
    expected = digamma(k) - 1 / k + digamma(n) - np.mean(sum(digamma(c) for c in second))
    assert ksg_value(x, y, k, 2) == pytest.approx(expected, abs=1e-12)


def test_the_conditional_form_is_its_equation():
    rng = np.random.default_rng(0)
    z = rng.standard_normal((120, 1))
    x, y = z + rng.standard_normal((120, 1)), z + rng.standard_normal((120, 1))
    dx, dy, dz = (np.abs(s - s.T) for s in (x, y, z))
    d = np.maximum(np.maximum(dx, dy), dz)
    np.fill_diagonal(d, np.inf)
    radius = np.sort(d, axis=1)[:, 3][:, None]
    counts = [np.sum(side < radius, axis=1) for side in (np.maximum(dx, dz), np.maximum(dy, dz), dz)]
    xz, yz, only = (digamma(count) for count in counts)
    assert conditional_value(x, y, z, 4) == pytest.approx(digamma(4) - np.mean(xz + yz - only), abs=1e-12)


def test_peers_give_the_textbook_value():
    x, y = normal_pair(500, 0.7)
    ours = ksg(x, y, margins="none").value
    compute = pytest.importorskip("sklearn.feature_selection._mutual_info")._compute_mi_cc
    assert ours == pytest.approx(compute(x[:, 0], y[:, 0], 3), abs=1e-12)
    labels = (x[:, 0] > 0.3).astype(int)
    compute = pytest.importorskip("sklearn.feature_selection._mutual_info")._compute_mi_cd
    assert mixed(y, labels, margins="none").value == pytest.approx(compute(y[:, 0], labels, 3), abs=1e-12)


def test_every_parameter_changes_the_answer():
    x, y = normal_pair(400, 0.6)
    y = np.exp(3 * y)
    base = ksg(x, y)
    assert ksg(x, y, k=5).value != base.value
    assert ksg(x, y, margins="none").value != base.value
    assert ksg(x, y, algorithm=2).value != base.value
    assert ksg(x, y, seed=1).standard_error != base.standard_error
    wider = ksg(x, y, level=0.99)
    assert wider.value == base.value
    assert wider.interval[1] > base.interval[1]
    default = mutual_information(x, y)
    assert mutual_information(x, y, k=8).value != default.value
    assert mutual_information(x, y, seed=1).value != default.value
    assert mutual_information(x, y, surrogate_sets=5).value != default.value
    assert mutual_information(x, y, margins="none").value != default.value
    many = normal_pair(300, 0.5, 5)
    assert mutual_information(*many, coordinates=4).value != mutual_information(*many).value


def test_same_seed_same_answer():
    x, y = normal_pair(300, 0.4, 2)
    assert mutual_information(x, y, seed=4) == mutual_information(x, y, seed=4)


def test_the_surrogates_take_off_the_bias_of_high_dimension():
    found, truth = [], task("normal-pairs-25x25").truth
    for seed in range(3):
        x, y = task("normal-pairs-25x25").sample(1500, seed)
        found.append(mutual_information(x, y, seed=seed))
    assert abs(np.mean([e.value for e in found]) - truth) < 0.06
    assert ksg(x, y, margins="none").value < 0.3  # what there was to take off


def test_what_is_not_normal_is_found_too():
    # no correlation at all: y depends on |x|, and each task on something the Gaussian part cannot see
    rng = np.random.default_rng(0)
    x = rng.standard_normal((3000, 1))
    noise = 0.2 * rng.standard_normal((3000, 1))
    bent = mutual_information(x, np.abs(x) + noise)
    assert bent.value > 0.8
    assert abs(bent.details["gaussian"]) < 0.01
    chosen = task("student-5x5-nu2")
    shared_scale = mutual_information(*chosen.sample(3000, 0))
    assert shared_scale.details["view"] == "norms"
    assert shared_scale.value == pytest.approx(chosen.truth, rel=0.15)


def test_where_neighbours_may_be_blind_the_interval_is_open_above():
    chosen = task("spiral-pairs-25x25")
    found = mutual_information(*chosen.sample(1500, 0))
    assert found.interval[0] <= chosen.truth <= found.interval[1]
    assert "no Gaussian copula" in " ".join(found.warnings)


def test_independent_sides_with_shared_scales_of_their_own_give_nothing():
    # each side is a heavy-tailed vector with its own scale: a joint Student fitted to both would claim information
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, y = (rng.standard_normal((1000, 2)) / np.sqrt(rng.chisquare(2, (1000, 1)) / 2) for _ in range(2))
        found.append(mutual_information(x, y, seed=seed))
    assert abs(np.mean([e.value for e in found])) < 0.02
    assert sum(e.interval[0] <= 0 <= e.interval[1] for e in found) >= 17


def test_known_failures_are_said():
    x, y = normal_pair(500, 0.995)
    assert "fall short" in " ".join(ksg(x, y).warnings)
    x, y = normal_pair(300, 0.3, 4)
    found = ksg(x, y)
    assert "joint dimensions" in " ".join(found.warnings)
    assert found.interval[1] == np.inf
    assert "not settled" in " ".join(mutual_information(*task("spiral-pairs-3x3").sample(1000, 0)).warnings)
    assert "only 50 samples" in " ".join(ksg(*normal_pair(50, 0.3)).warnings)


def test_ties_and_duplicates_are_said_and_nothing_is_added_to_part_them():
    x, y = normal_pair(200, 0.5)
    twice = ksg(np.vstack([x, x]), np.vstack([y, y]))
    assert "duplicates" in " ".join(twice.warnings)
    rectified = np.maximum(x, 0)
    atom = ksg(rectified, y)
    assert "atom" in " ".join(atom.warnings)
    assert atom.interval[1] == np.inf
    assert ksg(rectified, y).value == atom.value


def test_a_discrete_side_is_said_with_what_to_call():
    x, y = normal_pair(400, 0.5)
    found = ksg(np.round(2 * x), y)
    assert "mixed" in " ".join(found.warnings)
    assert found.interval[0] <= 0
    assert found.interval[1] == np.inf


@pytest.mark.parametrize("estimator", [ksg, mutual_information])
def test_constant_features_change_nothing_and_are_said(estimator):
    x, y = normal_pair(300, 0.5)
    padded = estimator(np.hstack([x, np.full((300, 1), 7.0)]), y)
    assert padded.value == estimator(x, y).value
    assert "constant" in padded.warnings[0]
    nothing = estimator(np.ones((300, 2)), y)
    assert (nothing.value, nothing.interval) == (0.0, (0.0, 0.0))


@pytest.mark.parametrize("chosen", label_tasks(), ids=lambda t: t.name)
def test_mixed_intervals_hold_the_truth(chosen):
    covered = 0
    for seed in range(40):
        low, high = mixed(*chosen.sample(500, seed), seed=seed).interval
        covered += low <= chosen.truth <= high
    assert covered >= 34


def test_lone_labels_are_left_out_and_said():
    rng = np.random.default_rng(0)
    x, labels = rng.standard_normal(100), np.r_[np.zeros(50), np.ones(49), 2]
    found = mixed(x, labels)
    assert "occur once" in found.warnings[0]
    assert found.value == pytest.approx(mixed(x[:-1], labels[:-1]).value)
    assert mixed_value(x[:, None], labels.astype(int), 3) == pytest.approx(
        mixed(x, labels, margins="none").value, abs=1e-12
    )


def test_conditional_information_of_a_chain_vanishes_and_of_a_collider_does_not():
    rng = np.random.default_rng(0)
    z = rng.standard_normal(2000)
    x, y = z + rng.standard_normal(2000), z + rng.standard_normal(2000)
    chain = conditional(x, y, z)
    assert chain.interval[0] <= 0 <= chain.interval[1]
    assert abs(chain.value) < 0.06
    collider = conditional(x, y, x + y + rng.standard_normal(2000))
    assert collider.interval[0] > 0


X = np.random.default_rng(0).standard_normal((30, 2))


@pytest.mark.parametrize("estimator", [ksg, mutual_information])
@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((np.full((30, 1), np.nan), X), {}, "x: must be finite"),
        ((X, np.full((30, 1), np.inf)), {}, "y: must be finite"),
        ((X[:1], X[:1]), {}, "x: needs at least 2 samples, got 1"),
        ((X, X[:20]), {}, "y: must have as many samples as x, got 20 and 30"),
        ((X, X), {"k": 30}, "k: must be from 1 to n - 1 = 29, got 30"),
        ((X, X), {"k": 0}, "k: must be from 1"),
        ((X, X), {"margins": "ranks"}, "margins: must be"),
        ((X, X), {"level": 1.5}, "level: must lie"),
        ((np.array(["a"] * 30), X), {}, "x: must hold real numbers"),
        ((X[None], X), {}, "x: must have shape"),
    ],
)
def test_bad_input_is_named(estimator, arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        estimator(*arguments, **options)


def test_more_dimensions_than_samples_and_other_bad_options_are_named():
    with pytest.raises(ValueError, match=r"^x, y: need more samples"):
        mutual_information(
            np.random.default_rng(0).standard_normal((20, 15)), np.random.default_rng(1).standard_normal((20, 5))
        )
    with pytest.raises(ValueError, match="infinite information"):
        mutual_information(X, X[:, ::-1] + 1)
    with pytest.raises(ValueError, match=r"^algorithm: must be 1 or 2"):
        ksg(X, X, algorithm=3)
    with pytest.raises(ValueError, match=r"^labels: no label occurs twice"):
        mixed(X, np.arange(30))
    with pytest.raises(ValueError, match=r"^given: is constant"):
        conditional(X, X[::-1], np.ones(30))


@pytest.mark.parametrize("estimator", [ksg, mutual_information])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": [[1, 2], [3]]}, "x: must be one array"),
        ({"x": np.full(50, 1e200) * np.arange(50)}, r"x: must stay below 1e\+150"),
        ({"x": np.arange(50) * 1e-200}, "x: varies by less than 1e-150"),
        ({"k": 2.5}, "k: must be a whole number"),
        ({"k": True}, "k: must be a whole number"),
        ({"k": None}, "k: must be a whole number"),
        ({"level": "a"}, "level: must lie"),
        ({"seed": -1}, "seed: must be a whole number"),
        ({"seed": 1.5}, "seed: must be a whole number"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(estimator, change, message):
    x, y = normal_pair(50, 0.5)
    with pytest.raises(ValueError, match=f"^{message}"):
        estimator(**({"x": x, "y": y} | change))


def test_budgets_and_labels_of_the_wrong_kind_are_named():
    x, y = normal_pair(50, 0.5)
    with pytest.raises(ValueError, match=r"^coordinates: must be a whole number"):
        mutual_information(x, y, coordinates=2.5)
    with pytest.raises(ValueError, match=r"^surrogate_sets: must be a whole number"):
        mutual_information(x, y, surrogate_sets="a")
    with pytest.raises(ValueError, match=r"^labels: must be labels of one kind"):
        mixed(x, np.array(["a", 1] * 25, dtype=object))


def test_features_of_unequal_scale_open_the_textbook_interval_and_are_said():
    x, y = normal_pair(300, 0.6)
    for found in (ksg(1e4 * x, y, margins="none"), conditional(1e4 * x, y, x + y, margins="none")):
        assert any("scales differ" in text for text in found.warnings)
        assert found.interval[1] == np.inf
    assert not any("scales differ" in text for text in (*ksg(1e4 * x, y).warnings, *ksg(x, y, margins="none").warnings))


def softmax(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("columns", [2, 3])
def test_saturated_softmax_outputs_keep_the_ratios_of_their_small_shares(columns):
    held = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        logits = rng.standard_normal((1000, 3))
        x, y = (
            softmax(4 * logits)[:, :columns],
            softmax(4 * (logits + 0.5 * rng.standard_normal((1000, 3))))[:, :columns],
        )
        found = mutual_information(x, y)
        held += found.interval[0] <= np.log(5) <= found.interval[1]
        assert found.value == pytest.approx(np.log(5), abs=0.15)
    assert held >= 17


def test_features_that_rise_together_are_one():
    """Their scores are one column twice; so are those of a short arc's sine and cosine, within a cell of counts."""
    rng = np.random.default_rng(6)
    t = rng.standard_normal(1000)
    once, twice = (mutual_information(x, t + rng.standard_normal(1000)) for x in (t, np.column_stack([t, t**3])))
    assert twice.value == pytest.approx(0.5 * np.log(2), abs=0.08)
    assert once.value == pytest.approx(twice.value, abs=0.1)
    angle = rng.uniform(0, 2 * np.pi, 3000)
    rates = 10 * np.exp(2 * (np.cos(angle[:, None] - np.arange(3) * 2 * np.pi / 3) - 1)) + 0.5
    counted = mutual_information(np.column_stack([np.cos(angle), np.sin(angle)]), rng.poisson(rates).astype(float))
    assert counted.interval[0] <= 1.409 <= counted.interval[1]


def test_one_feature_of_four_that_tells_by_a_period():
    """y = cos(2 pi x_2) + Laplace noise: no canonical coordinate is it; the truth is by quadrature."""
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1, 1, (1000, 4))
        found = mutual_information(x, np.cos(2 * np.pi * x[:, 1]) + rng.laplace(0, 0.15, 1000))
        assert found.interval[0] <= 1.174 <= found.interval[1]
        assert found.details["view"] == "features 1 and 0"


def test_looking_at_each_pair_alone_finds_nothing_where_there_is_nothing():
    chosen = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, y = rng.standard_normal((600, 4)), rng.standard_exponential((600, 4))
        chosen.append(mutual_information(x, y).details["view"])
    assert sum(view.startswith("features") for view in chosen) <= 1
