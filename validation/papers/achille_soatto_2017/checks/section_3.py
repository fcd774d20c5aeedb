"""Section 3: Propositions 1 to 3 and their corollaries, decided: proofs, and exact counterexamples found by search."""

from fractions import Fraction

import numpy as np

from bounds.claims.statement import Claim, Evidence, informational
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from validation.checks import check
from validation.checks.informations import constructed_counterexample
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks.section_2 import is_minimal, random_joint


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
