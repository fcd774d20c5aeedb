"""What each verdict should be, compared with what a run found, after it found it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bounds.claims import Verdict
from validation.papers import Suite
from validation.runs.judging import Key

MEASURED = (Verdict.UNDECIDED, Verdict.SUPPORTED)


@dataclass(frozen=True)
class Difference:
    """A reading whose verdict is not the audited one; `audited` is None where the table has no line for it."""

    key: Key
    found: Verdict
    audited: Verdict | None

    def __str__(self) -> str:
        return f"{self.key}: found {self.found}, audited {self.audited or 'not in the table'}"


def differences(verdicts: Mapping[Key, Verdict], suites: Iterable[Suite]) -> list[Difference]:
    """Where the computed verdicts differ from the papers' tables, in their order.

    What a profile decides by its measurements may be open or supported in any run, and is neither proved nor refuted.
    """
    tables = {suite.paper: (suite.audited_verdicts, suite.decided_by) for suite in suites}
    found = []
    for key, verdict in verdicts.items():
        table, decided_by = tables[key.paper]
        audited = table.get((key.statement, key.reading))
        if audited != verdict and not (verdict in MEASURED and (key.statement, key.reading) in decided_by):
            found.append(Difference(key, verdict, audited))
    return found
