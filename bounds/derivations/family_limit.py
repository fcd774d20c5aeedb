"""A certificate that a bound fails: along one family of worlds its left side exceeds its right side in the limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import LAW, UNREADABLE, World
from bounds.derivations.limits import limit_at_infinity
from bounds.derivations.naming import spelled_out
from bounds.derivations.storing import Table

MEMBERS = 3  # worlds of the family, at least, in which the hypotheses are tested
AGREEMENT = 1e-9  # nats, of a member and the family at its parameter


@dataclass(frozen=True, kw_only=True)
class FamilyLimit:
    """The worlds `values`, by symbol name, as `parameter` goes to `point`: infinity, or 0 from the right.

    A value is an expression in the parameter; a Lambda of the indices stands for an array (`entries` makes one).
    Symbols without a value stay free: the limit must be positive or infinite whatever they are. `members` are worlds of
    the family, whole, each with its parameter's value: the hypotheses are tested in them, and the formula's two sides
    differ there by what the family says. Beyond them nothing tests the hypotheses, so where no symbol stays free one of
    the members must break the formula by itself.
    """

    values: Mapping[str, sympy.Expr]
    parameter: sympy.Symbol
    point: sympy.Expr | int
    family: str
    members: tuple[tuple[int | Fraction, World], ...] = ()
    refutes = True

    def limit(self, formula: Symbolic) -> sympy.Expr:
        """The limit of left side minus right side; nan where no rule tells it."""
        growing = sympy.Dummy("s", positive=True)
        at = {sympy.oo: growing, sympy.Integer(0): 1 / growing}.get(sympy.sympify(self.point))
        if at is None:
            return sympy.nan
        filled = sympy.expand(sympy.expand_log(self._difference(formula).subs(self.parameter, at), factor=True))
        limit = limit_at_infinity(filled, growing)
        return sympy.nan if limit is None else limit

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the limit breaks exactly this formula, a `<=`, and the members are worlds of the reading."""
        if not isinstance(formula, Symbolic) or formula.relation != "<=" or self.faults(formula, hypotheses):
            return False
        if not self._free(formula) and not any(world.verify(formula, hypotheses) for _, world in self.members):
            return False
        limit = self.limit(formula)
        return bool(limit == sympy.oo or (limit.is_finite and limit.is_number and limit.evalf() > AGREEMENT))

    def faults(self, formula: Symbolic, hypotheses: Sequence[Hypothesis]) -> list[str]:
        """What is wrong with the family's members, in words; empty if they stand."""
        faults = []
        if len({at for at, _ in self.members}) < MEMBERS:
            faults.append(f"there are fewer than {MEMBERS} members")
        if LAW in self.values and not self._has_law():
            faults.append(f"{LAW} does not sum to 1 along the family")
        beside = {name for _, world in self.members for name in world.values} - set(formula.parameters)
        for name in sorted(beside):  # what the formula does not name describes the family: it may not change along it
            if len({world.values.get(name) for _, world in self.members}) > 1:
                faults.append(f"{name} is not the same in all members")
        free = self._free(formula)
        for at, world in self.members:
            try:
                wrong = world.unmet(formula, hypotheses, free=set(free))
                faults += [f"{self.parameter} = {at}: {why}" for why in wrong]
                lhs, rhs = World({**world.values, **free}).sides(formula)
                told = self._difference(formula).subs(self.parameter, sympy.Rational(at)).doit()
                told = told.subs(dict.fromkeys(told.free_symbols, 1))
                gaps = [float(lhs.low) - float(rhs.high), float(lhs.high) - float(rhs.low)]  # of a lemma's ball, wide
                if not all(abs(gap - float(told.evalf())) < AGREEMENT for gap in gaps):
                    faults.append(f"{self.parameter} = {at}: the world is not the family's")
            except UNREADABLE as error:
                faults.append(f"{self.parameter} = {at}: it cannot be examined ({error})")
        return faults

    def _free(self, formula: Symbolic) -> dict[str, int]:
        """The symbols that the family leaves free, each as 1."""
        return {name: 1 for name in formula.parameters if name not in self.values and name != str(self.parameter)}

    def _difference(self, formula: Symbolic) -> sympy.Expr:
        """Left side minus right side along the family."""
        difference = spelled_out(formula.lhs - formula.rhs)
        plain = {s: self.values[str(s)] for s in difference.free_symbols if self._plain(s)}
        counted = difference.subs({s: v for s, v in plain.items() if s.is_integer})
        filled = counted.doit().replace(
            lambda node: isinstance(node, sympy.Indexed) and str(node.base) in self.values,
            lambda node: self.values[str(node.base)](*node.indices),
        )
        return filled.subs(plain).doit()

    def _has_law(self) -> bool:
        count = self.values.get("N", sympy.nan)
        total = sum((self.values[LAW](n) for n in range(int(count))), start=sympy.Integer(0)) if count.is_Integer else 0
        return bool(sympy.simplify(total - 1) == 0)

    def to_json(self) -> dict[str, Any]:
        line = {"lhs": "left side - right side", "relation": "->", "rhs": "a positive limit", "by": "limit"}
        tested = ", ".join(str(at) for at, _ in self.members)
        because = f"along {self.family}, as {self.parameter} -> {self.point}; hypotheses tested at {tested}"
        table = Table()
        values = {name: table.place(value) for name, value in self.values.items()}
        at = {"parameter": table.place(self.parameter), "point": table.place(self.point), "family": self.family}
        members = [{"at": str(at), "world": world.to_json()} for at, world in self.members]
        lines = [{**line, "because": because}]
        whole = {"nodes": table.nodes, "values": values, **at, "members": members}
        return {"type": "family limit", **whole, "lines": lines}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FamilyLimit":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            table = Table.of(data["nodes"])
            values = {name: table[place] for name, place in data["values"].items()}
            parameter, point = table[data["parameter"]], table[data["point"]]
            if not isinstance(parameter, sympy.Symbol):
                raise ValueError(f"parameter: {parameter} is no symbol")
            members = tuple((Fraction(one["at"]), World.from_json(one["world"])) for one in data["members"])
            return cls(values=values, parameter=parameter, point=point, family=str(data["family"]), members=members)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"data: is not a family's limit ({type(error).__name__}: {error})") from None

    def _plain(self, symbol: sympy.Basic) -> bool:
        value = self.values.get(str(symbol))
        return value is not None and not isinstance(symbol, sympy.Indexed) and not isinstance(value, sympy.Lambda)


def entries(*values: sympy.Expr, indices: int = 1) -> sympy.Lambda:
    """An array of that many indices, from its values along the first of them; it does not depend on the others.

    >>> entries(sympy.Integer(5), sympy.Symbol("t"))(1)
    t
    """
    first, *others = sympy.symbols(f"n0:{indices}", integer=True)
    return sympy.Lambda(
        (first, *others), sympy.Add(*(value * sympy.KroneckerDelta(first, k) for k, value in enumerate(values)))
    )
