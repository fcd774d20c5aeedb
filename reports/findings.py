"""The sections of experiments."""

from collections.abc import Mapping
from typing import Any

from reports.document import Block, Command, Fold, Items, Paragraph, Section, Strong
from reports.pictures import Pictures
from reports.prose import prose
from reports.records import blocks as record_blocks
from reports.records import words
from reports.vocabulary import counted

Data = Mapping[str, Any]


def experiment(name: str, data: Data, pictures: Pictures, *, run: Data) -> Section:
    """One experiment: what the paper found, what was found here, the figures, the numbers behind a fold."""
    blocks: list[Block] = []
    if data["paper"]:
        blocks.append(Paragraph((Strong("The paper."), " ", *prose(data["paper"]))))
    blocks += _found(data["found"])
    blocks += pictures.of(name)
    record = _record(data["record"])
    if record:
        blocks.append(
            Fold(summary=(Strong("Numbers"), " · what this experiment recorded"), blocks=record, role="numbers")
        )
    blocks.append(
        Command(f"python -m validation.run_all --profile {run['profile']} --seed {run['seed']} --only {name}")
    )
    return Section(
        anchor=f"experiment-{name}", title=data["title"], short=data["title"], kicker=words(name), blocks=tuple(blocks)
    )


def _record(record: Data) -> tuple[Block, ...]:
    """What was recorded of the experiment as a whole; its networks one by one stay in the results file."""
    made = record_blocks({key: item for key, item in record.items() if key != "networks"}, caption="")
    count = len(record.get("networks") or ())
    note = (
        (Paragraph((f"The results file also has each of the {counted(count, 'network')}.",), tone="note"),)
        if count
        else ()
    )
    return (*made, *note)


def _found(text: str) -> tuple[Block, ...]:
    """The findings, a line each: one is a sentence, more are a list."""
    lines = [prose(line) for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return tuple(Paragraph((Strong("Here."), " ", *line)) for line in lines)
    return (Paragraph((Strong("Here:"),), tone="lists"), Items(items=tuple(lines)))
