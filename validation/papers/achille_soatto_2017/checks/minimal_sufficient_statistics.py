"""What a minimal sufficient statistic keeps, and what it costs: exact counterexamples in joints built to have one."""

from fractions import Fraction

import numpy as np

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, informational
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from bounds.shannon.parametric import at_value
from validation.checks import check
from validation.checks.drawing import random_channel, random_joint
from validation.checks.informations import constructed_counterexample
from validation.effort import Effort


@check("information-bottleneck-limit/fixed-beta", "sharpened")
def sufficient_but_not_optimal(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A joint whose minimal sufficient statistic loses to some other representation at the fixed beta."""
    repaired = informational(LEDGER["information-bottleneck-limit/fixed-beta"]["repaired"])
    control = Informational(
        *(tuple(at_value(line, "beta", Fraction(1, 4)) for line in lines) for lines in (repaired.goal, repaired.given))
    )
    return constructed_counterexample(
        claim.informational, _with_representation, control, _deterministic_with_representation, rng, keep=is_minimal
    )


@check("corollary-3.3", "printed")
def minimal_but_not_invariant(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A minimal sufficient statistic that holds information about Lemma 2.2's nuisance."""
    control = informational(claim.sibling("repaired"))
    return constructed_counterexample(
        claim.informational, _split_with_statistic, control, _split_with_representation, rng, keep=is_minimal
    )


def _split_with_statistic(rng: np.random.Generator) -> Joint:
    """x with a task that is mostly certain, its minimal sufficient statistic t and Lemma 2.2's nuisance n."""
    joint = random_joint(rng, ("x",), (3,))
    noisy = rng.random() < 0.3
    channel = {}
    for x in joint.alphabets["x"]:
        flip = Fraction(int(rng.integers(1, 4)), 8) if noisy else Fraction(0)
        channel[x] = {x % 2: 1 - flip, 1 - x % 2: flip}
    return with_nuisance(minimal_sufficient(joint.with_channel("y", channel, "x")))


def _split_with_representation(rng: np.random.Generator) -> Joint:
    """The same with a sufficient z: t, and a noisy view of the rest of x."""
    joint = _split_with_statistic(rng)
    channel = {}
    for x, t in joint.marginal("x", "t").probabilities:
        blur = Fraction(int(rng.integers(0, 5)), 4)
        channel[x, t] = {(t, k): p for k, p in ((x, 1 - blur), (0, blur)) if p} if x else {(t, 0): Fraction(1)}
    return joint.with_channel("z", channel, "x", "t")


def is_minimal(joint: Joint) -> bool:
    """Whether t is the minimal sufficient statistic of x for y: the partition of x by its posterior."""
    if "t" not in joint.names:
        return True
    fresh = minimal_sufficient(joint.marginal("x", "y", "t"), "t'")
    return fresh.is_function("t", "t'") and fresh.is_function("t'", "t")


def _with_representation(rng: np.random.Generator) -> Joint:
    # labels that are nearly certain, mostly: there the sufficient statistic is hard to beat
    joint = random_joint(rng, ("x",), (3,), 10)
    flip = Fraction(1, int(rng.integers(3, 16)))
    channel = {x: {x % 2: 1 - flip, 1 - x % 2: flip} for x in joint.alphabets["x"]}
    joint = minimal_sufficient(joint.with_channel("y", channel, "x"))
    return joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")


def _deterministic_with_representation(rng: np.random.Generator) -> Joint:
    joint = random_joint(rng, ("x",), (3,), 10).extended("y", lambda x: x % 2, "x")
    return joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")
