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
    """A distribution on `size` values, with integer weights up to `largest` over their sum; zeros unless `positive`."""
    least = 1 if positive else 0
    weights = draw(st.lists(st.integers(least, largest), min_size=size, max_size=size).filter(any))
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


@st.composite
def joints(draw: st.DrawFn, names: Sequence[str], *, values: int = 3, largest: int = 6) -> Joint:
    """An exact joint distribution of the named variables, each with at most `values` values."""
    shape = [draw(st.integers(1, values)) for _ in names]
    atoms = list(product(*(range(size) for size in shape)))
    return Joint(dict(zip(atoms, draw(laws(len(atoms), largest=largest)), strict=True)), tuple(names))


@st.composite
def channels(draw: st.DrawFn, inputs: Sequence[Any], *, outputs: int = 2) -> dict[Any, dict[int, Fraction]]:
    """p(output | input) for each input, deterministic ones among them."""
    return {value: dict(enumerate(draw(laws(outputs, largest=4)))) for value in inputs}


@st.composite
def markov_chains(draw: st.DrawFn, names: Sequence[str], *, values: int = 2) -> Joint:
    """A Markov chain names[0] -> names[1] -> ..., each variable seen through a channel from the one before."""
    joint = draw(joints(names[:1], values=values))
    for before, name in pairwise(names):
        joint = joint.with_channel(name, draw(channels(joint.alphabets[before], outputs=values)), before)
    return joint


@st.composite
def sufficient_representations(draw: st.DrawFn) -> Joint:
    """Joints of y, x, z with y -> x -> z and I(z;y) = I(x;y).

    x is a pair (a, b) of which only a depends on y, and z a pair of a and a noisy view of b: z keeps all of the task.
    """
    chain = draw(markov_chains(("y", "a", "b", "c")))
    table: dict[tuple[Any, ...], Fraction] = {}
    for (y, a, b, c), p in chain.probabilities.items():
        key = (y, (a, b), (a, c))
        table[key] = table.get(key, Fraction(0)) + p
    return Joint(table, ("y", "x", "z"))
