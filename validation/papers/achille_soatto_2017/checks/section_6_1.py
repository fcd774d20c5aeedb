"""Section 6.1: how the information of a minimiser goes with beta and N."""

from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence, informational, symbolic
from bounds.derivations.citing import Cited
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence
from validation.checks import check
from validation.checks.drawing import random_channel, random_joint, rational
from validation.checks.informations import constructed_counterexample
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort

FAIR = {bit: Fraction(1, 2) for bit in (0, 1)}
ORDER = Cited(PAPER.id, "section-4/explicit-regularisation", "printed")


def two_minimisers(rng: np.random.Generator) -> dict[str, Any]:
    """Loss and information of two networks, each the better one at its own beta."""
    beta, delta = (rational(rng, 0.1, 4, denominator=8) for _ in range(2))
    more, less = sorted((rational(rng, 0.1, 8, denominator=8) for _ in range(2)), reverse=True)
    price = beta + delta * Fraction(int(rng.integers(0, 9)), 8)  # of a nat, in loss: between the two betas
    return {"I_1": more, "I_2": less, "H_1": 0, "H_2": price * (more - less), "beta": beta, "delta": delta}


@check("equation-3/random-data", "printed")
def inputs_tell(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """Fair bits as labels, and inputs that are seen through theta."""
    control = informational(claim.sibling("repaired"))
    keep = sentence.COMPLETELY_RANDOM_LABELS.holds
    assert keep is not None
    return constructed_counterexample(claim.informational, data_sets, control, data_sets, rng, keep=keep)


def data_sets(rng: np.random.Generator) -> Joint:
    """A label that is a fair bit, and an input that is seen through theta, or is not."""
    joint = random_joint(rng, ("theta",), (2,))
    seen = rng.random() < 0.5
    shapes = random_channel(rng, joint.alphabets["theta"] if seen else [0], 2)
    joint = joint.with_channel(
        "x", {theta: shapes[theta if seen else 0] for theta in joint.alphabets["theta"]}, "theta"
    )
    joint = joint.with_channel("y", dict.fromkeys(joint.alphabets["theta"], FAIR), "theta")
    return joint.extended("D", lambda x, y: (x, y), "x", "y")


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
