"""Formulas of section 2.2: divergences that vanish only between equal laws, and information as a mean divergence.

The distance on the right of the first and the last is 0 for equal laws, and for no others.
"""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws


def kullback_leibler() -> Relational:
    p, q, over = two_laws()
    distance = sympy.Sum((sympy.sqrt(p) - sympy.sqrt(q)) ** 2, over)
    return sympy.Ge(sympy.Sum(p * sympy.log(p / q), over), distance, evaluate=False)


def best_decoder() -> Relational:
    p, q, over = two_laws()
    return sympy.Ge(sympy.Sum(-p * sympy.log(q), over), sympy.Sum(-p * sympy.log(p), over), evaluate=False)


def decoder() -> Relational:
    p, q, over = two_laws()
    return sympy.Eq(sympy.Sum(-p * sympy.log(q), over), sympy.Sum(-p * sympy.log(p), over), evaluate=False)


def channel() -> tuple[
    sympy.Expr, sympy.Expr, sympy.Expr, tuple[sympy.Symbol, int, sympy.Expr], tuple[sympy.Symbol, int, sympy.Expr]
]:
    """pi_d, p_d(v), q(v), and the ranges of d and of v, named as the rules about mixtures name them."""
    d, v = sympy.symbols("d v", integer=True)
    inputs, outcomes = sympy.symbols("N M", integer=True, positive=True)
    weights, laws, mean = (sympy.IndexedBase(name, positive=True) for name in ("pi", "p", "q"))
    return weights[d], laws[d, v], mean[v], (d, 0, inputs - 1), (v, 0, outcomes - 1)


def information_as_divergence() -> Relational:
    weight, p, q, over_d, over_v = channel()
    divergence = sympy.Sum(weight * sympy.Sum(p * sympy.log(p / q), over_v), over_d)
    entropy = -sympy.Sum(q * sympy.log(q), over_v)
    given = -sympy.Sum(weight * sympy.Sum(p * sympy.log(p), over_v), over_d)
    return sympy.Eq(divergence, entropy - given, evaluate=False)


def independence() -> Relational:
    weight, p, q, over_d, over_v = channel()
    divergence = sympy.Sum(weight * sympy.Sum(p * sympy.log(p / q), over_v), over_d)
    distance = sympy.Sum(weight * sympy.Sum((sympy.sqrt(p) - sympy.sqrt(q)) ** 2, over_v), over_d)
    return sympy.Ge(divergence, distance, evaluate=False)


def distribution_function_printed() -> Relational:
    """The mass below a value, and that up to it."""
    below, there = sympy.symbols("u q", nonnegative=True)
    return sympy.Eq(below, below + there, evaluate=False)


def cells_of_the_inverse() -> Relational:
    """The lengths of the cells of n that go to the values up to the m-th, F(i) the distribution function there."""
    i, m = sympy.Symbol("i", integer=True), sympy.Symbol("m", integer=True, nonnegative=True)
    distribution = sympy.Function("F")
    cells = sympy.Sum(distribution(i) - distribution(i - 1), (i, 0, m))
    return sympy.Eq(cells, distribution(m) - distribution(-1), evaluate=False)
