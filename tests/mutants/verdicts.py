"""Status 1 where the checks of the named statements (all, with none named) find other verdicts than the audited ones.

A run without its experiments and its report, for the mutation gate: a reading that only experiments decide is left out.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from validation.effort import Effort
from validation.runs.audited import differences
from validation.runs.runner import run
from validation.runs.selection import Selection, select


def main(names: Sequence[str]) -> int:
    selection = select(names)
    measured = {
        (statement, reading)
        for experiment in selection.experiments
        for statement in experiment.statements
        for reading in ("printed", "proved", "repaired", "sharpened")
    }
    checked = {(check.statement, check.reading) for part in selection.parts for check in part.checks}
    parts = tuple(replace(part, experiments=()) for part in selection.parts)
    with tempfile.TemporaryDirectory() as out:
        found = run(Selection(parts=parts), effort=Effort(), seed=0, out=Path(out))
    changed = [
        difference
        for difference in differences(found.verdicts, selection.suites)
        if (difference.key.statement, difference.key.reading) not in measured - checked
    ]
    for line in (*changed, *found.failures):
        print(line)
    return 1 if changed or found.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
