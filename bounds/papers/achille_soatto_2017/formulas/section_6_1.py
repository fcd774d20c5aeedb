"""Formulas of section 6.1: the information of minimisers at two betas, and at Proposition 5's noise."""

import sympy
from sympy.core.relational import Relational

first, second = sympy.symbols("I_1 I_2", real=True)
beta, delta = sympy.symbols("beta delta", positive=True)


def proportional_to_beta() -> Relational:
    """I_2 at beta + delta, I_1 at beta."""
    return sympy.Eq(second, first * (beta + delta) / beta, evaluate=False)


def proportional_to_inverse_beta() -> Relational:
    return sympy.Eq(second, first * beta / (beta + delta), evaluate=False)


def no_more_at_a_larger_beta() -> Relational:
    return sympy.Le(second, first, evaluate=False)


def logarithm_of_the_ratio() -> Relational:
    i, (size, examples) = sympy.Symbol("i", integer=True), sympy.symbols("K N", integer=True, positive=True)
    w, h = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h"))
    over = (i, 0, size - 1)
    information = -sympy.Sum(sympy.log(beta / (w**2 * examples * h)), over) / 2
    constant = sympy.Sum(sympy.log(w**2 * h), over) / 2
    return sympy.Eq(information, size * sympy.log(examples / beta) / 2 + constant, evaluate=False)
