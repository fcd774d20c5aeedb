"""A formula's two sides come out the same in floats and in balls, and its parameters are named."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Chained, Informational, Symbolic

K, i = sympy.Symbol("K", integer=True, positive=True), sympy.Symbol("i", integer=True)
w, beta = sympy.IndexedBase("w"), sympy.Symbol("beta", positive=True)
total = sympy.Sum(w[i] ** 2, (i, 0, K - 1))
MIXED = Symbolic(
    lambda: sympy.Le(
        sympy.Sum(sympy.log(w[i] ** 2 / beta), (i, 0, K - 1)) / 2,
        sympy.LambertW(total) + sympy.polygamma(0, beta) + sympy.EulerGamma + sympy.sqrt(total) * sympy.exp(-beta),
        evaluate=False,
    )
)


def test_floats_and_balls_agree():
    floats = MIXED.evaluate({"K": 3, "w": np.array([1.0, 2.0, 0.5]), "beta": 0.3})
    balls = MIXED.enclose({"K": 3, "w": [1, 2, Fraction(1, 2)], "beta": Fraction(3, 10)})
    for value, enclosure in zip(floats, balls, strict=True):
        assert value == pytest.approx(float(enclosure), rel=1e-12)
        assert enclosure.high - enclosure.low < 1e-20


def test_parameters_and_relation():
    assert MIXED.parameters == ("K", "beta", "w")
    assert MIXED.relation == "<="


def test_a_missing_value_is_named():
    with pytest.raises(ValueError, match="no value for beta"):
        MIXED.evaluate({"K": 1, "w": np.ones(1)})


def test_scalars_may_be_arrays():
    formula = Symbolic(lambda: sympy.Ge(sympy.log(beta), 1 - 1 / beta, evaluate=False))
    lhs, rhs = formula.evaluate({"beta": np.array([0.5, 1.0, 2.0])})
    assert lhs.shape == (3,)
    assert np.all(lhs >= rhs)


def test_balls_keep_rationals_exact():
    formula = Symbolic(lambda: sympy.Eq(beta / 3, sympy.Rational(1, 7), evaluate=False))
    lhs, rhs = formula.enclose({"beta": Fraction(3, 7)})
    assert not lhs.above(rhs)
    assert not lhs.below(rhs)


def test_an_int_over_an_int_is_no_float():
    a, b = sympy.symbols("a b", positive=True)
    ratio = Symbolic(lambda: sympy.Eq(a / (a + b), 1 - b / (a + b), evaluate=False))
    assert ratio.exactly({"a": 1, "b": 2}) == (Fraction(1, 3), Fraction(1, 3))
    for side in ratio.enclose({"a": 1, "b": 2}):
        assert Fraction(side.low) < Fraction(1, 3) < Fraction(side.high)


def test_a_function_without_balls_is_refused_by_name():
    formula = Symbolic(lambda: sympy.Le(sympy.zeta(beta), 1, evaluate=False))
    with pytest.raises(ValueError, match="no ball arithmetic for zeta"):
        formula.enclose({"beta": 2})


def test_an_informational_claim_reads_as_it_is_written():
    claim = Informational(goal=("I(z;n) <= I(z;x)",), given=("n -> x -> z",), exists=("n",))
    assert str(claim) == "exists n: I(z;n) <= I(z;x)  given  n -> x -> z"
    assert r"\le" in claim.to_latex()


def test_a_claim_about_chains_of_every_length_is_one_about_each():
    pair = Chained(goal=("I(z[L];n) <= I(z[i];z[i+1])",), head=("(y,n)", "x"), given=("I(z[L];y) = I(x;y)",))
    at_three = pair.at(3)
    assert at_three.goal == ("I(z3;n) <= I(z1;z2)", "I(z3;n) <= I(z2;z3)")
    assert at_three.given == ("(y,n) -> x -> z1 -> z2 -> z3", "I(z3;y) = I(x;y)")
    assert str(pair).endswith("for 1 <= i < L  given  (y,n) -> x -> z[1] -> ... -> z[L]; I(z[L];y) = I(x;y)")
    assert r"I(z_{i};z_{i+1})\quad (1 \le i < L)" in pair.to_latex()
    one = Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",))
    assert one.at(1) == Informational(goal=("I(x;z1) <= I(x;z1)",))  # two members are no chain
    with pytest.raises(ValueError, match="length: must be 2 at least, got 1"):
        pair.at(1)
