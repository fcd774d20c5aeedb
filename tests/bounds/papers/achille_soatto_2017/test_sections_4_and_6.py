"""Proposition 4, equation 3 and section 6 in the ledger: both sides as numbers, and proofs that break when changed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Informational, Symbolic
from bounds.derivations.derivation import Derivation, Step, sampled
from bounds.papers.achille_soatto_2017 import equation_3, section_4, section_6
from bounds.shannon import prove

BY_ID = {
    statement.id: statement for statement in (*section_4.STATEMENTS, *equation_3.STATEMENTS, *section_6.STATEMENTS)
}
LAWS = {"p": [Fraction(1, 2), Fraction(1, 2)], "q": [Fraction(1, 4), Fraction(3, 4)], "K": 2}


@pytest.mark.parametrize("identifier", ["proposition-4", "section-6.3/objective"])
def test_the_repaired_identity_holds_and_the_printed_does_not(identifier: str) -> None:
    lhs, rhs = BY_ID[identifier]["repaired"].formula.enclose(LAWS)
    assert lhs.low <= rhs.high
    assert rhs.low <= lhs.high
    lhs, rhs = BY_ID[identifier]["printed"].formula.enclose(LAWS)
    assert lhs.above(rhs) or lhs.below(rhs)


def test_the_cross_entropy_is_the_one_of_the_textbook() -> None:
    lhs, _ = BY_ID["proposition-4"]["repaired"].formula.enclose(LAWS)
    assert float(lhs) == pytest.approx(-0.5 * np.log(1 / 4) - 0.5 * np.log(3 / 4))


def test_the_sigmoid_s_input_is_minus_the_log_ratio() -> None:
    printed, repaired = (BY_ID["footnote-8"][name].formula for name in ("printed", "repaired"))
    lhs, rhs = repaired.evaluate({"u": 0.7})
    assert lhs == pytest.approx(rhs)
    lhs, rhs = printed.evaluate({"u": 0.7})
    assert lhs == pytest.approx(-rhs)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        (i, r.name)
        for i, s in BY_ID.items()
        for r in s.readings
        if isinstance(r.formula, Symbolic) and r.name == "repaired" and i != "section-6.2/less-information"
    ],
)
def test_a_changed_sign_or_factor_is_not_shown_by_algebra(identifier: str, name: str) -> None:
    formula = BY_ID[identifier][name].formula

    def draw(rng: np.random.Generator) -> dict:
        laws = {"p": rng.dirichlet(np.ones(3)), "q": rng.dirichlet(np.ones(3)), "K": 3}
        return {**laws, "N": 3, "k": 2, **{s: rng.uniform(0.1, 2) for s in "abcusv"}}

    for rhs, stands in ((formula.rhs, True), (-formula.rhs, False), (formula.rhs / 2, False)):
        changed = Symbolic(lambda rhs=rhs: sympy.Eq(formula.lhs, rhs, evaluate=False))
        derivation = Derivation(steps=(Step(lhs=formula.lhs, relation="=", rhs=rhs),), points=sampled(draw))
        assert derivation.verify(changed) is stands
        assert derivation.verify(formula) is stands


INFORMATIONAL = [
    (i, r.name)
    for i, s in BY_ID.items()
    for r in s.readings
    if isinstance(r.formula, Informational) and (r.name == "repaired" or i.endswith(("identity-2", "entropy-identity")))
]


@pytest.mark.parametrize(("identifier", "name"), INFORMATIONAL)
def test_a_certificate_does_not_serve_a_changed_line(identifier: str, name: str) -> None:
    formula = BY_ID[identifier][name].formula
    certificate = prove(formula.goal, formula.given, search=False).certificate
    assert certificate is not None
    assert certificate.verify(formula)
    line = formula.goal[0]
    for old, new in ((" - ", " + "), (" + ", " - "), ("I(", "1/2 I("), ("<=", ">="), (">=", "<=")):
        if old in line:
            assert not certificate.verify(replace(formula, goal=(line.replace(old, new, 1), *formula.goal[1:])))


@pytest.mark.parametrize(
    ("identifier", "dropped"),
    [("equation-3/random-labels", 0), ("equation-3/random-labels", 1), ("equation-3/sufficiency", 1)],
)
def test_without_a_hypothesis_the_claim_is_refuted(identifier: str, dropped: int) -> None:
    formula = BY_ID[identifier]["repaired"].formula
    given = (*formula.given[:dropped], *formula.given[dropped + 1 :])
    assert prove(formula.goal, given).verdict == "refuted"
