"""Gaussian integrals and limits by rules: against quadrature and arithmetic, and what the rules must refuse."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from bounds.derivations.limits import falls_off, gaussian_integral, limit_at_infinity, limit_at_zero, vanishes

x, m = sympy.symbols("x m", real=True)
a, b = sympy.symbols("a b", positive=True)
NUMBERS = st.integers(-8, 8).map(lambda k: sympy.Rational(k, 4))
CURVATURES = st.integers(1, 12).map(lambda k: sympy.Rational(k, 4))


@given(st.lists(NUMBERS, min_size=1, max_size=5), CURVATURES, NUMBERS, NUMBERS)
def test_gaussian_integrals_are_those_of_quadrature(coefficients, curvature, slope, level):
    polynomial = sum(c * x**k for k, c in enumerate(coefficients))
    integrand = polynomial * sympy.exp(-curvature * x**2 + slope * x + level)
    centre, spread = float(slope / curvature / 2), float(1 / sympy.sqrt(2 * curvature))
    ends = centre - 12 * spread, centre + 12 * spread
    wanted, error = quad(sympy.lambdify(x, integrand), *ends, epsabs=1e-10, epsrel=1e-10, limit=200)
    found = gaussian_integral(integrand, x)
    assert float(found) == pytest.approx(wanted, rel=1e-8, abs=1e-8 + error)


def test_gaussian_integrals_with_symbols():
    density = sympy.exp(-((x - m) ** 2) / (2 * a)) / sympy.sqrt(2 * sympy.pi * a)
    moments = [gaussian_integral(x**k * density, x) for k in range(4)]
    assert [sympy.expand(moment) for moment in moments] == [1, m, m**2 + a, m**3 + 3 * m * a]
    assert gaussian_integral(sympy.exp(b * x) * density, x) == sympy.exp(sympy.expand(b * m + a * b**2 / 2))
    both = gaussian_integral(density + x * density * sympy.exp(b * x), x)
    assert sympy.simplify(both - 1 - (m + a * b) * sympy.exp(b * m + a * b**2 / 2)) == 0


@pytest.mark.parametrize(
    "integrand",
    [
        sympy.exp(x**2),  # grows
        sympy.exp(-m * x**2),  # m may have any sign
        sympy.exp(-x),
        sympy.exp(-(x**4)),
        x**2,
        sympy.exp(-(x**2)) * sympy.log(x),
        sympy.exp(-(x**2)) / x,
        sympy.exp(-(x**2)) + 1,
    ],
)
def test_integrals_of_another_form_are_left_alone(integrand):
    assert gaussian_integral(integrand, x) is None


def test_what_vanishes_and_what_does_not():
    assert vanishes(x**3 * sympy.exp(-a * x) + sympy.exp(-b * x**2 + 7 * x), x)
    assert not vanishes(sympy.exp(-a * x) + 1, x)
    assert not vanishes(sympy.exp(-m * x), x)
    assert not vanishes(x, x)


def test_what_falls_off_at_both_ends_faster_than_exponentials():
    assert falls_off(x * sympy.exp(-a * x**2 + b * x), x)
    assert not falls_off(sympy.exp(-a * x), x)
    assert not falls_off(sympy.exp(-a * x**3), x)  # grows at minus infinity
    assert not falls_off(sympy.exp(-a * x**2) + sympy.exp(-x), x)


def test_limits_at_infinity_by_continuity():
    inside = sympy.erf((x - m) / sympy.sqrt(2 * a)) - sympy.erf((-x - m) / sympy.sqrt(2 * a))
    assert limit_at_infinity(sympy.log(inside / 2), x) == 0
    assert limit_at_infinity(1 / inside, x) == sympy.Rational(1, 2)
    assert limit_at_infinity(sympy.exp(x * sympy.exp(-a * x**2)) + b, x) == 1 + b
    assert limit_at_infinity(-a * x**2 + x, x) == -sympy.oo
    assert limit_at_infinity(sympy.log(a + 3 / x**2 - m / x), x) == sympy.log(a)
    assert limit_at_infinity((sympy.log(x) + x) ** -2, x) == 0
    assert limit_at_infinity(m + sympy.erf(x) - a * sympy.log(x), x) == -sympy.oo


def test_powers_that_cancel_leave_a_constant():
    one = (x + 1) ** 2 - x**2 - 2 * x
    assert limit_at_infinity(one, x) == 1
    assert limit_at_infinity(sympy.erf(one), x) == sympy.erf(1)
    assert limit_at_infinity(sympy.erf((x + 1) ** 2 - x**2), x) == 1


@pytest.mark.parametrize(
    "expression",
    [
        m * x,  # its sign is open
        sympy.sin(x),
        sympy.log(x) - x,
        x * sympy.log(1 + sympy.exp(-x)),
        sympy.log(sympy.erf(x) - 1),
        1 / sympy.exp(-a * x),
        sympy.erf(x) * (sympy.log(x) - sympy.log(2 * x)),
        x - sympy.log(x),
        m * sympy.log(x),
        sympy.Piecewise((x, x > 1), (1 / (1 + sympy.exp(x)), True)),
    ],
)
def test_limits_that_the_rules_do_not_tell_are_refused(expression):
    assert limit_at_infinity(expression, x) is None


def test_limits_at_zero_are_taylor_coefficients():
    assert limit_at_zero((sympy.exp(x) - 1) / x, x) == 1
    assert limit_at_zero((sympy.exp(a * x) - 1 - a * x) / x**2, x) == a**2 / 2
    assert limit_at_zero(sympy.exp(x) + b, x) == 1 + b
    assert limit_at_zero((sympy.exp(x) - 1) / x**2, x) is None  # infinite
    assert limit_at_zero((sympy.exp(x) - 1) / sympy.sqrt(x), x) is None
    assert limit_at_zero(sympy.log(1 + x) / x, x) is None
