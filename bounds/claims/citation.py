"""Readings that proofs cite, and what that leaves of a verdict: none is better than those it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from bounds.claims.statement import Citation as Citation
from bounds.claims.statement import Evidence, Verdict

STRENGTH = (Verdict.UNDECIDED, Verdict.SUPPORTED, Verdict.PROVED)


class Circle(ValueError):
    """Readings that rest on each other; the message names them in a row, and `readings` has them."""

    def __init__(self, readings: Iterable[Citation]) -> None:
        self.readings = tuple(readings)
        super().__init__(f"a circle of citations: {' rests on '.join(str(one) for one in self.readings)}")


def cited_by(evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
    """What a reading's verdict rests on: nothing where evidence that cites nothing decides it alone."""
    deciding = [e for e in evidence if e.accepted and e.kind in ("proof", "counterexample")]
    if any(not e.cites for e in deciding):
        return ()
    return tuple(dict.fromkeys(Citation(*one) for e in deciding for one in e.cites))


def capped(
    verdicts: Mapping[Citation, Verdict], cites: Mapping[Citation, Iterable[Citation]]
) -> dict[Citation, Verdict]:
    """Each verdict, no better than those of the readings that it cites, these capped first; unknown ones are undecided.

    What is refuted by citing is undecided unless all of it is proved. Raises Circle where readings cite each other.
    """
    try:
        order = tuple(TopologicalSorter(cites).static_order())
    except CycleError as error:
        raise Circle(reversed(error.args[1])) from None  # graphlib's row runs from the cited to the citing
    found = dict(verdicts)
    for key in order:
        below = [found.get(one, Verdict.UNDECIDED) for one in cites.get(key, ())]
        if key in found and any(one != Verdict.PROVED for one in below):
            own = found[key]
            weakest = min((STRENGTH.index(one) if one in STRENGTH else 0 for one in below), default=0)
            found[key] = STRENGTH[min(STRENGTH.index(own), weakest)] if own in STRENGTH else Verdict.UNDECIDED
    return found


def standing(
    verdicts: Mapping[Citation, Verdict], cites: Mapping[Citation, Sequence[Citation]]
) -> tuple[dict[Citation, Verdict], list[Circle]]:
    """The capped verdicts, those of a circle undecided, and the circles."""
    try:
        return capped(verdicts, cites), []
    except Circle as circle:
        open_ = dict.fromkeys(circle.readings, Verdict.UNDECIDED)
        rest = {one: below for one, below in cites.items() if one not in open_}
        found, others = standing({**verdicts, **open_}, rest)
        return found, [circle, *others]
