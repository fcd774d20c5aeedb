"""What formulas about normal laws are made of."""

import sympy


def density(x: sympy.Expr, mean: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    return sympy.exp(-((x - mean) ** 2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)


def expectation(f: sympy.Expr, x: sympy.Symbol) -> sympy.Expr:
    """E f for a standard normal x, as an integral."""
    return sympy.Integral(f * density(x, 0, 1), (x, -sympy.oo, sympy.oo))


def entropy(variance: sympy.Expr) -> sympy.Expr:
    return sympy.log(2 * sympy.pi * sympy.E * variance) / 2


def capacity(signal_to_noise: sympy.Expr) -> sympy.Expr:
    """The information through a channel with Gaussian noise, at most."""
    return sympy.log(1 + signal_to_noise) / 2
