"""Figure 1: networks trained on real and on random labels over beta and N, and where fitting random labels ends.

Every network is trained twice over: with the exact divergence of truncated weights ("truncated"), and with Claim 1's
information as the paper has it ("claim-1"); from little noise, and from weights that hold no information.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import Row, chosen, data_source, image_set, setting, stream, train_grid

NETWORKS = "validation.papers.achille_soatto_2017.experiments.phase_transition:networks"
LABELS = ("random", "real")
STARTS = ("little noise", "no information")
POSTERIORS = ("truncated", "claim-1")
RATES = {"truncated": (0.08, 0.08), "claim-1": (0.02, 0.05)}  # of the weights and of log alpha, with Adam
APPENDIX_RATES = (0.02, 0.005)
REAL = 4  # real labels alone are learned in so many times fewer steps
LONGER = 3  # times the steps, where it is measured whether training had ended

PAPER = (
    "Trained on random labels, AlexNet turns sharply from fitting to not fitting at beta = 1, as predicted, and the "
    "information it needs grows linearly with the data set; on real labels there is a wide range of beta > 1 that "
    "fits, with information that saturates; test accuracy is best near beta = 1."
)


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a posterior, N, kind of labels, seed (and learning rate): all betas, from both starts.

    `full` is the paper's size, as the paper has it: one start, one seed, two learning rates, its information first.
    The others train the smallest N's random labels once more, for longer, on the first seed (quick: Claim 1's alone).
    """
    source = data_source(effort)
    sizes: dict[tuple[str, ...], tuple[int, ...]] = effort.pick(
        quick={LABELS: (50, 100)},
        standard={("random",): (25, 50, 100), ("real",): (100, 200, 400)},
        full={LABELS: (1_000, 2_500, 5_000, 7_500, 10_000)},
    )
    betas = (0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 3.0, 10.0)
    common = {
        **source,
        "betas": effort.pick(quick=(0.03, 0.1, 0.3, 1.0, 3.0), standard=betas),
        "architecture": effort.pick(
            quick={"name": "mlp", "hidden": [16]},
            standard={"name": "mlp", "hidden": [24]},
            full={"name": "small-alexnet"},
        ),
        "starts": effort.pick(quick=STARTS, standard=STARTS, full=STARTS[:1]),
        "device": effort.device,
        "mixed_precision": effort.device == "cuda",
    }
    steps = effort.pick(quick={"truncated": 400, "claim-1": 1_000}, standard={"truncated": 9_000, "claim-1": 6_000})
    rates = effort.pick(quick=(None,), standard=(None,), full=APPENDIX_RATES)
    usual = [
        Cell(
            function=NETWORKS,
            configuration={
                **common,
                "posterior": posterior,
                "samples": samples,
                "labels": list(labels),
                "steps": steps[posterior] // (1 if LABELS[0] in labels else REAL),
                "rate": rate,  # None: Adam on the whole data set; full has the appendix's schedule
                "seed": seed + repeat,
            },
            label=_label(posterior, samples, labels, seed + repeat) + (f" rate={rate}" if rate else ""),
        )
        for posterior in effort.pick(quick=POSTERIORS, standard=POSTERIORS, full=POSTERIORS[::-1])
        for labels, counts in sizes.items()
        for samples in counts
        for repeat in range(effort.pick(quick=2, standard=3, full=1))
        for rate in rates
    ]
    least = min(min(counts) for counts in sizes.values())
    first = [cell for cell in usual if (cell.configuration["samples"], cell.configuration["seed"]) == (least, seed)]
    posteriors = effort.pick(quick=POSTERIORS[1:], standard=POSTERIORS)  # the exact divergence takes the most time
    again = [cell for cell in first if cell.configuration["posterior"] in posteriors and _lengthens(cell.configuration)]
    return usual + [longer(cell) for cell in again]


def _label(posterior: str, samples: int, labels: Sequence[str], seed: int) -> str:
    return f"phase-transition {posterior} N={samples} {'+'.join(labels)} seed={seed}"


def _lengthens(configuration: Mapping[str, Any]) -> bool:
    """Whether a cell has random labels, and a number of steps of its own (the appendix's schedule has its own end)."""
    return LABELS[0] in configuration["labels"] and configuration["rate"] is None


def longer(cell: Cell) -> Cell:
    """A cell's random labels alone, trained for LONGER times the steps."""
    usual, labels = cell.configuration, LABELS[:1]
    steps = LONGER * usual["steps"]
    return replace(
        cell,
        configuration={**usual, "labels": list(labels), "steps": steps},
        label=f"{_label(usual['posterior'], usual['samples'], labels, usual['seed'])} steps={steps}",
    )


def networks(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one grid: every kind of labels, start and beta; a row for each network."""
    from validation.data.labels import corrupted
    from validation.networks.training import Member

    data, samples, seed = image_set(configuration), configuration["samples"], configuration["seed"]
    rng = stream("phase transition", seed, samples)
    images, real = chosen(data, samples, rng)
    random = corrupted(real, 1.0, classes=data.classes, rng=rng)
    plan = [
        (kind, start, beta)
        for kind in configuration["labels"]
        for start in configuration["starts"]
        for beta in configuration["betas"]
    ]
    begun: dict[str, dict[str, Any]] = {STARTS[0]: {}, STARTS[1]: {"log_alpha": None, "warm_up": 0.0}}
    members = [Member(beta=beta, seed=seed, **begun[start]) for _, start, beta in plan]
    labels = np.stack([real if kind == "real" else random for kind, _, _ in plan])
    plan_of_training, seen = schedule(configuration), data.normalised(images)
    trained = train_grid(configuration, seen, labels, members, plan_of_training, data=data)
    fit = trained.evaluated(seen, labels, samples=40)
    tested = slice(configuration.get("tested"))  # all of them where no number is given
    unseen, theirs = data.normalised(data.test_images[tested]), data.test_labels[tested]
    test = trained.evaluated(unseen, trained.for_all(theirs), samples=5)
    information = trained.information()
    certificates = trained.certified(fit["errors"], draws=40, samples=samples)
    rows = [
        {
            "posterior": configuration["posterior"],
            **{"labels": kind, "start": start, "beta": beta, "samples": samples, "seed": seed},
            "rate": configuration["rate"],
            "classes": data.classes,
            "steps": plan_of_training.steps,
            "weights": trained.grid.weights,
            "information": float(information[k]),
            "cross_entropy": float(fit["cross_entropy"][k]),
            "cross_entropy_error": float(fit["cross_entropy_error"][k]),
            "error": float(fit["errors"][k]),
            "converged": trained.converged[k],
            "test_error": float(test["errors"][k]),
            "certificate": certificates[k],
            "lagrangian": float(fit["cross_entropy"][k] + beta * information[k] / samples),
        }
        for k, (kind, start, beta) in enumerate(plan)
    ]
    return {"rows": rows, "headline": headline(rows)}


def schedule(configuration: Mapping[str, Any]) -> Any:
    """The appendix's schedule where a learning rate is given, else Adam on the whole data set."""
    from validation.networks.training import Schedule, appendix_schedule

    if configuration["rate"] is not None:
        return appendix_schedule(
            configuration["samples"], rate=configuration["rate"], mixed_precision=configuration["mixed_precision"]
        )
    rate, rate_of_log_alpha = RATES[configuration["posterior"]]
    return Schedule(steps=configuration["steps"], rate=rate, rate_of_log_alpha=rate_of_log_alpha)


def headline(rows: Sequence[Row]) -> str:
    parts = []
    for kind in dict.fromkeys(row["labels"] for row in rows):
        ends = [row for row in rows if row["labels"] == kind and row["start"] == STARTS[0]]
        low, high = ends[0], ends[-1]
        parts.append(
            f"{kind} labels CE {low['cross_entropy']:.2f} at beta {low['beta']}, "
            f"{high['cross_entropy']:.2f} at {high['beta']}"
        )
    return "; ".join(parts)


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    from validation.papers.achille_soatto_2017.experiments import figure_1_claims
    from validation.papers.achille_soatto_2017.experiments import phase_transition_findings as findings
    from validation.papers.achille_soatto_2017.experiments import phase_transition_places as places
    from validation.papers.achille_soatto_2017.experiments.phase_transition_record import record

    usual, lengthened = findings.by_length([row for result in results for row in result["rows"]])
    rows = findings.best_rates(usual)
    judged = findings.judgements(rows, lengthened)
    quantities = setting(cells[0].configuration, interval="95 % Student interval over seeds")
    return Summary(
        record=record(quantities, judged, rows + lengthened),
        evidence=[
            *findings.evidence(rows),
            *places.evidence(judged),
            *figure_1_claims.evidence(rows, cells[0].configuration),
        ],
        figures=findings.figures(rows),
        paper=PAPER,
        found=findings.sentences(judged),
        numbers=findings.numbers(judged),
    )


EXPERIMENT = Experiment(
    name="phase-transition",
    title="Figure 1: the transition from fitting to not fitting random labels",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=(
        *("remark-4.2", "remark-4.2/sharp", "remark-4.2/price", "figure-1"),
        *(
            "section-6.1/real-labels",
            "section-6.1/overfitting",
            "section-6.1/without-overfitting",
            "section-6.1/large-interval",
            "remark-4.2/bias-variance",
        ),
    ),
)
