"""The table of claims: does each hold as printed, what is wrong with it, what to use instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.assumed import assumed
from reports.document import Aside, Block, Fold, Link, Maths, Run, Strong, Table, Text
from reports.holding import ESTABLISHED, is_of_a_result
from reports.prose import prose, symbols
from reports.vocabulary import (
    READING_TITLE,
    chip,
    counted,
    families,
    judged,
    label,
    part_label,
    verdicts_of,
)

Data = Mapping[str, Any]

HEAD = ("claim", "as printed", "what is wrong", "use instead")
INSTEAD = ("repaired", "intended", "proved", "sharpened")  # the reading to use where the printed one fails
WORDS = 9  # of what differs, where so few say it


def claims_tables(statements: Sequence[Data], *, of: str) -> tuple[Block, ...]:
    """A table of the numbered results and, folded, one of all else; a single one where there is nothing else."""
    found = families(statements)
    results = [one for claim, parts in found if is_of_a_result(claim) for one in (claim, *parts)]
    others = [one for claim, parts in found if not is_of_a_result(claim) for one in (claim, *parts)]
    if not results or not others:
        return (claims_table(statements, caption=f"Every claim{of}"),)
    count = sum(not is_of_a_result(claim) for claim, _ in found)
    rest = claims_table(others, caption=f"Every other claim{of}")
    kinds = "definitions, sentences, remarks, footnotes, lines of proofs"
    summary = (Strong(f"{counted(count, 'other claim')}{of}"), f": {kinds}")
    return claims_table(results, caption=f"Every numbered result{of}"), Fold(summary, (rest,), role="table")


def claims_table(statements: Sequence[Data], *, caption: str) -> Table:
    """A row a claim and a row a part, the parts under their claim."""
    rows: list[tuple[Text, ...]] = []
    verdicts: list[tuple[str, ...]] = []
    under: list[str] = []
    for claim, parts in families(statements):
        for statement in (claim, *parts):
            own = statement is claim
            rows.append((_name(statement, parts if own else ()), *_said(statement, claim)))
            verdicts.append(verdicts_of([statement]))
            under.append("" if own else claim["anchor"])
    return Table(caption, HEAD, tuple(rows), verdicts=tuple(verdicts), under=tuple(under), role="verdicts")


def instead(statement: Data) -> Data | None:
    """The reading to use in place of the printed one, where that is not established and another is."""
    by_name = {reading["name"]: reading for reading in judged(statement)}
    if "printed" in by_name and by_name["printed"]["verdict"] in ESTABLISHED:
        return None
    found = (by_name[name] for name in INSTEAD if name in by_name)
    return next((one for one in found if one["verdict"] in ESTABLISHED and one["latex"]), None)


def _name(statement: Data, parts: Sequence[Data]) -> Text:
    name = part_label(statement["id"]) if statement["parent"] else label(statement["id"])
    mark = f" \N{MIDDLE DOT} {statement['mark']}" if statement.get("mark") else ""
    text: list[Run] = [Link(name, anchor=statement["anchor"]), Aside(f" {symbols(statement['title'])}{mark}")]
    printed = [r["verdict"] for part in parts for r in judged(part) if r["name"] == "printed"]
    if parts:
        count = printed.count("refuted")
        fail = f", {count} fail{'s' if count == 1 else ''} as printed" if count else ""
        text.append(Aside(f" ({counted(len(parts), 'part')}{fail})"))
    return tuple(text)


def _said(statement: Data, claim: Data) -> tuple[Text, Text, Text]:
    printed = next((one for one in judged(statement) if one["name"] == "printed"), None)
    use = instead(statement)
    wrong = _wrong(printed, use) if printed else ()
    return ((chip(printed),) if printed else ()), wrong, _use(statement, use, claim, fails=bool(wrong))


def _wrong(printed: Data, use: Data | None) -> Text:
    """The kind of fault, and what differs in the form that holds, where a few words say it."""
    if not printed.get("fault"):
        return ()
    change = use["change"].split(". ")[0].rstrip(".") if use else ""
    short = 0 < len(change.split()) <= WORDS
    return (Strong(printed["fault"]), *(((": "), *prose(change)) if short else ()))


def _use(statement: Data, use: Data | None, claim: Data, *, fails: bool) -> Text:
    if use:
        hypotheses = assumed(use)
        under = f", under {counted(len(hypotheses), 'hypothesis', 'hypotheses')}" if hypotheses else ""
        name = READING_TITLE[use["name"]].lower()
        maths = Maths(use["formula"], use["latex"], copied=copied(use))
        return (maths, " ", Link(name, anchor=statement["anchor"]), Aside(under))
    above = instead(claim) if fails and claim is not statement else None
    if above:
        return ("see ", Link(f"{label(claim['id'])}, {READING_TITLE[above['name']].lower()}", anchor=claim["anchor"]))
    return (Aside("nothing is established"),) if fails else ()


def copied(reading: Data) -> str:
    """A reading's formula as LaTeX for another document, what it assumes as a comment behind each line's sign."""
    return "\n".join([reading["latex"], *(f"% given {one.text}" for one in assumed(reading))])
