"""Fewer coordinates before the linear program: entropies that the hypotheses determine, and symmetric variables.

A reduction maps the 2^n entropies to fewer by a sparse matrix; `lift` turns multipliers found there into exact ones for
elemental inequalities and hypotheses in the original coordinates.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.elemental import ElementalSum
from bounds.shannon.problem import Line, Problem, Vector, conditional_independence, functional_dependence

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Merging:
    """Entropies merged by conditional independence, H(abc) = H(ac) + H(bc) - H(c), and functions, H(fx..) = H(x..)."""

    problem: Problem

    @cached_property
    def _structure(self) -> tuple[list[tuple[int, int, int, int, Fraction]], list[tuple[int, int, int, Fraction]]]:
        independences, functions = [], []
        for k, line in enumerate(self.problem.hypotheses):
            if found := conditional_independence(line):
                independences.append((k, *found))
            elif depends := functional_dependence(line):
                functions.append((k, *depends))
        return independences, functions

    @property
    def is_trivial(self) -> bool:
        return not any(self._structure)

    @cached_property
    def _steps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each mask the hypothesis that rewrites it (-1: none), as indices into functions and independences."""
        independences, functions = self._structure
        masks = np.arange(1 << len(self.problem.names), dtype=np.int64)
        closure = masks.copy()
        by_function = np.full(len(masks), -1)
        for _ in range(len(functions) + 1):
            before = closure.copy()
            for _, f, x, _ in functions:
                closure = np.where((closure & x) == x, closure | f, closure)
            if np.array_equal(before, closure):
                break
        for at, (_, f, x, _) in enumerate(functions):
            applies = ((masks & x) == x) & ((masks & f) != f) & (by_function < 0) & (masks > 0)
            by_function[applies] = at
        by_independence = np.full(len(masks), -1)
        for at, (_, a, b, c, _) in enumerate(independences):
            applies = ((masks & c) == c) & (masks & a > 0) & (masks & b > 0) & (masks & ~(a | b | c) == 0)
            # a piece that determines the whole again would send the rewriting round in a circle
            shrinks = (closure[masks & (a | c)] != masks) & (closure[masks & (b | c)] != masks)
            by_independence[applies & shrinks & (by_function < 0) & (by_independence < 0)] = at
        return by_function, by_independence

    @cached_property
    def matrix(self) -> "csr_array":
        """(2^n, 2^n): each entropy in terms of those that no hypothesis rewrites."""
        from scipy.sparse import csr_array, eye_array

        independences, functions = self._structure
        by_function, by_independence = self._steps
        masks = np.arange(len(by_function))
        free = masks[(by_function < 0) & (by_independence < 0)]
        rows, columns, values = [free], [free], [np.ones(len(free))]

        def add(at: NDArray[np.int64], to: NDArray[np.int64], value: float) -> None:
            kept = to > 0
            rows.append(at[kept])
            columns.append(to[kept])
            values.append(np.full(int(kept.sum()), value))

        for k, (_, f, _, _) in enumerate(functions):
            at = masks[by_function == k]
            add(at, at | f, 1.0)
        for k, (_, a, b, c, _) in enumerate(independences):
            at = masks[by_independence == k]
            add(at, at & (a | c), 1.0)
            add(at, at & (b | c), 1.0)
            add(at, np.full(len(at), c), -1.0)
        size = len(masks)
        step = csr_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(size, size))
        if len(free) == size:
            return csr_array(eye_array(size))
        while True:
            twice = step @ step
            if abs(twice - step).max() == 0:
                return step
            step = twice

    def lift(self, residual: Vector, terms: ElementalSum, multipliers: dict[int, Fraction]) -> Vector:
        """Rewrites a residual to normal form; the relations it uses go into `terms` and `multipliers`."""
        independences, functions = self._structure
        by_function, by_independence = self._steps
        left = defaultdict(Fraction, residual)
        # growing by functions ends at closed sets, independence then cuts closed sets into smaller ones
        pending = sorted(left, key=int.bit_count)
        while pending:
            s = pending.pop()
            r = left[s]
            if not r or (by_function[s] < 0 and by_independence[s] < 0):
                continue
            left[s] = Fraction(0)
            if by_function[s] >= 0:
                k, f, x, scale = functions[by_function[s]]
                used = _use_function(s, f, x, -r, terms)
                new = [(s | f, r)]
            else:
                k, a, b, c, scale = independences[by_independence[s]]
                used = _use_independence(s, a, b, c, -r, terms)
                new = [(s & (a | c), r), (s & (b | c), r), (c, -r)]
            if used:
                multipliers[k] = multipliers.get(k, Fraction(0)) - r / scale
            for mask, value in new:
                if mask:
                    left[mask] += value
                    pending.append(mask)
            pending.sort(key=int.bit_count)
        return {mask: c for mask, c in left.items() if c}


def _use_function(s: int, f: int, x: int, m: Fraction, terms: ElementalSum) -> bool:
    """Adds m H(f|s), which vanishes: as it is where m > 0, else by H(f|s) <= H(f|x) = 0; whether that was used."""
    new, behind = f & ~s, x | (f & s)
    if m >= 0:
        terms.entropy(new, s, m)
    else:
        terms.entropy(f & s & ~x, x, -m)
        terms.information(new, s & ~behind, behind, -m)
    return m < 0


def _use_independence(s: int, a: int, b: int, c: int, m: Fraction, terms: ElementalSum) -> bool:
    """Adds m I(s&a;s&b|c), which vanishes: as it is where m > 0, else by I(s&a;s&b|c) <= I(a;b|c) = 0, as above."""
    if m >= 0:
        terms.information(s & a, s & b, c, m)
    else:
        terms.information(s & a, b & ~s, c | (s & b), -m)
        terms.information(a & ~s, b, c | (s & a), -m)
    return m < 0


def symmetry_classes(problem: Problem, line: Line) -> list[int]:
    """Masks of interchangeable variables: to swap two of one class changes neither this goal line nor a hypothesis."""
    n = len(problem.names)
    hypotheses = sorted(_key(h) for h in problem.hypotheses)
    parent = list(range(n))
    for i in range(n):
        for j in range(i):
            if parent[i] != i or parent[j] != j:
                continue
            if _swapped(line.vector, i, j) == line.vector and hypotheses == sorted(
                _key(Line(_swapped(h.vector, i, j), h.sign, 0, 0)) for h in problem.hypotheses
            ):
                parent[i] = j
    return [sum(1 << i for i in range(n) if parent[i] == j) for j in range(n) if parent[j] == j]


def orbits(n: int, classes: list[int]) -> NDArray[np.int64]:
    """For each mask the number of its orbit: how many of each class it holds, in mixed radix."""
    masks = np.arange(1 << n, dtype=np.int64)
    number = np.zeros(len(masks), dtype=np.int64)
    for members in classes:
        number = number * (members.bit_count() + 1) + np.bitwise_count(masks & members)
    return number


def swap(mask: int, i: int, j: int) -> int:
    return mask if (mask >> i & 1) == (mask >> j & 1) else mask ^ (1 << i) ^ (1 << j)


def _swapped(vector: Vector, i: int, j: int) -> Vector:
    return {swap(mask, i, j): c for mask, c in vector.items()}


def _key(line: Line) -> tuple[str, tuple[tuple[int, Fraction], ...]]:
    return line.sign, tuple(sorted(line.vector.items()))
