"""Noisy rows whose information has a closed form: every input lights one weight, so that log|z| is log|w x| plus noise.

Arrays of many worlds: inputs (N, T), T worlds of N inputs each.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
POINTS = 256  # of the integral over log|z|
REACH = 7.5  # standard deviations that it covers on either side
TOLERANCE = 1e-6  # nats that the integral may be off


def one_term_information(terms: Array, probability: Array, alpha: Array) -> Array:
    """I(z;x) of z = a_n eps_n given the input n, exact but for a one-dimensional integral; all (N, T), result (T,).

    Given the sign of a_n, log|z| is N(log|a_n| - alpha_n/2, alpha_n); the sign of z tells that of a_n.
    """
    centre = np.log(np.abs(terms)) - alpha / 2
    spread = np.sqrt(alpha)
    low, high = (centre - REACH * spread).min(axis=0), (centre + REACH * spread).max(axis=0)
    grid = low + (high - low) * np.linspace(0, 1, POINTS)[:, None]  # (G, T)
    step = (high - low) / (POINTS - 1)
    entropy = np.zeros(terms.shape[1])
    for sign in (1.0, -1.0):
        weight = probability * (np.sign(terms) == sign)
        density = sum(
            w / (s * np.sqrt(2 * np.pi)) * np.exp(-(((grid - c) / s) ** 2) / 2)
            for w, s, c in zip(weight, spread, centre, strict=True)
        )
        entropy -= (density * np.log(np.maximum(density, 1e-300))).sum(axis=0) * step
    return entropy - (probability * np.log(2 * np.pi * np.e * alpha) / 2).sum(axis=0)


def resolved(alpha: Array, terms: Array) -> NDArray[np.bool_]:
    """Whether the integral's grid resolves the narrowest noise of each world."""
    spread = np.sqrt(alpha)
    centre = np.log(np.abs(terms))
    width = (centre + REACH * spread).max(axis=0) - (centre - REACH * spread).min(axis=0)
    return width / POINTS < 0.75 * spread.min(axis=0)


def one_hot_worlds(rng: np.random.Generator, count: int, inputs: int, dim: int, *, per_weight: bool) -> dict[str, Any]:
    """Worlds of `inputs` inputs, each of one non-zero component, with log-uniform sizes and noise."""
    which = rng.integers(dim, size=(inputs, count))
    spread = np.exp(rng.uniform(np.log(0.05), np.log(2.0), size=count))
    size = np.exp(spread * rng.standard_normal((inputs, count))) * rng.choice([-1.0, 1.0], size=(inputs, count))
    x = np.zeros((inputs, dim, count))
    np.put_along_axis(x, which[:, None, :], size[:, None, :], axis=1)
    shape = (dim, count) if per_weight else (count,)
    alpha = np.exp(rng.uniform(np.log(0.01), np.log(2.0), size=shape))
    probability = rng.dirichlet(np.full(inputs, 3.0), size=count).T
    weights = np.exp(rng.normal(scale=0.5, size=(dim, count)))
    return {"N": inputs, "d": dim, "P": probability, "x": x, "w": weights, "alpha": alpha, "which": which}


def information_of(world: dict[str, Any]) -> Array:
    """I(z;x) of worlds made by `one_hot_worlds`, (T,)."""
    which, alpha = world["which"], np.atleast_2d(world["alpha"])
    terms = (world["w"] * world["x"]).sum(axis=1)
    used = np.take_along_axis(alpha, which, axis=0) if alpha.shape[0] > 1 else np.broadcast_to(alpha, terms.shape)
    return one_term_information(terms, world["P"], used)
