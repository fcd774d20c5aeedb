"""A certificate that a bound fails: along one family of worlds its left side exceeds its right side in the limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.derivations.limits import limit_at_infinity
from bounds.derivations.naming import spelled_out


@dataclass(frozen=True, kw_only=True)
class FamilyLimit:
    """The worlds `values`, by symbol name, as `parameter` goes to `point`: infinity, or 0 from the right.

    A value is an expression in the parameter; a function of the indices stands for an array. Symbols without a value
    stay free: the limit must be positive or infinite whatever they are.
    """

    values: Mapping[str, Any]
    parameter: sympy.Symbol
    point: Any
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
        return {"type": "family limit", "lines": [{**line, "because": because}]}

    def _plain(self, symbol: sympy.Basic) -> bool:
        value = self.values.get(str(symbol))
        return value is not None and not isinstance(symbol, sympy.Indexed) and not callable(value)
