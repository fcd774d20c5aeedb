"""Mutual information from samples, in nats: the estimator to use by default, and plain nearest neighbours.

Sources: estimators.calibrated for the default, estimators.kraskov for the others. Intervals come from disjoint blocks
(estimators.intervals).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator, whole_number
from estimators.atoms import DEGREES, at_atoms, information_over_atoms
from estimators.estimate import Estimate, exact
from estimators.intervals import DRAWS, FALLS_SHORT, BlockError, block_error, blocks, checked_level
from estimators.kraskov import Algorithm, conditional_value, ksg_value, mixed_local, mixed_value
from estimators.neighbour_estimates import (
    HIGH_DIMENSION,
    neighbour_estimate,
    neighbour_warnings,
    prepared,
    unequal_scales,
    unsettled,
    with_block_error,
)
from estimators.samples import (
    checked_neighbour,
    coded,
    constant_features,
    fitting_neighbour,
    joined,
    parted,
    repeated_samples,
    samples,
    standardised,
    varying,
)
from estimators.smooth import BY_THE_DATA, MARGINS, Finding, smooth_information

NEIGHBOURS, OF_A_LABEL = 5, 3
IN_BLOCK = 8  # samples a label, on average, in a block
MANY_LABELS = 0.1  # nats of error, for labels of which the k nearest are the whole (measured for 2 to 200 labels)
LOCAL_FALLS_SHORT = 1.3  # neighbours share samples: the spread of the local values tells this share too little


def mutual_information(
    x: ArrayLike,
    y: ArrayLike,
    *,
    k: int = NEIGHBOURS,
    margins: str = BY_THE_DATA,
    coordinates: int = HIGH_DIMENSION,
    surrogate_sets: int = 3,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """I(x;y) in nats of continuous samples, shapes (n, dx) and (n, dy): the suite's default.

    A Gaussian closed form, plus what KSG finds beyond it (estimators.calibrated): in the leading canonical coordinates
    of the two sides, `coordinates` in all, in the sides' norms, which hold all that a shared scale does, or in one
    feature of either side; beyond `coordinates` dimensions the interval is open above. Margins are chosen by the data,
    "normal-scores" or "none", and a strong linear relation is told by its residual (estimators.smooth). Values with
    weight of their own, ReLU's zeros or labels, go by the chain rule (estimators.atoms), rounded values' ties are
    parted at random; the value is nan where no estimate can be had. Raises ValueError for bad samples, no more samples
    than dimensions, or infinite information: a linear function of one side that determines one of the other.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(1000)
    >>> y = np.column_stack([x**2, x]) + rng.standard_normal((1000, 2))
    >>> found = mutual_information(x, y)
    >>> round(found.value, 2), round(found.details["gaussian"], 2)  # the square is none of the Gaussian's
    (0.72, 0.33)
    """
    checked_level(level)
    whole_number("coordinates", coordinates, least=2)
    whole_number("surrogate_sets", surrogate_sets, least=2)
    if margins not in MARGINS:
        raise ValueError(f"margins: must be one of {', '.join(map(repr, MARGINS))}, got {margins!r}")
    sides = joined(x=x, y=y)
    k = checked_neighbour(fitting_neighbour(k, len(sides[0]), NEIGHBOURS), len(sides[0]))
    warnings = [*constant_features(("x", "y"), sides), *repeated_samples(sides)]
    x, y = (side[:, varying(side)] for side in sides)
    n = len(x)
    if not x.shape[1] or not y.shape[1]:
        return _no_information(n, level, warnings)
    rng = generator(seed)
    smooth = partial(
        smooth_information, k=k, margins=margins, coordinates=coordinates, surrogate_sets=surrogate_sets, rng=rng
    )
    found = _over_atoms(x, y, smooth, k=k, rng=rng, few=True)
    if np.isnan(found.value):
        # few values are labels; where they make too many patterns, they are a coarse lattice
        lattice = _over_atoms(x, y, smooth, k=k, rng=rng, few=False)
        doubt = "too many patterns of few values: taken for numbers on a lattice, between which neighbours fall short"
        found = (
            replace(lattice, warnings=(*lattice.warnings, doubt), blind=True)
            if lattice.value == lattice.value
            else found
        )
    return neighbour_estimate(
        found.value,
        found.error,
        method=found.method,
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *found.warnings],
        blind=found.blind,
        missed=found.missed,
        **found.details,
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
    condition = samples("given", given)
    if any(at_atoms(column[:, None]).all() for column in condition.T if np.ptp(column)):
        raise ValueError(
            "given: holds labels; use estimators.given_labels.information_given_labels, for mixed ones too"
        )
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
    x: ArrayLike,
    labels: ArrayLike,
    k: int = OF_A_LABEL,
    margins: str = "normal-scores",
    seed: int = 0,
    *,
    level: float = 0.95,
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
    at = at_atoms(points)
    if at.any() and counts.max() < len(points):
        return _labels_and_atoms(points, codes, at, k=k, seed=seed, level=level)
    lone = counts[codes] == 1
    if lone.all():
        raise ValueError("labels: no label occurs twice; are they continuous? then use ksg or mutual_information")
    if lone.sum() > len(points) / 2:
        raise ValueError(f"labels: {len(counts)} labels of {len(points)} samples, too many to tell anything of them")
    if lone.any():
        warnings.append(f"labels: {int(lone.sum())} labels occur once and were left out")
        points, codes = points[~lone], np.unique(codes[~lone], return_inverse=True)[1]
    if len(np.unique(codes)) > len(codes) / 4:
        warnings.append("labels: nearly as many as samples; use mutual_information if they are continuous")
    points = standardised(parted(points[:, varying(points)], generator(seed)), margins)
    n, dimension = points.shape
    if not dimension:
        return _no_information(n, level, [*warnings, "x: is constant"])
    k = checked_neighbour(fitting_neighbour(k, n, OF_A_LABEL), n)
    value = mixed_value(points, codes, k)
    return neighbour_estimate(
        value,
        _label_error(value, points, codes, k, generator(seed)),
        method=f"Ross, k = {k}, margins {margins}",
        n=n,
        seed=seed,
        level=level,
        warnings=[*warnings, *neighbour_warnings(n, dimension)],
        blind=dimension > HIGH_DIMENSION,
    )


def _label_error(value: float, points: np.ndarray, codes: np.ndarray, k: int, rng: np.random.Generator) -> BlockError:
    """The error by blocks that hold each label some times; else the local values' own, and the drift of two halves.

    With few samples a label, its neighbours reach over much of it: an error of its own.
    """
    n, dimension = points.shape
    labels = len(np.unique(codes))
    parts = blocks(n, rng, least=max(IN_BLOCK * labels, k + 2), draws=DRAWS)

    def error_by(parts: list[np.ndarray]) -> BlockError:
        return block_error(
            lambda part: mixed_value(points[part], codes[part], k),
            value,
            parts,
            n=n,
            dimension=dimension,
            falls_short=FALLS_SHORT,
        )

    if parts:
        error = error_by(parts)
    else:
        halves = error_by(list(rng.permutation(n)[: n // 2 * 2].reshape(2, -1)))
        spread = LOCAL_FALLS_SHORT * np.nanstd(mixed_local(points, codes, k)) / np.sqrt(n)
        error = BlockError(standard_error=float(spread), drift=halves.drift, degrees=DEGREES)
    reach = MANY_LABELS * np.sqrt(k * labels / n)
    return replace(error, standard_error=float(np.hypot(error.standard_error, reach)))


def _over_atoms(
    x: np.ndarray, y: np.ndarray, smooth: Callable[..., Finding], *, k: int, rng: np.random.Generator, few: bool
) -> Finding:
    """The chain rule over atoms, or the smooth estimate where there are none."""
    at_x, at_y = at_atoms(x, few=few), at_atoms(y, few=few)
    if at_x.any() or at_y.any():
        return information_over_atoms(x, y, at_x, at_y, smooth, k=k, rng=rng)
    return smooth(x, y)


def _labels_and_atoms(x: np.ndarray, codes: np.ndarray, at: np.ndarray, *, k: int, seed: int, level: float) -> Estimate:
    """The chain rule over x's atoms, the labels being atoms all."""
    rng = generator(seed)
    smooth = partial(smooth_information, rng=rng)  # never called: the labels leave nothing that varies
    found = information_over_atoms(x, codes[:, None], at, np.ones((len(x), 1), dtype=bool), smooth, k=k, rng=rng)
    return neighbour_estimate(
        found.value,
        found.error,
        method=found.method,
        n=len(x),
        seed=seed,
        level=level,
        warnings=list(found.warnings),
        blind=found.blind,
        **found.details,
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


def _coded(labels: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    array = np.asarray(labels)
    if array.shape not in ((n,), (n, 1)):
        raise ValueError(f"labels: must be {n} labels, one a sample of x, got shape {array.shape}")
    codes = coded("labels", array.ravel())
    return codes, np.bincount(codes)


def _no_information(n: int, level: float, warnings: list[str]) -> Estimate:
    """A constant carries none: exactly 0."""
    return exact(0.0, method="constant", n=n, level=level, warnings=tuple(warnings))
