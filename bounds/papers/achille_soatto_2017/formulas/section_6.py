"""Formulas of sections 6.2 and 6.3: the discriminator's log-ratio, the sigmoid, and the gain of a reconstruction."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws


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
    likelihood, prior, evidence = sympy.symbols("a b c", positive=True)
    return sympy.Eq(
        sympy.log(likelihood * prior / evidence, evaluate=False),
        sympy.log(likelihood) + sympy.log(prior) - sympy.log(evidence),
        evaluate=False,
    )


def objective_printed() -> Relational:
    p, q, over = two_laws()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(p * sympy.log(p), over)
    return sympy.Eq(left, sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def objective_repaired() -> Relational:
    p, q, over = two_laws()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(q * sympy.log(q), over)
    return sympy.Eq(left, -sympy.Sum(q * sympy.log(q / p), over), evaluate=False)
