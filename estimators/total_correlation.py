"""Total correlation TC(x) = KL(p(x) || prod p(x_i)) from samples, in nats: by default calibrated nearest neighbours.

Sources: Kraskov et al. (2004), equation 23, for the nearest-neighbour form; estimators.calibrated for the correction.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.atoms import at_atoms
from estimators.calibrated import View, surplus_with_error
from estimators.estimate import Estimate, exact
from estimators.intervals import two_sided_quantile
from estimators.knn import counts_of_each, neighbour_distance
from estimators.mutual_information import mutual_information
from estimators.neighbour_estimates import (
    HIGH_DIMENSION,
    STRONG,
    neighbour_estimate,
    neighbour_warnings,
    prepared,
    with_block_error,
)
from estimators.samples import constant_features, joined, normal_scores, parted, repeated_samples, standardised, varying
from estimators.smooth import BY_THE_DATA


def total_correlation(
    x: ArrayLike,
    *,
    k: int = 5,
    margins: str = BY_THE_DATA,
    surrogate_sets: int = 3,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """TC(x) in nats of continuous samples, shape (n, d): the suite's default.

    Up to six features: the Gaussian copula's closed form plus what nearest neighbours find beyond it. More: the chain
    rule, TC = sum of I(x_i; x_1..x_(i-1)), each by the default estimator of mutual information. Constant features
    carry none. So too where single values have weight of their own, or where normal scores would blur a strong linear
    relation (estimators.smooth). Raises ValueError for bad samples, or no more samples than features.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 1)) + rng.standard_normal((1000, 3))  # all correlations are 1/2
    >>> found = total_correlation(x)  # the truth is log(2)/2 = 0.35
    >>> round(found.value, 2), bool(found.interval[0] < np.log(2) / 2 < found.interval[1])
    (0.3, True)
    """
    whole_number("surrogate_sets", surrogate_sets, least=2)
    rng = generator(seed)
    (x,) = joined(k=k, x=x)
    warnings = [*constant_features(("x",), (x,)), *repeated_samples((x,))]
    x = x[:, varying(x)]
    n, dimension = x.shape
    if dimension < 2:
        return exact(0.0, method="constant", n=n, level=level, warnings=tuple(warnings))
    if dimension > HIGH_DIMENSION or at_atoms(x).any() or (margins == BY_THE_DATA and _blurred(x)):
        return _by_chain_rule(x, warnings, k=k, margins=margins, surrogate_sets=surrogate_sets, seed=seed, level=level)
    x = standardised(parted(x, rng), "normal-scores" if margins == BY_THE_DATA else margins)
    if n <= dimension + 1:
        raise ValueError(f"x: needs more samples than dimensions + 1 = {dimension + 1}, got {n}")
    closed_form, closed_form_error = gaussian.total_correlation_of(np.corrcoef(x.T), n)
    surplus, error = surplus_with_error(
        (x - x.mean(axis=0)) / x.std(axis=0),
        [View(name="all coordinates", statistic=lambda rows: knn_value(rows, k), dimension=dimension)],
        k=k,
        surrogate_sets=surrogate_sets,
        rng=rng,
        terms=dimension - 1,
        floor=closed_form_error,
    )
    return neighbour_estimate(
        closed_form + surplus.value,
        error,
        method="Gaussian copula + nearest-neighbour surplus",
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *neighbour_warnings(n, dimension, value=surplus.value)],
        gaussian=closed_form,
        surplus=surplus.value,
    )


def knn(x: ArrayLike, k: int = 3, margins: str = "normal-scores", seed: int = 0, *, level: float = 0.95) -> Estimate:
    """TC(x) in nats of continuous samples, shape (n, d), by Kraskov's estimator for several variables.

    `margins="none"` is the textbook estimator; `seed` draws the interval's blocks. Raises ValueError for bad samples.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 1)) + rng.standard_normal((1000, 3))  # all correlations are 1/2
    >>> found = knn(x)  # the truth is log(2)/2 = 0.35
    >>> round(found.value, 2), bool(found.interval[0] < np.log(2) / 2 < found.interval[1])
    (0.32, True)
    """
    (x,), warnings = prepared(k=k, margins=margins, x=x)
    n, dimension = x.shape
    if dimension < 2:
        return exact(0.0, method="constant", n=n, level=level, warnings=tuple(warnings))
    value, error = with_block_error(lambda x: knn_value(x, k), x, k=k, dimension=dimension, seed=seed)
    return neighbour_estimate(
        value,
        error,
        method=f"Kraskov total correlation, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *neighbour_warnings(n, dimension, value=value)],
        blind=dimension > HIGH_DIMENSION,
    )


def knn_value(x: np.ndarray, k: int) -> float:
    """psi(k) + (d - 1) psi(n) - mean of sum_i psi(n_i + 1), of checked samples of shape (n, d).

    >>> from estimators.kraskov import ksg_value
    >>> x = np.random.default_rng(0).standard_normal((200, 2))
    >>> round(knn_value(x, 3) - ksg_value(x[:, :1], x[:, 1:], 3), 12)  # of two variables it is their mutual information
    0.0
    """
    n, dimension = x.shape
    distance = neighbour_distance(x, k)
    counted = sum(digamma(counts + 1) for counts in counts_of_each(np.hsplit(x, dimension), distance))
    return float(digamma(k) + (dimension - 1) * digamma(n) - np.mean(counted))


def _blurred(x: np.ndarray) -> bool:
    """Whether normal scores take much from a strong linear relation of the features."""
    if len(x) <= x.shape[1] + 1:
        return False
    as_they_are, in_scores = (float(-np.linalg.slogdet(np.corrcoef(side.T))[1] / 2) for side in (x, normal_scores(x)))
    return as_they_are > max(STRONG, in_scores + gaussian.BLURRED)


def _by_chain_rule(
    x: np.ndarray, warnings: list[str], *, k: int, margins: str, surrogate_sets: int, seed: int, level: float
) -> Estimate:
    """sum of I(x_i; x_1..x_(i-1)); the terms' standard errors are added, as nothing is known of their dependence."""
    entropy = generator(seed).integers(2**63) if isinstance(seed, np.random.Generator) else seed
    streams = np.random.SeedSequence(entropy).generate_state(x.shape[1])
    terms = [
        mutual_information(
            x[:, [i]], x[:, :i], k=k, margins=margins, surrogate_sets=surrogate_sets, seed=int(streams[i]), level=level
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
        method="chain rule over Gaussian copula + KSG surplus",
        n=len(x),
        seed=seed,
        warnings=tuple(dict.fromkeys([*warnings, *(text for term in terms for text in term.warnings)])),
        details={"gaussian": float(sum(term.details.get("gaussian", 0.0) for term in terms)), "drift": drift},
    )
