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
