"""What the page says can be: one exact joint distribution each, built by hand."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np

from bounds.claims.statement import Claim, Evidence
from bounds.distribution.joint import Joint
from bounds.shannon.example import Example
from bounds.shannon.witness import numbered
from validation.checks import check
from validation.effort import Effort

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def _bits(*names: str) -> Joint:
    """Independent fair bits."""
    return Joint({values: HALF ** len(names) for values in product((0, 1), repeat=len(names))}, names)


def _pooled() -> Joint:
    """Two bits and the larger of them: half as many dimensions, and less than half of the information."""
    return _bits("a", "b").extended("x", lambda a, b: (a, b), "a", "b").extended("z2", max, "a", "b")


def _noisy() -> Joint:
    """A bit seen through a channel that flips it one time in four."""
    flips = {bit: {bit: 1 - QUARTER, 1 - bit: QUARTER} for bit in (0, 1)}
    return _bits("x").extended("z1", lambda x: x, "x").with_channel("z2", flips, "z1")


def _noisy_twice() -> Joint:
    """A bit through two channels, each of which flips it one time in four."""
    flips = {bit: {bit: 1 - QUARTER, 1 - bit: QUARTER} for bit in (0, 1)}
    return _bits("x").with_channel("z1", flips, "x").with_channel("z2", flips, "z1")


def _skipping() -> Joint:
    """Two bits: the layer keeps the first, and the skip adds what it lost."""
    joint = _bits("a", "b").extended("x", lambda a, b: 2 * a + b, "a", "b").extended("z1", lambda a: a, "a")
    return joint.extended("z2", lambda x, z1: x + z1, "x", "z1").marginal("x", "z1", "z2")


def _scrambled() -> Joint:
    """The datum is task and nuisance; the second layer keeps the task and puts a fair coin in the nuisance's place."""
    joint = _bits("y", "n").extended("x", lambda y, n: (y, n), "y", "n").extended("z1", lambda x: x, "x")
    return joint.with_channel("z2", {z: {(z[0], coin): HALF for coin in (0, 1)} for z in joint.alphabets["z1"]}, "z1")


def _told_apart() -> Joint:
    """The datum is task and nuisance, the representation the task."""
    return _bits("y", "n").extended("x", lambda y, n: (y, n), "y", "n").extended("z", lambda x: x[0], "x")


def _hidden() -> Joint:
    """An occluder hides the second of two bits or not; the first is seen, and told through noise."""
    joint = _bits("a", "b", "n").extended("u", lambda a, b: (a, b), "a", "b")
    joint = joint.extended("x", lambda u, n: u if n else u[:1], "u", "n")
    flips = {x: {x[0]: 1 - QUARTER, 1 - x[0]: QUARTER} for x in joint.alphabets["x"]}
    return joint.with_channel("z", flips, "x").marginal("u", "n", "x", "z")


def _of_two_tasks() -> Joint:
    """The datum is two bits; one task asks for the first, to which the second is a nuisance, the other for it."""
    joint = _bits("y1", "n").extended("x", lambda a, b: (a, b), "y1", "n")
    return joint.extended("y2", lambda b: b, "n")


def _universal() -> Joint:
    """The datum is three bits; the task asks for two of them together, the other tasks for one of these each."""
    joint = _bits("y1", "y2", "rest").extended("x", lambda a, b, c: (a, b, c), "y1", "y2", "rest")
    joint = joint.extended("u", lambda a, b: (a, b), "y1", "y2").extended("z", lambda x: x[:2], "x")
    return joint.marginal("u", "x", "y1", "y2", "z")


EXAMPLES: dict[str, Callable[[], Joint]] = {
    "introduction/stacking-and-noise": _scrambled,
    "introduction/sufficiency-and-invariance": _told_apart,
    "remark-2.1/more-general": _hidden,
    "corollary-3.4/dimension": _pooled,
    "corollary-3.4/noise": _noisy,
    "proposition-2/skip-connections": _skipping,
    "remark-5.2/multilayer": _noisy_twice,
    "section-7/task-defines-nuisance": _of_two_tasks,
    "section-7/universal": _universal,
}


@check("introduction/stacking-and-noise", "printed")
@check("introduction/sufficiency-and-invariance", "printed")
@check("remark-2.1/more-general", "printed")
@check("corollary-3.4/dimension", "printed")
@check("corollary-3.4/noise", "printed")
@check("proposition-2/skip-connections", "printed")
@check("remark-5.2/multilayer", "printed")
@check("section-7/task-defines-nuisance", "printed")
@check("section-7/universal", "printed")
def example(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The joint distribution in which it is so."""
    make = EXAMPLES[claim.statement.id]
    joint = numbered(make())  # a file would give pairs back as lists
    return Evidence(
        kind="proof",
        method="example, exact check",
        summary=f"{make.__doc__} Every line holds exactly, in a joint of {len(joint.probabilities)} atoms.",
        certificate=Example(joint),
    )
