"""The words and signs that every part of a report shares."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bounds.claims.measured import together as measured_together
from bounds.claims.statement import READING_NAMES
from bounds.fault import Fault
from reports.document import Chip
from reports.prose import symbols

READINGS = READING_NAMES
SYMBOLS = {"proved": "✓", "supported": "≈", "refuted": "✗", "undecided": "?"}
MEANING = {
    "proved": "a proof that an independent checker accepts",
    "supported": "searches or measurements without a significant violation, and no proof",
    "refuted": "a counterexample in which every hypothesis holds, or a checked proof of the negation",
    "undecided": "anything else, also what no check covers yet",
}
VERDICTS = tuple(MEANING)
READING_MEANING = {
    "printed": "what the page says",
    "intended": "what its authors meant, where the letter is a slip",
    "proved": "what the page's own proof gives, where that differs",
    "repaired": "the form that is true",
    "sharpened": "stronger than the paper",
}
FAULT_MEANING = {
    Fault.MISPRINT: "a misprint; what the authors plainly meant holds",
    Fault.MISSING_HYPOTHESIS: "a hypothesis is missing; with it the printed formula holds",
    Fault.CONSTANT: "a wrong constant or sign",
    Fault.DIRECTION: "a wrong direction or index",
    Fault.OVERSTATED: "overstated; a weaker form holds",
    Fault.CONVERSE: "the converse is what holds",
    Fault.FALSE: "false; what holds has another form, if anything does",
}
READING_TITLE = {
    "printed": "As printed",
    "intended": "As intended",
    "proved": "As its proof gives it",
    "repaired": "As repaired",
    "sharpened": "Sharpened",
}
INDICES = str.maketrans("0123456789i", "₀₁₂₃₄₅₆₇₈₉ᵢ")
RELATION = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}
BROKEN = {"<=": ">", ">=": "<", "<": "≥", ">": "≤", "=": "≠"}


def marked(verdict: str) -> str:
    """A verdict with its sign, for plain text."""
    return f"{SYMBOLS[verdict]} {verdict}"


def judged(statement: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The readings that have a verdict of their own; of a claim that stands in parts alone there is none."""
    return [reading for reading in statement["readings"] if "verdict" in reading]


def together(reading: Mapping[str, Any]) -> str:
    """The verdict on a reading of a claim together with that of its parts."""
    return str(reading.get("combined", reading.get("verdict")))


def chip(reading: Mapping[str, Any], *, named: bool = False) -> Chip:
    """The verdict of a reading as a chip, with the reading's name where wanted."""
    return Chip(reading["verdict"], label=reading["name"] if named else "", more=seen(reading))


def seen(reading: Mapping[str, Any]) -> str:
    """What trials or measurements of a reading showed, where its verdict does not say it."""
    if reading["verdict"] not in ("undecided", "supported"):
        return ""
    broken = reading["violated"] and reading["verdict"] == "undecided"
    return answered(reading) or ("violated in trials" if broken else "")


def verdicts_of(statements: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The verdicts that any reading of these statements has, in the usual order."""
    found = {reading["verdict"] for statement in statements for reading in judged(statement)}
    return tuple(verdict for verdict in VERDICTS if verdict in found)


def answered(reading: Mapping[str, Any]) -> str:
    """What the measurements of a claim about measured quantities say together; empty for any other claim."""
    return str(measured_together(item.get("answer", "") for item in reading["evidence"] if item.get("answer")) or "")


def families(statements: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Each claim with its parts, in the order of the claims; a part whose claim is absent stands alone."""
    keys = {(statement["paper"], statement["id"]) for statement in statements}
    parts: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    alone = []
    for statement in statements:
        claim = (statement["paper"], statement["parent"])
        if claim in keys:
            parts.setdefault(claim, []).append(statement)
        else:
            alone.append(statement)
    return [(s, parts.get((s["paper"], s["id"]), [])) for s in alone]


def label(anchor: str) -> str:
    """How a claim is called: `theorem-7/lower-bound`, or `paper:theorem-7/lower-bound` -> `Theorem 7, lower bound`."""
    statement_id = anchor.rpartition(":")[2]
    claim, _, part = statement_id.partition("/")
    words = claim.replace("-", " ")
    return words[:1].upper() + words[1:] + (f", {part_label(statement_id)}" if part else "")


def part_label(statement_id: str) -> str:
    """How a part is called within its claim: `theorem-5/alpha-i` -> `αᵢ`."""
    part = statement_id.partition("/")[2].replace("-", " ")
    words = symbols(re.sub(r"\bkl\b", "KL", part))
    return re.sub(r"(?<=[α-ω]) ([i\d])\b", lambda found: found[1].translate(INDICES), words)


def command(run: Mapping[str, Any], only: str, *, paper: str = "") -> str:
    """What to type to run one thing alone; `paper` names the paper that it is of, where a run has several."""
    of_paper = f" --paper {paper}" if paper and len(run["papers"]) > 1 else ""
    return f"python -m validation.run_all --profile {run['profile']} --seed {run['seed']}{of_paper} --only {only}"


def cited(paper: Mapping[str, Any]) -> str:
    """A paper in a few words: `Author and Writer 2020`."""
    return f"{listed([name.split()[-1] for name in paper['authors'] if name.split()])} {paper['year']}"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str], *, limit: int = 0) -> str:
    """`a, b and c`; beyond the limit the rest is counted."""
    words = list(words)
    if limit and len(words) > limit:
        return f"{', '.join(words[:limit])} and {len(words) - limit} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
