"""Formulas of section 7: the Lagrangian of one weight's noise, in Proposition 5's second order."""

import sympy
from sympy.core.relational import Relational

alpha, beta = sympy.symbols("alpha beta", positive=True)
w, h = sympy.Symbol("w", real=True), sympy.Symbol("h", nonnegative=True)
least = sympy.Symbol("C", real=True)


def lagrangian(alpha: sympy.Expr) -> sympy.Expr:
    """alpha w^2 h - (beta/2) log alpha, as Proposition 5's proof has it for each weight."""
    return alpha * w**2 * h - beta * sympy.log(alpha) / 2


def bounded_below() -> Relational:
    return sympy.Le(least, lagrangian(alpha), evaluate=False)
