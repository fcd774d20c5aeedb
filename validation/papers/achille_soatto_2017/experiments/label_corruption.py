"""Figure 2: the information in the weights per sample as ever more labels are corrupted, over beta, N and seeds."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from bounds.claims import Evidence
from bounds.claims.statement import symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    HOLLOW,
    NON_NEGATIVE,
    Mean,
    Row,
    answers,
    chosen,
    curve,
    data_source,
    grouped,
    image_set,
    mean_over_seeds,
    means,
    networks_table,
    over_beta,
    same,
    setting,
    stream,
    train_grid,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition import POSTERIORS, schedule
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import LEGENDS, NAMES

PAPER = (
    "For a beta < 1 at which the network can overfit, the information needed rises with the share of random labels; "
    "from none to all of them it rises by about 2 nats a sample, close to log 10 = 2.30."
)
STATEMENTS = ("figure-2", "figure-2/two-nats")
PER_SAMPLE = "information_per_sample"


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a posterior, N and seed: all betas and corruption rates."""
    common = {
        **data_source(effort),
        "betas": (0.03, 0.1, 0.2, 0.4, 0.8),
        "rates": effort.pick(quick=(0.0, 0.5, 1.0), standard=(0.0, 0.25, 0.5, 0.75, 1.0)),
        "architecture": effort.pick(
            quick={"name": "mlp", "hidden": [16]},
            standard={"name": "mlp", "hidden": [24]},
            full={"name": "small-alexnet"},
        ),
        "device": effort.device,
        "mixed_precision": effort.device == "cuda",
        "rate": effort.pick(quick=None, standard=None, full=0.02),
    }
    steps = effort.pick(quick={"truncated": 400, "claim-1": 600}, standard={"truncated": 4_500, "claim-1": 6_000})
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.label_corruption:networks",
            configuration={
                **common,
                "posterior": posterior,
                "samples": samples,
                "steps": steps[posterior],
                "seed": seed + repeat,
            },
            label=f"label-corruption {posterior} N={samples} seed={seed + repeat}",
        )
        for posterior in POSTERIORS
        for samples in effort.pick(quick=(50, 100), standard=(50, 100, 200), full=(1_000, 5_000, 10_000))
        for repeat in range(effort.pick(quick=2, standard=3))
    ]


def networks(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one grid: every beta at every corruption rate, the labels corrupted at one rate kept at the next."""
    from validation.data.labels import corrupted
    from validation.networks.training import Member

    data, samples, seed = image_set(configuration), configuration["samples"], configuration["seed"]
    images, real = chosen(data, samples, stream("label corruption", seed, samples))
    plan = [(beta, rate) for rate in configuration["rates"] for beta in configuration["betas"]]
    labels = np.stack(
        [corrupted(real, rate, classes=data.classes, rng=stream("labels", seed, samples)) for _, rate in plan]
    )
    seen, members = data.normalised(images), [Member(beta=beta, seed=seed) for beta, _ in plan]
    trained = train_grid(configuration, seen, labels, members, schedule(configuration), data=data)
    fit = trained.evaluated(seen, labels, samples=20)
    information = trained.information() / samples
    certificates = trained.certified(fit["errors"], draws=20, samples=samples)
    rows = [
        {
            "posterior": configuration["posterior"],
            "samples": samples,
            "seed": seed,
            "beta": beta,
            "corruption": rate,
            "classes": data.classes,
            "information_per_sample": float(information[k]),
            "cross_entropy": float(fit["cross_entropy"][k]),
            "error": float(fit["errors"][k]),
            "certificate": certificates[k],
            "converged": trained.converged[k],
        }
        for k, (beta, rate) in enumerate(plan)
    ]
    ends = [row["information_per_sample"] for row in rows if row["beta"] == configuration["betas"][1]]
    return {"rows": rows, "headline": f"I/N from {ends[0]:.2f} to {ends[-1]:.2f} at beta {configuration['betas'][1]}"}


def increases(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rise of I(w;D)/N from no to all labels corrupted, paired by seed.

    `fitted`: all of those networks still fit. `monotone`: the mean over seeds rises at every step of corruption.
    `converged`: the training of all networks had ended.
    """
    found = []
    for (posterior, samples, beta), group in grouped(rows, "posterior", "samples", "beta").items():
        rises, fitted = [], True
        for seed in grouped(group, "seed").values():
            ends = sorted(seed, key=lambda row: row["corruption"])
            rises.append(ends[-1]["information_per_sample"] - ends[0]["information_per_sample"])
            fitted &= all(row["cross_entropy"] < math.log(row["classes"]) / 2 for row in ends)
        steps = sorted((rate, mean.value) for (rate,), mean in means(group, ["corruption"], PER_SAMPLE).items())
        found.append(
            {
                "posterior": posterior,
                "samples": samples,
                "beta": beta,
                "increase": mean_over_seeds(rises),
                "fitted": fitted,
                "monotone": all(later > sooner for (_, sooner), (_, later) in pairwise(steps)),
                "converged": all(row["converged"] for row in group),
            }
        )
    return found


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [row for result in results for row in result["rows"]]
    rises = increases(rows)
    quantities = (
        *setting(cells[0].configuration, interval="95 % Student interval over seeds"),
        Quantity("log of the number of classes", math.log(rows[0]["classes"]), unit="nats"),
    )
    tables = (Table.of("increases of I(w;D)/N from no to all labels corrupted", rises, RISE), networks_table(rows))
    record = Record("", quantities, tables)
    found = sentences(rises, rows[0]["classes"])
    return Summary(
        record=record,
        evidence=evidence(rises),
        figures=figures(rows, rises),
        paper=PAPER,
        found=found,
        numbers=numbers(rises),
    )


def numbers(rises: Sequence[Mapping[str, Any]]) -> list[Quantity]:
    """The least, the middle and the greatest rise, of the settings that count where there are any."""
    counting = [entry for entry in rises if entry["fitted"] and entry["converged"] and entry["beta"] < 1]
    ordered = sorted(counting or rises, key=lambda entry: entry["increase"].value)
    places = sorted({0, len(ordered) // 2, len(ordered) - 1})
    return [
        entry["increase"].quantity(
            f"rise of I(w;D)/N at beta {entry['beta']:g}, N = {entry['samples']}, {NAMES[entry['posterior']]}",
            unit="nats a sample",
        )
        for entry in (ordered[place] for place in places)
    ]


def evidence(rises: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, Evidence]]:
    """Figure 2's claims, of every beta < 1 and N at which the labels are fitted at every rate of corruption."""
    found = []
    for entry in rises:
        if entry["fitted"] and entry["converged"] and entry["beta"] < 1:
            where = f"beta {entry['beta']:g}, N = {entry['samples']}, {NAMES[entry['posterior']]}"
            for statement in STATEMENTS:
                found += answers(statement, where, Delta=entry["increase"])
    return found


RISE: dict[str, Column] = {
    "posterior": "posterior",
    "N": "samples",
    "beta": "beta",
    "increase (nats a sample)": lambda entry: entry["increase"].quantity(),
    "seeds": lambda entry: entry["increase"].seeds,
    **same("fitted", "monotone", "converged"),
}


def sentences(rises: Sequence[Mapping[str, Any]], classes: int) -> str:
    """One finding a line: how the rise depends on beta, for each posterior, and where it would be the paper's."""
    findings = []
    for (posterior,), group in grouped(rises, "posterior").items():
        fitted = [entry for entry in group if entry["fitted"] and entry["converged"]]
        if not fitted:
            findings.append(
                f"With {NAMES[posterior]} no beta fits the labels at every corruption rate where training had ended "
                f"({sum(entry['converged'] for entry in group)} of {len(group)} settings of beta and N)."
            )
            continue
        least, most = (end(fitted, key=lambda entry: entry["increase"].value) for end in (min, max))
        betas = sorted({entry["beta"] for entry in fitted})
        covering = sorted({entry["beta"] for entry in fitted if _covers(entry["increase"], math.log(classes))})
        findings += [
            f"With {NAMES[posterior]} the mean I(w;D)/N rises at every step of corruption in "
            f"{sum(entry['monotone'] for entry in fitted)} of the {len(fitted)} settings of beta and N at which all "
            f"labels are fitted and training had ended (beta {betas[0]:g} to {betas[-1]:g}); the paper says that it "
            "rises.",
            f"With {NAMES[posterior]} I(w;D)/N rises, from no to all labels corrupted, by {_rise(least)} to "
            f"{_rise(most)} nats a sample, {_dependence(least, most)}; the paper has about 2, and the intervals "
            f"cover log {classes} = {math.log(classes):.2f} at {_betas(covering)}.",
        ]
    return "\n".join(findings)


def _covers(interval: Mean, value: float) -> bool:
    return interval.low <= value <= interval.high


def _betas(betas: Sequence[float]) -> str:
    return f"beta {', '.join(f'{beta:g}' for beta in betas)}" if betas else "no beta"


def _rise(entry: Mapping[str, Any]) -> str:
    return f"{entry['increase']} (beta {entry['beta']:g}, N = {entry['samples']})"


def _dependence(least: Mapping[str, Any], most: Mapping[str, Any]) -> str:
    """Whether one number could describe the rise."""
    if least["increase"].high < most["increase"].low:
        return "which no single number describes"
    return "which their intervals do not tell apart"


def floor(classes: int, rates: Sequence[float]) -> Series:
    """The least I/N of a network that fits labels of which each is redrawn with the rate's probability."""
    price = symbolic(LEDGER["remark-4.2/label-noise"]["sharpened"])
    # at rate 0 the formula has 0 log 0
    shares = [max(rate, 1e-12) for rate in rates]
    least = [float(price.evaluate({"H_pq": 0.0, "I": 0.0, "N": 1.0, "C": float(classes), "rho": r})[1]) for r in shares]
    return Series(name=f"h(rate), {classes} classes", x=list(rates), y=least, reference=True)


def figures(rows: Sequence[Row], rises: Sequence[Mapping[str, Any]]) -> list[Figure]:
    largest, classes = max(row["samples"] for row in rows), rows[0]["classes"]
    shown = [row for row in rows if row["samples"] == largest]
    curves = [
        curve(
            f"beta = {beta:g}",
            means(group, ["corruption"], "information_per_sample"),
            unconverged(group, "corruption"),
            within=NON_NEGATIVE,
            panel=LEGENDS[posterior],
        )
        for (posterior, beta), group in grouped(shown, "posterior", "beta").items()
    ]
    by_beta = [
        curve(
            f"N = {samples}",
            {entry["beta"]: entry["increase"] for entry in group},
            {entry["beta"]: not entry["converged"] for entry in group},
            panel=LEGENDS[posterior],
        )
        for (posterior, samples), group in grouped(rises, "posterior", "samples").items()
    ]
    betas = sorted({row["beta"] for row in rows})
    reference = Series(name=f"log {classes}", x=[betas[0], betas[-1]], y=[math.log(classes)] * 2, reference=True)
    return [
        Figure(
            id="figure-2",
            subject="label-corruption",
            title=f"Information in the weights against label corruption (N = {largest})",
            x_label="share of corrupted labels",
            y_label="I(w;D)/N (nats a sample)",
            series=[*curves, floor(classes, sorted({row["corruption"] for row in shown}))],
            caption=f"Mean over seeds with 95 % intervals. Dashed: what fits without error must store at least, by the "
            f"price of partly random labels. {HOLLOW}",
        ),
        over_beta(
            id="figure-2-increase",
            subject="label-corruption",
            title="Rise of the information from no to all labels corrupted",
            y_label="increase of I(w;D)/N (nats a sample)",
            series=[*by_beta, reference],
            caption="Mean over seeds of the rise, paired by seed, with 95 % intervals; also where the corrupted labels "
            f"are no longer fitted. {HOLLOW}",
        ),
    ]


EXPERIMENT = Experiment(
    name="label-corruption",
    title="Figure 2: information in the weights against label corruption",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=STATEMENTS,
)
