"""Largest constants, least values, needed hypotheses, other tools' spelling, and how all of it is typeset."""

import dataclasses
from fractions import Fraction

import latex2mathml.converter
import numpy as np
import pytest

from bounds.distribution.joint import Joint
from bounds.shannon import H, I, chain, largest, minimise, needed_hypotheses, parse, prove, smallest
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.typeset import latex

INGLETON = "I(a;b) <= I(a;b|c) + I(a;b|d) + I(c;d)"

BEST = [
    (largest, "c", "{} H(a) <= H(a,b)", [], Fraction(1)),
    (largest, "c", "2{} H(a) <= H(a,b)", [], Fraction(1, 2)),
    (smallest, "c", INGLETON + " + {} H(a)", [], Fraction(1, 2)),
    (largest, "c", INGLETON + " - {} I(a;b)", [], Fraction(-1)),
    (smallest, "t", "H(a,b,c,d) <= {} (H(a,b,c) + H(b,c,d) + H(a,c,d) + H(a,b,d))", [], Fraction(1, 3)),
    (largest, "lambda", "{} I(x;z) <= I(x;y)", ["x -> y -> z"], Fraction(1)),
    (largest, "t", "H(x) + H(y) >= {}", ["I(x;y) >= 3"], Fraction(6)),
    (largest, "t", "{} <= I(x;y)", ["H(x) >= 1e20", "H(x|y) <= 1e-20"], 10**20 - Fraction(1, 10**20)),
    (largest, "c", "{} H(b) <= H(a)", ["H(a) >= 1/7 H(b)"], Fraction(1, 7)),
]


@pytest.mark.parametrize(("question", "constant", "claim", "given", "value"), BEST)
def test_the_best_constant_has_a_certificate_and_nothing_beyond_it(question, constant, claim, given, value) -> None:
    best = question(constant, claim.format(constant), given)
    assert best.value == value
    assert best.verify()
    for wrong in (value + 1, value - 1, value + Fraction(1, 10**9), value - Fraction(1, 10**9)):
        assert not dataclasses.replace(best, value=wrong).verify()
    assert not dataclasses.replace(best, direction=-best.direction).verify()
    step = Fraction(1, 10**30) * best.direction
    at = [claim.format(f"({number})") for number in (value - step, value, value + step)]
    assert [prove(line, given, search=False).verdict for line in at] == ["proved", "proved", "undecided"]


def test_the_least_value_is_reached() -> None:
    least = minimise("H(a,b,c)", given=["H(a,b) >= 1", "H(b,c) >= 1", "I(a,b;b,c) <= 1/2"])
    assert least.value == Fraction(3, 2)
    assert least.verify()
    assert least.polymatroid.ranks["a,b,c"] == least.value
    assert minimise("I(a;b) - I(a;b|c)", ["H(c) <= 2"]).value == -2


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: largest("c", "H(a) <= c H(a,b)"), "c has no best value"),
        (lambda: largest("c", "I(a;b) + c H(z) <= I(a;b|c)"), "claim: has no Shannon-type proof, whatever c is"),
        (lambda: largest("c", "c c H(a) <= H(a,b)"), "not linear in c"),
        (lambda: largest("c", "H(a) <= H(a,b)"), "c does not stand in the claim"),
        (lambda: largest("c", "c H(a) = H(a,b)"), "claim: must be one inequality"),
        (lambda: largest("c", "c H(a) <= H(a,b) + 1"), "c = 1 is a limit"),
        (lambda: largest("t", "t <= H(a)", "H(a) > 1"), "given: a strict inequality"),
        (lambda: largest("t", "t H(a) <= H(a)", ["H(a) >= 1", "H(a) <= 1 - 1e-30"]), "given: .* contradict"),
        (lambda: largest("t", f"t H({','.join('abcdefghi')}) <= H(a)"), "at most 8 variables"),
        (lambda: minimise("H(a"), r"expression: expected '\)'"),
        (lambda: minimise("H(a) - H(b)"), "has no least value"),
    ],
)
def test_a_question_without_an_answer_is_one_sentence(ask, message) -> None:
    with pytest.raises(ValueError, match=message):
        ask()


def test_hypotheses_that_are_used_and_needed() -> None:
    given = ["H(w) >= 1", "I(y;n) = 0", "(y,n) -> x -> z", "I(z;y) = I(x;y)", "I(z;n|x,y) = 0"]
    goal = "I(z;n) <= I(z;x) - I(x;y)"
    result = prove(goal, given)
    assert set(result.certificate.used) <= set(given)
    assert prove(goal, result.certificate.used).verdict == "proved"
    needed = needed_hypotheses(goal, given)
    assert prove(goal, needed).verdict == "proved"
    for one in needed:
        assert prove(goal, [line for line in needed if line != one], search=False).verdict == "undecided"
    assert needed_hypotheses(goal, given[:2]) is None


def test_the_case_of_equality_makes_both_sides_equal() -> None:
    certificate = prove("I(x;z) <= I(x;y)", "x -> y -> z").certificate
    assert certificate.equality
    assert prove("I(x;z) = I(x;y)", ["x -> y -> z", *certificate.equality]).verdict == "proved"
    assert prove("I(x;z) = I(x;y)", ["x -> y -> z"]).verdict == "refuted"


@pytest.mark.parametrize("number", ["1e3", "1E3", "1e+3", "1.5e-3", "2e999"])
def test_numbers_with_an_exponent_are_read_by_both_readers(number: str) -> None:
    assert parse(f"{number} H(x) >= 0").constraints[0].expression.coefficients == {frozenset("x"): Fraction(number)}
    assert prove(f"H(x) - {number} I(x;y) >= H(x) - {number} H(x)").certificate.verify()
    term = f"{number} H(x) >= 0"
    assert not ShannonCertificate((term.replace("e", "0e", 1).replace("E", "0E", 1),), (), (), ()).verify()


@pytest.mark.parametrize("number", ["1e1000", "1e99999999999", "1e", "e3"])
def test_an_exponent_that_is_too_large_or_none_is_refused_by_both(number: str) -> None:
    with pytest.raises(ValueError, match="goal: "):
        parse(f"{number} H(x) >= 0")
    assert not ShannonCertificate((f"{number} H(x) >= 0 H(x)",), (), (), ()).verify()


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("I(X & Y) <= 0", "separated by ';'"),
        ("H(X+Y) <= 1", r"joined by ',': H\(x,y\)"),
        ("I(X;Y+Z) >= 0", "joined by ','"),
        ("markov(X, Y, Z)", "x -> y -> z"),
        ("indep(X, Y)", "x _|_ y"),
        ("H(X|Y) == 0 >> I(X;Z) <= I(Y;Z)", "given apart"),
        ("X/Y/Z", "x -> y -> z"),
        ("X:Y", r"x = f\(y\)"),
        ("X.Y", "x _|_ y"),
        ("y _|_ x,t", r"y _\|_ \(x,t\)"),
        ("I[x;y] >= 0", "parentheses are round"),
        ("x - y - z", "x -> y -> z"),
        ("x <-> y <-> z", "x -> y -> z"),
        ("x — y — z", "x -> y -> z"),
        ("x --> y --> z", "x -> y -> z"),
        ("x ⟂ y", "x _|_ y"),
        ("x ⊥⊥ y | z", "x _|_ y"),
        ("I(x:y) >= 0", "separated by ';'"),
        ("I(x ∧ y | z) >= 0", "separated by ';'"),
        ("H(x y) >= 0", "joined by ','"),
        ("H(x|y) => 0", "relations are written <="),
        ("H(x) >= H(y) given y = f(x)", "given apart"),
        ("H(x) >= 0; H(y) >= 0", "several texts"),
        ("1 000 H(x) >= 0", "a number is written without spaces"),
    ],
)
def test_other_tools_spelling_is_answered_with_ours(written: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice.replace("_|_", r"_\|_") if "\\|" not in advice else advice):
        parse(written)


def test_a_constant_of_three_digits_stands_behind_a_number() -> None:
    best = largest("c", "2 c H(a) <= 1000 H(a,b)")
    assert best.value == 500
    assert best.verify()


def test_a_joint_entropy_without_its_comma_is_no_other_variable() -> None:
    for claim in ("H(xy) <= H(x) + H(y)", "I(xz;y) >= I(x;y) - I(z;y)", "H(abc) >= H(a,b,c)"):
        with pytest.raises(ValueError, match=r"^variables: '[a-z]+' is one name beside .* is written [a-z],[a-z]"):
            prove(claim)
    assert prove("H(xy) <= H(x) + H(xy)", variables=["x", "xy"]).verdict == "proved"
    assert prove("H(x) <= H(x,xy)").verdict == "proved"  # beside x alone xy is a name as good as x1
    assert prove("H(xx) + H(x) >= H(x,xx)").verdict == "proved"


def test_no_least_value_is_said_of_the_expression() -> None:
    with pytest.raises(ValueError, match=r"^expression: H\(a\) - H\(b\) has no least value"):
        minimise("H(a) - H(b)")
    assert minimise("H(a)", given="H(a,b) >= 1")._repr_html_().startswith("<pre>0\n")


def test_a_joint_from_an_array() -> None:
    half = Fraction(1, 2)
    exact = Joint.from_array([[half, 0], [0, half]], ("x", "y"))
    assert exact == Joint({(0, 0): half, (1, 1): half}, ("x", "y"))
    assert Joint.from_array(np.full((2, 2, 2), 1 / 8), ("x", "y", "z")).mutual_information("x", "y") == pytest.approx(0)
    assert Joint.from_array(np.array([0, 1]), ("x",)).exact


@pytest.mark.parametrize(
    ("array", "names", "message"),
    [
        ([0.5, 0.5], ("x", "y"), "array: must have one axis for each of x, y"),
        ([[1], [0, 0]], ("x", "y"), "array: "),
        ([], ("x",), "array: "),
        ([0.5, 0.6], ("x",), "must sum to 1"),
        (["a", "b"], ("x",), "must be numbers"),
    ],
)
def test_an_array_that_is_no_joint_is_refused(array, names, message) -> None:
    with pytest.raises(ValueError, match=message):
        Joint.from_array(array, names)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("I(x;z|y) <= 1/2 H(x)", r"I(x;z\mid y) \le  \frac{1}{2} H(x)"),
        ("(y,n) -> x -> z", r"(y,n) \to  x \to  z"),
        ("a_|_b", r"a\perp\!\!\!\perp b"),
        ("z_i = f(theta,x12')", r"z_{i} = f(\mathit{theta},x_{12}')"),
        ("1e-3 TC(a,b) >= 0", r"1\cdot 10^{-3} \mathrm{TC}(a,b) \ge  0"),
    ],
)
def test_lines_as_latex(line: str, written: str) -> None:
    assert latex(line) == written
    assert parse(line)._repr_latex_() == f"${written}$"


def test_derivations_and_results_are_typeset() -> None:
    proved = prove("I(z_1;n) <= 3/2 I(x;n)", ["(y,n) -> x -> z_1"])
    shown = proved.certificate._repr_latex_()
    assert shown.count("bigl[") == len(proved.certificate.terms)
    for text in (shown.strip("$"), proved.to_latex(), (H("x") - I("x", "y"))._repr_latex_().strip("$")):
        assert "<math" in latex2mathml.converter.convert(text)
    assert chain("a", "b", "c")._repr_latex_() == r"$a \to  b \to  c$"
    assert "undecided" in prove(INGLETON, search=False)._repr_html_()
    assert "I(x;y) &lt;= 0 fails" in prove("I(x;y) <= 0")._repr_html_()
    assert prove("I(x;y) <= 0", search=False).polymatroid._repr_html_().startswith("<pre>")
