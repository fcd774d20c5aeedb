"""Checks of what information in the weights says of new data: proofs, exact small worlds, and a certificate's floor."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import sympy
from scipy.special import rel_entr

from bounds.claims.statement import Claim, Evidence
from bounds.derivations import theorems
from bounds.derivations.derivation import Derivation, Step, sampled
from bounds.papers.achille_soatto_2017 import generalisation_theorems as rules
from bounds.papers.achille_soatto_2017.formulas import generalisation as of
from validation.checks import check
from validation.checks.drawing import rational, rational_law
from validation.checks.proving import Draw, chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.checks.trying import ROUNDING, margins, trial_of_margins
from validation.effort import Effort

World = Mapping[str, Any]


@check("generalisation/xu-raginsky", "sharpened")
@check("generalisation/bounded-losses", "sharpened")
def by_variation(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Donsker and Varadhan at lambda = gap / variance, and the root of what it gives."""
    bounded = claim.statement.id.endswith("bounded-losses")
    variance = 1 / (4 * of.examples) if bounded else of.sigma**2 / of.examples
    moment = rules.hoeffding if bounded else rules.sub_gaussian_mean
    steps = one_step(claim, by=rules.below_a_root, arguments=_root((of.v,), variance, moment, _pairs))
    return derivation(steps, _pairs, "Donsker and Varadhan's bound at the best lambda, and its root.")


@check("generalisation/samplewise", "sharpened")
def example_by_example(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The bound for one example and the weights, added up."""
    arguments = _root((of.i, of.v), of.sigma**2, rules.sub_gaussian_mean, _one_pair)
    gap, bound = (side.function for side in (claim.symbolic.lhs, claim.symbolic.rhs))
    root = Step(lhs=gap, relation="<=", rhs=bound, by=rules.below_a_root, arguments=arguments)
    proof = _within([root], _one_pair)
    steps = one_step(claim, by=theorems.term_by_term, arguments={"proof": proof})
    return derivation(steps, _each_pair, "For each example by itself, and summed.")


def _root(at: tuple[Any, ...], variance: sympy.Expr, moment: Any, draw: Draw) -> dict[str, Any]:
    """That x^2/(2 variance) <= sum p log(p/r) for x = sum p g, as the root's arguments."""
    p, r, g = of.p[at], of.r[at], of.g[at]
    gap, information = sympy.Sum(p * g, of.OUTCOMES), of.divergence(p, r)
    factor = gap / variance
    f = factor * g
    steps = chain(
        gap**2 / (2 * variance),
        ("<=", moment, {"factor": factor, "at": at}),
        factor * gap - sympy.log(sympy.Sum(r * sympy.exp(f), of.OUTCOMES)),
        ("<=", rules.donsker_varadhan, {"f": f, "at": at, "of_r": at}),
        information,
    )
    return {"x": gap, "scale": 2 * variance, "y": information, "proof": _within(steps, draw)}


def _within(steps: list[Step], draw: Draw) -> Derivation:
    return Derivation(steps=tuple(steps), points=sampled(draw))


@check("generalisation/pac-bayes", "sharpened")
def by_the_prior(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Convexity and a change of measure take the posterior out; the prior does not know the data."""
    d, v, n = of.d, of.v, of.examples
    p, r, error, truth = of.p[d, v], of.r[v], of.training[d, v], of.true[v]
    over = (d, 0, of.data_sets - 1)
    information = of.divergence(p, r)
    kl = n * of.bernoulli(error, truth)
    moment = sympy.exp(kl)
    inside = n * sympy.Sum(p * of.bernoulli(error, truth), of.OUTCOMES)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", rules.convex_divergence, {"at": (d, v)}),
        sympy.Sum(of.pi[d] * sympy.exp(inside - information), over),
        ("<=", rules.donsker_varadhan, {"f": kl, "at": (d, v), "of_r": (v,)}),
        sympy.Sum(of.pi[d] * sympy.Sum(r * moment, of.OUTCOMES), over),
        ("=", rules.sums_change_places, {"term": moment, "d": d}),
        sympy.Sum(r * sympy.Sum(of.pi[d] * moment, over), of.OUTCOMES),
        ("<=", rules.maurer),
        sympy.Sum(r * 2 * sympy.sqrt(n), of.OUTCOMES),
        ("=", rules.law_sums_to_one),
        claim.symbolic.rhs,
    )
    summary = "Convexity of kl, Donsker and Varadhan for each data set, and Maurer's lemma under the prior."
    return derivation(steps, lambda stream: _posteriors(stream, int(stream.integers(1, 4))), summary)


@check("generalisation/price", "sharpened")
def by_jensen(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality with the posterior's weights."""
    p, r = of.p[of.v], of.r[of.v]
    steps = chain(
        claim.symbolic.lhs,
        ("<=", theorems.weighted_jensen, {"term": r / p, "v": of.v}),
        -sympy.Sum(p * sympy.log(r / p), of.OUTCOMES),
        ("=", "the logarithm of a quotient"),
        claim.symbolic.rhs,
    )

    def draw(stream: np.random.Generator) -> World:
        size = int(stream.integers(2, 6))
        return {"M": size, "p": stream.dirichlet(np.ones(size)), "r": stream.uniform(0.05, 1) * np.ones(size) / size}

    return derivation(steps, draw, "The logarithm of a mean is above the mean of the logarithms.")


@check("generalisation/certificate-floor", "sharpened")
def floor_of_fixed_signs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """exp(K D/N) >= 1: what sizes cost on top of the signs only lifts the bound."""
    z, u = sympy.Symbol("z", positive=True), of.weights * of.size / of.examples
    level = sympy.Lambda(z, 1 - 2 ** (-of.weights / of.examples) / z)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", theorems.exp_above_one, {"increasing": level, "u": u}),
        level(sympy.exp(u)),
        ("=", "the exponential of a sum"),
        claim.symbolic.rhs,
    )

    def draw(stream: np.random.Generator) -> World:
        return {"K": int(stream.integers(1, 50)), "N": int(stream.integers(1, 50)), "D": float(stream.exponential())}

    return derivation(steps, draw, "The p with kl(0 || p) = K (log 2 + D)/N, at its smallest where D = 0.")


@check("generalisation/any-training-error", "sharpened")
def floor_at_any_error(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """kl(. || p) is convex, and 0 at p."""

    def draw(stream: np.random.Generator) -> World:
        e, x, _ = stream.dirichlet(np.ones(3))
        return {"e": float(e), "x": float(x)}

    return derivation(one_step(claim, by=rules.falls_from_zero), draw, "kl(. || p) falls from 0 to p.")


@check("generalisation/atom", "repaired")
def floor_with_an_atom(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality for two outcomes: the weight is 0, or there with its one sign."""
    a, rho = of.present, of.prior
    parts = a * sympy.log(a / (rho / 2)) + (1 - a) * sympy.log((1 - a) / (1 - rho))
    steps = chain(
        claim.symbolic.lhs,
        ("<=", rules.jensen_for_two),
        parts,
        ("=", "log 2 taken out"),
        of.bernoulli(a, rho) + a * sympy.log(2),
        ("<=", "D is not negative"),
        claim.symbolic.rhs,
    )

    def draw(stream: np.random.Generator) -> World:
        a, rho = (float(x) for x in stream.uniform(0.01, 0.99, size=2))
        return {"a": a, "rho": rho, "D": float(stream.exponential())}

    return derivation(steps, draw, "The prior's mass on 0 and on one sign is 1 - rho/2.")


@check("generalisation/atom", "sharpened")
@check("generalisation/mixed-signs", "sharpened")
def costs_less_than_log_2(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A weight whose size costs nothing, that is seldom there or of either sign."""

    def draw(stream: np.random.Generator) -> World:
        shares = {name: Fraction(int(stream.integers(1, 16)), 16) for name in ("a", "rho", "s")}
        values: World = {**shares, "D": 0}
        return {name: values[name] for name in claim.symbolic.parameters}

    return find_counterexample(claim, draw, rng, text="A weight that costs less than log 2")


@check("generalisation/known-signs", "sharpened")
def noisy_size_costs_little(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A weight with so much noise that its size is as good as unknown."""

    def draw(stream: np.random.Generator) -> World:
        values = {name: rational(stream, 0.25, 16) for name in ("mu", "R", "alpha")}
        return {**values, "A": values["mu"] - values["R"] / 2}

    return find_counterexample(claim, draw, rng, text="A weight of a known sign and an unknown size")


@check("generalisation/linear-rate", "sharpened")
def small_information(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Two examples, and weights that lean a little to what suits the one that was seen."""

    def draw(stream: np.random.Generator) -> World:
        lean = Fraction(int(stream.integers(1, 8)), 16)
        pi = rational_law(stream, 2)
        p = [[Fraction(1, 2) + lean, Fraction(1, 2) - lean], [Fraction(1, 2) - lean, Fraction(1, 2) + lean]]
        q = [sum(t * row[v] for t, row in zip(pi, p, strict=True)) for v in range(2)]
        return {"L": 2, "M": 2, "pi": pi, "p": p, "q": q, "l": [[0, 1], [1, 0]]}

    return find_counterexample(claim, draw, rng, text="One example, of which the weights know little")


# exact small worlds


def _laws(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every data set of n examples of two or three kinds, and M weights whose loss on an example is 0 or 1.

    The data sets' probabilities (L,), shares of errors (L, M), the true errors (M,), and the examples (L, n).
    """
    kinds, size = int(rng.integers(2, 4)), int(rng.integers(2, 5))
    law = np.full(kinds, 1 / kinds) if rng.random() < 0.5 else rng.dirichlet(np.ones(kinds))
    losses = rng.integers(0, 2, (kinds, size)).astype(float)
    losses[:, 0], losses[:, 1] = np.arange(kinds) % 2, 1 - np.arange(kinds) % 2
    sets = np.array(list(product(range(kinds), repeat=n)))
    return law[sets].prod(1), losses[sets].mean(1), law @ losses, sets


def _gibbs(rng: np.random.Generator, errors: np.ndarray, n: int) -> np.ndarray:
    """Posteriors (L, M) that lean to weights of small training error, a little or a lot, and some at random."""
    tilt = -float(np.exp(rng.uniform(-5, 2))) * n * errors
    if rng.random() < 0.2:
        tilt = rng.normal(size=errors.shape)
    weights = np.exp(tilt - tilt.max(1, keepdims=True))
    return np.asarray(weights / weights.sum(1, keepdims=True))


def _pairs(rng: np.random.Generator, n: int | None = None) -> World:
    """All pairs of a data set and weights, of a world of n examples."""
    n = int(rng.integers(1, 4)) if n is None else n
    pi, errors, truth, _ = _laws(rng, n)
    posterior = _gibbs(rng, errors, n)
    joint, alone = pi[:, None] * posterior, pi[:, None] * (pi @ posterior)
    values = {"p": joint, "r": alone, "g": truth - errors}
    return {"M": joint.size, "N": n, "sigma": 0.5, **{name: value.ravel() for name, value in values.items()}}


def _each_pair(rng: np.random.Generator, n: int | None = None) -> World:
    """The same for each example by itself: pairs of one example and the weights."""
    n = int(rng.integers(1, 4)) if n is None else n
    pi, errors, truth, sets = _laws(rng, n)
    posterior = _gibbs(rng, errors, n)
    kinds, size = int(sets.max()) + 1, errors.shape[1]
    single = np.array([errors[(sets == kind).all(1)][0] for kind in range(kinds)])
    p, r = np.zeros((n, kinds, size)), np.zeros((n, kinds, size))
    for number in range(n):
        for kind in range(kinds):
            p[number, kind] = (pi[:, None] * posterior)[sets[:, number] == kind].sum(0)
        r[number] = p[number].sum(1, keepdims=True) * p[number].sum(0)
    g = np.broadcast_to(truth - single, p.shape)
    flat = {name: value.reshape(n, -1) for name, value in (("p", p), ("r", r), ("g", g))}
    return {"M": kinds * size, "N": n, "sigma": 0.5, **flat}


def _one_pair(rng: np.random.Generator) -> World:
    """The first example by itself."""
    return {**_each_pair(rng), "i": 0}


def _posteriors(rng: np.random.Generator, n: int, least: float = 1e-3) -> World:
    """Errors of weights on every data set, a prior before the data and posteriors after; errors within (0, 1)."""
    pi, errors, truth, _ = _laws(rng, n)
    errors, truth = (least + (1 - 2 * least) * one for one in (errors, truth))
    prior = rng.dirichlet(np.ones(errors.shape[1]))
    if rng.random() < 0.5:  # nearly one network alone, for which the bound is at its tightest
        prior = 1e-6 * prior + (1 - 1e-6) * np.eye(len(prior))[0]
    tilt = float(np.exp(rng.uniform(-3, 1.5))) * n * rel_entr(errors, truth) + np.log(prior)
    posterior = np.exp(tilt - tilt.max(1, keepdims=True))
    posterior /= posterior.sum(1, keepdims=True)
    sizes = {"N": n, "L": len(pi), "M": len(prior)}
    return {**sizes, "pi": pi, "e": errors, "t": truth, "p": posterior, "r": prior}


@check("generalisation/xu-raginsky", "sharpened")
@check("generalisation/bounded-losses", "sharpened")
@check("generalisation/samplewise", "sharpened")
@check("generalisation/pac-bayes", "sharpened")
def exact_small_worlds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every data set of up to four examples, every weight: both sides summed out, and how near they come."""
    worlds = list(_worlds(claim.statement.id, rng, effort.pick(quick=300, standard=3_000)))
    found = np.array([margins(claim.symbolic, dict(world)) for world in worlds])
    sides = [claim.symbolic.evaluate(dict(world)) for world in worlds]
    nearest = max(float(lhs / rhs) for lhs, rhs in sides)
    summary = (
        f"In {len(worlds)} worlds, every data set and all weights summed out, the left side comes up to {nearest:.4f} "
        "of the right."
    )
    return trial_of_margins("exact small worlds", summary, found, error=ROUNDING)


def _worlds(statement: str, rng: np.random.Generator, count: int) -> Iterator[World]:
    for number in range(count):
        n = 1 + number % 4
        if statement.endswith("pac-bayes"):
            yield _posteriors(rng, n, least=1e-12)
        else:
            yield (_each_pair if statement.endswith("samplewise") else _pairs)(rng, n)
