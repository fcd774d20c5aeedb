"""Expressions and derivations as data: what comes back is what went in, and nothing else can come in."""

import json
import sys
from copy import deepcopy
from fractions import Fraction
from types import ModuleType

import pytest
import sympy

from bounds.claims import Symbolic
from bounds.claims.certificates import held
from bounds.claims.world import World
from bounds.derivations.derivation import Derivation, Step, Theorem, sampled
from bounds.derivations.expectation import INPUT, Mean
from bounds.derivations.family_limit import FamilyLimit, entries
from bounds.derivations.naming import Named
from bounds.derivations.storing import Table
from bounds.derivations.theorems import jensen, term_by_term

x, y = sympy.symbols("x y", positive=True)
i, K = sympy.Symbol("i", integer=True), sympy.Symbol("K", integer=True, positive=True)
t = sympy.IndexedBase("t", positive=True)
LIMITS = (i, 0, K - 1)
L = sympy.Function("L")


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Add(x, x, evaluate=False),
        sympy.Mul(2, sympy.Add(x, -x, evaluate=False), evaluate=False),
        sympy.Pow(sympy.Integer(2), 3, evaluate=False),
        sympy.exp(sympy.log(x, evaluate=False), evaluate=False),
        sympy.log(1, evaluate=False),
        sympy.Max(x, y, sympy.Rational(1, 3)),
        sympy.Sum(t[i] ** 2, LIMITS),
        Mean.over(sympy.log(t[INPUT])),
        Named(r"\rho", x / y) + 1,
        sympy.Integral(L(x) * sympy.exp(-x), (x, 0, sympy.oo)),
        sympy.Derivative(L(x), (x, 2)),
        sympy.Subs(sympy.Derivative(L(x), x), x, y + 1),
        sympy.Limit(sympy.exp(-x), x, 0, "+"),
        sympy.Lambda((x, y), sympy.KroneckerDelta(1, i) * x),
        sympy.Float(0.1) + sympy.pi + sympy.E + sympy.polygamma(0, x) + sympy.erf(x) + sympy.LambertW(x),
        sympy.Tuple(i, 0, -sympy.oo),
        sympy.Symbol("x") + sympy.Symbol("x", real=True),
    ],
)
def test_an_expression_comes_back_as_it_was(expression):
    table = Table()
    place = table.place(expression)
    again = Table.of(json.loads(json.dumps(table.nodes)))[place]
    assert again == expression
    assert sympy.srepr(again) == sympy.srepr(expression)
    assert type(again) is type(expression)


def test_a_part_that_stands_often_is_stored_once():
    nested = x
    for _ in range(60):
        nested = Named("n", sympy.Mul(nested, nested, evaluate=False))  # 2^60 symbols, were it written out
    table = Table()
    table.place(nested)
    assert len(table.nodes) == 121


@pytest.mark.parametrize(
    "expression", [sympy.Dummy("z"), sympy.Float(1, 40), sympy.Function("exec")(x), sympy.gamma(x)]
)
def test_what_cannot_be_stored_faithfully_is_refused(expression):
    with pytest.raises(ValueError, match=r"expression: |nodes: "):
        Table().place(expression)


SYMBOL = ["Symbol", "x", {}]


@pytest.mark.parametrize(
    "nodes",
    [
        [SYMBOL, ["Function", "__import__", 0]],
        [SYMBOL, ["Function", "exec", 0]],
        [["Function: __import__", 0]],
        [["Str", "__import__('os')"]],
        [["Symbol", "__import__('os').system('true')", {}]],
        [["Symbol", "x", {"positive": 1}]],
        [["Symbol", "x", {"evaluate": True}]],
        [["Symbol", "x", {"positive": True, "negative": True}]],
        [["Add", 0, 0]],
        [SYMBOL, ["Add", -1, 0]],
        [SYMBOL, ["Add", 0, 2], SYMBOL],
        [SYMBOL, ["Tuple", 0], ["Add", 0, 1]],
        [SYMBOL, ["Add", 0, "x"]],
        [SYMBOL, ["Add", True, 0]],
        [SYMBOL, ["Limit", 0, 0, 0, "__import__('os')"]],
        [["Rational", "1/0"]],
        [["Rational", "1e999999999"]],
        [["Rational", "9" * 400]],
        [["Float", 1]],
        [["Sum"]],
        [["Lambda", 0]],
        [[]],
        ["Add"],
        {"Add": 0},
        None,
    ],
)
def test_a_node_that_is_not_allowed_is_refused(nodes):
    with pytest.raises(ValueError, match="nodes: "):
        Table.of(nodes)


def _draw(rng):
    size = int(rng.integers(1, 5))
    return {"K": size, "i": 0, "t": rng.uniform(0.1, 3, size=size), "x": rng.uniform(0.1, 3)}


def derivation():
    """Jensen's inequality, and a proof within a proof."""
    total = sympy.Sum(t[i], LIMITS)
    arguments = {"scale": sympy.Integer(1), "term": t[i], "limits": LIMITS}
    points = sampled(_draw)
    within = Derivation(steps=(Step(lhs=t[i], relation="<=", rhs=t[i] + x),), points=points)
    first = Step(
        lhs=sympy.Sum(sympy.log(t[i]), LIMITS),
        relation="<=",
        rhs=K * sympy.log(total / K),
        by=jensen,
        arguments=arguments,
        because="log is concave",
    )
    middle = Step(lhs=first.rhs, relation="<=", rhs=first.rhs + x)
    termwise = Derivation(
        steps=(
            Step(
                lhs=total, relation="<=", rhs=sympy.Sum(t[i] + x, LIMITS), by=term_by_term, arguments={"proof": within}
            ),
        ),
        points=points,
    )
    return Derivation(steps=(first, middle), points=points), termwise


def formula(one):
    return Symbolic(lambda: sympy.Le(one.steps[0].lhs, one.steps[-1].rhs, evaluate=False))


@pytest.mark.parametrize("one", derivation())
def test_a_derivation_comes_back_as_it_was(one):
    again = Derivation.from_json(json.loads(json.dumps(one.to_json(), allow_nan=False)))
    assert again == one
    assert again.verify(formula(one))
    assert again.to_json() == one.to_json()


def _sign(data):
    (place,) = [k for k, node in enumerate(data["nodes"]) if node == ["Symbol", "x", {"positive": True}]]
    data["nodes"][place] = ["Symbol", "x", {"negative": True}]


def _relation(data):
    data["steps"][1]["relation"] = ">="


def _fewer(data):
    data["points"] = data["points"][:1]


def _other_rule(data):
    data["steps"][0]["by"] = {"rule": "bounds.derivations.theorems:integration"}


def _loose(data):
    data["steps"][0]["rhs"] = data["steps"][1]["rhs"]


@pytest.mark.parametrize("change", [_sign, _relation, _fewer, _other_rule, _loose])
def test_a_derivation_that_was_changed_in_the_file_is_read_and_refused(change):
    one = derivation()[0]
    data = one.to_json()
    change(data)
    assert not Derivation.from_json(data).verify(formula(one))


@pytest.mark.parametrize(
    "rule",
    [
        "os:system",
        "tests.bounds.derivations.test_storing:derivation",
        "bounds.derivations.theorems:sympy",
        "bounds.derivations.theorems:_same",
        "bounds.derivations.theorems:nothing",
        "bounds.nothing:jensen",
        "bounds.derivations.derivation:Theorem",
        ["bounds"],
        None,
    ],
)
def test_a_rule_that_is_none_of_bounds_is_refused(rule):
    data = derivation()[0].to_json()
    data["steps"][0]["by"] = {"rule": rule}
    with pytest.raises(ValueError, match="address: "):
        Derivation.from_json(data)


def test_a_rule_that_another_module_holds_is_refused(monkeypatch):
    elsewhere = ModuleType("else.where")
    elsewhere.rule = jensen
    monkeypatch.setitem(sys.modules, "else.where", elsewhere)
    with pytest.raises(ValueError, match="names nothing in bounds"):
        held("else.where:rule", Theorem)
    assert held("bounds.derivations.theorems:jensen", Theorem) is jensen


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("nodes", {}),
        ("steps", [1]),
        ("steps", None),
        ("points", [{"x": "1"}]),
        ("points", [{"x": float("nan")}]),
        ("points", [{"x": {"node": 99}}]),
        ("points", [{"x": {"call": 0}}]),
        ("points", 1),
    ],
)
def test_data_that_are_no_derivation_are_one_sentence(key, wrong):
    with pytest.raises(ValueError, match="data: is not a derivation"):
        Derivation.from_json({**derivation()[0].to_json(), key: deepcopy(wrong)})


def test_a_family_limit_comes_back_as_it_was():
    a = sympy.Symbol("a", positive=True)
    one = FamilyLimit(
        values={"a": 1 / x, "t": entries(x, y, indices=2)},
        parameter=x,
        point=sympy.Integer(0),
        family="a = 1/x",
        members=tuple((Fraction(1, n), World({"a": n})) for n in (1, 2, 6)),
    )
    again = FamilyLimit.from_json(json.loads(json.dumps(one.to_json())))
    assert again == one
    assert again.verify(Symbolic(lambda: sympy.Le(a, 5, evaluate=False)))
    with pytest.raises(ValueError, match="data: is not a family's limit"):
        FamilyLimit.from_json({**one.to_json(), "parameter": one.to_json()["point"]})


@pytest.mark.parametrize("value", [float("inf"), sympy.Symbol("x"), "1", None])
def test_a_random_point_holds_numbers(value):
    with pytest.raises(ValueError, match="draw: a value must be"):
        sampled(lambda rng: {"x": value})
