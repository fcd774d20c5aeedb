"""The certificate of a proof, and its checker.

`bounds.shannon.checker` reads the goal, the hypotheses and every row again and adds the rows up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bounds.shannon.checker import CONSTANT, adds_up
from bounds.shannon.checker_grammar import Unreadable, read


@dataclass(frozen=True)
class Row:
    """One summand: `text` is the row, `reason` says why it holds: elemental, constant, `given k` or `auxiliary k`.

    `line`: which inequality of the goal it helps to prove; an equality is two of them.
    """

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Auxiliary:
    """A new variable that any joint distribution can be extended by, and the rows that it brings.

    kind "copy": `names` are new copies of `of`, given `over`, independent of everything else (the copy lemma of Zhang
    and Yeung). kind "common part": one new variable u for a -> b -> c and a -> c -> b, of = (a, b, c): a function of b
    and of c with a _|_ (b,c) | u (double Markov property); `preconditions` certify the two chains.
    """

    kind: str
    names: tuple[str, ...]
    of: tuple[str, ...]
    over: tuple[str, ...] = ()
    preconditions: tuple["Certificate", ...] = ()


@dataclass(frozen=True)
class Certificate:
    """Goal lines as sums of `multipliers` times `rows`; see `verify`."""

    goal: tuple[str, ...]
    given: tuple[str, ...]
    rows: tuple[Row, ...]
    multipliers: tuple[Fraction, ...]
    auxiliaries: tuple[Auxiliary, ...] = ()

    def verify(self, formula: Any = None, hypotheses: Sequence[str] = ()) -> bool:
        """Whether the rows add up to the goal, coefficient by coefficient.

        With a formula (an Informational, or goal lines as text): whether they add up to its goal under its own
        hypotheses. `hypotheses` are the reading's words and are not needed.
        """
        goal, given = self.goal, self.given
        if formula is not None:
            goal = _lines(getattr(formula, "goal", formula))
            given = tuple(getattr(formula, "given", self.given))
            if getattr(formula, "exists", ()):
                return False
        try:
            return adds_up(self, goal, given)
        except (Unreadable, ValueError, ZeroDivisionError, IndexError, RecursionError):
            return False

    @property
    def lines(self) -> tuple[str, ...]:
        """The derivation: one row a line, each with its reason."""
        sides = [text for goal in self.goal for text in _directed(goal)]
        text = []
        for a in self.auxiliaries:
            text.append(_introduction(a))
        for line, side in enumerate(sides):
            parts = [
                f"    {multiplier} x [{row.text}]    {self._because(row)}"
                for row, multiplier in zip(self.rows, self.multipliers, strict=True)
                if row.line == line
            ]
            reason = "it is the sum of" if parts else "its sides are the same joint entropies"
            text += [f"{side}, because {reason}", *parts]
        return tuple(text)

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _because(self, row: Row) -> str:
        kind, _, number = row.reason.partition(" ")
        if kind == "given":
            return f"hypothesis {int(number) + 1}: {self.given[int(number)]}"
        if kind == "auxiliary":
            return f"by the choice of {', '.join(self.auxiliaries[int(number)].names)}"
        return "a constant" if kind == CONSTANT else "informations and entropies are never negative"

    def to_json(self) -> dict[str, Any]:
        return {
            "goal": list(self.goal),
            "given": list(self.given),
            "auxiliaries": [
                {
                    "kind": a.kind,
                    "names": list(a.names),
                    "of": list(a.of),
                    "over": list(a.over),
                    "preconditions": [c.to_json() for c in a.preconditions],
                }
                for a in self.auxiliaries
            ],
            "rows": [
                {"line": row.line, "multiplier": str(multiplier), "row": row.text, "reason": row.reason}
                for row, multiplier in zip(self.rows, self.multipliers, strict=True)
            ],
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Certificate":
        return cls(
            tuple(data["goal"]),
            tuple(data["given"]),
            tuple(Row(row["line"], row["row"], row["reason"]) for row in data["rows"]),
            tuple(Fraction(row["multiplier"]) for row in data["rows"]),
            tuple(
                Auxiliary(
                    a["kind"],
                    tuple(a["names"]),
                    tuple(a["of"]),
                    tuple(a["over"]),
                    tuple(cls.from_json(c) for c in a["preconditions"]),
                )
                for a in data.get("auxiliaries", ())
            ),
        )


def _introduction(a: Auxiliary) -> str:
    if a.kind == "copy":
        names, of, over = (", ".join(part) for part in (a.names, a.of, a.over))
        return f"let {names} be a copy of {of} given {over}, independent of all else given {over} (copy lemma)"
    return f"let {a.names[0]} be the common part of {a.of[1]} and {a.of[2]} (double Markov property of {a.of[0]})"


def _lines(goal: Any) -> tuple[str, ...]:
    return (goal,) if isinstance(goal, str) else tuple(goal)


def _directed(text: str) -> list[str]:
    if re.search(r"->|→|_\|_|⊥|⫫", text) or not re.search(r"<|>|≤|≥", text):
        return [side for _ in read(text) for side in (f"{text} (>=)", f"{text} (<=)")]
    return [text if len(read(text)) == 1 else f"{text} (part {k + 1})" for k in range(len(read(text)))]
