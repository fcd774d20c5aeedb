"""From a problem to a certificate: short submodular proofs first, then the full elemental program, reduced.

Where floats find none, rationals settle it: a certificate, or a polymatroid that shows that there is none.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bounds.shannon.alternative import Unsettled, alternative
from bounds.shannon.certificate import CONSTANT, ELEMENTAL, Auxiliary, ShannonCertificate, Term
from bounds.shannon.elemental import Combination, Elemental, Elementals, ElementalSum, elementals, vector_of
from bounds.shannon.expression import Sign
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.problem import PLAIN, Line, Problem, Vector, conditional_independence, functional_dependence
from bounds.shannon.program import FEW, ElementalProgram, coordinates, dense, exact_multipliers, multipliers
from bounds.shannon.reduction import Merging, orbits, swap, symmetry_classes
from bounds.shannon.submodular import submodular

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Multipliers = tuple[dict[Elemental, Fraction], dict[int, Fraction], Fraction]  # of rows, of hypotheses, of the constant
Solver = Callable[[Problem, Line, Elementals, Any], Multipliers | Vector | None]

MANY = 9  # variables: beyond, an unstructured program takes minutes
SETTLED = 1100  # entropies, once reduced, up to which rationals settle what floats leave open


def find_proof(
    problem: Problem, auxiliaries: Sequence[Auxiliary] = (), own: int | None = None
) -> ShannonCertificate | None:
    """A verified certificate for all goal lines, or None.

    The last hypotheses, from assertion `own` on, are the auxiliaries' rows.
    """
    found = attempted(problem)
    own = len(problem.given) if own is None else own
    return _verified(problem, [one for one in found if one is not None], auxiliaries, own)


def attempted(problem: Problem) -> list[Combination | None]:
    """What floats find for each goal line, up to the first for which they find nothing."""
    found: list[Combination | None] = []
    program = ElementalProgram(problem) if len(problem.names) <= FEW else None
    for line in problem.lines:
        fast = program is not None and line.sign == ">="
        found.append(program.combine(line) if program is not None and fast else combine(problem, line))
        if found[-1] is None:
            break
    return found


def decide(
    problem: Problem, found: Sequence[Combination | None] | None = None
) -> ShannonCertificate | Polymatroid | None:
    """A certificate for all goal lines, or the polymatroid that shows that one has none; None where it is too large.

    `found`: what `attempted` gave, where it was asked before.
    """
    found = attempted(problem) if found is None else found
    complete: list[Combination] = []
    for k, line in enumerate(problem.lines):
        one = found[k] if k < len(found) else combine(problem, line)
        settled = one or settle(problem, line)
        if isinstance(settled, dict):
            return _polymatroid(problem, settled)
        if settled is None:
            return None
        complete.append(settled)
    return _verified(problem, complete, (), len(problem.given))


def _verified(
    problem: Problem, found: Sequence[Combination], auxiliaries: Sequence[Auxiliary], own: int
) -> ShannonCertificate | None:
    """The certificate, where there is a combination for each line."""
    if len(found) < len(problem.lines):
        return None
    certificate = _certificate(problem, found, auxiliaries, own)
    if certificate.verify():
        return certificate
    if auxiliaries:
        return None
    raise ArithmeticError(f"the certificate for {certificate.goal} does not verify: a fault of the search")


def _polymatroid(problem: Problem, ray: Vector) -> Polymatroid:
    unit = ray.get(0) or Fraction(1)  # 1 nat, where a line has a constant
    size = 1 << len(problem.names)
    ranks = {problem.listed(mask): ray.get(mask, Fraction(0)) / unit for mask in range(1, size)}
    goal, given = (tuple(line.text for line in lines) for lines in (problem.goal, problem.given))
    found = Polymatroid(problem.names, ranks, goal, given)
    if not found.verify():
        raise ArithmeticError(f"the polymatroid against {goal} does not verify: a fault of the search")
    return found


def contradiction(problem: Problem) -> bool:
    """Whether the hypotheses contradict each other: 0 > 0 follows. Homogeneous weak ones never do (constants)."""
    if not any(h.sign == ">" or 0 in h.vector for h in problem.hypotheses):
        return False
    if _coins(problem):
        return False
    if len(problem.names) > MANY and Merging(problem).is_trivial:
        return False  # minutes of work: the proof or the search will have to notice
    nothing = Line({}, ">", 0, 0)
    return isinstance(settle(problem, nothing) or combine(problem, nothing), Combination)


def _coins(problem: Problem) -> bool:
    """Whether fair coins, each shared by a set of variables, meet all hypotheses. Says no where it does not see it."""
    if len(problem.names) > FEW:
        return False
    sets = np.arange(1 << len(problem.names))
    kept, positive = sets > 0, []
    for h in problem.hypotheses:
        if 0 in h.vector or not all(c.denominator == 1 and abs(c.numerator) <= PLAIN for c in h.vector.values()):
            return False
        bits = sum((c.numerator * ((sets & mask) > 0) for mask, c in h.vector.items()), np.zeros_like(sets))
        kept &= bits == 0 if h.sign == "=" else bits >= 0
        positive += [bits > 0] if h.sign == ">" else []
    return all(np.any(kept & some) for some in positive)


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
        found = _symmetric(problem, line, classes, _reduced)
    else:
        found = _elemental(problem, line, merging, _reduced)
    return found if isinstance(found, Combination) else None


def settle(problem: Problem, line: Line) -> Combination | Vector | None:
    """The goal line as a sum of what is known, or entropies of a polymatroid that breaks it; None where too large."""
    merging = Merging(problem)
    classes = symmetry_classes(problem, line)
    if merging.is_trivial and any(members.bit_count() > 2 for members in classes):
        return _symmetric(problem, line, classes, _settled)
    return _elemental(problem, line, merging, _settled)


def _elemental(problem: Problem, line: Line, merging: Merging, solve: "Solver") -> Combination | Vector | None:
    """The whole elemental program in the coordinates that the hypotheses leave."""
    known = elementals(len(problem.names))
    solved = solve(problem, line, known, None if merging.is_trivial else merging.matrix)
    if not isinstance(solved, tuple):
        return solved
    chosen, used, slack = solved
    terms = ElementalSum(len(problem.names))
    for row, m in chosen.items():
        terms.multipliers[row] += m
    # what is left vanishes once the merged entropies are replaced: replace them, and write down what was used
    left = _residual(problem, line, terms, used, slack)
    left = merging.lift(left, terms, used)
    return Combination(terms, used, slack) if not left else None


def _symmetric(problem: Problem, line: Line, classes: list[int], solve: "Solver") -> Combination | Vector | None:
    """The elemental program over orbits; each orbit's multiplier is shared equally by its members."""
    from scipy.sparse import csr_array

    n = len(problem.names)
    known = elementals(n)
    number = orbits(n, classes)
    merged = csr_array((np.ones(1 << n), (np.arange(1 << n), number)), shape=(1 << n, int(number.max()) + 1))
    solved = solve(problem, line, known, merged)
    if not isinstance(solved, tuple):
        return solved
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


def _settled(
    problem: Problem, line: Line, known: Elementals, matrix: "csr_array | None"
) -> "Multipliers | Vector | None":
    """What `_reduced` asks of floats, in rationals: multipliers, or entropies of a polymatroid."""
    rows, kept = _distinct_rows(known, matrix)
    hypotheses = [_mapped(h.vector, matrix) for h in problem.hypotheses]
    goal = _mapped(line.vector, matrix)
    if len(np.unique(rows[kept].indices)) > SETTLED:
        return None
    constant = [{0: Fraction(1)}] if any(0 in vector for vector in (*hypotheses, goal)) else []
    vectors = [*(_sparse(rows, int(k)) for k in kept), *hypotheses, *constant]
    signs: list[Sign] = [">="] * len(kept)
    signs += [h.sign for h in problem.hypotheses]
    signs += [">"] * len(constant)
    against: Sign = ">" if line.sign == ">=" else ">="
    try:
        found = alternative([*vectors, {at: -c for at, c in goal.items()}], [*signs, against])
    except Unsettled:
        return None
    if found.multipliers is None:
        return _unmapped(found.point or {}, matrix)
    share = found.multipliers.get(len(vectors), Fraction(0)) if goal else Fraction(1)
    if not share:
        return None  # the hypotheses contradict each other
    exact = {k: m / share for k, m in found.multipliers.items() if k < len(vectors)}
    return _told(known, kept, exact, len(vectors) - len(constant))


def _reduced(problem: Problem, line: Line, known: Elementals, matrix: "csr_array | None") -> "Multipliers | None":
    """Exact multipliers (elemental rows, hypotheses, constant) that give the goal in reduced coordinates."""
    from scipy.sparse import csr_array, vstack

    size = 1 << len(problem.names)
    rows, kept = _distinct_rows(known, matrix)
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
    vectors = {
        k: _sparse(every, k) if k < len(kept) else _mapped(others[k - len(kept)], matrix)
        for k in np.flatnonzero(np.abs(solution) > 1e-9).tolist()
    }
    exact = exact_multipliers(vectors, _mapped(line.vector, matrix), solution, free)
    if exact is None or (strict is not None and not any(strict[k] and m > 0 for k, m in exact.items())):
        return None
    return _told(known, kept, exact, len(free) - 1)


def _told(known: Elementals, kept: NDArray[np.int64], exact: dict[int, Fraction], constant: int) -> "Multipliers":
    """Multipliers by row number: the elemental rows, from len(kept) on the hypotheses, and the constant."""
    chosen = {
        (int(known.first[kept[k]]), int(known.second[kept[k]]), int(known.given[kept[k]])): m
        for k, m in exact.items()
        if k < len(kept)
    }
    used = {int(k) - len(kept): m for k, m in exact.items() if len(kept) <= k < constant}
    return chosen, used, exact.get(constant, Fraction(0))


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
        scale = problem.lines[number].scale
        for (i, j, c), m in combination.terms.items():
            text = problem.information(i, j, c) if j else problem.entropy(i, c)
            terms.append(Term(number, f"{text} >= 0", ELEMENTAL))
            values.append(m * scale)
        for k, m in combination.hypotheses.items():
            if m:
                h = problem.hypotheses[k]
                at = h.assertion
                reason = f"given {at}" if at < own else f"auxiliary {_auxiliary(at - own, auxiliaries)}"
                terms.append(Term(number, _row(problem, h, own), reason))
                values.append(m * scale / h.scale)
        if combination.slack:
            terms.append(Term(number, "1 >= 0", CONSTANT))
            values.append(combination.slack * scale)
    goal = tuple(assertion.text for assertion in problem.goal)
    given = tuple(assertion.text for assertion in problem.given[:own])
    return ShannonCertificate(goal, given, tuple(terms), tuple(values), tuple(auxiliaries))


def _row(problem: Problem, line: Line, own: int) -> str:
    """A hypothesis' row, as an information or an entropy where it is one."""
    if (independent := conditional_independence(line)) and independent[3] * line.scale == 1:
        return f"{problem.information(*independent[:3])} = 0"
    if (depends := functional_dependence(line)) and depends[2] * line.scale == 1:
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
    """One elemental row, exactly: a few small whole numbers."""
    start, end = rows.indptr[k], rows.indptr[k + 1]
    return {
        int(at): Fraction(round(value)) for at, value in zip(rows.indices[start:end], rows.data[start:end], strict=True)
    }


def _mapped(vector: Vector, matrix: "csr_array | None") -> Vector:
    """The vector in reduced coordinates, exactly."""
    if matrix is None:
        return vector
    mapped: Vector = defaultdict(Fraction)
    for mask, c in vector.items():
        for at, value in _sparse(matrix, mask).items():
            mapped[at] += c * value
    return {at: c for at, c in mapped.items() if c}


def _unmapped(point: Vector, matrix: "csr_array | None") -> Vector:
    """The entropies that a point in reduced coordinates stands for."""
    if matrix is None:
        return point
    rows = (_sparse(matrix, mask) for mask in range(matrix.shape[0]))
    return {mask: sum((c * point.get(at, 0) for at, c in row.items()), Fraction(0)) for mask, row in enumerate(rows)}


def _distinct_rows(known: Elementals, matrix: "csr_array | None") -> "tuple[csr_array, NDArray[np.int64]]":
    """The elemental rows in reduced coordinates, and which of them are no zero or repetition."""
    rows = known.rows if matrix is None else _tidy(known.rows @ matrix)
    return rows, _distinct(rows)


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
