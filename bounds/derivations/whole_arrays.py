"""Expressions in numpy with every sum done on whole arrays: for many worlds at once, each of many terms."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy.codegen.rewriting import expm1_opt, optimize

from bounds.claims.compiling import compiled
from bounds.derivations.naming import spelled_out

Array = NDArray[np.float64]
Indices = tuple[sympy.Symbol, ...]
Limits = tuple[sympy.Tuple, ...]


def values_of(expressions: Mapping[str, sympy.Expr], values: Mapping[str, Any]) -> dict[str, Array]:
    """Each expression in float64, one number a world; what they share is computed once.

    `values` by symbol name: an array for an IndexedBase has its indices' axes first; one more axis, the last, is that
    of the worlds (a scalar symbol's only one). Sums start at 0 and run over a whole axis. Infinities are no error.
    Raises ValueError where a parameter has no value.
    """
    known: dict[Any, Array] = {str(name): np.asarray(given, dtype=np.float64) for name, given in values.items()}
    with np.errstate(all="ignore"):
        return {name: _prepared(e)(known) for name, e in expressions.items()}


def value_of(expression: sympy.Expr, values: Mapping[str, Any]) -> Array:
    """One expression, as `values_of`."""
    return values_of({"": expression}, values)[""]


Plan = Callable[[dict[Any, Array]], Array]  # of what is known: the given values by name, and sums done before


@lru_cache
def _prepared(expression: sympy.Expr) -> Plan:
    # exp(t) - 1 loses its digits at a small t
    return _planned(_in_totals(optimize(spelled_out(expression), [expm1_opt])), ())


@lru_cache(maxsize=1024)
def _planned(expression: sympy.Expr, axes: Indices) -> Plan:
    """The expression as an array over these indices and the worlds; every sum and entry in it is an array before."""
    leaves: dict[sympy.Dummy, Plan] = {}

    def lift(node: sympy.Expr) -> sympy.Expr:
        if not isinstance(node, _Total | sympy.Indexed | sympy.Symbol):
            return node.func(*map(lift, node.args)) if node.args else node
        name = sympy.Dummy(real=True)
        leaves[name] = (_contracted if isinstance(node, _Total) else _given)(node, axes)
        return name

    function = compiled((lift(expression),), list(leaves), "numpy")

    def plan(known: dict[Any, Array]) -> Array:
        return np.atleast_1d(function(*(leaf(known) for leaf in leaves.values()))[0])

    return plan


def _given(node: sympy.Indexed | sympy.Symbol, axes: Indices) -> Plan:
    """A given value, its axes put where those of its indices stand."""
    own = node.indices if isinstance(node, sympy.Indexed) else ()
    name = str(node.base if own else node)

    def plan(known: dict[Any, Array]) -> Array:
        if name not in known:
            raise ValueError(f"values: no value for {name}")
        return _spread(known[name] if known[name].ndim > len(own) else known[name][..., None], own, axes)

    return plan


def _spread(array: Array, own: Indices, axes: Indices) -> Array:
    """An array over its own indices as one over these, of length 1 where it does not depend on the index."""
    array = array.transpose([*(own.index(index) for index in axes if index in own), len(own)])
    return array[(*(slice(None) if index in own else None for index in axes), slice(None))]


def _terms(function: sympy.Expr) -> tuple[sympy.Expr, ...]:
    terms: tuple[sympy.Expr, ...] = sympy.Add.make_args(sympy.expand_mul(function, deep=False))
    return terms


class _Total(sympy.Expr):
    """The sum of a product (first) over an index (second), from 0, of that length (third).

    The index has one name in all sums that are equal, so that they are computed once.
    """

    is_commutative = True

    @classmethod
    def of(cls, product: sympy.Expr, index: sympy.Symbol, length: sympy.Expr) -> "_Total":
        depth = max((1 + int(total.args[1].name) for total in product.atoms(cls)), default=0)
        name = sympy.Symbol(str(depth), integer=True)
        return cls(product.xreplace({index: name}), name, length)

    @property
    def free_symbols(self) -> set[sympy.Basic]:
        product, index, length = self.args
        free: set[sympy.Basic] = (product.free_symbols - {index}) | length.free_symbols
        return free


def _in_totals(expression: sympy.Expr) -> sympy.Expr:
    """The expression with sums of one index each, of products."""
    if isinstance(expression, sympy.Sum):
        return sympy.Add(*(_nested(term, expression.limits) for term in _terms(expression.function)))
    if not expression.has(sympy.Sum):
        return expression
    return expression.func(*map(_in_totals, expression.args))


def _nested(term: sympy.Expr, limits: Limits) -> sympy.Expr:
    """A product under sums as sums of one index each, the inmost that which leaves the smallest array."""
    factors, left = _opened(term, limits)
    factors = [_in_totals(factor) for factor in factors]
    while left:
        beside = [len(_met(index, factors) & {other[0] for other in left}) for index, *_ in left]
        index, low, high = left.pop(beside.index(min(beside)))
        if low != 0:
            raise ValueError(f"expression: a sum must start at 0, got one from {low}")
        inside = [factor for factor in factors if index in factor.free_symbols]
        outside = [factor for factor in factors if index not in factor.free_symbols]
        factors = [*outside, _Total.of(sympy.Mul(*inside), index, high + 1) if inside else high + 1]
    return sympy.Mul(*factors)


def _met(index: sympy.Symbol, factors: list[sympy.Expr]) -> set[sympy.Basic]:
    """The symbols that stand in a factor beside the index."""
    return set().union(*(factor.free_symbols for factor in factors if index in factor.free_symbols))


def _opened(term: sympy.Expr, limits: Limits) -> tuple[list[sympy.Expr], list[sympy.Tuple]]:
    """The factors of a product under sums, and the sums' limits; a factor that is a sum over two of them is opened."""
    factors, all_limits = [], list(limits)
    for factor in sympy.Mul.make_args(term):
        crossed = sum(limit[0] in factor.free_symbols for limit in limits) > 1
        if isinstance(factor, sympy.Sum) and crossed and len(_terms(factor.function)) == 1:
            fresh = {index: sympy.Dummy(str(index), integer=True) for index, *_ in factor.limits}
            factors += sympy.Mul.make_args(factor.function.xreplace(fresh))
            all_limits += [sympy.Tuple(fresh[index], *ends) for index, *ends in factor.limits]
        else:
            factors.append(factor)
    return factors, all_limits


def _contracted(node: _Total, axes: Indices) -> Plan:
    """The sum of a product over one index, by einsum."""
    product, summed, _ = node.args
    free = tuple(index for index in axes if index in node.free_symbols)
    letters = {index: chr(ord("a") + k) for k, index in enumerate((*free, summed))}
    factors = sympy.Mul.make_args(product)
    indices = [tuple(index for index in letters if index in factor.free_symbols) for factor in factors]
    plans = [_planned(factor, own) for factor, own in zip(factors, indices, strict=True)]

    def plan(known: dict[Any, Array]) -> Array:
        if (node, free) not in known:
            arrays = [one(known) for one in plans]
            # an axis of one world would keep einsum from multiplying matrices
            worlds = ["..." if array.shape[-1] > 1 else "" for array in arrays]
            operands = [array if many else array[..., 0] for array, many in zip(arrays, worlds, strict=True)]
            subscripts = [
                "".join(map(letters.__getitem__, own)) + many for own, many in zip(indices, worlds, strict=True)
            ]
            result = "".join(map(letters.__getitem__, free)) + max(worlds)
            total = np.einsum(f"{','.join(subscripts)}->{result}", *operands, optimize=True)
            known[node, free] = total if any(worlds) else np.asarray(total)[..., None]
        return _spread(known[node, free], free, axes)

    return plan
