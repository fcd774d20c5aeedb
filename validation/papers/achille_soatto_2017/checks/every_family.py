"""Propositions 5, 6 and 7 and Corollary 5.1 on synthetic inputs of every family, a sample of each as the inputs' law.

A sample has its own moments, so that no hypothesis about a family's law is wanted; where a reading cannot speak of a
row (an input leaves it at 0, rho > 1) the row is left out. Proposition 6's decomposition is one of informations,
whatever the inputs' law.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import lambertw

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017.input_families import families
from bounds.papers.achille_soatto_2017.row_numbers import row_values
from validation.checks import check
from validation.checks.one_term_channels import TOLERANCE
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks.corollary_5_1_trials import WIDTHS, stack_slack
from validation.papers.achille_soatto_2017.checks.trials_of_information import unit_slack
from validation.papers.achille_soatto_2017.exact_informations import INPUTS, LAYERS, parallel_stacks
from validation.papers.achille_soatto_2017.row_worlds import PER_WEIGHT

Array = NDArray[np.float64]
EXAMPLES = 30  # of a least-squares loss
SAMPLE = 10  # inputs of a row, as their law
ALPHAS = (0.05, 0.3, 1.5)  # of the units: each wants a table of its own


@check("proposition-5", "repaired", "sharpened")
@check("proposition-5/lower-bound", "sharpened")
@check("proposition-5/statement", "repaired", "sharpened")
@check("proposition-5/proof-last-line", "printed")
def curvatures_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Least squares on a sample of every family, at the stationary alpha = W0(beta/a): a, c and the norms exactly."""
    gaps, worlds = [], effort.pick(quick=8, standard=200)
    for family in families():
        for world in range(worlds):
            dim = int(rng.integers(1, 9))
            h = 2 * (family.draw(rng, EXAMPLES, dim) ** 2).sum(axis=0)
            w = rng.normal(size=dim)
            if world % 4 == 0:  # where a is one number T1 is an equality, and T1'' where h is too
                w = 1 / np.sqrt(h)
            a, beta = w**2 * h, float(np.exp(rng.normal(-1, 2)))
            c = a * np.exp(lambertw(beta / a).real)
            gaps.append(float(margins(claim.symbolic, {"K": dim, "beta": beta, "w": np.abs(w), "h": h, "c": c})))
    summary = (
        f"{len(gaps)} least-squares losses on {EXAMPLES} examples of {_names()}: 1 to 8 weights, a quarter of them "
        "with w_i^2 H_ii equal, where Jensen's inequality is an equality."
    )
    return trial_of_margins("exact Hessians of least squares", summary, np.array(gaps), error=1e-7)


@check("proposition-6/equation-4", "printed", "sharpened")
@check("proposition-6/kl-display", "repaired")
@check("proposition-6/sigma-1", "repaired")
def moments_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The reading's sides on a sample of every family, and its right side against the two moments of z worked out."""
    gaps, worlds = [], effort.pick(quick=1, standard=10)
    for family in families():
        for _ in range(worlds):
            dim, alpha = int(rng.integers(1, 5)), float(np.exp(rng.uniform(np.log(0.02), np.log(2))))
            x = family.draw(rng, SAMPLE, dim)
            x, w = x[(x != 0).any(axis=1)], rng.normal(size=dim)
            given, mean = np.expm1(alpha) * (x**2 @ w**2), x @ w
            variance = given.mean() + mean.var()
            divergence = (np.log(variance) - np.log(given).mean()) / 2
            expected = variance if claim.statement.id == "proposition-6/sigma-1" else divergence
            values = {**row_values(w[None], x), "alpha": alpha, "w": w}
            gaps.append(float(margins(claim.symbolic, values)))
            gaps.append(-abs(float(claim.symbolic.evaluate(values)[1]) - expected) / (1 + abs(expected)))
    summary = (
        f"{len(gaps) // 2} rows of 1 to 4 weights on samples of {SAMPLE} inputs of {_names()}, inputs of nothing but "
        "zeros left out: the sides against each other, and against the moments of z and of z given x."
    )
    return trial_of_margins("moments of samples", summary, np.array(gaps), error=1e-8)


@check("proposition-7", "repaired")
@check("proposition-7/true-information", "repaired")
@check(PER_WEIGHT, "repaired")
def units_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """True information from characteristic functions, on samples of every family."""
    dims, rows, n = effort.pick(quick=((2,), 1, SAMPLE), standard=((1, 4, 32), 4, 4 * SAMPLE))
    tried, gaps = 0, []
    for family in families():
        for dim in dims:
            x, w = family.draw(rng, n, dim), rng.normal(size=(rows, dim))
            x = x[(x != 0).any(axis=1)]
            shape = (rows, dim) if claim.statement.id == PER_WEIGHT else ()
            found = unit_slack(claim, w, rng.choice(ALPHAS, size=shape), x)
            tried += len(found)
            gaps.append(found[np.isfinite(found)])
    everything = np.concatenate(gaps)
    summary = (
        f"True information of {len(everything)} of {tried} units on samples of {n} inputs of {_names()}, dim x in "
        f"{dims}; the others have rho > 1, of which the reading does not speak."
    )
    return trial_of_margins("characteristic functions", summary, everything, error=1e-4)


@check("corollary-5.1", "repaired", "sharpened")
@check("corollary-5.1/atom", "sharpened")
def stacks_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Stacks of parallel paths whose first layer reads a sample of a family; zeros are the atom's share, not points."""
    count, gaps = effort.pick(quick=100, standard=2_000), []
    for family in families():
        points = family.draw(rng, 4 * INPUTS * count, 1)[:, 0]
        x = points[points != 0][: INPUTS * count].reshape(INPUTS, count)
        for width in WIDTHS:
            gaps.append(stack_slack(claim, rng, parallel_stacks(rng, count, width, x=x), width))
    everything = np.concatenate(gaps)
    summary = (
        f"The exact I(z_L;x) of {len(everything) // LAYERS} stacks of {LAYERS} layers, {WIDTHS} parallel paths that "
        f"read {INPUTS} points of {_names()}, at every layer."
    )
    return trial_of_margins("closed form", summary, everything, error=TOLERANCE)


def _names() -> str:
    return f"each of {len(families())} families ({', '.join(family.name for family in families())})"
