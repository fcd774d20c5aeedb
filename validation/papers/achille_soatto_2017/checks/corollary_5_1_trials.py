"""T4 on stacks whose information is known exactly: parallel paths through several noisy layers."""

import numpy as np

from bounds.claims.statement import Claim, Evidence
from validation.checks import check
from validation.checks.one_term_channels import TOLERANCE
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort
from validation.papers.achille_soatto_2017.exact_informations import LAYERS, parallel_stacks

WIDTHS = (1, 2, 4, 16)


@check("corollary-5.1", "repaired", "sharpened")
@check("corollary-5.1/atom", "sharpened")
def stacks_of_paths(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every layer's bound against the exact information of the whole stack."""
    count = effort.pick(quick=3_000, standard=30_000)
    with_atom = claim.statement.id == "corollary-5.1/atom"
    by_row = claim.statement.id == "corollary-5.1" and claim.reading.name == "sharpened"
    gaps = []
    for width in WIDTHS:
        world = parallel_stacks(rng, count, width)
        information, atom = world["I_L"], None
        if with_atom:  # x = 0 with probability q, and every later layer with it
            atom = rng.uniform(0.001, 0.999, size=count)
            information = -atom * np.log(atom) - (1 - atom) * np.log1p(-atom) + (1 - atom) * information
        for k in range(LAYERS):
            alpha, c, rho = (world[name][k] for name in ("alpha", "c", "rho"))
            values = {"I_L": information, "alpha": alpha, "Ibar": -np.log(alpha) / 2, "c": c, "dim_next": width}
            if by_row:
                values |= {"rho": np.tile(rho, (width, 1)), "c": np.tile(c, (width, 1))}
            gaps.append(margins(claim.symbolic, {**values, "q": atom})[world["resolved"]])
    everything = np.concatenate(gaps)
    stacks = len(everything) // LAYERS
    summary = (
        f"The exact I(z_L;x) of {stacks} random stacks of {LAYERS} layers, {WIDTHS} parallel paths, alpha from 0.01 "
        "to 2, against the bound at every layer, so against the minimum."
    )
    return trial_of_margins("closed form", summary, everything, error=TOLERANCE)
