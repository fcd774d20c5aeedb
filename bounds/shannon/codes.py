"""Linear codes with the ranks of a polymatroid: what the linear program's rays turn into where they can."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from bounds.distribution import Joint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NODES = 20_000  # partial assignments looked at before a ray is given up


def code(ranks: "NDArray[np.int64]", names: tuple[str, ...], field: int) -> Joint | None:
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
        key = tuple(
            tuple(sum(a * b for a, b in zip(form, symbol, strict=True)) % field for form in sorted(spaces[s]))
            for s in chosen
        )
        table[key] = table.get(key, Fraction(0)) + weight
    return Joint(table, names)


@cache
def _subspaces(field: int, dimension: int) -> tuple[list[frozenset[tuple[int, ...]]], list[int], list[list[int]]]:
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


def _span(space: frozenset[tuple[int, ...]], form: tuple[int, ...], field: int) -> frozenset[tuple[int, ...]]:
    return _sum(space, frozenset(tuple(c * x % field for x in form) for c in range(field)), field)


def _sum(a: frozenset[tuple[int, ...]], b: frozenset[tuple[int, ...]], field: int) -> frozenset[tuple[int, ...]]:
    if a >= b or b >= a:
        return max(a, b, key=len)
    return frozenset(tuple((x + y) % field for x, y in zip(u, v, strict=True)) for u in a for v in b)


def scaled(ray: "Mapping[int, float] | NDArray[np.float64]") -> "Iterator[NDArray[np.int64]]":
    """Integer multiples of a ray with small ranks."""
    import numpy as np

    values = np.asarray(ray, dtype=float)
    smallest = values[values > 1e-7].min(initial=np.inf)
    if not np.isfinite(smallest):
        return
    for multiple in range(1, 5):
        ranks = values / smallest * multiple
        if np.abs(ranks - np.round(ranks)).max() < 1e-6 and ranks[-1] < 4.5:
            yield np.round(ranks).astype(np.int64)
