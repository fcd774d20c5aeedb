"""Checks of Remark 4.4 and of section 4's summary: what curvature says of information, and what not."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.claims.world import World
from bounds.derivations import theorems
from bounds.papers.achille_soatto_2017 import section_4_theorems
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort

# weights of 1: the flatter Hessian, of nuclear norm 2, has more information than the sharper, of 4.01
SHARP = {"K": 2, "w": (1, 1), "h": (4, Fraction(1, 100)), "f": (1, 1), "beta": Fraction(1, 1000)}


def _numbers(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(2, 6))
    arrays = {name: np.exp(rng.normal(0, 1, size=size)) for name in ("w", "h")}
    names = ("l", "u", "v", "x", "a", "b", "s", "k", "beta", "delta", "A", "B", "C", "D")
    scalars = {name: float(np.exp(rng.uniform(-1, 1))) for name in names}
    scalars["delta"] *= float(np.exp(rng.uniform(-6, 0)))
    flatter = arrays["h"] * rng.uniform(rng.choice([0.2, 0.95]), 1, size=size)
    return {**arrays, **scalars, "K": size, "f": flatter, "I": rng.normal()}


@check("remark-4.4", "printed")
def curvatures_by_differentiation(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The chain rule: each second derivative falls by the square of what its weight grows by."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        z = sympy.Symbol("z", real=True)
        slope, bend = (sympy.Float(one) for one in rng.uniform(0.2, 1, size=2))
        return {**_numbers(rng), "L": sympy.Lambda(z, sympy.log(1 + sympy.exp(slope * z)) + bend * z**2)}

    summary = "Differentiated at the rescaled point, the curvatures are 1/l^2 and l^2 times those before."
    return derivation(one_step(claim), draw, summary)


@check("remark-4.4/flatness", "printed")
@check("remark-4.4/not-vice-versa", "printed")
def by_limit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A limit taken symbolically."""
    return derivation(one_step(claim, by=theorems.limit), _numbers, "The limit is taken symbolically.")


@check("remark-4.4/not-tight", "printed")
def gap_grows(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """log(l^2 + 1) - log l = log(l + 1/l)."""
    limit = claim.symbolic.lhs
    _, scale, *where = limit.args
    gap = sympy.log(scale + 1 / scale) - sympy.log(2)
    steps = chain(
        limit,
        ("=", theorems.log_of_a_sum, {"factor": scale}),
        sympy.Limit(gap, scale, *where),
        ("=", theorems.limit),
        claim.symbolic.rhs,
    )
    return derivation(steps, _numbers, "The gap is log((l + 1/l)/2): 0 at l = 1, and without bound.")


@check("section-4/scatter", "sharpened")
@check("section-4/implicit-regularisation", "sharpened")
@check("remark-4.4/not-tight", "sharpened")
def by_algebra(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Sums of one number K times."""
    summary = {
        "remark-4.4/not-tight": "Both sides are (K/2) log(u^2 v/beta).",
        "section-4/implicit-regularisation": "More noise divides by more, and the logarithm keeps order.",
        "section-4/scatter": "1 - r a = (k - a)/(k + a), and the two parts add up.",
    }[claim.statement.id]
    return derivation(one_step(claim), _numbers, summary)


@check("generalisation/flat-minima", "printed")
@check("remark-4.4/increasing-flatness", "printed")
@check("proposition-5/exactly", "printed")
def norm_and_information_apart(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """One pair of Hessians by hand, and a search."""
    about_information = claim.statement.id != "proposition-5/exactly"
    # the converse: less information with a larger norm
    world = World(SHARP if about_information else {**SHARP, "h": SHARP["f"], "f": (SHARP["h"])})
    lhs, rhs = world.sides(claim.symbolic)
    what = "the information is" if about_information else "the nuclear norm is"
    yield Evidence(
        kind="counterexample",
        method="a named witness, ball arithmetic",
        summary=f"w = (1,1), beta = 1/1000, H = diag(4, 1/100) and diag(1, 1): {what} {lhs.brief()} against "
        f"{rhs.brief()}.",
        witness=world.described(),
        certificate=world,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 4))
        arrays = {name: [rational(rng, 0.1, 4) for _ in range(size)] for name in ("w", "h", "f")}
        falls = sum(arrays["h"]) / sum(arrays["f"]) * Fraction(3, 4) if about_information else 1
        return {**arrays, "K": size, "beta": rational(rng, 0.01, 1), "f": [falls * value for value in arrays["f"]]}

    yield find_counterexample(claim, draw, rng, text="Random weights and two random diagonal Hessians")


@check("generalisation/flat-minima", "repaired")
@check("remark-4.4/increasing-flatness", "repaired")
@check("proposition-5/exactly", "intended")
@check("introduction/flat-minima-invariance", "printed")
def flatter_in_every_direction(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm keeps order, weight by weight."""
    steps = one_step(claim, by=section_4_theorems.flatter_everywhere)
    return derivation(steps, _numbers, "Both sides are increasing functions of the curvatures.")


@check("section-4/explicit-regularisation", "printed")
def two_minimisers(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Each is at least as good at its own beta; the two inequalities add up."""
    second, first = claim.symbolic.lhs, claim.symbolic.rhs
    h_1, h_2, beta, delta = (getattr(section_4_theorems, name) for name in ("H_1", "H_2", "BETA", "DELTA"))
    between = (h_1 - h_2 + (beta + delta) * first - beta * second) / delta
    steps = chain(
        second,
        ("<=", section_4_theorems.optimal_at_larger_beta),
        between,
        ("<=", section_4_theorems.optimal_at_beta),
        first,
    )

    def draw(rng: np.random.Generator) -> dict[str, float]:
        first, less = rng.uniform(0.5, 3), rng.uniform(0, 0.4)
        beta, delta = rng.uniform(0.2, 2, size=2)
        gain = rng.uniform(beta, beta + delta) * less  # what the second loses in H lies between the two prices
        return {"H_1": 1.0, "H_2": 1.0 + gain, "I_1": first, "I_2": first - less, "beta": beta, "delta": delta}

    return derivation(steps, draw, "Each of the two is no worse than the other at its own beta: the two lines add up.")
