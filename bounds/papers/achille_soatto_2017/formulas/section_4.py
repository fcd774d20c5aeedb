"""Formulas of section 4 up to equation 3: the information decomposition at one (x, w), with p and q as vectors."""

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


def gaussian_entropy_bound() -> Relational:
    s, v = sympy.symbols("s v", positive=True)
    return sympy.Le(gaussian.capacity(s / v), gaussian.entropy(s), evaluate=False)
