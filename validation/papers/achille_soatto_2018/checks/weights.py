"""Checks of what sections 4 and 6 have new: priors, Proposition 4.3 as transcribed, the bound (7)."""

from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations import theorems
from bounds.derivations.derivation import Derivation, sampled
from bounds.papers.achille_soatto_2017 import generalisation_theorems as of_laws
from bounds.papers.achille_soatto_2017.formulas import generalisation as of
from bounds.papers.achille_soatto_2018 import weights_theorems as rules
from bounds.papers.achille_soatto_2018.formulas import weights as formulas
from bounds.papers.achille_soatto_2018.formulas.weights import (
    FIRST,
    OVER_DATA,
    OVER_DATA_OF_N,
    OVER_WEIGHTS,
    SECOND,
    d,
    i,
    j,
    p,
    q,
    r,
    v,
    weight,
)
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.checks.trying import ROUNDING, margins, trial_of_margins
from validation.effort import Effort


@check("section-4.1/compensation", "printed")
def by_mixture(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithms of the mixture, averaged over data sets or at once, are the same."""

    def double(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(weight[d] * sympy.Sum(p[d, v] * f, OVER_WEIGHTS), OVER_DATA)

    def single(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(q[v] * f, OVER_WEIGHTS)

    entropy, log_q, log_r = double(sympy.log(p[d, v])), sympy.log(q[v]), sympy.log(r[v])
    kept = entropy + single(log_q) - single(log_r)
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        kept - double(log_q),
        ("=", theorems.mixture, {"rest": kept, "outer": double(log_q), "inner": single(log_q)}),
        kept - single(log_q),
        ("=", "what cancels"),
        entropy - single(log_r),
        ("=", theorems.mixture, {"rest": entropy, "outer": double(log_r), "inner": single(log_r)}),
        entropy - double(log_r),
        ("=", "the logarithm of a quotient"),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n, m = (int(k) for k in rng.integers(2, 5, size=2))
        posteriors, weights = rng.dirichlet(np.ones(m), size=n), rng.dirichlet(np.ones(n))
        prior = rng.dirichlet(np.ones(m))
        return {"N": n, "M": m, "p": posteriors, "pi": weights, "q": weights @ posteriors, "r": prior}

    return derivation(steps, draw, "The mixture's logarithm has one mean, over the posteriors or over the mixture.")


@check("section-4.1/best-factorised-prior", "printed")
def by_marginals(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Only the marginals of q meet a factorised prior, and each marginal is its own best law."""

    def mean(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(sympy.Sum(q[i, j] * f, SECOND), FIRST)

    def log(name: str, at: sympy.Symbol) -> sympy.Expr:
        return sympy.log(sympy.IndexedBase(name, positive=True)[at])

    def under(name: str, f: sympy.Expr, over: tuple[sympy.Symbol, sympy.Expr, sympy.Expr]) -> sympy.Expr:
        return sympy.Sum(sympy.IndexedBase(name, positive=True)[over[0]] * f, over)

    entropy, log_a, log_b, log_r, log_s = mean(sympy.log(q[i, j])), log("a", i), log("b", j), log("r", i), log("s", j)
    own_a, own_b, of_r, of_s = (
        under(*one) for one in (("a", log_a, FIRST), ("b", log_b, SECOND), ("a", log_r, FIRST), ("b", log_s, SECOND))
    )
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        entropy - mean(log_a) - mean(log_b),
        ("=", rules.marginals, {"f": log_a}),
        entropy - own_a - mean(log_b),
        ("=", rules.marginals, {"f": log_b}),
        entropy - own_a - own_b,
        ("<=", rules.gibbs),
        entropy - of_r - own_b,
        ("<=", rules.gibbs),
        entropy - of_r - of_s,
        ("=", rules.marginals, {"f": log_r}),
        entropy - mean(log_r) - of_s,
        ("=", rules.marginals, {"f": log_s}),
        entropy - mean(log_r) - mean(log_s),
        ("=", "the logarithm of a quotient"),
        claim.symbolic.rhs,
    )
    summary = "Only the marginals meet a factorised prior, and of the laws of one weight its marginal is the best."
    return derivation(steps, _two_weights, summary)


def _two_weights(rng: np.random.Generator) -> dict[str, Any]:
    rows, columns = (int(k) for k in rng.integers(2, 5, size=2))
    joint = rng.dirichlet(np.ones(rows * columns)).reshape(rows, columns)
    priors = {"r": rng.dirichlet(np.ones(rows)), "s": rng.dirichlet(np.ones(columns))}
    return {"q": joint, "a": joint.sum(1), "b": joint.sum(0), **priors, "M": rows, "L": columns}


@check("section-4.1/best-factorised-prior", "printed")
def factorised_priors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Random laws of two weights against random factorised priors, and against priors ever nearer the marginals."""
    tries, found = effort.pick(quick=300, standard=5_000), []
    for number in range(tries):
        rows, columns = (int(k) for k in rng.integers(2, 5, size=2))
        joint = rng.dirichlet(np.full(rows * columns, 0.5)).reshape(rows, columns) + 1e-9
        joint /= joint.sum()
        a, b = joint.sum(1), joint.sum(0)
        near = 10.0 ** -(number % 6)  # of the priors every sixth is as near as rounding tells
        one, other = ((1 - near) * law + near * rng.dirichlet(np.ones(len(law))) for law in (a, b))
        values = {"q": joint, "a": a, "b": b, "r": one, "s": other, "M": rows, "L": columns}
        found.append(float(margins(claim.symbolic, values)))
    summary = f"{tries} random laws of two weights, each against a prior at one of six distances from the best."
    return trial_of_margins("random laws and priors", summary, np.array(found), error=ROUNDING)


@check("proposition-4.3", "printed")
def flat_minima(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Weights and curvatures that break the display, against the derivation's own form."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(1, 6))
        w, h = ([rational(rng, 0.1, 4) for _ in range(size)] for _ in range(2))
        return {"K": size, "w": w, "h": h, "beta": rational(rng, 0.02, 8)}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="Random w, H, beta", control=control)


@check("equation-7", "printed")
def by_change_of_measure(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Donsker and Varadhan on each data set, Jensen over them, and the moment of bounded losses under the prior."""
    f, price = rules.exponent(), formulas.lam * formulas.largest
    trained = of.examples * formulas.over_both(of.training[d, v])
    moment = sympy.Sum(r[v] * sympy.exp(f), OVER_WEIGHTS)
    gap = sympy.Sum(p[d, v] * f, OVER_WEIGHTS) - sympy.log(moment)

    def over_data(g: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(of.pi[d] * g, OVER_DATA_OF_N)

    bound = trained + price * formulas.information()
    inside = chain(
        of.examples * formulas.share() * claim.symbolic.lhs,
        ("=", "the training loss added and taken off"),
        trained + price * over_data(gap) + price * over_data(sympy.log(moment)),
        ("<=", of_laws.donsker_varadhan, {"f": f, "at": (d, v), "of_r": (v,)}),
        bound + price * over_data(sympy.log(moment)),
        ("<=", rules.jensen, {"m": moment}),
        bound + price * sympy.log(over_data(moment)),
        ("=", of_laws.sums_change_places, {"term": sympy.exp(f), "d": d}),
        bound + price * sympy.log(sympy.Sum(r[v] * over_data(sympy.exp(f)), OVER_WEIGHTS)),
        ("<=", rules.exponential_moment),
        bound,
    )
    proof = Derivation(steps=tuple(inside), points=sampled(_world))
    steps = one_step(claim, by=rules.positive_factor, arguments={"y": bound, "proof": proof})
    return derivation(steps, _world, "A change of measure on each data set; the prior does not know the data.")


def _world(rng: np.random.Generator) -> dict[str, Any]:
    worlds = _worlds(rng)
    return worlds[int(rng.integers(len(worlds)))]


@check("equation-7", "printed")
def gibbs_posteriors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Exact small worlds: every data set of N examples, posteriors of every temperature, priors fixed before them."""
    tries, found = effort.pick(quick=300, standard=5_000), []
    for _ in range(tries):
        found += [float(margins(claim.symbolic, world)) for world in _worlds(rng)]
    summary = (
        f"{tries} exact worlds, all data sets of up to 4 examples, up to 8 hypotheses, 4 lambdas each: the Gibbs "
        "posterior for that lambda, and a random one, with a random prior or the posteriors' mixture."
    )
    return trial_of_margins("exact small worlds", summary, np.array(found), error=ROUNDING)


def _worlds(rng: np.random.Generator) -> list[dict[str, Any]]:
    """All data sets of N examples from up to four kinds, the losses of M hypotheses, for four lambdas."""
    kinds, hypotheses, size = int(rng.integers(2, 5)), int(rng.integers(2, 9)), int(rng.integers(1, 5))
    loss = rng.choice([rng.random((hypotheses, kinds)), rng.integers(0, 2, (hypotheses, kinds)).astype(float)])
    largest = float(rng.uniform(0.5, 3)) * 1.0
    loss = largest * loss
    law = rng.dirichlet(np.full(kinds, 0.7))
    data = np.stack(np.meshgrid(*[np.arange(kinds)] * size, indexing="ij"), -1).reshape(-1, size)
    chance = law[data].prod(1)
    training = loss[:, data].sum(2)  # (hypotheses, data sets), summed over the examples
    held_out = loss @ law
    worlds = []
    for lam in (0.51, 0.75, 1.0, float(np.exp(rng.uniform(-0.6, 3)))):
        prior = rng.dirichlet(np.ones(hypotheses))
        gibbs = prior[:, None] * np.exp(-(training - training.min(0)) / (lam * largest))
        random = rng.dirichlet(np.full(hypotheses, 0.5), size=len(data)).T + 1e-12
        for posterior in (gibbs / gibbs.sum(0), random / random.sum(0)):
            for fixed in (prior, posterior @ chance):
                laws = {"pi": chance, "p": posterior.T, "r": fixed}
                losses = {"e": training.T / size, "t": held_out, "lambda": lam, "L_max": largest}
                worlds.append({"L": len(data), "M": hypotheses, "N": size, **laws, **losses})
    return worlds
