"""Evidence by a derivation, and the chains of steps that one is made of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from bounds.claims.statement import Claim, Evidence
from bounds.derivations.derivation import Derivation, Step, StepRelation

Draw = Callable[[Any], Mapping[str, Any]]


def derivation(steps: Sequence[Step], draw: Draw, summary: str, *, negation: bool = False) -> Evidence:
    """Evidence by these steps, which `draw` gives random worlds to; `negation`: of the reading's opposite."""
    certificate = Derivation(steps=tuple(steps), draw=draw, refutes=negation)
    return Evidence(kind="proof", method="derivation", summary=summary, certificate=certificate, negation=negation)


def chain(*stages: Any) -> list[Step]:
    """Steps from alternating expressions and (relation, rule) pairs; a third entry holds the rule's arguments."""
    expressions, rules = stages[::2], stages[1::2]
    return [
        Step(lhs=lhs, relation=rule[0], rhs=rhs, by=rule[1], arguments=rule[2] if len(rule) > 2 else {})
        for lhs, rule, rhs in zip(expressions, rules, expressions[1:], strict=False)
    ]


def one_step(claim: Claim, **fields: Any) -> list[Step]:
    """From the formula's left side to its right, by algebra or by what the fields of `Step` say."""
    formula = claim.symbolic
    return [Step(lhs=formula.lhs, relation=cast(StepRelation, formula.relation), rhs=formula.rhs, **fields)]
