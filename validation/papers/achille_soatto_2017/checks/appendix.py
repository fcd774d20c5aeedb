"""Appendix A: table 1's numbers."""

from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017 import appendix_rules as rules
from validation.checks import check
from validation.checks.proving import derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort


@check("appendix/table-1", "printed")
def of_the_table(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The table's own input."""
    return find_counterexample(claim, lambda rng: {"s": 32}, rng, text="An input of 32 x 32", tries=1)


@check("appendix/table-1", "intended")
def of_the_crop(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The crop's size put in."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"s": 28}

    return derivation(one_step(claim, by=rules.side_of_the_crop), draw, "64 (28/4)^2 = 3136.")
