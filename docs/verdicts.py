"""Writes the README's table of verdicts from a results file: python docs/verdicts.py RESULTS.json."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bounds.claims.statement import READING_NAMES
from reports.results import read
from reports.vocabulary import marked

README = Path(__file__).resolve().parents[1] / "README.md"


Row = tuple[str, str, Mapping[str, str]]  # a claim's id, its title, its verdicts by reading


def table(claims: Iterable[Row]) -> str:
    head = ["claim", *READING_NAMES]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for id_, title, verdicts in claims:
        cells = [marked(verdicts[name]) if name in verdicts else "" for name in READING_NAMES]
        rows.append("| " + " | ".join([f"{id_}: {title}", *cells]) + " |")
    return "\n".join(rows)


def numbered(statements: Iterable[dict]) -> Iterator[Row]:
    """The numbered claims (parts are combined in them) of a results file."""
    for statement in statements:
        if statement["parent"] is None:
            yield statement["id"], statement["title"], {r["name"]: r["verdict"] for r in statement["readings"]}


def main(path: str) -> None:
    text = README.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- verdicts -->")
    after = rest[rest.index("\n[A sample report]") :]
    README.write_text(f"{before}{mark}\n{table(numbered(read(Path(path))['statements']))}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
