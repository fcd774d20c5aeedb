"""Writes the README's tables of verdicts and of editions, and the recorded comparison, from a whole run's results."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bounds.claims.statement import READING_NAMES
from bounds.editions import Fate
from reports.holding import holding, is_of_a_result
from reports.results import read
from reports.vocabulary import families, judged, marked

README = Path(__file__).resolve().parents[1] / "README.md"
README_PAPER = "achille-soatto-2017"
EDITIONS = README.parent / "validation" / "papers" / "achille_soatto_2018" / "editions.json"


def table(statements: Sequence[dict[str, Any]]) -> str:
    """The numbered results: how far each holds, its own formulas' verdicts, and the parts that fall as printed."""
    head = ["result", "holds", *READING_NAMES, "parts that fall as printed"]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for claim, parts in families(statements):
        if is_of_a_result(claim):
            own = {reading["name"]: marked(reading["verdict"]) for reading in judged(claim)}
            cells = [own.get(name, "") for name in READING_NAMES]
            way = holding([claim, *(part for part in parts if is_of_a_result(part))]) or ""
            fallen = "; ".join(f"{part['id'].partition('/')[2]} ({fault})" for part in parts for fault in _faults(part))
            rows.append("| " + " | ".join([f"{claim['id']}: {claim['title']}", way, *cells, fallen]) + " |")
    return "\n".join(rows)


def _faults(statement: Mapping[str, Any]) -> list[str]:
    return [reading["fault"] for reading in judged(statement) if "fault" in reading]


def fates(changes: Sequence[Mapping[str, Any]]) -> str:
    """What became of the claims of the later edition: a row for each fate, with the ids of its claims."""
    by_fate = {fate: [change["id"] for change in changes if change["fate"] == fate] for fate in Fate}
    rows = [f"| {fate} | {len(ids)} | {', '.join(ids)} |" for fate, ids in by_fate.items() if ids]
    return "\n".join(["| what became of it | claims | their ids, in 2018 |", "| --- | --- | --- |", *rows])


def recorded(results: Mapping[str, Any]) -> dict[str, Any]:
    """What `emergence-audit editions` shows where no run is at hand."""
    named = {(pair[of], id_) for pair in results["editions"] for of, ids in _ids(pair).items() for id_ in ids}
    kept = [
        {**{key: one[key] for key in ("paper", "id", "title", "parent")}, "readings": _bare(one)}
        for one in results["statements"]
        if (one["paper"], one["id"]) in named
    ]
    run = {key: results[key] for key in ("papers", "profile", "seed", "started", "editions")}
    return {**run, "statements": kept}


def _ids(pair: Mapping[str, Any]) -> dict[str, set[str]]:
    earlier = {id_ for change in pair["changes"] for id_ in change["earlier"]}
    return {"earlier": earlier, "later": {change["id"] for change in pair["changes"]}}


def _bare(statement: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{key: one[key] for key in ("name", "verdict", "violated")} | {"evidence": []} for one in judged(statement)]


def main(path: str) -> None:
    results = read(Path(path))
    if results.get("editions"):
        EDITIONS.write_text(json.dumps(recorded(results), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        _write("<!-- editions -->", fates(results["editions"][0]["changes"]))
    _write("<!-- verdicts -->", table([one for one in results["statements"] if one["paper"] == README_PAPER]))


def _write(mark: str, lines: str) -> None:
    """Put a table below its mark in the README, in the place of the one that stands there."""
    before, _, rest = README.read_text(encoding="utf-8").partition(mark)
    after = rest[rest.index("\n\n") :]
    README.write_text(f"{before}{mark}\n{lines}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
