"""The linear program behind a proof: goal = sum of non-negative multiples of rows, found in floats, made exact."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

DENOMINATORS = (1, 12, 5040)
Columns = tuple[Any, Any, Any]  # starts, row indices and values, by columns


def multipliers(
    rows: "csr_array", goal: "NDArray[np.float64]", free: "NDArray[np.bool_]", strict: "NDArray[np.bool_] | None" = None
) -> "NDArray[np.float64] | None":
    """Float multipliers with rows^T m = goal, m >= 0 except where `free`; of least sum, or None where there are none.

    With `strict`: some row marked so must have a positive multiplier (its sum is maximised, each at most 1).
    """
    import numpy as np

    coordinates = np.unique(np.concatenate([rows.indices, np.flatnonzero(goal)]))
    if len(np.setdiff1d(np.flatnonzero(goal), rows.indices)):
        return None
    renumbered = np.searchsorted(coordinates, rows.indices)
    cost = np.where(free, 0.0, 1.0)
    upper = np.full(rows.shape[0], np.inf)
    if strict is not None:
        cost = np.where(strict, -1.0, 0.0)
        upper[strict] = 1.0
    solution = solve(
        (rows.indptr, renumbered, rows.data),
        goal[coordinates],
        goal[coordinates],
        cost,
        np.where(free, -np.inf, 0.0),
        upper,
    )
    if solution is None or (strict is not None and not np.any(solution[strict] > 1e-9)):
        return None
    return solution


def solve(
    columns: Columns,
    low: "NDArray[np.float64]",
    high: "NDArray[np.float64]",
    cost: "NDArray[np.float64]",
    lower: "NDArray[np.float64]",
    upper: "NDArray[np.float64]",
) -> "NDArray[np.float64] | None":
    """min cost.m with low <= A m <= high, lower <= m <= upper; `columns` is A by columns. None where not optimal."""
    solver = _solver(columns, low, high, cost, lower, upper)
    return _solution(solver)


class Cone:
    """Non-negative combinations of fixed rows (of any sign where `free`): one program, asked for goal after goal."""

    def __init__(
        self,
        columns: Columns,
        size: int,
        free: "NDArray[np.bool_]",
    ) -> None:
        import numpy as np

        lower = np.where(free, -np.inf, 0.0)
        cost, upper, at = np.where(free, 0.0, 1.0), np.full(len(free), np.inf), np.zeros(size)
        self._solver = _solver(columns, at, at, cost, lower, upper)
        self._every = np.arange(size, dtype=np.int32)

    def express(self, goal: "NDArray[np.float64]") -> "NDArray[np.float64] | None":
        """Multipliers of least sum that give the goal, or None. The last answer is where the next search starts."""
        self._solver.changeRowsBounds(len(goal), self._every, goal, goal)
        return _solution(self._solver)


def _solver(columns: Columns, low: Any, high: Any, cost: Any, lower: Any, upper: Any) -> Any:
    import highspy

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(cost), len(low)
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, lower, upper
    program.row_lower_, program.row_upper_ = low, high
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = columns
    # the base class: the public one prints a banner when it is made
    solver = highspy.highs._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(program)
    return solver


def _solution(solver: Any) -> "NDArray[np.float64] | None":
    import highspy
    import numpy as np

    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)


def rationalised(
    rows: Sequence[dict[int, Fraction]],
    goal: dict[int, Fraction],
    values: Sequence[float],
    free: Sequence[bool],
) -> list[Fraction] | None:
    """Exact multipliers near the float ones, on their support: rounded where that is exact, else by a rational
    solve.
    """
    for bound in DENOMINATORS:
        rounded = [Fraction(value).limit_denominator(bound) for value in values]
        if _fits(rows, goal, rounded, free):
            return rounded
    solved = _solved(rows, goal)
    return solved if solved is not None and _fits(rows, goal, solved, free) else None


def _fits(
    rows: Sequence[dict[int, Fraction]], goal: dict[int, Fraction], candidate: list[Fraction], free: Sequence[bool]
) -> bool:
    if any(m < 0 and not unbound for m, unbound in zip(candidate, free, strict=True)):
        return False
    left = dict(goal)
    for row, m in zip(rows, candidate, strict=True):
        if m:
            for at, c in row.items():
                left[at] = left.get(at, Fraction(0)) - m * c
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
