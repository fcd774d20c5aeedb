"""The elemental inequalities, I(i;j|K) >= 0 and H(i|all others) >= 0: Shannon-type ones are their sums (Yeung 1997)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Elemental = tuple[int, int, int]  # I(first;second|given), or H(first|given) where second is 0


@dataclass(frozen=True, eq=False)
class Elementals:
    """Rows over the 2^n masks: I(first;second|given) of single variables, or H(first|given) where second is 0."""

    rows: "csr_array"
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    given: NDArray[np.int64]


@cache
def elementals(n: int) -> Elementals:
    """All of them: n + n(n-1)/2 2^(n-2) rows (Yeung 1997)."""
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


def _insert_zero(mask: NDArray[np.int64], bit: NDArray[np.int64]) -> NDArray[np.int64]:
    low = mask & ((1 << bit) - 1)
    return ((mask >> bit) << (bit + 1)) | low


class ElementalSum:
    """Non-negative multiples of elemental inequalities, added up."""

    def __init__(self, n: int) -> None:
        self.full = (1 << n) - 1
        self.multipliers: dict[Elemental, Fraction] = defaultdict(Fraction)

    def information(self, a: int, b: int, c: int, multiplier: Fraction) -> None:
        """Adds multiplier * I(a;b|c); the three sets are disjoint."""
        behind = c
        for i in bits(a):
            known = behind
            for j in bits(b):
                self.multipliers[min(i, j), max(i, j), known] += multiplier
                known |= j
            behind |= i

    def entropy(self, a: int, c: int, multiplier: Fraction) -> None:
        """Adds multiplier * H(a|c)."""
        known = c
        for i in bits(a & ~c):
            self.multipliers[i, 0, self.full & ~i] += multiplier
            self.information(i, self.full & ~i & ~known, known, multiplier)
            known |= i

    def items(self) -> Iterator[tuple[Elemental, Fraction]]:
        return ((row, c) for row, c in self.multipliers.items() if c)


def bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low
        mask &= mask - 1


@dataclass(frozen=True)
class Combination:
    """One goal line as a sum: elemental terms, multipliers of the hypotheses (by index), and a constant >= 0."""

    terms: ElementalSum
    hypotheses: dict[int, Fraction]
    slack: Fraction


def vector_of(inequality: tuple[int, int, int]) -> dict[int, Fraction]:
    """I(a;b|c), or H(a|c) where b is 0, over the masks; the three sets are disjoint."""
    a, b, c = inequality
    signs = {a | c: 1, c: -1} if not b else {a | c: 1, b | c: 1, a | b | c: -1, c: -1}
    return {mask: Fraction(sign) for mask, sign in signs.items() if mask}
