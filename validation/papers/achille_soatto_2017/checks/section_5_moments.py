"""Section 5's words on kurtosis: of Gaussian inputs, of squares, and of a sum whose terms are unequal."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations import theorems
from bounds.derivations.expectation import Mean
from bounds.papers.achille_soatto_2017 import section_5_moments as moments
from bounds.papers.achille_soatto_2017.formulas.proposition_6 import noise_mean
from bounds.papers.achille_soatto_2017.layer_theorems import linearity
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.proving import chain, derivation, limit_of_family
from validation.checks.searching import find_counterexample
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort
from validation.papers.achille_soatto_2017.row_worlds import drawn_from, pool


@check("footnote-7/gaussian", "printed")
def moments_of_a_normal_law(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """3 (E x^2)^2 - E x^4 is twice the fourth power of the mean."""
    u, v = sympy.Symbol("u", real=True), sympy.Symbol("v", positive=True)
    closed = (3 * v**2 + 6 * u**2 * v + u**4) / (v + u**2) ** 2
    steps = chain(
        claim.symbolic.lhs,
        ("=", theorems.integration),
        closed,
        ("<=", "3 (v + u^2)^2 - (3 v^2 + 6 u^2 v + u^4) = 2 u^4"),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, float]:
        return {"u": float(rng.normal() * rng.choice([0.1, 1.0])), "v": float(np.exp(rng.normal()))}

    return derivation(steps, draw, "E x^4 = 3 v^2 + 6 u^2 v + u^4 and E x^2 = v + u^2.")


@check("proposition-7/kurtosis", "printed")
def two_and_more_values(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Laws of a few values, kappa their own; every other has two, and the mean at which it attains the bound."""
    found = []
    for turn in range(effort.pick(quick=500, standard=5_000)):
        size = 2 if turn % 2 else int(rng.integers(3, 6))
        p = rng.dirichlet(np.full(size, 1.0))
        x = rng.normal(size=size) * np.exp(rng.normal(size=size))
        x = (x - p @ x) / np.sqrt(p @ (x - p @ x) ** 2)
        kappa = float(p @ x**4)
        worst = 2 / (np.sqrt(kappa - 1) + np.sqrt(kappa + 3)) * np.sign(p @ x**3)
        mean = worst if turn % 2 else rng.normal() * np.exp(rng.normal())
        found.append(float(margins(claim.symbolic, {"N": size, "P": p, "x": x + mean, "kappa": kappa})))
    summary = (
        f"Random laws of two to five values; those of two come within {min(np.abs(found)):.0e} of the bound, each at "
        "its worst mean."
    )
    return trial_of_margins("random laws", summary, np.array(found), error=1e-6)


def _terms(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(1, 7))
    a = [rational(rng, 0.1, 4) for _ in range(size)]
    squares = [value**2 for value in a]
    return {"K": size, "a": a, "kappa": rational(rng, 0.5, 8), "r": max(squares) * size / sum(squares)}


@check("proposition-7/variance-rate", "printed")
@check("proposition-6/central-limit", "printed")
def one_term_dominates(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Terms of unequal size."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {**_terms(rng), "alpha": Fraction(1, 4)}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="Terms a_i of unequal size", control=control)


@check("proposition-7/variance-rate", "repaired")
@check("proposition-6/central-limit", "repaired")
def none_dominates(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """a^4 <= a^2 times r times the mean square, term by term."""
    i, count = sympy.Symbol("i", integer=True), sympy.Symbol("K", integer=True, positive=True)
    a, limits = sympy.IndexedBase("a", positive=True)[i], (i, 0, count - 1)
    kappa, r = sympy.symbols("kappa r", positive=True)
    total = sympy.Sum(a**2, limits)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", moments.no_term_dominates),
        kappa * sympy.Sum(a**2 * (r * moments.SQUARES / count), limits) / total**2,
        ("=", moments.constant_out),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = _terms(rng)
        a = np.array([float(value) for value in world["a"]])
        return {"K": world["K"], "a": a, "kappa": float(world["kappa"]), "r": float(world["r"]) * (1 + 1e-12)}

    return derivation(steps, draw, "Each a_i^4 is at most a_i^2 times r times the mean square.")


@check("proposition-6/central-limit-of-z", "printed")
def all_large_at_once(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Signs times one size, the same for all: uncorrelated, and far from Gaussian together."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        d, share, size = int(rng.integers(1, 4)), rational(rng, 0.1, 0.9), rational(rng, 0.5, 3)
        signs = list(product((-1, 1), repeat=d))
        x = [[0] * d, *([size * sign for sign in row] for row in signs)]
        law = [1 - share, *[share / len(signs)] * len(signs)]
        return {"N": len(x), "d": d, "P": law, "x": x, "w": [1] * d, "kappa": max(1 / share - 3, Fraction(0))}

    text = "Components s_i r, s_i independent signs, r one size for all, which is often 0"
    return find_counterexample(claim, draw, rng, text=text)


@check("proposition-6/central-limit-of-z", "repaired")
def independent_inputs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The proof of the terms' sum."""
    return none_dominates(claim, rng, effort)


@check("proposition-6/mu-0", "printed")
@check("proposition-6/mu-1", "printed")
def mean_of_noisy_terms(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The noise's mean in closed form."""
    steps = chain(
        claim.symbolic.lhs,
        ("=", theorems.integration),
        claim.symbolic.lhs.xreplace({noise_mean(): sympy.Integer(1)}),
        ("=", linearity),
        claim.symbolic.rhs,
    )
    worlds = drawn_from(pool())
    return derivation(steps, lambda rng: {**worlds(rng), "n": 0}, "E[ε] = 1 for every weight.")


@check("proposition-7/from-the-variance", "printed")
def near_zero(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A value near 0, of any probability."""
    p, least = Fraction(1, 100), sympy.Symbol("delta", positive=True)
    return limit_of_family(
        "With p = 1/100 the variance is 1/99 at most, and -p/2 log δ grows without bound.",
        "s = δ with the probability 1/100, and one other value, of mean 1",
        parameter=least,
        point=sympy.Integer(0),
        members={at: {"delta": at, "p": p} for at in (Fraction(1, 2), Fraction(1, 100), Fraction(1, 10**6))},
        p=p,
    )


@check("proposition-7/from-the-variance", "repaired")
def above_a_floor(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm under a parabola that touches it at 1 and at r."""
    steps = chain(
        claim.symbolic.lhs,
        ("<=", moments.under_a_parabola),
        Mean.over(moments.PARABOLA) / 2,
        ("=", moments.mean_one),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        r, size = float(rng.uniform(0.02, 0.9)), int(rng.integers(1, 5))
        rare = rng.random() < 0.3  # nearly an equality
        P = np.array([1e-3, 1 - 1e-3]) if rare else rng.dirichlet(np.ones(size))
        s = np.array([r, (1 - 1e-3 * r) / (1 - 1e-3)]) if rare else r + (1 - r) * _positive(rng, P)
        return {"N": len(P), "P": P, "s": s, "r": r * (1 - 1e-12)}

    return derivation(steps, draw, "-log s lies under a parabola for s >= r, whose mean is k Var s.")


def _positive(rng: np.random.Generator, P: np.ndarray) -> np.ndarray:
    """Positive values of mean 1."""
    values = rng.exponential(size=len(P))
    return np.asarray(values / (P @ values))
