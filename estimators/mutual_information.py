"""Mutual information from samples, in nats: the estimator to use by default, and plain nearest neighbours.

Sources: estimators.calibrated for the default, estimators.kraskov for the others. Intervals come from disjoint blocks
(estimators.intervals).
"""

import numpy as np
from numpy.typing import ArrayLike

from estimators import gaussian
from estimators.arguments import generator, whole_number
from estimators.calibrated import View, excess_error, largest_excess, surrogates
from estimators.estimate import Estimate
from estimators.intervals import Interval, block_error, blocks, checked_level
from estimators.kraskov import (
    FEW,
    HIGH_DIMENSION,
    STRONG,
    Algorithm,
    conditional_value,
    ksg_value,
    mixed_value,
    neighbour_warnings,
    noise,
    unequal_scales,
    unsettled,
)
from estimators.samples import (
    breaks_density,
    checked_neighbour,
    coded,
    concerns,
    joined,
    looks_discrete,
    normal_scores,
    samples,
    standardised,
    varying,
)


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
    """
    x, y = joined(k=k, x=x, y=y)
    checked_level(level)
    whole_number("coordinates", coordinates, least=2)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    warnings = concerns(("x", "y"), (x, y))
    broken = breaks_density(warnings)
    x, y = standardised(x[:, varying(x)], margins), standardised(y[:, varying(y)], margins)
    n, dim_x, dim_y = len(x), x.shape[1], y.shape[1]
    if not dim_x or not dim_y:
        return _no_information(n, level, warnings)
    if n <= dim_x + dim_y + 1:
        raise ValueError(f"x, y: need more samples than dimensions + 1 = {dim_x + dim_y + 1}, got {n}")
    rng = generator(seed)
    departure = gaussian.copula_departure(np.hstack([x, y])) if dim_x + dim_y > coordinates else ""
    u, v, correlations = gaussian.canonical_coordinates(x, y)
    closed_form, closed_form_error = gaussian.information_of(correlations, n, dim_x, dim_y)
    points = np.hstack([u, v])
    normal = surrogates(points, surrogate_sets, rng)
    excess = largest_excess(
        points, normal, _views(dim_x, dim_y, _shared(coordinates, dim_x, dim_y), k), noise=noise(k, n)
    )
    error = excess_error(excess, points, normal, rng, least=k + 2, noise=noise(k, n), floor=closed_form_error)
    value = closed_form + excess.value
    low, high = error.interval(value, level)
    if dim_x + dim_y > coordinates:
        warnings.append(
            f"{dim_x} + {dim_y} dimensions: beyond the Gaussian copula, dependence was looked for only among "
            f"{coordinates} canonical coordinates and between the norms"
        )
    if departure:
        warnings.append(f"{departure}, so there may be more to find: the interval is open above")
    warnings += unsettled(error.drift)
    if excess.value > STRONG:
        warnings.append(f"{excess.value:.2f} nats beyond the Gaussian copula: nearest neighbours fall short there")
    if n < FEW:
        warnings.append(f"only {n} samples")
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=_widened((low, high + excess.passed_over), broken=broken, blind=bool(departure)),
        level=level,
        method=f"Gaussian copula + KSG excess ({excess.view.name})",
        n=n,
        seed=seed,
        warnings=tuple(warnings),
        details={"gaussian": closed_form, "excess": excess.value, "drift": error.drift, "view": excess.view.name},
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
    """
    x, y = joined(k=k, x=x, y=y)
    if algorithm not in (1, 2):
        raise ValueError(f"algorithm: must be 1 or 2, got {algorithm!r}")
    warnings = concerns(("x", "y"), (x, y))
    broken = breaks_density(warnings)
    x, y = standardised(x[:, varying(x)], margins), standardised(y[:, varying(y)], margins)
    n, dimension = len(x), x.shape[1] + y.shape[1]
    if not x.shape[1] or not y.shape[1]:
        return _no_information(n, level, warnings)
    scales = unequal_scales(x, y)
    value = ksg_value(x, y, k, algorithm)
    parts = blocks(n, generator(seed), least=k + 2)
    error = block_error(lambda part: ksg_value(x[part], y[part], k, algorithm), value, parts, n=n, dimension=dimension)
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=_widened(
            error.interval(value, level), broken=broken, blind=dimension > HIGH_DIMENSION or bool(scales)
        ),
        level=level,
        method=f"KSG algorithm {algorithm}, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        warnings=(*warnings, *scales, *neighbour_warnings(value, dimension, n), *unsettled(error.drift)),
        details={"drift": error.drift},
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
    """
    x, y, z = joined(k=k, x=x, y=y, given=given)
    warnings = concerns(("x", "y", "given"), (x, y, z))
    broken = breaks_density(warnings)
    x, y, z = (standardised(side[:, varying(side)], margins) for side in (x, y, z))
    n, dimension = len(x), x.shape[1] + y.shape[1] + z.shape[1]
    if not x.shape[1] or not y.shape[1]:
        return _no_information(n, level, warnings)
    if not z.shape[1]:
        raise ValueError("given: is constant; use ksg for the mutual information without a condition")
    scales = unequal_scales(x, y, z)
    value = conditional_value(x, y, z, k)
    parts = blocks(n, generator(seed), least=k + 2)
    error = block_error(
        lambda part: conditional_value(x[part], y[part], z[part], k), value, parts, n=n, dimension=dimension
    )
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=_widened(
            error.interval(value, level), broken=broken, blind=dimension > HIGH_DIMENSION or bool(scales)
        ),
        level=level,
        method=f"Frenzel-Pompe, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        warnings=(*warnings, *scales, *neighbour_warnings(value, dimension, n), *unsettled(error.drift)),
        details={"drift": error.drift},
    )


def mixed(
    x: ArrayLike, labels: ArrayLike, k: int = 3, margins: str = "normal-scores", seed: int = 0, *, level: float = 0.95
) -> Estimate:
    """I(x;y) in nats of continuous x, shape (n, d), and discrete y, given as n labels, by Ross's estimator.

    Samples whose label occurs once are left out, with a warning. Raises ValueError where no label occurs twice.
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
    discrete = looks_discrete(points)
    if discrete:
        warnings.append("x: looks discrete; use estimators.discrete.mutual_information")
    points = standardised(points[:, varying(points)], margins)
    n, dimension = points.shape
    if not dimension:
        return _no_information(n, level, [*warnings, "x: is constant"])
    checked_neighbour(k, n)
    value = mixed_value(points, codes, k)
    parts = blocks(n, generator(seed), least=max(4 * len(np.unique(codes)), k + 2))
    error = block_error(lambda part: mixed_value(points[part], codes[part], k), value, parts, n=n, dimension=dimension)
    if dimension > HIGH_DIMENSION:
        warnings.append(f"{dimension} dimensions: nearest neighbours are too far away to resolve the density")
    if n < FEW:
        warnings.append(f"only {n} samples")
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=_widened(error.interval(value, level), broken=discrete, blind=dimension > HIGH_DIMENSION),
        level=level,
        method=f"Ross, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        warnings=tuple(warnings),
        details={"drift": error.drift},
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


def _widened(interval: Interval, *, broken: bool, blind: bool) -> Interval:
    """The interval, open above where nearest neighbours are blind; without a density they say nothing at all."""
    low, high = interval
    return (min(0.0, low) if broken else low, np.inf if broken or blind else high)


def _no_information(n: int, level: float, warnings: list[str]) -> Estimate:
    """A constant carries none: exactly 0."""
    return Estimate(
        value=0.0,
        standard_error=0.0,
        interval=(0.0, 0.0),
        level=level,
        method="constant",
        n=n,
        warnings=tuple(warnings),
    )
