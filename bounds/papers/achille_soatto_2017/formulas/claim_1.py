"""The formulas of section 4 about log-normal noise: moments, divergences from a log-uniform prior, expansions."""

from typing import TYPE_CHECKING

from bounds.claims.formula import Symbolic

if TYPE_CHECKING:
    import sympy


def _scale() -> "sympy.Symbol":
    import sympy

    return sympy.Symbol("alpha", positive=True)


def _over_noise(integrand: "sympy.Expr", x: "sympy.Symbol") -> "sympy.Expr":
    """The expectation of a function of a standard normal x, as an integral."""
    import sympy

    density = sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi)
    return sympy.Integral(integrand * density, (x, -sympy.oo, sympy.oo))


def _moment(order: int, location: "sympy.Expr", variance: "sympy.Expr") -> "sympy.Expr":
    """E[exp(order * (location + sqrt(variance) x))] for a standard normal x."""
    import sympy

    x = sympy.Symbol("x", real=True)
    return _over_noise(sympy.exp(order * (location + sympy.sqrt(variance) * x)), x)


def noise_mean() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    return sympy.Eq(_moment(1, -alpha / 2, alpha), 1, evaluate=False)


def noise_variance() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    variance = _moment(2, -alpha / 2, alpha) - _moment(1, -alpha / 2, alpha) ** 2
    return sympy.Eq(variance, sympy.exp(alpha) - 1, evaluate=False)


def log_normal_mean() -> "sympy.Rel":
    import sympy

    mu, sigma = sympy.Symbol("mu", real=True), sympy.Symbol("sigma", positive=True)
    return sympy.Eq(_moment(1, mu, sigma**2), sympy.exp(mu + sigma**2 / 2), evaluate=False)


def log_normal_variance() -> "sympy.Rel":
    import sympy

    mu, sigma = sympy.Symbol("mu", real=True), sympy.Symbol("sigma", positive=True)
    variance = _moment(2, mu, sigma**2) - _moment(1, mu, sigma**2) ** 2
    return sympy.Eq(variance, (sympy.exp(sigma**2) - 1) * sympy.exp(2 * mu + sigma**2), evaluate=False)


def _normal_density(h: "sympy.Symbol", mu: "sympy.Expr", alpha: "sympy.Expr") -> "sympy.Expr":
    import sympy

    return sympy.exp(-((h - mu) ** 2) / (2 * alpha)) / sympy.sqrt(2 * sympy.pi * alpha)


def _kl_to_uniform(mu: "sympy.Expr", alpha: "sympy.Expr", c: "sympy.Expr") -> "sympy.Expr":
    """KL of h = log|w| ~ N(mu, alpha) from the improper density c on the line, an integral."""
    import sympy

    h = sympy.Symbol("h", real=True)
    density = _normal_density(h, mu, alpha)
    return sympy.Integral(density * sympy.log(density / c), (h, -sympy.oo, sympy.oo))


def _entropy(mu: "sympy.Expr", alpha: "sympy.Expr") -> "sympy.Expr":
    import sympy

    h = sympy.Symbol("h", real=True)
    density = _normal_density(h, mu, alpha)
    return -sympy.Integral(density * sympy.log(density), (h, -sympy.oo, sympy.oo))


def claim_kl() -> "sympy.Rel":
    import sympy

    mu, alpha, c = sympy.Symbol("mu", real=True), _scale(), sympy.Symbol("c", positive=True)
    constant = -sympy.log(2 * sympy.pi * sympy.E) / 2 - sympy.log(c)
    return sympy.Eq(_kl_to_uniform(mu, alpha, c), -sympy.log(alpha) / 2 + constant, evaluate=False)


def claim_mutual_information() -> "sympy.Rel":
    import sympy

    # the constant C drops out of a difference between two noise levels, so that is what the claim says of I
    first, second = sympy.symbols("alpha_1 alpha_2", positive=True)
    information = sympy.Function("I")
    return sympy.Eq(information(first) - information(second), -sympy.log(first / second) / 2, evaluate=False)


def claim_upper_bound() -> "sympy.Rel":
    import sympy

    d, v = sympy.symbols("d v", integer=True)
    n, m = sympy.symbols("N M", integer=True, positive=True)
    p, q, r, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))

    def divergence(reference: "sympy.IndexedBase") -> "sympy.Expr":
        inner = sympy.Sum(p[d, v] * sympy.log(p[d, v] / reference[v]), (v, 0, m - 1))
        return sympy.Sum(t[d] * inner, (d, 0, n - 1))

    return sympy.Le(divergence(q), divergence(r), evaluate=False)


def third_line(sign: int) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        # two noise levels, so that the constant drops out
        mu, c = sympy.Symbol("mu", real=True), sympy.Symbol("c", positive=True)
        first, second = sympy.symbols("alpha_1 alpha_2", positive=True)
        change = _kl_to_uniform(mu, first, c) - _kl_to_uniform(mu, second, c)
        return sympy.Eq(change, sign * (_entropy(mu, first) - _entropy(mu, second)), evaluate=False)

    return Symbolic(build)


def _mass_inside(mu: "sympy.Expr", alpha: "sympy.Expr", low: "sympy.Expr", high: "sympy.Expr") -> "sympy.Expr":
    import sympy

    def erf(point: "sympy.Expr") -> "sympy.Expr":
        return sympy.erf((point - mu) / sympy.sqrt(2 * alpha))

    return (erf(high) - erf(low)) / 2


def mass_outside() -> "sympy.Rel":
    import sympy

    mu, alpha = sympy.Symbol("mu", real=True), _scale()
    low, high = sympy.symbols("A B", real=True)
    outside = sympy.erfc((high - mu) / sympy.sqrt(2 * alpha)) + sympy.erfc((mu - low) / sympy.sqrt(2 * alpha))
    return sympy.Eq(outside / 2, 0, evaluate=False)


def _truncated_closed_form(
    mu: "sympy.Expr", alpha: "sympy.Expr", low: "sympy.Expr", high: "sympy.Expr"
) -> "sympy.Expr":
    """KL of N(mu, alpha) truncated to [low, high] from the uniform law on [low, high]."""
    import sympy

    mass = _mass_inside(mu, alpha, low, high)
    edges = (low - mu) * _normal_density(low, mu, alpha) - (high - mu) * _normal_density(high, mu, alpha)
    return sympy.log(high - low) - sympy.log(2 * sympy.pi * sympy.E * alpha) / 2 - sympy.log(mass) - edges / (2 * mass)


def truncated() -> "sympy.Rel":
    import sympy

    mu, alpha, h = sympy.Symbol("mu", real=True), _scale(), sympy.Symbol("h", real=True)
    low = sympy.Symbol("A", real=True)
    high = low + sympy.Symbol("R", positive=True)
    density = _normal_density(h, mu, alpha) / _mass_inside(mu, alpha, low, high)
    kl = sympy.Integral(density * sympy.log(density * (high - low)), (h, low, high))
    return sympy.Eq(kl, _truncated_closed_form(mu, alpha, low, high), evaluate=False)


def truncated_limit() -> "sympy.Rel":
    import sympy

    # the range is symmetric in log|w|, so the sign of mu does not matter
    mu, half = sympy.symbols("mu R", positive=True)
    first, second = sympy.symbols("alpha_1 alpha_2", positive=True)
    ends = (-half, half)
    change = _truncated_closed_form(mu, first, *ends) - _truncated_closed_form(mu, second, *ends)
    return sympy.Eq(sympy.Limit(change, half, sympy.oo), -sympy.log(first / second) / 2, evaluate=False)


def evidence_lower_bound() -> "sympy.Rel":
    import sympy

    v = sympy.Symbol("v", integer=True)
    m = sympy.Symbol("M", integer=True, positive=True)
    p, r, likelihood = (sympy.IndexedBase(name, positive=True) for name in ("p", "r", "l"))
    limits = (v, 0, m - 1)
    cross_entropy = sympy.Sum(-p[v] * sympy.log(likelihood[v]), limits)
    information = sympy.Sum(p[v] * sympy.log(p[v] / r[v]), limits)
    evidence = sympy.log(sympy.Sum(r[v] * likelihood[v], limits))
    return sympy.Ge(cross_entropy + information, -evidence, evaluate=False)


def complexity() -> "sympy.Rel":
    import sympy

    cross_entropy, information, size, classes = sympy.symbols("H_pq I N C", positive=True)
    return sympy.Ge(cross_entropy / size, sympy.log(classes) - information / size, evaluate=False)


def _quadratic_mean(location: "sympy.Expr") -> "sympy.Expr":
    """E of the quadratic loss g (w - w_hat) + H (w - w_hat)^2 / 2 under log w ~ N(log w_hat + location, alpha)."""
    import sympy

    alpha = _scale()
    w_hat, gradient, curvature = sympy.symbols("w_hat g H", real=True)
    x = sympy.Symbol("x", real=True)
    step = w_hat * (sympy.exp(location + sympy.sqrt(alpha) * x) - 1)
    return _over_noise(gradient * step + curvature * step**2 / 2, x)


def offset_ignored() -> "sympy.Rel":
    import sympy

    return sympy.Eq(_quadratic_mean(sympy.Integer(0)), _quadratic_mean(-_scale() / 2), evaluate=False)


def offset_order() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    w_hat, gradient, curvature = sympy.symbols("w_hat g H", real=True)
    error = _quadratic_mean(sympy.Integer(0)) - _quadratic_mean(-alpha / 2)
    remainder = (error - gradient * w_hat * (sympy.exp(alpha / 2) - 1)) / alpha**2
    return sympy.Eq(sympy.Limit(remainder, alpha, 0, "+"), sympy.Rational(5, 8) * curvature * w_hat**2, evaluate=False)
