"""Errata by machine: for a false claim about informations the true ones nearest to it, each with its proof.

A proposal is no verdict: it says what would be true, not what was meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any, Literal

from bounds.distribution.joint import Joint
from bounds.shannon.api import Lines, Result, assertions
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.phrases import Members, phrases
from bounds.shannon.problem import Problem
from bounds.shannon.refutation import quick_counterexample
from bounds.shannon.repair_search import Candidate, Search

LARGEST = 7  # variables
FREE = 2  # variables of a true claim that may stand for others
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

    Edits are those that people make: another relation, factor (the best constant in its place) or sign, a term more or
    less, other variables and conditions, and a hypothesis more: an independence, a chain, a function. Repairs of one
    edit come first, and those of two (`edits=2`) where there are fewer than `most`; then those that no other implies,
    then the plainest; last what always holds with a term to spare, as 0 <= H(x) does. Left out is what makes a variable
    constant or so many terms 0 that a line says nothing more, and what says again what another line says.
    `counterexample`: one that is known saves looking for it.

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


def proposed(result: Result, *, asked: bool) -> tuple[list[Repair], str]:
    """The repairs of a refuted answer, where they are asked for, or why there are none, if it is refuted.

    A claim that is too large for the search keeps its answer.
    """
    if not asked or result.verdict != "refuted":
        return [], ""
    try:
        found = repairs(result.goal, result.given, counterexample=result.counterexample)
    except ValueError as error:
        return [], f"no true claim was looked for near it: {error}"
    return found, "" if found else "no true claim found near it"


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
    search = _search(one, other)
    mine, others = (Candidate(goal, given, ()) for goal, given in _numbered(search, one, other))
    return search.implies(mine, others) and search.says(mine.goal, others.goal)


def mends(found: Claim, false: Claim, true: Claim) -> bool:
    """Whether a repair of the false claim does for it what the true one does, and assumes no more.

    The hypotheses of both, the false claim's and the true one's, imply the repair's, and the repair says what the true
    claim says, or all of the false one, which the true claim must not assume. The true claim's other variables may
    stand for any of the false one's.

    >>> false = (["I(x;z) <= I(x;y)"], ["x -> w -> z"])
    >>> mends((["I(x;z) <= I(x;y)"], ["x -> w -> z", "x -> y -> z"]), false, (["I(x;z) <= H(y)"], ["x -> y -> z"]))
    True
    """
    search = _search(found, false, true)
    (goal, given), (false_goal, false_given), (true_goal, true_given) = _numbered(search, found, false, true)
    own = {name for k in (*false_goal, *false_given) for name in search.phrases[k].names}
    free = [name for name in search.names if name not in own]
    rescues, tells = search.says(goal, false_goal), not free and search.says(goal, true_goal)
    if not (rescues or tells) or len(free) > FREE:
        return False
    for chosen in product(sorted(own), repeat=len(free)):
        copies = [Members("=", ((a,), (b,))) for pair in zip(free, chosen, strict=True) for a, b in permutations(pair)]
        same = tuple(map(search.number, copies))
        both = (*false_given, *true_given, *same)
        circular = any(search.restates(line, Candidate(false_goal, (), ()), same) for line in true_given)
        if not circular and search.follows(given, both) and search.may_vary(false_given, both):
            return True
    return False


def _search(*claims: Claim) -> Search:
    """Of no claim in particular, but with the variables of all."""
    goals, given = (
        [line for claim in claims for line in assertions(claim[k], part)] for k, part in enumerate(("goal", "given"))
    )
    return Search(goals, given, None)


def _numbered(search: Search, *claims: Claim) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [
        (
            tuple(search.number(phrase) for line in assertions(goal, "goal") for phrase in phrases(line.text)),
            tuple(
                search.number(phrase) for line in assertions(given, "given") for phrase in phrases(line.text, "given")
            ),
        )
        for goal, given in claims
    ]


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
