"""One run: cells for every check and experiment, their evidence, the verdicts, and the results they make."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bounds.claims import Claim, Evidence
from bounds.proposals import proposals
from reports.figure import Figure
from reports.results import finite, validate_part
from validation.checks import Check, Findings
from validation.effort import Effort
from validation.experiments import Cell
from validation.papers import Suite
from validation.papers import suite as installed
from validation.runs.assembling import Run, assembled
from validation.runs.cells import Outcome, Store, one_line, run_cells
from validation.runs.cited import check_cited
from validation.runs.executors import HERE, Engine
from validation.runs.judging import Key
from validation.runs.output import CELLS
from validation.runs.selection import Selection

RUN_CHECK = "validation.runs.runner:run_check"


def run(
    selection: Selection,
    *,
    effort: Effort,
    seed: int,
    out: Path,
    engine: Engine = HERE,
    resume: bool = True,
    only: Sequence[str] = (),
    extra_cells: Sequence[Cell] = (),
    on_start: Callable[[int], None] = lambda cells: None,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    on_part: Callable[[int, int, Callable[[], Run]], None] | None = None,
) -> Run:
    """Run the selection, storing cells under OUT/cells; raises OSError where OUT cannot be written.

    `extra_cells` measure users' networks: they are never stored, and enter no verdict. `on_part` is told after each
    cell how many of how many are done, and what makes the run of those.
    """
    started = datetime.now(UTC)
    experiment_cells = planned(selection, effort=effort, seed=seed)
    check_cells = [
        check_cell(part.suite, check, effort=effort, seed=seed) for part in selection.parts for check in part.checks
    ]
    # the longest work first: experiments, then checks
    cells = [*extra_cells, *(cell for group in experiment_cells.values() for cell in group), *check_cells]
    on_start(len(cells))
    store = Store(out / CELLS, resume=resume)
    asked: dict[str, Any] = {
        "effort": effort,
        "seed": seed,
        "only": only,
        "started": started,
        "of_users": len(extra_cells),
    }
    seen: dict[int, Outcome] = {}

    def done(outcome: Outcome) -> None:
        on_done(outcome)
        if on_part is not None:
            seen[id(outcome.cell)] = outcome
            on_part(len(seen), len(cells), so_far)

    def so_far() -> Run:
        known = dict(seen)  # the run goes on meanwhile
        part = [known.get(id(cell)) or Outcome(cell=cell) for cell in cells]
        return assembled(part, selection, experiment_cells, **asked)

    outcomes = run_cells(cells, store=store, engine=engine, on_done=done, doubt=doubted)
    return assembled(
        outcomes,
        selection,
        experiment_cells,
        **asked,
        notes=store.notes,
        out=out,
        cited=lambda evidence, same: check_cited(
            evidence,
            selection.suites,
            lambda suite, check: check_cell(suite, check, effort=effort, seed=seed),
            lambda cells: run_cells(cells, store=store, engine=engine, doubt=doubted),
            same,
        ),
    )


def planned(selection: Selection, *, effort: Effort, seed: int) -> dict[str, list[Cell]]:
    """The cells of each experiment; raises UnusableData where the data folder does not hold what they need."""
    return {e.name: list(e.cells(effort, seed)) for e in selection.experiments}


def check_cell(suite: Suite, check: Check, *, effort: Effort, seed: int) -> Cell:
    """The cell of one check; its random stream depends on the seed and the check's own name alone."""
    asked = {"paper": suite.paper.id, "check": check.key, "seed": seed}
    return Cell(
        function=RUN_CHECK,
        configuration={**asked, "profile": effort.profile, "device": effort.device},
        label=str(Key(suite.paper, check.statement, check.reading)),
        reaches=(check.module, *suite.sources),
    )


def run_check(configuration: dict[str, Any]) -> dict[str, Any]:
    """One check's evidence, examined, and figures, as JSON data; and what would be true of a claim that it refutes."""
    suite = installed(configuration["paper"])
    check = next(c for c in suite.all_checks if c.key == configuration["check"])
    statement = suite.ledger[check.statement]
    claim = Claim(statement=statement, reading=statement[check.reading])
    effort = Effort(profile=configuration["profile"], device=configuration["device"])
    clock = time.perf_counter()
    found: list[Evidence] = []
    evidence, figures = [], []
    for finding in _flat(check.function(claim, _generator(configuration["seed"], check.key), effort)):
        if isinstance(finding, Figure):
            figures.append(finding.to_json())
            validate_part("figure", finite(figures[-1]))
        elif isinstance(finding, Evidence):
            seconds = finding.seconds or round(time.perf_counter() - clock, 4)
            found.append(replace(finding, seconds=seconds).examine(claim.reading))
            evidence.append(found[-1].to_json())
            validate_part("evidence", finite(evidence[-1]))
        else:
            raise TypeError(f"a check finds Evidence or a Figure, not {type(finding).__name__}")
        clock = time.perf_counter()
    family = [one for one in suite.ledger if one.id.split("/")[0] == statement.id.split("/")[0]]
    proposed = proposals(claim, found, family)
    validate_part("proposals", finite(proposed))
    return {"evidence": evidence, "figures": figures, "proposals": proposed}


def doubted(outcome: Outcome) -> str:
    """Why the stored evidence of a check is not what its checkers find of it now; empty if it is."""
    if outcome.cell.function != RUN_CHECK:
        return ""
    asked = outcome.cell.configuration
    suite = installed(asked["paper"])
    check = next(c for c in suite.all_checks if c.key == asked["check"])
    reading = suite.ledger[check.statement][check.reading]
    try:
        found = [Evidence.from_json(item) for item in outcome.result["evidence"]]
        stands = all(item.examine(reading) == item for item in found)
    except Exception as error:  # noqa: BLE001 - what a file has may be wrong in any way
        return f"its evidence cannot be examined: {one_line(error)}"
    return "" if stands else "its evidence does not stand as it was stored"


def _generator(seed: int, key: str) -> np.random.Generator:
    words = np.frombuffer(hashlib.sha256(key.encode()).digest(), dtype=np.uint32)
    return np.random.default_rng([seed, *(int(word) for word in words)])


def _flat(findings: Findings) -> Iterable[Evidence | Figure]:
    if findings is None:
        return ()
    return (findings,) if isinstance(findings, Evidence | Figure) else findings
