"""Sections 6.2 and 6.3: the discriminator's log-ratio, the sigmoid's input, and the gain function."""

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.distribution.joint import Joint
from validation.checks import check
from validation.checks.drawing import random_channel, random_joint, rational_law
from validation.checks.proving import derivation, one_step
from validation.checks.searching import find_counterexample
from validation.checks.trying import ROUNDING, exact_margin, trial
from validation.effort import Effort


@check("section-6.2/discriminator", "printed", "repaired")
def discriminators(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The optimal discriminators and their mean log-ratios, summed out exactly on random chains."""
    started = time.perf_counter()
    printed = claim.reading.name == "printed"
    count = effort.pick(quick=15, standard=200)
    halves = exact = 0
    margins = []
    for _ in range(count):
        joint = random_joint(rng, ("n", "x"), (2, 3))
        joint = joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")
        ratios = _ratios(joint, given_datum=printed)
        halves += all(ratio == 1 for ratio, _ in ratios)
        mean = sum(float(p) * float(np.log(float(ratio))) for ratio, p in ratios)
        exact += abs(mean - float(joint.mutual_information("z", "n"))) < ROUNDING
        said = float(joint.mutual_information("z", "n", given="x" if printed else ()))  # what the reading takes it for
        margins += [-abs(mean - said), exact_margin(claim.informational, joint)]
    if printed:
        summary = (
            f"On {count} random chains the printed D* is 1/2 everywhere on {halves}; its mean log-ratio, 0, is I(z;n) "
            f"only on {exact}, where that is 0 too."
        )
    else:
        summary = f"On {count} random chains the mean log-ratio of D* = p(z)/(p(z)+p(z|n)) is I(z;n) on {exact}."
    return trial("exact enumeration", summary, min(margins), started)


def _ratios(joint: Joint, *, given_datum: bool) -> list[tuple[Fraction, Fraction]]:
    """(1 - D*)/D* and the probability of each point: p(z|x,n)/p(z|x), or p(z|n)/p(z)."""
    beside = ("x",) if given_datum else ()
    whole = joint.marginal("z", "n", *beside)
    first, second = joint.marginal("z", *beside), joint.marginal("n", *beside)
    rest: Mapping[tuple[Any, ...], Fraction]
    rest = joint.marginal(*beside).probabilities if beside else {(): Fraction(1)}
    ratios = []
    for (z, n, *x), p in whole.probabilities.items():
        key = tuple(x)
        ratios.append((p / second.probabilities[(n, *key)] / (first.probabilities[(z, *key)] / rest[key]), p))
    return ratios


@check("section-6.2/log-ratio", "printed", "repaired")
@check("footnote-8", "repaired")
@check("section-6.3", "printed")
@check("section-6.3/objective", "repaired")
def by_algebra(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Both sides expanded."""
    summary = "Both sides are equal by expanding the logarithms, for laws of any size."
    return derivation(one_step(claim), _values, summary)


def _values(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(2, 5))
    scalars = {name: float(rng.uniform(0.1, 3.0)) for name in "abc"}
    laws = {"p": rng.dirichlet(np.ones(size)), "q": rng.dirichlet(np.ones(size)), "K": size}
    return {**scalars, **laws, "u": float(rng.normal())}


@check("footnote-8", "printed")
def input_of_the_sigmoid(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """An input u for which the log-ratio is not u."""

    def draw(stream: np.random.Generator) -> dict[str, Any]:
        # mostly 0, where the sign does not show
        return {"u": Fraction(int(stream.integers(-8, 9)), 4) if stream.random() < 0.3 else Fraction(0)}

    text = "The log-ratio and the sigmoid's input"
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))


@check("section-6.3/objective", "printed")
def gain_function(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A generator q off the prior p for which the displayed identity fails."""

    def draw(stream: np.random.Generator) -> dict[str, Any]:
        size = int(stream.integers(2, 4))
        p = rational_law(stream, size)
        return {"p": p, "q": rational_law(stream, size) if stream.random() < 0.3 else p, "K": size}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="A generator q off the prior p", control=control)
