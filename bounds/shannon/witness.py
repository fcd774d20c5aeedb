"""What makes a joint distribution a counterexample: every hypothesis holds exactly, the goal does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bounds.claims.formula import Informational
from bounds.claims.world import UNREADABLE, Violation
from bounds.distribution.joint import Information, Joint
from bounds.shannon.expression import Assertion, Constraint, Expression
from bounds.shannon.grammar import parse


@dataclass(frozen=True)
class Counterexample:
    """A joint distribution that meets the hypotheses exactly and breaks the goal; `violation` decides both again.

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


def shrunk(
    joint: Joint,
    goal: Sequence[Assertion],
    given: Sequence[Assertion],
    *,
    tries: int = 400,
    keep: Callable[[Joint], bool] = lambda joint: True,
) -> Joint:
    """A counterexample with fewer atoms and plainer probabilities, by greedy steps that keep it one, and `keep`."""
    best = joint
    progress = True
    while progress and tries > 0:
        progress = False
        for candidate in _simpler(best):
            tries -= 1 + len(best.probabilities) // 16  # large joints cost more
            if tries <= 0:
                break
            if violation(candidate, goal, given) is not None and keep(candidate):
                best, progress = candidate, True
                break
    return numbered(best)


def _simpler(joint: Joint) -> Iterator[Joint]:
    atoms = list(joint.probabilities.items())
    for position, name in enumerate(joint.names):
        # a variable made constant, then two of its values made one
        values = joint.alphabets[name]
        if len(values) > 1:
            yield _mapped(joint, position, dict.fromkeys(values, values[0]))
        if len(values) > 2:
            for v in values[1:]:
                yield _mapped(joint, position, {v: values[0]})
    if len(atoms) > 1:
        for left_out, p in atoms:
            if p != 1:
                yield Joint({key: q / (1 - p) for key, q in atoms if key != left_out}, joint.names)
        uniform = Fraction(1, len(atoms))
        if any(p != uniform for _, p in atoms):
            yield Joint({key: uniform for key, _ in atoms}, joint.names)
        denominator = max(p.denominator for _, p in atoms)
        for smaller in (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 100, 128):
            if smaller < denominator:
                rounded = [max(round(p * smaller), 1) for _, p in atoms]
                total = sum(rounded)
                yield Joint({key: Fraction(r, total) for (key, _), r in zip(atoms, rounded, strict=True)}, joint.names)


def _mapped(joint: Joint, position: int, change: dict[Any, Any]) -> Joint:
    table: dict[tuple[Any, ...], Fraction] = {}
    for key, p in joint.probabilities.items():
        new = (*key[:position], change.get(key[position], key[position]), *key[position + 1 :])
        table[new] = table.get(new, Fraction(0)) + p
    return Joint(table, joint.names)


def numbered(joint: Joint) -> Joint:
    """The same joint with values 0, 1, ... in order of appearance."""
    codes = {name: {v: k for k, v in enumerate(joint.alphabets[name])} for name in joint.names}
    table = {
        tuple(codes[name][v] for name, v in zip(joint.names, key, strict=True)): p
        for key, p in joint.probabilities.items()
    }
    return Joint(table, joint.names)
