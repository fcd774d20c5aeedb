"""Families of layer inputs whose moments are known, and which hypotheses of section 5 each of them meets.

All components of a family have one law, scaled to E x_i^2 = 1; y_i = x_i^2. `draw` gives inputs, `laplace` E exp(-t y).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, erfcx, ndtri, psi, stdtrit

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.statement import Reading
from bounds.papers.achille_soatto_2017.hypotheses import (
    GAUSSIAN_INPUTS,
    INDEPENDENT_SQUARES,
    KURTOSIS,
    LOG_CONCAVE,
    NO_ATOM,
    RHO,
    UNCORRELATED,
    ZERO_MEAN,
)
from bounds.papers.achille_soatto_2017.row_numbers import from_moments
from bounds.papers.achille_soatto_2017.rows import Row

Laplace = Callable[[NDArray[np.float64]], Any]

ABOUT_INPUTS = {GAUSSIAN_INPUTS, INDEPENDENT_SQUARES, KURTOSIS, LOG_CONCAVE, NO_ATOM, RHO, UNCORRELATED, ZERO_MEAN}
INDEPENDENT = (UNCORRELATED, RHO, INDEPENDENT_SQUARES, NO_ATOM)
SYMMETRIC = (*INDEPENDENT, ZERO_MEAN)
STEP = 0.25  # of the integrals over log t
NOTHING = 1e-18  # what integrands may be cut off at
QUANTILES = 20_000  # even, so that no quantile of a symmetric law is 0


@dataclass(frozen=True, kw_only=True)
class InputFamily:
    """One law of inputs.

    `mean` = E x_i, `correlation` of two components, `kurtosis` = E y^2, `log_moment` = E log y (minus infinity with an
    atom at 0), `small_ball` = (E log_+(1/y)^2)^(1/2). `meets` names the hypotheses that hold for every dim x.
    `laplace` is None where the squares are dependent: then c is not a function of the p_i alone.
    """

    name: str
    draw: Callable[[np.random.Generator, int, int], NDArray[np.float64]]
    mean: float
    kurtosis: float
    log_moment: float
    small_ball: float
    correlation: float = 0.0
    meets: tuple[Hypothesis, ...] = ()
    laplace: Laplace | None = None

    def may_test(self, reading: Reading) -> bool:
        """Whether every hypothesis of the reading that is about inputs holds for this family."""
        return set(reading.hypotheses) & ABOUT_INPUTS <= set(self.meets)

    def covariance(self, dim: int) -> NDArray[np.float64]:
        """Cov(x), (dim, dim)."""
        variance = 1 - self.mean**2
        return variance * ((1 - self.correlation) * np.eye(dim) + self.correlation)

    @property
    def c_of_one(self) -> float:
        """c of a row with a single input."""
        return float(from_moments(Row().c, mean_log_square=self.log_moment))


def c_of_row(family: InputFamily, p: Any, counts: Any = 1) -> Any:
    """c of rows of independent inputs, of m = 1: nats, shape (...); p and counts as for `mean_log_square`."""
    return from_moments(Row().c, mean_log_square=mean_log_square(family, p, counts))


def mean_log_square(family: InputFamily, p: Any, counts: Any = 1) -> Any:
    """E log S of S = sum_i p_i y_i for independent y_i, shape (...).

    `p`: (..., k), distinct weights, each standing for `counts` (same shape, or one number) inputs; counts p sums to 1.

    From E log S = int (exp(-t) - E exp(-t S)) dt / t, whose integrand is smooth in log t.
    Raises ValueError for a family whose squares are dependent.
    """
    if family.laplace is None:
        raise ValueError(f"family: the squares of {family.name!r} are dependent, c is not a function of p alone")
    p = np.atleast_2d(np.asarray(p, dtype=np.float64))
    total = np.zeros(p.shape[:-1])
    for t in np.exp(_log_t()):
        left = (family.laplace(t * p) ** counts).prod(axis=-1)
        total += np.exp(-t) - left
        if t > 1 and max(np.exp(-t), left.max(initial=0.0)) < NOTHING:  # both fall with t
            break
    return total * STEP


def _log_t() -> NDArray[np.float64]:
    return np.arange(-20.0, 75.0, STEP)


@lru_cache
def families() -> tuple[InputFamily, ...]:
    """All families, Gaussian first."""
    half = float(psi(0.5) + np.log(2))  # E log of a chi-squared of one degree
    gamma = -float(psi(1.0))

    def independent(name: str, sample: Callable[..., NDArray[np.float64]], **fields: Any) -> InputFamily:
        """Components drawn one by one."""
        return InputFamily(name=name, draw=lambda rng, n, d: sample(rng, (n, d)), **fields)

    shift = 0.8  # mean over root mean square
    spread = np.sqrt(1 - shift**2)
    nu, wide, log_scale = 6.0, 3.0, 0.5
    spike, rare = 0.1, 0.3  # a narrow Gaussian with probability 1 - rare
    spike_scale = 1 / np.sqrt(rare + (1 - rare) * spike**2)

    def gaussian_laplace(t: NDArray[np.float64]) -> Any:
        return 1 / np.sqrt(1 + 2 * t)

    def exponential_laplace(t: NDArray[np.float64]) -> Any:
        root = np.sqrt(np.maximum(t, 1e-200) / 2)
        return np.sqrt(np.pi) / (2 * root) * erfcx(1 / (2 * root))

    def uniform_laplace(t: NDArray[np.float64]) -> Any:
        root = np.sqrt(3 * np.maximum(t, 1e-200))
        return np.sqrt(np.pi) * erf(root) / (2 * root)

    def shifted_laplace(t: NDArray[np.float64]) -> Any:
        wide = 1 + 2 * t * spread**2
        return np.exp(-t * shift**2 / wide) / np.sqrt(wide)

    nodes = np.linspace(-8, 8, 49)
    weights = np.exp(-(nodes**2) / 2) / np.exp(-(nodes**2) / 2).sum()

    def log_normal_laplace(t: NDArray[np.float64]) -> Any:
        return sum(
            w * np.exp(-t * np.exp(2 * (log_scale * v - log_scale**2))) for v, w in zip(nodes, weights, strict=True)
        )

    log_g = np.linspace(-14, 3, 65)  # a Student law is a Gaussian over the root of g, chi-squared over its degrees
    density = np.exp(nu / 2 * (log_g - np.exp(log_g)))
    density /= density.sum()

    def student_laplace(t: NDArray[np.float64]) -> Any:
        return sum(w * gaussian_laplace(t * (nu - 2) / nu / np.exp(u)) for u, w in zip(log_g, density, strict=True))

    def small_ball_at(scale: float) -> float:
        return _small_ball(scale * ndtri(_uniform()))

    exponential = {"kurtosis": 6.0, "log_moment": -2 * gamma - np.log(2), "laplace": exponential_laplace}
    gaussian = {
        "kurtosis": 3.0,
        "log_moment": half,
        "small_ball": _small_ball(ndtri(_uniform())),
        "laplace": gaussian_laplace,
    }

    return (
        independent(
            "Gaussian",
            lambda rng, size: rng.standard_normal(size),
            mean=0.0,
            meets=(*SYMMETRIC, KURTOSIS, LOG_CONCAVE, GAUSSIAN_INPUTS),
            **gaussian,
        ),
        independent(
            "shifted Gaussian",
            lambda rng, size: shift + spread * rng.standard_normal(size),
            mean=shift,
            kurtosis=shift**4 + 6 * shift**2 * spread**2 + 3 * spread**4,
            log_moment=_log_moment(shifted_laplace),
            small_ball=_small_ball(shift + spread * ndtri(_uniform())),
            meets=(*INDEPENDENT, KURTOSIS),
            laplace=shifted_laplace,
        ),
        independent(
            "uniform",
            lambda rng, size: rng.uniform(-np.sqrt(3), np.sqrt(3), size),
            mean=0.0,
            kurtosis=9 / 5,
            log_moment=np.log(3) - 2,
            small_ball=_small_ball(np.sqrt(3) * _uniform()),
            meets=(*SYMMETRIC, KURTOSIS, LOG_CONCAVE),
            laplace=uniform_laplace,
        ),
        independent(
            "Rademacher",
            lambda rng, size: rng.choice([-1.0, 1.0], size=size),
            mean=0.0,
            kurtosis=1.0,
            log_moment=0.0,
            small_ball=0.0,
            meets=(*SYMMETRIC, KURTOSIS),
            laplace=lambda t: np.exp(-t),
        ),
        independent(
            "Laplace",
            lambda rng, size: rng.laplace(scale=1 / np.sqrt(2), size=size),
            mean=0.0,
            small_ball=_small_ball(np.log1p(-_uniform()) / np.sqrt(2)),
            meets=(*SYMMETRIC, KURTOSIS, LOG_CONCAVE),
            **exponential,
        ),
        independent(
            "exponential",
            lambda rng, size: rng.exponential(scale=1 / np.sqrt(2), size=size),
            mean=1 / np.sqrt(2),
            small_ball=_small_ball(np.log1p(-_uniform()) / np.sqrt(2)),
            meets=(*INDEPENDENT, KURTOSIS, LOG_CONCAVE),
            **exponential,
        ),
        independent(
            "half-normal (behind a ReLU)",
            lambda rng, size: np.abs(rng.standard_normal(size)),
            mean=np.sqrt(2 / np.pi),
            meets=(*INDEPENDENT, KURTOSIS, LOG_CONCAVE),
            **gaussian,
        ),
        independent(
            "Student, 6 degrees",
            lambda rng, size: rng.standard_t(nu, size=size) * np.sqrt((nu - 2) / nu),
            mean=0.0,
            kurtosis=3 * (nu - 2) / (nu - 4),
            log_moment=float(psi(0.5) - psi(nu / 2) + np.log(nu - 2)),
            small_ball=_small_ball(stdtrit(nu, _uniform()) * np.sqrt((nu - 2) / nu)),
            meets=(*SYMMETRIC, KURTOSIS),
            laplace=student_laplace,
        ),
        independent(
            "spike and slab",
            lambda rng, size: rng.standard_normal(size) * np.where(rng.random(size) < rare, 1.0, spike) * spike_scale,
            mean=0.0,
            kurtosis=3 * (rare + (1 - rare) * spike**4) * spike_scale**4,
            log_moment=half + 2 * (1 - rare) * np.log(spike) + 2 * np.log(spike_scale),
            small_ball=np.sqrt(
                rare * small_ball_at(spike_scale) ** 2 + (1 - rare) * small_ball_at(spike * spike_scale) ** 2
            ),
            meets=(*SYMMETRIC, KURTOSIS),
            laplace=lambda t: (
                rare * gaussian_laplace(t * spike_scale**2)
                + (1 - rare) * gaussian_laplace(t * (spike * spike_scale) ** 2)
            ),
        ),
        independent(
            "log-normal with random sign",
            lambda rng, size: (
                rng.choice([-1.0, 1.0], size=size) * np.exp(log_scale * rng.standard_normal(size) - log_scale**2)
            ),
            mean=0.0,
            kurtosis=np.exp(4 * log_scale**2),
            log_moment=-2 * log_scale**2,
            small_ball=_small_ball(np.exp(log_scale * ndtri(_uniform()) - log_scale**2)),
            meets=(*SYMMETRIC, KURTOSIS),
            laplace=log_normal_laplace,
        ),
        InputFamily(
            name="scale mixture (common scale)",
            draw=lambda rng, n, d: rng.standard_normal((n, d)) * _two_scales(rng, n, wide),
            mean=0.0,
            kurtosis=3 * (1 + wide**4) / 2 / ((1 + wide**2) / 2) ** 2,
            log_moment=half + np.log(wide) - np.log((1 + wide**2) / 2),
            small_ball=np.sqrt(
                (small_ball_at(np.sqrt(2 / (1 + wide**2))) ** 2 + small_ball_at(wide * np.sqrt(2 / (1 + wide**2))) ** 2)
                / 2
            ),
            meets=(UNCORRELATED, ZERO_MEAN, RHO, KURTOSIS, NO_ATOM),
        ),
        InputFamily(
            name="correlated Gaussian",
            draw=lambda rng, n, d: (rng.standard_normal((n, 1)) + rng.standard_normal((n, d))) / np.sqrt(2),
            mean=0.0,
            correlation=0.5,
            kurtosis=3.0,
            log_moment=half,
            small_ball=_small_ball(ndtri(_uniform())),
            meets=(ZERO_MEAN, KURTOSIS, LOG_CONCAVE, NO_ATOM),
        ),
        InputFamily(
            name="rectified Gaussian (an atom at 0)",
            draw=lambda rng, n, d: np.maximum(rng.standard_normal((n, d)), 0.0) * np.sqrt(2),
            mean=1 / np.sqrt(np.pi),
            kurtosis=6.0,
            log_moment=-np.inf,
            small_ball=np.inf,
            meets=(UNCORRELATED, RHO, INDEPENDENT_SQUARES, KURTOSIS),
        ),
    )


def _two_scales(rng: np.random.Generator, n: int, wide: float) -> NDArray[np.float64]:
    scale: NDArray[np.float64] = rng.choice([1.0, wide], size=(n, 1)) * np.sqrt(2 / (1 + wide**2))
    return scale


def _log_moment(laplace: Laplace) -> float:
    """E log y from E exp(-t y)."""
    t = np.exp(_log_t())
    return float((np.exp(-t) - laplace(t)).sum() * STEP)


def _uniform() -> NDArray[np.float64]:
    return (np.arange(QUANTILES) + 0.5) / QUANTILES


def _small_ball(x: NDArray[np.float64]) -> float:
    """(E log_+(1/x^2)^2)^(1/2) over equally likely values."""
    return float(np.sqrt(np.mean(np.maximum(-2 * np.log(np.abs(x)), 0) ** 2)))
