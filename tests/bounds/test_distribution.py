"""Exact joints: values, exact decisions, refusals, and agreement with dit."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.distribution.batch import JointBatch
from bounds.distribution.joint import Joint
from bounds.distribution.logarithms import LogSum
from bounds.distribution.strategies import joints, markov_chains

HALF = Fraction(1, 2)


@pytest.fixture
def xor() -> Joint:
    return Joint({(a, b, a ^ b): Fraction(1, 4) for a in (0, 1) for b in (0, 1)}, names=("x", "y", "z"))


def test_the_informations_of_xor_are_exact(xor: Joint) -> None:
    two = LogSum({2: Fraction(1)})
    assert xor.mutual_information("x", "y").is_zero()
    assert (xor.mutual_information("x", "y", given="z").exactly() - two).is_zero()
    assert (xor.total_correlation("x", "y", "z").exactly() - two).is_zero()
    assert (xor.mutual_information("x", "y", "z").exactly() + two).is_zero()
    assert (xor.entropy("x", "y").exactly() - two * 2).is_zero()
    assert xor.is_function("z", ("x", "y"))
    assert not xor.is_function("z", "x")
    assert xor.is_independent("x", "y")
    assert not xor.is_independent("x", "y", "z")


def test_what_is_given_has_no_entropy_left(xor: Joint) -> None:
    batch = JointBatch(np.array([[[0.3, 0.2], [0.1, 0.4]]]), ("x", "y"))
    for joint in (xor, batch):
        assert joint.entropy("x", given="x") == 0
        assert joint.entropy("x", given=("y", "x")) == 0
        assert joint.mutual_information("x", "x") == joint.entropy("x")
        assert joint.mutual_information("x", "y", given="x") == 0


def test_an_enclosure_holds_the_value_and_is_narrow(xor: Joint) -> None:
    enclosure = xor.entropy("x", "y").enclosure
    assert float(enclosure.low) == pytest.approx(2 * math.log(2), rel=1e-15)
    assert float(enclosure.high - enclosure.low) < 1e-20


def test_a_difference_too_small_for_floats_is_seen_exactly() -> None:
    tiny = Fraction(1, 10**18)
    joint = Joint(
        {(0, 0): Fraction(1, 4) + tiny, (0, 1): Fraction(1, 4) - tiny, (1, 0): HALF / 2, (1, 1): HALF / 2}, ("x", "y")
    )
    assert abs(joint.mutual_information("x", "y")) < 1e-14
    assert not joint.mutual_information("x", "y").is_zero()
    assert joint.mutual_information("x", "y").exactly().sign() == 1


@pytest.mark.parametrize(
    ("terms", "zero"),
    [
        ({12: 1, 2: -2, 3: -1}, True),  # log 12 = 2 log 2 + log 3
        ({6: 2, 4: -1, 9: -1}, True),
        ({6: 2, 4: -1, 8: -1}, False),
        ({10**30 + 57: 1, (10**30 + 57) ** 2: Fraction(-1, 2)}, True),  # no factoring is needed
    ],
)
def test_a_combination_of_logarithms_is_zero_iff_the_product_is_one(terms: dict, zero: bool) -> None:
    assert LogSum({n: Fraction(c) for n, c in terms.items()}).is_zero() is zero


@given(joints(("x", "y", "z")))
def test_float_and_exact_joints_agree(joint: Joint) -> None:
    floats = Joint({key: float(p) for key, p in joint.probabilities.items()}, joint.names)
    assert floats.mutual_information("x", "y", given="z") == pytest.approx(
        float(joint.mutual_information("x", "y", given="z")), abs=1e-12
    )
    assert floats.total_correlation("x", "y", "z") == pytest.approx(
        float(joint.total_correlation("x", "y", "z")), abs=1e-12
    )


@given(joints(("x", "y", "z"), values=2))
def test_given_others_total_correlation_of_two_is_their_information(joint: Joint) -> None:
    total = joint.total_correlation("x", "y", given="z").exactly()
    assert (total - joint.mutual_information("x", "y", given="z").exactly()).is_zero()


@given(joints(("x", "y"), values=3))
def test_total_correlation_is_the_divergence_from_the_product(joint: Joint) -> None:
    laws = [joint.marginal(name).probabilities for name in joint.names]
    product = Joint({(a, b): p * q for (a,), p in laws[0].items() for (b,), q in laws[1].items()}, joint.names)
    divergence = joint.kl_divergence(product).exactly()
    assert (divergence - joint.total_correlation("x", "y").exactly()).is_zero()
    assert (joint.cross_entropy(product).exactly() - joint.entropy("x", "y").exactly() - divergence).is_zero()


@given(joints(("x", "y", "z")))
def test_conditional_entropy_is_the_mean_entropy_of_the_conditionals(joint: Joint) -> None:
    mean = sum(
        float(p) * float(joint.conditional("x", given={"y": y, "z": z}).entropy("x"))
        for (y, z), p in joint.marginal("y", "z").probabilities.items()
    )
    assert float(joint.entropy("x", given=("y", "z"))) == pytest.approx(mean, abs=1e-12)


@given(markov_chains(("a", "b", "c", "d")))
def test_drawn_chains_are_chains(joint: Joint) -> None:
    assert joint.is_markov("a", "b", "c", "d")


def test_a_divergence_from_a_smaller_support_is_infinite() -> None:
    assert Joint({0: HALF, 1: HALF}, ("x",)).kl_divergence(Joint({0: Fraction(1)}, ("x",))) == math.inf


@pytest.mark.parametrize(
    ("table", "names", "message"),
    [
        ({(0,): Fraction(1, 3)}, ("x",), "must sum to 1"),
        ({(0,): Fraction(3, 2), (1,): Fraction(-1, 2)}, ("x",), "non-negative"),
        ({(0,): 0.5, (1,): math.nan}, ("x",), "finite"),
        ({(0,): "1/2", (1,): "1/2"}, ("x",), "must be numbers"),
        ({(0, 1): Fraction(1)}, ("x",), "one value for each"),
        ({(0, 1): Fraction(1)}, ("x", "x"), "distinct"),
        ({0: Fraction(1), (0,): Fraction(1)}, ("x",), "stands twice"),
        ({0: 10**400, 1: 0.5}, ("x",), "finite"),
        ({0: Decimal("sNaN"), 1: 0.5}, ("x",), "finite"),
        ([0.5, 0.5], ("x",), "probabilities: must map"),
        ({0: 1}, None, "names: must be text"),
        ({(0, 0): 1}, (1, 2), "names: must be text"),
    ],
)
def test_bad_joints_are_refused(table: dict, names: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Joint(table, names)


def test_unknown_names_and_impossible_events_are_refused(xor: Joint) -> None:
    with pytest.raises(ValueError, match="'w' is not one of x, y, z"):
        xor.entropy("w")
    with pytest.raises(ValueError, match="probability 0"):
        xor.conditional("x", given={"y": 7})
    with pytest.raises(ValueError, match="exact value"):
        _ = Joint({(0,): 0.5, (1,): 0.5}, ("x",)).entropy("x").enclosure


def test_a_probability_too_small_for_a_float_is_none() -> None:
    assert Joint({0: Fraction(1, 10**400), 1: 1.0}, ("x",)).entropy("x") == 0


def test_what_is_no_name_event_or_channel_is_refused(xor: Joint) -> None:
    with pytest.raises(ValueError, match="names: 3 is not one of"):
        xor.entropy(3)
    with pytest.raises(ValueError, match="given: must map"):
        xor.conditional("x", given="y")
    with pytest.raises(ValueError, match="channel: has no row for 1"):
        xor.with_channel("w", {0: {0: 1}}, "x")
    with pytest.raises(ValueError, match="channel: the row for 0 must sum to 1, got 3/2"):
        xor.with_channel("w", {0: {0: Fraction(3, 2)}, 1: {0: HALF}}, "x")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"names": ["x"], "atoms": [{"y": 0, "p": "1"}]},
        {"names": ["x"], "atoms": [{"x": 0, "p": "1/0"}]},
        {"names": ["x"], "atoms": [{"x": [0], "p": "1"}]},
        {"names": ["x"], "atoms": [{"x": 0, "p": "1"}, {"x": 0, "p": "1"}]},
    ],
)
def test_bad_json_is_refused(data: dict) -> None:
    with pytest.raises(ValueError, match="data: "):
        Joint.from_json(data)


def test_json_gives_the_joint_back(xor: Joint) -> None:
    assert Joint.from_json(xor.to_json()) == xor


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_dit_agrees(seed: int) -> None:
    dit = pytest.importorskip("dit")
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(12)).reshape(2, 3, 2)
    table = {at: float(p[at]) for at in np.ndindex(*p.shape)}
    ours = Joint(table, ("x", "y", "z"))
    theirs = dit.Distribution(list(table), list(table.values()))
    theirs.set_rv_names("xyz")
    bits = math.log(2)
    assert ours.entropy("x", "z", given="y") == pytest.approx(
        dit.shannon.conditional_entropy(theirs, ["x", "z"], ["y"]) * bits
    )
    information = dit.shannon.mutual_information(theirs, ["x"], ["y", "z"]) * bits
    assert ours.mutual_information("x", ("y", "z")) == pytest.approx(information, abs=1e-12)
    total = dit.multivariate.total_correlation(theirs, [["x"], ["y"], ["z"]]) * bits
    assert ours.total_correlation("x", "y", "z") == pytest.approx(total, abs=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_a_batch_gives_what_its_joints_give(seed: int) -> None:
    batch = JointBatch.random(np.random.default_rng(seed), 4, (2, 3, 2), ("x", "y", "z"), concentration=0.3)
    for index in range(4):
        one = batch.joint(index)
        assert batch.mutual_information("x", "y", given="z")[index] == pytest.approx(
            one.mutual_information("x", "y", given="z"), abs=1e-12
        )
        assert batch.total_correlation("x", "y", "z")[index] == pytest.approx(
            one.total_correlation("x", "y", "z"), abs=1e-12
        )
        assert batch.entropy("x", given="y")[index] == pytest.approx(one.entropy("x", given="y"), abs=1e-12)


def test_a_bad_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        JointBatch(np.full((2, 2, 2), 0.2), ("x", "y"))
    with pytest.raises(ValueError, match="one axis"):
        JointBatch(np.full((2, 4), 0.25), ("x", "y"))
