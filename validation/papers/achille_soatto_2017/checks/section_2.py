"""Section 2: total correlation, Markov chains, sufficiency, the bottleneck's limit, nuisances, Lemma 2.2."""

import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, informational
from bounds.distribution.information_bottleneck import annealed
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.nuisance import Construction, with_nuisance
from bounds.shannon.parametric import at_value
from validation.checks import check
from validation.checks.informations import constructed_counterexample
from validation.effort import Effort


@check("total-correlation", "repaired")
def divergence_from_product(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The divergence from the product of all marginals, summed out exactly on random joints, against the formula."""
    started = time.perf_counter()
    count = effort.pick(quick=40, standard=400)
    for _ in range(count):
        joint = random_joint(rng, ("z1", "z2", "z3"), (2, 2, 2))
        laws = [joint.marginal(name).probabilities for name in joint.names]
        table = {
            (a, b, c): laws[0][a,] * laws[1][b,] * laws[2][c,]
            for (a,) in laws[0]
            for (b,) in laws[1]
            for (c,) in laws[2]
        }
        divergence = joint.kl_divergence(Joint(table, joint.names))
        if not (divergence.exactly() - joint.total_correlation("z1", "z2", "z3").exactly()).is_zero():
            raise ArithmeticError(f"the divergence from the product and the total correlation differ on {joint}")
    return Evidence(
        kind="trial",
        method="exact enumeration",
        summary=f"On {count} random rational joints of three bits the divergence from the product of the "
        f"marginals equals the "
        "sum of entropies exactly.",
        margin=0.0,
        seconds=time.perf_counter() - started,
    )


@check("information-bottleneck-limit", "printed")
def solved_bottleneck(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Blahut-Arimoto solutions for falling beta: complexity below the sufficient statistic's, loss below beta
    times it.
    """
    started = time.perf_counter()
    betas = np.geomspace(0.02, 0.5, 7).tolist()
    count = effort.pick(quick=5, standard=40)
    margin = np.inf
    for _ in range(count):
        joint = minimal_sufficient(random_joint(rng, ("x", "y"), (4, 2)))
        p = np.zeros((4, 2))
        for (x, y), q in joint.marginal("x", "y").probabilities.items():
            p[x, y] = q
        complexity, noise = float(joint.mutual_information("t", "x")), float(joint.entropy("y", given="x"))
        for solution in annealed(p, betas):
            # a stationary point need not be a minimiser: only those that beat the sufficient statistic are in the claim
            if solution.lagrangian <= noise + solution.beta * complexity + 1e-12:
                margin = min(
                    margin, complexity - solution.complexity, solution.beta * complexity - (solution.missed - noise)
                )
    return Evidence(
        kind="trial",
        method="Blahut-Arimoto with reverse annealing",
        summary=f"Solved on {count} random joints at {len(betas)} values of beta from {betas[0]:.2g} to "
        f"{betas[-1]:.2g}: the "
        f"complexity never passes the minimal sufficient statistic's, nor the missed information beta times it "
        f"(smallest margin "
        f"{margin:.3g} nats).",
        margin=float(margin),
        p_value=0.0 if margin < -1e-9 else None,
        comparisons=1 if margin < -1e-9 else 0,
        seconds=time.perf_counter() - started,
    )


@check("information-bottleneck-limit/fixed-beta", "sharpened")
def sufficient_but_not_optimal(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A joint whose minimal sufficient statistic loses to some other representation at the fixed beta."""
    repaired = informational(LEDGER["information-bottleneck-limit/fixed-beta"]["repaired"])
    control = Informational(
        *(tuple(at_value(line, "beta", Fraction(1, 4)) for line in lines) for lines in (repaired.goal, repaired.given))
    )
    return constructed_counterexample(
        claim.informational, _with_representation, control, _deterministic_with_representation, rng, keep=is_minimal
    )


@check("lemma-2.2", "printed")
def construction(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The common refinement of the conditional distribution functions."""
    started = time.perf_counter()
    joint = random_joint(rng, ("x", "y"), (3, 2))
    split = with_nuisance(joint)
    cells = len(split.alphabets["n"])
    return Evidence(
        kind="proof",
        method="construction, checked exactly",
        summary=f"The nuisance is the cell of [0,1) between neighbouring values of the conditional distribution "
        f"functions; for a "
        f"random joint of 3 by 2 values it has {cells} values, I(y;n) = "
        f"{float(split.mutual_information('y', 'n')):.3g} and "
        f"H(x|y,n) = {float(split.entropy('x', given=('y', 'n'))):.3g}, both exactly 0.",
        certificate=Construction(),
        witness=split.to_json(),
        seconds=time.perf_counter() - started,
    )


def random_joint(rng: np.random.Generator, names: tuple[str, ...], shape: tuple[int, ...], largest: int = 6) -> Joint:
    """A rational joint with small integer weights, zeros among them."""
    weights = rng.integers(0, largest, shape)
    weights.flat[rng.integers(weights.size)] += 1
    total = int(weights.sum())
    table = {tuple(map(int, at)): Fraction(int(weights[tuple(at)]), total) for at in np.argwhere(weights > 0)}
    return Joint(table, names)


def random_channel(rng: np.random.Generator, inputs: Sequence[Any], outputs: int) -> dict[Any, dict[int, Fraction]]:
    """p(output|input) with quarters, some of it deterministic."""
    channel = {}
    for value in inputs:
        weights = rng.multinomial(4, rng.dirichlet([0.4] * outputs))
        channel[value] = {k: Fraction(int(w), 4) for k, w in enumerate(weights) if w}
    return channel


def is_minimal(joint: Joint) -> bool:
    """Whether t is the minimal sufficient statistic of x for y: the partition of x by its posterior."""
    if "t" not in joint.names:
        return True
    fresh = minimal_sufficient(joint.marginal("x", "y", "t"), "t'")
    return fresh.is_function("t", "t'") and fresh.is_function("t'", "t")


def _with_representation(rng: np.random.Generator) -> Joint:
    # labels that are nearly certain, mostly: there the sufficient statistic is hard to beat
    joint = random_joint(rng, ("x",), (3,), 10)
    flip = Fraction(1, int(rng.integers(3, 16)))
    channel = {x: {x % 2: 1 - flip, 1 - x % 2: flip} for x in joint.alphabets["x"]}
    joint = minimal_sufficient(joint.with_channel("y", channel, "x"))
    return joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")


def _deterministic_with_representation(rng: np.random.Generator) -> Joint:
    joint = random_joint(rng, ("x",), (3,), 10).extended("y", lambda x: x % 2, "x")
    return joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")
