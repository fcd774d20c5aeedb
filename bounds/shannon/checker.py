"""The checker of certificates: every row is read again from its text and added up in exact arithmetic.

Over joint entropies of the original variables, with a reader of its own; nothing of the search is used here.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bounds.shannon.checker_grammar import Unreadable, Vector, entropy, information, read

if TYPE_CHECKING:
    from bounds.shannon.certificate import Auxiliary, Certificate, Row

ELEMENTAL, CONSTANT = "elemental", "constant"


def adds_up(certificate: "Certificate", goal: Sequence[str], given: Sequence[str]) -> bool:
    """Whether the certificate's rows, each of them valid, add up to every line of the goal under the hypotheses."""
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
    if len(certificate.rows) != len(certificate.multipliers):
        return False
    cache: dict[tuple[str, bool], tuple[Vector, str]] = {}
    for row, multiplier in zip(certificate.rows, certificate.multipliers, strict=True):
        if not 0 <= row.line < len(targets):
            return False
        key = row.text, row.reason == ELEMENTAL
        if key not in cache:
            cache[key] = _elemental(row.text) if key[1] else read(row.text)[0]
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


def _holds(row: "Row", vector: Vector, sign: str, hypotheses: list[Any], auxiliary: list[Any]) -> bool:
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
        raise Unreadable(text)
    given = frozenset(match["c"].split(",")) if match["c"] else frozenset()
    singles = [match["h"]] if match["h"] else [match["a"], match["b"]]
    if len(set(singles)) != len(singles) or given & set(singles):
        raise Unreadable(text)
    if match["h"]:
        vector = {given | {singles[0]}: Fraction(1), given: Fraction(-1)}
    else:
        a, b = singles
        vector = {given | {a}: Fraction(1), given | {b}: Fraction(1), given | {a, b}: Fraction(-1), given: Fraction(-1)}
    vector.pop(frozenset(), None)
    return vector, ">="


def _granted(a: "Auxiliary", given: Sequence[str], old: set[str]) -> list[tuple[Vector, str]]:
    """The rows that an auxiliary variable brings, once its names are new and its preconditions certified."""
    if set(a.names) & old or len(set(a.names)) != len(a.names) or not set(a.of) | set(a.over) <= old:
        raise Unreadable(f"auxiliary {a.names}")
    if a.kind == "copy":
        if len(a.names) != len(a.of) or set(a.of) & set(a.over) or len(set(a.of)) != len(a.of):
            raise Unreadable("copy")
        rows = []
        pairs = dict(zip(a.of, a.names, strict=True))
        for size in range(1, len(a.of) + 1):
            for chosen in combinations(a.of, size):
                for beside in _subsets(a.over):
                    copied = frozenset(pairs[name] for name in chosen) | beside
                    rows.append(({copied: Fraction(1), frozenset(chosen) | beside: Fraction(-1)}, "="))
        rest = old - set(a.over)
        rows.append((information([frozenset(a.names), frozenset(rest)], frozenset(a.over)), "="))
        return rows
    if a.kind == "common part" and len(a.names) == 1 and len(a.of) == 3 and len(a.preconditions) == 2:
        (u,), (y, b, c) = a.names, a.of
        first, second = f"I({y};{b}|{c}) = 0", f"I({y};{c}|{b}) = 0"
        for text, certificate in zip((first, second), a.preconditions, strict=True):
            if certificate.auxiliaries or not adds_up(certificate, (text,), given):
                raise Unreadable("common part")
        names = [frozenset((name,)) for name in (y, b, c, u)]
        return [
            (entropy(names[3], names[1]), "="),
            (entropy(names[3], names[2]), "="),
            (information([names[0], names[1] | names[2]], names[3]), "="),
        ]
    raise Unreadable(a.kind)


def _subsets(names: Iterable[str]) -> list[frozenset[str]]:
    names = tuple(names)
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]
