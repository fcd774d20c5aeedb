"""The whole elemental program for few variables, built once and asked for every line of the goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bounds.shannon.elemental import elementals
from bounds.shannon.problem import Line, Problem, Vector
from bounds.shannon.program import Cone, rationalised
from bounds.shannon.rows import Terms, vector_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

FEW = 6  # variables: up to here the program is so small that shrinking it first does not pay


@dataclass(frozen=True)
class Combination:
    """One goal line as a sum: elemental terms, multipliers of the hypotheses (by index), and a constant >= 0."""

    terms: Terms
    hypotheses: dict[int, Fraction]
    slack: Fraction


class Direct:
    """Elemental rows, hypotheses and the constant 1 >= 0 over all entropies of the problem's variables."""

    def __init__(self, problem: Problem) -> None:
        import numpy as np

        self._problem = problem
        self._known = elementals(len(problem.names))
        self._others: list[Vector] = [*(h.vector for h in problem.hypotheses), {0: Fraction(1)}]
        rows = self._known.rows
        sizes = np.cumsum([len(vector) for vector in self._others])
        start = np.concatenate([rows.indptr, rows.indptr[-1] + sizes])
        index = np.concatenate([rows.indices, [mask for vector in self._others for mask in vector]])
        value = np.concatenate([rows.data, [float(c) for vector in self._others for c in vector.values()]])
        self._free = np.zeros(len(start) - 1, dtype=bool)
        self._free[rows.shape[0] : -1] = [h.sign == "=" for h in problem.hypotheses]
        self._size = 1 << len(problem.names)
        self._cone = Cone((start.astype(np.int32), index.astype(np.int32), value), self._size, self._free)

    def combine(self, line: Line) -> Combination | None:
        """The goal line (>=) as an exact sum of what is known."""
        import numpy as np

        solution = self._cone.express(dense(line.vector, self._size))
        if solution is None:
            return None
        known, count = self._known, self._known.rows.shape[0]
        support = np.flatnonzero(np.abs(solution) > 1e-9).tolist()
        elemental = {k: (int(known.first[k]), int(known.second[k]), int(known.given[k])) for k in support if k < count}
        vectors = {k: vector_of(elemental[k]) if k < count else self._others[k - count] for k in support}
        exact = exact_multipliers(vectors, line.vector, solution, self._free)
        if exact is None:
            return None
        terms = Terms(len(self._problem.names))
        terms.multipliers.update({elemental[k]: m for k, m in exact.items() if k < count})
        slack = exact.pop(len(self._free) - 1, Fraction(0))
        return Combination(terms, {k - count: m for k, m in exact.items() if k >= count}, slack)


def exact_multipliers(
    vectors: "Sequence[Vector] | dict[int, Vector]",
    goal: Vector,
    solution: "NDArray[np.float64]",
    free: "NDArray[np.bool_]",
) -> dict[int, Fraction] | None:
    """The solution on its support, made exact; None where that fails."""
    support = [k for k, value in enumerate(solution) if abs(value) > 1e-9]
    exact = rationalised(
        [vectors[k] for k in support], goal, [float(solution[k]) for k in support], [bool(free[k]) for k in support]
    )
    return None if exact is None else {k: m for k, m in zip(support, exact, strict=True) if m}


def coordinates(vectors: Sequence[Vector], size: int) -> "csr_array":
    """Vectors as sparse rows over all masks."""
    from scipy.sparse import csr_array

    entries = [(k, mask, float(c)) for k, vector in enumerate(vectors) for mask, c in vector.items()]
    k, mask, c = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((c, (k, mask)), shape=(len(vectors), size))


def dense(vector: Vector, size: int) -> "NDArray[np.float64]":
    """A vector over all masks."""
    import numpy as np

    dense = np.zeros(size)
    for mask, c in vector.items():
        dense[mask] = float(c)
    return dense
