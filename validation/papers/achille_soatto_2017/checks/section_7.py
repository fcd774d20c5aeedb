"""Section 7: whether deterministic weights can be given Proposition 5's noise."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from bounds.papers.achille_soatto_2017 import layer_theorems
from bounds.papers.achille_soatto_2017.formulas.section_7 import alpha, beta, h, w
from validation.checks import check
from validation.checks.proving import chain, derivation, limit_of_family
from validation.effort import Effort


@check("section-7/conversion", "printed")
def unbounded_noise(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """A weight of 0, and one along which the loss is flat: the Lagrangian falls without end as alpha grows."""
    price = Fraction(int(rng.integers(1, 9)), 8)
    for family, weight, curvature in (("a weight of 0", 0, 1), ("a weight along which the loss is flat", 1, 0)):
        yield limit_of_family(
            f"For {family} (w = {weight}, h = {curvature}, beta = {price}) the Lagrangian is -(beta/2) log alpha, "
            "less than any C for large alpha: there is no optimal noise.",
            family,
            parameter=alpha,
            point=sympy.oo,
            members={at: {"alpha": at, "w": weight, "h": curvature, "beta": price} for at in (2, 10, 100)},
            w=sympy.Integer(weight),
            h=sympy.Integer(curvature),
            beta=sympy.Rational(price),
        )


@check("section-7/conversion", "repaired")
def optimal_noise(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm lies under its tangent at the optimal alpha."""
    ratio, z = 2 * alpha * w**2 * h / beta, sympy.Symbol("z", positive=True)
    level = sympy.Lambda(z, beta * (z - sympy.log(alpha)) / 2)
    steps = chain(
        claim.symbolic.lhs,
        ("=", layer_theorems.least_lagrangian),
        level(1 + sympy.log(ratio)),
        ("<=", theorems.exp_tangent, {"increasing": level, "u": sympy.log(ratio)}),
        level(ratio),
        ("=", "the price of alpha"),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        found = dict(zip(("alpha", "beta", "w", "h"), np.exp(rng.normal(size=4)), strict=True))
        return {**found, "C": found["beta"] / 2 * (1 + np.log(2 * found["w"] ** 2 * found["h"] / found["beta"]))}

    return derivation(steps, draw, "log t <= t - 1 at t = alpha over its optimal value.")
