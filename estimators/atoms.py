"""Mutual information of samples in which single values have weight of their own: ReLU zeros, dropout, clipping, labels.

An atom is a value that many samples share. Which coordinates sit at which atom is the pattern of a side, a of x and b
of y, functions of x and of y; the chain rule takes them apart exactly:

    I(x;y) = I(a;b) + I(a;y|b) + I(x;b|a) + I(x;y|a,b).

The first is counted, the next two are Ross's neighbours within a pattern of one side, the last is the smooth estimate
within each pair of patterns, where only coordinates away from their atoms vary.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from estimators import discrete
from estimators.intervals import BlockError, two_sided_quantile
from estimators.kraskov import mixed_local
from estimators.neighbour_estimates import HIGH_DIMENSION
from estimators.samples import coded, normal_scores, parted, varying
from estimators.smooth import Finding

SHARE = 0.02  # of the samples at one value: an atom, unless its neighbours among the values are as frequent
PEAK = 5  # times as frequent as the values next to it
FEW_VALUES, REPEATS = 20, 10  # a feature of so few values, each so often on average, is made of atoms alone
WINDOW = 5  # values on either side that are its neighbours
LEAST = 30  # samples in a cell that can be estimated on its own
LEFT_OUT = 0.25  # the largest share of samples in smaller cells
DEGREES = 9  # of freedom, as of ten blocks: the cells' errors are known no better


def atoms(column: np.ndarray, *, few: bool = True) -> np.ndarray:
    """The values of one feature, shape (n,), that are atoms, in rising order; those of a `few` values are so all.

    >>> rng = np.random.default_rng(0)
    >>> unit = rng.standard_normal(1000)
    >>> atoms(np.maximum(unit, 0)).tolist(), atoms(np.round(unit, 1)).tolist(), atoms(np.sign(unit)).tolist()
    ([0.0], [], [-1.0, 1.0])
    """
    values, counts = np.unique(column, return_counts=True)
    n = len(column)
    if few and len(values) <= min(FEW_VALUES, n / REPEATS):
        return values
    heavy = np.flatnonzero(counts > max(SHARE * n, REPEATS))
    beside = [np.r_[counts[max(i - WINDOW, 0) : i], counts[i + 1 : i + 1 + WINDOW]] for i in heavy]
    peaks = [i for i, near in zip(heavy, beside, strict=True) if counts[i] > PEAK * np.median(near)]
    return np.asarray(values[peaks])


def at_atoms(x: np.ndarray, *, few: bool = True) -> np.ndarray:
    """Which entries of x, shape (n, d), sit at an atom of their feature.

    >>> at_atoms(np.maximum(np.arange(-30.0, 30.0), 0)[:, None]).sum()
    np.int64(31)
    """
    return np.column_stack([np.isin(column, atoms(column, few=few)) for column in x.T])


def too_many_patterns(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether the pairs of patterns are too many for their samples, so that the chain rule would give no value.

    >>> unit = np.random.default_rng(0).standard_normal((1000, 8))
    >>> too_many_patterns(np.maximum(unit, 0), unit[:, :1]), too_many_patterns(np.maximum(unit[:, :1], 0), unit[:, :1])
    (True, False)
    """
    cells = _joint(_patterns(x, at_atoms(x)), _patterns(y, at_atoms(y)))
    counts = np.bincount(cells)
    return bool(counts[counts < LEAST].sum() > LEFT_OUT * len(x))


def information_over_atoms(
    x: np.ndarray,
    y: np.ndarray,
    at_x: np.ndarray,
    at_y: np.ndarray,
    smooth: Callable[[np.ndarray, np.ndarray], Finding],
    *,
    k: int,
    rng: np.random.Generator,
) -> Finding:
    """I(x;y) in nats by the chain rule over the patterns, `smooth` estimating within a pair of them.

    The value is not a number, and the interval open, where too many samples lie in cells too small to estimate in.

    >>> rng = np.random.default_rng(0)
    >>> x, y = rng.standard_normal((2, 2000, 1)) * (rng.random(2000) < 0.5)[:, None]  # zero together: log 2
    >>> none = lambda x, y: Finding(value=0.0, error=BlockError(standard_error=0.0, drift=0.0, degrees=9), method="")
    >>> round(information_over_atoms(x, y, x == 0, y == 0, none, k=3, rng=rng).value, 1)
    0.7
    """
    a, b = _patterns(x, at_x), _patterns(y, at_y)
    try:
        parts = [
            _part(b, [(y, at_y)], lambda rows, side: _ross(side, a[rows], k, rng)),
            _part(a, [(x, at_x)], lambda rows, side: _ross(side, b[rows], k, rng)),
            _part(_joint(a, b), [(x, at_x), (y, at_y)], lambda rows, *sides: _smooth(smooth, *sides)),
        ]
        return _sum(_counted(a, b), parts)
    except _TooFew as reason:
        doubt = f"{a.max() + 1} x {b.max() + 1} patterns of atoms: {reason}; no estimate"
        return Finding(
            value=np.nan,
            error=BlockError(standard_error=np.nan, drift=0.0, degrees=0),
            method="chain rule over atoms",
            warnings=(doubt,),
            blind=True,
        )


@dataclass(frozen=True)
class _Part:
    """One term of the chain rule: its mean in each sample's cell, nan where that is too small, and its error."""

    local: np.ndarray
    variance: float
    drift: float = 0.0
    blind: bool = False


class _TooFew(Exception):
    """Cells too small to be estimated in hold too many of the samples."""


def _patterns(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The code of each sample's pattern: which coordinates sit at which atom."""
    return coded("x", np.hstack([at, np.where(at, x, 0.0)]))


def _joint(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return coded("x", np.column_stack([a, b]))


def _part(cells: np.ndarray, sides: list[tuple[np.ndarray, np.ndarray]], estimate: Callable[..., "_Part"]) -> _Part:
    """A term estimated cell by cell, from the coordinates away from their atoms there; none of them, none of it."""
    n = len(cells)
    local, variance, drift, blind = np.full(n, np.nan), 0.0, 0.0, False
    for rows in np.split(np.argsort(cells, kind="stable"), np.cumsum(np.bincount(cells))[:-1]):
        free = [x[rows][:, ~at[rows[0]]] for x, at in sides]
        free = [x[:, varying(x)] for x in free]
        if not all(x.shape[1] for x in free):
            local[rows] = 0.0
        elif len(rows) >= max(LEAST, 4 * sum(x.shape[1] for x in free)):
            found, share = estimate(rows, *free), len(rows) / n
            local[rows] = found.local
            variance += share**2 * found.variance
            drift += share * found.drift
            blind = blind or found.blind
    return _Part(local, variance, drift, blind)


def _ross(side: np.ndarray, labels: np.ndarray, k: int, rng: np.random.Generator) -> _Part:
    codes = coded("labels", labels)
    if not codes.any():
        return _Part(np.zeros(len(side)), 0.0)
    local = mixed_local(normal_scores(parted(side, rng)), codes, k)
    used = np.isfinite(local)
    if not used.any():
        return _Part(local, 0.0)
    variance = float(np.var(local[used]) / used.sum())
    return _Part(np.where(used, local[used].mean(), np.nan), variance, blind=side.shape[1] > HIGH_DIMENSION)


def _smooth(smooth: Callable[[np.ndarray, np.ndarray], Finding], x: np.ndarray, y: np.ndarray) -> _Part:
    found = smooth(x, y)
    return _Part(np.full(len(x), found.value), found.error.standard_error**2, found.error.drift, found.blind)


def _counted(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """I(a;b) and its standard error, which allows for the correction of the bias."""
    if not a.any() or not b.any():
        return 0.0, 0.0
    found = discrete.mutual_information(a, b)
    if any("of the bias" in text or "the only one" in text for text in found.warnings):
        raise _TooFew("few pairs of them were seen often")
    return found.value, (found.interval[1] - found.value) / two_sided_quantile(found.level)


def _sum(counted: tuple[float, float], parts: list[_Part]) -> Finding:
    value, error = counted
    n = len(parts[0].local)
    variance, local, warnings = error**2, np.zeros(n), []
    for part in parts:
        left_out = np.isnan(part.local)
        share = float(left_out.mean())
        if share > LEFT_OUT:
            raise _TooFew(f"{share:.0%} of the samples lie in cells of fewer than {LEAST}, too few to estimate in")
        mean = float(np.nanmean(part.local))
        local += np.where(left_out, mean, part.local)
        # what was left out may hold anything from nothing to twice what the others hold
        variance += part.variance + (share * max(mean, float(np.nanmax(part.local)) / 2)) ** 2
        if share > SHARE:
            warnings.append(
                f"{share:.0%} of the samples lie in cells too small to estimate in: taken to be like the others"
            )
    return Finding(
        value=value + float(local.mean()),
        error=BlockError(
            standard_error=float(np.sqrt(variance + np.var(local) / n)),
            drift=sum(part.drift for part in parts),
            degrees=DEGREES,
        ),
        method="chain rule over atoms",
        warnings=tuple(dict.fromkeys(warnings)),
        blind=any(part.blind for part in parts),
        details={"patterns": value},
    )
