"""The glossary: a section that says what recurring symbols and names are, and words in the report that lead to it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reports.document import (
    Beside,
    Block,
    Document,
    Entries,
    Entry,
    Fold,
    Group,
    Items,
    Link,
    Panel,
    Paragraph,
    Picture,
    Quote,
    Run,
    Script,
    Section,
    Strong,
    Table,
    Term,
    Text,
)
from reports.prose import prose, symbols
from reports.vocabulary import READING_TITLE, judged, label

Data = Mapping[str, Any]

ANCHOR = "glossary"
OWN: tuple[Data, ...] = (  # of any report, whatever its papers
    {"term": "nat", "says": "the unit of information: log 2 = 0.693 nats are one bit"},
    {"term": "slack", "says": "how far a bound lies above what it bounds; below 0 the bound fails", "unit": "nats"},
    {"term": "vacuous", "says": "a bound is, where it is no less than what was known before any measurement"},
)


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a term is in one paper: `within` are the sections' anchors, empty where it is so everywhere."""

    anchor: str
    data: Data
    paper: Data | None
    within: frozenset[str]

    @property
    def term(self) -> str:
        return symbols(self.data["term"])

    @property
    def name(self) -> str:
        return str(self.data.get("name", ""))


def meanings(results: Data) -> list[Meaning]:
    """All that the papers of a run say of their terms, and ours; an older results file says nothing."""
    told = [(paper, data) for paper in results["papers"] for data in paper.get("glossary", ())]
    anchors: dict[tuple[str, str], str] = {}
    found = []
    for paper, data in [*told, *((None, data) for data in OWN if told)]:
        key = data["term"], data["says"]
        same = sum(term == data["term"] for term, _ in anchors)
        anchors.setdefault(key, f"term:{data['term']}{f':{same + 1}' if same else ''}")
        prefix = paper["prefix"] if paper else ""
        within = {one if one.startswith("experiment-") else _anchor(prefix, one) for one in data.get("within", ())}
        found.append(Meaning(anchor=anchors[key], data=data, paper=paper, within=frozenset(within)))
    return found


def _anchor(prefix: str, id: str) -> str:
    return f"{prefix}:{id}" if prefix else id


def section(results: Data) -> Section:
    """The glossary: a term once, with what it is, its unit and the claim that it is from."""
    entries: dict[str, Entry] = {}
    for one in meanings(results):
        known = entries.get(one.anchor)
        if known is None or not any(isinstance(run, Link) for run in known.text):
            entries[one.anchor] = Entry(one.anchor, _head(one), _text(one, results["statements"]))
    blocks = (Entries(tuple(entries.values())),) if entries else ()
    return Section(ANCHOR, "Glossary", blocks=blocks)


def _head(one: Meaning) -> Text:
    return (f"{one.name} ({one.term})",) if one.name else tuple(prose(one.data["term"]))


def _text(one: Meaning, statements: Iterable[Data]) -> Text:
    unit = f" In {one.data['unit']}." if one.data.get("unit") else ""
    says = one.data["says"]
    return (*prose(says[:1].upper() + says[1:]), f".{unit}", *_grounds(one, statements))


def _grounds(one: Meaning, statements: Iterable[Data]) -> Text:
    """Where a theorem is proved, or a symbol stands; nothing where no claim of this report is about it."""
    of = one.data.get("of")
    if of is None or one.paper is None:
        return ()
    for statement in statements:
        if (statement["paper"], statement["id"]) == (one.paper["id"], of["id"]):
            for reading in judged(statement):
                if reading["name"] == of["name"]:
                    return _said(one, statement, reading)
    return ()


def _said(one: Meaning, statement: Data, reading: Data) -> Text:
    name = label(statement["anchor"])
    if not one.name:
        return (" See ", Link(name, anchor=statement["anchor"]), ".")
    said = "Proved" if reading["verdict"] == "proved" else f"It is {reading['verdict']}"
    title = READING_TITLE[reading["name"]].lower()
    return (f" {said} in ", Link(f"{name}, {title}", anchor=statement["anchor"]), ".")


def glossed(document: Document, results: Data) -> Document:
    """The document with the first mention of each term marked in every section, panel, table's head and figure.

    A theorem is called by its name there.
    """
    known = meanings(results)
    if not known:
        return document
    return replace(
        document,
        front=tuple(map(_marks(known, where="").block, document.front)),
        sections=tuple(one if one.anchor == ANCHOR else _section(one, known) for one in document.sections),
    )


def _section(section: Section, known: Sequence[Meaning]) -> Section:
    marks = _marks(known, where=section.anchor.partition("/")[0])
    heading = marks.text((section.title,), named=False)
    return replace(
        section,
        heading=heading if any(isinstance(run, Term) for run in heading) else (),
        blocks=tuple(map(marks.block, section.blocks)),
        sections=tuple(_section(inner, known) for inner in section.sections),
    )


def _marks(known: Sequence[Meaning], *, where: str) -> "_Marks":
    """Those of the terms as they stand in the section `where`."""
    found = {one.term: one for one in reversed(known) if not one.within or where in one.within}
    words = (re.escape(term) + "(?:s)?" * term.isalpha() * term.islower() * (len(term) > 2) for term in found)
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    return _Marks(found, re.compile(rf"(?<![\w\u0300-\u036f])(?:{longest_first})(?![\w*\u0300-\u036f])"))


@dataclass(frozen=True)
class _Marks:
    """Marks each term the first time that it is `seen`."""

    known: Mapping[str, Meaning]
    pattern: re.Pattern[str]
    seen: set[str] = field(default_factory=set)

    def fresh(self) -> "_Marks":
        return replace(self, seen=set())

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, text=self.text(block.text))
        if isinstance(block, Quote):
            return replace(block, text=self.text(block.text, named=False))
        if isinstance(block, Beside):
            columns = (tuple(replace(one, text=self.text(one.text, named=False)) for one in c) for c in block.columns)
            return replace(block, columns=tuple(columns))
        if isinstance(block, Items):
            return replace(block, items=tuple(map(self.text, block.items)))
        if isinstance(block, Table):
            mark = self.fresh().text
            head = tuple(mark((one,) if isinstance(one, str) else one, named=False) for one in block.head)
            return replace(block, head=head, rows=tuple(tuple(map(self.text, row)) for row in block.rows))
        if isinstance(block, Picture):
            own = self.fresh()
            return replace(block, title=own.text(block.title, named=False), caption=own.text(block.caption))
        if isinstance(block, Fold | Group | Panel):
            own = self.fresh() if isinstance(block, Panel) else self
            return replace(block, blocks=tuple(map(own.block, block.blocks)))
        return block

    def text(self, text: Text, *, named: bool = True) -> Text:
        made: list[Run] = []
        for place, run in enumerate(text):
            follows = text[place + 1] if place + 1 < len(text) else ""
            is_index = isinstance(follows, Script)
            starts = not made or (isinstance(made[-1], Strong) and made[-1].text.endswith((".", ":")))
            made += self._marked(run, starts=starts, is_index=is_index, named=named) if isinstance(run, str) else [run]
        return tuple(made)

    def _marked(self, text: str, *, starts: bool, is_index: bool, named: bool) -> list[Run]:
        made: list[Run] = []
        end = 0
        for found in self.pattern.finditer(text):
            one = self.known.get(found[0]) or self.known[found[0].removesuffix("s")]
            if one.anchor in self.seen or (is_index and found.end() == len(text)):
                continue
            self.seen.add(one.anchor)
            before = text[end : found.start()]
            words = found[0]
            if named and one.name and not before.endswith("(") and not text.startswith("'", found.end()):
                first = (starts and not made and not before.strip()) or before.endswith(". ")
                words = f"{'The' if first else 'the'} {one.name} ({one.term})"
            made += [*([before] if before else []), Term(words, one.anchor)]
            end = found.end()
        return [*made, *([text[end:]] if end < len(text) else [])] or [text]
