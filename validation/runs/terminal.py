"""What a run shows on a terminal: progress while it works, the table of verdicts at the end."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bounds.claims.statement import READING_NAMES
from reports.vocabulary import VERDICTS, counted, judged, marked, seen
from validation.runs.cells import Outcome

COLOURS = {"proved": "green", "refuted": "red", "supported": "cyan", "undecided": "yellow"}


class Watch:
    """Progress of a run: a bar on a terminal, a plain line a cell elsewhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = self.total = self.reused = 0
        times = (TimeElapsedColumn(), TimeRemainingColumn())
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *times)
        self._progress = Progress(*columns, console=console) if console.is_terminal else None

    def __enter__(self) -> "Watch":
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def start(self, cells: int) -> None:
        self.total = cells
        if self._progress is not None:
            self._task = self._progress.add_task("cells", total=cells)

    def tell(self, line: str) -> None:
        """A line of a cell that is still at work."""
        if self._progress is not None:
            self._progress.console.print(line, style="dim", highlight=False, markup=False)
        else:
            print(line, file=self.console.file, flush=True)

    def finished(self, outcome: Outcome) -> None:
        self.done += 1
        self.reused += outcome.reused
        line = f"{outcome.cell.label}: {headline(outcome)}"
        if self._progress is not None:
            if not outcome.reused:
                style = "red" if outcome.error else "dim"
                self._progress.console.print(line, style=style, highlight=False, markup=False)
            self._progress.advance(self._task)
        else:
            print(f"[{self.done}/{self.total}] {line}", file=self.console.file, flush=True)


def headline(outcome: Outcome) -> str:
    """What a finished cell found, in one line."""
    if outcome.error is not None:
        return f"failed: {outcome.error}"
    result = outcome.result if isinstance(outcome.result, dict) else {}
    if "evidence" in result:
        kinds = [item["kind"] + ("" if item["accepted"] else " (not accepted)") for item in result["evidence"]]
        text = ", ".join(kinds) or "no evidence"
    else:
        text = str(result.get("headline", "done"))
    return f"{text} ({'stored' if outcome.reused else f'{outcome.seconds:.1f} s'})"


def verdict_table(results: Mapping[str, Any]) -> Table:
    """The table of verdicts: a row a statement, a column a reading."""
    table = Table(title="Verdicts", title_style="bold", header_style="bold", show_lines=False)
    table.add_column("statement", no_wrap=True)
    for name in READING_NAMES:
        table.add_column(name, no_wrap=True)
    prefixes = {paper["id"]: paper["prefix"] for paper in results["papers"]}
    for statement in results["statements"]:
        readings = {reading["name"]: reading for reading in statement["readings"]}
        cells = [_cell(readings.get(name)) for name in READING_NAMES]
        indent = "  " if statement["parent"] else ""
        name = ":".join(part for part in (prefixes[statement["paper"]], statement["id"]) if part)
        table.add_row(indent + name, *cells)
    return table


def verdict_counts(results: Mapping[str, Any]) -> str:
    """How many readings have each verdict, in one line."""
    tally = Counter(r["verdict"] for s in results["statements"] for r in judged(s) if r["formula"])
    return f"{counted(sum(tally.values()), 'reading')}: " + ", ".join(
        f"{tally[verdict]} {verdict}" for verdict in VERDICTS if tally[verdict]
    )


def _cell(reading: Mapping[str, Any] | None) -> str:
    if reading is None or "verdict" not in reading:  # a claim that stands in parts has theirs
        return ""
    text = seen(reading) or marked(reading["verdict"])
    return f"[{COLOURS[reading['verdict']]}]{text}[/]"
