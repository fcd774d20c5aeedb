"""One run: cells for every check and experiment, their evidence, the verdicts, and the results they make."""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from traceback import format_exc
from typing import Any

import numpy as np

from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.claims.statement import Contradiction, Evidence, Reading, Statement, Verdict, combined, is_violated, verdict
from reports.figure import Figure
from reports.results import SCHEMA_VERSION
from validation.runs.cells import Outcome, Store, encodable, one_line, run_cells
from validation.checks import Check, all_checks
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.runs.multiplicity import corrected
from validation.networks.saved import written
from validation.runs.output import CELLS
from validation.runs.provenance import provenance
from validation.runs.selection import Selection

Key = tuple[str, str]  # statement id, reading name


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a run found: the results (as the file has them), and its verdicts by statement and reading."""

    results: dict[str, Any]
    verdicts: dict[Key, Verdict]
    failures: list[dict[str, str]]
    unmeasured: list[str] = field(default_factory=list)  # users' networks that could not be measured, and why
    tracebacks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def run(
    selection: Selection,
    *,
    effort: Effort,
    seed: int,
    out: Path,
    make_executor: Callable[[], Executor] | None = None,
    resume: bool = True,
    only: Sequence[str] = (),
    extra_cells: Sequence[Cell] = (),
    on_start: Callable[[int], None] = lambda cells: None,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> Run:
    """Run the selection, storing cells under OUT/cells; raises OSError where OUT cannot be written.

    `extra_cells` measure users' networks: they are never stored, and enter no verdict.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    experiment_cells = planned(selection, effort=effort, seed=seed)
    check_cells = [check_cell(check, effort=effort, seed=seed) for check in selection.checks]
    # the longest work first: experiments, then checks
    cells = [*extra_cells, *(cell for group in experiment_cells.values() for cell in group), *check_cells]
    on_start(len(cells))
    store = Store(out / CELLS, resume=resume)
    outcomes = run_cells(cells, store=store, make_executor=make_executor, on_done=on_done)
    users, ours = outcomes[: len(extra_cells)], outcomes[len(extra_cells) :]
    unmeasured = [f"{o.cell.label}: {o.error}" for o in users if o.error is not None]
    failures = [{"what": o.cell.label, "error": o.error} for o in ours if o.error is not None]
    tracebacks = [f"{o.cell.label}\n{o.traceback}" for o in outcomes if o.error is not None]

    networks = [outcome.result for outcome in users if outcome.error is None]
    in_order = iter(ours)
    of_experiment = {name: list(islice(in_order, len(group))) for name, group in experiment_cells.items()}

    evidence: dict[Key, list[Evidence]] = defaultdict(list)
    figures: list[Figure] = []
    for check, outcome in zip(selection.checks, in_order, strict=True):
        result = outcome.result or {"evidence": [], "figures": []}
        evidence[check.statement, check.reading] += [Evidence.from_json(item) for item in result["evidence"]]
        figures += [Figure.from_json(item) for item in result["figures"]]
    records = {}
    for experiment in selection.experiments:
        parts = of_experiment[experiment.name]
        if any(part.error is not None for part in parts):
            failures.append({"what": experiment.name, "error": "left out: one of its cells failed"})
            continue
        try:
            summary = experiment.summarise([p.result for p in parts], [p.cell for p in parts], effort)
            found = [
                (statement, name, item.examine(LEDGER[statement][name])) for statement, name, item in summary.evidence
            ]
        except Exception as error:  # noqa: BLE001 - hours of finished cells outlive a fault in their summary
            failures.append({"what": experiment.name, "error": one_line(error)})
            tracebacks.append(encodable(f"{experiment.name}\n{format_exc()}"))
            continue
        records[experiment.name] = _record(experiment, summary)
        networks += [written(network, out) for network in summary.networks]
        figures += summary.figures
        for statement, name, item in found:
            evidence[statement, name].append(item)

    evidence = defaultdict(list, corrected(evidence))
    verdicts, violated = judge(selection.statements, evidence, failures)
    results = {
        "schema": SCHEMA_VERSION,
        "profile": effort.profile,
        "seed": seed,
        "device": effort.device,
        "only": list(only),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 3),
        "provenance": provenance(effort.device),
        "statements": [_statement(s, evidence, verdicts, violated) for s in selection.statements],
        "experiments": records,
        "networks": networks,
        "figures": [figure.to_json() for figure in figures],
        "failures": [*failures, *({"what": "--network", "error": line} for line in unmeasured)],
    }
    return Run(
        results=results,
        verdicts=verdicts,
        failures=failures,
        unmeasured=unmeasured,
        tracebacks=tracebacks,
        notes=store.notes,
    )


def planned(selection: Selection, *, effort: Effort, seed: int) -> dict[str, list[Cell]]:
    """The cells of each experiment; raises UnusableData where the data folder does not hold what they need."""
    return {e.name: list(e.cells(effort, seed)) for e in selection.experiments}


def check_cell(check: Check, *, effort: Effort, seed: int) -> Cell:
    """The cell of one check; its random stream depends on the seed and the check's own name alone."""
    configuration = {"check": check.key, "seed": seed, "profile": effort.profile, "device": effort.device}
    return Cell(
        function="validation.runs.runner:run_check", configuration=configuration, label=f"{check.statement} {check.reading}"
    )


def run_check(configuration: dict[str, Any]) -> dict[str, Any]:
    """One check's evidence, examined, and figures, as JSON data."""
    check = next(c for c in all_checks() if c.key == configuration["check"])
    reading = LEDGER[check.statement][check.reading]
    effort = Effort(profile=configuration["profile"], device=configuration["device"])
    clock = time.perf_counter()
    evidence, figures = [], []
    for finding in _flat(check.function(reading, _generator(configuration["seed"], check.key), effort)):
        if isinstance(finding, Figure):
            figures.append(finding.to_json())
        else:
            seconds = finding.seconds or round(time.perf_counter() - clock, 4)
            evidence.append(replace(finding, seconds=seconds).examine(reading).to_json())
        clock = time.perf_counter()
    return {"evidence": evidence, "figures": figures}


def judge(
    statements: Iterable[Statement], evidence: dict[Key, list[Evidence]], failures: list[dict[str, str]]
) -> tuple[dict[Key, Verdict], set[Key]]:
    """The verdict on every reading of the statements, parents included, and the readings violated in trials.

    A contradiction is entered as a failure, and leaves its reading undecided.
    """
    own: dict[Key, Verdict] = {}
    for statement in statements:
        for reading in statement.readings:
            key = (statement.id, reading.name)
            try:
                own[key] = verdict(evidence.get(key, ()))
            except Contradiction as contradiction:
                failures.append(
                    {"what": f"{statement.id} {reading.name}", "error": f"internal contradiction: {contradiction}"}
                )
                own[key] = Verdict.UNDECIDED
    verdicts = dict(own)
    for statement in statements:
        parts = [part.id for part in LEDGER.parts(statement.id)]
        for name in LEDGER.reading_names(statement.id) if parts else ():
            verdicts[statement.id, name] = combined(own[i, name] for i in (statement.id, *parts) if (i, name) in own)
    violated = {key for key, items in evidence.items() if is_violated(items) and key in own}
    return verdicts, violated


def _generator(seed: int, key: str) -> np.random.Generator:
    words = np.frombuffer(hashlib.sha256(key.encode()).digest(), dtype=np.uint32)
    return np.random.default_rng([seed, *(int(word) for word in words)])


def _flat(findings: Any) -> Iterable[Evidence | Figure]:
    return (findings,) if isinstance(findings, Evidence | Figure) else findings


def _record(experiment: Experiment, summary: Summary) -> dict[str, Any]:
    return {
        "title": experiment.title,
        "group": experiment.group,
        "paper": summary.paper,
        "found": summary.found,
        "record": dict(summary.record),
    }


def _statement(
    statement: Statement, evidence: dict[Key, list[Evidence]], verdicts: dict[Key, Verdict], violated: set[Key]
) -> dict[str, Any]:
    own = {reading.name: reading for reading in statement.readings}
    readings = []
    for name in LEDGER.reading_names(statement.id):
        key = (statement.id, name)
        judged = {"verdict": str(verdicts[key]), "violated": key in violated}
        found = [item.to_json() for item in evidence.get(key, ())]
        readings.append({"name": name, **_form(own.get(name)), **judged, "evidence": found})
    return {
        "id": statement.id,
        "title": statement.title,
        "section": statement.section,
        "quote": statement.quote,
        "parent": statement.parent,
        "readings": readings,
    }


def _form(reading: Reading | None) -> dict[str, Any]:
    # a parent without a formula of its own has its parts' verdicts only
    return {
        "formula": str(reading.formula) if reading else "",
        "latex": reading.formula.to_latex() if reading else "",
        "hypotheses": list(reading.hypotheses) if reading else [],
        "text": reading.text if reading else "its parts together",
        "change": reading.change if reading else "",
    }
