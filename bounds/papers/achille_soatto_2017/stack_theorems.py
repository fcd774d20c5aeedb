"""Theorems that derivations about c (T2), the floor of the information (T3) and stacks of layers (T4) cite.

Opaque numbers: v_s = Var s and q_s = P(s < 1/2) of s = sum_i p_i y_i; h_z and h_zx the entropies of z and (in the mean)
of z given x; m = w^2 . E[x^2]; U[j] the information of unit j of layer k + 1 about z_k, I_next that of them all;
c_row[j] the row's c; f_a, f_b and f_ab a function of two groups of rows, and of both.
"""

from functools import cache

import sympy

from bounds.derivations.citing import Cited
from bounds.derivations.context import Core
from bounds.derivations.derivation import Step, theorem
from bounds.derivations.expectation import equal
from bounds.derivations.theorems import proves
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas import corollary_5_1 as stack
from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.shannon import prove

C = sympy.Symbol("c", real=True)
VARIANCE, SHARE = sympy.symbols("v_s q_s", positive=True)
KAPPA, D, LAMBDA, ALPHA, M = sympy.symbols("kappa D Lambda alpha m", positive=True)
ENTROPY, CONDITIONAL, INFORMATION = sympy.symbols("h_z h_zx I", real=True)
AWAY = sympy.Symbol("I_away", real=True)  # I(z_L;x) given z_k != 0
UNIT = sympy.IndexedBase("U", real=True)[stack.j]
ROW_C = sympy.IndexedBase("c_row", nonnegative=True)[stack.j]
GROUPS = sympy.symbols("f_a f_b f_ab", real=True)


def _is(step: Step, relation: str, lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    return step.relation == relation and equal(step.lhs, lhs) and equal(step.rhs, rhs)


def log_split() -> sympy.Expr:
    return (2 * sympy.log(2) - 1) * VARIANCE + LAMBDA * sympy.sqrt(SHARE) / 2


@theorem(
    "logarithm above and below one half",
    "-log s <= 1 - s + 4 (log 2 - 1/2)(s - 1)^2 for s >= 1/2; below, -log s <= sum p_i log_+ 1/y_i and Cauchy-Schwarz",
    requires=(assumed.SMALL_BALL,),
    source="calculus; Boucheron, Lugosi and Massart, Concentration Inequalities (2013), section 2.1",
    lemma=True,
)
def logarithm_around_one_half(step: Step) -> bool:
    return _is(step, "<=", C, log_split())


@theorem(
    "variance of a weighted mean",
    "Var s = sum p_i^2 Var y_i <= (kappa - 1)/D for independent y_i of mean 1",
    requires=(assumed.INDEPENDENT_SQUARES, assumed.KURTOSIS, assumed.DIMENSION),
    source="Feller, An Introduction to Probability Theory I (1968), section IX.5",
)
def variance_of_weighted_mean(step: Step) -> bool:
    return _is(step, "<=", VARIANCE, (KAPPA - 1) / D)


@theorem(
    "lower tail of non-negative terms",
    "P(s < 1 - t) <= exp(-t^2/(2 sum p_i^2 E y_i^2)), here t = 1/2: sqrt(P(s < 1/2)) <= exp(-D/(16 kappa))",
    requires=(assumed.INDEPENDENT_SQUARES, assumed.KURTOSIS, assumed.DIMENSION),
    source="Maurer, A bound on the deviation probability for sums of non-negative random variables (2003), theorem 2.1",
    lemma=True,
)
def lower_tail(step: Step) -> bool:
    return _is(step, "<=", sympy.sqrt(SHARE), sympy.exp(-D / (16 * KAPPA)))


@theorem("entropies of z", "I = h(z) - E h(z|x)", requires=(assumed.UNIT,))
def entropies_of_z(step: Step) -> bool:
    return _is(step, "=", INFORMATION, ENTROPY - CONDITIONAL)


def gaussian_floor() -> sympy.Expr:
    return gaussian.entropy(M * sympy.exp(-ALPHA))


def gaussian_ceiling() -> sympy.Expr:
    return gaussian.entropy((sympy.exp(ALPHA) - 1) * M) - C


@theorem(
    "entropy power of Gaussian terms",
    "h(z) >= 1/2 log(2 pi e m) - alpha/2: each eps_i x_i has at least the entropy that it has given eps_i",
    requires=(assumed.NOISE, assumed.ONE_ALPHA, assumed.GAUSSIAN_INPUTS),
    source="entropy power inequality: Cover and Thomas, Elements of Information Theory (2006), theorem 17.7.3",
    lemma=True,
)
def entropy_power_of_gaussian_terms(step: Step) -> bool:
    return _is(step, ">=", ENTROPY - CONDITIONAL, gaussian_floor() - CONDITIONAL)


@theorem(
    "maximum entropy given x",
    "E h(z|x) <= 1/2 E log(2 pi e alpha~ w^2 . x^2)",
    requires=(assumed.NOISE, assumed.ONE_ALPHA),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 8.6.5",
    lemma=True,
)
def maximum_entropy_given_input(step: Step) -> bool:
    return _is(step, ">=", gaussian_floor() - CONDITIONAL, gaussian_floor() - gaussian_ceiling())


@theorem(
    "one row at a time",
    "f(all rows) <= sum_j f(row j), by induction, where f(a,b) <= f(a) + f(b) for groups independent given the input",
    requires=(assumed.ROWS_GIVEN_INPUT,),
    source="induction on the rows; any two groups of independent rows are independent",
)
def row_by_row(step: Step) -> bool:
    """arguments: `pair`, the citation of f_ab <= f_a + f_b for a layer's information f."""
    pair = step.arguments["pair"]
    a, b, both = GROUPS
    if not isinstance(pair, Cited) or pair.faults(Core(both, "<=", a + b), step.under):
        return False
    informations = {"I(z1;x)": a, "I(z2;x)": b, "I(z1,z2;x)": both}
    return pair.substitution == informations and _is(step, "<=", stack.layer_information, stack.over_rows(UNIT))


@theorem("mean over the rows", "sum_j c_j = dim(z_{k+1}) c", requires=(assumed.ROW_MEAN_OF_C,))
def mean_over_rows(step: Step) -> bool:
    return _is(step, "=", stack.over_rows(ROW_C), stack.next_width * stack.mean_c)


@theorem(
    "an atom apart",
    "I(z_L;x) <= H(b) + I(z_L;x|b) for b = 1 where z_k = 0; there z_L tells nothing of x",
    requires=(assumed.ATOM, assumed.CHAIN),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 2.5.2; proved here by its certificate",
)
def atom_apart(step: Step) -> bool:
    return _is(step, "<=", stack.information, stack.beside_atom(AWAY)) and _is_shannon("I(z;x) <= H(b) + I(z;x|b)")


@theorem("an atom beside", "if f <= g then Hb(q) + (1 - q) f <= Hb(q) + (1 - q) g", requires=(assumed.ATOM,))
def atom_beside(step: Step) -> bool:
    """arguments: `proof`, a derivation of f <= g, and f as `one`, g as `other`: q is a probability, so q <= 1."""
    f, g = step.arguments["one"], step.arguments["other"]
    return _is(step, "<=", stack.beside_atom(f), stack.beside_atom(g)) and proves(step, f, g)


@cache
def _is_shannon(line: str) -> bool:
    certificate = prove(line, given=[]).certificate
    return certificate is not None and certificate.verify()
