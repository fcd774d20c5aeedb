"""The classical theorems that derivations cite, each with the test that a step is an instance of it."""

from functools import lru_cache

import sympy
from sympy.core.function import AppliedUndef

from bounds.claims.formula import Symbolic
from bounds.derivations.algebra import is_zero, named_lambert, normal_form
from bounds.derivations.context import runs_forward
from bounds.derivations.derivation import Derivation, Step, theorem
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SMOOTH_LOSS, SUMS_TO_ONE, SYMMETRIC
from bounds.derivations.limits import falls_off, gaussian_integral, limit_at_infinity, limit_at_zero

RUDIN = "Rudin, Principles of Mathematical Analysis (1976), "
COVER = "Cover and Thomas, Elements of Information Theory (2006), "


def _same(one: sympy.Expr, other: sympy.Expr) -> bool:
    difference = normal_form(one - other)
    return bool(difference == 0 or normal_form(sympy.simplify(difference)) == 0)


@theorem(
    "integration",
    "the integral over the line of a polynomial times exp(-a x^2 + b x + c), a > 0, has its closed form",
    source="Feller, An Introduction to Probability Theory I (1968), section VII.1",
)
def integration(step: Step) -> bool:
    """Both sides agree in closed form (a logarithm of a density is expanded first)."""
    return step.relation == "=" and sympy.simplify(closed_form(step.lhs) - closed_form(step.rhs)) == 0


def closed_form(expression: sympy.Expr) -> sympy.Expr:
    """The expression with every Gaussian integral over the line done; another is left as it is."""
    return expression.replace(lambda node: isinstance(node, sympy.Integral), _done)


@lru_cache(maxsize=256)
def _done(integral: sympy.Integral) -> sympy.Expr:
    expanded = sympy.expand(sympy.expand_log(integral.function, deep=True))
    (x, *ends), *others = integral.limits
    gaussian = gaussian_integral(expanded, x) if ends == [-sympy.oo, sympy.oo] and not others else None
    return integral if gaussian is None else gaussian


@theorem(
    "fundamental theorem of calculus",
    "int_a^b f = F(b) - F(a) where F' = f and F has no jump in between",
    source=RUDIN + "theorem 6.21",
)
def fundamental_theorem(step: Step) -> bool:
    """arguments: `antiderivative` F, an expression in the integration variable; the step is int f = F(b) - F(a)."""
    primitive = step.arguments["antiderivative"]
    if not isinstance(step.lhs, sympy.Integral):
        return False
    ((x, low, high),) = step.lhs.limits
    return bool(
        step.relation == "="
        and low.is_finite
        and high.is_finite
        and _is_smooth(primitive, x)
        and is_zero(sympy.diff(primitive, x) - step.lhs.function)
        and is_zero(primitive.subs(x, high) - primitive.subs(x, low) - step.rhs)
    )


def _is_smooth(expression: sympy.Expr, x: sympy.Symbol) -> bool:
    """Whether it is made by operations that have a derivative at every real x; no other is known to."""
    if not expression.has(x) or expression == x:
        return True
    if isinstance(expression, sympy.log):
        allowed = bool(expression.args[0].is_positive)
    elif isinstance(expression, sympy.Pow):
        base, power = expression.args
        allowed = bool(base.is_positive or (power.is_integer and power.is_nonnegative))
    else:
        allowed = isinstance(expression, sympy.Add | sympy.Mul | sympy.exp | sympy.erf)
    return allowed and all(_is_smooth(argument, x) for argument in expression.args)


@theorem("limit", "a limit equals its value", source=RUDIN + "theorem 4.4")
def limit(step: Step) -> bool:
    """Both sides agree once a rule has taken every limit, its integrals done first; a limit without one is refused."""
    lhs, rhs = (side.replace(lambda n: isinstance(n, sympy.Limit), taken) for side in (step.lhs, step.rhs))
    if step.relation != "=" or any(side.has(sympy.Limit) for side in (lhs, rhs)):  # simplify would take it its own way
        return False
    return bool(lhs == rhs or sympy.simplify(lhs - rhs) == 0)


@lru_cache(maxsize=64)
def taken(node: sympy.Limit) -> sympy.Expr:
    """The limit's value by a rule that proves it, its integrals done first; the limit itself where no rule tells."""
    inside, x, point, _ = node.args
    inside = sympy.expand_log(closed_form(inside), force=True)
    if inside.is_rational_function(x):
        below = sympy.Poly(sympy.fraction(sympy.together(inside))[1], x)
        if not all(coefficient.is_nonzero for coefficient in below.coeffs()):  # where one is 0 the limit is another
            return node
        return sympy.Limit(inside, *node.args[1:]).doit()
    rule = {sympy.oo: limit_at_infinity, sympy.Integer(0): limit_at_zero}.get(point)
    value = rule(inside, x) if rule else None
    return node if value is None else value


@theorem("a limit keeps order", "if f <= g everywhere then lim f <= lim g", source=RUDIN + "theorem 3.19")
def limits_keep_order(step: Step) -> bool:
    """arguments: `proof`, a derivation of f <= g."""
    lhs, rhs = step.lhs, step.rhs
    return (
        step.relation == "<="
        and isinstance(lhs, sympy.Limit)
        and isinstance(rhs, sympy.Limit)
        and lhs.args[1:] == rhs.args[1:]
        and proves(step, lhs.args[0], rhs.args[0])
    )


@theorem("term by term", "if f_i <= g_i for every i then sum f_i <= sum g_i", source=RUDIN + "definition 1.17")
def term_by_term(step: Step) -> bool:
    """arguments: `proof`, a derivation of f_i <= g_i."""
    (factor, one), (other_factor, other) = _sum_of(step.lhs), _sum_of(step.rhs)
    return bool(
        step.relation == "<="
        and one is not None
        and other is not None
        and factor == other_factor
        and factor.is_positive
        and one.limits == other.limits
        and runs_forward(one.limits)
        and proves(step, one.function, other.function)
    )


@theorem(
    "an integral keeps order",
    "if f <= g everywhere then int f p <= int g p for a density p",
    source=RUDIN + "theorem 6.12",
)
def integrals_keep_order(step: Step) -> bool:
    """arguments: `density` p, `one` f, `other` g, `rest` added on both sides, and `proof`, a derivation of f <= g."""
    p, f, g, rest = (step.arguments[name] for name in ("density", "one", "other", "rest"))
    integrals = [node for side in (step.lhs, step.rhs) for node in side.atoms(sympy.Integral)]
    limits = integrals[0].limits if integrals else ()
    return bool(
        step.relation == "<="
        and integrals
        and all((high - low).is_extended_nonnegative for _, low, high in limits)
        and p.is_nonnegative
        and step.lhs == sympy.Integral(f * p, *limits) + rest
        and step.rhs == sympy.Integral(g * p, *limits) + rest
        and proves(step, f, g)
    )


def _sum_of(expression: sympy.Expr) -> tuple[sympy.Expr, sympy.Sum | None]:
    """The factor and the sum of an expression factor * sum."""
    sums = [a for a in sympy.Mul.make_args(expression) if isinstance(a, sympy.Sum)]
    return (expression / sums[0], sums[0]) if len(sums) == 1 else (expression, None)


def proves(step: Step, lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    """Whether the step's argument `proof` derives lhs <= rhs, under what the step may assume."""
    proof = step.arguments["proof"]
    formula = Symbolic(lambda: sympy.Le(lhs, rhs, evaluate=False))
    return isinstance(proof, Derivation) and not proof.faults(formula, step.under, fixed=step.fixed)


@theorem("telescoping", "sum_{i=a}^b (f(i) - f(i - 1)) = f(b) - f(a - 1)", source=RUDIN + "theorem 3.41")
def telescoping(step: Step) -> bool:
    """arguments: `term`, a Lambda f of the index."""
    f, lhs = step.arguments["term"], step.lhs
    if not isinstance(lhs, sympy.Sum) or len(lhs.limits) != 1:
        return False
    ((i, first, last),) = lhs.limits
    ends = f(last) - f(first - 1)
    return step.relation == "=" and lhs.function == f(i) - f(i - 1) and step.rhs == ends


@theorem(
    "Jensen",
    "sum_i n_i log t_i <= n log(sum_i n_i t_i / n) for positive t_i and n_i, n = sum_i n_i: log is concave",
    source=COVER + "theorem 2.6.2",
)
def jensen(step: Step) -> bool:
    """arguments: `scale` > 0, `term` t_i, `limits` (i, first, last), `weight` n_i (1 if none), `rest` on both sides."""
    scale, term, limits = (step.arguments[name] for name in ("scale", "term", "limits"))
    rest, weight = (step.arguments.get(name, sympy.Integer(k)) for k, name in enumerate(("rest", "weight")))
    terms = limits[2] - limits[1] + 1
    count = terms if weight == 1 else sympy.Sum(weight, limits)
    mean = sympy.Sum(weight * term, limits) / count
    return bool(
        step.relation == "<="
        and term.is_positive
        and scale.is_positive
        and weight.is_positive
        and terms.is_integer
        and terms.is_positive
        and _same(step.lhs, scale * sympy.Sum(weight * sympy.log(term), limits) + rest)
        and step.rhs == scale * count * sympy.log(mean) + rest
    )


# what hypotheses about laws speak of: p, q and r on M outcomes, p_d of each of N data sets, of probability pi_d
OUTCOMES, DATA_SETS = (sympy.Symbol(name, integer=True, positive=True) for name in ("M", "N"))


@theorem(
    "weighted Jensen",
    "sum_v p_v log t_v <= log sum_v p_v t_v for weights p",
    requires=(SUMS_TO_ONE,),
    source=COVER + "theorem 2.6.2",
)
def weighted_jensen(step: Step) -> bool:
    """arguments: `term` t_v and the index `v`; the step is -sum p log t >= -log sum p t over all of p."""
    v, t = step.arguments["v"], step.arguments["term"]
    p, limits = sympy.IndexedBase("p", positive=True)[v], (v, 0, OUTCOMES - 1)
    lhs, rhs = -sympy.Sum(p * sympy.log(t), limits), -sympy.log(sympy.Sum(p * t, limits))
    return bool(step.relation == ">=" and t.is_positive and (step.lhs, step.rhs) == (lhs, rhs))


@theorem("probabilities add up", "sum_v p_v = 1 for a law p", requires=(SUMS_TO_ONE,))
def total_probability(step: Step) -> bool:
    """The step is sum_v p_v = 1 over all outcomes."""
    if not isinstance(step.lhs, sympy.Sum) or len(step.lhs.limits) != 1:
        return False
    ((v, *_),) = step.lhs.limits
    total = sympy.Sum(sympy.IndexedBase("p", positive=True)[v], (v, 0, OUTCOMES - 1))
    return step.relation == "=" and (step.lhs, step.rhs) == (total, 1)


@theorem("mixture", "sum_d pi_d p_d(v) = q(v)", requires=(MIXTURE,))
def mixture(step: Step) -> bool:
    """arguments: `rest`, on both sides; `outer`, the double sum of pi_d p_d(v) f_v; `inner`, the sum of q(v) f_v."""
    rest, outer, inner = (step.arguments[name] for name in ("rest", "outer", "inner"))
    ((d, *over),) = outer.limits
    weights, nested = _sum_of(outer.function)
    if nested is None:
        return False
    ((v, *_),) = nested.limits
    p, q, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "pi"))
    f, g = nested.function / p[d, v], inner.function / q[v]
    return bool(
        step.relation == "="
        and over == [0, DATA_SETS - 1]
        and weights == t[d]
        and f == g
        and not f.has(d)
        and nested.limits == inner.limits
        and {step.lhs, step.rhs} == {rest - outer, rest - inner}
    )


@theorem(
    "Gibbs",
    "-sum q log q <= -sum q log r for probabilities q, a mixture of probabilities, and r",
    requires=(PROBABILITIES, MIXTURE),
    source=COVER + "theorem 2.6.3",
)
def gibbs(step: Step) -> bool:
    """arguments: the index `v` of the sums, over all outcomes."""
    v = step.arguments["v"]
    q, r = (sympy.IndexedBase(name, positive=True)[v] for name in ("q", "r"))
    lhs, rhs = (-sympy.Sum(q * sympy.log(one), (v, 0, OUTCOMES - 1)) for one in (q, r))
    return step.relation == "<=" and (step.lhs, step.rhs) == (lhs, rhs)


@theorem(
    "log sum",
    "(a + b) log((a + b)/(c + d)) <= a log(a/c) + b log(b/d) for positive a, b, c and d",
    source=COVER + "theorem 2.7.1",
)
def log_sum(step: Step) -> bool:
    """arguments: `over` (a, b) and `under` (c, d)."""
    (a, b), (c, d) = step.arguments["over"], step.arguments["under"]
    apart = a * sympy.log(a / c) + b * sympy.log(b / d)
    positive = all(one.is_positive for one in (a, b, c, d))
    return (
        positive and step.relation == "<=" and step.lhs == (a + b) * sympy.log((a + b) / (c + d)) and step.rhs == apart
    )


@theorem("Lambert's function", "W0(x) exp(W0(x)) = x for x > 0", source="NIST DLMF, equation 4.13.1")
def lambert(step: Step) -> bool:
    """arguments: `x`, and `by`, the symbol that x is solved for; both sides agree once x is W exp(W)."""
    x, by = step.arguments["x"], step.arguments["by"]
    w = sympy.Dummy("W", positive=True)
    difference = (step.lhs - step.rhs).doit().subs(sympy.LambertW(x), w)
    plain = sympy.Dummy("s", positive=True)
    (solution,) = sympy.solve(x.subs(by, plain) - w * sympy.exp(w), plain)
    difference = difference.subs(by, solution)
    return bool(step.relation == "=" and x.is_positive and sympy.simplify(normal_form(difference)) == 0)


@theorem("exp is at least 1", "1 <= exp(u) for u >= 0", source=RUDIN + "theorem 8.6")
def exp_above_one(step: Step) -> bool:
    """arguments: `increasing`, a Lambda F of a positive z, and `u`; the step is F(1) <= F(exp(u))."""
    return bool(step.arguments["u"].is_nonnegative) and _below_exp(step, sympy.Integer(1))


@theorem("exp is above its tangent", "1 + u <= exp(u)", source=RUDIN + "theorem 8.6")
def exp_tangent(step: Step) -> bool:
    """arguments: `increasing`, a Lambda F of a positive z, and `u`; the step is F(1 + u) <= F(exp(u))."""
    return _below_exp(step, 1 + step.arguments["u"])


def _below_exp(step: Step, least: sympy.Expr) -> bool:
    """Whether F increases from `least` on and the step is F(least) <= F(exp(u))."""
    increasing, u = step.arguments["increasing"], step.arguments["u"]
    (z,) = increasing.variables
    onwards = least + sympy.Dummy("s", nonnegative=True)
    slope = sympy.simplify(named_lambert(sympy.diff(increasing.expr, z).subs(z, onwards)))
    smooth = not increasing.expr.has(sympy.polygamma)  # which has poles
    ends = smooth and _same(step.lhs, increasing(least)) and _same(step.rhs, increasing(sympy.exp(u)))
    return bool(step.relation == "<=" and slope.is_positive and ends)


@theorem(
    "differentiation under the integral",
    "d/da int L p = int L dp/da for a loss L and a p that falls off faster than every power at 0 and at infinity",
    requires=(SMOOTH_LOSS,),
    source="Rudin, Real and Complex Analysis (1987), theorem 1.34: dominated convergence",
)
def differentiation_under_the_integral(step: Step) -> bool:
    """The step is d/da int L(w) p = int L(w) dp/da over the positive w."""
    lhs, rhs = step.lhs, step.rhs
    if not (
        isinstance(lhs, sympy.Derivative) and isinstance(lhs.expr, sympy.Integral) and isinstance(rhs, sympy.Integral)
    ):
        return False
    ((parameter, order),) = lhs.variable_count
    inside = lhs.expr
    ((w, low, high),) = inside.limits
    loss = next(iter(inside.function.atoms(AppliedUndef)), None)
    if loss is None or loss.args != (w,) or (inside.function / loss).has(AppliedUndef):
        return False
    p = inside.function / loss
    return bool(
        step.relation == "="
        and order == 1
        and inside.limits == rhs.limits
        and (low, high) == (0, sympy.oo)
        and _falls_off(p, w)
        and _falls_off(sympy.diff(p, parameter), w)
        and sympy.simplify(rhs.function - sympy.diff(inside.function, parameter)) == 0
    )


@theorem(
    "integration by parts",
    "int u v'' = int u'' v where u v' - u' v vanishes at both ends",
    requires=(SMOOTH_LOSS,),
    source=RUDIN + "theorem 6.22",
)
def integration_by_parts(step: Step) -> bool:
    """arguments: `u`, the loss L(w), and `v`, which must fall off faster than every power at 0 and at infinity."""
    u, v = step.arguments["u"], step.arguments["v"]
    lhs, rhs = step.lhs, step.rhs
    if not (isinstance(lhs, sympy.Integral) and isinstance(rhs, sympy.Integral) and lhs.limits == rhs.limits):
        return False
    ((w, low, high),) = lhs.limits
    return bool(
        step.relation == "="
        and isinstance(u, AppliedUndef)
        and u.args == (w,)
        and (low, high) == (0, sympy.oo)
        and sympy.simplify(lhs.function - u * sympy.diff(v, w, 2)) == 0
        and sympy.simplify(rhs.function - sympy.Derivative(u, (w, 2)) * v) == 0
        and _falls_off(v, w)
        and _falls_off(sympy.diff(v, w), w)
    )


def _falls_off(v: sympy.Expr, w: sympy.Symbol) -> bool:
    """Whether w^k v goes to 0 at 0 and at infinity for every power k, seen in h = log w; at 0 a loss is bounded."""
    h = sympy.Dummy("h", real=True)
    return falls_off(sympy.expand_log(v.subs(w, sympy.exp(h)), force=True), h)


@theorem(
    "triangle inequality",
    "f(sum_k l_k q_k) <= sum_k f(l_k) q_k for q_k >= 0 and f = |.| or max(., 0)",
    source=RUDIN + "theorem 1.33",
)
def triangle_inequality(step: Step) -> bool:
    """The step is sum_i f(sum_k l_k q_ik) <= sum_i sum_k f(l_k) q_ik."""
    lhs, rhs = step.lhs, step.rhs
    inner = next(iter(lhs.function.atoms(sympy.Sum)), None) if isinstance(lhs, sympy.Sum) else None
    if inner is None or step.relation != "<=" or not runs_forward((*lhs.limits, *inner.limits)):
        return False
    ((i, *_),), ((k, *_),) = lhs.limits, inner.limits
    value, share = sympy.IndexedBase("lambda", real=True)[k], sympy.IndexedBase("q", nonnegative=True)[i, k]
    if inner.function != value * share:
        return False
    apart = {
        f(inner): sympy.Sum(f(value) * share, *inner.limits, *lhs.limits)
        for f in (sympy.Abs, lambda t: sympy.Max(t, 0))
    }
    return bool(rhs == apart.get(lhs.function))


@theorem(
    "eigenvectors have length one",
    "sum_i q_ik = 1 for the squared entries of an orthonormal eigenvector",
    requires=(SYMMETRIC,),
    source="Horn and Johnson, Matrix Analysis (2013), theorem 4.1.5: the spectral theorem",
)
def orthonormal_eigenvectors(step: Step) -> bool:
    """The step is sum_i sum_k g_k q_ik = sum_k g_k."""
    lhs, rhs = step.lhs, step.rhs
    if not (isinstance(lhs, sympy.Sum) and isinstance(rhs, sympy.Sum) and len(lhs.limits) == 2):
        return False
    over_k, over_i = lhs.limits
    share = sympy.IndexedBase("q", nonnegative=True)[over_i[0], over_k[0]]
    g = lhs.function / share
    all_rows = over_i[1:] == over_k[1:] == (0, sympy.Symbol("K", integer=True, positive=True) - 1)
    return bool(step.relation == "=" and all_rows and not g.has(over_i[0]) and rhs == sympy.Sum(g, over_k))


@theorem("positive part", "max(t, 0) = (|t| + t)/2")
def positive_part(step: Step) -> bool:
    """Both sides agree once every max(t, 0) is written out."""
    sides = [side.replace(sympy.Max, _written_out) for side in (step.lhs, step.rhs)]
    return step.relation == "=" and _same(*sides)


def _written_out(*arguments: sympy.Expr) -> sympy.Expr:
    others = [argument for argument in arguments if argument != 0]
    if len(others) != 1 or len(arguments) != 2:
        return sympy.Max(*arguments)
    return (sympy.Abs(others[0]) + others[0]) / 2


@theorem("equal integrands", "int f = int g, or c int f = int c f, where the integrands agree")
def equal_integrands(step: Step) -> bool:
    """Factors in front of either integral go inside first."""
    inside = []
    for side in (step.lhs, step.rhs):
        integrals = [node for node in sympy.Mul.make_args(side) if isinstance(node, sympy.Integral)]
        if len(integrals) != 1 or (side / integrals[0]).has(*(limit[0] for limit in integrals[0].limits)):
            return False
        inside.append((side / integrals[0] * integrals[0].function, integrals[0].limits))
    (one, limits), (other, other_limits) = inside
    return bool(step.relation == "=" and limits == other_limits and sympy.simplify(one - other) == 0)


@theorem("logarithm of a product", "log(a_1 + ... + a_n) = log f + log(a_1/f + ... + a_n/f) for positive f and a_i")
def log_of_a_sum(step: Step) -> bool:
    """arguments: `factor` f, taken out of every logarithm of a sum on the left."""
    factor = step.arguments["factor"]
    if step.relation != "=" or not factor.is_positive:
        return False

    def taken_out(*arguments: sympy.Expr) -> sympy.Expr:
        inside = sympy.expand(arguments[0])
        if not (inside.is_Add and inside.is_positive):
            return sympy.log(inside)
        return sympy.log(factor) + sympy.log(sympy.expand(inside / factor))

    return _same(step.lhs.replace(sympy.log, taken_out), step.rhs)
