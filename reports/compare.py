"""What changed between two runs: verdicts, measurements outside each other's intervals, versions, times."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.document import plain
from reports.numbers import interval, seconds
from reports.record import Quantity, Record, Table, records_of
from reports.records import entry
from reports.vocabulary import judged

Data = Mapping[str, Any]
Path = tuple[str, ...]

TIMES = 1.5  # a run that took this many times as long, or as short, is worth a line


@dataclass(frozen=True, kw_only=True)
class Changes:
    """One line for each change; `verdicts` alone decide the exit code."""

    verdicts: tuple[str, ...]
    measurements: tuple[str, ...]
    versions: tuple[str, ...]
    times: tuple[str, ...]
    compared: int
    alone: int  # readings that only one of the two runs has


def changes(before: Data, after: Data) -> Changes:
    """What differs from one run's results to another's."""
    old, new = _verdicts(before), _verdicts(after)
    common = [key for key in old if key in new]  # what only one run judged (`--only`) has not changed
    return Changes(
        verdicts=tuple(_mapping_changes({key: old[key] for key in common}, {key: new[key] for key in common})),
        measurements=tuple(_measurement_changes(before, after)),
        versions=tuple(_mapping_changes(_versions(before), _versions(after))),
        times=tuple(_time_changes(before, after)),
        compared=len(common),
        alone=len(set(old) ^ set(new)),
    )


def to_text(found: Changes) -> str:
    """The changes for a terminal."""
    parts = (
        ("verdicts", found.verdicts, f"none of {found.compared} changed"),
        ("measurements outside each other's intervals", found.measurements, "none"),
        ("versions", found.versions, "the same"),
        ("times", found.times, "alike"),
    )
    lines = []
    for name, entries, otherwise in parts:
        lines += [f"{name}:", *(f"  {entry}" for entry in entries)] if entries else [f"{name}: {otherwise}"]
    if found.alone:
        lines.append(f"readings that only one of the runs has: {found.alone}")
    return "\n".join(lines)


def _verdicts(results: Data) -> dict[str, str]:
    return {
        f"{_named(statement, results)} {reading['name']}": reading["verdict"]
        + (", violated" if reading["violated"] else "")
        for statement in results["statements"]
        for reading in judged(statement)
        if reading["formula"]  # a claim that stands in parts has theirs
    }


def _named(statement: Data, results: Data) -> str:
    prefix = next(paper["prefix"] for paper in results["papers"] if paper["id"] == statement["paper"])
    return ":".join(part for part in (prefix, statement["id"]) if part)


def _versions(results: Data) -> dict[str, str]:
    provenance = results["provenance"]
    named = {key: str(provenance[key]) for key in ("version", "commit", "python", "machine")}
    return named | {"profile": results["profile"], "device": results["device"], **provenance["packages"]}


def _mapping_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key, "absent"), new.get(key, "absent")
        if one != other:
            yield f"{key}: {one} -> {other}"


def _measurement_changes(before: Data, after: Data) -> Iterator[str]:
    old, new = dict(_measurements(before)), dict(_measurements(after))
    for path in old:
        if path in new and not _overlap(old[path], new[path]):
            yield f"{' / '.join(path)}: {_shown(old[path])} -> {_shown(new[path])}"


def _measurements(results: Data) -> Iterator[tuple[Path, Quantity]]:
    """Every quantity with an interval, by where it stands."""
    for name, experiment in results["experiments"].items():
        yield from _within(Record.from_json(experiment["record"]), (name,))
    for network in results["networks"]:
        yield from _of_table(Table.from_json(network["layers"]), (network["name"],))
        for record in records_of(network):
            yield from _within(record, (network["name"],))
    for statement in results["statements"]:
        for reading in statement["readings"]:
            measured = [item for item in reading["evidence"] if item["kind"] == "measurement"]
            for place, item in enumerate(measured):
                where = (_named(statement, results), reading["name"], item["method"], str(place))
                for side, name in (("lhs", "left"), ("rhs", "right")):
                    if item[side]:
                        low, high = float(item[side]["low"]), float(item[side]["high"])
                        yield (*where, name), Quantity(name, None, low, high)


def _within(record: Record, path: Path) -> Iterator[tuple[Path, Quantity]]:
    path = (*path, record.name) if record.name else path
    yield from (((*path, item.name), item) for item in record.quantities if item.interval)
    for table in record.tables:
        yield from _of_table(table, path)
    for group in record.groups:
        yield from _within(group, path)


def _of_table(table: Table, path: Path) -> Iterator[tuple[Path, Quantity]]:
    for place, row in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Quantity) and cell.interval:
                yield (*path, table.name, str(place), column), cell


def _overlap(one: Quantity, other: Quantity) -> bool:
    if one.interval is None or other.interval is None:
        return True
    (low, high), (least, most) = one.interval, other.interval
    return low <= most and least <= high


def _shown(item: Quantity) -> str:
    return interval(item.low, item.high) if item.value is None else plain(entry(item))


def _time_changes(before: Data, after: Data) -> Iterator[str]:
    old, new = before["seconds"], after["seconds"]
    if max(old, new) > TIMES * min(old, new):
        yield f"whole run: {seconds(old)} -> {seconds(new)}"
