"""The rules about laws of two weights know their instances from near misses."""

import numpy as np
import pytest
import sympy

from bounds.derivations.algebra import normal_form
from bounds.derivations.derivation import Step
from bounds.papers.achille_soatto_2018 import weights_theorems as rules
from bounds.papers.achille_soatto_2018.formulas.weights import (
    FIRST,
    OVER_DATA_OF_N,
    OVER_WEIGHTS,
    SECOND,
    d,
    i,
    j,
    lam,
    largest,
    pi,
    q,
    v,
)
from bounds.papers.achille_soatto_2018.formulas.weights import r as prior

a, b, r, s = (sympy.IndexedBase(name, positive=True) for name in "abrs")
log = sympy.log


def mean(f):
    return sympy.Sum(sympy.Sum(q[i, j] * f, SECOND), FIRST)


def one(f, over=FIRST):
    return sympy.Sum(f, over)


SHORT = (i, 0, FIRST[2] - 1)


@pytest.mark.parametrize(
    ("lhs", "rhs", "f", "is_one"),
    [
        (mean(log(r[i])), one(a[i] * log(r[i])), log(r[i]), True),
        (mean(log(s[j])), one(b[j] * log(s[j]), SECOND), log(s[j]), True),
        (mean(log(r[i])), one(b[i] * log(r[i])), log(r[i]), False),  # the other marginal
        (mean(log(s[j])), one(a[j] * log(s[j]), SECOND), log(s[j]), False),
        (mean(log(r[i])), one(a[i] * log(r[i]), SHORT), log(r[i]), False),  # not over all of them
        (mean(log(q[i, j])), one(a[i] * log(q[i, j])), log(q[i, j]), False),  # of both weights
        (mean(log(r[i])), 2 * one(a[i] * log(r[i])), log(r[i]), False),
    ],
)
def test_marginals(lhs, rhs, f, is_one):
    assert rules.marginals.instance(Step(lhs=lhs, relation="=", rhs=rhs, arguments={"f": f})) == is_one
    assert not rules.marginals.instance(Step(lhs=lhs, relation="<=", rhs=rhs, arguments={"f": f}))


@pytest.mark.parametrize(
    ("lhs", "rhs", "is_one"),
    [
        (one(a[i] * log(r[i])), one(a[i] * log(a[i])), True),
        (one(b[j] * log(s[j]), SECOND), one(b[j] * log(b[j]), SECOND), True),
        (one(a[i] * log(a[i])), one(a[i] * log(r[i])), False),
        (one(a[i] * log(r[i])), one(r[i] * log(r[i])), False),
        (one(a[i] * log(s[i])), one(a[i] * log(a[i])), False),
        (one(a[i] * log(r[i]), SHORT), one(a[i] * log(a[i]), SHORT), False),
    ],
)
def test_gibbs(lhs, rhs, is_one):
    assert rules.gibbs.instance(Step(lhs=lhs, relation="<=", rhs=rhs)) == is_one


def over_data(f):
    return sympy.Sum(pi[d] * f, OVER_DATA_OF_N)


def test_jensen_over_data_sets():
    m = sympy.Sum(prior[v] * sympy.exp(rules.exponent()), OVER_WEIGHTS)
    lhs, rhs = over_data(log(m)), log(over_data(m))
    given = {"arguments": {"m": m}}
    assert rules.jensen.instance(Step(lhs=lhs, relation="<=", rhs=rhs, **given))
    assert not rules.jensen.instance(Step(lhs=rhs, relation="<=", rhs=lhs, **given))
    assert not rules.jensen.instance(Step(lhs=2 * lhs, relation="<=", rhs=rhs, **given))
    signed = sympy.Sum(-prior[v], OVER_WEIGHTS)
    of_signed = Step(lhs=over_data(log(signed)), relation="<=", rhs=log(over_data(signed)), arguments={"m": signed})
    assert not rules.jensen.instance(of_signed)


@pytest.mark.parametrize(
    ("factor", "change", "value", "is_one"),
    [
        (lam * largest, 1, 0, True),
        (1, 1, 0, True),
        (-lam, 1, 0, False),
        (sympy.Symbol("x", real=True), 1, 0, False),
        (lam, 2, 0, False),  # twice the exponent
        (lam, 1, -1, False),
    ],
)
def test_the_moment_of_bounded_losses(factor, change, value, is_one):
    moment = sympy.Sum(prior[v] * over_data(sympy.exp(change * rules.exponent())), OVER_WEIGHTS)
    step = Step(lhs=factor * log(moment), relation="<=", rhs=sympy.Integer(value))
    assert rules.exponential_moment.instance(step) == is_one


def test_the_moment_of_bounded_losses_is_so():
    """One example of two kinds at random: E exp(((1 - 1/(2 lambda)) t - l)/lambda) <= 1, and not with 0.3 for 1/2."""
    rng = np.random.default_rng(0)

    def worst(offset):
        found = []
        for _ in range(2_000):
            law, loss, strength = rng.dirichlet([1, 1]), rng.random(2), float(np.exp(rng.uniform(-0.6, 2)))
            mean = law @ loss
            found.append(law @ np.exp(((1 - offset / strength) * mean - loss) / strength))
        return max(found)

    assert worst(0.5) <= 1 + 1e-12
    assert worst(0.3) > 1


def test_sums_over_two_indices_have_a_normal_form():
    """What does not depend on an index comes in front of its sum, and of no other."""
    m, n = FIRST[2] + 1, SECOND[2] + 1
    together = sympy.Sum(3 * r[i] + 2 * s[j] + 1, SECOND, FIRST)
    apart = 3 * n * one(r[i]) + 2 * m * one(s[j], SECOND) + m * n
    assert normal_form(together - apart) == 0
    assert normal_form(together - (apart + 1)) != 0
    assert normal_form(sympy.Sum(r[i] * s[j], SECOND, FIRST) - one(r[i] * one(s[j], SECOND))) == 0
