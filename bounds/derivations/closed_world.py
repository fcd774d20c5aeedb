"""Worlds for formulas of integrals, derivatives and limits, which are done before the two sides are enclosed."""

from functools import lru_cache
from typing import Any, ClassVar

import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.world import World
from bounds.derivations.limits import gaussian_integral
from bounds.derivations.theorems import taken


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
    """By our own rules alone: integrals of Gaussians over the line, limits that `taken` proves."""
    integrated = [
        side.replace(lambda node: isinstance(node, sympy.Integral), _integral) for side in formula.expression.args
    ]
    sides = [side if side.has(sympy.Integral) else side.replace(_is_limit, taken) for side in integrated]
    # what is left are derivatives of plain expressions, and values put in
    plain = [side if side.has(sympy.Integral, sympy.Limit) else side.doit() for side in sides]
    expression = type(formula.expression)(*plain, evaluate=False)
    return Symbolic(lambda: expression)


def _is_limit(node: sympy.Basic) -> bool:
    return isinstance(node, sympy.Limit)


def _integral(node: sympy.Integral) -> sympy.Expr:
    (x, *ends), *others = node.limits
    if ends != [-sympy.oo, sympy.oo] or others:
        return node
    done = gaussian_integral(sympy.expand(sympy.expand_log(node.function, deep=True, force=True)), x)
    return node if done is None else done
