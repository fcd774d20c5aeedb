"""What the outcomes of cells say together: evidence, verdicts, and the results that they make."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from traceback import format_exc
from typing import Any

from bounds.claims import Evidence, Reading, Statement, Verdict
from bounds.claims.citation import Citation, cited_by
from bounds.claims.measured import Answer
from bounds.claims.statement import answer_of, is_violated
from bounds.editions import changes
from bounds.fault import fault_of
from reports.figure import Figure
from reports.results import SCHEMA_VERSION
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.faults import lacking
from validation.networks.saved import written
from validation.papers import Suite
from validation.papers import suite as installed
from validation.runs.cells import Outcome, encodable, one_line, whole
from validation.runs.cited import Beside
from validation.runs.judging import Judged, Key, judge
from validation.runs.multiplicity import corrected
from validation.runs.provenance import provenance
from validation.runs.selection import Part, Selection


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a run found: the results (as the file has them), and the readings' own verdicts."""

    results: dict[str, Any]
    verdicts: dict[Key, Verdict]
    failures: list[dict[str, str]]
    lacking: list[str] = field(default_factory=list)  # what the machine could not compute, and why
    unmeasured: list[str] = field(default_factory=list)  # users' networks that could not be measured, and why
    tracebacks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def assembled(
    outcomes: Sequence[Outcome],
    selection: Selection,
    experiment_cells: Mapping[str, Sequence[Cell]],
    *,
    effort: Effort,
    seed: int,
    only: Sequence[str],
    started: datetime,
    notes: Sequence[str] = (),
    of_users: int = 0,
    out: Path | None = None,
    cited: Callable[[Mapping[Key, list[Evidence]], Mapping[Citation, Key]], Beside] | None = None,
) -> Run:
    """What outcomes say, first those of `of_users` networks, then those of experiments, then those of checks.

    Of a run that still goes, cells without a result leave their experiment out, and nothing cited is checked beside
    (`cited`) nor written into OUT.
    """
    users, ours = outcomes[:of_users], outcomes[of_users:]
    unmeasured = [f"{o.cell.label}: {o.error}" for o in users if o.error is not None]
    failures = [{"what": o.cell.label, "error": o.error} for o in ours if o.error is not None]
    lacks = [f"{o.cell.label}: {o.lacking}" for o in ours if o.lacking]
    tracebacks = [f"{o.cell.label}\n{o.traceback}" for o in outcomes if o.error is not None]

    measured = [o.result for o in users if o.result is not None]
    networks = [{k: v for k, v in one.items() if k not in ("headline", "figures")} for one in measured]
    in_order = iter(ours)
    of_experiment = {name: list(islice(in_order, len(group))) for name, group in experiment_cells.items()}

    evidence: dict[Key, list[Evidence]] = defaultdict(list)
    figures = [
        replace(Figure.from_json(data), id=f"network-{place}.{data['id']}")
        for place, one in enumerate(measured, start=1)
        for data in one["figures"]
    ]
    proposed: dict[Key, list[dict[str, Any]]] = {}
    for part in selection.parts:
        for check, outcome in zip(part.checks, in_order, strict=False):
            result = outcome.result or {"evidence": [], "figures": []}
            key = Key(part.suite.paper, check.statement, check.reading)
            evidence[key] += [Evidence.from_json(item) for item in result["evidence"]]
            figures += [_of_paper(Figure.from_json(item), part) for item in result["figures"]]
            proposed[key] = proposed.get(key) or result.get("proposals", [])
    same = {
        Key(part.suite.paper, statement.id, reading.name): reading.same_as
        for part in selection.parts
        for statement in part.statements
        for reading in statement.readings
        if reading.same_as is not None
    }
    beside = Beside() if cited is None else cited(evidence, {citation: key for key, citation in same.items()})
    failures += beside.failures
    evidence |= beside.evidence
    records = {}
    for part in selection.parts:
        for experiment in part.experiments:
            cells_of_it = of_experiment[experiment.name]
            if any(cell.error is not None for cell in cells_of_it):
                failures.append({"what": experiment.name, "error": "left out: one of its cells failed"})
                continue
            if any(cell.result is None for cell in cells_of_it):
                continue
            try:
                summary = experiment.summarise([c.result for c in cells_of_it], [c.cell for c in cells_of_it], effort)
                record = _record(experiment, summary)
                drawn = [_of_paper(figure, part) for figure in summary.figures]
                whole(
                    [
                        record,
                        *(figure.to_json() for figure in drawn),
                        *(item.to_json() for *_, item in summary.evidence),
                    ]
                )
                of = part.suite if experiment.paper is None else installed(experiment.paper)
                found = [
                    (Key(of.paper, statement, name), item.examine(of.ledger[statement][name]))
                    for statement, name, item in summary.evidence
                ]
                answers = {Key(of.paper, statement, name): answer for statement, name, answer in summary.answers}
            except Exception as error:  # noqa: BLE001 - hours of finished cells outlive a fault in their summary
                failures.append({"what": experiment.name, "error": one_line(error)})
                lacks += [f"{experiment.name}: {lacking(error)}"] if lacking(error) else []
                tracebacks.append(encodable(f"{experiment.name}\n{format_exc()}"))
                continue
            records[experiment.name] = record | {"claims": claims_of(found, answers)}
            networks += [written(network, out) if out else dict(network) for network in summary.networks]
            figures += drawn
            for key, item in found:
                evidence[key].append(item)

    ids = [figure.id for figure in figures]
    again = {name for name in ids if ids.count(name) > 1}
    failures += [{"what": name, "error": "left out: several figures have this id"} for name in sorted(again)]
    figures = [figure for figure in figures if figure.id not in again]
    evidence = defaultdict(list, corrected(evidence))
    by_citation = {key.citation: items for key, items in evidence.items()}
    evidence |= {key: by_citation.get(citation, []) for key, citation in same.items()}  # after the correction: once
    verdicts: dict[Key, Verdict] = {}
    statements = []
    for part in selection.parts:
        judged = judge(part.suite.paper, part.suite.ledger, part.statements, evidence)
        failures += judged.failures
        verdicts |= judged.verdicts
        statements += [_statement(part.suite, s, evidence, judged, proposed) for s in part.statements]
    editions = [] if only else compared(selection.running, verdicts)  # of a part nothing is told of the rest
    results = {
        "schema": SCHEMA_VERSION,
        "papers": [suite.paper.to_json() for suite in selection.running],
        "profile": effort.profile,
        "seed": seed,
        "device": effort.device,
        "only": list(only),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started).total_seconds(), 3),
        "provenance": provenance(effort.device),
        "statements": statements,
        **({"editions": editions} if editions else {}),
        "experiments": records,
        "networks": networks,
        "figures": [figure.to_json() for figure in figures],
        "failures": [*failures, *({"what": "--network", "error": line} for line in unmeasured)],
    }
    return Run(
        results=results,
        verdicts=verdicts,
        failures=failures,
        lacking=lacks,
        unmeasured=unmeasured,
        tracebacks=tracebacks,
        notes=[*notes, *beside.notes],
    )


def compared(suites: Sequence[Suite], verdicts: Mapping[Key, Verdict]) -> list[dict[str, Any]]:
    """What became of the claims of each paper whose earlier edition is among these too."""
    by_citation = {key.citation: verdict for key, verdict in verdicts.items()}
    here = {suite.paper.id: suite for suite in suites}
    found = []
    for later in suites:
        earlier = here.get(later.paper.earlier or "")
        if earlier is not None:
            papers = (earlier.paper.id, later.paper.id)
            told = changes(earlier.ledger, later.ledger, by_citation, papers)
            found.append({"earlier": papers[0], "later": papers[1], "changes": [change.to_json() for change in told]})
    return found


def _of_paper(figure: Figure, part: Part) -> Figure:
    """The figure as the report knows it: told from other papers', and with the anchor of the statement it is about."""
    paper = part.suite.paper
    figure = replace(figure, id=paper.anchor(figure.id).replace(":", "."))
    return replace(figure, subject=paper.anchor(figure.subject)) if figure.subject in part.suite.ledger else figure


def _record(experiment: Experiment, summary: Summary) -> dict[str, Any]:
    return {
        "title": experiment.title,
        "group": experiment.group,
        "paper": summary.paper,
        "found": summary.found,
        "numbers": [quantity.to_json() for quantity in summary.numbers],
        "record": summary.record.to_json(),
    }


def _standing(proposed: Sequence[Mapping[str, Any]], judged: Judged, of: Key) -> Iterator[dict[str, Any]]:
    """The proposals with the proved readings alone that say the same; without any an edit must have been tried."""
    for one in proposed:
        if "same_as" in one:
            keys = [Key(of.paper, said["id"], said["name"]) for said in one["same_as"]]
            proved = [key for key in keys if judged.verdicts.get(key) == Verdict.PROVED]
            if proved or (one["trials"] and not keys):
                yield {**one, "same_as": [{"id": key.statement, "name": key.reading} for key in proved]}
        else:
            yield dict(one)


def claims_of(found: Iterable[tuple[Key, Evidence]], answers: Mapping[Key, Answer]) -> list[dict[str, str]]:
    """What an experiment says of each reading that it measured: of a bound, whether what was measured keeps it."""
    of_reading: dict[Key, list[Evidence]] = defaultdict(list)
    for key, item in found:
        if item.can_fail:
            of_reading[key].append(item)
    told = {
        key: answer_of(items) or (Answer.NOT_REPRODUCED if is_violated(items) else Answer.REPRODUCED)
        for key, items in of_reading.items()
    }
    return [
        {"paper": key.paper.id, "statement": key.statement, "reading": key.reading, "answer": str(answer)}
        for key, answer in (told | dict(answers)).items()
    ]


def _statement(
    suite: Suite,
    statement: Statement,
    evidence: Mapping[Key, Sequence[Evidence]],
    judged: Judged,
    proposed: Mapping[Key, Sequence[Mapping[str, Any]]],
) -> dict[str, Any]:
    own = {reading.name: reading for reading in statement.readings}
    fault = fault_of(statement.id, suite.ledger, {key[1:]: verdict for key, verdict in judged.verdicts.items()})
    readings = []
    for name in suite.ledger.reading_names(statement.id):
        key = Key(suite.paper, statement.id, name)
        kinds = (("verdict", judged.verdicts), ("combined", judged.combined))
        says: dict[str, Any] = {kind: str(verdicts[key]) for kind, verdicts in kinds if key in verdicts}
        citation = own[name].same_as if name in own else None
        says |= {"same_as": citation._asdict()} if citation else {}
        says |= {"fault": str(fault)} if fault and name == "printed" else {}
        refuted = judged.verdicts.get(key) == Verdict.REFUTED
        standing = list(_standing(proposed.get(key, ()), judged, key)) if refuted else []
        says |= {"proposals": standing} if standing else {}
        says["cites"] = [citation._asdict() for citation in cited_by(evidence.get(key, ()))]
        found = [item.to_json() for item in evidence.get(key, ())]
        violated = key in judged.violated
        readings.append({"name": name, **_form(own.get(name)), **says, "violated": violated, "evidence": found})
    return {
        "paper": suite.paper.id,
        "id": statement.id,
        "rank": str(statement.rank),
        "source": str(statement.source),
        "earlier": list(statement.earlier),
        "title": statement.title,
        "section": statement.section,
        "quote": statement.quote,
        "parent": statement.parent,
        "readings": readings,
    }


def _form(reading: Reading | None) -> dict[str, Any]:
    # a parent without a formula of its own has its parts' verdicts only
    return {
        "formula": _said(lambda: str(reading.formula)) if reading else "",
        "latex": _said(reading.formula.to_latex) if reading else "",
        "hypotheses": [h.to_json() for h in reading.hypotheses] if reading else [],
        "text": reading.text if reading else "its parts together",
        "change": reading.change if reading else "",
        "quote": reading.quote if reading else "",
    }


def _said(say: Callable[[], str]) -> str:
    """A formula in words; of one that cannot be built, why (its checks have failed of the same)."""
    try:
        return say()
    except Exception as error:  # noqa: BLE001 - a paper's formula is somebody else's code, and the run outlives it
        return rf"\text{{{one_line(error)}}}".replace("_", r"\_")
