"""What changed between two runs: verdicts, measurements outside each other's intervals, versions, times."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.numbers import interval, number, seconds

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
        for reading in statement["readings"]
        if reading["formula"]  # a claim that stands in parts has theirs
    }


def _named(statement: Data, results: Data) -> str:
    several = len(results["papers"]) > 1
    return f"{statement['paper']}:{statement['id']}" if several else str(statement["id"])


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


def _measurements(results: Data) -> Iterator[tuple[Path, Data]]:
    """Every number with an interval, by where it stands."""
    for name, experiment in results["experiments"].items():
        yield from _estimates(experiment["record"], (name,))
    for network in results["networks"]:
        yield from _estimates({key: item for key, item in network.items() if key != "name"}, (network["name"],))
    for statement in results["statements"]:
        for reading in statement["readings"]:
            measured = [item for item in reading["evidence"] if item["kind"] == "measurement"]
            for place, item in enumerate(measured):
                path = (_named(statement, results), reading["name"], item["method"], str(place))
                yield from _estimates({"left": item["lhs"], "right": item["rhs"], "witness": item["witness"]}, path)


def _estimates(item: Any, path: Path) -> Iterator[tuple[Path, Data]]:
    if isinstance(item, Mapping):
        ends = dict(zip(("low", "high"), item["interval"], strict=True)) if _has_interval(item) else item
        if {"low", "high"} <= set(ends):
            yield path, {"low": ends["low"], "high": ends["high"], "value": item.get("value")}
        for key, inner in item.items():
            yield from _estimates(inner, (*path, str(key).replace("_", " ")))
    elif isinstance(item, list):
        for place, inner in enumerate(item, start=1):
            yield from _estimates(inner, (*path, str(place)))


def _has_interval(item: Data) -> bool:
    return isinstance(item.get("interval"), list) and len(item["interval"]) == 2


def _overlap(one: Data, other: Data) -> bool:
    try:
        ends = [float(item[end]) for item in (one, other) for end in ("low", "high")]
    except (TypeError, ValueError):  # arrays, or no numbers: nothing to compare
        return True
    return ends[0] <= ends[3] and ends[2] <= ends[1]


def _shown(item: Data) -> str:
    value = "" if item["value"] is None else f"{number(item['value'])} "
    return f"{value}{interval(float(item['low']), float(item['high']))}"


def _time_changes(before: Data, after: Data) -> Iterator[str]:
    old, new = before["seconds"], after["seconds"]
    if max(old, new) > TIMES * min(old, new):
        yield f"whole run: {seconds(old)} -> {seconds(new)}"
