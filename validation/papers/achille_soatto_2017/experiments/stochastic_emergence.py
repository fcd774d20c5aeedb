"""Section 4's last sentence without a regulariser: does SGD make the representation invariant and disentangled?

Two networks of one start and one data set under occlusions, trained without noise or regulariser by as many steps of
one rate: on small batches, and on the whole data set. What their last hidden layer holds is measured as for figure 3.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reports.figure import Figure
from reports.record import Column, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    Mean,
    Row,
    answers,
    curve,
    data_source,
    image_set,
    mean_over_seeds,
    means,
    networks_table,
    only_converged,
    same,
    setting,
    stream,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.nuisance_invariance import represented
from validation.papers.achille_soatto_2017.experiments.stochastic_gradients import NO_NOISE
from validation.papers.achille_soatto_2017.experiments.under_nuisance import train_under_nuisance

STATEMENT = "section-4/emergence-by-sgd"
PAPER = "Invariance and disentanglement emerge naturally when a network is trained with SGD, without a regulariser."


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a batch size and seed."""
    configuration = {
        **data_source(effort),
        "nuisance": "occlusion",
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[16, 4], standard=[64, 8])},
        "posterior": "claim-1",
        "samples": effort.pick(quick=400, standard=1_000),
        "steps": effort.pick(quick=1_500, standard=6_000),
        "rate": 0.01,
        "test_samples": effort.pick(quick=1_000, standard=4_000),
        "unit_samples": effort.pick(quick=200, standard=400),
        "critic": effort.pick(
            quick={"width": 32, "epochs": 30, "batch": 128, "patience": 6, "negatives": 2, "rate": 5e-3},
            standard={"epochs": 50, "batch": 250, "patience": 8, "negatives": 2},
        ),
        "folds": effort.pick(quick=2, standard=4),
        "device": effort.device,
    }
    return [
        Cell(
            function=f"{__name__}:network",
            configuration={**configuration, "batch": batch, "seed": own},
            label=f"stochastic-emergence batch={batch or 'all'} seed={own}",
        )
        for batch in (8, None)
        for own in range(seed, seed + effort.pick(quick=2, standard=6))
    ]


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one network without noise, and measure what its representation holds."""
    from validation.networks.training import Member, Schedule

    data, seed = image_set(configuration), configuration["seed"]
    rng = stream("stochastic emergence", seed)
    trained = train_under_nuisance(
        configuration,
        data,
        rng,
        member=Member(beta=0.0, seed=seed, log_alpha=NO_NOISE, warm_up=0.0),
        schedule=Schedule(
            steps=configuration["steps"], optimiser="sgd", rate=configuration["rate"], batch=configuration["batch"]
        ),
    )
    found = represented(trained, configuration, data, rng).measured
    row = {
        "batch": configuration["batch"] or configuration["samples"],
        "seed": seed,
        "converged": trained.trained.converged[0],
        **found,
    }
    values = {name: entry["value"] for name, entry in found.items()}
    headline = f"I(z;n) {values['nuisance']:.3f} nats, TC(z) {values['total_correlation']:.2f} nats"
    return {"row": row, "headline": headline}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    ended = only_converged(rows, "batch")
    changes = changes_by_seed(ended)
    where = f"batches of {min(row['batch'] for row in rows)} against the whole data set"
    return Summary(
        record=Record(
            "",
            setting(cells[0].configuration, interval="95 % over seeds, Student"),
            (Table.of("batches", by_batch(rows), COLUMNS), networks_table(rows, NETWORK)),
        ),
        evidence=answers(
            STATEMENT, where, Delta_n=mean(changes, "nuisance"), Delta_TC=mean(changes, "total_correlation")
        )
        if changes
        else [],
        figures=[figure(rows)],
        paper=PAPER,
        found="\n".join(sentences(changes)),
        numbers=[
            mean(changes or changes_by_seed(rows), name).quantity(
                f"{text} after small batches less that after whole steps", unit="nats"
            )
            for name, text in MEASURED.items()
        ],
    )


def changes_by_seed(rows: Sequence[Row]) -> list[dict[str, float]]:
    """From the whole data set to small batches, seed by seed."""
    batches = sorted({row["batch"] for row in rows})
    if len(batches) < 2:
        return []
    small, whole = ({row["seed"]: row for row in rows if row["batch"] == batch} for batch in (batches[0], batches[-1]))
    return [
        {name: small[seed][name]["value"] - whole[seed][name]["value"] for name in MEASURED}
        for seed in sorted(small.keys() & whole.keys())
    ]


MEASURED = {"nuisance": "I(z;n)", "class": "I(z;y)", "total_correlation": "TC(z)"}


def mean(changes: Sequence[Mapping[str, float]], name: str) -> Mean:
    return mean_over_seeds(change[name] for change in changes)


def value_of(name: str) -> Callable[[Row], float]:
    return lambda row: float(row[name]["value"])


def by_batch(rows: Sequence[Row]) -> list[dict[str, Any]]:
    found = {name: means(rows, ["batch"], value_of(name)) for name in MEASURED}
    return [
        {"batch": batch, "ended": all(row["converged"] for row in rows if row["batch"] == batch)}
        | {name: found[name][batch,].quantity() for name in MEASURED}
        for batch in sorted({row["batch"] for row in rows})
    ]


COLUMNS: dict[str, Column] = {
    **same("batch"),
    "training had ended": "ended",
    **{f"{text} (nats)": name for name, text in MEASURED.items()},
}
NETWORK: dict[str, Column] = {
    **same("batch", "seed"),
    **{f"{text} (nats)": value_of(name) for name, text in MEASURED.items()},
    "converged": "converged",
}


def sentences(changes: Sequence[Mapping[str, float]]) -> Iterator[str]:
    if not changes:
        yield "Training had not ended at both batch sizes, so this decides nothing."
        return
    for name, text in MEASURED.items():
        yield f"{text} after small batches is {mean(changes, name)} nats beyond that after steps on the whole data set."


def figure(rows: Sequence[Row]) -> Figure:
    hollow = unconverged(rows, "batch")
    return Figure(
        id="stochastic-emergence",
        subject="stochastic-emergence",
        title="What a representation holds after stochastic gradients",
        x_label="samples in a batch",
        x_scale="log",
        y_label="information (nats)",
        own_axes=True,
        series=[
            curve("networks", means(rows, ["batch"], value_of(name)), hollow, panel=text)
            for name, text in MEASURED.items()
        ],
        caption="Means over seeds with 95 % intervals; the largest batch is the whole data set. Hollow: training had "
        "not ended.",
    )


EXPERIMENT = Experiment(
    name="stochastic-emergence",
    title="Stochastic gradients, invariance and disentanglement",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(STATEMENT,),
)
