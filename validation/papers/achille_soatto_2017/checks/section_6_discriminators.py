"""Sections 6.2 and 6.3: what a discriminator that is not the best one tells, and what the gain function prefers."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations import theorems
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import laws
from bounds.papers.achille_soatto_2017.formulas import section_6 as formulas
from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws
from validation.checks import check
from validation.checks.drawing import rational, rational_law
from validation.checks.informations import by_hand
from validation.checks.proving import chain, derivation
from validation.checks.searching import find_counterexample
from validation.effort import Effort


@check("section-6.2/blind-discriminator", "printed")
def weak_discriminator(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """z is n where b = 1, and drawn apart from it where b = 0; the discriminator sees z alone."""
    pairs = product((0, 1), repeat=2)
    table = {(z, n, 0): Fraction(1, 8) for z, n in pairs} | {(z, z, 1): Fraction(1, 4) for z in (0, 1)}
    joint = Joint(table, ("z", "n", "b")).extended("d", lambda z: z, "z")
    return by_hand(claim, joint, "A discriminator that sees z alone tells nothing of b, and the pair does")


@check("section-6.2/no-guarantees", "printed")
def little_lost(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """On the posterior's pairs nothing is lost; the prior's, one in A, are v nats worse each at most."""
    (count, z), v = sympy.symbols("A z", positive=True), sympy.Symbol("v", nonnegative=True)
    surer = sympy.Lambda(z, sympy.log(1 + z * sympy.exp(-v) / count) - sympy.log(1 + 1 / count))
    wrong = sympy.Lambda(z, sympy.log(z + count * sympy.exp(v)))
    rest = claim.symbolic.lhs - surer(1)
    prior = (wrong(sympy.exp(v)) - sympy.log(1 + count)) / count
    steps = chain(
        claim.symbolic.lhs,
        ("<=", theorems.exp_above_one, {"increasing": surer, "u": v}),
        surer(sympy.exp(v)) + rest,
        ("<=", theorems.exp_above_one, {"increasing": wrong, "u": v}),
        prior,
        ("=", theorems.log_of_a_sum, {"factor": sympy.exp(v)}),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        # where v is large all is lost that can be
        return {"A": int(rng.integers(2, 50)), "v": float(rng.choice([rng.exponential(), rng.uniform(50, 300)]))}

    summary = (
        "A log-ratio that is too large by v costs nothing on the posterior's pairs, v nats at most on the prior's."
    )
    return derivation(steps, draw, summary)


@check("section-6.2/no-guarantees", "sharpened")
def donsker_varadhan(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality with the weights p."""
    v = sympy.Symbol("v", integer=True)
    p, q = (sympy.IndexedBase(name, positive=True)[v] for name in "pq")
    u = sympy.IndexedBase("u", real=True)[v]
    over = (v, 0, sympy.Symbol("M", integer=True, positive=True) - 1)
    ratio = q * sympy.exp(u) / p
    steps = chain(
        claim.symbolic.lhs,
        ("<=", theorems.weighted_jensen, {"term": ratio, "v": v}),
        sympy.Sum(p * u, over) - sympy.Sum(p * sympy.log(ratio), over),
        ("=", "the logarithm of a quotient"),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 6))
        p, q = rng.dirichlet(np.ones(size), size=2)
        near = np.log(p / q) + rng.choice([0.0, 1.0]) * rng.normal(size=size)  # where u is the log-ratio they are equal
        return {"M": size, "p": p, "q": q, "u": near}

    return derivation(steps, draw, "The logarithm of a mean is above the mean of the logarithms.")


@check("section-6.3/exploration", "printed")
def likeliest_image(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A prior whose likeliest image, always made, gains more than the prior itself."""

    def draw(stream: np.random.Generator) -> dict[str, Any]:
        size = int(stream.integers(2, 4))
        even = [Fraction(1, size)] * size
        return {"p": rational_law(stream, size) if stream.random() < 0.3 else even, "K": size}

    return find_counterexample(claim, draw, rng, text="The gain of q = p, 0, against that of always making x̂_0")


@check("section-6.3/exploration", "intended")
def gibbs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """log t <= t - 1, image by image."""
    p, q, over = two_laws()
    z = sympy.Symbol("z", positive=True)
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        sympy.Sum(q * sympy.log(p / q), over),
        ("<=", theorems.exp_tangent, {"increasing": sympy.Lambda(z, z - 1), "u": sympy.log(p / q)}),
        sympy.Sum(q * (p / q - 1), over),
        ("=", "term by term"),
        sympy.Sum(p, over) - sympy.Sum(q, over),
        ("=", laws.both_sum_to_one),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 5))
        return {"p": rng.dirichlet(np.ones(size)), "q": rng.dirichlet(np.ones(size)), "K": size}

    return derivation(steps, draw, "log t <= t - 1 for every image, and both laws sum to 1.")


@check("section-6.2/optimum", "printed")
def better_than_one_half(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Unequal frequencies, and their share."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        a, b = rational(rng, 0.1, 4), rational(rng, 0.1, 4)
        return {"a": a, "b": b, "r": b / a}

    control = symbolic(claim.sibling("intended"))
    return find_counterexample(claim, draw, rng, text="D = a/(a + b) for a != b", control=control)


@check("section-6.2/optimum", "intended")
def share_of_the_frequencies(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Both logarithms below their tangents at 1."""
    a, b, r = formulas.a, formulas.b, formulas.r
    least, seen, other = claim.symbolic.rhs, (a + b) / a / (1 + r), (a + b) / b * r / (1 + r)
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        least - a * sympy.log(seen) - b * sympy.log(other),
        (">=", theorems.exp_tangent, _tangent(seen)),
        least - a * (seen - 1) - b * sympy.log(other),
        (">=", theorems.exp_tangent, _tangent(other)),
        least - a * (seen - 1) - b * (other - 1),
        ("=",),
        least,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        a, b = np.exp(rng.normal(size=2))
        near = rng.random() < 0.3
        return {"a": float(a), "b": float(b), "r": float(b / a if near else np.exp(rng.normal()))}

    return derivation(steps, draw, "Each logarithm lies below its tangent at 1; the tangents add up to 0.")


def _tangent(at: sympy.Expr) -> dict[str, Any]:
    z = sympy.Symbol("z", positive=True)
    return {"increasing": sympy.Lambda(z, sympy.log(z)), "u": at - 1}
