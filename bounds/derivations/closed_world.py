"""Worlds for formulas of integrals, derivatives and limits, which are done before the two sides are enclosed."""

from functools import lru_cache
from typing import Any, ClassVar

import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.world import Missing, World
from bounds.derivations.theorems import closed_form, taken


class ClosedWorld(World):
    """A world in which a formula is evaluated in closed form; one that has none is not broken there.

    >>> from fractions import Fraction
    >>> t, x = sympy.Symbol("t", real=True), sympy.Symbol("x", positive=True)
    >>> formula = Symbolic(lambda: sympy.Eq(sympy.Limit((sympy.exp(x * t) - 1) / t, t, 0), x**2, evaluate=False))
    >>> ClosedWorld({"x": Fraction(1, 2)}).verify(formula), ClosedWorld({"x": 1}).verify(formula)
    (True, False)
    """

    type: ClassVar[str] = "world in closed form"

    def prepared(self, formula: Symbolic) -> tuple[Symbolic, dict[str, Any]]:
        return super().prepared(_done(formula))


@lru_cache(maxsize=64)
def _done(formula: Symbolic) -> Symbolic:
    sides = [
        closed_form(side).replace(lambda node: isinstance(node, sympy.Limit), taken)
        for side in (formula.lhs, formula.rhs)
    ]
    # what is left of them after the rules: derivatives, and values put in
    lhs, rhs = (side if side.has(sympy.Limit) else side.doit() for side in sides)
    if any(side.has(sympy.Limit, sympy.Integral, sympy.Derivative) for side in (lhs, rhs)):
        raise Missing("the formula has no closed form")
    expression = type(formula.expression)(lhs, rhs, evaluate=False)
    return Symbolic(lambda: expression)
