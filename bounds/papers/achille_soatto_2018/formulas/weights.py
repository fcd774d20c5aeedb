"""Section 4 and 6 of 2018: divergences from a prior, Proposition 4.3 as transcribed, the bound (7)."""

import sympy
from sympy.core.relational import Relational

from bounds.derivations.theorems import DATA_SETS, OUTCOMES
from bounds.papers.achille_soatto_2017.formulas.generalisation import (
    data_sets,
    divergence,
    examples,
    pi,
    training,
    true,
)
from bounds.papers.achille_soatto_2017.formulas.proposition_5 import K, beta, h, taylor_information, total, w

d, v = sympy.symbols("d v", integer=True)
p, q, r, weight = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))
OVER_DATA, OVER_WEIGHTS = (d, 0, DATA_SETS - 1), (v, 0, OUTCOMES - 1)
OVER_DATA_OF_N = (d, 0, data_sets - 1)  # where N counts the examples of each
i, j = sympy.symbols("i j", integer=True)
FIRST, SECOND = (i, 0, OUTCOMES - 1), (j, 0, sympy.Symbol("L", integer=True, positive=True) - 1)  # of two weights
lam, largest = sympy.symbols("lambda L_max", positive=True)


def compensation() -> Relational:
    """E_D KL(q(w|D) || q(w)) + KL(q(w) || p(w)) = E_D KL(q(w|D) || p(w)), over finitely many data sets and weights."""
    beyond = sympy.Sum(q[v] * sympy.log(q[v] / r[v]), OVER_WEIGHTS)
    return sympy.Eq(_mean_divergence(q) + beyond, _mean_divergence(r), evaluate=False)


def _mean_divergence(prior: sympy.IndexedBase) -> sympy.Expr:
    """The posteriors' mean divergence from a prior."""
    one = sympy.Sum(p[d, v] * sympy.log(p[d, v] / prior[v]), OVER_WEIGHTS)
    return sympy.Sum(weight[d] * one, OVER_DATA)


def flat_minima_as_transcribed() -> Relational:
    """1/2 [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)], where K stands in one term alone."""
    norms = sympy.log(total(w**2)) + sympy.log(total(h))
    return sympy.Le(taylor_information(), (norms - K * sympy.log(K**2 * beta / 2)) / 2, evaluate=False)


def mcallester() -> Relational:
    """(7): the mean held-out loss of the posteriors, from their training loss and their divergence from the prior.

    Data sets d of N examples, of probability pi_d; weights v of training loss e_dv and held-out loss t_v.
    """
    bound = (examples * over_both(training[d, v]) + lam * largest * information()) / (examples * share())
    return sympy.Le(over_both(true[v]), bound, evaluate=False)


def share() -> sympy.Expr:
    return 1 - 1 / (2 * lam)


def information() -> sympy.Expr:
    """The posteriors' mean divergence from the prior."""
    return sympy.Sum(pi[d] * divergence(p[d, v], r[v]), OVER_DATA_OF_N)


def over_both(f: sympy.Expr) -> sympy.Expr:
    """The mean over data sets, and over the weights that the posterior of each has."""
    return sympy.Sum(pi[d] * sympy.Sum(p[d, v] * f, OVER_WEIGHTS), OVER_DATA_OF_N)


def best_factorised_prior() -> Relational:
    """Of laws r s of two weights the sharpest prior is the product a b of the marginals of their law q."""

    def divergence(one: str, other: str) -> sympy.Expr:
        first, second = sympy.IndexedBase(one, positive=True)[i], sympy.IndexedBase(other, positive=True)[j]
        return sympy.Sum(sympy.Sum(q[i, j] * sympy.log(q[i, j] / (first * second)), SECOND), FIRST)

    return sympy.Le(divergence("a", "b"), divergence("r", "s"), evaluate=False)
