"""Sums of polynomials times exponentials of polynomials: Gaussian integrals and limits, by a few rules that prove them.

They stand in for sympy's general routines, which take seconds here, and of which one is wrong: its limit of
log((erf(x - m) - erf(-x - m))/2) at infinity has been -1.
"""

import sympy
from sympy.polys.polyerrors import PolynomialError

Term = tuple[sympy.Poly, sympy.Poly]  # p and q of p(x) exp(q(x))
MOST_POWERS = 8  # of x in a denominator
CONTINUOUS = (sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.erf)


def terms(expression: sympy.Expr, x: sympy.Symbol) -> list[Term] | None:
    """The p and q of an expression sum_k p_k(x) exp(q_k(x)); None where it is of another form."""
    try:
        return [_term(term, x) for term in sympy.Add.make_args(sympy.expand(expression)) if term != 0]
    except PolynomialError:
        return None


def _term(term: sympy.Expr, x: sympy.Symbol) -> Term:
    exponent, factor = sympy.Integer(0), sympy.Integer(1)
    for part in sympy.Mul.make_args(term):
        if isinstance(part, sympy.exp):
            exponent += part.exp
        else:
            factor *= part
    return sympy.Poly(factor, x), sympy.Poly(exponent, x)


def gaussian_integral(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """The integral over the real line of sum_k p_k(x) exp(-a_k x^2 + b_k x + c_k), a_k > 0; None for another form."""
    found = terms(expression, x)
    if found is None:
        return None
    total = sympy.Integer(0)
    for p, q in found:
        a = -q.coeff_monomial(x**2)
        if q.degree() != 2 or not a.is_positive:
            return None
        mean, variance = q.coeff_monomial(x) / (2 * a), 1 / (2 * a)
        mass = sympy.sqrt(sympy.pi / a) * sympy.exp(sympy.cancel(q.coeff_monomial(1) + a * mean**2))
        moments = _normal_moments(mean, variance, p.degree())
        total += mass * sum(c * m for c, m in zip(reversed(p.all_coeffs()), moments, strict=True))
    return total


def _normal_moments(mean: sympy.Expr, variance: sympy.Expr, order: int) -> list[sympy.Expr]:
    """E x^k of a normal variable for k = 0, ..., order."""
    moments = [sympy.Integer(1), mean]
    for k in range(1, order):
        moments.append(sympy.expand(mean * moments[k] + k * variance * moments[k - 1]))
    return moments[: order + 1]


def vanishes(expression: sympy.Expr, x: sympy.Symbol) -> bool:
    """Whether every term p exp(q) has q -> -infinity as x -> infinity, so that the sum goes to 0."""
    found = terms(expression, x)
    return found is not None and all(_falls(q) for _, q in found)


def falls_off(expression: sympy.Expr, x: sympy.Symbol) -> bool:
    """Whether the sum goes to 0 at both infinities faster than every exp(k x)."""
    found = terms(expression, x)
    return found is not None and all(_falls(q) and q.degree() % 2 == 0 for _, q in found)


def _falls(q: sympy.Poly) -> bool:
    return q.degree() > 0 and bool(q.LC().is_negative)


def limit_at_infinity(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """The limit as x -> infinity, by the arithmetic of limits and continuity; None where these do not tell."""
    if not expression.has(x):
        return expression
    if vanishes(expression, x):
        return sympy.Integer(0)
    if expression.is_polynomial(x):
        polynomial = sympy.Poly(expression, x)
        leading = polynomial.LC()
        if polynomial.degree() < 1:  # the powers of x cancel
            return leading
        return sympy.oo if leading.is_positive else -sympy.oo if leading.is_negative else None
    if not isinstance(expression, CONTINUOUS):
        return None
    parts = [limit_at_infinity(argument, x) for argument in expression.args]
    if any(part is None for part in parts):
        return None
    return _continuous(expression, parts)


def _continuous(expression: sympy.Expr, parts: list[sympy.Expr]) -> sympy.Expr | None:
    """The function at the limits of its arguments, where it is continuous or its limit at an infinity is known."""
    first = parts[0]
    if isinstance(expression, sympy.erf):
        return sympy.sign(first) if first.is_infinite else sympy.erf(first)
    if isinstance(expression, sympy.log) and first.is_extended_positive:
        return sympy.log(first)
    if isinstance(expression, sympy.Add | sympy.Mul):
        value = expression.func(*parts)  # oo - oo and 0 oo come out as nan
        return value if value.is_finite or value in (sympy.oo, -sympy.oo) else None
    if isinstance(expression, sympy.Pow) and first.is_infinite and parts[1].is_integer and parts[1].is_negative:
        return sympy.Integer(0)
    if any(part.is_infinite for part in parts):
        return None
    if isinstance(expression, sympy.exp):
        return sympy.exp(first)
    if isinstance(expression, sympy.Pow) and parts[1].is_integer and first.is_nonzero:
        return first ** parts[1]
    return None


def limit_at_zero(expression: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """The limit at 0 of f(x)/x^k, f a sum of p exp(q): the k-th Taylor coefficient, where all before it vanish."""
    for k in range(MOST_POWERS):
        entire = sympy.expand(expression * x**k)
        if terms(entire, x) is None:
            continue
        coefficients = []
        for order in range(k + 1):
            coefficients.append(sympy.expand(entire.subs(x, 0)) / sympy.factorial(order))
            entire = sympy.diff(entire, x)
        return coefficients[k] if not any(coefficients[:k]) else None
    return None
