"""Writes the README's table of verdicts from a results file: python docs/verdicts.py RESULTS.json."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bounds.claims.statement import READING_NAMES
from reports.results import read
from reports.vocabulary import families, judged, marked

README = Path(__file__).resolve().parents[1] / "README.md"


Row = tuple[str, str, Mapping[str, str], Sequence[str]]  # id, title, own verdicts by reading, the parts that fall


def table(claims: Iterable[Row]) -> str:
    head = ["claim", *READING_NAMES, "parts refuted as printed"]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for id_, title, verdicts, fallen in claims:
        cells = [marked(verdicts[name]) if name in verdicts else "" for name in READING_NAMES]
        rows.append("| " + " | ".join([f"{id_}: {title}", *cells, ", ".join(fallen)]) + " |")
    return "\n".join(rows)


def numbered(statements: Iterable[dict]) -> Iterator[Row]:
    """The numbered claims of a results file, by the verdicts on their own formulas."""
    for claim, parts in families(list(statements)):
        own = {reading["name"]: reading["verdict"] for reading in judged(claim)}
        fallen = [part["id"].partition("/")[2] for part in parts if ("printed", "refuted") in _verdicts(part)]
        yield claim["id"], claim["title"], own, fallen


def _verdicts(statement: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(reading["name"], reading["verdict"]) for reading in judged(statement)}


def main(path: str) -> None:
    text = README.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- verdicts -->")
    after = rest[rest.index("\n[A sample report]") :]
    README.write_text(f"{before}{mark}\n{table(numbered(read(Path(path))['statements']))}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
