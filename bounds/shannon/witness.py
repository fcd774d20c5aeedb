"""What makes a joint distribution a counterexample: every hypothesis holds exactly, the goal does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bounds.claims.formula import Informational
from bounds.claims.world import UNREADABLE, Violation
from bounds.distribution.joint import Information, Joint
from bounds.shannon.expression import Assertion, Constraint, Expression
from bounds.shannon.grammar import parse


@dataclass(frozen=True)
class Counterexample:
    """A joint distribution that meets the hypotheses exactly and breaks the goal; `violation` decides both again.

    >>> from fractions import Fraction
    >>> coin = Joint({(0, 0): Fraction(1, 2), (1, 1): Fraction(1, 2)}, ("x", "y"))
    >>> found = Counterexample(coin, goal=("I(x;y) <= 0",), given=("H(x|y) = 0",))
    >>> found.verify(), found.violation().relation, found.to_json()["lines"][0]
    (True, '<=', 'H(x|y) = 0 holds exactly')
    >>> Counterexample.from_json(found.to_json()) == found
    True
    """

    joint: Joint
    goal: tuple[str, ...]
    given: tuple[str, ...]

    def verify(self, formula: Any = None, hypotheses: Sequence[Any] = ()) -> bool:
        """Whether the joint refutes the formula (an Informational), or the goal it was found for."""
        return self.violation(formula, hypotheses) is not None

    def violation(self, formula: Any = None, hypotheses: Sequence[Any] = ()) -> Violation | None:
        """How the goal fails in the joint; None where it does not, or where a hypothesis is not met or not decided."""
        if formula is None:
            return self._violation(self.goal, self.given)
        if not isinstance(formula, Informational) or formula.exists:
            return None
        found = self._violation(formula.goal, formula.given)
        try:
            met = all(h.holds is not None and h.holds(self.joint) for h in hypotheses)
        except UNREADABLE:  # a hypothesis about what the joint does not have
            return None
        return found if met else None

    def _violation(self, goal: Sequence[str], given: Sequence[str]) -> "Violation | None":
        return violation(self.joint, [parse(line) for line in goal], [parse(line, "given") for line in given])

    def to_json(self) -> dict[str, Any]:
        found = self._violation(self.goal, self.given)
        lines = [f"{text} holds exactly" for text in self.given]
        lines += [] if found is None else [f"{found.text} fails: {found.lhs} against {found.rhs}"]
        data = {"goal": list(self.goal), "given": list(self.given), **self.joint.to_json(), "lines": lines}
        return {"type": "joint distribution", **data}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Counterexample":
        """The counterexample that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            return cls(Joint.from_json(data), goal=tuple(data["goal"]), given=tuple(data["given"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"data: is not a counterexample ({type(error).__name__}: {error})") from None


def violation(joint: Joint, goal: Sequence[Assertion], given: Sequence[Assertion]) -> Violation | None:
    """The first constraint of the goal that fails, if every hypothesis holds; decided exactly for rational joints."""
    if not joint.exact or any(not assertion.names <= set(joint.names) for assertion in (*goal, *given)):
        return None
    if not all(holds(joint, constraint) for assertion in given for constraint in assertion.constraints):
        return None
    for assertion in goal:
        for constraint in assertion.constraints:
            if not holds(joint, constraint):
                structural = constraint.rhs == Expression() and constraint.relation == "="
                whole = structural or len(assertion.constraints) == 1
                text = assertion.text if whole else f"{constraint.lhs} {constraint.relation} {constraint.rhs}"
                sides = (value(joint, side).enclosure for side in (constraint.lhs, constraint.rhs))
                return Violation(text, constraint.relation, *sides)
    return None


def holds(joint: Joint, constraint: Constraint) -> bool:
    """Whether the constraint holds, exactly."""
    exact = value(joint, constraint.expression).exact
    if exact is None:
        raise ValueError("joint: must have rational probabilities")
    sign = exact.sign()
    return {">=": sign >= 0, ">": sign > 0, "=": sign == 0}[constraint.sign]


def value(joint: Joint, expression: Expression) -> Information:
    """The expression's value on a joint distribution, in nats."""
    return joint.combination(expression.coefficients, expression.constant)


def numbered(joint: Joint) -> Joint:
    """The same joint with values 0, 1, ... in order of appearance."""
    codes = {name: {v: k for k, v in enumerate(joint.alphabets[name])} for name in joint.names}
    table = {
        tuple(codes[name][v] for name, v in zip(joint.names, key, strict=True)): p
        for key, p in joint.probabilities.items()
    }
    return Joint(table, joint.names)
