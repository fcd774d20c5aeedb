"""Stacking with a number: the factor of a noisy layer by the log-sum inequality, and trials on exact channels."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from scipy.special import erf, xlogy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import numeric, theorems
from bounds.derivations.citing import Cited
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import contraction_theorems as cited
from bounds.papers.achille_soatto_2017.formulas import contraction as channel
from reports.figure import Figure, Series
from validation.checks import check
from validation.checks.proving import chain, derivation, one_step
from validation.checks.trying import ROUNDING, margins, trial_of_margins
from validation.effort import Effort

Array = NDArray[np.float64]
GRID = 2_000  # points of log|z_2|


def information(joint: Array) -> float:
    """I in nats of a joint law (rows, columns)."""
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return float((xlogy(joint, joint) - xlogy(joint, product)).sum())


def coefficient(rows: Array) -> float:
    """Dobrushin's: the largest total variation between two rows of a channel."""
    return float(max(np.abs(one - other).sum() / 2 for one in rows for other in rows))


def forgetting(rng: np.random.Generator, inputs: int) -> dict[str, Any]:
    """A channel that forgets, and a nuisance before it; sometimes an erasure channel, where the factor is attained."""
    eta, outputs, nuisances = float(rng.uniform(0.1, 0.95)), int(rng.integers(2, 5)), int(rng.integers(2, 4))
    kept, law = rng.dirichlet(np.full(outputs, 0.5), size=inputs), rng.dirichlet(np.ones(outputs))
    if rng.random() < 0.3:
        kept, law = np.eye(inputs, inputs + 1) * (1 - 1e-9) + 1e-9 / (inputs + 1), np.eye(inputs + 1)[-1]
        law = law * (1 - 1e-9) + 1e-9 / (inputs + 1)
    weights, states = rng.dirichlet(np.ones(nuisances)), rng.dirichlet(np.full(inputs, 0.7), size=nuisances)
    laws = states @ kept
    whole = (1 - eta) * law + eta * laws
    return {
        **{"N": nuisances, "M": laws.shape[1], "pi": weights, "p": laws, "q": weights @ laws, "r": law},
        **{"eta": eta, "e": 1 - eta, "I_1": information(weights[:, None] * states)},
        **{"I_2": information(weights[:, None] * whole), "channel": (1 - eta) * law + eta * kept},
    }


def _without_channel(world: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in world.items() if name != "channel"}


@check("proposition-2/erasure", "sharpened")
def by_the_log_sum_inequality(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The forgotten part is the same above and below in the logarithm, so it adds nothing."""
    p, q, r, d, v = channel.p[channel.d, channel.v], channel.q[channel.v], channel.r[channel.v], channel.d, channel.v
    eta, e = channel.eta, channel.forgotten
    limits = (v, 0, channel.outcomes - 1), (d, 0, channel.nuisances - 1)
    apart = sympy.Sum(channel.t[d] * sympy.Sum(eta * p * sympy.log(p / q), limits[0]), limits[1])
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.information_after_forgetting),
        channel.information_after(),
        ("<=", theorems.log_sum, {"over": (e * r, eta * p), "under": (e * r, eta * q)}),
        apart,
        ("=", "eta in front"),
        eta * channel.information_kept(),
        ("<=", cited.kept_is_processed),
        claim.symbolic.rhs,
    )
    summary = (
        "The law of z_2 is e r + eta p given n and e r + eta q without it. By the log-sum inequality the common part "
        "adds nothing, and what is kept has at most I(z_1;n)."
    )
    return derivation(steps, lambda rng: _without_channel(forgetting(rng, 3)), summary)


@check("proposition-2/two-inputs", "sharpened")
def two_laws_in_common(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """What two laws have in common is forgotten."""
    erasure = Cited(PAPER.id, "proposition-2/erasure", "sharpened")
    steps = chain(claim.symbolic.lhs, ("<=", erasure), erasure.rhs, ("=", cited.overlap_of_two), claim.symbolic.rhs)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = forgetting(rng, 2)
        a, b = world["channel"]
        return {**_without_channel(world), "a": a, "b": b, "eta": np.abs(a - b).sum() / 2}

    return derivation(steps, draw, "With r the part that both laws have, eta is their total variation.")


@check("proposition-2/contraction", "sharpened")
@check("proposition-2/two-inputs", "sharpened")
def exact_channels(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Random channels and nuisances, from erasure channels to none, moved towards equality."""
    inputs = 2 if claim.statement.id == "proposition-2/two-inputs" else 4
    found, closest = [], 0.0
    for _ in range(effort.pick(quick=1_000, standard=20_000)):
        world = forgetting(rng, inputs)
        rows = world["channel"]
        if rng.random() < 0.5:  # no common part at all
            rows = rng.dirichlet(np.full(rows.shape[1], 0.3), size=inputs)
        states = rng.dirichlet(np.full(inputs, 0.3), size=2)
        weights = rng.dirichlet(np.full(2, 0.3))[:, None]
        one, other = information(weights * states), information(weights * (states @ rows))
        values = {"I_1": one, "I_2": other, "eta": coefficient(rows), "M": rows.shape[1], "a": rows[0], "b": rows[1]}
        found.append(float(margins(claim.symbolic, values)))
        if one > 1e-3 and values["eta"] < 0.95:
            closest = max(closest, other / (values["eta"] * one))
    summary = (
        f"{len(found)} random channels of {inputs} inputs and nuisances of two values; the nearest to equality, of "
        f"those with a factor below 0.95, passes on {100 * closest:.2f} % of what the factor allows."
    )
    return trial_of_margins("exact finite channels", summary, np.array(found), error=ROUNDING)


@check("corollary-5.1/total-variation", "sharpened")
def by_its_antiderivative(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The error function, and its limit."""
    limit = claim.symbolic.lhs
    integral, end, *where = limit.args
    ((h, low, high),) = integral.limits
    width = sympy.sqrt(2 * channel.alpha)
    primitive = (sympy.erf(h / width) - sympy.erf((h - channel.spread) / width)) / 2
    steps = chain(
        limit,
        ("=", theorems.fundamental_theorem, {"antiderivative": primitive}),
        sympy.Limit(primitive.subs(h, high) - primitive.subs(h, low), end, *where),
        ("=", theorems.limit),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, float]:
        return {"alpha": rng.uniform(0.1, 2), "R": rng.uniform(0.1, 3), "S": 30.0}

    return derivation(steps, draw, "The difference of the densities has error functions as antiderivative.")


@check("corollary-5.1/total-variation", "sharpened")
def by_summing_the_difference(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Half the sum of |difference| of the two laws on a fine grid, with no use of where they cross."""
    found = []
    for _ in range(effort.pick(quick=50, standard=500)):
        alpha, spread = float(rng.uniform(0.1, 2)), float(rng.uniform(0.05, 4))
        one, other = _outputs(np.array([0.0, spread]), alpha)
        said = numeric.value(claim.symbolic.rhs, {"alpha": alpha, "R": spread})
        found.append(-abs(np.abs(one - other).sum() / 2 - said))
    return trial_of_margins("quadrature", "Half of int |p - q| on a grid against erf.", np.array(found), error=1e-5)


@check("corollary-5.1/contraction", "sharpened")
def one_weight_forgets(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """What lies below both outermost densities is forgotten."""
    erasure = Cited(PAPER.id, "proposition-2/erasure", "sharpened")
    apart = Cited(PAPER.id, "corollary-5.1/total-variation", "sharpened")
    steps = chain(
        claim.symbolic.lhs,
        ("<=", erasure),
        erasure.rhs,
        ("=", cited.overlap_of_shifts),
        apart.lhs * channel.before,
        ("=", apart),
        claim.symbolic.rhs,
    )
    return derivation(
        steps,
        lambda rng: _one_weight(rng, inputs=2),
        "The least of the shifted densities is one of the two outermost: it is forgotten.",
    )


@check("corollary-5.1/contraction-of-many", "sharpened")
def many_weights_forget(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The direction of the change is all that the outputs tell."""
    one = Cited(PAPER.id, "corollary-5.1/contraction", "sharpened")
    steps = chain(claim.symbolic.lhs, ("<=", one), one.rhs, ("=", cited.along_one_direction), claim.symbolic.rhs)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = _one_weight(rng, inputs=2)
        direction = rng.normal(size=3)
        return {**world, "K": 3, "D": direction / np.linalg.norm(direction) * world["R"]}

    return derivation(steps, draw, "Along the change of all logarithms the outputs are those of one weight.")


@check("corollary-5.1/contraction-at-zero", "sharpened")
def by_limit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A limit of the error function."""
    return derivation(one_step(claim, by=theorems.limit), _one_weight, "The error function tends to 1.")


def _one_weight(rng: np.random.Generator, inputs: int = 4) -> dict[str, Any]:
    """Inputs whose logarithms range over R, a nuisance before them, and the informations by quadrature."""
    alpha, spread = float(np.exp(rng.uniform(np.log(0.05), np.log(2)))), float(rng.uniform(0.2, 3))
    logs = np.concatenate([[0.0, spread], rng.uniform(0, spread, size=inputs - 2)])
    weights, states = rng.dirichlet(np.ones(2)), rng.dirichlet(np.full(inputs, 0.5), size=2)
    one, other = weights[:, None] * states, weights[:, None] * (states @ _outputs(logs, alpha))
    eta = float(erf(spread / np.sqrt(8 * alpha)))
    return {"alpha": alpha, "R": spread, "eta": eta, "I_1": information(one), "I_2": information(other)}


def _outputs(logs: Array, alpha: float) -> Array:
    """The laws of log|z_2| on a grid, (inputs, GRID)."""
    reach = 8 * np.sqrt(alpha)
    grid = np.linspace(logs.min() - reach, logs.max() + reach, GRID)
    density = np.exp(-((grid - logs[:, None]) ** 2) / (2 * alpha))
    return density / density.sum(axis=1, keepdims=True)


@check("corollary-5.1/contraction", "sharpened")
def inputs_through_one_weight(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence | Figure]:
    """The information by quadrature against the factor, and both against the range."""
    worlds = [_one_weight(rng, int(rng.integers(2, 6))) for _ in range(effort.pick(quick=200, standard=2_000))]
    ratios = [w["I_2"] / (w["eta"] * w["I_1"]) for w in worlds if w["I_1"] > 1e-3 and w["eta"] < 0.95]
    summary = (
        f"{len(worlds)} sets of inputs within a range R, a nuisance of two values before them, by quadrature; the "
        f"nearest to equality, of those with a factor below 0.95, passes on {100 * max(ratios):.0f} % of it."
    )
    found = np.array([float(margins(claim.symbolic, world)) for world in worlds])
    yield trial_of_margins("quadrature", summary, found, error=1e-7)
    ranges = np.linspace(0.05, 8, 40)
    passed = [information(_outputs(np.array([0.0, one]), 1.0) / 2) / np.log(2) for one in ranges]
    allowed = [float(claim.symbolic.evaluate({"R": one, "alpha": 1.0, "I_1": 1.0, "I_2": 0.0})[1]) for one in ranges]
    yield Figure(
        id="contraction",
        subject="corollary-5.1/contraction",
        title="How much goes through one noisy weight",
        x_label="range R of the input's logarithm, over the noise's sqrt(alpha)",
        y_label="share of the information",
        caption="The factor erf(R/sqrt(8 alpha)), which holds for every nuisance and every input within the range, and "
        "what one fair bit keeps whose two values lie at the ends of the range.",
        series=(
            Series(name="at most, any input", x=list(ranges), y=allowed),
            Series(name="a bit at the ends", x=list(ranges), y=passed),
        ),
    )
