"""What figure 1's networks show: judgements, evidence and figures, all computed from their rows."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bounds.claims.statement import Evidence, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.figure import Figure, Image, Series
from reports.record import Quantity
from validation.experiments.common import (
    HOLLOW,
    NON_NEGATIVE,
    SHARE,
    Mean,
    Row,
    curve,
    grouped,
    mean_over_seeds,
    means,
    measurement,
    only_converged,
    over_beta,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_places import (
    crossing,
    differences,
    predictions,
    transition,
    width_slopes,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import LEGENDS
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import sentences as sentences

LITTLE, NONE = "little noise", "no information"
GROUP = ("posterior", "labels", "start", "samples", "beta")  # networks that differ in their seed alone
SETTING = ("posterior", "labels", "start", "samples", "seed", "beta")  # what a network is trained on and for
TAIL = 4.0  # standard errors granted to a Monte-Carlo cross-entropy before a bound is called broken


def by_length(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The networks figure 1 is made of, and those that differ from one of them in a longer training alone."""
    usual: list[Row] = []
    longer: list[Row] = []
    for group in grouped(rows, *SETTING, "rate").values():
        least = min(row["steps"] for row in group)
        for row in group:
            (usual if row["steps"] == least else longer).append(row)
    return usual, longer


def best_rates(rows: Sequence[Row]) -> list[Row]:
    """Of networks that differ in their learning rate alone, the one with the least Lagrangian (appendix A.1)."""
    return [min(group, key=lambda row: row["lagrangian"]) for group in grouped(rows, *SETTING).values()]


def judgements(rows: Sequence[Row], longer: Sequence[Row] = ()) -> dict[str, Any]:
    """The questions asked of figure 1, answered from the networks; and whether training had ended.

    What every network must pay is judged by all of them, the rest by those whose training had ended.
    """
    ended = only_converged(rows, *GROUP)
    predicted = predictions(_random(rows))
    return {
        "payment": payment(rows),
        "converged": {"networks": len(rows), "converged": sum(row["converged"] for row in rows)},
        "metastable": metastable(ended),
        "transition": transition(_random(rows)),
        "predictions": predicted,
        "differences": {by: differences(predicted, by) for by in ("predicted", "frugal")},
        "width_slopes": width_slopes(transition(_random(rows))),
        "training_length": training_length(rows, longer),
        "growth_of_information": growth(ended),
        "fitted_range_of_real_labels": fitted_range(ended),
        "test_error": test_error(ended),
    }


def payment(rows: Sequence[Row]) -> dict[str, Any]:
    """(a) The price of random labels, CE + I/N >= log(classes) on random labels, with the exact divergence.

    exp(-I - N CE) is at most the probability of the labels under the prior's mixture, so for uniform labels
    N log(classes) - N CE - I exceeds t with probability at most exp(-t): an exact p-value for each network.
    """
    judged = [row for row in rows if row["labels"] == "random" and row["posterior"] == "truncated"]
    worst = min(_slack(row) for row in judged)
    excess = max(row["samples"] * -(_slack(row) + TAIL * row["cross_entropy_error"]) for row in judged)
    free = [_slack(row) for row in rows if row["labels"] == "random" and row["posterior"] == "claim-1"]
    return {
        "networks": len(judged),
        "smallest_slack": worst,
        "p_value": math.exp(-max(0.0, excess)),
        "smallest_slack_with_claim_1": min(free, default=None),
        "networks_below_zero_with_claim_1": sum(slack < 0 for slack in free),
        "networks_with_claim_1": len(free),
    }


def metastable(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """(b) Fits of random labels whose Lagrangian exceeds log(classes), what a network that knows nothing pays."""
    found = []
    for (posterior, start, beta), group in grouped(_random(rows), "posterior", "start", "beta").items():
        fitted = [row for row in group if _fits(row)]
        above = [row for row in fitted if row["lagrangian"] > math.log(row["classes"])]
        counts = {"networks": len(group), "fitted": len(fitted), "fitted_above_trivial": len(above)}
        found.append({"posterior": posterior, "start": start, "beta": beta, **counts})
    return found


def training_length(rows: Sequence[Row], longer: Sequence[Row]) -> list[dict[str, Any]]:
    """(c) The same place, of one seed, after the usual steps and after more: apart where training had not ended."""
    keys = ("posterior", "start", "samples", "seed")
    usual = grouped(_random(rows), *keys)
    return [
        {
            **dict(zip(keys, key, strict=True)),
            "steps": usual[key][0]["steps"],
            "beta": crossing(usual[key]),
            "longer_steps": group[0]["steps"],
            "longer_beta": crossing(group),
        }
        for key, group in grouped(_random(longer), *keys).items()
    ]


def growth(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """(d) The exponent of I(w;D) in N at each beta where labels are fitted: 1 is linear growth, 0 saturation."""
    from scipy.stats import linregress, t

    found = []
    for (posterior, labels, beta), group in grouped(_from_little(rows), "posterior", "labels", "beta").items():
        if not all(_fits(row) for row in group) or len(group) < 3 or len({row["samples"] for row in group}) < 2:
            continue
        x, y = np.log([row["samples"] for row in group]), np.log([row["information"] for row in group])
        line = linregress(x, y)
        half = float(t.ppf(0.975, len(group) - 2) * line.stderr)
        slope = {"exponent": float(line.slope), "low": float(line.slope) - half, "high": float(line.slope) + half}
        found.append({"posterior": posterior, "labels": labels, "beta": beta, **slope})
    return found


def fitted_range(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """(d) The largest beta at which all networks fit, for both kinds of labels."""
    found = []
    for (posterior, labels, samples), group in grouped(_from_little(rows), "posterior", "labels", "samples").items():
        fits = [beta for (beta,), same in grouped(group, "beta").items() if all(_fits(row) for row in same)]
        reach = max(fits, default=None)
        found.append({"posterior": posterior, "labels": labels, "samples": samples, "fits_up_to": reach})
    return found


def test_error(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """(e) Where the test error on real labels is least over beta; whether both ends are worse by more than chance."""
    found = []
    real = [row for row in _from_little(rows) if row["labels"] == "real"]
    for (posterior, samples), group in grouped(real, "posterior", "samples").items():
        by_beta = means(group, ["beta"], "test_error")
        (best,) = min(by_beta, key=lambda key: by_beta[key].value)
        ends = min(group, key=lambda row: row["beta"])["beta"], max(group, key=lambda row: row["beta"])["beta"]
        excess = [_paired(group, end, best) for end in ends]
        inner = best not in ends and all(mean.low > 0 for mean in excess)
        certified = [row["certificate"] for row in group if row["beta"] == best and row.get("certificate") is not None]
        found.append(
            {
                "posterior": posterior,
                "samples": samples,
                "best_beta": best,
                "test_error": by_beta[best,].within(*SHARE),
                "certificate": mean_over_seeds(certified) if certified else None,
                "information_at_best": mean_over_seeds(r["information"] for r in group if r["beta"] == best),
                "excess_at_smallest_beta": excess[0],
                "excess_at_largest_beta": excess[1],
                "bias_variance_minimum": inner,
            }
        )
    return found


def evidence(rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    """The exact divergence on random labels, measured against Remark 4.2's bound."""
    paid = payment(rows)
    measured = measurement(
        method="networks trained on random labels, truncated log-normal weights",
        summary=f"{paid['networks']} networks trained on random labels, over beta, N, seeds and both starts: the "
        f"smallest CE - (log C - I/N) is {paid['smallest_slack']:.3f} nats a sample; I is the exact divergence from a "
        "proper prior. p bounds the chance of a deficit as large (the labels' code length under the prior's mixture).",
        margin=paid["smallest_slack"],
        p_value=paid["p_value"],
        comparisons=paid["networks"],
    )
    return [("remark-4.2/price", "printed", measured)]


def numbers(judged: Mapping[str, Any]) -> list[Quantity]:
    """Where the largest sample loses its fit, how the information grows with N, and the least test error."""
    placed = [entry for entry in judged["transition"] if "beta" in entry]
    lost = max(placed, key=lambda entry: (entry["posterior"] == "truncated", entry["samples"]), default=None)
    grown = next((entry for entry in judged["growth_of_information"] if entry["labels"] == "random"), None)
    least = min(judged["test_error"], key=lambda entry: entry["test_error"].value, default=None)
    paid = Quantity("least of CE + I/N - log C over networks on random labels", judged["payment"]["smallest_slack"])
    found = []
    if lost is not None:
        where = f"N = {lost['samples']}, from {lost['start']}, {LEGENDS[lost['posterior']]}"
        name = f"beta at which the fit of random labels is lost ({where})"
        found.append(Quantity(name, lost["beta"], lost["low"], lost["high"]))
    if grown is not None:
        where = f"beta {grown['beta']:g}, {LEGENDS[grown['posterior']]}"
        name = f"power of N with which I(w;D) of fitted random labels grows ({where})"
        found.append(Quantity(name, grown["exponent"], grown["low"], grown["high"]))
    if least is not None:
        name = f"least share of test errors, real labels (N = {least['samples']}, beta {least['best_beta']:g})"
        found.append(least["test_error"].within(*SHARE).quantity(name))
    return [*found, replace(paid, unit="nats a sample")]


def figures(rows: Sequence[Row]) -> list[Figure]:
    drawn = [_losses(rows), _maps(rows), _hysteresis(rows), _lagrangians(rows), _information(rows), _test_errors(rows)]
    return [*drawn, *_predicted(predictions(_random(rows)))]


def _panel(labels: str, posterior: str) -> str:
    return f"{labels} labels, {LEGENDS[posterior]}"


def _losses(rows: Sequence[Row]) -> Figure:
    """The training loss over beta, a curve an N."""
    series = [
        curve(
            f"N = {samples}",
            means(group, ["beta"], "cross_entropy"),
            unconverged(group, "beta"),
            within=NON_NEGATIVE,
            panel=_panel(labels, posterior),
        )
        for (posterior, labels, samples), group in grouped(_from_little(rows), "posterior", "labels", "samples").items()
    ]
    betas, trivial = sorted({row["beta"] for row in rows}), math.log(rows[0]["classes"])
    x, y = [betas[0], 1.0, 1.0, betas[-1]], [0.0, 0.0, trivial, trivial]
    predicted = [
        Series(name="the paper's prediction", x=x, y=y, reference=True, panel=panel)
        for panel in dict.fromkeys(one.panel for one in series)
        if panel.startswith("random")
    ]
    return over_beta(
        id="figure-1",
        subject="phase-transition",
        title="Where labels stop being fitted",
        y_label="training cross-entropy (nats a sample)",
        series=[*series, *predicted],
        caption=f"Mean over seeds with 95 % intervals, trained from little noise. {HOLLOW}",
    )


def _random(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["labels"] == "random"]


def _from_little(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["start"] == LITTLE]


def _fits(row: Row) -> bool:
    return row["cross_entropy"] < math.log(row["classes"]) / 2


def _slack(row: Row) -> float:
    """What a network pays beyond the price of random labels, in nats a sample."""
    formula = symbolic(LEDGER["remark-4.2/price"]["printed"])
    size, classes = float(row["samples"]), float(row["classes"])
    lhs, rhs = formula.evaluate({"H_pq": size * row["cross_entropy"], "I": row["information"], "N": size, "C": classes})
    return float(lhs - rhs) / size


def _paired(rows: Sequence[Row], beta: float, other: float) -> Mean:
    """The mean over seeds of the test error at one beta less that at another."""
    by_seed = grouped(rows, "seed").values()
    error = [{row["beta"]: row["test_error"] for row in seed} for seed in by_seed]
    return mean_over_seeds(seed[beta] - seed[other] for seed in error)


def _maps(rows: Sequence[Row]) -> Figure:
    images = []
    for (posterior, labels), group in grouped(_from_little(rows), "posterior", "labels").items():
        loss = means(group, ["samples", "beta"], "cross_entropy")
        sizes, betas = (sorted({key[k] for key in loss}) for k in (0, 1))
        values = [[loss[size, beta].value for beta in betas] for size in sizes]
        images.append(Image(name=_panel(labels, posterior), values=values, x=betas, y=sizes))
    return over_beta(
        id="figure-1-map",
        subject="phase-transition",
        title="Training loss over beta and N",
        y_label="N (samples)",
        value_label="training cross-entropy (nats a sample)",
        images=images,
        caption="Each field is the mean over seeds of networks trained from little noise.",
    )


def _from_both_starts(rows: Sequence[Row], value: str) -> tuple[list[Series], list[float], int]:
    """A value of the largest networks on random labels against beta, a curve a start; the betas, and N."""
    random = _random(rows)
    samples = max(row["samples"] for row in random)
    shown = [row for row in random if row["samples"] == samples]
    series = [
        curve(
            f"from {start}",
            means(group, ["beta"], value),
            unconverged(group, "beta"),
            within=NON_NEGATIVE,
            panel=LEGENDS[posterior],
        )
        for (posterior, start), group in grouped(shown, "posterior", "start").items()
    ]
    return series, sorted({row["beta"] for row in shown}), samples


def _hysteresis(rows: Sequence[Row]) -> Figure:
    series, betas, samples = _from_both_starts(rows, "cross_entropy")
    x, trivial = [betas[0], 1.0, 1.0, betas[-1]], math.log(rows[0]["classes"])
    predicted = Series(name="the paper's prediction", x=x, y=[0.0, 0.0, trivial, trivial], reference=True)
    return over_beta(
        id="figure-1-hysteresis",
        subject="phase-transition",
        title=f"Where random labels stop being fitted (N = {samples})",
        y_label="training cross-entropy (nats a sample)",
        series=[*series, predicted],
        caption="Mean over seeds with 95 % intervals. Where the curves of the two starts differ, the end of "
        f"training depends on its beginning. {HOLLOW}",
    )


def _lagrangians(rows: Sequence[Row]) -> Figure:
    series, betas, samples = _from_both_starts(rows, "lagrangian")
    ends, level = [betas[0], betas[-1]], math.log(rows[0]["classes"])
    trivial = Series(name="log C: knowing nothing", x=ends, y=[level] * 2, reference=True)
    least = Series(
        name="log C min(1, beta): the least", x=betas, y=[level * min(1.0, b) for b in betas], reference=True
    )
    return over_beta(
        id="figure-1-lagrangian",
        subject="phase-transition",
        title=f"The Lagrangian of fits of random labels (N = {samples})",
        y_label="CE + beta I/N (nats a sample)",
        series=[*series, trivial, least],
        caption=f"Mean over seeds with 95 % intervals. A fit above log C is metastable. {HOLLOW}",
    )


def _information(rows: Sequence[Row]) -> Figure:
    series = [
        curve(
            f"N = {samples}",
            means(group, ["beta"], lambda row: row["information"] / row["samples"]),
            unconverged(group, "beta"),
            within=NON_NEGATIVE,
            panel=_panel(labels, posterior),
        )
        for (posterior, labels, samples), group in grouped(_from_little(rows), "posterior", "labels", "samples").items()
    ]
    return over_beta(
        id="figure-1-information",
        subject="phase-transition",
        title="Information in the weights per sample",
        y_label="I(w;D)/N (nats a sample)",
        series=series,
        caption=f"Mean over seeds with 95 % intervals, trained from little noise. {HOLLOW}",
    )


def _test_errors(rows: Sequence[Row]) -> Figure:
    real = [row for row in _from_little(rows) if row["labels"] == "real"]
    series = []
    for (posterior, samples), group in grouped(real, "posterior", "samples").items():
        errors, information = (means(group, ["beta"], value) for value in ("test_error", "information"))
        ordered = sorted(errors, key=lambda key: information[key].value)
        hollow = unconverged(group, "beta")
        line = curve(
            f"N = {samples}",
            {place: errors[key] for place, key in enumerate(ordered)},
            {place: hollow[key] for place, key in enumerate(ordered)},
            within=SHARE,
            panel=LEGENDS[posterior],
        )
        series.append(replace(line, x=[max(information[key].value, 1e-3) for key in ordered]))
    return Figure(
        id="figure-1-test-error",
        subject="phase-transition",
        title="Test error against the information in the weights (real labels)",
        x_label="I(w;D) (nats)",
        y_label="share of test errors",
        x_scale="log",
        series=series,
        caption="One point a beta: mean over seeds with 95 % intervals. Remark 4.2 expects a minimum between the ends. "
        f"{HOLLOW}",
    )


def _predicted(found: Sequence[dict[str, Any]]) -> list[Figure]:
    """Measured against predicted crossings, a point for each start and N; none where no sweep counts."""
    known = [one for one in found if one["predicted"] is not None and one["measured"] is not None]
    if not known:
        return []
    series = []
    for (start,), group in grouped(known, "start").items():
        points = []
        for of_size in grouped(group, "samples").values():
            at, lost = (mean_over_seeds(math.log(one[name]) for one in of_size) for name in ("predicted", "measured"))
            points.append([math.exp(value) for value in (at.value, lost.value, lost.low, lost.high)])
        x, y, low, high = zip(*sorted(points), strict=True)
        series.append(Series(name=f"from {start}", x=x, y=y, low=low, high=high, style="points"))
    ends = [end(one[name] for one in known for name in ("predicted", "measured")) for end in (min, max)]
    same = Series(name="measured as predicted", x=ends, y=ends, reference=True)
    return [
        Figure(
            id="figure-1-predicted",
            subject="phase-transition",
            title="Where fits of random labels are lost: predicted and measured",
            x_label="beta* = (N log C - N CE)/(I - I_0) of the fit at the smallest beta",
            y_label="beta at which CE crosses half of log C",
            x_scale="log",
            y_scale="log",
            series=[*series, same],
            caption="A point for each N: geometric means over the seeds whose training had ended, with 95 % intervals.",
        )
    ]
