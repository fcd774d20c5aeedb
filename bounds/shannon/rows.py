"""Sums of basic inequalities written out over elemental ones (chain rules)."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

Elemental = tuple[int, int, int]  # I(first;second|given), or H(first|given) where second is 0


class Terms:
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


def vector_of(row: Elemental) -> dict[int, Fraction]:
    """An elemental inequality over the masks."""
    i, j, c = row
    vector = {i | c: 1, c: -1} if not j else {i | c: 1, j | c: 1, i | j | c: -1, c: -1}
    return {mask: Fraction(sign) for mask, sign in vector.items() if mask}
