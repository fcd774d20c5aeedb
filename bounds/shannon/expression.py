"""Linear expressions of informations, and what can be asserted of them: (in)equalities, chains, independence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from bounds.claims.formula import Relation
from bounds.distribution import entropies
from bounds.shannon.typeset import latex

MAXIMUM = 14  # variables
Group = str | Iterable[str]
Sign = Literal[">=", ">", "="]
_NAME = re.compile(r"(?:(?!\d)\w)(?:(?!_\|_)\w)*'*")


@dataclass(frozen=True)
class Expression:
    """A rational combination of joint entropies, and a constant in nats.

    >>> print(H("x", "y") - H("x") / 2 + 1)
    H(x,y) - 1/2 H(x) + 1
    >>> print(H("x").equals(I("x", "x")), "and", H("x") <= 1)
    H(x) = H(x) and H(x) <= 1
    """

    coefficients: Mapping[frozenset[str], Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)

    def __add__(self, other: "Expression | int | Fraction") -> "Expression":
        other = other if isinstance(other, Expression) else Expression({}, _rational(other))
        total = dict(self.coefficients)
        for names, c in other.coefficients.items():
            total[names] = total[names] + c if names in total else c
        return Expression({names: c for names, c in total.items() if c}, self.constant + other.constant)

    __radd__ = __add__

    def __mul__(self, factor: int | Fraction) -> "Expression":
        factor = _rational(factor)
        if factor == 1:
            return self
        return Expression(
            {names: c * factor for names, c in self.coefficients.items() if factor}, self.constant * factor
        )

    __rmul__ = __mul__

    def __truediv__(self, divisor: int | Fraction) -> "Expression":
        if not _rational(divisor):
            raise ValueError("divisor: must not be 0")
        return self * (1 / _rational(divisor))

    def __neg__(self) -> "Expression":
        return Expression({names: -c for names, c in self.coefficients.items()}, -self.constant)

    def __sub__(self, other: "Expression | int | Fraction") -> "Expression":
        return self + (-other)

    def __rsub__(self, other: int | Fraction) -> "Expression":
        return -self + other

    def __ge__(self, other: "Expression | int | Fraction") -> "Assertion":
        return assertion(self, ">=", other)

    def __le__(self, other: "Expression | int | Fraction") -> "Assertion":
        return assertion(self, "<=", other)

    def __gt__(self, other: "Expression | int | Fraction") -> "Assertion":
        return assertion(self, ">", other)

    def __lt__(self, other: "Expression | int | Fraction") -> "Assertion":
        return assertion(self, "<", other)

    def equals(self, other: "Expression | int | Fraction") -> "Assertion":
        """The assertion that both are equal (== keeps its usual meaning)."""
        return assertion(self, "=", other)

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*self.coefficients)

    def __str__(self) -> str:
        ordered = sorted(self.coefficients.items(), key=lambda item: (-len(item[0]), sorted(item[0])))
        terms = [f"{_sign(c)} {_factor(c)}H({','.join(sorted(names))})" for names, c in ordered]
        if self.constant:
            terms.append(f"{_sign(self.constant)} {abs(self.constant)}")
        return " ".join(terms).removeprefix("+ ") or "0"

    def _repr_latex_(self) -> str:
        return f"${latex(str(self))}$"


@dataclass(frozen=True)
class Constraint:
    """`expression` stands in relation `sign` to 0; `lhs` and `rhs` are its two sides as they were written.

    >>> (constraint,) = (H("x") <= H("y")).constraints
    >>> print(constraint.expression, constraint.sign, 0)
    - H(x) + H(y) >= 0
    """

    expression: Expression
    sign: Sign
    lhs: Expression
    rhs: Expression
    relation: Relation


@dataclass(frozen=True)
class Assertion:
    """A line of the grammar: its text and the constraints it stands for, all of which must hold.

    >>> line = chain("a", "b", "c", "d")
    >>> line.text, len(line.constraints), sorted(line.names)
    ('a -> b -> c -> d', 2, ['a', 'b', 'c', 'd'])
    """

    text: str
    constraints: tuple[Constraint, ...]

    def __str__(self) -> str:
        return self.text

    def _repr_latex_(self) -> str:
        return f"${latex(self.text)}$"

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(c.lhs.names | c.rhs.names for c in self.constraints))


def H(*names: Group, given: Group = ()) -> Expression:
    """Entropy H(names | given).

    >>> print(H("x", given=("y", "z")))
    H(x,y,z) - H(y,z)
    """
    return _signed(entropies.entropy(_set(*names), _set(given)))


def I(*groups: Group, given: Group = ()) -> Expression:  # noqa: E743 (the field's letter)
    """Mutual information of two groups, co-information of more.

    >>> print(I("x", ("y", "z")))
    - H(x,y,z) + H(y,z) + H(x)
    """
    if len(groups) > MAXIMUM:
        raise ValueError(f"groups: at most {MAXIMUM} are taken, got {len(groups)}")
    return _signed(entropies.mutual_information([_set(group) for group in groups], _set(given)))


def TC(*groups: Group, given: Group = ()) -> Expression:
    """Total correlation of the groups.

    >>> print(TC("x", "y", "z"))
    - H(x,y,z) + H(x) + H(y) + H(z)
    """
    return _signed(entropies.total_correlation([_set(group) for group in groups], _set(given)))


def assertion(
    lhs: Expression, relation: Relation, rhs: "Expression | int | Fraction", text: str | None = None
) -> Assertion:
    """The (in)equality between two expressions.

    >>> print(assertion(H("x"), ">=", 0))
    H(x) >= 0
    """
    right = rhs if isinstance(rhs, Expression) else Expression({}, _rational(rhs))
    return Assertion(text or f"{lhs} {relation} {right}", (constraint(lhs, relation, right),))


def constraint(lhs: Expression, relation: Relation, rhs: Expression) -> Constraint:
    """The same with everything on one side.

    >>> print(constraint(H("x"), "<", H("y")).expression)
    - H(x) + H(y)
    """
    sign: Sign = "=" if relation == "=" else ">" if relation in "<>" else ">="
    return Constraint(rhs - lhs if relation.startswith("<") else lhs - rhs, sign, lhs, rhs, relation)


def chain(*groups: Group, text: str | None = None) -> Assertion:
    """A Markov chain in global form: all of the past independent of all of the future given the present.

    >>> print(chain(("y", "n"), "x", "z"))
    (n,y) -> x -> z
    """
    if len(groups) < 3:
        raise ValueError(f"groups: a Markov chain has at least three, got {len(groups)}")
    sets = _members(groups)
    informations = [
        I(frozenset().union(*sets[:i]), frozenset().union(*sets[i + 1 :]), given=sets[i])
        for i in range(1, len(sets) - 1)
    ]
    return _vanishing(informations, text or " -> ".join(_group(s) for s in sets))


def independent(*groups: Group, given: Group = (), text: str | None = None) -> Assertion:
    """Mutual independence of the groups given others.

    >>> print(independent("a", ("b", "c"), given="d"))
    a _|_ (b,c) | d
    """
    if len(groups) < 2:
        raise ValueError(f"groups: an independence is of at least two, got {len(groups)}")
    sets = _members(groups)
    informations = [I(frozenset().union(*sets[:i]), sets[i], given=given) for i in range(1, len(sets))]
    condition = f" | {','.join(sorted(_set(given)))}" if _set(given) else ""
    return _vanishing(informations, text or " _|_ ".join(_group(s) for s in sets) + condition)


def function(target: Group, of: Group, text: str | None = None) -> Assertion:
    """The target is a function of the others.

    >>> print(function("f", of=("x", "y")))
    H(f|x,y) = 0
    """
    (targets,) = _members([target])
    condition = f"|{','.join(sorted(_set(of)))}" if _set(of) else ""
    return _vanishing([H(target, given=of)], text or f"H({','.join(sorted(targets))}{condition}) = 0")


def sufficient(z: Group, x: Group, y: Group) -> Assertion:
    """z keeps all information that x has about y (under y -> x -> z).

    >>> sufficient("z", "x", "y") == I("z", "y").equals(I("x", "y"))
    True
    """
    return assertion(I(z, y), "=", I(x, y))


def _vanishing(expressions: list[Expression], text: str) -> Assertion:
    return Assertion(text, tuple(constraint(e, "=", Expression()) for e in expressions))


def _set(*groups: Group) -> frozenset[str]:
    sets = [(group,) if isinstance(group, str) or not isinstance(group, Iterable) else group for group in groups]
    names = frozenset(name for group in sets for name in group)
    for name in names:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(f"names: {name!r} is not a variable's name (letters, digits, _ and ')")
    return names


def _members(groups: Iterable[Group]) -> list[frozenset[str]]:
    sets = [_set(group) for group in groups]
    if not all(sets):
        raise ValueError("groups: one of them is empty")
    return sets


def _rational(value: Any) -> Fraction:
    if type(value) is Fraction:
        return value
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        shown = "an information (not linear)" if isinstance(value, Expression) else repr(value)
        raise ValueError(f"number: must be finite and rational, got {shown}") from None


def _signed(signs: entropies.Signs) -> Expression:
    return Expression({names: Fraction(sign) for names, sign in signs.items()})


def _group(names: frozenset[str]) -> str:
    return next(iter(names)) if len(names) == 1 else f"({','.join(sorted(names))})"


def _sign(c: Fraction) -> str:
    return "-" if c < 0 else "+"


def _factor(c: Fraction) -> str:
    return "" if abs(c) == 1 else f"{abs(c)} "
