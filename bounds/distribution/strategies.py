"""Hypothesis strategies for joint distributions, for anyone's tests.

Each draws exact objects that shrink towards few values and plain probabilities.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from hypothesis import strategies as st

from bounds.distribution.joint import Joint


@st.composite
def laws(draw: st.DrawFn, size: int, *, largest: int = 6, positive: bool = False) -> tuple[Fraction, ...]:
    """A distribution on `size` values, with integer weights up to `largest` over their sum; zeros unless `positive`.

    >>> from hypothesis import find
    >>> find(laws(3), lambda p: p[0] > p[1] + p[2])
    (Fraction(1, 1), Fraction(0, 1), Fraction(0, 1))
    """
    least = 1 if positive else 0
    weights = draw(st.lists(st.integers(least, largest), min_size=size, max_size=size).filter(any))
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


@st.composite
def joints(draw: st.DrawFn, names: Sequence[str], *, values: int = 3, largest: int = 6) -> Joint:
    """An exact joint distribution of the named variables, each with at most `values` values.

    >>> from hypothesis import find
    >>> len(find(joints(("x", "y")), lambda joint: not joint.is_independent("x", "y")).probabilities)
    2
    """
    shape = [draw(st.integers(1, values)) for _ in names]
    atoms = list(product(*(range(size) for size in shape)))
    return Joint(dict(zip(atoms, draw(laws(len(atoms), largest=largest)), strict=True)), tuple(names))


@st.composite
def channels(draw: st.DrawFn, inputs: Sequence[Any], *, outputs: int = 2) -> dict[Any, dict[int, Fraction]]:
    """p(output | input) for each input, deterministic ones among them.

    >>> from hypothesis import find
    >>> find(channels(["x"]), lambda channel: channel["x"][0] == 1)
    {'x': {0: Fraction(1, 1), 1: Fraction(0, 1)}}
    """
    return {value: dict(enumerate(draw(laws(outputs, largest=4)))) for value in inputs}


@st.composite
def markov_chains(draw: st.DrawFn, names: Sequence[str], *, values: int = 2) -> Joint:
    """A Markov chain names[0] -> names[1] -> ..., each variable seen through a channel from the one before.

    >>> from hypothesis import find
    >>> find(markov_chains(("x", "y", "z")), lambda joint: joint.entropy("z") > 0).is_markov("x", "y", "z")
    True
    """
    joint = draw(joints(names[:1], values=values))
    for before, name in pairwise(names):
        joint = joint.with_channel(name, draw(channels(joint.alphabets[before], outputs=values)), before)
    return joint


@st.composite
def sufficient_representations(draw: st.DrawFn) -> Joint:
    """Joints of y, x, z with y -> x -> z and I(z;y) = I(x;y).

    x is a pair (a, b) of which only a depends on y, and z a pair of a and a noisy view of b: z keeps all of the task.

    >>> from hypothesis import find
    >>> joint = find(sufficient_representations(), lambda joint: joint.entropy("y") > 0)
    >>> joint.mutual_information("z", "y") == joint.mutual_information("x", "y")
    True
    """
    chain = draw(markov_chains(("y", "a", "b", "c")))
    table: dict[tuple[Any, ...], Fraction] = {}
    for (y, a, b, c), p in chain.probabilities.items():
        key = (y, (a, b), (a, c))
        table[key] = table.get(key, Fraction(0)) + p
    return Joint(table, ("y", "x", "z"))
