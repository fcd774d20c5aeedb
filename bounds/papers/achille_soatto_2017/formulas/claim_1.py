"""The formulas of section 4 about log-normal noise: moments, divergences from a log-uniform prior, expansions."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import gaussian

alpha, sigma, c = sympy.symbols("alpha sigma c", positive=True)
alpha_1, alpha_2 = sympy.symbols("alpha_1 alpha_2", positive=True)  # two noise levels: constants drop out between them
mu, h, x = sympy.symbols("mu h x", real=True)  # h = log|w|, x a standard normal variable
k, scale, power, low, high = sympy.symbols("k l b u v", positive=True)  # of rescalings; b - 1 a density's power
beta = sympy.Symbol("beta", positive=True)
v = sympy.Symbol("v", integer=True)  # finitely many weights, with their prior and the likelihood of the labels
r, likelihood = (sympy.IndexedBase(name, positive=True) for name in ("r", "l"))
OVER_WEIGHTS = (v, 0, sympy.Symbol("M", integer=True, positive=True) - 1)
w_hat, gradient, curvature = sympy.symbols("w_hat g H", real=True)  # of a quadratic loss


def noise_mean() -> Relational:
    return sympy.Eq(_moment(1, -alpha / 2, alpha), 1, evaluate=False)


def noise_variance() -> Relational:
    variance = _moment(2, -alpha / 2, alpha) - _moment(1, -alpha / 2, alpha) ** 2
    return sympy.Eq(variance, sympy.exp(alpha) - 1, evaluate=False)


def log_normal_mean() -> Relational:
    return sympy.Eq(_moment(1, mu, sigma**2), sympy.exp(mu + sigma**2 / 2), evaluate=False)


def log_normal_variance() -> Relational:
    variance = _moment(2, mu, sigma**2) - _moment(1, mu, sigma**2) ** 2
    return sympy.Eq(variance, (sympy.exp(sigma**2) - 1) * sympy.exp(2 * mu + sigma**2), evaluate=False)


def divergence_from_prior() -> Relational:
    constant = -sympy.log(2 * sympy.pi * sympy.E) / 2 - sympy.log(c)
    return sympy.Eq(_divergence_from_uniform(alpha), -sympy.log(alpha) / 2 + constant, evaluate=False)


def mutual_information_printed() -> Relational:
    # the constant C drops out of a difference between two noise levels, so that is what the claim says of I
    information = sympy.Function("I")
    return sympy.Eq(information(alpha_1) - information(alpha_2), -sympy.log(alpha_1 / alpha_2) / 2, evaluate=False)


def no_further_assumption() -> Relational:
    """The posteriors' mean divergence from their mixture and from the prior."""
    bounded = mutual_information_repaired()
    return sympy.Eq(bounded.lhs, bounded.rhs, evaluate=False)


def mutual_information_repaired() -> Relational:
    d, v = sympy.symbols("d v", integer=True)
    n, m = sympy.symbols("N M", integer=True, positive=True)
    p, q, r, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))

    def mean_divergence(reference: sympy.IndexedBase) -> sympy.Expr:
        inner = sympy.Sum(p[d, v] * sympy.log(p[d, v] / reference[v]), (v, 0, m - 1))
        return sympy.Sum(t[d] * inner, (d, 0, n - 1))

    return sympy.Le(mean_divergence(q), mean_divergence(r), evaluate=False)


def third_line_printed() -> Relational:
    return _third_line(+1)


def third_line_repaired() -> Relational:
    return _third_line(-1)


def mass_outside() -> Relational:
    low, high = sympy.symbols("A B", real=True)
    outside = sympy.erfc((high - mu) / sympy.sqrt(2 * alpha)) + sympy.erfc((mu - low) / sympy.sqrt(2 * alpha))
    return sympy.Eq(outside / 2, 0, evaluate=False)


def truncated() -> Relational:
    low = sympy.Symbol("A", real=True)
    high = low + sympy.Symbol("R", positive=True)
    density = gaussian.density(h, mu, alpha) / _mass_inside(mu, alpha, low, high)
    divergence = sympy.Integral(density * sympy.log(density * (high - low)), (h, low, high))
    return sympy.Eq(divergence, _truncated_closed_form(mu, alpha, low, high), evaluate=False)


def truncated_limit() -> Relational:
    # the range is symmetric in log|w|, so the sign of mu does not matter
    mu, half = sympy.symbols("mu R", positive=True)
    change = _truncated_closed_form(mu, alpha_1, -half, half) - _truncated_closed_form(mu, alpha_2, -half, half)
    return sympy.Eq(sympy.Limit(change, half, sympy.oo), -sympy.log(alpha_1 / alpha_2) / 2, evaluate=False)


def evidence_lower_bound() -> Relational:
    return sympy.Ge(_lagrangian("p").subs(beta, 1), -sympy.log(_evidence()), evaluate=False)


def lower_lagrangian() -> Relational:
    """That p has a Lagrangian (3) no higher than q's, with the prior r."""
    return sympy.Le(_lagrangian("p"), _lagrangian("q"), evaluate=False)


def closer() -> Relational:
    """The divergences of p and of q from the posterior."""
    return sympy.Le(_from_posterior("p"), _from_posterior("q"), evaluate=False)


def divergence_from_the_posterior() -> Relational:
    """The Lagrangian at beta = 1 with the log evidence added."""
    lagrangian = _lagrangian("p").subs(beta, 1) + sympy.log(_evidence())
    return sympy.Eq(lagrangian, _from_posterior("p"), evaluate=False)


def divergence_of_weights() -> Relational:
    """The divergence of p from q, densities of a positive weight, and that of the densities of its logarithm."""
    p, q = sympy.Function("p"), sympy.Function("q")
    weight = sympy.Symbol("w", positive=True)
    of_weight = sympy.Integral(p(weight) * sympy.log(p(weight) / q(weight)), (weight, 0, sympy.oo))
    one, other = (density(sympy.exp(h)) * sympy.exp(h) for density in (p, q))
    of_logarithm = sympy.Integral(one * sympy.log(one / other), (h, -sympy.oo, sympy.oo))
    return sympy.Eq(of_weight, of_logarithm, evaluate=False)


def alpha_with_constant_printed() -> Relational:
    return sympy.Eq(alpha, _alpha_with_constant(), evaluate=False)


def alpha_with_constant_repaired() -> Relational:
    constant, size = sympy.Symbol("C", real=True), sympy.Symbol("K", integer=True, positive=True)
    return sympy.Eq(alpha * sympy.exp(-2 * constant / size), _alpha_with_constant(), evaluate=False)


def offset_printed() -> Relational:
    return sympy.Eq(_mean_quadratic_loss(sympy.Integer(0)), _mean_quadratic_loss(-alpha / 2), evaluate=False)


def offset_intended() -> Relational:
    return _second_order_offset(_offset_error().subs(gradient, 0))


def offset_repaired() -> Relational:
    return _second_order_offset(_offset_error() - gradient * w_hat * (sympy.exp(alpha / 2) - 1))


def offset_vanishes_printed() -> Relational:
    return _first_order_offset(sympy.Integer(0))


def offset_vanishes_at_a_minimum() -> Relational:
    return sympy.Eq(sympy.Limit(_offset_error().subs(gradient, 0) / alpha, alpha, 0, "+"), 0, evaluate=False)


def offset_vanishes_repaired() -> Relational:
    return _first_order_offset(gradient * w_hat / 2)


def prior_scaled() -> Relational:
    return sympy.Eq(_prior_mass(scale * low, scale * high), _prior_mass(low, high), evaluate=False)


def prior_determined() -> Relational:
    density, weight = sympy.Function("p"), sympy.Symbol("w", positive=True)
    return sympy.Eq(density(weight), density(sympy.Integer(1)) / weight, evaluate=False)


def power_is_zero() -> Relational:
    return sympy.Eq(sympy.Symbol("b", nonnegative=True), 0, evaluate=False)


def power_scaled() -> Relational:
    mass = _power_mass(scale * low, scale * high)
    return sympy.Eq(mass, scale**power * _power_mass(low, high), evaluate=False)


def constant_drops_out() -> Relational:
    loss, constant = sympy.Function("L")(alpha), sympy.Symbol("C", real=True)
    return sympy.Eq(sympy.Derivative(loss + constant, alpha), sympy.Derivative(loss, alpha), evaluate=False)


def scaled_logarithm() -> Relational:
    """h is scaled by k, as w^k is: what -1/2 log of its variance, the variance an integral, becomes."""
    scaled = sympy.log(gaussian.expectation((k * sympy.sqrt(alpha) * x) ** 2, x))
    return sympy.Eq(-scaled / 2, -sympy.log(alpha) / 2 - sympy.log(k), evaluate=False)


def divergence_of_scaled() -> Relational:
    """The divergence of k h from the prior that k h has where h has the density c."""
    density = gaussian.density(h, k * mu, k**2 * alpha)
    moved = sympy.Integral(density * sympy.log(density / (c / k)), (h, -sympy.oo, sympy.oo))
    return sympy.Eq(moved, _divergence_from_uniform(alpha), evaluate=False)


def _lagrangian(law: str) -> sympy.Expr:
    """(3) for a law of the weights, with the prior r and the labels' likelihood l."""
    p = sympy.IndexedBase(law, positive=True)
    cross_entropy = sympy.Sum(-p[v] * sympy.log(likelihood[v]), OVER_WEIGHTS)
    return cross_entropy + beta * sympy.Sum(p[v] * sympy.log(p[v] / r[v]), OVER_WEIGHTS)


def _evidence() -> sympy.Expr:
    return sympy.Sum(r[v] * likelihood[v], OVER_WEIGHTS)


def _from_posterior(law: str) -> sympy.Expr:
    """The divergence of a law of the weights from l r over the evidence."""
    p = sympy.IndexedBase(law, positive=True)
    evidence = _evidence().xreplace({v: sympy.Symbol("u", integer=True)})
    return sympy.Sum(p[v] * sympy.log(p[v] * evidence / (r[v] * likelihood[v])), OVER_WEIGHTS)


def _alpha_with_constant() -> sympy.Expr:
    """exp(-2 I/dim(W)) for dim(W) weights of one alpha, with Claim 1's constant."""
    size, i = sympy.Symbol("K", integer=True, positive=True), sympy.Symbol("i", integer=True)
    total = -sympy.Sum(sympy.log(alpha), (i, 0, size - 1)) / 2
    return sympy.exp(-2 * (total + sympy.Symbol("C", real=True)) / size)


def _prior_mass(start: sympy.Expr, end: sympy.Expr) -> sympy.Expr:
    """The mass of the density c/w between two positive weights."""
    weight = sympy.Symbol("w", positive=True)
    return sympy.Integral(c / weight, (weight, start, end))


def _power_mass(start: sympy.Expr, end: sympy.Expr) -> sympy.Expr:
    """The mass of the density w^(b - 1) between two positive weights."""
    weight = sympy.Symbol("w", positive=True)
    return sympy.Integral(weight ** (power - 1), (weight, start, end))


def _offset_error() -> sympy.Expr:
    """What the expected loss gains where the offset -alpha/2 is ignored."""
    return _mean_quadratic_loss(sympy.Integer(0)) - _mean_quadratic_loss(-alpha / 2)


def _second_order_offset(error: sympy.Expr) -> Relational:
    leading = sympy.Rational(5, 8) * curvature * w_hat**2
    return sympy.Eq(sympy.Limit(error / alpha**2, alpha, 0, "+"), leading, evaluate=False)


def _first_order_offset(value: sympy.Expr) -> Relational:
    return sympy.Eq(sympy.Limit(_offset_error() / alpha, alpha, 0, "+"), value, evaluate=False)


def _moment(order: int, location: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    """E[exp(order * (location + sqrt(variance) x))]."""
    return gaussian.expectation(sympy.exp(order * (location + sympy.sqrt(variance) * x)), x)


def _divergence_from_uniform(variance: sympy.Expr) -> sympy.Expr:
    """KL of h ~ N(mu, variance) from the improper density c on the line, an integral."""
    density = gaussian.density(h, mu, variance)
    return sympy.Integral(density * sympy.log(density / c), (h, -sympy.oo, sympy.oo))


def _entropy(variance: sympy.Expr) -> sympy.Expr:
    """The entropy of h ~ N(mu, variance), an integral."""
    density = gaussian.density(h, mu, variance)
    return -sympy.Integral(density * sympy.log(density), (h, -sympy.oo, sympy.oo))


def _third_line(sign: int) -> Relational:
    change = _divergence_from_uniform(alpha_1) - _divergence_from_uniform(alpha_2)
    return sympy.Eq(change, sign * (_entropy(alpha_1) - _entropy(alpha_2)), evaluate=False)


def _mass_inside(mean: sympy.Expr, variance: sympy.Expr, low: sympy.Expr, high: sympy.Expr) -> sympy.Expr:
    below_high, below_low = (sympy.erf((end - mean) / sympy.sqrt(2 * variance)) for end in (high, low))
    return (below_high - below_low) / 2


def _truncated_closed_form(mean: sympy.Expr, variance: sympy.Expr, low: sympy.Expr, high: sympy.Expr) -> sympy.Expr:
    """KL of N(mean, variance) truncated to [low, high] from the uniform law on [low, high]."""
    mass = _mass_inside(mean, variance, low, high)
    at_low, at_high = (gaussian.density(end, mean, variance) for end in (low, high))
    edges = (low - mean) * at_low - (high - mean) * at_high
    return sympy.log(high - low) - gaussian.entropy(variance) - sympy.log(mass) - edges / (2 * mass)


def _mean_quadratic_loss(location: sympy.Expr) -> sympy.Expr:
    """E of the quadratic loss g (w - w_hat) + H (w - w_hat)^2 / 2 under log w ~ N(log w_hat + location, alpha)."""
    step = w_hat * (sympy.exp(location + sympy.sqrt(alpha) * x) - 1)
    return gaussian.expectation(gradient * step + curvature * step**2 / 2, x)
