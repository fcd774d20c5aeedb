"""The formulas of Proposition 5, T1, T1', T1'' and Remark 4.4: information and bounds from weights and curvatures."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bounds.claims.formula import Symbolic

if TYPE_CHECKING:
    import sympy


class _Symbols:
    """The symbols of this section: w_i stands for |w_hat_i|, h_i for H_ii, c_i for E[w_i^2 H_ii(w)]."""

    def __init__(self) -> None:
        import sympy

        self.i = sympy.Symbol("i", integer=True)
        self.K = sympy.Symbol("K", integer=True, positive=True)
        self.beta, self.alpha, self.a = sympy.symbols("beta alpha a", positive=True)
        self.w, self.h, self.c = (sympy.IndexedBase(name, positive=True) for name in ("w", "h", "c"))

    def total(self, term: "sympy.Expr") -> "sympy.Expr":
        import sympy

        return sympy.Sum(term, (self.i, 0, self.K - 1))

    @property
    def sharpness(self) -> "sympy.Expr":
        """w_i^2 H_ii."""
        return self.w[self.i] ** 2 * self.h[self.i]


def printed_information(s: _Symbols) -> "sympy.Expr":
    """I at the printed alpha_i = beta / (2 w_i^2 H_ii)."""
    import sympy

    return s.total(sympy.log(2 * s.sharpness / s.beta)) / 2


def taylor_information(s: _Symbols) -> "sympy.Expr":
    """I at alpha_i = beta / (w_i^2 H_ii), the optimum to second order with Taylor's 1/2."""
    import sympy

    return s.total(sympy.log(s.sharpness / s.beta)) / 2


def quadratic_information(s: _Symbols) -> "sympy.Expr":
    """I at the optimum for a quadratic loss, alpha_i = W0(beta / (w_i^2 H_ii))."""
    import sympy

    return s.total(-sympy.log(sympy.LambertW(s.beta / s.sharpness))) / 2


def printed_bound(s: _Symbols) -> "sympy.Expr":
    import sympy

    norms = sympy.log(s.total(s.w[s.i] ** 2)) + sympy.log(s.total(s.h[s.i]))
    return s.K / 2 * (norms - s.K * sympy.log(s.K**2 * s.beta / 2))


def last_line(s: _Symbols, beta: "sympy.Expr") -> "sympy.Expr":
    """(K/2) [log ||w||^2 + log tr H - log(K^2 beta)]; the page has beta/2 for beta."""
    import sympy

    norms = sympy.log(s.total(s.w[s.i] ** 2)) + sympy.log(s.total(s.h[s.i]))
    return s.K / 2 * (norms - sympy.log(s.K**2 * beta))


def at_most(information: Callable[[_Symbols], "sympy.Expr"], bound: Callable[[_Symbols], "sympy.Expr"]) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        s = _Symbols()
        return sympy.Le(information(s), bound(s), evaluate=False)

    return Symbolic(build)


def _jensen_gap(s: _Symbols) -> "sympy.Expr":
    """(K/2) [KL(u || w^2/||w||^2) + KL(u || h/tr H)], u the uniform law on the K weights."""
    import sympy

    def divergence(term: "sympy.Expr") -> "sympy.Expr":
        return s.total(sympy.log(s.total(term) / (s.K * term))) / s.K

    return s.K / 2 * (divergence(s.w[s.i] ** 2) + divergence(s.h[s.i]))


def with_gap() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    return sympy.Eq(taylor_information(s) + _jensen_gap(s), last_line(s, s.beta), evaluate=False)


def noise_averaged_information(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.total(sympy.log(s.c[s.i] / s.beta)) / 2


def noise_averaged_bound(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.K / 2 * sympy.log(s.total(s.c[s.i]) / (s.K * s.beta))


def _log_normal_density(w: "sympy.Symbol", w_hat: "sympy.Symbol", alpha: "sympy.Symbol") -> "sympy.Expr":
    import sympy

    exponent = -((sympy.log(w / w_hat) + alpha / 2) ** 2) / (2 * alpha)
    return sympy.exp(exponent) / (w * sympy.sqrt(2 * sympy.pi * alpha))


def generator() -> "sympy.Rel":
    """d/d alpha E[L(w)] = 1/2 E[w^2 L''(w)] for w = w_hat eps, one weight at a time."""
    import sympy

    w, w_hat, alpha = sympy.symbols("w w_hat alpha", positive=True)
    loss = sympy.Function("L")(w)
    density = _log_normal_density(w, w_hat, alpha)
    mean = sympy.Integral(loss * density, (w, 0, sympy.oo))
    curvature = sympy.Integral(w**2 * sympy.Derivative(loss, (w, 2)) * density, (w, 0, sympy.oo))
    return sympy.Eq(sympy.Derivative(mean, alpha), curvature / 2, evaluate=False)


def stationary_at(rise: Callable[[_Symbols], "sympy.Expr"], point: Callable[[_Symbols], "sympy.Expr"]) -> Symbolic:
    """That d/d alpha [rise - (beta/2) log alpha] is 0 at alpha = point; `a` stands for w_i^2 H_ii."""

    def build() -> "sympy.Rel":
        import sympy

        s = _Symbols()
        lagrangian = rise(s) - s.beta / 2 * sympy.log(s.alpha)
        slope = sympy.Subs(sympy.Derivative(lagrangian, s.alpha), s.alpha, point(s))
        return sympy.Eq(slope, 0, evaluate=False)

    return Symbolic(build)


def taylor_rise(s: _Symbols) -> "sympy.Expr":
    """E[L] - L(w_hat) to second order in h - h_0, with Taylor's 1/2."""
    return s.a * s.alpha / 2


def quadratic_rise(s: _Symbols) -> "sympy.Expr":
    """E[L] - L(w_hat) for a quadratic loss with its minimum at w_hat: the noise's variance is e^alpha - 1."""
    import sympy

    return s.a * (sympy.exp(s.alpha) - 1) / 2


def lambert(s: _Symbols) -> "sympy.Expr":
    import sympy

    return sympy.LambertW(s.beta / s.a)


def second_order() -> "sympy.Rel":
    """The second-order term in h = log w of a loss with its minimum at w_hat."""
    import sympy

    t = sympy.Symbol("t", real=True)
    w_hat, curvature = sympy.symbols("w_hat H", positive=True)
    rise = curvature * (w_hat * sympy.exp(t) - w_hat) ** 2 / 2
    return sympy.Eq(sympy.Limit(rise / t**2, t, 0), w_hat**2 * curvature, evaluate=False)


def second_order_with_half() -> "sympy.Rel":
    import sympy

    printed = second_order()
    return sympy.Eq(printed.lhs, printed.rhs / 2, evaluate=False)


def quadratic_upper(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.total(sympy.log(1 + s.sharpness / s.beta)) / 2


def has_infimum() -> "sympy.Rel":
    import sympy

    alpha, beta, w_hat = sympy.symbols("alpha beta w_hat", positive=True)
    x = sympy.Symbol("x", real=True)
    w = w_hat * sympy.exp(sympy.sqrt(alpha) * x - alpha / 2)
    density = sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi)
    mean = sympy.Integral(sympy.log(1 + sympy.exp(w)) * density, (x, -sympy.oo, sympy.oo))
    lagrangian = mean - beta / 2 * sympy.log(alpha)
    return sympy.Gt(sympy.Limit(lagrangian, alpha, sympy.oo), -sympy.oo, evaluate=False)


def _spectrum(s: _Symbols) -> tuple["sympy.Expr", "sympy.Expr", "sympy.Expr"]:
    """trace, nuclear norm and diagonal entries of H = sum_k lambda_k v_k v_k', with q_ik = v_ik^2."""
    import sympy

    k = sympy.Symbol("k", integer=True)
    values, shares = sympy.IndexedBase("lambda", real=True), sympy.IndexedBase("q", nonnegative=True)
    limits = (k, 0, s.K - 1)
    trace, norm = sympy.Sum(values[k], limits), sympy.Sum(sympy.Abs(values[k]), limits)
    return trace, norm, sympy.Sum(values[k] * shares[s.i, k], limits)


def trace_is_norm() -> "sympy.Rel":
    import sympy

    trace, norm, _ = _spectrum(_Symbols())
    return sympy.Eq(trace, norm, evaluate=False)


def absolute_diagonal() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    _, norm, entry = _spectrum(s)
    return sympy.Le(s.total(sympy.Abs(entry)), norm, evaluate=False)


def positive_diagonal() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    trace, norm, entry = _spectrum(s)
    return sympy.Le(s.total(sympy.Max(entry, 0)), (norm + trace) / 2, evaluate=False)


def rescaled() -> "sympy.Rel":
    """Scaling weight i by l_i changes its curvature to h_i / l_i^2; a ReLU network's function stays the same."""
    import sympy

    s = _Symbols()
    scale = sympy.IndexedBase("l", positive=True)[s.i]
    moved = s.total(sympy.log((scale * s.w[s.i]) ** 2 * (s.h[s.i] / scale**2)))
    return sympy.Eq(moved, s.total(sympy.log(s.sharpness)), evaluate=False)


def flatness_moves() -> "sympy.Rel":
    import sympy

    # two layers with squared norms A, B and traces C, D; the first is scaled by l, the second by 1/l
    first, second, one, two, scale = sympy.symbols("A B C D l", positive=True)
    moved = (scale**2 * first + second / scale**2) * (one / scale**2 + scale**2 * two)
    return sympy.Eq(sympy.Limit(moved, scale, sympy.oo), sympy.oo, evaluate=False)
