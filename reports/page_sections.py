"""A paper's claims by the sections of its page, each a section with the count of its verdicts as printed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports import statements
from reports.document import Chip, Section
from reports.pictures import Pictures
from reports.vocabulary import VERDICTS, counted, families, judged

Data = Mapping[str, Any]
Family = tuple[Data, list[Data]]


def by_section(claims: Sequence[Data], pictures: Pictures, *, anchor: str, run: Data) -> tuple[Section, ...]:
    """A section for each of the page's, in the page's order; `anchor` is that of the chapter."""
    groups: dict[str, list[Family]] = {}
    for claim, parts in families(claims):
        groups.setdefault(_number(claim["section"]), []).append((claim, parts))
    order = sorted(groups, key=lambda number: (int(number) if number.isdigit() else float("inf"), number))
    return tuple(_section(number, groups[number], pictures, anchor=anchor, run=run) for number in order)


def _section(number: str, found: Sequence[Family], pictures: Pictures, *, anchor: str, run: Data) -> Section:
    printed = Counter(
        reading["verdict"]
        for claim, parts in found
        for statement in (claim, *parts)
        for reading in judged(statement)
        if reading["name"] == "printed"
    )
    parts = sum(len(parts) for _, parts in found)
    of = f" with {counted(parts, 'part')}" if parts else ""
    return Section(
        f"{anchor}/{number}",
        _title(number, [claim["section"] for claim, _ in found]),
        kicker=f"{counted(len(found), 'claim')}{of}, as printed",
        chips=tuple(Chip(verdict, label=str(printed[verdict])) for verdict in VERDICTS if printed[verdict]),
        sections=tuple(statements.section(claim, parts, pictures, run=run) for claim, parts in found),
    )


def _number(section: str) -> str:
    """The first number or letter of a section's name: 2 of `2.3`, 4 of `4 Learning minimal weights`."""
    return re.split(r"[ .]", section, maxsplit=1)[0]


def _title(number: str, sections: Sequence[str]) -> str:
    """The section's number, and its name where a claim of it says it."""
    whole = max((one for one in sections if re.match(rf"{re.escape(number)}( |$)", one)), key=len, default=number)
    return f"{'Section' if number.isdigit() else 'Appendix'} {whole}"
