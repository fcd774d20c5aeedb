"""Which of two informations on the same samples is larger, and by how much.

Their estimates share the samples and so most of their error: the interval of the difference comes from blocks in which
both are estimated, and is narrower than the two intervals tell.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator
from estimators.estimate import Estimate
from estimators.intervals import DRAWS, FALLS_SHORT, block_error, blocks
from estimators.mutual_information import mutual_information
from estimators.samples import joined

IN_BLOCK = 100  # samples, that the default estimator needs

Pair = tuple[ArrayLike, ArrayLike]


def information_difference(
    first: Pair,
    second: Pair,
    *,
    estimator: Callable[..., Estimate] = mutual_information,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """I(first) - I(second) in nats, each a pair of arrays of shapes (n, d), all of the same n samples.

    `estimator(x, y)` gives both. The interval is open where one of the two is open at that side, and the value nan
    where one has none. Raises ValueError for fewer than 400 samples and for what the estimator refuses.

    >>> rng = np.random.default_rng(0)
    >>> x, e = rng.standard_normal((2, 2000))
    >>> found = information_difference((x, x + e), (x, x + 2 * e))  # log(2)/2 - log(5/4)/2 = 0.23
    >>> round(found.value, 2), bool(found.interval[0] < 0.235 < found.interval[1])
    (0.23, True)
    """
    named = {"first[0]": first[0], "first[1]": first[1], "second[0]": second[0], "second[1]": second[1]}
    x, y, u, v = joined(k=..., **named)
    n = len(x)
    if n < 4 * IN_BLOCK:
        raise ValueError(f"first: needs at least {4 * IN_BLOCK} samples, got {n}")
    one, other = estimator(x, y), estimator(u, v)
    value = float(one.value - other.value)

    def difference(part: np.ndarray) -> float:
        return float(estimator(x[part], y[part]).value - estimator(u[part], v[part]).value)

    error = block_error(
        difference,
        value,
        blocks(n, generator(seed), least=IN_BLOCK, draws=DRAWS),
        n=n,
        dimension=max(x.shape[1] + y.shape[1], u.shape[1] + v.shape[1]),
        falls_short=FALLS_SHORT,
    )
    low, high = error.interval(value, level) if np.isfinite(value + error.standard_error) else (-np.inf, np.inf)
    opened = [np.isinf(end) for end in (one.interval[0], one.interval[1], other.interval[0], other.interval[1])]
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=(-np.inf if opened[0] or opened[3] else low, np.inf if opened[1] or opened[2] else high),
        level=level,
        method=f"difference of two estimates ({one.method}; {other.method})",
        n=n,
        seed=seed,
        warnings=tuple(dict.fromkeys((*one.warnings, *other.warnings))),
        details={"first": one, "second": other, "drift": error.drift},
    )
