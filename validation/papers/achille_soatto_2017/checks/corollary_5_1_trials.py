"""T4 on stacks whose information is known exactly: parallel paths through several noisy layers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from validation.checks import check
from validation.checks.one_term_channels import TOLERANCE
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort
from validation.papers.achille_soatto_2017.exact_informations import LAYERS, parallel_stacks

Array = NDArray[np.float64]
WIDTHS = (1, 2, 4, 16)


@check("corollary-5.1", "repaired", "sharpened")
@check("corollary-5.1/atom", "sharpened")
def stacks_of_paths(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every layer's bound against the exact information of the whole stack."""
    count = effort.pick(quick=3_000, standard=30_000)
    gaps = [stack_slack(claim, rng, parallel_stacks(rng, count, width), width) for width in WIDTHS]
    everything = np.concatenate(gaps)
    stacks = len(everything) // LAYERS
    summary = (
        f"The exact I(z_L;x) of {stacks} random stacks of {LAYERS} layers, {WIDTHS} parallel paths, alpha from 0.01 "
        "to 2, against the bound at every layer, so against the minimum."
    )
    return trial_of_margins("closed form", summary, everything, error=TOLERANCE)


def stack_slack(claim: Claim, rng: np.random.Generator, world: dict[str, Any], width: int) -> Array:
    """The reading's slack at every layer of the stacks whose integral is resolved; atoms are drawn where it has one."""
    information, atom = world["I_L"], None
    if claim.statement.id == "corollary-5.1/atom":  # x = 0 with probability q, and every later layer with it
        atom = rng.uniform(0.001, 0.999, size=len(information))
        information = -atom * np.log(atom) - (1 - atom) * np.log1p(-atom) + (1 - atom) * information
    by_row = claim.statement.id == "corollary-5.1" and claim.reading.name == "sharpened"
    gaps = []
    for alpha, c, rho in zip(world["alpha"], world["c"], world["rho"], strict=True):
        values = {"I_L": information, "alpha": alpha, "Ibar": -np.log(alpha) / 2, "c": c, "dim_next": width}
        if by_row:
            values |= {"rho": np.tile(rho, (width, 1)), "c": np.tile(c, (width, 1))}
        gaps.append(margins(claim.symbolic, {**values, "q": atom})[world["resolved"]])
    return np.concatenate(gaps)
