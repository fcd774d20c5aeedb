"""What shows that something can be: one joint distribution in which it is so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bounds.claims.formula import Informational
from bounds.claims.world import UNREADABLE
from bounds.distribution.joint import Joint
from bounds.shannon.grammar import parse
from bounds.shannon.witness import holds


@dataclass(frozen=True)
class Example:
    """A joint distribution of all the variables of a claim that some exist.

    >>> from fractions import Fraction
    >>> claim = Informational(goal=("I(x;y) > 0", "I(x;y|z) = 0"), exists=("x", "y", "z"))
    >>> half = Fraction(1, 2)
    >>> coin = Example(Joint({(0, 0, 0): half, (1, 1, 1): half}, ("x", "y", "z")))
    >>> coin.verify(claim), coin.verify(Informational(goal=("I(x;y|z) > 0",), exists=("x", "y", "z")))
    (True, False)
    >>> Example.from_json(coin.to_json()) == coin
    True
    """

    joint: Joint

    def verify(self, formula: Any, hypotheses: Sequence[Any] = ()) -> bool:
        """Whether the formula says that some joint distribution meets its goal, and this one does, exactly."""
        if not isinstance(formula, Informational) or formula.given or not self.joint.exact:
            return False
        try:
            asked = [parse(line) for line in formula.goal]
            named = frozenset().union(*(line.names for line in asked))
            supplied = named <= set(formula.exists) <= set(self.joint.names)
            meets = supplied and all(holds(self.joint, one) for line in asked for one in line.constraints)
            return meets and all(h.holds is not None and h.holds(self.joint) for h in hypotheses)
        except UNREADABLE:  # a hypothesis about what the joint does not have
            return False

    def to_json(self) -> dict[str, Any]:
        atoms = [
            ", ".join(f"{name} = {value}" for name, value in atom.items()) for atom in self.joint.to_json()["atoms"]
        ]
        return {"type": "example", **self.joint.to_json(), "lines": [f"an atom: {atom}" for atom in atoms]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Example":
        """The example that `to_json` wrote. Raises ValueError for data that is not of that form."""
        return cls(Joint.from_json(data))
