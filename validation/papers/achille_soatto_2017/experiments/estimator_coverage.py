"""How often intervals hold the truth, over many seeds: the plan, and what is made of its cells."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reports.figure import Figure, Series
from reports.record import Column, Quantity, Table
from validation.effort import Effort
from validation.experiments import Cell
from validation.experiments.common import same

COVERED = (
    "normal-1x1-0.75 uniform-noise-0.1 uniform-noise-0.75 swiss-roll normal-dense-2x2-0.5 normal-pairs-2x2 "
    "student-1x1-nu1 student-2x2-nu1 student-2x2-nu2 spiral-pairs-3x3 noisy-layer-1-alpha0.1 noisy-layer-1-alpha1 "
    "two-labels-1"
).split()
IN_QUICK = [*COVERED[:4], "sum-2-noise0.01"]
BESIDE = ("KSG, k = 10", "KSG, scores, k = 3", "Gaussian copula")  # with intervals of their own, on the hard families
Row = dict[str, Any]
COVERAGE: dict[str, Column] = {
    "task": "task",
    "family": "family",
    "truth (nats)": "truth",
    "N": "n",
    **same("seeds", "unwarned", "covered"),
    "silent misses": "silent",
    "mean width (nats)": "mean_width",
    "mean error (nats)": "mean_error",
    "median seconds": "seconds",
}
HARD: dict[str, Column] = {
    **same("estimator", "tasks", "runs"),
    "mean absolute error (nats)": "mean_absolute_error",
    "share that held the truth, unwarned": "covered_unwarned",
    "silent misses": "silent",
    "tasks never held, unwarned": "never",
    "median width (nats)": "median_width",
    "share warned": "warned",
    "median seconds": "seconds",
}


def coverage_cells(effort: Effort, seed: int, runs: str) -> list[Cell]:
    """A task a cell: the old families, and outside of quick all the hard ones, with other estimators beside."""
    tried = {
        "n": effort.pick(quick=500, standard=1000, full=5000),
        "seeds": effort.pick(quick=10, standard=100, full=200),
    }
    return [
        Cell(
            function=f"{runs}:coverage",
            configuration={"task": name, **tried, "seed": seed, "beside": list(beside)},
            label=f"estimators: coverage on {name}",
        )
        for name, beside in (_all() if effort.profile != "quick" else [(name, ()) for name in IN_QUICK])
    ]


def _all() -> list[tuple[str, tuple[str, ...]]]:
    from validation.data.hard_truth import hard_tasks

    # labels are for counting alone
    hard = [(task.name, () if task.family == "discrete" else BESIDE) for task in hard_tasks()]
    return [*((name, ()) for name in COVERED), *hard]


def coverage_tables(covered: Sequence[Mapping[str, Any]]) -> list[Table]:
    """The default on each task, and all estimators over the tasks on which several ran."""
    tables = [Table.of("coverage of the default's intervals", covered, COVERAGE)]
    several = [one for one in covered if len(one["rows"]) > 1]
    if several:
        names = [row["estimator"] for row in several[0]["rows"]]
        tables.append(Table.of("estimators over the hard families", [_over(name, several) for name in names], HARD))
    return tables


def _over(name: str, tasks: Sequence[Mapping[str, Any]]) -> Row:
    rows = [row for task in tasks for row in task["rows"] if row["estimator"] == name]
    runs = sum(task["seeds"] for task in tasks)
    unwarned, inside = (sum(row[key] for row in rows) for key in ("unwarned", "covered"))
    widths = [row["median_width"] for row in rows if row["median_width"] is not None]
    errors = [row["mean_absolute_error"] for row in rows if row["mean_absolute_error"] is not None]
    return {
        "estimator": name,
        "tasks": len(rows),
        "runs": runs,
        "mean_absolute_error": float(np.mean(errors)),
        "covered_unwarned": inside / unwarned if unwarned else None,
        "silent": sum(row["silent"] for row in rows),
        "never": sum(row["unwarned"] > 0 and row["covered"] == 0 for row in rows),
        "median_width": float(np.median(widths)) if widths else None,
        "warned": 1 - unwarned / runs,
        "seconds": float(np.median([row["seconds"] for row in rows])),
    }


def coverage_found(covered: Sequence[Mapping[str, Any]]) -> str:
    """How often the default's intervals held the truth, with the exact binomial interval of that share."""
    from scipy.stats import binomtest

    inside, runs = (sum(one[key] for one in covered) for key in ("covered", "unwarned"))
    held = f"The default's 95 % intervals held the truth in {inside} of {runs} runs without a warning"
    if not runs:
        return f"{held}."
    share = binomtest(inside, runs).proportion_ci(0.95)
    ends = f"[{percent(share.low, 1)}, {percent(share.high, 1)}]"
    return f"{held}, {percent(inside / runs, 1)} {ends}, on {len(covered)} tasks. {_misses(covered)}"


def coverage_share(covered: Sequence[Mapping[str, Any]]) -> Quantity:
    """The share of the default's intervals that held the truth, with its exact binomial interval."""
    from scipy.stats import binomtest

    inside, runs = (sum(one[key] for one in covered) for key in ("covered", "unwarned"))
    name = f"share of the default's 95 % intervals that held the truth ({runs} runs without a warning)"
    if not runs:
        return Quantity(name, None)
    share = binomtest(inside, runs).proportion_ci(0.95)
    return Quantity(name, inside / runs, float(share.low), float(share.high))


def _misses(covered: Sequence[Mapping[str, Any]]) -> str:
    """On how many tasks it missed in silence more often than one time in twenty, corrected for their number."""
    from scipy.stats import binomtest

    # a miss among all seeds: a warned run is not silent
    often = [
        one["task"]
        for one in covered
        if one["silent"] and binomtest(one["silent"], one["seeds"], 0.05, "greater").pvalue < 0.05 / len(covered)
    ]
    worst = max(covered, key=lambda one: one["silent"] / one["seeds"])
    said = f"Misses without a warning: most on {worst['task']}, {worst['silent']} of {worst['seeds']}"
    return f"{said}; significantly above 5 % on {', '.join(often)}." if often else f"{said}; on no task above 5 %."


def coverage_figure(covered: Sequence[Mapping[str, Any]]) -> Figure:
    rates = [one["covered"] / one["unwarned"] if one["unwarned"] else 0.0 for one in covered]
    names = [one["task"] for one in covered]
    return Figure(
        id="estimators-coverage",
        subject="estimators",
        title="Coverage of the default's 95 % intervals",
        x_label="task",
        y_label="share of intervals that hold the truth (1)",
        series=[
            Series(name="unwarned runs", x=names, y=rates, style="bar"),
            Series(name="0.95", x=names, y=[0.95] * len(names), reference=True),
        ],
        caption=f"N = {covered[0]['n']}, {covered[0]['seeds']} seeds a task, runs with a warning left out.",
    )


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage."""
    return f"{100 * share:.{digits}f} %"
