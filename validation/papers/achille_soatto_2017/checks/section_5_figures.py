"""Section 5's figures: the true information beside equation (4) and the bounds."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.statement import Claim, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.input_families import c_of_row, families
from bounds.papers.achille_soatto_2017.row_numbers import moments, row_values, surrogate
from reports.figure import Figure, Series
from validation.checks import check
from validation.checks.trying import margins
from validation.effort import Effort

Array = NDArray[np.float64]
ALPHAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0)


def _right_side(statement: str, reading: str, values: dict[str, Any]) -> float:
    """The right side of a ledger's formula: the curve that is drawn is the one that is judged."""
    return float(symbolic(LEDGER[statement][reading]).evaluate(values)[1])


@check("proposition-7", "sharpened")
def information_against_alpha(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Figure]:
    """True information, equation (4), g, g + c and T3 against alpha, for Gaussian inputs."""
    from estimators.noisy_layer import information_per_unit

    for dim in effort.pick(quick=(1, 32), standard=(1, 4, 32, 256)):
        x = families()[0].draw(rng, effort.pick(quick=150, standard=1000), dim)
        w = np.ones((1, dim))
        values = row_values(w, x)
        terms = moments(values)
        truth = [information_per_unit(w, a, x) for a in ALPHAS]
        informations = [float(t.value[0]) for t in truth]
        low, high = ([float(t.value[0] + sign * t.numerical_error[0]) for t in truth] for sign in (-1, 1))
        g = [_right_side("proposition-7/g", "repaired", {"alpha": a}) for a in ALPHAS]
        c = float(terms["c"][0])
        one_unit = {"I_L": 0.0, "dim_next": 1, "rho": terms["rho"], "c": terms["c"]}  # T4 for one unit is T3
        bound = [_right_side("corollary-5.1", "sharpened", {**one_unit, "alpha": a}) for a in ALPHAS]
        yield Figure(
            id=f"information-against-alpha-{dim}",
            subject="proposition-7",
            title=f"One unit's information against its noise, dim x = {dim}",
            x_label="alpha (variance of log eps)",
            y_label="information (nats)",
            x_scale="log",
            caption=f"True information of a unit with {dim} equal weights, {len(x)} Gaussian inputs as "
            "the distribution of x; bars are the numerical error.",
            series=(
                Series(name="true information", x=ALPHAS, y=informations, low=low, high=high, style="points"),
                Series(name="equation (4)", x=ALPHAS, y=surrogate(values, ALPHAS).tolist()),
                Series(name="g, sign mended", x=ALPHAS, y=g, reference=True),
                Series(name="g + c", x=ALPHAS, y=[v + c for v in g], reference=True),
                Series(name="T3", x=ALPHAS, y=bound, reference=True),
            ),
        )


@check("proposition-6", "repaired")
def gap_against_dimension(claim: Claim, rng: np.random.Generator, effort: Effort) -> Figure:
    """|true information - equation (4)| against dim x, for symmetric and non-negative inputs, with fitted slopes."""
    import statsmodels.api as sm

    alpha = 0.1
    dims = effort.pick(quick=(32, 64, 128), standard=(32, 64, 128, 256, 512, 1024))
    series, slopes = [], []
    for name, values in {"symmetric": (-1.0, 1.0), "non-negative": (0.5, 1.5)}.items():
        gaps = [two_valued_gap(dim, values, alpha) for dim in dims]
        fit = sm.OLS(np.log(gaps), sm.add_constant(np.log(dims))).fit()
        low, high = (float(v) for v in fit.conf_int()[1])
        slopes.append(f"{name} {fit.params[1]:.2f} [{low:.2f}, {high:.2f}]")
        series += [
            Series(name=f"{name} inputs", x=dims, y=gaps, style="points"),
            Series(name=f"fit, {name}", x=dims, y=[float(v) for v in np.exp(fit.fittedvalues)], reference=True),
        ]
    return Figure(
        id="gap-against-dimension",
        subject="proposition-6",
        title="How far equation (4) is from the true information",
        x_label="dim x",
        y_label="|true information - equation (4)| (nats)",
        x_scale="log",
        y_scale="log",
        caption=f"Equal weights, independent inputs of two equally likely values (+1 and -1, or 1/2 and 3/2), alpha = "
        f"{alpha}; slopes with 95 % intervals: {', '.join(slopes)}.",
        series=tuple(series),
    )


def two_valued_gap(dim: int, values: tuple[float, float], alpha: float) -> float:
    """|I(z;x) - equation (4)|, exactly: with equal weights only the number of inputs of either value counts."""
    from scipy.stats import binom

    from estimators.noisy_layer import information_per_unit

    low, high = values
    share = binom.pmf(np.arange(dim + 1), dim, 0.5)
    share /= share.sum()
    x = np.where(np.arange(dim) < np.arange(dim + 1)[:, None], high, low)
    truth = float(information_per_unit(np.ones((1, dim)), alpha, x, weights=share).value[0])
    one = row_values(np.ones((1, dim)), x, probability=share)
    return abs(truth - float(surrogate(one, alpha)[0]))


@check("proposition-7/upper-bound-rate", "repaired")
def c_against_dimension(claim: Claim, rng: np.random.Generator, effort: Effort) -> Figure:
    """c against the effective dimension for every family, with T2's bounds."""
    dims = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    tested = [f for f in families() if f.laplace is not None and f.kurtosis > 1]
    p = np.array([[1.0 / d] for d in dims])
    counts = np.array([[float(d)] for d in dims])
    lines = [Series(name=f.name, x=dims, y=[float(v) for v in c_of_row(f, p, counts)]) for f in tested]
    gaussian = families()[0]
    known = {"c": 0.0, "kappa": gaussian.kurtosis, "Lambda": gaussian.small_ball}
    rate = "proposition-7/upper-bound-rate"
    curves = {
        "T2, Gaussian inputs": [_right_side(rate, "sharpened", {**known, "D": d}) for d in dims],
        "T2, kurtosis 3": [_right_side(rate, "repaired", {**known, "D": d}) for d in dims],
        "log-concave |x|": [_right_side("proposition-7/upper-bound", "sharpened", known)] * len(dims),
    }
    bounds = (Series(name=name, x=dims, y=y, reference=True) for name, y in curves.items())
    return Figure(
        id="c-against-dimension",
        subject="proposition-7",
        title="How large c is",
        x_label="effective dimension D",
        y_label="c (nats)",
        x_scale="log",
        y_scale="log",
        caption="Equal weights, independent inputs of each family; dashed: T2's bounds. c falls like 1/D.",
        series=(*lines, *bounds),
    )


@check("corollary-5.1", "repaired")
def stack_bounds(claim: Claim, rng: np.random.Generator, effort: Effort) -> Figure:
    """A stack of ReLU layers: what each layer passes on, the printed bound, and T4's first form."""
    from estimators.noisy_layer import information_per_unit

    widths, alphas = (16, 12, 8, 6), (0.05, 0.2, 0.8)
    z = families()[0].draw(rng, effort.pick(quick=60, standard=400), widths[0])
    printed, sharpened = LEDGER["corollary-5.1"]["printed"], LEDGER["corollary-5.1"]["sharpened"]
    truth, old, new = [], [], []
    for alpha, width, following in zip(alphas, widths, widths[1:], strict=False):
        w = rng.standard_normal((following, width)) / np.sqrt(width)
        z = z[np.abs(z).sum(axis=1) > 0]
        terms = moments(row_values(w, z))
        truth.append(float(information_per_unit(w, alpha, z).value.sum()))
        known = {"alpha": alpha, "dim_k": width, "dim_next": following, "rho": terms["rho"], "c": terms["c"]}
        values: dict[str, Any] = {"I_L": 0.0, **known}
        old.append(float(margins(symbolic(printed), values)))
        new.append(float(margins(symbolic(sharpened), values)))
        noise = np.exp(np.sqrt(alpha) * rng.standard_normal((len(z), following, width)) - alpha / 2)
        z = np.maximum(np.einsum("nij,ij,nj->ni", noise, w, z), 0.0)
    layers = [1, 2, 3]
    return Figure(
        id="stack-bounds",
        subject="corollary-5.1",
        title="Corollary 5.1 on a stack of ReLU layers",
        x_label="layer",
        y_label="information (nats)",
        caption=f"Widths {widths}, alpha {alphas}: the sum over units of the true information about the layer before, "
        "an upper bound of I(z_L;x); the printed bound; T4 in its form for any rho.",
        series=(
            Series(name="sum of true unit informations", x=layers, y=truth, style="points"),
            Series(name="printed bound", x=layers, y=old, reference=True),
            Series(name="T4", x=layers, y=new, reference=True),
        ),
    )
