"""Proposition 7: whether equation (4) grows strictly with the information in the weights."""

from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence
from bounds.claims.world import World
from bounds.papers.achille_soatto_2017 import layer_theorems
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.proving import derivation, one_step
from validation.effort import Effort


@check("proposition-7/increases-strictly", "printed")
def constant_input(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One input, always 1: equation (4) is 0 at every noise level."""
    less = rational(rng, 0.1, 2, denominator=8)
    more = less + rational(rng, 0.1, 2, denominator=8)
    world = World({"N": 1, "d": 1, "P": (1,), "x": ((1,),), "w": (1,), "alpha_1": less, "alpha_2": more})
    return Evidence(
        kind="counterexample",
        method="built by hand, ball arithmetic",
        summary=f"With one input that is always 1, equation (4) is 0 at alpha = {less} and at {more}.",
        witness=world.described(),
        certificate=world,
    )


@check("proposition-7/increases-strictly", "repaired")
def slope(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Equation (4) differentiated by the noise's variance."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"alphatilde": rng.exponential() + 0.01, "rho": rng.exponential(), "c": rng.exponential()}

    steps = one_step(claim, by=layer_theorems.differentiation)
    return derivation(steps, draw, "The derivative is not 0 but where rho is.")
