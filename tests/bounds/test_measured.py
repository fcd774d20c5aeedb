"""A claim about what was measured holds for whole intervals, or is not said to."""

import pytest
import sympy

from bounds.claims import Contradiction, Evidence, Informational, Reading, Symbolic, Verdict, verdict
from bounds.claims.certificates import read_back
from bounds.claims.measured import Answer, Quantities, together
from bounds.claims.statement import answer_of, is_violated

a, b = sympy.symbols("a b", real=True)


def claim(relation, lhs=a, rhs=b):
    return Reading("printed", Symbolic(lambda: relation(lhs, rhs, evaluate=False)))


def seen(reading, **intervals):
    measured = Evidence(kind="measurement", method="m", summary="s", confidence=0.95, certificate=Quantities(intervals))
    return measured.examine(reading)


@pytest.mark.parametrize(
    ("relation", "holds", "fails"),
    [
        (sympy.Le, {"a": (0, 1), "b": (1.5, 2)}, {"a": (2, 3), "b": (0, 1)}),
        (sympy.Ge, {"a": (1.5, 2), "b": (0, 1)}, {"a": (0, 1), "b": (2, 3)}),
        (sympy.Lt, {"a": (0, 1), "b": (2, 3)}, {"a": (1.5, 2), "b": (0, 1)}),
        (sympy.Gt, {"a": (2, 3), "b": (0, 1)}, {"a": (0, 1), "b": (1.5, 2)}),
        (sympy.Eq, {"a": (1, 1), "b": (1, 1)}, {"a": (0, 1), "b": (2, 3)}),
    ],
)
def test_an_answer_is_of_the_whole_interval(relation, holds, fails):
    reading = claim(relation)
    assert seen(reading, **holds).answer == Answer.REPRODUCED
    assert seen(reading, **fails).answer == Answer.NOT_REPRODUCED
    assert seen(reading, a=(0, 3), b=(1, 2)).answer == Answer.OPEN


def test_a_verdict_wants_every_measurement():
    reading = claim(sympy.Le)
    good, bad = seen(reading, a=(0, 1), b=(2, 3)), seen(reading, a=(2, 3), b=(0, 1))
    wide = seen(reading, a=(0, 3), b=(1, 2))
    assert verdict([good, good]) == Verdict.SUPPORTED
    for others in ([bad], [wide], [good, bad], [good, wide]):
        assert verdict(others) == Verdict.UNDECIDED
    assert [answer_of(those) for those in ([good], [good, wide], [bad, wide], [wide], [])] == [
        Answer.REPRODUCED, Answer.PARTLY, Answer.NOT_REPRODUCED, Answer.OPEN, None,
    ]  # fmt: skip
    assert is_violated([bad, bad])
    assert not is_violated([good, bad])


def test_what_a_check_says_of_its_own_measurement_counts_for_nothing():
    reading = claim(sympy.Le)
    told = Evidence(kind="measurement", method="m", summary="s", answer="reproduced")
    assert told.examine(reading).answer == ""
    assert verdict([told.examine(reading)]) == Verdict.UNDECIDED
    shown = Evidence(
        kind="measurement",
        method="m",
        summary="s",
        answer="reproduced",
        certificate=Quantities({"a": (2, 3), "b": (0, 1)}),
    )
    assert shown.examine(reading).answer == Answer.NOT_REPRODUCED


def test_a_measurement_of_something_else_says_nothing():
    for reading in (claim(sympy.Le), Reading("printed", Informational(goal=("I(x;y) >= 0",)))):
        found = seen(reading, a=(0, 1))
        assert not found.accepted
        assert verdict([found]) == Verdict.UNDECIDED


def test_an_interval_that_says_no_contradicts_no_proof():
    """It is a level below a run's: a proved reading is violated by a p-value alone."""
    proof = Evidence(kind="proof", method="m", summary="s", accepted=True)
    bad = seen(claim(sympy.Le), a=(2, 3), b=(0, 1))
    assert verdict([proof, bad]) == Verdict.PROVED
    with pytest.raises(Contradiction):
        verdict([proof, Evidence(kind="measurement", method="m", summary="s", p_value=1e-9)])


def test_a_quantity_that_cannot_be_negative_is_not_measured_below_zero():
    p = sympy.Symbol("p", positive=True)
    reading = claim(sympy.Ge, sympy.sqrt(p**2), sympy.Rational(1, 2))  # sympy makes p of it
    assert not seen(reading, p=(-1, -0.9)).accepted
    assert seen(reading, p=(0.9, 1)).answer == Answer.REPRODUCED


def test_it_is_read_back_as_it_was_written():
    found = Quantities({"a": (0.1, 0.3)})
    assert read_back(found.to_json()) == found
    for wrong in ({"a": [1, 0]}, {"a": [0]}, {"a": "x"}, [1], {"a": [0, float("nan")]}):
        with pytest.raises(ValueError, match=r"measured quantities|no interval"):
            Quantities.from_json({"intervals": wrong})


def test_nothing_together_is_none():
    assert together([]) is None
