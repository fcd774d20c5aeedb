"""Writes a document as PDF: typst sets `templates/report.typ`, which reads the document's own objects as JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from reports import mathematics
from reports.appendix import hoisted
from reports.document import Document, Formula, Link, Maths, Part, Picture, Quote, Section, Table, Term, Text, plain

STANDARD = "ua-1"
LETTER = "could not be displayed with font"  # typst's words for a letter that would be an empty box
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the timestamp of a report whose run has none


def to_data(document: Document) -> str:
    """The document as the template reads it; what links to a section that it lacks is text."""
    whole = hoisted(document)
    return json.dumps(_plain(whole, frozenset(_anchors(whole.sections))), ensure_ascii=False)


def _anchors(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield section.anchor
        yield from _anchors(section.sections)


def to_pdf(data: str, drawings: Mapping[str, str], *, started: str) -> bytes:
    """The PDF of a document's data, as PDF/UA-1 has it: typst refuses to write what is not.

    A letter that no font here has (in a name that a user gave) leaves the PDF without that mark. Its timestamp is the
    run's, so the same results give the same bytes. Raises typst.TypstError where the data are not a document that
    everybody can read, such as a formula without words in its place.
    """
    import typst

    template = files("reports").joinpath("templates", "report.typ").read_bytes()
    inputs = {"document": data, "drawings": json.dumps(dict(drawings), ensure_ascii=False)}

    def written(standards: list[Any]) -> bytes:
        return typst.compile(
            template,
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=standards,
            ignore_system_fonts=True,
            timestamp=_moment(started),
        )

    try:
        return written([STANDARD])
    except typst.TypstError as error:
        if LETTER not in str(error):
            raise
        return written([])


def _plain(item: Any, anchors: AbstractSet[str]) -> Any:
    """The document as JSON data, its formulas in typst's notation."""
    if isinstance(item, Formula):
        return {"kind": item.kind, **_formula(item)}
    if isinstance(item, Maths):
        return {"kind": item.kind, **_maths(item)}
    if isinstance(item, Term) or (isinstance(item, Link) and item.anchor not in anchors):
        return item.text
    if isinstance(item, Quote) and item.anchor not in anchors:
        item = replace(item, anchor="")
    if is_dataclass(item) and not isinstance(item, type):
        kind = {"kind": item.kind} if isinstance(item, Part) else {}
        made = {**kind, **{field.name: _plain(getattr(item, field.name), anchors) for field in fields(item)}}
        if isinstance(item, Table):
            made["longest"] = _plain(_longest(item), anchors)
        if isinstance(item, Picture):
            made["alt"] = plain(item.title) or "figure"
        return made
    if isinstance(item, list | tuple):
        return [_plain(value, anchors) for value in item]
    return item


def _longest(table: Table) -> tuple[Text, ...]:
    """The longest entry of each column: how wide they are says how large the whole can be set, and costs far less."""
    return tuple(max(column, key=lambda text: len(plain(text))) for column in zip(*table.rows, strict=True))


def _formula(item: Formula) -> dict[str, Any]:
    """The formula for typst's mathematics, or its plain text where its LaTeX cannot be read."""
    try:
        tree = mathematics.parse_marked(item.latex, item.other)
    except ValueError:
        return {"plain": item.plain or item.latex}
    return {"alt": item.plain or item.latex or "formula", **_pieces(tree)}


def _pieces(tree: mathematics.Tree) -> dict[str, Any]:
    """The formula whole, and cut where lines may break."""
    return {
        "typst": mathematics.to_typst(tree),
        "pieces": mathematics.pieces(tree),
        "finer": mathematics.pieces(tree, within=True),
    }


def _maths(item: Maths) -> dict[str, Any]:
    """The formula within a line, as above."""
    try:
        tree = mathematics.parse(item.latex)
    except ValueError:
        return {"plain": item.text}
    if not item.copied:
        return {"typst": mathematics.to_typst(tree), "alt": item.text or item.latex or "formula"}
    return {"alt": item.text or item.latex or "formula", "copied": item.copied, **_pieces(tree)}


def _moment(started: str) -> datetime:
    try:
        moment = datetime.fromisoformat(re.sub(r"Z$", "+00:00", started))
    except ValueError:
        return EPOCH
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
