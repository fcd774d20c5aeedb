"""What is left of a step once what stands on both sides is taken away: terms, factors, sums, increasing functions.

What is left of a sum, a limit or a value put in speaks of the bound variable by the assumptions of its symbol, so these
must be true wherever it goes (`well_bound`).
"""

from collections.abc import Iterable, Iterator, Set
from typing import Literal, NamedTuple

import sympy

from bounds.derivations.algebra import named_lambert

StepRelation = Literal["=", "<=", ">="]
FLIPPED: dict[StepRelation, StepRelation] = {"=": "=", "<=": ">=", ">=": "<="}


class Core(NamedTuple):
    """`lhs relation rhs`: an inequality or identity from which the step follows by the rules of order.

    `bound` are the variables that are bound around it: it must hold whatever they are.
    """

    lhs: sympy.Expr
    relation: StepRelation
    rhs: sympy.Expr
    bound: frozenset[sympy.Symbol] = frozenset()

    def keeps(self, fixed: Set[str]) -> bool:
        """Whether none of the names that it speaks of, and that have one value only, is bound around it."""
        return fixed.isdisjoint(str(one) for one in self.bound & (self.lhs.free_symbols | self.rhs.free_symbols))


def cores(
    lhs: sympy.Expr, relation: StepRelation, rhs: sympy.Expr, bound: frozenset[sympy.Symbol] = frozenset()
) -> Iterator[Core]:
    """The step itself, then what it follows from, each level with less around it.

    a + t <= b + t from a <= b; c a <= c b from a <= b for c >= 0, and from a >= b for c <= 0; sum f_i <= sum g_i from
    f_i <= g_i for every i; log, exp and powers of numbers that are not negative keep order. An identity may stand in
    any factor, and in the first place of any function.
    """
    yield Core(lhs, relation, rhs, bound)
    if isinstance(lhs, sympy.Sum) and isinstance(rhs, sympy.Sum) and lhs.limits == rhs.limits:
        if relation != "=" and not runs_forward(lhs.limits):
            return
        yield from cores(lhs.function, relation, rhs.function, bound | bound_in(lhs))
        return
    for kind in (sympy.Add, sympy.Mul):
        if isinstance(lhs, kind) or isinstance(rhs, kind):
            yield from _without_what_is_common(kind, lhs, relation, rhs, bound)
            return
    same_function = lhs.func == rhs.func and lhs.args and lhs.args[1:] == rhs.args[1:]
    if same_function and (relation == "=" or _increasing(lhs, rhs)):
        yield from cores(lhs.args[0], relation, rhs.args[0], bound | bound_in(lhs))


def bound_in(*expressions: sympy.Expr) -> frozenset[sympy.Symbol]:
    """The variables that sums, integrals, limits, derivatives and values put in bind anywhere in the expressions."""
    found = {limit[0] for e in expressions for one in e.atoms(sympy.Sum, sympy.Integral) for limit in one.limits}
    found |= {one.args[1] for e in expressions for one in e.atoms(sympy.Limit)}
    found |= {v for e in expressions for one in e.atoms(sympy.Derivative, sympy.Subs) for v in one.variables}
    return frozenset(found)


def _without_what_is_common(
    kind: type, lhs: sympy.Expr, relation: StepRelation, rhs: sympy.Expr, bound: frozenset[sympy.Symbol]
) -> Iterator[Core]:
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
        yield from cores(kind(*one), relation, kind(*other), bound)


def _increasing(lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    """Whether the function, the same on both sides, keeps the order of its first argument between the two."""
    if isinstance(lhs, sympy.exp):
        return True
    if isinstance(lhs, sympy.log):
        return bool(lhs.args[0].is_positive and rhs.args[0].is_positive)
    if isinstance(lhs, sympy.Pow):
        return bool(lhs.args[1].is_positive and lhs.args[0].is_nonnegative and rhs.args[0].is_nonnegative)
    return False


BOUND = frozenset({"commutative", "complex", "real", "finite", "integer", "nonnegative", "positive"})


def runs_forward(limits: Iterable[sympy.Tuple]) -> bool:
    """Whether sums over these limits have no term or more; one that runs backwards counts its terms negatively."""
    return all((high - low + 1).is_extended_nonnegative for _, low, high in limits)


def well_bound(expression: sympy.Expr) -> bool:
    """Whether every bound variable goes only where its own assumptions hold.

    >>> n, x = sympy.Symbol("n", integer=True), sympy.Symbol("x", positive=True)
    >>> well_bound(sympy.Sum(n, (n, -3, 0))), well_bound(sympy.Limit(x, x, sympy.oo)), well_bound(sympy.Limit(x, x, -1))
    (True, True, False)
    """
    return (
        all(_goes_between(*limit) for one in expression.atoms(sympy.Sum, sympy.Integral) for limit in one.limits)
        and all(limit[0].is_integer for one in expression.atoms(sympy.Sum) for limit in one.limits)
        and all(_goes_to(*one.args[1:]) for one in expression.atoms(sympy.Limit))
        and all(not v.is_integer for one in expression.atoms(sympy.Derivative) for v in one.variables)
        and all(_is_put_in(*pair) for one in expression.atoms(sympy.Subs) for pair in zip(*one.args[1:], strict=True))
    )


def _assumed(variable: sympy.Symbol) -> set[str]:
    """What a symbol was made with; "unknown" where that is more than a bound variable is assumed to be here."""
    told = variable.__getnewargs_ex__()[1]
    return set(told) if all(told.values()) and BOUND.issuperset(told) else {"unknown"}


def _goes_between(variable: sympy.Symbol, low: sympy.Expr, high: sympy.Expr) -> bool:
    assumed = _assumed(variable)
    whole = low.is_integer or low.is_infinite or "integer" not in assumed  # an index counts on from its first value
    sign = "positive" if {"integer", "positive"} <= assumed else "nonnegative"  # at an end no integral has a mass
    signed = not assumed.isdisjoint({"nonnegative", "positive"})
    ends = all(e.is_extended_real and (not signed or getattr(e, f"is_extended_{sign}")) for e in (low, high))
    return bool(assumed <= BOUND and whole and ends)


def _goes_to(variable: sympy.Symbol, point: sympy.Expr, side: sympy.Symbol) -> bool:
    assumed = _assumed(variable)
    inside = point.is_extended_positive or (point.is_zero and str(side) == "+")
    return bool(assumed <= BOUND - {"integer"} and (inside or assumed.isdisjoint({"nonnegative", "positive"})))


def _is_put_in(variable: sympy.Symbol, value: sympy.Expr) -> bool:
    return all(getattr(named_lambert(value), f"is_{one}", False) for one in _assumed(variable))
