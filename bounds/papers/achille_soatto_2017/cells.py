"""Lemma 2.2's construction in symbols, for every finite joint: the sums that it stands on, each with its derivation.

For one value y of the task: p[k] the probability of the k-th of m values of the datum, u[c] the c-th of the N + 1
sorted cuts of [0,1], all tasks' together, and a[k] the place of F(k) = p[1] + ... + p[k] among them. The nuisance n is
the cell c, from u[c - 1] to u[c], that a uniform point falls in, and the datum is the k with a[k - 1] < c <= a[k].
"""

from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.formula import Symbolic
from bounds.derivations.derivation import Derivation, RestsOn, Step, sampled, theorem
from bounds.derivations.theorems import telescoping
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

c, l, k = sympy.symbols("c l k", integer=True)  # noqa: E741 - the sum's index, as on the page
m, N = sympy.symbols("m N", integer=True, positive=True)
p, u = (sympy.IndexedBase(name, nonnegative=True) for name in ("p", "u"))
a = sympy.IndexedBase("a", integer=True)
LENGTH = u[c] - u[c - 1]
BEFORE, AFTER = sympy.symbols("a_before a_after", integer=True)  # a[k - 1] and a[k] at the k in hand


def up_to(last: sympy.Expr) -> sympy.Expr:
    """F(last)."""
    return sympy.Sum(p[l], (l, 1, last))


@theorem("ends of the cuts", "u[0] = 0 and u[N] = 1; a[0] = 0 and a[m] = N", requires=(assumed.FINITE,))
def ends(step: Step) -> bool:
    known = {u[0]: sympy.Integer(0), u[N]: sympy.Integer(1), a[0]: sympy.Integer(0), a[m]: N}
    return step.relation == "=" and step.lhs.xreplace(known) == step.rhs


@theorem("every F(k) is a cut", "u[a[k]] = p[1] + ... + p[k]", requires=(assumed.FINITE,))
def cut_at_every_value(step: Step) -> bool:
    known = {u[AFTER]: up_to(k), u[BEFORE]: up_to(k - 1)}
    return step.relation == "=" and step.lhs.xreplace(known) == step.rhs


@theorem("a sum less all but its last term", "sum_{l=1}^k p[l] - sum_{l=1}^{k-1} p[l] = p[k]")
def last_term(step: Step) -> bool:
    return step.relation == "=" and step.lhs == up_to(k) - up_to(k - 1) and step.rhs == p[k]


def lines() -> tuple[tuple[str, Symbolic, Derivation], ...]:
    """What each sum shows, the sum, and its derivation."""
    whole = sympy.Sum(LENGTH, (c, 1, N))
    cells = sympy.Sum(a[k] - a[k - 1], (k, 1, m))
    given = sympy.Sum(LENGTH, (c, BEFORE + 1, AFTER))
    between = u[AFTER] - u[BEFORE]
    return (
        _line(
            "P(n = c | y) is the cell's length for every y, so I(y;n) = 0; the lengths add up to one",
            [whole, (telescoping, {"term": sympy.Lambda(c, u[c])}), u[N] - u[0], (ends, {}), sympy.Integer(1)],
        ),
        _line(
            "every cell has exactly one k, so x is a function of y and n and H(x|y,n) = 0: the k's have all N cells",
            [cells, (telescoping, {"term": sympy.Lambda(k, a[k])}), a[m] - a[0], (ends, {}), N],
        ),
        _line(
            "the cells of k have the probability of x = k given y, so the joint of x and y is the given one",
            [
                given,
                (telescoping, {"term": sympy.Lambda(c, u[c])}),
                between,
                (cut_at_every_value, {}),
                up_to(k) - up_to(k - 1),
                (last_term, {}),
                p[k],
            ],
        ),
    )


def rests_on() -> RestsOn:
    """What the three derivations rest on together."""
    return Derivation(
        steps=tuple(step for *_, proof in lines() for step in proof.steps), points=sampled(_draw)
    ).rests_on()


def _line(shows: str, stages: list[Any]) -> tuple[str, Symbolic, Derivation]:
    sides, rules = stages[::2], stages[1::2]
    steps = tuple(
        Step(lhs=lhs, relation="=", rhs=rhs, by=rule, arguments=arguments)
        for lhs, (rule, arguments), rhs in zip(sides, rules, sides[1:], strict=False)
    )
    formula = Symbolic(lambda: sympy.Eq(sides[0], sides[-1], evaluate=False))
    return shows, formula, Derivation(steps=steps, points=sampled(_draw))


def _draw(rng: np.random.Generator) -> dict[str, Any]:
    """The cuts of two random laws of the datum, seen from the first, in exact fractions."""
    size = int(rng.integers(1, 5))
    laws = [[Fraction(int(n), int(sum(counts))) for n in counts] for counts in rng.integers(1, 6, size=(2, size))]
    ends_of = [[sum(law[:last], Fraction(0)) for last in range(size + 1)] for law in laws]
    cuts = sorted({end for row in ends_of for end in row})
    places = [cuts.index(end) for end in ends_of[0]]
    at = int(rng.integers(1, size + 1))
    return {
        "m": size,
        "N": len(cuts) - 1,
        "u": np.array(cuts, dtype=float),
        "a": np.array(places),
        "p": np.array([0, *laws[0]], dtype=float),
        "k": at,
        "a_before": places[at - 1],
        "a_after": places[at],
    }
