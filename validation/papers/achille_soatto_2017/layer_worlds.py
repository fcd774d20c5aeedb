"""Worlds of one layer of a stack, for the forms of Corollary 5.1."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.world import By
from bounds.papers.achille_soatto_2017 import lemmas
from validation.checks.drawing import rational


def layer(x: Sequence[Any], *, units: int, alpha: Fraction) -> dict[str, Any]:
    """One layer of units z_j = eps_j x of a single input, equally likely values x: what every form of T4 needs."""
    inputs = {"N": len(x), "P": [Fraction(1, len(x))] * len(x), "x": [[value] for value in x], "W": [[1]] * units}
    numbers = {"Ibar": By(lemmas.per_weight), "c": By(lemmas.mean_c), "dim_k": 1, "dim_next": units}
    return {**inputs, **numbers, "alpha": alpha}


def copies(rng: np.random.Generator, *, units: int, low: float, high: float) -> dict[str, Any]:
    """Inputs on a geometric grid: decoding the units' geometric mean gives a lower bound of the information."""
    count, ratio = int(rng.integers(2, 33)), 1 + rational(rng, 0.05, 30, denominator=64)
    alpha = rational(rng, low, high)
    world = layer([ratio**k for k in range(count)], units=units, alpha=alpha)
    return {**world, "I_L": By(lemmas.decoding_copies)}
