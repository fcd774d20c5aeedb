"""Section 5: Proposition 7 and its footnote; T2 (how large c is) and T3 (the true information) as repaired forms."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    CLAIM_1,
    DIMENSION,
    GAUSSIAN_INPUTS,
    INDEPENDENT_SQUARES,
    KURTOSIS,
    LOG_CONCAVE,
    NO_ATOM,
    NOISE,
    ONE_ALPHA,
    RHO,
    SMALL_BALL,
    UNCORRELATED,
    UNIT,
    ZERO_MEAN,
)

if TYPE_CHECKING:
    import sympy

    from bounds.papers.achille_soatto_2017.rows import Row

SECTION = "5 Duality of the Bottleneck"


def _row(build: "Callable[[Row], sympy.Rel]", *, per_weight: bool = False) -> Symbolic:
    def formula() -> "sympy.Rel":
        from bounds.papers.achille_soatto_2017.rows import Row

        return build(Row(per_weight=per_weight))

    return Symbolic(formula)


def _le(lhs: "sympy.Expr", rhs: "sympy.Expr") -> "sympy.Rel":
    import sympy

    return sympy.Le(lhs, rhs, evaluate=False)


def _half_log(argument: "sympy.Expr") -> "sympy.Expr":
    import sympy

    return sympy.log(argument) / 2


def _g(alpha: "sympy.Expr") -> "sympy.Expr":
    from bounds.papers.achille_soatto_2017.rows import g

    return g(alpha)


def _printed_g(alpha: "sympy.Expr") -> "sympy.Expr":
    from bounds.papers.achille_soatto_2017.rows import printed_g

    return printed_g(alpha)


def _g_equation(*, mended: bool) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        alpha = sympy.Symbol("alpha", positive=True)
        proof_term = sympy.log(1 + 1 / (sympy.exp(alpha) - 1)) / 2
        return sympy.Eq(proof_term, _g(alpha) if mended else _printed_g(alpha), evaluate=False)

    return Symbolic(build)


def _g_slope() -> "sympy.Rel":
    import sympy

    alpha = sympy.Symbol("alpha", positive=True)
    return sympy.Eq(sympy.Derivative(_g(alpha), alpha), -1 / (2 * (sympy.exp(alpha) - 1)), evaluate=False)


def _alpha_relation(factor: int) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        # Claim 1 for dim(W) weights of one alpha
        alpha, size = sympy.Symbol("alpha", positive=True), sympy.Symbol("K", integer=True, positive=True)
        i = sympy.Symbol("i", integer=True)
        information = -sympy.Sum(sympy.log(alpha), (i, 0, size - 1)) / 2
        return sympy.Eq(alpha, sympy.exp(-factor * information / size), evaluate=False)

    return Symbolic(build)


def _rate(r: "Row") -> "sympy.Rel":
    import sympy

    return _le(r.c, sympy.Symbol("C", positive=True) / r.d)


def _of_c(bound: "Callable[[], sympy.Expr]", *, lower: bool = False) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        c = sympy.Symbol("c", real=True)
        return sympy.Ge(c, bound(), evaluate=False) if lower else _le(c, bound())

    return Symbolic(build)


def _gaussian_bound(name: str) -> "Callable[[], sympy.Expr]":
    def bound() -> "sympy.Expr":
        import sympy

        from bounds.papers.achille_soatto_2017.rows import chi_square_gap

        return chi_square_gap(sympy.Symbol(name, positive=True))

    return bound


def _kurtosis_bound() -> "sympy.Expr":
    import sympy

    from bounds.papers.achille_soatto_2017.rows import kurtosis_bound

    return kurtosis_bound(*sympy.symbols("kappa D Lambda", positive=True))


def _log_concave_bound() -> "sympy.Expr":
    import sympy

    return sympy.log(2) / 2 + sympy.EulerGamma


def _entropy_form(r: "Row") -> "sympy.Rel":
    """T3's first form, for any rho."""
    return _le(r.information, _half_log((r.rho + r.excess) / r.alpha) + r.alpha / 2 + r.c)


def _alpha_form(r: "Row") -> "sympy.Rel":
    """T3 for rho <= 1."""
    return _le(r.information, r.alpha - _half_log(r.alpha) + r.c)


def _information_form(r: "Row") -> "sympy.Rel":
    """T3 for rho <= 1, in Claim 1's information per weight."""
    import sympy

    per_weight = sympy.Symbol("Ibar", real=True)
    return _le(r.information, per_weight + sympy.exp(-2 * per_weight) + r.c)


def _per_weight_form(r: "Row") -> "sympy.Rel":
    """T3 with an alpha of its own for every weight."""
    from bounds.derivations.expectation import Mean

    return _le(r.information, _half_log(r.V + r.noise_power) - Mean.over(_half_log(r.entropy_power)))


def _mean_information_form(r: "Row") -> "sympy.Rel":
    """The layer's mean information per weight put into the one-alpha form."""
    import sympy

    mean = -r.total(sympy.log(r.alpha)) / (2 * r.d)
    return _le(r.information, mean + sympy.exp(-2 * mean) + r.c)


def _gaussian_floor() -> "sympy.Rel":
    import sympy

    # independent inputs without mean have rho = 1, so I_G = g + c
    information, alpha, c = (
        sympy.Symbol("I", real=True),
        sympy.Symbol("alpha", positive=True),
        sympy.Symbol("c", real=True),
    )
    return sympy.Ge(information, _g(alpha) + c - alpha, evaluate=False)


def _fourth_moment(*, bounded: bool) -> Symbolic:
    def build() -> "sympy.Rel":
        import sympy

        from bounds.derivations.expectation import INPUT, Mean

        x = sympy.IndexedBase("x", real=True)[INPUT]
        kurtosis = Mean.over(x**4) / Mean.over(x**2) ** 2
        if not bounded:
            return _le(kurtosis, sympy.Symbol("C", positive=True))
        reach, least = sympy.symbols("B v", positive=True)
        return _le(kurtosis, reach**2 / least)

    return Symbolic(build)


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-7",
        title="Uniform bound for one layer",
        section=SECTION,
        quote="g(α) ≤ (I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c = O(1/dim(x)) ≤ 1, g(α) = log(1 - e^-α)/2",
        readings=(
            Reading(
                name="printed",
                formula=_row(lambda r: _le(r.surrogate, _printed_g(r.alpha) + 1)),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="The upper bound with c at its largest, 1, for equation (4).",
            ),
            Reading(
                name="repaired",
                formula=_row(_information_form),
                hypotheses=(NOISE, ONE_ALPHA, RHO, UNIT, CLAIM_1, NO_ATOM),
                text="T3: the true information of a unit is at most I_bar + exp(-2 I_bar) + c, in any dimension.",
                change="The true information; information per weight in place of g; the row's own c.",
            ),
            Reading(
                name="sharpened",
                formula=_row(_entropy_form),
                hypotheses=(NOISE, ONE_ALPHA, UNIT, NO_ATOM),
                text="T3 without a condition on rho = V/m.",
                change="Correlated inputs and inputs with a mean are covered.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/g",
        title="The function g",
        section=SECTION,
        quote="there is a strictly increasing function g(α) … g(α) = log(1 - e^-α)/2   [proof: 1/2 log(1 + α̃⁻¹)]",
        readings=(
            Reading(
                name="printed",
                formula=_g_equation(mended=False),
                hypotheses=(NOISE, ONE_ALPHA),
                text="The proof's 1/2 log(1 + 1/α̃) is log(1 - e^-α)/2.",
            ),
            Reading(
                name="repaired",
                formula=_g_equation(mended=True),
                hypotheses=(NOISE, ONE_ALPHA),
                text="The proof's 1/2 log(1 + 1/α̃) is -log(1 - e^-α)/2.",
                change="The sign.",
            ),
            Reading(
                name="sharpened",
                formula=Symbolic(_g_slope),
                hypotheses=(NOISE, ONE_ALPHA),
                text="g'(alpha) = -1/(2 α̃) < 0: g falls as alpha grows, and grows with I(W;D) = -dim(W)/2 log alpha.",
                change="Decreasing in alpha, not increasing.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/alpha-relation",
        title="How alpha is related to the information in the weights",
        section=SECTION,
        quote="α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        readings=(
            Reading(
                name="printed", formula=_alpha_relation(1), hypotheses=("Claim 1 with C = 0",), text="Without the 2."
            ),
            Reading(
                name="repaired",
                formula=_alpha_relation(2),
                hypotheses=("Claim 1 with C = 0",),
                text="α = exp(-2 I(W;D)/dim W), by Claim 1.",
                change="The factor 2 that Claim 1's 1/2 needs.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/lower-bound",
        title="The lower bound, for equation (4)",
        section=SECTION,
        quote="g(α) ≤ (I(x;z) + TC(z))/dim(z)",
        readings=(
            Reading(
                name="printed",
                formula=_row(lambda r: _le(_g(r.alpha), r.surrogate)),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="With g's sign mended (a negative g says nothing); inputs may have a mean.",
            ),
            Reading(
                name="repaired",
                formula=_row(lambda r: _le(_g(r.alpha), r.surrogate)),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, ZERO_MEAN),
                text="For inputs of mean 0, where rho = 1.",
                change="E[x] = 0 is asked for; ReLU outputs have a positive mean and break the line.",
            ),
            Reading(
                name="sharpened",
                formula=_row(lambda r: _le(_half_log(1 + r.rho / r.excess), r.surrogate)),
                hypotheses=(NOISE, ONE_ALPHA),
                text="1/2 log(1 + rho/α̃), for any inputs.",
                change="rho = V/m takes the place of 1.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/upper-bound",
        title="The upper bound with c at most 1, for equation (4)",
        section=SECTION,
        quote="(I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c … ≤ 1",
        readings=(
            Reading(
                name="printed",
                formula=_row(lambda r: _le(r.surrogate, _g(r.alpha) + 1)),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="With g's sign mended.",
            ),
            Reading(
                name="repaired",
                formula=_row(lambda r: _le(r.surrogate, _half_log(1 + r.rho / r.excess) + r.dependence_bound)),
                hypotheses=(NOISE, ONE_ALPHA),
                text="T2: c <= sum_i p_i c_i with c_i = 1/2 (log E x_i^2 - E log x_i^2), under any dependence.",
                change="Each input's own c_i, which an atom at zero makes infinite, takes the place of 1.",
            ),
            Reading(
                name="sharpened",
                formula=_of_c(_log_concave_bound),
                hypotheses=(LOG_CONCAVE,),
                text="c <= 1/2 log 2 + gamma = 0.924 where every |x_i| has a log-concave density.",
                change="A class of inputs for which c <= 1 is true; an exponential |x| attains it.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/upper-bound-rate",
        title="c falls like 1/dim(x)",
        section=SECTION,
        quote="c = O(1/dim(x))",
        readings=(
            Reading(
                name="printed",
                formula=_row(_rate),
                hypotheses=(UNCORRELATED, KURTOSIS, "C depends on kappa alone"),
                text="c <= C/dim(x) for every dim(x).",
            ),
            Reading(
                name="repaired",
                formula=_of_c(_kurtosis_bound),
                hypotheses=(INDEPENDENT_SQUARES, KURTOSIS, SMALL_BALL, DIMENSION),
                text="T2: c <= (2 log 2 - 1)(kappa - 1)/D + 1/2 Lambda exp(-D/(16 kappa)).",
                change="The effective dimension D, independent squares, and a small-ball condition through Lambda.",
            ),
            Reading(
                name="sharpened",
                formula=_of_c(_gaussian_bound("D")),
                hypotheses=(GAUSSIAN_INPUTS, DIMENSION),
                text="T2 for independent Gaussian inputs: c <= 1/2 (log(D/2) - psi(D/2)).",
                change="The best constant for Gaussian inputs: equality where all p_i are equal.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/gaussian-floor",
        title="c is never smaller than for equal weights",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=_of_c(_gaussian_bound("d"), lower=True),
                hypotheses=(GAUSSIAN_INPUTS, "d = dim x"),
                text="T2 for independent Gaussian inputs, from below: c >= 1/2 (log(d/2) - psi(d/2)).",
                change="Not in the paper.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/true-information",
        title="The bound for the true information",
        section=SECTION,
        quote="(I(x;z) + TC(z))/dim(z) ≤ g(α) + c",
        readings=(
            Reading(
                name="printed",
                formula=_row(lambda r: _le(r.information, _g(r.alpha) + r.c)),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS, UNIT),
                text="With g's sign mended and the row's own c, for the information itself.",
            ),
            Reading(
                name="repaired",
                formula=_row(_alpha_form),
                hypotheses=(NOISE, ONE_ALPHA, RHO, UNIT, NO_ATOM),
                text="T3: I(z_k;x) <= alpha - 1/2 log alpha + c where rho <= 1.",
                change="alpha - 1/2 log alpha takes the place of g.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/true-information-floor",
        title="The true information from below",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=Symbolic(_gaussian_floor),
                hypotheses=(NOISE, ONE_ALPHA, GAUSSIAN_INPUTS, UNIT),
                text="For independent Gaussian inputs of mean 0: I(z_k;x) >= I_G - alpha, with I_G = g + c.",
                change="Not in the paper.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/per-weight-alpha",
        title="An alpha for every weight",
        section=SECTION,
        quote="α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        readings=(
            Reading(
                name="printed",
                formula=_row(_mean_information_form, per_weight=True),
                hypotheses=(NOISE, RHO, UNIT, NO_ATOM),
                text="The layer's mean information per weight, put into T3's one-alpha form.",
                change="Read for weights of different alpha, as the rest of the paper has them.",
            ),
            Reading(
                name="repaired",
                formula=_row(_per_weight_form, per_weight=True),
                hypotheses=(NOISE, UNIT, NO_ATOM),
                text="T3 for noise that differs from weight to weight.",
                change="Every weight enters with its own alpha.",
            ),
        ),
    ),
    Statement(
        id="footnote-7",
        title="When the kurtosis is bounded",
        section=SECTION,
        quote="is always satisfied if the components x_i are IID, (sub-)Gaussian, or with uniformly bounded support",
        readings=(
            Reading(
                name="printed",
                formula=_fourth_moment(bounded=False),
                hypotheses=("|x_i| <= 1", "C the same for all inputs"),
                text="Uniformly bounded support bounds E x^4/(E x^2)^2.",
            ),
            Reading(
                name="repaired",
                formula=_fourth_moment(bounded=True),
                hypotheses=("|x_i| <= B", "E[x_i^2] >= v"),
                text="Bounded support and a second moment bounded below; IID needs a fourth moment.",
                change="A least second moment v is asked for.",
            ),
        ),
    ),
)
