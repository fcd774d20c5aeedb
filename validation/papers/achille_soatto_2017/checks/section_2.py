"""Section 2 beside the Shannon check: total correlation summed out, and Lemma 2.2's construction."""

import time
from itertools import product
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017.nuisance import Construction, with_nuisance
from validation.checks import check
from validation.checks.drawing import random_joint, rational_law
from validation.checks.proving import derivation, one_step
from validation.checks.searching import find_counterexample
from validation.checks.trying import exact_margin, trial
from validation.effort import Effort


@check("total-correlation", "repaired")
def divergence_from_product(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The divergence from the product of all marginals, summed out exactly on random joints, against the formula."""
    started = time.perf_counter()
    count = effort.pick(quick=40, standard=400)
    found = []
    for _ in range(count):
        joint = random_joint(rng, ("z1", "z2", "z3"), (2, 2, 2))
        first, second, third = (joint.marginal(name).probabilities for name in joint.names)
        table = {(*a, *b, *c): first[a] * second[b] * third[c] for a, b, c in product(first, second, third)}
        divergence = joint.kl_divergence(Joint(table, joint.names))
        apart = divergence.exactly() - joint.total_correlation("z1", "z2", "z3").exactly()
        # what TC stands for in the formula's lines is the divergence
        found += [exact_margin(claim.informational, joint), 0.0 if apart.is_zero() else -abs(float(apart))]
    return trial(
        "exact enumeration",
        f"{count} random rational joints of three bits: the reading's lines, and the total correlation in them against "
        "the divergence from the product of the marginals, exactly.",
        min(found),
        started,
    )


@check("lemma-2.2/push-forward", "printed")
def values_with_mass(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The mass below a value, and that of the value, 0 in half of the draws."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        below, there, _ = rational_law(rng, 3)
        return {"u": below, "q": there * int(rng.integers(2))}

    return find_counterexample(claim, draw, rng, text="The mass below a value and at it")


@check("lemma-2.2/push-forward", "intended")
def cells_add_up(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """What is added in one cell is taken off in the next."""
    i, u = sympy.Symbol("i", integer=True), sympy.Symbol("u")
    steps = one_step(claim, by=theorems.telescoping, arguments={"term": sympy.Lambda(i, sympy.Function("F")(i))})

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"m": int(rng.integers(0, 6)), "F": sympy.Lambda(u, u * sympy.Float(rng.uniform(0.1, 1)) + u**2)}

    return derivation(steps, draw, "The cells lie end to end.")


@check("lemma-2.2", "printed")
def construction(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The common refinement of the conditional distribution functions."""
    started = time.perf_counter()
    joint = random_joint(rng, ("x", "y"), (3, 2))
    split = with_nuisance(joint)
    cells = len(split.alphabets["n"])
    return Evidence(
        kind="proof",
        method="construction, checked exactly",
        summary=f"The nuisance is the cell of [0,1) between neighbouring values of the conditional distribution "
        f"functions; for a random joint of 3 by 2 values it has {cells} values, I(y;n) = "
        f"{float(split.mutual_information('y', 'n')):.3g} and "
        f"H(x|y,n) = {float(split.entropy('x', given=('y', 'n'))):.3g}, both exactly 0.",
        certificate=Construction(),
        witness=split.to_json(),
        seconds=time.perf_counter() - started,
    )
