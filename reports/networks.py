"""The chapters of networks: in brief for those trained in the run, with all that was measured for a user's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.document import Block, Link, Paragraph, Section, Table, Text
from reports.numbers import interval, number
from reports.pictures import Pictures
from reports.prose import prose, symbols
from reports.records import blocks as record_blocks
from reports.records import cell, rows_of

Data = Mapping[str, Any]

PARTS = {
    "information_in_weights": "Information in the weights",
    "flatness": "Flatness",
    "corollary_5_1": "Corollary 5.1",
}
FILES = "The results file names the file with each network's weights and noise, which lies beside it."
OVERVIEW = "Every network beside the bounds of Corollary 5.1"


Column = tuple[str, Callable[[Data], Any]]  # its head, and what it shows of a row; None leaves a cell empty


def _at(*path: str) -> Callable[[Data], Any]:
    def entry(data: Data) -> Any:
        found: Any = data
        for key in path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    return entry


def _measured(data: Data) -> str | None:
    lower, low, high = (_at("corollary_5_1", "measured", key)(data) for key in ("lower", "low", "high"))
    return None if lower is None else f"{number(lower)} {interval(low, high)}"


def _slack(data: Data) -> float | None:
    bound, lower = _at("corollary_5_1", "repaired")(data), _at("corollary_5_1", "measured", "lower")(data)
    return None if bound is None or lower is None else bound - lower


def _size(layer: Data) -> str | None:
    return f"{layer['inputs']} → {layer['outputs']}" if "inputs" in layer and "outputs" in layer else None


NETWORKS: tuple[Column, ...] = (
    ("test error", _at("test_error")),
    ("I(w;D)", _at("information_in_weights", "value")),
    ("I(z_L;x), from below", _measured),
    ("repaired bound", _at("corollary_5_1", "repaired")),
    ("printed bound", _at("corollary_5_1", "printed")),
    ("slack of the repaired", _slack),
)
LAYERS: tuple[Column, ...] = (
    ("inputs → units", _size),
    ("alpha", _at("alpha")),
    ("I(w;D) a weight", _at("information_per_weight")),
    ("mean rho", _at("rho", "mean")),
    ("mean c", _at("c", "mean")),
    ("sum of I(z_k;x)", _at("units", "sum")),
    ("sum of T3", _at("t3", "sum")),
    ("least slack of T3", _at("t3", "smallest_slack")),
)


def trained(networks: Sequence[Data], pictures: Pictures, *, first: int) -> Section:
    """The chapter of the networks trained in the run, their sections numbered from `first`."""
    sections = tuple(_trained(data, pictures, place=place) for place, data in enumerate(networks, start=first))
    names = [(Link(section.title, anchor=section.anchor),) for section in sections]
    overview: tuple[Block, ...] = (
        (_table(OVERVIEW, NETWORKS, networks, head="network", names=names), Paragraph((FILES,), tone="note"))
        if networks
        else ()
    )
    return Section("networks", "Networks", blocks=overview, sections=sections)


def users(networks: Sequence[Data], pictures: Pictures, *, first: int) -> Section:
    """The chapter of the networks that a user brought."""
    sections = tuple(_users(data, pictures, place=place) for place, data in enumerate(networks, start=first))
    return Section("your-networks", "Your networks", sections=sections)


def _trained(data: Data, pictures: Pictures, *, place: int) -> Section:
    names = [(str(k),) for k in range(1, len(data["layers"]) + 1)]  # counted from one, as in the figures
    reason = _at("corollary_5_1", "reason")(data)
    notes = (Paragraph(("Corollary 5.1: ", *prose(reason), "."), tone="note"),) if reason else ()
    return Section(
        anchor=f"network-{place}",
        title=symbols(data["name"]),
        kicker="Network",
        blocks=(
            _table("Layers", LAYERS, data["layers"], head="layer", names=names),
            *notes,
            *pictures.of(data["name"]),
        ),
    )


def _table(caption: str, columns: Sequence[Column], rows: Sequence[Data], *, head: str, names: Sequence[Text]) -> Table:
    """A row each; columns that no row fills are left out."""
    values = {name: [of(row) for row in rows] for name, of in columns}
    filled = [name for name, column in values.items() if any(value is not None for value in column)]
    cells = tuple(
        (names[k], *((cell(values[name][k]) if values[name][k] is not None else "",) for name in filled))
        for k in range(len(rows))
    )
    heads = (prose(head), *(prose(name) for name in filled))
    return Table(caption, heads, cells, numeric=tuple(range(1, len(heads))), role="record")


def _users(data: Data, pictures: Pictures, *, place: int) -> Section:
    """Its layers, information in the weights, flatness, and each bound beside its measured value."""
    about = "A network named with --network; its measurements stand beside the bounds and enter no verdict."
    rest = {key: item for key, item in data.items() if key not in ("name", "users", "layers", *PARTS)}
    blocks: list[Block] = [Paragraph((about,), tone="note")]
    blocks += record_blocks(rest, caption="How it was measured") if rest else ()
    blocks += rows_of(data["layers"], caption="Layers")
    for key, title in PARTS.items():
        blocks += record_blocks(_with_slack(data[key]), caption=title)
    blocks += pictures.of(data["name"])
    return Section(anchor=f"network-{place}", title=data["name"], kicker="Your network", blocks=tuple(blocks))


def _with_slack(item: Any) -> Any:
    """The same data, the slack put in beside each bound on an information that has none."""
    if isinstance(item, list):
        return [_with_slack(entry) for entry in item]
    if not isinstance(item, Mapping):
        return item
    inner = {key: _with_slack(entry) for key, entry in item.items()}
    bound, information = item.get("bound"), item.get("information")
    if "slack" not in item and isinstance(bound, int | float) and isinstance(information, int | float):
        inner["slack"] = bound - information
    return inner
