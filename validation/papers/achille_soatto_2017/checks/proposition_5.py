"""Checks of Proposition 5 line by line, and of T1, T1' and T1''."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.claims.world import World, exact
from bounds.derivations import theorems
from bounds.derivations.citing import Cited
from bounds.derivations.closed_world import ClosedWorld
from bounds.derivations.derivation import Derivation, sampled
from bounds.papers.achille_soatto_2017 import LEDGER, PAPER, section_4_theorems
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.proving import chain, derivation, one_step
from validation.checks.searching import BROKEN, find_counterexample, margin_at
from validation.effort import Effort


def _exact_world(rng: np.random.Generator) -> dict[str, Any]:
    """K weights and positive curvatures, rational, with a beta from small to large."""
    size = int(rng.integers(1, 6))
    return {
        "K": size,
        "w": [rational(rng, 0.1, 4) for _ in range(size)],
        "h": [rational(rng, 0.1, 4) for _ in range(size)],
        "beta": rational(rng, 0.02, 8),
    }


def _world(rng: np.random.Generator) -> dict[str, Any]:
    """Values for every name of the section's formulas, over many orders of magnitude."""
    size = int(rng.integers(1, 8))
    logs = {name: np.exp(rng.normal(0, 1.5, size=size)) for name in ("w", "h", "c", "l")}
    scalars = {name: float(np.exp(rng.normal())) for name in ("a", "beta", "alpha", "w_hat", "H", "A", "B", "C", "D")}
    scalars["beta"] *= float(np.exp(rng.uniform(-6, 1)))
    basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
    return {**logs, **scalars, "K": size, "lambda": rng.normal(size=size), "q": basis**2}


@check("proposition-5/statement", "printed")
@check("proposition-5/statement-taylor-alpha", "printed")
@check("proposition-5/statement-lognormal-optimum", "printed")
@check("proposition-5/proof-last-line-lognormal-optimum", "printed")
def broken_bounds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """A world that breaks the bound, with the repaired bound as control, and where in beta the bound breaks."""
    control = symbolic(LEDGER["proposition-5/statement"]["proved"])
    yield find_counterexample(claim, _exact_world, rng, text="Random w, H, beta", control=control)
    # where it breaks: the smallest K^2 beta, and the smallest beta / (w^2 H) at K = 1
    tries = effort.pick(quick=400, standard=4_000)
    worlds = [_exact_world(rng) for _ in range(tries)]
    found = [margin_at(claim.symbolic, World(exact(world))) for world in worlds]
    broken = [world for world, margin in zip(worlds, found, strict=True) if margin < -BROKEN]
    many = [float(world["K"] ** 2 * world["beta"]) for world in broken if world["K"] > 1]
    one = [float(world["beta"] / (world["w"][0] ** 2 * world["h"][0])) for world in broken if world["K"] == 1]
    at_many = f"none at K > 1 below K^2 beta = {min(many):.3f}" if many else "none at K > 1"
    at_one = f"the smallest beta/(w^2 H) at K = 1 is {min(one):.3f}" if one else "none at K = 1"
    yield Evidence(
        kind="trial",
        method="seeded search",
        summary=f"Of {tries} further worlds {len(broken)} break it: {at_many}; {at_one}.",
        margin=min(found),
        error=BROKEN,
        comparisons=tries,
    )


@check("proposition-5/statement", "proved", "repaired")
def by_its_last_line(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The last line of the page's proof, whose beta/2 is beta with Taylor's 1/2."""
    beta = sympy.Symbol("beta", positive=True)
    scaled = {"beta": 2 * beta} if claim.reading.name == "repaired" else {}
    line = Cited(PAPER.id, "proposition-5/proof-last-line", "printed", scaled)
    return derivation(one_step(claim, by=line), _world, "The last line of the page's proof, at this alpha.")


@check("proposition-5/proof-last-line", "printed")
def last_line(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality twice, once for the weights and once for the curvatures."""
    formula = claim.symbolic
    limits = next(iter(formula.lhs.atoms(sympy.Sum))).limits[0]
    i, _, last = limits
    count = last + 1
    w, h = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h"))
    half = sympy.Rational(1, 2)
    norm, trace = sympy.Sum(w**2, limits), sympy.Sum(h, limits)
    # what the formula's left side holds besides the two logarithms
    rest = _constant(formula.lhs, (w, h), limits)
    log_h, log_norm = sympy.Sum(sympy.log(h), limits) / 2, half * count * sympy.log(norm / count)
    steps = chain(
        formula.lhs,
        ("=", "the logarithm of a product"),
        half * sympy.Sum(sympy.log(w**2), limits) + log_h + rest,
        ("<=", theorems.jensen, {"scale": half, "term": w**2, "limits": limits, "rest": log_h + rest}),
        log_norm + log_h + rest,
        ("<=", theorems.jensen, {"scale": half, "term": h, "limits": limits, "rest": log_norm + rest}),
        half * count * sympy.log(trace / count) + log_norm + rest,
        ("=", "the logarithms collected"),
        formula.rhs,
    )
    return derivation(steps, _world, "Jensen's inequality for log, once over w^2 and once over the curvatures.")


def _constant(information: sympy.Expr, bases: tuple[sympy.Expr, ...], limits: tuple) -> sympy.Expr:
    """What an information (1/2) sum log(w^2 h x) holds besides the logs of w and h, for a constant x."""
    term = next(part for part in reversed(information.args) if isinstance(part, sympy.Sum)).function
    w, h = bases
    inside = sympy.simplify(sympy.exp(term) / (w**2 * h))
    return (limits[2] + 1) * sympy.log(inside) / 2


@check("proposition-5/statement", "sharpened")
@check("proposition-5/alpha-i", "intended", "repaired")
def by_algebra(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """An identity that algebra shows."""
    return derivation(one_step(claim), _world, "Both sides are equal by algebra, and at random points.")


@check("proposition-5/expectation", "printed")
def gaussian_moments(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Moments of normal variables: the mixed one is 0."""

    def draw(rng: np.random.Generator) -> dict[str, float]:
        scales = dict(zip("ABuv", np.exp(rng.normal(0, 0.5, size=4)).tolist(), strict=True))
        return {**scales, **dict(zip("fgc", rng.normal(size=3).tolist(), strict=True))}

    summary = "The squares have the means A and B, and the mixed term has none."
    return derivation(one_step(claim, by=theorems.integration), draw, summary)


@check("proposition-5/second-order", "repaired")
def by_limit(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A limit taken symbolically."""
    summary = "The limit is taken symbolically and equals the right side."
    return derivation(one_step(claim, by=theorems.limit), _world, summary)


@check("proposition-5/second-order", "printed")
@check("proposition-5/alpha-i", "printed")
def closed_forms_differ(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A counterexample to an identity between a limit, or a slope, and a number: in closed form."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {name: rational(rng, 0.1, 4) for name in claim.symbolic.parameters}

    return find_counterexample(claim, draw, rng, text="Both sides in closed form", kind=ClosedWorld)


@check("proposition-5/alpha-i", "sharpened")
def lambert_is_stationary(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """alpha exp(alpha) = beta/a is Lambert's equation."""
    a, beta = sympy.symbols("a beta", positive=True)
    steps = one_step(claim, by=theorems.lambert, arguments={"x": beta / a, "by": beta})
    return derivation(steps, _world, "The slope vanishes where alpha exp(alpha) = beta/a, which is Lambert's equation.")


@check("proposition-5", "sharpened")
@check("proposition-5/lower-bound", "sharpened")
def lambert_bounds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """T1' weight by weight: x/(1 + x) <= W0(x) <= x, from 1 - W <= exp(-W) and from W >= 0."""
    formula = claim.symbolic
    sums = [next(iter(side.atoms(sympy.Sum))) for side in (formula.lhs, formula.rhs)]
    one, other = (total.function for total in sums)
    ((i, *_),) = sums[0].limits
    w, h = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h"))
    beta, z = sympy.symbols("beta z", positive=True)
    x = beta / (w**2 * h)
    lambert = sympy.LambertW(x)
    by_lambert = ("=", theorems.lambert, {"x": x, "by": beta})
    if claim.statement.id == "proposition-5":
        increasing = sympy.Lambda(z, sympy.log(1 + z / lambert))
        tangent = ("<=", theorems.exp_tangent, {"increasing": increasing, "u": -lambert})
        steps = chain(one, tangent, increasing(sympy.exp(-lambert)), by_lambert, other)
    else:
        positive = ("<=", "W0 of a positive number is positive")
        steps = chain(one, by_lambert, -sympy.log(lambert) - lambert, positive, other)
    termwise = Derivation(steps=tuple(steps), points=sampled(lambda rng: {**_world(rng), "i": 0}))
    total = one_step(claim, by=theorems.term_by_term, arguments={"proof": termwise})
    yield derivation(total, _world, "Weight by weight, from Lambert's equation and the tangent of exp.")
    tries = effort.pick(quick=5, standard=200)  # a seed
    yield find_counterexample(claim, _exact_world, rng, tries=tries, text="Property search over random w, H, beta")


@check("proposition-5", "repaired")
def jensen(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T1's bound: Jensen's inequality once, over the noise-averaged curvatures."""
    formula = claim.symbolic
    limits = next(iter(formula.lhs.atoms(sympy.Sum))).limits[0]
    count = limits[2] + 1
    c = sympy.IndexedBase("c", positive=True)[limits[0]]
    beta = sympy.Symbol("beta", positive=True)
    half, rest = sympy.Rational(1, 2), -count * sympy.log(beta) / 2
    steps = chain(
        formula.lhs,
        ("=", "the logarithm of a quotient"),
        half * sympy.Sum(sympy.log(c), limits) + rest,
        ("<=", theorems.jensen, {"scale": half, "term": c, "limits": limits, "rest": rest}),
        half * count * sympy.log(sympy.Sum(c, limits) / count) + rest,
        ("=", "the logarithms collected"),
        formula.rhs,
    )
    return derivation(steps, _world, "Jensen's inequality for log over the noise-averaged curvatures.")


@check("proposition-5/one-alpha-a-layer", "repaired")
def jensen_over_layers(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Jensen's inequality over the layers, each counted by its weights."""
    limits = next(iter(claim.symbolic.lhs.atoms(sympy.Sum))).limits[0]
    n, total = (sympy.IndexedBase(name, positive=True)[limits[0]] for name in ("n", "C"))
    beta, half, weights = sympy.Symbol("beta", positive=True), sympy.Rational(1, 2), sympy.Sum(n, limits)
    rest = -sympy.log(beta) * weights / 2
    steps = chain(
        claim.symbolic.lhs,
        ("=", "the logarithm of a quotient"),
        half * sympy.Sum(n * sympy.log(total / n), limits) + rest,
        ("<=", theorems.jensen, {"scale": half, "term": total / n, "weight": n, "limits": limits, "rest": rest}),
        half * weights * sympy.log(sympy.Sum(total, limits) / weights) + rest,
        ("=", "the logarithms collected"),
        claim.symbolic.rhs,
    )
    return derivation(steps, _layers, "Jensen's inequality for log over the layers, each counted by its weights.")


def _layers(rng: np.random.Generator) -> dict[str, Any]:
    """Layers of a few to many weights with their curvatures."""
    layers = int(rng.integers(1, 6))
    sizes = rng.integers(1, 40, size=layers).astype(float)
    return {"L": layers, "n": sizes, "C": np.exp(rng.normal(0, 2, size=layers)), "beta": float(np.exp(rng.normal()))}


@check("proposition-5/one-alpha", "repaired")
def all_products(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The products w_i^2 H_jj of all pairs are more than those of one weight with itself."""
    (sharpness,) = claim.symbolic.lhs.atoms(sympy.Sum)
    i = sharpness.limits[0][0]
    w, h = (sympy.IndexedBase(name, positive=True)[i] for name in ("w", "h"))
    product = sympy.Sum(w**2, *sharpness.limits) * sympy.Sum(h, *sharpness.limits)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", section_4_theorems.product_of_sums, {"factors": (w**2, h)}),
        claim.symbolic.lhs.subs(sharpness, product),
        ("=", "the logarithm of a product"),
        claim.symbolic.rhs,
    )
    return derivation(steps, _world, "The sum of w_i^2 H_ii is at most the product of the sums of w_i^2 and H_ii.")


@check("proposition-5/statement-lognormal-optimum", "repaired")
def jensen_at_the_optimum(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T1' from above, and Jensen's inequality once."""
    above = Cited(PAPER.id, "proposition-5", "sharpened")
    (term,) = above.rhs.atoms(sympy.Sum)
    arguments = {"scale": sympy.Rational(1, 2), "term": term.function.args[0], "limits": term.limits[0]}
    steps = chain(
        claim.symbolic.lhs,
        ("<=", above),
        above.rhs,
        ("<=", theorems.jensen, {**arguments, "rest": sympy.Integer(0)}),
        claim.symbolic.rhs,
    )
    return derivation(steps, _world, "T1' weight by weight, and Jensen's inequality for log over 1 + a_i/beta.")


@check("proposition-5/statement-taylor-alpha", "intended")
def taylor_under_the_last_line(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T1'' as a bound, and log 2 more in the last term."""
    bound = Cited(PAPER.id, "proposition-5/statement", "repaired")
    steps = chain(claim.symbolic.lhs, ("<=", bound), bound.rhs, ("<=", "log(beta/2) <= log beta"), claim.symbolic.rhs)
    return derivation(steps, _world, "T1'' as a bound, whose last term has beta for beta/2.")


@check("proposition-5/noise-averaged-curvature", "repaired")
def generator_of_geometric_brownian_motion(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T1: the log-normal density solves dp/d alpha = 1/2 d^2(w^2 p)/dw^2; integrating by parts moves derivatives."""
    formula = claim.symbolic
    mean = formula.lhs.expr
    w, alpha = mean.limits[0][0], formula.lhs.variables[0]
    loss = next(iter(mean.function.atoms(sympy.core.function.AppliedUndef)))
    density = mean.function / loss
    steps = chain(
        formula.lhs,
        ("=", theorems.differentiation_under_the_integral),
        sympy.Integral(loss * sympy.diff(density, alpha), *mean.limits),
        ("=", theorems.equal_integrands, "Kolmogorov's forward equation"),
        sympy.Integral(loss * sympy.diff(w**2 * density / 2, w, 2), *mean.limits),
        ("=", theorems.integration_by_parts, {"u": loss, "v": w**2 * density / 2}),
        sympy.Integral(sympy.Derivative(loss, (w, 2)) * w**2 * density / 2, *mean.limits),
        ("=", theorems.equal_integrands, "the factor 1/2 in front"),
        formula.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        a, b = (sympy.Float(v) for v in rng.normal(size=2))
        losses = (sympy.log(1 + sympy.exp(a * w)) + b * w**3, sympy.sin(a * w) + b * w**2, sympy.exp(-((w - a) ** 2)))
        chosen = losses[int(rng.integers(len(losses)))]
        return {"L": sympy.Lambda(w, chosen), "alpha": rng.uniform(0.1, 0.8), "w_hat": rng.uniform(0.5, 1.5)}

    summary = (
        "The log-normal density satisfies the forward equation of geometric Brownian motion, and integrating by parts "
        "twice moves both derivatives to the loss."
    )
    return derivation(steps, draw, summary)


@check("proposition-5/optimal-posterior", "printed")
def no_optimal_posterior(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The mean loss is at most 3 log 2 + w_hat for every alpha, so -(beta/2) log alpha takes the Lagrangian to -oo."""
    limit = claim.symbolic.lhs
    lagrangian, alpha, *where = limit.args
    mean = next(iter(lagrangian.atoms(sympy.Integral)))
    rest = lagrangian - mean
    x = mean.limits[0][0]
    density = sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi)
    loss = mean.function / density
    w = sympy.log(2) * sympy.exp(sympy.sqrt(alpha) * x - alpha / 2)
    z = sympy.Symbol("z", positive=True)
    increasing = sympy.Lambda(z, 3 * sympy.log(z + sympy.exp(w)) - 2 * w)
    bound = 3 * sympy.log(2) + w

    def draw(rng: np.random.Generator) -> dict[str, float]:
        return {**{name: float(np.exp(rng.uniform(-5, 0.7))) for name in ("alpha", "beta")}, "x": rng.normal()}

    def proof(*stages: Any) -> Derivation:
        return Derivation(steps=tuple(chain(*stages)), points=sampled(draw))

    pointwise = proof(
        loss,
        ("=", theorems.log_of_a_sum, {"factor": sympy.exp(-w)}),
        increasing(sympy.Integer(1)),
        ("<=", theorems.exp_above_one, {"increasing": increasing, "u": w}),
        bound,
    )
    above = sympy.Integral(bound * density, *mean.limits) + rest
    integrated = {"density": density, "one": loss, "other": bound, "rest": rest, "proof": pointwise}
    averaged = proof(lagrangian, ("<=", theorems.integrals_keep_order, integrated), above)
    steps = chain(
        limit,
        ("<=", theorems.limits_keep_order, {"proof": averaged}),
        sympy.Limit(above, alpha, *where),
        ("=", theorems.limit),
        -sympy.oo,
    )
    summary = (
        "The loss 2 log(1 + e^-w) + log(1 + e^w) is 3 log(1 + e^w) - 2w, so its mean is at most 3 log 2 + w_hat at "
        "every alpha and the Lagrangian falls to minus infinity as alpha grows: at this minimum none is optimal."
    )
    return derivation(steps, draw, summary, negation=True)


@check("proposition-5/optimal-posterior", "intended")
def second_order_optimum(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """1 + log t <= t at t = a alpha/beta, the tangent of the exponential at log t."""
    a, alpha, beta, z = sympy.symbols("a alpha beta z", positive=True)
    t = a * alpha / beta
    increasing = sympy.Lambda(z, beta * z / 2 - beta * sympy.log(alpha) / 2)
    tangent = (">=", theorems.exp_tangent, {"increasing": increasing, "u": sympy.log(t)})
    steps = chain(claim.symbolic.lhs, tangent, increasing(1 + sympy.log(t)), ("=", "logarithms"), claim.symbolic.rhs)
    return derivation(steps, _world, "1 + log t <= t, at t = a alpha/beta.")


@check("proposition-5/nuclear-norm", "intended")
def semidefinite_at_a_minimum(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """No eigenvalue is negative, so each is its own absolute value."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(1, 6))
        return {"K": size, "lambda": np.abs(rng.normal(size=size))}

    steps = one_step(claim, by=section_4_theorems.no_negative_eigenvalue)
    return derivation(steps, draw, "At a local minimum no eigenvalue is negative: trace and nuclear norm are one sum.")


@check("proposition-5/nuclear-norm", "printed")
def negative_curvature(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A spectrum with a negative eigenvalue."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        size = int(rng.integers(1, 5))
        signs = rng.choice([-1, 1], size=size, p=[0.3, 0.7])
        return {"K": size, "lambda": [int(sign) * rational(rng, 0.1, 4) for sign in signs]}

    text = "Random spectra, 30 % of the eigenvalues negative"
    return find_counterexample(claim, draw, rng, text=text)


@check("proposition-5/nuclear-norm", "repaired", "sharpened")
def diagonal_below_the_norm(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """|.| and max(., 0) are convex and vanish at 0; each eigenvector's squared entries add up to one."""
    formula = claim.symbolic
    outer = formula.lhs
    inner = next(iter(outer.function.atoms(sympy.Sum)))
    ((k, *_),) = inner.limits
    value = sympy.IndexedBase("lambda", real=True)[k]
    one = outer.function.subs(inner, value)
    steps = chain(
        outer,
        ("<=", theorems.triangle_inequality),
        sympy.Sum(sympy.Sum(one * inner.function / value, *inner.limits), *outer.limits),
        ("=", theorems.orthonormal_eigenvectors),
        sympy.Sum(one, *inner.limits),
        ("=", theorems.positive_part, "max(t, 0) = (|t| + t)/2"),
        formula.rhs,
    )
    return derivation(steps, _world, "The triangle inequality, row by row, and the eigenvectors' unit length.")
