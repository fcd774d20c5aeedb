"""The sections of experiments."""

from collections.abc import Mapping, Sequence
from typing import Any

from bounds.claims.measured import Answer
from reports.document import Block, Command, Fold, Items, Link, Paragraph, Run, Section, Strong, Text
from reports.pictures import Pictures
from reports.prose import prose
from reports.record import Quantity, Record
from reports.records import blocks as record_blocks
from reports.records import quantities
from reports.vocabulary import command, counted, label, part_label

Data = Mapping[str, Any]

UNDECIDED = "no measurement of this run decides what the paper says of it"
NUMBERS = 3  # that say most of an experiment


def experiment(name: str, data: Data, pictures: Pictures, *, run: Data) -> Section:
    """One experiment: what the paper says, whether it came out, three numbers, a figure; the rest behind folds."""
    blocks: list[Block] = []
    if data["paper"]:
        blocks.append(Paragraph((Strong("The paper."), " ", *prose(data["paper"]))))
    if "claims" in data:
        blocks.append(Paragraph(conclusion(data["claims"], run)))
    numbers = tuple(map(Quantity.from_json, data.get("numbers", ())))[:NUMBERS]
    if numbers:
        blocks.append(quantities(numbers, caption="In numbers"))
    first, *more = pictures.of(name) or (None,)
    blocks += [first] if first else []
    blocks += _found(data["found"])
    if more:
        figures = counted(len(more), "further figure")
        blocks.append(Fold((Strong(figures.capitalize()), " · of this experiment"), tuple(more), role="figures"))
    record = record_blocks(Record.from_json(data["record"]))
    if record:
        blocks.append(Fold((Strong("Numbers"), " · what this experiment recorded"), record, role="numbers"))
    blocks.append(Command(command(run, name)))
    return Section(
        anchor=f"experiment-{name}",
        title=data["title"],
        short=data["title"],
        kicker=name.replace("-", " "),
        blocks=tuple(blocks),
    )


def outcome(claims: Sequence[Data]) -> Answer:
    """Whether an experiment came out as the page says: wholly, in part, or not, also where nothing decides it."""
    answers = {claim["answer"] for claim in _of_the_page(claims)}
    if answers == {Answer.REPRODUCED}:
        return Answer.REPRODUCED
    return Answer.PARTLY if answers & {Answer.REPRODUCED, Answer.PARTLY} else Answer.NOT_REPRODUCED


def conclusion(claims: Sequence[Data], run: Data) -> Text:
    """One sentence: the outcome, and which claims came out how."""
    text: list[Run] = [Strong(outcome(claims).capitalize()), ": "]
    shown = _of_the_page(claims)
    if not shown:
        return (*text, f"{UNDECIDED}.")
    text.append(f"of {counted(len(shown), 'claim')} measured here, " if len(shown) > 1 else "")
    groups = {answer: [claim for claim in shown if claim["answer"] == answer] for answer in Answer}
    anchors = {(one["paper"], one["id"]): one["anchor"] for one in run["statements"] if "anchor" in one}
    for place, (answer, group) in enumerate((answer, group) for answer, group in groups.items() if group):
        text.append("; " if place else "")
        for k, claim in enumerate(group):
            text += [", " if k else "", _named(claim, anchors)]
            text.append("" if claim["reading"] == "printed" else f" ({claim['reading']})")
        text.append(f": {answer}" if len(shown) > 1 or answer == Answer.OPEN else "")
    return (*text, ".")


def _of_the_page(claims: Sequence[Data]) -> Sequence[Data]:
    """What the page itself says, where any of that was measured."""
    return [claim for claim in claims if claim["reading"] == "printed"] or claims


def _named(claim: Data, anchors: Mapping[tuple[str, str], str]) -> Run:
    anchor = anchors.get((claim["paper"], claim["statement"]))
    claim_id, _, part = claim["statement"].partition("/")
    name = label(claim_id) + (f" ({part_label(claim['statement'])})" if part else "")
    return Link(name, anchor=anchor) if anchor else name


def _found(text: str) -> tuple[Block, ...]:
    """The findings, a line each: one is a sentence, more are a folded list."""
    lines = [prose(line) for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return tuple(Paragraph((Strong("Here."), " ", *line)) for line in lines)
    summary = (Strong(counted(len(lines), "finding").capitalize()), " · a sentence each")
    return (Fold(summary, (Items(items=tuple(lines)),), role="findings"),)
