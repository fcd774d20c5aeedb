"""Hypothesis strategies for the objects of `bounds`, for anyone's tests.

Each draws exact objects that shrink towards few values and plain probabilities.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from hypothesis import strategies as st

from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance

# joint distributions


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


@st.composite
def nuisances(draw: st.DrawFn, joint: Joint, *, name: str = "n") -> Joint:
    """The joint, over x and y at least, with a nuisance beside them: Lemma 2.2's, coarsened at random.

    n is independent of y, and depends on other variables only through (x, y).
    """
    split = with_nuisance(joint, "whole")
    cells = split.alphabets["whole"]
    blocks = draw(st.lists(st.integers(0, len(cells) - 1), min_size=len(cells), max_size=len(cells)))
    coarse = dict(zip(cells, blocks, strict=True))
    return split.extended(name, lambda cell: coarse[cell], "whole").marginal(*joint.names, name)


@st.composite
def weights_and_curvatures(draw: st.DrawFn, *, largest: int = 8) -> dict[str, Any]:
    """Weights w, curvatures h > 0 and a beta for Proposition 5's formulas, as exact rationals over several orders."""
    positive = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)
    size = draw(st.integers(1, largest))
    entries = st.lists(positive, min_size=size, max_size=size)
    return {"K": size, "w": draw(entries), "h": draw(entries), "beta": draw(positive)}


@st.composite
def spectra(draw: st.DrawFn, *, largest: int = 6) -> dict[str, Any]:
    """Eigenvalues of both signs and the squared entries q of orthonormal eigenvectors, as floats."""
    import numpy as np

    size = draw(st.integers(1, largest))
    values = draw(st.lists(st.floats(-10, 10), min_size=size, max_size=size))
    basis, _ = np.linalg.qr(np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(size, size)))
    return {"K": size, "lambda": np.array(values), "q": basis**2}


# noisy layers


@st.composite
def noisy_rows(draw: st.DrawFn, *, inputs: int = 4, largest: int = 3, per_weight: bool = False) -> dict[str, Any]:
    """One noisy row: w, alpha (one, or one a weight), and inputs x[n][i] of probability P[n], as exact rationals.

    No input leaves z at 0; the keys are the symbols of Propositions 6 and 7.
    """
    dim, count = draw(st.integers(1, largest)), draw(st.integers(2, inputs))
    entry = st.integers(1, 40).map(lambda k: Fraction(k, 10)).flatmap(lambda v: st.sampled_from([v, -v]))
    noise = st.integers(1, 200).map(lambda k: Fraction(k, 100))
    row = st.lists(entry, min_size=dim, max_size=dim)
    alpha = draw(st.lists(noise, min_size=dim, max_size=dim)) if per_weight else draw(noise)
    x = draw(st.lists(row, min_size=count, max_size=count, unique_by=tuple))
    return {"N": count, "d": dim, "P": list(draw(laws(count, positive=True))), "x": x, "w": draw(row), "alpha": alpha}


@st.composite
def input_shares(draw: st.DrawFn, *, largest: int = 12) -> list[float]:
    """The shares p_i = w_i^2 E[x_i^2]/m of a row's inputs: positive, summing to 1."""
    weights = draw(st.lists(st.integers(1, 1000), min_size=1, max_size=largest))
    return [weight / sum(weights) for weight in weights]


def bounded_kurtosis_inputs() -> st.SearchStrategy[Any]:
    """Families of inputs with independent squares and a bounded kurtosis (`bounds.papers.achille_soatto_2017.input_families.InputFamily`)."""
    from bounds.papers.achille_soatto_2017.hypotheses import INDEPENDENT_SQUARES, KURTOSIS
    from bounds.papers.achille_soatto_2017.input_families import families

    wanted = {INDEPENDENT_SQUARES, KURTOSIS}
    return st.sampled_from([f for f in families() if wanted <= set(f.meets) and f.laplace is not None])
