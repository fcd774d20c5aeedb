"""The basis of a float program whose numbers are of any size, by iterative refinement (Gleixner, Steffy, Wolter 2016).

What a float answer leaves over is computed exactly, made large and solved for, until the smallest number was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from bounds.shannon.program import Marks, Program

ROUNDS = 16
HEARD = 2**30  # an answer is refined until its error is the smallest number over this
FAR = Fraction(10) ** 18


@dataclass(frozen=True)
class Guess:
    """`basis`: rows in it; `point`: the dual answer, nearly exact; `distance` of each row from it, 0 where tight."""

    basis: list[int]
    point: list[Fraction]
    distance: list[Fraction]


def refined(rows: Sequence[dict[int, int]], size: int, free: Marks) -> Guess:
    """The program: sum m_i row_i = (0, ..., 0, -1), m_i >= 0 unless free, the last m least.

    Rows have whole numbers by column, `size` columns; each is first divided by its largest number.
    """
    start = np.cumsum([0, *map(len, rows)])
    index = np.array([at for row in rows for at in row], dtype=np.int32)
    whole = np.array([c for row in rows for c in row.values()], dtype=object)
    largest = np.maximum.reduceat(np.abs(whole), start[:-1])
    values = (whole / np.repeat(largest, np.diff(start))).astype(float)
    cost, goal = np.zeros(len(rows)), np.zeros(size)
    cost[-1], goal[-1] = 1.0, -1.0
    lower = np.where(free, -np.inf, 0.0)
    program = Program((start.astype(np.int32), index, values), goal, goal, cost, lower, np.full(len(rows), np.inf))
    primal, dual = [Fraction(0)] * len(rows), [Fraction(0)] * size
    smallest = np.abs(values[values != 0]).min()
    scale, rest = Fraction(1), [Fraction(0)] * len(rows)
    for _ in range(ROUNDS):
        found = program.both()
        if found is None:
            break
        for total, more in zip((primal, dual), found, strict=True):
            for k in np.flatnonzero(more).tolist():
                total[k] += Fraction(more[k]) / scale
        left = [Fraction(0)] * (size - 1) + [Fraction(-1)]
        for k, m in enumerate(primal):
            for at, c in rows[k].items() if m else ():
                left[at] -= m * c / largest[k]
        denominator = lcm(*(value.denominator for value in dual))
        prices = np.array([int(value * denominator) for value in dual], dtype=object)
        along = np.add.reduceat(whole * prices[index], start[:-1])
        rest = [-Fraction(a, most * denominator) for a, most in zip(along, largest, strict=True)]
        rest[-1] += 1
        error = max(
            max(map(abs, left)),
            max(abs(c) if unbound else max(-c, -m) for c, m, unbound in zip(rest, primal, free, strict=True)),
        )
        if not error or scale * smallest > HEARD:
            break
        scale = min(1 / error, scale * 2**60)
        program.restate(
            goal=np.array([float(scale * value) for value in left]),
            cost=np.array([_bounded(scale * value) for value in rest]),
            lower=np.where(free, -np.inf, [-_bounded(scale * m) for m in primal]),
        )
    return Guess(program.basis().tolist(), [-value for value in dual], rest)


def _bounded(value: Fraction) -> float:
    """HiGHS takes 1e20 for infinite; where the answer is that far away the basis moves on even so."""
    return float(max(min(value, FAR), -FAR))
