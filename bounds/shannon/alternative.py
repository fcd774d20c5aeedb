"""A point that meets linear conditions, or multipliers that show that there is none (Motzkin's alternative).

Floats guess, rationals settle: a float program names a basis. It is solved exactly, and pivoted exactly where it is not
the answer, by the criss-cross method (Terlaky 1985), which starts anywhere and ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.expression import Sign
from bounds.shannon.problem import Vector
from bounds.shannon.refinement import Guess, refined

WORK = 20_000_000  # pivots times squared columns: about a minute
ROUNDED = (1, 12)  # denominators
PRIME = 2**61 - 1  # rows that are independent modulo it are independent
Integers = NDArray[Any]


class Unsettled(Exception):
    """More pivots than are waited for."""


@dataclass(frozen=True)
class Alternative:
    """Exactly one of the two: `point` meets every condition; or `multipliers` of the rows, none negative but before an
    equation, some positive before a strict one, add them up to nothing.
    """

    point: Vector | None = None
    multipliers: Mapping[int, Fraction] | None = None


def alternative(rows: Sequence[Vector], signs: Sequence[Sign]) -> Alternative:
    """A point r with row.r >= 0, > 0 or = 0 as `signs` say, or multipliers that show that there is none.

    Raises Unsettled where hundreds of columns would need many pivots, which numbers of very different size can do.

    >>> one, two = Fraction(1), Fraction(2)
    >>> alternative([{1: one}, {1: -one, 2: two}], [">", ">="]).point
    {1: Fraction(2, 1), 2: Fraction(1, 1)}
    >>> alternative([{1: one}, {1: -two}], [">", ">="]).multipliers
    {0: Fraction(1, 1), 1: Fraction(1, 2)}
    """
    named = sorted({at for row in rows for at in row})
    column = {at: k for k, at in enumerate(named)}
    told = [k for k, row in enumerate(rows) if any(row.values()) or signs[k] == ">"]  # 0 >= 0 says nothing
    scales = [_scale(rows[k]) for k in told]
    whole = [
        {column[at]: int(c * scale) for at, c in rows[k].items() if c} for k, scale in zip(told, scales, strict=True)
    ]
    point, multipliers = _System(whole, [signs[k] for k in told], len(named)).settled()
    if point is not None:
        return Alternative(point={at: value for at, value in zip(named, _plain(point), strict=True) if value})
    return Alternative(multipliers={told[k]: m * scales[k] for k, m in multipliers.items() if m})


def _scale(row: Vector) -> Fraction:
    """What makes a row's entries whole numbers without a common factor."""
    if not any(row.values()):
        return Fraction(1)
    return Fraction(lcm(*(c.denominator for c in row.values())), gcd(*(c.numerator for c in row.values())))


def _plain(values: Sequence[Fraction]) -> list[Fraction]:
    scale = _scale(dict(enumerate(values)))
    return [value * scale for value in values]


class _System:
    """The conditions as a program in whole numbers, to make a last column t large: t <= 1, strict rows >= c t.

    c is the row's largest number. The row of t <= 1 is number `cap`; rows behind it are equations that fill a basis
    where the conditions do not see all of the space, and do not matter.
    """

    def __init__(self, rows: Sequence[dict[int, int]], signs: Sequence[Sign], size: int) -> None:
        self.cap, self.size = len(rows), size + 1
        below = (
            {size: -max(map(abs, row.values()), default=1)} if sign == ">" else {}
            for row, sign in zip(rows, signs, strict=True)
        )
        conditions = [row | more for row, more in zip(rows, below, strict=True)]
        self.rows: list[dict[int, int]] = [*conditions, {size: -1}, *({at: 1} for at in range(size))]
        self.free = [*(sign == "=" for sign in signs), False, *(True for _ in range(size))]
        conditions = self.rows[: self.cap + 1]
        self._strict = [sign == ">" for sign in signs]
        self._starts = np.cumsum([0, *map(len, conditions)])
        self._index = np.array([at for row in conditions for at in row], dtype=np.int32)
        self._value = np.array([c for row in conditions for c in row.values()], dtype=object)

    def settled(self) -> tuple[list[Fraction] | None, dict[int, Fraction]]:
        """A point, or multipliers of the conditions."""
        from flint import fmpz_mat

        guess = refined(self.rows[: self.cap + 1], self.size, np.array(self.free[: self.cap + 1]))
        rounded = self._rounded(guess.point[:-1])
        if rounded is not None:
            return rounded, {}
        active = self._start_at(guess)
        for _ in range(1 + WORK // self.size**2):
            basis = self._matrix(active)
            right = fmpz_mat(self.size, 1, [-1 if k == self.cap else 0 for k in active])
            point = basis.solve(right)
            weights = basis.transpose().solve(fmpz_mat(self.size, 1, [0] * (self.size - 1) + [-1]))
            multipliers = dict(zip(active, weights.entries(), strict=True))
            values = self._values(point)
            violated = [k for k, value in enumerate(values) if (value != 0 if self.free[k] else value < 0)]
            negative = [k for k, m in multipliers.items() if m < 0 and not self.free[k]]
            if not violated and point[self.size - 1, 0] > 0:
                return [_fraction(x) for x in point.entries()[:-1]], {}
            if not negative and multipliers.get(self.cap, 0) == 0:
                return None, {k: _fraction(m) for k, m in multipliers.items() if k < self.cap}
            k = min([*violated, *negative])
            if k in multipliers:
                unit = fmpz_mat(self.size, 1, [int(i == k) for i in active])
                along = self._values(basis.solve(unit), homogeneous=True)
                entering = next(i for i, value in enumerate(along) if value < 0 and i not in multipliers)
                active[active.index(k)] = entering
            else:
                shares = basis.transpose().solve(self._matrix([k]).transpose()).entries()
                sign = 1 if values[k] < 0 else -1
                leaving = min(i for i, c in zip(active, shares, strict=True) if c * sign > 0 and not self.free[i])
                active[active.index(leaving)] = k
        raise Unsettled

    def _rounded(self, point: Sequence[Fraction]) -> list[Fraction] | None:
        """The point in units of its smallest number, rounded, where that meets the conditions."""
        largest = max(map(abs, point), default=Fraction(0))
        unit = min((abs(value) for value in point if abs(value) * 10**7 > largest), default=Fraction(0))
        for bound in ROUNDED if unit else ():
            candidate = [(value / unit).limit_denominator(bound) for value in point]
            whole = np.array([*(int(value * lcm(*range(1, bound + 1))) for value in candidate), 0], dtype=object)
            values = np.add.reduceat(self._value * whole[self._index], self._starts[:-1])[: self.cap]
            if all(
                value == 0 if free else value > 0 if strict else value >= 0
                for value, free, strict in zip(values, self.free, self._strict, strict=False)
            ):
                return candidate
        return None

    def _start_at(self, guess: Guess) -> list[int]:
        """Independent rows, as many as columns: equations, the basis, then those nearest to the point."""
        free = [k for k in range(self.cap) if self.free[k]]
        named = {*guess.basis, *free}
        chosen = self._independent(sorted(named, key=lambda k: (not self.free[k], k)))
        others = [k for k in range(self.cap + 1) if k not in named]
        others.sort(key=lambda k: abs(guess.distance[k]))
        others += range(self.cap + 1, len(self.rows))
        for at in range(0, len(others), self.size):
            if len(chosen) == self.size:
                break
            chosen = self._independent([*chosen, *others[at : at + self.size]])
        return chosen

    def _independent(self, listed: list[int]) -> list[int]:
        """The rows of the list that do not depend on those before them."""
        from flint import nmod_mat

        table = nmod_mat(len(listed), self.size, self._dense(listed, PRIME), PRIME).transpose()
        reduced, rank = table.rref()
        pivots, at = [], 0
        for i in range(rank):
            while reduced[i, at] == 0:
                at += 1
            pivots.append(listed[at])
        return pivots

    def _matrix(self, listed: Sequence[int]) -> Any:
        from flint import fmpz_mat

        return fmpz_mat(len(listed), self.size, self._dense(listed))

    def _dense(self, listed: Sequence[int], modulus: int = 0) -> list[int]:
        entries = [0] * (len(listed) * self.size)
        for place, k in enumerate(listed):
            for at, c in self.rows[k].items():
                entries[place * self.size + at] = c % modulus if modulus else c
        return entries

    def _values(self, point: Any, *, homogeneous: bool = False) -> list[int]:
        """Each condition's value at the point, times a positive number."""
        numerators, denominator = point.numer_denom()
        whole = np.array([int(x) for x in numerators.entries()], dtype=object)
        values = np.add.reduceat(self._value * whole[self._index], self._starts[:-1])
        if not homogeneous:
            values[self.cap] += int(denominator)
        return list(values)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
