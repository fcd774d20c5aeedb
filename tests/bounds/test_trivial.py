"""No formula of the ledger is true whatever it speaks of; one that is planted is told, with what is wrong."""

import pytest
import sympy

from bounds.claims import Informational, Symbolic
from bounds.ledger import LEDGER
from bounds.trivial import why_trivial

READINGS = {f"{s.id} {r.name}": r.formula for s in LEDGER for r in s.readings}
a, b, s = sympy.symbols("a b s", positive=True)
i = sympy.Symbol("i", integer=True)
n = sympy.Symbol("n", integer=True, positive=True)
w, h, scale = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h", "l"))


@pytest.mark.parametrize("name", READINGS)
def test_every_formula_of_the_ledger_can_fail(name) -> None:
    assert why_trivial(READINGS[name]) is None, name


def le(lhs, rhs, relation=sympy.Eq):
    return Symbolic(lambda: relation(lhs, rhs, evaluate=False))


def total(term):
    return sympy.Sum(term, (i, 0, n - 1))


PLANTED = [
    (le(a, a), "same expression"),
    (le(a, a, sympy.Le), "same expression"),
    # Remark 4.4 as it once stood: (l w)^2 h/l^2 is w^2 h before anything is shown
    (le(total(sympy.log((scale * w) ** 2 * (h / scale**2))), total(sympy.log(w**2 * h))), "same expression"),
    (le(sympy.log(a * b), sympy.log(a) + sympy.log(b)), "expanded"),
    (le(a * (a + b), a**2 + a * b, sympy.Ge), "expanded"),
    (Informational(goal=("I(x;y) = I(x;y)",)), "both sides"),
    (Informational(goal=("H(x) >= 0", "I(x;y)=0"), given=("I(x;y) = 0",)), "among the hypotheses"),
    (Informational(goal=("x -> y -> z",), given=("x -> y -> z",)), "among the hypotheses"),
]


@pytest.mark.parametrize(("formula", "why"), PLANTED)
def test_a_formula_that_cannot_fail_is_told(formula, why) -> None:
    assert why in (why_trivial(formula) or "")


def test_a_formula_that_a_limit_a_sum_or_a_fraction_must_show_is_none() -> None:
    assert why_trivial(le(sympy.Limit(a * s, s, 0), 0)) is None
    assert why_trivial(le(total(a), n * a)) is None
    assert why_trivial(le(a / (a + b) + b / (a + b), 1)) is None
    assert why_trivial(le(a, a, sympy.Lt)) is None
    assert why_trivial(Informational(goal=("I(x;y) <= H(x)",))) is None
