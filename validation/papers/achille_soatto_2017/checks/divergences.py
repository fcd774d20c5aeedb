"""Divergences: what they are at least, information as their mean, and a decoder's cross-entropy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations import theorems
from bounds.papers.achille_soatto_2017 import laws
from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws
from bounds.papers.achille_soatto_2017.formulas.section_2 import channel
from validation.checks import check
from validation.checks.drawing import rational_law
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort


def _tangent(at: sympy.Expr) -> dict[str, Any]:
    """log s <= s - 1 at s."""
    z = sympy.Symbol("z", positive=True)
    return {"increasing": sympy.Lambda(z, sympy.log(z)), "u": at - 1}


@check("proposition-4/universality", "printed")
@check("kullback-leibler", "printed")
def divergence_of_two_laws(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """log s <= s - 1 at the root of q/p, under the sum."""
    p, q, over = two_laws()
    return _above_the_distance(claim, p, q, lambda f: sympy.Sum(f, over), laws.both_sum_to_one, _two_laws)


@check("nuisance", "printed")
def mean_divergence(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The same in the mean over the inputs of a channel."""
    weight, p, q, over_d, over_v = channel()

    def mean(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(weight * sympy.Sum(f, over_v), over_d)

    return _above_the_distance(claim, p, q, mean, laws.mixture_sums_to_one, _channel)


def _above_the_distance(claim: Claim, p: sympy.Expr, q: sympy.Expr, mean: Any, ones: Any, draw: Any) -> Evidence:
    root, both = sympy.sqrt(q / p), mean(2 * sympy.sqrt(p) * sympy.sqrt(q))
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a square"),
        mean(-2 * p * sympy.log(root)),
        (">=", theorems.exp_tangent, _tangent(root)),
        mean(-2 * p * (root - 1)),
        ("=",),
        2 * mean(p) - both,
        ("=", ones),
        mean(p) + mean(q) - both,
        ("=", "a square written out"),
        claim.symbolic.rhs,
    )
    return derivation(steps, draw, "The logarithm lies below its tangent at 1, taken at the root of q/p.")


@check("information-as-divergence", "printed")
def information_is_a_mean_divergence(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm of a quotient, and the mixture put in for its mean."""
    weight, p, q, over_d, over_v = channel()

    def mean(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(weight * sympy.Sum(f, over_v), over_d)

    own, log_q = mean(p * sympy.log(p)), sympy.log(q)
    arguments = {"rest": own, "outer": mean(p * log_q), "inner": sympy.Sum(q * log_q, over_v)}
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        own - arguments["outer"],
        ("=", theorems.mixture, arguments),
        own - arguments["inner"],
        ("=",),
        claim.symbolic.rhs,
    )
    return derivation(steps, _channel, "The mean of p_d log q over d is q log q, as q is the mean of the p_d.")


@check("corollary-3.3/cross-entropy", "intended")
def best_decoder(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Gibbs' inequality: log s <= s - 1 at q/p."""
    p, q, over = two_laws()
    entropy = sympy.Sum(-p * sympy.log(p), over)
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        entropy + sympy.Sum(-p * sympy.log(q / p), over),
        (">=", theorems.exp_tangent, _tangent(q / p)),
        entropy + sympy.Sum(-p * (q / p - 1), over),
        ("=",),
        entropy + sympy.Sum(p, over) - sympy.Sum(q, over),
        ("=", laws.both_sum_to_one),
        claim.symbolic.rhs,
    )
    return derivation(steps, _two_laws, "The logarithm lies below its tangent at 1, taken at q/p.")


@check("corollary-3.3/cross-entropy", "repaired")
def any_decoder(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """log q = log p - log(p/q), term by term."""
    return derivation(one_step(claim), _two_laws, "Both sides are equal by expanding the logarithms.")


@check("corollary-3.3/cross-entropy", "printed")
def another_decoder(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A decoder that is not the truth."""

    def draw(stream: np.random.Generator) -> Mapping[str, Any]:
        size = int(stream.integers(2, 4))
        p = rational_law(stream, size)
        return {"K": size, "p": p, "q": p if stream.random() < 0.7 else rational_law(stream, size)}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="A decoder q off the truth p", control=control)


def _two_laws(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(2, 5))
    return {"p": rng.dirichlet(np.ones(size)), "q": rng.dirichlet(np.ones(size)), "K": size}


def _channel(rng: np.random.Generator) -> dict[str, Any]:
    inputs, outcomes = (int(k) for k in rng.integers(2, 5, size=2))
    rows, weights = rng.dirichlet(np.ones(outcomes), size=inputs), rng.dirichlet(np.ones(inputs))
    return {"N": inputs, "M": outcomes, "p": rows, "pi": weights, "q": weights @ rows}
