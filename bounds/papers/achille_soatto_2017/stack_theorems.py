"""Theorems that derivations about c (T2), the floor of the information (T3) and stacks of layers (T4) cite.

Opaque numbers: v_s = Var s and q_s = P(s < 1/2) of s = sum_i p_i y_i; h_z and h_zx the entropies of z and (in the mean)
of z given x; m = w^2 . E[x^2]; U[j] the information of unit j of layer k + 1 about z_k.
"""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.expectation import equal
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas import corollary_5_1 as stack
from bounds.papers.achille_soatto_2017.formulas import gaussian

C = sympy.Symbol("c", real=True)
VARIANCE, SHARE = sympy.symbols("v_s q_s", positive=True)
KAPPA, D, LAMBDA, ALPHA, M = sympy.symbols("kappa D Lambda alpha m", positive=True)
ENTROPY, CONDITIONAL, INFORMATION = sympy.symbols("h_z h_zx I", real=True)
AWAY = sympy.Symbol("I_away", real=True)  # I(z_L;x) given z_k != 0
UNITS = stack.over_rows(sympy.IndexedBase("U", real=True)[stack.j])


def _is(step: Step, relation: str, lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    return step.relation == relation and equal(step.lhs, lhs) and equal(step.rhs, rhs)


def log_split() -> sympy.Expr:
    return (2 * sympy.log(2) - 1) * VARIANCE + LAMBDA * sympy.sqrt(SHARE) / 2


@theorem(
    "logarithm above and below one half",
    "-log s <= 1 - s + 4 (log 2 - 1/2)(s - 1)^2 for s >= 1/2; below, -log s <= sum p_i log_+ 1/y_i and Cauchy-Schwarz",
    requires=(assumed.SMALL_BALL,),
)
def logarithm_around_one_half(step: Step) -> bool:
    return _is(step, "<=", C, log_split())


@theorem(
    "variance of a weighted mean",
    "Var s = sum p_i^2 Var y_i <= (kappa - 1)/D",
    requires=(assumed.INDEPENDENT_SQUARES, assumed.KURTOSIS, assumed.DIMENSION),
)
def variance_of_weighted_mean(step: Step) -> bool:
    return _is(step, "<=", log_split(), log_split().subs(VARIANCE, (KAPPA - 1) / D))


@theorem(
    "lower tail of non-negative terms",
    "P(s < 1 - t) <= exp(-t^2/(2 sum p_i^2 E y_i^2)) (Maurer); here t = 1/2",
    requires=(assumed.INDEPENDENT_SQUARES, assumed.KURTOSIS, assumed.DIMENSION),
)
def lower_tail(step: Step) -> bool:
    before = log_split().subs(VARIANCE, (KAPPA - 1) / D)
    return _is(step, "<=", before, before.subs(SHARE, sympy.exp(-D / (8 * KAPPA))))


@theorem("entropies of z", "I = h(z) - E h(z|x)")
def entropies_of_z(step: Step) -> bool:
    return _is(step, "=", INFORMATION, ENTROPY - CONDITIONAL)


def gaussian_floor() -> sympy.Expr:
    return gaussian.entropy(M * sympy.exp(-ALPHA))


def gaussian_ceiling() -> sympy.Expr:
    return gaussian.entropy((sympy.exp(ALPHA) - 1) * M) - C


@theorem(
    "entropy power of Gaussian terms",
    "h(z) >= 1/2 log(2 pi e m) - alpha/2: each eps_i x_i has at least the entropy that it has given eps_i",
    requires=(assumed.NOISE, assumed.GAUSSIAN_INPUTS),
)
def entropy_power_of_gaussian_terms(step: Step) -> bool:
    return _is(step, ">=", ENTROPY - CONDITIONAL, gaussian_floor() - CONDITIONAL)


@theorem("maximum entropy given x", "E h(z|x) <= 1/2 E log(2 pi e alpha~ w^2 . x^2)", requires=(assumed.NOISE,))
def maximum_entropy_given_input(step: Step) -> bool:
    return _is(step, ">=", gaussian_floor() - CONDITIONAL, gaussian_floor() - gaussian_ceiling())


@theorem(
    "data processing through independent rows",
    "I(z_L;x) <= I(z_{k+1};z_k) <= sum_j I(z_{k+1,j};z_k)",
    requires=(assumed.CHAIN, assumed.ROWS_GIVEN_INPUT),
)
def data_processing(step: Step) -> bool:
    alone = _is(step, "<=", stack.information, UNITS)
    return alone or _is(step, "<=", stack.beside_atom(AWAY), stack.beside_atom(UNITS))


@theorem(
    "T3 for every row",
    "the unit bound of Proposition 7, repaired",
    requires=(assumed.RHO_EVERY_ROW, assumed.NO_ROW_SEES_ZEROS),
)
def unit_bounds(step: Step) -> bool:
    bound = stack.next_width * stack.mean_unit
    alone = _is(step, "<=", UNITS, bound)
    return alone or _is(step, "<=", stack.beside_atom(UNITS), stack.beside_atom(bound))


@theorem(
    "T3's first form for every row", "the unit bound of Proposition 7, sharpened", requires=(assumed.NO_ROW_SEES_ZEROS,)
)
def row_bounds(step: Step) -> bool:
    return _is(step, "<=", UNITS, stack.over_rows(stack.row_unit))


@theorem("an atom apart", "I(z_L;x) <= Hb(q) + (1 - q) I(z_L;x | z_k != 0)", requires=(assumed.ATOM, assumed.CHAIN))
def atom_apart(step: Step) -> bool:
    return _is(step, "<=", stack.information, stack.beside_atom(AWAY))
