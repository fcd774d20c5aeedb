"""Random worlds as a run's trials and counterexamples record them: how near each search brought a bound to failing."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from reports.vocabulary import families, label

Data = Mapping[str, Any]

FORMS = ("printed", "repaired", "sharpened")
KINDS = ("trial", "counterexample")  # a proof needs no world, and a measurement is no world
MAIN, PART = "main result", "part of a result"
_RELATION = re.compile(r"<=|>=|<|>|=|\bEq\(")


@dataclass(frozen=True, kw_only=True)
class World:
    """The world of one search that came nearest to failing: `claim` and `reading` say which bound, or a part of it.

    `margin` is how far the bound lies above the rest (of an equation, minus the difference of its sides), `error` what
    it may be off by.
    """

    claim: str
    reading: str
    margin: float
    error: float = 0.0

    @property
    def name(self) -> str:
        return named(self.claim, self.reading)

    @property
    def slack(self) -> float:
        """The margin; 0 where the bound is attained to within the error."""
        return 0.0 if abs(self.margin) <= self.error else self.margin


def claim_of(id: str) -> str:
    """The claim that a statement is, or is a part of."""
    return id.split("/")[0]


def named(claim: str, reading: str) -> str:
    """How a bound is called where several stand below each other."""
    return f"{label(claim)}, {reading}"


def worlds(results: Data, recorded: Set[str]) -> list[World]:
    """The worlds of the claims that are `compared`; of its parts, where a claim has no formula of its own."""
    return [
        world for claim, parts in compared(results, recorded) for name in FORMS for world in _of(claim, parts, name)
    ]


def compared(results: Data, recorded: Set[str]) -> Iterator[tuple[Data, Sequence[Data]]]:
    """The claims, with their parts, that experiments `recorded` bounds of, and the main results that they speak of.

    Of the first paper; nothing where no bound was recorded.
    """
    told = {claim_of(one["statement"]) for made in results["experiments"].values() for one in made.get("claims", ())}
    bounded = set(map(claim_of, recorded))
    for claim, parts in families([one for one in results["statements"] if one["paper"] == results["papers"][0]["id"]]):
        if claim["id"] in bounded or (bounded and claim["id"] in told and claim.get("rank") == MAIN):
            yield claim, parts


def reading_of(statement: Data, name: str) -> Data | None:
    """A reading of a statement by its name."""
    return next((one for one in statement["readings"] if one["name"] == name), None)


def counts(reading: Data) -> bool:
    """Whether a reading is to be compared: a form that is to replace the printed one, unless it is refuted."""
    return reading["name"] == FORMS[0] or reading.get("verdict") != "refuted"


def _of(claim: Data, parts: Sequence[Data], name: str) -> Iterator[World]:
    for one in _stated(claim, parts, name):
        reading = reading_of(one, name)
        if reading is not None and counts(reading):
            for item in filter(_is_world, reading["evidence"]):
                yield World(claim=one["id"], reading=name, margin=item["margin"], error=item.get("error", 0.0))


def _stated(claim: Data, parts: Sequence[Data], name: str) -> list[Data]:
    """What states a reading of a claim: itself where it has a formula there, or else those parts that are bounds."""
    own = reading_of(claim, name)
    if own is None or own["formula"]:
        return [claim]
    ranks = (claim.get("rank"), PART)
    return [part for part in parts if part.get("rank") in ranks and _is_bound(reading_of(part, name))]


def _is_world(item: Data) -> bool:
    return item["kind"] in KINDS and item["accepted"] and not item["negation"] and item["margin"] is not None


def _is_bound(reading: Data | None) -> bool:
    """Whether its formula begins with an inequality: an equation among the parts of a claim bounds nothing."""
    relation = _RELATION.search(reading["formula"]) if reading else None
    return relation is not None and relation[0] in ("<=", ">=")
