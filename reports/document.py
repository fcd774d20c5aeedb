"""What a report is made of: sections of blocks, blocks of text runs. HTML and PDF are both written from these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "lead", "note", "warning", "label", "lists", "change"]


@dataclass(frozen=True)
class Mathematics:
    """A formula within a line, in LaTeX."""

    latex: str
    kind: Literal["mathematics"] = "mathematics"


@dataclass(frozen=True)
class Code:
    """A piece of code, or a name, within a line."""

    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True)
class Script:
    """An index below the line, or a power above it."""

    text: str
    below: bool
    kind: Literal["script"] = "script"


@dataclass(frozen=True)
class Aside:
    """Words of less weight."""

    text: str
    kind: Literal["aside"] = "aside"


@dataclass(frozen=True)
class Link:
    """A link to a section of this report by its anchor, or to a file beside the report."""

    text: str
    anchor: str = ""
    file: str = ""
    kind: Literal["link"] = "link"


@dataclass(frozen=True)
class Chip:
    """A verdict as symbol and word; `label` (a reading's name) stands in front of it."""

    verdict: str
    label: str = ""
    violated: bool = False
    kind: Literal["chip"] = "chip"


Run = str | Mathematics | Code | Strong | Script | Aside | Link | Chip
Text = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines of text; the tone says how it looks."""

    text: Text
    tone: Tone = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Quote:
    """The page's own words."""

    text: Text
    source: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Formula:
    """A displayed formula; symbols that `other` lacks are marked. `plain` stands in for one that cannot be read."""

    latex: str
    plain: str = ""
    other: str | None = None
    kind: Literal["formula"] = "formula"


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Text, ...]
    ordered: bool = False
    role: str = ""
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Table:
    """A table with one row of heads; the first column heads its rows. `numeric` names the columns set flush right.

    `verdicts`, where given, are the verdicts that each row answers to when a reader filters by one.
    """

    caption: str
    head: tuple[str | Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    verdicts: tuple[tuple[str, ...], ...] = ()
    role: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Picture:
    """A figure with its number, the name of its drawing, and that of its data file beside the report."""

    id: str
    number: int
    title: Text
    caption: Text
    drawing: str
    csv: str
    data: Table
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class Command:
    """Lines to type at a shell."""

    text: str
    kind: Literal["command"] = "command"


@dataclass(frozen=True)
class Fold:
    """Blocks that open on demand (in print they stand open)."""

    summary: Text
    blocks: tuple["Block", ...]
    open: bool = False
    role: str = ""
    kind: Literal["fold"] = "fold"


@dataclass(frozen=True)
class Group:
    """Blocks that belong together, under a line that says what they are."""

    lead: str
    blocks: tuple["Block", ...]
    role: str = ""
    kind: Literal["group"] = "group"


@dataclass(frozen=True)
class Panel:
    """One reading of a statement: its name, its verdict, and the blocks that belong to it."""

    title: str
    chip: Chip | None
    blocks: tuple["Block", ...]
    kind: Literal["panel"] = "panel"


Block = Paragraph | Quote | Formula | Items | Table | Picture | Command | Fold | Group | Panel


@dataclass(frozen=True)
class Section:
    """A section; `anchor` is its address, `short` its name in the table of contents."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    chips: tuple[Chip, ...] = ()
    verdicts: tuple[str, ...] = ()
    short: str = ""
    kicker: str = ""
    role: str = ""

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
    language: str
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    filters: tuple[tuple[str, int], ...]
    footer: str


def plain(text: Sequence[Run]) -> str:
    """The words of a text without their form."""
    return "".join(run if isinstance(run, str) else getattr(run, "text", None) or _words(run) for run in text)


def _words(run: Run) -> str:
    if isinstance(run, Chip):
        return f"{run.label} {run.verdict}".strip()
    return run.latex if isinstance(run, Mathematics) else ""
