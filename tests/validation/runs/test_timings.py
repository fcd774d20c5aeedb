"""Where the time went: each computed cell once, by what it belongs to."""

import csv
import io

from rich.console import Console

from validation.experiments import Cell
from validation.runs.cells import Outcome
from validation.runs.runner import RUN_CHECK
from validation.runs.timings import SHOWN, Timings, kind_of


def check(statement):
    return Cell(function=RUN_CHECK, configuration={"check": f"{statement}:printed:search"}, label=statement)


def cell(name, label="cell"):
    return Cell(function=f"a_paper.experiments.{name}:train", configuration={}, label=label)


def timings(*outcomes):
    return Timings(outcomes=outcomes, cells=10.0, report=2.0)


def test_a_cell_is_of_its_experiment_or_of_its_numbered_claim():
    assert kind_of(cell("phase_transition")) == "phase transition"
    assert kind_of(check("proposition-7/g")) == kind_of(check("proposition-7")) == "checks of proposition-7"


def test_what_was_stored_took_no_time_now():
    found = timings(
        Outcome(cell=cell("one"), seconds=3.0),
        Outcome(cell=cell("two"), seconds=9.0, reused=True),
        Outcome(cell=check("claim-1"), seconds=4.0),
        Outcome(cell=check("claim-1/a"), seconds=1.0),
    )
    assert found.by_kind() == [("checks of claim-1", 5.0), ("one", 3.0)]
    assert "1 of them stored before" in str(found.to_table().caption)


def test_the_table_and_the_figure_have_all_of_it_and_the_file_each_cell(tmp_path):
    many = [Outcome(cell=cell(f"kind{n}", "a, b"), seconds=float(n)) for n in range(1, SHOWN + 4)]
    found = timings(*many)
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(found.to_table())
    assert "3 others" in console.export_text()
    assert sum(found.figure().series[0].y) == sum(one.seconds for one in many)
    found.write(tmp_path)
    rows = list(csv.reader((tmp_path / "timings.csv").read_text().splitlines()))
    assert len(rows) == 1 + len(many) + 1
    assert rows[1] == ["kind1", "a, b", "1.000", "no"]
    assert rows[-1][0] == "report"
    assert "<svg" in (tmp_path / "timings.svg").read_text()


def test_a_run_of_nothing_has_a_table_too():
    assert timings().to_table().row_count == 0
