"""From evidence to verdicts: on each reading by itself, and on each numbered claim together with its parts."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bounds.claims import Contradiction, Evidence, Ledger, Paper, Statement, Verdict, verdict
from bounds.claims.citation import Citation, cited_by, standing
from bounds.claims.statement import combined, is_violated


class Key(NamedTuple):
    """A reading among all papers'."""

    paper: Paper
    statement: str
    reading: str

    def __str__(self) -> str:
        return f"{self.paper.anchor(self.statement)} {self.reading}"

    @property
    def citation(self) -> Citation:
        """How a proof cites the reading."""
        return Citation(self.paper.id, self.statement, self.reading)


class Judged(NamedTuple):
    """Each reading's own verdict; claims' combined with their parts'; readings violated in trials; contradictions.

    A claim without a formula of its own in a reading that its parts have is among the combined alone.
    """

    verdicts: dict[Key, Verdict]
    combined: dict[Key, Verdict]
    violated: set[Key]
    failures: list[dict[str, str]]


def judge(
    paper: Paper, ledger: Ledger, statements: Sequence[Statement], evidence: Mapping[Key, Sequence[Evidence]]
) -> Judged:
    """The verdict on every reading of the statements, capped by those that its proof cites, of whichever paper.

    A contradiction is a failure, and leaves its reading open; so is a circle of citations, and leaves all of it open.
    """
    wanted = [Key(paper, statement.id, reading.name) for statement in statements for reading in statement.readings]
    alone: dict[Citation, Verdict] = {}
    failures = []
    for key in dict.fromkeys((*wanted, *evidence)):
        try:
            alone[key.citation] = verdict(evidence.get(key, ()))
        except Contradiction as contradiction:
            alone[key.citation] = Verdict.UNDECIDED
            if key.paper == paper:
                failures.append({"what": str(key), "error": f"internal contradiction: {contradiction}"})
    stands, circles = standing(alone, {key.citation: cited_by(items) for key, items in evidence.items()})
    failures += [
        {"what": paper.id, "error": str(one)} for one in circles if paper.id in {r.paper for r in one.readings}
    ]
    own = {key: stands[key.citation] for key in wanted}
    together: dict[Key, Verdict] = {}
    for statement in statements:
        family = (statement.id, *(part.id for part in ledger.parts(statement.id)))
        for name in ledger.reading_names(statement.id) if len(family) > 1 else ():
            keys = [Key(paper, member, name) for member in family]
            together[keys[0]] = combined(own[key] for key in keys if key in own)
    violated = {key for key, items in evidence.items() if is_violated(items) and key in own}
    return Judged(own, together, violated, failures)
