"""Witnesses of evidence, which are free JSON data, as tables: a joint distribution, or values by their symbols."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bounds.distribution.joint import probability_key
from reports.document import Block, Table
from reports.numbers import number
from reports.prose import prose, symbols

ROWS = 24  # atoms of a joint distribution that are shown
LONG = 12  # a longer list is counted
_BETWEEN_WORDS = re.compile(r"_(?=[a-z]{2})|(?<=[a-z]{2})_")


def blocks(witness: Mapping[str, Any], *, caption: str) -> tuple[Block, ...]:
    """A joint distribution as its atoms; of anything else a value a line, each part under its name."""
    if isinstance(witness.get("atoms"), Sequence) and isinstance(witness.get("names"), Sequence):
        return (_joint(witness, caption=caption),)
    parts = {key: item for key, item in witness.items() if isinstance(item, Mapping)}
    rows = tuple((prose(_words(key)), (value(item),)) for key, item in witness.items() if key not in parts)
    own = (Table(caption, ("quantity", "value"), rows, role="record"),) if rows else ()
    return (
        *own,
        *(block for key, part in parts.items() for block in blocks(part, caption=f"{caption}: {_words(key)}")),
    )


def value(item: Any) -> str:
    """A number, a word, or a list of them."""
    if isinstance(item, Mapping):
        return ", ".join(f"{_words(key)} {value(inner)}" for key, inner in item.items())
    if not isinstance(item, list | tuple):
        return number(item)
    if len(item) > LONG:
        return f"{len(item)} entries"
    return ", ".join(f"({value(inner)})" if isinstance(inner, list | tuple) else value(inner) for inner in item)


def _joint(record: Mapping[str, Any], *, caption: str) -> Table:
    """A joint distribution, an atom a row, with its exact probability."""
    names = [str(name) for name in record["names"]]
    keys = [*names, probability_key(names)]
    rows = tuple(tuple((value(atom.get(key)),) for key in keys) for atom in record["atoms"][:ROWS])
    numeric = tuple(range(1, len(keys)))
    return Table(caption, (*map(symbols, names), "probability"), rows, numeric=numeric, role="joint")


def _words(key: str) -> str:
    """A symbol as it is; words without their underscores."""
    return _BETWEEN_WORDS.sub(" ", symbols(key))
