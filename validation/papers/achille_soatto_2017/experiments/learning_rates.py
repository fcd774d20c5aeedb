"""Appendix A.1's remark on learning rates: which rate fits random labels best, at a small N and at a large one.

As the appendix trains, so is trained here: SGD with momentum, as many epochs at every N, in batches of one size. A
small data set then has few steps, a large one many, and a network that has to hold more.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reports.figure import Figure
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
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
    setting,
    stream,
    train_grid,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_places import geometric
from validation.papers.achille_soatto_2017.experiments.stochastic_gradients import NO_NOISE

STATEMENT = "appendix/learning-rates"
RATES = tuple(0.005 * 2**step for step in range(10))
PAPER = "A higher learning rate is needed to overfit random labels when N is small, a lower one for larger N."


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell an N and rate, with every seed."""
    configuration = {
        **data_source(effort),
        "posterior": "claim-1",
        "architecture": {"name": "mlp", "hidden": [64]},
        "epochs": effort.pick(quick=100, standard=150),
        "batch": effort.pick(quick=50, standard=100),
        "seeds": [seed + repeat for repeat in range(effort.pick(quick=5, standard=6))],
        "seed": seed,
        "device": effort.device,
    }
    sizes = effort.pick(quick=(50, 300), standard=(100, 1_000))
    rates = effort.pick(quick=RATES[2:9], standard=RATES)
    return [
        Cell(
            function=f"{__name__}:networks",
            configuration={**configuration, "samples": samples, "rate": rate},
            label=f"learning-rates N={samples} rate={rate:g}",
        )
        for samples in sizes
        for rate in rates
    ]


def networks(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train the networks of every seed on random labels of their own, at one N and one rate."""
    from validation.networks.training import Member, appendix_schedule

    data, samples = image_set(configuration), configuration["samples"]
    members = [Member(beta=0.0, seed=seed, log_alpha=NO_NOISE, warm_up=0.0) for seed in configuration["seeds"]]
    images, _ = chosen(data, samples, stream("learning-rates", configuration["seed"]))
    images = data.normalised(images)
    labels = np.stack(
        [stream("learning-rates", "labels", m.seed).integers(data.classes, size=samples) for m in members]
    )
    schedule = appendix_schedule(
        samples, rate=configuration["rate"], epochs=configuration["epochs"], batch=configuration["batch"]
    )
    trained = train_grid(configuration, images, labels, members, schedule, data=data)
    seen = trained.evaluated(images, labels, samples=2)
    rows = [
        {
            "samples": samples,
            "rate": configuration["rate"],
            "seed": member.seed,
            "cross_entropy": float(seen["cross_entropy"][index]),
            "error": float(seen["errors"][index]),
        }
        for index, member in enumerate(members)
    ]
    return {"rows": rows, "headline": f"random labels missed: {mean_over_seeds(row['error'] for row in rows)}"}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [row for result in results for row in result["rows"]]
    best = best_by_size(rows)
    (small, least), (large, most) = best[0], best[-1]
    where = f"N = {small} to {large}, {len({row['rate'] for row in rows})} rates"
    moves = [most[seed] - least[seed] for seed in least.keys() & most.keys()]
    change = mean_over_seeds(moves) if moves else None
    return Summary(
        record=Record(
            "",
            (
                *setting(cells[0].configuration, interval="95 % over seeds, Student"),
                Quantity("epochs", cells[0].configuration["epochs"]),
            ),
            (Table.of("errors", table(rows), COLUMNS),),
        ),
        evidence=answers(STATEMENT, where, Delta_eta=change) if change else [],
        figures=[figure(rows)],
        paper=PAPER,
        found=sentence(best, change),
        numbers=[
            *([change.quantity(f"change of log best rate from N = {small} to {large}")] if change else []),
            *(
                geometric([math.exp(log) for log in logs.values()]).quantity(
                    f"learning rate that fits random labels best at N = {samples}"
                )
                for samples, logs in (best[0], best[-1])
                if logs
            ),
        ],
    )


def best_by_size(rows: Sequence[Row]) -> list[tuple[int, dict[int, float]]]:
    """For each N, rising: the logarithm of the best rate of each seed that has it between the smallest and the largest.

    The best rate is the lowest point of the parabola through the logarithms of the three lowest neighbouring losses.
    """
    found = []
    for (samples,), group in sorted(grouped(rows, "samples").items()):
        lowest = {seed: _lowest(same_seed) for (seed,), same_seed in grouped(group, "seed").items()}
        found.append((samples, {seed: log for seed, log in lowest.items() if log is not None}))
    return found


def _lowest(rows: Sequence[Row]) -> float | None:
    ordered = sorted(rows, key=lambda row: row["rate"])
    losses = [row["cross_entropy"] for row in ordered]
    at = int(np.argmin(losses))
    if at in (0, len(losses) - 1) or losses[at] <= 0:  # a loss of 0 has no logarithm
        return None
    rates, around = np.log([row["rate"] for row in ordered[at - 1 : at + 2]]), np.log(losses[at - 1 : at + 2])
    bend, slope, _ = np.polyfit(rates, around, 2)
    return float(-slope / (2 * bend)) if bend > 0 else None


def table(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {"samples": samples, "rate": rate, "error": mean_over_seeds(row["error"] for row in group)}
        for (samples, rate), group in sorted(grouped(rows, "samples", "rate").items())
    ]


COLUMNS: dict[str, Column] = {
    "N": "samples",
    "learning rate": "rate",
    "share of random labels missed": lambda entry: entry["error"].quantity(),
}


def sentence(best: Sequence[tuple[int, Mapping[int, float]]], change: Mean | None) -> str:
    """The best rates at both ends, and how the logarithm changes."""
    said = []
    for samples, logs in (best[0], best[-1]):
        at = f"{math.exp(mean_over_seeds(logs.values()).value):.2g}" if logs else "at an end of those tried"
        said.append(f"{at} at N = {samples} (seeds with theirs between those tried: {len(logs)})")
    moved = f": its logarithm changes by {change}" if change else ", so nothing is decided"
    return f"The rate that fits random labels best is {' and '.join(said)}{moved}."


def figure(rows: Sequence[Row]) -> Figure:
    return Figure(
        id="learning-rates",
        subject="learning-rates",
        title="Fit of random labels over the learning rate",
        x_label="learning rate",
        x_scale="log",
        y_label="cross-entropy (nats a sample)",
        series=[
            curve("networks", means(group, ("rate",), "cross_entropy"), within=NON_NEGATIVE, panel=f"N = {samples}")
            for (samples,), group in sorted(grouped(rows, "samples").items())
        ],
        caption="Means over seeds with 95 % intervals, after as many epochs.",
    )


EXPERIMENT = Experiment(
    name="learning-rates",
    title="Learning rates and random labels",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(STATEMENT,),
)
