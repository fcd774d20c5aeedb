"""The checker of derivations: what it accepts, and everything that it must refuse."""

from dataclasses import replace

import pytest
import sympy

from bounds.claims import Evidence, Reading, Symbolic
from bounds.derivations.algebra import is_zero, normal_form
from bounds.derivations.context import well_bound
from bounds.derivations.derivation import ALGEBRA, Derivation, Step, sampled, theorem
from bounds.derivations.hypotheses import SUMS_TO_ONE
from bounds.derivations.theorems import (
    OUTCOMES,
    closed_form,
    exp_above_one,
    integration,
    integration_by_parts,
    jensen,
    limit,
    limits_keep_order,
    term_by_term,
    weighted_jensen,
)

x, y = sympy.symbols("x y", positive=True)
z = sympy.Symbol("z", real=True)
i, K = sympy.Symbol("i", integer=True), sympy.Symbol("K", integer=True, positive=True)
t = sympy.IndexedBase("t", positive=True)
LIMITS = (i, 0, K - 1)
TOTAL = sympy.Sum(t[i], LIMITS)
LOGS = sympy.Sum(sympy.log(t[i]), LIMITS)


def _draw(rng):
    size = int(rng.integers(1, 5))
    return {"x": rng.uniform(0.1, 3), "y": rng.uniform(0.1, 3), "K": size, "t": rng.uniform(0.1, 3, size=size)}


POINTS = sampled(_draw)


def _formula(relation, lhs, rhs) -> Symbolic:
    return Symbolic(lambda: relation(lhs, rhs, evaluate=False))


JENSEN = Step(
    lhs=LOGS,
    relation="<=",
    rhs=K * sympy.log(TOTAL / K),
    by=jensen,
    arguments={"scale": sympy.Integer(1), "term": t[i], "limits": LIMITS},
)


def test_jensen_counts_whole_terms() -> None:
    for size in (K, x):
        limits = (i, 0, size - 1)
        low, high = sympy.Sum(i, limits), size * sympy.log(sympy.Sum(sympy.exp(i), limits) / size)
        arguments = {"scale": sympy.Integer(1), "term": sympy.exp(i), "limits": sympy.Tuple(*limits)}
        step = Step(lhs=low, relation="<=", rhs=high, by=jensen, arguments=arguments)
        points = ({"K": 2, "x": 2},) * len(POINTS)
        assert Derivation(steps=(step,), points=points).verify(_formula(sympy.Le, low, high)) == (size == K)


def test_nothing_increases_past_a_pole() -> None:
    u = sympy.Symbol("u", nonnegative=True)
    shifted = sympy.Lambda(x, sympy.digamma(x - sympy.Rational(3, 2)))
    low, high = shifted(sympy.Integer(1)), shifted(sympy.exp(u))
    step = Step(lhs=low, relation="<=", rhs=high, by=exp_above_one, arguments={"increasing": shifted, "u": u})
    assert not Derivation(steps=(step,), points=({"u": 2.0},) * len(POINTS)).verify(_formula(sympy.Le, low, high))


def test_a_limit_of_fractions_knows_what_it_divides_by() -> None:
    for factor in (z, y):
        lhs = sympy.Limit(factor * x / (factor * x + 1), x, sympy.oo)  # 0 where z is
        step = Step(lhs=lhs, relation="=", rhs=sympy.Integer(1), by=limit)
        points = ({"z": 1e6, "y": 1e6},) * len(POINTS)
        accepted = Derivation(steps=(step,), points=points).verify(_formula(sympy.Eq, lhs, sympy.Integer(1)))
        assert accepted == (factor == y)


def test_an_index_is_an_integer() -> None:
    assert not well_bound(sympy.Sum(z, (z, 0, 1)))


def test_a_chain_of_true_steps_is_accepted() -> None:
    middle = K * sympy.log(TOTAL / K)
    steps = (JENSEN, Step(lhs=middle, relation="=", rhs=K * sympy.log(TOTAL) - K * sympy.log(K)))
    derivation = Derivation(steps=steps, points=POINTS)
    assert derivation.verify(_formula(sympy.Le, LOGS, steps[-1].rhs))
    assert [line["by"] for line in derivation.to_json()["lines"]] == ["Jensen", "algebra"]


@pytest.mark.parametrize(
    "rhs", [-K * sympy.log(TOTAL / K), K * sympy.log(TOTAL / K) / 2, K * sympy.log(2 * TOTAL / K), K * sympy.log(TOTAL)]
)
def test_a_formula_that_the_steps_do_not_reach_is_refused(rhs) -> None:
    assert not Derivation(steps=(JENSEN,), points=POINTS).verify(_formula(sympy.Le, LOGS, rhs))


@pytest.mark.parametrize("relation", [sympy.Ge, sympy.Eq, sympy.Lt])
def test_the_relation_must_be_the_formulas(relation) -> None:
    assert not Derivation(steps=(JENSEN,), points=POINTS).verify(_formula(relation, LOGS, JENSEN.rhs))


@pytest.mark.parametrize(
    "step",
    [
        replace(JENSEN, relation=">="),
        replace(JENSEN, arguments={**JENSEN.arguments, "scale": sympy.Integer(-1)}),
        replace(JENSEN, by=integration),
        Step(lhs=x, relation="=", rhs=y),
        Step(lhs=x, relation="<=", rhs=x - y),
        Step(lhs=sympy.Integral(x, (x, 0, 1)), relation="=", rhs=sympy.Integer(1), by=integration),
    ],
)
def test_a_step_that_is_no_instance_of_its_reason_is_refused(step: Step) -> None:
    relation = {"=": sympy.Eq, "<=": sympy.Le, ">=": sympy.Ge}[step.relation]
    assert not Derivation(steps=(step,), points=POINTS).verify(_formula(relation, step.lhs, step.rhs))


def test_a_sum_that_runs_backwards_keeps_no_order() -> None:
    back, more = (sympy.Sum(term, (i, 3, 0)) for term in (x, 2 * x))  # minus two terms
    sides = (3 * x, 5 * x + back, 5 * x + more, x)
    proof = Derivation(steps=(Step(lhs=x, relation="<=", rhs=2 * x),), points=POINTS)
    for by, arguments in ((ALGEBRA, {}), (term_by_term, {"proof": proof})):
        middle = Step(lhs=back, relation="<=", rhs=more, by=by, arguments=arguments)
        tiny = ({"x": 1e-10},) * 12
        assert not Derivation(steps=(middle,), points=tiny).verify(_formula(sympy.Le, back, more))
    steps = tuple(Step(lhs=a, relation=r, rhs=b) for a, r, b in zip(sides, ("=", "<=", "="), sides[1:], strict=False))
    assert not Derivation(steps=steps, points=tiny).verify(_formula(sympy.Le, 3 * x, x))


def test_a_bound_variable_goes_only_where_its_assumptions_hold() -> None:
    large = sympy.Integer(10) ** 12  # no random point tells such numbers apart
    proof = Derivation(steps=(Step(lhs=sympy.Integer(0), relation="<=", rhs=x),), points=POINTS)
    low, high = (large + sympy.Limit(inside, x, -1) for inside in (sympy.Integer(0), x))
    steps = (
        Step(lhs=large, relation="=", rhs=low, by=limit),
        Step(lhs=low, relation="<=", rhs=high, by=limits_keep_order, arguments={"proof": proof}),
        Step(lhs=high, relation="=", rhs=large - 1, by=limit),
    )
    assert not Derivation(steps=steps, points=POINTS).verify(_formula(sympy.Le, large, large - 1))
    count = sympy.Symbol("count", integer=True, positive=True)
    there = (sympy.Sum(count, (count, 1, 3)), sympy.Integral(x, (x, 0, 1)), sympy.Subs(x**2, x, 2))
    elsewhere = (sympy.Sum(count, (count, -3, 3)), sympy.Integral(x, (x, -1, 1)), sympy.Subs(x**2, x, -2))
    assert all(map(well_bound, there))
    assert not any(map(well_bound, elsewhere))


def test_a_broken_link_is_refused() -> None:
    steps = (Step(lhs=x, relation="<=", rhs=x + y), Step(lhs=x + 2 * y, relation="<=", rhs=x + 3 * y))
    faults = Derivation(steps=steps, points=POINTS).faults(_formula(sympy.Le, x, x + 3 * y))
    assert faults == ["the chain breaks at step 1 and step 2"]


@theorem("wishful", "anything")
def wishful(step: Step) -> bool:
    return True


@pytest.mark.parametrize("rule", [replace(jensen, instance=lambda step: True), replace(wishful, name="Jensen")])
def test_a_rule_that_is_made_on_the_way_proves_nothing(rule) -> None:
    step = Step(lhs=x, relation="<=", rhs=x + 1, by=rule)
    (fault,) = Derivation(steps=(step,), points=POINTS).faults(_formula(sympy.Le, x, x + 1))
    assert fault == "step 1 goes by a rule that was made for it, Jensen"


def test_what_only_says_that_it_is_a_proof_is_none() -> None:
    class Yes:
        def verify(self, formula, hypotheses):
            return True

    lower, upper = sympy.Sum(t[i] + 1, LIMITS), sympy.Sum(t[i], LIMITS)
    step = Step(lhs=lower, relation="<=", rhs=upper, by=term_by_term, arguments={"proof": Yes()})
    faults = Derivation(steps=(step,), points=POINTS).faults(_formula(sympy.Le, lower, upper))
    assert faults == ["step 1 is no instance of term by term"]


def test_a_wrong_rule_is_caught_at_a_random_point() -> None:
    step = Step(lhs=x + 1, relation="<=", rhs=x, by=wishful)
    faults = Derivation(steps=(step,), points=POINTS).faults(_formula(sympy.Le, x + 1, x))
    assert faults == ["step 1 fails at a random point"]


def test_a_theorem_needs_its_hypotheses() -> None:
    p, r = (sympy.IndexedBase(name, positive=True)[i] for name in ("p", "r"))
    limits = (i, 0, OUTCOMES - 1)
    lhs, rhs = -sympy.Sum(p * sympy.log(r), limits), -sympy.log(sympy.Sum(p * r, limits))
    step = Step(lhs=lhs, relation=">=", rhs=rhs, by=weighted_jensen, arguments={"term": r, "v": i})

    def draw(rng):
        size = int(rng.integers(1, 5))
        return {"M": size, "p": rng.dirichlet([1] * size), "r": rng.uniform(0.1, 2, size=size)}

    derivation = Derivation(steps=(step,), points=sampled(draw))
    assert derivation.verify(_formula(sympy.Ge, lhs, rhs), (SUMS_TO_ONE,))
    assert not derivation.verify(_formula(sympy.Ge, lhs, rhs), ())


def test_a_refutation_needs_the_opposite_relation() -> None:
    step = Step(lhs=x, relation="<=", rhs=x + y)
    refutation = Derivation(steps=(step,), points=POINTS, refutes=True)
    assert refutation.verify(_formula(sympy.Gt, x, x + y))
    assert not refutation.verify(_formula(sympy.Ge, x, x + y))
    assert not refutation.verify(_formula(sympy.Le, x, x + y))


def test_the_normal_form_splits_sums() -> None:
    lhs = sympy.Sum(sympy.log(2 * t[i] ** 2 / x), LIMITS)
    assert normal_form(lhs - (2 * LOGS + K * sympy.log(2) - K * sympy.log(x))) == 0
    assert normal_form(lhs - 2 * LOGS) != 0


def test_zero_is_told_from_small() -> None:
    assert is_zero(sympy.log(x * y) - sympy.log(x) - sympy.log(y))
    assert not is_zero(sympy.log(x * y) - sympy.log(x) - sympy.log(y) - sympy.Rational(1, 10**9))


def test_closed_forms_are_of_the_integral_given() -> None:
    density = sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi)
    assert closed_form(sympy.Integral(z**2 * density, (z, -sympy.oo, sympy.oo))) == 1


def test_a_limit_that_no_rule_takes_is_refused() -> None:
    real = sympy.Symbol("m", real=True)
    inside = sympy.log((sympy.erf(z - real) - sympy.erf(-z - real)) / 2)
    known = Step(lhs=sympy.Limit(inside, z, sympy.oo), relation="=", rhs=sympy.Integer(0), by=limit)
    assert limit.instance(known)
    # sympy takes the inner limit for -1
    assert not limit.instance(replace(known, rhs=sympy.Integer(-1)))
    root = sympy.Limit(sympy.sqrt(2 + inside), z, sympy.oo)
    assert not limit.instance(replace(known, lhs=root, rhs=sympy.Integer(1)))


def test_integration_by_parts_needs_a_fall_off_whatever_its_symbols_are_called() -> None:
    w, h = sympy.Symbol("w", positive=True), sympy.Symbol("h", real=True)
    loss = sympy.Function("L")(w)
    limits = (w, 0, sympy.oo)

    def step(v: sympy.Expr) -> Step:
        return Step(
            lhs=sympy.Integral(loss * sympy.diff(v, w, 2), limits),
            relation="=",
            rhs=sympy.Integral(sympy.Derivative(loss, (w, 2)) * v, limits),
            arguments={"u": loss, "v": v},
        )

    by_parts = integration_by_parts.instance
    assert by_parts(step(sympy.exp(-(sympy.log(w) ** 2) / 2)))
    assert not by_parts(step(w ** (-h)))
    assert not by_parts(step(sympy.exp(-w)))


@pytest.mark.parametrize("relation", [sympy.Lt, sympy.Gt])
def test_no_chain_of_equalities_proves_a_strict_formula(relation):
    x = sympy.Symbol("x", real=True)
    same = Derivation(steps=(Step(lhs=x, relation="=", rhs=x),), points=sampled(lambda rng: {"x": rng.normal()}))
    assert not same.verify(Symbolic(lambda: relation(x, x, evaluate=False)), ())


@pytest.mark.parametrize("relation", [sympy.Le, sympy.Ge, sympy.Eq])
def test_a_weak_formula_is_refuted_by_no_chain(relation):
    x = sympy.Symbol("x", real=True)
    step = Step(lhs=x, relation="=", rhs=x)
    same = Derivation(steps=(step,), points=sampled(lambda rng: {"x": rng.normal()}), refutes=True)
    assert not same.verify(Symbolic(lambda: relation(x, x, evaluate=False)), ())


def test_what_a_certificate_refutes_proves_nothing():
    x = sympy.Symbol("x", real=True)
    reading = Reading(name="printed", formula=Symbolic(lambda: sympy.Gt(-(x**2), 0, evaluate=False)))
    step = Step(lhs=-(x**2), relation="<=", rhs=sympy.Integer(0))
    against = Derivation(steps=(step,), points=sampled(lambda rng: {"x": rng.normal()}), refutes=True)
    evidence = Evidence(kind="proof", method="m", summary="s", certificate=against)
    assert not evidence.examine(reading).accepted
    assert replace(evidence, negation=True).examine(reading).accepted
