"""Hypothesis strategies for what the paper speaks of: nuisances, weights and curvatures, noisy rows, their inputs.

Each draws exact objects, but where it says floats, that shrink towards few and plain numbers.
"""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bounds.distribution.joint import Joint
from bounds.distribution.strategies import laws
from bounds.papers.achille_soatto_2017.hypotheses import INDEPENDENT_SQUARES, KURTOSIS
from bounds.papers.achille_soatto_2017.input_families import InputFamily, families
from bounds.papers.achille_soatto_2017.nuisance import with_nuisance


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
    size = draw(st.integers(1, largest))
    values = draw(st.lists(st.floats(-10, 10), min_size=size, max_size=size))
    basis, _ = np.linalg.qr(np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(size, size)))
    return {"K": size, "lambda": np.array(values), "q": basis**2}


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


def bounded_kurtosis_inputs() -> st.SearchStrategy[InputFamily]:
    """Families of inputs with independent squares and a bounded kurtosis."""
    wanted = {INDEPENDENT_SQUARES, KURTOSIS}
    return st.sampled_from([f for f in families() if wanted <= set(f.meets) and f.laplace is not None])
