"""Errata by machine: for a false claim about informations the true ones nearest to it, each with its proof.

A proposal is no verdict: it says what would be true, not what was meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bounds.distribution.joint import Joint
from bounds.shannon.api import Lines, assertions
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.expression import Assertion
from bounds.shannon.models import Clause, Models
from bounds.shannon.problem import Problem
from bounds.shannon.refutation import quick_counterexample
from bounds.shannon.repair_search import Candidate, Search

LARGEST = 7  # variables
Claim = tuple[Sequence[str], Sequence[str]]  # goal and hypotheses
Kinship = Literal["same", "weaker", "stronger", "other"]


@dataclass(frozen=True)
class Repair:
    """A true claim near a false one: its lines, what was edited, and why it holds.

    `hypotheses`: the new ones, added or put in the place of others. `necessary`: whether the false claim, goal and
    hypotheses, implies them, so that nothing weaker rescues it (`converse` proves it); None where the goal was edited.

    >>> first = repairs("y _|_ x | z", given="I(z;y) = I(x;y)")[0]
    >>> print(first)
    with y -> x -> z, which is necessary
    >>> first.certificate.verify(first.goal), first.converse.verify()
    (True, True)
    >>> Repair.from_json(first.to_json()) == first
    True
    """

    goal: tuple[str, ...]
    given: tuple[str, ...]
    edits: tuple[str, ...]
    certificate: ShannonCertificate
    hypotheses: tuple[str, ...] = ()
    necessary: bool | None = None
    converse: ShannonCertificate | None = None

    def __str__(self) -> str:
        said = "" if not self.necessary else ", which is necessary" if len(self.edits) == 1 else ", which are necessary"
        return ", and ".join(self.edits) + said

    def to_json(self) -> dict[str, Any]:
        return {
            "goal": list(self.goal),
            "given": list(self.given),
            "edits": list(self.edits),
            "hypotheses": list(self.hypotheses),
            "necessary": self.necessary,
            "certificate": self.certificate.to_json(),
            "converse": self.converse and self.converse.to_json(),
            "line": str(self),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Repair":
        """The repair that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            goal, given, edits, hypotheses = (tuple(data[name]) for name in ("goal", "given", "edits", "hypotheses"))
            certificate = ShannonCertificate.from_json(data["certificate"])
            converse = data["converse"] and ShannonCertificate.from_json(data["converse"])
            return cls(goal, given, edits, certificate, hypotheses, data["necessary"], converse)
        except (KeyError, TypeError) as error:
            raise ValueError(f"data: is not a repair ({type(error).__name__}: {error})") from None


def repairs(
    goal: Lines, given: Lines = (), *, most: int = 5, edits: int = 2, counterexample: Joint | None = None
) -> list[Repair]:
    """The true claims nearest to a false one, best first; none where the claim has a Shannon-type proof itself.

    Edits are those that people make: another relation, factor or sign, a term more or less, other variables and
    conditions, and a hypothesis more: an independence, a chain, a function. Repairs of one edit come first, and those
    of two (`edits=2`) where there are fewer than `most`; then those that no other implies, then the plainest. Left out
    is what makes a variable constant or a term 0, and what says again what another line says. `counterexample`: one
    that is known saves looking for it.

    Raises ValueError as `prove` does, and for more than 7 variables.

    >>> for repair in repairs("I(x;y) <= I(x;y|z)", most=2):
    ...     print(repair)
    with x _|_ z
    with y _|_ z
    """
    for argument, number in (("most", most), ("edits", edits)):
        if not isinstance(number, int) or number < 1:
            raise ValueError(f"{argument}: must be a whole number, 1 or more, got {number!r}")
    goals, hypotheses = assertions(goal, "goal"), assertions(given, "given")
    problem = Problem.of(goals, hypotheses)
    if len(problem.names) > LARGEST:
        raise ValueError(f"goal: has {len(problem.names)} variables, repairs are looked for among at most {LARGEST}")
    joint = counterexample or quick_counterexample(problem)
    search = Search(goals, hypotheses, joint)
    return [_told(search, *proof) for proof in search.best(most, edits)]


def kinship(one: Claim, other: Claim) -> Kinship:
    """What the other claim is to the one: the same, weaker (the one implies it at a glance), stronger, or other.

    >>> found = (["I(x;z) <= I(x;y)"], ["x -> y -> z"])
    >>> kinship(found, (["I(x;z) <= H(y)"], ["w -> x -> y -> z"]))
    'weaker'
    >>> kinship(found, (["I(x;z) <= I(x;y)"], ["I(x;z|y) = 0"]))
    'same'
    """
    forth, back = implies(one, other), implies(other, one)
    return "same" if forth and back else "weaker" if forth else "stronger" if back else "other"


def implies(one: Claim, other: Claim) -> bool:
    """Whether the other claim follows from the one at a glance: it assumes as much, and says no more.

    The other's hypotheses imply the one's, and the one's goal alone implies the other's, by Shannon-type proofs.

    >>> implies((["I(x;z) <= I(x;y)"], ["x -> y -> z"]), (["I(x;z) <= H(y)"], ["w -> x -> y -> z"]))
    True
    """
    (goal, given), (other_goal, other_given) = (
        tuple(assertions(lines, part) for lines, part in zip(claim, ("goal", "given"), strict=True))
        for claim in (one, other)
    )
    names = sorted({name for line in (*goal, *given, *other_goal, *other_given) for name in line.names})
    return _follow(given, other_given, names) and _follow(other_goal, goal, names)


def _follow(lines: Sequence[Assertion], hypotheses: Sequence[Assertion], names: Sequence[str]) -> bool:
    models = Models(names)
    known, asked = ([Clause(line, names) for line in part] for part in (hypotheses, lines))
    return all(
        models.against(row, sign, known) is None
        for clause in asked
        for row, sign in zip(clause.rows, clause.signs, strict=True)
    )


def _told(search: Search, candidate: Candidate, certificate: ShannonCertificate) -> Repair:
    hypotheses = candidate.hypotheses
    whole = len(hypotheses) == len(candidate.edits)
    converse = search.certified(Candidate(hypotheses, (*search.goal, *search.given), ())) if whole else None
    return Repair(
        goal=search.lines(candidate.goal),
        given=search.lines(candidate.given),
        edits=tuple(edit.words for edit in candidate.edits),
        certificate=certificate,
        hypotheses=search.lines(hypotheses),
        necessary=converse is not None if whole else None,
        converse=converse,
    )
