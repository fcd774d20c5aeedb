"""Questions beyond yes and no: the largest constant, the least value, and which hypotheses a proof needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bounds.shannon.alternative import Unsettled, alternative
from bounds.shannon.api import Lines, assertions
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.elemental import elementals, vector_of
from bounds.shannon.expression import Assertion, Sign
from bounds.shannon.grammar import beside_numbers
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.problem import Problem, Vector, estimate
from bounds.shannon.proof import contradiction, decide
from bounds.shannon.typeset import html_lines

LARGEST = 8  # variables
_INFORMATION = r"(?:TC|H|I)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)"  # whose names are left alone


@dataclass(frozen=True)
class Best:
    """The best constant of Shannon-type proofs: `certificate` proves the claim there, `polymatroid` shows what is next.

    The polymatroid meets `equality`, the claim at `value` with both sides equal, and breaks the claim beyond. No joint
    distribution need come as near: the best constant for distributions may be better.

    >>> from dataclasses import replace
    >>> best = minimise("H(a,b)", given="H(a|b) >= 3/2")
    >>> best.value, best.equality, best.polymatroid.ranks["a,b"]
    (Fraction(3, 2), 'H(a,b) = 3/2', Fraction(3, 2))
    >>> best.verify(), replace(best, value=best.value + 1).verify()
    (True, False)
    """

    constant: str
    claim: str
    direction: int  # 1 for the largest value, -1 for the smallest
    value: Fraction
    certificate: ShannonCertificate
    polymatroid: Polymatroid

    @property
    def equality(self) -> str:
        """The claim at the value, with both sides equal."""
        return re.sub("<=|>=|≤|≥", "=", _at(self.claim, self.constant, self.value))

    def verify(self) -> bool:
        """Whether both sides stand: exactly, by code that shares nothing with the search."""
        here, beyond = (_at(self.claim, self.constant, self.value + k * self.direction) for k in (0, 1))
        given = (*self.certificate.given, self.equality)
        return self.certificate.verify(here) and self.polymatroid.verify([beyond], given)

    def _repr_html_(self) -> str:
        return html_lines(str(self).split("\n"))

    def __str__(self) -> str:
        shown = [f"    {line}" for line in self.polymatroid.lines[1:]]
        beyond = "and beyond it there is no Shannon-type proof, since in this polymatroid both sides are equal:"
        return "\n".join([str(self.value), *self.certificate.lines, beyond, *shown])


def largest(constant: str, claim: str, given: Lines = ()) -> Best:
    """The largest value of a constant for which the claim, one inequality linear in it, has a Shannon-type proof.

    `constant`: its name, which stands outside all informations; a variable may have the same. Raises ValueError where
    there is none: the claim has no proof whatever the constant is, or one however large it is.

    >>> best = largest("c", "c I(a;b|c) <= H(a,b) + H(a)")
    >>> best.value, best.verify()
    (Fraction(2, 1), True)
    >>> largest("t", "H(x) + H(y) >= t", given="I(x;y) >= 3").value
    Fraction(6, 1)
    """
    return _extreme(constant, claim, given, 1)


def smallest(constant: str, claim: str, given: Lines = ()) -> Best:
    """The smallest value of a constant for which the claim has a Shannon-type proof; otherwise as `largest`.

    >>> ingleton = "I(a;b) <= I(a;b|c) + I(a;b|d) + I(c;d) + c H(a)"
    >>> smallest("c", ingleton).value
    Fraction(1, 2)
    """
    return _extreme(constant, claim, given, -1)


def minimise(expression: str, given: Lines = ()) -> Best:
    """The least value, in nats, that the elemental inequalities leave the expression under the hypotheses.

    Raises ValueError where there is none.

    >>> minimise("H(a,b,c)", given=["H(a,b) >= 1", "H(b,c) >= 1", "I(a,b;b,c) <= 1/2"]).value
    Fraction(3, 2)
    """
    assertions(f"{expression} >= 0", "expression")
    try:
        return largest("least value", f"{expression} >= least value", given)
    except ValueError as error:
        if "whatever least value is" in str(error):
            raise ValueError(f"expression: {expression} has no least value: nothing bounds it from below") from None
        raise


def needed_hypotheses(goal: Lines, given: Lines) -> tuple[str, ...] | None:
    """Hypotheses that prove the goal, none of which can be left out; None where all together do not.

    >>> needed_hypotheses("I(x;z) <= I(x;y)", ["y = f(w)", "x -> y -> z", "I(x;z|y) = 0"])
    ('I(x;z|y) = 0',)
    """
    goals, kept = assertions(goal, "goal"), list(assertions(given, "given"))
    if not isinstance(decide(Problem.of(goals, kept)), ShannonCertificate):
        return None
    for one in tuple(kept):
        fewer = [line for line in kept if line is not one]
        if isinstance(decide(Problem.of(goals, fewer)), ShannonCertificate):
            kept = fewer
    return tuple(line.text for line in kept)


def _extreme(constant: str, claim: str, given: Lines, direction: int) -> Best:
    """From one extreme polymatroid that bounds the constant to the next, until the claim is proved."""
    hypotheses = assertions(given, "given")
    tried = [assertions(_at(claim, constant, Fraction(k)), "claim") for k in range(3)]
    names = tuple(sorted(frozenset().union(*(one.names for one in (*hypotheses, *(t[0] for t in tried))))))

    def problem(goal: tuple[Assertion, ...]) -> Problem:
        return Problem(names, goal, hypotheses)  # a 0 before an information leaves its variables where they are

    if len(names) > LARGEST:
        raise ValueError(f"claim: {estimate(len(names))}; at most {LARGEST} variables are taken")
    base, slope = _linear([_only(problem(goal)) for goal in tried], constant)
    start = problem(tried[0])
    if any(h.sign == ">" for h in start.hypotheses):
        raise ValueError("given: a strict inequality leaves no best value, write >= or <=")
    if contradiction(start):
        raise ValueError(f"given: the hypotheses contradict each other: {'; '.join(line.text for line in hypotheses)}")
    if _extreme_ray(start, base, equal=slope) is not None:
        raise ValueError(f"claim: has no Shannon-type proof, whatever {constant} is")
    ray = _extreme_ray(start, {mask: c * direction for mask, c in slope.items()})
    if ray is None:
        raise ValueError(f"constant: {constant} has no best value: the farther it is, the weaker the claim")
    while True:
        value = -_along(base, ray) / _along(slope, ray)
        further = _extreme_ray(start, {mask: c + value * slope[mask] for mask, c in base.items()})
        if further is None:
            break
        if _along(slope, further) * direction >= 0:
            raise ValueError(f"claim: has no Shannon-type proof, whatever {constant} is")
        ray = further
    asked = problem(assertions(_at(claim, constant, value), "claim"))
    constants = any(0 in vector for vector in (base, slope, *(h.vector for h in start.hypotheses)))
    if constants and not ray.get(0):
        raise ValueError(f"claim: {constant} = {value} is a limit, where no polymatroid makes both sides equal")
    decided = decide(asked)
    unit = ray.get(0) or Fraction(1)
    ranks = {asked.listed(mask): ray.get(mask, Fraction(0)) / unit for mask in range(1, 1 << len(names))}
    beyond = (_at(claim, constant, value + direction),)
    shown = Polymatroid(names, ranks, beyond, tuple(line.text for line in hypotheses))
    if not isinstance(decided, ShannonCertificate):
        raise ArithmeticError(f"the best value {value} has no certificate: a fault of the search")
    best = Best(constant, claim, direction, value, decided, shown)
    if not best.verify():
        raise ArithmeticError(f"the best value {value} does not verify: a fault of the search")
    return best


def _extreme_ray(problem: Problem, goal: Vector, *, equal: Vector | None = None) -> Vector | None:
    """A polymatroid on an edge of all that meet the hypotheses, made homogeneous, where the goal is negative."""
    known = elementals(len(problem.names))
    columns = (column.tolist() for column in (known.first, known.second, known.given))
    rows = [vector_of(row) for row in zip(*columns, strict=True)]
    signs: list[Sign] = [">="] * len(rows)
    rows += [*(h.vector for h in problem.hypotheses), {0: Fraction(1)}]
    signs += [*(h.sign for h in problem.hypotheses), ">="]
    if equal is not None:
        rows.append(equal)
        signs.append("=")
    try:
        return alternative([*rows, {mask: -c for mask, c in goal.items()}], [*signs, ">"]).point
    except Unsettled:
        raise ValueError(f"claim: {estimate(len(problem.names))}, too much with numbers of so different size") from None


def _only(problem: Problem) -> Vector:
    (line, *others) = problem.lines
    if others or line.sign != ">=":
        raise ValueError("claim: must be one inequality, <= or >=")
    return {mask: c * line.scale for mask, c in line.vector.items()}


def _linear(claims: Sequence[Vector], constant: str) -> tuple[Vector, Vector]:
    """base + constant * slope, which the claims are for 0, 1 and 2."""
    base, one, two = ({mask: claim.get(mask, Fraction(0)) for mask in set().union(*claims)} for claim in claims)
    slope = {mask: one[mask] - c for mask, c in base.items()}
    if any(two[mask] != c + 2 * slope[mask] for mask, c in base.items()):
        raise ValueError(f"claim: is not linear in {constant}")
    if not any(slope.values()):
        raise ValueError(f"constant: {constant} does not stand in the claim outside all informations")
    return base, slope


def _along(vector: Vector, point: Vector) -> Fraction:
    return sum((c * point.get(mask, Fraction(0)) for mask, c in vector.items()), Fraction(0))


def _at(claim: str, constant: str, value: Fraction) -> str:
    """The claim with a number in the constant's place."""
    number = str(value) if value >= 0 else f"({value})"

    def written(match: re.Match[str]) -> str:
        return f" {beside_numbers(number, match)}" if match[0] == constant else match[0]

    return re.sub(rf"{_INFORMATION}|(?<![^\W\d]){re.escape(constant)}\b", written, claim).strip()
