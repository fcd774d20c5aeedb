"""The estimators' experiment: its plan, its cells, and a summary that says what the cells found and nothing else."""

import itertools
import json
import time
from dataclasses import asdict

import pytest

from bounds.ledger import LEDGER
from reports.figure import Figure
from validation.data.hard_truth import hard_tasks
from validation.data.known_truth import TASKS
from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import estimator_runs as runs
from validation.papers.achille_soatto_2017.experiments.estimator_coverage import (
    COVERED,
    coverage_found,
    coverage_tables,
)
from validation.papers.achille_soatto_2017.experiments.estimators import COMPARED, EXPERIMENT, cells, summarise
from validation.runs.cells import compute

QUICK = Effort(profile="quick")
SMALL = {"n": 200, "seeds": 2, "seed": 0}


@pytest.fixture(scope="module")
def plan():
    small = []
    for cell in cells(QUICK, 0):
        shrunk = {**cell.configuration, "n": min(cell.configuration["n"], 300)}
        if "seeds" in shrunk:
            shrunk["seeds"] = min(shrunk["seeds"], 2)
        if "inputs_drawn" in shrunk:
            shrunk["inputs_drawn"] = 50
        small.append(type(cell)(function=cell.function, configuration=shrunk, label=cell.label))
    return small


@pytest.fixture(scope="module")
def results(plan):
    outcomes = [compute(cell) for cell in plan]
    assert [o.traceback for o in outcomes if o.error] == []
    return [outcome.result for outcome in outcomes]


def test_the_standard_plan_covers_every_task_and_a_hundred_seeds_on_at_least_eight():
    standard = cells(Effort(profile="standard"), 0)
    asked = {c.configuration["task"] for c in standard if c.function.endswith("on_task")}
    assert asked == {task.name for task in TASKS}
    assert set(COMPARED) <= asked
    covered = [c.configuration["seeds"] for c in standard if c.function.endswith("coverage")]
    assert len(covered) == len(COVERED) + len(hard_tasks())
    assert min(covered) >= 100
    json.dumps([dict(c.configuration) for c in standard])


def test_a_cell_depends_on_its_configuration_alone():
    configuration = {"task": "normal-1x1-0.75", "estimators": ["default", "CCA"], "peers": False, **SMALL}
    first, second = (runs.on_task(configuration)["rows"] for _ in range(2))
    assert [row["value"] for row in first] == [row["value"] for row in second]
    other = runs.on_task({**configuration, "seed": 1})["rows"]
    assert other[0]["value"] != first[0]["value"]
    assert first[0]["error"] == first[0]["value"] - runs.on_task(configuration)["truth"]


def test_peers_agree_with_the_textbook_estimator():
    rows = runs.speed({"n": 400, "repeats": 1, "seed": 0})["rows"]
    for dim in (1, 2):
        values = [row["value"] for row in rows if row["dim"] == dim]
        assert values == pytest.approx([values[0]] * len(values), abs=1e-6)


def test_the_summary_is_of_its_cells(plan, results):
    summary = summarise(results, plan, QUICK)
    json.dumps(summary.record.to_json())
    error = next(row[2] for row in summary.record["estimators over all tasks"].rows if row[0] == "default")
    errors = [abs(row[3]) for row in summary.record["estimates"].rows if row[1] == "default"]
    assert error == pytest.approx(sum(errors) / len(errors))
    assert f"{error:.3f}" in summary.found
    for figure in summary.figures:
        assert Figure.from_json(json.loads(json.dumps(figure.to_json()))).series
    for statement, reading, item in summary.evidence:
        assert statement in EXPERIMENT.statements
        assert item.examine(LEDGER[statement][reading]).accepted


def timeless(value):
    if isinstance(value, dict) and "columns" in value:
        kept = [k for k, name in enumerate(value["columns"]) if "seconds" not in name]
        return [[row[k] for k in kept] for row in value["rows"]]
    if isinstance(value, dict):
        return {key: timeless(item) for key, item in value.items() if key != "seconds"}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def test_a_slower_machine_changes_nothing_but_seconds(plan, results, monkeypatch):
    timed = [k for k, cell in enumerate(plan) if cell.configuration.get("task") == "normal-1x1-0.75"]
    clock = itertools.count(0, 1_000)
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))
    slow = [compute(cell).result if k in timed else results[k] for k, cell in enumerate(plan)]
    assert slow != results
    first, second = (json.loads(json.dumps(asdict(summarise(r, plan, QUICK)), default=vars)) for r in (results, slow))
    assert first["record"] != second["record"]
    assert timeless(first) == timeless(second)


def test_the_sentences_turn_with_the_numbers(plan, results):
    worse = json.loads(json.dumps(results))
    for result in worse:
        for row in result.get("rows", []):
            if row["estimator"] == "default":
                row["error"] = 5.0
        if "corrected" in result:
            result["truth"] = 9.0
        if "covered" in result:
            result["covered"] = 0
    summary = summarise(worse, plan, QUICK)
    assert "erred less here" in summary.found
    assert "held the truth in 0 of" in summary.found
    said = {(s, r): e.summary for s, r, e in summary.evidence}
    assert "misses the true" in said["section-6.2/discriminator", "repaired"]


def test_the_printed_discriminator_is_violated_and_proposition_1_is_not(plan, results):
    evidence = {(s, r): e for s, r, e in summarise(results, plan, QUICK).evidence}
    assert evidence["section-6.2/discriminator", "printed"].p_value < 1e-4
    assert evidence["proposition-1/inequality", "repaired"].p_value > 1e-2


def test_estimators_beside_the_default_are_counted_on_the_hard_families():
    cell = {"task": "sum-2-noise0.01", "n": 500, "seeds": 4, "seed": 0, "beside": ["KSG, scores, k = 3"]}
    found = runs.coverage(cell)
    default, plain = found["rows"]
    assert (default["unwarned"], default["silent"]) == (4, 0)
    assert plain["mean_absolute_error"] > 0.5 > default["mean_absolute_error"]
    tables = {table.name: table for table in coverage_tables([found])}
    assert [row[0] for row in tables["estimators over the hard families"].rows] == ["default", "KSG, scores, k = 3"]


def test_misses_without_a_warning_are_told_where_they_are_too_many():
    one = {"task": "a", "seeds": 100, "unwarned": 100, "covered": 97, "silent": 3}
    assert "on no task above 5 %" in coverage_found([one])
    assert "significantly above 5 % on b" in coverage_found([one, {**one, "task": "b", "covered": 80, "silent": 20}])
    # warned runs miss in no silence, however many of them miss
    assert "no task" in coverage_found([{**one, "unwarned": 5, "covered": 0, "silent": 5}])
