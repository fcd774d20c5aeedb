"""What is left of a step once what stands on both sides is taken away: terms, factors, sums, increasing functions."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import sympy

StepRelation = Literal["=", "<=", ">="]
FLIPPED: dict[StepRelation, StepRelation] = {"=": "=", "<=": ">=", ">=": "<="}


class Core(NamedTuple):
    """`lhs relation rhs`: an inequality or identity from which the step follows by the rules of order."""

    lhs: sympy.Expr
    relation: StepRelation
    rhs: sympy.Expr


def cores(lhs: sympy.Expr, relation: StepRelation, rhs: sympy.Expr) -> Iterator[Core]:
    """The step itself, then what it follows from, each level with less around it.

    a + t <= b + t from a <= b; c a <= c b from a <= b for c >= 0, and from a >= b for c <= 0; sum f_i <= sum g_i from
    f_i <= g_i for every i; log, exp and powers of numbers that are not negative keep order. An identity may stand in
    any factor, and in the first place of any function.
    """
    yield Core(lhs, relation, rhs)
    if isinstance(lhs, sympy.Sum) and isinstance(rhs, sympy.Sum) and lhs.limits == rhs.limits:
        yield from cores(lhs.function, relation, rhs.function)
        return
    for kind in (sympy.Add, sympy.Mul):
        if isinstance(lhs, kind) or isinstance(rhs, kind):
            yield from _without_what_is_common(kind, lhs, relation, rhs)
            return
    same_function = lhs.func == rhs.func and lhs.args and lhs.args[1:] == rhs.args[1:]
    if same_function and (relation == "=" or _increasing(lhs, rhs)):
        yield from cores(lhs.args[0], relation, rhs.args[0])


def _without_what_is_common(kind: type, lhs: sympy.Expr, relation: StepRelation, rhs: sympy.Expr) -> Iterator[Core]:
    one, other = list(kind.make_args(lhs)), list(kind.make_args(rhs))  # type: ignore[attr-defined]
    common = [part for part in one if part in other]
    if kind is sympy.Mul:
        sign = sympy.Mul(*common)
        if sign.is_nonpositive and relation != "=":
            relation = FLIPPED[relation]
        elif not (sign.is_nonnegative or relation == "="):
            return
    for part in common:
        one.remove(part)
        other.remove(part)
    if common:
        yield from cores(kind(*one), relation, kind(*other))


def _increasing(lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    """Whether the function, the same on both sides, keeps the order of its first argument between the two."""
    if isinstance(lhs, sympy.exp):
        return True
    if isinstance(lhs, sympy.log):
        return bool(lhs.args[0].is_positive and rhs.args[0].is_positive)
    if isinstance(lhs, sympy.Pow):
        return bool(lhs.args[1].is_positive and lhs.args[0].is_nonnegative and rhs.args[0].is_nonnegative)
    return False
