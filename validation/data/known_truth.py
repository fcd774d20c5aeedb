"""Samplers whose mutual information is known: the benchmark of the estimators.

The families are those of 'Beyond Normal' (Czyz et al., NeurIPS 2023), derived again here, and our own noisy layers.
Every true value comes from a closed form or a one-dimensional quadrature, in nats. A transform that is one-to-one on
each of x and y leaves the mutual information as it was, so one closed form serves a whole family.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy import integrate, linalg, special, stats

Sampler = Callable[[int, np.random.Generator], tuple[np.ndarray, np.ndarray]]
Transform = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Task:
    """A named sampler of (x, y), of shapes (n, dim_x) and (n, dim_y), with its true I(x;y) in nats."""

    name: str
    family: str
    truth: float
    sampler: Sampler
    source: str
    dim_x: int = 1
    dim_y: int = 1

    def sample(self, n: int, rng: np.random.Generator | int) -> tuple[np.ndarray, np.ndarray]:
        """n pairs; raises ValueError where n is not positive."""
        if n < 1:
            raise ValueError(f"n: must be at least 1, got {n}")
        return self.sampler(n, np.random.default_rng(rng))

    def transformed(self, name: str, family: str, *, x: Transform, y: Transform, dim_x: int | None = None) -> "Task":
        """The task with each side sent through a one-to-one map, which leaves the truth as it was."""

        def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
            before_x, before_y = self.sampler(n, rng)
            return x(before_x), y(before_y)

        source = f"invariance under one-to-one maps of {self.name}"
        return replace(self, name=name, family=family, dim_x=dim_x or self.dim_x, sampler=sampler, source=source)


# --- truths -----------------------------------------------------------------------------------------------------------


def normal_information(covariance: np.ndarray, dim_x: int) -> float:
    """I(x;y) = (log det S_x + log det S_y - log det S) / 2 of a joint normal."""

    def log_determinant(matrix: np.ndarray) -> float:
        return float(np.linalg.slogdet(matrix)[1])

    x, y = covariance[:dim_x, :dim_x], covariance[dim_x:, dim_x:]
    return 0.5 * (log_determinant(x) + log_determinant(y) - log_determinant(covariance))


def student_radial_information(nu: float, dim_x: int, dim_y: int) -> float:
    """What a Student joint adds to the normal value, from the shared scale (Arellano-Valle et al., 2013)."""

    def term(degrees: float) -> float:
        return float(special.gammaln(degrees / 2) - degrees / 2 * special.digamma(degrees / 2))

    return term(nu) + term(nu + dim_x + dim_y) - term(nu + dim_x) - term(nu + dim_y)


def uniform_noise_information(width: float) -> float:
    """I(x; x + u) for x uniform on [0, 1] and u uniform on [-width, width]: H(x + u) - log(2 width)."""
    return width - np.log(2 * width) if width <= 0.5 else 1 / (4 * width)


def one_input_layer_information(alpha: float) -> float:
    """I(x;z) for z = eps x, x standard normal, log eps ~ N(-alpha/2, alpha).

    The signs of x and z agree: log 2 nats. Given the sign, log |z| is log |x| plus a normal, so the rest is
    h(log |z|) - h(normal), the first by quadrature over a grid that holds all but 1e-12 of the mass.
    """
    spread = np.sqrt(alpha)
    grid = np.linspace(-30 - 8 * spread, 4 + 8 * spread, 24_001)
    # density of log |x| at u: sqrt(2/pi) exp(u - exp(2u)/2)
    nodes, weights = special.roots_hermitenorm(80)
    weights = weights / weights.sum()
    shifted = grid[:, None] + alpha / 2 - spread * nodes[None, :]
    density = np.exp(shifted - np.exp(2 * shifted) / 2) @ weights * np.sqrt(2 / np.pi)
    entropy = integrate.simpson(special.entr(density), x=grid)
    return float(np.log(2) + entropy - 0.5 * np.log(2 * np.pi * np.e * alpha))


# --- families ---------------------------------------------------------------------------------------------------------


def normal(name: str, covariance: np.ndarray, dim_x: int, family: str = "normal") -> Task:
    """A joint normal with this covariance, of which the first dim_x coordinates are x."""
    root = linalg.cholesky(covariance, lower=True)
    dim = len(covariance)

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        joint = rng.standard_normal((n, dim)) @ root.T
        return joint[:, :dim_x], joint[:, dim_x:]

    truth = normal_information(covariance, dim_x)
    return Task(name, family, truth, sampler, "closed form of the joint normal", dim_x, dim - dim_x)


def dense(dim_x: int, dim_y: int, correlation: float) -> Task:
    """A joint normal in which every two coordinates have the same correlation."""
    dim = dim_x + dim_y
    covariance = np.full((dim, dim), correlation) + (1 - correlation) * np.eye(dim)
    return normal(f"normal-dense-{dim_x}x{dim_y}-{correlation}", covariance, dim_x, family="dense normal")


def pairs(dim_x: int, dim_y: int, correlation: float = 0.8, number: int = 2) -> Task:
    """A joint normal in which `number` coordinates of x each meet one of y; the others are noise."""
    covariance = np.eye(dim_x + dim_y)
    for i in range(number):
        covariance[i, dim_x + i] = covariance[dim_x + i, i] = correlation
    return normal(f"normal-pairs-{dim_x}x{dim_y}", covariance, dim_x, family="sparse normal")


def student(dim_x: int, dim_y: int, nu: float) -> Task:
    """A joint Student with identity dispersion: uncorrelated, dependent through one shared scale alone."""
    dim = dim_x + dim_y

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        joint = rng.standard_normal((n, dim)) / np.sqrt(rng.chisquare(nu, (n, 1)) / nu)
        return joint[:, :dim_x], joint[:, dim_x:]

    name, truth = f"student-{dim_x}x{dim_y}-nu{nu:g}", student_radial_information(nu, dim_x, dim_y)
    return Task(name, "student", truth, sampler, "closed form of the joint Student", dim_x, dim_y)


def uniform_noise(width: float) -> Task:
    """x uniform on [0, 1], y = x + noise uniform on [-width, width]."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(size=(n, 1))
        return x, x + rng.uniform(-width, width, size=(n, 1))

    return Task(f"uniform-noise-{width}", "uniform noise", uniform_noise_information(width), sampler, "closed form")


def one_input_layer(alpha: float) -> Task:
    """Our noisy layer with a single weight: z = eps x, log-normal eps of mean one."""

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x = rng.standard_normal((n, 1))
        return x, x * np.exp(np.sqrt(alpha) * rng.standard_normal((n, 1)) - alpha / 2)

    truth = one_input_layer_information(alpha)
    return Task(f"noisy-layer-1-alpha{alpha:g}", "noisy layer", truth, sampler, "quadrature over log |z|")


def two_labels(distance: float, share: float = 0.5) -> Task:
    """x normal about 0 or about `distance`, y the label of which: I(x;y) = h(x) - h(x|y), by quadrature."""
    means, shares = np.array([0.0, distance]), np.array([1 - share, share])
    grid = np.linspace(-12.0, distance + 12.0, 20_001)
    density = stats.norm.pdf(grid[:, None], means[None, :]) @ shares

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        labels = rng.random(n) < share
        return rng.standard_normal((n, 1)) + distance * labels[:, None], labels[:, None].astype(np.float64)

    truth = float(integrate.simpson(special.entr(density), x=grid) - 0.5 * np.log(2 * np.pi * np.e))
    return Task(f"two-labels-{distance:g}", "labels", truth, sampler, "quadrature over x")


def finite_layer(number: int, dim: int, alpha: float) -> Task:
    """One unit z of a noisy layer on `number` equally likely inputs; y tells the input. Truth: information_per_unit."""
    from estimators.noisy_layer import information_per_unit

    rng = np.random.default_rng(number)
    inputs, w_hat = rng.standard_normal((number, dim)), rng.standard_normal((1, dim))

    def sampler(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        which = rng.integers(number, size=n)
        noise = np.exp(np.sqrt(alpha) * rng.standard_normal((n, dim)) - alpha / 2)
        return ((noise * w_hat) * inputs[which]).sum(axis=1, keepdims=True), which[:, None].astype(np.float64)

    truth = float(information_per_unit(w_hat, alpha, inputs).value[0])
    name, source = f"noisy-layer-{dim}-inputs{number}-alpha{alpha:g}", "density of a sum of log-normals"
    return Task(name, "noisy layer, labels", truth, sampler, f"{source}, by estimators.noisy_layer")


# --- one-to-one maps --------------------------------------------------------------------------------------------------


def half_cube(x: np.ndarray) -> np.ndarray:
    return np.sign(x) * np.abs(x) ** 1.5


def wiggly(x: np.ndarray) -> np.ndarray:
    """Monotone: the derivative 1 + 0.4 cos x + 0.34 cos 1.7x + 0.165 cos 3.3x stays above 0.09."""
    return x + 0.4 * np.sin(x) + 0.2 * np.sin(1.7 * x) + 0.05 * np.sin(3.3 * x)


def bimodal(x: np.ndarray) -> np.ndarray:
    """A standard normal made a mixture of N(-2, 0.3^2) and N(2, 0.5^2), by inverting its distribution function."""
    grid = np.linspace(-6, 6, 8001)
    mixture = 0.3 * stats.norm.cdf(grid, -2, 0.3) + 0.7 * stats.norm.cdf(grid, 2, 0.5)
    keep = np.concatenate([[True], np.diff(mixture) > 1e-13])
    return np.interp(special.ndtr(x), mixture[keep], grid[keep])


def swiss_roll(u: np.ndarray) -> np.ndarray:
    """[0, 1] rolled up in the plane: (t cos t, t sin t)/21, t = 3 pi (1 + 2u)/2."""
    t = 1.5 * np.pi * (1 + 2 * u)
    return np.hstack([t * np.cos(t), t * np.sin(t)]) / 21


def spiral(x: np.ndarray, speed: float = 1 / 3) -> np.ndarray:
    """Each point turned about the origin by exp(speed |x|^2 A), A skew-symmetric; one-to-one, as the radius is kept.

    A turns the planes (0, 1) and (1, 2). Its eigenvalues are 0 and +-i sqrt(2), so Rodrigues' formula gives exp.
    """
    generator = np.zeros((3, 3))
    generator[0, 1], generator[1, 0] = 1.0, -1.0
    generator[1, 2], generator[2, 1] = 1.0, -1.0
    angle = speed * np.sum(x**2, axis=1, keepdims=True)
    frequency = np.sqrt(2)
    head = x[:, :3]
    first = head @ generator.T
    second = first @ generator.T
    turned = head + first * np.sin(frequency * angle) / frequency + second * (1 - np.cos(frequency * angle)) / 2
    return np.hstack([turned, x[:, 3:]])


# --- the benchmark ----------------------------------------------------------------------------------------------------


def _bivariate() -> list[Task]:
    base = normal("normal-1x1-0.75", np.array([[1, 0.75], [0.75, 1]]), 1, family="bivariate")
    maps = {"normal-cdf": special.ndtr, "wiggly": wiggly, "half-cube": half_cube, "bimodal": bimodal}
    rolled = base.transformed(
        "swiss-roll", "swiss roll", x=lambda x: swiss_roll(special.ndtr(x)), y=special.ndtr, dim_x=2
    )
    return [base, *(base.transformed(f"{name}-1x1-0.75", "bivariate", x=f, y=f) for name, f in maps.items()), rolled]


def _sparse_transforms() -> list[Task]:
    maps: tuple[tuple[str, str, Transform], ...] = (
        ("normal-cdf", "sparse normal", special.ndtr),
        ("half-cube", "sparse normal", half_cube),
        ("spiral", "spiral", spiral),
        ("spiral-cdf", "spiral", lambda x: spiral(special.ndtr(x))),
    )
    bases = {dim: pairs(dim, dim) for dim in (3, 5, 25)}
    return [
        base.transformed(f"{name}-pairs-{dim}x{dim}", family, x=f, y=f)
        for dim, base in bases.items()
        for name, family, f in maps
    ]


def _students() -> list[Task]:
    tasks = []
    for dim, nu in ((1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (5, 2), (5, 3)):
        base = student(dim, dim, nu)
        tasks += [base, base.transformed(f"asinh-{base.name}", "student", x=np.arcsinh, y=np.arcsinh)]
    return tasks


TASKS: tuple[Task, ...] = (
    *_bivariate(),
    *(uniform_noise(width) for width in (0.1, 0.75)),
    *(dense(dim, dim, 0.5) for dim in (2, 3, 5, 25, 50)),
    *(pairs(dim, dim) for dim in (2, 3, 5, 25, 50)),
    *_students(),
    *_sparse_transforms(),
    *(one_input_layer(alpha) for alpha in (0.1, 1.0)),
)


@cache
def label_tasks() -> tuple[Task, ...]:
    """Tasks whose y is a label; built on demand, as the noisy layer's truth takes a moment."""
    return (two_labels(1.0), two_labels(3.0, 0.2), finite_layer(8, 4, 0.3))


def task(name: str) -> Task:
    """The benchmark's task of this name; raises ValueError where there is none."""
    for candidate in (*TASKS, *label_tasks()):
        if candidate.name == name:
            return candidate
    raise ValueError(f"name: {name!r} is not a task; there are {', '.join(t.name for t in TASKS)}")
