"""The sentences of figure 1 and of sections 5, 6 and 7: their verdicts, and errors that take these away."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Evidence, Informational, Symbolic
from bounds.claims.statement import Reading, Verdict, verdict
from bounds.fault import Fault, fault_of
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE

EXPECTED = {
    ("figure-1/test-accuracy-random", "printed"): Verdict.PROVED,
    ("footnote-7/iid", "printed"): Verdict.REFUTED,
    ("proposition-7/increases-strictly", "printed"): Verdict.REFUTED,
    ("proposition-7/increases-strictly", "repaired"): Verdict.PROVED,
    ("equation-3/random-data", "printed"): Verdict.REFUTED,
    ("equation-3/random-data", "intended"): Verdict.PROVED,
    ("equation-3/random-data", "repaired"): Verdict.PROVED,
    ("equation-3/proportional", "printed"): Verdict.REFUTED,
    ("equation-3/proportional", "intended"): Verdict.REFUTED,
    ("equation-3/proportional", "repaired"): Verdict.PROVED,
    ("equation-3/proportional", "sharpened"): Verdict.PROVED,
    ("section-6.2/blind-discriminator", "printed"): Verdict.REFUTED,
    ("section-6.2/blind-discriminator", "intended"): Verdict.PROVED,
    ("section-6.2/blind-discriminator", "repaired"): Verdict.PROVED,
    ("section-6.2/no-guarantees", "printed"): Verdict.PROVED,
    ("section-6.2/no-guarantees", "sharpened"): Verdict.PROVED,
    ("section-6.3/exploration", "printed"): Verdict.REFUTED,
    ("section-6.3/exploration", "intended"): Verdict.PROVED,
    ("section-6.3/gan", "printed"): Verdict.PROVED,
    ("section-7/task-defines-nuisance", "printed"): Verdict.PROVED,
    ("section-7/task-defines-nuisance", "sharpened"): Verdict.PROVED,
    ("section-7/universal", "printed"): Verdict.PROVED,
    ("section-7/universal", "sharpened"): Verdict.PROVED,
    ("section-7/conversion", "printed"): Verdict.REFUTED,
    ("section-7/conversion", "repaired"): Verdict.PROVED,
}
FAULTS = {
    "equation-3/random-data": Fault.MISPRINT,
    "equation-3/proportional": Fault.FALSE,
    "section-6.2/blind-discriminator": Fault.MISSING_HYPOTHESIS,
    "section-6.3/exploration": Fault.MISPRINT,
    "section-7/conversion": Fault.MISSING_HYPOTHESIS,
}


@pytest.mark.parametrize(("statement", "name"), EXPECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, name: str, seed: int, verdict_of: Callable) -> None:
    assert verdict_of(statement, name, seed) is EXPECTED[statement, name]


@pytest.mark.parametrize("statement", FAULTS)
def test_what_is_wrong_is_what_was_found(statement: str) -> None:
    assert fault_of(statement, LEDGER, EXPECTED) == FAULTS[statement]


def judged(statement: str, reading: Reading) -> Verdict:
    """The verdict of the reading's checks on it, in another form."""
    claim, found = Claim(statement=LEDGER[statement], reading=reading), []
    for check in (c for c in SUITE.all_checks if (c.statement, c.reading) == (statement, reading.name)):
        out = check.function(claim, np.random.default_rng(0), Effort())
        items = out if isinstance(out, Iterable) else [] if out is None else [out]
        found += [one.examine(reading) for one in items if isinstance(one, Evidence)]
    return verdict(found)


def with_goal(statement: str, name: str, *goal: str) -> Reading:
    reading = LEDGER[statement][name]
    assert isinstance(reading.formula, Informational)
    return replace(reading, formula=replace(reading.formula, goal=goal))


def with_sides(statement: str, name: str, change: Callable[[sympy.Expr, sympy.Expr], tuple]) -> Reading:
    reading = LEDGER[statement][name]
    assert isinstance(reading.formula, Symbolic)
    right = reading.formula.expression
    return replace(reading, formula=Symbolic(lambda: right.func(*change(*right.args), evaluate=False)))


@pytest.mark.parametrize(
    ("statement", "name", "goal"),
    [
        ("equation-3/random-data", "repaired", "I(D;theta) = I(y;theta)"),
        ("section-6.2/blind-discriminator", "repaired", "I(d;b) = I(b;z,n)"),
        ("section-7/task-defines-nuisance", "sharpened", "I(z;y2) <= I(z;n)"),
        ("section-7/universal", "sharpened", "I(u;y) = I(z;u)"),
    ],
)
def test_a_stronger_claim_about_informations_is_not_proved(statement: str, name: str, goal: str) -> None:
    assert judged(statement, with_goal(statement, name, goal)) is not Verdict.PROVED


@pytest.mark.parametrize(
    ("statement", "name", "change"),
    [
        ("figure-1/test-accuracy-random", "printed", lambda right, chance: (right, 2 * chance)),
        ("proposition-7/increases-strictly", "repaired", lambda slope, value: (slope, value / 2)),
        ("equation-3/proportional", "repaired", lambda low, high: (low, high / 2)),
        ("equation-3/proportional", "sharpened", lambda low, high: (low, -high)),
        ("section-6.2/no-guarantees", "printed", lambda loss, bound: (2 * loss, bound)),
        ("section-6.2/no-guarantees", "printed", lambda loss, bound: (loss, bound / 2)),
        ("section-6.2/no-guarantees", "sharpened", lambda estimate, information: (estimate, information / 2)),
        ("section-6.3/exploration", "intended", lambda gain, zero: (gain, zero - 1)),
        ("section-6.3/gan", "printed", lambda estimate, divergence: (-estimate, divergence)),
        ("section-7/conversion", "repaired", lambda low, high: (low, high - 1)),
        ("section-7/conversion", "repaired", lambda low, high: (2 * low, high)),
    ],
)
def test_a_planted_error_takes_the_proof_away(statement: str, name: str, change: Callable) -> None:
    assert judged(statement, with_sides(statement, name, change)) is not Verdict.PROVED


@pytest.mark.parametrize(
    ("statement", "name"), [("equation-3/proportional", "repaired"), ("section-7/conversion", "repaired")]
)
def test_a_proof_needs_its_hypotheses(statement: str, name: str) -> None:
    reading = LEDGER[statement][name]
    for dropped in reading.hypotheses:
        rest = tuple(one for one in reading.hypotheses if one != dropped)
        assert judged(statement, replace(reading, hypotheses=rest)) is not Verdict.PROVED
