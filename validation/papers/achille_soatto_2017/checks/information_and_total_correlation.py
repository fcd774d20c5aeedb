"""Information and total correlation of a layer, each for itself, where both have a closed form.

Units z_k = eps_k x of one positive input: the mean of the log z_k is sufficient for x, and log x is seen through noise
of variance alpha/(number of units).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence
from bounds.shannon.grammar import parse
from reports.figure import Figure, Series
from validation.checks import check
from validation.checks.one_term_channels import one_term_information
from validation.checks.trying import trial_of_margins
from validation.effort import Effort

Array = NDArray[np.float64]
SIDE = 220  # points a side of the two-dimensional integral


def apart(x: Array, probability: Array, alpha: float, units: int) -> tuple[float, float]:
    """I(z;x) and TC(z) in nats of `units` units; x and probability (N,)."""
    columns = x[:, None], probability[:, None]
    one, all_units = (
        float(one_term_information(*columns, np.full((len(x), 1), noise))[0]) for noise in (alpha, alpha / units)
    )
    # the units are independent given x, so I(z;x) + TC(z) is the units' sum
    return all_units, units * one - all_units


def entropies_by_quadrature(x: Array, probability: Array, alpha: float) -> tuple[float, float]:
    """Differential entropies of (log z_1, log z_2) and of each, from the joint density, with no use of sufficiency."""
    centre, spread = np.log(x) - alpha / 2, np.sqrt(alpha)
    grid = np.linspace(centre.min() - 8 * spread, centre.max() + 8 * spread, SIDE)
    step = grid[1] - grid[0]
    single = np.exp(-(((grid - centre[:, None]) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    joint, marginal = np.einsum("n,ni,nj->ij", probability, single, single), probability @ single

    def entropy(density: Array, cell: float) -> float:
        return float(-(density * np.log(np.maximum(density, 1e-300))).sum() * cell)

    return entropy(joint, step**2), entropy(marginal, step)


def _margin(formula: Informational, datum: float, units: tuple[float, ...], noise: float) -> float:
    """The margin of the formula's lines, from H(x), the entropy of none, one and two units, and of one given x."""
    found = []
    for line in formula.goal:
        for constraint in parse(line).constraints:
            total = float(constraint.expression.constant)
            for names, c in constraint.expression.coefficients.items():
                count = len(names & {"z1", "z2"})
                total += float(c) * (datum + count * noise if "x" in names else units[count])
            found.append(-abs(total) if constraint.sign == "=" else total)
    return min(found)


@check("proposition-6/decomposition", "sharpened")
def information_and_total_correlation(
    claim: Claim, rng: np.random.Generator, effort: Effort
) -> Iterator[Evidence | Figure]:
    """I(z;x) and TC(z) apart: in closed form, against a two-dimensional integral, and as the layer widens."""
    gaps = []
    for _ in range(effort.pick(quick=40, standard=400)):
        x, probability = np.exp(rng.standard_normal(4)), rng.dirichlet(np.full(4, 3.0))
        alpha = float(np.exp(rng.uniform(np.log(0.05), np.log(2))))
        information, correlation = apart(x, probability, alpha, 2)
        both, each = entropies_by_quadrature(x, probability, alpha)
        noise = np.log(2 * np.pi * np.e * alpha) / 2  # of a unit given the input
        gaps += [-abs(information - (both - 2 * noise)), -abs(correlation - (2 * each - both))]
        gaps.append(_margin(claim.informational, -float(probability @ np.log(probability)), (0.0, each, both), noise))
    summary = (
        f"I(z;x) and TC(z) of two units that read one input, {len(gaps) // 3} random worlds: the closed forms against "
        "a two-dimensional integral, and the reading's own line, z3 a constant, with the integral's entropies; the "
        "slack is minus the largest difference."
    )
    yield trial_of_margins("quadrature", summary, np.array(gaps), error=1e-5)
    x, probability, alpha = np.exp(np.array([-1.0, 0.0, 1.0, 2.0])), np.full(4, 0.25), 0.5
    widths = [1, 2, 4, 8, 16, 32]
    values = [apart(x, probability, alpha, width) for width in widths]
    yield Figure(
        id="information-and-total-correlation",
        subject="proposition-6/decomposition",
        title="Information and total correlation apart",
        x_label="units that read the same input",
        y_label="nats",
        x_scale="log",
        caption="z_k = eps_k x, alpha = 0.5, four equally likely inputs: the information tends to log 4, the rest of "
        "the units' sum is total correlation.",
        series=(
            Series(name="I(z;x)", x=widths, y=[v[0] for v in values]),
            Series(name="TC(z)", x=widths, y=[v[1] for v in values]),
            Series(name="I(z;x) + TC(z)", x=widths, y=[v[0] + v[1] for v in values], reference=True),
        ),
    )
