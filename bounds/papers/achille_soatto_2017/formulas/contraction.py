"""What a noisy layer lets through, as a factor: informations about a nuisance before a channel and after it.

I_1 and I_2 stand for I(z_1;n) and I(z_2;n); with probability e = 1 - eta the channel forgets its input.
"""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import gaussian

before, after = sympy.symbols("I_1 I_2", nonnegative=True)
eta, forgotten, alpha, spread = sympy.symbols("eta e alpha R", positive=True)
v, d, i = sympy.symbols("v d i", integer=True)
outcomes, nuisances, weights = sympy.symbols("M N K", integer=True, positive=True)
p, q, r, t, first, second = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi", "a", "b"))
change = sympy.IndexedBase("D", real=True)[i]  # of the logarithm of one weight's input
kept = sympy.erf(spread / sympy.sqrt(8 * alpha))


def factor() -> Relational:
    return sympy.Le(after, eta * before, evaluate=False)


def two_inputs() -> Relational:
    """The total variation between the outputs of the two inputs."""
    return sympy.Le(after, two_laws_apart() * before, evaluate=False)


def shifted_laws_apart() -> Relational:
    return sympy.Eq(shifted_apart(), kept, evaluate=False)


def one_weight() -> Relational:
    return sympy.Le(after, kept * before, evaluate=False)


def many_weights() -> Relational:
    return sympy.Le(after, kept.xreplace({spread: length()}) * before, evaluate=False)


def nothing_kept_back() -> Relational:
    return sympy.Eq(sympy.Limit(kept, spread, sympy.oo), 1, evaluate=False)


def two_laws_apart() -> sympy.Expr:
    return sympy.Sum(sympy.Abs(first[v] - second[v]), (v, 0, outcomes - 1)) / 2


def length() -> sympy.Expr:
    """The Euclidean length of the change of all logarithms."""
    return sympy.sqrt(sympy.Sum(change**2, (i, 0, weights - 1)))


def shifted_apart() -> sympy.Expr:
    """The total variation between N(0, alpha) and N(R, alpha): what the first has more where it is above, up to R/2."""
    h, end = sympy.Symbol("h", real=True), sympy.Symbol("S", positive=True)
    gap = gaussian.density(h, 0, alpha) - gaussian.density(h, spread, alpha)
    return sympy.Limit(sympy.Integral(gap, (h, -end, spread / 2)), end, sympy.oo)


def information_kept() -> sympy.Expr:
    """I of n through what the channel keeps: p_d is its law for the nuisance d, q the mixture."""
    return _over_nuisances(p[d, v] * sympy.log(p[d, v] / q[v]))


def information_after() -> sympy.Expr:
    """The same with the channel's forgetting, which has the law r."""
    one, other = (forgotten * r[v] + eta * law for law in (p[d, v], q[v]))
    return _over_nuisances(one * sympy.log(one / other))


def _over_nuisances(term: sympy.Expr) -> sympy.Expr:
    return sympy.Sum(t[d] * sympy.Sum(term, (v, 0, outcomes - 1)), (d, 0, nuisances - 1))
