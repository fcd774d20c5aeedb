"""Sections 6.2 and 6.3: the discriminator's log-ratio, the sigmoid's input, and the gain function."""

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.derivations import theorems
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import layer_theorems
from validation.checks import check
from validation.checks.drawing import random_channel, random_joint, rational_law
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import find_counterexample
from validation.checks.trying import ROUNDING, exact_margin, trial
from validation.effort import Effort


@check("section-6.2/discriminator", "printed", "intended", "repaired")
def discriminators(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The optimal discriminators and their mean log-ratios, summed out exactly on random chains."""
    started = time.perf_counter()
    printed = claim.reading.name == "printed"
    count = effort.pick(quick=15, standard=200)
    halves = exact = 0
    margins = []
    for _ in range(count):
        joint = random_joint(rng, ("n", "x"), (2, 3))
        joint = joint.with_channel("z", random_channel(rng, joint.alphabets["x"], 2), "x")
        ratios = _ratios(joint, given_datum=printed)
        halves += all(ratio == 1 for ratio, _ in ratios)
        mean = sum(float(p) * float(np.log(float(ratio))) for ratio, p in ratios)
        exact += abs(mean - float(joint.mutual_information("z", "n"))) < ROUNDING
        said = float(joint.mutual_information("z", "n", given="x" if printed else ()))  # what the reading takes it for
        margins += [-abs(mean - said), exact_margin(claim.informational, joint)]
    if printed:
        summary = (
            f"On {count} random chains the printed D* is 1/2 everywhere on {halves}; its mean log-ratio, 0, is I(z;n) "
            f"only on {exact}, where that is 0 too."
        )
    else:
        summary = f"On {count} random chains the mean log-ratio of D* = p(z)/(p(z)+p(z|n)) is I(z;n) on {exact}."
    return trial("exact enumeration", summary, min(margins), started)


def _ratios(joint: Joint, *, given_datum: bool) -> list[tuple[Fraction, Fraction]]:
    """(1 - D*)/D* and the probability of each point: p(z|x,n)/p(z|x), or p(z|n)/p(z)."""
    beside = ("x",) if given_datum else ()
    whole = joint.marginal("z", "n", *beside)
    first, second = joint.marginal("z", *beside), joint.marginal("n", *beside)
    rest: Mapping[tuple[Any, ...], Fraction]
    rest = joint.marginal(*beside).probabilities if beside else {(): Fraction(1)}
    ratios = []
    for (z, n, *x), p in whole.probabilities.items():
        key = tuple(x)
        ratios.append((p / second.probabilities[(n, *key)] / (first.probabilities[(z, *key)] / rest[key]), p))
    return ratios


@check("section-6.2/log-ratio", "printed", "repaired")
@check("footnote-8", "repaired")
@check("section-6.3/objective", "repaired")
@check("section-6.3/gan", "printed")
def by_algebra(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Both sides expanded."""
    summary = "Both sides are equal by expanding the logarithms, for laws of any size."
    return derivation(one_step(claim), _values, summary)


def _values(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(2, 5))
    scalars = {name: float(rng.uniform(0.1, 3.0)) for name in "abc"}
    laws = {"p": rng.dirichlet(np.ones(size)), "q": rng.dirichlet(np.ones(size)), "K": size}
    return {**scalars, **laws, "u": float(rng.normal())}


@check("section-6.3", "printed")
def posterior_under_the_generator(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Bayes' rule, and that the generator's probabilities add up to 1."""
    formula = claim.symbolic
    (log_evidence,) = (one for one in formula.rhs.atoms(sympy.log) if one.has(sympy.Sum))
    limits = log_evidence.args[0].limits
    total = sympy.Sum(sympy.IndexedBase("p", positive=True)[limits[0][0]], *limits)
    apart = formula.rhs + log_evidence - total * log_evidence
    steps = chain(formula.lhs, ("=", "Bayes' rule"), apart, ("=", theorems.total_probability), formula.rhs)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        m = int(rng.integers(2, 6))
        return {"M": m, "p": rng.dirichlet(np.ones(m)), **{name: rng.uniform(0.1, 2, size=m) for name in "ab"}}

    return derivation(
        steps, draw, "The logarithm of the posterior, whose denominator does not depend on the generator."
    )


@check("section-6.2/definition", "printed")
def mixture_of_posteriors(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm of a quotient, and the mixture."""
    formula = claim.symbolic
    (inner,) = formula.lhs.function.atoms(sympy.Sum)
    ((v, *_),), ((d, *ends),) = inner.limits, formula.lhs.limits
    p, q, t = (sympy.IndexedBase(name, positive=True) for name in ("p", "q", "pi"))

    def double(f: sympy.Expr) -> sympy.Expr:
        return sympy.Sum(t[d] * sympy.Sum(p[d, v] * f, *inner.limits), (d, *ends))

    own, log_q = double(sympy.log(p[d, v])), sympy.log(q[v])
    single = sympy.Sum(q[v] * log_q, *inner.limits)
    steps = chain(
        formula.lhs,
        ("=", "the logarithm of a quotient"),
        own - double(log_q),
        ("=", theorems.mixture, {"rest": own, "outer": double(log_q), "inner": single}),
        formula.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n, m = (int(k) for k in rng.integers(2, 5, size=2))
        posteriors, weights = rng.dirichlet(np.ones(m), size=n), rng.dirichlet(np.ones(n))
        return {"N": n, "M": m, "p": posteriors, "pi": weights, "q": weights @ posteriors}

    return derivation(steps, draw, "log p_d/q = log p_d - log q, and q is the mixture of the p_d.")


@check("section-6.2/less-information", "repaired")
def bound_grows_with_information(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The slope is 1 - exp(-2 s)."""
    s, z = sympy.Symbol("s", nonnegative=True), sympy.Symbol("z", positive=True)
    increasing = sympy.Lambda(z, 1 - 1 / z)
    steps = chain(
        claim.symbolic.lhs,
        ("=", layer_theorems.differentiation),
        increasing(sympy.exp(2 * s)),
        (">=", theorems.exp_above_one, {"increasing": increasing, "u": 2 * s}),
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, float]:
        return {"s": rng.exponential(), "c": rng.exponential()}

    return derivation(steps, draw, "The bound's slope in Ibar is 1 - 2 exp(-2 Ibar), not negative from 1/2 log 2 on.")


@check("footnote-8", "printed")
def input_of_the_sigmoid(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """An input u for which the log-ratio is not u."""

    def draw(stream: np.random.Generator) -> dict[str, Any]:
        # mostly 0, where the sign does not show
        return {"u": Fraction(int(stream.integers(-8, 9)), 4) if stream.random() < 0.3 else Fraction(0)}

    text = "The log-ratio and the sigmoid's input"
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))


@check("section-6.3/objective", "printed")
def gain_function(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A generator q off the prior p for which the displayed identity fails."""

    def draw(stream: np.random.Generator) -> dict[str, Any]:
        size = int(stream.integers(2, 4))
        p = rational_law(stream, size)
        return {"p": p, "q": rational_law(stream, size) if stream.random() < 0.3 else p, "K": size}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="A generator q off the prior p", control=control)
