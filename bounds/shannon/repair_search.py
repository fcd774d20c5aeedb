"""The search for true claims near a false one: edits, sorted out on what breaks them, proved, filtered, ranked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.edits import Change, additions, changes
from bounds.shannon.expression import Assertion, Sign
from bounds.shannon.grammar import parse
from bounds.shannon.models import Clause, Models, holding
from bounds.shannon.phrases import Comparison, Information, Members, Phrase, phrases
from bounds.shannon.problem import Problem
from bounds.shannon.proof import attempted, decide

RANKED = {1: 150, 2: 40}  # repairs of so many edits among which the weakest are looked for
PLAIN = 2  # cost of an edit that may be one of two
LITTLE = 6  # cost of a line that says little


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
    def hypotheses(self) -> tuple[int, ...]:
        return tuple(edit.line for edit in self.edits if edit.part != "goal" and edit.line >= 0)


Proof = tuple[Candidate, ShannonCertificate]


class Search:
    """The edits of one claim, and which of them are proved."""

    def __init__(self, goals: Sequence[Assertion], given: Sequence[Assertion], joint: Joint | None) -> None:
        self.goal_lines = [phrase for line in goals for phrase in phrases(line.text)]
        self.given_lines = [phrase for line in given for phrase in phrases(line.text, "given")]
        self.names = tuple(sorted({name for phrase in (*self.goal_lines, *self.given_lines) for name in phrase.names}))
        self.models = Models(self.names)
        self.clauses: list[Clause] = []
        self.texts: list[str] = []
        self.phrases: list[Phrase] = []
        self.numbers: dict[str, int] = {}
        self.always: dict[int, bool] = {}  # by line
        self.keys: dict[int, Any] = {}
        self.goal = tuple(self.number(phrase) for phrase in self.goal_lines)
        self.given = tuple(self.number(phrase) for phrase in self.given_lines)
        self.strict = any(">" in self.clauses[k].signs for k in self.goal)
        self.words = {
            str(one)
            for phrase in (*self.goal_lines, *self.given_lines)
            if isinstance(phrase, Comparison)
            for one, _ in (*phrase.lhs.terms, *phrase.rhs.terms)
        }
        self.proved: list[Candidate] = []
        if joint is not None and set(self.names) <= set(joint.names):  # a variable may stand where it says nothing
            self.models.add_joint(joint)

    def number(self, phrase: Phrase) -> int:
        text = str(phrase)
        if text not in self.numbers:
            self.numbers[text] = len(self.clauses)
            self.clauses.append(Clause(parse(text), self.names))
            self.phrases.append(phrase)
            self.texts.append(text)
        return self.numbers[text]

    def edits(self) -> Iterator[Edit]:
        """The plainest first; none that says again what stands in its place."""
        made = [*self._in_place("goal", self.goal_lines), *self._in_place("given", self.given_lines)]
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

    def row_of(self, one: Information) -> NDArray[np.float64]:
        row: NDArray[np.float64] = Clause(parse(f"{one} >= 0"), self.names).rows[0]
        return row

    # what stands against a candidate

    def certified(self, candidate: Candidate) -> ShannonCertificate | None:
        goal, given = ([parse(line) for line in self.lines(part)] for part in (candidate.goal, candidate.given))
        problem = Problem.of(goal, given)
        found = attempted(problem)
        certificate = decide(problem, found) if None not in found else None
        return certificate if isinstance(certificate, ShannonCertificate) else None

    def follows(self, lines: Sequence[int], given: Sequence[int], *, look: bool = True) -> bool:
        """Whether the lines have a Shannon-type proof from the others; `look` at the points that are known first."""
        return all(
            self._row_follows(row, sign, given, look=look)
            for k in lines
            if k not in given
            for row, sign in zip(self.clauses[k].rows, self.clauses[k].signs, strict=True)
        )

    def follows_row(self, row: NDArray[np.float64], given: Sequence[int]) -> bool:
        """Whether row . entropies >= 0 does."""
        return self._row_follows(row, ">=", given)

    def _row_follows(self, row: NDArray[np.float64], sign: Sign, given: Sequence[int], *, look: bool = True) -> bool:
        hypotheses = [self.clauses[k] for k in given]
        points = self.models.points
        if look and len(points):
            met = np.ones(len(points), dtype=bool)
            for clause in hypotheses:
                met &= clause.holds(points)
            if not holding((points[met] @ row)[:, None], (sign,)).all():
                return False
        point = self.models.against(row, sign, hypotheses)
        if point is not None:
            self.models.add(point)
        return point is None

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
        if edits > 1 and len(ranked) < most:
            known = {candidate.edits[0] for candidate in self.proved}
            plain = [one for one in changed if one.cost <= PLAIN and one not in known]
            pairs = [
                self.candidate(two)
                for two in combinations(plain, 2)
                if two[0].part == "added" or two[0][:2] != two[1][:2]
            ]
            ranked += self.ranked(self.found(sorted(pairs, key=lambda one: one.cost)))
        return ranked[:most]

    def lines(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.texts[k] for k in numbers)

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

    def can_be_positive(self, row: NDArray[np.float64], given: Sequence[int]) -> bool:
        return not self.follows_row(-row, given)

    def is_empty(self, goal: int, given: Sequence[int]) -> bool:
        """Whether an edited line of the goal says nothing, or what one hypothesis says."""
        clause, phrase = self.clauses[goal], self.phrases[goal]
        if isinstance(phrase, Comparison) and _is_identical(phrase):
            return True
        if not clause.rows.any():
            return False  # an identity, of sides that look different
        return any(
            _same_row(clause, self.clauses[k]) or (self.follows([k], [goal]) and self.follows([goal], [k]))
            for k in given
        )

    def says_little(self, goal: int, given: Sequence[int]) -> bool:
        """Whether a line says that an information is not negative, or vanishes by one hypothesis."""
        phrase = self.phrases[goal]
        if self.is_vanishing(goal):
            return any(self.follows([goal], [k]) for k in given)
        sides = [side for side in (phrase.lhs, phrase.rhs) if side.terms] if isinstance(phrase, Comparison) else []
        return len(sides) == 1 and len(sides[0].terms) == 1 and self.follows([goal], [])

    def is_vanishing(self, k: int) -> bool:
        phrase = self.phrases[k]
        if isinstance(phrase, Members):
            return True
        return phrase.relation == "=" and len(phrase.lhs.terms) + len(phrase.rhs.terms) == 1

    def restates(self, line: int, candidate: Candidate, known: Sequence[int] = ()) -> bool:
        """Whether a new hypothesis, beside what is `known`, says what the goal says, or equates what it compares."""
        equates = isinstance(self.phrases[line], Comparison) and not self.is_vanishing(line)
        return any(
            self.follows([k], [line, *known]) and (equates or self.is_vanishing(k) or self.follows([line], [k, *known]))
            for k in candidate.goal
        )

    def zeroes(self, candidate: Candidate) -> bool:
        """Whether a term of a comparison vanishes, which did not before or is new."""
        for k in (*candidate.goal, *candidate.given):
            phrase = self.phrases[k]
            if isinstance(phrase, Members) or self.is_vanishing(k):
                continue
            for one, _ in (*phrase.lhs.terms, *phrase.rhs.terms):
                row = self.row_of(one)
                before = str(one) not in self.words or self.can_be_positive(row, self.given)
                if before and not self.can_be_positive(row, candidate.given):
                    return True
        return False

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
        little = [
            LITTLE * sum(self.says_little(k, one.given) for k in one.goal if k not in self.goal) for one, _ in proofs
        ]
        order = sorted(
            (k for k in range(len(proofs)) if k not in twice),
            key=lambda k: (beaten[k] > 0, proofs[k][0].cost + little[k], beaten[k]),
        )
        return [proofs[k] for k in order]

    def implies(self, one: Candidate, other: Candidate) -> bool:
        """Whether the other follows from the one at a glance: it assumes as much and claims no more."""
        return self.follows(one.given, other.given) and self.follows(other.goal, one.goal)

    def says(self, goal: Sequence[int], lines: Sequence[int]) -> bool:
        """Whether the goal alone says the lines; what always holds follows from anything, and is said by its like."""
        if not self.follows(lines, goal):
            return False
        always = [k for k in lines if self.always_holds(k)]
        return len(always) < len(lines) or all(any(self.is_like(k, one) for one in goal) for k in lines)

    def always_holds(self, k: int) -> bool:
        if k not in self.always:
            self.always[k] = self.follows([k], [])
        return self.always[k]

    def is_like(self, k: int, one: int) -> bool:
        """Whether one line is a multiple of the other, term by term where both are identities."""
        return bool(self.key(k) == self.key(one))

    def key(self, k: int) -> Any:
        """What the line says; identities say nothing but their terms."""
        if k not in self.keys:
            self.keys[k] = self._key(k)
        return self.keys[k]

    def _key(self, k: int) -> Any:
        phrase, clause = self.phrases[k], self.clauses[k]
        if clause.rows.any() or isinstance(phrase, Members):
            return clause.key
        total = _total(phrase)
        scale = max(map(abs, total.values()), default=Fraction(1))
        turns = (frozenset((key, sign * c / scale) for key, c in total.items()) for sign in (1, -1))
        return phrase.relation, frozenset(turns)


def _is_identical(phrase: Comparison) -> bool:
    """Whether both sides have the same terms."""
    return phrase.lhs.constant == phrase.rhs.constant and not _total(phrase)


def _total(phrase: Comparison) -> dict[Any, Fraction]:
    """How often each information stands on the left, less how often on the right, whatever its words."""
    total: dict[Any, Fraction] = {}
    for side, sign in ((phrase.lhs, 1), (phrase.rhs, -1)):
        for one, c in side.terms:
            key = frozenset(parse(f"{one} >= 0").constraints[0].expression.coefficients.items())
            total[key] = total.get(key, Fraction(0)) + sign * c
    return {key: c for key, c in total.items() if c}


def _same_row(one: Clause, other: Clause) -> bool:
    """Whether one's row is a multiple of a row of the other."""
    for a in one.rows:
        for b in other.rows:
            scale = (a @ b) / (b @ b) if b.any() else 0.0
            if np.allclose(a, scale * b) and a.any():
                return True
    return False


def _padded(lists: Sequence[Sequence[int]], filler: int) -> NDArray[np.int64]:
    width = max(map(len, lists), default=0)
    return np.array([[*one, *[filler] * (width - len(one))] for one in lists], dtype=np.int64).reshape(
        len(lists), width
    )
