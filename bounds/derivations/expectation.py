"""Expectations over a finite distribution of inputs, as sympy sums that print as E_x, and their normal form.

Inputs are x[n, i], n < N, with probabilities P[n]. Every distribution that a formula meets here is finite: the
empirical one of given inputs, or the exact one of a counterexample.
"""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sympy

from bounds.claims.world import LAW
from bounds.derivations.naming import Named

INPUT = sympy.Symbol("n", integer=True)
COUNT = sympy.Symbol("N", integer=True, positive=True)
PROBABILITY = sympy.IndexedBase(LAW, positive=True)


class Mean(sympy.Sum):
    """E_x f, the sum over n of P[n] f(n)."""

    @classmethod
    def over(cls, f: sympy.Expr, index: sympy.Symbol = INPUT) -> "Mean":
        return cls(PROBABILITY[index] * f, (index, 0, COUNT - 1))

    @property
    def inside(self) -> sympy.Expr:
        """The function whose mean this is."""
        return self.function / PROBABILITY[self.limits[0][0]]

    def _latex(self, printer: Any) -> str:
        return rf"\mathbb{{E}}_x\left[{printer._print(self.inside)}\right]"

    def _sympystr(self, printer: Any) -> str:
        return f"E_x[{printer._print(self.inside)}]"


@lru_cache(maxsize=4096)
def linear(expression: sympy.Expr) -> sympy.Expr:
    """The normal form: names spelled out, nests of sums as one, free of constants, E_x 1 = 1, logs expanded.

    Two expressions with equal normal forms are equal wherever their logarithms' arguments are positive.
    """
    if isinstance(expression, Named):
        return linear(expression.meaning)
    if isinstance(expression, sympy.Sum):
        return _over_terms(linear(expression.function), expression.limits)
    if not expression.args or isinstance(expression, sympy.Indexed):
        return expression
    arguments = [linear(argument) for argument in expression.args]
    if isinstance(expression, sympy.log):
        return _log_of_product(sympy.factor(sympy.together(arguments[0])))
    if isinstance(expression, sympy.exp):
        sized = sympy.expand(arguments[0]).replace(sympy.log, lambda base: sympy.log(sympy.Abs(base)))
        return sympy.expand(sympy.exp(sized), power_exp=True)
    return _over_terms(expression.func(*arguments), ())


def _log_of_product(product: sympy.Expr) -> sympy.Expr:
    """The sum of the factors' logarithms, each factor with a fixed sign of its own."""
    sign, total = sympy.Integer(1), sympy.Integer(0)
    for factor in sympy.Mul.make_args(product):
        base, power = factor.as_base_exp()
        if base.could_extract_minus_sign():
            base, sign = -base, sign * (-1) ** power
        if base != 1:
            total += power * sympy.expand_log(sympy.log(base), deep=True, force=True)
    return sympy.expand(total + (0 if sign == 1 else sympy.log(sign)))


def equal(one: sympy.Expr, other: sympy.Expr) -> bool:
    """Whether the two have one normal form."""
    return bool(linear(one - other) == 0)


def _over_terms(expression: sympy.Expr, limits: tuple[sympy.Tuple, ...]) -> sympy.Expr:
    return sympy.Add(*(_one_sum(term, limits) for term in sympy.Add.make_args(sympy.expand(expression))))


def _one_sum(term: sympy.Expr, limits: tuple[sympy.Tuple, ...]) -> sympy.Expr:
    """A product under sums, itself of sums, as a constant times one sum over all the indices."""
    ranges: list[tuple[sympy.Symbol, sympy.Expr, sympy.Expr]] = []
    bound: set[sympy.Symbol] = set()
    product = sympy.Integer(1)

    def enter(function: sympy.Expr, limits: Sequence[Any]) -> sympy.Expr:
        for index, low, high in limits:
            fresh = sympy.Symbol(f"_{len(ranges)}", integer=True)
            ranges.append((fresh, low, high))
            bound.update((index, fresh))
            function = function.subs(index, fresh)
        return function

    for factor in sympy.Mul.make_args(enter(term, limits)):
        base, power = factor.as_base_exp()
        if isinstance(base, sympy.Sum) and power.is_Integer and power > 0:
            for _ in range(int(power)):
                product *= enter(base.function, base.limits)
        else:
            product *= factor
    if any(not bound.isdisjoint(end.free_symbols) for _, *ends in ranges for end in ends):
        return sympy.Sum(term, *limits) if limits else term  # a range that another index moves
    for delta in product.atoms(sympy.KroneckerDelta):
        kept, dropped = delta.args
        over = {index: ends for index, *ends in ranges}
        if dropped in over and over.get(kept) == over[dropped]:
            product = (product / delta).subs(dropped, kept)
            ranges = [one for one in ranges if one[0] != dropped]
    constant, moving = sympy.Integer(1), product
    for index, low, high in list(ranges):
        if not moving.has(index):
            constant *= high - low + 1
        elif not (moving / PROBABILITY[index]).has(index) and (low, high) == (0, COUNT - 1):
            moving /= PROBABILITY[index]
        else:
            continue
        ranges.remove((index, low, high))
    outside, moving = moving.as_independent(*(index for index, *_ in ranges), as_Add=False) if ranges else (moving, 1)
    return constant * outside * (_canonical(moving, ranges) if ranges else 1)


def _canonical(function: sympy.Expr, ranges: list[tuple[sympy.Symbol, sympy.Expr, sympy.Expr]]) -> sympy.Sum:
    """The sum with its indices named k0, k1, ... above those of sums inside, so that equal sums are the same object."""
    by_range = sorted(ranges, key=lambda one: (str(one[1:]), str(one[0])))
    taken = [int(str(s)[1:]) for s in function.atoms(sympy.Symbol) if re.fullmatch(r"k[0-9]+", str(s))]
    first = max(taken, default=-1) + 1
    names = [sympy.Symbol(f"k{first + number}", integer=True) for number in range(len(ranges))]
    candidates = []
    for order in itertools.permutations(by_range):
        if [one[1:] for one in order] == [one[1:] for one in by_range]:
            renamed = function.subs({one[0]: name for one, name in zip(order, names, strict=True)}, simultaneous=True)
            candidates.append(renamed)
    limits = [(name, *one[1:]) for name, one in zip(names, by_range, strict=True)]
    return sympy.Sum(min(candidates, key=str), *limits)
