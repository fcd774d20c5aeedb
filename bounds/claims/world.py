"""Worlds: exact values for a formula's symbols that may break it, and the lemmas that bound what no value says.

A counterexample is a world in which every hypothesis of the reading holds and the two sides of the reading's own
formula are enclosed apart. Whoever finds one hands in its values, and nothing that was computed from them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from bounds.claims.certificates import held
from bounds.claims.enclosure import Enclosure, ball, ball_precision
from bounds.claims.formula import Formula, Relation, Symbolic, symbols_of
from bounds.claims.hypothesis import Hypothesis

if TYPE_CHECKING:
    import sympy
    from flint import arb

EXACT = re.compile(r"-?[0-9]{1,2000}(/[0-9]{1,2000})?")
LAW = "P"  # the symbol of the inputs' probabilities, in every formula
SIGNS = {
    "is_positive": lambda v: v > 0,
    "is_nonnegative": lambda v: v >= 0,
    "is_negative": lambda v: v < 0,
    "is_nonpositive": lambda v: v <= 0,
    "is_integer": lambda v: isinstance(v, int),
}

# what hypotheses and lemmas may stumble over in a world that is not of the shape that they ask for
UNREADABLE = (ArithmeticError, LookupError, TypeError, ValueError)


class Missing(ValueError):
    """What a hypothesis or a lemma asks a world for, and the world does not give; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Lemma:
    """What is known of a quantity that a formula names and no arithmetic computes, as a true information.

    `encloses` returns a ball that contains it in a world; it raises Missing where the lemma's own conditions fail
    there. `quantity` is what the ball is of, `source` where the lemma is proved, `cites` the readings (paper,
    statement, name) that it uses.
    """

    name: str
    statement: str
    quantity: str
    source: str
    encloses: Callable[["World"], "arb"]
    cites: tuple[tuple[str, str, str], ...] = ()

    @property
    def place(self) -> str:
        """The module and the name in it where the lemma stands."""
        return f"{self.encloses.__module__}:{self.encloses.__name__}"

    @property
    def stands(self) -> bool:
        """Whether it is one that a module of `bounds`, or of an installed paper, holds by its name, for all to read."""
        try:
            return lemma_at(self.place) is self
        except ValueError:
            return False


def lemma(
    name: str, statement: str, *, quantity: str, source: str, cites: tuple[tuple[str, str, str], ...] = ()
) -> Callable[[Callable[["World"], "arb"]], Lemma]:
    """The lemma whose enclosure the decorated function computes."""
    return lambda encloses: Lemma(
        name=name, statement=statement, quantity=quantity, source=source, encloses=encloses, cites=cites
    )


def lemma_at(place: str) -> Lemma:
    """The lemma that stands at "module:name", as `held` looks it up. Raises ValueError where there is none."""
    return held(place, Lemma)


@dataclass(frozen=True)
class By:
    """The value of a symbol by a lemma; `at` gives the lemma the world's values under other names."""

    lemma: Lemma
    at: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"lemma": self.lemma.place, "at": dict(self.at)}


@dataclass(frozen=True)
class Violation:
    """A relation that fails, with its two sides enclosed."""

    text: str
    relation: Relation
    lhs: Enclosure
    rhs: Enclosure

    def __str__(self) -> str:
        return f"{self.text} fails: {float(self.lhs):.6g} {self.relation} {float(self.rhs):.6g} is false"


@dataclass(frozen=True)
class World:
    """Values by symbol name: ints, Fractions, nested tuples of them, or a lemma for what cannot be computed.

    Values that the formula does not name describe the world further, for hypotheses and lemmas.

    >>> import sympy
    >>> x = sympy.Symbol("x", positive=True)
    >>> formula = Symbolic(lambda: sympy.Le(x**2, x, evaluate=False))
    >>> World({"x": Fraction(3, 2)}).violation(formula, ()) is not None, World({"x": -1}).faults(formula, ())
    (True, ['x = -1 is not positive'])
    """

    values: Mapping[str, Any] = field(hash=False)

    type: ClassVar[str] = "world"

    def __post_init__(self) -> None:
        for name, value in self.values.items():
            if not isinstance(value, By) and not all(type(one) in (int, Fraction) for one in scalars(value)):
                raise ValueError(f"values: {name} must be exact (int, Fraction, tuples of them) or by a lemma")

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> Any:
        """An exact value; raises Missing where the world has none of that name."""
        if name not in self.values or isinstance(self.values[name], By):
            raise Missing(f"the world gives no value for {name}")
        return self.values[name]

    def is_of(self, name: str, quantity: str, *, at: tuple[tuple[str, str], ...] = ()) -> bool:
        """Whether the symbol's value is by a lemma about that quantity, read from the world by these names alone."""
        value = self.values.get(name)
        return isinstance(value, By) and value.lemma.quantity == quantity and value.at == at

    @property
    def cites(self) -> tuple[tuple[str, str, str], ...]:
        """The readings that its lemmas use."""
        return tuple(dict.fromkeys(cited for value in self._lemmas().values() for cited in value.lemma.cites))

    def violation(self, formula: Formula, hypotheses: Sequence[Hypothesis]) -> Violation | None:
        """How the formula fails here; None where it may hold, or where something is wrong with the world."""
        if self.faults(formula, hypotheses) or not isinstance(formula, Symbolic):
            return None
        try:
            lhs, rhs = self.sides(formula)
        except UNREADABLE:
            return None
        apart = {
            "<=": lhs.above(rhs),
            ">=": lhs.below(rhs),
            "=": lhs.above(rhs) or lhs.below(rhs),
            "<": lhs.low >= rhs.high,
            ">": lhs.high <= rhs.low,
        }[formula.relation]
        return Violation("the formula", formula.relation, lhs, rhs) if apart else None

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the formula fails here although every hypothesis holds."""
        return self.violation(formula, hypotheses) is not None

    def faults(self, formula: Formula, hypotheses: Sequence[Hypothesis]) -> list[str]:
        """Why this is no world of a reading, in words; empty if it is one."""
        return self.unmet(formula, hypotheses, free=frozenset())

    def unmet(self, formula: Formula, hypotheses: Sequence[Hypothesis], *, free: Set[str]) -> list[str]:
        """The same of a world that leaves some of the formula's symbols free."""
        if not isinstance(formula, Symbolic):
            return ["the formula is no relation between numbers"]
        wanted = (*formula.parameters, *(str(f.func) for f in _functions(formula.expression)))
        faults = [f"{name} has no value" for name in dict.fromkeys(wanted) if name not in {*self.values, *free}]
        faults += [f"{one.lemma.name} is no lemma of bounds" for one in self._lemmas().values() if not one.lemma.stands]
        try:
            faults = faults or [*self._wrong_lengths(formula), *self._wrong_law()] or [*self._wrong_signs(formula)]
            faults = faults or [why for hypothesis in hypotheses for why in self._unmet(hypothesis)]
        except UNREADABLE as error:
            faults = [str(error) if isinstance(error, Missing) else f"it cannot be examined ({error})"]
        return faults

    def sides(self, formula: Symbolic) -> tuple[Enclosure, Enclosure]:
        """The formula's two sides, enclosed; raises Missing where a lemma's conditions fail."""
        plain, values = self.prepared(formula)
        return plain.enclose(values)

    def prepared(self, formula: Symbolic) -> tuple[Symbolic, dict[str, Any]]:
        """The formula with nothing left but numbers, and values for its symbols: a lemma's as a ball.

        Raises Missing where an integral, a limit, a derivative or an infinity is left, or a lemma's conditions fail.
        """
        if _unfinished(formula.expression):
            raise Missing("the formula has integrals, limits, derivatives or infinities")
        named = {*formula.parameters, *(str(f.func) for f in _functions(formula.expression))}
        used = {name: value for name, value in self.values.items() if name in named}
        known = {name: self.ball(name) if isinstance(value, By) else value for name, value in used.items()}
        for number, applied in enumerate(_functions(formula.expression)):
            if applied.free_symbols & _counted(formula.expression):
                raise Missing("the formula sums an open function over its argument")
            # each value of an open function is a number of its own, within the lemma's ball
            formula = _replaced(formula, applied, f"_{number}")
            known[f"_{number}"] = known[str(applied.func)]
        return formula, known

    def ball(self, name: str) -> "arb":
        """The ball of a scalar, by its lemma where it is a lemma's; raises Missing where the world cannot tell."""
        value = self.values.get(name)
        with ball_precision():
            return value.lemma.encloses(self._seen(value)) if isinstance(value, By) else ball(self[name])

    def _seen(self, value: By) -> "World":
        """The world under the names that a lemma is told to read it by."""
        return World({**self.values, **{name: self[other] for name, other in value.at}})

    def _lemmas(self) -> dict[str, By]:
        return {name: value for name, value in self.values.items() if isinstance(value, By)}

    def _unmet(self, hypothesis: Hypothesis) -> Iterator[str]:
        if hypothesis.holds is None:
            yield f"{hypothesis}: {hypothesis.undecided}"
        elif not hypothesis.holds(self):
            yield f"does not hold: {hypothesis}"

    def _wrong_signs(self, formula: Symbolic) -> Iterator[str]:
        for symbol in (one for one in symbols_of(formula.expression) if str(one) in self.values):
            name = str(symbol)
            numbers = [self.ball(name)] if isinstance(self.values[name], By) else list(scalars(self.values[name]))
            broken = (a for a, meets in SIGNS.items() if getattr(symbol, a) and not all(map(meets, numbers)))
            for assumption in islice(broken, 1):
                yield f"{name} = {self._said(name)} is not {assumption.removeprefix('is_')}"

    def _wrong_lengths(self, formula: Symbolic) -> Iterator[str]:
        """Every array is as long as the sums over its indices say, in each direction."""
        for name, axis, count in _ranges(formula.expression):
            size = count.subs({symbol: self[str(symbol)] for symbol in count.free_symbols})
            rows = [self[name]]
            for _ in range(axis):
                rows = [row for group in rows for row in (group if isinstance(group, tuple) else ())]
            if not all(isinstance(row, tuple) and len(row) == size for row in rows):
                yield f"{name} has not {size} entries in direction {axis + 1}"

    def _wrong_law(self) -> Iterator[str]:
        if LAW in self.values and not is_law(self[LAW]):
            yield f"{LAW} is no law: its probabilities must be non-negative and sum to 1"

    def _said(self, name: str) -> Any:
        value = self.values[name]
        return Enclosure.of_ball(self.ball(name)).brief() if isinstance(value, By) else _readable(value)

    def described(self) -> dict[str, Any]:
        """The values in words, for a reader; a lemma's with the ball that it gives."""
        return {
            name: f"{self._said(name)} ({value.lemma.name})" if isinstance(value, By) else _readable(value)
            for name, value in self.values.items()
        }

    def to_json(self) -> dict[str, Any]:
        """The world whole; a Fraction is a text, an int a number."""
        values = {
            name: value.to_json() if isinstance(value, By) else _readable(value) for name, value in self.values.items()
        }
        lemmas = {value.lemma.place: value.lemma for value in self._lemmas().values()}.values()
        lines = [f"{one.quantity}: {one.statement} ({one.name}; {one.source})" for one in lemmas]
        citations = [dict(zip(("paper", "id", "name"), cited, strict=True)) for cited in self.cites]
        return {"type": self.type, "values": values, "lines": lines, "rests_on": {"citations": citations}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "World":
        """The world again; raises ValueError for what is none."""
        try:
            return cls({str(name): _value(value) for name, value in data["values"].items()})
        except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError, RecursionError) as error:
            raise ValueError(f"data: is not a world ({type(error).__name__}: {error})") from None


def exact(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a world holds them: lists as tuples."""

    def convert(value: Any) -> Any:
        return tuple(convert(item) for item in value) if isinstance(value, list | tuple) else value

    return {name: convert(value) for name, value in values.items()}


def is_law(value: Any) -> bool:
    """Whether a tuple of numbers is a probability distribution."""
    return isinstance(value, tuple) and all(type(p) in (int, Fraction) and p >= 0 for p in value) and sum(value) == 1


def scalars(value: Any) -> Iterator[Any]:
    """The numbers of a value: itself, or those of nested tuples."""
    if isinstance(value, tuple):
        for item in value:
            yield from scalars(item)
    else:
        yield value


def _readable(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_readable(item) for item in value]
    return value if isinstance(value, int) else str(value)


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(item) for item in data)
    if isinstance(data, Mapping):
        return By(lemma_at(str(data["lemma"])), tuple((str(k), str(v)) for k, v in data["at"].items()))
    if type(data) is int:
        return data
    if not (isinstance(data, str) and EXACT.fullmatch(data)):  # Fraction would work out 1e999999999
        raise ValueError(f"{data!r} is no exact number")
    return Fraction(data)


@lru_cache(maxsize=512)
def _functions(expression: "sympy.Basic") -> list["sympy.Basic"]:
    from sympy.core.function import AppliedUndef

    return sorted(expression.atoms(AppliedUndef), key=str)


@lru_cache(maxsize=512)
def _unfinished(expression: "sympy.Basic") -> bool:
    from sympy import Derivative, Integral, Limit, Subs, nan, oo, zoo

    return bool(expression.has(Integral, Limit, Derivative, Subs, oo, -oo, zoo, nan))


@lru_cache(maxsize=512)
def _counted(expression: "sympy.Basic") -> frozenset["sympy.Basic"]:
    """The variables that sums run over."""
    from sympy import Sum

    return frozenset(limit[0] for total in expression.atoms(Sum) for limit in total.limits)


def _replaced(formula: Symbolic, applied: "sympy.Basic", name: str) -> Symbolic:
    import sympy

    whole = formula.expression
    # a relation may not be decided while it is put together
    sides = (side.xreplace({applied: sympy.Symbol(name, real=True)}) for side in whole.args)
    expression = type(whole)(*sides, evaluate=False)
    return Symbolic(lambda: expression)


@lru_cache(maxsize=512)
def _ranges(expression: "sympy.Basic") -> set[tuple[str, int, "sympy.Expr"]]:
    """(array, direction, length) for every array that a sum runs over."""
    import sympy

    found = set()
    for node in sympy.preorder_traversal(expression):
        if isinstance(node, sympy.Sum):
            for index, _, high in node.limits:
                for entry in node.function.atoms(sympy.Indexed):
                    found |= {(str(entry.base), k, high + 1) for k, at in enumerate(entry.indices) if at == index}
    return found
