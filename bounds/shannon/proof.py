"""From a problem to a certificate: short submodular proofs first, then the full elemental program, reduced."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.certificate import CONSTANT, ELEMENTAL, Auxiliary, ShannonCertificate, Term
from bounds.shannon.elemental import Combination, Elementals, ElementalSum, elementals, vector_of
from bounds.shannon.problem import Line, Problem, Vector, conditional_independence, functional_dependence
from bounds.shannon.program import FEW, ElementalProgram, coordinates, dense, exact_multipliers, multipliers
from bounds.shannon.reduction import Merging, orbits, swap, symmetry_classes
from bounds.shannon.submodular import submodular

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MANY = 9  # variables: beyond, an unstructured program takes minutes


def find_proof(
    problem: Problem, auxiliaries: Sequence[Auxiliary] = (), own: int | None = None
) -> ShannonCertificate | None:
    """A verified certificate for all goal lines, or None.

    The last hypotheses, from assertion `own` on, are the auxiliaries' rows.
    """
    combinations_found = []
    program = ElementalProgram(problem) if len(problem.names) <= FEW else None
    for line in problem.lines:
        found = program.combine(line) if program is not None and line.sign == ">=" else combine(problem, line)
        if found is None:
            return None
        combinations_found.append(found)
    certificate = _certificate(problem, combinations_found, auxiliaries, len(problem.given) if own is None else own)
    if not certificate.verify():
        if auxiliaries:
            return None
        raise ArithmeticError(f"the certificate for {certificate.goal} does not verify: a fault of the search")
    return certificate


def contradiction(problem: Problem) -> bool:
    """Whether the hypotheses contradict each other: 0 > 0 follows. Homogeneous weak ones never do (constants)."""
    if not any(h.sign == ">" or 0 in h.vector for h in problem.hypotheses):
        return False
    if len(problem.names) > MANY and Merging(problem).is_trivial:
        return False  # minutes of work: the proof or the search will have to notice
    return combine(problem, Line({}, ">", 0, 0)) is not None


def is_large(problem: Problem) -> bool:
    """Whether a program over most of the 2^n entropies may be needed: many variables, little structure."""
    return len(problem.names) > MANY and any(
        Merging(problem).is_trivial and all(members.bit_count() <= 2 for members in symmetry_classes(problem, line))
        for line in problem.lines
    )


def combine(problem: Problem, line: Line) -> Combination | None:
    """The goal line as an exact sum of what is known."""
    if line.sign == ">=" and not any(0 in h.vector for h in problem.hypotheses) and 0 not in line.vector:
        short = submodular(problem, line)
        if short is not None:
            return short
    merging = Merging(problem)
    classes = symmetry_classes(problem, line)
    if merging.is_trivial and any(members.bit_count() > 2 for members in classes):
        return _symmetric(problem, line, classes)
    return _elemental(problem, line, merging)


def _elemental(problem: Problem, line: Line, merging: Merging) -> Combination | None:
    """The whole elemental program in the coordinates that the hypotheses leave."""
    known = elementals(len(problem.names))
    solved = _reduced(problem, line, known, None if merging.is_trivial else merging.matrix)
    if solved is None:
        return None
    chosen, used, slack = solved
    terms = ElementalSum(len(problem.names))
    for row, m in chosen.items():
        terms.multipliers[row] += m
    # what is left vanishes once the merged entropies are replaced: replace them, and write down what was used
    left = _residual(problem, line, terms, used, slack)
    left = merging.lift(left, terms, used)
    return Combination(terms, used, slack) if not left else None


def _symmetric(problem: Problem, line: Line, classes: list[int]) -> Combination | None:
    """The elemental program over orbits; each orbit's multiplier is shared equally by its members."""
    from scipy.sparse import csr_array

    n = len(problem.names)
    known = elementals(n)
    number = orbits(n, classes)
    merged = csr_array((np.ones(1 << n), (np.arange(1 << n), number)), shape=(1 << n, int(number.max()) + 1))
    solved = _reduced(problem, line, known, merged)
    if solved is None:
        return None
    chosen, used, slack = solved
    place = np.zeros(1 << n, dtype=np.int64)
    for k, members in enumerate(classes):
        place[[1 << i for i in range(n) if members >> i & 1]] = k + 1
    pair = np.sort(np.stack([place[known.first], place[known.second]]), axis=0)
    signature = (pair[0] * (n + 2) + pair[1]) * (int(number.max()) + 1) + number[known.given]
    position = {row: k for k, row in enumerate(zip(*(c.tolist() for c in _columns(known)), strict=True))}
    terms = ElementalSum(n)
    for row, m in chosen.items():
        orbit = np.flatnonzero(signature == signature[position[row]])
        for i, j, c in zip(*(column[orbit].tolist() for column in _columns(known)), strict=True):
            terms.multipliers[i, j, c] += m / len(orbit)
    return Combination(terms, _shared(problem, classes, used), slack)


def _shared(problem: Problem, classes: list[int], used: dict[int, Fraction]) -> dict[int, Fraction]:
    """Multipliers averaged over hypotheses that a swap of symmetric variables turns into each other."""
    keys = [(h.sign, frozenset(h.vector.items())) for h in problem.hypotheses]
    orbit = list(range(len(keys)))
    for members in classes:
        inside = [i for i in range(len(problem.names)) if members >> i & 1]
        for i, j in combinations(inside, 2):
            for k, h in enumerate(problem.hypotheses):
                image = h.sign, frozenset((swap(mask, i, j), c) for mask, c in h.vector.items())
                a, b = orbit[k], orbit[keys.index(image)]
                orbit = [min(a, b) if o in (a, b) else o for o in orbit]
    total: dict[int, Fraction] = {}
    for k, m in used.items():
        total[orbit[k]] = total.get(orbit[k], Fraction(0)) + m
    return {k: total[o] / orbit.count(o) for k, o in enumerate(orbit) if total.get(o)}


def _reduced(
    problem: Problem, line: Line, known: Elementals, matrix: "csr_array | None"
) -> tuple[dict[tuple[int, int, int], Fraction], dict[int, Fraction], Fraction] | None:
    """Exact multipliers (elemental rows, hypotheses, constant) that give the goal in reduced coordinates."""
    from scipy.sparse import csr_array, vstack

    size = 1 << len(problem.names)
    rows = known.rows if matrix is None else _tidy(known.rows @ matrix)
    kept = _distinct(rows)
    others = [h.vector for h in problem.hypotheses] + [{0: Fraction(1)}]
    other_rows = coordinates(others, size)
    goal = dense(line.vector, size)
    if matrix is not None:
        other_rows, goal = _tidy(csr_array(other_rows @ matrix)), matrix.T @ goal
    every = csr_array(vstack([rows[kept], other_rows], format="csr"))
    free = np.array([False] * len(kept) + [h.sign == "=" for h in problem.hypotheses] + [False])
    strict = None
    if line.sign == ">":
        strict = np.array([False] * len(kept) + [h.sign == ">" for h in problem.hypotheses] + [True])
    solution = multipliers(every, goal, free, strict)
    if solution is None:
        return None
    vectors = {k: _sparse(every, k) for k in np.flatnonzero(np.abs(solution) > 1e-9).tolist()}
    target = {int(at): Fraction(goal[at]).limit_denominator(10**9) for at in np.flatnonzero(goal)}
    exact = exact_multipliers(vectors, target, solution, free)
    if exact is None or (strict is not None and not any(strict[k] and m > 0 for k, m in exact.items())):
        return None
    chosen = {
        (int(known.first[kept[k]]), int(known.second[kept[k]]), int(known.given[kept[k]])): m
        for k, m in exact.items()
        if k < len(kept)
    }
    used = {int(k) - len(kept): m for k, m in exact.items() if len(kept) <= k < len(free) - 1}
    return chosen, used, exact.get(len(free) - 1, Fraction(0))


def _residual(problem: Problem, line: Line, terms: ElementalSum, used: dict[int, Fraction], slack: Fraction) -> Vector:
    left = dict(line.vector)
    left[0] = left.get(0, Fraction(0)) - slack
    for row, m in terms.items():
        for mask, sign in vector_of(row).items():
            left[mask] = left.get(mask, Fraction(0)) - m * sign
    for k, m in used.items():
        for mask, c in problem.hypotheses[k].vector.items():
            left[mask] = left.get(mask, Fraction(0)) - m * c
    return {mask: c for mask, c in left.items() if c}


def _certificate(
    problem: Problem, found: Sequence[Combination], auxiliaries: Sequence[Auxiliary], own: int
) -> ShannonCertificate:
    terms, values = [], []
    for number, combination in enumerate(found):
        for (i, j, c), m in combination.terms.items():
            text = problem.information(i, j, c) if j else problem.entropy(i, c)
            terms.append(Term(number, f"{text} >= 0", ELEMENTAL))
            values.append(m)
        for k, m in combination.hypotheses.items():
            if m:
                h = problem.hypotheses[k]
                at = h.assertion
                reason = f"given {at}" if at < own else f"auxiliary {_auxiliary(at - own, auxiliaries)}"
                terms.append(Term(number, _row(problem, h, own), reason))
                values.append(m)
        if combination.slack:
            terms.append(Term(number, "1 >= 0", CONSTANT))
            values.append(combination.slack)
    goal = tuple(assertion.text for assertion in problem.goal)
    given = tuple(assertion.text for assertion in problem.given[:own])
    return ShannonCertificate(goal, given, tuple(terms), tuple(values), tuple(auxiliaries))


def _row(problem: Problem, line: Line, own: int) -> str:
    """A hypothesis' row, as an information or an entropy where it is one."""
    if (independent := conditional_independence(line)) and independent[3] == 1:
        return f"{problem.information(*independent[:3])} = 0"
    if (depends := functional_dependence(line)) and depends[2] == 1:
        return f"{problem.entropy(depends[0], depends[1])} = 0"
    assertion = problem.given[line.assertion]
    if len(assertion.constraints) == 1 and line.assertion < own:
        return assertion.text
    return f"{assertion.constraints[line.part].expression} {line.sign} 0"


def _auxiliary(assertion: int, auxiliaries: Sequence[Auxiliary]) -> int:
    """Each auxiliary brings one assertion, in order."""
    if assertion >= len(auxiliaries):
        raise IndexError("more auxiliary rows than auxiliaries")
    return assertion


def _sparse(rows: "csr_array", k: int) -> Vector:
    """One row, exactly: reduced rows are small integers or hypotheses' own coefficients."""
    start, end = rows.indptr[k], rows.indptr[k + 1]
    return {
        int(at): Fraction(value).limit_denominator(10**9)
        for at, value in zip(rows.indices[start:end], rows.data[start:end], strict=True)
    }


def _tidy(rows: "csr_array") -> "csr_array":
    rows.sum_duplicates()
    rows.eliminate_zeros()
    return rows


def _distinct(rows: "csr_array") -> NDArray[np.int64]:
    """Indices of non-zero rows, one of each kind, told apart by random projections (a clash only loses a row)."""
    probe = rows @ np.random.default_rng(0).standard_normal((rows.shape[1], 2))
    _, first = np.unique(np.round(probe, 9), axis=0, return_index=True)
    first.sort()
    return np.asarray(first[np.diff(rows.indptr)[first] > 0])


def _columns(known: Elementals) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return known.first, known.second, known.given
