"""What became of a claim follows from the verdicts on both editions; what is shared is one object."""

from dataclasses import replace

import pytest
import sympy

from bounds.claims import Hypothesis, Ledger, Rank, Reading, Statement, Symbolic, Unknown, Verdict
from bounds.claims.citation import Citation
from bounds.claims.edition import check_shared, shared
from bounds.claims.statement import Source
from bounds.editions import Fate, changes

a, b = sympy.symbols("a b", positive=True)
PRINTED = Symbolic(lambda: sympy.Le(a, b, evaluate=False))
REPAIRED = Symbolic(lambda: sympy.Le(a, 2 * b, evaluate=False))
LARGE = (Hypothesis("b is large"),)
OLD, NEW = "toy-2017", "toy-2018"


def stated(id_, *readings, **more):
    return Statement(id=id_, title=id_, section="1", rank=Rank.RESULT, quote="so", readings=readings, **more)


EARLIER = Ledger(
    (
        stated("claim-1", Reading("printed", PRINTED), Reading("repaired", REPAIRED)),
        stated("claim-2", Reading("printed", PRINTED), Reading("repaired", PRINTED, hypotheses=LARGE)),
    )
)


def fate(statement, **verdicts):
    """Of a later claim, from verdicts such as claim_1_printed (earlier) and now (later)."""
    found = {Citation(NEW, statement.id, "printed"): Verdict(verdicts.pop("now", "undecided"))}
    for name, verdict in verdicts.items():
        found[Citation(OLD, name.replace("_", "-"), "printed")] = Verdict(verdict)
    return [change.fate for change in changes(EARLIER, Ledger((statement,)), found, (OLD, NEW))]


def later(*readings, earlier=("claim-1",), **more):
    return stated("theorem-1", *readings, earlier=earlier, **more)


def as_was(name, reading):
    return shared(OLD, EARLIER, name, reading)


@pytest.mark.parametrize(
    ("then", "now", "statement", "expected"),
    [
        ("refuted", "proved", later(as_was("claim-1", "repaired")), Fate.FIXED),
        ("refuted", "supported", later(as_was("claim-1", "repaired")), Fate.FIXED),
        ("refuted", "refuted", later(as_was("claim-1", "printed")), Fate.STILL_FALSE),
        ("refuted", "refuted", later(Reading("printed", REPAIRED)), Fate.CHANGED_FALSE),
        ("proved", "proved", later(as_was("claim-1", "printed")), Fate.STILL_TRUE),
        ("proved", "refuted", later(Reading("printed", REPAIRED)), Fate.NEW_ERROR),
        ("refuted", "undecided", later(Reading("printed", REPAIRED)), Fate.UNDECIDED),
        ("undecided", "proved", later(Reading("printed", REPAIRED)), Fate.UNDECIDED),
    ],
)
def test_what_became_of_a_claim(then, now, statement, expected):
    assert fate(statement, claim_1=then, now=now) == [expected]


def test_a_hypothesis_that_came_clarifies():
    statement = later(as_was("claim-2", "repaired"), earlier=("claim-2",))
    assert fate(statement, claim_2="refuted", now="proved") == [Fate.CLARIFIED]


def test_what_is_false_to_the_letter_alone_is_true_as_meant():
    meant = replace(as_was("claim-1", "repaired"), name="intended", quote="so it is meant")
    statement = later(as_was("claim-1", "printed"), meant)
    verdicts = {
        Citation(OLD, "claim-1", "printed"): Verdict.REFUTED,
        Citation(NEW, "theorem-1", "printed"): Verdict.REFUTED,
        Citation(NEW, "theorem-1", "intended"): Verdict.PROVED,
    }
    (change,) = changes(EARLIER, Ledger((statement,)), verdicts, (OLD, NEW))
    assert change.fate == Fate.AS_MEANT
    (change,) = changes(
        EARLIER, Ledger((statement,)), {**verdicts, Citation(NEW, "theorem-1", "intended"): Verdict.REFUTED}, (OLD, NEW)
    )
    assert change.fate == Fate.STILL_FALSE


def test_what_is_new_is_true_or_an_error():
    statement = later(Reading("printed", REPAIRED), earlier=())
    assert fate(statement, now="proved") == [Fate.NEW_TRUE]
    assert fate(statement, now="refuted") == [Fate.NEW_ERROR]


def test_what_was_not_read_has_no_verdict():
    assert fate(later(source=Source.NOT_READ), claim_1="refuted", now="proved") == [Fate.NOT_READ]
    assert fate(later(source=Source.WITHDRAWN), claim_1="refuted") == [Fate.WITHDRAWN]
    assert fate(later(Reading("repaired", REPAIRED)), claim_1="refuted", now="proved") == []
    for source in (Source.NOT_READ, Source.WITHDRAWN):
        with pytest.raises(ValueError, match=f"readings: theorem-1 is {source}, and cannot have any"):
            later(Reading("printed", PRINTED), source=source)


def test_a_claim_that_comes_from_none_is_told():
    with pytest.raises(Unknown, match="'claim-9' is no statement"):
        fate(later(earlier=("claim-9",)), now="proved")


def test_what_is_shared_is_one_object_and_knows_where_it_is_from():
    reading = as_was("claim-2", "repaired")
    assert reading.formula is EARLIER["claim-2"]["repaired"].formula
    assert (reading.name, reading.same_as) == ("printed", Citation(OLD, "claim-2", "repaired"))
    again = shared(NEW, Ledger((later(reading),)), "theorem-1", "printed", name="repaired")
    assert again.same_as == reading.same_as  # of a third edition: where it comes from


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"formula": Symbolic(lambda: sympy.Le(a, b, evaluate=False))}, "and has another formula"),
        ({"hypotheses": ()}, "and has other hypotheses"),
        ({"same_as": Citation(OLD, "claim-9", "printed")}, "which is none"),
        ({"same_as": Citation(OLD, "claim-2", "proved")}, "which is none"),
    ],
)
def test_what_is_only_said_to_be_the_same_is_refused_and_both_are_named(wrong, why):
    ledger = Ledger((later(replace(as_was("claim-2", "repaired"), **wrong)),))
    with pytest.raises(ValueError, match=rf"same_as: theorem-1 printed is said to be {OLD}:claim-\d \w+, {why}"):
        check_shared(ledger, lambda paper: EARLIER)
    check_shared(Ledger((later(as_was("claim-2", "repaired")),)), lambda paper: EARLIER)
