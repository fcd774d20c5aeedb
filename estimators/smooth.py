"""Mutual information of samples with a joint density: the working part of the default estimator.

Margins are chosen by the samples. Normal scores make the estimate blind to monotone maps of single coordinates, but
turn an exact linear relation of several into a noisy one; so where the samples as they are hold a strong linear
relation that the scores blur, they stay as they are. A strong linear relation is then measured by its residual r:

    I(x;y) = h(y) - h(y|x) = h(y) - h(r) + I(x;r),    r = y - (linear regression of y on x),

exactly, for every law: the entropies' difference is the Gaussian closed form plus what neighbours find beyond it, and
what is left, I(x;r), is no longer strong. Elsewhere the closed form plus the surplus of estimators.calibrated.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import stats

from estimators import gaussian
from estimators.calibrated import View, surplus_with_error
from estimators.entropy import kozachenko_leonenko_value
from estimators.intervals import BlockError
from estimators.kraskov import ksg_value
from estimators.neighbour_estimates import FEW, HIGH_DIMENSION, STRONG, unsettled
from estimators.samples import log_ratios, normal_scores, parted

BY_THE_DATA = "by the data"
MARGINS = (BY_THE_DATA, "normal-scores", "none")
FAR_OUT = 3.0  # a median residual so many times larger than its moments say: the relation is that of outliers
REDUNDANT = 0.5  # nats that one feature tells of the others of its side, beyond a linear relation
MOST_TOGETHER = 6  # features of a side among which neighbours can tell that
MOST_PAIRS = 16  # of one feature of either side that are looked at alone
SEEN_BY_SCORES = 10.0  # scores tell residuals down to this over n, in variance, or over n^2 with one coordinate a side


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An estimate in the making: its value, its error, what to beware of, and whether more may be hidden above.

    >>> Finding(value=0.5, error=BlockError(standard_error=0.1, drift=0.0, degrees=9), method="by hand").blind
    False
    """

    value: float
    error: BlockError
    method: str
    warnings: tuple[str, ...] = ()
    blind: bool = False
    missed: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)


def smooth_information(
    x: np.ndarray,
    y: np.ndarray,
    *,
    k: int = 5,
    margins: str = BY_THE_DATA,
    coordinates: int = HIGH_DIMENSION,
    surrogate_sets: int = 3,
    rng: np.random.Generator,
) -> Finding:
    """I(x;y) in nats of checked samples, shapes (n, dx) and (n, dy), without constants; ties are parted at random.

    Where the data choose the margins, shares of a whole are taken by their log ratios. Raises ValueError where one side
    determines a linear function of the other, or there are no more samples than dimensions.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 2))
    >>> y = x.sum(axis=1, keepdims=True) + 0.001 * rng.standard_normal((1000, 1))
    >>> round(smooth_information(x, y, rng=rng).value, 1)  # log(1 + 2e6)/2 = 7.25
    7.3
    """
    if margins not in MARGINS:
        raise ValueError(f"margins: must be one of {', '.join(map(repr, MARGINS))}, got {margins!r}")
    x, y = (parted(log_ratios(side) if margins == BY_THE_DATA else side, rng) for side in (x, y))
    x, fewer_x = gaussian.reduced("x", x)
    y, fewer_y = gaussian.reduced("y", y)
    n, features = len(x), x.shape[1] + y.shape[1]
    if n <= features + 1:
        raise ValueError(f"x, y: need more samples than dimensions + 1 = {features + 1}, got {n}")
    x, y, chosen = _under_margins(x, y, margins)
    dim_x, dim_y = x.shape[1], y.shape[1]
    if chosen == "normal-scores" and gaussian.canonical_correlations(x, y)[0] > gaussian.EXACT:
        raise gaussian.InfiniteInformation(f"{gaussian.INFINITE}, or more than the ranks of {n} samples can tell")
    u, v, correlations = gaussian.canonical_coordinates(x, y)
    closed_form = gaussian.information_of(correlations, n, dim_x, dim_y)
    budget: dict[str, Any] = {"k": k, "surrogate_sets": surrogate_sets, "rng": rng}
    # ranks have lost how small a residual is
    if chosen == "none" and margins == BY_THE_DATA:
        found = _by_residuals(u, v, closed_form, coordinates=coordinates, **budget)
    else:
        found = _by_surplus(np.hstack([x, y]), u, v, closed_form, coordinates=coordinates, **budget)
    warnings = [*fewer_x, *fewer_y, *found.warnings]
    limit = SEEN_BY_SCORES / n ** (2 if dim_x == dim_y == 1 else 1)
    unseen = chosen == "normal-scores" and closed_form[0] > STRONG and 1 - correlations[0] ** 2 < limit
    if unseen:
        warnings.append(
            f"a relation all but exact (1 - rho^2 = {1 - correlations[0] ** 2:.0e}): {n} ranks cannot tell how strong "
            "it is; the interval is open above"
        )
    return Finding(
        value=found.value,
        error=found.error,
        method=found.method,
        warnings=(*warnings, *unsettled(found.error.drift), *([f"only {n} samples"] if n < FEW else [])),
        blind=found.blind or unseen,
        missed=found.missed,
        details={"gaussian": closed_form[0], "margins": chosen, **found.details},
    )


def _under_margins(x: np.ndarray, y: np.ndarray, margins: str) -> tuple[np.ndarray, np.ndarray, str]:
    """Both sides under the margins asked for, or those that show the stronger linear relation where one is strong."""
    if margins == "none":
        return x, y, margins
    # columns that rise together have the same scores: one of them says what both do
    scores = gaussian.reduced("x", normal_scores(x))[0], gaussian.reduced("y", normal_scores(y))[0]
    if margins == BY_THE_DATA:
        as_they_are, in_scores = _linear_information(x, y), _linear_information(*scores)
        if as_they_are == np.inf:
            raise gaussian.InfiniteInformation(gaussian.INFINITE)
        # ranks that agree throughout say nothing of how strong the relation is
        blurred = in_scores == np.inf or as_they_are > in_scores + gaussian.BLURRED
        if as_they_are > STRONG and blurred and _most_samples_show_it(x, y):
            return x, y, "none"
    return *scores, "normal-scores"


def _linear_information(x: np.ndarray, y: np.ndarray) -> float:
    correlations = gaussian.canonical_correlations(x, y)
    if correlations[0] > gaussian.EXACT:
        return np.inf
    return gaussian.information_of(correlations, len(x), x.shape[1], y.shape[1])[0]


def _most_samples_show_it(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether the strongest linear relation is that of most samples, not of a few far out."""
    u, v, correlations = gaussian.canonical_coordinates(x, y)
    # about their medians, as a mean follows those few
    residual, whole = (stats.median_abs_deviation(side) for side in (v[:, 0] - correlations[0] * u[:, 0], v[:, 0]))
    return bool(residual < FAR_OUT * np.sqrt(1 - correlations[0] ** 2) * whole)


def _by_surplus(
    joint: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    closed_form: tuple[float, float],
    *,
    coordinates: int,
    k: int,
    surrogate_sets: int,
    rng: np.random.Generator,
) -> Finding:
    """The closed form, plus what KSG finds beyond it in the leading canonical coordinates or in the norms.

    `joint` is both sides before they were turned, whose moments are tested.
    """
    dim_x, dim_y = u.shape[1], v.shape[1]
    many = dim_x + dim_y > coordinates
    departure = gaussian.copula_departure(joint) if many else ""
    # what a part of the features shows may be what the closed form has told already, through a feature that is all but
    # a function of others
    redundant = any(_redundant(side, k) for side in (joint[:, :dim_x], joint[:, dim_x:]))
    surplus, error = surplus_with_error(
        np.hstack([u, v]),
        [*_views(dim_x, dim_y, _shared(coordinates, dim_x, dim_y), k), *_pairs(joint, u, v, k)],
        k=k,
        surrogate_sets=surrogate_sets,
        rng=rng,
        floor=closed_form[1],
        only_first=redundant,
    )
    warnings = []
    if many:
        warnings.append(
            f"{dim_x} + {dim_y} dimensions: beyond the Gaussian copula, dependence was looked for only among "
            f"{coordinates} canonical coordinates and between the norms; the interval is open above"
        )
    if redundant:
        warnings.append("a feature is all but a function of others of its side: what it tells may be counted twice")
    if departure:
        warnings.append(f"{departure}: there is more to find")
    if surplus.value > STRONG:
        warnings.append(f"{surplus.value:.2f} nats beyond the Gaussian copula: nearest neighbours fall short there")
    return Finding(
        value=closed_form[0] + surplus.value,
        error=error,
        method=f"Gaussian copula + KSG surplus ({surplus.view.name})",
        warnings=tuple(warnings),
        blind=many or surplus.value > STRONG,
        missed=surplus.passed_over,
        details={"surplus": surplus.value, "view": surplus.view.name},
    )


def _by_residuals(
    u: np.ndarray,
    v: np.ndarray,
    closed_form: tuple[float, float],
    *,
    coordinates: int,
    k: int,
    surrogate_sets: int,
    rng: np.random.Generator,
) -> Finding:
    """h(y) - h(r) + I(x;r): y the side of fewer dimensions, r its residual."""
    x, y = (u, v) if v.shape[1] <= u.shape[1] else (v, u)
    n, dimension = y.shape
    residual = gaussian.whitened("y", y - x @ (x.T @ y / n))
    difference, error = surplus_with_error(
        np.hstack([y, residual]),
        [
            View(
                name="residual",
                statistic=lambda rows: (
                    kozachenko_leonenko_value(rows[:, :dimension], k)
                    - kozachenko_leonenko_value(rows[:, dimension:], k)
                ),
                dimension=dimension,
            )
        ],
        k=k,
        surrogate_sets=surrogate_sets,
        rng=rng,
        terms=2,
        floor=closed_form[1],
    )
    a, b = (normal_scores(side) for side in (x, residual))
    left_u, left_v, left = gaussian.canonical_coordinates(a, b)
    left_over = gaussian.information_of(left, n, a.shape[1], b.shape[1])
    rest = _by_surplus(
        np.hstack([a, b]),
        left_u,
        left_v,
        left_over,
        coordinates=coordinates,
        k=k,
        surrogate_sets=surrogate_sets,
        rng=rng,
    )
    return Finding(
        value=closed_form[0] + difference.value + rest.value,
        error=BlockError(
            standard_error=float(np.hypot(error.standard_error, rest.error.standard_error)),
            drift=error.drift + rest.error.drift,
            degrees=error.degrees,
        ),
        method="linear relation, entropies of its residual, and the residual's information",
        warnings=rest.warnings,
        blind=rest.blind,
        missed=rest.missed,
        details={"surplus": difference.value + rest.value, "view": "residual"},
    )


def _redundant(side: np.ndarray, k: int) -> bool:
    """Whether a feature of one side, shape (n, d), is all but a function of the others, and no linear one."""
    n, dimension = side.shape
    if not 2 <= dimension <= MOST_TOGETHER:
        return False

    def beyond_linear(i: int) -> float:
        one, others = side[:, [i]], np.delete(side, i, axis=1)
        linear = gaussian.information_of(gaussian.canonical_correlations(one, others), n, 1, dimension - 1)[0]
        return ksg_value(one, others, k) - linear

    return max(map(beyond_linear, range(dimension))) > REDUNDANT


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


def _pairs(joint: np.ndarray, u: np.ndarray, v: np.ndarray, k: int) -> list[View]:
    """KSG between one feature of x and one of y, which canonical coordinates mix with what tells nothing."""
    dim_x, dim_y = u.shape[1], v.shape[1]
    if not 1 < dim_x * dim_y <= MOST_PAIRS:
        return []
    # the features from the coordinates, in which surrogates are drawn
    features = [
        np.linalg.lstsq(side, part, rcond=None)[0] for side, part in ((u, joint[:, :dim_x]), (v, joint[:, dim_x:]))
    ]

    def view(i: int, j: int) -> View:
        def statistic(points: np.ndarray) -> float:
            return ksg_value(points[:, :dim_x] @ features[0][:, [i]], points[:, dim_x:] @ features[1][:, [j]], k)

        return View(name=f"features {i} and {j}", statistic=statistic, dimension=2, tried=dim_x * dim_y)

    return [view(i, j) for i in range(dim_x) for j in range(dim_y)]
