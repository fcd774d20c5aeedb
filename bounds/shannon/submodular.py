"""Short proofs: submodularity and monotonicity among the few sets that a question is about."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.elemental import Combination, ElementalSum, vector_of
from bounds.shannon.problem import Line, Problem, Vector
from bounds.shannon.program import coordinates, dense, exact_multipliers, multipliers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SMALL = 160  # sets whose submodular inequalities are tried before the whole program


def submodular(problem: Problem, line: Line) -> Combination | None:
    """A proof from H(a)+H(b) >= H(a|b)+H(a&b) and monotonicity on the sets that the question names and few more."""
    from scipy.sparse import csr_array, vstack

    n = len(problem.names)
    inequalities, rows = _rows(lattice([line.vector, *(h.vector for h in problem.hypotheses)]), n)
    count = len(inequalities)
    free = np.array([False] * count + [h.sign == "=" for h in problem.hypotheses])
    hypotheses = [h.vector for h in problem.hypotheses]
    every = csr_array(vstack([rows, coordinates(hypotheses, 1 << n)], format="csr")) if hypotheses else rows
    solution = multipliers(every, dense(line.vector, 1 << n), free)
    if solution is None:
        return None
    basic = {k: tuple(inequalities[k].tolist()) for k in np.flatnonzero(np.abs(solution[:count]) > 1e-9).tolist()}
    vectors = {k: vector_of(row) for k, row in basic.items()} | {count + k: v for k, v in enumerate(hypotheses)}
    exact = exact_multipliers(vectors, line.vector, solution, free)
    if exact is None:
        return None
    terms = ElementalSum(n)
    used: dict[int, Fraction] = {}
    for k, m in exact.items():
        if k >= count:
            used[k - count] = m
            continue
        a, b, c = basic[k]
        if b:
            terms.information(a, b, c, m)
        else:
            terms.entropy(a, c, m)
    return Combination(terms, used, Fraction(0))


def lattice(vectors: Sequence[Vector]) -> set[int]:
    """The sets named, their running unions and intersections, and all pairwise ones while they are few."""
    sets = {mask for vector in vectors for mask in vector if mask}
    for vector in vectors:
        for order in (sorted(vector), sorted(vector, reverse=True)):
            union, common = 0, -1
            for mask in order:
                if mask:
                    union, common = union | mask, common & mask
                    sets |= {union, common} - {0, -1}
    while len(sets) <= SMALL:
        more = {s for a, b in combinations(sets, 2) for s in (a | b, a & b) if s} - sets
        if not more or len(sets) + len(more) > SMALL:
            break
        sets |= more
    return sets


def _rows(sets: set[int], n: int) -> "tuple[NDArray[np.int64], csr_array]":
    """Inequalities among the sets, as (a, b, c): I(a;b|c) >= 0, or H(a|c) >= 0 where b is 0; and their sparse rows."""
    from scipy.sparse import csr_array

    mine = np.array(sorted(sets), dtype=np.int64)
    inside = np.zeros(1 << n, dtype=bool)
    inside[mine] = True
    inside[0] = True
    i, j = np.triu_indices(len(mine), 1)
    x, y = mine[i], mine[j]
    common, union = x & y, x | y
    nested = (common == x) | (common == y)
    crossing = ~nested & inside[common] & inside[union]
    a = np.concatenate([union[nested] & ~common[nested], (x & ~y)[crossing], mine])
    b = np.concatenate([np.zeros(int(nested.sum()), dtype=np.int64), (y & ~x)[crossing], np.zeros_like(mine)])
    c = np.concatenate([common[nested], common[crossing], np.zeros_like(mine)])
    count = len(a)
    columns = np.stack([a | c, b | c, a | b | c, c])
    values = np.array([[1.0], [1.0], [-1.0], [-1.0]]) * np.ones(count)
    values[1:3, b == 0] = 0  # H(a|c) has two terms
    values[columns == 0] = 0
    at = np.broadcast_to(np.arange(count), columns.shape)
    keep = values != 0
    rows = csr_array((values[keep], (at[keep], columns[keep])), shape=(count, 1 << n))
    return np.stack([a, b, c], axis=1), rows
