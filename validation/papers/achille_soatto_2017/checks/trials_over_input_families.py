"""Trials over the families of inputs: how large c is (T2), and equation (4) by sampling."""

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017.input_families import InputFamily, c_of_row, families, mean_log_square
from bounds.papers.achille_soatto_2017.row_numbers import from_moments
from validation.checks import check
from validation.checks.significance import BATCHES, chance, mean_and_error
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort

Array = NDArray[np.float64]
ROUNDING = 1e-7  # of c, from its integral
ALPHA = 0.1  # of the noise that is sampled


def weights(rng: np.random.Generator, count: int, *, widest: int) -> tuple[Array, Array]:
    """Shares p of up to four sizes, and how many inputs have each, (count, 4); equal weights among them."""
    counts = np.ceil(np.exp(rng.uniform(0, np.log(widest / 4), size=(count, 4)))).astype(float)
    spread = np.exp(rng.uniform(np.log(1e-3), np.log(3.0), size=(count, 1)))
    p = np.exp(spread * rng.standard_normal((count, 4)))
    p[: count // 20] = 1.0
    return p / (counts * p).sum(axis=1, keepdims=True), counts


def relative(slack: Array, c: Array) -> str:
    """The smallest slack relative to c, where c is not negligible."""
    kept = c > 1e-4
    return f"{100 * float(np.min(slack[kept] / c[kept])):.3g} %" if kept.any() else "not defined"


@check("proposition-7/upper-bound-rate", "sharpened")
@check("proposition-7/gaussian-floor", "sharpened")
def gaussian_c(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent Gaussian inputs: c by the Laplace transform of s."""
    count = effort.pick(quick=10_000, standard=100_000)
    p, counts = weights(rng, count, widest=1000)
    c = c_of_row(families()[0], p, counts)
    D = 1 / (counts * p**2).sum(axis=1)
    d = counts.sum(axis=1)
    gaps = margins(claim.symbolic, {"c": c, "D": D, "d": d})
    nearest = int(np.argmin(gaps))
    summary = (
        f"c of {count} random rows of independent Gaussian inputs, dim x from 4 to {int(d.max())}, D from "
        f"{D.min():.2f} to {D.max():.0f}; smallest slack relative to c {relative(gaps, c)} (at dim x = "
        f"{int(d[nearest])}, D = {D[nearest]:.1f}; equal weights attain equality)."
    )
    return trial_of_margins("Laplace transform", summary, gaps, error=ROUNDING)


@check("proposition-7/upper-bound-rate", "repaired")
def bounded_kurtosis_c(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every family of independent squares and bounded kurtosis, D beyond 300 included."""
    tested = [f for f in families() if f.may_test(claim.reading) and f.laplace is not None]
    each = effort.pick(quick=1_200, standard=10_000)
    gaps, sizes, large = [], [], 0
    for family in tested:
        p, counts = weights(rng, each, widest=4000)
        c = c_of_row(family, p, counts)
        D = 1 / (counts * p**2).sum(axis=1)
        large += int((D > 300).sum())
        gaps.append(margins(claim.symbolic, {"c": c, "D": D, "kappa": family.kurtosis, "Lambda": family.small_ball}))
        sizes.append(c)
    everything, all_c = np.concatenate(gaps), np.concatenate(sizes)
    closest = tested[int(np.argmin([gap.min() for gap in gaps]))]
    summary = (
        f"c of {each} rows from each of {len(tested)} families ({', '.join(f.name for f in tested)}); {large} rows "
        f"have D > 300; smallest slack relative to c {relative(everything, all_c)}, smallest for the "
        f"{closest.name} family."
    )
    return trial_of_margins("Laplace transform", summary, everything, error=ROUNDING)


@check("proposition-7/upper-bound", "sharpened")
def log_concave_c(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Families of log-concave |x|, independent and fully dependent (where c is that of a single input)."""
    tested = [f for f in families() if f.may_test(claim.reading)]
    each = effort.pick(quick=2_500, standard=20_000)
    values = []
    for family in tested:
        if family.laplace is not None:
            p, counts = weights(rng, each, widest=64)
            counts[: each // 4], p[: each // 4] = 1.0, np.array([1.0, 0.0, 0.0, 0.0])  # one input carries the row
            p[each // 8 : each // 4, :2] = rng.dirichlet([5.0, 0.05], size=each // 4 - each // 8)
            values.append(c_of_row(family, p, counts))
        values.append(np.full(each // 10, family.c_of_one))  # |x_i| all equal
    c = np.concatenate(values)
    gaps = margins(claim.symbolic, {"c": c})
    summary = (
        f"c of {len(c)} rows from {', '.join(f.name for f in tested)}, independent and fully dependent inputs; "
        f"smallest slack relative to c {relative(gaps, c)}, where one exponential |x| carries the row."
    )
    return trial_of_margins("Laplace transform", summary, gaps, error=ROUNDING)


@check("proposition-6/equation-4", "printed", "sharpened")
def surrogate_by_sampling(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The Gaussian divergence from sampled moments of z and of z given x, against equation (4) in closed form."""
    # of heavier tails a batch's second moment is far from normal
    tested = [f for f in families() if f.laplace is not None and f.kurtosis <= 3]
    samples = effort.pick(quick=4_000, standard=80_000)
    outcomes = [_sampled_surrogate(claim, f, rng, samples) for f in tested]
    p_values = np.array([2 * chance(abs(sampled - exact), error) for sampled, exact, error in outcomes])
    worst = int(np.argmin(p_values))
    sampled, exact, error = outcomes[worst]
    return Evidence(
        kind="trial",
        method="Monte Carlo",
        summary=f"Moments of z from {BATCHES} batches of {samples} draws for {len(tested)} families "
        f"({', '.join(f.name for f in tested)}), 6 weights, alpha = {ALPHA}, against equation (4); the largest "
        f"deviation is {(sampled - exact) / error:.2f} standard errors ({tested[worst].name}: {sampled:.4f} against "
        f"{exact:.4f}, standard error {error:.4f}).",
        margin=float(-np.abs(sampled - exact)),
        p_value=float(p_values[worst]),
        comparisons=len(tested),
    )


def _sampled_surrogate(
    claim: Claim, family: InputFamily, rng: np.random.Generator, n: int
) -> tuple[float, float, float]:
    """The divergence from batches of n samples, equation (4) in closed form, and the batches' standard error."""
    w = np.exp(0.3 * rng.standard_normal(6))
    sampled, error = mean_and_error([sampled_divergence(family, w, rng, n) for _ in range(BATCHES)])
    return float(sampled), surrogate_in_closed_form(claim, family, w), float(error)


def surrogate_in_closed_form(claim: Claim, family: InputFamily, w: Array) -> float:
    """The reading's right side for a row w of independent inputs of the family, in nats."""
    share = w**2 / (w**2).sum()
    # scaled to m = 1
    row = {"V": w @ family.covariance(len(w)) @ w / (w**2).sum(), "mean_log_square": mean_log_square(family, share)[0]}
    return float(from_moments(claim.symbolic.rhs, alpha=ALPHA, **row))


def sampled_divergence(family: InputFamily, w: Array, rng: np.random.Generator, n: int) -> float:
    """Half of log Var z less E log Var(z|x), in nats, from n draws."""
    x = family.draw(rng, n, len(w))
    z = (x * w * np.exp(np.sqrt(ALPHA) * rng.standard_normal(x.shape) - ALPHA / 2)).sum(axis=1)
    given = np.log(np.expm1(ALPHA) * (x**2 @ w**2))
    return float(np.log(z.var(ddof=1)) - given.mean()) / 2
