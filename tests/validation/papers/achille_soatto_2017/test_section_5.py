"""Section 5's checks: the verdict of every reading, and that no reading stands once one of its formulas is mutated."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Evidence, Verdict, verdict
from bounds.derivations.naming import Named
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.rows import Row
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.papers.achille_soatto_2017.checks.corollary_5_1_counterexamples import many_copies
from validation.papers.achille_soatto_2017.checks.section_5_scalar_proofs import stack

DIMENSION = sympy.Symbol("D", positive=True)
SLOW = {"layers_of_every_family", "close_to_equality", "gaussian_floor"}
IDS = {s.id for s in LEDGER if s.section.startswith("5 ")}
MINE = tuple(c for c in SUITE.all_checks if c.statement in IDS)
SECTION = sorted({(c.statement, c.reading) for c in MINE})
AUDITED = SUITE.audited_verdicts
TRUE = [key for key in SECTION if AUDITED[key] is not Verdict.REFUTED]


def claim(statement, name, formula=None):
    """The ledger's reading, with another formula if one is given."""
    reading = LEDGER[statement][name]
    return Claim(statement=LEDGER[statement], reading=replace(reading, formula=formula) if formula else reading)


def evidence_of(check, claim):
    found = check.function(claim, np.random.default_rng(11), Effort())
    found = found if isinstance(found, Iterable) else [found]
    return [item.examine(claim.reading) for item in found if isinstance(item, Evidence)]


def judged(statement, name, formula=None):
    """The verdict of the quick checks on the reading, with another formula if one is given."""
    mine = [c for c in MINE if (c.statement, c.reading) == (statement, name) and c.name not in SLOW]
    return verdict(item for one in mine for item in evidence_of(one, claim(statement, name, formula)))


@pytest.mark.parametrize(("statement", "name"), SECTION)
def test_every_reading_has_the_verdict_its_mathematics_supports(statement, name):
    found = judged(statement, name)
    if AUDITED[statement, name] is Verdict.REFUTED:
        assert found is Verdict.REFUTED
    else:
        assert found in (Verdict.PROVED, Verdict.SUPPORTED)


def test_no_reading_of_the_section_is_left_without_a_check():
    assert {(s.id, reading.name) for s in LEDGER if s.id in IDS for reading in s.readings} == set(SECTION)


def mutants(expression):
    """The relation with one sign or one factor changed, on its right side (on the left where the right is 0)."""
    side = 1 if expression.rhs != 0 else 0
    target = expression.args[side]
    target = target.meaning if isinstance(target, Named) else target
    parts = target.args if isinstance(target, sympy.Add) else (target,)
    for k, part in enumerate(parts):
        for label, changed in (("sign", -part), ("half", part / 2)):
            new = target.func(*parts[:k], changed, *parts[k + 1 :]) if isinstance(target, sympy.Add) else changed
            arguments = list(expression.args)
            arguments[side] = new
            yield f"{label} of part {k}", type(expression)(*arguments, evaluate=False)
    row = Row()
    if expression.rhs.has(sympy.Symbol("h_z", real=True)):
        return  # an identity for whatever variance its Gaussians have
    for label, old, new in (("V for m", row.m, row.V), ("alpha-tilde for alpha", row.alpha, sympy.exp(row.alpha) - 1)):
        swapped = expression.rhs.xreplace({old: new})
        if swapped != expression.rhs:
            yield label, type(expression)(expression.lhs, swapped, evaluate=False)


SYMBOLIC = [key for key in TRUE if isinstance(LEDGER[key[0]][key[1]].formula, Symbolic)]
PROVED = [key for key in SYMBOLIC if any((c.statement, c.reading) == key and "proofs" in c.module for c in MINE)]
PLANTED = [
    pytest.param(*key, mutant, id=f"{key[0]}-{key[1]}-{label}".replace(" ", "_"))
    for key in PROVED
    for label, mutant in mutants(LEDGER[key[0]][key[1]].formula.expression)
]


@pytest.mark.parametrize(("statement", "name", "mutant"), PLANTED)
def test_a_planted_error_takes_the_proof_away(statement, name, mutant):
    for one in MINE:
        if (one.statement, one.reading) == (statement, name) and "proofs" in one.module:
            evidence = evidence_of(one, claim(statement, name, Symbolic(lambda: mutant)))
            assert evidence
            assert not any(item.accepted for item in evidence)


@pytest.mark.parametrize(
    ("statement", "name", "change"),
    [
        ("proposition-7/upper-bound", "sharpened", lambda rhs: rhs / 2),
        ("proposition-7/upper-bound", "sharpened", lambda rhs: sympy.log(2) / 2 - sympy.EulerGamma),
        ("proposition-7/upper-bound-rate", "sharpened", lambda rhs: rhs / 2),
        ("proposition-7/upper-bound-rate", "sharpened", lambda rhs: -rhs),
        ("proposition-7/upper-bound-rate", "sharpened", lambda rhs: rhs.subs(DIMENSION, 2 * DIMENSION)),
        ("proposition-7/gaussian-floor", "sharpened", lambda rhs: 2 * rhs),
        ("proposition-7/upper-bound-rate", "repaired", lambda rhs: -rhs),
        ("proposition-7/per-weight-alpha", "repaired", lambda rhs: rhs / 2),
        ("proposition-7/true-information", "repaired", lambda rhs: rhs - Row().alpha - Row().c),
        ("proposition-7", "sharpened", lambda rhs: rhs - Row().alpha),
        ("corollary-5.1", "sharpened", lambda rhs: rhs / 2),
        ("corollary-5.1/atom", "sharpened", lambda rhs: rhs / 2),
    ],
)
def test_a_planted_error_is_met_in_trials(statement, name, change):
    formula = LEDGER[statement][name].formula
    mutant = type(formula.expression)(formula.lhs, change(formula.rhs), evaluate=False)
    assert judged(statement, name, Symbolic(lambda: mutant)) not in (Verdict.PROVED, Verdict.SUPPORTED)


def test_the_width_that_counts_is_the_next_layers():
    """T4 with dim z_k for dim z_{k+1} is corollary-5.1/width as printed; the proof does not carry over."""
    found = stack(claim("corollary-5.1", "repaired"), np.random.default_rng(0), Effort())
    assert found.examine(LEDGER["corollary-5.1"]["repaired"]).accepted
    assert not found.examine(LEDGER["corollary-5.1/width"]["printed"]).accepted


T3 = (assumed.NOISE, assumed.NO_ATOM)
T4 = (assumed.CHAIN, assumed.ROWS_GIVEN_INPUT, assumed.NO_ROW_SEES_ZEROS)
NEEDED = {
    ("proposition-6", "repaired"): (assumed.NO_ATOM,),
    ("proposition-7", "repaired"): (*T3, assumed.RHO, assumed.CLAIM_1),
    ("proposition-7", "sharpened"): T3,
    ("proposition-7/true-information", "repaired"): (*T3, assumed.RHO),
    ("proposition-7/per-weight-alpha", "repaired"): T3,
    ("proposition-7/true-information-floor", "sharpened"): (assumed.NOISE, assumed.GAUSSIAN_INPUTS),
    ("proposition-7/lower-bound", "repaired"): (assumed.UNCORRELATED, assumed.ZERO_MEAN),
    ("proposition-7/upper-bound-rate", "repaired"): (
        assumed.INDEPENDENT_SQUARES,
        assumed.KURTOSIS,
        assumed.SMALL_BALL,
        assumed.DIMENSION,
    ),
    ("footnote-7", "repaired"): (assumed.BOUNDED_INPUTS, assumed.LEAST_SECOND_MOMENT),
    ("corollary-5.1", "repaired"): (*T4, assumed.RHO_EVERY_ROW),
    ("corollary-5.1", "sharpened"): T4,
    ("corollary-5.1/atom", "sharpened"): (*T4, assumed.RHO_EVERY_ROW, assumed.ATOM),
}


@pytest.mark.parametrize(("statement", "name"), NEEDED)
def test_proofs_need_their_hypotheses(statement, name):
    told = claim(statement, name)
    (proving,) = (c for c in MINE if (c.statement, c.reading) == (statement, name) and "proofs" in c.module)
    certificate = proving.function(told, np.random.default_rng(0), Effort()).certificate
    assert certificate.verify(told.reading.formula, told.reading.hypotheses)
    for dropped in NEEDED[statement, name]:
        rest = tuple(hypothesis for hypothesis in told.reading.hypotheses if hypothesis != dropped)
        assert len(rest) < len(told.reading.hypotheses)
        assert not certificate.verify(told.reading.formula, rest), dropped


def test_searches_end_without_a_counterexample_on_the_repaired_form():
    """The widths' search, run against T4 itself."""
    assert many_copies(claim("corollary-5.1", "repaired"), np.random.default_rng(0), Effort()).kind == "trial"
