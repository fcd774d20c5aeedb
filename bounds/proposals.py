"""What would be true where a claim is refuted: proposals beside it, which change no verdict.

Of a claim about informations each has a proof. An edited formula has one where a reading says the same that is proved,
under no more hypotheses; else all that is known is how many worlds it survived.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bounds.claims.formula import Informational, Symbolic
from bounds.claims.hypothesis import implied_by
from bounds.claims.statement import Claim, Evidence, Statement, symbolic
from bounds.claims.world import By, World
from bounds.shannon.repair import Repair, kinship, repairs
from bounds.shannon.witness import Counterexample

TRUE = ("intended", "repaired", "sharpened")  # the readings that say what was found true by people
MOST = 3
LARGEST = 100  # nodes of a formula that is tried in random worlds


def proposals(claim: Claim, evidence: Sequence[Evidence], among: Iterable[Statement] = ()) -> list[dict[str, Any]]:
    """The first true claims near a refuted one by one edit, and what the statement's own repairs are to each.

    `among`: statements whose readings may say what an edited formula says, beside the claim's own. Empty where the
    evidence has nothing that refutes it, or the search does not take the claim: one about informations with
    auxiliaries, with constants such as beta, or with too many variables; a formula that fails in a limit alone.

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
    if isinstance(formula, Symbolic):
        return _amended(claim, evidence, tuple(among))
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


def said_elsewhere(claim: Claim, among: Sequence[Statement] = ()) -> list[dict[str, Any]]:
    """Edits of a refuted formula that say what another reading says, which assumes no more: its proof is theirs.

    >>> from bounds.ledger import LEDGER
    >>> statement = LEDGER["corollary-5.1/width"]
    >>> (one,) = said_elsewhere(Claim(statement=statement, reading=statement["printed"]), [LEDGER["corollary-5.1"]])
    >>> one["line"], one["same_as"]
    ('dim_next for dim_k', [{'id': 'corollary-5.1', 'name': 'repaired'}])
    """
    from bounds.claims.formula import symbols_of
    from bounds.derivations.amending import edits

    known = list(_known(claim, among))
    symbols = sorted({one for _, _, other in known for one in symbols_of(other.expression)}, key=str)
    forms = {other.expression for _, _, other in known}
    return _told_once(
        ((made, edit, 0) for made, edit in edits(claim.symbolic, symbols) if made.expression in forms), claim, known
    )


def _amended(claim: Claim, evidence: Sequence[Evidence], among: Sequence[Statement]) -> list[dict[str, Any]]:
    """Edits of a formula: first those that another reading says, then others that survive random worlds."""
    from bounds.derivations.amending import amendments

    formula = claim.symbolic
    world = next((e.certificate for e in evidence if e.accepted and isinstance(e.certificate, World)), None)
    if world is None:
        return []
    elsewhere, survive = said_elsewhere(claim, among), []
    if _size(formula) <= LARGEST and not any(isinstance(value, By) for value in world.values.values()):
        try:
            survive = amendments(formula, world, claim.reading.hypotheses, most=MOST)
        except ValueError:  # no random world meets the hypotheses, or the world does not refute the formula by itself
            pass
    tried = _told_once(((one.formula, one.edit, one.trials) for one in survive), claim, list(_known(claim, among)))
    forms = {one["goal"][0] for one in tried}
    found = [*tried, *(one for one in elsewhere if one["goal"][0] not in forms)]
    return sorted(found, key=lambda one: not one["same_as"])


def _told_once(
    made: Iterable[tuple[Symbolic, str, int]], claim: Claim, known: Sequence[tuple[str, str, Symbolic]]
) -> list[dict[str, Any]]:
    from bounds.derivations.amending import same

    found: dict[Any, dict[str, Any]] = {}
    for formula, edit, trials in made:
        read = [{"id": id_, "name": name} for id_, name, other in known if same(formula, other)]
        told: dict[str, Any] = {
            "line": edit,
            "goal": [str(formula)],
            "latex": formula.to_latex(),
            "given": [one.text for one in claim.reading.hypotheses],
            "necessary": None,
            "beside": {},
            "trials": trials,
            "same_as": read,
        }
        found.setdefault(str(read) if read else str(formula), told)
    return list(found.values())


def _known(claim: Claim, among: Sequence[Statement]) -> Iterator[tuple[str, str, Symbolic]]:
    """Readings with formulas that assume no more than the claim: whose proofs are proofs of what says the same."""
    assumed = implied_by(claim.reading.hypotheses)
    for statement in {one.id: one for one in (claim.statement, *among)}.values():
        for reading in statement.readings:
            plain = isinstance(reading.formula, Symbolic) and reading is not claim.reading
            if plain and set(reading.hypotheses) <= assumed:
                yield statement.id, reading.name, symbolic(reading)


def _size(formula: Symbolic) -> int:
    from sympy import preorder_traversal

    return sum(1 for _ in preorder_traversal(formula.expression))
