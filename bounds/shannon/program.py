"""The linear program behind a proof: goal = sum of non-negative multiples of rows, found in floats, made exact."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from numpy.typing import NDArray

from bounds.shannon.elemental import Combination, ElementalSum, elementals, vector_of
from bounds.shannon.problem import Line, Problem, Vector

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEW = 7  # variables: up to here the program is so small that shrinking it first does not pay
DENOMINATORS = (12, 5040)  # after whole numbers
Columns = tuple[Any, Any, Any]  # starts, row indices and values, by columns
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def multipliers(rows: "csr_array", goal: Floats, free: Marks, strict: Marks | None = None) -> Floats | None:
    """Float multipliers with rows^T m = goal, m >= 0 except where `free`; of least sum, or None where there are none.

    With `strict`: some row marked so must have a positive multiplier (its sum is maximised, each at most 1).
    """
    used = np.unique(np.concatenate([rows.indices, np.flatnonzero(goal)]))
    if len(np.setdiff1d(np.flatnonzero(goal), rows.indices)):
        return None
    renumbered = np.searchsorted(used, rows.indices)
    cost = np.where(free, 0.0, 1.0)
    upper = np.full(rows.shape[0], np.inf)
    if strict is not None:
        cost = np.where(strict, -1.0, 0.0)
        upper[strict] = 1.0
    solution = solve(
        (rows.indptr, renumbered, rows.data), goal[used], goal[used], cost, np.where(free, -np.inf, 0.0), upper
    )
    if solution is None or (strict is not None and not np.any(solution[strict] > 1e-9)):
        return None
    return solution


def solve(columns: Columns, low: Floats, high: Floats, cost: Floats, lower: Floats, upper: Floats) -> Floats | None:
    """min cost.m with low <= A m <= high, lower <= m <= upper; `columns` is A by columns. None where not optimal."""
    return _solution(_solver(columns, low, high, cost, lower, upper))


class Program:
    """The program of `solve`, to be solved again with other numbers from where the last answer stood."""

    def __init__(self, columns: Columns, low: Floats, high: Floats, cost: Floats, lower: Floats, upper: Floats) -> None:
        self._solver, self._upper = _solver(columns, low, high, cost, lower, upper), upper

    def both(self) -> tuple[Floats, Floats] | None:
        """The solution and the prices of the rows; None where not optimal."""
        if _solution(self._solver) is None:
            return None
        found = self._solver.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)

    def restate(self, *, goal: Floats, cost: Floats, lower: Floats) -> None:
        """Other right sides (low = high), costs and lower bounds."""
        rows, columns = (np.arange(len(numbers), dtype=np.int32) for numbers in (goal, cost))
        self._solver.changeRowsBounds(len(goal), rows, goal, goal)
        self._solver.changeColsCost(len(cost), columns, cost)
        self._solver.changeColsBounds(len(cost), columns, lower, self._upper)

    def basis(self) -> NDArray[np.int64]:
        """Which columns are in the basis of the last answer."""
        return np.flatnonzero([one == highspy.HighsBasisStatus.kBasic for one in self._solver.getBasis().col_status])


class ElementalProgram:
    """Elemental rows, hypotheses and 1 >= 0 over all entropies, for few variables: built once, asked for every line."""

    def __init__(self, problem: Problem) -> None:
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
        at = np.zeros(1 << len(problem.names))
        cost, lower = np.where(self._free, 0.0, 1.0), np.where(self._free, -np.inf, 0.0)
        upper = np.full(len(cost), np.inf)
        columns = start.astype(np.int32), index.astype(np.int32), value
        self._solver = _solver(columns, at, at, cost, lower, upper)
        self._solver.setOptionValue("presolve", "off")  # it takes longer than the program

    def combine(self, line: Line) -> Combination | None:
        """The goal line (>=) as an exact sum of what is known."""
        if not any(line.vector.values()):
            return Combination(ElementalSum(len(self._problem.names)), {}, Fraction(0))
        size = 1 << len(self._problem.names)
        goal = dense(line.vector, size)
        # the last answer is where the next search starts
        self._solver.changeRowsBounds(size, np.arange(size, dtype=np.int32), goal, goal)
        solution = _solution(self._solver)
        if solution is None:
            return None
        known, count = self._known, self._known.rows.shape[0]
        support = np.flatnonzero(np.abs(solution) > 1e-9).tolist()
        elemental = {k: (int(known.first[k]), int(known.second[k]), int(known.given[k])) for k in support if k < count}
        vectors = {k: vector_of(elemental[k]) if k < count else self._others[k - count] for k in support}
        exact = exact_multipliers(vectors, line.vector, solution, self._free)
        if exact is None:
            return None
        terms = ElementalSum(len(self._problem.names))
        terms.multipliers.update({elemental[k]: m for k, m in exact.items() if k < count})
        slack = exact.pop(len(self._free) - 1, Fraction(0))
        return Combination(terms, {k - count: m for k, m in exact.items() if k >= count}, slack)


def exact_multipliers(
    vectors: Mapping[int, Vector], goal: Vector, solution: Floats, free: Marks
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


def dense(vector: Vector, size: int) -> Floats:
    """A vector over all masks."""
    entries = np.zeros(size)
    entries[list(vector)] = [float(c) for c in vector.values()]
    return entries


def _solver(columns: Columns, low: Any, high: Any, cost: Any, lower: Any, upper: Any) -> Any:
    # the base class: the public one prints a banner when it is made
    solver = highspy.highs._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    sizes = len(cost), len(low), len(columns[1])
    form = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0
    continuous = np.zeros(len(cost), dtype=np.int32)
    # as arrays: the solver copies an HighsLp number by number
    solver.passModel(*sizes, *form, cost, lower, upper, low, high, *columns, continuous)
    return solver


def _solution(solver: Any) -> Floats | None:
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)


def rationalised(
    rows: Sequence[dict[int, Fraction]], goal: dict[int, Fraction], values: Sequence[float], free: Sequence[bool]
) -> list[Fraction] | None:
    """Exact multipliers near the float ones, on their support: rounded where that is exact, else solved for."""
    whole = [round(value) for value in values]
    if _fits(rows, goal, whole, free):
        return [Fraction(m) for m in whole]
    for bound in DENOMINATORS:
        rounded = [Fraction(value).limit_denominator(bound) for value in values]
        if _fits(rows, goal, rounded, free):
            return rounded
    solved = _solved(rows, goal)
    return solved if solved is not None and _fits(rows, goal, solved, free) else None


def _fits(
    rows: Sequence[dict[int, Fraction]],
    goal: dict[int, Fraction],
    candidate: Sequence[int | Fraction],
    free: Sequence[bool],
) -> bool:
    if any(m < 0 and not unbound for m, unbound in zip(candidate, free, strict=True)):
        return False
    left: dict[int, int | Fraction] = {at: c.numerator if c.denominator == 1 else c for at, c in goal.items()}
    for row, m in zip(rows, candidate, strict=True):
        if m:
            for at, c in row.items():
                left[at] = left.get(at, 0) - m * (c.numerator if c.denominator == 1 else c)
    return not any(left.values())


def _solved(rows: Sequence[dict[int, Fraction]], goal: dict[int, Fraction]) -> list[Fraction] | None:
    """One solution of rows^T m = goal, free unknowns 0, by exact elimination."""
    from flint import fmpq, fmpq_mat

    coordinates = sorted({at for row in rows for at in row} | set(goal))
    position = {at: k for k, at in enumerate(coordinates)}
    system = fmpq_mat(len(coordinates), len(rows) + 1)
    for j, row in enumerate(rows):
        for at, c in row.items():
            system[position[at], j] = fmpq(Fraction(c).numerator, Fraction(c).denominator)
    for at, c in goal.items():
        system[position[at], len(rows)] = fmpq(c.numerator, c.denominator)
    reduced, rank = system.rref()
    solution = [Fraction(0)] * len(rows)
    for i in range(rank):
        pivot = next(j for j in range(len(rows) + 1) if reduced[i, j] != 0)
        if pivot == len(rows):
            return None
        value = reduced[i, len(rows)]
        solution[pivot] = Fraction(int(value.p), int(value.q))
    return solution
