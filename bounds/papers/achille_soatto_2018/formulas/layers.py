"""Section 5 of 2018: what is said of the mended g, and of the stack that uses it."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.corollary_5_1 import alpha, information, width
from bounds.papers.achille_soatto_2017.rows import g

alpha_1, alpha_2 = sympy.symbols("alpha_1 alpha_2", positive=True)


def g_increases() -> Relational:
    return sympy.Lt(g(alpha_1), g(alpha_2), evaluate=False)


def stack() -> Relational:
    """dim(z_k) [g(alpha^k) + 1] with the mended g."""
    return sympy.Le(information, width * (g(alpha) + 1), evaluate=False)
