"""Formulas are set as people set them, and say the same."""

import pytest
from sympy import Eq, Function, IndexedBase, Le, Mul, Rational, Sum, exp, log, symbols

from bounds.claims.formula import Symbolic
from bounds.claims.printing import latex
from bounds.ledger import LEDGER

a, b, alpha, K, i, j = symbols("a b alpha K i j")
w, x = IndexedBase("w"), IndexedBase("x")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (log(a + b) / 2, r"\frac{1}{2} \log{\left(a + b \right)}"),
        (-log(alpha) / 2, r"- \frac{1}{2} \log \alpha"),
        (K * (log(a) - log(b)) / 2, r"\frac{K}{2} \left(\log a - \log b\right)"),
        (Mul(Rational(1, 2), log(2), evaluate=False), r"\frac{1}{2} \log 2"),
        (log(a) ** 2, r"\log{\left(a \right)}^{2}"),
        (a / 2, r"\frac{a}{2}"),
        ((a + 1) * (b + 1) / K, r"\frac{\left(a + 1\right) \left(b + 1\right)}{K}"),
        (a * exp(-b / 2) / 2, r"\frac{a}{2} e^{- \frac{b}{2}}"),
        (b - a, "b - a"),
        (log(-a), r"\log{\left(- a \right)}"),
    ],
)
def test_a_half_stands_in_front_and_what_is_positive_first(expression, said: str) -> None:
    assert latex(expression) == said


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (Sum(w[i], (i, 0, K - 1)), r"\sum_{i=1}^{K} {w}_{i}"),
        (Sum(w[i], (i, 0, K - 1)) / K, r"\frac{1}{K} \sum_{i=1}^{K} {w}_{i}"),
        (Sum(-w[i], (i, 0, K - 1)), r"\sum_{i=1}^{K} \left(- {w}_{i}\right)"),
        (Sum(w[i] * x[i, j], (i, 0, K - 1), (j, 0, a)), r"\sum_{i=1}^{K} \sum_{j=1}^{a + 1} {w}_{i} {x}_{i,j}"),
        (Sum(w[i], (i, 1, K)), r"\sum_{i=1}^{K} {w}_{i}"),  # the page's own
    ],
)
def test_entries_are_counted_from_one(expression, said: str) -> None:
    assert latex(expression) == said


@pytest.mark.parametrize(
    "expression",
    [
        Sum(i * w[i], (i, 0, K - 1)),
        Sum(w[i] - w[i + 1], (i, 0, K - 1)),
        Sum(Function("F")(i), (i, 0, K - 1)),
        Le(w[0], Sum(w[i], (i, 0, K - 1))),
        Sum(Sum(x[j], (j, 0, i)) * w[i], (i, 0, K - 1)),
    ],
)
def test_where_an_index_is_more_than_a_name_it_stays(expression) -> None:
    assert "=0}^{" in latex(expression)
    assert r"=1}^{" not in latex(expression)


def test_a_relation_is_counted_as_one() -> None:
    left, right = Sum(w[i], (i, 0, K - 1)), Sum(i, (i, 0, K - 1))
    assert latex(Eq(left, right)) == r"\sum_{i=0}^{K - 1} {w}_{i} = \sum_{i=0}^{K - 1} i"


def test_every_formula_of_the_ledger_can_be_set_with_its_brackets_closed() -> None:
    shown = [r.formula.to_latex() for one in LEDGER for r in one.readings if isinstance(r.formula, Symbolic)]
    assert shown
    for line in shown:
        assert line.count(r"\left") == line.count(r"\right"), line
        assert line.count("{") == line.count("}"), line
