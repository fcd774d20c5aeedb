"""The search for true claims near a false one: edits, sorted out on what breaks them, proved, filtered, ranked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.edits import Change, additions, changes, factors
from bounds.shannon.expression import Assertion
from bounds.shannon.grammar import parse
from bounds.shannon.phrases import Comparison, Information, Members, Phrase, phrases
from bounds.shannon.problem import Problem
from bounds.shannon.proof import attempted, decide
from bounds.shannon.repair_lines import Numbered, same_row, total

RANKED = {1: 150, 2: 40}  # repairs of so many edits among which the weakest are looked for
PLAIN = 2  # cost of an edit that may be one of two
LITTLE = 6  # cost of a line that says little
SHORTER = 2  # cost of a comparison in which a term vanishes


class Edit(NamedTuple):
    """One line for another, a line left out, or a hypothesis more."""

    part: str  # goal, given, or added
    at: int
    line: int  # number of the new clause; -1: none
    kind: str
    cost: int
    words: str


@dataclass(frozen=True)
class Candidate:
    """A claim by the numbers of its lines, and the edits that lead to it."""

    goal: tuple[int, ...]
    given: tuple[int, ...]
    edits: tuple[Edit, ...]

    @property
    def cost(self) -> int:
        return sum(edit.cost for edit in self.edits)

    @property
    def is_exact(self) -> bool:
        return all(edit.kind == "best factor" for edit in self.edits)

    @property
    def hypotheses(self) -> tuple[int, ...]:
        return tuple(edit.line for edit in self.edits if edit.part != "goal" and edit.line >= 0)


Proof = tuple[Candidate, ShannonCertificate]


class Search(Numbered):
    """The edits of one claim, and which of them are proved."""

    def __init__(self, goals: Sequence[Assertion], given: Sequence[Assertion], joint: Joint | None) -> None:
        self.goal_lines = [phrase for line in goals for phrase in phrases(line.text)]
        self.given_lines = [phrase for line in given for phrase in phrases(line.text, "given")]
        names = sorted({name for phrase in (*self.goal_lines, *self.given_lines) for name in phrase.names})
        super().__init__(names)
        self.goal = tuple(self.number(phrase) for phrase in self.goal_lines)
        self.given = tuple(self.number(phrase) for phrase in self.given_lines)
        self.strict = any(">" in self.clauses[k].signs for k in self.goal)
        self.words = [  # of the goal and of the hypotheses
            {str(one) for phrase in part if isinstance(phrase, Comparison) for one, _ in phrase.terms}
            for part in (self.goal_lines, self.given_lines)
        ]
        self.proved: list[Candidate] = []
        if joint is not None and set(self.names) <= set(joint.names):  # a variable may stand where it says nothing
            self.models.add_joint(joint)

    def edits(self) -> Iterator[Edit]:
        """The plainest first; none that says again what stands in its place."""
        best = list(self._best_factors())
        known = {at for _, at, *_ in best}  # lines in which other factors are worse
        others = [
            (part, at, change, words)
            for part, at, change, words in self._in_place("goal", self.goal_lines)
            if at not in known or not _is_of_factors(change, self.goal_lines[at])
        ]
        made = [*best, *others, *self._in_place("given", self.given_lines)]
        made += [("added", 0, one, "") for one in additions(self.names, strict=self.strict)]
        if len(self.goal) > 1:
            yield from (Edit("goal", k, -1, "dropped line", 4, f"without {p}") for k, p in enumerate(self.goal_lines))
        before = {("goal", k, self.key(line)) for k, line in enumerate(self.goal)}
        before |= {("given", k, self.key(line)) for k, line in enumerate(self.given)}
        seen = set()
        for part, at, change, words in sorted(made, key=lambda one: one[2].cost):
            line = self.number(change.line)
            place = part, at, line
            if place not in seen and (part, at, self.key(line)) not in before:
                seen.add(place)
                said = f"with {change.line}" if part == "added" else f"{change.line} for {words}"
                yield Edit(part, at, line, change.kind, change.cost, said)

    def _best_factors(self) -> "Iterator[tuple[str, int, Change, str]]":
        """The goal's lines with the best constant in a factor's place."""
        for k, phrase in enumerate(self.goal_lines):
            for change in factors(phrase, list(map(str, self.given_lines))):
                yield "goal", k, change, str(phrase)

    def _in_place(self, part: str, lines: Sequence[Phrase]) -> "Iterator[tuple[str, int, Change, str]]":
        for k, phrase in enumerate(lines):
            for change in changes(phrase, self.names, terms=part == "goal"):
                yield part, k, change, str(phrase)

    def candidate(self, edits: Sequence[Edit]) -> Candidate:
        goal, given = list(self.goal), list(self.given)
        for edit in edits:
            if edit.part == "goal":
                goal[edit.at] = edit.line
            elif edit.part == "given":
                given[edit.at] = edit.line
            else:
                given.append(edit.line)
        return Candidate(
            tuple(dict.fromkeys(k for k in goal if k >= 0)),
            tuple(dict.fromkeys(k for k in given if k >= 0)),
            tuple(edits),
        )

    # what stands against a candidate

    def certified(self, candidate: Candidate) -> ShannonCertificate | None:
        goal, given = ([parse(line) for line in self.lines(part)] for part in (candidate.goal, candidate.given))
        problem = Problem.of(goal, given)
        found = attempted(problem)
        certificate = decide(problem, found) if None not in found else None
        return certificate if isinstance(certificate, ShannonCertificate) else None

    def found(self, candidates: list[Candidate]) -> list[Proof]:
        """The first fair ones that are proved; each answer that is no proof settles others, too."""
        if not candidates:
            return []
        given, goal = (
            _padded([getattr(one, part) for one in candidates], len(self.clauses)) for part in ("given", "goal")
        )
        alive = np.ones(len(candidates), dtype=bool)
        settled = 0
        proofs: list[Proof] = []
        told: set[Any] = set()
        at = 0
        while True:
            while settled < len(self.models.points):
                holds = np.append(self._all_hold(self.models.points[settled]), True)
                alive &= ~(holds[given].all(axis=1) & ~holds[goal].all(axis=1))
                settled += 1
            while at < len(candidates) and not alive[at]:
                at += 1
            if at == len(candidates) or len(proofs) == RANKED[len(candidates[0].edits)]:
                return proofs
            one = candidates[at]
            said = tuple(frozenset(map(self.key, part)) for part in (one.goal, one.given))
            if said not in told and self.follows(one.goal, one.given, look=False):
                self.proved.append(one)
                certificate = self.certified(one) if self.is_fair(one) else None
                if certificate is not None:
                    proofs.append((one, certificate))
                    told.add(said)  # what says the same in worse words need not; where these are unfair others may be
            at += 1

    def _all_hold(self, point: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.array([clause.holds(point[None])[0] for clause in self.clauses])

    def best(self, most: int, edits: int) -> list[Proof]:
        """True claims by one edit, the best first, and by two where there are too few; none where the claim is true."""
        if self.follows(self.goal, self.given):
            return []
        changed = list(self.edits())
        single = sorted((self.candidate([one]) for one in changed), key=lambda one: one.cost)
        ranked = self.ranked(self.found(single))
        telling = [proof for proof in ranked if not self.is_vacuous(proof[0])]
        vacuous = [proof for proof in ranked if self.is_vacuous(proof[0])]
        best = self.distinct(telling, most)
        if edits > 1 and len(best) < most:
            known = {candidate.edits[0] for candidate in self.proved}
            plain = [one for one in changed if one.cost <= PLAIN and one not in known]
            pairs = [
                self.candidate(two)
                for two in combinations(plain, 2)
                if two[0].part == "added" or two[0][:2] != two[1][:2]
            ]
            further = self.ranked(self.found(sorted(pairs, key=lambda one: one.cost)))
            best = self.distinct([*best, *(proof for proof in further if not self.is_vacuous(proof[0]))], most)
        return self.distinct([*best, *vacuous], most)

    # what is no repair

    def is_fair(self, candidate: Candidate) -> bool:
        """Whether it says something, and something else than its hypotheses do, of variables that may vary."""
        whole = np.eye(self.models.size)[-1]
        if not self.can_be_positive(whole, candidate.given) or not self.may_vary(self.given, candidate.given):
            return False
        for k in candidate.goal:
            if k not in self.goal and self.is_empty(k, candidate.given):
                return False
        for line in candidate.hypotheses:
            if self.restates(line, candidate):
                return False
        return not self.zeroes(candidate)

    def may_vary(self, before: Sequence[int], given: Sequence[int]) -> bool:
        """Whether the hypotheses make no variable constant that was not."""
        singles = np.eye(self.models.size)[[1 << k for k in range(len(self.names))]]
        return all(self.can_be_positive(row, given) or not self.can_be_positive(row, before) for row in singles)

    def is_empty(self, goal: int, given: Sequence[int]) -> bool:
        """Whether an edited line of the goal says nothing, or what one hypothesis says."""
        clause, phrase = self.clauses[goal], self.phrases[goal]
        if isinstance(phrase, Comparison) and _is_identical(phrase):
            return True
        if not clause.rows.any():
            return False  # an identity, of sides that look different
        return any(
            same_row(clause, self.clauses[k]) or (self.follows([k], [goal]) and self.follows([goal], [k]))
            for k in given
        )

    def is_vacuous(self, candidate: Candidate) -> bool:
        """Whether an edited line of the goal always holds, and would without one of the terms that it has to spare."""
        return any(k not in self.goal and self.always_holds(k) and self.has_to_spare(k) for k in candidate.goal)

    def says_little(self, goal: int, given: Sequence[int]) -> bool:
        """Whether a line says that an information vanishes, as one hypothesis does."""
        return self.is_vanishing(goal) and any(self.follows([goal], [k]) for k in given)

    def restates(self, line: int, candidate: Candidate, known: Sequence[int] = ()) -> bool:
        """Whether a new hypothesis, beside what is `known`, says what the goal says, or equates what it compares."""
        equates = isinstance(self.phrases[line], Comparison) and not self.is_vanishing(line)
        return any(
            self.follows([k], [line, *known]) and (equates or self.is_vanishing(k) or self.follows([line], [k, *known]))
            for k in candidate.goal
        )

    def zeroes(self, candidate: Candidate) -> bool:
        """Whether a term that an edit put in vanishes, or so many others that a comparison says nothing more."""
        for k, gone, words in self.vanished(candidate):
            phrase = self.phrases[k]
            if any(str(one) not in words for one in gone) or isinstance(phrase, Members):
                return True
            left = phrase.without(gone)
            if len(left.terms) < 2 or self.always_holds(self.number(left)):
                return True
        return False

    def vanished(self, candidate: Candidate) -> Iterator[tuple[int, list[Information], set[str]]]:
        """The comparisons of which terms are 0 that were not or are new: all that are, and the words of their part."""
        for part, words in zip((candidate.goal, candidate.given), self.words, strict=True):
            for k in part:
                phrase = self.phrases[k]
                if isinstance(phrase, Members) or self.is_vanishing(k):
                    continue
                gone = [one for one, _ in phrase.terms if not self.can_be_positive(self.row_of(one), candidate.given)]
                if any(str(one) not in words or self.can_be_positive(self.row_of(one), self.given) for one in gone):
                    yield k, gone, words

    # which is the weakest

    def ranked(self, proofs: list[Proof]) -> list[Proof]:
        """The most general first, each once; then the plainest."""
        beaten = np.zeros(len(proofs), dtype=int)
        twice = set()
        for i, j in combinations(range(len(proofs)), 2):
            forth, back = self.implies(proofs[i][0], proofs[j][0]), self.implies(proofs[j][0], proofs[i][0])
            if forth and back:
                twice |= {j} if self.says(proofs[i][0].goal, proofs[j][0].goal) else set()
            elif forth:
                beaten[j] += 1
            elif back:
                beaten[i] += 1
        less = [
            LITTLE * sum(self.says_little(k, one.given) for k in one.goal if k not in self.goal)
            + SHORTER * sum(1 for _ in self.vanished(one))
            for one, _ in proofs
        ]
        order = sorted(
            (k for k in range(len(proofs)) if k not in twice),
            key=lambda k: (beaten[k] > 0 and not proofs[k][0].is_exact, proofs[k][0].cost + less[k], beaten[k]),
        )
        return [proofs[k] for k in order]

    def distinct(self, proofs: Sequence[Proof], most: int) -> list[Proof]:
        """The first few that say different things under their hypotheses."""
        kept: list[Proof] = []
        for proof in proofs:
            if len(kept) < most and not any(self.is_same(proof[0], one) for one, _ in kept):
                kept.append(proof)
        return kept

    def is_same(self, one: Candidate, other: Candidate) -> bool:
        """Whether two say the same of the same: where their goals differ, by what is 0 under the hypotheses."""
        if not (self.follows(one.given, other.given) and self.follows(other.given, one.given)):
            return False
        return len(one.goal) == len(other.goal) and all(
            self.is_like(k, j) or self.are_equal(k, j, one.given) for k, j in zip(one.goal, other.goal, strict=True)
        )

    def are_equal(self, k: int, j: int, given: Sequence[int]) -> bool:
        """Whether two inequalities have the same difference of sides, which is not 0; of equations it always is."""
        mine, others = self.clauses[k], self.clauses[j]
        if mine.signs != (">=",) or others.signs != (">=",) or not self.can_be_positive(mine.rows[0], given):
            return False
        difference = mine.rows[0] - others.rows[0]
        return self.follows_row(difference, given) and self.follows_row(-difference, given)

    def implies(self, one: Candidate, other: Candidate) -> bool:
        """Whether the other follows from the one at a glance: it assumes as much and claims no more."""
        return self.follows(one.given, other.given) and self.follows(other.goal, one.goal)

    def says(self, goal: Sequence[int], lines: Sequence[int]) -> bool:
        """Whether the goal alone says the lines; what always holds follows from anything, and is said by its like."""
        if not self.follows(lines, goal):
            return False
        always = [k for k in lines if self.always_holds(k)]
        return len(always) < len(lines) or all(any(self.is_like(k, one) for one in goal) for k in lines)


def _is_of_factors(change: Change, line: Phrase) -> bool:
    """Whether a change is of a factor alone, in words or by a term that stands on the other side already."""
    if isinstance(change.line, Members) or isinstance(line, Members):
        return False
    return change.kind in ("factor", "added term") and set(dict(change.line.terms)) == set(dict(line.terms))


def _is_identical(phrase: Comparison) -> bool:
    """Whether both sides have the same terms."""
    return phrase.lhs.constant == phrase.rhs.constant and not total(phrase)


def _padded(lists: Sequence[Sequence[int]], filler: int) -> NDArray[np.int64]:
    width = max(map(len, lists), default=0)
    return np.array([[*one, *[filler] * (width - len(one))] for one in lists], dtype=np.int64).reshape(
        len(lists), width
    )
