"""Noisy units and stacks whose true information is known but for a one-dimensional integral."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.papers.achille_soatto_2017.row_numbers import from_moments
from bounds.papers.achille_soatto_2017.rows import Row
from validation.checks.one_term_channels import one_term_information, resolved

Array = NDArray[np.float64]
INPUTS = 6
LAYERS = 3


def parallel_stacks(rng: np.random.Generator, count: int, width: int, *, x: Array | None = None) -> dict[str, Any]:
    """Stacks of `LAYERS` layers and `width` paths: each unit reads one unit of the layer before, the first ones x.

    No unit changes a sign. The log of a path's end is log x plus independent noise of every layer, so the paths' mean
    is sufficient and I(z_L;x) is that of one Gaussian channel. Row by row, c grows by alpha a layer. `x`: the inputs
    (N, count), equally likely, none of them 0; log-normal ones of random sign and probability without it.
    """
    if x is None:
        spread = np.exp(rng.uniform(np.log(0.02), np.log(2.0), size=count))
        x = np.exp(spread * rng.standard_normal((INPUTS, count))) * rng.choice([-1.0, 1.0], size=(INPUTS, count))
        probability = rng.dirichlet(np.full(INPUTS, 3.0), size=count).T
    else:
        probability = np.full(x.shape, 1 / len(x))
    alpha = np.exp(rng.uniform(np.log(0.01), np.log(2.0), size=(LAYERS, count)))
    noise = alpha.sum(axis=0) / width
    information = one_term_information(x, probability, np.broadcast_to(noise, x.shape))
    before = np.concatenate([np.zeros((1, count)), np.cumsum(alpha, axis=0)[:-1]])
    # E z_k^2 = E x^2 e^(sum of alphas), E log z_k^2 = E log x^2 - sum of alphas
    square, mean = (probability * x**2).sum(axis=0) * np.exp(before), (probability * x).sum(axis=0)
    mean_log_square = (probability * np.log(x**2)).sum(axis=0) - before
    r, row = Row(), {"V": square - mean**2, "m": square, "mean_log_square": mean_log_square}
    return {
        "I_L": information,
        "alpha": alpha,
        "c": from_moments(r.c, **row),
        "rho": from_moments(r.rho, **row),
        "resolved": resolved(np.broadcast_to(noise, x.shape), x),
    }


def gaussian_information(alpha: Array) -> Array:
    """I(z;x) of z = eps x, x standard Gaussian: the sign, and log|x| against noise by a convolution; alpha (T,)."""
    u = np.linspace(-30, 3, 2000)
    weight = np.exp(u - np.exp(2 * u) / 2) * np.sqrt(2 / np.pi) * (u[1] - u[0])  # the density of log|x|
    grid = np.linspace(-35, 16, 1200)
    answer = []
    for a in alpha:
        density = np.exp(-((grid[:, None] - u) ** 2) / (2 * a)) @ weight / np.sqrt(2 * np.pi * a)
        entropy = -(density * np.log(np.maximum(density, 1e-300))).sum() * (grid[1] - grid[0])
        answer.append(np.log(2) + entropy - np.log(2 * np.pi * np.e * a) / 2)
    return np.array(answer)
