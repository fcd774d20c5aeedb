"""Checks of the noise model, Claim 1, Remarks 4.1 to 4.3 and footnotes 5 and 6."""

from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.claims.world import By
from bounds.derivations import theorems
from bounds.derivations.citing import Cited
from bounds.derivations.closed_world import ClosedWorld
from bounds.papers.achille_soatto_2017 import PAPER, layer_theorems, section_4_theorems
from bounds.papers.achille_soatto_2017.formulas import claim_1 as formulas
from bounds.papers.achille_soatto_2017.lemmas import of_finitely_many_data_sets
from validation.checks import check
from validation.checks.drawing import rational, rational_law
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.effort import Effort

LINEARITY = ("=", layer_theorems.linearity)


def _parameters(rng: np.random.Generator) -> dict[str, Any]:
    """One value for every scalar name of this section."""
    logs = {
        name: float(np.exp(rng.uniform(-1.5, 1.0)))
        for name in ("alpha", "alpha_1", "alpha_2", "sigma", "c", "R", "H", "s")
    }
    logs["k"] = int(rng.integers(1, 5))
    return {**logs, "mu": abs(rng.normal()), "A": rng.normal(), "g": rng.normal(), "w_hat": rng.normal()}


@check("noise-model", "printed")
@check("noise-model/mean", "printed")
def moments_of_a_log_normal_law(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Footnote 5 at mu = -alpha/2 and sigma^2 = alpha."""
    alpha = sympy.Symbol("alpha", positive=True)
    part = "footnote-5" + claim.statement.id.removeprefix("noise-model")
    law = Cited(PAPER.id, part, "printed", {"mu": -alpha / 2, "sigma": sympy.sqrt(alpha)})
    return derivation(one_step(claim, by=law), _parameters, "Footnote 5 at mu = -alpha/2 and sigma^2 = alpha.")


@check("footnote-5", "printed")
@check("footnote-5/mean", "printed")
@check("claim-1/kl", "printed")
@check("claim-1/third-line", "intended", "repaired")
@check("remark-4.3/reparametrization", "printed", "sharpened")
def by_integration(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Gaussian integrals in closed form."""
    summary = "The integrals have closed forms, and both sides agree in them."
    return derivation(one_step(claim, by=theorems.integration), _parameters, summary)


@check("remark-4.3", "repaired")
def truncated_divergence(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """An antiderivative, n the normal density: int n = erf/2, int n (h - mu)^2 = alpha (erf/2 - (h - mu) n)."""
    integral = claim.symbolic.lhs
    ((h, low, high),) = integral.limits
    mu, alpha = sympy.Symbol("mu", real=True), sympy.Symbol("alpha", positive=True)
    normal = sympy.exp(-((h - mu) ** 2) / (2 * alpha)) / sympy.sqrt(2 * sympy.pi * alpha)
    error = sympy.erf((h - mu) / sympy.sqrt(2 * alpha)) / 2
    mass = error.subs(h, high) - error.subs(h, low)
    level = sympy.log((high - low) / mass) - sympy.log(2 * sympy.pi * alpha) / 2
    primitive = (level * error - (error - (h - mu) * normal) / 2) / mass
    steps = one_step(claim, by=theorems.fundamental_theorem, arguments={"antiderivative": primitive})
    return derivation(steps, _parameters, "The integrand has an antiderivative in the error function and the density.")


@check("remark-4.3", "intended", "sharpened")
@check("footnote-6", "intended", "repaired")
@check("footnote-6/off-a-critical-point", "intended", "repaired")
@check("remark-4.2/number-of-parameters", "printed")
def by_limit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A limit taken symbolically."""
    summary = "The limit is taken symbolically and equals the right side."
    return derivation(one_step(claim, by=theorems.limit), _parameters, summary)


@check("claim-1/third-line", "printed")
@check("footnote-6", "printed")
@check("footnote-6/off-a-critical-point", "printed")
def closed_forms_differ(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A counterexample to an identity between integrals, in their closed forms."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {name: rational(rng, 0.1, 4) for name in claim.symbolic.parameters}

    return find_counterexample(claim, draw, rng, text="Both sides in closed form", kind=ClosedWorld)


@check("remark-4.3", "printed")
def tails_leave_every_range(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The posterior's mass outside a prior's range, enclosed away from 0."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        names = {name: rational(rng, 0.1, 8) for name in ("mu", "alpha", "B")}
        return {**names, "A": -rational(rng, 0.1, 8)}

    text = "The log-normal posterior puts mass outside the prior's range, so the divergence is infinite"
    return find_counterexample(claim, draw, rng, text=text)


@check("log-uniform-prior", "printed")
@check("log-uniform-prior/up-to-a-factor", "repaired")
def mass_between_two_weights(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Both masses by an antiderivative: log w of 1/w, w^b/b of w^(b - 1)."""
    lhs, rhs = claim.symbolic.lhs, claim.symbolic.rhs
    (moved,), (still,) = (side.atoms(sympy.Integral) for side in (lhs, rhs))
    c, b, w = (sympy.Symbol(name, positive=True) for name in ("c", "b", "w"))
    primitive = c * sympy.log(w) if claim.statement.id == "log-uniform-prior" else w**b / b
    by = ("=", theorems.fundamental_theorem, {"antiderivative": primitive})

    def between(integral: sympy.Integral) -> sympy.Expr:
        _, low, high = integral.limits[0]
        return primitive.subs(w, high) - primitive.subs(w, low)

    factor = rhs / still
    middle = (lhs, by, between(moved), ("=", "the factor l taken out"), factor * between(still), by, rhs)

    def draw(rng: np.random.Generator) -> dict[str, float]:
        start, length = rng.uniform(0.2, 2, size=2)
        return {"u": start, "v": start + length, "l": rng.uniform(0.3, 3), "c": rng.uniform(0.5, 2), "b": 1.7}

    return derivation(chain(*middle), draw, "Both masses have closed forms, which agree once the factor is taken out.")


@check("log-uniform-prior/only", "printed")
def determined_by_its_value_at_1(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Scale invariance with l = 1/w."""
    w = sympy.Symbol("w", positive=True)
    steps = one_step(claim, by=section_4_theorems.scale_invariance, arguments={"l": 1 / w})

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"w": rng.uniform(0.2, 3), "p": sympy.Lambda(w, sympy.Float(rng.uniform(0.5, 2)) / w)}

    return derivation(steps, draw, "l p(l w) = p(w) at l = 1/w says p(w) = p(1)/w.")


@check("log-uniform-prior/up-to-a-factor", "printed")
def another_power(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Half of the powers drawn are 0."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"b": rational(rng, 0.1, 4) if rng.random() < 0.5 else Fraction(0)}

    return find_counterexample(claim, draw, rng, text="A density w^(b - 1), which scaling changes by the factor l^b")


@check("remark-4.3/additive-constant", "printed")
def slopes_agree(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The derivative of a constant is 0."""
    alpha = sympy.Symbol("alpha", positive=True)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        loss = sympy.Lambda(alpha, sympy.Float(rng.uniform(0.5, 2)) * alpha - sympy.log(alpha))
        return {"L": loss, "alpha": rng.uniform(0.2, 2), "C": rng.normal()}

    steps = one_step(claim, by=layer_theorems.differentiation)
    return derivation(steps, draw, "The derivative of a constant is 0, so every optimum stays where it is.")


@check("claim-1/mutual-information", "printed")
def information_is_bounded(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """For finitely many data sets 0 <= I(w;D) <= H(D) at every alpha, while the claimed difference has no bound."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 9))
        alphas = {name: rational(rng, 0.01, 10) for name in ("alpha_1", "alpha_2")}
        return {**alphas, "pi": [Fraction(1, size)] * size, "I": By(of_finitely_many_data_sets)}

    text = "With data sets of the probabilities pi, I(w;D) changes by at most their entropy from alpha_2 to alpha_1"
    return find_counterexample(claim, draw, rng, text=text)


@check("noise-model/no-further-assumption", "printed")
def priors_apart(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Two data sets, two or three weights, and a prior that is not the posteriors' mixture."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n, m = (int(k) for k in rng.integers(2, 4, size=2))
        posteriors, weights = [rational_law(rng, m) for _ in range(n)], rational_law(rng, n)
        mixture = [sum(t * p[v] for t, p in zip(weights, posteriors, strict=True)) for v in range(m)]
        return {"N": n, "M": m, "p": posteriors, "pi": weights, "q": mixture, "r": rational_law(rng, m)}

    return find_counterexample(claim, draw, rng, text="Random posteriors of a few data sets, and a prior of its own")


@check("noise-model/no-further-assumption", "repaired")
@check("claim-1/mutual-information", "repaired")
def mixture_minimises(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Gibbs' inequality for the posteriors' mixture against any prior."""
    p, q, r, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "r", "pi"))
    outer = claim.symbolic.lhs
    ((d, *ends),) = outer.limits
    inner = outer.function.args[1] if isinstance(outer.function.args[1], sympy.Sum) else outer.function.args[0]
    ((v, *_),) = inner.limits

    def double(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(t[d] * sympy.Sum(p[d, v] * f, *inner.limits), (d, *ends))

    def single(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(q[v] * f, *inner.limits)

    entropy = double(sympy.log(p[d, v]))
    log_q, log_r = sympy.log(q[v]), sympy.log(r[v])
    steps = chain(
        outer,
        ("=", "the logarithm of a quotient"),
        entropy - double(log_q),
        ("=", theorems.mixture, {"rest": entropy, "outer": double(log_q), "inner": single(log_q)}),
        entropy - single(log_q),
        ("<=", theorems.gibbs, {"v": v}),
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

    summary = (
        "The mean divergence from a prior exceeds the mutual information by the mixture's divergence from the prior."
    )
    return derivation(steps, draw, summary)


@check("noise-model/local-approximation", "printed")
def lower_and_further(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Two laws of few weights, at a beta that is not 1; at beta = 1 as a control."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(2, 4))
        laws = {name: rational_law(rng, size) for name in ("p", "q", "r")}
        likelihood = [rational(rng, 0.02, 1) for _ in range(size)]
        return {**laws, "M": size, "l": likelihood, "beta": rational(rng, 0.05, 8)}

    return find_counterexample(claim, draw, rng, text="Random laws of two or three weights, likelihoods and beta")


@check("noise-model/local-approximation", "intended")
def evidence_apart(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The log evidence is the same for every law of the weights, since probabilities add up."""
    p, r, likelihood = (sympy.IndexedBase(name, positive=True) for name in ("p", "r", "l"))
    evidence = sympy.Sum(r[formulas.v] * likelihood[formulas.v], formulas.OVER_WEIGHTS)
    v, over = formulas.v, formulas.OVER_WEIGHTS
    joined = sympy.Sum(p[v] * sympy.log(p[v] / (r[v] * likelihood[v])), over)
    steps = chain(
        claim.symbolic.lhs,
        ("=", "one logarithm"),
        joined + sympy.log(evidence),
        ("=", theorems.total_probability),
        joined + sympy.Sum(p[v], over) * sympy.log(evidence),
        LINEARITY,
        claim.symbolic.rhs,
    )
    return derivation(steps, _laws_of_weights, "The log evidence goes into the sum, whose weights add up to 1.")


@check("claim-1/reparametrization", "printed")
def logarithm_as_variable(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """w = e^h takes the factor e^h to both densities, and it drops out between them."""
    w = claim.symbolic.lhs.limits[0][0]
    steps = one_step(claim, by=section_4_theorems.logarithm_as_variable)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        rates = [sympy.Float(rate) for rate in rng.uniform(0.5, 2, size=2)]
        return {name: sympy.Lambda(w, rate * sympy.exp(-rate * w)) for name, rate in zip("pq", rates, strict=True)}

    return derivation(steps, draw, "With w = e^h both densities gain the factor e^h, which their ratio has not.")


@check("remark-4.3/relevant-only", "printed")
def constants_move_alpha(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A constant that is not 0."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"K": int(rng.integers(1, 5)), "alpha": rational(rng, 0.05, 2), "C": rational(rng, 0.1, 4) - 1}

    return find_counterexample(claim, draw, rng, text="A layer of one alpha, and a constant")


@check("remark-4.3/relevant-only", "repaired")
def constants_factor(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The exponential of a sum."""
    draw = {"K": 3, "alpha": 0.4}

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        return {**draw, "C": rng.normal()}

    return derivation(one_step(claim), drawn, "The exponential of a sum is a product.")


def _laws_of_weights(rng: np.random.Generator) -> dict[str, Any]:
    m = int(rng.integers(2, 6))
    weights, prior = rng.dirichlet(np.ones(m), size=2)
    return {"M": m, "p": weights, "r": prior, "l": rng.uniform(0.01, 1, size=m)}


@check("remark-4.1", "printed")
def evidence_lower_bound(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality with the posterior as weights."""
    p, r, likelihood = (sympy.IndexedBase(name, positive=True) for name in ("p", "r", "l"))
    limits = next(iter(claim.symbolic.rhs.atoms(sympy.Sum))).limits[0]
    v = limits[0]
    term = r[v] * likelihood[v] / p[v]
    joined = -sympy.Sum(p[v] * sympy.log(term), limits)
    jensen = (">=", theorems.weighted_jensen, {"term": term, "v": v})
    steps = chain(claim.symbolic.lhs, ("=", "one logarithm"), joined, jensen, claim.symbolic.rhs)

    summary = "Jensen's inequality with the posterior's weights: beta = 1 gives the evidence lower bound."
    return derivation(steps, _laws_of_weights, summary)
