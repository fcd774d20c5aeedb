"""Evidence for readings that proofs cite and the selection leaves out: a verdict is no better than theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bounds.claims import Evidence
from bounds.claims.citation import Citation, cited_by
from validation.checks import Check
from validation.experiments import Cell
from validation.papers import Suite, UnusablePaper, suite
from validation.runs.cells import Outcome
from validation.runs.judging import Key


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What was found beside the selection, and what there is to tell of it."""

    evidence: dict[Key, list[Evidence]] = field(default_factory=dict)
    failures: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_cited(
    evidence: Mapping[Key, Sequence[Evidence]],
    suites: Sequence[Suite],
    cell_of: Callable[[Suite, Check], Cell],
    compute: Callable[[list[Cell]], list[Outcome]],
    shared: Mapping[Citation, Key] = MappingProxyType({}),
) -> Beside:
    """Runs the checks of every cited reading that has no entry in the evidence, and of those that these cite in turn.

    So are `shared` ones, which readings of the selection are the same as. A paper that cannot be loaded is a failure;
    what cites it stays without it.
    """
    beside = Beside()
    elsewhere = sum(one not in {key.citation for key in evidence} for one in shared)
    if elsewhere:
        found = f"{elsewhere} reading{' of another paper is' if elsewhere == 1 else 's of other papers are'}"
        beside.notes.append(f"{found} checked too, which readings here are the same as")
    here = {one.paper.id: one for one in suites}
    asked: set[Citation] = {key.citation for key in evidence}
    cited = {**shared, **_cited(evidence)}
    while missing := {one: citing for one, citing in cited.items() if one not in asked}:
        asked |= set(missing)
        checks: list[tuple[Key, Suite, Check]] = []
        for one, citing in missing.items():
            try:
                of = here.get(one.paper) or suite(one.paper)
            except UnusablePaper as error:
                beside.failures.append({"what": str(citing), "error": f"{one}, which it cites, is unchecked: {error}"})
                continue
            key = Key(of.paper, one.id, one.name)
            beside.evidence[key] = []
            if one not in shared:  # those are said together
                beside.notes.append(f"{key} is checked too, as {citing} cites it")
            checks += [(key, of, c) for c in of.all_checks if (c.statement, c.reading) == (one.id, one.name)]
        outcomes = compute([cell_of(of, check) for _, of, check in checks])
        for (key, *_), outcome in zip(checks, outcomes, strict=True):
            if outcome.error is None:
                beside.evidence[key] += [Evidence.from_json(item) for item in outcome.result["evidence"]]
            else:
                beside.failures.append({"what": outcome.cell.label, "error": outcome.error})
        cited = _cited(beside.evidence)
    return beside


def _cited(evidence: Mapping[Key, Sequence[Evidence]]) -> dict[Citation, Key]:
    """The cited readings, each with one that cites it."""
    return {one: key for key, items in evidence.items() for one in cited_by(items)}
