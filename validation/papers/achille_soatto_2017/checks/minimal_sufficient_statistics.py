"""What a minimal sufficient statistic keeps, and what it costs: exact counterexamples in joints built to have one."""

from fractions import Fraction

import numpy as np

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, informational
from bounds.distribution.joint import Joint
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.deciding import as_minimal
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance
from bounds.shannon.parametric import at_value
from validation.checks import check
from validation.checks.drawing import random_channel, random_joint
from validation.checks.informations import constructed_counterexample
from validation.effort import Effort


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


@check("corollary-3.3", "printed")
@check("introduction/invariant-iff-minimal", "printed")
@check("introduction/sufficiency-and-invariance", "sharpened")
@check("introduction/likelihood", "printed")
@check("ideal-representation/invariance", "printed")
def minimal_but_not_invariant(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A minimal sufficient statistic that holds information about Lemma 2.2's nuisance."""
    control = informational(LEDGER["corollary-3.3"]["repaired"])
    return constructed_counterexample(
        claim.informational, _split_with_statistic, control, _split_with_representation, rng, keep=is_minimal
    )


@check("ideal-representation/disentanglement", "printed")
def minimal_but_entangled(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """Two minimal sufficient representations, the minimal statistic written in two components, with unlike TC."""
    control = informational(claim.sibling("repaired"))
    both_minimal = as_minimal(("z1", "z2"), ("w1", "w2"))
    return constructed_counterexample(claim.informational, _written, control, _written, rng, keep=both_minimal)


@check("proposition-3/lemma-nuisance", "sharpened")
@check("proposition-3/one-nuisance", "sharpened")
def invariant_to_one_nuisance(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """A function of the datum that is invariant to this nuisance and has more entropy than the minimal statistic."""
    control = informational(LEDGER["proposition-3/lemma-nuisance"]["repaired"])
    draw = _masked if claim.statement.id == "proposition-3/lemma-nuisance" else _unseen
    return constructed_counterexample(claim.informational, draw, control, _certain_task, rng, keep=is_minimal)


def _written(rng: np.random.Generator) -> Joint:
    """The minimal statistic of a small joint as two pairs of digits, each pair telling it."""
    joint = minimal_sufficient(random_joint(rng, ("x", "y"), (int(rng.integers(2, 5)), 2)))
    values = joint.alphabets["t"]
    for name in ("z", "w"):
        codes = dict(zip(values, rng.permutation(9).tolist(), strict=False))
        if rng.random() < 0.5 and len(values) <= 3:
            codes = {value: 3 * k for k, value in enumerate(values)}  # in one component
        for part, digit in (("1", lambda code: code // 3), ("2", lambda code: code % 3)):
            joint = joint.extended(name + part, lambda t, codes=codes, digit=digit: digit(codes[t]), "t")
    return joint.marginal("x", "y", "z1", "z2", "w1", "w2")


def _masked(rng: np.random.Generator) -> Joint:
    """Lemma 2.2's nuisance n; one time in three it masks the task, x = y + n, and z = x; else z is constant."""
    if rng.random() < 1 / 3:
        size = int(rng.integers(2, 4))
        table = {((y + n) % size, y, n): Fraction(1, size**2) for n in range(size) for y in range(size)}
        joint = minimal_sufficient(Joint(table, ("x", "y", "n")))
        return joint.extended("z", lambda x: x, "x")
    return with_nuisance(minimal_sufficient(random_joint(rng, ("x", "y"), (3, 2)))).extended("z", lambda x: 0, "x")


def _unseen(rng: np.random.Generator) -> Joint:
    """A nuisance that x does not hold: a coin, or nothing; z = x, or the minimal statistic."""
    joint = minimal_sufficient(random_joint(rng, ("x", "y"), (3, 2)))
    coin = {y: {k: Fraction(1, 2) for k in range(2)} for y in joint.alphabets["y"]}
    joint = joint.with_channel("n", coin, "y") if rng.random() < 0.5 else joint.extended("n", lambda y: 0, "y")
    seen = "x" if rng.random() < 0.5 else "t"
    return joint.extended("z", lambda value: value, seen)


def _certain_task(rng: np.random.Generator) -> Joint:
    """A task that is a function of the datum, Lemma 2.2's nuisance, and a function z of the datum."""
    joint = with_nuisance(random_joint(rng, ("x",), (4,)).extended("y", lambda x: x % 2, "x"))
    values = rng.integers(0, 2, 4).tolist() if rng.random() < 0.5 else [0, 1, 0, 1]
    return joint.extended("z", lambda x: values[x], "x")


def _split_with_statistic(rng: np.random.Generator) -> Joint:
    """x with a task that is mostly certain, its minimal sufficient statistic t and Lemma 2.2's nuisance n."""
    joint = random_joint(rng, ("x",), (3,))
    noisy = rng.random() < 0.3
    channel = {}
    for x in joint.alphabets["x"]:
        flip = Fraction(int(rng.integers(1, 4)), 8) if noisy else Fraction(0)
        channel[x] = {x % 2: 1 - flip, 1 - x % 2: flip}
    return with_nuisance(minimal_sufficient(joint.with_channel("y", channel, "x")))


def _split_with_representation(rng: np.random.Generator) -> Joint:
    """The same with a sufficient z: t, and a noisy view of the rest of x."""
    joint = _split_with_statistic(rng)
    channel = {}
    for x, t in joint.marginal("x", "t").probabilities:
        blur = Fraction(int(rng.integers(0, 5)), 4)
        channel[x, t] = {(t, k): p for k, p in ((x, 1 - blur), (0, blur)) if p} if x else {(t, 0): Fraction(1)}
    return joint.with_channel("z", channel, "x", "t")


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
