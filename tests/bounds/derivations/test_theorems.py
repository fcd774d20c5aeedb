"""False statements that look like instances of a textbook rule, and are refused for a condition of it."""

import pytest
import sympy

from bounds.derivations.derivation import Step
from bounds.derivations.theorems import (
    DATA_SETS,
    OUTCOMES,
    differentiation_under_the_integral,
    equal_integrands,
    exp_tangent,
    fundamental_theorem,
    gibbs,
    integration,
    integration_by_parts,
    jensen,
    mixture,
    orthonormal_eigenvectors,
    telescoping,
    weighted_jensen,
)

x, low = sympy.symbols("x A", real=True)
a, w = sympy.symbols("a w", positive=True)
i, k, v, d = sympy.symbols("i k v d", integer=True)
K = sympy.Symbol("K", integer=True, positive=True)
p, q, r, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))


def of_rule(rule, lhs, relation, rhs, **arguments) -> bool:
    return rule.instance(Step(lhs=lhs, relation=relation, rhs=rhs, arguments=arguments))


@pytest.mark.parametrize(
    "primitive", [sympy.atan(1 / x), -1 / x, sympy.sign(x), sympy.log(x), x ** sympy.Rational(1, 3)]
)
def test_an_antiderivative_with_a_jump_is_refused(primitive) -> None:
    integral = sympy.Integral(sympy.diff(primitive, x), (x, -1, 1))
    difference = primitive.subs(x, 1) - primitive.subs(x, -1)
    assert not of_rule(fundamental_theorem, integral, "=", difference, antiderivative=primitive)


def test_an_antiderivative_without_one_is_accepted_between_finite_ends() -> None:
    primitive = x**3 + sympy.exp(-(x**2)) + sympy.log(1 + x**2) + 1 / (2 + x**2)
    integral = sympy.Integral(sympy.diff(primitive, x), (x, low, low + 1))
    difference = primitive.subs(x, low + 1) - primitive.subs(x, low)
    assert of_rule(fundamental_theorem, integral, "=", difference, antiderivative=primitive)
    assert not of_rule(fundamental_theorem, integral, "=", difference + 1, antiderivative=primitive)
    endless = sympy.Integral(sympy.exp(x), (x, -sympy.oo, 0))
    assert not of_rule(fundamental_theorem, endless, "=", sympy.Integer(1), antiderivative=sympy.exp(x))


def test_only_gaussian_integrals_are_done() -> None:
    gaussian = sympy.Integral(x**2 * sympy.exp(-(x**2) / 2), (x, -sympy.oo, sympy.oo))
    assert of_rule(integration, gaussian, "=", sympy.sqrt(2 * sympy.pi))
    assert not of_rule(integration, gaussian, "=", sympy.sqrt(sympy.pi))
    assert not of_rule(integration, sympy.Integral(1 / x**2, (x, -1, 1)), "=", sympy.Integer(-2))


def test_gibbs_is_of_the_laws_that_the_hypothesis_names_over_all_outcomes() -> None:
    def cross(one, other, last=OUTCOMES - 1):
        return -sympy.Sum(one[v] * sympy.log(other[v]), (v, 0, last))

    assert of_rule(gibbs, cross(q, q), "<=", cross(q, r), v=v)
    free = sympy.IndexedBase("s", positive=True)
    assert not of_rule(gibbs, cross(free, free), "<=", cross(free, r), v=v)
    assert not of_rule(gibbs, cross(q, q), "<=", cross(q, free), v=v)
    assert not of_rule(gibbs, cross(q, q, K), "<=", cross(q, r, K), v=v)


def test_weighted_jensen_is_of_weights_that_add_up_to_one() -> None:
    def sides(weight, last):
        limits = (v, 0, last)
        return -sympy.Sum(weight[v] * sympy.log(r[v]), limits), -sympy.log(sympy.Sum(weight[v] * r[v], limits))

    for weight, last, accepted in ((p, OUTCOMES - 1, True), (q, OUTCOMES - 1, False), (p, K - 1, False)):
        lhs, rhs = sides(weight, last)
        assert of_rule(weighted_jensen, lhs, ">=", rhs, term=r[v], v=v) == accepted


def test_jensen_has_a_number_to_take_the_mean_of() -> None:
    for last, accepted in ((K - 1, True), (K - 2, False)):
        total = sympy.Sum(r[i], (i, 0, last))
        lhs, rhs = sympy.Sum(sympy.log(r[i]), (i, 0, last)), (last + 1) * sympy.log(total / (last + 1))
        arguments = {"scale": sympy.Integer(1), "term": r[i], "limits": (i, 0, last)}
        assert of_rule(jensen, lhs, "<=", rhs, **arguments) == accepted


def test_jensen_counts_every_term_by_its_weight() -> None:
    n, limits = sympy.IndexedBase("n", positive=True)[i], (i, 0, K - 1)
    count, lhs = sympy.Sum(n, limits), sympy.Sum(n * sympy.log(r[i]), limits)
    rhs = count * sympy.log(sympy.Sum(n * r[i], limits) / count)
    given = {"scale": sympy.Integer(1), "term": r[i], "limits": limits}
    assert of_rule(jensen, lhs, "<=", rhs, weight=n, **given)
    assert not of_rule(jensen, lhs, "<=", rhs, **given)
    assert not of_rule(jensen, lhs, "<=", K * sympy.log(sympy.Sum(n * r[i], limits) / K), weight=n, **given)
    signed = sympy.IndexedBase("n", real=True)[i]
    assert not of_rule(
        jensen, *(side.subs(n, signed) for side in (lhs,)), "<=", rhs.subs(n, signed), weight=signed, **given
    )


def test_a_mixture_is_over_every_data_set() -> None:
    inner = sympy.Sum(q[v] * r[v], (v, 0, OUTCOMES - 1))
    for last, accepted in ((DATA_SETS - 1, True), (DATA_SETS - 2, False)):
        outer = sympy.Sum(t[d] * sympy.Sum(p[d, v] * r[v], (v, 0, OUTCOMES - 1)), (d, 0, last))
        assert of_rule(mixture, a - outer, "=", a - inner, rest=a, outer=outer, inner=inner) == accepted


def test_an_eigenvector_has_length_one_in_all_its_entries() -> None:
    share = sympy.IndexedBase("q", nonnegative=True)[i, k]
    for last, accepted in ((K - 1, True), (K - 2, False)):
        lhs = sympy.Sum(r[k] * share, (k, 0, K - 1), (i, 0, last))
        assert of_rule(orthonormal_eigenvectors, lhs, "=", sympy.Sum(r[k], (k, 0, K - 1))) == accepted
        both = sympy.Sum(r[k] * share, (k, 0, last), (i, 0, last))
        assert of_rule(orthonormal_eigenvectors, both, "=", sympy.Sum(r[k], (k, 0, last))) == accepted


def test_a_factor_that_moves_with_the_variable_does_not_go_into_an_integral() -> None:
    moved = sympy.Integral(a * x, (x, 0, 1))
    assert of_rule(equal_integrands, a * sympy.Integral(x, (x, 0, 1)), "=", moved)
    assert not of_rule(equal_integrands, x * sympy.Integral(x, (x, 0, 1)), "=", sympy.Integral(x**2, (x, 0, 1)))


def test_the_tangent_is_used_where_the_function_increases() -> None:
    z = sympy.Symbol("z", positive=True)
    for u, accepted in ((a, True), (-a, False)):  # z^2 falls left of 0, which 1 - a may be
        arguments = {"increasing": sympy.Lambda(z, z**2), "u": u}
        assert of_rule(exp_tangent, (1 + u) ** 2, "<=", sympy.exp(u) ** 2, **arguments) == accepted


def test_derivatives_go_under_an_integral_that_falls_off() -> None:
    loss = sympy.Function("L")(w)
    fast = sympy.exp(-(sympy.log(w) ** 2) / a) / w
    for density, accepted in ((fast, True), (1 / (a * w**2 + 1), False)):
        integral = sympy.Integral(loss * density, (w, 0, sympy.oo))
        inside = sympy.Integral(loss * sympy.diff(density, a), (w, 0, sympy.oo))
        assert of_rule(differentiation_under_the_integral, sympy.Derivative(integral, a), "=", inside) == accepted


def test_integration_by_parts_is_of_the_loss() -> None:
    v = sympy.exp(-(sympy.log(w) ** 2))
    for u, accepted in ((sympy.Function("L")(w), True), (sympy.exp(w), False), (sympy.Function("L")(a), False)):
        lhs = sympy.Integral(u * sympy.diff(v, w, 2), (w, 0, sympy.oo))
        rhs = sympy.Integral(sympy.Derivative(u, (w, 2)) * v, (w, 0, sympy.oo))
        assert of_rule(integration_by_parts, lhs, "=", rhs, u=u, v=v) == accepted


def test_a_sum_telescopes_to_its_ends_and_to_no_others() -> None:
    f = sympy.Lambda(i, r[i])
    total = sympy.Sum(r[i] - r[i - 1], (i, k, K))
    assert of_rule(telescoping, total, "=", r[K] - r[k - 1], term=f)
    assert not of_rule(telescoping, total, "=", r[K] - r[k], term=f)
    assert not of_rule(telescoping, total, "=", r[K] - r[k - 1], term=sympy.Lambda(i, p[i]))
    assert not of_rule(telescoping, sympy.Sum(r[i + 1] - r[i - 1], (i, k, K)), "=", r[K] - r[k - 1], term=f)


def test_jensen_wants_positive_terms_and_a_positive_scale() -> None:
    def accepted(term=None, scale=None) -> bool:
        one = sympy.IndexedBase("t", **(term or {"positive": True}))[i]
        c = sympy.Symbol("c", **(scale or {"positive": True}))
        limits = (i, 0, K - 1)
        lhs, rhs = c * sympy.Sum(sympy.log(one), limits), c * K * sympy.log(sympy.Sum(one, limits) / K)
        return of_rule(jensen, lhs, "<=", rhs, scale=c, term=one, limits=limits)

    assert accepted()
    assert not accepted(term={"real": True})
    assert not accepted(scale={"real": True})
