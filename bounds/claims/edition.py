"""Claims that two editions of a paper share: one formula, one set of hypotheses, one evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bounds.claims.ledger import Ledger
from bounds.claims.statement import Citation, Reading, Unknown


def shared(
    paper_id: str, ledger: Ledger, statement: str, reading: str, *, name: str = "printed", **words: Any
) -> Reading:
    """A reading of another paper, as this paper's reading `name`, with `words` (text, change, quote) of its own.

    What is itself shared is traced to where it comes from. Raises Unknown where the ledger has no such reading.
    """
    original = ledger[statement][reading]
    citation = original.same_as or Citation(paper_id, statement, reading)
    return replace(original, name=name, same_as=citation, **{"change": "", "quote": "", **words})


def check_shared(ledger: Ledger, ledger_of: Callable[[str], Ledger]) -> None:
    """Raises ValueError, naming both, where a reading is not the one that it is said to be the same as."""
    for statement in ledger:
        for reading in statement.readings:
            if reading.same_as is not None:
                here, there = f"{statement.id} {reading.name}", str(reading.same_as)
                try:
                    other = ledger_of(reading.same_as.paper)[reading.same_as.id][reading.same_as.name]
                except Unknown as error:
                    raise ValueError(f"same_as: {here} is said to be {there}, which is none ({error})") from None
                if other.formula is not reading.formula or other.same_as is not None:
                    raise ValueError(f"same_as: {here} is said to be {there}, and has another formula")
                if other.hypotheses != reading.hypotheses:
                    raise ValueError(f"same_as: {here} is said to be {there}, and has other hypotheses")
