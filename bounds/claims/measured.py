"""Claims about what was measured: a formula at quantities that have intervals, and whether it holds there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import Any, ClassVar

from bounds.claims.enclosure import Enclosure, ball_precision
from bounds.claims.formula import Formula, Symbolic, symbols_of
from bounds.claims.hypothesis import Hypothesis


class Answer(StrEnum):
    """What measurements say of a claim: it holds for all of their intervals, some, none, or none tells."""

    REPRODUCED = "reproduced"
    PARTLY = "partly reproduced"
    NOT_REPRODUCED = "not reproduced"
    OPEN = "intervals too wide to tell"


@dataclass(frozen=True)
class Quantities:
    """The interval (low, high) of each quantity that a formula names.

    >>> import sympy
    >>> slope = sympy.Symbol("slope", real=True)
    >>> rises = Symbolic(lambda: sympy.Gt(slope, 0, evaluate=False))
    >>> [str(Quantities({"slope": ends}).answer(rises)) for ends in ((0.5, 0.7), (-0.1, 0.2), (-0.3, -0.2))]
    ['reproduced', 'intervals too wide to tell', 'not reproduced']
    """

    intervals: Mapping[str, tuple[float, float]] = field(hash=False)

    type: ClassVar[str] = "measured quantities"

    def __post_init__(self) -> None:
        for name, (low, high) in self.intervals.items():
            if not (isfinite(low) and isfinite(high) and low <= high):
                raise ValueError(f"intervals: {name} has [{low}, {high}], which is no interval of numbers")

    def sides(self, formula: Formula) -> tuple[Enclosure, Enclosure]:
        """Both sides over the intervals.

        Raises ValueError where a quantity is missing, or is below 0 and cannot be, and for informations.
        """
        from flint import arb

        if not isinstance(formula, Symbolic):
            raise ValueError("formula: is no relation between numbers")
        for symbol in symbols_of(formula.expression):
            low, _ = self.intervals.get(str(symbol), (0.0, 0.0))
            if (symbol.is_nonnegative or symbol.is_positive) and low < 0:
                raise ValueError(f"intervals: {symbol} is not negative, and {low} is")
        with ball_precision():
            balls = {name: arb(low).union(arb(high)) for name, (low, high) in self.intervals.items()}
        return formula.enclose(balls)

    def answer(self, formula: Formula) -> Answer:
        """Whether the formula holds everywhere, or nowhere, within the intervals."""
        lhs, rhs = self.sides(formula)
        assert isinstance(formula, Symbolic)
        holds, fails = {
            "<=": (lhs.high <= rhs.low, lhs.above(rhs)),
            "<": (lhs.below(rhs), lhs.low >= rhs.high),
            ">=": (lhs.low >= rhs.high, lhs.below(rhs)),
            ">": (lhs.above(rhs), lhs.high <= rhs.low),
            "=": (lhs.low == lhs.high == rhs.low == rhs.high, lhs.above(rhs) or lhs.below(rhs)),
        }[formula.relation]
        return Answer.REPRODUCED if holds else Answer.NOT_REPRODUCED if fails else Answer.OPEN

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the formula can be evaluated here; what it then says is `answer`."""
        try:
            self.answer(formula)
        except (ArithmeticError, TypeError, ValueError):
            return False
        return True

    def to_json(self) -> dict[str, Any]:
        """The intervals, and a line for each."""
        lines = [f"{name} in [{low:.6g}, {high:.6g}]" for name, (low, high) in self.intervals.items()]
        return {"type": self.type, "intervals": {n: list(ends) for n, ends in self.intervals.items()}, "lines": lines}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Quantities":
        """The quantities again; raises ValueError for what are none."""
        try:
            return cls({str(n): (float(low), float(high)) for n, (low, high) in data["intervals"].items()})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"data: are no measured quantities ({type(error).__name__}: {error})") from None


def together(answers: Iterable[str]) -> Answer | None:
    """What several measurements of one claim say together; None where there is none."""
    found = set(answers)
    if len(found) == 1:
        return Answer(found.pop())
    return Answer.PARTLY if Answer.REPRODUCED in found else Answer.NOT_REPRODUCED if found else None
