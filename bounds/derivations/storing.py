"""Expressions as JSON data and back: a table of nodes, each of which names those that it is made of by their number.

A file is not trusted. Only the heads listed here are built, by their own constructors; no text is parsed. Since code is
compiled from expressions, a symbol's name is a plain identifier, and an open function's, which code would call, one
letter.
"""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import isfinite
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.core.symbol import Str

from bounds.derivations.expectation import Mean
from bounds.derivations.naming import Named

Node = list[Any]

NAME, OPEN, NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9_]*"), re.compile(r"[A-Za-z]"), re.compile(r"-?[0-9]+(/[0-9]+)?")
LONGEST = 300  # characters of a number
ASSUMPTIONS = frozenset(
    "commutative complex real rational integer finite positive negative nonnegative nonpositive nonzero zero".split()
)
CONSTANTS = {
    "pi": sympy.pi,
    "E": sympy.E,
    "oo": sympy.oo,
    "-oo": -sympy.oo,
    "EulerGamma": sympy.EulerGamma,
}
FUNCTIONS = {
    cls.__name__: cls
    for cls in (
        *(sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.Abs, sympy.Max, sympy.Min),
        *(sympy.erf, sympy.sin, sympy.LambertW, sympy.polygamma, sympy.KroneckerDelta),
    )
}
BINDERS = {cls.__name__: cls for cls in (Mean, sympy.Sum, sympy.Integral, sympy.Derivative)}  # over their limits


class Table:
    """Expressions and their nodes, in one order; equal parts stand once.

    >>> table = Table()
    >>> x = sympy.Symbol("x", positive=True)
    >>> table.place(sympy.log(x) + x), table.nodes
    (2, [['Symbol', 'x', {'positive': True}], ['log', 0], ['Add', 0, 1]])
    >>> Table.of(table.nodes)[2]
    x + log(x)
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._built: list[sympy.Basic] = []
        self._places: dict[tuple[type, sympy.Basic], int] = {}

    @classmethod
    def of(cls, nodes: Any) -> "Table":
        """The table that has these nodes. Raises ValueError for one that is not allowed or cannot be built."""
        table = cls()
        if not isinstance(nodes, list):
            raise ValueError(f"nodes: must be a list, got {type(nodes).__name__}")
        for node in nodes:
            table._built.append(_built(node, table))
            table.nodes.append(node)
        return table

    def __getitem__(self, place: Any) -> sympy.Basic:
        """The expression of that number. Raises ValueError where there is none (yet)."""
        if type(place) is not int or not 0 <= place < len(self._built):
            raise ValueError(f"nodes: there is no node {place!r} here")
        return self._built[place]

    def place(self, expression: Any) -> int:
        """The number of the expression, which is entered if need be.

        Raises ValueError for one that a table cannot hold, or that would come back as another.
        """
        expression = sympy.sympify(expression)
        key = type(expression), expression
        if key not in self._places:
            node = _node(expression, self.place)
            if _built(node, self) != expression:
                raise ValueError(f"expression: {expression} cannot be stored as it is")
            self._places[key] = len(self.nodes)
            self.nodes.append(node)
            self._built.append(expression)
        return self._places[key]


def _node(expression: sympy.Basic, place: Callable[[Any], int]) -> Node:
    """What a table holds of an expression."""
    head = type(expression).__name__
    if type(expression) is sympy.Symbol:
        return ["Symbol", expression.name, dict(sorted(expression.__getnewargs_ex__()[1].items()))]
    if isinstance(expression, sympy.Rational):
        return ["Rational", f"{expression.p}/{expression.q}" if expression.q != 1 else f"{expression.p}"]
    if isinstance(expression, sympy.Float):
        return ["Float", float(expression)]
    for name, constant in CONSTANTS.items():
        if expression is constant:
            return [name]
    if isinstance(expression, AppliedUndef):
        return ["Function", expression.func.__name__, *map(place, expression.args)]
    if isinstance(expression, Named):
        return ["Named", expression.args[0].name, place(expression.meaning)]
    if isinstance(expression, sympy.Limit):
        return ["Limit", *map(place, expression.args[:3]), str(expression.args[3])]
    if head in {**FUNCTIONS, **BINDERS, **BUILDERS}:
        return [head, *map(place, expression.args)]
    raise ValueError(f"expression: {head} is not a head that can be stored")


def _built(node: Any, table: Table) -> sympy.Basic:
    """The expression of one node, the nodes that it names being built. Raises ValueError where it is not allowed."""
    if not (isinstance(node, list) and node and isinstance(node[0], str)):
        raise ValueError(f"nodes: {node!r} is no node")
    head, *rest = node
    try:
        if head in CONSTANTS and not rest:
            return CONSTANTS[head]
        if head in FUNCTIONS:
            return FUNCTIONS[head](*_expressions(rest, table), evaluate=False)
        if head in BINDERS:
            return BINDERS[head](*_expressions(rest[:1], table), *_tuples(rest[1:], table))
        if head in BUILDERS:
            return BUILDERS[head](table, *rest)
    except Exception as error:  # noqa: BLE001 - sympy's constructors raise whatever they meet in wrong arguments
        raise ValueError(f"nodes: {node!r} cannot be built ({error})") from None
    raise ValueError(f"nodes: {head!r} is not a head that can be stored")


def _expressions(places: Iterable[Any], table: Table) -> list[sympy.Expr]:
    return [_of_kind(sympy.Expr, place, table) for place in places]


def _tuples(places: Iterable[Any], table: Table) -> list[sympy.Tuple]:
    return [_of_kind(sympy.Tuple, place, table) for place in places]


def _of_kind(kind: type, place: Any, table: Table) -> Any:
    found = table[place]
    if not isinstance(found, kind):
        raise ValueError(f"node {place} is no {kind.__name__}")
    return found


def _text(pattern: re.Pattern[str], text: Any) -> str:
    if not (isinstance(text, str) and len(text) <= LONGEST and pattern.fullmatch(text)):
        raise ValueError(f"{text!r} is not allowed here")
    return text


def _symbol(table: Table, name: Any, assumed: Any) -> sympy.Symbol:
    if not ASSUMPTIONS.issuperset(assumed) or not all(isinstance(value, bool) for value in assumed.values()):
        raise ValueError(f"{assumed!r} are not assumptions")
    return sympy.Symbol(_text(NAME, name), **assumed)


def _rational(table: Table, text: Any) -> sympy.Rational:
    value = Fraction(_text(NUMBER, text))
    return sympy.Rational(value.numerator, value.denominator)


def _float(table: Table, value: Any) -> sympy.Float:
    if not (isinstance(value, float) and isfinite(value)):
        raise ValueError(f"{value!r} is no finite number")
    return sympy.Float(value)


def _open_function(table: Table, name: Any, *arguments: Any) -> sympy.Expr:
    return sympy.Function(_text(OPEN, name))(*_expressions(arguments, table))


def _named(table: Table, latex: Any, meaning: Any) -> Named:
    if not isinstance(latex, str):
        raise ValueError(f"{latex!r} is no text")
    # the text is never an expression of its own: it would be printed into code as it is
    return Named(Str(latex), *_expressions([meaning], table))


def _limit(table: Table, inside: Any, variable: Any, point: Any, side: Any) -> sympy.Limit:
    return sympy.Limit(*_expressions([inside, variable, point], table), _text(re.compile(r"[+-]"), side))


def _indexed(table: Table, base: Any, *indices: Any) -> sympy.Indexed:
    return sympy.Indexed(_of_kind(sympy.IndexedBase, base, table), *_expressions(indices, table))


def _lambda(table: Table, variables: Any, body: Any) -> sympy.Lambda:
    return sympy.Lambda(*_tuples([variables], table), *_expressions([body], table))


BUILDERS: dict[str, Callable[..., sympy.Basic]] = {
    "Symbol": _symbol,
    "Rational": _rational,
    "Float": _float,
    "Function": _open_function,
    "Named": _named,
    "Limit": _limit,
    "Indexed": _indexed,
    "IndexedBase": lambda table, label: sympy.IndexedBase(_of_kind(sympy.Symbol, label, table)),
    "Tuple": lambda table, *items: sympy.Tuple(*_expressions(items, table)),
    "Lambda": _lambda,
    "Subs": lambda table, body, *where: sympy.Subs(*_expressions([body], table), *_tuples(where, table)),
}
