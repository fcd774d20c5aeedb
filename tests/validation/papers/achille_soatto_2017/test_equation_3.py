"""Equation 3: verdicts, the telling witnesses, and growth that a planted mistake breaks."""

import math
from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Evidence, Verdict
from bounds.claims.formula import Symbolic
from bounds.claims.statement import is_violated
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.papers.achille_soatto_2017.checks import equation_3

SEARCHED = {
    "equation-3/sufficiency",
    "equation-3/same-lagrangian",
    "equation-3/minimal-sufficient",
    "equation-3/random-labels",
    "equation-3/optimal-regulariser",
    "equation-3/room-for-theta",
}
READINGS = [(s.id, r.name) for s in LEDGER if s.id.startswith("equation-3") for r in s.readings]


@pytest.mark.parametrize(("statement", "reading"), READINGS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, reading: str, seed: int, verdict_of) -> None:
    audited = SUITE.audited_verdicts[statement, reading]
    assert audited in (Verdict.PROVED, Verdict.REFUTED)
    assert verdict_of(statement, reading, seed) is audited


@pytest.mark.parametrize("statement", sorted(SEARCHED))
def test_a_search_s_control_finds_nothing(statement: str, findings) -> None:
    searches = [e.witness["search"] for e in findings(statement, "printed", 0) if "search" in e.witness]
    assert searches
    assert all(search["control_breaking"] == 0 for search in searches)


def test_the_bit_through_the_channel_is_shown_first(findings) -> None:
    first = findings("equation-3/sufficiency", "printed", 0)[0]
    found = first.examine(LEDGER["equation-3/sufficiency"]["printed"])
    assert found.accepted
    assert float(found.lhs) == pytest.approx(math.log(2))
    assert float(found.rhs) == pytest.approx(math.log(2) + 0.25 * math.log(0.25) + 0.75 * math.log(0.75))


def evidence(check, name: str, formula: Symbolic) -> Evidence:
    statement = LEDGER["equation-3/growth"]
    reading = replace(statement[name], formula=formula)
    return check(Claim(statement=statement, reading=reading), np.random.default_rng(0), Effort()).examine(reading)


def test_one_observation_in_place_of_n_is_found_out() -> None:
    right = LEDGER["equation-3/growth"]["repaired"].formula
    count = sympy.Symbol("N", integer=True, positive=True)
    wrong = Symbolic(lambda: right.expression.subs(count, 1))
    assert evidence(equation_3.entropies_of_the_mean, "repaired", wrong).accepted  # true of one observation
    assert is_violated([evidence(equation_3.by_determinants, "repaired", wrong)])
    assert not is_violated([evidence(equation_3.by_determinants, "repaired", right)])


@pytest.mark.parametrize("factor", [2, -1])
def test_another_rate_of_growth_has_no_proof(factor: int) -> None:
    right = LEDGER["equation-3/growth"]["sharpened"].formula
    wrong = Symbolic(lambda: sympy.Eq(right.lhs, factor * right.rhs, evaluate=False))
    assert not evidence(equation_3.beyond_log_n, "sharpened", wrong).accepted
