"""What was measured, as plain data: quantities with their intervals, tables of them, and records that group both."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

Value = bool | int | float | str | tuple[float, ...] | None  # a number, a short text, a short list of numbers, or none


@dataclass(frozen=True)
class Quantity:
    """One measured thing by its name in words; in a table its column's name stands for it.

    `low` and `high` are the ends of its interval (an open end is infinite), `note` says what a reader must know of it.
    """

    name: str
    value: Value
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)

    def to_json(self) -> dict[str, Any]:
        """The quantity as JSON data; what is not there is left out."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        kept = {name: item for name, item in given.items() if name == "value" or item not in ("", None)}
        return {**kept, "value": _plain(self.value)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Quantity":
        numbers: dict[str, Any] = {key: _cell(item) for key, item in data.items() if key not in WORDS}
        return cls(**{"name": "", **data, **numbers})


WORDS = ("name", "unit", "note")
Cell = Value | Quantity
Column = str | Callable[[Any], Cell]  # the key of a row's entry, or what to make of the row


@dataclass(frozen=True)
class Table:
    """Rows under named columns, the unit in brackets where there is one; the first column names the rows.

    A table that is not `shown` is for the results file: the report says how many rows it has. Raises ValueError for a
    row of another length.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: bool = True

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"rows: of {self.name!r} are not all as long as its {len(self.columns)} columns")

    @classmethod
    def of(cls, name: str, rows: Iterable[Any], columns: Mapping[str, Column], *, shown: bool = True) -> "Table":
        """A row for each of `rows`; one that lacks a key has an empty cell."""
        picked = tuple(tuple(_picked(row, column) for column in columns.values()) for row in rows)
        return cls(name, tuple(columns), picked, shown=shown)

    def to_json(self) -> dict[str, Any]:
        rows = [[_plain(cell) for cell in row] for row in self.rows]
        return {"name": self.name, "columns": list(self.columns), "rows": rows, "shown": self.shown}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Table":
        rows = tuple(tuple(_cell(item) for item in row) for row in data["rows"])
        return cls(data["name"], tuple(data["columns"]), rows, shown=data["shown"])


@dataclass(frozen=True)
class Record:
    """Quantities, tables and further groups under one name; a whole record may have none."""

    name: str = ""
    quantities: tuple[Quantity, ...] = ()
    tables: tuple[Table, ...] = ()
    groups: tuple["Record", ...] = ()

    def __getitem__(self, name: str) -> Any:
        """The quantity, table or group of that name. Raises KeyError where there is none."""
        parts: tuple[Quantity | Table | Record, ...] = (*self.quantities, *self.tables, *self.groups)
        return {part.name: part for part in parts}[name]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "quantities": [one.to_json() for one in self.quantities],
            "tables": [one.to_json() for one in self.tables],
            "groups": [one.to_json() for one in self.groups],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Record":
        return cls(
            data["name"],
            tuple(Quantity.from_json(one) for one in data["quantities"]),
            tuple(Table.from_json(one) for one in data["tables"]),
            tuple(cls.from_json(one) for one in data["groups"]),
        )


def records_of(network: Mapping[str, Any]) -> tuple[Record, ...]:
    """The records of a network's entry in the results, each under a name of its own."""
    return tuple(Record.from_json(item) for item in network.values() if isinstance(item, Mapping) and "groups" in item)


def _picked(row: Any, column: Column) -> Cell:
    cell = column(row) if callable(column) else row.get(column)
    return replace(cell, name="") if isinstance(cell, Quantity) else cell


def _plain(cell: Cell) -> Any:
    return cell.to_json() if isinstance(cell, Quantity) else list(cell) if isinstance(cell, tuple) else cell


def _cell(item: Any) -> Cell:
    if isinstance(item, Mapping):
        return Quantity.from_json(item)
    return tuple(map(_number, item)) if isinstance(item, list) else _number(item)


def _number(item: Any) -> Any:
    """The item; a number that is not finite, which JSON has as text, as the number that it is."""
    return float(item) if item in (str(math.inf), str(-math.inf), str(math.nan)) else item
