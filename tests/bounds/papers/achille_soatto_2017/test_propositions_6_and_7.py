"""Propositions 6 and 7 as properties: equation (4), T2 and T3 on exact rows, the algebra that proves them."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from bounds.claims.formula import Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import By, World
from bounds.derivations.citing import Cited
from bounds.derivations.context import Core
from bounds.derivations.derivation import Derivation, Step
from bounds.derivations.expectation import COUNT, INPUT, PROBABILITY, Mean, equal, linear
from bounds.derivations.family_limit import FamilyLimit, entries
from bounds.derivations.naming import Named, spelled_out
from bounds.derivations.theorems import integrals_keep_order
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import layer_theorems
from bounds.papers.achille_soatto_2017.lemmas import of_finitely_many_data_sets
from bounds.papers.achille_soatto_2017.rows import Row
from tests.bounds.papers.achille_soatto_2017.strategies import noisy_rows


def floats(row):
    return {k: v if isinstance(v, int) else np.array(v, dtype=float) for k, v in row.items()}


def information(row):
    pytest.importorskip("torch")
    from estimators.noisy_layer import information_per_unit

    values = floats(row)
    alpha = values["alpha"] if values["alpha"].ndim == 0 else values["alpha"][None]
    return float(information_per_unit(values["w"][None], alpha, values["x"], weights=values["P"]).value[0])


def sides(statement, name, row, **more):
    return LEDGER[statement][name].formula.evaluate({**floats(row), **more})


@given(noisy_rows())
def test_variance_is_that_of_the_mixture(row):
    """Var z = E Var(z|x) + Var E(z|x), computed without the formula's sums."""
    v = floats(row)
    mean, given_x = v["x"] @ v["w"], np.expm1(v["alpha"]) * (v["x"] ** 2 @ v["w"] ** 2)
    variance = v["P"] @ (given_x + mean**2) - (v["P"] @ mean) ** 2
    lhs, rhs = sides("proposition-6/sigma-1", "repaired", row)
    assert lhs == pytest.approx(variance, rel=1e-9)
    assert rhs == pytest.approx(variance, rel=1e-9)


@given(noisy_rows())
def test_equation_4_is_the_gaussian_divergence(row):
    v = floats(row)
    mean, given_x = v["x"] @ v["w"], np.expm1(v["alpha"]) * (v["x"] ** 2 @ v["w"] ** 2)
    variance = v["P"] @ (given_x + mean**2) - (v["P"] @ mean) ** 2
    divergence = v["P"] @ ((given_x + (mean - v["P"] @ mean) ** 2) / variance - 1 - np.log(given_x / variance)) / 2
    for name in ("printed", "sharpened"):
        assert sides("proposition-6/equation-4", name, row) == pytest.approx((divergence, divergence), abs=1e-9)


@given(noisy_rows())
def test_t2_holds_under_any_dependence(row):
    lhs, rhs = sides("proposition-7/upper-bound", "repaired", row)
    assert lhs <= rhs + 1e-9


@given(noisy_rows())
@settings(max_examples=25, deadline=None)
def test_t3_bounds_the_true_information(row):
    truth = information(row)
    lhs, rhs = sides("proposition-7", "sharpened", row, I=truth)
    assert lhs == truth <= rhs + 1e-4


@given(noisy_rows(per_weight=True, largest=2, inputs=3))
@settings(max_examples=15, deadline=None)
def test_t3_bounds_the_true_information_for_an_alpha_a_weight(row):
    truth = information(row)
    _, rhs = sides("proposition-7/per-weight-alpha", "repaired", row, I=truth)
    assert truth <= rhs + 1e-4


@given(noisy_rows())
@settings(max_examples=25)
def test_enclosures_contain_the_floats(row):
    formula = LEDGER["proposition-7/upper-bound"]["repaired"].formula
    for enclosure, value in zip(formula.enclose(row), formula.evaluate(floats(row)), strict=True):
        assert float(enclosure) == pytest.approx(float(value), abs=1e-9)


def test_t2_is_attained_by_inputs_of_one_modulus():
    row = {"N": 2, "d": 2, "P": [0.5, 0.5], "x": [[1.0, 2.0], [-1.0, 2.0]], "w": [1.0, 1.0], "alpha": 0.3}
    lhs, rhs = sides("proposition-7/upper-bound", "repaired", row)
    assert lhs == pytest.approx(rhs, abs=1e-12)


def test_normal_form_exchanges_sums_and_keeps_different_things_apart():
    r = Row()
    assert equal(Mean.over(r.square), r.m)
    assert not equal(Mean.over(r.square), r.V)
    assert not equal(Mean.over(r.input() ** 2), Mean.over(r.input()) ** 2)
    assert linear(Mean.over(sympy.Integer(3))) == 3
    assert equal(sympy.log(r.m / 2), sympy.log(r.m) - sympy.log(2))
    assert not equal(sympy.log(r.m / 2), sympy.log(r.m) + sympy.log(2))


def test_normal_form_keeps_ranges_apart():
    (i, j), (d, e) = sympy.symbols("i j", integer=True), sympy.symbols("d e", integer=True, positive=True)
    same = sympy.KroneckerDelta(i, j)
    counted = sympy.Sum(same, (j, 0, e - 1), (i, 0, d - 1))
    assert not equal(counted, e)  # min(d, e)
    assert not equal(counted, d)
    assert equal(sympy.Sum(same, (j, 0, d - 1), (i, 0, d - 1)), d)
    triangles = [sympy.Sum(1, (j, 0, i), (i, 0, size - 1)) / size for size in (d, e)]
    assert not equal(*triangles)  # (d + 1)/2 and (e + 1)/2


def test_normal_form_keeps_the_size_of_a_number_in_its_exponential():
    x = sympy.Symbol("x", real=True)
    assert equal(sympy.exp(Named("h", sympy.log(x**2) / 2)), sympy.Abs(x))
    assert not equal(sympy.exp(Named("h", sympy.log(x**2) / 2)), x)


def derived(formula, *steps, **point):
    return Derivation(steps=steps, points=(point,) * 12).verify(formula)


def test_linearity_multiplies_by_the_variance_alone():
    x, y = sympy.symbols("x y", real=True)
    formula, row = Symbolic(lambda: sympy.Eq(x, y, evaluate=False)), Row()
    for denominator in (sympy.Integer(0), Named("Z", sympy.Integer(0)), row.m - row.m, row.V):
        by = {"by": layer_theorems.linearity, "arguments": {"denominator": denominator}}
        assert not derived(formula, Step(lhs=x, relation="=", rhs=y, **by), x=1.0, y=1.0)


def test_jensen_is_for_the_mean_over_all_inputs():
    x = sympy.Symbol("x", positive=True)
    log_of_mean, row = sympy.log(Mean.over(x)), Row()
    for limits, accepted in (((INPUT, 0, -1), False), ((INPUT, 0, COUNT - 1), True)):
        mean = Mean(PROBABILITY[INPUT] * sympy.log(x), limits)
        formula = Symbolic(lambda mean=mean: sympy.Le(mean, log_of_mean, evaluate=False))
        step = Step(lhs=mean, relation="<=", rhs=log_of_mean, by=layer_theorems.jensen_over_inputs)
        assert derived(formula, step, x=2.0, N=1, P=(1.0,)) == accepted
    # numbers of both signs have no logarithms
    u, p = sympy.IndexedBase("u", real=True)[row.i], row.w[row.i] ** 2 * Mean.over(row.input() ** 2) / row.m
    low = -Mean.over(sympy.log(row.total(p * u))) / 2
    high = -Mean.over(row.total(p * sympy.log(u**2) / 2)) / 2
    formula = Symbolic(lambda: sympy.Le(low, high, evaluate=False))
    by = {"by": layer_theorems.jensen_over_weights, "arguments": {"weights": p, "values": u}}
    point = {"N": 1, "P": (1.0,), "d": 2, "w": (1.0, 1.0), "x": ((1.0, 1.0),), "u": (1.0, 1.0)}
    assert not derived(formula, Step(lhs=low, relation="<=", rhs=high, **by), **point)


def test_a_hypothesis_speaks_of_no_bound_quantity():
    """alpha = exp(-2 Ibar) says nothing of a derivative by alpha, or of an integral over it."""
    alpha, per_weight = Row().alpha, sympy.Symbol("Ibar", real=True)
    square, moved = ((a - 2) ** 2 for a in (alpha, sympy.exp(-2 * per_weight)))
    sides = [2 * (alpha - 2), sympy.Derivative(square, alpha), sympy.Derivative(moved, alpha), sympy.Integer(0)]
    rules = [layer_theorems.differentiation, layer_theorems.claim_1, layer_theorems.differentiation]
    steps = [Step(lhs=a, relation="=", rhs=b, by=c) for a, b, c in zip(sides, sides[1:], rules, strict=False)]
    point = {"alpha": 2.0, "Ibar": -math.log(2) / 2}
    proof = Derivation(steps=tuple(steps), points=(point,) * 12)
    formula = Symbolic(lambda: sympy.Eq(sides[0], 0, evaluate=False))
    assert proof.faults(formula, (assumed.CLAIM_1,)) == ["step 2 is no instance of Claim 1"]
    # the same, one derivation further in
    known = Step(lhs=alpha, relation="=", rhs=sympy.exp(-2 * per_weight), by=layer_theorems.claim_1)
    inner = Derivation(steps=(known,), points=(point,) * 12)
    low, high = (sympy.Integral(one, (alpha, 1, 3)) for one in (known.lhs, known.rhs))
    arguments = {"density": sympy.Integer(1), "one": known.lhs, "other": known.rhs, "rest": sympy.Integer(0)}
    step = Step(lhs=low, relation="<=", rhs=high, by=integrals_keep_order, arguments={**arguments, "proof": inner})
    whole = Symbolic(lambda: sympy.Le(low + 0 * alpha, high, evaluate=False))
    found = Derivation(steps=(step,), points=(point,) * 12).faults(whole, (assumed.CLAIM_1, assumed.NOISE))
    assert "step 1 binds a quantity that a step within takes a hypothesis about" in found


def test_a_cited_bound_is_not_summed_over_its_own_information():
    reading = LEDGER["proposition-7"]["repaired"]
    information = sympy.Symbol("I", real=True)
    low, high = (sympy.Integral(one, (information, 0, 1)) for one in (information, reading.formula.rhs))
    cited = Cited("achille-soatto-2017", "proposition-7", "repaired")
    names = frozenset({"I"})
    core = Core(information, "<=", reading.formula.rhs)
    assert cited.faults(core, reading.hypotheses, fixed=names) == []
    assert cited.faults(core._replace(bound=frozenset({information})), reading.hypotheses, fixed=names)
    assert cited.faults(Core(low, "<=", high), reading.hypotheses, fixed=names)


def test_normal_form_agrees_with_numbers():
    r = Row()
    rng = np.random.default_rng(0)
    values = {
        "N": 3,
        "d": 2,
        "P": rng.dirichlet(np.ones(3)),
        "w": rng.normal(size=2),
        "x": rng.uniform(0.2, 2, size=(3, 2)),  # the normal form writes log x^2 as 2 log x
        "alpha": 0.4,
    }
    for expression in (r.surrogate, r.V, r.c, r.second_moment, r.dependence_bound):
        same = Symbolic(lambda e=expression: sympy.Eq(e, linear(e), evaluate=False))
        lhs, rhs = same.evaluate(values)
        assert lhs == pytest.approx(rhs, abs=1e-9)


def test_names_print_short_and_compute_in_full():
    name = Named(r"\rho", sympy.Symbol("a") / sympy.Symbol("b"))
    assert sympy.latex(1 + name) == r"\rho + 1"
    assert spelled_out(name + 1) == sympy.Symbol("a") / sympy.Symbol("b") + 1
    assert str(Symbolic(lambda: sympy.Le(name, 1, evaluate=False))) == "rho <= 1"


def test_a_family_limit_refutes_only_what_it_exceeds():
    t = sympy.Symbol("t", positive=True)
    a = sympy.Symbol("a", positive=True)
    members = tuple((Fraction(1, n), World({"a": n})) for n in (1, 2, 6))
    growing = FamilyLimit(values={"a": 1 / t}, parameter=t, point=0, family="a = 1/t", members=members)
    assert growing.verify(Symbolic(lambda: sympy.Le(a, 5, evaluate=False)))
    assert not growing.verify(Symbolic(lambda: sympy.Le(sympy.log(1 + 1 / a), 5, evaluate=False)))
    assert not growing.verify(Symbolic(lambda: sympy.Ge(a, 5, evaluate=False)))
    # no rule tells these limits
    assert not growing.verify(Symbolic(lambda: sympy.Le(sympy.sin(a) + a, 5, evaluate=False)))
    assert not replace(growing, point=1).verify(Symbolic(lambda: sympy.Le(a, 0, evaluate=False)))


def test_a_family_has_members_that_meet_the_hypotheses():
    t, a = sympy.Symbol("t", positive=True), sympy.Symbol("a", positive=True)
    small = Symbolic(lambda: sympy.Le(a, 2, evaluate=False))
    members = tuple((Fraction(1, n), World({"a": n})) for n in (1, 2, 3))
    family = FamilyLimit(values={"a": 1 / t}, parameter=t, point=0, family="a = 1/t", members=members)
    below_three = Hypothesis("a < 3", holds=lambda world: world["a"] < 3)
    assert family.verify(small)
    assert family.faults(small, (below_three,)) == ["t = 1/3: does not hold: a < 3"]
    assert not family.verify(small, (Hypothesis("a is nice"),))
    assert replace(family, members=members[1:]).faults(small, ()) == ["there are fewer than 3 members"]
    strangers = (*members[:2], (Fraction(1, 3), World({"a": 4})))
    assert replace(family, members=strangers).faults(small, ()) == ["t = 1/3: the world is not the family's"]
    unsure = World({"a": By(of_finitely_many_data_sets), "pi": (Fraction(1, 2),) * 2})  # a ball of half-width 1/2 log 2
    wide = (*members[:2], (Fraction(2) / Fraction(math.log(2)), unsure))
    assert any("is not the family's" in fault for fault in replace(family, members=wide).faults(small, ()))
    moving = tuple((at, World({**world.values, "kappa": n})) for n, (at, world) in enumerate(members))
    assert replace(family, members=moving).faults(small, ()) == ["kappa is not the same in all members"]


def test_a_family_that_leaves_its_hypotheses_behind_refutes_nothing():
    """x = B = 1 and a v that is 1 in every member, at most E x^2 there, and grows beyond."""
    t, one = sympy.Symbol("t", positive=True), sympy.Integer(1)
    values = {"N": one, "P": entries(one), "x": entries(one), "B": one, "v": 1 + (t - 1) * (t - 2) * (t - 3)}
    members = tuple((at, World({"N": 1, "P": (1,), "x": (1,), "B": 1, "v": 1})) for at in (1, 2, 3))
    family = FamilyLimit(values=values, parameter=t, point=sympy.oo, family="", members=members)
    true = LEDGER["footnote-7"]["repaired"]
    assert family.limit(true.formula) == 1
    assert family.faults(true.formula, true.hypotheses) == []
    assert not family.verify(true.formula, true.hypotheses)


def test_a_familys_probabilities_sum_to_one():
    p, x = sympy.Symbol("p", positive=True), sympy.IndexedBase("x", real=True)[INPUT]
    formula = Symbolic(lambda: sympy.Le(Mean.over(x**2), sympy.Rational(1, 2), evaluate=False))
    one, half = sympy.Integer(1), sympy.Rational(1, 2)
    values = {"N": 2 * one, "x": entries(one, one), "P": entries(half, half)}
    worlds = tuple((at, World({"N": 2, "x": (1, 1), "P": (Fraction(1, 2),) * 2})) for at in (1, 2, 3))
    family = FamilyLimit(values=values, parameter=p, point=0, family="", members=worlds)
    assert family.verify(formula)
    assert not replace(family, values={**values, "P": entries(half, one)}).verify(formula)


def test_a_family_limit_is_taken_by_the_rules_alone():
    m, d = sympy.Symbol("m", positive=True), sympy.Symbol("d", positive=True)
    growing = FamilyLimit(values={}, parameter=d, point=sympy.oo, family="d grows")
    mass = (sympy.erf(d - m) - sympy.erf(-d - m)) / 2
    # sympy's own limit of log(mass) has been -1, where 0 is right
    assert growing.limit(Symbolic(lambda: sympy.Le(0, -sympy.log(mass), evaluate=False))) == 0
    assert not growing.verify(Symbolic(lambda: sympy.Le(0, sympy.log(mass), evaluate=False)))


def test_the_limit_of_a_family_is_where_its_values_go():
    r, small, d = Row(), sympy.Rational(1, 3), 2_000
    rate = Symbolic(lambda: sympy.Le(r.c, sympy.Symbol("C", real=True) / r.d, evaluate=False))
    family = FamilyLimit(
        values={"N": sympy.Integer(2), "w": sympy.Lambda(r.i, 1), "x": entries(sympy.Integer(1), small, indices=2)}
        | {"P": entries(sympy.Rational(1, 2), sympy.Rational(1, 2))},
        parameter=r.d,
        point=sympy.oo,
        family="a common scale",
    )
    x = np.repeat([[1.0], [1 / 3]], d, axis=1)
    values = {"N": 2, "d": d, "w": np.ones(d), "x": x, "P": np.full(2, 0.5), "C": 1.0}
    lhs, rhs = rate.evaluate(values)
    assert float(family.limit(rate)) == pytest.approx(lhs - rhs, abs=2 / d)
