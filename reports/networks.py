"""The chapters of networks: every one beside its bounds in one table, then each with all that was measured of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports.document import Block, Fold, Items, Link, Paragraph, Section, Strong, Table
from reports.pictures import Pictures
from reports.prose import prose, symbols
from reports.record import Column, Quantity, records_of
from reports.record import Table as Rows
from reports.records import blocks, quantities, table_blocks

Data = Mapping[str, Any]

FILES = "The results file names the file with each network's weights and noise, which lies beside it."
OVERVIEW = "Every network beside its bounds"
ABOUT = "A network named with --network; its measurements stand beside the bounds and enter no verdict."


def trained(networks: Sequence[Data], pictures: Pictures, *, first: int) -> Section:
    """The chapter of the networks trained in the run, their sections numbered from `first`."""
    sections = tuple(_trained(data, pictures, place=place) for place, data in enumerate(networks, start=first))
    overview = (*_overview(networks, sections), Paragraph((FILES,), tone="note")) if networks else ()
    return Section("networks", "Networks", blocks=overview, sections=sections)


def users(networks: Sequence[Data], pictures: Pictures, *, first: int) -> Section:
    """The chapter of the networks that a user brought."""
    sections = tuple(_users(data, pictures, place=place) for place, data in enumerate(networks, start=first))
    return Section("your-networks", "Your networks", sections=sections)


def _trained(data: Data, pictures: Pictures, *, place: int) -> Section:
    """One network: its layers and figures, everything else behind a fold."""
    numbers = Fold((Strong("Numbers"), " · what was measured of this network"), _parts(data), role="numbers")
    return Section(
        anchor=f"network-{place}",
        title=symbols(data["name"]),
        kicker="Network",
        blocks=(*table_blocks(Rows.from_json(data["layers"])), *pictures.of(data["name"]), numbers),
    )


def _users(data: Data, pictures: Pictures, *, place: int) -> Section:
    """A user's network: what is asked first, its figures, and all that was measured behind a fold."""
    made = page(data, figures=pictures.of(data["name"]))
    return Section(anchor=f"network-{place}", title=data["name"], kicker="Your network", blocks=made, open=True)


def page(data: Data, *, figures: Sequence[Block] = ()) -> tuple[Block, ...]:
    """A user's network: a sentence for each of the first questions, the figures, the tables behind a fold."""
    told = [(Strong(question), " ", *prose(answer)) for question, answer in data.get("answers", {}).items()]
    about = Paragraph((ABOUT,), tone="note")
    layers = table_blocks(Rows.from_json(data["layers"]))
    numbers = Fold((Strong("Numbers"), " · all that was measured of it"), (*layers, *_parts(data)), role="numbers")
    return (*([Items(tuple(told))] if told else []), *figures, about, numbers)


def _own(data: Data) -> tuple[Quantity, ...]:
    """What is said of the network as a whole."""
    return tuple(Quantity.from_json(item) for item in data.get("quantities", ()))


def _parts(data: Data) -> tuple[Block, ...]:
    own = (quantities(_own(data), caption="The network"),) if _own(data) else ()
    return (*own, *(block for record in records_of(data) for block in blocks(record)))


def _overview(networks: Sequence[Data], sections: Sequence[Section]) -> Iterator[Block]:
    """A row a network, a column for each number that its records have of it, each name a link to its section."""
    rows = [{item.name: item for item in _numbers(data)} for data in networks]
    units = {item.name: item.unit for row in rows for item in row.values()}
    columns: dict[str, Column] = {"network": "network"}
    columns |= {f"{name} ({unit})" if unit else name: name for name, unit in units.items()}
    bare = [{name: replace(item, unit="") for name, item in row.items()} for row in rows]
    named = [{"network": section.title, **row} for section, row in zip(sections, bare, strict=True)]
    links = [(Link(section.title, anchor=section.anchor),) for section in sections]
    for block in table_blocks(Rows.of(OVERVIEW, named, columns)):
        linked = tuple((link, *row[1:]) for link, row in zip(links, getattr(block, "rows", ()), strict=False))
        yield replace(block, rows=linked) if isinstance(block, Table) else block


def _numbers(data: Data) -> Iterator[Quantity]:
    """The quantities of a network that are numbers, or that say why they are none."""
    for item in (*_own(data), *(item for record in records_of(data) for item in record.quantities)):
        is_number = isinstance(item.value, int | float) and not isinstance(item.value, bool)
        if is_number or (item.value is None and item.note):
            yield item
