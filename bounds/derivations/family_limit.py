"""A certificate that a bound fails: along one family of worlds its left side exceeds its right side in the limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.derivations.limits import limit_at_infinity
from bounds.derivations.naming import spelled_out
from bounds.derivations.storing import Table


@dataclass(frozen=True, kw_only=True)
class FamilyLimit:
    """The worlds `values`, by symbol name, as `parameter` goes to `point`: infinity, or 0 from the right.

    A value is an expression in the parameter; a Lambda of the indices stands for an array (`entries` makes one).
    Symbols without a value stay free: the limit must be positive or infinite whatever they are.
    """

    values: Mapping[str, sympy.Expr]
    parameter: sympy.Symbol
    point: sympy.Expr | int
    family: str
    refutes = True

    def limit(self, formula: Symbolic) -> sympy.Expr:
        """The limit of left side minus right side; nan where no rule tells it."""
        difference = spelled_out(formula.lhs - formula.rhs)
        plain = {s: self.values[str(s)] for s in difference.free_symbols if self._plain(s)}
        counted = difference.subs({s: v for s, v in plain.items() if s.is_integer})
        filled = counted.doit().replace(
            lambda node: isinstance(node, sympy.Indexed) and str(node.base) in self.values,
            lambda node: self.values[str(node.base)](*node.indices),
        )
        filled = filled.subs(plain).doit()
        growing = sympy.Dummy("s", positive=True)
        at = {sympy.oo: growing, sympy.Integer(0): 1 / growing}.get(sympy.sympify(self.point))
        if at is None:
            return sympy.nan
        filled = sympy.expand(sympy.expand_log(filled.subs(self.parameter, at), factor=True))
        limit = limit_at_infinity(filled, growing)
        return sympy.nan if limit is None else limit

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the limit breaks exactly this formula, a `<=`; the family is described in words, for the reader."""
        if not isinstance(formula, Symbolic) or formula.relation != "<=":
            return False
        limit = self.limit(formula)
        return bool(limit == sympy.oo or (limit.is_finite and limit.is_number and limit.evalf() > 1e-9))

    def to_json(self) -> dict[str, Any]:
        line = {"lhs": "left side - right side", "relation": "->", "rhs": "a positive limit", "by": "limit"}
        because = f"along {self.family}, as {self.parameter} -> {self.point}"
        table = Table()
        values = {name: table.place(value) for name, value in self.values.items()}
        at = {"parameter": table.place(self.parameter), "point": table.place(self.point), "family": self.family}
        lines = [{**line, "because": because}]
        return {"type": "family limit", "nodes": table.nodes, "values": values, **at, "lines": lines}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FamilyLimit":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            table = Table.of(data["nodes"])
            values = {name: table[place] for name, place in data["values"].items()}
            parameter, point = table[data["parameter"]], table[data["point"]]
            if not isinstance(parameter, sympy.Symbol):
                raise ValueError(f"parameter: {parameter} is no symbol")
            return cls(values=values, parameter=parameter, point=point, family=str(data["family"]))
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
