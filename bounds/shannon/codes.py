"""Linear codes with the ranks of a polymatroid: what the linear program's rays turn into where they can."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.problem import Line, Problem
from bounds.shannon.program import solve

NODES = 20_000  # partial assignments looked at before a ray is given up
LIBRARY = 5_000  # codes that are added up
BITS = 11  # of a sum of codes
Forms = frozenset[tuple[int, ...]]  # a space of linear forms


def code(ranks: NDArray[np.int64], names: tuple[str, ...], field: int) -> Joint | None:
    """A joint of linear functions of uniform symbols over GF(field) with those ranks, ranks[mask], or None."""
    dimension = int(ranks[-1])
    if dimension < 1 or field**dimension > 27:
        return None
    spaces, rank, join = _subspaces(field, dimension)
    n = len(names)
    budget = [NODES]

    def lay(v: int, joined: list[int], chosen: list[int]) -> list[int] | None:
        if v == n:
            return chosen
        for s in range(len(spaces)):
            budget[0] -= 1
            if budget[0] < 0:
                return None
            if rank[s] != ranks[1 << v]:
                continue
            more = [join[t][s] for t in joined]
            if all(rank[t] == ranks[(1 << v) | mask] for mask, t in enumerate(more)):
                found = lay(v + 1, joined + more, [*chosen, s])
                if found is not None:
                    return found
        return None

    chosen = lay(0, [0], [])
    if chosen is None:
        return None
    table: dict[tuple[object, ...], Fraction] = {}
    weight = Fraction(1, field**dimension)
    for symbol in product(range(field), repeat=dimension):
        key = _values([spaces[s] for s in chosen], symbol, field)
        table[key] = table.get(key, Fraction(0)) + weight
    return Joint(table, names)


def sums_of_codes(problem: Problem, line: Line, rng: np.random.Generator) -> Iterator[Joint]:
    """Independent copies of small binary codes whose ranks add up to meet the hypotheses and break the goal line.

    Entropies of independent parts add, so the numbers of copies solve a linear program.
    """
    if 0 in line.vector or any(0 in h.vector for h in problem.hypotheses):
        return
    n = len(problem.names)
    spaces, rank, join = _subspaces(2, 2)
    if len(spaces) ** n <= LIBRARY:
        choices = np.array(list(product(range(len(spaces)), repeat=n)))
    else:
        choices = rng.integers(0, len(spaces), (LIBRARY, n))
    joined = np.zeros((len(choices), 1), dtype=np.int64)
    table = np.array(join)
    for v in range(n):
        joined = np.concatenate([joined, table[joined, choices[:, v : v + 1]]], axis=1)
    ranks, first = np.unique(np.array(rank)[joined], axis=0, return_index=True)
    keep = ranks[:, -1] > 0
    ranks, choices = ranks[keep], choices[first[keep]]
    rows = [_along(h, ranks) for h in problem.hypotheses] + [ranks[:, -1].astype(float)]
    low = np.array([1e-3 if h.sign == ">" else 0.0 for h in problem.hypotheses] + [0.0])
    high = np.array([0.0 if h.sign == "=" else np.inf for h in problem.hypotheses] + [1.0])
    matrix = np.array(rows)
    count = len(ranks)
    columns = (
        np.arange(count + 1, dtype=np.int32) * len(rows),
        np.tile(np.arange(len(rows), dtype=np.int32), count),
        matrix.T.ravel(),
    )
    copies = solve(columns, low, high, _along(line, ranks), np.zeros(count), np.full(count, np.inf))
    if copies is None or float(_along(line, ranks) @ copies) > -1e-9:
        return
    support = np.flatnonzero(copies > 1e-9)
    fractions = [Fraction(float(c / copies[support[0]])).limit_denominator(60) for c in copies[support]]
    scale = lcm(*(f.denominator for f in fractions))
    numbers = [int(f * scale) for f in fractions]
    common = gcd(*numbers)
    numbers = [number // common for number in numbers]
    if sum(number * int(ranks[k, -1]) for number, k in zip(numbers, support, strict=True)) <= BITS:
        parts = [
            [spaces[s] for s in choices[k]] for number, k in zip(numbers, support, strict=True) for _ in range(number)
        ]
        yield _product_of_codes(parts, problem.names)


def _along(line: Line, ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """The line's value on each rank vector."""
    value = np.zeros(len(ranks))
    for mask, c in line.vector.items():
        value += float(c) * ranks[:, mask]
    return value


def _product_of_codes(parts: list[list[Forms]], names: tuple[str, ...]) -> Joint:
    table: dict[tuple[object, ...], Fraction] = {((),) * len(names): Fraction(1)}
    for part in parts:
        laws: dict[tuple[object, ...], Fraction] = {}
        for symbol in product((0, 1), repeat=2):
            key = _values(part, symbol, 2)
            laws[key] = laws.get(key, Fraction(0)) + Fraction(1, 4)
        table = {
            tuple((*a, b) for a, b in zip(key, more, strict=True)): p * q  # type: ignore[misc]
            for key, p in table.items()
            for more, q in laws.items()
        }
    return Joint(table, names)


def _values(spaces: list[Forms], symbol: tuple[int, ...], field: int) -> tuple[object, ...]:
    """What each space's forms say of the symbol."""
    return tuple(
        tuple(sum(a * b for a, b in zip(form, symbol, strict=True)) % field for form in sorted(space))
        for space in spaces
    )


@cache
def _subspaces(field: int, dimension: int) -> tuple[list[Forms], list[int], list[list[int]]]:
    """All subspaces of GF(field)^dimension, their ranks, and the table of their sums; the first is {0}."""
    zero = frozenset({(0,) * dimension})
    known = {zero: 0}
    layer = [zero]
    for size in range(1, dimension + 1):
        following = dict.fromkeys(
            _span(space, form, field)
            for space in layer
            for form in product(range(field), repeat=dimension)
            if form not in space
        )
        known |= dict.fromkeys(following, size)
        layer = list(following)
    spaces = list(known)
    index = {space: k for k, space in enumerate(spaces)}
    join = [[index[_sum(a, b, field)] for b in spaces] for a in spaces]
    return spaces, [known[space] for space in spaces], join


def _span(space: Forms, form: tuple[int, ...], field: int) -> Forms:
    return _sum(space, frozenset(tuple(c * x % field for x in form) for c in range(field)), field)


def _sum(a: Forms, b: Forms, field: int) -> Forms:
    if a >= b or b >= a:
        return max(a, b, key=len)
    return frozenset(tuple((x + y) % field for x, y in zip(u, v, strict=True)) for u in a for v in b)


def scaled(ray: Mapping[int, float] | NDArray[np.float64]) -> Iterator[NDArray[np.int64]]:
    """Integer multiples of a ray with small ranks."""
    values = np.asarray(ray, dtype=float)
    smallest = values[values > 1e-7].min(initial=np.inf)
    if not np.isfinite(smallest):
        return
    for multiple in range(1, 5):
        ranks = values / smallest * multiple
        if np.abs(ranks - np.round(ranks)).max() < 1e-6 and ranks[-1] < 4.5:
            yield np.round(ranks).astype(np.int64)
