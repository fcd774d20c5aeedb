"""What would be true where a claim about informations is refuted: proposals beside it, which change no verdict."""

from collections.abc import Sequence
from typing import Any

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence
from bounds.shannon.repair import Repair, kinship, repairs
from bounds.shannon.witness import Counterexample

TRUE = ("intended", "repaired", "sharpened")  # the readings that say what was found true by people
MOST = 3


def proposals(claim: Claim, evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """The first true claims near a refuted one by one edit, and what the statement's own repairs are to each.

    Empty where the evidence has no joint distribution that refutes it, or the search does not take the claim: one with
    auxiliaries, with constants such as beta, or with too many variables.

    >>> from dataclasses import replace
    >>> from bounds.ledger import LEDGER
    >>> from bounds.shannon import prove
    >>> statement = LEDGER["sufficiency/equality-gives-independence"]
    >>> claim = Claim(statement=statement, reading=statement["printed"])
    >>> formula = claim.informational
    >>> joint = prove(formula.goal, formula.given).counterexample
    >>> witness = Counterexample(joint, formula.goal, formula.given)
    >>> found = Evidence(kind="counterexample", method="a joint", summary="", certificate=witness)
    >>> first = proposals(claim, [found.examine(claim.reading)])[0]
    >>> first["line"], first["beside"]
    ('with y -> x -> z, which is necessary', {'intended': 'same'})
    """
    formula = claim.reading.formula
    joint = next(
        (e.certificate.joint for e in evidence if e.accepted and isinstance(e.certificate, Counterexample)), None
    )
    if joint is None or not isinstance(formula, Informational) or formula.exists:
        return []
    try:
        found = repairs(formula.goal, formula.given, most=MOST, edits=1, counterexample=joint)
        return [_told(repair, claim) for repair in found]
    except (ValueError, ArithmeticError):  # not of the grammar, too large, or past exact arithmetic: no proposal
        return []


def _told(repair: Repair, claim: Claim) -> dict[str, Any]:
    mine = repair.goal, repair.given
    others = {r.name: r.formula for r in claim.statement.readings if r.name in TRUE and r is not claim.reading}
    beside = {
        name: kinship(mine, (other.goal, other.given))
        for name, other in others.items()
        if isinstance(other, Informational) and not other.exists
    }
    return {
        "line": str(repair),
        "goal": list(repair.goal),
        "given": list(repair.given),
        "necessary": repair.necessary,
        "beside": beside,
    }
