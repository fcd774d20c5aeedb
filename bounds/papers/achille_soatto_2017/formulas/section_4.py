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


def held_at_one_beta() -> Relational:
    """What a minimiser of equation 3 at a beta below 1 holds of N random labels of n classes."""
    classes = sympy.Symbol("n", positive=True)
    return sympy.Le(count * sympy.log(classes), sympy.Symbol("C", positive=True), evaluate=False)


def held_at_growing_beta() -> Relational:
    """The slope in the noise's variance of the Lagrangian of a loss N h (w - w_hat)^2/2, w_hat of variance s."""
    noise, kept, h = sympy.symbols("v u h", positive=True)  # the variance of the noise, and the one it is kept at
    beta = count * h * kept * (kept + s) / s
    lagrangian = count * h * noise / 2 + beta * gaussian.capacity(s / noise)
    return sympy.Eq(sympy.Subs(sympy.Derivative(lagrangian, noise), noise, kept), 0, evaluate=False)


def any_number_of_weights() -> Relational:
    precision = sympy.Symbol("s", positive=True)
    total = parameters * sympy.log(precision) / 2
    return sympy.Eq(sympy.Limit(total, precision, sympy.oo), sympy.oo, evaluate=False)
