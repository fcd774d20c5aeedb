"""Theorems that the bounds on c for independent Gaussian inputs cite (T2).

p[i] = w_i^2 E[x_i^2]/m, i < d, are the weights of s = sum_i p_i y_i; they add up to 1, and D = 1/sum_i p_i^2.
"""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.rows import chi_square_gap

C = sympy.Symbol("c", real=True)
T, D = sympy.symbols("t D", positive=True)
DIM = sympy.Symbol("d", integer=True, positive=True)
i = sympy.Symbol("i", integer=True)
WEIGHT = sympy.IndexedBase("p", positive=True)[i]
LIMITS = (i, 0, DIM - 1)
LOGARITHMS = sympy.Sum(sympy.log(1 + 2 * T * WEIGHT), LIMITS)  # -2 log E exp(-t s)


def frullani(transform: sympy.Expr) -> sympy.Expr:
    """1/2 int_0^oo (E exp(-t s) - exp(-t)) dt/t, which is -1/2 E log s, from E exp(-t s) = exp(-transform/2)."""
    return sympy.Integral(gap(transform) / T, (T, 0, sympy.oo)) / 2


def gap(transform: sympy.Expr) -> sympy.Expr:
    return sympy.exp(-transform / 2) - sympy.exp(-T)


def of_equal_weights(degrees: sympy.Expr) -> sympy.Expr:
    """The transform of `degrees` equal weights."""
    return degrees * sympy.log(1 + 2 * T / degrees)


@theorem(
    "logarithm of a sum of Gaussian squares",
    "-E log s = int (E exp(-t s) - exp(-t)) dt/t (Frullani), and E exp(-t s) = prod_i (1 + 2 p_i t)^(-1/2)",
    requires=(assumed.GAUSSIAN_INPUTS,),
    source="Mathai and Provost, Quadratic Forms in Random Variables (1992), theorem 3.2a.1; Frullani's integral",
    lemma=True,
)
def log_of_gaussian_squares(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (C, frullani(LOGARITHMS))


@theorem(
    "Dirichlet's integral",
    "log u - psi(u) = int ((1 + t/u)^(-u) - exp(-t)) dt/t for u > 0, here u = D/2",
    source="Whittaker and Watson, A Course of Modern Analysis (1927), section 12.3; scaled by Frullani's integral",
    lemma=True,
)
def dirichlet_integral(step: Step) -> bool:
    return step.relation == "=" and any(
        (step.lhs, step.rhs) == (frullani(of_equal_weights(n)), chi_square_gap(n)) for n in (D, DIM)
    )


@theorem(
    "Jensen for the effective dimension",
    "sum_i p_i f(p_i) >= f(sum_i p_i^2) for a convex f, here f(p) = log(1 + 2 t p)/p and sum_i p_i^2 = 1/D",
    requires=(assumed.DIMENSION,),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 2.6.2",
)
def jensen_for_dimension(step: Step) -> bool:
    """f is convex as f(p) = int_0^1 2t/(1 + 2 t p s) ds, a mean of functions that are convex in p."""
    p, s = sympy.symbols("p s", positive=True)
    f, inside = sympy.log(1 + 2 * T * p) / p, 2 * T / (1 + 2 * T * p * s)
    primitive = sympy.log(1 + 2 * T * p * s) / p
    mean = sympy.simplify(sympy.diff(primitive, s) - inside) == 0 and primitive.subs(s, 1) - primitive.subs(s, 0) == f
    convex = sympy.simplify(sympy.diff(inside, p, 2)).is_positive
    bound = (step.lhs, step.relation, step.rhs) == (of_equal_weights(D), "<=", LOGARITHMS)
    return bool(bound and mean and convex)


@theorem("weights add up to 1", "sum_i (1 + 2 t p_i) = d + 2 t", requires=(assumed.INPUT_DIMENSION,))
def weights_add_up(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (DIM + 2 * T, sympy.Sum(1 + 2 * T * WEIGHT, LIMITS))
