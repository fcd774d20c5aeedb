"""What stochastic gradients leave of the information in the weights: small batches against the whole data set.

Networks of one start are trained without any regulariser, by as many steps of one rate, and differ in their batches
alone. Then the weights stay, and the noise is learned that equation (3) gives them: its information is Claim 1's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from reports.figure import Figure
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    NON_NEGATIVE,
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
    same,
    setting,
    stream,
    train_grid,
    unconverged,
)

STATEMENT, OF_THE_PRIOR = "section-4/implicit-regularisation", "log-uniform-prior/trained-weights"
PAPER = (
    "SGD biases the optimisation toward flat minima, which have low information: I(w;D) is implicitly regularised by "
    "the use of SGD, without a regulariser."
)
NO_NOISE = -60.0  # log alpha: a sample is its mean


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a batch size, with every seed."""
    configuration = {
        **data_source(effort),
        "posterior": "claim-1",
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[8], standard=[32])},
        "beta": 0.01,
        "samples": effort.pick(quick=300, standard=1_000),
        "steps": effort.pick(quick=700, standard=6_000),
        "steps of the noise": effort.pick(quick=80, standard=600),
        "rate": 0.01,
        "seeds": [seed + repeat for repeat in range(effort.pick(quick=5, standard=12))],
        "seed": seed,
        "device": effort.device,
    }
    batches = effort.pick(quick=(4, None), standard=(4, 16, 64, None))
    return [
        Cell(
            function=f"{__name__}:networks",
            configuration={**configuration, "batch": batch},
            label=f"stochastic-gradients batch={batch or 'all'}",
        )
        for batch in batches
    ]


def networks(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train the networks of every seed with one batch size, and learn the noise that (3) gives each of them."""
    from validation.networks.training import Member, Schedule

    data = image_set(configuration)
    images, labels = chosen(data, configuration["samples"], stream("stochastic-gradients", configuration["seed"]))
    images = data.normalised(images)
    members = [Member(beta=0.0, seed=seed, log_alpha=NO_NOISE, warm_up=0.0) for seed in configuration["seeds"]]
    schedule = Schedule(
        steps=configuration["steps"],
        optimiser="sgd",
        rate=configuration["rate"],
        batch=configuration["batch"],
    )
    every = np.repeat(labels[None], len(members), axis=0)
    trained = train_grid(configuration, images, every, members, schedule, data=data)
    seen = trained.evaluated(images, every, samples=2)
    rows = [
        {
            "batch": configuration["batch"] or len(images),
            "seed": member.seed,
            "converged": trained.converged[index],
            "cross_entropy": float(seen["cross_entropy"][index]),
            "distance": from_log_uniform(trained.state["w_hat"][index].double().numpy()),
            "information": _learned_information(trained, index, images, labels, configuration),
        }
        for index, member in enumerate(members)
    ]
    found = mean_over_seeds(row["information"] for row in rows)
    return {"rows": rows, "headline": f"information {found} nats a weight"}


def _learned_information(
    trained: Any, index: int, images: np.ndarray, labels: np.ndarray, configuration: Mapping[str, Any]
) -> float:
    """Claim 1's -1/2 log alpha of one network, its mean over the weights, at the alpha that is stationary for (3)."""
    import torch

    from estimators.hessian.objective import objective
    from validation.networks.learning_alpha import learn_log_alpha

    module = trained.grid.module
    torch.nn.utils.vector_to_parameters(trained.state["w_hat"][index], module.parameters())
    data = [(torch.from_numpy(images), torch.from_numpy(labels))]
    problem = objective(module, torch.nn.CrossEntropyLoss(reduction="sum"), data)
    learned = learn_log_alpha(
        problem,
        betas=np.array([configuration["beta"]]),
        start=np.full((1, problem.size), -2.0),
        steps=configuration["steps of the noise"],
        rate=0.1,
        seed=configuration["seed"],
    )
    return float(-learned.mean() / 2)


def from_log_uniform(weights: np.ndarray) -> float:
    """The Kolmogorov distance of log|w|, between its 5 % and 95 % points, from the uniform law between them."""
    logs = np.sort(np.log(np.abs(weights[weights != 0])))
    inside = logs[round(0.05 * len(logs)) : round(0.95 * len(logs))]
    uniform = (inside - inside[0]) / (inside[-1] - inside[0])
    return float(np.abs(uniform - np.linspace(0, 1, len(uniform))).max())


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [row for result in results for row in result["rows"]]
    table = by_batch(rows)
    evidence = []
    for entry in table:
        if entry["ended"]:
            evidence += answers(OF_THE_PRIOR, f"networks trained on batches of {entry['batch']}", d=entry["distance"])
        if entry["batch"] < table[-1]["batch"] and entry["ended"] and table[-1]["ended"]:
            where = f"batches of {entry['batch']} against all {table[-1]['batch']} at once, information a weight"
            evidence += answers(STATEMENT, where, i=entry["change"])
    return Summary(
        record=Record(
            "",
            (
                *setting(cells[0].configuration, interval="95 % over seeds, Student"),
                Quantity("beta of the noise", cells[0].configuration["beta"]),
            ),
            (Table.of("batches", table, COLUMNS), networks_table(rows)),
        ),
        evidence=evidence,
        figures=[figure(rows)],
        paper=PAPER,
        found="\n".join(sentences(table)),
        numbers=numbers(table),
    )


def numbers(table: Sequence[Mapping[str, Any]]) -> list[Quantity]:
    """What the smallest batches leave."""
    first, whole = table[0], table[-1]
    at = f"batches of {first['batch']}"
    return [
        first["change"].quantity(
            f"information after {at} beyond that after all {whole['batch']}", unit="nats a weight"
        ),
        first["loss"].quantity(f"training loss after {at}", unit="nats a sample"),
        first["distance"].quantity(f"distance of log|w| from uniform after {at}"),
    ]


def by_batch(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """A row a batch size, in rising order; `change` from the whole data set, paired by seed."""
    groups = sorted(grouped(rows, "batch").items())
    whole = {row["seed"]: row["information"] for row in groups[-1][1]}
    return [
        {
            "batch": batch,
            "ended": all(row["converged"] for row in group),
            "loss": mean_over_seeds(row["cross_entropy"] for row in group).within(*NON_NEGATIVE),
            "change": mean_over_seeds(row["information"] - whole[row["seed"]] for row in group),
            "distance": mean_over_seeds(row["distance"] for row in group),
        }
        for (batch,), group in groups
    ]


COLUMNS: dict[str, Column] = {
    **same("batch"),
    "training had ended": "ended",
    "training loss (nats a sample)": lambda entry: entry["loss"].quantity(),
    "information beyond that of the whole data set (nats a weight)": lambda entry: entry["change"].quantity(),
    "distance of log|w| from uniform": lambda entry: entry["distance"].quantity(),
}


def sentences(table: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What each batch size leaves, at which loss, and whether it counts; how far log|w| is from uniform."""
    whole = table[-1]
    for entry in table[:-1]:
        counts = "" if entry["ended"] and whole["ended"] else " Training had not ended, so this decides nothing."
        yield (
            f"Batches of {entry['batch']} leave {entry['change']} nats a weight beyond what as many steps on all "
            f"{whole['batch']} samples leave, at a training loss of {entry['loss']} against {whole['loss']} nats."
            f"{counts}"
        )
    for entry in table:
        counts = "" if entry["ended"] else " (training had not ended)"
        yield f"log|w| after batches of {entry['batch']} is {entry['distance']} from uniform, a share{counts}."


def figure(rows: Sequence[Row]) -> Figure:
    panels = {
        "information": "-1/2 log alpha (nats a weight)",
        "cross_entropy": "training loss (nats a sample)",
        "distance": "log|w| from uniform (a share)",
    }
    hollow = unconverged(rows, "batch")
    return Figure(
        id="stochastic-gradients",
        subject="stochastic-gradients",
        title="Information after stochastic gradients",
        x_label="samples in a batch",
        x_scale="log",
        y_label="",
        own_axes=True,
        series=[curve("networks", means(rows, ("batch",), name), hollow, panel=panels[name]) for name in panels],
        caption="Means over seeds with 95 % intervals; as many steps at one rate. The largest batch is the whole data "
        "set. Hollow: training had not ended.",
    )


EXPERIMENT = Experiment(
    name="stochastic-gradients",
    title="Stochastic gradients and information",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(STATEMENT, OF_THE_PRIOR),
)
