"""The audited table: what each verdict should be, compared with what a run found, after it found it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from bounds.claims.statement import Verdict


@dataclass(frozen=True)
class Difference:
    """A reading whose verdict is not the audited one; `audited` is None where the table has no line for it."""

    statement: str
    reading: str
    found: Verdict
    audited: Verdict | None

    def __str__(self) -> str:
        return f"{self.statement} {self.reading}: found {self.found}, audited {self.audited or 'not in the table'}"


def audited() -> dict[tuple[str, str], Verdict]:
    """The table `audited.toml`, by statement id and reading name."""
    table = tomllib.loads(files("validation").joinpath("audited.toml").read_text(encoding="utf-8"))
    return {(statement, name): Verdict(value) for statement, row in table.items() for name, value in row.items()}


def differences(verdicts: Mapping[tuple[str, str], Verdict]) -> list[Difference]:
    """Where the computed verdicts differ from the table, in their order."""
    table = audited()
    return [
        Difference(statement, name, found, table.get((statement, name)))
        for (statement, name), found in verdicts.items()
        if table.get((statement, name)) != found
    ]
