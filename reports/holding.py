"""How far a claim holds: as printed, as meant, with a change, or not; from the verdicts and faults on record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bounds.claims.statement import Rank
from bounds.fault import Fault
from reports.vocabulary import judged

Data = Mapping[str, Any]

ESTABLISHED = ("proved", "supported")
PRINTED, AS_MEANT = "as printed", "as meant"
OTHER_FORM, NOT_AT_ALL, UNDECIDED = "only in another form", "not at all", "undecided"
BY_FAULT = {
    Fault.MISPRINT: AS_MEANT,
    Fault.MISSING_HYPOTHESIS: "with one more hypothesis",
    Fault.CONSTANT: "with another constant, sign, direction or index",
    Fault.DIRECTION: "with another constant, sign, direction or index",
    Fault.OVERSTATED: "only in a weaker form",
    Fault.CONVERSE: "only in a weaker form",
    Fault.FALSE: OTHER_FORM,
}
WAYS = tuple(dict.fromkeys((PRINTED, *BY_FAULT.values(), NOT_AT_ALL, UNDECIDED)))  # the best first
RESULTS = (Rank.RESULT, Rank.PART)


def is_of_a_result(statement: Data) -> bool:
    """Whether this is a numbered result or a part of one; an older file does not say, and there every claim is."""
    return statement.get("rank", Rank.RESULT) in RESULTS


def holding(statements: Sequence[Data]) -> str | None:
    """The way in which a claim with its parts holds, one of WAYS: that of its weakest; None where none is printed."""
    ways = [way for statement in statements for way in _ways(statement, statements)]
    return max(ways, key=WAYS.index, default=None)


def _ways(statement: Data, family: Sequence[Data]) -> Iterable[str]:
    by_name = {reading["name"]: reading for reading in judged(statement)}
    printed, meant = by_name.get("printed"), by_name.get("intended")
    if printed is None:
        return
    if printed["verdict"] != "refuted":
        yield PRINTED if printed["verdict"] in ESTABLISHED else UNDECIDED
    elif meant is not None and meant["verdict"] in ESTABLISHED:
        yield AS_MEANT
    else:
        way = BY_FAULT[Fault(printed.get("fault", Fault.FALSE))]
        yield way if way != OTHER_FORM or _has_true_form((statement, family[0])) else NOT_AT_ALL


def _has_true_form(statements: Iterable[Data]) -> bool:
    """Whether a form other than the printed one is established, of the claim or of what it is a part of."""
    readings = (reading for statement in statements for reading in judged(statement))
    return any(reading["name"] != "printed" and reading["verdict"] in ESTABLISHED for reading in readings)
