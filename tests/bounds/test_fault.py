"""What is wrong with a printed form follows from the readings, whatever they are called."""

import pytest
import sympy

from bounds.claims import Hypothesis, Informational, Ledger, Rank, Reading, Statement, Symbolic, Verdict
from bounds.fault import Fault, fault_of
from bounds.ledger import LEDGER

a, b, c = sympy.symbols("a b c", positive=True)
n, m = sympy.symbols("n m", positive=True, integer=True)
i = sympy.Idx("i")
x = sympy.IndexedBase("x", positive=True)
MORE = (Hypothesis("a is large"),)


def le(lhs, rhs, relation=sympy.Le):
    return Symbolic(lambda: relation(lhs, rhs, evaluate=False))


def of(goal, *given):
    return Informational(goal=(goal,), given=given)


def told(printed, true, name="repaired", hypotheses=(), verdict=Verdict.PROVED):
    words = {"quote": "as the page has it"} if name == "intended" else {}
    other = Reading(name, true, hypotheses=hypotheses, **words)
    statement = Statement(
        id="claim-1",
        title="t",
        section="1",
        rank=Rank.RESULT,
        quote="so",
        readings=(Reading("printed", printed), other),
    )
    verdicts = {("claim-1", "printed"): Verdict.REFUTED, ("claim-1", name): verdict}
    return fault_of("claim-1", Ledger((statement,)), verdicts)


@pytest.mark.parametrize(
    ("printed", "true", "fault"),
    [
        (le(a, 2 * b + c), le(a, b + c), Fault.CONSTANT),
        (le(a, sympy.log(1 - sympy.exp(-b)) / 2), le(a, -sympy.log(1 - sympy.exp(-b)) / 2), Fault.CONSTANT),
        (le(a, n * sympy.log(b)), le(a, sympy.log(n * b)), Fault.CONSTANT),  # n counts, on both sides
        (le(a, n * b), le(a, m * b), Fault.DIRECTION),  # two counts are no constant of each other
        (le(a, b), le(a, c), Fault.DIRECTION),
        (le(a, b * sympy.log(c)), le(a, c * sympy.log(b)), Fault.DIRECTION),
        (le(a, b), le(b, a), Fault.DIRECTION),
        (le(a, b), le(a, b, sympy.Ge), Fault.DIRECTION),
        (le(a, b, sympy.Lt), le(a, b), Fault.OVERSTATED),
        (le(a, b, sympy.Eq), le(b, a), Fault.OVERSTATED),
        (le(a, b), le(a, b + sympy.log(c)), Fault.FALSE),
        (le(x[i] + a, b), le(x[i] + x[i + 1], b), Fault.FALSE),
        (of("I(x;y) = 0"), of("I(x;y) = 0", "I(x,z;y) = 0"), Fault.MISSING_HYPOTHESIS),
        (of("I(x;z) <= I(x;y)", "y -> x -> z"), of("I(x;z) <= I(x;y)", "x -> y -> z"), Fault.DIRECTION),
        (of("I(x;y) = 0", "I(x;y|z) = 0", "H(w) = 0"), of("I(x;y) = 0", "I(x,z;y) = 0"), Fault.MISSING_HYPOTHESIS),
        (of("I(x;y) < H(x)"), of("I(x;y) <= H(x)"), Fault.OVERSTATED),
        (of("I(x;y) = H(x)"), of("I(x;y) <= H(x)"), Fault.OVERSTATED),
        (of("I(x;y) = H(x)"), of("H(x) >= I(x;y)"), Fault.OVERSTATED),
        (of("I(x;y) >= H(x)"), of("I(x;y) <= H(x)"), Fault.DIRECTION),
        (of("2 I(x;y) <= H(x)"), of("I(x;y) <= H(x)"), Fault.CONSTANT),
        (of("I(x;y) = H(x,y) + H(x|y)"), of("I(x;y) = H(x,y) - H(x|y)"), Fault.CONSTANT),
        (of("I(x;y|z) = H(x|z) - H(x|y)"), of("I(x;y|z) = H(x|z) - H(x|y,z)"), Fault.DIRECTION),
        (of("H(y|x) = 0", "I(x;y) = H(x)"), of("I(x;y) = H(x)", "H(x|y) = 0", "H(y|x) = 0"), Fault.CONVERSE),
        (of("I(x;y) <= H(z)"), of("I(x;y) <= H(x) + H(z)"), Fault.FALSE),
        (le(a, sympy.Integer(1)), le(a, sympy.Integer(2)), Fault.CONSTANT),
        (of("I(x;y) = 0"), of("I(x;z) <= H(x)", "I(x;y) = 0"), Fault.FALSE),
        (le(a - b, 0 * b), le(b, a), Fault.DIRECTION),
        (le(a - b, 0 * b, sympy.Eq), le(a, b), Fault.OVERSTATED),
        (le(a, b * (c + 1)), le(a, b * c + b), Fault.MISSING_HYPOTHESIS),
    ],
)
def test_each_kind(printed, true, fault):
    assert told(printed, true) == fault


def test_more_hypotheses_for_the_same_formula():
    assert told(le(a, b), le(a, b), hypotheses=MORE) == Fault.MISSING_HYPOTHESIS


def test_what_was_meant_counts_only_where_it_is_proved():
    assert told(le(a, b), le(a, c), name="intended") == Fault.MISPRINT
    assert told(le(a, b), le(a, c), name="intended", verdict=Verdict.REFUTED) == Fault.FALSE
    assert told(le(a, b), le(a, b), name="intended", hypotheses=MORE) == Fault.MISSING_HYPOTHESIS
    assert told(le(a, b), le(a, b + 1), verdict=Verdict.SUPPORTED) == Fault.FALSE


def test_only_a_refuted_form_has_a_fault():
    statement = Statement(
        id="claim-1", title="t", section="1", rank=Rank.RESULT, quote="so", readings=(Reading("printed", le(a, b)),)
    )
    for verdict in (Verdict.PROVED, Verdict.SUPPORTED, Verdict.UNDECIDED):
        assert fault_of("claim-1", Ledger((statement,)), {("claim-1", "printed"): verdict}) is None
    assert fault_of("claim-1", Ledger((statement,)), {}) is None


def test_a_part_without_a_true_form_is_set_beside_its_claim():
    whole = Reading("repaired", le(a, n * b))
    part = Reading("printed", le(a, m * b))
    made = [
        Statement(id=id_, title="t", section="1", rank=Rank.RESULT, quote="so", readings=(reading,))
        for id_, reading in (("claim-1", whole), ("claim-1/width", part))
    ]
    verdicts = {("claim-1", "repaired"): Verdict.PROVED, ("claim-1/width", "printed"): Verdict.REFUTED}
    assert fault_of("claim-1/width", Ledger(tuple(made)), verdicts) == Fault.DIRECTION


def test_every_refuted_form_of_the_ledger_has_one():
    every = {
        (s.id, r.name): Verdict.REFUTED if r.name == "printed" else Verdict.PROVED for s in LEDGER for r in s.readings
    }
    for statement in LEDGER:
        assert (fault_of(statement.id, LEDGER, every) is None) == (
            "printed" not in [r.name for r in statement.readings]
        )
