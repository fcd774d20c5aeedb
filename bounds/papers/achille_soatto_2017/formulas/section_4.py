"""Formulas of section 4: the decomposition at one (x, w), with p and q as vectors; what data tell of a parameter."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws


def cross_entropy_printed() -> Relational:
    p, q, over = two_laws()
    entropy = sympy.Sum(-p * sympy.log(p), over)
    return sympy.Eq(sympy.Sum(-p * sympy.log(q), over), entropy + sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def cross_entropy_repaired() -> Relational:
    p, q, over = two_laws()
    entropy = sympy.Sum(-p * sympy.log(p), over)
    return sympy.Eq(sympy.Sum(-p * sympy.log(q), over), entropy + sympy.Sum(p * sympy.log(p / q), over), evaluate=False)


# k parameters theta of variance s, each seen N times with noise of variance v
s, v = sympy.symbols("s v", positive=True)
count, parameters = sympy.symbols("N k", integer=True, positive=True)
t = sympy.Symbol("t", positive=True)  # log N


def information_bounded() -> Relational:
    return sympy.Le(gaussian.capacity(count * s / v), sympy.Symbol("C", positive=True), evaluate=False)


def gaussian_information() -> Relational:
    """The entropy of the observations' mean, less that given theta."""
    told = gaussian.entropy(s + v / count) - gaussian.entropy(v / count)
    return sympy.Eq(parameters * told, parameters * gaussian.capacity(count * s / v), evaluate=False)


def growth_from_above() -> Relational:
    bound = parameters * (sympy.log(count) + sympy.log(1 + s / v)) / 2
    return sympy.Le(parameters * gaussian.capacity(count * s / v), bound, evaluate=False)


def logarithmic_growth() -> Relational:
    beyond = parameters * (gaussian.capacity(sympy.exp(t) * s / v) - t / 2)
    return sympy.Eq(sympy.Limit(beyond, t, sympy.oo), parameters * sympy.log(s / v) / 2, evaluate=False)


def any_number_of_weights() -> Relational:
    precision = sympy.Symbol("s", positive=True)
    total = parameters * sympy.log(precision) / 2
    return sympy.Eq(sympy.Limit(total, precision, sympy.oo), sympy.oo, evaluate=False)
