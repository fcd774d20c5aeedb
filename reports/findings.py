"""The sections of experiments."""

from collections.abc import Mapping
from typing import Any

from reports.document import Block, Command, Fold, Items, Paragraph, Section, Strong
from reports.pictures import Pictures
from reports.prose import prose
from reports.record import Record
from reports.records import blocks as record_blocks
from reports.vocabulary import command

Data = Mapping[str, Any]


def experiment(name: str, data: Data, pictures: Pictures, *, run: Data) -> Section:
    """One experiment: what the paper found, what was found here, the figures, the numbers behind a fold."""
    blocks: list[Block] = []
    if data["paper"]:
        blocks.append(Paragraph((Strong("The paper."), " ", *prose(data["paper"]))))
    blocks += _found(data["found"])
    blocks += pictures.of(name)
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


def _found(text: str) -> tuple[Block, ...]:
    """The findings, a line each: one is a sentence, more are a list."""
    lines = [prose(line) for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return tuple(Paragraph((Strong("Here."), " ", *line)) for line in lines)
    return (Paragraph((Strong("Here:"),), tone="lists"), Items(items=tuple(lines)))
