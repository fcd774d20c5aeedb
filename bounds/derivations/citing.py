"""Steps by another claim: an instance of a reading, whose formula and hypotheses are those of its ledger."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import sympy

from bounds.claims.citation import Citation
from bounds.claims.finding import ledger_of
from bounds.claims.formula import Informational, Symbolic
from bounds.claims.hypothesis import Hypothesis, implied_by
from bounds.claims.statement import Reading, Unknown
from bounds.derivations.context import FLIPPED, Core, StepRelation, cores
from bounds.derivations.naming import Named
from bounds.derivations.storing import Table

ASSUMPTIONS = ("integer", "real", "nonnegative", "positive")
IN_A_CHAIN: dict[str, StepRelation] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<=", ">": ">="}


@dataclass(frozen=True)
class Cited:
    """The reading `name` of a paper's statement, with expressions in the place of its formula's symbols.

    `substitution` is by name: of a symbol, of an array (whose entries are then all that expression), of a quantity
    that has a name (a `Named`, taken as a whole), or of an information such as I(z;x) in a claim about informations.
    """

    paper: str
    id: str
    name: str
    substitution: Mapping[str, sympy.Expr] = field(default_factory=dict)

    @property
    def citation(self) -> Citation:
        return Citation(self.paper, self.id, self.name)

    @property
    def reading(self) -> Reading:
        """The reading as its ledger has it. Raises Unknown where there is none."""
        return ledger_of(self.paper)[self.id][self.name]

    def instances(self) -> tuple[Core, ...]:
        """The cited formula's lines under the substitution. Raises ValueError where it does not fit them."""
        formula = self.reading.formula
        if isinstance(formula, Symbolic):
            return (_instance(formula, self.substitution),)
        return tuple(line for line in (_line(one, self.substitution) for one in formula.goal) if line is not None)

    @property
    def lhs(self) -> sympy.Expr:
        return self.instances()[0].lhs

    @property
    def rhs(self) -> sympy.Expr:
        return self.instances()[0].rhs

    def faults(self, step: Core, hypotheses: Sequence[Hypothesis], *, fixed: frozenset[str] = frozenset()) -> list[str]:
        """Why the step is no instance of the reading, within what keeps order, under these hypotheses; or nothing."""
        try:
            reading, instances = self.reading, self.instances()
        except (Unknown, ValueError) as error:
            return [f"cannot cite {self.citation}: {error}"]
        known = implied_by(hypotheses)
        faults = [f"cites {self.citation}, which assumes more: {one}" for one in reading.hypotheses if one not in known]
        bound, taken = ({name for one in those for name in one.binds} for those in (reading.hypotheses, known))
        for name, other in self.substitution.items():
            if name in bound and not _is_entry(other, name, taken):
                faults.append(f"cites {self.citation} with {other} for {name}, which a hypothesis says is another")
        if isinstance(reading.formula, Informational):
            told = {pair for one in known for pair in one.informations}
            for name, other in self.substitution.items():
                if (str(other), name) not in told:
                    faults.append(f"cites {self.citation} with {other} for {name}, which no hypothesis says it is")
        inner = [core for core in cores(*step) if not reading.hypotheses or core.keeps(fixed)]
        if not any(_follows(core, instance) for core in inner for instance in instances):
            faults.append(f"is no instance of {self.citation}")
        return faults

    def to_json(self, table: Table) -> dict[str, Any]:
        """The citation as JSON data, its expressions by their numbers in the table."""
        substitution = {name: table.place(one) for name, one in self.substitution.items()}
        return {**self.citation._asdict(), "substitution": substitution}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], table: Table) -> "Cited":
        """The citation that `to_json` wrote. Raises ValueError, KeyError or TypeError for other data."""
        substitution = {str(name): table[place] for name, place in data["substitution"].items()}
        return cls(str(data["paper"]), str(data["id"]), str(data["name"]), substitution)


def _is_entry(other: sympy.Expr, name: str, taken: Set[str]) -> bool:
    """Whether this is a symbol or an entry, of that name or of one that no hypothesis says anything of."""
    return isinstance(other, sympy.Symbol | sympy.Indexed) and (_name(other) == name or _name(other) not in taken)


def _follows(step: Core, instance: Core) -> bool:
    forward = (step.lhs, step.rhs) == (instance.lhs, instance.rhs) and instance.relation in ("=", step.relation)
    turned = (step.lhs, step.rhs) == (instance.rhs, instance.lhs)
    return forward or (turned and FLIPPED[instance.relation] in ("=", step.relation))


def _instance(formula: Symbolic, substitution: Mapping[str, sympy.Expr]) -> Core:
    expression = formula.expression
    found = {one for one in expression.atoms(sympy.Symbol, sympy.Indexed, Named) if _name(one) in substitution}
    # a quantity that has a name is taken as a whole: what stands in it is not looked at
    inside = {part for one in found if isinstance(one, Named) for part in one.atoms(sympy.Symbol, sympy.Indexed, Named)}
    whole = {one: substitution[_name(one)] for one in found}
    missing = set(substitution) - {_name(one) for one in found}
    if missing:
        raise ValueError(f"substitution: the formula has no {', '.join(sorted(missing))}")
    bound = {limit[0] for total in expression.atoms(sympy.Sum) for limit in total.limits}
    if bound & found:
        raise ValueError("substitution: an index of a sum is no symbol of the formula")
    for one, other in whole.items():
        lost = [a for a in ASSUMPTIONS if getattr(one, f"is_{a}") and not getattr(other, f"is_{a}")]
        if lost:
            raise ValueError(f"substitution: {_name(one)} is {lost[-1]}, and {other} is not known to be")
    sides = [_replaced(side, whole) for side in (formula.lhs, formula.rhs)]
    named = {part for part in inside if not isinstance(part, Named)} - set(whole)
    own = {part for other in whole.values() for part in other.free_symbols}
    if any((side.free_symbols & named) - own for side in sides):
        raise ValueError("substitution: a named quantity is replaced, and what it is made of stands beside it")
    left = {limit[0] for side in sides for total in side.atoms(sympy.Sum) for limit in total.limits}
    if own & bound & left:
        raise ValueError("substitution: an index of the cited formula's own sums stands in what is put into them")
    return Core(sides[0], IN_A_CHAIN[formula.relation], sides[1])


def _replaced(expression: sympy.Basic, whole: Mapping[sympy.Basic, sympy.Expr]) -> sympy.Basic:
    """The expression with each of these replaced, the outermost first."""
    if expression in whole:
        return whole[expression]
    if not expression.args or not any(expression.has(one) for one in whole):
        return expression
    return expression.func(*(_replaced(argument, whole) for argument in expression.args))


def _name(one: sympy.Basic) -> str:
    return one.symbol if isinstance(one, Named) else str(one.base if isinstance(one, sympy.Indexed) else one)


def _line(line: str, substitution: Mapping[str, sympy.Expr]) -> Core | None:
    """A line `A <= B` between sums of informations, each in the substitution; None for a line of others.

    Raises ValueError where an information is said to be more than a symbol, or two of them to be one.
    """
    symbols = [one for one in substitution.values() if isinstance(one, sympy.Symbol | sympy.Indexed)]
    if len(set(symbols)) < len(substitution):
        raise ValueError("substitution: each information has a symbol of its own")
    relation = next((one for one in ("<=", ">=", "=") if one in line), None)
    sides = [_sum_of_terms(side, substitution) for side in line.split(relation)]
    return None if relation is None or None in sides else Core(sides[0], IN_A_CHAIN[relation], sides[1])


def _sum_of_terms(side: str, substitution: Mapping[str, sympy.Expr]) -> sympy.Expr | None:
    terms = [term.strip() for term in side.split(" + ")]
    return sympy.Add(*(substitution[term] for term in terms)) if all(t in substitution for t in terms) else None
