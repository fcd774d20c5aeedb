"""The verdicts of a results file, computed again from the evidence in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bounds.claims import Contradiction, Evidence, Verdict, verdict
from bounds.claims.statement import combined, is_violated
from reports.results import InvalidResults
from reports.vocabulary import families

Data = Mapping[str, Any]


def check_verdicts(results: Data, *, name: str = "results") -> None:
    """Raises InvalidResults, naming the first reading, where a verdict is not what its evidence gives."""
    for statement, reading, found in rejudged(results):
        stated = (reading["verdict"], reading["violated"])
        if stated != found:
            is_said, is_found = (v + (", violated in trials" if violated else "") for v, violated in (stated, found))
            raise InvalidResults(
                f"{name}: says {is_said} of {statement['id']} {reading['name']}, where its evidence gives {is_found} "
                "(--unverified shows it as it is)"
            )


def rejudged(results: Data) -> Iterator[tuple[Data, Data, tuple[str, bool]]]:
    """Each statement and reading with its verdict and whether it is violated, from the evidence; parents' combined.

    What checkers accepted is taken as the file has it; a contradiction leaves its reading undecided, as in a run.
    """
    for claim, parts in families(results["statements"]):
        own = {(s["id"], r["name"]): _own(r) for s in (claim, *parts) for r in s["readings"] if r["formula"]}
        for statement in (claim, *parts):
            family = (claim, *parts) if statement is claim else (statement,)
            for reading in statement["readings"]:
                keys = [(member["id"], reading["name"]) for member in family]
                found = combined(own[key][0] for key in keys if key in own)
                violated = own.get((statement["id"], reading["name"]), (found, False))[1]
                yield statement, reading, (str(found), violated)


def _own(reading: Data) -> tuple[Verdict, bool]:
    evidence = [Evidence.from_json(item) for item in reading["evidence"]]
    try:
        return verdict(evidence), is_violated(evidence)
    except Contradiction:
        return Verdict.UNDECIDED, is_violated(evidence)
