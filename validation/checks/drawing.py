"""Random exact worlds, in parts: numbers, laws, joint distributions and channels, all with small denominators."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from bounds.distribution.joint import Joint


def rational(rng: np.random.Generator, low: float, high: float, *, denominator: int = 64) -> Fraction:
    """A positive rational, log-uniform between low and high, with a small denominator."""
    value = Fraction(round(denominator * float(np.exp(rng.uniform(np.log(low), np.log(high))))), denominator)
    return max(value, Fraction(1, denominator))


def fractions(rng: np.random.Generator, size: int) -> list[Fraction]:
    """Positive probabilities with a small denominator."""
    counts = rng.integers(1, 9, size=size)
    return [Fraction(int(count), int(counts.sum())) for count in counts]


def rational_law(rng: np.random.Generator, size: int, denominator: int = 12) -> list[Fraction]:
    """A positive distribution with small integer weights."""
    weights = [int(w) for w in 1 + rng.multinomial(denominator - size, rng.dirichlet(np.ones(size)))]
    return [Fraction(w, sum(weights)) for w in weights]


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
