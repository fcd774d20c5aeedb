"""Section 4: log-normal weight noise, the information it leaves in the weights (Claim 1), and its remarks."""

from typing import TYPE_CHECKING

from bounds.formula import Symbolic
from bounds.statement import Reading, Statement

if TYPE_CHECKING:
    import sympy

SECTION = "4 Learning minimal weights"
PROPER_PRIOR = "proper prior log Uniform(a, b) on |w|, signs known"
NOISE = "log eps ~ N(-alpha/2, alpha)"
CRITICAL = "alpha -> 0"


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


def _noise_mean() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    return sympy.Eq(_moment(1, -alpha / 2, alpha), 1, evaluate=False)


def _noise_variance() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    variance = _moment(2, -alpha / 2, alpha) - _moment(1, -alpha / 2, alpha) ** 2
    return sympy.Eq(variance, sympy.exp(alpha) - 1, evaluate=False)


def _log_normal_mean() -> "sympy.Rel":
    import sympy

    mu, sigma = sympy.Symbol("mu", real=True), sympy.Symbol("sigma", positive=True)
    return sympy.Eq(_moment(1, mu, sigma**2), sympy.exp(mu + sigma**2 / 2), evaluate=False)


def _log_normal_variance() -> "sympy.Rel":
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


def _claim_kl() -> "sympy.Rel":
    import sympy

    mu, alpha, c = sympy.Symbol("mu", real=True), _scale(), sympy.Symbol("c", positive=True)
    constant = -sympy.log(2 * sympy.pi * sympy.E) / 2 - sympy.log(c)
    return sympy.Eq(_kl_to_uniform(mu, alpha, c), -sympy.log(alpha) / 2 + constant, evaluate=False)


def _claim_mutual_information() -> "sympy.Rel":
    import sympy

    # the constant C drops out of a difference between two noise levels, so that is what the claim says of I
    first, second = sympy.symbols("alpha_1 alpha_2", positive=True)
    information = sympy.Function("I")
    return sympy.Eq(information(first) - information(second), -sympy.log(first / second) / 2, evaluate=False)


def _claim_upper_bound() -> "sympy.Rel":
    import sympy

    d, v = sympy.symbols("d v", integer=True)
    n, m = sympy.symbols("N M", integer=True, positive=True)
    p, q, r, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))

    def divergence(reference: "sympy.IndexedBase") -> "sympy.Expr":
        inner = sympy.Sum(p[d, v] * sympy.log(p[d, v] / reference[v]), (v, 0, m - 1))
        return sympy.Sum(t[d] * inner, (d, 0, n - 1))

    return sympy.Le(divergence(q), divergence(r), evaluate=False)


def _third_line(sign: int) -> Symbolic:
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


def _mass_outside() -> "sympy.Rel":
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


def _truncated() -> "sympy.Rel":
    import sympy

    mu, alpha, h = sympy.Symbol("mu", real=True), _scale(), sympy.Symbol("h", real=True)
    low = sympy.Symbol("A", real=True)
    high = low + sympy.Symbol("R", positive=True)
    density = _normal_density(h, mu, alpha) / _mass_inside(mu, alpha, low, high)
    kl = sympy.Integral(density * sympy.log(density * (high - low)), (h, low, high))
    return sympy.Eq(kl, _truncated_closed_form(mu, alpha, low, high), evaluate=False)


def _truncated_limit() -> "sympy.Rel":
    import sympy

    # the range is symmetric in log|w|, so the sign of mu does not matter
    mu, half = sympy.symbols("mu R", positive=True)
    first, second = sympy.symbols("alpha_1 alpha_2", positive=True)
    ends = (-half, half)
    change = _truncated_closed_form(mu, first, *ends) - _truncated_closed_form(mu, second, *ends)
    return sympy.Eq(sympy.Limit(change, half, sympy.oo), -sympy.log(first / second) / 2, evaluate=False)


def _evidence_lower_bound() -> "sympy.Rel":
    import sympy

    v = sympy.Symbol("v", integer=True)
    m = sympy.Symbol("M", integer=True, positive=True)
    p, r, likelihood = (sympy.IndexedBase(name, positive=True) for name in ("p", "r", "l"))
    limits = (v, 0, m - 1)
    cross_entropy = sympy.Sum(-p[v] * sympy.log(likelihood[v]), limits)
    information = sympy.Sum(p[v] * sympy.log(p[v] / r[v]), limits)
    evidence = sympy.log(sympy.Sum(r[v] * likelihood[v], limits))
    return sympy.Ge(cross_entropy + information, -evidence, evaluate=False)


def _complexity() -> "sympy.Rel":
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


def _offset_ignored() -> "sympy.Rel":
    import sympy

    return sympy.Eq(_quadratic_mean(sympy.Integer(0)), _quadratic_mean(-_scale() / 2), evaluate=False)


def _offset_order() -> "sympy.Rel":
    import sympy

    alpha = _scale()
    w_hat, gradient, curvature = sympy.symbols("w_hat g H", real=True)
    error = _quadratic_mean(sympy.Integer(0)) - _quadratic_mean(-alpha / 2)
    remainder = (error - gradient * w_hat * (sympy.exp(alpha / 2) - 1)) / alpha**2
    return sympy.Eq(sympy.Limit(remainder, alpha, 0, "+"), sympy.Rational(5, 8) * curvature * w_hat**2, evaluate=False)


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="remark-4.1",
        title="Information bottleneck and variational learning",
        section=SECTION,
        quote="For the particular choice beta = 1, the IB Lagrangian reduces to the variational lower-bound (VLBO) of "
        "the marginal log-likelihood p(y|x).",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_evidence_lower_bound),
                hypotheses=("proper prior", "sum of p is 1", "finitely many weights"),
                text="With l_v the likelihood of the labels under weights v, p the posterior and r a proper prior, "
                "H_pq + KL(p || r) bounds minus the log evidence from above: beta = 1 gives the evidence lower bound.",
            ),
        ),
    ),
    Statement(
        id="remark-4.2",
        title="Information in the weights as a measure of complexity",
        section=SECTION,
        quote="in the case of random labels, the information complexity allows us to predict a sharp phase transition "
        "between overfitting and underfitting regimes",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_complexity),
                hypotheses=("labels uniform and independent of the inputs", "I is a true mutual information"),
                text="On N random labels from C classes the cross-entropy an example cannot fall below log C - I/N: a "
                "network can fit them only by storing them. How sharp the transition is, is judged by experiment.",
            ),
        ),
    ),
    Statement(
        id="noise-model",
        title="Log-normal weight noise: variance",
        section=SECTION,
        quote="epsilon_i ~ log N(-alpha_i/2, alpha_i) is IID multiplicative log-normal noise with mean 1 and variance "
        "exp(alpha_i) - 1",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_noise_variance),
                hypotheses=(NOISE,),
                text="The noise's variance is alpha_tilde = exp(alpha) - 1.",
            ),
        ),
    ),
    Statement(
        id="noise-model/mean",
        title="Log-normal weight noise: mean",
        section=SECTION,
        quote="multiplicative log-normal noise with mean 1",
        readings=(
            Reading(name="printed", formula=Symbolic(_noise_mean), hypotheses=(NOISE,), text="The noise's mean is 1."),
        ),
    ),
    Statement(
        id="footnote-5",
        title="Moments of a log-normal law: variance",
        section=SECTION,
        quote="For a log-normal distribution log N(mu, sigma^2) mean and variance are respectively exp(mu + "
        "sigma^2/2) and [exp(sigma^2) - 1] exp(2 mu + sigma^2).",
        readings=(
            Reading(name="printed", formula=Symbolic(_log_normal_variance), text="The variance of a log-normal law."),
        ),
    ),
    Statement(
        id="footnote-5/mean",
        title="Moments of a log-normal law: mean",
        section=SECTION,
        quote="mean [...] exp(mu + sigma^2/2)",
        readings=(Reading(name="printed", formula=Symbolic(_log_normal_mean), text="The mean of a log-normal law."),),
    ),
    Statement(
        id="claim-1",
        title="Information in the weights",
        section=SECTION,
        quote="I(w;D) = -1/2 sum_i log alpha_i + C, where the constant C is arbitrary due to the improper prior.",
    ),
    Statement(
        id="claim-1/kl",
        title="Claim 1 as a divergence from the prior",
        section=SECTION,
        quote="KL(p(w|D) || p(w)) = -sum_i 1/2 log(alpha_i) + const",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_claim_kl),
                hypotheses=(NOISE, "improper prior p(w) = c/|w|"),
                text="For one weight, h = log|w| ~ N(mu, alpha) and the density c on the line: -1/2 log alpha up to a "
                "constant that depends on c alone, so only differences between two alphas mean anything.",
            ),
        ),
    ),
    Statement(
        id="claim-1/mutual-information",
        title="Claim 1 as a mutual information",
        section=SECTION,
        quote="the information the weights contain about the dataset is I(w;D) = -1/2 sum_i log alpha_i + C",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_claim_mutual_information),
                hypotheses=(NOISE, "C does not depend on alpha"),
                text="The mutual information of the weights and the data set changes with alpha as -1/2 log alpha "
                "does.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_claim_upper_bound),
                hypotheses=("q is the posteriors' mixture", "p_d, r and pi are probabilities"),
                text="Over data sets d of probability pi_d with posteriors p_d, the mutual information (the mean "
                "divergence from the posteriors' mixture q) is at most the mean divergence from any prior r.",
                change="The mean divergence from the prior only bounds the mutual information from above; the gap is "
                "the divergence of the posteriors' mixture from the prior.",
            ),
        ),
    ),
    Statement(
        id="claim-1/third-line",
        title="Claim 1, third line of its proof",
        section=SECTION,
        quote="KL(N(mu, alpha) || Uniform) = H(N(mu, alpha)) + const",
        readings=(
            Reading(
                name="printed",
                formula=_third_line(+1),
                hypotheses=("improper prior p(w) = c/|w|",),
                text="The divergence changes with alpha as the entropy does (the constant drops out of the "
                "difference).",
            ),
            Reading(
                name="repaired",
                formula=_third_line(-1),
                hypotheses=("improper prior p(w) = c/|w|",),
                text="The divergence changes with alpha as minus the entropy does.",
                change="The entropy enters with a minus sign: KL = -H + const.",
            ),
        ),
    ),
    Statement(
        id="remark-4.3",
        title="On the constant C",
        section=SECTION,
        quote="we should assume a proper prior log Uniform(a, b), and prove that some version of the proposition "
        "holds in the limit of a -> -infinity and b -> +infinity",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_mass_outside),
                hypotheses=(PROPER_PRIOR,),
                text="For the divergence from a proper log-uniform prior on [e^A, e^B] to be finite the log-normal "
                "posterior must have no mass outside: its tails have some for every A and B, so the divergence is "
                "infinite and has no limit.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_truncated),
                hypotheses=(PROPER_PRIOR, "posterior truncated to [a, b]"),
                text="The divergence of the truncated posterior, in closed form, with A = log a and A + R = log b. A "
                "prior that covers both signs adds log 2 a weight.",
                change="The posterior is truncated to the prior's range.",
            ),
            Reading(
                name="sharpened",
                formula=Symbolic(_truncated_limit),
                hypotheses=(PROPER_PRIOR, "posterior truncated to [a, b]"),
                text="As the range [e^-R, e^R] grows, the divergences at two alphas differ by -1/2 log of their "
                "ratio: Claim 1 in the limit, for differences.",
                change="Only differences in alpha converge; the divergence itself grows like log R.",
            ),
        ),
    ),
    Statement(
        id="footnote-6",
        title="The ignored offset of the log-normal's mean",
        section=SECTION,
        quote="Note that we have ignored the offset alpha/2 in the mean of the log-normal distribution to simplify the "
        "exposition.",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_offset_ignored),
                hypotheses=("quadratic loss",),
                text="The expected loss is the same with and without the offset -alpha/2.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_offset_order),
                hypotheses=("quadratic loss", CRITICAL),
                text="Ignoring the offset changes the expected loss by g w_hat (e^(alpha/2) - 1) + 5/8 H w_hat^2 "
                "alpha^2 + o(alpha^2): second order at a critical point (g = 0), first order off it.",
                change="The offset matters at order alpha^2 at a critical point and at order alpha off it.",
            ),
        ),
    ),
)
