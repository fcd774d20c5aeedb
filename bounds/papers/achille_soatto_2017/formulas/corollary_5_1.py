"""The formulas of Corollary 5.1, T4 as its repaired form, and Remark 5.2: one layer k of a stack bounds all of it."""

import sympy
from sympy.core.relational import Relational

from bounds.derivations.expectation import INPUT, Mean
from bounds.papers.achille_soatto_2017.formulas.proposition_7 import entropy_form, information_form
from bounds.papers.achille_soatto_2017.rows import g, printed_g

information = sympy.Symbol("I_L", real=True)
layer_information = sympy.Symbol("I_next", real=True)  # I(z_{k+1};z_k)
of_nuisance, of_task = sympy.symbols("I_n I_xy", real=True)  # I(z_L;n) and I(x;y)
width, next_width = sympy.symbols("dim_k dim_next", integer=True, positive=True)
alpha, per_weight = sympy.Symbol("alpha", positive=True), sympy.Symbol("Ibar", real=True)
mean_c = sympy.Symbol("c", nonnegative=True)  # the mean of c over the layer's rows
j = sympy.Symbol("j", integer=True)  # a row, with its own rho and c
row_rho, row_c = (sympy.IndexedBase(name, nonnegative=True)[j] for name in ("rho", "c"))
atom = sympy.Symbol("q", positive=True)
mean_unit = information_form(per_weight, mean_c)  # T3 for the mean of the rows, and for each of them
row_unit = entropy_form(row_rho, alpha, row_c)


def bound_printed() -> Relational:
    return sympy.Le(information, width * (printed_g(alpha) + 1), evaluate=False)


def bound_repaired() -> Relational:
    """T4."""
    return sympy.Le(information, next_width * mean_unit, evaluate=False)


def bound_sharpened() -> Relational:
    """T4 with T3's first form for every row."""
    return sympy.Le(information, over_rows(row_unit), evaluate=False)


def width_printed() -> Relational:
    return sympy.Le(information, width * mean_unit, evaluate=False)


def plus_one_printed() -> Relational:
    return sympy.Le(information, next_width * (g(alpha) + 1), evaluate=False)


def bound_beside_atom() -> Relational:
    return sympy.Le(information, beside_atom(next_width * mean_unit), evaluate=False)


def invariance() -> Relational:
    """T4 with Proposition 1."""
    return sympy.Le(of_nuisance + of_task, next_width * mean_unit, evaluate=False)


def uncorrelated_outputs() -> Relational:
    """The covariance of two outputs is 0; the rows' noises are independent and of mean 1."""
    i, d = sympy.Symbol("i", integer=True), sympy.Symbol("d", integer=True, positive=True)
    x = sympy.IndexedBase("x", real=True)
    outputs = [sympy.Sum(sympy.IndexedBase(name, real=True)[i] * x[INPUT, i], (i, 0, d - 1)) for name in ("w", "v")]
    covariance = Mean.over(outputs[0] * outputs[1]) - Mean.over(outputs[0]) * Mean.over(outputs[1])
    return sympy.Eq(covariance, 0, evaluate=False)


def tightness() -> Relational:
    return sympy.Le(sympy.Symbol("c", real=True), 1 / sympy.Symbol("D", positive=True), evaluate=False)


def over_rows(term: sympy.Expr) -> sympy.Expr:
    """The sum over the rows of layer k, which are the units of layer k + 1."""
    return sympy.Sum(term, (j, 0, next_width - 1))


def beside_atom(rest: sympy.Expr) -> sympy.Expr:
    """Hb(q) + (1 - q) rest."""
    return -atom * sympy.log(atom) - (1 - atom) * sympy.log(1 - atom) + (1 - atom) * rest
