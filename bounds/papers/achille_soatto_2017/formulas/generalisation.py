"""Formulas of section 4's closing sentence: how information in the weights bounds the gap to the error on new data.

Pairs of a data set and weights are the outcomes v of the joint law p, and of the product r of its two laws; g[v] is the
true error of the weights less their error on the data set, so that sum p g is the generalisation gap.
"""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas import claim_1

v, d, i = sympy.symbols("v d i", integer=True)
outcomes, data_sets, examples, weights = (sympy.Symbol(n, integer=True, positive=True) for n in ("M", "L", "N", "K"))
p, q, r, pi, training, true = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi", "e", "t"))
g, loss = (sympy.IndexedBase(name, real=True) for name in ("g", "l"))
sigma = sympy.Symbol("sigma", positive=True)
present, prior, sign = (sympy.Symbol(name, positive=True) for name in ("a", "rho", "s"))
size = sympy.Symbol("D", nonnegative=True)  # what the size of a weight that is there costs, in nats
OUTCOMES = (v, 0, outcomes - 1)


def divergence(one: sympy.Expr, other: sympy.Expr) -> sympy.Sum:
    """KL of two laws of the outcomes, given by their entries."""
    return sympy.Sum(one * sympy.log(one / other), OUTCOMES)


def bernoulli(one: sympy.Expr, other: sympy.Expr) -> sympy.Expr:
    """kl(one || other) of two probabilities."""
    return one * sympy.log(one / other) + (1 - one) * sympy.log((1 - one) / (1 - other))


def sub_gaussian() -> Relational:
    return _gap_below(2 * sigma**2 / examples)


def bounded_losses() -> Relational:
    return _gap_below(1 / (2 * examples))


def _gap_below(scale: sympy.Expr) -> Relational:
    gap = sympy.Abs(sympy.Sum(p[v] * g[v], OUTCOMES))
    return sympy.Le(gap, sympy.sqrt(scale * divergence(p[v], r[v])), evaluate=False)


def samplewise() -> Relational:
    over = (i, 0, examples - 1)
    each = sympy.Sum(p[i, v] * g[i, v], OUTCOMES)
    bound = sympy.sqrt(2 * sigma**2 * divergence(p[i, v], r[i, v]))
    return sympy.Le(sympy.Sum(each / examples, over), sympy.Sum(bound / examples, over), evaluate=False)


def linear_rate() -> Relational:
    over = (d, 0, data_sets - 1)
    gap = sympy.Sum(pi[d] * sympy.Sum((q[v] - p[d, v]) * loss[d, v], OUTCOMES), over)
    return sympy.Le(gap, sympy.Sum(pi[d] * divergence(p[d, v], q[v]), over), evaluate=False)


def pac_bayes() -> Relational:
    over = (d, 0, data_sets - 1)
    error, truth = (sympy.Sum(p[d, v] * one, OUTCOMES) for one in (training[d, v], true[v]))
    exponent = examples * bernoulli(error, truth) - divergence(p[d, v], r[v])
    moment = sympy.Sum(pi[d] * sympy.exp(exponent), over)
    return sympy.Le(moment, 2 * sympy.sqrt(examples), evaluate=False)


def price() -> Relational:
    return sympy.Le(-sympy.log(sympy.Sum(r[v], OUTCOMES)), divergence(p[v], r[v]), evaluate=False)


def fixed_signs() -> Relational:
    # p solves kl(0 || p) = K c / N: p = 1 - exp(-K c / N)
    least, certified = (1 - sympy.exp(-weights * c / examples) for c in (sympy.log(2), sympy.log(2) + size))
    return sympy.Le(least, certified, evaluate=False)


def any_training_error() -> Relational:
    error, more = sympy.symbols("e x", positive=True)
    p = error + more
    return sympy.Le(bernoulli(error, p), -sympy.log(1 - p), evaluate=False)


def atom_costs_log_2() -> Relational:
    return sympy.Le(sympy.log(2), _with_an_atom(), evaluate=False)


def atom() -> Relational:
    return sympy.Le(-sympy.log(1 - prior / 2), _with_an_atom(), evaluate=False)


def mixed_signs_cost_log_2() -> Relational:
    return sympy.Le(sympy.log(2), bernoulli(sign, sympy.Rational(1, 2)) + size, evaluate=False)


def known_signs_cost_log_2() -> Relational:
    return sympy.Le(sympy.log(2), claim_1.truncated().rhs, evaluate=False)


def _with_an_atom() -> sympy.Expr:
    """The divergence of a weight of one sign that is there with probability a, rho under the two-sided prior."""
    return bernoulli(present, prior) + present * (sympy.log(2) + size)
