"""Expressions that print as a name and compute as what the name stands for, so that long formulas stay readable."""

from typing import Any

import sympy
from sympy.core.symbol import Str


class Named(sympy.Expr):
    """`meaning`, printed as `latex`; algebra that must look inside calls `spelled_out`."""

    is_commutative = True
    is_real = True

    def __new__(cls, latex: str | Str, meaning: sympy.Expr) -> "Named":
        named: Named = sympy.Expr.__new__(cls, latex if isinstance(latex, Str) else Str(latex), meaning)
        return named

    @property
    def meaning(self) -> sympy.Expr:
        return self.args[1]

    @property
    def symbol(self) -> str:
        """The name without markup."""
        return str(self.args[0]).replace("\\", "")

    def _latex(self, printer: Any) -> str:
        return str(self.args[0])

    def _sympystr(self, printer: Any) -> str:
        return self.symbol

    def _code(self, printer: Any) -> str:
        return f"({printer._print(self.meaning)})"

    _pythoncode = _numpycode = _scipycode = _code


def spelled_out(expression: sympy.Basic) -> sympy.Basic:
    """The expression with every name replaced by its meaning."""
    if isinstance(expression, Named):
        return spelled_out(expression.meaning)
    if not expression.args or not expression.has(Named):
        return expression
    return expression.func(*(spelled_out(argument) for argument in expression.args))
