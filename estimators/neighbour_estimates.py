"""What all nearest-neighbour estimates share: samples made ready, an error from blocks, doubts in words, the result."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator
from estimators.estimate import Estimate
from estimators.intervals import DRAWS, FALLS_SHORT, BlockError, block_error, blocks
from estimators.samples import breaks_density, concerns, joined, standardised, varying

STRONG = 1.5  # nats: above, nearest neighbours are known to fall short
UNEQUAL = 100.0  # between the widest and the narrowest feature
HIGH_DIMENSION = 6  # joint dimensions: above, nearest neighbours are too far away to resolve the density
FEW = 100  # samples
UNSETTLED = 0.15  # nats of drift, above which an estimate is not near its limit


def prepared(*, k: int, margins: str, **named: ArrayLike) -> tuple[list[np.ndarray], list[str]]:
    """The named samples, checked, without constant features and under the margins, and what looks wrong with them.

    >>> (x,), doubts = prepared(k=1, margins="none", x=[[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]])
    >>> x.ravel().tolist(), doubts
    ([1.0, 2.0, 4.0], ['x: 1 of 2 features are constant and carry no information'])
    """
    arrays = joined(k=k, **named)
    return [standardised(side[:, varying(side)], margins) for side in arrays], concerns(tuple(named), arrays)


def with_block_error(
    formula: Callable[..., float], *sides: np.ndarray, k: int, dimension: int, seed: int, least: int = 0
) -> tuple[float, BlockError]:
    """The formula of all n samples and its error, from blocks of at least k + 2, and at least `least`, samples.

    >>> x = np.random.default_rng(0).standard_normal(4000)
    >>> value, error = with_block_error(lambda x: float(x.mean()), x, k=3, dimension=1, seed=0)
    >>> round(value, 2), bool(0.7 < error.standard_error * np.sqrt(4000) < 1.3)
    (-0.02, True)
    """
    n = len(sides[0])
    value = formula(*sides)
    parts = blocks(n, generator(seed), least=max(least, k + 2), draws=DRAWS)
    return value, block_error(
        lambda part: formula(*(side[part] for side in sides)),
        value,
        parts,
        n=n,
        dimension=dimension,
        falls_short=FALLS_SHORT,
    )


def neighbour_estimate(
    value: float,
    error: BlockError,
    *,
    method: str,
    n: int,
    seed: int,
    level: float,
    warnings: list[str],
    blind: bool = False,
    missed: float = 0.0,
    **details: Any,
) -> Estimate:
    """The estimate of a value with its error; the drift and `details` become its details.

    The interval reaches `missed` higher, is open above where nearest neighbours are `blind`, and holds everything from
    0 up where a warning says that there is no density.

    >>> error = BlockError(standard_error=0.1, drift=0.0, degrees=9)
    >>> options = {"method": "by hand", "n": 1000, "seed": 0, "level": 0.95, "warnings": []}
    >>> [round(end, 2) for end in neighbour_estimate(0.5, error, blind=True, **options).interval]
    [0.27, inf]
    """
    low, high = error.interval(value, level)
    if np.isnan(value):
        low, high = 0.0, np.inf
    broken = breaks_density(warnings)
    return Estimate(
        value=value,
        standard_error=error.standard_error,
        interval=(min(0.0, low) if broken else low, np.inf if broken or blind else high + missed),
        level=level,
        method=method,
        n=n,
        seed=seed,
        warnings=tuple(warnings),
        details={**details, "drift": error.drift},
    )


def neighbour_warnings(n: int, dimension: int, *, value: float = 0.0, highest: int = HIGH_DIMENSION) -> list[str]:
    """Where plain nearest neighbours are known to fail, in sentences: by strength, dimension and number.

    >>> neighbour_warnings(1000, 3, value=0.5), neighbour_warnings(50, 3)
    ([], ['only 50 samples'])
    """
    found = []
    if value > STRONG:
        found.append(f"{value:.2f} nats: nearest neighbours fall short of dependence above about {STRONG} nats")
    if dimension > highest:
        found.append(f"{dimension} joint dimensions: nearest neighbours are too far away to resolve the density")
    if n < FEW:
        found.append(f"only {n} samples")
    return found


def unsettled(drift: float) -> list[str]:
    """A sentence where an estimate still rises much with the number of samples: the neighbours are too far away.

    It names no number: over the benchmark the missing part was from none to four times the drift.

    >>> unsettled(0.01), [text.split(":")[0] for text in unsettled(0.3)]
    ([], ['not settled'])
    """
    if drift <= UNSETTLED:
        return []
    return [
        "not settled: it still rises with the number of samples, which cannot tell how much is missing; "
        "the upper end of the interval is a guess"
    ]


def unequal_scales(*sides: np.ndarray) -> list[str]:
    """A sentence where the features' quartiles lie so differently far apart that a norm sees the widest alone.

    >>> x = np.arange(9.0)[:, None]
    >>> unequal_scales(x, 1000 * x)[0].split(":")[0]
    "the features' scales differ by a factor 1e+03"
    """
    quartiles = [np.subtract(*np.percentile(side, [75, 25], axis=0)) for side in sides]
    widths = np.concatenate([width[width > 0] for width in quartiles])
    ratio = widths.max() / widths.min() if len(widths) else 1.0
    if ratio < UNEQUAL:
        return []
    return [f'the features\' scales differ by a factor {ratio:.0g}: rescale them, or use margins="normal-scores"']
