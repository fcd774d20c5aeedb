"""From a sympy expression to a function: in float64 (numpy, scipy), in balls (python-flint), or in exact fractions."""

import functools
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import sympy
from sympy.printing.numpy import SciPyPrinter
from sympy.printing.precedence import precedence
from sympy.printing.pycode import PythonCodePrinter

Compiled = Callable[..., tuple[Any, ...]]
EXACT = {
    "rational": Fraction,
    "power": lambda base, exponent: Fraction(base) ** exponent,  # of an int, a negative power would be a float
    "Abs": abs,
    "Max": max,
    "Min": min,
}


def compiled(expressions: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol], backend: str) -> Compiled:
    """A function of the symbols, in their order, that returns the expressions' values.

    `backend`: "numpy", "arb", or "exact" for the rational functions of ints and Fractions.
    """
    # numpy's printer writes Max and Min with functools.reduce
    modules: list[Any] = [EXACT]
    if backend != "exact":
        modules = [{"functools": functools}, "scipy", "numpy"] if backend == "numpy" else [_arb_functions()]
    printer = _FloatPrinter if backend == "numpy" else _BallPrinter
    function: Compiled = sympy.lambdify(symbols, tuple(expressions), modules=modules, printer=printer)
    return function


class _FloatPrinter(SciPyPrinter):
    def _print_LambertW(self, expr: sympy.LambertW) -> str:
        # scipy's is complex; every formula here uses the real principal branch
        return f"{SciPyPrinter._print_LambertW(self, expr)}.real"

    def _print_Sum(self, expr: sympy.Sum) -> str:
        # one index a loop: numpy's printer would reduce over whole arrays
        return str(PythonCodePrinter._print_Sum(self, expr))


class _BallPrinter(PythonCodePrinter):
    """Prints calls of ball functions; numbers stay exact, arrays are nested lists."""

    def _print_Indexed(self, expr: sympy.Indexed) -> str:
        return str(self._print(expr.base.label)) + "".join(f"[{self._print(index)}]" for index in expr.indices)

    def _print_Integer(self, expr: sympy.Integer) -> str:
        return str(int(expr))

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return f"rational({expr.p}, {expr.q})"

    def _print_Float(self, expr: sympy.Float) -> str:
        exact = sympy.Rational(expr)
        return f"rational({exact.p}, {exact.q})"

    def _print_Mul(self, expr: sympy.Mul) -> str:
        # never a/b, which is a float where both are ints
        return "*".join(self.parenthesize(factor, precedence(expr)) for factor in expr.args)

    def _print_Pow(self, expr: sympy.Pow, rational: bool = False) -> str:
        return f"power({self._print(expr.base)}, {self._print(expr.exp)})"

    def _print_Exp1(self, expr: sympy.Basic) -> str:
        return "exp(1)"

    def _print_Pi(self, expr: sympy.Basic) -> str:
        return "pi()"

    def _print_EulerGamma(self, expr: sympy.Basic) -> str:
        return "euler()"

    def _print(self, expr: sympy.Basic, **options: Any) -> str:
        # every function is ours: Python's printer would write those of the math module
        ours = isinstance(expr, sympy.Function) and not isinstance(expr, sympy.KroneckerDelta)
        return self._print_Function(expr) if ours else str(super()._print(expr, **options))

    def _print_Function(self, expr: sympy.Function) -> str:
        name = type(expr).__name__
        if name not in _arb_functions():
            raise ValueError(f"formula: no ball arithmetic for {name}")
        return f"{name}({', '.join(self._print(argument) for argument in expr.args)})"


def _arb_functions() -> dict[str, Callable[..., Any]]:
    from flint import arb

    from bounds.claims.enclosure import ball

    def power(base: Any, exponent: Any) -> arb:
        if isinstance(exponent, int):
            # python-flint's power of a ball around 0 is nan
            product = prod([ball(base)] * abs(exponent), start=arb(1))
            return product if exponent >= 0 else 1 / product
        return ball(base) ** ball(exponent)

    def polygamma(order: int, value: Any) -> arb:
        if order != 0:
            raise ValueError(f"formula: polygamma of order {order} has no ball arithmetic here")
        return ball(value).digamma()

    return {
        "rational": lambda p, q: arb(p) / arb(q),
        "power": power,
        "pi": arb.pi,
        "euler": arb.const_euler,
        "log": lambda v: ball(v).log(),
        "exp": lambda v: ball(v).exp(),
        "sqrt": lambda v: ball(v).sqrt(),
        "erf": lambda v: ball(v).erf(),
        "erfc": lambda v: ball(v).erfc(),
        "Abs": lambda v: abs(ball(v)),
        "LambertW": lambda v: ball(v).lambertw(),
        "polygamma": polygamma,
        "digamma": lambda v: ball(v).digamma(),
        "Max": lambda *v: functools.reduce(arb.max, map(ball, v)),
        "Min": lambda *v: functools.reduce(arb.min, map(ball, v)),
    }
