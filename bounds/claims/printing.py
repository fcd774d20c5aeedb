"""How a formula is set: a half in front, sums from 1, what is positive first, no brackets around one letter."""

from typing import Any

from sympy import Add, Basic, Indexed, Integer, Mul, S, Sum, Symbol
from sympy.core.function import Function
from sympy.printing.latex import LatexPrinter

LONG = (Function, Add, Sum)  # a factor that has one of these within is not read over a fraction's line


def latex(expression: Any, *beside: Any) -> str:
    """The LaTeX of an expression or a relation; arrays are counted from 1 where it and those `beside` it allow that."""
    return str(_Printer(counted=all(map(_is_counted, (expression, *beside)))).doprint(expression))


def _is_counted(expression: Any) -> bool:
    """Whether arrays are entered by letters alone, and a sum's letter does nothing else: then its name is free."""
    if not isinstance(expression, Basic):
        return False
    entries = expression.atoms(Indexed)
    bare = expression.xreplace({entry: Symbol("entry") for entry in entries})
    used = {letter for one in bare.atoms(Sum) for letter in one.function.free_symbols}
    letters = {limit[0] for one in bare.atoms(Sum) for limit in one.limits}
    return not used & letters and all(isinstance(index, Symbol) for entry in entries for index in entry.indices)


class _Printer(LatexPrinter):  # type: ignore[misc]  # sympy has no types
    def __init__(self, *, counted: bool) -> None:
        super().__init__()
        self._counted = counted

    def _as_ordered_terms(self, expr: Add, order: Any = None) -> list[Any]:
        return sorted(super()._as_ordered_terms(expr, order=order), key=lambda term: term.could_extract_minus_sign())

    def _print_Mul(self, expr: Mul) -> str:
        long = [one for one in expr.args if one.has(*LONG)]
        front = Mul(*(one for one in expr.args if not one.has(*LONG)))
        numerator, denominator = front.as_numer_denom()
        if not long or denominator == 1 or not (denominator.is_Integer or all(map(_is_read_behind, long))):
            return str(super()._print_Mul(expr))
        if any(one.is_Pow and one.exp.could_extract_minus_sign() for one in long):
            return str(super()._print_Mul(expr))
        behind = Mul(*long, evaluate=False) if len(long) > 1 else long[0]
        text = self._print(behind)
        shown = self._fraction(numerator, denominator)
        return f"{shown} " + (rf"\left({text}\right)" if isinstance(behind, Add) else text)

    def _fraction(self, numerator: Any, denominator: Any) -> str:
        negative = numerator.could_extract_minus_sign()
        shown = rf"\frac{{{self._print(-numerator if negative else numerator)}}}{{{self._print(denominator)}}}"
        return f"- {shown}" if negative else shown

    def _print_log(self, expr: Any, exp: str | None = None) -> str:
        (argument,) = expr.args
        simple = isinstance(argument, Symbol) or (isinstance(argument, Integer) and argument > S.Zero)
        if exp is None and simple:
            return rf"\log {self._print(argument)}"
        power = f"^{{{exp}}}" if exp is not None else ""
        return rf"\log{{\left({self._print(argument)} \right)}}{power}"

    def _print_Sum(self, expr: Sum) -> str:
        text = "".join(self._sign(*limit) for limit in expr.limits)
        inner = self._print(expr.function)
        return text + (rf"\left({inner}\right)" if _needs_brackets(expr.function) else inner)

    def _sign(self, letter: Any, first: Any, last: Any) -> str:
        shift = 1 if self._counted and first == 0 else 0
        return rf"\sum_{{{self._print(letter)}={self._print(first + shift)}}}^{{{self._print(last + shift)}}} "


def _is_read_behind(factor: Any) -> bool:
    """Whether a factor is set behind a fraction of letters, rather than over its line."""
    return isinstance(factor, Sum | Function)


def _needs_brackets(expr: Any) -> bool:
    return isinstance(expr, Add) or bool(expr.could_extract_minus_sign())
