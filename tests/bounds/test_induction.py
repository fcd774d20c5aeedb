"""Proofs for chains of every length, and examples of what can be: what their checkers take, and what they do not."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bounds.claims import Chained, Evidence, Hypothesis, Informational, Reading
from bounds.claims.certificates import read_back
from bounds.distribution import Joint
from bounds.shannon import prove
from bounds.shannon.example import Example
from bounds.shannon.induction import PARTS, Induction, find_induction, problems
from bounds.shannon.parametric import find_parametric_proof

PROCESSED = Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",))
LINKS = Chained(goal=("I(x;z[L]) <= I(z[i];z[i+1])",), head=("x",))
CARRIED = ("I(x;z[L]) <= I(x;z[i+1])", "I(x;z[i+1]) <= I(z[i];z[i+1])")


@pytest.fixture(scope="module")
def proved() -> Induction:
    found = find_induction(PROCESSED, carried=PROCESSED.goal)
    assert found is not None
    return found


def test_a_proof_is_of_its_own_formula_alone(proved: Induction) -> None:
    assert proved.verify(PROCESSED)
    for other in (
        replace(PROCESSED, goal=("I(x;z[L]) >= I(x;z[i])",)),
        replace(PROCESSED, goal=("2 I(x;z[L]) <= I(x;z[i])",)),
        replace(PROCESSED, goal=("I(x;z[i]) <= I(x;z[L])",)),
        LINKS,
        PROCESSED.at(2),
        None,
    ):
        assert not proved.verify(other)


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_every_part_must_be_proved(proved: Induction, part: int) -> None:
    one = proved.proofs[part]
    assert one.terms or part == 1  # the base is an identity here
    broken = replace(one, terms=one.terms[:-1], multipliers=one.multipliers[:-1]) if one.terms else proved.proofs[2]
    assert not replace(proved, proofs=(*proved.proofs[:part], broken, *proved.proofs[part + 1 :])).verify(PROCESSED)
    assert not replace(proved, proofs=proved.proofs[:-1]).verify(PROCESSED)


def test_what_holds_at_one_length_and_not_at_the_next_is_no_induction() -> None:
    backwards = Chained(goal=("I(x;z[i]) <= I(x;z[L])",), head=("x",))  # true where i is L
    assert prove(problems(backwards, backwards.goal)[1].goal).verdict == "proved"
    assert find_induction(backwards, backwards.goal) is None
    assert prove(backwards.at(2).goal, backwards.at(2).given).verdict == "refuted"


def test_lines_too_weak_to_carry_do_not_end_in_the_claim() -> None:
    assert find_induction(LINKS, CARRIED) is not None
    assert find_induction(LINKS, CARRIED[:1]) is None


@pytest.mark.parametrize(
    ("formula", "carried", "why"),
    [
        (PROCESSED, ("H(rest|x) <= H(rest)", *PROCESSED.goal), "names one of the induction's own"),
        (replace(PROCESSED, head=("rest",)), PROCESSED.goal, "names one of the induction's own"),
        (PROCESSED, ("I(x;z[L-1]) <= I(x;z[i])",), "names a layer that is none of"),
        (PROCESSED, CARRIED, "which the claim does not"),
        (replace(PROCESSED, given=("I(x;z[i]) = 0",)), PROCESSED.goal, "given: a line may name no layer but"),
    ],
)
def test_lines_that_mean_another_thing_at_the_next_length_are_refused(formula, carried, why, proved: Induction) -> None:
    with pytest.raises(ValueError, match=why):
        problems(formula, carried)
    assert not replace(proved, carried=carried).verify(formula)


def test_a_step_uses_the_chain_at_the_last_layer_alone() -> None:
    _, base, step, end = problems(LINKS, CARRIED)
    assert base.given == ("(x,rest) -> z_i -> z_i'",)
    assert step.given[0] == "(x,rest,z_i,z_i') -> z_L -> z_L'"
    assert end.given == ("I(x;z_L) <= I(x;z_i')", "I(x;z_i') <= I(z_i;z_i')")


def test_it_survives_a_file_and_no_other_certificate_serves(proved: Induction) -> None:
    assert read_back(proved.to_json()) == proved
    with pytest.raises(ValueError, match="is not an induction"):
        Induction.from_json({"carried": []})
    reading = Reading("printed", PROCESSED)
    assert Evidence(kind="proof", method="m", summary="s", certificate=proved).examine(reading).accepted
    others = (
        prove(PROCESSED.at(2).goal, PROCESSED.at(2).given).certificate,
        find_parametric_proof(Informational(goal=("beta H(x) >= 0",)), "beta"),
    )
    for other in others:
        assert not Evidence(kind="proof", method="m", summary="s", certificate=other).examine(reading).accepted


HALF = Fraction(1, 2)
COIN = Example(Joint({(0, 0): HALF, (1, 1): HALF}, ("x", "y")))
SHARED = Informational(goal=("I(x;y) > 0", "H(x|y) = 0"), exists=("x", "y"))


def test_an_example_shows_what_can_be_and_nothing_that_must() -> None:
    assert COIN.verify(SHARED)
    assert COIN.verify(SHARED, (Hypothesis("two values", holds=lambda joint: len(joint.alphabets["x"]) == 2),))
    assert read_back(COIN.to_json()) == COIN


@pytest.mark.parametrize(
    "claim",
    [
        replace(SHARED, goal=("I(x;y) > 0", "H(x|y) > 0")),
        replace(SHARED, goal=("I(x;y) < 0",)),
        replace(SHARED, exists=()),  # for all joints
        replace(SHARED, exists=("x",)),  # for every y
        replace(SHARED, given=("H(y) > 0",)),  # for every y that varies
        replace(SHARED, goal=("I(x;z) > 0",), exists=("x", "y", "z")),
        PROCESSED,
    ],
)
def test_an_example_is_refused_for_another_claim(claim) -> None:
    assert not COIN.verify(claim)


def test_an_example_that_is_not_exact_or_of_which_a_hypothesis_is_not_decided_is_refused() -> None:
    assert not Example(Joint({(0, 0): 0.5, (1, 1): 0.5}, ("x", "y"))).verify(SHARED)
    assert not COIN.verify(SHARED, (Hypothesis("nobody knows"),))
    assert not COIN.verify(SHARED, (Hypothesis("of z", holds=lambda joint: joint.entropy("z") == 0),))
