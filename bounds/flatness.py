"""Section 4: Proposition 5 (flat minima have low information), its lines one by one, T1, T1', T1'' and Remark 4.4."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bounds.formula import Symbolic
from bounds.statement import Reading, Statement

if TYPE_CHECKING:
    import sympy

SECTION = "4 Learning minimal weights"
POSITIVE = "H_ii > 0 and w_i != 0"
SMOOTH = "loss twice differentiable, of polynomial growth"
STATIONARY = "alpha stationary for E[L] - (beta/2) sum log alpha"
MINIMUM = "H positive semidefinite"
QUADRATIC = "quadratic loss"
NOISE = "log eps ~ N(-alpha/2, alpha)"
SMALL = "K^2 beta <= 2"


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


def _printed_information(s: _Symbols) -> "sympy.Expr":
    """I at the printed alpha_i = beta / (2 w_i^2 H_ii)."""
    import sympy

    return s.total(sympy.log(2 * s.sharpness / s.beta)) / 2


def _taylor_information(s: _Symbols) -> "sympy.Expr":
    """I at alpha_i = beta / (w_i^2 H_ii), the optimum to second order with Taylor's 1/2."""
    import sympy

    return s.total(sympy.log(s.sharpness / s.beta)) / 2


def _quadratic_information(s: _Symbols) -> "sympy.Expr":
    """I at the optimum for a quadratic loss, alpha_i = W0(beta / (w_i^2 H_ii))."""
    import sympy

    return s.total(-sympy.log(sympy.LambertW(s.beta / s.sharpness))) / 2


def _printed_bound(s: _Symbols) -> "sympy.Expr":
    import sympy

    norms = sympy.log(s.total(s.w[s.i] ** 2)) + sympy.log(s.total(s.h[s.i]))
    return s.K / 2 * (norms - s.K * sympy.log(s.K**2 * s.beta / 2))


def _last_line(s: _Symbols, beta: "sympy.Expr") -> "sympy.Expr":
    """(K/2) [log ||w||^2 + log tr H - log(K^2 beta)]; the page has beta/2 for beta."""
    import sympy

    norms = sympy.log(s.total(s.w[s.i] ** 2)) + sympy.log(s.total(s.h[s.i]))
    return s.K / 2 * (norms - sympy.log(s.K**2 * beta))


def _at_most(information: Callable[[_Symbols], "sympy.Expr"], bound: Callable[[_Symbols], "sympy.Expr"]) -> Symbolic:
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


def _with_gap() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    return sympy.Eq(_taylor_information(s) + _jensen_gap(s), _last_line(s, s.beta), evaluate=False)


def _noise_averaged_information(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.total(sympy.log(s.c[s.i] / s.beta)) / 2


def _noise_averaged_bound(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.K / 2 * sympy.log(s.total(s.c[s.i]) / (s.K * s.beta))


def _log_normal_density(w: "sympy.Symbol", w_hat: "sympy.Symbol", alpha: "sympy.Symbol") -> "sympy.Expr":
    import sympy

    exponent = -((sympy.log(w / w_hat) + alpha / 2) ** 2) / (2 * alpha)
    return sympy.exp(exponent) / (w * sympy.sqrt(2 * sympy.pi * alpha))


def _generator() -> "sympy.Rel":
    """d/d alpha E[L(w)] = 1/2 E[w^2 L''(w)] for w = w_hat eps, one weight at a time."""
    import sympy

    w, w_hat, alpha = sympy.symbols("w w_hat alpha", positive=True)
    loss = sympy.Function("L")(w)
    density = _log_normal_density(w, w_hat, alpha)
    mean = sympy.Integral(loss * density, (w, 0, sympy.oo))
    curvature = sympy.Integral(w**2 * sympy.Derivative(loss, (w, 2)) * density, (w, 0, sympy.oo))
    return sympy.Eq(sympy.Derivative(mean, alpha), curvature / 2, evaluate=False)


def _stationary_at(rise: Callable[[_Symbols], "sympy.Expr"], point: Callable[[_Symbols], "sympy.Expr"]) -> Symbolic:
    """That d/d alpha [rise - (beta/2) log alpha] is 0 at alpha = point; `a` stands for w_i^2 H_ii."""

    def build() -> "sympy.Rel":
        import sympy

        s = _Symbols()
        lagrangian = rise(s) - s.beta / 2 * sympy.log(s.alpha)
        slope = sympy.Subs(sympy.Derivative(lagrangian, s.alpha), s.alpha, point(s))
        return sympy.Eq(slope, 0, evaluate=False)

    return Symbolic(build)


def _taylor_rise(s: _Symbols) -> "sympy.Expr":
    """E[L] - L(w_hat) to second order in h - h_0, with Taylor's 1/2."""
    return s.a * s.alpha / 2


def _quadratic_rise(s: _Symbols) -> "sympy.Expr":
    """E[L] - L(w_hat) for a quadratic loss with its minimum at w_hat: the noise's variance is e^alpha - 1."""
    import sympy

    return s.a * (sympy.exp(s.alpha) - 1) / 2


def _lambert(s: _Symbols) -> "sympy.Expr":
    import sympy

    return sympy.LambertW(s.beta / s.a)


def _second_order() -> "sympy.Rel":
    """The second-order term in h = log w of a loss with its minimum at w_hat."""
    import sympy

    t = sympy.Symbol("t", real=True)
    w_hat, curvature = sympy.symbols("w_hat H", positive=True)
    rise = curvature * (w_hat * sympy.exp(t) - w_hat) ** 2 / 2
    return sympy.Eq(sympy.Limit(rise / t**2, t, 0), w_hat**2 * curvature, evaluate=False)


def _second_order_with_half() -> "sympy.Rel":
    import sympy

    printed = _second_order()
    return sympy.Eq(printed.lhs, printed.rhs / 2, evaluate=False)


def _quadratic_upper(s: _Symbols) -> "sympy.Expr":
    import sympy

    return s.total(sympy.log(1 + s.sharpness / s.beta)) / 2


def _has_infimum() -> "sympy.Rel":
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


def _trace_is_norm() -> "sympy.Rel":
    import sympy

    trace, norm, _ = _spectrum(_Symbols())
    return sympy.Eq(trace, norm, evaluate=False)


def _absolute_diagonal() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    _, norm, entry = _spectrum(s)
    return sympy.Le(s.total(sympy.Abs(entry)), norm, evaluate=False)


def _positive_diagonal() -> "sympy.Rel":
    import sympy

    s = _Symbols()
    trace, norm, entry = _spectrum(s)
    return sympy.Le(s.total(sympy.Max(entry, 0)), (norm + trace) / 2, evaluate=False)


def _rescaled() -> "sympy.Rel":
    """Scaling weight i by l_i changes its curvature to h_i / l_i^2; a ReLU network's function stays the same."""
    import sympy

    s = _Symbols()
    scale = sympy.IndexedBase("l", positive=True)[s.i]
    moved = s.total(sympy.log((scale * s.w[s.i]) ** 2 * (s.h[s.i] / scale**2)))
    return sympy.Eq(moved, s.total(sympy.log(s.sharpness)), evaluate=False)


def _flatness_moves() -> "sympy.Rel":
    import sympy

    # two layers with squared norms A, B and traces C, D; the first is scaled by l, the second by 1/l
    first, second, one, two, scale = sympy.symbols("A B C D l", positive=True)
    moved = (scale**2 * first + second / scale**2) * (one / scale**2 + scale**2 * two)
    return sympy.Eq(sympy.Limit(moved, scale, sympy.oo), sympy.oo, evaluate=False)


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-5",
        title="Flat minima have low information",
        section=SECTION,
        quote="for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB "
        "Lagrangian, we have I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="repaired",
                formula=_at_most(_noise_averaged_information, _noise_averaged_bound),
                hypotheses=(SMOOTH, STATIONARY, "c_i > 0"),
                text="T1: with c_i = E[w_i^2 H_ii(w)] the curvature averaged over the noise, any stationary alpha_i is "
                "beta/c_i, so I = 1/2 sum log(c_i/beta) <= (K/2) log(sum c_i / (K beta)): no Taylor expansion, no "
                "positive semidefinite Hessian, no critical point.",
                change="The curvature is averaged over the noise, and the bound is Jensen's inequality once.",
            ),
            Reading(
                name="sharpened",
                formula=_at_most(_quadratic_information, _quadratic_upper),
                hypotheses=(QUADRATIC, POSITIVE, STATIONARY),
                text="T1' from above: with a_i = w_i^2 H_ii, I = -1/2 sum log W0(beta/a_i) <= 1/2 sum log(1 + "
                "a_i/beta).",
                change="The optimum for exact log-normal noise on a quadratic loss, weight by weight.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/lower-bound",
        title="Proposition 5 from below",
        section=SECTION,
        quote="The bound above is not tight",
        readings=(
            Reading(
                name="sharpened",
                formula=_at_most(_taylor_information, _quadratic_information),
                hypotheses=(QUADRATIC, POSITIVE, STATIONARY),
                text="T1' from below: 1/2 sum log(a_i/beta) <= I = -1/2 sum log W0(beta/a_i).",
                change="A lower bound, which the page does not give.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement",
        title="Proposition 5 with its own alpha",
        section=SECTION,
        quote="I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=_at_most(_printed_information, _printed_bound),
                hypotheses=(MINIMUM, POSITIVE),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii), with the printed factor K before the last "
                "logarithm.",
            ),
            Reading(
                name="proved",
                formula=_at_most(_printed_information, lambda s: _last_line(s, s.beta / 2)),
                hypotheses=(MINIMUM, POSITIVE),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii), as the last line of the proof has it.",
                change="Without the extra factor K before the last logarithm.",
            ),
            Reading(
                name="repaired",
                formula=_at_most(_taylor_information, lambda s: _last_line(s, s.beta)),
                hypotheses=(MINIMUM, POSITIVE),
                text="T1'' as a bound: I <= (K/2) [log ||w||^2 + log tr H - log(K^2 beta)] at alpha_i = beta/(w_i^2 "
                "H_ii).",
                change="Without the extra K, and with Taylor's 1/2: beta for beta/2.",
            ),
            Reading(
                name="sharpened",
                formula=Symbolic(_with_gap),
                hypotheses=(MINIMUM, POSITIVE),
                text="T1'' with its gap: the bound exceeds I by exactly (K/2) [KL(u || w^2/||w||^2) + KL(u || h/tr "
                "H)], u uniform on the weights.",
                change="The slack is given exactly.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement-taylor-alpha",
        title="Proposition 5 with the second-order alpha",
        section=SECTION,
        quote="I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=_at_most(_taylor_information, _printed_bound),
                hypotheses=(MINIMUM, POSITIVE),
                text="The printed bound at alpha_i = beta/(w_i^2 H_ii), the optimum with Taylor's 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement-lognormal-optimum",
        title="Proposition 5 with the exact optimum",
        section=SECTION,
        quote="for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 "
        "beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=_at_most(_quadratic_information, _printed_bound),
                hypotheses=(MINIMUM, POSITIVE, QUADRATIC),
                text="The printed bound at the optimum for exact log-normal noise on a quadratic loss.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/second-order",
        title="Proposition 5, second-order expansion",
        section=SECTION,
        quote="L = E[H_0 + [(h - h_0) . w]^T H [(h - h_0) . w] - beta/2 sum log alpha_i]",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_second_order),
                hypotheses=(QUADRATIC,),
                text="The loss rises by (h - h_0)^2 w^2 H to second order in h = log w.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_second_order_with_half),
                hypotheses=(QUADRATIC,),
                text="The loss rises by half of (h - h_0)^2 w^2 H.",
                change="Taylor's 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/alpha-i",
        title="Proposition 5, the optimal alpha",
        section=SECTION,
        quote="Optimizing w.r.t. alpha_i we get alpha_i = beta / (2 w_i^2 H_ii)",
        readings=(
            Reading(
                name="printed",
                formula=_stationary_at(_taylor_rise, lambda s: s.beta / (2 * s.a)),
                hypotheses=(POSITIVE,),
                text="The slope in alpha of the second-order Lagrangian vanishes at alpha = beta/(2a), a = w_i^2 H_ii.",
            ),
            Reading(
                name="repaired",
                formula=_stationary_at(_taylor_rise, lambda s: s.beta / s.a),
                hypotheses=(POSITIVE,),
                text="It vanishes at alpha = beta/a, twice the printed value: the page overstates I by (K/2) log 2.",
                change="Taylor's 1/2: alpha_i = beta/(w_i^2 H_ii).",
            ),
            Reading(
                name="sharpened",
                formula=_stationary_at(_quadratic_rise, _lambert),
                hypotheses=(POSITIVE, QUADRATIC),
                text="T1': for exact log-normal noise on a quadratic loss the slope vanishes at alpha = W0(beta/a).",
                change="Exact log-normal noise, no expansion.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/noise-averaged-curvature",
        title="Proposition 5 without Taylor expansion",
        section=SECTION,
        quote="can compute the expectation exactly as L = H_0 + sum alpha_i w_i^2 H_ii - beta/2 sum log alpha_i",
        readings=(
            Reading(
                name="repaired",
                formula=Symbolic(_generator),
                hypotheses=(SMOOTH, NOISE),
                text="T1: mean-one log-normal noise is geometric Brownian motion at time alpha, so the expected loss "
                "changes with alpha_i at half of E[w_i^2 H_ii(w)] (L stands for the loss averaged over the other "
                "weights).",
                change="The curvature averaged over the noise replaces the Hessian at w_hat, with the factor 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/proof-last-line",
        title="Proposition 5, last line of its proof",
        section=SECTION,
        quote="by Jensen's inequality, I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) - log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=_at_most(_printed_information, lambda s: _last_line(s, s.beta / 2)),
                hypotheses=(POSITIVE,),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii).",
            ),
        ),
    ),
    Statement(
        id="proposition-5/proof-last-line-lognormal-optimum",
        title="Proposition 5, last line of its proof at the exact optimum",
        section=SECTION,
        quote="for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) "
        "- log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=_at_most(_quadratic_information, lambda s: _last_line(s, s.beta / 2)),
                hypotheses=(POSITIVE, QUADRATIC),
                text="The last line at the optimum for exact log-normal noise on a quadratic loss, alpha_i = "
                "W0(beta/a_i).",
            ),
        ),
    ),
    Statement(
        id="proposition-5/optimal-posterior",
        title="Proposition 5, existence of an optimal posterior",
        section=SECTION,
        quote="for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB "
        "Lagrangian",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_has_infimum),
                hypotheses=("cross-entropy", NOISE),
                text="For the cross-entropy log(1 + e^w) of one example with one weight, the Lagrangian stays bounded "
                "below as alpha grows, as it must where an optimal alpha exists.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/nuclear-norm",
        title="Proposition 5, trace and nuclear norm",
        section=SECTION,
        quote="log(sum_i H_ii) = log(||H||_*)",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_trace_is_norm),
                hypotheses=("H symmetric",),
                text="The trace of the Hessian is its nuclear norm (lambda are its eigenvalues).",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_absolute_diagonal),
                hypotheses=("H symmetric",),
                text="sum |H_ii| <= ||H||_*, with H_ii = sum_k lambda_k q_ik and q_ik the squared entries of the "
                "eigenvectors: the bound holds for the chosen alpha_i = beta/(w_i^2 |H_ii|), not for an optimum.",
                change="An inequality, for the absolute diagonal.",
            ),
            Reading(
                name="sharpened",
                formula=Symbolic(_positive_diagonal),
                hypotheses=("H symmetric",),
                text="The positive diagonal entries add up to at most (||H||_* + tr H)/2.",
                change="Negative curvature does not count.",
            ),
        ),
    ),
    Statement(
        id="remark-4.4",
        title="Information does not change under rescaling",
        section=SECTION,
        quote="the information in the weights is invariant to reparametrization [...] Increasing the flatness of a "
        "minimum decreases the information in the weights, but not vice-versa",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_rescaled),
                hypotheses=(POSITIVE, "ReLU network rescaled layer by layer"),
                text="sum log(w_i^2 H_ii), and with it I at alpha_i = beta/(w_i^2 H_ii), is unchanged when a ReLU "
                "network's layers are rescaled.",
            ),
        ),
    ),
    Statement(
        id="remark-4.4/flatness",
        title="Flatness changes under rescaling",
        section=SECTION,
        quote="flatness, that has been empirically associated with generalization but is not parametrization-invariant",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_flatness_moves),
                hypotheses=(POSITIVE, "two layers, one scaled by l, the other by 1/l"),
                text="||w||^2 ||H||_* grows without bound under a rescaling that leaves the network's function as it "
                "is: a sharp minimum can have low information.",
            ),
        ),
    ),
)
