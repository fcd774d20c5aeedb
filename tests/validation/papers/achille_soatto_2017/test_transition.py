"""The transition for random labels: what its checks prove, what they need, and the mistakes that they notice."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.statement import Claim, Evidence, is_violated
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from validation.checks import Check
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.papers.achille_soatto_2017.checks import transition

CHECKS = [check for check in SUITE.all_checks if check.module == transition.__name__]
PROOFS = [check for check in CHECKS if check.name != "exact_memories"]
TRIALS = [check for check in CHECKS if check.name == "exact_memories"]
NEEDED = [
    ("price", "printed", assumed.RANDOM_LABELS),
    ("price", "printed", assumed.DECODED),
    ("price", "printed", assumed.TRUE_INFORMATION),
    ("label-noise", "sharpened", assumed.NOISY_LABELS),
    ("least-lagrangian", "sharpened", assumed.DECODED),
    ("knowing-nothing", "sharpened", assumed.ABOVE_ONE),
    ("knowing-nothing", "sharpened", assumed.NEAR_IGNORANCE),
    ("fitting", "sharpened", assumed.BELOW_ONE),
    ("fitting", "sharpened", assumed.NEAR_TABLE),
    ("crossing", "sharpened", assumed.FROM_CROSSING),
    ("crossing-place", "repaired", assumed.NO_PRICE),
    ("crossing-place", "sharpened", assumed.COSTS_MORE),
]


def found(check: Check, formula: Symbolic | None = None) -> Evidence:
    reading = LEDGER[check.statement][check.reading]
    reading = reading if formula is None else replace(reading, formula=formula)
    out = check.function(Claim(statement=LEDGER[check.statement], reading=reading), np.random.default_rng(0), Effort())
    return out.examine(reading)


def of(check: Check) -> Symbolic:
    return LEDGER[check.statement][check.reading].formula


@pytest.mark.parametrize("check", PROOFS, ids=lambda check: check.key)
@pytest.mark.parametrize("factor", [1, -1, sympy.Rational(1, 2), 2])
def test_a_proof_is_of_its_formula_and_no_other(check, factor):
    right = of(check).expression
    changed = Symbolic(lambda: right.func(right.lhs, factor * right.rhs, evaluate=False))
    assert found(check, changed).accepted == (factor == 1)


@pytest.mark.parametrize(("part", "name", "needed"), NEEDED)
def test_a_proof_needs_its_hypotheses(part: str, name: str, needed: Hypothesis):
    (check,) = [one for one in PROOFS if (one.statement, one.reading) == (f"remark-4.2/{part}", name)]
    reading, evidence = LEDGER[check.statement][check.reading], found(check)
    rest = tuple(one for one in reading.hypotheses if one != needed)
    assert len(rest) < len(reading.hypotheses)
    assert not evidence.certificate.verify(reading.formula, rest)


@pytest.mark.parametrize("check", TRIALS, ids=lambda check: check.key)
def test_a_trial_comes_within_rounding_of_equality(check):
    assert abs(found(check).margin) < 1e-6
    assert not is_violated([found(check)])


@pytest.mark.parametrize("check", TRIALS, ids=lambda check: check.key)
def test_a_hundredth_too_much_is_a_violation(check):
    right = of(check).expression
    step = sympy.Rational(1, 100) * (1 if of(check).relation == ">=" else -1)
    wrong = Symbolic(lambda: right.func(right.lhs, right.rhs + step, evaluate=False))
    assert is_violated([found(check, wrong)])


def test_where_knowing_nothing_is_dear_the_crossing_may_lie_beyond_one():
    """The bound of 1 is for a solution that knows nothing for free: where it has a price, memories go beyond 1."""
    (check,) = [one for one in TRIALS if (one.statement, one.reading) == ("remark-4.2/crossing-place", "sharpened")]
    at_most_one = LEDGER["remark-4.2/crossing-place"]["repaired"].formula
    assert is_violated([found(check, at_most_one)])
    assert not is_violated([found(check)])


def test_the_kink_is_of_the_smaller_of_one_and_beta():
    (check,) = [one for one in TRIALS if one.statement == "remark-4.2/least-lagrangian"]
    wrong = of(check).expression.replace(sympy.Min, sympy.Max)
    assert is_violated([found(check, Symbolic(lambda: wrong))])
