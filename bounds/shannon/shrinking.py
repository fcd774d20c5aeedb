"""Counterexamples made smaller: candidates are screened in floats, and what is left of them is checked exactly."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

from bounds.distribution.joint import Joint
from bounds.shannon.expression import Assertion, Constraint
from bounds.shannon.witness import numbered, violation

CLOSE = 1e-9  # floats that differ by less are left to the exact check
Table = dict[tuple[Any, ...], Fraction]


def shrunk(
    joint: Joint,
    goal: Sequence[Assertion],
    given: Sequence[Assertion],
    *,
    tries: int = 400,
    keep: Callable[[Joint], bool] = lambda joint: True,
) -> Joint:
    """A counterexample with fewer atoms and plainer probabilities, by greedy steps that keep it one, and `keep`."""
    may_break = screen(joint.names, goal, given)
    best = joint
    progress = True
    while progress and tries > 0:
        progress = False
        for table in _simpler(best):
            tries -= 1 + len(best.probabilities) // 16  # large joints cost more
            if tries <= 0:
                break
            if not may_break(table):
                continue
            candidate = Joint(table, joint.names)
            if violation(candidate, goal, given) is not None and keep(candidate):
                best, progress = candidate, True
                break
    return numbered(best)


def screen(
    names: Sequence[str], goal: Sequence[Assertion], given: Sequence[Assertion]
) -> Callable[[Mapping[tuple[Any, ...], Fraction]], bool]:
    """Whether a table of probabilities may be a counterexample: False only where floats are sure that it is none.

    >>> from bounds.shannon.grammar import parse
    >>> may_break = screen(("x", "y"), [parse("I(x;y) <= 0")], [parse("H(x|y) = 0")])
    >>> half = Fraction(1, 2)
    >>> may_break({(0, 0): half, (1, 1): half}), may_break({(0, 0): half, (1, 0): half})
    (True, False)
    """
    asked = [[one for line in lines for one in line.constraints] for lines in (goal, given)]
    sets = list({chosen for lines in asked for one in lines for chosen in one.expression.coefficients})
    keys = [itemgetter(*(k for k, name in enumerate(names) if name in chosen)) for chosen in sets]
    known = {chosen: k for k, chosen in enumerate(sets)}
    goals, hypotheses = ([_compiled(one, known) for one in lines] for lines in asked)

    def may_break(table: Mapping[tuple[Any, ...], Fraction]) -> bool:
        atoms = [(values, float(p)) for values, p in table.items()]
        entropies = [_entropy(atoms, key) for key in keys]

        def value(terms: Sequence[tuple[int, float]], constant: float) -> float:
            return constant + sum(c * entropies[k] for k, c in terms)

        for sign, terms, constant, close in hypotheses:
            measured = value(terms, constant)
            if measured < -close or (sign == "=" and measured > close):
                return False
        for sign, terms, constant, close in goals:
            measured = value(terms, constant)
            if measured < close or (sign == "=" and measured > -close):
                return True
        return False

    return may_break


def _compiled(
    constraint: Constraint, known: Mapping[frozenset[str], int]
) -> tuple[str, list[tuple[int, float]], float, float]:
    """Its sign, its terms and its constant, over its largest number; and how close is too close to tell."""
    expression = constraint.expression
    largest = max([abs(expression.constant), *map(abs, expression.coefficients.values())], default=Fraction(0)) or 1
    terms = [(known[chosen], float(c / largest)) for chosen, c in expression.coefficients.items()]
    return constraint.sign, terms, float(expression.constant / largest), CLOSE * (1 + len(terms))


def _entropy(atoms: Sequence[tuple[tuple[Any, ...], float]], key: Callable[[tuple[Any, ...]], Any]) -> float:
    sums: dict[Any, float] = {}
    for values, p in atoms:
        at = key(values)
        sums[at] = sums.get(at, 0.0) + p
    return -sum(p * math.log(p) for p in sums.values() if p)


def _simpler(joint: Joint) -> Iterator[Table]:
    atoms = list(joint.probabilities.items())
    for position, name in enumerate(joint.names):
        # a variable made constant, then two of its values made one
        values = joint.alphabets[name]
        if len(values) > 1:
            yield _mapped(joint, position, dict.fromkeys(values, values[0]))
        if len(values) > 2:
            for v in values[1:]:
                yield _mapped(joint, position, {v: values[0]})
    if len(atoms) > 1:
        for left_out, p in atoms:
            if p != 1:
                yield {key: q / (1 - p) for key, q in atoms if key != left_out}
        uniform = Fraction(1, len(atoms))
        if any(p != uniform for _, p in atoms):
            yield {key: uniform for key, _ in atoms}
        denominator = max(p.denominator for _, p in atoms)
        for smaller in (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 100, 128):
            if smaller < denominator:
                rounded = [max(round(p * smaller), 1) for _, p in atoms]
                total = sum(rounded)
                yield {key: Fraction(r, total) for (key, _), r in zip(atoms, rounded, strict=True)}


def _mapped(joint: Joint, position: int, change: dict[Any, Any]) -> Table:
    table: Table = {}
    for key, p in joint.probabilities.items():
        new = (*key[:position], change.get(key[position], key[position]), *key[position + 1 :])
        table[new] = table.get(new, Fraction(0)) + p
    return table
