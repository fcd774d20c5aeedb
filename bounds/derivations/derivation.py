"""Derivations: chains of small steps from one side of a reading's formula to the other, and their checker.

A step is an identity that algebra shows, an instance of one named theorem, or one of a reading that it cites. The
checker starts from the reading's own formula, so a sign or a factor changed there breaks the chain. It also evaluates
each step at random points, in floating point: a guard against a wrong rule, not a proof.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sympy

from bounds.claims.citation import Citation
from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis, implied_by
from bounds.derivations import numeric
from bounds.derivations.algebra import normal_form
from bounds.derivations.citing import Cited
from bounds.derivations.context import Core, StepRelation, cores

POINTS = 12  # random points at which every step is evaluated
COSTLY_POINTS = 3  # where a step holds integrals or limits
TOLERANCE = 1e-8
COSTLY_TOLERANCE = 1e-4  # of difference quotients and of limits read off at a point


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """A rule that a step may go by, a classical theorem with the name that it has in textbooks.

    `requires` has the hypotheses that the reading must have, or others that imply them; `instance` recognises the
    step's two sides as its own. `source` says where it is stated and proved; what algebra shows, or a hypothesis says,
    has none. A `lemma` is taken on the source's word: its instances are recognised, and nothing of it is computed.
    """

    name: str
    statement: str
    instance: Callable[["Step"], bool]
    requires: tuple[Hypothesis, ...] = ()
    source: str = ""
    lemma: bool = False


def theorem(
    name: str, statement: str, *, requires: tuple[Hypothesis, ...] = (), source: str = "", lemma: bool = False
) -> Callable[[Callable[["Step"], bool]], Theorem]:
    """The theorem whose instances the decorated function recognises."""
    return lambda instance: Theorem(
        name=name, statement=statement, instance=instance, requires=requires, source=source, lemma=lemma
    )


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
    """`lhs relation rhs`, by algebra, by a named theorem or by a cited reading; `because` is the reason in words.

    `arguments` are what the theorem is applied to, where its two sides alone do not say; a derivation among them is
    checked under the hypotheses `under`, which the checker sets.
    """

    lhs: sympy.Expr
    relation: StepRelation
    rhs: sympy.Expr
    by: Theorem | Cited = ALGEBRA
    because: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    under: tuple[Hypothesis, ...] = ()

    def to_json(self) -> dict[str, str]:
        lhs, rhs = sympy.latex(self.lhs), sympy.latex(self.rhs)
        by = str(self.by.citation) if isinstance(self.by, Cited) else self.by.name
        return {"lhs": lhs, "relation": self.relation, "rhs": rhs, "by": by, "because": self.because}


@dataclass(frozen=True, kw_only=True)
class RestsOn:
    """What a proof rests on, each once, in the order of its steps: like the list of axioms of a proof assistant.

    `algebra` has the rules that computation or a hypothesis settles; `rules` textbook theorems whose conditions are
    checked; `lemmas` theorems taken on a textbook's word; `citations` the readings that it cites.
    """

    algebra: tuple[Theorem, ...] = ()
    rules: tuple[Theorem, ...] = ()
    lemmas: tuple[Theorem, ...] = ()
    citations: tuple[Citation, ...] = ()

    def to_json(self) -> dict[str, Any]:
        textbook = {
            kind: [{"name": rule.name, "statement": rule.statement, "source": rule.source} for rule in rules]
            for kind, rules in (("rules", self.rules), ("lemmas", self.lemmas))
        }
        algebra, citations = [rule.name for rule in self.algebra], [one._asdict() for one in self.citations]
        return {"algebra": algebra, **textbook, "citations": citations}


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
            found = _faults(replace(step, under=tuple(hypotheses)))
            if not found and not self._stands_at_random_points(step):
                found = ["fails at a random point"]
            faults += [f"step {number} {fault}" for fault in found]
        return faults

    def rests_on(self) -> RestsOn:
        """What the proof rests on, and the proofs within its steps."""
        every = tuple(dict.fromkeys(step.by for step in self._all_steps() if isinstance(step.by, Theorem)))
        return RestsOn(
            algebra=tuple(rule for rule in every if not rule.source),
            rules=tuple(rule for rule in every if rule.source and not rule.lemma),
            lemmas=tuple(rule for rule in every if rule.source and rule.lemma),
            citations=self.cites,
        )

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The readings that the proof cites, each once."""
        every = [one for step in self._all_steps() for one in (step.by, *step.arguments.values())]
        return tuple(dict.fromkeys(one.citation for one in every if isinstance(one, Cited)))

    def _all_steps(self) -> Iterator[Step]:
        for step in self.steps:
            yield step
            for argument in step.arguments.values():
                if isinstance(argument, Derivation):
                    yield from argument._all_steps()

    def to_json(self) -> dict[str, Any]:
        lines = [step.to_json() for step in self.steps]
        return {"type": "derivation", "lines": lines, "rests_on": self.rests_on().to_json()}

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


def _faults(step: Step) -> list[str]:
    """Why the step does not follow from what it goes by, or nothing."""
    if isinstance(step.by, Cited):
        return step.by.faults(Core(step.lhs, step.relation, step.rhs), step.under)
    if not _stands_in_a_module(step.by):
        return [f"goes by a rule that was made for it, {step.by.name}"]
    if not set(step.by.requires) <= implied_by(step.under):
        return [f"goes by {step.by.name}, which assumes more than the reading"]
    around = (
        replace(step, lhs=c.lhs, relation=c.relation, rhs=c.rhs) for c in cores(step.lhs, step.relation, step.rhs)
    )
    return [] if any(step.by.instance(one) for one in around) else [f"is no instance of {step.by.name}"]


def _stands_in_a_module(rule: Theorem) -> bool:
    """Whether the rule is one that a module holds by its name, for all to read, and not one made on the way."""
    module = sys.modules.get(getattr(rule.instance, "__module__", ""))
    return getattr(module, getattr(rule.instance, "__name__", ""), None) is rule


def _implies(relations: set[str], relation: str) -> bool:
    """Whether a chain of such steps gives the relation; no chain of these gives a strict one."""
    return relation in ("=", "<=", ">=") and relations <= {"=", relation}
