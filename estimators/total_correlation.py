"""Total correlation TC(x) = KL(p(x) || prod p(x_i)) from samples, in nats: by default calibrated nearest neighbours.

Sources: Kraskov et al. (2004), equation 23, for the nearest-neighbour form; estimators.calibrated for the correction.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, polygamma

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.calibrated import View, excess_error, largest_excess, surrogates
from estimators.estimate import Estimate
from estimators.intervals import block_error, blocks, two_sided_quantile
from estimators.knn import counts_within, neighbours
from estimators.kraskov import HIGH_DIMENSION, neighbour_warnings
from estimators.mutual_information import mutual_information
from estimators.samples import breaks_density, concerns, joined, standardised, varying


def total_correlation(
    x: ArrayLike,
    *,
    k: int = 5,
    margins: str = "normal-scores",
    surrogate_sets: int = 3,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """TC(x) in nats of continuous samples, shape (n, d): the suite's default.

    Up to six features: the Gaussian copula's closed form plus what nearest neighbours find beyond it. More: the chain
    rule, TC = sum of I(x_i; x_1..x_(i-1)), each by the default estimator of mutual information. Constant features
    carry none. Raises ValueError for bad samples, or no more samples than features.
    """
    (x,) = joined(k=k, x=x)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    generator(seed)
    warnings = concerns(("x",), (x,))
    x = x[:, varying(x)]
    n, dimension = x.shape
    if dimension < 2:
        return Estimate(
            value=0.0,
            standard_error=0.0,
            interval=(0.0, 0.0),
            level=level,
            method="constant",
            n=n,
            warnings=tuple(warnings),
        )
    if dimension > HIGH_DIMENSION:
        return _by_chain_rule(x, warnings, k=k, margins=margins, surrogate_sets=surrogate_sets, seed=seed, level=level)
    broken = breaks_density(warnings)
    x = standardised(x, margins)
    if n <= dimension + 1:
        raise ValueError(f"x: needs more samples than dimensions + 1 = {dimension + 1}, got {n}")
    closed_form, closed_form_error = gaussian.total_correlation_of(np.corrcoef(x.T), n)
    rng = generator(seed)
    points = (x - x.mean(axis=0)) / x.std(axis=0)
    normal = surrogates(points, surrogate_sets, rng)
    noise = float(np.sqrt((dimension - 1) * polygamma(1, k) / n))
    view = View(name="all coordinates", statistic=lambda rows: knn_value(rows, k), dimension=dimension)
    excess = largest_excess(points, normal, [view], noise=noise)
    error = excess_error(excess, points, normal, rng, least=k + 2, noise=noise, floor=closed_form_error)
    value = closed_form + excess.value
    low, high = error.interval(value, level)
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=(min(0.0, low), np.inf) if broken else (low, high),
        level=level,
        method="Gaussian copula + nearest-neighbour excess",
        n=n,
        seed=seed,
        warnings=(*warnings, *neighbour_warnings(excess.value, dimension, n)),
        details={"gaussian": closed_form, "excess": excess.value, "drift": error.drift},
    )


def knn(x: ArrayLike, k: int = 3, margins: str = "normal-scores", seed: int = 0, *, level: float = 0.95) -> Estimate:
    """TC(x) in nats of continuous samples, shape (n, d), by Kraskov's estimator for several variables.

    `margins="none"` is the textbook estimator; `seed` draws the interval's blocks. Raises ValueError for bad samples.
    """
    (x,) = joined(k=k, x=x)
    warnings = concerns(("x",), (x,))
    broken = breaks_density(warnings)
    x = standardised(x[:, varying(x)], margins)
    n, dimension = x.shape
    if dimension < 2:
        return Estimate(
            value=0.0,
            standard_error=0.0,
            interval=(0.0, 0.0),
            level=level,
            method="constant",
            n=n,
            warnings=tuple(warnings),
        )
    value = knn_value(x, k)
    parts = blocks(n, generator(seed), least=k + 2)
    error = block_error(lambda part: knn_value(x[part], k), value, parts, n=n, dimension=dimension)
    low, high = error.interval(value, level)
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=(min(0.0, low) if broken else low, np.inf if broken or dimension > HIGH_DIMENSION else high),
        level=level,
        method=f"Kraskov total correlation, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        warnings=(*warnings, *neighbour_warnings(value, dimension, n)),
        details={"drift": error.drift},
    )


def knn_value(x: np.ndarray, k: int) -> float:
    """psi(k) + (d - 1) psi(n) - mean of sum_i psi(n_i + 1), of checked samples of shape (n, d)."""
    n, dimension = x.shape
    distance = neighbours(x, k).distance
    counted = sum(digamma(counts_within(x[:, [i]], distance, strict=True) + 1) for i in range(dimension))
    return float(digamma(k) + (dimension - 1) * digamma(n) - np.mean(counted))


def _by_chain_rule(
    x: np.ndarray, warnings: list[str], *, k: int, margins: str, surrogate_sets: int, seed: int, level: float
) -> Estimate:
    """sum of I(x_i; x_1..x_(i-1)); the terms' standard errors are added, as nothing is known of their dependence."""
    entropy = generator(seed).integers(2**63) if isinstance(seed, np.random.Generator) else seed
    streams = np.random.SeedSequence(entropy).generate_state(x.shape[1])
    terms = [
        mutual_information(
            x[:, [i]],
            x[:, :i],
            k=k,
            margins=margins,
            surrogate_sets=surrogate_sets,
            seed=int(streams[i]),
            level=level,
        )
        for i in range(1, x.shape[1])
    ]
    value = float(sum(term.value for term in terms))
    standard_error = float(sum(term.standard_error for term in terms))
    drift = float(sum(term.details["drift"] for term in terms))
    half = two_sided_quantile(level, 9) * standard_error
    high = value + half + max(drift, 0.0)
    open_above = any(np.isinf(term.interval[1]) for term in terms)
    return Estimate(
        value=value,
        standard_error=standard_error,
        interval=(value - half + min(drift, 0.0), np.inf if open_above else high),
        level=level,
        method="chain rule over Gaussian copula + KSG excess",
        n=len(x),
        seed=seed,
        warnings=tuple(dict.fromkeys([*warnings, *(text for term in terms for text in term.warnings)])),
        details={"gaussian": float(sum(term.details["gaussian"] for term in terms)), "drift": drift},
    )
