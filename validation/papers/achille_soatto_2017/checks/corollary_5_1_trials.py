"""T4 on stacks whose information is known exactly: parallel paths through several noisy layers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from validation.checks import check
from validation.checks.one_term_channels import TOLERANCE, judged, one_term_information, slack
from validation.effort import Effort

Array = NDArray[np.float64]
INPUTS = 6
WIDTHS = (1, 2, 4, 16)
LAYERS = 3


def parallel_stacks(rng: np.random.Generator, count: int, width: int) -> dict[str, Any]:
    """Stacks of `LAYERS` layers and `width` paths: each unit reads one unit of the layer before, the first ones x.

    No unit changes a sign. The log of a path's end is log x plus independent noise of every layer, so the paths' mean
    is sufficient and I(z_L;x) is that of one Gaussian channel. Row by row, c grows by alpha a layer.
    """
    spread = np.exp(rng.uniform(np.log(0.02), np.log(2.0), size=count))
    x = np.exp(spread * rng.standard_normal((INPUTS, count))) * rng.choice([-1.0, 1.0], size=(INPUTS, count))
    probability = rng.dirichlet(np.full(INPUTS, 3.0), size=count).T
    alpha = np.exp(rng.uniform(np.log(0.01), np.log(2.0), size=(LAYERS, count)))
    noise = alpha.sum(axis=0) / width
    information = one_term_information(x, probability, np.broadcast_to(noise, x.shape))
    square, mean = (probability * x**2).sum(axis=0), (probability * x).sum(axis=0)
    before = np.concatenate([np.zeros((1, count)), np.cumsum(alpha, axis=0)[:-1]])
    # E z_k^2 = E x^2 e^(sum of alphas), E log z_k^2 = E log x^2 - sum of alphas
    c = np.log(square) / 2 - (probability * np.log(np.abs(x))).sum(axis=0) + before
    rho = 1 - mean**2 / (square * np.exp(before))
    scale = np.sqrt(noise)
    narrow = (np.log(np.abs(x)).max(axis=0) - np.log(np.abs(x)).min(axis=0) + 15 * scale) / 256 < 0.75 * scale
    return {"I_L": information, "alpha": alpha, "c": c, "rho": rho, "resolved": narrow}


@check("corollary-5.1", "repaired", "sharpened")
@check("corollary-5.1/atom", "sharpened")
def stacks_of_paths(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every layer's bound against the exact information of the whole stack."""
    count = effort.pick(quick=3_000, standard=30_000)
    gaps = []
    for width in WIDTHS:
        world = parallel_stacks(rng, count, width)
        atom = rng.uniform(0.001, 0.999, size=count) if "q" in claim.symbolic.parameters else None
        information = world["I_L"]
        if atom is not None:  # x = 0 with probability q, and every later layer with it
            information = -atom * np.log(atom) - (1 - atom) * np.log1p(-atom) + (1 - atom) * information
        for k in range(LAYERS):
            alpha, c, rho = (world[name][k] for name in ("alpha", "c", "rho"))
            rows = (
                {"rho": np.tile(rho, (width, 1)), "c": np.tile(c, (width, 1))}
                if "rho" in claim.symbolic.parameters
                else {}
            )
            values = {"I_L": information, "alpha": alpha, "Ibar": -np.log(alpha) / 2, "c": c, "dim_next": width, **rows}
            found = slack(claim.symbolic, {**values, "q": atom})
            gaps.append(found[world["resolved"]])
    everything = np.concatenate(gaps)
    stacks = len(everything) // LAYERS
    summary = (
        f"The exact I(z_L;x) of {stacks} random stacks of {LAYERS} layers, {WIDTHS} parallel paths, alpha from 0.01 "
        "to 2, against the bound at every layer, so against the minimum."
    )
    evidence = Evidence(kind="trial", method="closed form", summary=summary)
    return judged(evidence, everything, tolerance=TOLERANCE)
