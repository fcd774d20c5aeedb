"""Two editions of a paper, claim by claim: what became of each, computed from the verdicts on both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bounds.claims.ledger import Ledger
from bounds.claims.statement import Citation, Source, Statement, Verdict
from bounds.fault import Fault, difference

HOLDS = (Verdict.PROVED, Verdict.SUPPORTED)


class Fate(StrEnum):
    """What became of a claim."""

    FIXED = "fixed"
    CLARIFIED = "clarified"
    STILL_TRUE = "unchanged and true"
    AS_MEANT = "true as meant"  # false to the letter
    STILL_FALSE = "unchanged and false"
    CHANGED_FALSE = "changed and false"
    AS_TRANSCRIBED = "false as transcribed"
    WITHDRAWN = "withdrawn"
    NEW_TRUE = "new and true"
    NEW_ERROR = "new error"
    NOT_READ = "not read"
    UNDECIDED = "undecided"


MEANING = {
    Fate.FIXED: "false before, and true now",
    Fate.CLARIFIED: "false before for want of a hypothesis that stands there now",
    Fate.STILL_TRUE: "true before and now",
    Fate.AS_MEANT: "false to the letter, and true once a slip is mended or a word is read as it stands nearby",
    Fate.STILL_FALSE: "false, in the same form as before",
    Fate.CHANGED_FALSE: "false before, and false in another form now",
    Fate.AS_TRANSCRIBED: "false in a form that the copy which was read may have damaged: compare the page",
    Fate.WITHDRAWN: "no longer said",
    Fate.NEW_TRUE: "not said before, and true",
    Fate.NEW_ERROR: "not said before, or true before, and false now",
    Fate.NOT_READ: "in a part that was not read",
    Fate.UNDECIDED: "no evidence decides it in this run",
}


@dataclass(frozen=True)
class Change:
    """A claim of the later edition, what it comes from in the earlier one, and what became of it."""

    id: str
    earlier: tuple[str, ...]
    fate: Fate
    source: Source

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "earlier": list(self.earlier), "fate": str(self.fate), "source": str(self.source)}


def changes(
    earlier: Ledger, later: Ledger, verdicts: Mapping[Citation, Verdict], papers: tuple[str, str]
) -> Iterator[Change]:
    """Every claim of the later edition that is printed there, was withdrawn, or could not be read, in its order.

    `verdicts` are the readings' own, `papers` the ids of the earlier and the later edition. Raises Unknown where a
    claim comes from one that the earlier ledger does not have.
    """
    for statement in later:
        before = [earlier[id_] for id_ in statement.earlier]
        fate = _fate(statement, before, verdicts, papers)
        if fate is not None:
            yield Change(statement.id, statement.earlier, fate, statement.source)


def _fate(
    statement: Statement, before: list[Statement], verdicts: Mapping[Citation, Verdict], papers: tuple[str, str]
) -> Fate | None:
    if statement.source == Source.WITHDRAWN:
        return Fate.WITHDRAWN
    if statement.source == Source.NOT_READ:
        return Fate.NOT_READ
    if all(reading.name != "printed" for reading in statement.readings):
        return None  # it stands in parts alone
    now = verdicts.get(Citation(papers[1], statement.id, "printed"), Verdict.UNDECIDED)
    old = [one for one in before if any(reading.name == "printed" for reading in one.readings)]
    then = [verdicts.get(Citation(papers[0], one.id, "printed"), Verdict.UNDECIDED) for one in old]
    if now == Verdict.UNDECIDED or (old and Verdict.UNDECIDED in then):
        return Fate.UNDECIDED
    was_false = Verdict.REFUTED in then
    if now in HOLDS:
        if not old:
            return Fate.NEW_TRUE
        return (Fate.CLARIFIED if _is_clarified(statement, old) else Fate.FIXED) if was_false else Fate.STILL_TRUE
    if verdicts.get(Citation(papers[1], statement.id, "intended")) == Verdict.PROVED:
        return Fate.AS_MEANT
    if not old or not was_false:
        return Fate.NEW_ERROR
    same = any(one["printed"].formula is statement["printed"].formula for one in old)
    if same:
        return Fate.STILL_FALSE
    return Fate.AS_TRANSCRIBED if statement.source == Source.TRANSCRIBED else Fate.CHANGED_FALSE


def _is_clarified(statement: Statement, old: list[Statement]) -> bool:
    """Whether a hypothesis is all that came."""
    return any(difference(one["printed"], statement["printed"]) == Fault.MISSING_HYPOTHESIS for one in old)
