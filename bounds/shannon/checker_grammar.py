"""The checker's own reader: a line of the grammar as rows over joint entropies. Nothing of the search is used here."""

import re
from fractions import Fraction

Number = int | Fraction  # whole where it can be: sums of whole numbers are quick
Vector = dict[frozenset[str], Number]  # the key of no names holds the constant, in nats
ONE: Vector = {frozenset(): 1}
PLAIN = {"→": "->", "≤": "<=", "≥": ">=", "⊥": "_|_", "⫫": "_|_", "−": "-", "·": "*", "∣": "|"}


class Unreadable(Exception):
    """The text is no line of the grammar."""


def read(text: str) -> list[tuple[Vector, str]]:
    for written, plain in PLAIN.items():
        text = text.replace(written, plain)
    text = re.sub(r"\s+", " ", text.strip())
    if "->" in text:
        groups = [_names(part) for part in text.split("->")]
        if len(groups) < 3:
            raise Unreadable(text)
        return [
            (information([frozenset().union(*groups[:i]), frozenset().union(*groups[i + 1 :])], groups[i]), "=")
            for i in range(1, len(groups) - 1)
        ]
    if "_|_" in text:
        head, _, condition = text.replace("_|_", "\0").partition("|")
        groups = [_names(part) for part in head.split("\0")]
        given = _names(condition) if condition else frozenset()
        return [(information([frozenset().union(*groups[:i]), groups[i]], given), "=") for i in range(1, len(groups))]
    functional = re.fullmatch(r"([^=<>]+)==?\s*(?:(?!(?:H|I|TC) ?\()[^\W\d][\w']* ?\((.+)\)|function of (.+))", text)
    if functional:
        return [(entropy(_names(functional[1]), _names(functional[2] or functional[3])), "=")]
    pieces = re.split(r"(<=|>=|==|=|<|>)", text)
    if len(pieces) < 3:
        raise Unreadable(text)
    sides = [_sum(piece) for piece in pieces[::2]]
    rows = []
    for k, relation in enumerate(pieces[1::2]):
        low, high = (sides[k + 1], sides[k]) if relation.startswith((">", "=")) else (sides[k], sides[k + 1])
        sign = "=" if relation.startswith("=") else relation.replace("<", ">")
        rows.append((_minus(high, low), sign))
    return rows


def _names(text: str) -> frozenset[str]:
    return frozenset(_listed(text))


def _listed(text: str) -> list[str]:
    names = [name.strip() for name in text.replace("(", " ").replace(")", " ").split(",")]
    if not all(re.fullmatch(r"[^\W\d][\w']*", name) for name in names):
        raise Unreadable(text)
    return names


def _sum(text: str) -> Vector:
    """A sum of products of numbers and at most one information, with parentheses, read from right to left."""
    if not text.strip():
        raise Unreadable(text)
    total: Vector = {}
    depth, end = 0, len(text)
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0 and text[at] in "+-" and not re.search(r"\d[eE]$", text[:at]):  # 1e-3 is one number
            total = (_plus if text[at] == "+" else _minus)(total, _product(text[at + 1 : end]))
            end = at
    # nothing stands before a sign that opens the sum
    return _plus(total, _product(text[:end])) if text[:end].strip() else total


_NUMBER = r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?!\d))?"
_FACTOR = re.compile(rf"\s*(?:(?P<over>[*/])\s*)?(?:(?P<number>{_NUMBER})|(?P<kind>TC|H|I)?\s*(?P<open>\())")


def _product(text: str) -> Vector:
    total: Vector = ONE
    at = 0
    if not text.strip():
        raise Unreadable(text)
    while text[at:].strip():
        match = _FACTOR.match(text, at)
        if match is None:
            raise Unreadable(text)
        at = match.end()
        if match["open"]:
            depth, end = 1, at
            while depth:
                depth += (text[end] == "(") - (text[end] == ")")
                end += 1
            inside, at = text[at : end - 1], end
            factor = _measure(match["kind"], inside) if match["kind"] else _sum(inside)
        else:
            number = Fraction(match["number"])
            factor = {frozenset(): _whole(number)} if number else {}
        if match["over"] == "/":
            if set(factor) != {frozenset()}:
                raise Unreadable(text)
            factor = {frozenset(): _whole(1 / Fraction(factor[frozenset()]))}
        if total == ONE:
            total = factor
            continue
        small, large = (total, factor) if set(total) <= {frozenset()} else (factor, total)
        if not set(small) <= {frozenset()}:
            raise Unreadable(text)
        scale = small.get(frozenset(), 0)
        total = {names: c * scale for names, c in large.items() if scale}
    return total


def _measure(kind: str, inside: str) -> Vector:
    head, _, condition = inside.partition("|")
    given = _names(condition) if condition else frozenset()
    groups = [_names(part) for part in head.split(";")]
    if kind == "H" and len(groups) == 1:
        return entropy(groups[0], given)
    if kind == "I" and len(groups) > 1:
        return information(groups, given)
    if kind == "TC":
        parts = groups if len(groups) > 1 else [frozenset((name,)) for name in _listed(head)]
        total: Vector = {}
        for part in parts:
            total = _plus(total, entropy(part, given))
        return _minus(total, entropy(frozenset().union(*parts), given))
    raise Unreadable(inside)


def entropy(names: frozenset[str], given: frozenset[str] = frozenset()) -> Vector:
    return _minus(_joint(names | given), _joint(given))


def information(groups: list[frozenset[str]], given: frozenset[str]) -> Vector:
    """I(g1; ...; gk | given) = I(g1; ...; gk-1 | given) - I(g1; ...; gk-1 | gk, given)."""
    if len(groups) == 1:
        return entropy(groups[0], given)
    without = information(groups[:-1], given)
    return _minus(without, information(groups[:-1], given | groups[-1]))


def _joint(names: frozenset[str]) -> Vector:
    return {names: 1} if names else {}


def _whole(number: Fraction) -> Number:
    return number.numerator if number.denominator == 1 else number


def _plus(a: Vector, b: Vector) -> Vector:
    total = dict(a)
    for names, c in b.items():
        total[names] = total.get(names, 0) + c
    return {names: c for names, c in total.items() if c}


def _minus(a: Vector, b: Vector) -> Vector:
    return _plus(a, {names: -c for names, c in b.items()})
