"""The paper's statements about informations, for both provers."""

import re
from collections.abc import Callable
from functools import reduce
from typing import Any

from bounds.claims.formula import Informational
from bounds.ledger import LEDGER


def formulas(kind: str) -> list[Informational]:
    """The ledger's claims about informations without a parameter or a supplied variable, of one kind.

    "true": with a Shannon-type proof; "not plainly Shannon": proved with an auxiliary variable alone; "false".
    """
    from bounds.shannon import prove

    found = []
    for statement in LEDGER:
        for reading in statement.readings:
            formula = reading.formula
            if not isinstance(formula, Informational) or formula.exists or "beta" in " ".join(formula.goal):
                continue
            plainly = prove(formula.goal, formula.given, search=False).verdict == "proved"
            proved = plainly or prove(formula.goal, formula.given, auxiliary=True).verdict == "proved"
            if kind == ("true" if plainly else "not plainly Shannon" if proved else "false"):
                found.append(formula)
    return found


def in_psitip(formula: Informational) -> Callable[[], bool]:
    """The same question to psitip; its region is built inside the call, as ours is."""
    from psitip import H, I, markov, rv

    names = sorted(set(re.findall(r"\b[a-zA-Z]\w*\b(?!\()", " ".join((*formula.goal, *formula.given)))))

    def joined(group: str, v: dict[str, Any]) -> Any:
        return reduce(lambda a, b: a + b, [v[name.strip()] for name in group.strip(" ()").split(",")])

    def side(text: str, v: dict[str, Any]) -> Any:
        def measured(match: re.Match[str]) -> str:
            parts = [f"joined({group!r}, v)" for group in match["inside"].split("|")[0].split(";")]
            condition = match["inside"].partition("|")[2]
            given = f" | joined({condition!r}, v)" if condition else ""
            if match["kind"] == "TC":
                names = match["inside"].split("|")[0].split(",")
                single = [f"H(joined({name!r}, v){given})" for name in names]
                return f"({' + '.join(single)} - H({parts[0]}{given}))"
            return f"{match['kind']}({' & '.join(parts)}{given})"

        code = re.sub(r"(?P<kind>TC|H|I)\((?P<inside>[^()]*)\)", measured, text)
        code = re.sub(r"(?<=\d)\s+(?=[HI])", " * ", code)  # `1/4 I(..)` is a product
        return eval(code.strip(), {"H": H, "I": I, "joined": joined, "v": v})

    def line(text: str, v: dict[str, Any]) -> Any:
        if "->" in text:
            return markov(*(joined(group, v) for group in text.split("->")))
        if "_|_" in text:
            head, _, condition = text.replace("_|_", "\0").partition("|")
            groups = [joined(group, v) for group in head.split("\0")]
            if condition:
                return I(groups[0] & groups[1] | joined(condition, v)) == 0
            return reduce(
                lambda a, b: a & b,
                [I(reduce(lambda p, q: p + q, groups[:k]) & groups[k]) == 0 for k in range(1, len(groups))],
            )
        if functional := re.fullmatch(r"([^=<>]+)= (?!TC|H|I)\w+\((.*)\)", text):
            return H(joined(functional[1], v) | joined(functional[2], v)) == 0
        pieces = re.split(r"(<=|>=|=|<|>)", text)
        sides = [side(piece, v) for piece in pieces[::2]]
        relations = []
        for k, relation in enumerate(pieces[1::2]):
            low, high = sides[k : k + 2]
            relations.append(
                low <= high if relation in ("<=", "<") else low >= high if relation in (">=", ">") else low == high
            )
        return reduce(lambda a, b: a & b, relations)

    def ask() -> bool:
        v = {name: rv(name) for name in names}
        goal = reduce(lambda a, b: a & b, [line(text, v) for text in formula.goal])
        if not formula.given:
            return bool(goal)
        given = reduce(lambda a, b: a & b, [line(text, v) for text in formula.given])
        return bool(given >> goal)

    return ask
