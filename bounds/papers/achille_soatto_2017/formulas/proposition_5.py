"""The formulas of Proposition 5, T1, T1' and T1'': information and bounds from weights and curvatures.

w_i stands for |w_hat_i|, h_i for H_ii, c_i for E[w_i^2 H_ii(w)], a for one w_i^2 H_ii. n_l is the number of weights of
layer l of L, C_l the sum of their c.
"""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import gaussian

i, k, layer = sympy.symbols("i k l", integer=True)
K, L = sympy.symbols("K L", integer=True, positive=True)
alpha, beta, a, w_hat = sympy.symbols("alpha beta a w_hat", positive=True)
w, h, c = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h", "c"))
sharpness = w**2 * h
count, of_layer = (sympy.IndexedBase(name, positive=True)[layer] for name in ("n", "C"))


def noise_averaged() -> Relational:
    """T1."""
    return sympy.Le(total(sympy.log(c / beta)) / 2, K / 2 * sympy.log(total(c) / (K * beta)), evaluate=False)


def one_alpha_a_layer() -> Relational:
    """T1 for noise that the weights of a layer share: its stationary alpha is beta n_l / C_l."""
    weights = over_layers(count)
    information = over_layers(count * sympy.log(of_layer / (beta * count))) / 2
    bound = weights / 2 * sympy.log(over_layers(of_layer) / (beta * weights))
    return sympy.Le(information, bound, evaluate=False)


def one_alpha() -> Relational:
    """The norms for noise that all K weights share, alpha = beta K / sum w_i^2 H_ii: K where T1'' has K^2."""
    information = K / 2 * sympy.log(total(sharpness) / (K * beta))
    return sympy.Le(information, K / 2 * (_log_norms() - sympy.log(K * beta)), evaluate=False)


def quadratic_from_above() -> Relational:
    """T1' from above."""
    return sympy.Le(_quadratic_information(), total(sympy.log(1 + sharpness / beta)) / 2, evaluate=False)


def quadratic_from_below() -> Relational:
    """T1' from below."""
    return sympy.Le(taylor_information(), _quadratic_information(), evaluate=False)


def bound_printed() -> Relational:
    return sympy.Le(_printed_information(), _printed_bound(), evaluate=False)


def bound_proved() -> Relational:
    return sympy.Le(_printed_information(), last_line(beta / 2), evaluate=False)


def bound_repaired() -> Relational:
    """T1'' as a bound."""
    return sympy.Le(taylor_information(), last_line(beta), evaluate=False)


def bound_sharpened() -> Relational:
    """T1'' with its gap, (K/2) [KL(u || w^2/||w||^2) + KL(u || h/tr H)], u the uniform law on the K weights."""

    def divergence(term: sympy.Expr) -> sympy.Expr:
        return total(sympy.log(total(term) / (K * term))) / K

    gap = K / 2 * (divergence(w**2) + divergence(h))
    return sympy.Eq(taylor_information() + gap, last_line(beta), evaluate=False)


def printed_bound_at_taylor_alpha() -> Relational:
    return sympy.Le(taylor_information(), _printed_bound(), evaluate=False)


def printed_bound_at_optimum() -> Relational:
    return sympy.Le(_quadratic_information(), _printed_bound(), evaluate=False)


def last_line_at_taylor_alpha() -> Relational:
    return sympy.Le(taylor_information(), last_line(beta / 2), evaluate=False)


def bound_at_optimum() -> Relational:
    bound = K / 2 * sympy.log(total(1 + sharpness / beta) / K)
    return sympy.Le(_quadratic_information(), bound, evaluate=False)


def last_line_at_optimum() -> Relational:
    return sympy.Le(_quadratic_information(), last_line(beta / 2), evaluate=False)


def second_order_printed() -> Relational:
    return _second_order(sympy.Integer(1))


def second_order_repaired() -> Relational:
    return _second_order(sympy.Rational(1, 2))


def expected_form() -> Relational:
    """The mean of [d . w]' H [d . w] for two weights, d_i normal with variance A and B, c the curvature between."""
    one, other = sympy.symbols("x y", real=True)
    first, second, u, v = sympy.symbols("A B u v", positive=True)
    f, g, between = sympy.symbols("f g c", real=True)
    d, e = u * sympy.sqrt(first) * one, v * sympy.sqrt(second) * other
    form = f * d**2 + 2 * between * d * e + g * e**2
    mean = gaussian.expectation(gaussian.expectation(form, one), other)
    return sympy.Eq(mean, first * u**2 * f + second * v**2 * g, evaluate=False)


def optimal_alpha_printed() -> Relational:
    return _stationary(_taylor_rise(), beta / (2 * a))


def optimal_alpha_intended() -> Relational:
    """Of the Lagrangian that the page displays, where the loss rises by a alpha."""
    return _stationary(a * alpha, beta / (2 * a))


def optimal_alpha_repaired() -> Relational:
    return _stationary(_taylor_rise(), beta / a)


def optimal_alpha_sharpened() -> Relational:
    """T1': the noise's variance is e^alpha - 1, so a quadratic loss rises by half of a times that."""
    return _stationary(a * (sympy.exp(alpha) - 1) / 2, sympy.LambertW(beta / a))


def generator() -> Relational:
    """d/d alpha E[L(w)] = 1/2 E[w^2 L''(w)] for w = w_hat eps, one weight at a time."""
    w = sympy.Symbol("w", positive=True)
    loss = sympy.Function("L")(w)
    exponent = -((sympy.log(w / w_hat) + alpha / 2) ** 2) / (2 * alpha)
    density = sympy.exp(exponent) / (w * sympy.sqrt(2 * sympy.pi * alpha))
    mean = sympy.Integral(loss * density, (w, 0, sympy.oo))
    curvature = sympy.Integral(w**2 * sympy.Derivative(loss, (w, 2)) * density, (w, 0, sympy.oo))
    return sympy.Eq(sympy.Derivative(mean, alpha), curvature / 2, evaluate=False)


def has_infimum() -> Relational:
    """The loss 2 log(1 + e^-w) + log(1 + e^w) has its minimum at w = log 2."""
    x = sympy.Symbol("x", real=True)
    w = sympy.log(2) * sympy.exp(sympy.sqrt(alpha) * x - alpha / 2)
    loss = 2 * sympy.log(1 + sympy.exp(-w)) + sympy.log(1 + sympy.exp(w))
    lagrangian = _lagrangian(gaussian.expectation(loss, x))
    return sympy.Gt(sympy.Limit(lagrangian, alpha, sympy.oo), -sympy.oo, evaluate=False)


def has_second_order_optimum() -> Relational:
    """The second-order Lagrangian at any alpha, against its value at beta/a."""
    best = _lagrangian(_taylor_rise()).subs(alpha, beta / a)
    return sympy.Ge(_lagrangian(_taylor_rise()), best, evaluate=False)


def trace_is_norm() -> Relational:
    trace, norm, _ = _spectrum()
    return sympy.Eq(trace, norm, evaluate=False)


def absolute_diagonal() -> Relational:
    _, norm, entry = _spectrum()
    return sympy.Le(total(sympy.Abs(entry)), norm, evaluate=False)


def positive_diagonal() -> Relational:
    trace, norm, entry = _spectrum()
    return sympy.Le(total(sympy.Max(entry, 0)), (norm + trace) / 2, evaluate=False)


def total(term: sympy.Expr) -> sympy.Expr:
    """The sum over the K weights."""
    return sympy.Sum(term, (i, 0, K - 1))


def over_layers(term: sympy.Expr) -> sympy.Expr:
    """The sum over the L layers."""
    return sympy.Sum(term, (layer, 0, L - 1))


def _printed_information() -> sympy.Expr:
    """I at the printed alpha_i = beta / (2 w_i^2 H_ii)."""
    return total(sympy.log(2 * sharpness / beta)) / 2


def taylor_information() -> sympy.Expr:
    """I at alpha_i = beta / (w_i^2 H_ii), the optimum to second order with Taylor's 1/2."""
    return total(sympy.log(sharpness / beta)) / 2


def _quadratic_information() -> sympy.Expr:
    """I at the optimum for a quadratic loss, alpha_i = W0(beta / (w_i^2 H_ii))."""
    return total(-sympy.log(sympy.LambertW(beta / sharpness))) / 2


def _log_norms() -> sympy.Expr:
    """log ||w||^2 + log tr H."""
    return sympy.log(total(w**2)) + sympy.log(total(h))


def _printed_bound() -> sympy.Expr:
    return K / 2 * (_log_norms() - K * sympy.log(K**2 * beta / 2))


def last_line(beta: sympy.Expr) -> sympy.Expr:
    """(K/2) [log ||w||^2 + log tr H - log(K^2 beta)]; the page has beta/2 for beta."""
    return K / 2 * (_log_norms() - sympy.log(K**2 * beta))


def _second_order(factor: sympy.Rational) -> Relational:
    """The second-order term in h = log w of a loss with its minimum at w_hat."""
    t, curvature = sympy.Symbol("t", real=True), sympy.Symbol("H", positive=True)
    rise = curvature * (w_hat * sympy.exp(t) - w_hat) ** 2 / 2
    return sympy.Eq(sympy.Limit(rise / t**2, t, 0), factor * w_hat**2 * curvature, evaluate=False)


def _taylor_rise() -> sympy.Expr:
    """E[L] - L(w_hat) to second order in h - h_0, with Taylor's 1/2."""
    return a * alpha / 2


def _lagrangian(loss: sympy.Expr) -> sympy.Expr:
    return loss - beta / 2 * sympy.log(alpha)


def _stationary(rise: sympy.Expr, point: sympy.Expr) -> Relational:
    """That the Lagrangian's slope in alpha is 0 at alpha = point."""
    slope = sympy.Subs(sympy.Derivative(_lagrangian(rise), alpha), alpha, point)
    return sympy.Eq(slope, 0, evaluate=False)


def _spectrum() -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """Trace, nuclear norm and diagonal entries of H = sum_k lambda_k v_k v_k', with q_ik = v_ik^2."""
    values, shares = sympy.IndexedBase("lambda", real=True)[k], sympy.IndexedBase("q", nonnegative=True)[i, k]
    trace, norm, entry = (sympy.Sum(term, (k, 0, K - 1)) for term in (values, sympy.Abs(values), values * shares))
    return trace, norm, entry
