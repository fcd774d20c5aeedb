"""Which estimator of mutual information suits given samples, and why."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators import discrete, gaussian, many_dimensions, mutual_information, variational
from estimators.arguments import plain_array
from estimators.atoms import at_atoms, too_many_patterns
from estimators.estimate import Estimate
from estimators.extras import has_networks
from estimators.kraskov import most_seen
from estimators.neighbour_estimates import HIGH_DIMENSION
from estimators.permutation import dependence_test
from estimators.samples import coded, constant_features, joined, normal_scores, repeated_samples, samples, varying

PERMUTATIONS = 99
REPEATS_OF_LABELS = 4  # of a whole number, on average: then it is a label


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

    Labels and counts against numbers by how often their values repeat, rounded numbers being numbers; then atoms, then
    the dimension: above six, dependence is tested by permutation, a trained critic stands beside the default where
    torch is installed, and no answer is certain. Raises ValueError for bad samples.

    >>> x = np.random.default_rng(0).standard_normal(500)
    >>> recommend(x, x > 0).name, round(recommend(x > 0, x > 0).run().value, 2)  # log 2 = 0.69
    ('estimators.mutual_information.mixed', 0.69)
    """
    n, of_y = (len(plain_array(side)) if np.ndim(side) else 0 for side in (x, y))
    if n != of_y:
        raise ValueError(f"y: must have as many samples as x, got {of_y} and {n}")
    kinds = [_kind(name, side) for name, side in (("x", x), ("y", y))]
    if kinds == ["labels", "labels"]:
        return Recommendation(
            name="estimators.discrete.mutual_information",
            reason="both sides are discrete: counts, with a Bayesian correction of their bias",
            warnings=(),
            run=lambda: discrete.mutual_information(_labels(x), _labels(y)),
        )
    if "labels" in kinds:
        continuous, labels, side = (y, x, "x") if kinds[0] == "labels" else (x, y, "y")
        codes = coded(side, _labels(labels))
        return Recommendation(
            name="estimators.mutual_information.mixed",
            reason=f"{side} is discrete and the other side is not: Ross's neighbours within and across labels",
            warnings=(),
            run=lambda: mutual_information.mixed(continuous, codes),
        )
    x, y = joined(x=x, y=y)
    n, dim_x, dim_y = len(x), x.shape[1], y.shape[1]
    found = (*constant_features(("x", "y"), (x, y)), *repeated_samples((x, y)))
    default = "estimators.mutual_information.mutual_information"
    if n <= dim_x + dim_y + 1:
        return Recommendation(
            name="none",
            reason=f"{n} samples in {dim_x + dim_y} dimensions: the covariance is singular; reduce the dimension first",
            warnings=found,
            run=lambda: mutual_information.mutual_information(x, y),
        )
    if "atoms" in kinds and too_many_patterns(x, y):
        return Recommendation(
            name="estimators.variational.lower_bound",
            reason="single values have weight of their own, in too many patterns for the chain rule over them: what a "
            "trained critic finds, a lower bound",
            warnings=(*found, "a lower bound: there may be more"),
            run=lambda: variational.lower_bound(x, y),
        )
    if "atoms" in kinds:
        return Recommendation(
            name=default,
            reason="single values have weight of their own: the chain rule over them",
            warnings=found,
            run=lambda: mutual_information.mutual_information(x, y),
        )
    if dim_x + dim_y <= HIGH_DIMENSION:
        return Recommendation(
            name=default,
            reason="few dimensions: a Gaussian closed form, and nearest neighbours for what it leaves, of which they "
            f"see at most {most_seen(n, mutual_information.NEIGHBOURS):.1f} nats with {n} samples",
            warnings=found,
            run=lambda: mutual_information.mutual_information(x, y),
        )
    test = dependence_test(x, y, permutations=PERMUTATIONS)
    departure = gaussian.copula_departure(normal_scores(np.hstack([x[:, varying(x)], y[:, varying(y)]])))
    shown = f"; {departure}" if departure else ""
    trained = has_networks() and n >= variational.LEAST
    beside = ", or a trained critic where that has more for certain" if trained else ""
    return Recommendation(
        name="estimators.many_dimensions.surest" if trained else default,
        reason=f"{dim_x + dim_y} dimensions: the closed form, and what leading canonical coordinates and norms show "
        f"beyond it{beside}; dependent by permutation with p = {test.p_value:.2g}{shown}",
        warnings=(
            *found,
            "no estimator is sure here: set estimators.density_ratio.discriminator_information or, where p(z|x) is "
            "known, estimators.variational.bracket beside it",
        ),
        run=lambda: many_dimensions.surest(x, y) if trained else mutual_information.mutual_information(x, y),
    )


def labelled(name: str, values: ArrayLike) -> bool:
    """Whether the values are labels: words, or few values that repeat.

    >>> labelled("y", ["a", "b"]), labelled("y", np.arange(9) % 2.0), labelled("y", np.arange(9) / 7)
    (True, True, False)
    """
    return _kind(name, values) == "labels"


def _kind(name: str, values: ArrayLike) -> str:
    """Labels, numbers with atoms, or plain numbers (a lattice of rounded values among them)."""
    array = np.asarray(_labels(values))
    if array.dtype.kind not in "fiub":
        return "labels"
    x = samples(name, array)
    x = x[:, varying(x)]
    at = at_atoms(x) if x.shape[1] else np.zeros((len(x), 0), dtype=bool)
    # numbers in whole steps that repeat are counts or labels, in fractions they are rounded
    whole = np.all(x == np.floor(x)) and all(len(np.unique(column)) <= len(x) / REPEATS_OF_LABELS for column in x.T)
    if x.shape[1] and (at.all() or whole):
        return "labels"
    return "atoms" if at.any() else "numbers"


def _labels(values: ArrayLike) -> np.ndarray:
    """As an array; a tensor that carries a gradient without it, a column as a vector."""
    array = plain_array(values)
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
