"""Formulas of sections 6.2 and 6.3: the discriminator's log-ratio, the sigmoid, and the gain of a reconstruction."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws
from bounds.papers.achille_soatto_2017.formulas.proposition_7 import information_form


def discriminator_ratio() -> Relational:
    a, b = sympy.symbols("a b", positive=True)
    d = a / (a + b)
    return sympy.Eq(sympy.log((1 - d) / d, evaluate=False), sympy.log(b) - sympy.log(a), evaluate=False)


def sigmoid_printed() -> Relational:
    return _sigmoid(1)


def sigmoid_repaired() -> Relational:
    return _sigmoid(-1)


def _sigmoid(sign: int) -> Relational:
    u = sympy.Symbol("u", real=True)
    d = 1 / (1 + sympy.exp(-u))
    return sympy.Eq(sympy.log((1 - d) / d, evaluate=False), sign * u, evaluate=False)


def bayes() -> Relational:
    """The mean log-posterior under the generator's law p; the posterior is a b over its sum."""
    v = sympy.Symbol("v", integer=True)
    limits = (v, 0, sympy.Symbol("M", integer=True, positive=True) - 1)
    p, likelihood, prior = (sympy.IndexedBase(name, positive=True)[v] for name in "pab")
    evidence = sympy.Sum(likelihood * prior, limits)
    posterior = sympy.Sum(p * sympy.log(likelihood * prior / evidence), limits)
    parts = sympy.Sum(p * sympy.log(likelihood), limits) + sympy.Sum(p * sympy.log(prior), limits)
    return sympy.Eq(posterior, parts - sympy.log(evidence), evaluate=False)


def mean_divergence() -> Relational:
    d, v = sympy.symbols("d v", integer=True)
    n, m = sympy.symbols("N M", integer=True, positive=True)
    p, q, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "pi"))

    def mean(term: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(t[d] * sympy.Sum(p[d, v] * term, (v, 0, m - 1)), (d, 0, n - 1))

    entropy = -sympy.Sum(q[v] * sympy.log(q[v]), (v, 0, m - 1))
    return sympy.Eq(mean(sympy.log(p[d, v] / q[v])), entropy + mean(sympy.log(p[d, v])), evaluate=False)


def bound_falls() -> Relational:
    """T3's bound grows with the information per weight from 1/2 log 2 on."""
    beyond = sympy.Symbol("s", nonnegative=True)
    bound = information_form(sympy.log(2) / 2 + beyond, sympy.Symbol("c", real=True))
    return sympy.Ge(sympy.Derivative(bound, beyond), 0, evaluate=False)


def objective_printed() -> Relational:
    p, q, over = two_laws()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(p * sympy.log(p), over)
    return sympy.Eq(left, sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def objective_repaired() -> Relational:
    p, q, over = two_laws()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(q * sympy.log(q), over)
    return sympy.Eq(left, -sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def excess_loss_of_an_error() -> Relational:
    """The loss above the least of a discriminator whose log-ratio is log A + v where z = n, and right elsewhere."""
    count, v = sympy.Symbol("A", positive=True), sympy.Symbol("v", nonnegative=True)
    posterior = sympy.log(1 + sympy.exp(-v) / count) - sympy.log(1 + 1 / count)
    prior = (sympy.log(1 + count * sympy.exp(v)) - sympy.log(1 + count)) / count
    return sympy.Le(posterior + prior, v / count, evaluate=False)


def variational_bound() -> Relational:
    """Donsker and Varadhan's, for a law p of pairs and the product q of its marginals."""
    v = sympy.Symbol("v", integer=True)
    over = (v, 0, sympy.Symbol("M", integer=True, positive=True) - 1)
    p, q = (sympy.IndexedBase(name, positive=True)[v] for name in "pq")
    u = sympy.IndexedBase("u", real=True)[v]
    normed = sympy.Sum(p * u, over) - sympy.log(sympy.Sum(q * sympy.exp(u), over))
    return sympy.Le(normed, sympy.Sum(p * sympy.log(p / q), over), evaluate=False)


def prior_gains_most() -> Relational:
    """E_q log p + H(p) for q = p, and for the generator of one image."""
    p, _, (k, low, high) = two_laws()
    entropy = -sympy.Sum(p * sympy.log(p), (k, low, high))
    return sympy.Ge(0, sympy.log(p.base[0]) + entropy, evaluate=False)


def no_generator_gains_more() -> Relational:
    p, q, over = two_laws()
    gain = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(q * sympy.log(q), over)
    return sympy.Le(gain, 0, evaluate=False)


def divergence_from_discriminator() -> Relational:
    p, q, over = two_laws()
    d = q / (q + p)
    estimate = sympy.Sum(q * sympy.log(d / (1 - d), evaluate=False), over)
    return sympy.Eq(estimate, sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


# the frequencies of one z under the prior and under the posterior; a discriminator says 1/(1 + r), r > 0
a, b, r = sympy.symbols("a b r", positive=True)


def one_half_is_optimal() -> Relational:
    return sympy.Ge(_loss(), (a + b) * sympy.log(2), evaluate=False)


def share_is_optimal() -> Relational:
    least = -a * sympy.log(a / (a + b)) - b * sympy.log(b / (a + b))
    return sympy.Ge(_loss(), least, evaluate=False)


def _loss() -> sympy.Expr:
    return -a * sympy.log(1 / (1 + r), evaluate=False) - b * sympy.log(r / (1 + r), evaluate=False)
