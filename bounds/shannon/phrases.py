"""Lines as people write and miswrite them: informations with their places, sums of these, chains and independences.

An `Assertion` keeps what a line says, as joint entropies; a phrase how it says it, so that one word can be changed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from bounds.claims.formula import Relation
from bounds.shannon.expression import Expression
from bounds.shannon.grammar import Parser

Group = tuple[str, ...]


@dataclass(frozen=True)
class Information:
    """H(group|given), I(group;group|given) or TC(group;group|given).

    >>> print(Information("I", (("y",), ("x", "z")), ("w",)))
    I(y;x,z|w)
    """

    kind: str
    groups: tuple[Group, ...]
    given: Group = ()

    @property
    def names(self) -> Group:
        return tuple(name for group in (*self.groups, self.given) for name in group)

    def __str__(self) -> str:
        single = self.kind == "TC" and all(len(group) == 1 for group in self.groups)
        inside = ("," if single else ";").join(",".join(group) for group in self.groups)
        return f"{self.kind}({inside}{'|' if self.given else ''}{','.join(self.given)})"


@dataclass(frozen=True)
class Sum:
    """Multiples of informations, and a constant in nats.

    >>> print(Sum(((Information("H", (("x",),)), Fraction(-2)),), Fraction(1, 2)))
    -2 H(x) + 1/2
    """

    terms: tuple[tuple[Information, Fraction], ...]
    constant: Fraction = Fraction(0)

    def __str__(self) -> str:
        written = [f"{_sign(c)} {_factor(c)}{information}" for information, c in self.terms if c]
        written += [f"{_sign(self.constant)} {abs(self.constant)}"] if self.constant else []
        text = " ".join(written)
        return (text[2:] if text.startswith("+ ") else text.replace("- ", "-", 1)) or "0"


@dataclass(frozen=True)
class Comparison:
    """Two sums, one against the other.

    >>> (line,) = phrases("2 (I(x;z) - H(x)) <= I(x;y|w)")
    >>> print(line, line.names)
    2 I(x;z) - 2 H(x) <= I(x;y|w) ('w', 'x', 'y', 'z')
    """

    lhs: Sum
    relation: Relation
    rhs: Sum

    @property
    def names(self) -> Group:
        return tuple(sorted({name for one, _ in self.terms for name in one.names}))

    @property
    def terms(self) -> tuple[tuple[Information, Fraction], ...]:
        """Of both sides, as they stand there."""
        return (*self.lhs.terms, *self.rhs.terms)

    def without(self, gone: Collection[Information]) -> "Comparison":
        lhs, rhs = (
            Sum(tuple(term for term in side.terms if term[0] not in gone), side.constant)
            for side in (self.lhs, self.rhs)
        )
        return Comparison(lhs, self.relation, rhs)

    def __str__(self) -> str:
        return f"{self.lhs} {self.relation} {self.rhs}"


@dataclass(frozen=True)
class Members:
    """A chain (mark ->), an independence (_|_) or a function (=, of the target and what it is a function of).

    >>> print(*phrases("(y,n) -> x -> z"), "|", *phrases("a _|_ b | (c,d)"), "|", *phrases("f = function of x, y"))
    (y,n) -> x -> z | a _|_ b | c,d | f = f(x,y)
    """

    mark: str
    groups: tuple[Group, ...]
    given: Group = ()

    @property
    def names(self) -> Group:
        return tuple(sorted({name for group in (*self.groups, self.given) for name in group}))

    def __str__(self) -> str:
        if self.mark == "=":
            return f"{_group(self.groups[0])} = f({','.join(self.groups[1])})"
        condition = f" | {','.join(self.given)}" if self.given else ""
        return f" {self.mark} ".join(map(_group, self.groups)) + condition


Phrase = Comparison | Members


def phrases(text: str, argument: str = "goal") -> tuple[Phrase, ...]:
    """How a line says what it says; `0 <= a <= b` makes two comparisons. Raises ValueError as `parse` does.

    >>> [str(phrase) for phrase in phrases("0 <= I(x;y) <= H(x)")]
    ['0 <= I(x;y)', 'I(x;y) <= H(x)']
    """
    return tuple(_Reader(text, argument).phrases())


class _Reader(Parser):
    """The grammar's own reader, with each information a symbol of its own."""

    def measure(self, kind: str, groups: list[Group], given: Group) -> Expression:
        split = kind == "TC" and len(groups) == 1
        parts = tuple((name,) for name in groups[0]) if split else tuple(groups)
        information = Information(kind, parts, given)
        self.known[str(information)] = information
        return Expression({frozenset((str(information),)): Fraction(1)})

    def phrases(self) -> Iterator[Phrase]:
        self.known: dict[str, Information] = {}
        tokens = [token for token, _ in self.tokens]
        for mark in ("->", "_|_"):
            if mark in tokens:
                groups = tuple(self.separated(mark))
                yield Members(mark, groups, self.condition())
                return
        depends = self.dependence()
        if depends is not None:
            yield Members("=", depends)
            return
        (first, *others) = self.inequalities(self.text).constraints
        for one in (first, *others):
            yield Comparison(self._sum(one.lhs), one.relation, self._sum(one.rhs))

    def _sum(self, side: Expression) -> Sum:
        terms = ((self.known[next(iter(name))], c) for name, c in side.coefficients.items())
        return Sum(tuple(terms), side.constant)


def _group(names: Group) -> str:
    return names[0] if len(names) == 1 else f"({','.join(names)})"


def _sign(c: Fraction) -> str:
    return "-" if c < 0 else "+"


def _factor(c: Fraction) -> str:
    return "" if abs(c) == 1 else f"{abs(c)} "
