"""Evidence by a derivation, and the chains of steps that one is made of."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from bounds.claims.statement import Claim, Evidence
from bounds.claims.world import World, exact
from bounds.derivations.citing import Cited
from bounds.derivations.context import StepRelation
from bounds.derivations.derivation import Derivation, Step, Theorem, sampled
from bounds.derivations.family_limit import FamilyLimit

Draw = Callable[[Any], Mapping[str, Any]]


def derivation(steps: Sequence[Step], draw: Draw, summary: str, *, negation: bool = False) -> Evidence:
    """Evidence by these steps, which `draw` gives random worlds to; `negation`: of the reading's opposite."""
    certificate = Derivation(steps=tuple(steps), points=sampled(draw), refutes=negation)
    return Evidence(kind="proof", method="derivation", summary=summary, certificate=certificate, negation=negation)


def chain(*stages: Any) -> list[Step]:
    """Steps from alternating expressions and tuples: the relation, then the rule or the citation, arguments, a reason.

    Each of these that is needed, in any order.
    """
    expressions, links = stages[::2], stages[1::2]
    return [_step(lhs, rhs, *link) for lhs, link, rhs in zip(expressions, links, expressions[1:], strict=False)]


def _step(lhs: Any, rhs: Any, relation: StepRelation, *why: Theorem | Cited | Mapping[str, Any] | str) -> Step:
    fields = {
        "by" if isinstance(one, Theorem | Cited) else "because" if isinstance(one, str) else "arguments": one
        for one in why
    }
    return Step(lhs=lhs, relation=relation, rhs=rhs, **cast(Any, fields))


def one_step(claim: Claim, **fields: Any) -> list[Step]:
    """From the formula's left side to its right, by algebra or by what the fields of `Step` say."""
    formula = claim.symbolic
    return [Step(lhs=formula.lhs, relation=cast(StepRelation, formula.relation), rhs=formula.rhs, **fields)]


def limit_of_family(
    summary: str,
    family: str,
    parameter: Any,
    point: Any,
    members: Mapping[int | Fraction, Mapping[str, Any]],
    **values: Any,
) -> Evidence:
    """Evidence against a claim: the limit of a family of worlds, given by the values of the claim's symbols.

    `members` has some of the worlds whole, by their parameter.
    """
    worlds = tuple((at, World(exact(world))) for at, world in members.items())
    certificate = FamilyLimit(values=values, parameter=parameter, point=point, family=family, members=worlds)
    return Evidence(kind="proof", negation=True, method="limit of a family", summary=summary, certificate=certificate)
