"""Mutual information from samples, in nats: the estimator to use by default, and plain nearest neighbours.

Sources: estimators.calibrated for the default, estimators.kraskov for the others. Intervals come from disjoint blocks
(estimators.intervals).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.calibrated import View, surplus_with_error
from estimators.estimate import Estimate, exact
from estimators.intervals import checked_level
from estimators.kraskov import Algorithm, conditional_value, ksg_value, mixed_value
from estimators.neighbour_estimates import (
    FEW,
    HIGH_DIMENSION,
    STRONG,
    neighbour_estimate,
    neighbour_warnings,
    prepared,
    unequal_scales,
    unsettled,
    with_block_error,
)
from estimators.samples import checked_neighbour, coded, looks_discrete, normal_scores, samples, standardised, varying


def mutual_information(
    x: ArrayLike,
    y: ArrayLike,
    *,
    k: int = 5,
    margins: str = "normal-scores",
    coordinates: int = HIGH_DIMENSION,
    surrogate_sets: int = 3,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """I(x;y) in nats of continuous samples, shapes (n, dx) and (n, dy): the suite's default.

    Gaussian copula in closed form, plus what KSG finds beyond it (estimators.calibrated): in the leading canonical
    coordinates of the two sides, `coordinates` in all, or in the sides' norms, which hold all that a shared scale
    does. Raises ValueError for bad samples, or where there are no more samples than dimensions.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(1000)
    >>> y = np.column_stack([x**2, x]) + rng.standard_normal((1000, 2))
    >>> found = mutual_information(x, y)
    >>> round(found.value, 2), round(found.details["gaussian"], 2)  # the square is none of the Gaussian's
    (0.63, 0.33)
    """
    checked_level(level)
    whole_number("coordinates", coordinates, least=2)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    (x, y), warnings = prepared(k=k, margins=margins, x=x, y=y)
    n, dim_x, dim_y = len(x), x.shape[1], y.shape[1]
    if not dim_x or not dim_y:
        return _no_information(n, level, warnings)
    if n <= dim_x + dim_y + 1:
        raise ValueError(f"x, y: need more samples than dimensions + 1 = {dim_x + dim_y + 1}, got {n}")
    rng = generator(seed)
    departure = gaussian.copula_departure(np.hstack([x, y])) if dim_x + dim_y > coordinates else ""
    u, v, correlations = gaussian.canonical_coordinates(x, y)
    closed_form, closed_form_error = gaussian.information_of(correlations, n, dim_x, dim_y)
    views = _views(dim_x, dim_y, _shared(coordinates, dim_x, dim_y), k)
    surplus, error = surplus_with_error(
        np.hstack([u, v]), views, k=k, surrogate_sets=surrogate_sets, rng=rng, floor=closed_form_error
    )
    if dim_x + dim_y > coordinates:
        warnings.append(
            f"{dim_x} + {dim_y} dimensions: beyond the Gaussian copula, dependence was looked for only among "
            f"{coordinates} canonical coordinates and between the norms"
        )
    if departure:
        warnings.append(f"{departure}, so there may be more to find: the interval is open above")
    warnings += unsettled(error.drift)
    if surplus.value > STRONG:
        warnings.append(f"{surplus.value:.2f} nats beyond the Gaussian copula: nearest neighbours fall short there")
    if n < FEW:
        warnings.append(f"only {n} samples")
    return neighbour_estimate(
        closed_form + surplus.value,
        error,
        method=f"Gaussian copula + KSG surplus ({surplus.view.name})",
        n=n,
        seed=seed,
        level=level,
        warnings=warnings,
        blind=bool(departure),
        missed=surplus.passed_over,
        gaussian=closed_form,
        surplus=surplus.value,
        view=surplus.view.name,
    )


def ksg(
    x: ArrayLike,
    y: ArrayLike,
    k: int = 3,
    margins: str = "normal-scores",
    seed: int = 0,
    *,
    algorithm: Algorithm = 1,
    level: float = 0.95,
) -> Estimate:
    """I(x;y) in nats of continuous samples, shapes (n, dx) and (n, dy), by Kraskov's estimator in the maximum norm.

    `margins="none"` is the textbook estimator; "normal-scores" makes it blind to monotone maps of single coordinates.
    `seed` draws the interval's blocks. Raises ValueError for bad samples.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(1000)
    >>> found = ksg(x, x + rng.standard_normal(1000))  # the truth is log(2)/2 = 0.35
    >>> round(found.value, 2), bool(found.interval[0] < np.log(2) / 2 < found.interval[1])
    (0.35, True)
    """
    if algorithm not in (1, 2):
        raise ValueError(f"algorithm: must be 1 or 2, got {algorithm!r}")
    sides, warnings = prepared(k=k, margins=margins, x=x, y=y)
    if not all(side.shape[1] for side in sides):
        return _no_information(len(sides[0]), level, warnings)
    return _in_joint_space(
        lambda x, y: ksg_value(x, y, k, algorithm),
        sides,
        k=k,
        seed=seed,
        level=level,
        warnings=warnings,
        method=f"KSG algorithm {algorithm}, k = {k}, margins {margins}",
    )


def conditional(
    x: ArrayLike,
    y: ArrayLike,
    given: ArrayLike,
    k: int = 3,
    margins: str = "normal-scores",
    seed: int = 0,
    *,
    level: float = 0.95,
) -> Estimate:
    """I(x;y|given) in nats of continuous samples, each of shape (n, d), by Frenzel and Pompe's estimator.

    It falls short as dimensions or dependence grow; the interval's drift says how far. Raises ValueError for bad
    samples.

    >>> rng = np.random.default_rng(0)
    >>> z = rng.standard_normal(1000)
    >>> x, y = z + rng.standard_normal(1000), z + rng.standard_normal(1000)
    >>> found = conditional(x, y, given=z)  # x and y depend on each other through z alone
    >>> round(abs(found.value), 1), found.interval[0] < 0 < found.interval[1]
    (0.0, True)
    """
    sides, warnings = prepared(k=k, margins=margins, x=x, y=y, given=given)
    if not all(side.shape[1] for side in sides[:2]):
        return _no_information(len(sides[0]), level, warnings)
    if not sides[2].shape[1]:
        raise ValueError("given: is constant; use ksg for the mutual information without a condition")
    return _in_joint_space(
        lambda x, y, z: conditional_value(x, y, z, k),
        sides,
        k=k,
        seed=seed,
        level=level,
        warnings=warnings,
        method=f"Frenzel-Pompe, k = {k}, margins {margins}",
    )


def mixed(
    x: ArrayLike, labels: ArrayLike, k: int = 3, margins: str = "normal-scores", seed: int = 0, *, level: float = 0.95
) -> Estimate:
    """I(x;y) in nats of continuous x, shape (n, d), and discrete y, given as n labels, by Ross's estimator.

    Samples whose label occurs once are left out, with a warning. Raises ValueError where no label occurs twice.

    >>> labels = np.arange(1000) % 2
    >>> x = labels + np.random.default_rng(0).uniform(0, 2, size=1000)  # half of the samples tell their label
    >>> found = mixed(x, labels)  # the truth is log(2)/2 = 0.35
    >>> round(found.value, 2), bool(found.interval[0] < np.log(2) / 2 < found.interval[1])
    (0.32, True)
    """
    points = samples("x", x)
    codes, counts = _coded(labels, len(points))
    warnings = []
    lone = counts[codes] == 1
    if lone.all():
        raise ValueError("labels: no label occurs twice; are they continuous? then use ksg or mutual_information")
    if lone.any():
        warnings.append(f"labels: {int(lone.sum())} labels occur once and were left out")
        points, codes = points[~lone], np.unique(codes[~lone], return_inverse=True)[1]
    if len(np.unique(codes)) > len(codes) / 4:
        warnings.append("labels: nearly as many as samples; use mutual_information if they are continuous")
    if looks_discrete(points):
        warnings.append("x: looks discrete; use estimators.discrete.mutual_information")
    points = standardised(points[:, varying(points)], margins)
    n, dimension = points.shape
    if not dimension:
        return _no_information(n, level, [*warnings, "x: is constant"])
    checked_neighbour(k, n)
    value, error = with_block_error(
        lambda x, labels: mixed_value(x, labels, k),
        points,
        codes,
        k=k,
        dimension=dimension,
        seed=seed,
        least=4 * len(np.unique(codes)),
    )
    return neighbour_estimate(
        value,
        error,
        method=f"Ross, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *neighbour_warnings(n, dimension)],
        blind=dimension > HIGH_DIMENSION,
    )


def _in_joint_space(
    formula: Callable[..., float],
    sides: list[np.ndarray],
    *,
    k: int,
    seed: int,
    level: float,
    warnings: list[str],
    method: str,
) -> Estimate:
    """The estimate by a formula whose neighbours are sought among all the sides' features together."""
    n, dimension = len(sides[0]), sum(side.shape[1] for side in sides)
    scales = unequal_scales(*sides)
    value, error = with_block_error(formula, *sides, k=k, dimension=dimension, seed=seed)
    return neighbour_estimate(
        value,
        error,
        method=method,
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *scales, *neighbour_warnings(n, dimension, value=value), *unsettled(error.drift)],
        blind=dimension > HIGH_DIMENSION or bool(scales),
    )


def _shared(total: int, dim_x: int, dim_y: int) -> tuple[int, int]:
    """How many of `total` coordinates each side gets: half, or more where the other side has fewer."""
    use_x = min(dim_x, max(total // 2, total - dim_y))
    return use_x, min(dim_y, total - use_x)


def _views(dim_x: int, dim_y: int, use: tuple[int, int], k: int) -> list[View]:
    """KSG in the leading canonical coordinates, and between the two sides' norms where a side has several."""
    use_x, use_y = use

    def in_coordinates(points: np.ndarray) -> float:
        return ksg_value(points[:, :use_x], points[:, dim_x : dim_x + use_y], k)

    def in_norms(points: np.ndarray) -> float:
        of_x, of_y = (np.linalg.norm(side, axis=1, keepdims=True) for side in (points[:, :dim_x], points[:, dim_x:]))
        return ksg_value(normal_scores(of_x), normal_scores(of_y), k)

    coordinates = View(name="canonical coordinates", statistic=in_coordinates, dimension=use_x + use_y)
    norms = View(name="norms", statistic=in_norms, dimension=2)
    return [coordinates] if dim_x == dim_y == 1 else [coordinates, norms]


def _coded(labels: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    array = np.asarray(labels)
    if array.shape not in ((n,), (n, 1)):
        raise ValueError(f"labels: must be {n} labels, one a sample of x, got shape {array.shape}")
    codes = coded("labels", array.ravel())
    return codes, np.bincount(codes)


def _no_information(n: int, level: float, warnings: list[str]) -> Estimate:
    """A constant carries none: exactly 0."""
    return exact(0.0, method="constant", n=n, level=level, warnings=tuple(warnings))
