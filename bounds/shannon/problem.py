"""The question in coordinates: one for each non-empty set of variables (a bit mask), index 0 for the constant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bounds.shannon.expression import MAXIMUM, Assertion, Constraint, Expression, Sign

Vector = dict[int, Fraction]
PLAIN = 1000  # the largest number, and the inverse of the smallest, that is left as it is


@dataclass(frozen=True)
class Line:
    """`vector` stands in relation `sign` to 0; `assertion` and `part` say which assertion it comes from.

    What the assertion says is `scale` times the vector: floats are spared numbers of other orders than 1.
    """

    vector: Vector
    sign: Sign
    assertion: int
    part: int
    scale: Fraction = Fraction(1)


@dataclass(frozen=True)
class Problem:
    """Goal lines (an equality is two of them) and hypotheses over named variables."""

    names: tuple[str, ...]
    goal: tuple[Assertion, ...]
    given: tuple[Assertion, ...]

    @classmethod
    def of(
        cls, goal: Sequence[Assertion], given: Sequence[Assertion], variables: Iterable[str] | None = None
    ) -> "Problem":
        """Raises ValueError for names outside `variables` (where given) and for more variables than fit in memory."""
        names = sorted(frozenset().union(*(assertion.names for assertion in (*goal, *given))))
        known = names if variables is None else list(variables)
        for argument, assertions in (("goal", goal), ("given", given)):
            unknown = sorted(frozenset().union(*(assertion.names for assertion in assertions)) - set(known))
            if unknown:
                raise ValueError(f"{argument}: unknown variable {unknown[0]!r}; the variables are {', '.join(known)}")
        if len(names) > MAXIMUM:
            raise ValueError(f"goal: {estimate(len(names))}; at most {MAXIMUM} variables are taken")
        return cls(tuple(names), tuple(goal), tuple(given))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The goal as inequalities vector >= 0 (or > 0); an equality gives two."""
        lines = []
        for k, assertion in enumerate(self.goal):
            for part, constraint in enumerate(assertion.constraints):
                vector, scale = _scaled(self.vector(constraint.expression))
                lines.append(Line(vector, ">=" if constraint.sign == "=" else constraint.sign, k, part, scale))
                if constraint.sign == "=":
                    lines.append(Line({m: -c for m, c in vector.items()}, ">=", k, part, scale))
        return tuple(lines)

    @cached_property
    def hypotheses(self) -> tuple[Line, ...]:
        lines = []
        for k, assertion in enumerate(self.given):
            for part, constraint in enumerate(assertion.constraints):
                vector, scale = _scaled(self.vector(constraint.expression))
                lines.append(Line(vector, constraint.sign, k, part, scale))
        return tuple(lines)

    def constraint(self, line: Line) -> Constraint:
        """The goal's constraint that a line comes from."""
        return self.goal[line.assertion].constraints[line.part]

    def mask(self, names: Iterable[str]) -> int:
        return sum(1 << self.names.index(name) for name in names)

    def listed(self, mask: int) -> str:
        """The variables of a mask as text."""
        return ",".join(name for i, name in enumerate(self.names) if mask >> i & 1)

    def vector(self, expression: Expression) -> Vector:
        vector = {self.mask(names): c for names, c in expression.coefficients.items()}
        return vector | {0: expression.constant} if expression.constant else vector

    def information(self, a: int, b: int, c: int = 0) -> str:
        """I(a;b|c) as text."""
        return f"I({self.listed(a)};{self.listed(b)}{'|' if c else ''}{self.listed(c)})"

    def entropy(self, a: int, c: int = 0) -> str:
        """H(a|c) as text."""
        return f"H({self.listed(a)}{'|' if c else ''}{self.listed(c)})"


def _scaled(vector: Vector) -> tuple[Vector, Fraction]:
    """The vector over a scale, 1 where its numbers are of a size that people write."""
    if all(c.denominator == 1 and -PLAIN <= c.numerator <= PLAIN for c in vector.values()):
        return vector, Fraction(1)
    largest = max(map(abs, vector.values()), default=Fraction(1))
    if 1 / PLAIN <= largest <= PLAIN:
        return vector, Fraction(1)
    return {mask: c / largest for mask, c in vector.items()}, largest


def estimate(n: int) -> str:
    """How large the question is with n variables, in words."""
    rows = n + n * (n - 1) // 2 * 2 ** (n - 2)
    gigabytes = rows * 4 * 12 * 8 / 2**30  # the solver holds several copies of four entries of 12 bytes a row
    return f"{n} variables need {rows:,} elemental inequalities over {2**n - 1:,} entropies, about {gigabytes:,.1f} GiB"


def conditional_independence(line: Line) -> tuple[int, int, int, Fraction] | None:
    """(a, b, c, scale) where the line says scale * I(a;b|c) = 0, else None."""
    if line.sign != "=" or 0 in line.vector:
        return None
    positive, negative, scale = _signed(line.vector)
    if scale is None or len(positive) != 2 or len(negative) not in (1, 2):
        return None
    first, second = positive
    union, common = first | second, first & second
    if set(negative) != ({union, common} if common else {union}) or first == common or second == common:
        return None
    sign = 1 if line.vector[first] > 0 else -1
    return first & ~common, second & ~common, common, scale * sign


def functional_dependence(line: Line) -> tuple[int, int, Fraction] | None:
    """(f, x, scale) where the line says scale * H(f|x) = 0, else None."""
    if line.sign != "=" or 0 in line.vector or len(line.vector) not in (1, 2):
        return None
    whole = max(line.vector, key=int.bit_count)
    rest = [mask for mask in line.vector if mask != whole]
    scale = line.vector[whole]
    if not rest:
        return whole, 0, scale
    if rest[0] & ~whole or line.vector[rest[0]] != -scale:
        return None
    return whole & ~rest[0], rest[0], scale


def _signed(vector: Mapping[int, Fraction]) -> tuple[list[int], list[int], Fraction | None]:
    sizes = {abs(c) for c in vector.values()}
    plus = [m for m, c in vector.items() if c > 0]
    minus = [m for m, c in vector.items() if c < 0]
    if len(sizes) != 1:
        return [], [], None
    # the largest set stands on the negative side of an information
    largest = max(vector, key=int.bit_count)
    return (plus, minus, sizes.pop()) if largest in minus else (minus, plus, sizes.pop())
