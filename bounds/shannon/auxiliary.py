"""Proofs with auxiliary variables that every joint distribution can be extended by: which steps are tried, in order."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice, permutations, product

from bounds.shannon.certificate import Auxiliary, ShannonCertificate
from bounds.shannon.expression import MAXIMUM
from bounds.shannon.problem import Problem
from bounds.shannon.program import FEW
from bounds.shannon.proof import find_proof
from bounds.shannon.steps import Facts, by_hand, extended, fresh

COPIED = 6  # variables up to which copies are tried: each choice is a program of twice the size
PROGRAMS = 1600  # how many choices of several steps are tried: some ten seconds
Copy = tuple[tuple[int, ...], tuple[int, ...]]  # of these variables, given those; each copy has the next number
Plan = tuple[Copy, ...]


def find_extended_proof(problem: Problem, *, several: bool = False) -> ShannonCertificate | None:
    """A certificate that uses a common part (double Markov property) or a copy (Zhang and Yeung 1998), or None.

    One of them, or with `several` at most PROGRAMS choices of more: a common part and a copy, two or three copies.
    """
    if len(problem.names) >= MAXIMUM:
        return None
    facts = Facts(problem)
    choices = islice(_several(problem, facts), PROGRAMS) if several else _single(problem, facts)
    return next((found for one in choices if (found := _proof(problem, one)) is not None), None)


def proof_by_steps(problem: Problem, lines: Sequence[str]) -> ShannonCertificate | None:
    """A certificate that uses the steps said by hand, or None. Raises ValueError as `by_hand` does."""
    return _proof(problem, by_hand(problem, lines))


def _proof(problem: Problem, auxiliaries: Sequence[Auxiliary]) -> ShannonCertificate | None:
    return find_proof(extended(problem, auxiliaries), auxiliaries, own=len(problem.given))


def _single(problem: Problem, facts: Facts) -> Iterator[tuple[Auxiliary, ...]]:
    yield from ((part,) for part in _common_parts(problem, facts))
    n = len(problem.names)
    if n <= COPIED:
        for copy in _copies(n, 1, (*range(2, max(3, n - 1)), 1)):
            yield _carried_out(problem, facts, (), (copy,))


def _several(problem: Problem, facts: Facts) -> Iterator[tuple[Auxiliary, ...]]:
    n = len(problem.names)
    for part in _common_parts(problem, facts) if n + 2 <= FEW else ():
        for copy in _copies(n + 1, 1, range(2, n + 1)):
            yield _carried_out(problem, facts, (part,), (copy,))
    symmetries = _symmetries(problem) if n + 2 <= FEW else []
    for plan in _plans(n):
        if not any(_moved(plan, places) < plan for places in symmetries):
            yield _carried_out(problem, facts, (), plan)


def _plans(n: int) -> Iterator[Plan]:
    """Which copies, as the literature's proofs have them.

    Of one variable, each given what the last one was given and it; any two; two of a copy, given pairs; of a pair, and
    one more.
    """
    for length in range(2, FEW + 1 - n):
        for of, over in _copies(n, 1, (2,)):
            yield tuple((of, (*over, *range(n, n + k))) for k in range(length))
    for size in range(1, FEW - n):
        for first in _copies(n, size, range(2, n - 1)):
            yield from ((first, second) for second in _copies(n + size, 1, (2, 3)))
        if size == 1 and n + 3 <= FEW:
            again = combinations(combinations(range(n), 2), 2)
            copies = product(_copies(n, 1, (2,)), again)
            yield from ((first, ((n,), one), ((n,), other)) for first, (one, other) in copies)


def _copies(n: int, size: int, sizes: Sequence[int]) -> Iterator[Copy]:
    """Each choice of `size` of n variables, given each choice of the others of one of the sizes."""
    for of in combinations(range(n), size):
        others = [k for k in range(n) if k not in of]
        for count in sizes:
            yield from ((of, over) for over in combinations(others, count))


def _symmetries(problem: Problem) -> list[tuple[int, ...]]:
    """The ways to exchange the variables that leave goal and hypotheses as they are."""

    def said(places: Sequence[int]) -> list[set[tuple[str, frozenset[tuple[int, Fraction]]]]]:
        def moved(mask: int) -> int:
            return sum(1 << place for k, place in enumerate(places) if mask >> k & 1)

        return [
            {(line.sign, frozenset((moved(mask), c) for mask, c in line.vector.items())) for line in lines}
            for lines in (problem.lines, problem.hypotheses)
        ]

    plain = range(len(problem.names))
    here = said(plain)
    return [places for places in permutations(plain) if said(places) == here]


def _moved(plan: Plan, places: Sequence[int]) -> Plan:
    """The plan for the variables at other places."""
    at, moved = list(places), []
    for of, over in plan:
        new = tuple(sorted(at[k] for k in of))
        moved.append((new, tuple(sorted(at[k] for k in over))))
        at += [len(at) + new.index(at[k]) for k in of]
    return tuple(moved)


def _carried_out(problem: Problem, facts: Facts, start: tuple[Auxiliary, ...], plan: Plan) -> tuple[Auxiliary, ...]:
    names = problem.names + tuple(name for one in start for name in one.names)
    steps = start
    for of, over in plan:
        copied, beside = (tuple(names[k] for k in group) for group in (of, over))
        steps += (facts.copy(fresh(copied, names), copied, beside),)
        names += steps[-1].names
    return steps


def _common_parts(problem: Problem, facts: Facts) -> Iterator[Auxiliary]:
    """For each a with proofs of I(a;b|c) = 0 and I(a;c|b) = 0: u, a function of b and of c, with I(a;b,c|u) = 0."""
    (u,) = fresh("u", problem.names)
    for a in problem.names:
        for b, c in combinations([name for name in problem.names if name != a], 2):
            if part := facts.common_part(u, a, b, c):
                yield part
