"""Every trial can fail: a formula that is false in the trial's own worlds, planted in its reading, is found out."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Evidence, Informational, Symbolic
from bounds.claims.statement import Reading, Statement, is_violated
from validation.checks import Check
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE

JUST_BEYOND = 0.01  # nats by which a bound is planted beyond the nearest world of a trial without chance
A_NAT = 1.0
CHECKED = [statement for statement in SUITE.ledger if any(c.statement == statement.id for c in SUITE.all_checks)]
UNPLANTED: dict[str, str] = {}  # readings in which no violation can be planted, and why; there is none


def found(check: Check, statement: Statement, reading: Reading) -> list[Evidence]:
    """The check's evidence on that form of the reading, at the quick profile."""
    out = check.function(Claim(statement=statement, reading=reading), np.random.default_rng(0), Effort())
    findings = [out] if not isinstance(out, Iterator | tuple | list) else list(out)
    return [one.examine(reading) for one in findings if isinstance(one, Evidence)]


def trials(evidence: list[Evidence]) -> list[Evidence]:
    return [one for one in evidence if one.can_fail]


def plants(reading: Reading, evidence: list[Evidence]) -> list[Reading]:
    """The reading with a false formula, one for each of its lines."""
    formula = reading.formula
    if isinstance(formula, Symbolic):
        return [replace(reading, formula=shifted(formula, beyond(evidence)))]
    lines = range(len(formula.goal))
    return [replace(reading, formula=replace(formula, goal=with_a_nat(formula, line))) for line in lines]


def beyond(evidence: list[Evidence]) -> float:
    """What makes a bound false in some world of every trial."""
    return max(max(one.margin or 0.0, 0.0) + (JUST_BEYOND if one.p_value is None else A_NAT) for one in evidence)


def shifted(formula: Symbolic, by: float) -> Symbolic:
    right = formula.expression
    step = {"<=": -by, ">=": by, "=": A_NAT}[formula.relation]
    return Symbolic(lambda: right.func(right.lhs, right.rhs + sympy.Float(step), evaluate=False))


def with_a_nat(formula: Informational, line: int) -> tuple[str, ...]:
    goal = list(formula.goal)
    relation = next(mark for mark in ("<=", ">=", "=") if mark in goal[line])
    left, right = goal[line].split(relation)
    goal[line] = f"{left} {'-' if relation == '>=' else '+'} 1 {relation} {right}"
    return tuple(goal)


def speaks_against(evidence: list[Evidence]) -> bool:
    return is_violated(evidence) or any(one.kind == "counterexample" and one.accepted for one in evidence)


@pytest.mark.parametrize("statement", CHECKED, ids=lambda statement: statement.id)
def test_a_planted_violation_is_found(statement: Statement) -> None:
    for reading in statement.readings:
        checks = [c for c in SUITE.all_checks if (c.statement, c.reading) == (statement.id, reading.name)]
        tried = {check: trials(found(check, statement, reading)) for check in checks}
        trying = {check: evidence for check, evidence in tried.items() if evidence}
        key = f"{statement.id} {reading.name}"
        if not trying or key in UNPLANTED:
            continue
        caught = {
            check: [speaks_against(found(check, statement, wrong)) for wrong in plants(reading, evidence)]
            for check, evidence in trying.items()
        }
        assert all(map(any, caught.values())), f"{key}: a check is blind, {caught}"
        assert all(map(any, zip(*caught.values(), strict=True))), f"{key}: a line is never tried, {caught}"


@pytest.mark.parametrize("wrong", ["H_pq - I", "H_pq + I/N", "H_pq"])
def test_the_price_of_random_labels_fails_with_a_wrong_share_of_the_information(wrong: str) -> None:
    """With H_pq - I, the sign is that of CE/N >= log C + I/N."""
    statement = SUITE.ledger["remark-4.2/price"]
    right = statement["printed"].formula.expression
    names = {str(symbol): symbol for symbol in right.free_symbols}
    false = Symbolic(lambda: right.func(sympy.sympify(wrong, locals=names), right.rhs, evaluate=False))
    reading = replace(statement["printed"], formula=false)
    for check in (c for c in SUITE.all_checks if c.statement == statement.id):
        evidence = found(check, statement, reading)
        assert is_violated(evidence) or not any(one.accepted for one in evidence)
    (trial,) = [c for c in SUITE.all_checks if c.statement == statement.id and c.name == "exact_memories"]
    assert is_violated(found(trial, statement, reading))
    assert not is_violated(found(trial, statement, statement["printed"]))


def test_every_supported_reading_has_a_trial_that_can_fail() -> None:
    """No reading rests on the measurements of an experiment alone."""
    supported = [key for key, verdict in SUITE.audited_verdicts.items() if verdict == "supported"]
    assert supported
    for key in supported:
        statement = SUITE.ledger[key[0]]
        checks = [c for c in SUITE.all_checks if (c.statement, c.reading) == key]
        own = [one for one in statement.readings if one.name == key[1]]
        assert all(trials([e for c in checks for e in found(c, statement, reading)]) for reading in own), key
