"""What is wrong with a claim that is false as printed, computed from its readings and their verdicts."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence, Set
from enum import StrEnum
from typing import TYPE_CHECKING

from bounds.claims.formula import Informational, Relation, Symbolic
from bounds.claims.ledger import Ledger
from bounds.claims.statement import Reading, Verdict

if TYPE_CHECKING:
    import sympy

    from bounds.shannon.expression import Constraint


class Fault(StrEnum):
    """The kinds of fault, the lightest first."""

    MISPRINT = "misprint"
    MISSING_HYPOTHESIS = "missing hypothesis"
    CONSTANT = "wrong constant or sign"
    DIRECTION = "wrong direction or index"
    OVERSTATED = "overstated"
    CONVERSE = "converse"
    FALSE = "false"


FLIPPED: dict[Relation, Relation] = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


def fault_of(statement_id: str, ledger: Ledger, verdicts: Mapping[tuple[str, str], Verdict]) -> Fault | None:
    """The fault of a statement's printed reading; None where that is not refuted.

    `verdicts` are the own ones, by statement id and reading name. Where what was meant is proved, the letter is a
    misprint, unless a hypothesis is all that it lacks. Else the printed form is set beside each other form that is
    proved, of the claim that it is a part of where it has none of its own, and the lightest difference counts; where
    nothing is proved the claim is false.
    """
    statement = ledger[statement_id]
    if verdicts.get((statement_id, "printed")) != Verdict.REFUTED:
        return None
    if verdicts.get((statement_id, "intended")) == Verdict.PROVED:
        lacks = difference(statement["printed"], statement["intended"]) == Fault.MISSING_HYPOTHESIS
        return Fault.MISSING_HYPOTHESIS if lacks else Fault.MISPRINT
    family = (statement, *(ledger[one] for one in (statement.parent,) if one is not None and one in ledger))
    proved = ([r for r in one.readings if verdicts.get((one.id, r.name)) == Verdict.PROVED] for one in family)
    beside = next((readings for readings in proved if readings), [])
    return min((difference(statement["printed"], one) for one in beside), key=list(Fault).index, default=Fault.FALSE)


def difference(printed: Reading, true: Reading) -> Fault:
    """What has to be changed in a false reading to have the true one."""
    one, other = printed.formula, true.formula
    if isinstance(one, Symbolic) and isinstance(other, Symbolic):
        return _between_relations(one, other)
    if isinstance(one, Informational) and isinstance(other, Informational):
        return _between_informations(one, other)
    return Fault.FALSE


def _between_relations(printed: Symbolic, true: Symbolic) -> Fault:
    (low, sign, high), (least, other, most) = map(_upward, (printed, true))
    same, turned = low == least and high == most, low == most and high == least
    if not (same or turned):  # a term may stand on either side
        between, beside = high - low, most - least
        same, turned = (_is_zero(one) for one in (between - beside, between + beside))
    if same or turned:
        if sign == other:
            return Fault.MISSING_HYPOTHESIS if same or sign == "=" else Fault.DIRECTION
        return Fault.OVERSTATED if same or "=" in (sign, other) else Fault.DIRECTION
    counts = {one for one in low.free_symbols | high.free_symbols if one.is_integer} & (
        least.free_symbols | most.free_symbols
    )

    def alike(*, named: bool) -> bool:
        first, second = (Counter(_outline(one, counts, named) for one in pair) for pair in ((low, high), (least, most)))
        return first == second

    return Fault.CONSTANT if alike(named=True) else Fault.DIRECTION if alike(named=False) else Fault.FALSE


def _is_zero(expression: "sympy.Expr") -> bool:
    import sympy

    return bool(sympy.expand(expression) == 0)


def _upward(formula: Symbolic) -> tuple["sympy.Expr", Relation, "sympy.Expr"]:
    """The sides, the smaller one first."""
    sides = formula.lhs, formula.relation, formula.rhs
    return sides if formula.relation in ("<=", "<", "=") else (formula.rhs, FLIPPED[formula.relation], formula.lhs)


def _outline(expression: "sympy.Basic", counts: Set["sympy.Basic"], named: bool) -> Hashable:
    """The expression without its numbers, signs and counts, and without its symbols' names unless it is to be `named`.

    `counts` are symbols for what is counted, as the weights are: to multiply by them is to have another constant.
    """
    import sympy

    if isinstance(expression, sympy.Symbol | sympy.IndexedBase | sympy.Idx):
        return str(expression) if named else "symbol"
    if not expression.args:
        return "number" if expression.is_Number else str(expression)
    name = type(expression).__name__
    if not isinstance(expression, sympy.Add | sympy.Mul | sympy.Pow):
        return (name, *(_outline(one, counts, named) for one in expression.args))
    parts = [_outline(one, counts, named) for one in expression.args if not (one.is_Number or one in counts)]
    if len(parts) == 1:
        return parts[0]
    return (name, *parts) if isinstance(expression, sympy.Pow) else (name, frozenset(Counter(parts).items()))


def _between_informations(printed: Informational, true: Informational) -> Fault:
    goal, given, goals, givens = (_constraints(lines) for lines in (printed.goal, printed.given, true.goal, true.given))
    if any(one in givens for one in goal) and any(one in goals for one in given):
        return Fault.CONVERSE
    if _follows(printed.goal, true.given):
        # another hypothesis of the same shape in place of one that is lost is a slip in its letters
        exchanged = len(printed.given) == len(true.given) and not _follows(printed.given, true.given)
        # a form that assumes the claim itself, to conclude another thing, is none with one more hypothesis
        assumed = all(one in givens and one not in goals for one in goal)
        if exchanged or not assumed:
            return Fault.DIRECTION if exchanged else Fault.MISSING_HYPOTHESIS
    pairs = [(one, other) for one in goal for other in goals]
    if any(one.sign != other.sign and _same(one, other, 1) for one, other in pairs) or any(
        one.sign != other.sign and "=" in (one.sign, other.sign) and _same(one, other, -1) for one, other in pairs
    ):
        return Fault.OVERSTATED
    if any(_same(one, other, -1) for one, other in pairs):
        return Fault.DIRECTION
    texts = [(one, other) for one in printed.goal for other in true.goal]
    if any(_without_numbers(one) == _without_numbers(other) for one, other in texts):
        return Fault.CONSTANT
    if any(_without_names(one) == _without_names(other) for one, other in texts):
        return Fault.DIRECTION
    return Fault.FALSE


def _constraints(lines: Sequence[str]) -> list["Constraint"]:
    from bounds.shannon.grammar import parse

    return [constraint for line in lines for constraint in parse(line, "given").constraints]


def _follows(goal: Sequence[str], given: Sequence[str]) -> bool:
    """Whether the goal has a Shannon-type proof from these hypotheses."""
    from bounds.shannon.grammar import parse
    from bounds.shannon.problem import Problem
    from bounds.shannon.proof import find_proof

    problem = Problem.of([parse(line) for line in goal], [parse(line, "given") for line in given])
    return find_proof(problem) is not None


def _same(one: "Constraint", other: "Constraint", factor: int) -> bool:
    return (one.expression - other.expression * factor).coefficients == {}


def _without_numbers(line: str) -> str:
    return re.sub(r"[-+]|(?<![A-Za-z0-9])[0-9/]+(?![A-Za-z0-9])|\s", "", line)


def _without_names(line: str) -> str:
    return re.sub(r"\([^)]*\)", "()", line)
