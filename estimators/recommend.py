"""Which estimator of mutual information suits given samples, and why."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators import discrete, gaussian, mutual_information
from estimators.estimate import Estimate
from estimators.neighbour_estimates import HIGH_DIMENSION
from estimators.samples import concerns, joined, looks_discrete, normal_scores, varying


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """The estimator's full name, the reason for it, what to beware of, and `run()`, which calls it on the samples.

    >>> Recommendation(name="none", reason="an example", warnings=(), run=lambda: discrete.entropy([0, 1])).run().n
    2
    """

    name: str
    reason: str
    warnings: tuple[str, ...]
    run: Callable[[], Estimate]


def recommend(x: ArrayLike, y: ArrayLike) -> Recommendation:
    """The estimator of I(x;y) for these samples, shapes (n, dx) and (n, dy).

    Discrete against continuous by the share of distinct values; then by dimension, and by whether the cross moments
    show a departure from a Gaussian copula. Raises ValueError for bad samples.

    >>> x = np.random.default_rng(0).standard_normal(500)
    >>> recommend(x, x > 0).name, round(recommend(x > 0, x > 0).run().value, 2)  # log 2 = 0.69
    ('estimators.mutual_information.mixed', 0.69)
    """
    x, y = joined(x=x, y=y)
    n, dim_x, dim_y = len(x), x.shape[1], y.shape[1]
    discrete_x, discrete_y = looks_discrete(x), looks_discrete(y)
    if discrete_x and discrete_y:
        return Recommendation(
            name="estimators.discrete.mutual_information",
            reason="both sides are discrete: counts, with a Bayesian correction of their bias",
            warnings=(),
            run=lambda: discrete.mutual_information(x, y),
        )
    if discrete_x or discrete_y:
        continuous, labels, side = (y, x, "x") if discrete_x else (x, y, "y")
        codes = np.unique(labels, axis=0, return_inverse=True)[1].ravel()
        return Recommendation(
            name="estimators.mutual_information.mixed",
            reason=f"{side} is discrete and the other side is not: Ross's neighbours within and across labels",
            warnings=(),
            run=lambda: mutual_information.mixed(continuous, codes),
        )
    found = tuple(concerns(("x", "y"), (x, y)))
    if n <= dim_x + dim_y + 1:
        return Recommendation(
            name="none",
            reason=f"{n} samples in {dim_x + dim_y} dimensions: the covariance is singular; reduce the dimension first",
            warnings=found,
            run=lambda: mutual_information.mutual_information(x, y),
        )
    if dim_x + dim_y <= HIGH_DIMENSION:
        return Recommendation(
            name="estimators.mutual_information.mutual_information",
            reason="few dimensions: Gaussian copula in closed form, and nearest neighbours for what it leaves",
            warnings=found,
            run=lambda: mutual_information.mutual_information(x, y),
        )
    departure = gaussian.copula_departure(normal_scores(np.hstack([x[:, varying(x)], y[:, varying(y)]])))
    if departure:
        return Recommendation(
            name="estimators.mutual_information.mutual_information",
            reason=f"{dim_x + dim_y} dimensions and {departure}: the closed form, and what leading canonical "
            "coordinates and norms show beyond it",
            warnings=(
                *found,
                "no estimator is sure here; set estimators.density_ratio.discriminator_information or, where p(z|x) is "
                "known, estimators.variational.bracket beside it",
            ),
            run=lambda: mutual_information.mutual_information(x, y),
        )
    return Recommendation(
        name="estimators.gaussian.mutual_information",
        reason=f"{dim_x + dim_y} dimensions and no moment departs from a Gaussian copula: its closed form",
        warnings=found,
        run=lambda: gaussian.mutual_information(x, y),
    )
