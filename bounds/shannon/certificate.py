"""The certificate of a proof, and its checker: every term is read again from its text and added up, exactly.

Over joint entropies of the original variables, with a reader of its own; nothing of the search is used here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any

from bounds.shannon.checker_grammar import Unreadable, Vector, entropy, information, read
from bounds.shannon.typeset import latex, latex_number, latex_words

ELEMENTAL, CONSTANT = "elemental", "constant"
_NAME = r"[^\W\d][\w']*"


@dataclass(frozen=True)
class Term:
    """What a multiplier stands before: an elemental inequality, a hypothesis, a constant or an auxiliary's row.

    `text` says it, `reason` why it holds: elemental, `given k`, constant or `auxiliary k`. `line`: which inequality of
    the goal it helps to prove; an equality is two of them.

    >>> Term(line=0, text="I(x;y) = 0", reason="given 0")
    Term(line=0, text='I(x;y) = 0', reason='given 0')
    """

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Auxiliary:
    """A new variable that any joint distribution can be extended by, and the rows that it brings.

    kind "copy": `names` are new copies of `of`, given `over`, independent of everything else (the copy lemma of Zhang
    and Yeung). `preconditions`, two by two: I(a;b|c) = 0 for a copied a and c in `over`, and I(a;b) = 0 or
    H(c|a,b) = 0; the copy a' then keeps the dependence, H(c|a',b) <= H(c|a,b) (see `_kept`). kind "common part": one
    new variable u for a -> b -> c and a -> c -> b, of = (a, b, c): a function of b and of c with a _|_ (b,c) | u
    (double Markov property); `preconditions` certify the two chains. A step may use the variables of earlier ones.

    >>> Auxiliary("copy", names=("a'",), of=("a",), over=("b", "c")).preconditions
    ()
    """

    kind: str
    names: tuple[str, ...]
    of: tuple[str, ...]
    over: tuple[str, ...] = ()
    preconditions: tuple["ShannonCertificate", ...] = ()


@dataclass(frozen=True)
class ShannonCertificate:
    """Goal lines as sums of `multipliers` times `terms`; see `verify`.

    >>> term = Term(0, "I(x;y) >= 0", ELEMENTAL)
    >>> certificate = ShannonCertificate(("2 I(x;y) >= 0",), (), (term,), (Fraction(2),))
    >>> certificate.verify(), certificate.verify("I(x;y) >= 0")
    (True, False)
    >>> print(certificate)
    2 I(x;y) >= 0, because it is the sum of
        2 x [I(x;y) >= 0]    informations and entropies are never negative
    >>> ShannonCertificate.from_json(certificate.to_json()) == certificate
    True
    >>> certificate.to_latex().startswith(r"\\begin{aligned}&2 I(x;y) \\ge  0 && \\text{because")
    True
    """

    goal: tuple[str, ...]
    given: tuple[str, ...]
    terms: tuple[Term, ...]
    multipliers: tuple[Fraction, ...]
    auxiliaries: tuple[Auxiliary, ...] = ()

    def verify(self, formula: Any = None, hypotheses: Sequence[Any] = ()) -> bool:
        """Whether the terms add up to the goal, coefficient by coefficient.

        With a formula (an Informational, or goal lines as text): whether they add up to its goal under its own
        hypotheses. `hypotheses` are the reading's words and are not needed.
        """
        goal, given = self.goal, self.given
        if formula is not None:
            asked = getattr(formula, "goal", formula)
            goal = (asked,) if isinstance(asked, str) else tuple(asked)
            given = tuple(getattr(formula, "given", self.given))
            if getattr(formula, "exists", ()):
                return False
        try:
            return adds_up(self, goal, given)
        except (Unreadable, ValueError, ZeroDivisionError, IndexError, RecursionError):
            return False

    @property
    def used(self) -> tuple[str, ...]:
        """The hypotheses that the proof uses.

        >>> hypothesis = Term(0, "I(x;y) = 0", "given 1")
        >>> ShannonCertificate(("I(x;y) <= 0",), ("H(x) > 0", "x _|_ y"), (hypothesis,), (Fraction(-1),)).used
        ('x _|_ y',)
        """
        own = (self, *(one for a in self.auxiliaries for one in a.preconditions))
        numbers = {int(t.reason.split()[1]) for one in own for t in one.terms if t.reason.startswith("given ")}
        return tuple(self.given[number] for number in sorted(numbers))

    @property
    def equality(self) -> tuple[str, ...]:
        """What makes both sides of the goal equal: every term that is not an equation itself vanishes.

        >>> term = Term(0, "I(x;y|z) >= 0", ELEMENTAL)
        >>> ShannonCertificate(("2 I(x;y|z) >= 0",), (), (term,), (Fraction(2),)).equality
        ('I(x;y|z) = 0',)
        """
        texts = (t.text for t, m in zip(self.terms, self.multipliers, strict=True) if m)
        weak = (text for text in texts if re.search("[<>≤≥]", text.replace("->", "")))
        return tuple(dict.fromkeys(re.sub("<=|>=|≤|≥|[<>]", "=", text) for text in weak))

    @property
    def lines(self) -> tuple[str, ...]:
        """The derivation: one term a line, each with its reason."""
        sides = [text for goal in self.goal for text in _directed(goal)]
        text = [line for a in self.auxiliaries for line in _introduction(a)]
        for line, side in enumerate(sides):
            parts = [
                f"    {multiplier} x [{term.text}]    {self._because(term)}"
                for term, multiplier in zip(self.terms, self.multipliers, strict=True)
                if term.line == line
            ]
            reason = "it is the sum of" if parts else "its sides are the same joint entropies"
            text += [f"{side}, because {reason}", *parts]
        return tuple(text)

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def to_latex(self) -> str:
        """The derivation as an aligned environment: each line of the goal, then its terms with their reasons."""
        rows = []
        for line in self.lines:
            whole = re.fullmatch(r"    (\S+) x \[(.+)\]    (.+)", line)
            if whole:
                rows.append(rf"&{latex_number(whole[1])}\cdot\bigl[{latex(whole[2])}\bigr] && {latex_words(whole[3])}")
            else:
                goal, _, reason = line.partition(", because ")
                rows.append(rf"&{latex(goal)} && {latex_words('because ' + reason)}" if reason else latex_words(line))
        return r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"${self.to_latex()}$"

    def _because(self, term: Term) -> str:
        kind, _, number = term.reason.partition(" ")
        if kind == "given":
            return f"hypothesis {int(number) + 1}: {self.given[int(number)]}"
        if kind == "auxiliary":
            return f"by the choice of {', '.join(self.auxiliaries[int(number)].names)}"
        return "a constant" if kind == CONSTANT else "informations and entropies are never negative"

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "Shannon proof",
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
                {"line": term.line, "multiplier": str(multiplier), "row": term.text, "reason": term.reason}
                for term, multiplier in zip(self.terms, self.multipliers, strict=True)
            ],
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ShannonCertificate":
        """The certificate that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            return cls(
                tuple(data["goal"]),
                tuple(data["given"]),
                tuple(Term(row["line"], row["row"], row["reason"]) for row in data["rows"]),
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
        except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise ValueError(f"data: is not a certificate ({type(error).__name__}: {error})") from None


def _introduction(a: Auxiliary) -> list[str]:
    if a.kind != "copy":
        return [f"let {a.names[0]} be the common part of {a.of[1]} and {a.of[2]} (double Markov property of {a.of[0]})"]
    names, of, over = (", ".join(part) for part in (a.names, a.of, a.over))
    text = [f"let {names} be a copy of {of} given {over}, independent of all else given {over} (copy lemma)"]
    new = dict(zip(a.of, a.names, strict=True))
    for first, second in zip(a.preconditions[::2], a.preconditions[1::2], strict=True):
        x, y, z = re.findall(_NAME, first.goal[0])[1:]
        text.append(f"H({z}|{new[x]},{y}) <= H({z}|{x},{y}), since {first.goal[0]} and {second.goal[0]}")
    return text


def _directed(text: str) -> list[str]:
    if re.search(r"->|→|_\|_|⊥|⫫", text) or not re.search(r"<|>|≤|≥", text):
        return [side for _ in read(text) for side in (f"{text} (>=)", f"{text} (<=)")]
    return [text if len(read(text)) == 1 else f"{text} (part {k + 1})" for k in range(len(read(text)))]


def adds_up(certificate: ShannonCertificate, goal: Sequence[str], given: Sequence[str]) -> bool:
    """Whether the certificate's terms, each of them valid, add up to every line of the goal under the hypotheses.

    Raises Unreadable, ValueError, ZeroDivisionError, IndexError or RecursionError where a text cannot be read at all.

    >>> nothing = ShannonCertificate((), (), (), ())
    >>> adds_up(nothing, ["I(x;y) = H(x) + H(y) - H(x,y)"], given=[]), adds_up(nothing, ["I(x;y) >= 0"], given=[])
    (True, False)
    """
    targets: list[tuple[Vector, bool]] = []  # (vector, strict)
    for text in goal:
        for vector, sign in read(text):
            targets.append((vector, sign == ">"))
            if sign == "=":
                targets.append(({names: -c for names, c in vector.items()}, False))
    hypotheses = [read(text) for text in given]
    named = [vector for vector, _ in targets] + [vector for rows in hypotheses for vector, _ in rows]
    old = {name for vector in named for names in vector for name in names}
    auxiliary = []
    for a in certificate.auxiliaries:
        auxiliary.append(_granted(a, given, old))
        old |= set(a.names)
    sums: list[Vector] = [{} for _ in targets]
    strict = [False] * len(targets)
    if len(certificate.terms) != len(certificate.multipliers):
        return False
    unit = lcm(*(m.denominator for m in certificate.multipliers))  # the sums are of whole numbers: that many times all
    cache: dict[tuple[str, bool], tuple[Vector, str]] = {}
    for term, multiplier in zip(certificate.terms, certificate.multipliers, strict=True):
        if not 0 <= term.line < len(targets):
            return False
        key = term.text, term.reason == ELEMENTAL
        if key not in cache:
            cache[key] = _elemental(term.text) if key[1] else read(term.text)[0]
        vector, sign = cache[key]
        if not _holds(term, vector, sign, hypotheses, auxiliary):
            return False
        if multiplier < 0 and sign != "=":
            return False
        total, times = sums[term.line], multiplier.numerator * (unit // multiplier.denominator)
        for names, c in vector.items():
            total[names] = total.get(names, 0) + c * times
        strict[term.line] |= multiplier > 0 and (sign == ">" or term.reason == CONSTANT)
    return all(
        {n: c for n, c in total.items() if c} == {n: c * unit for n, c in target.items() if c}
        and (positive or not needs)
        for total, (target, needs), positive in zip(sums, targets, strict, strict=True)
    )


def _holds(term: Term, vector: Vector, sign: str, hypotheses: list[Any], auxiliary: list[Any]) -> bool:
    if term.reason == ELEMENTAL:
        return True  # by its form, see _elemental
    if term.reason == CONSTANT:
        return vector == {frozenset(): 1} and sign in (">=", ">")
    kind, _, number = term.reason.partition(" ")
    pool = {"given": hypotheses, "auxiliary": auxiliary}.get(kind)
    return pool is not None and 0 <= int(number) < len(pool) and (vector, sign) in pool[int(number)]


_FORM = re.compile(r"(?:I\((?P<a>[^,;|()]+);(?P<b>[^,;|()]+)|H\((?P<h>[^,;|()]+))(?:\|(?P<c>[^;|()]+))?\) >= 0")


def _elemental(text: str) -> tuple[Vector, str]:
    """I(a;b|K) >= 0 or H(a|K) >= 0 with single distinct variables a, b outside K: non-negative for every joint."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise Unreadable(text)
    given = frozenset(match["c"].split(",")) if match["c"] else frozenset()
    singles = [match["h"]] if match["h"] else [match["a"], match["b"]]
    if len(set(singles)) != len(singles) or given & set(singles):
        raise Unreadable(text)
    if match["h"]:
        vector: Vector = {given | {singles[0]}: 1, given: -1}
    else:
        a, b = singles
        vector = {given | {a}: 1, given | {b}: 1, given | {a, b}: -1, given: -1}
    vector.pop(frozenset(), None)
    return vector, ">="


def _granted(a: Auxiliary, given: Sequence[str], old: set[str]) -> list[tuple[Vector, str]]:
    """The rows that an auxiliary variable brings, once its names are new and its preconditions certified."""
    if set(a.names) & old or len(set(a.names)) != len(a.names) or not set(a.of) | set(a.over) <= old:
        raise Unreadable(f"auxiliary {a.names}")
    if a.kind == "copy":
        if len(a.names) != len(a.of) or set(a.of) & set(a.over) or len(set(a.of)) != len(a.of):
            raise Unreadable("copy")
        rows: list[tuple[Vector, str]] = []
        pairs = dict(zip(a.of, a.names, strict=True))
        for size in range(1, len(a.of) + 1):
            for chosen in combinations(a.of, size):
                for beside in _subsets(a.over):
                    copied = frozenset(pairs[name] for name in chosen) | beside
                    rows.append(({copied: 1, frozenset(chosen) | beside: -1}, "="))
        rest = old - set(a.over)
        rows.append((information([frozenset(a.names), frozenset(rest)], frozenset(a.over)), "="))
        for first, second in zip(a.preconditions[::2], a.preconditions[1::2], strict=True):
            rows.append(_kept(a, first, second, given, old))
        return rows
    if a.kind == "common part" and len(a.names) == 1 and len(a.of) == 3 and len(a.preconditions) == 2:
        (u,), (y, b, c) = a.names, a.of
        chains = f"I({y};{b}|{c}) = 0", f"I({y};{c}|{b}) = 0"
        for text, certificate in zip(chains, a.preconditions, strict=True):
            if certificate.auxiliaries or not adds_up(certificate, (text,), given):
                raise Unreadable("common part")
        names = [frozenset((name,)) for name in (y, b, c, u)]
        return [
            (entropy(names[3], names[1]), "="),
            (entropy(names[3], names[2]), "="),
            (information([names[0], names[1] | names[2]], names[3]), "="),
        ]
    raise Unreadable(a.kind)


def _kept(
    a: Auxiliary, first: ShannonCertificate, second: ShannonCertificate, given: Sequence[str], old: set[str]
) -> tuple[Vector, str]:
    """H(c|a',b) <= H(c|a,b) for the copy a' of a given c and others, where I(a;b|c) = 0 and I(a;b) = 0 or H(c|a,b) = 0.

    (a',c) and (b,c) have the laws of (a,c) and (b,c). So where p(a',b,c) > 0 there p(a,b,c) = p(a,c) p(b,c) / p(c) > 0,
    and by Gibbs H(c|a',b) <= -E' log p(c|a,b): nothing where c is a function of a and b; where a and b are independent
    H(a,c) + H(b,c) - H(c) - H(a) - H(b), which is H(c|a,b).
    """
    named = re.fullmatch(rf"I\(({_NAME});({_NAME})\|({_NAME})\) = 0", first.goal[0])
    if named is None or len(set(named.groups())) < 3 or not set(named.groups()) <= old:
        raise Unreadable("copy")
    x, y, z = named.groups()
    if x not in a.of or z not in a.over or second.goal[0] not in (f"I({x};{y}) = 0", f"H({z}|{x},{y}) = 0"):
        raise Unreadable("copy")
    if any(one.auxiliaries or not adds_up(one, one.goal[:1], given) for one in (first, second)):
        raise Unreadable("copy")
    new = frozenset((dict(zip(a.of, a.names, strict=True))[x], y))
    return {frozenset((x, y, z)): 1, frozenset((x, y)): -1, new | {z}: -1, new: 1}, ">="


def _subsets(names: Iterable[str]) -> list[frozenset[str]]:
    names = tuple(names)
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]
