"""Checks of the transition for random labels: derivations, and trials on exact finite memories of labels."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Evidence
from bounds.derivations.citing import Cited
from bounds.derivations.derivation import Derivation, Step, sampled
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import transition_theorems as cited
from bounds.papers.achille_soatto_2017.formulas import transition as labels
from validation.checks import check
from validation.checks.proving import chain, derivation
from validation.checks.trying import ROUNDING, margins, trial_of_margins
from validation.effort import Effort

Array = NDArray[np.float64]
World = dict[str, float]
BEST, APART = 0.6, 0.6  # the shares of memories with the best decoders, and of those that store each label by itself
PRICE = Cited(PAPER.id, "remark-4.2/price", "printed")
PAID = labels.cross_entropy + labels.information


@check("remark-4.2/price", "printed")
@check("remark-4.2/label-noise", "sharpened")
def paid_for(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Gibbs' inequality, one label at a time, and the information of the labels in the weights."""
    noisy = claim.reading.name == "sharpened"
    rest = labels.information
    steps = chain(
        PAID,
        (">=", cited.decoder),
        cited.EACH + rest,
        (">=", cited.one_label_at_a_time),
        cited.ALL + rest,
        ("=", cited.entropies_of_labels),
        cited.PRIOR - cited.STORED + rest,
        (">=", cited.information_of_labels),
        cited.PRIOR,
        ("=", cited.noisy_labels if noisy else cited.random_labels),
        claim.symbolic.rhs,
    )
    summary = "No decoder of the labels beats their entropy given the weights, which is what the weights do not hold."
    return derivation(steps, lambda rng: memory(rng, noisy=noisy), summary)


@check("remark-4.2/least-lagrangian", "sharpened")
def smaller_of_one_and_beta(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The smaller of 1 and beta, times the price of random labels."""
    share = cited.smaller_share
    steps = chain(claim.symbolic.lhs, (">=", share), cited.SHARE * PAID, (">=", PRICE), claim.symbolic.rhs)
    return derivation(steps, memory, "min(1, beta) of both terms is paid at least, and together they are N log C.")


@check("remark-4.2/knowing-nothing", "sharpened")
def above_one(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """N log C + (beta - 1) I is at most the Lagrangian."""
    rest, one = labels.entropy_of_labels, (labels.beta - 1) * labels.information
    other = labels.ignorance + labels.excess * labels.size - rest
    last = (cited.near_ignorance, labels.ignorance + labels.excess * labels.size)
    proof = _near(rest + one, PAID + one, *last)
    steps = _quotient(claim, cited.over_beta_above_one, proof, one, other, rest)
    summary = "A Lagrangian near its least is near N log C too, and (beta - 1) I is what it exceeds that by, or less."
    return derivation(steps, near_ignorance, summary)


@check("remark-4.2/fitting", "sharpened")
def below_one(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """beta N log C + (1 - beta) H_pq is at most the Lagrangian."""
    rest, one = labels.beta * labels.entropy_of_labels, (1 - labels.beta) * labels.cross_entropy
    other = labels.excess * labels.size
    proof = _near(rest + one, labels.beta * PAID + one, cited.near_table, rest + other)
    steps = _quotient(claim, cited.over_beta_below_one, proof, one, other, rest)
    summary = "A Lagrangian near its least is near beta N log C too, and (1 - beta) H_pq is at most what it exceeds."
    return derivation(steps, near_table, summary)


def _near(least: sympy.Expr, paid: sympy.Expr, near: Any, most: sympy.Expr) -> list[Step]:
    """From the price of the labels to the Lagrangian, and to what bounds it near its least value."""
    return chain(least, ("<=", PRICE), paid, ("=", "one Lagrangian"), labels.lagrangian, ("<=", near), most)


def _quotient(
    claim: Claim, by: Any, proof: list[Step], one: sympy.Expr, other: sympy.Expr, rest: sympy.Expr
) -> list[Step]:
    """f <= g over what is positive, from f + rest <= g + rest."""
    draw = {cited.over_beta_above_one: near_ignorance, cited.over_beta_below_one: near_table}.get(by, costly)
    within = Derivation(steps=tuple(proof), points=sampled(draw))
    arguments = {"one": one, "other": other, "rest": rest, "proof": within}
    return chain(claim.symbolic.lhs, ("<=", by, arguments), claim.symbolic.rhs)


@check("remark-4.2/crossing", "sharpened")
def from_the_crossing_on(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """beta (I - I_0) is at least what the fit gains in cross-entropy."""
    apart = labels.beta * labels.price + labels.cross_entropy + labels.beta * labels.fit_price
    by = (">=", cited.from_the_crossing_on)
    steps = chain(claim.symbolic.lhs, ("=", "the price apart"), apart, by, claim.symbolic.rhs)
    return derivation(steps, beyond_crossing, "beta (I - I_0) outweighs what the fit gains in cross-entropy.")


@check("remark-4.2/crossing-place", "repaired")
@check("remark-4.2/crossing-place", "sharpened")
def place_of_the_crossing(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A fit gains no more in cross-entropy than it stores."""
    free = claim.reading.name == "repaired"
    gain, draw = labels.entropy_of_labels - labels.cross_entropy, ignorance_free if free else costly
    proof = [Step(lhs=labels.entropy_of_labels, relation="<=", rhs=PAID, by=PRICE)]
    within = Derivation(steps=tuple(proof), points=sampled(draw))
    arguments = {"one": gain, "other": labels.information, "rest": labels.cross_entropy, "proof": within}
    most = labels.information / labels.fit_price
    steps = chain(claim.symbolic.lhs, ("<=", cited.over_fit_price, arguments), most)
    if free:
        steps += chain(most, ("=", cited.no_price), claim.symbolic.rhs)
    return derivation(steps, draw, "What the cross-entropy falls below N log C by is at most the information stored.")


@check("remark-4.2/price", "printed")
@check("remark-4.2/label-noise", "sharpened")
@check("remark-4.2/least-lagrangian", "sharpened")
@check("remark-4.2/knowing-nothing", "sharpened")
@check("remark-4.2/fitting", "sharpened")
@check("remark-4.2/crossing", "sharpened")
@check("remark-4.2/crossing-place", "repaired")
@check("remark-4.2/crossing-place", "sharpened")
def exact_memories(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Random exact memories of one, two or three labels, with random decoders and with the best ones."""
    tries = effort.pick(quick=2_000, standard=50_000)
    draw = {
        "remark-4.2/label-noise": lambda rng: memory(rng, noisy=True),
        "remark-4.2/knowing-nothing": near_ignorance,
        "remark-4.2/fitting": near_table,
        "remark-4.2/crossing": beyond_crossing,
        "remark-4.2/crossing-place": ignorance_free if claim.reading.name == "repaired" else costly,
    }.get(claim.statement.id, memory)
    formula: Symbolic = claim.symbolic
    found = np.array([margins(formula, {**draw(rng)}) for _ in range(tries)])
    summary = (
        f"{tries} random exact memories of up to three labels, most of them with the best decoders; some store each "
        "label by itself, or exactly, or not at all."
    )
    return trial_of_margins("random finite memories of labels", summary, found, error=ROUNDING)


def memory(rng: np.random.Generator, *, noisy: bool = False) -> World:
    """An exact memory of labels, of its cross-entropy and information, and what the theorems' steps speak of."""
    count, classes = int(rng.integers(1, 4)), int(rng.integers(2, 6))
    rho = float(rng.uniform(0.05, 1)) if noisy else 1.0
    law = np.full(classes, rho / classes)
    law[0] += 1 - rho
    of_labels = law
    for _ in range(count - 1):
        of_labels = np.kron(of_labels, law)
    joint = of_labels[:, None] * _channel(rng, count, classes)  # over the labels and the memory's states
    marginal = joint.sum(axis=0)
    each = [_of_one(joint, k, count, classes) for k in range(count)]
    best = bool(rng.random() < BEST)
    decoders = [_best(one, marginal) if best else rng.dirichlet(np.ones(classes), size=len(marginal)).T for one in each]
    information = _entropy(of_labels) + _entropy(marginal) - _entropy(joint)
    return {
        "H_pq": sum(_cross_entropy(one, q) for one, q in zip(each, decoders, strict=True)),
        "I": max(information, 0.0),
        "N": float(count),
        "C": float(classes),
        "rho": rho,
        "beta": float(np.exp(rng.normal())),
        "H_each": float(sum(_entropy(one) - _entropy(marginal) for one in each)),
        "H_all": max(_entropy(joint) - _entropy(marginal), 0.0),
        "H_y": _entropy(of_labels),
        "I_y": max(information, 0.0),
    }


def near_ignorance(rng: np.random.Generator) -> World:
    """beta > 1, and eps no larger than the memory needs, if it needs any."""
    world = {**memory(rng), "beta": 1 + float(np.exp(rng.normal())), "I_0": _price(rng)}
    return {**world, "eps": _needed(world, world["N"] * np.log(world["C"]) + world["beta"] * world["I_0"])}


def near_table(rng: np.random.Generator) -> World:
    """beta < 1, and eps as in `near_ignorance`."""
    world = {**memory(rng), "beta": float(rng.uniform(0.05, 0.95))}
    return {**world, "eps": _needed(world, world["beta"] * world["N"] * np.log(world["C"]))}


def ignorance_free(rng: np.random.Generator) -> World:
    """A memory that holds something, where knowing nothing is free."""
    world = memory(rng)
    while world["I"] < 1e-3:
        world = memory(rng)
    return {**world, "I_0": 0.0}


def costly(rng: np.random.Generator) -> World:
    """A memory that holds more than the price of knowing nothing, by a tenth at least."""
    world = ignorance_free(rng)
    return {**world, "I_0": 0.9 * float(rng.uniform()) * world["I"]}


def beyond_crossing(rng: np.random.Generator) -> World:
    """The same, at its crossing or beyond it."""
    world = costly(rng)
    while world["N"] * np.log(world["C"]) <= world["H_pq"]:
        world = costly(rng)
    crossing = (world["N"] * np.log(world["C"]) - world["H_pq"]) / (world["I"] - world["I_0"])
    return {**world, "beta": crossing * float(rng.choice([1.0, 1.0 + rng.exponential()]))}


def _price(rng: np.random.Generator) -> float:
    return float(rng.choice([0.0, rng.exponential()]))


def _needed(world: Mapping[str, float], level: float) -> float:
    """The least eps >= 0 at which the Lagrangian is within eps N of the level."""
    return max(0.0, world["H_pq"] + world["beta"] * world["I"] - level) / world["N"]


def _channel(rng: np.random.Generator, count: int, classes: int) -> Array:
    """p(w|y_1..y_N), (classes^N, states): of all labels at once, or of each by itself, which attains the price."""
    if rng.random() > APART:
        return _random(rng, classes**count, int(rng.integers(2, 9)))
    channel: NDArray[Any] = np.ones((1, 1))
    exact = rng.random()  # each label stored exactly, or not at all
    for _ in range(count):
        one = np.eye(classes) if exact < 0.2 else np.ones((classes, 1)) if exact < 0.4 else None
        channel = np.kron(channel, _random(rng, classes, int(rng.integers(2, 4))) if one is None else one)
    return channel.astype(np.float64)


def _random(rng: np.random.Generator, inputs: int, states: int) -> Array:
    return rng.dirichlet(np.full(states, rng.uniform(0.05, 2)), size=inputs)


def _of_one(joint: Array, k: int, count: int, classes: int) -> Array:
    """The law of label k and the memory (classes, states)."""
    whole = joint.reshape((classes,) * count + (-1,))
    return np.asarray(whole.sum(axis=tuple(axis for axis in range(count) if axis != k)))


def _best(one: Array, marginal: Array) -> Array:
    """p(y_k|w); a memory that never occurs needs no decoder."""
    return np.asarray(one / np.where(marginal > 0, marginal, 1.0))


def _cross_entropy(one: Array, decoder: Array) -> float:
    return float(-np.sum(one * np.log(np.where(one > 0, decoder, 1.0))))


def _entropy(law: Array) -> float:
    return float(-np.sum(law * np.log(np.where(law > 0, law, 1.0))))
