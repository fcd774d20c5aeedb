"""What the curvature experiment found: ratios of learned to predicted noise, bounds against measured information."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from bounds.claims.measured import Answer
from bounds.claims.statement import Evidence
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Summary
from validation.experiments.common import Row, answer_if, grouped, measurement, networks_table, same
from validation.papers.achille_soatto_2017.measured_flatness import HELD

PAPER = (
    "At a minimum the optimal noise is alpha_i = beta/(2 w_i^2 H_ii), and the information is bounded by the weights' "
    "norm and the Hessian's nuclear norm: flat minima have low information."
)
PREDICTIONS = {
    "printed": "beta/(2 w^2 H_ii), as printed",
    "second order": "beta/(w^2 H_ii), with Taylor's 1/2",
    "noise-averaged": "beta/E[w^2 H_ii(w)], T1",
}
ROUNDING = 1e-6  # nats: of float64 sums over thousands of weights
SATURATED = 1e-6  # of the largest curvature: a ratio of underflowing numbers means nothing


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    """Ratios and regressions at a minimum and on the way, bounds on networks trained together, evidence and figures."""
    rows = [row for result in results for row in result]
    alone, together = [r for r in rows if "where" in r], [r for r in rows if "where" not in r]
    ratios = [
        {"where": where, "beta": beta, "prediction": name, **ratio(chosen, name)}
        for (where, beta), chosen in grouped(alone, "where", "beta").items()
        for name in PREDICTIONS
    ]
    jointly = [
        {"beta": beta, "prediction": name, **ratio(chosen, name)}
        for (beta,), chosen in grouped(together, "beta").items()
        for name in PREDICTIONS
    ]
    return Summary(
        record=_record(ratios, jointly, rows),
        evidence=[*_of_alpha(ratios, alone), *_of_bounds(together)],
        figures=[_scatter(alone), _bounds(together)],
        paper=PAPER,
        found=_found(ratios, together),
        numbers=_numbers(ratios),
        answers=_answers(ratios, together),
    )


def _answers(ratios: Sequence[Row], rows: Sequence[Row]) -> list[tuple[str, str, Answer]]:
    """Whether the printed alpha is the learned one, by the median's interval, and the printed bound holds."""
    least = min(found["beta"] for found in ratios)
    alpha = next(f for f in ratios if (f["where"], f["beta"], f["prediction"]) == ("minimum", least, "printed"))
    bounds = [row["proposition_5"]["readings"]["proposition-5/statement printed"]["holds"] for row in rows]
    return [
        ("proposition-5/alpha-i", "printed", answer_if(alpha["median_low"] <= 1 <= alpha["median_high"])),
        ("proposition-5/statement", "printed", answer_if(all(bounds))),
    ]


def _numbers(ratios: Sequence[Row]) -> list[Quantity]:
    """The median of learned over predicted alpha at a minimum and the smallest beta, for each prediction."""
    least = min(found["beta"] for found in ratios)
    return [
        Quantity(
            f"median of learned over predicted alpha ({found['prediction']}, beta {least:g})",
            found["median"],
            found["median_low"],
            found["median_high"],
        )
        for found in ratios
        if found["where"] == "minimum" and found["beta"] == least
    ][:3]


RATIO: dict[str, Column] = {
    **same("beta", "prediction", "weights", "left_out"),
    "median": lambda found: Quantity("", found["median"], found["median_low"], found["median_high"]),
    "geometric mean": lambda found: Quantity("", found["mean"], found["low"], found["high"]),
    "slope of log on log": lambda found: Quantity("", found["slope"], *found["slope_interval"]),
    "R²": "r_squared",
}
NETWORK: dict[str, Column] = {
    **same("beta", "where", "batch", "rate", "seed", "weights", "loss", "trace", "nuclear_norm", "negative_mass"),
    **same("smallest_eigenvalue", "largest_eigenvalue", "gradient_norm"),
    "I(w;D) (nats)": "information",
    "T1: predicted (nats)": lambda row: row["t1"]["predicted"],
    "T1: bound (nats)": lambda row: row["t1"]["bound"],
    "T1: measured (nats)": lambda row: row["t1"]["measured"],
    "T1: left out": lambda row: row["t1"]["left_out"],
    "left out": lambda row: row["proposition_5"]["left_out"],
    "negative": lambda row: row["proposition_5"]["negative"],
    "slack from unequal weights (nats)": lambda row: row["proposition_5"]["jensen"]["weights"],
    "slack from unequal curvatures (nats)": lambda row: row["proposition_5"]["jensen"]["curvatures"],
}
READING: dict[str, Column] = {
    **same("network", "reading"),
    "information (nats)": "information",
    "bound (nats)": "bound",
    **same("holds"),
}


def _record(ratios: Sequence[Row], jointly: Sequence[Row], rows: Sequence[Row]) -> Record:
    readings = [
        {"network": number, "reading": reading, **found}
        for number, row in enumerate(rows, start=1)
        for reading, found in row["proposition_5"]["readings"].items()
    ]
    tables = (
        Table.of("ratios of learned to predicted alpha", ratios, {"where": "where", **RATIO}),
        Table.of("ratios on networks trained together with their noise", jointly, RATIO),
        networks_table(rows, NETWORK),
        Table.of("readings of the bound by network", readings, READING, shown=False),
    )
    predictions = tuple(Quantity(f"prediction, {name}", alpha) for name, alpha in PREDICTIONS.items())
    return Record("", predictions, tables)


def ratio(rows: Sequence[Row], prediction: str) -> dict[str, Any]:
    """Learned over predicted alpha over all weights of all rows: median, geometric mean with its interval, regression.

    Weights of no measurable curvature, or held at alpha = 1, are left out and counted. The regression is of log learned
    on log predicted, by least squares with errors robust to unequal variances.
    """
    import statsmodels.api as sm
    from scipy.stats import t

    learned, predicted, left_out = [], [], 0
    for row in rows:
        curvature = {
            "printed": 2 * np.array(row["sharpness"]),
            "second order": np.array(row["sharpness"]),
            "noise-averaged": np.array(row["averaged"]),
        }[prediction]
        # an average that is not clear of 0 has no logarithm worth the name
        used = (curvature > SATURATED * curvature.max()) & (np.array(row["log_alpha"]) < -HELD)
        if prediction == "noise-averaged":
            used &= curvature > 4 * np.array(row["averaged_error"])
        left_out += int((~used).sum())
        learned.append(np.array(row["log_alpha"])[used])
        predicted.append(np.log(row["beta"] / curvature[used]))
    x, y = np.concatenate(predicted), np.concatenate(learned)
    gap = y - x
    low, high = _median_interval(gap)
    half = float(t.ppf(0.975, len(gap) - 1) * gap.std(ddof=1) / np.sqrt(len(gap)))
    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3")
    slope_low, slope_high = (float(end) for end in fit.conf_int()[1])
    return {
        "weights": len(gap),
        "left_out": left_out,
        "median": float(np.exp(np.median(gap))),
        "median_low": float(np.exp(low)),
        "median_high": float(np.exp(high)),
        "mean": float(np.exp(gap.mean())),
        "low": float(np.exp(gap.mean() - half)),
        "high": float(np.exp(gap.mean() + half)),
        "slope": float(fit.params[1]),
        "slope_interval": [slope_low, slope_high],
        "r_squared": float(fit.rsquared),
    }


def _said(found: Mapping[str, Any]) -> str:
    low, high = found["slope_interval"]
    return (
        f"median {found['median']:.3f} [{found['median_low']:.3f}, {found['median_high']:.3f}], "
        f"geometric mean {found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}] over {found['weights']} weights "
        f"({found['left_out']} left out), slope {found['slope']:.3f} [{low:.3f}, {high:.3f}]"
    )


def _of_alpha(ratios: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    minima = [row for row in rows if row["where"] == "minimum"]
    converged = (
        f"{len({row['seed'] for row in minima})} networks of {minima[0]['weights']} weights at a minimum (gradient "
        f"norm at most {max(row['gradient_norm'] for row in minima):.1e}, smallest eigenvalue at least "
        f"{min(row['smallest_eigenvalue'] for row in minima):.1e})"
    )
    targets = {
        "printed": ("proposition-5/alpha-i", "printed"),
        "second order": ("proposition-5/alpha-i", "repaired"),
        "noise-averaged": ("proposition-5/noise-averaged-curvature", "repaired"),
    }
    found, method = [], "alpha learned by gradient on trained networks"
    for prediction, (statement, name) in targets.items():
        said = [f"{r['where']}, beta {r['beta']:g}: {_said(r)}" for r in ratios if r["prediction"] == prediction]
        summary = f"Learned alpha over {PREDICTIONS[prediction]}, on {converged}. " + "; ".join(said) + "."
        found.append((statement, name, measurement(method=method, summary=summary, confidence=0.95)))
    return found


def _of_bounds(rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    trained = f"On {len(rows)} networks trained with their noise (beta, batch size and rate varied)"
    exact = partial(measurement, method="exact Hessians of trained networks")
    found = []
    for key in rows[0]["proposition_5"]["readings"]:
        readings = [(row["information"], row["proposition_5"]["readings"][key]) for row in rows]
        known = [(information, one) for information, one in readings if one["bound"] is not None]
        held = sum(one["holds"] for _, one in known)
        slack = [one["bound"] - information for information, one in known]
        summary = (
            f"{trained} the bound holds at the reading's own alpha on {held} of {len(known)}; the bound less the "
            f"measured information is {_span(slack)} nats."
        )
        found.append((*key.split(" "), exact(summary=summary)))
    parts = [row["proposition_5"]["jensen"] for row in rows]
    split = (
        f"{trained} the slack of T1'' is {_span(part['weights'] for part in parts)} nats from unequal weights and "
        f"{_span(part['curvatures'] for part in parts)} nats from unequal curvatures."
    )
    found.append(("proposition-5/statement", "sharpened", exact(summary=split)))
    t1 = [row["t1"] for row in rows]
    slack = [one["bound"] - one["measured"] for one in t1]
    averaged = (
        f"{trained} T1's bound exceeds the measured information ({_span(one['measured'] for one in t1)} nats) by "
        f"{_span(slack)} nats; the information at alpha = beta/E[w^2 H] differs from the measured one by "
        f"{_span(one['predicted'] - one['measured'] for one in t1)} nats."
    )
    method = "noise-averaged curvature of trained networks"
    own = min(one["bound"] - one["predicted"] for one in t1)  # T1 speaks of its own alpha, not of the learned one
    held = measurement(method=method, summary=averaged, margin=own, error=ROUNDING)
    found.append(("proposition-5", "repaired", held))
    norms = (
        f"{trained} the nuclear norm at the mean weights is "
        f"{_span((row['nuclear_norm'] / row['trace'] for row in rows), '.4f')} times the trace; the negative mass is "
        f"{_span((row['negative_mass'] for row in rows), '.3g')}."
    )
    found.append(("proposition-5/nuclear-norm", "printed", exact(summary=norms)))
    return found


def _span(values: Iterable[float], form: str = ".1f") -> str:
    values = list(values)
    return f"{min(values):{form}} to {max(values):{form}}"


def _scatter(rows: Sequence[Row]) -> Figure:
    series = []
    for (beta,), chosen in grouped([r for r in rows if r["where"] == "minimum"], "beta").items():
        sharpness = np.concatenate([row["sharpness"] for row in chosen])
        learned = np.exp(np.concatenate([row["log_alpha"] for row in chosen]))
        used = sharpness > SATURATED * sharpness.max()
        x, y = (beta / sharpness[used]).tolist(), learned[used].tolist()
        panel, ends = f"beta = {beta:g}", [min(x), max(x)]
        series.append(Series(name="learned", x=x, y=y, style="points", panel=panel))
        series.append(Series(name="beta/(w² H)", x=ends, y=ends, reference=True, panel=panel))
        series.append(Series(name="printed", x=ends, y=[end / 2 for end in ends], reference=True, panel=panel))
    return Figure(
        id="curvature-alpha",
        subject="curvature",
        title="Learned noise at a minimum",
        x_label="beta/(w² H_ii)",
        y_label="learned alpha",
        x_scale="log",
        y_scale="log",
        caption="Each point is one weight of a network at a minimum of its loss on digits. The printed formula lies a "
        "factor of two below the points: Taylor's 1/2 is missing in it.",
        series=series,
    )


def _bounds(rows: Sequence[Row]) -> Figure:
    readings = {
        "printed bound": "proposition-5/statement printed",
        "last line of the proof": "proposition-5/proof-last-line printed",
        "T1''": "proposition-5/statement repaired",
    }
    x = [row["information"] for row in rows]
    bounds = {name: [row["proposition_5"]["readings"][key]["bound"] for row in rows] for name, key in readings.items()}
    series = []
    for name, found in {**bounds, "T1": [row["t1"]["bound"] for row in rows]}.items():
        kept = [(a, b) for a, b in zip(x, found, strict=True) if b is not None]
        series.append(
            Series(name="a network", x=[a for a, _ in kept], y=[b for _, b in kept], style="points", panel=name)
        )
    series.append(Series(name="equality", x=[min(x), max(x)], y=[min(x), max(x)], reference=True))
    return Figure(
        id="curvature-bounds",
        subject="curvature",
        title="Bounds on the information in the weights",
        x_label="measured I(w;D) (nats, C = 0)",
        y_label="bound (nats)",
        own_axes=True,
        caption="Each point is a network whose weights and noise were trained together; beta, batch size and learning "
        "rate vary. T1 uses the curvature averaged over the noise, the others the Hessian at the mean weights.",
        series=series,
    )


def _found(ratios: Sequence[Mapping[str, Any]], together: Sequence[Row]) -> str:
    at = {r["prediction"]: r for r in ratios if r["where"] == "minimum" and r["beta"] == min(q["beta"] for q in ratios)}

    def said(prediction: str) -> str:
        one = at[prediction]
        return f"{one['median']:.2f} [{one['median_low']:.2f}, {one['median_high']:.2f}]"

    nearest = min(("printed", "second order"), key=lambda name: abs(np.log(at[name]["median"])))
    verdict = "Taylor's 1/2 is missing on the page" if nearest == "second order" else "the printed constant fits better"
    negative = sum(row["smallest_eigenvalue"] < -1e-6 * row["largest_eigenvalue"] for row in together)
    findings = [
        f"At a minimum and beta = {at['printed']['beta']:g} the median of learned over predicted alpha is "
        f"{said('printed')} for the printed beta/(2 w^2 H) and {said('second order')} for beta/(w^2 H): {verdict}.",
        f"For T1's beta/E[w^2 H(w)], the curvature averaged over the noise, it is {said('noise-averaged')}.",
        f"Of {len(together)} networks trained with their noise {negative} have negative curvature at the mean weights, "
        "where the paper takes them to be at a minimum.",
        *_bounds_found(together),
    ]
    return "\n".join(findings)


def _bounds_found(rows: Sequence[Row]) -> list[str]:
    """How the printed bound and T1's stand to the information measured."""
    printed = [row["proposition_5"]["readings"]["proposition-5/statement printed"]["bound"] for row in rows]
    slack = [b - row["information"] for b, row in zip(printed, rows, strict=True) if b is not None]
    t1 = [row["t1"]["bound"] - row["t1"]["measured"] for row in rows]
    return [
        f"{name} less the information measured is {_span(found)} nats; it is broken on {sum(gap < 0 for gap in found)} "
        f"of {len(found)} of these networks."
        for name, found in (("The printed bound", slack), ("T1's bound", t1))
        if found
    ]


def _median_interval(values: np.ndarray) -> tuple[float, float]:
    """The order statistics that hold the median with probability 0.95 at least, whatever the law."""
    from scipy.stats import binom

    ordered, count = np.sort(values), len(values)
    rank = int(max(binom.ppf(0.025, count, 0.5) - 1, 0))
    return float(ordered[rank]), float(ordered[count - 1 - rank])
