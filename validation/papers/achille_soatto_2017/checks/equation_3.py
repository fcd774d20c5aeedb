"""Equation 3: what data tell of a parameter in closed form and by determinants; the telling witnesses."""

from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from bounds.distribution.joint import Joint
from bounds.shannon.witness import Counterexample
from validation.checks import check
from validation.checks.proving import chain, derivation, limit_of_family, one_step
from validation.checks.trying import margins, trial_of_margins
from validation.effort import Effort


def _gaussian(rng: np.random.Generator) -> dict[str, Any]:
    """Variances of the parameter and of the noise, a number of parameters and of observations."""
    s, v = (float(np.exp(rng.uniform(-3, 2))) for _ in range(2))
    return {"s": s, "v": v, "k": int(rng.integers(1, 5)), "N": int(rng.integers(1, 60)), "t": float(rng.uniform(1, 3))}


@check("equation-3/sufficiency", "printed")
def a_bit_through_a_noisy_channel(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """theta a fair bit, D the bit flipped with probability 1/4: sufficient weights tell D, whatever they are."""
    flip = Fraction(1, 4)
    law = {(a, b): Fraction(1, 2) * (1 - flip if a == b else flip) for a in (0, 1) for b in (0, 1)}
    joint = Joint({(a, b, b): p for (a, b), p in law.items()}, ("theta", "D", "w"))
    needed, told = float(joint.entropy("D")), float(joint.mutual_information("D", "theta"))
    summary = (
        f"A fair bit theta seen through noise that flips it with probability 1/4. The two values of D have different "
        f"posteriors, so D is its own minimal sufficient statistic and every sufficient w holds log 2 = {needed:.4f} "
        f"nats of D, of which {told:.4f} are about theta: no sufficient w attains the equality."
    )
    formula = claim.informational
    certificate = Counterexample(joint, formula.goal, formula.given)
    return Evidence(
        kind="counterexample",
        method="a named witness, exact check",
        summary=summary,
        witness=joint.to_json(),
        certificate=certificate,
    )


@check("equation-3/entropy-bound", "printed")
def without_a_bound(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A Gaussian parameter: what N observations tell of it exceeds every constant."""
    one = sympy.Integer(1)
    return limit_of_family(
        "For a Gaussian theta of variance s seen N times with noise of variance v, I(D;theta) = 1/2 log(1 + N s/v) "
        "grows without bound: no constant is above it.",
        "s = v = 1, more and more observations",
        parameter=sympy.Symbol("N", integer=True, positive=True),
        point=sympy.oo,
        members={n: {"s": 1, "v": 1, "N": n} for n in (1, 100, 10_000)},
        s=one,
        v=one,
    )


@check("equation-3/constant-information", "printed")
def every_label(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A minimiser below 1 holds every label."""
    return limit_of_family(
        "L >= N log n - (1 - beta) I for the loss of N labels of n classes, so that a minimiser at beta < 1 holds I = "
        "N log n: no constant is above it.",
        "n = 2 classes, more and more labels",
        parameter=sympy.Symbol("N", integer=True, positive=True),
        point=sympy.oo,
        members={count: {"n": 2, "N": count} for count in (1, 100, 10_000)},
        n=sympy.Integer(2),
    )


@check("equation-3/constant-information", "intended")
def stationary_at_every_n(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The slopes of the loss and of the information, both in proportion to N."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {**_gaussian(rng), "u": float(np.exp(rng.uniform(-2, 1))), "h": float(np.exp(rng.uniform(-1, 1)))}

    return derivation(one_step(claim), draw, "N h/2 = beta s/(2 u (u + s)) at this beta, whatever N is.")


@check("equation-3/growth", "repaired")
def entropies_of_the_mean(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm of a quotient of variances."""
    return derivation(one_step(claim), _gaussian, "Both entropies are Gaussian: half the log of the variances' ratio.")


@check("equation-3/growth", "repaired")
def by_determinants(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The information of all N observations from the determinant of their covariance, with no use of the mean."""
    found = []
    for _ in range(effort.pick(quick=50, standard=400)):
        world = _gaussian(rng)
        count = world["N"]
        covariance = np.eye(count) + world["s"] / world["v"] * np.ones((count, count))
        told = world["k"] * np.linalg.slogdet(covariance)[1] / 2
        _, said = claim.symbolic.evaluate(world)
        found += [-abs(told - float(said)), float(margins(claim.symbolic, world))]
    summary = "1/2 log det of the observations' covariance, k times, against the formula."
    return trial_of_margins("determinants", summary, np.array(found), error=1e-9)


@check("equation-3/growth", "sharpened")
def beyond_log_n(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """log(1 + e^t s/v) = t + log(e^-t + s/v)."""
    limit = claim.symbolic.lhs
    _, t, *where = limit.args
    s, v = sympy.symbols("s v", positive=True)
    k = sympy.Symbol("k", integer=True, positive=True)
    steps = chain(
        limit,
        ("=", theorems.log_of_a_sum, {"factor": sympy.exp(t)}),
        sympy.Limit(k * sympy.log(sympy.exp(-t) + s / v) / 2, t, *where),
        ("=", theorems.limit),
        claim.symbolic.rhs,
    )
    return derivation(steps, _gaussian, "log(1 + N s/v) = log N + log(1/N + s/v), whose last term stays finite.")


@check("equation-3/growth-bounds", "sharpened")
def one_plus_at_most(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """1 + N s/v <= N (1 + s/v)."""
    formula = claim.symbolic
    s, v = sympy.symbols("s v", positive=True)
    count, k = sympy.symbols("N k", integer=True, positive=True)
    joined = k * sympy.log(count + count * s / v) / 2
    steps = chain(formula.lhs, ("<=", "1 <= N"), joined, ("=", theorems.log_of_a_sum, {"factor": count}), formula.rhs)
    return derivation(steps, _gaussian, "1 + N s/v <= N + N s/v for every N >= 1.")
