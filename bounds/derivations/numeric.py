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
    special: dict[str, Number] = {}

    def lift(node: sympy.Expr) -> sympy.Expr:
        for kind, numbered in kinds.items():
            if isinstance(node, kind):
                name = f"node_{len(special)}"
                special[name] = numbered(node)
                return sympy.Symbol(name, real=True)
        return node.func(*(lift(argument) for argument in node.args)) if node.args else node

    plain = lift(expression)
    bases = {base.label for base in plain.atoms(sympy.IndexedBase)}
    free = {s for s in plain.free_symbols if not isinstance(s, sympy.Indexed | sympy.IndexedBase)} - bases
    symbols = sorted(free | bases, key=str)
    function = compiled((plain,), symbols, "numpy")
    names = [str(symbol) for symbol in symbols]  # once: an integral asks many thousand times

    def number(values: Values) -> float:
        known = {name: inner(values) for name, inner in special.items()}
        return float(function(*(known[name] if name in known else values[name] for name in names))[0])

    return number


def _integral(node: sympy.Integral) -> Number:
    ((x, low, high),) = node.limits
    integrand = node.function
    if low == 0 and high == sympy.oo:  # densities on a half-line here are smooth in log x
        integrand, low = integrand.subs(x, sympy.exp(x)) * sympy.exp(x), -sympy.oo
    inside, start, stop = _number(integrand), _number(sympy.Max(low, -BULK)), _number(sympy.Min(high, BULK))
    name = str(x)

    def number(values: Values) -> float:
        def finite(t: float) -> float:
            # 0 * log 0 and exp(-big) * exp(big) in the far tails, where the integrand is 0
            y = inside({**values, name: t})
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
    inside, name = _number(node.expr), str(x)

    def number(values: Values) -> float:
        at = float(values[name])
        ahead, back, far_ahead, far_back = (inside({**values, name: at + k * STEP}) for k in (1, -1, 2, -2))
        return (8 * (ahead - back) - (far_ahead - far_back)) / (12 * STEP)

    return number


def _limit(node: sympy.Limit) -> Number:
    expression, x, point, direction = node.args
    inside, name = _number(expression), str(x)
    if point.is_infinite:
        return lambda values: inside({**values, name: FAR if point == sympy.oo else -FAR})
    sign = -1 if str(direction) == "-" else 1

    def number(values: Values) -> float:
        # linear extrapolation to the point
        near, nearer = (inside({**values, name: float(point) + sign * step}) for step in (NEAR, NEAR / 2))
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
