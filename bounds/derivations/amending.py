"""Errata of formulas by machine: edits of a refuted relation's tree that survive its counterexample and random worlds.

What survives is not proved: it says how many worlds it survived, and how close its two sides came. Which edits say what
a reading says that is proved, `same` tells.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from bounds.claims.formula import Symbolic, symbols_of
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import UNREADABLE, By, World
from bounds.derivations.algebra import normal_form
from bounds.derivations.naming import Named, spelled_out

if TYPE_CHECKING:
    import sympy

COST = {"sign": 1, "factor": 2, "power": 2, "left out": 2, "index": 2, "relation": 3}
SIZES = (1, 2, 3, 5)  # of arrays, beside that of the counterexample
SPREAD = 1.5  # standard deviation of the logarithms that are drawn


@dataclass(frozen=True)
class Amendment:
    """An edited formula, what was edited, in how many worlds it held, and the median share that its sides are apart."""

    formula: Symbolic
    kind: str
    edit: str
    trials: int
    gap: float

    def __str__(self) -> str:
        return f"{self.formula} ({self.edit}): survives {self.trials} trials"


def amendments(
    formula: Symbolic,
    world: World,
    hypotheses: Sequence[Hypothesis] = (),
    *,
    trials: int = 60,
    most: int = 5,
    seed: int = 0,
) -> list[Amendment]:
    """Relations one edit from a refuted one that hold in its counterexample and in random worlds, the plainest first.

    Edits change a sign, a power, a factor of 2 or the relation, or leave a term or a factor out; of edits of one kind
    those with the nearer sides come first. What a name stands for is not edited. Left out is an inequality whose sides
    have opposite signs everywhere. Worlds are drawn with the counterexample's shapes and others, over orders of
    magnitude, and those that break a hypothesis are drawn again. Raises ValueError where the world does not refute the
    formula, or has values by lemmas, of which none can be drawn.

    >>> import sympy
    >>> a = sympy.Symbol("alpha", positive=True)
    >>> g = sympy.log(1 - sympy.exp(-a)) / 2
    >>> false = Symbolic(lambda: sympy.Eq(sympy.log(1 + 1 / (sympy.exp(a) - 1)) / 2, g, evaluate=False))
    >>> print(*amendments(false, World({"alpha": 1}), most=1))
    Eq(log(1 + 1/(exp(alpha) - 1))/2, -log(1 - exp(-alpha))/2) (sign of log(1 - exp(-alpha))/2): survives 60 trials
    """
    if any(isinstance(value, By) for value in world.values.values()):
        raise ValueError("world: has values by lemmas, of which no others can be drawn")
    if world.violation(formula, hypotheses) is None:
        raise ValueError("world: does not refute the formula")
    drawn = _worlds(formula, world, hypotheses, trials, np.random.default_rng(seed))
    if not drawn:
        raise ValueError("hypotheses: no world that was drawn meets them")
    found: dict[Any, Amendment] = {}
    seen = {formula.expression}
    for expression, kind, edit in _edits(formula.expression):
        if expression in seen or not hasattr(expression, "lhs") or expression.lhs == expression.rhs:
            continue
        seen.add(expression)
        amended = _held(expression)
        sides = _sides(amended, [world, *drawn])
        if sides is not None and not (amended.relation != "=" and all(a * b <= 0 for a, b in sides)):
            gap = float(np.median([abs(b - a) / max(abs(a), abs(b), 1e-300) for a, b in sides]))
            # the same on both sides of an equation, or written otherwise, is one amendment
            same = tuple(tuple(sorted(f"{abs(value):.9g}" for value in pair)) for pair in sides)
            one = Amendment(amended, kind, edit, len(drawn), gap)
            found.setdefault((amended.relation, same), one)
    return sorted(found.values(), key=lambda one: (COST[one.kind], one.gap))[:most]


def edits(formula: Symbolic, symbols: Collection[Any] = ()) -> Iterator[tuple[Symbolic, str]]:
    """The relations one edit from a formula, true or not, and what was edited.

    `symbols`: others that may be meant, in the place of one of the formula's with the same letter.

    >>> import sympy
    >>> low, high, x = sympy.symbols("dim_k dim_next x")
    >>> bound = Symbolic(lambda: sympy.Le(x, low, evaluate=False))
    >>> [str(made) for made, edit in edits(bound, [high]) if "dim_next" in edit]
    ['x <= dim_next']
    """
    for expression, _, edit in _edits(formula.expression, symbols):
        if hasattr(expression, "lhs"):
            yield _held(expression), edit


def same(one: Symbolic, other: Symbolic) -> bool:
    """Whether two relations say the same, up to the normal form of `algebra`: sides moved, names spelled out.

    >>> import sympy
    >>> x, y = sympy.symbols("x y", positive=True)
    >>> said = Symbolic(lambda: sympy.Le(sympy.log(x * y), 0, evaluate=False))
    >>> same(said, Symbolic(lambda: sympy.Ge(-sympy.log(x), sympy.log(y), evaluate=False)))
    True
    """
    if one.expression == other.expression:
        return True
    turn = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}
    if one.relation not in (other.relation, turn[other.relation]):
        return False
    sides = [normal_form(spelled_out(f.lhs - f.rhs)) for f in (one, other)]
    signs = [sign for sign, relation in ((1, other.relation), (-1, turn[other.relation])) if one.relation == relation]
    return any(sides[0] - sign * sides[1] == 0 for sign in signs)


def _held(expression: Any) -> Symbolic:
    return Symbolic(lambda: expression)


def _sides(formula: Symbolic, worlds: Sequence[World]) -> list[tuple[float, float]] | None:
    """Both sides in every world; None where one is no number, or the formula fails."""
    from sympy.polys.polyerrors import BasePolynomialError

    found = []
    for world in worlds:
        try:
            lhs, rhs = world.sides(formula)
            low, high = float(lhs), float(rhs)
        except (*UNREADABLE, BasePolynomialError):  # no number, or nothing that sympy can evaluate
            return None
        wrong = {"<=": lhs.above(rhs), ">=": lhs.below(rhs), "<": lhs.low >= rhs.high, ">": lhs.high <= rhs.low}
        if wrong.get(formula.relation, lhs.above(rhs) or lhs.below(rhs)):
            return None
        if not (abs(low) < inf and abs(high) < inf):
            return None
        found.append((low, high))
    return found


def _worlds(
    formula: Symbolic, world: World, hypotheses: Sequence[Hypothesis], count: int, rng: np.random.Generator
) -> list[World]:
    """Worlds like the one given, which meet the hypotheses."""
    known = {str(symbol): symbol for symbol in symbols_of(formula.expression)}
    found: list[World] = []
    for _ in range(8 * count):
        if len(found) == count:
            break
        sizes = {value: int(rng.choice([value, *SIZES])) for value in world.values.values() if type(value) is int}
        values = {
            name: _like(value, name, known.get(name), sizes, rng, top=True) for name, value in world.values.items()
        }
        made = type(world)(values)
        if not made.faults(formula, hypotheses):
            found.append(made)
    return found


def _like(
    value: Any, name: str, symbol: Any, sizes: Mapping[int, int], rng: np.random.Generator, *, top: bool = False
) -> Any:
    """A value of the same kind: a count, a number of the same sign or of any, or an array of such."""
    if isinstance(value, tuple):
        length = sizes.get(len(value), len(value))
        drawn = tuple(_like(value[k % len(value)], name, symbol, sizes, rng) for k in range(length))
        law = all(isinstance(one, int | Fraction) for one in value) and sum(value) == 1  # of a random variable
        return tuple(Fraction(one) / sum(drawn) for one in drawn) if law and all(one > 0 for one in drawn) else drawn
    if top and type(value) is int and symbol is not None and symbol.is_integer:
        return sizes[value]
    size = Fraction(round(float(np.exp(SPREAD * rng.standard_normal())), 3)).limit_denominator(1000)
    size = max(size, Fraction(1, 1000))
    either = symbol is not None and not (symbol.is_nonnegative or symbol.is_nonpositive)
    negative = value < 0 if not either else rng.random() < 0.5
    return -size if negative else size


def _edits(relation: "sympy.Basic", symbols: Collection[Any] = ()) -> Iterator[tuple[Any, str, str]]:
    """Relations with one node changed, the kind of change, and its words."""
    import sympy

    kinds = {"<=": sympy.Le, ">=": sympy.Ge, "=": sympy.Eq}
    for kind, made in kinds.items():
        yield made(relation.lhs, relation.rhs, evaluate=False), "relation", f"{kind} for the relation"
    for k, side in ((1, relation.rhs), (0, relation.lhs)):
        for changed, kind, edit in _of_tree(side, symbols):
            sides = (changed, relation.rhs) if not k else (relation.lhs, changed)
            yield relation.func(*sides, evaluate=False), kind, edit


def _of_tree(node: "sympy.Basic", symbols: Collection[Any] = ()) -> Iterator[tuple[Any, str, str]]:
    """The node itself changed, then each of what it is made of."""
    import sympy

    if not isinstance(node, sympy.Expr) or node.is_Integer:
        return
    yield -node, "sign", f"sign of {node}"
    yield 2 * node, "factor", f"2 times {node}"
    yield node / 2, "factor", f"half of {node}"
    if isinstance(node, sympy.Pow) and node.exp.is_Integer:
        yield from ((node.base**p, "power", f"{node.base}**{p} for {node}") for p in (node.exp - 1, node.exp + 1) if p)
    if isinstance(node, sympy.Symbol):
        yield node**2, "power", f"{node}**2 for {node}"
        meant = (one for one in symbols if one != node and str(one).split("_")[0] == str(node).split("_")[0])
        yield from ((one, "index", f"{one} for {node}") for one in meant)
    if isinstance(node, sympy.Add | sympy.Mul) and len(node.args) > 1:
        for k, part in enumerate(node.args):
            yield node.func(*node.args[:k], *node.args[k + 1 :]), "left out", f"without {part} in {node}"
    if isinstance(node, sympy.Symbol | sympy.Indexed | sympy.Number | Named):
        return
    binding = isinstance(node, sympy.Sum | sympy.Product | sympy.Integral | sympy.Limit | sympy.Derivative | sympy.Subs)
    for k, part in enumerate(node.args[:1] if binding else node.args):  # not the bound symbols
        for changed, kind, edit in _of_tree(part, symbols):
            yield node.func(*node.args[:k], changed, *node.args[k + 1 :]), kind, edit
    if isinstance(node, sympy.Subs) and len(node.point) == 1:
        for changed, kind, edit in _of_tree(node.point[0], symbols):
            yield sympy.Subs(node.expr, node.variables, (changed,)), kind, edit
