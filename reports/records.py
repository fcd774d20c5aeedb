"""Free records (nested JSON data from experiments, networks, witnesses) as tables a reader can take in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bounds.distribution.joint import probability_key
from reports.document import Block, Paragraph, Table, Text, plain
from reports.numbers import interval, number
from reports.prose import prose, symbols

LONG = 12  # a longer list of numbers is summarised
COLUMNS = 9  # beside the first; a wider table is continued below itself
LINE = 145  # characters; a table of longer lines is continued below itself too
ROWS = 24  # a longer table shows its first rows and says so
SMALL = 3  # a part of no more entries is one line of the table that it belongs to
SETTING = "In general"  # the caption of what a whole record says of itself
_POINT = re.compile(r"(?<=\d)_(?=\d)")
_BETWEEN_WORDS = re.compile(r"_(?=[a-z]{2})|(?<=[a-z]{2})_")


def words(key: str) -> str:
    """A key of a record as words: `corollary_5_1` -> `corollary 5.1`."""
    return symbols(_BETWEEN_WORDS.sub(" ", _POINT.sub(".", symbols(str(key))))).strip()


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def blocks(record: Mapping[str, Any], *, caption: str) -> tuple[Block, ...]:
    """Everything in a record: plain entries as one table, each list of rows as its own, each part under its name."""
    if is_joint(record):
        return (joint(record, caption=caption),)
    record = {key: item for key, item in _gathered(record).items() if item not in ("", None, [], {})}
    simple = {key: item for key, item in record.items() if _is_cell(item) or _is_small(item)}
    made: list[Block] = []
    if simple:
        rows = tuple((prose(words(key)), _set(item)) for key, item in simple.items())
        made.append(Table(caption=caption or SETTING, head=("quantity", "value"), rows=rows, role="record"))
    for key, item in record.items():
        if key in simple:
            continue
        name = sentence(words(key)) if caption == "" else f"{caption}: {words(key)}"
        if isinstance(item, Mapping) and len(item) > 1 and all(_is_row(entry) for entry in item.values()):
            singular = words(key).removesuffix("s")
            made += rows_of([{singular: entry, **item[entry]} for entry in item], caption=name)
        elif isinstance(item, Mapping):
            made += blocks(item, caption=name)
        else:
            made += rows_of(item, caption=name)
    return tuple(made)


def _gathered(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with `value`, `low` and `high` of its own as one estimate."""
    ends = {key: record[key] for key in ("value", "low", "high") if key in record}
    if len(ends) < 3 or _ends(ends) is None:
        return record
    return {"value": ends, **{key: item for key, item in record.items() if key not in ends}}


def _with_intervals(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with a value and its ends in columns of their own as one estimate."""
    names, made, done = list(row), {}, set[str]()
    for place, name in enumerate(names):
        following = names[place + 1 : place + 3]
        made[name] = row[name]
        if following in (["low", "high"], [f"{name}_low", f"{name}_high"]):
            estimate = {"value": row[name], "low": row[following[0]], "high": row[following[1]]}
        else:
            following = [f"{name}_interval"]
            estimate = {"value": row[name], "interval": row.get(following[0])}
        if _ends(estimate) is not None:
            made[name] = estimate
            done |= set(following)
    return {name: item for name, item in made.items() if name not in done}


def rows_of(items: Sequence[Any], *, caption: str) -> tuple[Block, ...]:
    """A list of records as one table with a row each; lists of other things as text."""
    if not items:
        return ()
    if not all(isinstance(item, Mapping) for item in items):
        return (
            Table(
                caption=caption,
                head=("number", "value"),
                rows=tuple(((str(k),), _set(item)) for k, item in enumerate(items[:ROWS])),
                role="record",
            ),
        )
    flat = [dict(_flat(_with_intervals(item))) for item in items]
    keys = list(dict.fromkeys(key for item in flat for key in item))
    deep = [key for key in keys if any(_is_deep(item.get(key)) for item in flat)]
    keys = [key for key in keys if key not in deep]
    named, others = keys[:1], keys[1:]
    wholes = _columns(flat[:ROWS], named + others, caption=caption)
    tables = [
        _columns(flat[:ROWS], named + part, caption=caption + (", continued" if k else ""))
        for k, part in enumerate(_fitting(others, _widths(wholes)))
    ]
    left_out = len(flat) - ROWS
    notes = [f"{left_out} more rows are in the results file."] if left_out > 0 else []
    notes += [f"Of each row, the results file also has: {', '.join(words(key) for key in deep)}."] if deep else []
    return (*tables, *(Paragraph((note,), tone="note") for note in notes))


def _widths(table: Table) -> list[int]:
    """The characters that each column needs; a head may break between words."""
    heads = (max(map(len, plain(head).split()), default=0) for head in table.head)
    return [max(head, *(len(plain(row[k])) for row in table.rows)) + 2 for k, head in enumerate(heads)]


def _fitting(keys: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """The keys in as many parts as it takes for each to fit on a line beside the first column."""
    parts: list[list[str]] = [[]]
    room = LINE - widths[0]
    for key, width in zip(keys, widths[1:], strict=True):
        if parts[-1] and (width > room or len(parts[-1]) == COLUMNS):
            parts.append([])
            room = LINE - widths[0]
        parts[-1].append(key)
        room -= width
    return parts


def _columns(items: Sequence[Mapping[str, Any]], keys: Sequence[str], *, caption: str) -> Table:
    rows = tuple(tuple(_set(item[key]) if key in item else ("",) for key in keys) for item in items)
    numeric = tuple(k for k, key in enumerate(keys) if k and not any(isinstance(item.get(key), str) for item in items))
    return Table(
        caption=caption, head=tuple(prose(words(key)) for key in keys), rows=rows, numeric=numeric, role="record"
    )


def is_joint(record: Mapping[str, Any]) -> bool:
    """Whether the record is a finite joint distribution: its atoms with their probabilities."""
    return isinstance(record.get("atoms"), Sequence) and isinstance(record.get("names"), Sequence)


def joint(record: Mapping[str, Any], *, caption: str) -> Table:
    """A joint distribution, an atom a row, with its exact probability."""
    names = [str(name) for name in record["names"]]
    p_key = probability_key(names)
    rows = tuple(
        (*((cell(atom.get(name)),) for name in names), (cell(atom.get(p_key)),)) for atom in record["atoms"][:ROWS]
    )
    return Table(
        caption=caption,
        head=(*map(symbols, names), "probability"),
        rows=rows,
        numeric=tuple(range(1, len(names) + 1)),
        role="joint",
    )


def cell(item: Any) -> str:
    """One entry as text: a number, an estimate with its interval, a short list, or what a long list spans."""
    ends = _ends(item)
    if ends is not None:
        value = f"{number(item['value'])} " if "value" in item else ""
        shown = value.strip() if value and ends[0] == ends[1] == item["value"] else value + interval(*ends)
        return f"{shown}, with a warning" if item.get("warnings") else shown
    if isinstance(item, Mapping):
        return ", ".join(f"{words(key)} {cell(value)}" for key, value in item.items())
    if isinstance(item, list | tuple):
        return _listed(item)
    return number(item)


def _set(item: Any) -> Text:
    """One entry as it stands in a table: words of ours are set, a single word may be a name that a user gave."""
    parts = item.values() if isinstance(item, Mapping) else [item]
    return prose(cell(item)) if any(isinstance(part, str) and " " in part for part in parts) else (cell(item),)


def _ends(item: Any) -> tuple[Any, Any] | None:
    """The ends of the interval of one number; None for anything else, arrays of estimates too."""
    if not isinstance(item, Mapping):
        return None
    low, high = item["interval"] if _is_pair(item.get("interval")) else (item.get("low"), item.get("high"))
    scalar = all(isinstance(end, int | float | str) for end in (low, high, item.get("value", 0)))
    return (low, high) if scalar else None


def _is_pair(item: Any) -> bool:
    return isinstance(item, list | tuple) and len(item) == 2


def _listed(items: Sequence[Any]) -> str:
    if any(isinstance(item, Mapping) and _ends(item) is None for item in items):
        return f"{len(items)} entries"
    if len(items) <= LONG:
        return ", ".join(f"({_listed(item)})" if isinstance(item, list | tuple) else cell(item) for item in items)
    numbers = [item for item in items if isinstance(item, int | float) and not isinstance(item, bool)]
    if len(numbers) == len(items):
        return f"{len(items)} numbers from {number(min(numbers))} to {number(max(numbers))}"
    return f"{len(items)} entries"


def _is_deep(item: Any) -> bool:
    """Whether an entry of a row has rows of its own."""
    if isinstance(item, Mapping):
        return _ends(item) is None
    return isinstance(item, list | tuple) and any(isinstance(part, Mapping | list | tuple) for part in item)


def _is_small(item: Any) -> bool:
    return isinstance(item, Mapping) and len(item) <= SMALL and all(_is_plain(entry) for entry in item.values())


def _is_plain(item: Any) -> bool:
    return not isinstance(item, Mapping | list | tuple) or (isinstance(item, list) and all(map(_is_number, item)))


def _is_number(item: Any) -> bool:
    return isinstance(item, int | float)


def _is_row(item: Any) -> bool:
    return isinstance(item, Mapping) and _ends(item) is None and all(_is_cell(entry) for entry in item.values())


def _is_cell(item: Any) -> bool:
    if isinstance(item, Mapping):
        return _ends(item) is not None or not item
    if isinstance(item, list | tuple):
        return not any(isinstance(part, Mapping) for part in item)
    return True


def _flat(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """The entries of one row; parts of parts join their names."""
    entries: list[tuple[str, Any]] = []
    for key, item in record.items():
        if isinstance(item, Mapping) and _ends(item) is None and any(_is_row(part) for part in item.values()):
            entries.append((f"{prefix}{key}", item))  # too deep for a row
        elif isinstance(item, Mapping) and _ends(item) is None:
            entries += _flat(item, f"{prefix}{key} ")
        else:
            entries.append((f"{prefix}{key}", item))
    return entries
