"""The formulas of Proposition 7 and its footnote, T2 (how large c is) and T3 (a bound on the true information)."""

import sympy
from sympy.core.relational import Relational

from bounds.derivations.expectation import INPUT, Mean
from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.rows import Row, chi_square_gap, g, kurtosis_bound, printed_g

row, row_per_weight = Row(), Row(per_weight=True)
information, alpha, c = row.information, row.alpha, sympy.Symbol("c", real=True)
per_weight = sympy.Symbol("Ibar", real=True)  # Claim 1's information per weight


def entropy_form(rho: sympy.Expr, alpha: sympy.Expr, c: sympy.Expr) -> sympy.Expr:
    """T3's first form, for any rho."""
    return sympy.log((rho + sympy.exp(alpha) - 1) / alpha) / 2 + alpha / 2 + c


def alpha_form(alpha: sympy.Expr, c: sympy.Expr) -> sympy.Expr:
    """T3 for rho <= 1."""
    return alpha - sympy.log(alpha) / 2 + c


def information_form(per_weight: sympy.Expr, c: sympy.Expr) -> sympy.Expr:
    """T3 for rho <= 1, in Claim 1's information per weight."""
    return per_weight + sympy.exp(-2 * per_weight) + c


def bound_printed() -> Relational:
    return sympy.Le(row.surrogate, printed_g(alpha) + 1, evaluate=False)


def bound_repaired() -> Relational:
    return sympy.Le(information, information_form(per_weight, row.c), evaluate=False)


def bound_sharpened() -> Relational:
    return sympy.Le(information, entropy_form(row.rho, alpha, row.c), evaluate=False)


def g_printed() -> Relational:
    return sympy.Eq(gaussian.capacity(1 / row.alpha_tilde), printed_g(alpha), evaluate=False)


def g_repaired() -> Relational:
    return sympy.Eq(gaussian.capacity(1 / row.alpha_tilde), g(alpha), evaluate=False)


def g_sharpened() -> Relational:
    return sympy.Eq(sympy.Derivative(g(alpha), alpha), -1 / (2 * row.alpha_tilde), evaluate=False)


def alpha_relation_printed() -> Relational:
    return _alpha_relation(1)


def alpha_relation_repaired() -> Relational:
    return _alpha_relation(2)


def lower_bound() -> Relational:
    return sympy.Le(g(alpha), row.surrogate, evaluate=False)


def lower_bound_sharpened() -> Relational:
    return sympy.Le(gaussian.capacity(row.rho / row.alpha_tilde), row.surrogate, evaluate=False)


def upper_bound_printed() -> Relational:
    return sympy.Le(row.surrogate, g(alpha) + 1, evaluate=False)


def upper_bound_intended() -> Relational:
    return sympy.Le(row.surrogate, g(alpha) + row.c, evaluate=False)


def variance_below() -> Relational:
    return sympy.Le(row.V, row.m, evaluate=False)


def variance_of_squares() -> Relational:
    square = row.input() ** 2
    each = row.total(row.w[row.i] ** 4 * Mean.over((square - Mean.over(square)) ** 2))
    return sympy.Eq(Mean.over((row.square - row.m) ** 2), each, evaluate=False)


def upper_bound_repaired() -> Relational:
    """T2, under any dependence."""
    capacity = gaussian.capacity(row.rho / row.alpha_tilde)
    return sympy.Le(row.surrogate, capacity + row.dependence_bound, evaluate=False)


def upper_bound_sharpened() -> Relational:
    return sympy.Le(c, sympy.log(2) / 2 + sympy.EulerGamma, evaluate=False)


def rate_printed() -> Relational:
    return sympy.Le(row.c, sympy.Symbol("C", positive=True) / row.d, evaluate=False)


def rate_repaired() -> Relational:
    """T2, for independent squares."""
    return sympy.Le(c, kurtosis_bound(*sympy.symbols("kappa D Lambda", positive=True)), evaluate=False)


def rate_sharpened() -> Relational:
    """T2, for independent Gaussian inputs."""
    return sympy.Le(c, chi_square_gap(sympy.Symbol("D", positive=True)), evaluate=False)


def gaussian_floor() -> Relational:
    """T2, for independent Gaussian inputs, from below."""
    return sympy.Ge(c, chi_square_gap(row.d), evaluate=False)


def true_information_printed() -> Relational:
    return sympy.Le(information, g(alpha) + row.c, evaluate=False)


def true_information_repaired() -> Relational:
    return sympy.Le(information, alpha_form(alpha, row.c), evaluate=False)


def true_information_floor() -> Relational:
    # independent inputs without mean have rho = 1, so I_G = g + c
    return sympy.Ge(information, g(alpha) + c - alpha, evaluate=False)


def per_weight_printed() -> Relational:
    """The layer's mean information per weight put into the one-alpha form."""
    mean = -row.total(sympy.log(row_per_weight.alpha)) / (2 * row.d)
    return sympy.Le(information, information_form(mean, row.c), evaluate=False)


def per_weight_repaired() -> Relational:
    """T3 with an alpha of its own for every weight."""
    above = sympy.log(row.V + row_per_weight.noise_power) / 2
    below = Mean.over(sympy.log(row_per_weight.entropy_power) / 2)
    return sympy.Le(information, above - below, evaluate=False)


def fourth_moment_printed() -> Relational:
    return sympy.Le(_kurtosis(), sympy.Symbol("C", positive=True), evaluate=False)


def fourth_moment_repaired() -> Relational:
    reach, least = sympy.symbols("B v", positive=True)
    return sympy.Le(_kurtosis(), reach**2 / least, evaluate=False)


def _alpha_relation(factor: int) -> Relational:
    """Claim 1 for dim(W) weights of one alpha, solved for it with this factor in the exponent."""
    size, i = sympy.Symbol("K", integer=True, positive=True), sympy.Symbol("i", integer=True)
    total = -sympy.Sum(sympy.log(alpha), (i, 0, size - 1)) / 2
    return sympy.Eq(alpha, sympy.exp(-factor * total / size), evaluate=False)


def _kurtosis() -> sympy.Expr:
    """E x^4/(E x^2)^2 of one component."""
    x = sympy.IndexedBase("x", real=True)[INPUT]
    return Mean.over(x**4) / Mean.over(x**2) ** 2


def gaussian_fourth_moment() -> Relational:
    """E x^4/(E x^2)^2 of a Gaussian component of mean u and variance v."""
    mean, variance, normal = (
        sympy.Symbol("u", real=True),
        sympy.Symbol("v", positive=True),
        sympy.Symbol("z", real=True),
    )
    x = mean + sympy.sqrt(variance) * normal
    fourth, second = (gaussian.expectation(x**power, normal) for power in (4, 2))
    return sympy.Le(fourth / second**2, 3, evaluate=False)


def squares_by_kurtosis() -> Relational:
    kappa = sympy.Symbol("kappa", positive=True)
    most = (kappa + 1 + sympy.sqrt((kappa - 1) * (kappa + 3))) / 2
    return sympy.Le(_kurtosis() - 1, most, evaluate=False)


def increases_strictly() -> Relational:
    """Equation (4), in rho and c, at two noise levels."""

    def at(alpha: sympy.Expr) -> sympy.Expr:
        return gaussian.capacity(row.rho / (sympy.exp(alpha) - 1)) + row.c

    less, more = sympy.symbols("alpha_1 alpha_2", positive=True)
    return sympy.Lt(at(more), at(less), evaluate=False)


def slope_in_noise() -> Relational:
    noise, rho = sympy.Symbol("alphatilde", positive=True), sympy.Symbol("rho", nonnegative=True)
    slope = sympy.Derivative(gaussian.capacity(rho / noise) + c, noise)
    return sympy.Eq(slope, -rho / (2 * noise * (noise + rho)), evaluate=False)


def heavy_tails() -> Relational:
    """E x^4/(E x^2)^2 for the density 3/x^4 on [1, T], normed."""
    reach = sympy.Symbol("T", positive=True)
    mass, second, fourth = 1 - reach**-3, 3 * (1 - 1 / reach), 3 * (reach - 1)
    return sympy.Le(fourth * mass / second**2, sympy.Symbol("C", positive=True), evaluate=False)


def small_by_variance() -> Relational:
    """s is delta with the probability p, and (1 - p delta)/(1 - p) otherwise."""
    p, least = sympy.symbols("p delta", positive=True)
    other = (1 - p * least) / (1 - p)
    excess = -(p * sympy.log(least) + (1 - p) * sympy.log(other)) / 2
    variance = p * (least - 1) ** 2 + (1 - p) * (other - 1) ** 2
    return sympy.Le(excess, sympy.Symbol("C", positive=True) * variance, evaluate=False)


def small_by_variance_and_floor() -> Relational:
    s, r = sympy.IndexedBase("s", positive=True)[INPUT], sympy.Symbol("r", positive=True)
    steepest = (r - 1 - sympy.log(r)) / (2 * (1 - r) ** 2)
    return sympy.Le(-Mean.over(sympy.log(s)) / 2, steepest * Mean.over((s - 1) ** 2), evaluate=False)


def rare_signs() -> Relational:
    """E x^4/(E x^2)^2 of x = -1 or 1, with the probability p/2 each, and 0 otherwise."""
    p = sympy.Symbol("p", positive=True)
    return sympy.Le(p / p**2, sympy.Symbol("C", positive=True), evaluate=False)
