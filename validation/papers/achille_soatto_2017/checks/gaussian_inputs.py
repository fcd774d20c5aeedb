"""Derivations of T2 for independent Gaussian inputs, c between those of d and of D equal weights, and of Remark 5.2."""

from typing import Any

import numpy as np
import sympy
from scipy.special import digamma

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from bounds.derivations.citing import Cited
from bounds.derivations.derivation import Derivation, sampled
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import gaussian_theorems as cited
from bounds.papers.achille_soatto_2017.layer_theorems import digamma as digamma_below
from bounds.papers.achille_soatto_2017.layer_theorems import linearity
from validation.checks import check
from validation.checks.proving import chain, derivation
from validation.effort import Effort


def _world(rng: np.random.Generator) -> dict[str, Any]:
    """Two weights, or up to six equal ones: c in closed form. t is where the integrals' integrands are compared."""
    dim = int(rng.integers(1, 7))
    p = np.full(dim, 1 / dim)
    c = (np.log(dim / 2) - digamma(dim / 2)) / 2
    if rng.random() < 0.5:
        share = float(rng.uniform(0.05, 0.95))
        dim, p = 2, np.array([share, 1 - share])
        # E log(p_1 g_1^2 + p_2 g_2^2) = 2 log((sqrt(p_1) + sqrt(p_2))/2) + log 2 - gamma
        c = -(2 * np.log(np.sqrt(p).sum() / 2) + np.log(2) - np.euler_gamma) / 2
    return {"c": float(c), "p": p, "d": dim, "D": float(1 / (p**2).sum()), "t": float(np.exp(rng.uniform(-4, 4)))}


def _under_the_integral(claim: Claim, degrees: Any, relation: str, pointwise: list[Any], summary: str) -> Evidence:
    """c against the integral for equal weights, from the order of the integrands."""
    own, equal = (cited.gap(one) for one in (cited.LOGARITHMS, cited.of_equal_weights(degrees)))
    low, high = (own, equal) if relation == "<=" else (equal, own)
    proof = Derivation(steps=tuple(chain(*pointwise)), points=sampled(_world))
    arguments = {"density": 1 / cited.T, "one": low, "other": high, "rest": sympy.Integer(0), "proof": proof}
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.log_of_gaussian_squares),
        cited.frullani(cited.LOGARITHMS),
        (relation, theorems.integrals_keep_order, arguments),
        cited.frullani(cited.of_equal_weights(degrees)),
        ("=", cited.dirichlet_integral),
        claim.symbolic.rhs,
    )
    return derivation(steps, _world, summary)


@check("proposition-7/upper-bound-rate", "sharpened")
def as_of_equal_weights(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The transform of s is at most that of D equal weights, D real: log(1 + 2tp)/p is convex in p."""
    equal = cited.of_equal_weights(cited.D)
    pointwise = [cited.gap(cited.LOGARITHMS), ("<=", cited.jensen_for_dimension), cited.gap(equal)]
    summary = "-E log s is an integral over E exp(-t s), at most that of D equal weights as log(1 + 2tp)/p is convex."
    return _under_the_integral(claim, cited.D, "<=", pointwise, summary)


@check("proposition-7/gaussian-floor", "sharpened")
def as_of_all_weights_equal(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The transform of s is at least that of d equal weights: the logarithm is concave."""
    dim, t = cited.DIM, cited.T
    terms = 1 + 2 * t * cited.WEIGHT
    total = sympy.Sum(terms, cited.LIMITS)
    arguments = {"scale": sympy.Integer(1), "term": terms, "limits": cited.LIMITS}
    pointwise = [
        cited.gap(cited.of_equal_weights(dim)),
        ("=", linearity),
        cited.gap(dim * sympy.log((dim + 2 * t) / dim)),
        ("=", cited.weights_add_up),
        cited.gap(dim * sympy.log(total / dim)),
        ("<=", theorems.jensen, arguments),
        cited.gap(cited.LOGARITHMS),
    ]
    summary = "-E log s is an integral over E exp(-t s), at least that of d equal weights as the logarithm is concave."
    return _under_the_integral(claim, dim, ">=", pointwise, summary)


@check("remark-5.2", "printed")
def distance_vanishes(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T2's bound for Gaussian inputs, and the digamma function against the logarithm."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        D = float(np.exp(rng.uniform(-6, 8)))
        return {"D": D, "c": float(np.log(D / 2) - digamma(D / 2)) / 2}

    t2 = Cited(PAPER.id, "proposition-7/upper-bound-rate", "sharpened")
    steps = chain(claim.symbolic.lhs, ("<=", t2), t2.rhs, ("<=", digamma_below), claim.symbolic.rhs)
    summary = "log u - psi(u) <= 1/u at u = D/2: the distance c is at most 1/D, and vanishes as D grows."
    return derivation(steps, draw, summary)
