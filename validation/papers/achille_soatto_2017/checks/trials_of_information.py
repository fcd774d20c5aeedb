"""Adversarial trials of T3, the bound of the true information, in worlds that come close to equality."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, Evidence
from bounds.derivations.whole_arrays import values_of
from bounds.papers.achille_soatto_2017.input_families import c_of_row, families
from bounds.papers.achille_soatto_2017.row_numbers import moments, row_values
from validation.checks import check
from validation.checks.one_term_channels import TOLERANCE, information_of, one_hot_worlds, resolved
from validation.checks.significance import BATCHES, chance, mean_and_error
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort
from validation.papers.achille_soatto_2017.exact_informations import gaussian_information
from validation.papers.achille_soatto_2017.row_worlds import PER_WEIGHT, RHO_AT_MOST_1

Array = NDArray[np.float64]


@check("proposition-7", "repaired", "sharpened")
@check("proposition-7/true-information", "repaired")
@check("proposition-7/per-weight-alpha", "repaired")
def one_term_worlds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """True information in closed form: a random start, then mutation of the worlds closest to equality."""
    per_weight = claim.statement.id == PER_WEIGHT
    start, rounds, kept = effort.pick(quick=(6_000, 5, 1_000), standard=(60_000, 30, 2_000))
    dim = 3 if per_weight else 2
    world = one_hot_worlds(rng, start, 6, dim, per_weight=per_weight)
    gaps = _one_term_slack(claim, world)
    tried, smallest = start, [float(gaps.min())]
    for _ in range(rounds):
        best = np.argsort(gaps)[:kept]
        world = _mutated(rng, world, best)
        gaps = np.minimum(_one_term_slack(claim, world), gaps[best])
        tried += kept
        smallest.append(float(gaps.min()))
    summary = (
        f"True information of {tried} worlds whose inputs light one weight each (one-dimensional integrals), "
        f"alpha from 0.01 to 2, mutated towards equality in {rounds} rounds (smallest slack {smallest[0]:.3g}, "
        f"then {smallest[-1]:.3g} nats)."
    )
    return trial_of_margins("adversarial search, closed form", summary, gaps, error=TOLERANCE)


def _one_term_slack(claim: Claim, world: dict[str, Any]) -> Array:
    """The reading's slack in every world that meets its condition on rho and that the integral resolves, else inf."""
    information = information_of(world)
    noise = np.atleast_2d(world["alpha"])
    values = {**world, "I": information, "Ibar": -np.log(noise[0]) / 2}
    gaps = margins(claim.symbolic, values)
    terms = (world["w"] * world["x"]).sum(axis=1)
    usable = resolved(np.broadcast_to(noise.min(axis=0), terms.shape), terms)
    return np.where(usable & may_judge(claim, moments(world)["rho"]), gaps, np.inf)


def _mutated(rng: np.random.Generator, world: dict[str, Any], best: NDArray[np.int64]) -> dict[str, Any]:
    """The chosen worlds, each with sizes, probabilities and noise moved a little."""
    child = {name: value[..., best] if isinstance(value, np.ndarray) else value for name, value in world.items()}
    child["x"] = child["x"] * np.exp(0.2 * rng.standard_normal(child["x"].shape))
    child["alpha"] = np.clip(child["alpha"] * np.exp(0.2 * rng.standard_normal(child["alpha"].shape)), 0.01, 2.0)
    p = child["P"] * np.exp(0.2 * rng.standard_normal(child["P"].shape))
    child["P"] = p / p.sum(axis=0)
    return child


SAMPLED = 40  # inputs a batch

WEIGHT_SHAPES: dict[str, Callable[[np.random.Generator, tuple[int, int]], Array]] = {
    "uniform": lambda rng, shape: rng.uniform(-1, 1, shape),
    "Gaussian": lambda rng, shape: rng.standard_normal(shape),
    "heavy-tailed": lambda rng, shape: rng.standard_t(1.5, shape),
    "one-hot": lambda rng, shape: np.eye(shape[1])[rng.integers(shape[1], size=shape[0])] + 1e-3,
}


@check("proposition-7", "sharpened")
def layers_of_every_family(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """True information from characteristic functions, samples of every family as the distribution of x."""
    dims, alphas, rows, n = effort.pick(quick=((2, 24), (0.1,), 1, 12), standard=((1, 8, 64), (0.05, 0.5, 2.0), 2, 40))
    gaps, where = [], []
    for family in families():
        for dim in dims:
            x = family.draw(rng, n, dim)
            for alpha in alphas:
                w = np.concatenate([make(rng, (rows, dim)) for make in WEIGHT_SHAPES.values()])
                found = unit_slack(claim, w, alpha, x)
                gaps.append(found)
                where.append((family.name, dim, alpha, float(np.nanmin(found))))
    values = np.concatenate(gaps)
    values = values[np.isfinite(values)]
    name, dim, alpha, least = min(where, key=lambda one: one[3])
    summary = (
        f"True information of {len(values)} units: {len(families())} input families, dim x in {dims}, four shapes of "
        f"w_hat, alpha in {alphas}; closest to equality ({least:.3g} nats) for {name}, dim x = {dim}, alpha = {alpha}."
    )
    return trial_of_margins("characteristic functions", summary, values, error=1e-4)


@check("proposition-7", "repaired", "sharpened")
@check("proposition-7/true-information", "repaired")
def close_to_equality(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Many Gaussian inputs and little noise: all of T3's inequalities are nearly equalities there."""
    dim, n, alpha = 256, effort.pick(quick=6000, standard=20_000), 0.005
    x = families()[0].draw(rng, n, dim)
    # a sample without mean whose second moments are those of the family, so that rho = 1 exactly
    x -= x.mean(axis=0)
    x = x @ np.linalg.inv(np.linalg.cholesky(x.T @ x / n)).T
    gaps = unit_slack(claim, rng.standard_normal((effort.pick(quick=1, standard=8), dim)), alpha, x)
    summary = (
        f"Gaussian inputs, dim x = {dim}, alpha = {alpha}, a whitened sample of {n} inputs as the distribution of x."
    )
    return trial_of_margins("characteristic functions", summary, gaps[np.isfinite(gaps)], error=1e-4)


def unit_slack(claim: Claim, w: Array, alpha: float | Array, x: Array) -> Array:
    """The reading's slack for every row; infinite where its condition on rho fails or an atom at 0 is seen.

    `alpha`: one for all, or of the shape of w.
    """
    from estimators.noisy_layer import information_per_unit

    values = row_values(w, x)
    noise = np.transpose(alpha)
    given = {**values, "I": information_per_unit(w, alpha, x).value, "alpha": noise, "Ibar": -np.log(noise) / 2}
    sides = values_of({"information": claim.symbolic.lhs, "bound": claim.symbolic.rhs}, given)
    row = moments(values)
    usable = np.isfinite(row["c"]) & may_judge(claim, row["rho"], rounding=1e-9)
    return np.where(usable, sides["bound"] - sides["information"], np.inf)


def may_judge(claim: Claim, rho: Array, *, rounding: float = 0.0) -> NDArray[np.bool_]:
    """Whether T3's reading speaks of rows with this rho."""
    return (rho <= 1 + rounding) | ((claim.statement.id, claim.reading.name) not in RHO_AT_MOST_1)


@check("proposition-7/true-information-floor", "sharpened")
def gaussian_floor(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """One Gaussian input exactly, and rows of many from a sample, with the leave-one-out estimate, an upper bound."""
    from estimators.noisy_layer import information_per_unit

    alpha = np.exp(np.linspace(np.log(0.02), np.log(4), effort.pick(quick=6, standard=100)))
    gaussian = families()[0]
    exact = margins(claim.symbolic, {"I": gaussian_information(alpha), "alpha": alpha, "c": gaussian.c_of_one})
    text = f"I(z;x) of z = eps x, x standard Gaussian, at {len(alpha)} values of alpha from 0.02 to 4 (a convolution)."
    yield trial_of_margins("one-dimensional integral", text, exact, error=1e-5)
    p_values, gaps = [], []
    for dim in (2, 32):
        for alpha_row in effort.pick(quick=(0.1,), standard=(0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)):
            w = np.concatenate([make(rng, (1, dim)) for make in WEIGHT_SHAPES.values()])
            c = c_of_row(gaussian, w**2 / (w**2).sum(axis=1, keepdims=True))
            batches = []
            for _ in range(BATCHES):
                x = gaussian.draw(rng, SAMPLED, dim)
                # at a level near 0 the interval's upper end is the leave-one-out estimate, with its numerical error
                ceiling = information_per_unit(w, alpha_row, x, inputs="sample", level=1e-9).interval[1]
                batches.append(margins(claim.symbolic, {"I": ceiling, "alpha": alpha_row, "c": c}))
            gap, error = mean_and_error(batches)
            gaps.append(gap)
            p_values.append(chance(-gap, error))
    worst = float(np.min(np.concatenate(gaps)))
    yield Evidence(
        kind="trial",
        method="characteristic functions, leave-one-out",
        summary=f"{len(np.concatenate(gaps))} rows of 2 and 32 Gaussian inputs, {BATCHES} batches of {SAMPLED}: the "
        f"leave-one-out estimate, too high in the mean, stays above I_G - alpha by {worst:.3g} nats or more.",
        margin=worst,
        p_value=float(np.min(np.concatenate(p_values))),
        comparisons=len(np.concatenate(p_values)),
    )
