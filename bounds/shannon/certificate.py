"""The certificate of a proof, and its checker.

The checker reads the goal, the hypotheses and every row again from their text, by its own small reader, and adds the
rows up in exact arithmetic over joint entropies of the original variables. It shares no code with the search.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

Vector = dict[frozenset[str], Fraction]
ELEMENTAL, CONSTANT = "elemental", "constant"


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
            return _adds_up(self, goal, given)
        except (_Unreadable, ValueError, ZeroDivisionError, IndexError):
            return False

    @property
    def lines(self) -> tuple[str, ...]:
        """The derivation: one row a line, each with its reason."""
        sides = [text for goal in self.goal for text in _directed(goal)]
        text = []
        for a in self.auxiliaries:
            text.append(_introduction(a))
        for line, side in enumerate(sides):
            text.append(f"{side}, because it is the sum of")
            for row, multiplier in zip(self.rows, self.multipliers, strict=True):
                if row.line == line:
                    text.append(f"    {multiplier} x [{row.text}]    {self._because(row)}")
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


# the checker


class _Unreadable(Exception):
    pass


def _adds_up(certificate: Certificate, goal: Sequence[str], given: Sequence[str]) -> bool:
    targets: list[tuple[Vector, bool]] = []  # (vector, strict)
    for text in goal:
        for vector, sign in _read(text):
            targets.append((vector, sign == ">"))
            if sign == "=":
                targets.append(({names: -c for names, c in vector.items()}, False))
    hypotheses = [_read(text) for text in given]
    named = [vector for vector, _ in targets] + [vector for rows in hypotheses for vector, _ in rows]
    old = {name for vector in named for names in vector for name in names}
    auxiliary = []
    for a in certificate.auxiliaries:
        auxiliary.append(_granted(a, given, old))
        old |= set(a.names)
    sums: list[Vector] = [{} for _ in targets]
    strict = [False] * len(targets)
    if len(certificate.rows) != len(certificate.multipliers):
        return False
    cache: dict[tuple[str, bool], tuple[Vector, str]] = {}
    for row, multiplier in zip(certificate.rows, certificate.multipliers, strict=True):
        if not 0 <= row.line < len(targets):
            return False
        key = row.text, row.reason == ELEMENTAL
        if key not in cache:
            cache[key] = _elemental(row.text) if key[1] else _read(row.text)[0]
        vector, sign = cache[key]
        if not _holds(row, vector, sign, hypotheses, auxiliary):
            return False
        if multiplier < 0 and sign != "=":
            return False
        total = sums[row.line]
        for names, c in vector.items():
            total[names] = total.get(names, Fraction(0)) + c * multiplier
        strict[row.line] |= multiplier > 0 and (sign == ">" or row.reason == CONSTANT)
    return all(
        {n: c for n, c in total.items() if c} == {n: c for n, c in target.items() if c} and (positive or not needs)
        for total, (target, needs), positive in zip(sums, targets, strict, strict=True)
    )


def _holds(row: Row, vector: Vector, sign: str, hypotheses: list[Any], auxiliary: list[Any]) -> bool:
    if row.reason == ELEMENTAL:
        return True  # by its form, see _elemental
    if row.reason == CONSTANT:
        return vector == {frozenset(): Fraction(1)} and sign in (">=", ">")
    kind, _, number = row.reason.partition(" ")
    pool = {"given": hypotheses, "auxiliary": auxiliary}.get(kind)
    return pool is not None and 0 <= int(number) < len(pool) and (vector, sign) in pool[int(number)]


_FORM = re.compile(r"(?:I\((?P<a>[^,;|()]+);(?P<b>[^,;|()]+)|H\((?P<h>[^,;|()]+))(?:\|(?P<c>[^;|()]+))?\) >= 0")


def _elemental(text: str) -> tuple[Vector, str]:
    """I(a;b|K) >= 0 or H(a|K) >= 0 with single distinct variables a, b outside K: non-negative for every joint."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise _Unreadable(text)
    given = frozenset(match["c"].split(",")) if match["c"] else frozenset()
    singles = [match["h"]] if match["h"] else [match["a"], match["b"]]
    if len(set(singles)) != len(singles) or given & set(singles):
        raise _Unreadable(text)
    if match["h"]:
        vector = {given | {singles[0]}: Fraction(1), given: Fraction(-1)}
    else:
        a, b = singles
        vector = {given | {a}: Fraction(1), given | {b}: Fraction(1), given | {a, b}: Fraction(-1), given: Fraction(-1)}
    vector.pop(frozenset(), None)
    return vector, ">="


def _granted(a: Auxiliary, given: Sequence[str], old: set[str]) -> list[tuple[Vector, str]]:
    """The rows that an auxiliary variable brings, once its names are new and its preconditions certified."""
    if set(a.names) & old or len(set(a.names)) != len(a.names) or not set(a.of) | set(a.over) <= old:
        raise _Unreadable(f"auxiliary {a.names}")
    if a.kind == "copy":
        if len(a.names) != len(a.of) or set(a.of) & set(a.over) or len(set(a.of)) != len(a.of):
            raise _Unreadable("copy")
        rows = []
        pairs = dict(zip(a.of, a.names, strict=True))
        for size in range(1, len(a.of) + 1):
            for chosen in combinations(a.of, size):
                for beside in _subsets(a.over):
                    copied = frozenset(pairs[name] for name in chosen) | beside
                    rows.append(({copied: Fraction(1), frozenset(chosen) | beside: Fraction(-1)}, "="))
        rest = old - set(a.over)
        rows.append((_information([frozenset(a.names), frozenset(rest)], frozenset(a.over)), "="))
        return rows
    if a.kind == "common part" and len(a.names) == 1 and len(a.of) == 3 and len(a.preconditions) == 2:
        (u,), (y, b, c) = a.names, a.of
        first, second = f"I({y};{b}|{c}) = 0", f"I({y};{c}|{b}) = 0"
        for text, certificate in zip((first, second), a.preconditions, strict=True):
            if certificate.auxiliaries or not _adds_up(certificate, (text,), given):
                raise _Unreadable("common part")
        names = [frozenset((name,)) for name in (y, b, c, u)]
        return [
            (_entropy(names[3], names[1]), "="),
            (_entropy(names[3], names[2]), "="),
            (_information([names[0], names[1] | names[2]], names[3]), "="),
        ]
    raise _Unreadable(a.kind)


def _subsets(names: Iterable[str]) -> list[frozenset[str]]:
    names = tuple(names)
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]


# the reader: every line becomes rows (vector, sign) with sign one of >=, >, =


def _lines(goal: Any) -> tuple[str, ...]:
    return (goal,) if isinstance(goal, str) else tuple(goal)


def _directed(text: str) -> list[str]:
    if re.search(r"->|→|_\|_|⊥|⫫", text) or not re.search(r"<|>|≤|≥", text):
        return [side for _ in _read(text) for side in (f"{text} (>=)", f"{text} (<=)")]
    return [text if len(_read(text)) == 1 else f"{text} (part {k + 1})" for k in range(len(_read(text)))]


def _read(text: str) -> list[tuple[Vector, str]]:
    for written, plain in {
        "→": "->",
        "≤": "<=",
        "≥": ">=",
        "⊥": "_|_",
        "⫫": "_|_",
        "−": "-",
        "·": "*",
        "∣": "|",
    }.items():
        text = text.replace(written, plain)
    text = re.sub(r"\s+", " ", text.strip())
    if "->" in text:
        groups = [_names(part) for part in text.split("->")]
        if len(groups) < 3:
            raise _Unreadable(text)
        return [
            (_information([frozenset().union(*groups[:i]), frozenset().union(*groups[i + 1 :])], groups[i]), "=")
            for i in range(1, len(groups) - 1)
        ]
    if "_|_" in text:
        head, _, condition = text.replace("_|_", "\0").partition("|")
        groups = [_names(part) for part in head.split("\0")]
        given = _names(condition) if condition else frozenset()
        return [(_information([frozenset().union(*groups[:i]), groups[i]], given), "=") for i in range(1, len(groups))]
    functional = re.fullmatch(r"([^=<>]+)=\s*(?:(?!(?:H|I|TC)\()[^\W\d][\w']*\(([^;|()]*)\)|function of (.+))", text)
    if functional:
        return [(_entropy(_names(functional[1]), _names(functional[2] or functional[3])), "=")]
    pieces = re.split(r"(<=|>=|==|=|<|>)", text)
    if len(pieces) < 3:
        raise _Unreadable(text)
    sides = [_sum(piece) for piece in pieces[::2]]
    rows = []
    for k, relation in enumerate(pieces[1::2]):
        low, high = (sides[k + 1], sides[k]) if relation.startswith((">", "=")) else (sides[k], sides[k + 1])
        sign = "=" if relation.startswith("=") else relation.replace("<", ">")
        rows.append((_plus(high, low, Fraction(-1)), sign))
    return rows


def _names(text: str) -> frozenset[str]:
    names = [name.strip() for name in text.replace("(", " ").replace(")", " ").split(",")]
    if not all(re.fullmatch(r"[^\W\d][\w']*", name) for name in names):
        raise _Unreadable(text)
    return frozenset(names)


def _sum(text: str) -> Vector:
    """A sum of products of numbers and at most one information, with parentheses, read from right to left."""
    depth, start = 0, 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0 and text[at] in "+-" and text[:at].strip():
            return _plus(_sum(text[:at]), _product(text[at + 1 :]), Fraction(1 if text[at] == "+" else -1))
    text = text.strip()
    if text[:1] in ("+", "-"):
        return _plus({}, _product(text[1:]), Fraction(1 if text[0] == "+" else -1))
    return _product(text[start:])


_FACTOR = re.compile(
    r"\s*(?:(?P<over>[*/])\s*)?(?:(?P<number>\d+(?:\.\d+)?)|(?P<kind>TC|H|I)\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?P<open>\())"
)


def _product(text: str) -> Vector:
    total: Vector = {frozenset(): Fraction(1)}
    at = 0
    if not text.strip():
        raise _Unreadable(text)
    while text[at:].strip():
        match = _FACTOR.match(text, at)
        if match is None:
            raise _Unreadable(text)
        at = match.end()
        if match["open"]:
            depth, end = 1, at
            while depth:
                depth += (text[end] == "(") - (text[end] == ")")
                end += 1
            factor, at = _sum(text[at : end - 1]), end
        else:
            number = match["number"]
            factor = {frozenset(): Fraction(number)} if number else _measure(match["kind"], match["inside"])
        if match["over"] == "/":
            if set(factor) != {frozenset()}:
                raise _Unreadable(text)
            factor = {frozenset(): 1 / factor[frozenset()]}
        small, large = (total, factor) if set(total) <= {frozenset()} else (factor, total)
        if not set(small) <= {frozenset()}:
            raise _Unreadable(text)
        total = {names: c * small.get(frozenset(), Fraction(0)) for names, c in large.items()}
    return {names: c for names, c in total.items() if c}


def _measure(kind: str, inside: str) -> Vector:
    head, _, condition = inside.partition("|")
    given = _names(condition) if condition else frozenset()
    groups = [_names(part) for part in head.split(";")]
    if kind == "H" and len(groups) == 1:
        return _entropy(groups[0], given)
    if kind == "I" and len(groups) > 1:
        return _information(groups, given)
    if kind == "TC":
        parts = groups if len(groups) > 1 else [frozenset((name,)) for name in groups[0]]
        total: Vector = {}
        for part in parts:
            total = _plus(total, _entropy(part, given), Fraction(1))
        return _plus(total, _entropy(frozenset().union(*parts), given), Fraction(-1))
    raise _Unreadable(inside)


def _entropy(names: frozenset[str], given: frozenset[str] = frozenset()) -> Vector:
    return _plus(_joint(names | given), _joint(given), Fraction(-1))


def _information(groups: list[frozenset[str]], given: frozenset[str]) -> Vector:
    """I(g1; ...; gk | given) = I(g1; ...; gk-1 | given) - I(g1; ...; gk-1 | gk, given)."""
    if len(groups) == 1:
        return _entropy(groups[0], given)
    without = _information(groups[:-1], given)
    return _plus(without, _information(groups[:-1], given | groups[-1]), Fraction(-1))


def _joint(names: frozenset[str]) -> Vector:
    return {names: Fraction(1)} if names else {}


def _plus(a: Vector, b: Vector, factor: Fraction) -> Vector:
    total = dict(a)
    for names, c in b.items():
        total[names] = total.get(names, Fraction(0)) + c * factor
    return {names: c for names, c in total.items() if c}
