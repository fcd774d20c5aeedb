"""Section 6.1: how the information of a minimiser goes with beta and N."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations.citing import Cited
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import PAPER
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.informations import by_hand
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort

ORDER = Cited(PAPER.id, "section-4/explicit-regularisation", "printed")


def two_minimisers(rng: np.random.Generator) -> dict[str, Any]:
    """Loss and information of two networks, each the better one at its own beta."""
    beta, delta = (rational(rng, 0.1, 4, denominator=8) for _ in range(2))
    more, less = sorted((rational(rng, 0.1, 8, denominator=8) for _ in range(2)), reverse=True)
    price = beta + delta * Fraction(int(rng.integers(0, 9)), 8)  # of a nat, in loss: between the two betas
    return {"I_1": more, "I_2": less, "H_1": 0, "H_2": price * (more - less), "beta": beta, "delta": delta}


@check("equation-3/random-data", "printed")
def inputs_tell(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A fair bit as the label, and an input that is theta."""
    bits = {(theta, theta, y): Fraction(1, 4) for theta, y in product((0, 1), repeat=2)}
    joint = Joint(bits, ("theta", "x", "y")).extended("D", lambda x, y: (x, y), "x", "y")
    return by_hand(claim, joint, "The input is theta, the label a fair coin")


@check("equation-3/proportional", "printed", "intended")
def two_betas(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Two networks, the minimisers at two betas, whose informations are in no such proportion."""
    control = symbolic(claim.sibling("repaired"))
    text = "The information I_2 of the minimiser at beta + delta against what the proportion makes of I_1"
    return find_counterexample(claim, two_minimisers, rng, text=text, control=control)


@check("equation-3/proportional", "repaired")
def no_more(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """What section 4 says of explicit regularisation."""
    steps = chain(claim.symbolic.lhs, ("<=", ORDER), claim.symbolic.rhs)
    worlds = lambda rng: {name: float(value) for name, value in two_minimisers(rng).items()}  # noqa: E731
    return derivation(steps, worlds, "Of two minimisers, that at the larger beta has no more information.")


@check("equation-3/proportional", "sharpened")
def logarithms(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm of a quotient, weight by weight."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(1, 5))
        arrays = {name: rng.uniform(0.2, 3, size=size) for name in ("w", "h")}
        return {**arrays, "K": size, "N": int(rng.integers(1, 50)), "beta": float(rng.uniform(0.1, 3))}

    return derivation(one_step(claim), draw, "log(w^2 N h/beta) = log(N/beta) + log(w^2 h) for every weight.")
