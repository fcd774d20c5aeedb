"""Proofs with one auxiliary variable that every joint distribution can be extended by."""

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations

from bounds.shannon.certificate import Auxiliary, ShannonCertificate
from bounds.shannon.expression import MAXIMUM, Assertion, Constraint, Expression, H, I, assertion, constraint
from bounds.shannon.problem import Problem
from bounds.shannon.proof import find_proof

COPIED = 6  # variables up to which copies are tried: each choice is a program of twice the size


def find_extended_proof(problem: Problem) -> ShannonCertificate | None:
    """A certificate that uses a common part (double Markov property) or a copy (Zhang and Yeung 1998), or None."""
    if len(problem.names) >= MAXIMUM:
        return None
    for auxiliary, rows in (*_common_parts(problem), *_copies(problem)):
        brought = Assertion(f"the choice of {', '.join(auxiliary.names)}", tuple(rows))
        extended = Problem.of(problem.goal, (*problem.given, brought))
        certificate = find_proof(extended, (auxiliary,), own=len(problem.given))
        if certificate is not None:
            return certificate
    return None


def _common_parts(problem: Problem) -> Iterator[tuple[Auxiliary, list[Constraint]]]:
    """For each a with proofs of I(a;b|c) = 0 and I(a;c|b) = 0: u, a function of b and of c, with I(a;b,c|u) = 0."""
    u = _new("u", problem.names)
    for a in problem.names:
        for b, c in combinations([name for name in problem.names if name != a], 2):
            first, second = _proved(problem, a, b, c), _proved(problem, a, c, b)
            if first is not None and second is not None:
                rows = [H(u, given=b), H(u, given=c), I(a, (b, c), given=u)]
                yield Auxiliary("common part", (u,), (a, b, c), (), (first, second)), [_vanishes(row) for row in rows]


def _proved(problem: Problem, a: str, b: str, c: str) -> ShannonCertificate | None:
    return find_proof(Problem.of((assertion(I(a, b, given=c), "=", 0, f"I({a};{b}|{c}) = 0"),), problem.given))


def _copies(problem: Problem) -> Iterator[tuple[Auxiliary, list[Constraint]]]:
    """For each variable and each set of up to two others: a copy of the one given the others."""
    if len(problem.names) > COPIED:
        return
    for name in problem.names:
        others = [other for other in problem.names if other != name]
        for size in (2, 1):
            for over in permutations(others, size) if size == 1 else combinations(others, size):
                copy = _new(name, problem.names)
                rows = [H(copy, beside) - H(name, beside) for beside in _subsets(over)]
                rest = tuple(other for other in problem.names if other not in over)
                rows.append(I(copy, rest, given=over))
                yield Auxiliary("copy", (copy,), (name,), tuple(over)), [_vanishes(row) for row in rows]


def _vanishes(expression: Expression) -> Constraint:
    return constraint(expression, "=", Expression())


def _subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    names = tuple(names)
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def _new(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "'"
    return name
