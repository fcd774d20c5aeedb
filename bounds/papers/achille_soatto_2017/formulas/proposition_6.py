"""The formulas of Proposition 6: one noisy row's information, equation (4), and the moments that they stand on."""

import sympy
from sympy.core.relational import Relational

from bounds.derivations.expectation import INPUT, Mean
from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.rows import Row

row = Row()
variance_given_input = row.alpha_tilde * row.square
variance = row.V + row.alpha_tilde * row.m


# z given x as a sum of terms a_i eps_i
kappa, terms = sympy.Symbol("kappa", positive=True), sympy.Symbol("K", integer=True, positive=True)
i = sympy.Symbol("i", integer=True)
a, over_terms = sympy.IndexedBase("a", positive=True)[i], (i, 0, terms - 1)


def information_printed() -> Relational:
    return sympy.Eq(row.information, row.surrogate, evaluate=False)


def information_repaired() -> Relational:
    entropy, conditional = sympy.Symbol("h_z", real=True), sympy.IndexedBase("h", real=True)[INPUT]
    negentropy = gaussian.entropy(variance) - entropy
    conditional_negentropy = gaussian.entropy(variance_given_input) - conditional
    return sympy.Eq(row.information, row.surrogate + Mean.over(conditional_negentropy) - negentropy, evaluate=False)


def divergence() -> Relational:
    """E_x KL(N(mu_0, sigma_0^2) || N(mu_1, sigma_1^2)) is equation (4)."""
    ratio, log = _divergence_terms()
    return sympy.Eq(Mean.over(ratio - 1 - log) / 2, row.surrogate.meaning, evaluate=False)


def divergence_as_typeset() -> Relational:
    """Without the parentheses that the page lost."""
    ratio, log = _divergence_terms()
    return sympy.Eq(Mean.over(ratio) / 2 - 1 - Mean.over(log), row.surrogate.meaning, evaluate=False)


def surrogate_in_rho() -> Relational:
    capacity = gaussian.capacity(row.rho / row.alpha_tilde)
    return sympy.Eq(row.surrogate.meaning, capacity + row.c, evaluate=False)


def variance_printed() -> Relational:
    return _variance(Mean.over(row.input()) ** 2)


def variance_repaired() -> Relational:
    return _variance(Mean.over(row.input() ** 2))


def conditional_variance() -> Relational:
    pair = row.w[row.i] * row.w[row.j] * row.input() * row.input(row.j)
    second = row.total(row.total(pair * (1 + row.alpha_tilde * sympy.KroneckerDelta(row.i, row.j)), row.j))
    mean = row.total(row.w[row.i] * row.input())
    return sympy.Eq(second - mean**2, variance_given_input, evaluate=False)


def information_decreases() -> Relational:
    first, second = sympy.symbols("I_1 I_2", real=True)
    return sympy.Le(second, first, evaluate=False)


def surrogate_decreases() -> Relational:
    alpha_tilde, rho = sympy.Symbol("alphatilde", positive=True), sympy.Symbol("rho", nonnegative=True)
    surrogate = gaussian.capacity(rho / alpha_tilde) + sympy.Symbol("c", real=True)
    return sympy.Le(sympy.Derivative(surrogate, alpha_tilde), 0, evaluate=False)


def _variance(second: sympy.Expr) -> Relational:
    """Var z, where the page has `second` for E x_i^2."""
    given_input = row.alpha_tilde * row.total(row.w[row.i] ** 2 * second)
    return sympy.Eq(row.second_moment - row.mean**2, given_input + row.V, evaluate=False)


def _divergence_terms() -> tuple[sympy.Expr, sympy.Expr]:
    """(sigma_0^2 + (mu_0 - mu_1)^2)/sigma_1^2 and log sigma_0^2/sigma_1^2."""
    ratio = (variance_given_input + row.deviation**2) / variance
    return ratio, sympy.log(variance_given_input / variance)


def excess_falls_printed() -> Relational:
    return sympy.Le(_excess(), kappa / terms, evaluate=False)


def excess_falls_repaired() -> Relational:
    """r times as much, where a_i^2 is at most r times the mean."""
    return sympy.Le(_excess(), sympy.Symbol("r", positive=True) * kappa / terms, evaluate=False)


def _excess() -> sympy.Expr:
    """The excess kurtosis of sum a_i eps_i, kappa that of each eps_i."""
    return kappa * sympy.Sum(a**4, over_terms) / sympy.Sum(a**2, over_terms) ** 2


def excess_over_inputs() -> Relational:
    """E(w . x - E w . x)^4/V^2 - 3 against kappa/dim(x)."""
    return sympy.Le(Mean.over(row.deviation**4) / row.V**2 - 3, kappa / row.d, evaluate=False)


def mean() -> Relational:
    return sympy.Eq(Mean.over(_of_noisy_terms()), row.mean, evaluate=False)


def conditional_mean() -> Relational:
    return sympy.Eq(_of_noisy_terms(), row.total(row.w[row.i] * row.input()), evaluate=False)


def noise_mean() -> sympy.Expr:
    """E[eps], over a standard normal t."""
    t = sympy.Symbol("t", real=True)
    return gaussian.expectation(sympy.exp(sympy.sqrt(row.alpha) * t - row.alpha / 2), t)


def _of_noisy_terms() -> sympy.Expr:
    """sum_i E[eps] w_i x_i at the input n."""
    return row.total(row.w[row.i] * row.input() * noise_mean())
