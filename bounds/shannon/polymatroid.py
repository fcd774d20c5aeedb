"""What shows that no Shannon-type proof exists: a polymatroid that meets the hypotheses and breaks the goal.

A Shannon-type proof holds for every function on the sets of variables that meets the elemental inequalities (Yeung
1997). Whether this one does is decided with the certificate's reader; nothing of the search is used here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from bounds.shannon.checker_grammar import Unreadable, Vector, read
from bounds.shannon.typeset import html_lines

SHOWN = 40  # entropies that are printed


@dataclass(frozen=True)
class Polymatroid:
    """`ranks` stand in for the joint entropies of each set of variables, in nats where a line has a constant.

    It refutes nothing: there may be no joint distribution with these entropies.

    >>> bit = Polymatroid(("x", "y"), {"x": Fraction(1), "y": Fraction(1), "x,y": Fraction(1)}, ("I(x;y) <= 0",), ())
    >>> bit.verify(), bit.verify(["I(x;y) <= H(x)"])
    (True, False)
    >>> print(bit)
    I(x;y) <= 0 fails: what must be >= 0 is -1
    1 = H(x) = H(y) = H(x,y)
    >>> Polymatroid.from_json(bit.to_json()) == bit
    True
    """

    names: tuple[str, ...]
    ranks: Mapping[str, Fraction]
    goal: tuple[str, ...]
    given: tuple[str, ...]

    def verify(self, goal: Sequence[str] | None = None, given: Sequence[str] | None = None) -> bool:
        """Whether every elemental inequality and hypothesis holds, and a line of the goal does not, exactly."""
        try:
            ranks = self._by_set()
            hypotheses = _values(self.given if given is None else given, ranks)
            meets = all(_holds(value, sign) for value, sign in (*_elemental(self.names, ranks), *hypotheses))
            return meets and self._broken(self.goal if goal is None else goal) is not None
        except (Unreadable, ValueError, KeyError, ZeroDivisionError, IndexError, RecursionError):
            return False

    def _by_set(self) -> dict[frozenset[str], Fraction]:
        ranks = {frozenset(names.split(",")): value for names, value in self.ranks.items()}
        if len(ranks) != len(self.ranks) or len(ranks) != 2 ** len(set(self.names)) - 1:
            raise ValueError("ranks: there must be one for each set of the variables")
        return ranks

    def _broken(self, goal: Sequence[str]) -> tuple[str, Fraction, str] | None:
        ranks = self._by_set()
        for line in goal:
            for value, sign in _values((line,), ranks):
                if not _holds(value, sign):
                    return line, value, sign
        return None

    @property
    def lines(self) -> tuple[str, ...]:
        """Which line of the goal fails, and the ranks, those of one value together."""
        broken = self._broken(self.goal)
        first = [] if broken is None else [f"{broken[0]} fails: {_fails(*broken[1:])}"]
        sizes: dict[Fraction, list[str]] = {}
        for names, value in list(self.ranks.items())[:SHOWN]:
            sizes.setdefault(value, []).append(f"H({names})")
        shown = [f"{value} = {' = '.join(names)}" for value, names in sorted(sizes.items())]
        more = len(self.ranks) - SHOWN
        return (*first, *shown, *([f"and {more} sets more"] if more > 0 else []))

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        return html_lines(self.lines)

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "polymatroid",
            "names": list(self.names),
            "ranks": {names: str(value) for names, value in self.ranks.items()},
            "goal": list(self.goal),
            "given": list(self.given),
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Polymatroid":
        """The polymatroid that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            ranks = {names: Fraction(value) for names, value in data["ranks"].items()}
            return cls(tuple(data["names"]), ranks, tuple(data["goal"]), tuple(data["given"]))
        except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise ValueError(f"data: is not a polymatroid ({type(error).__name__}: {error})") from None


def _elemental(names: Sequence[str], ranks: Mapping[frozenset[str], Fraction]) -> Iterator[tuple[Fraction, str]]:
    """H(i | all others) and I(i;j|K), for single variables i and j."""
    whole = frozenset(names)
    for i in names:
        yield ranks[whole] - ranks.get(whole - {i}, 0), ">="
    for i, j in combinations(names, 2):
        others = whole - {i, j}
        for size in range(len(others) + 1):
            for chosen in combinations(sorted(others), size):
                k = frozenset(chosen)
                yield ranks[k | {i}] + ranks[k | {j}] - ranks[k | {i, j}] - ranks.get(k, 0), ">="


def _values(lines: Sequence[str], ranks: Mapping[frozenset[str], Fraction]) -> Iterator[tuple[Fraction, str]]:
    for line in lines:
        for vector, sign in read(line):
            yield _value(vector, ranks), sign


def _value(vector: Vector, ranks: Mapping[frozenset[str], Fraction]) -> Fraction:
    return Fraction(sum(c * (ranks[names] if names else 1) for names, c in vector.items()))


def _holds(value: Fraction, sign: str) -> bool:
    return {">=": value >= 0, ">": value > 0, "=": value == 0}[sign]


def _fails(value: Fraction, sign: str) -> str:
    return f"what must be {sign} 0 is {value}"
