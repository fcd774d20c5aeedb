"""What a report is made of: sections of blocks, blocks of text runs. HTML and PDF are both written from these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "lead", "note", "warning", "label", "lists", "change", "falls"]


class Part:
    """A run of text, or a block."""

    @property
    def kind(self) -> str:
        """What the templates know it by."""
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Strong(Part):
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Script(Part):
    """An index below the line, or a power above it."""

    text: str
    below: bool


@dataclass(frozen=True)
class Aside(Part):
    """Words of less weight."""

    text: str


@dataclass(frozen=True)
class Maths(Part):
    """A formula within a line; its text stands in where its LaTeX cannot be read; `copied`, where given, can be."""

    text: str
    latex: str
    copied: str = ""


@dataclass(frozen=True)
class Link(Part):
    """A link to a section of this report by its anchor."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Term(Part):
    """A word that the glossary explains: a link to its entry, by that anchor."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Chip(Part):
    """A verdict as symbol and word; `label` (a reading's name) stands in front of it, `more` behind."""

    verdict: str
    label: str = ""
    more: str = ""


Run = str | Strong | Script | Aside | Maths | Link | Term | Chip
Text = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph(Part):
    """Lines of text; the tone says how it looks."""

    text: Text
    tone: Tone = "plain"


@dataclass(frozen=True)
class Quote(Part):
    """A page's words, and where they stand, with the section of this report that is about them where it is another."""

    text: Text
    source: str
    anchor: str = ""


@dataclass(frozen=True)
class Beside(Part):
    """Columns of quotes that stand side by side, below each other where there is no room."""

    columns: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True)
class Formula(Part):
    """A displayed formula; symbols that `other` lacks are marked. `plain` stands in for one that cannot be read."""

    latex: str
    plain: str = ""
    other: str | None = None


@dataclass(frozen=True)
class Items(Part):
    """A list."""

    items: tuple[Text, ...]
    ordered: bool = False
    role: str = ""


@dataclass(frozen=True)
class Entry:
    """What a word is, under its anchor."""

    anchor: str
    name: Text
    text: Text


@dataclass(frozen=True)
class Entries(Part):
    """A glossary."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Table(Part):
    """A table with one row of heads; the first column heads its rows. `numeric` names the columns set flush right.

    `verdicts`, where given, are the verdicts that each row answers to when a reader filters by one; `under` the anchor
    of the claim that it is folded under, if any.
    """

    caption: str
    head: tuple[str | Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    verdicts: tuple[tuple[str, ...], ...] = ()
    under: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class Picture(Part):
    """A figure with its number, the name of its drawing, and that of its data file beside the report."""

    id: str
    number: int
    title: Text
    caption: Text
    drawing: str
    csv: str
    data: Table


@dataclass(frozen=True)
class Node:
    """A reading of a graph, by the column and row where it stands.

    `printed` and `repaired` are the verdicts of its claim in these forms, empty where it has none; `grounded` says
    whether it is proved with all that it rests on.
    """

    text: str
    anchor: str
    verdict: str
    column: int
    row: int
    printed: str = ""
    repaired: str = ""
    grounded: bool = False


@dataclass(frozen=True)
class Edge:
    """An arrow of a graph."""

    start: Node
    end: Node


@dataclass(frozen=True)
class Branch:
    """A line of a nested list, and what stands under it."""

    text: Text
    inner: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class Graph(Part):
    """Nodes with arrows, and a nested list that says the same."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Command(Part):
    """Lines to type at a shell."""

    text: str


@dataclass(frozen=True)
class Code(Part):
    """Lines to copy as they are."""

    text: str


@dataclass(frozen=True)
class Fold(Part):
    """Blocks that open on demand (in print they stand open)."""

    summary: Text
    blocks: tuple["Block", ...]
    role: str = ""


@dataclass(frozen=True)
class Group(Part):
    """Blocks that belong together, under a line that says what they are."""

    lead: str
    blocks: tuple["Block", ...]
    role: str = ""


@dataclass(frozen=True)
class Panel(Part):
    """One reading of a statement: its name, its verdict, and the blocks that belong to it."""

    title: str
    chip: Chip | None
    blocks: tuple["Block", ...]


Block = (
    Paragraph | Quote | Beside | Formula | Items | Entries | Table | Picture | Graph | Command | Code | Fold | Group
    | Panel
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A section; `anchor` is its address, `short` its name in the table of contents, `sign` the verdict told there.

    On a page what stands within a chapter is folded, but what is `open`; its `heading`, where there is one, is the
    title with the words marked that the glossary has.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    chips: tuple[Chip, ...] = ()
    verdicts: tuple[str, ...] = ()
    short: str = ""
    kicker: str = ""
    role: str = ""
    sign: str = ""
    rank: str = ""  # of a claim
    open: bool = False
    heading: Text = ()

    @property
    def name(self) -> str:
        return self.short or self.title

    @property
    def family_verdicts(self) -> tuple[str, ...]:
        """The verdicts of this section and of those within it."""
        return tuple(dict.fromkeys((*self.verdicts, *(v for inner in self.sections for v in inner.family_verdicts))))


@dataclass(frozen=True)
class Document:
    """A whole report: the front page, then its sections. `filters` are (verdict, statements that have it)."""

    title: str
    subtitle: str
    question: str
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    filters: tuple[tuple[str, int], ...]
    footer: str


def plain(text: Sequence[Run]) -> str:
    """The words of a text without their form."""
    return "".join(run if isinstance(run, str) else getattr(run, "text", None) or _words(run) for run in text)


def _words(run: Run) -> str:
    return f"{run.label} {run.verdict}".strip() if isinstance(run, Chip) else ""
