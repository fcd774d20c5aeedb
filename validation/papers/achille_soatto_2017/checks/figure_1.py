"""Figure 1: the test accuracy on random labels."""

from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from validation.checks import check
from validation.checks.proving import chain, derivation
from validation.effort import Effort


@check("figure-1/test-accuracy-random", "printed")
def right_by_chance(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """What a network says sums to 1."""
    formula = claim.symbolic
    labels = sympy.Symbol("M", integer=True, positive=True)
    ((v, *ends),) = formula.lhs.limits
    total = sympy.Sum(sympy.IndexedBase("p", positive=True)[v], (v, *ends))
    steps = chain(
        formula.lhs,
        ("=", "a constant taken out"),
        total / labels,
        ("=", theorems.total_probability),
        formula.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 11))
        return {"M": size, "p": rng.dirichlet(np.ones(size))}

    return derivation(steps, draw, "The label is as likely to be any one, whatever is said.")
