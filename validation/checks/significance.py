"""The chance of an excess that is sampling error, and nothing else.

A run tells 1e-4 over all its comparisons, so that each is told at 1e-6 or less. So far out a normal law, or the one of
many samples, is wrong by factors of a hundred for skewed terms. Student's t over a few batches asks only that a batch's
mean be near normal where most of its values lie.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
BATCHES = 10


def chance(excess: ArrayLike, standard_error: ArrayLike) -> Array:
    """The one-sided p-value of an excess over 0, whose standard error is trusted as that of 10 batches would be."""
    from scipy.stats import t

    tail: Any = t.sf(np.asarray(excess) / np.maximum(standard_error, 1e-12), df=BATCHES - 1)
    return np.asarray(tail)


def mean_and_error(batches: ArrayLike) -> tuple[Array, Array]:
    """The mean over independent batches, the first axis, and its standard error."""
    values = np.asarray(batches, dtype=np.float64)
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))
