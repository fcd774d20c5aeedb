"""What rests on what: the readings that cite and are cited, in columns from what rests on none."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.document import Block, Chip, Edge, Graph, Link, Node, Paragraph, Run, Section, Text
from reports.vocabulary import READING_TITLE, chip, judged, label

Data = Mapping[str, Any]
Key = tuple[str, str, str]

ANCHOR = "graph"
LEAD = (
    "A line leads from a reading to one whose proof cites it, and whose verdict is no better for that. On the left "
    "stands what rests on no other claim."
)
SHORT = 4  # letters of a long name, which a node has no room for
LONG = 8


def section(statements: Sequence[Data]) -> Section:
    """The graph as a section of its own; empty where nothing is cited."""
    graph = graph_of(statements)
    blocks: tuple[Block, ...] = (Paragraph((LEAD,)), graph) if graph.edges else ()
    return Section(ANCHOR, "What rests on what", blocks=blocks)


def graph_of(statements: Sequence[Data]) -> Graph:
    """The readings that have an arrow, each in its column and row."""
    known = {
        (one["paper"], one["id"], reading["name"]): (one, reading) for one in statements for reading in judged(one)
    }
    rests = {
        key: [(c["paper"], c["id"], c["name"]) for c in reading.get("cites", ()) if not reading.get("same_as")]
        for key, (_, reading) in known.items()
    }
    rests = {key: list(dict.fromkeys(one for one in cited if one in known)) for key, cited in rests.items()}
    drawn = {key for key, cited in rests.items() if cited} | {one for cited in rests.values() for one in cited}
    columns = _columns([key for key in known if key in drawn], rests)
    place = {key: (column, row) for column, keys in enumerate(columns) for row, key in enumerate(keys)}
    nodes = {key: _node(*known[key], *place[key]) for keys in columns for key in keys}
    edges = tuple(Edge(nodes[cited], nodes[key]) for key in nodes for cited in rests[key])
    return Graph(
        tuple(nodes.values()), edges, tuple(_line(nodes[key], [nodes[c] for c in rests[key]]) for key in nodes)
    )


def _columns(keys: Sequence[Key], rests: Mapping[Key, Sequence[Key]]) -> list[list[Key]]:
    """Each reading one column behind the farthest that it cites, near the rows of those."""
    depth: dict[Key, int] = {}
    waiting = list(keys)
    while waiting:  # citations make no circles
        ready = [key for key in waiting if all(one in depth for one in rests[key])] or waiting
        for key in ready:
            depth[key] = 1 + max((depth.get(one, -1) for one in rests[key]), default=-1)
        waiting = [key for key in waiting if key not in depth]
    columns: list[list[Key]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for key in keys:
        columns[depth[key]].append(key)
    row = {key: float(place) for column in columns for place, key in enumerate(column)}
    for column in columns[1:]:
        column.sort(key=lambda key: sum(row[one] for one in rests[key]) / len(rests[key]))
        row |= {key: float(place) for place, key in enumerate(column)}
    return columns


def _node(statement: Data, reading: Data, column: int, row: int) -> Node:
    name, _, rest = label(statement["anchor"]).partition(" ")
    form = READING_TITLE[reading["name"]].lower().removeprefix("as ")
    short = f"{name[:SHORT]}." if len(name) >= LONG and rest else name
    return Node(f"{short} {rest}, {form}", statement["anchor"], str(chip(reading).verdict), column, row)


def _line(node: Node, cited: Sequence[Node]) -> Text:
    """A reading and what it rests on, for a screen too narrow for a drawing and for print."""
    text: list[Run] = [Link(node.text, anchor=node.anchor), " ", Chip(node.verdict)]
    for place, one in enumerate(cited):
        text += ["; " if place else " rests on ", Link(one.text, anchor=one.anchor)]
    return tuple(text)
