"""Writes a document as PDF: typst sets `templates/report.typ`, which reads the document's own objects as JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from reports import mathematics
from reports.appendix import hoisted
from reports.document import Document, Formula, Maths, Part, Picture, Table, Text, plain

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the timestamp of a report whose run has none


def to_data(document: Document) -> str:
    """The document as the template reads it."""
    return json.dumps(_plain(hoisted(document)), ensure_ascii=False)


def to_pdf(data: str, drawings: Mapping[str, str], *, started: str) -> bytes:
    """The PDF of a document's data; its timestamp is the run's, so the same results give the same bytes."""
    import typst

    template = files("reports").joinpath("templates", "report.typ").read_bytes()
    inputs = {"document": data, "drawings": json.dumps(dict(drawings), ensure_ascii=False)}
    return typst.compile(
        template, sys_inputs=inputs, format="pdf", ignore_system_fonts=True, timestamp=_moment(started)
    )


def _plain(item: Any) -> Any:
    """The document as JSON data, its formulas in typst's notation."""
    if isinstance(item, Formula):
        return {"kind": item.kind, **_formula(item)}
    if isinstance(item, Maths):
        return {"kind": item.kind, **_maths(item)}
    if isinstance(item, Table):
        return {**_fields(item), "longest": _plain(_longest(item))}
    if isinstance(item, Picture):
        return {**_fields(item), "alt": plain(item.title)}
    if is_dataclass(item) and not isinstance(item, type):
        return _fields(item)
    if isinstance(item, Mapping):
        return {key: _plain(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [_plain(value) for value in item]
    return item


def _longest(table: Table) -> tuple[Text, ...]:
    """The longest entry of each column: how wide they are says how large the whole can be set, and costs far less."""
    return tuple(max(column, key=lambda text: len(plain(text))) for column in zip(*table.rows, strict=True))


def _fields(item: Any) -> dict[str, Any]:
    kind = {"kind": item.kind} if isinstance(item, Part) else {}
    return {**kind, **{field.name: _plain(getattr(item, field.name)) for field in fields(item)}}


def _formula(item: Formula) -> dict[str, Any]:
    """The formula for typst's mathematics, or its plain text where its LaTeX cannot be read."""
    try:
        tree = mathematics.parse_marked(item.latex, item.other)
    except ValueError:
        return {"plain": item.plain or item.latex}
    return _pieces(tree)


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
        return {"typst": mathematics.to_typst(tree)}
    return {"copied": item.copied, **_pieces(tree)}


def _moment(started: str) -> datetime:
    try:
        moment = datetime.fromisoformat(re.sub(r"Z$", "+00:00", started))
    except ValueError:
        return EPOCH
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
