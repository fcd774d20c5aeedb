"""Writes the README's table of verdicts from a results file: python docs/verdicts.py RESULTS.json."""

import sys
from pathlib import Path

from bounds.claims.statement import READING_NAMES
from reports.results import read
from reports.vocabulary import marked

README = Path(__file__).resolve().parents[1] / "README.md"


def table(statements: list[dict]) -> str:
    """The numbered claims (parts are combined in them), a row each."""
    head = ["claim", *READING_NAMES]
    rows = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for statement in statements:
        if statement["parent"] is None:
            verdicts = {reading["name"]: marked(reading["verdict"]) for reading in statement["readings"]}
            name = f"{statement['id']}: {statement['title']}"
            rows.append("| " + " | ".join([name, *(verdicts.get(reading, "") for reading in READING_NAMES)]) + " |")
    return "\n".join(rows)


def main(path: str) -> None:
    text = README.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- verdicts -->")
    after = rest[rest.index("\n[A sample report]") :]
    README.write_text(f"{before}{mark}\n{table(read(Path(path))['statements'])}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
