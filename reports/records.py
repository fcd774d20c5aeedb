"""Records as tables that a reader can take in."""

from collections.abc import Sequence

from reports import record
from reports.document import Aside, Block, Paragraph, Run, Script, Table, Text, plain
from reports.numbers import interval, number
from reports.prose import prose, symbols
from reports.vocabulary import counted

COLUMNS = 9  # beside the first; a wider table is continued below itself
LINE = 145  # characters; a table of longer lines is continued below itself too
ROWS = 24  # a longer table shows its first rows and says so
LONG = 12  # a longer list of numbers is summarised
SETTING = "In general"  # the caption of what a whole record says of itself


def blocks(item: record.Record, *, within: str = "") -> tuple[Block, ...]:
    """Everything in a record: its quantities as one table, then its tables, then its groups under their names."""
    name = _joined(within, item.name)
    own = (quantities(item.quantities, caption=name or SETTING),) if item.quantities else ()
    tables = (block for table in item.tables for block in table_blocks(table, within=name))
    groups = (block for group in item.groups for block in blocks(group, within=name))
    return (*own, *tables, *groups)


def quantities(items: Sequence[record.Quantity], *, caption: str) -> Table:
    """A quantity a line: its value, with interval and unit, and what a reader must know of it."""
    rows = tuple((prose(item.name), (*entry(item), *_aside(item.note))) for item in items)
    return Table(caption, ("quantity", "value"), rows, role="record")


def table_blocks(table: record.Table, *, within: str = "") -> tuple[Block, ...]:
    """A table in as many parts as it takes for each to fit, the notes of its entries below; or how long it is."""
    caption, rows = _joined(within, table.name), table.rows[:ROWS]
    if not rows:
        return ()
    if not table.shown:
        return (_note(f"{caption}: {counted(len(table.rows), 'row')} in the results file."),)
    filled = [k for k in range(len(table.columns)) if any(row[k] not in (None, "") for row in rows)]
    heads = [prose(table.columns[k]) for k in filled]
    notes = list(dict.fromkeys(note for row in rows for note in map(_note_of, row) if note))
    texts = [[_marked(row[k], notes) for k in filled] for row in rows]
    numeric = [place for place, k in enumerate(filled) if place and not any(isinstance(row[k], str) for row in rows)]
    parts = [
        Table(
            caption=caption + (", continued" if number_of_part else ""),
            head=tuple(heads[k] for k in places),
            rows=tuple(tuple(row[k] for k in places) for row in texts),
            numeric=tuple(place for place, k in enumerate(places) if k in numeric),
            role="record",
        )
        for number_of_part, places in enumerate(_fitting(_widths(heads, texts)))
    ]
    marked = [run for place, note in enumerate(notes, start=1) for run in (_mark(place), " ", *prose(note), ". ")]
    more = len(table.rows) - len(rows)
    below = [*marked, *([f"{counted(more, 'more row is', 'more rows are')} in the results file."] if more else [])]
    return (*parts, _note(*below)) if below else tuple(parts)


def entry(cell: record.Cell) -> Text:
    """One entry: a number, a quantity with its interval and unit, words, or what a long list spans."""
    if isinstance(cell, record.Quantity):
        if cell.value is None:
            return ("none",)
        exact = cell.low == cell.high == cell.value
        ends = f" {interval(*cell.interval)}" if cell.interval and not exact else ""
        return (*entry(cell.value), ends + (f" {cell.unit}" if cell.unit else ""))
    if isinstance(cell, tuple):
        few = ", ".join(map(number, cell))
        return (few if len(cell) <= LONG else f"{len(cell)} numbers from {number(min(cell))} to {number(max(cell))}",)
    if isinstance(cell, str) and " " in cell:  # words of ours are set, a single word may be a name that a user gave
        return prose(cell)
    return ("" if cell is None else number(cell),)


def _joined(within: str, name: str) -> str:
    text = symbols(f"{within}: {name}" if within and name else within or name)
    return text[:1].upper() + text[1:]


def _aside(note: str) -> Text:
    return (Aside(f" · {plain(prose(note))}"),) if note else ()


def _note(*text: Run) -> Paragraph:
    return Paragraph(text, tone="note")


def _note_of(cell: record.Cell) -> str:
    return cell.note if isinstance(cell, record.Quantity) else ""


def _marked(cell: record.Cell, notes: Sequence[str]) -> Text:
    note = _note_of(cell)
    return (*entry(cell), _mark(notes.index(note) + 1)) if note else entry(cell)


def _mark(place: int) -> Script:
    return Script(str(place), below=False)


def _widths(heads: Sequence[Text], rows: Sequence[Sequence[Text]]) -> list[int]:
    """The characters that each column needs; a head may break between words."""
    words = (max(map(len, plain(head).split()), default=0) for head in heads)
    return [max(head, *(len(plain(row[k])) for row in rows)) + 2 for k, head in enumerate(words)]


def _fitting(widths: Sequence[int]) -> list[list[int]]:
    """The columns in as many parts as it takes for each to fit on a line beside the first column."""
    parts = [[0]]
    for column in range(1, len(widths)):
        if len(parts[-1]) > COLUMNS or (
            len(parts[-1]) > 1 and sum(widths[k] for k in parts[-1]) + widths[column] > LINE
        ):
            parts.append([0])
        parts[-1].append(column)
    return parts
