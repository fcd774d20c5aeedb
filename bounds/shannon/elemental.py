"""The elemental inequalities of n variables as sparse rows: I(i;j|K) >= 0 for every pair and K, H(i|all others)
>= 0.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Elementals:
    """Rows over the 2^n masks; row r is I(first;second|given) of single variables, or H(first|given) where second
    = 0.
    """

    rows: "csr_array"
    first: "NDArray[np.int64]"
    second: "NDArray[np.int64]"
    given: "NDArray[np.int64]"


@cache
def elementals(n: int) -> Elementals:
    """All of them: n + n(n-1)/2 2^(n-2) rows (Yeung 1997)."""
    import numpy as np
    from scipy.sparse import csr_array

    full = (1 << n) - 1
    i, j = np.triu_indices(n, 1)
    rest = np.arange(1 << max(n - 2, 0), dtype=np.int64)
    given = _insert_zero(_insert_zero(rest[None, :], i[:, None]), j[:, None])
    first = np.broadcast_to((1 << i.astype(np.int64))[:, None], given.shape).ravel()
    second = np.broadcast_to((1 << j.astype(np.int64))[:, None], given.shape).ravel()
    given = given.ravel()
    single = 1 << np.arange(n, dtype=np.int64)
    first = np.concatenate([first, single])
    second = np.concatenate([second, np.zeros(n, dtype=np.int64)])
    given = np.concatenate([given, full & ~single])
    count = len(first)
    # H(first|given) is written I(first;first|given): both positive entries fall together and the last two cancel
    columns = np.stack([first | given, np.where(second, second | given, given), first | second | given, given])
    values = np.ones((4, count))
    values[2:] = -1
    values[1:3, second == 0] = [[-1.0], [0.0]]
    values[3, second == 0] = 0
    values[columns == 0] = 0  # H of nothing is 0, and column 0 is the constant's
    at = np.broadcast_to(np.arange(count), columns.shape)
    keep = values != 0
    rows = csr_array((values[keep], (at[keep], columns[keep])), shape=(count, 1 << n))
    return Elementals(rows, first, second, given)


def _insert_zero(mask: "NDArray[np.int64]", bit: "NDArray[np.int64]") -> "NDArray[np.int64]":
    low = mask & ((1 << bit) - 1)
    return ((mask >> bit) << (bit + 1)) | low
