"""Samplers of known mutual information on which estimators fail in silence: the benchmark's hard families, in nats.

Strong dependence through several coordinates, dependence that only pairs of inputs show, atoms (ReLU, dropout, clipped
units), rounded values, curves, copulas with one-sided tails, clusters, many labels. Truths: closed forms, or
quadrature of the densities.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from scipy import integrate, special, stats

from validation.data.known_truth import Task, normal, two_labels

NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


def noisy_sum(noise: float, inputs: int = 2) -> Task:
    """x standard normal in `inputs` dimensions, y the sum of its coordinates plus normal noise."""
    covariance = np.eye(inputs + 1)
    covariance[-1, :-1] = covariance[:-1, -1] = 1.0
    covariance[-1, -1] = inputs + noise**2
    return normal(f"sum-{inputs}-noise{noise:g}", covariance, inputs, family="strong dependence")


def rotation(dimension: int, noise: float) -> Task:
    """y is x turned, plus normal noise in every coordinate."""
    turn = stats.ortho_group.rvs(dimension, random_state=0)
    eye = np.eye(dimension)
    covariance = np.block([[eye, turn], [turn.T, (1 + noise**2) * eye]])
    return normal(f"rotation-{dimension}-noise{noise:g}", covariance, dimension, family="strong dependence")


def hidden_interaction(dimension: int) -> Task:
    """y = 1.5 sign(x_0 x_1) + normal noise of 0.5, x standard normal: no single input tells anything of y."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.standard_normal((n, dimension))
        return x, 1.5 * np.sign(x[:, :1] * x[:, 1:2]) + 0.5 * rng.standard_normal((n, 1))

    source = "a fair sign seen through normal noise"
    return Task(f"interaction-{dimension}", "hidden interaction", two_labels(6.0).truth, sampler, source, dimension)


def relu_pairs(correlation: float, number: int = 2) -> Task:
    """max(u, 0) and max(v, 0) of `number` independent pairs of normal units (u, v)."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        u, v = _normal_pairs(n, number, correlation, rng)
        return np.maximum(u, 0), np.maximum(v, 0)

    truth = number * relu_information(correlation)
    return Task(f"relu-{number}x{number}-{correlation:g}", "atoms", truth, sampler, "quadrature", number, number)


def relu_information(correlation: float) -> float:
    """I(max(u, 0); max(v, 0)) of standard normals: both at zero, one at zero, neither."""
    rest = np.sqrt(1 - correlation**2)
    both = 0.25 + np.arcsin(correlation) / (2 * np.pi)
    x, weight = 4.5 * (NODES + 1), 4.5 * WEIGHTS * stats.norm.pdf(4.5 * (NODES + 1))
    one = special.ndtr(-correlation * x / rest)
    joint = stats.norm.pdf(x, correlation * x[:, None], rest)  # p(v = x | u), rows u
    ratio = np.log(np.maximum(joint, 1e-300)) - stats.norm.logpdf(x)
    neither = float(weight @ (joint * ratio) @ (4.5 * WEIGHTS))
    return float(both * np.log(4 * both) + 2 * weight @ special.xlogy(one, 2 * one) + neither)


def dropout(share: float, correlation: float = 0.8, number: int = 2) -> Task:
    """Each unit of x is zero with probability `share` whatever else, y is whole: (1 - share) of I(u;v) is left."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        u, v = _normal_pairs(n, number, correlation, rng)
        return u * (rng.random(u.shape) >= share), v

    truth = -0.5 * number * (1 - share) * float(np.log1p(-(correlation**2)))
    return Task(f"dropout-{number}x{number}-{share:g}", "atoms", truth, sampler, "closed form", number, number)


def clipped(limit: float, correlation: float = 0.8) -> Task:
    """x a normal unit clipped to [-limit, limit], y the normal it correlates with."""
    rest = np.sqrt(1 - correlation**2)

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        u, v = _normal_pairs(n, 1, correlation, rng)
        return np.clip(u, -limit, limit), v

    x = limit * NODES
    inside = limit * WEIGHTS @ stats.norm.pdf(x) * -np.log(rest)
    # E log p(v|u)/p(v) given u, beyond -log(rest): (u^2 - 1) correlation^2 / 2
    inside += limit * WEIGHTS @ (stats.norm.pdf(x) * (x**2 - 1)) * correlation**2 / 2
    v, tail = 9 * NODES, special.ndtr(-limit)
    beyond = special.ndtr((correlation * v - limit) / rest)
    ends = 2 * 9 * WEIGHTS @ (stats.norm.pdf(v) * special.xlogy(beyond, beyond / tail))
    return Task(f"clipped-{limit:g}", "atoms", float(inside + ends), sampler, "quadrature")


def rounded(decimals: int, correlation: float = 0.75, dimension: int = 1) -> Task:
    """Normal pairs rounded to `decimals`: the truth is the unrounded one, but for the square of the step."""
    base = normal("", np.kron([[1, correlation], [correlation, 1]], np.eye(dimension)), dimension)
    return _coarser(base, f"rounded-{decimals}-{dimension}x{dimension}", lambda s: np.round(s, decimals))


def low_precision(correlation: float = 0.75) -> Task:
    """A normal pair in bfloat16: eight bits of mantissa."""
    base = normal("", np.array([[1, correlation], [correlation, 1]]), 1)
    return _coarser(base, "bfloat16-1x1", as_bfloat16)


def as_bfloat16(values: np.ndarray) -> np.ndarray:
    """Rounded to the nearest number of eight significant bits."""
    mantissa, exponent = np.frexp(values)
    return np.ldexp(np.round(mantissa * 256) / 256, exponent)


def curve(name: str, function: Callable[[np.ndarray], np.ndarray], noise: float) -> Task:
    """x uniform on [-1, 1], y = function(x) + normal noise: h(y) - h(noise), the density of y by quadrature."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(-1, 1, (n, 1))
        return x, function(x) + noise * rng.standard_normal((n, 1))

    centres = function(np.linspace(-1, 1, 4001)[1::2])
    truth = _entropy_of_mixture(centres, noise) - 0.5 * float(np.log(2 * np.pi * np.e * noise**2))
    return Task(f"{name}-noise{noise:g}", "curve", truth, sampler, "quadrature over y")


def ring(noise: float) -> Task:
    """A point of the unit circle in normal noise; x and y are its two coordinates, without correlation."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        angle = rng.uniform(0, 2 * np.pi, (n, 1))
        x, y = (f(angle) + noise * rng.standard_normal((n, 1)) for f in (np.cos, np.sin))
        return x, y

    radius = np.linspace(max(0.0, 1 - 10 * noise), 1 + 10 * noise, 8001)
    log_density = np.log(special.ive(0, radius / noise**2)) - (radius - 1) ** 2 / (2 * noise**2)
    log_density -= np.log(2 * np.pi * noise**2)
    joint = -integrate.simpson(2 * np.pi * radius * np.exp(log_density) * log_density, x=radius)
    one = _entropy_of_mixture(np.cos(np.pi * (np.arange(2000) + 0.5) / 2000), noise)
    return Task(f"ring-noise{noise:g}", "curve", float(2 * one - joint), sampler, "quadrature over the radius")


def clayton(theta: float) -> Task:
    """The Clayton copula: dependent in the lower tail. Marshall and Olkin's sampler, a shared gamma."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        shared = rng.gamma(1 / theta, size=(n, 1))
        u, v = ((1 + rng.exponential(size=(n, 1)) / shared) ** (-1 / theta) for _ in range(2))
        return u, v

    # c = (1 + theta) (uv)^(-1 - theta) (u^-theta + v^-theta - 1)^(-2 - 1/theta), and -log u is exponential
    # the last sum is (G + E + E')/G, of a gamma with 1/theta degrees and two exponentials
    tails = special.digamma(2 + 1 / theta) - special.digamma(1 / theta)
    truth = np.log1p(theta) + 2 * (1 + theta) - (2 + 1 / theta) * tails
    return Task(f"clayton-{theta:g}", "copula", float(truth), sampler, "closed form")


def gumbel(theta: float) -> Task:
    """The Gumbel copula: dependent in the upper tail. Its sampler shares a positive stable variable."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        a = 1 / theta
        angle, wait = rng.uniform(0, np.pi, (n, 1)), rng.exponential(size=(n, 1))
        stable = np.sin(a * angle) / np.sin(angle) ** (1 / a) * (np.sin((1 - a) * angle) / wait) ** ((1 - a) / a)
        u, v = (np.exp(-((rng.exponential(size=(n, 1)) / stable) ** a)) for _ in range(2))
        return u, v

    return Task(f"gumbel-{theta:g}", "copula", _gumbel_information(theta), sampler, "quadrature over the copula")


def _gumbel_information(theta: float) -> float:
    """E log c: with s = (-log u)^theta + (-log v)^theta and r = s^(1/theta), c is elementary; on a logistic grid."""
    grid = np.linspace(-40, 40, 2401)
    u = special.expit(grid)
    weight = u * (1 - u) * (grid[1] - grid[0])
    a, b = np.log1p(np.exp(-grid))[:, None], np.log1p(np.exp(-grid))[None, :]  # -log u, -log v
    log_r = np.logaddexp(theta * np.log(a), theta * np.log(b)) / theta
    r = np.exp(log_r)
    log_c = -r + a + b + (theta - 1) * np.log(a * b) + (1 - 2 * theta) * log_r + np.log(r + theta - 1)
    return float(weight @ (np.exp(log_c) * log_c) @ weight)


def features_beside(name: str, function: Callable[[np.ndarray], np.ndarray], correlation: float = 0.75) -> Task:
    """A normal pair, each side with a function of it beside: one-to-one, so that nothing is added."""
    base = normal("", np.array([[1, correlation], [correlation, 1]]), 1)

    def beside(side: np.ndarray) -> np.ndarray:
        return np.hstack([side, function(side)])

    dimension = beside(np.zeros((1, 1))).shape[1]
    told = base.transformed(f"{name}-beside", "redundant features", x=beside, y=beside, dim_x=dimension)
    return replace(told, dim_y=dimension)


def clusters(number: int, dimension: int) -> Task:
    """x and y each about a centre of their own for a shared cluster, far apart: I(x;y) is log(number)."""
    centres = 12 * np.random.default_rng(number).standard_normal((2, number, dimension))

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        which = rng.integers(number, size=n)
        x, y = (side[which] + rng.standard_normal((n, dimension)) for side in centres)
        return x, y

    name, truth = f"clusters-{number}-{dimension}x{dimension}", float(np.log(number))
    return Task(name, "clusters", truth, sampler, "separated clusters", dimension, dimension)


def many_labels(number: int, kept: float) -> Task:
    """x one of `number` equally likely labels; y the same with probability `kept`, else any of them."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x, other = rng.integers(number, size=(2, n, 1))
        return x.astype(float), np.where(rng.random((n, 1)) < kept, x, other).astype(float)

    same = kept + (1 - kept) / number
    rest = (1 - kept) / number
    truth = same * np.log(number * same) + (number - 1) * float(special.xlogy(rest, number * rest))
    return Task(f"labels-{number}-kept{kept:g}", "discrete", float(truth), sampler, "closed form")


@cache
def hard_tasks() -> tuple[Task, ...]:
    """The hard families; built on demand, as the quadratures take a moment."""
    return (
        *(noisy_sum(noise) for noise in (0.1, 0.01, 0.001)),
        rotation(10, 0.01),
        *(hidden_interaction(dimension) for dimension in (8, 30)),
        *(relu_pairs(correlation) for correlation in (0.0, 0.8)),
        dropout(0.5),
        clipped(1.0),
        rounded(2),
        rounded(1, dimension=2),
        low_precision(),
        ring(0.1),
        curve("sine", lambda x: np.sin(3 * np.pi * x), 0.2),
        curve("parabola", np.square, 0.1),
        clayton(2.0),
        gumbel(2.0),
        features_beside("squares", np.square),
        clusters(8, 10),
        many_labels(200, 0.5),
    )


def _coarser(base: Task, name: str, coarse: Callable[[np.ndarray], np.ndarray]) -> Task:
    return replace(base.transformed(name, "lattice", x=coarse, y=coarse), source="what rounding takes is negligible")


def _normal_pairs(n: int, number: int, correlation: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    u, other = rng.standard_normal((2, n, number))
    return u, correlation * u + np.sqrt(1 - correlation**2) * other


def _entropy_of_mixture(centres: np.ndarray, noise: float) -> float:
    """h of normal noise about equally likely centres, shape (m,)."""
    grid = np.linspace(centres.min() - 9 * noise, centres.max() + 9 * noise, 3001)
    density = stats.norm.pdf(grid[:, None], centres.ravel(), noise).mean(axis=1)
    return float(integrate.simpson(special.entr(density), x=grid))
