"""Section 4 and 6 of 2018: divergences from a prior, Proposition 4.3 as transcribed, the bound (7)."""

import sympy
from sympy.core.relational import Relational

from bounds.derivations.theorems import DATA_SETS, OUTCOMES
from bounds.papers.achille_soatto_2017.formulas.proposition_5 import K, beta, h, taylor_information, total, w

d, v = sympy.symbols("d v", integer=True)
p, q, r, weight = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))
OVER_DATA, OVER_WEIGHTS = (d, 0, DATA_SETS - 1), (v, 0, OUTCOMES - 1)
i, j = sympy.symbols("i j", integer=True)
FIRST, SECOND = (i, 0, OUTCOMES - 1), (j, 0, sympy.Symbol("L", integer=True, positive=True) - 1)  # of two weights
loss, bits, lam, largest = sympy.symbols("H_pq KL lambda L_max", positive=True)
held_out, N = sympy.Symbol("L_test", nonnegative=True), sympy.Symbol("N", integer=True, positive=True)


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
    """(7): the mean held-out loss of the posterior, from its training loss and its divergence from the prior."""
    bound = (loss + lam * largest * bits) / (N * (1 - 1 / (2 * lam)))
    return sympy.Le(held_out, bound, evaluate=False)


def best_factorised_prior() -> Relational:
    """Of laws r s of two weights the sharpest prior is the product a b of the marginals of their law q."""

    def divergence(one: str, other: str) -> sympy.Expr:
        first, second = sympy.IndexedBase(one, positive=True)[i], sympy.IndexedBase(other, positive=True)[j]
        return sympy.Sum(sympy.Sum(q[i, j] * sympy.log(q[i, j] / (first * second)), SECOND), FIRST)

    return sympy.Le(divergence("a", "b"), divergence("r", "s"), evaluate=False)
