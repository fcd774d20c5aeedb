"""Adversarial trials of T2 and T3: random and shaped worlds that come close to equality."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from bounds.formula import Symbolic
from bounds.input_families import InputFamily, c_of_row, families
from bounds.naming import abbreviated
from bounds.statement import Evidence, Reading
from validation.checks import check
from validation.checks.section_5_channels import information_of, judged, one_hot_worlds, resolved
from validation.effort import Effort

Array = NDArray[np.float64]
ROUNDING = 1e-7  # of c, from its integral


def slack(formula: Symbolic, values: dict[str, Any]) -> Array:
    """Right side minus left side of a <=, left minus right of a >=."""
    lhs, rhs = formula.evaluate(values)
    return np.asarray(rhs - lhs if formula.relation == "<=" else lhs - rhs)


def short(formula: Symbolic) -> Symbolic:
    """The formula with rho, c, I_G, ... as symbols, for worlds too large to sum in Python."""
    return Symbolic(lambda: abbreviated(formula.expression))


def weights(rng: np.random.Generator, count: int, *, widest: int) -> tuple[Array, Array]:
    """Shares p of up to four sizes, and how many inputs have each, (count, 4); equal weights among them."""
    counts = np.ceil(np.exp(rng.uniform(0, np.log(widest / 4), size=(count, 4)))).astype(float)
    spread = np.exp(rng.uniform(np.log(1e-3), np.log(3.0), size=(count, 1)))
    p = np.exp(spread * rng.standard_normal((count, 4)))
    p[: count // 20] = 1.0
    return p / (counts * p).sum(axis=1, keepdims=True), counts


def relative(slack: Array, c: Array) -> str:
    """The smallest slack relative to c, where c is not negligible."""
    kept = c > 1e-4
    return f"{100 * float(np.min(slack[kept] / c[kept])):.3g} %" if kept.any() else "not defined"


@check("proposition-7/upper-bound-rate", "sharpened")
@check("proposition-7/gaussian-floor", "sharpened")
def gaussian_c(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent Gaussian inputs: c by the Laplace transform of s."""
    count = effort.pick(quick=10_000, standard=100_000)
    p, counts = weights(rng, count, widest=1000)
    c = c_of_row(families()[0], p, counts)
    D = 1 / (counts * p**2).sum(axis=1)
    d = counts.sum(axis=1)
    gaps = slack(reading.formula, {"c": c, "D": D, "d": d})
    nearest = int(np.argmin(gaps))
    summary = (
        f"c of {count} random rows of independent Gaussian inputs, dim x from 4 to {int(d.max())}, D from {D.min():.2f} "
        f"to {D.max():.0f}; smallest slack relative to c {relative(gaps, c)} (at dim x = {int(d[nearest])}, "
        f"D = {D[nearest]:.1f}; equal weights attain equality)."
    )
    return judged(Evidence(kind="trial", method="Laplace transform", summary=summary), gaps, tolerance=ROUNDING)


@check("proposition-7/upper-bound-rate", "repaired")
def bounded_kurtosis_c(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Every family of independent squares and bounded kurtosis, D beyond 300 included."""
    tested = [f for f in families() if f.may_test(reading) and f.laplace is not None]
    each = effort.pick(quick=1_200, standard=10_000)
    gaps, sizes, large = [], [], 0
    for family in tested:
        p, counts = weights(rng, each, widest=4000)
        c = c_of_row(family, p, counts)
        D = 1 / (counts * p**2).sum(axis=1)
        large += int((D > 300).sum())
        gaps.append(slack(reading.formula, {"c": c, "D": D, "kappa": family.kurtosis, "Lambda": family.small_ball}))
        sizes.append(c)
    everything, all_c = np.concatenate(gaps), np.concatenate(sizes)
    closest = tested[int(np.argmin([gap.min() for gap in gaps]))]
    summary = (
        f"c of {each} rows from each of {len(tested)} families ({', '.join(f.name for f in tested)}); {large} rows have "
        f"D > 300; smallest slack relative to c {relative(everything, all_c)}, smallest for the {closest.name} family."
    )
    return judged(Evidence(kind="trial", method="Laplace transform", summary=summary), everything, tolerance=ROUNDING)


@check("proposition-7/upper-bound", "sharpened")
def log_concave_c(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Families of log-concave |x|, independent and fully dependent (where c is that of a single input)."""
    tested = [f for f in families() if f.may_test(reading)]
    each = effort.pick(quick=2_500, standard=20_000)
    values = []
    for family in tested:
        if family.laplace is not None:
            p, counts = weights(rng, each, widest=64)
            counts[: each // 4], p[: each // 4] = 1.0, np.array([1.0, 0.0, 0.0, 0.0])  # one input carries the row
            p[each // 8 : each // 4, :2] = rng.dirichlet([5.0, 0.05], size=each // 4 - each // 8)
            values.append(c_of_row(family, p, counts))
        values.append(np.full(each // 10, family.c_of_one))  # |x_i| all equal
    c = np.concatenate(values)
    gaps = slack(reading.formula, {"c": c})
    summary = (
        f"c of {len(c)} rows from {', '.join(f.name for f in tested)}, independent and fully dependent inputs; smallest "
        f"slack relative to c {relative(gaps, c)}, where one exponential |x| carries the row."
    )
    return judged(Evidence(kind="trial", method="Laplace transform", summary=summary), gaps, tolerance=ROUNDING)


@check("proposition-7", "repaired", "sharpened")
@check("proposition-7/true-information", "repaired")
@check("proposition-7/per-weight-alpha", "repaired")
def one_term_worlds(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """True information in closed form: a random start, then mutation of the worlds closest to equality."""
    per_weight = reading.formula.rhs.has(sympy.IndexedBase("alpha", positive=True))
    start, rounds, kept = effort.pick(quick=(6_000, 5, 1_000), standard=(60_000, 30, 2_000))
    dim = 3 if per_weight else 2
    world = one_hot_worlds(rng, start, 6, dim, per_weight=per_weight)
    gaps = _one_term_slack(reading, world)
    tried, smallest = start, [float(gaps.min())]
    for _ in range(rounds):
        best = np.argsort(gaps)[:kept]
        world = _mutated(rng, world, best)
        gaps = np.minimum(_one_term_slack(reading, world), gaps[best])
        tried += kept
        smallest.append(float(gaps.min()))
    summary = (
        f"True information of {tried} worlds whose inputs light one weight each (one-dimensional integrals), alpha from "
        f"0.01 to 2, mutated towards equality in {rounds} rounds (smallest slack {smallest[0]:.3g}, then {smallest[-1]:.3g} nats)."
    )
    evidence = judged(Evidence(kind="trial", method="adversarial search, closed form", summary=summary), gaps)
    return evidence


def _one_term_slack(reading: Reading, world: dict[str, Any]) -> Array:
    """The reading's slack in every world that meets its condition on rho and that the integral resolves, else inf."""
    information = information_of(world)
    noise = np.atleast_2d(world["alpha"])
    values = {**world, "I": information, "Ibar": -np.log(noise[0]) / 2}
    gaps = slack(reading.formula, values)
    w, x, p = world["w"], world["x"], world["P"]
    z = (w * x).sum(axis=1)
    rho = ((p * z**2).sum(axis=0) - (p * z).sum(axis=0) ** 2) / (p * ((w * x) ** 2).sum(axis=1)).sum(axis=0)
    usable = resolved(np.broadcast_to(noise.min(axis=0), z.shape), z) & (
        (rho <= 1) | ("rho <= 1" not in reading.hypotheses)
    )
    return np.where(usable, gaps, np.inf)


def _mutated(rng: np.random.Generator, world: dict[str, Any], best: Array) -> dict[str, Any]:
    """The chosen worlds, each with sizes, probabilities and noise moved a little."""
    child = {name: value[..., best] if isinstance(value, np.ndarray) else value for name, value in world.items()}
    child["x"] = child["x"] * np.exp(0.2 * rng.standard_normal(child["x"].shape))
    child["alpha"] = np.clip(child["alpha"] * np.exp(0.2 * rng.standard_normal(child["alpha"].shape)), 0.01, 2.0)
    p = child["P"] * np.exp(0.2 * rng.standard_normal(child["P"].shape))
    child["P"] = p / p.sum(axis=0)
    return child


WEIGHT_SHAPES: dict[str, Callable[[np.random.Generator, tuple[int, int]], Array]] = {
    "uniform": lambda rng, shape: rng.uniform(-1, 1, shape),
    "Gaussian": lambda rng, shape: rng.standard_normal(shape),
    "heavy-tailed": lambda rng, shape: rng.standard_t(1.5, shape),
    "one-hot": lambda rng, shape: np.eye(shape[1])[rng.integers(shape[1], size=shape[0])] + 1e-3,
}


@check("proposition-7", "sharpened")
def layers_of_every_family(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """True information from characteristic functions, samples of every family as the distribution of x."""
    dims, alphas, rows, n = effort.pick(
        quick=((2, 24), (0.02, 0.5), 1, 12), standard=((1, 2, 8, 64, 256), (0.01, 0.05, 0.2, 0.5, 1.0, 2.0), 8, 100)
    )
    gaps, where = [], []
    for family in families():
        for dim in dims:
            x = family.draw(rng, n, dim)
            for alpha in alphas:
                w = np.concatenate([make(rng, (rows, dim)) for make in WEIGHT_SHAPES.values()])
                found = unit_slack(reading, w, alpha, x)
                gaps.append(found)
                where.append((family.name, dim, alpha, float(np.nanmin(found))))
    values = np.concatenate(gaps)
    values = values[np.isfinite(values)]
    name, dim, alpha, least = min(where, key=lambda one: one[3])
    summary = (
        f"True information of {len(values)} units: {len(families())} input families, dim x in {dims}, four shapes of "
        f"w_hat, alpha in {alphas}; closest to equality ({least:.3g} nats) for {name}, dim x = {dim}, alpha = {alpha}."
    )
    return judged(Evidence(kind="trial", method="characteristic functions", summary=summary), values, tolerance=1e-4)


@check("proposition-7", "repaired", "sharpened")
@check("proposition-7/true-information", "repaired")
def close_to_equality(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Many Gaussian inputs and little noise: all of T3's inequalities are nearly equalities there."""
    dim, n, alpha = 256, effort.pick(quick=6000, standard=20_000), 0.005
    x = families()[0].draw(rng, n, dim)
    # a sample without mean whose second moments are those of the family, so that rho = 1 exactly
    x -= x.mean(axis=0)
    x = x @ np.linalg.inv(np.linalg.cholesky(x.T @ x / n)).T
    gaps = unit_slack(reading, rng.standard_normal((effort.pick(quick=1, standard=8), dim)), alpha, x)
    summary = (
        f"Gaussian inputs, dim x = {dim}, alpha = {alpha}, a whitened sample of {n} inputs as the distribution of x."
    )
    evidence = Evidence(kind="trial", method="characteristic functions", summary=summary)
    return judged(evidence, gaps[np.isfinite(gaps)], tolerance=1e-4)


def row_terms(w: Array, x: Array) -> dict[str, Array]:
    """V, m, rho and c of each row for equally likely inputs x."""
    m = w**2 @ (x**2).mean(axis=0)
    V = (x @ w.T).var(axis=0)
    with np.errstate(divide="ignore"):
        c = -np.log(x**2 @ (w**2).T / m).mean(axis=0) / 2
    return {"V": V, "m": m, "rho": V / m, "c": c}


def unit_slack(reading: Reading, w: Array, alpha: float, x: Array) -> Array:
    """The reading's slack for every row; infinite for rows that do not meet its condition on rho or see an atom at 0."""
    from estimators.noisy_layer import information_per_unit

    terms = row_terms(w, x)
    truth = information_per_unit(w, alpha, x).value
    gaps = slack(short(reading.formula), {**terms, "I": truth, "alpha": alpha, "Ibar": -np.log(alpha) / 2})
    usable = np.isfinite(terms["c"]) & ((terms["rho"] <= 1 + 1e-9) | ("rho <= 1" not in reading.hypotheses))
    return np.where(usable, gaps, np.inf)


def gaussian_information(alpha: Array) -> Array:
    """I(z;x) of z = eps x, x standard Gaussian: the sign, and log|x| against noise by a convolution; alpha (T,)."""
    u = np.linspace(-30, 3, 2000)
    weight = np.exp(u - np.exp(2 * u) / 2) * np.sqrt(2 / np.pi) * (u[1] - u[0])  # the density of log|x|
    grid = np.linspace(-35, 16, 1200)
    answer = []
    for a in alpha:
        density = np.exp(-((grid[:, None] - u) ** 2) / (2 * a)) @ weight / np.sqrt(2 * np.pi * a)
        entropy = -(density * np.log(np.maximum(density, 1e-300))).sum() * (grid[1] - grid[0])
        answer.append(np.log(2) + entropy - np.log(2 * np.pi * np.e * a) / 2)
    return np.array(answer)


@check("proposition-7/true-information-floor", "sharpened")
def gaussian_floor(reading: Reading, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """One Gaussian input exactly, and rows of many from a sample, with the leave-one-out estimate, an upper bound."""
    from scipy.stats import norm

    from estimators.noisy_layer import information_per_unit

    alpha = np.exp(np.linspace(np.log(0.02), np.log(4), effort.pick(quick=6, standard=100)))
    gaussian = families()[0]
    exact = slack(
        reading.formula, {"I": gaussian_information(alpha), "alpha": alpha, "rho": 1.0, "c": gaussian.c_of_one}
    )
    text = f"I(z;x) of z = eps x, x standard Gaussian, at {len(alpha)} values of alpha from 0.02 to 4 (a convolution)."
    yield judged(Evidence(kind="trial", method="one-dimensional integral", summary=text), exact, tolerance=1e-5)
    p_values, gaps = [], []
    for dim in (2, 32):
        for alpha_row in effort.pick(quick=(0.05, 0.5), standard=(0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)):
            w = np.concatenate([make(rng, (1, dim)) for make in WEIGHT_SHAPES.values()])
            estimate = information_per_unit(w, alpha_row, gaussian.draw(rng, 200, dim), inputs="sample", level=0.95)
            ceiling = estimate.interval[1] + estimate.numerical_error
            p = w**2 / (w**2).sum(axis=1, keepdims=True)
            c = c_of_row(gaussian, p)
            gap = slack(reading.formula, {"I": ceiling, "alpha": alpha_row, "rho": 1.0, "c": c})
            gaps.append(gap)
            # the interval's upper end is 1.96 standard errors above the leave-one-out estimate
            p_values.append(norm.sf(-gap / np.maximum(estimate.standard_error, 1e-9) + 1.96))
    worst = float(np.min(np.concatenate(gaps)))
    yield Evidence(
        kind="trial",
        method="characteristic functions, leave-one-out",
        summary=f"{len(np.concatenate(gaps))} rows of 2 and 32 Gaussian inputs, 200 inputs sampled: the interval's upper end "
        f"stays above I_G - alpha by at least {worst:.3g} nats.",
        margin=worst,
        p_value=float(np.min(np.concatenate(p_values))),
        comparisons=len(np.concatenate(p_values)),
        confidence=0.95,
    )


@check("proposition-6/equation-4", "printed", "sharpened")
def surrogate_by_sampling(reading: Reading, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The Gaussian divergence from sampled moments of z and of z given x, against equation (4) in closed form."""
    tested = [f for f in families() if f.laplace is not None and np.isfinite(f.kurtosis) and f.kurtosis < 7]
    samples = effort.pick(quick=20_000, standard=400_000)
    outcomes = [_sampled_surrogate(reading, f, rng, samples) for f in tested]
    z_scores = np.array([(sampled - exact) / error for sampled, exact, error in outcomes])
    from scipy.stats import norm

    worst = int(np.argmax(np.abs(z_scores)))
    sampled, exact, error = outcomes[worst]
    return Evidence(
        kind="trial",
        method="Monte Carlo",
        summary=f"Moments of z from {samples} draws for {len(tested)} families ({', '.join(f.name for f in tested)}), 6 weights, "
        f"alpha = 0.3: the divergence agrees with equation (4); the largest deviation is {z_scores[worst]:.2f} standard errors "
        f"({tested[worst].name}: {sampled:.4f} against {exact:.4f}, standard error {error:.4f}).",
        margin=float(-np.abs(sampled - exact)),
        p_value=float(2 * norm.sf(np.abs(z_scores[worst]))),
        comparisons=len(tested),
    )


def _sampled_surrogate(
    reading: Reading, family: InputFamily, rng: np.random.Generator, n: int
) -> tuple[float, float, float]:
    """The divergence from samples, equation (4) in closed form, and the standard error of their difference."""
    alpha, w = 0.3, np.exp(0.3 * rng.standard_normal(6))
    x = family.draw(rng, n, 6)
    z = (x * w * np.exp(np.sqrt(alpha) * rng.standard_normal(x.shape) - alpha / 2)).sum(axis=1)
    given = np.log(np.expm1(alpha) * (x**2 @ w**2))
    centred = (z - z.mean()) ** 2
    sampled = (np.log(centred.mean()) - given.mean()) / 2
    error = float(np.std(centred / centred.mean() - given) / 2 / np.sqrt(n))
    p = w**2 / (w**2).sum()
    rho = float(w @ family.covariance(6) @ w / (w**2).sum())
    exact = np.log(1 + rho / np.expm1(alpha)) / 2 + float(c_of_row(family, p)[0])
    return float(sampled), float(exact), error
