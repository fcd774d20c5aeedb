"""Numbers for formulas that hold integrals, derivatives of integrals, limits, or a function left open.

A guard for proofs: floating-point quadrature and differences that share nothing with the algebra they check.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy
from scipy.integrate import quad
from sympy.core.function import AppliedUndef

from bounds.claims.compiling import compiled

STEP = 2e-3  # of a difference quotient
FAR = 50.0  # where a limit at infinity is read off
NEAR = 1e-3
BULK = 60.0  # integrands here fall off like a normal law in a variable of order one

Values = Mapping[str, Any]
Number = Callable[[Values], float]


def is_plain(expression: sympy.Expr) -> bool:
    """Whether the expression holds none of the nodes that this module is for."""
    return not expression.has(sympy.Integral, sympy.Derivative, sympy.Limit, sympy.Subs, AppliedUndef)


def value(expression: sympy.Expr, values: Values) -> float:
    """The expression in floating point; `values` has numbers by symbol name, a sympy Lambda for an open function."""
    functions = {name: function for name, function in values.items() if isinstance(function, sympy.Lambda)}
    closed = expression.replace(
        lambda node: isinstance(node, AppliedUndef) and node.func.__name__ in functions,
        lambda node: functions[node.func.__name__](*node.args),
    )
    return _number(closed)(values)


def _number(expression: sympy.Expr) -> Number:
    """A function of the values: special nodes get numbers of their own, what is left is compiled once."""
    kinds = {sympy.Integral: _integral, sympy.Limit: _limit, sympy.Subs: _done, sympy.Derivative: _derivative}
    special: dict[sympy.Dummy, Number] = {}

    def lift(node: sympy.Expr) -> sympy.Expr:
        for kind, numbered in kinds.items():
            if isinstance(node, kind):
                name = sympy.Symbol(f"node_{len(special)}", real=True)
                special[name] = numbered(node)
                return name
        return node.func(*(lift(argument) for argument in node.args)) if node.args else node

    plain = lift(expression)
    bases = {base.label for base in plain.atoms(sympy.IndexedBase)}
    free = {s for s in plain.free_symbols if not isinstance(s, sympy.Indexed | sympy.IndexedBase)} - bases
    symbols = sorted(free | bases, key=str)
    function = compiled((plain,), symbols, "numpy")

    def number(values: Values) -> float:
        known = {str(name): inner(values) for name, inner in special.items()}
        return float(function(*(known[str(s)] if s in special else values[str(s)] for s in symbols))[0])

    return number


def _at(symbol: sympy.Symbol, number: float, values: Values) -> dict[str, Any]:
    return {**values, str(symbol): number}


def _integral(node: sympy.Integral) -> Number:
    ((x, low, high),) = node.limits
    integrand = node.function
    if low == 0 and high == sympy.oo:  # densities on a half-line here are smooth in log x
        integrand, low = integrand.subs(x, sympy.exp(x)) * sympy.exp(x), -sympy.oo
    inside, start, stop = _number(integrand), _number(sympy.Max(low, -BULK)), _number(sympy.Min(high, BULK))

    def number(values: Values) -> float:
        def finite(t: float) -> float:
            # 0 * log 0 and exp(-big) * exp(big) in the far tails, where the integrand is 0
            y = inside(_at(x, t, values))
            return y if np.isfinite(y) else 0.0

        ends = start(values), stop(values)
        middle = [point for point in (-3.0, 0.0, 3.0) if ends[0] < point < ends[1]]
        with np.errstate(all="ignore"):
            return float(quad(finite, *ends, points=middle or None, limit=400, epsabs=1e-12, epsrel=1e-11)[0])

    return number


def _done(node: sympy.Expr) -> Number:
    return _number(node.doit())


def _derivative(node: sympy.Derivative) -> Number:
    if not node.expr.has(sympy.Integral):
        return _done(node)
    ((x, order),) = node.variable_count
    if order != 1:
        raise ValueError(f"expression: only first derivatives of integrals are evaluated, got {node}")
    inside = _number(node.expr)

    def number(values: Values) -> float:
        at = float(values[str(x)])
        ahead, back, far_ahead, far_back = (inside(_at(x, at + k * STEP, values)) for k in (1, -1, 2, -2))
        return (8 * (ahead - back) - (far_ahead - far_back)) / (12 * STEP)

    return number


def _limit(node: sympy.Limit) -> Number:
    expression, x, point, direction = node.args
    inside = _number(expression)
    if point.is_infinite:
        return lambda values: inside(_at(x, FAR if point == sympy.oo else -FAR, values))
    sign = -1 if str(direction) == "-" else 1

    def number(values: Values) -> float:
        # linear extrapolation to the point
        near, nearer = (inside(_at(x, float(point) + sign * step, values)) for step in (NEAR, NEAR / 2))
        return 2 * nearer - near

    return number


def sides(expression: sympy.Expr, values: Values) -> tuple[float, float]:
    """Both sides of a relation, every sum over one index done on whole arrays: for formulas with very many terms."""
    return _summed(expression.lhs, values), _summed(expression.rhs, values)


def _summed(expression: sympy.Expr, values: Values) -> float:
    def total(node: sympy.Sum) -> sympy.Expr:
        entries = {entry: sympy.Symbol(f"{entry.base}_entry") for entry in node.function.atoms(sympy.Indexed)}
        names = {str(symbol): values[str(entry.base)] for entry, symbol in entries.items()}
        term = node.function.subs(entries)
        names |= {str(s): values[str(s)] for s in term.free_symbols if str(s) not in names}
        symbols = sorted(term.free_symbols, key=str)
        terms = compiled((term,), symbols, "numpy")(*(np.asarray(names[str(s)]) for s in symbols))[0]
        return sympy.Float(float(np.sum(terms)), 17)

    return value(expression.replace(lambda node: isinstance(node, sympy.Sum), total), values)
