"""Checks of what section 5 has new: whether the mended g increases, and the stack that uses it."""

from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence, symbolic
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.searching import find_counterexample
from validation.effort import Effort
from validation.papers.achille_soatto_2017.layer_worlds import copies


@check("proposition-5.2/increasing", "printed")
def two_alphas(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Two alphas, the second the larger."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        low = rational(rng, 0.02, 4)
        return {"alpha_1": low, "alpha_2": low + Fraction(int(rng.integers(1, 64)), 16)}

    return find_counterexample(claim, draw, rng, text="g at alpha_1 and at a larger alpha_2")


@check("corollary-5.3", "printed")
def many_copies(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Many noisy copies of one input: one wide layer behind a narrow one."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return copies(rng, units=int(rng.integers(1, 300)), low=0.02, high=4)

    text = "I(z_1;x) of dim_next noisy copies of one input, by decoding their mean, against dim(z_0) (g + 1) = g + 1"
    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text=text, tries=10, control=control)
