"""What rests on what: the readings that cite and are cited, in columns from what rests on none."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.document import Aside, Block, Branch, Chip, Edge, Graph, Link, Node, Paragraph, Section, Text
from reports.vocabulary import READING_TITLE, chip, judged, label

Data = Mapping[str, Any]
Key = tuple[str, str, str]

ANCHOR = "graph"
LEAD = (
    "A line leads from a reading to one whose proof cites it, and whose verdict is no better for that. On the left "
    "stands what rests on no other claim."
)
LEGEND = (
    "The sign is the reading's own verdict. The ground is that of its claim as printed, the border that of its "
    "repaired form (grey where it has none). The stronger ground is of what is proved with all that it rests on."
)
SHORT = 4  # letters of a long name, which a node has no room for
LONG = 8


def section(statements: Sequence[Data]) -> Section:
    """The graph as a section of its own; empty where nothing is cited."""
    graph = graph_of(statements)
    blocks: tuple[Block, ...] = (Paragraph((LEAD,)), Paragraph((LEGEND,), tone="note"), graph) if graph.edges else ()
    return Section(ANCHOR, "What rests on what", blocks=blocks)


def graph_of(statements: Sequence[Data]) -> Graph:
    """The readings that have an arrow, each in its column and row."""
    known = {
        (one["paper"], one["id"], reading["name"]): (one, reading) for one in statements for reading in judged(one)
    }
    needs = {key: _cited(reading) for key, (_, reading) in known.items()}
    rests = {
        key: [one for one in cited if one in known and not known[key][1].get("same_as")] for key, cited in needs.items()
    }
    drawn = {key for key, cited in rests.items() if cited} | {one for cited in rests.values() for one in cited}
    columns = _columns([key for key in known if key in drawn], rests)
    place = {key: (column, row) for column, keys in enumerate(columns) for row, key in enumerate(keys)}
    proved = {key for key, (_, reading) in known.items() if reading["verdict"] == "proved"}
    grounded = {key: _under(key, needs) <= proved for key in place}  # of what is not in this run nobody knows
    nodes = {key: _node(*known[key], *place[key], grounded=grounded[key]) for keys in columns for key in keys}
    edges = tuple(Edge(nodes[cited], nodes[key]) for key in nodes for cited in rests[key])
    return Graph(tuple(nodes.values()), edges, _nested(nodes, rests))


def _cited(reading: Data) -> list[Key]:
    """What a reading's proof cites; the same reading of another paper has its proof there."""
    same = reading.get("same_as")
    cited = [same] if same else reading.get("cites", ())
    return list(dict.fromkeys((one["paper"], one["id"], one["name"]) for one in cited))


def _under(key: Key, needs: Mapping[Key, Sequence[Key]]) -> set[Key]:
    """A reading and all that it rests on, at whatever distance."""
    found, waiting = {key}, [key]
    while waiting:
        new = set(needs.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _nested(nodes: Mapping[Key, Node], rests: Mapping[Key, Sequence[Key]]) -> tuple[Branch, ...]:
    """What nothing rests on, under each what it rests on; what stands in full further up is only named."""
    cited = {one for key in nodes for one in rests[key]}
    told: set[Key] = set()

    def branch(key: Key) -> Branch:
        again = key in told and bool(rests[key])
        told.add(key)
        inner = () if again else tuple(branch(one) for one in rests[key])
        return Branch(_line(nodes[key], again=again), inner)

    tops = [key for key in nodes if key not in cited]
    branches = [branch(key) for key in tops]
    return (*branches, *(branch(key) for key in nodes if key not in told))  # a circle has no top


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


def _node(statement: Data, reading: Data, column: int, row: int, *, grounded: bool) -> Node:
    name, _, rest = label(statement["anchor"]).partition(" ")
    form = READING_TITLE[reading["name"]].lower().removeprefix("as ")
    short = f"{name[:SHORT]}." if len(name) >= LONG and rest else name
    forms = {one["name"]: str(one["verdict"]) for one in judged(statement)}
    return Node(
        f"{short} {rest}, {form}",
        statement["anchor"],
        str(chip(reading).verdict),
        column,
        row,
        printed=forms.get("printed", ""),
        repaired=forms.get("repaired", ""),
        grounded=grounded,
    )


def _line(node: Node, *, again: bool) -> Text:
    """A reading as the list has it."""
    return (Link(node.text, anchor=node.anchor), " ", Chip(node.verdict), *((Aside(" (as above)"),) if again else ()))
