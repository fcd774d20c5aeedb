"""Mutual information given labels, I(x;y|c): the mean over the labels of the information among their samples.

For each label the default estimator; x and y may be numbers, atoms or labels, each of any dimension.
"""

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator
from estimators.atoms import DEGREES, LEAST, LEFT_OUT
from estimators.estimate import Estimate
from estimators.intervals import BlockError, checked_level
from estimators.mutual_information import conditional, mutual_information
from estimators.neighbour_estimates import neighbour_estimate
from estimators.samples import coded, joined, varying


def information_given_labels(
    x: ArrayLike,
    y: ArrayLike,
    labels: ArrayLike,
    *,
    given: ArrayLike | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """I(x;y|c) in nats of samples x and y, shapes (n, dx) and (n, dy), and n labels c.

    With `given`, continuous samples g of shape (n, d), the condition is mixed: I(x;y|c,g), within each label by
    nearest neighbours (estimators.mutual_information.conditional), which ask for continuous x and y.
    Labels of fewer than 30 samples are taken to be like the others, with a warning; where they hold a quarter of the
    samples the value is nan. Raises ValueError for bad samples, as many labels as samples, or infinite information.

    >>> rng = np.random.default_rng(0)
    >>> c = rng.integers(0, 3, 3000)
    >>> x, y = c + rng.standard_normal((2, 3000))  # dependent through the label alone
    >>> found = information_given_labels(x, y, c)
    >>> round(abs(found.value), 1), bool(found.interval[0] < 0 < found.interval[1])
    (0.0, True)
    """
    checked_level(level)
    x, y, *rest = joined(k=..., **({"x": x, "y": y} if given is None else {"x": x, "y": y, "given": given}))
    n = len(x)
    codes = coded("labels", labels)
    if len(codes) != n:
        raise ValueError(f"labels: must be {n} labels, one a sample of x, got {len(codes)}")
    counts = np.bincount(codes)
    if len(counts) == n:
        raise ValueError(f"labels: as many values as samples, {n}; a condition must repeat")
    rng = generator(seed)
    large = [int(c) for c in np.flatnonzero(counts >= LEAST)]
    left_out = 1 - counts[large].sum() / n
    found = {c: _within([side[codes == c] for side in (x, y, *rest)], int(rng.integers(2**31))) for c in large}
    unknown = [c for c in large if np.isnan(found[c].value)]
    if left_out > LEFT_OUT or unknown:
        value, error = np.nan, BlockError(standard_error=np.nan, drift=0.0, degrees=0)
        doubts = [f"{left_out:.0%} of the samples have a label of fewer than {LEAST}: no estimate"] * (not unknown)
    else:
        value, error = _mean(found, counts[large], n)
        doubts = [f"{left_out:.0%} of the samples have a label of fewer than {LEAST}: taken to be like the others"]
        doubts = doubts if left_out else []
    doubts += [text for one in found.values() for text in one.warnings if "only" not in text]
    return neighbour_estimate(
        value,
        error,
        method=f"default estimator given each of {len(counts)} labels",
        n=n,
        seed=seed,
        level=level,
        warnings=list(dict.fromkeys(doubts)),
        blind=any(np.isinf(one.interval[1]) for one in found.values()),
        given={int(c): one.value for c, one in found.items()},
    )


def _within(sides: list[np.ndarray], seed: int) -> Estimate:
    """The estimate among the samples of one label; a condition that is constant there is none."""
    x, y, *given = sides
    if given and varying(given[0]).any():
        return conditional(x, y, given[0], seed=seed)
    return mutual_information(x, y, seed=seed)


def _mean(found: dict[int, Estimate], counts: np.ndarray, n: int) -> tuple[float, BlockError]:
    """The mean over the labels, with the errors of the labels' informations and of their shares."""
    share = counts / counts.sum()
    values = np.array([one.value for one in found.values()])
    errors = np.array([one.standard_error for one in found.values()])
    drifts = np.array([one.details.get("drift", 0.0) for one in found.values()])
    value = float(share @ values)
    left_out = 1 - counts.sum() / n
    variance = float(share**2 @ errors**2 + share @ (values - value) ** 2 / n + (left_out * max(value, 0.0)) ** 2)
    error = BlockError(standard_error=float(np.sqrt(variance)), drift=float(share @ drifts), degrees=DEGREES)
    return value, error
