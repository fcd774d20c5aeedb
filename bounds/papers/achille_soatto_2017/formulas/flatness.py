"""The formulas of Remark 4.4 and of section 4's summary: information and curvature where one of the two changes.

f_i stands for the curvatures at another minimum with the same weights; the rest is as for Proposition 5.
"""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.formulas.proposition_5 import (
    K,
    beta,
    h,
    i,
    last_line,
    taylor_information,
    total,
    w,
)

f = sympy.IndexedBase("f", positive=True)[i]
moved_w = sympy.IndexedBase("m", positive=True)[i]
scale, u, x, v = sympy.symbols("l u x v", positive=True)  # u and x lead into a ReLU unit, v out of it
information = sympy.Symbol("I", real=True)


def rescaled() -> Relational:
    """The loss of an example that puts a and b into the unit depends on v (a u + b x); the curvatures are derived."""
    return sympy.Eq(_log_sharpness(scale * u, scale * x, v / scale), _log_sharpness(u, x, v), evaluate=False)


def rescaled_network() -> Relational:
    """Weights m with curvatures f, after the rescaling, against w with h before it."""
    moved = taylor_information().xreplace({w: moved_w, h: f})
    return sympy.Eq(moved, taylor_information(), evaluate=False)


def flatness_moves() -> Relational:
    # two layers with squared norms A, B and traces C, D; the first is scaled by l, the second by 1/l
    first, second, one, two = sympy.symbols("A B C D", positive=True)
    moved = (scale**2 * first + second / scale**2) * (one / scale**2 + scale**2 * two)
    return sympy.Eq(sympy.Limit(moved, scale, sympy.oo), sympy.oo, evaluate=False)


def flatter() -> Relational:
    return sympy.Le(taylor_information().xreplace({h: f}), taylor_information(), evaluate=False)


def flatter_passes_less() -> Relational:
    """The sum of 1/2 log(1 + 1/alpha_i), alpha_i = beta/(w_i^2 H_ii), at the flatter minimum and at the other."""
    flat, sharp = (total(gaussian.capacity(w**2 * curvature / beta)) for curvature in (f, h))
    return sympy.Le(flat, sharp, evaluate=False)


def flatter_with_less() -> Relational:
    return sympy.Le(total(f), total(h), evaluate=False)


def sharp_at_any_information() -> Relational:
    """The nuclear norm of H = diag(l, b) for two weights of 1, with b such that the information is I."""
    other = sympy.exp(2 * information) * beta**2 / scale
    return sympy.Eq(sympy.Limit(scale + other, scale, sympy.oo), sympy.oo, evaluate=False)


def gap_without_bound() -> Relational:
    """Bound less information for two weights, l and 1, with curvatures of 1."""
    gap = (last_line(beta) - taylor_information()).subs(K, 2).doit()
    values = {w.base[0]: scale, **dict.fromkeys((w.base[1], h.base[0], h.base[1]), sympy.Integer(1))}
    return sympy.Eq(sympy.Limit(gap.xreplace(values), scale, sympy.oo), sympy.oo, evaluate=False)


def attained() -> Relational:
    """The bound where all weights are one number, and all curvatures another."""
    alike = {w: u, h: v}
    return sympy.Eq(taylor_information().xreplace(alike), last_line(beta).xreplace(alike), evaluate=False)


def information_falls() -> Relational:
    first, second = sympy.symbols("I_1 I_2", real=True)
    return sympy.Le(second, first, evaluate=False)


def stationary_scatter() -> Relational:
    """The variance of w after a step w - r (a w + noise), and before it."""
    a, k, noise = sympy.symbols("a k v", positive=True)
    rate, scatter = 2 / (a + k), noise / (a * k)
    return sympy.Eq((1 - rate * a) ** 2 * scatter + rate**2 * noise, scatter, evaluate=False)


def noise_at_the_minimum() -> Relational:
    """What weights that scatter with variance v/(a k) tell of a minimum of variance s, with more noise and less."""
    s, a, k, noise, more = sympy.symbols("s a k v delta", positive=True)
    return sympy.Le(gaussian.capacity(s * a * k / (noise + more)), gaussian.capacity(s * a * k / noise), evaluate=False)


def _log_sharpness(u: sympy.Expr, x: sympy.Expr, v: sympy.Expr) -> sympy.Expr:
    """The sum of log(w^2 H) over the unit's three weights."""
    t, loss = sympy.Symbol("t", real=True), sympy.Function("L")
    a, b = sympy.symbols("a b", positive=True)

    def one(weight: sympy.Expr, output: sympy.Expr) -> sympy.Expr:
        return sympy.log(weight**2 * sympy.Subs(sympy.Derivative(loss(output), (t, 2)), t, weight))

    return one(u, v * (a * t + b * x)) + one(x, v * (a * u + b * t)) + one(v, t * (a * u + b * x))
