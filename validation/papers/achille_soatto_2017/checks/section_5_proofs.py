"""Derivations for Propositions 6 and 7, Corollary 5.1 and their repaired forms, from each reading's own formula."""

from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations.citing import Cited
from bounds.derivations.derivation import ALGEBRA
from bounds.derivations.expectation import Mean
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import layer_theorems as cited
from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.rows import Row
from validation.checks import check
from validation.checks.proving import chain, derivation
from validation.effort import Effort
from validation.papers.achille_soatto_2017.row_worlds import drawn_from, pool

LINEARITY = ("=", cited.linearity)
EQUATION_4 = Cited(PAPER.id, "proposition-6/equation-4", "sharpened")
VARIANCE_BELOW = {"proposition-6/equation-4 printed", "proposition-6/kl-display repaired"}  # a fraction's


@check("proposition-6/equation-4", "printed", "sharpened")
@check("proposition-6/sigma-0", "printed")
@check("proposition-6/sigma-1", "repaired")
@check("proposition-6/kl-display", "repaired")
def by_linearity(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Both sides have one normal form, for any number of weights and inputs."""
    r = Row()
    below = f"{claim.statement.id} {claim.reading.name}" in VARIANCE_BELOW
    variance = {"denominator": r.V + r.alpha_tilde * r.m} if below else {}
    steps = chain(claim.symbolic.lhs, (*LINEARITY, variance), claim.symbolic.rhs)
    summary = "Sums and expectations are linear and E_x 1 = 1: both sides have the same normal form, for any dim x."
    worlds = drawn_from(pool())
    return derivation(steps, lambda rng: {**worlds(rng), "n": 0}, summary)  # n: an input, where the formula is of one


# the readings that were plainly meant, each by the line of the page that says it
MEANT = {
    "proposition-6": ("proposition-6/equation-4", "printed"),
    "proposition-6/sigma-1": ("proposition-6/sigma-1", "repaired"),
    "proposition-6/kl-display": ("proposition-6/equation-4", "printed"),
}


@check("proposition-6", "intended")
@check("proposition-6/sigma-1", "intended")
@check("proposition-6/kl-display", "intended")
def as_meant(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The line that the page goes on with."""
    line = Cited(PAPER.id, *MEANT[claim.statement.id])
    steps = chain(claim.symbolic.lhs, ("=", line), claim.symbolic.rhs)
    return derivation(steps, drawn_from(pool()), "What was meant is the line that the page goes on with.")


@check("proposition-7/g", "repaired")
@check("proposition-7/alpha-relation", "repaired")
def by_algebra_of_logarithms(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The two sides agree once their logarithms are expanded."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"alpha": float(np.exp(rng.uniform(-4, 1.5))), "K": int(rng.integers(1, 9))}

    steps = chain(claim.symbolic.lhs, LINEARITY, claim.symbolic.rhs)
    return derivation(steps, draw, "Both sides agree once their logarithms are expanded.")


@check("proposition-7/g", "sharpened")
def slope_of_g(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """g differentiated."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"alpha": float(np.exp(rng.uniform(-4, 1.5)))}

    steps = chain(claim.symbolic.lhs, ("=", cited.differentiation), claim.symbolic.rhs)
    return derivation(steps, draw, "The derivative of g is -1/(2 (exp(alpha) - 1)), negative for every alpha > 0.")


@check("proposition-6", "repaired")
def negentropies(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """I = h(z) - h(z|x), each entropy a Gaussian's less a negentropy."""
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.mutual_information),
        cited.information_of_entropies(),
        LINEARITY,
        claim.symbolic.rhs,
    )
    summary = "With h = (entropy of the Gaussian of the same variance) - J, I = I_G + E J(z|x) - J(z) exactly."
    return derivation(steps, drawn_from(pool()), summary)


@check("proposition-6/monotone-in-alpha", "intended", "repaired")
def surrogate_falls(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Equation (4) differentiated by the noise's variance."""
    alpha_tilde, rho = sympy.Symbol("alphatilde", positive=True), sympy.Symbol("rho", nonnegative=True)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"alphatilde": rng.exponential() + 0.01, "rho": rng.exponential(), "c": rng.exponential()}

    slope = -rho / (2 * alpha_tilde * (alpha_tilde + rho))
    steps = chain(claim.symbolic.lhs, ("=", cited.differentiation), slope, ("<=", ALGEBRA), claim.symbolic.rhs)
    summary = (
        "The derivative is -rho/(2 a (a + rho)) with a = exp(alpha) - 1: never positive, and 0 only where rho = 0."
    )
    return derivation(steps, draw, summary)


@check("proposition-7/lower-bound", "sharpened")
def c_is_not_negative(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality for c."""
    r = Row()
    start, surrogate = claim.symbolic.lhs, EQUATION_4.rhs
    ratio = Mean.over(r.square / r.m)
    steps = chain(
        start,
        LINEARITY,
        start - sympy.log(ratio) / 2,
        ("<=", cited.jensen_over_inputs),
        start + r.c,
        LINEARITY,
        surrogate,
        ("=", EQUATION_4),
        EQUATION_4.lhs,
        LINEARITY,
        claim.symbolic.rhs,
    )
    return derivation(steps, drawn_from(pool()), "c = -1/2 E log s >= -1/2 log E s = 0, by Jensen's inequality.")


@check("proposition-7/lower-bound", "repaired")
def lower_bound_without_mean(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The bound for any rho, where rho = 1 as the inputs are uncorrelated and have no mean."""
    g = Cited(PAPER.id, "proposition-7/g", "repaired")
    general = Cited(PAPER.id, "proposition-7/lower-bound", "sharpened")
    steps = chain(
        claim.symbolic.lhs,
        ("=", g),
        g.lhs,
        ("=", cited.rho_is_one),
        general.lhs,
        ("<=", general),
        claim.symbolic.rhs,
    )
    return derivation(steps, drawn_from(pool(balanced=True)), "The bound for any inputs, at rho = 1.")


@check("proposition-7/display", "printed")
@check("proposition-7/true-information", "intended")
def surrogate_below(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Equation (4) is 1/2 log(1 + rho/alpha~) + c, and rho <= 1 where the inputs are uncorrelated."""
    g = Cited(PAPER.id, "proposition-7/g", "repaired")
    steps = chain(
        claim.symbolic.lhs,
        LINEARITY,
        EQUATION_4.lhs,
        ("=", EQUATION_4),
        EQUATION_4.rhs,
        ("<=", cited.rho_at_most_one),
        g.lhs + Row().c,
        ("=", g),
        claim.symbolic.rhs,
    )
    return derivation(steps, drawn_from(pool(balanced=True)), "Equation (4) grows with rho, which is at most 1.")


@check("proposition-7/variance", "printed")
def variance_of_uncorrelated(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The squares of the means are taken away, weight by weight."""
    r = Row()
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.variances_add),
        cited.uncorrelated_variance(),
        ("<=", "the squares of the means are not negative"),
        r.total(r.w[r.i] ** 2 * Mean.over(r.input() ** 2)),
        LINEARITY,
        claim.symbolic.rhs,
    )
    return derivation(steps, drawn_from(pool(balanced=True)), "Variances are second moments less squares of means.")


@check("proposition-7/variance-of-squares", "repaired")
def variance_of_uncorrelated_squares(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The double sum of covariances is a sum of variances."""
    steps = chain(
        claim.symbolic.lhs,
        LINEARITY,
        cited.covariances_of_squares(),
        ("=", cited.squares_variances_add),
        cited.variances_of_squares(),
        LINEARITY,
        claim.symbolic.rhs,
    )
    worlds = drawn_from(pool(balanced=True))  # inputs of two opposite values: their squares are constant

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        one = worlds(rng)
        values = rng.uniform(0.2, 2, size=(2, 2))
        x = np.array([[a, b] for a in values[0] for b in values[1]])
        return {**one, "x": x, "P": np.full(4, 0.25), "N": 4, "d": 2, "w": rng.normal(size=2)}

    return derivation(
        steps, draw, "The variance of a sum is the sum of all covariances; those of different squares are 0."
    )


@check("proposition-7/upper-bound", "repaired")
def any_dependence(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T2: the logarithm of a weighted mean is at least the weighted mean of the logarithms, input by input."""
    r = Row()
    second = Mean.over(r.input() ** 2)
    p, y = r.w[r.i] ** 2 * second / r.m, r.input() ** 2 / second
    general = gaussian.capacity(r.rho / r.alpha_tilde)
    steps = chain(
        claim.symbolic.lhs,
        LINEARITY,
        EQUATION_4.lhs,
        ("=", EQUATION_4),
        EQUATION_4.rhs,
        LINEARITY,
        general - Mean.over(sympy.log(r.total(p * y))) / 2,
        ("<=", cited.jensen_over_weights, {"weights": p, "values": y}),
        general - Mean.over(r.total(p * sympy.log(y))) / 2,
        LINEARITY,
        claim.symbolic.rhs,
    )
    summary = "s = sum_i p_i y_i with weights that sum to 1, and log is concave; no independence is used."
    return derivation(steps, drawn_from(pool()), summary)


@check("proposition-7/per-weight-alpha", "repaired")
def entropy_bounds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T3: maximum entropy above, the entropy power inequality below; no central limit theorem."""
    r = Row(per_weight=True)
    upper = gaussian.entropy(r.V + r.noise_power)
    powers = r.total(sympy.exp(2 * cited.term_entropy(r)))
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.mutual_information),
        cited.information_of_entropies(),
        ("<=", cited.maximum_entropy),
        upper - Mean.over(cited.CONDITIONAL[r.n]),
        ("<=", cited.entropy_power_inequality),
        upper - cited.entropy_power_floor(r),
        ("=", cited.scaled_log_normal),
        upper - Mean.over(sympy.log(powers) / 2),
        LINEARITY,
        claim.symbolic.rhs,
    )
    summary = (
        "h(z) is at most a Gaussian's of z's variance; h(z|x) is at least what the entropy power inequality gives from "
        "the terms' log-normal entropies; no Gaussian assumption and no limit is used."
    )
    return derivation(steps, drawn_from(pool(per_weight=True)), summary)


@check("proposition-7", "sharpened")
def one_alpha(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T3 for an alpha a weight, where they are all the same."""
    t3 = Cited(PAPER.id, "proposition-7/per-weight-alpha", "repaired", {"alpha": Row().alpha})
    steps = chain(claim.symbolic.lhs, ("<=", t3), t3.rhs, LINEARITY, claim.symbolic.rhs)
    return derivation(steps, drawn_from(pool()), "T3 for noise that differs from weight to weight, at one alpha.")


@check("proposition-7/true-information", "repaired")
@check("proposition-7/per-weight-alpha", "intended")
def rho_at_most_one(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T3's first form, where rho <= 1."""
    t3 = Cited(PAPER.id, "proposition-7", "sharpened")
    steps = chain(claim.symbolic.lhs, ("<=", t3), t3.rhs, ("<=", cited.rho_at_most_one), claim.symbolic.rhs)
    summary = "T3 for any rho, whose logarithm grows with rho: at most its value at rho = 1."
    return derivation(steps, drawn_from(pool(rho_at_most_one=True)), summary)


@check("proposition-7", "repaired")
def in_information_per_weight(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T3 for rho <= 1 in Claim 1's information per weight."""
    t3 = Cited(PAPER.id, "proposition-7/true-information", "repaired")
    steps = chain(claim.symbolic.lhs, ("<=", t3), t3.rhs, ("=", cited.claim_1), claim.symbolic.rhs)
    summary = "T3 for rho <= 1, with alpha = exp(-2 Ibar)."
    return derivation(steps, drawn_from(pool(rho_at_most_one=True)), summary)


@check("footnote-7/sub-gaussian", "repaired")
@check("footnote-7", "repaired")
def bounded_support(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """E x^4 <= B^2 E x^2, and E x^2 >= v."""
    x, reach = sympy.IndexedBase("x", real=True)[Row().n], sympy.Symbol("B", positive=True)
    second = Mean.over(x**2)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", cited.bounded_inputs),
        reach**2 * second / second**2,
        LINEARITY,
        reach**2 / second,
        ("<=", cited.least_second_moment),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n = int(rng.integers(2, 6))
        values, probability = rng.uniform(-2, 2, size=n), rng.dirichlet(np.ones(n))
        least = probability @ values**2 * rng.uniform(0.8, 1)
        return {"N": n, "x": values, "P": probability, "B": np.abs(values).max(), "v": least}

    return derivation(steps, draw, "E x^4 <= B^2 E x^2 where |x| <= B, so the ratio is at most B^2/E x^2 <= B^2/v.")
