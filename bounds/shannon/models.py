"""What stands against many claims at once: points that are joint entropies, or pass for them in a Shannon-type proof.

One linear program over the elemental inequalities is solved again and again, a few rows changed; each answer that is no
proof is a polymatroid, and it settles other questions too. Floats: who says 'proved' afterwards makes it exact.
"""

from collections.abc import Sequence
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.elemental import elementals
from bounds.shannon.expression import Assertion, Sign
from bounds.shannon.program import dense

Floats = NDArray[np.float64]
CLOSE = 1e-7
LARGE = 1e3  # of all entropies, where positive hypotheses are at least 1


class Clause:
    """A line of the grammar as rows over all sets of the variables, rows . entropies standing in relation `signs` to 0.

    >>> from bounds.shannon.grammar import parse
    >>> clause = Clause(parse("0 <= I(x;y) <= 1"), ("x", "y"))
    >>> clause.rows.tolist(), clause.signs, clause.holds(np.array([[1.0, 1, 1, 1], [1, 2, 2, 2]])).tolist()
    ([[0.0, 1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]], ('>=', '>='), [True, False])
    """

    def __init__(self, line: Assertion, names: Sequence[str]) -> None:
        self.line = line
        place = {name: 1 << k for k, name in enumerate(names)}
        vectors = []
        for one in line.constraints:
            vector = {sum(place[name] for name in chosen): c for chosen, c in one.expression.coefficients.items()}
            vectors.append(vector | ({0: one.expression.constant} if one.expression.constant else {}))
        self.rows = np.array([dense(vector, 1 << len(names)) for vector in vectors])
        self.signs: tuple[Sign, ...] = tuple(one.sign for one in line.constraints)

    @cached_property
    def key(self) -> frozenset[tuple[str, tuple[float, ...]]]:
        """What the clause says, whatever its words: each row over its largest number, an equation's with its sign."""
        said = []
        for row, sign in zip(self.rows, self.signs, strict=True):
            scale = np.abs(row).max() or 1.0
            turned = sign == "=" and row[np.flatnonzero(row)[:1]].sum() < 0
            said.append((sign, tuple(np.round(row / (-scale if turned else scale), 9).tolist())))
        return frozenset(said)

    @property
    def constant(self) -> bool:
        return bool(self.rows[:, 0].any())

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """At which of the points (points, sets) it holds."""
        return np.asarray(holding(points @ self.rows.T, self.signs).all(axis=1))


def holding(values: Floats, signs: Sequence[Sign]) -> NDArray[np.bool_]:
    """Whether values stand in their relations to 0; values of the last axis go with the signs."""
    held = np.empty(values.shape, dtype=bool)
    for k, sign in enumerate(signs):
        column = values[..., k]
        held[..., k] = column > (-CLOSE if sign == ">=" else CLOSE) if sign != "=" else np.abs(column) < CLOSE
    return held


class Models:
    """Points over the sets of `names`, and the program that finds more."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.size = 1 << len(self.names)
        self.points = np.zeros((0, self.size))
        known = elementals(len(self.names)).rows
        solver = highspy.highs._Highs()  # the public class prints a banner
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            solver.setOptionValue(option, value)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.size, known.shape[0]
        program.col_cost_, program.col_lower_ = np.zeros(self.size), np.zeros(self.size)
        program.col_upper_ = np.full(self.size, np.inf)
        program.row_lower_, program.row_upper_ = np.zeros(known.shape[0]), np.full(known.shape[0], np.inf)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_ = known.indptr, known.indices
        program.a_matrix_.value_ = known.data
        solver.passModel(program)
        self._solver, self._rows = solver, known.shape[0]
        self._assumed: list[tuple[Clause, bool]] = []  # whose rows the program has now, and whether 1 nat counts in it

    def add(self, point: Floats) -> None:
        self.points = np.vstack([self.points, point])

    def add_joint(self, joint: Joint) -> None:
        """The entropies of a joint distribution."""
        chosen = [[name for k, name in enumerate(self.names) if mask >> k & 1] for mask in range(1, self.size)]
        self.add(np.array([1.0, *(float(joint.entropy(*names)) for names in chosen)]))

    def against(self, row: Floats, sign: Sign, given: Sequence[Clause]) -> Floats | None:
        """A polymatroid that meets the hypotheses and where row . entropies does not stand so to 0; None without one.

        An equation is broken on either side.
        """
        if sign == "=":
            below = self.against(row, ">=", given)
            return self.against(-row, ">=", given) if below is None else below
        constant = any(clause.constant for clause in given) or bool(row[0])
        positive = any(">" in clause.signs for clause in given)
        solver = self._solver
        solver.changeColBounds(0, float(constant), float(constant))
        solver.changeColBounds(self.size - 1, 0.0, LARGE if constant or positive else 1.0)
        solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), row)
        self._assume(given, constant)
        solver.run()
        status = solver.getModelStatus()
        point = np.array(solver.getSolution().col_value) if status == highspy.HighsModelStatus.kOptimal else None
        if point is None:
            return None  # no point meets the hypotheses
        value = float(row @ point)
        return point if value < -CLOSE or (sign == ">" and value < CLOSE) else None

    def _assume(self, given: Sequence[Clause], constant: bool) -> None:
        """The hypotheses' rows in place of those of the last question; rows that stay keep the next start close."""
        first = self._rows
        drop: list[int] = []
        kept: list[tuple[Clause, bool]] = []
        for clause, was in self._assumed:
            if was == constant and any(clause is one for one in given):
                kept.append((clause, constant))
            else:
                drop += range(first, first + len(clause.rows))
            first += len(clause.rows)
        if drop:
            self._solver.deleteRows(len(drop), np.array(drop, dtype=np.int32))
        for clause in given:
            if any(clause is one for one, _ in kept):
                continue
            for row, relation in zip(clause.rows, clause.signs, strict=True):
                index = np.flatnonzero(row).astype(np.int32)
                low = 0.0 if relation != ">" else 1e-2 if constant else 1.0
                self._solver.addRow(low, 0.0 if relation == "=" else np.inf, len(index), index, row[index])
            kept.append((clause, constant))
        self._assumed = kept
