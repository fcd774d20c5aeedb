"""Derivations: chains of small steps from one side of a reading's formula to the other, and their checker.

A step is an identity that algebra shows, an instance of one named theorem, or one of a reading that it cites. The
checker starts from the reading's own formula, so a sign or a factor changed there breaks the chain. It also evaluates
each step at random points, in floating point: a guard against a wrong rule, not a proof.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, get_args

import numpy as np
import sympy

from bounds.claims.certificates import held
from bounds.claims.citation import Citation
from bounds.claims.formula import Formula, Symbolic
from bounds.claims.hypothesis import Hypothesis, implied_by
from bounds.claims.printing import latex
from bounds.claims.statement import Unknown
from bounds.derivations import numeric
from bounds.derivations.algebra import normal_form
from bounds.derivations.citing import Cited
from bounds.derivations.context import FLIPPED, Core, StepRelation, bound_in, cores, well_bound
from bounds.derivations.storing import Table

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
    sign = "is_nonpositive" if step.relation == "<=" else "is_nonnegative"
    return any(getattr(form, sign) for form in (simplified, sympy.factor(simplified)))  # factors show a square


@dataclass(frozen=True, kw_only=True)
class Step:
    """`lhs relation rhs`, by algebra, by a named theorem or by a cited reading; `because` is the reason in words.

    `arguments` are what the theorem is applied to, where its two sides alone do not say; a derivation among them is
    checked under the hypotheses `under`, which speak of the names `fixed`. The checker sets both.
    """

    lhs: sympy.Expr
    relation: StepRelation
    rhs: sympy.Expr
    by: Theorem | Cited = ALGEBRA
    because: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    under: tuple[Hypothesis, ...] = ()
    fixed: frozenset[str] = frozenset()

    @property
    def line(self) -> dict[str, str]:
        """The step for a reader, its sides in LaTeX."""
        lhs, rhs = latex(self.lhs, self.rhs), latex(self.rhs, self.lhs)
        by = str(self.by.citation) if isinstance(self.by, Cited) else self.by.name
        return {"lhs": lhs, "relation": self.relation, "rhs": rhs, "by": by, "because": self.because}

    def to_json(self, table: Table) -> dict[str, Any]:
        """The step as JSON data, its expressions by their numbers in the table, its rule by where it stands."""
        return {
            "lhs": table.place(self.lhs),
            "relation": self.relation,
            "rhs": table.place(self.rhs),
            "by": _stored(self.by, table),
            "because": self.because,
            "arguments": {name: _stored(value, table) for name, value in self.arguments.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], table: Table) -> "Step":
        """The step that `to_json` wrote. Raises ValueError, KeyError or TypeError for other data."""
        if data["relation"] not in get_args(StepRelation):
            raise ValueError(f"relation: {data['relation']!r} is none of a step")
        by = _read(data["by"], table)
        if not isinstance(by, Theorem | Cited):
            raise ValueError(f"by: {data['by']!r} is neither a rule nor a reading")
        return cls(
            lhs=table[data["lhs"]],
            relation=data["relation"],
            rhs=table[data["rhs"]],
            by=by,
            because=str(data["because"]),
            arguments={name: _read(value, table) for name, value in data["arguments"].items()},
        )


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

    `points` are random worlds in which the hypotheses hold, as `sampled` makes them. With `refutes` the steps prove the
    opposite of a strict formula: `<=` for `>`, `>=` for `<`.
    """

    steps: tuple[Step, ...]
    points: tuple[Mapping[str, Any], ...]
    refutes: bool = False

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis] = ()) -> bool:
        """Whether the steps prove exactly this formula, each checked for itself and at random points."""
        return not self.faults(formula, hypotheses)

    def faults(
        self, formula: Formula, hypotheses: Sequence[Hypothesis] = (), *, fixed: frozenset[str] = frozenset()
    ) -> list[str]:
        """What is wrong with the derivation, in words; empty if it stands. `fixed`: names of one value only."""
        if not isinstance(formula, Symbolic):
            return ["the formula is not a symbolic relation"]
        if not self.steps:
            return ["there are no steps"]
        if len(self.points) < POINTS:
            return [f"there are fewer than {POINTS} random points"]
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
        fixed = fixed or frozenset(
            {*formula.parameters, *(name for one in implied_by(hypotheses) for name in one.binds)}
        )
        for number, step in enumerate(self.steps, start=1):
            found = _faults(replace(step, under=tuple(hypotheses), fixed=fixed))
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
        table = Table()
        steps = [step.to_json(table) for step in self.steps]
        points = [{name: _stored(value, table) for name, value in point.items()} for point in self.points]
        lines = [step.line for step in self.steps]
        data = {"steps": steps, "points": points, "refutes": self.refutes}
        return {
            "type": "derivation",
            "nodes": table.nodes,
            **data,
            "lines": lines,
            "rests_on": self.rests_on().to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Derivation":
        """The derivation that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            table = Table.of(data["nodes"])
            return cls(
                steps=tuple(Step.from_json(step, table) for step in data["steps"]),
                points=tuple({name: _read(value, table) for name, value in p.items()} for p in data["points"]),
                refutes=data["refutes"] is True,
            )
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"data: is not a derivation ({type(error).__name__}: {error})") from None

    def _stands_at_random_points(self, step: Step) -> bool:
        if any(side in (sympy.oo, -sympy.oo) for side in (step.lhs, step.rhs)):
            return True  # an infinite side has no number: the rule alone decides
        plain = numeric.is_plain(step.lhs) and numeric.is_plain(step.rhs)
        tolerance = TOLERANCE if plain else COSTLY_TOLERANCE
        for point in self.points if plain else self.points[:COSTLY_POINTS]:
            lhs, rhs = _sides(step, _arrays(point), plain)
            slack = tolerance * (1 + abs(lhs) + abs(rhs))
            too_high, too_low = step.relation != ">=" and lhs > rhs + slack, step.relation != "<=" and lhs < rhs - slack
            if not np.isfinite(lhs + rhs) or too_high or too_low:
                return False
        return True


def sampled(draw: Callable[[np.random.Generator], Mapping[str, Any]], seed: int = 0) -> tuple[Mapping[str, Any], ...]:
    """The random points of a derivation, from what `draw(rng)` gives: the values of one world by symbol name.

    A value is a number, an array, kept as nested tuples, or a sympy Lambda for an open function. Raises ValueError for
    any other, and for a number that is not finite.
    """
    rng = np.random.default_rng(seed)
    return tuple({name: _value(value) for name, value in draw(rng).items()} for _ in range(POINTS))


def _value(value: Any) -> Any:
    plain = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    if isinstance(plain, list | tuple):
        return tuple(map(_value, plain))
    if isinstance(plain, sympy.Lambda) or (isinstance(plain, int | float) and isfinite(plain)):
        return plain
    raise ValueError(f"draw: a value must be a finite number, an array or a Lambda, got {plain!r}")


def _arrays(point: Mapping[str, Any]) -> dict[str, Any]:
    return {name: np.asarray(value) if isinstance(value, tuple) else value for name, value in point.items()}


def _stored(value: Any, table: Table) -> Any:
    """What a step goes by or is applied to, or a value of a point, as JSON data: a number, a list, or {kind: data}."""
    if isinstance(value, Theorem):
        return {"rule": f"{value.instance.__module__}:{value.instance.__name__}"}
    if isinstance(value, Cited):
        return {"reading": value.to_json(table)}
    if isinstance(value, Derivation):
        return {"derivation": value.to_json()}
    if isinstance(value, tuple | list):
        return [_stored(item, table) for item in value]
    return {"node": table.place(value)} if isinstance(value, sympy.Basic) else _value(value)


def _read(data: Any, table: Table) -> Any:
    if isinstance(data, list):
        return tuple(_read(item, table) for item in data)
    if not isinstance(data, Mapping):
        return _value(data)
    ((kind, inside),) = data.items()
    if kind == "rule":
        return held(inside, Theorem)
    if kind == "reading":
        return Cited.from_json(inside, table)
    return {"derivation": Derivation.from_json, "node": table.__getitem__}[kind](inside)


def _sides(step: Step, values: Mapping[str, Any], plain: bool) -> tuple[float, float]:
    if plain:
        relation = {"=": sympy.Eq, "<=": sympy.Le, ">=": sympy.Ge}[step.relation]
        lhs, rhs = Symbolic(lambda: relation(step.lhs, step.rhs, evaluate=False)).evaluate(values)
        return float(lhs), float(rhs)
    return numeric.value(step.lhs, values), numeric.value(step.rhs, values)


def _faults(step: Step) -> list[str]:
    """Why the step does not follow from what it goes by, or nothing."""
    if not (well_bound(step.lhs) and well_bound(step.rhs)):
        return ["binds a variable that is assumed to be what it need not be"]
    bound = {one for one in bound_in(step.lhs, step.rhs) if str(one) in step.fixed}
    proofs = (one for one in step.arguments.values() if isinstance(one, Derivation))
    within = (one for proof in proofs for one in proof._all_steps())
    if any(bound & (one.lhs.free_symbols | one.rhs.free_symbols) and _assumes(one.by) for one in within):
        return ["binds a quantity that a step within takes a hypothesis about"]
    if isinstance(step.by, Cited):
        return step.by.faults(Core(step.lhs, step.relation, step.rhs), step.under, fixed=step.fixed)
    if not _stands_in_a_module(step.by):
        return [f"goes by a rule that was made for it, {step.by.name}"]
    if not set(step.by.requires) <= implied_by(step.under):
        return [f"goes by {step.by.name}, which assumes more than the reading"]
    every = cores(step.lhs, step.relation, step.rhs)
    inner = (core for core in every if not step.by.requires or core.keeps(step.fixed))
    both = (one for core in inner for one in (core, Core(core.rhs, FLIPPED[core.relation], core.lhs)))
    around = (replace(step, lhs=c.lhs, relation=c.relation, rhs=c.rhs) for c in both)
    return [] if any(step.by.instance(one) for one in around) else [f"is no instance of {step.by.name}"]


def _assumes(by: Theorem | Cited) -> bool:
    """Whether a step by this holds under hypotheses, or may."""
    try:
        return bool(by.reading.hypotheses if isinstance(by, Cited) else by.requires)
    except Unknown:
        return True


def _stands_in_a_module(rule: Theorem) -> bool:
    """Whether the rule is one that a module holds by its name, for all to read, and not one made on the way."""
    module = sys.modules.get(getattr(rule.instance, "__module__", ""))
    return getattr(module, getattr(rule.instance, "__name__", ""), None) is rule


def _implies(relations: set[str], relation: str) -> bool:
    """Whether a chain of such steps gives the relation; no chain of these gives a strict one."""
    return relation in ("=", "<=", ">=") and relations <= {"=", relation}
