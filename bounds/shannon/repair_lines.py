"""Lines by their numbers, and what follows from what: the questions of a search for repairs."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.expression import Sign
from bounds.shannon.grammar import parse
from bounds.shannon.models import Clause, Models, holding
from bounds.shannon.phrases import Comparison, Information, Members, Phrase


class Numbered:
    """Lines over some variables, each once; `follows` and its like are Shannon-type proofs in floats.

    >>> from bounds.shannon.phrases import phrases
    >>> known = Numbered(["x", "y"])
    >>> function, less = (known.number(phrases(line)[0]) for line in ("y = f(x)", "H(y) <= H(x)"))
    >>> known.follows([less], [function]), known.always_holds(less)
    (True, False)
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.models = Models(self.names)
        self.clauses: list[Clause] = []
        self.texts: list[str] = []
        self.phrases: list[Phrase] = []
        self.numbers: dict[str, int] = {}
        self.always: dict[int, bool] = {}  # by line
        self.keys: dict[int, Any] = {}

    def number(self, phrase: Phrase) -> int:
        text = str(phrase)
        if text not in self.numbers:
            self.numbers[text] = len(self.clauses)
            self.clauses.append(Clause(parse(text), self.names))
            self.phrases.append(phrase)
            self.texts.append(text)
        return self.numbers[text]

    def lines(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.texts[k] for k in numbers)

    def row_of(self, one: Information) -> NDArray[np.float64]:
        row: NDArray[np.float64] = Clause(parse(f"{one} >= 0"), self.names).rows[0]
        return row

    def follows(self, lines: Sequence[int], given: Sequence[int], *, look: bool = True) -> bool:
        """Whether the lines have a Shannon-type proof from the others; `look` at the points that are known first."""
        return all(
            self._row_follows(row, sign, given, look=look)
            for k in lines
            if k not in given
            for row, sign in zip(self.clauses[k].rows, self.clauses[k].signs, strict=True)
        )

    def follows_row(self, row: NDArray[np.float64], given: Sequence[int]) -> bool:
        """Whether row . entropies >= 0 does."""
        return self._row_follows(row, ">=", given)

    def _row_follows(self, row: NDArray[np.float64], sign: Sign, given: Sequence[int], *, look: bool = True) -> bool:
        hypotheses = [self.clauses[k] for k in given]
        points = self.models.points
        if look and len(points):
            met = np.ones(len(points), dtype=bool)
            for clause in hypotheses:
                met &= clause.holds(points)
            if not holding((points[met] @ row)[:, None], (sign,)).all():
                return False
        point = self.models.against(row, sign, hypotheses)
        if point is not None:
            self.models.add(point)
        return point is None

    def can_be_positive(self, row: NDArray[np.float64], given: Sequence[int]) -> bool:
        return not self.follows_row(-row, given)

    def always_holds(self, k: int) -> bool:
        if k not in self.always:
            self.always[k] = self.follows([k], [])
        return self.always[k]

    def is_like(self, k: int, one: int) -> bool:
        """Whether one line is a multiple of the other, term by term where both are identities."""
        return bool(self.key(k) == self.key(one))

    def key(self, k: int) -> Any:
        """What the line says; identities say nothing but their terms."""
        if k not in self.keys:
            self.keys[k] = self._key(k)
        return self.keys[k]

    def _key(self, k: int) -> Any:
        phrase, clause = self.phrases[k], self.clauses[k]
        if clause.rows.any() or isinstance(phrase, Members):
            return clause.key
        found = total(phrase)
        scale = max(map(abs, found.values()), default=Fraction(1))
        turns = (frozenset((key, sign * c / scale) for key, c in found.items()) for sign in (1, -1))
        return phrase.relation, frozenset(turns)

    def is_vanishing(self, k: int) -> bool:
        phrase = self.phrases[k]
        if isinstance(phrase, Members):
            return True
        return phrase.relation == "=" and len(phrase.lhs.terms) + len(phrase.rhs.terms) == 1

    def has_to_spare(self, k: int) -> bool:
        """Whether an inequality always holds without one positive term of its greater side, as 0 <= H(x) does."""
        phrase = self.phrases[k]
        if isinstance(phrase, Members) or phrase.relation not in ("<=", ">="):
            return False
        greater, lesser = (phrase.rhs, phrase.lhs) if phrase.relation == "<=" else (phrase.lhs, phrase.rhs)
        sums: dict[Information, Fraction] = {}
        for side, sign in ((greater, 1), (lesser, -1)):
            for one, c in side.terms:
                sums[one] = sums.get(one, Fraction(0)) + sign * c
        (row,) = self.clauses[k].rows
        return any(self.follows_row(row - float(c) * self.row_of(one), ()) for one, c in sums.items() if c > 0)


def total(phrase: Comparison) -> dict[Any, Fraction]:
    """How often each information stands on the left, less how often on the right, whatever its words."""
    found: dict[Any, Fraction] = {}
    for side, sign in ((phrase.lhs, 1), (phrase.rhs, -1)):
        for one, c in side.terms:
            key = frozenset(parse(f"{one} >= 0").constraints[0].expression.coefficients.items())
            found[key] = found.get(key, Fraction(0)) + sign * c
    return {key: c for key, c in found.items() if c}


def same_row(one: Clause, other: Clause) -> bool:
    """Whether one's row is a multiple of a row of the other."""
    for a in one.rows:
        for b in other.rows:
            scale = (a @ b) / (b @ b) if b.any() else 0.0
            if np.allclose(a, scale * b) and a.any():
                return True
    return False
