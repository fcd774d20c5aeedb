"""Where the time of a run goes: each cell's seconds, by what it belongs to, as a table, a CSV file and a figure."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from reports.figure import Figure, Series
from reports.figures import draw
from reports.numbers import seconds
from reports.results import write_atomically
from validation.experiments import Cell
from validation.runs.cells import Outcome
from validation.runs.runner import RUN_CHECK

NAME = "timings"
SHOWN = 12  # kinds of work with a line of their own


@dataclass(frozen=True, kw_only=True)
class Timings:
    """The outcomes of a run's cells, and the seconds on the clock until the last, and of the report after it."""

    outcomes: Sequence[Outcome]
    cells: float
    report: float

    def by_kind(self) -> list[tuple[str, float]]:
        """Seconds of the cells that were computed now, each counted once, by their kind; the longest first.

        Cells that run side by side are added up: with several processes that is more than the clock shows.
        """
        total: defaultdict[str, float] = defaultdict(float)
        for one in self._computed:
            total[kind_of(one.cell)] += one.seconds
        return sorted(total.items(), key=lambda item: -item[1])

    def to_csv(self) -> str:
        """A line for each cell, in the order in which they ended, then one for the report."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["kind", "cell", "seconds", "stored"])
        for one in self.outcomes:
            writer.writerow([kind_of(one.cell), one.cell.label, f"{one.seconds:.3f}", "yes" if one.reused else "no"])
        writer.writerow(["report", "", f"{self.report:.3f}", "no"])
        return stream.getvalue()

    def to_table(self) -> Table:
        """The kinds that took longest, with their share of all that was computed."""
        kinds = self.by_kind()
        whole = sum(each for _, each in kinds) or 1.0
        stored = len(self.outcomes) - len(self._computed)
        table = Table(title="Where the time went", title_style="bold", header_style="bold")
        for name in ("work", "seconds", "share"):
            table.add_column(name, justify="left" if name == "work" else "right")
        for kind, each in _shown(kinds):
            table.add_row(kind, f"{each:.1f}", f"{each / whole:.0%}")
        table.caption = (
            f"{seconds(whole)} of cells in {seconds(self.cells)} on the clock, {stored} of them stored before; "
            f"the report took {seconds(self.report)}"
        )
        return table

    def figure(self) -> Figure:
        """The same as bars."""
        kinds = _shown(self.by_kind())
        bars = Series(name="cells", x=[kind for kind, _ in kinds], y=[each for _, each in kinds], style="bar")
        return Figure(
            id=NAME,
            subject="run",
            title="Where the time went",
            x_label="work",
            y_label="time of its cells (s)",
            caption="Seconds of the cells that were computed, by what they belong to.",
            series=(bars,),
        )

    def write(self, out: Path) -> None:
        """timings.csv and timings.svg into the folder."""
        write_atomically(out / f"{NAME}.csv", self.to_csv())
        write_atomically(out / f"{NAME}.svg", draw(self.figure()) + "\n")

    @property
    def _computed(self) -> list[Outcome]:
        return [one for one in self.outcomes if not one.reused]


def kind_of(cell: Cell) -> str:
    """What a cell belongs to: its experiment, or checks, by the statement that they are of (without its part)."""
    if cell.function == RUN_CHECK:
        return f"checks of {cell.configuration['check'].split(':')[0].split('/')[0]}"
    return cell.function.partition(":")[0].rpartition(".")[2].replace("_", " ")


def _shown(kinds: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    rest = kinds[SHOWN:]
    return [*kinds[:SHOWN], *([(f"{len(rest)} others", sum(each for _, each in rest))] if rest else [])]
