"""Derivations: chains of small steps from one side of a reading's formula to the other, and their checker.

A step is an identity that algebra shows, or an instance of one named theorem. The checker starts from
the reading's own formula, so a sign or a factor changed there breaks the chain. It also evaluates each step at random
points, in floating point: a guard against a wrong rule, not a proof.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import sympy

from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.derivations import numeric
from bounds.derivations.algebra import normal_form

POINTS = 12  # random points at which every step is evaluated
COSTLY_POINTS = 3  # where a step holds integrals or limits
TOLERANCE = 1e-8
COSTLY_TOLERANCE = 1e-4  # of difference quotients and of limits read off at a point

StepRelation = Literal["=", "<=", ">="]


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A rule that a step may go by, a classical theorem with the name that it has in textbooks.

    `requires` has the hypotheses that the reading must have; `instance` recognises the step's two sides as its own.
    """

    name: str
    statement: str
    instance: Callable[["Step"], bool]
    requires: tuple[Hypothesis, ...] = ()


def theorem(
    name: str, statement: str, *, requires: tuple[Hypothesis, ...] = ()
) -> Callable[[Callable[["Step"], bool]], Theorem]:
    """The theorem whose instances the decorated function recognises."""
    return lambda instance: Theorem(name=name, statement=statement, instance=instance, requires=requires)


@theorem("algebra", "sympy shows the two sides equal, or their difference of one sign")
def ALGEBRA(step: "Step") -> bool:
    difference = normal_form(step.lhs - step.rhs)
    if step.relation == "=":
        return bool(difference == 0 or sympy.simplify(difference) == 0)
    simplified = sympy.simplify(difference)
    sign = simplified.is_nonpositive if step.relation == "<=" else simplified.is_nonnegative
    return bool(sign)


@dataclass(frozen=True, kw_only=True)
class Step:
    """`lhs relation rhs`, by algebra or by a named theorem; `because` is the reason in words.

    `arguments` are what the theorem is applied to, where its two sides alone do not say.
    """

    lhs: sympy.Expr
    relation: StepRelation
    rhs: sympy.Expr
    by: Theorem = ALGEBRA
    because: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, str]:
        lhs, rhs = sympy.latex(self.lhs), sympy.latex(self.rhs)
        return {"lhs": lhs, "relation": self.relation, "rhs": rhs, "by": self.by.name, "because": self.because}


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """Steps that lead from the formula's left side to its right side.

    `draw(rng)` gives values, by symbol name, of one random world in which the hypotheses hold (a sympy Lambda for an
    open function). With `refutes` the steps prove the opposite of a strict formula: `<=` for `>`, `>=` for `<`.
    """

    steps: tuple[Step, ...]
    draw: Callable[[Any], Mapping[str, Any]]
    seed: int = 0
    refutes: bool = False

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the steps prove exactly this formula, each checked for itself and at random points."""
        return not self.faults(formula, hypotheses)

    def faults(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> list[str]:
        """What is wrong with the derivation, in words; empty if it stands."""
        if not isinstance(formula, Symbolic):
            return ["the formula is not a symbolic relation"]
        if not self.steps:
            return ["there are no steps"]
        faults = []
        ends = [
            (formula.lhs, self.steps[0].lhs, "the formula's left side"),
            (self.steps[-1].rhs, formula.rhs, "its right side"),
        ]
        links = [
            (before.rhs, after.lhs, f"step {k} and step {k + 1}")
            for k, (before, after) in enumerate(zip(self.steps, self.steps[1:], strict=False), start=1)
        ]
        faults += [f"the chain breaks at {where}" for one, other, where in ends + links if one != other]
        wanted = {">": "<=", "<": ">="}.get(formula.relation, "") if self.refutes else formula.relation
        if not wanted or not _implies({step.relation for step in self.steps}, wanted):
            faults.append(f"the steps' relations do not add up to {wanted or 'the opposite of ' + formula.relation}")
        for number, step in enumerate(self.steps, start=1):
            if not _stands_in_a_module(step.by):
                faults.append(f"step {number} goes by a rule that was made for it, {step.by.name}")
            elif not (set(step.by.requires) <= set(hypotheses) and step.by.instance(step)):
                faults.append(f"step {number} is no instance of {step.by.name}")
            elif not self._stands_at_random_points(step):
                faults.append(f"step {number} fails at a random point")
        return faults

    def to_json(self) -> dict[str, Any]:
        return {"type": "derivation", "lines": [step.to_json() for step in self.steps]}

    def _stands_at_random_points(self, step: Step) -> bool:
        if any(side in (sympy.oo, -sympy.oo) for side in (step.lhs, step.rhs)):
            return True  # an infinite side has no number: the rule alone decides
        rng = np.random.default_rng(self.seed)
        plain = numeric.is_plain(step.lhs) and numeric.is_plain(step.rhs)
        tolerance = TOLERANCE if plain else COSTLY_TOLERANCE
        for _ in range(POINTS if plain else COSTLY_POINTS):
            lhs, rhs = _sides(step, self.draw(rng), plain)
            slack = tolerance * (1 + abs(lhs) + abs(rhs))
            too_high, too_low = step.relation != ">=" and lhs > rhs + slack, step.relation != "<=" and lhs < rhs - slack
            if not np.isfinite(lhs + rhs) or too_high or too_low:
                return False
        return True


def _sides(step: Step, values: Mapping[str, Any], plain: bool) -> tuple[float, float]:
    if plain:
        relation = {"=": sympy.Eq, "<=": sympy.Le, ">=": sympy.Ge}[step.relation]
        lhs, rhs = Symbolic(lambda: relation(step.lhs, step.rhs, evaluate=False)).evaluate(values)
        return float(lhs), float(rhs)
    return numeric.value(step.lhs, values), numeric.value(step.rhs, values)


def _stands_in_a_module(rule: Theorem) -> bool:
    """Whether the rule is one that a module holds by its name, for all to read, and not one made on the way."""
    module = sys.modules.get(getattr(rule.instance, "__module__", ""))
    return getattr(module, getattr(rule.instance, "__name__", ""), None) is rule


def _implies(relations: set[str], relation: str) -> bool:
    """Whether a chain of such steps gives the relation; no chain of these gives a strict one."""
    return relation in ("=", "<=", ">=") and relations <= {"=", relation}
