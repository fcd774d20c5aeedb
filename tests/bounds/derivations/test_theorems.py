"""Textbook rules refuse what misses one of their conditions."""

import sympy

from bounds.derivations.derivation import Step
from bounds.derivations.theorems import jensen

i, n = sympy.Symbol("i", integer=True), sympy.Symbol("n", integer=True, positive=True)
LIMITS = (i, 0, n - 1)


def step(**signs):
    """Jensen's inequality for terms and a scale of these signs."""
    term = sympy.IndexedBase("t", **signs.get("term", {"positive": True}))[i]
    scale = sympy.Symbol("c", **signs.get("scale", {"positive": True}))
    lhs = scale * sympy.Sum(sympy.log(term), LIMITS)
    rhs = scale * n * sympy.log(sympy.Sum(term, LIMITS) / n)
    return Step(lhs=lhs, relation="<=", rhs=rhs, by=jensen, arguments={"scale": scale, "term": term, "limits": LIMITS})


def test_jensen_wants_positive_terms_and_a_positive_scale():
    assert jensen.instance(step())
    assert not jensen.instance(step(term={"real": True}))
    assert not jensen.instance(step(scale={"real": True}))
