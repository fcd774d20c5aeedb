"""The most frugal memoriser: how near to beta = 1 networks come before they lose their fit of random labels.

A fit loses to knowing nothing where it stores more than N log C, and most networks store many times that. Here prior,
inputs and outputs are chosen so that they waste less. The price of knowing nothing is log 2 for each of them: half of
the prior's mass is on the network of zeros, and the posterior's share of it is the best one, in closed form.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    HOLLOW,
    NON_NEGATIVE,
    Mean,
    Row,
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
    train_module,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments import phase_transition_places as places
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import evidence

PAPER = "The transition for random labels lies at beta = 1, sharply, for the networks that are trained."

PERCEPTRON, TABLE = "perceptron", "table, tree, mixed signs"
MEMORISERS: dict[str, dict[str, Any]] = {
    PERCEPTRON: {"inputs": "pixels", "head": "mlp", "posterior": "truncated", "gain": 1.0},
    "perceptron, narrow prior": {"inputs": "pixels", "head": "mlp", "posterior": "truncated-narrow", "gain": 1.0},
    "features, tree, mixed signs": {"inputs": "features", "head": "tree", "posterior": "mixed-signs", "gain": 1.0},
    "table, softmax": {"inputs": "table", "head": "softmax", "posterior": "truncated", "gain": 10.0},
    "table, softmax, mixed signs": {"inputs": "table", "head": "softmax", "posterior": "mixed-signs", "gain": 4.0},
    TABLE: {"inputs": "table", "head": "tree", "posterior": "mixed-signs", "gain": 6.0},
}
CONSTRUCTION = "a table of the labels (construction)"
MEASURED = ("waste", "predicted", "alone", "measured", "width")
NEAR = 0.8  # a place whose interval covers 1 and begins below this is not known to be there
FINE = 2_000  # places in beta at which the share of the network of zeros is computed


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a memoriser, N and seed: all betas from little noise; the best one at several N."""
    common = {
        **data_source(effort),
        "betas": effort.pick(
            quick=(0.1, 0.5, 0.9, 1.3), standard=(0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 0.95, 1.1, 1.3)
        ),
        "steps": effort.pick(quick=1_200, standard=2_000),
        "device": effort.device,
    }
    named = effort.pick(quick=(TABLE,), standard=tuple(MEMORISERS))
    usual = effort.pick(quick=50, standard=100)
    several = effort.pick(quick=(50,), standard=(50, 100, 200))
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.frugal_memoriser:networks",
            configuration={
                **common,
                **MEMORISERS[name],
                "memoriser": name,
                "samples": samples,
                "seed": seed + repeat,
            },
            label=f"frugal-memoriser {name} N={samples} seed={seed + repeat}",
        )
        for name in named
        for samples in (several if name == TABLE else (usual,))
        for repeat in range(effort.pick(quick=2, standard=3))
    ]


def networks(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one memoriser at every beta; a row for each network."""
    from torch import nn

    from validation.data.labels import corrupted
    from validation.networks.architectures import mlp
    from validation.networks.memories import ClassTree, addressed
    from validation.networks.training import Member, Schedule

    data, samples, seed = image_set(configuration), configuration["samples"], configuration["seed"]
    rng = stream("frugal memoriser", seed, samples)
    images, real = chosen(data, samples, rng)
    labels = corrupted(real, 1.0, classes=data.classes, rng=rng)
    inputs = addressed(data.normalised(images), configuration["inputs"], gain=configuration["gain"], rng=rng)
    width = inputs.shape[1]
    module = {
        "mlp": lambda: mlp((1, 1, width), data.classes, hidden=(24,)),
        "softmax": lambda: nn.Linear(width, data.classes, bias=False),
        "tree": lambda: ClassTree(width, data.classes),
    }[configuration["head"]]()
    members = [Member(beta=beta, seed=seed) for beta in configuration["betas"]]
    repeated = np.repeat(labels[None], len(members), axis=0)
    schedule = Schedule(steps=configuration["steps"], rate=0.08, rate_of_log_alpha=0.08)
    trained = train_module(module, configuration, inputs, repeated, members, schedule, classes=data.classes)
    fit, information = trained.evaluated(inputs, repeated, samples=100), trained.information()
    rows = [
        {
            "memoriser": configuration["memoriser"],
            "posterior": places.EXACT,  # every prior here is proper, every divergence exact
            "labels": "random",
            **{"samples": samples, "seed": seed, "beta": beta, "classes": data.classes},
            "weights": trained.grid.weights,
            "converged": trained.converged[k],
            "information": float(information[k]),
            "cross_entropy": float(fit["cross_entropy"][k]),
            "cross_entropy_error": float(fit["cross_entropy_error"][k]),
            "lagrangian": float(fit["cross_entropy"][k] + beta * information[k] / samples),
        }
        for k, beta in enumerate(configuration["betas"])
    ]
    first = rows[0]
    headline = f"I/N {first['information'] / samples:.2f}, CE {first['cross_entropy']:.2f} at beta {first['beta']:g}"
    return {"rows": rows, "headline": headline}


def judgements(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For each memoriser and N: what its best fit stores, and where it loses to knowing nothing, over seeds.

    `waste` is I/(N log C) of the fit (CE at most a tenth of log C) that stores the least; `predicted` beta* of the fit
    that loses last; `alone` where CE passes half of log C in training; `measured` and `width` those of the transition
    where the network of zeros is at hand. Of networks whose training had ended; None where there is none.
    """
    found = []
    for (name, samples), group in grouped(rows, "memoriser", "samples").items():
        by_seed = [of_sweep(sweep) for sweep in grouped(group, "seed").values()]
        entry: dict[str, Any] = {"memoriser": name, "samples": samples, "sweeps": len(by_seed)}
        for key in MEASURED:
            known = [value for one in by_seed if (value := one[key]) is not None]
            entry[key] = mean_over_seeds(known) if known else None
            entry[f"{key}_by_seed"] = known
        found.append(entry)
    return found


def of_sweep(sweep: Sequence[Row]) -> dict[str, float | None]:
    """The numbers of `judgements` for one network over beta."""
    ordered = sorted((row for row in sweep if row["converged"]), key=lambda row: row["beta"])
    if len(ordered) < 2:
        return dict.fromkeys(MEASURED)
    level = math.log(ordered[0]["classes"])
    fits = [row for row in ordered if row["cross_entropy"] <= places.FITTED * level]
    loses = [row for row in ordered if row["cross_entropy"] < places.HALF * level and row["information"] > 0]
    crossings = [places.predicted_crossing(_beside_zeros(row), math.log(2)) for row in loses]
    beside = with_zeros(ordered)
    return {
        "waste": min((row["information"] / (row["samples"] * level) for row in fits), default=None),
        "predicted": max(crossings, default=None),
        "alone": _inside(places.crossing(ordered)),
        "measured": _inside(places.crossing(beside)),
        "width": places.width(beside),
    }


def with_zeros(ordered: Sequence[Row]) -> list[Row]:
    """The cross-entropy over beta where half of the prior's mass is on the network of zeros, which pays log C.

    The best posterior keeps the trained network with the odds exp((N log C - N CE - beta I)/beta). Between the betas
    both CE and I are linear in log beta.
    """
    from scipy.special import expit

    first, at = ordered[0], np.log([row["beta"] for row in ordered])
    log_beta = np.linspace(at[0], at[-1], FINE)
    loss, stored = (np.interp(log_beta, at, [row[key] for row in ordered]) for key in ("cross_entropy", "information"))
    size, level, beta = first["samples"], math.log(first["classes"]), np.exp(log_beta)
    kept = expit(size * (level - loss) / beta - stored)
    mixed = kept * loss + (1 - kept) * level
    same_for_all = {"classes": first["classes"], "converged": True}
    return [{**same_for_all, "beta": float(b), "cross_entropy": float(v)} for b, v in zip(beta, mixed, strict=True)]


def _beside_zeros(row: Row) -> Row:
    """The fit with what its choice beside the network of zeros costs."""
    return {**row, "information": row["information"] + math.log(2)}


def _inside(beta: float) -> float | None:
    return beta if 0 < beta < math.inf else None


def construction(samples: int, classes: int) -> dict[str, Any]:
    """A table that holds each label exactly, I = N log C, in closed form."""
    exact = {"cross_entropy": 0.0, "information": samples * math.log(classes), "converged": True}
    sweep = [{**exact, "samples": samples, "classes": classes, "beta": beta} for beta in (0.01, 100.0)]
    found = {key: mean_over_seeds([value]) for key, value in of_sweep(sweep).items() if value is not None}
    return {"memoriser": CONSTRUCTION, "samples": samples, "sweeps": 1, **dict.fromkeys(MEASURED), **found}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [row for result in results for row in result["rows"]]
    found = judgements(rows)
    exact = construction(rows[0]["samples"], rows[0]["classes"])
    quantities = (
        *setting(cells[0].configuration, interval="95 % Student interval over seeds"),
        Quantity("prior", "half of it on the network of zeros; what knows nothing pays log 2 nats in all"),
        Quantity("fit lost", "where CE passes half of log C, beside the network of zeros or alone"),
        Quantity("mixed signs", "each weight of either sign, its size within a tenth of a nat: the sign holds a bit"),
    )
    tables = (Table.of("memorisers", [*found, exact], MEMORISED), networks_table(rows))
    return Summary(
        record=Record("", quantities, tables),
        evidence=evidence(rows),
        figures=figures(rows, [*found, exact]),
        paper=PAPER,
        found=sentences(found, exact),
        numbers=numbers(found),
    )


def numbers(found: Sequence[Mapping[str, Any]]) -> list[Quantity]:
    """Of the most frugal memoriser: where it loses its fit, where it was to, and what it stores."""
    judged = [entry for entry in found if entry["measured"] is not None]
    if not judged:
        return []
    best = max(judged, key=lambda entry: entry["measured"].value)
    who = f"{best['memoriser']}, N = {best['samples']}"
    named = {
        "measured": f"beta at which the most frugal memoriser loses its fit ({who})",
        "predicted": "beta* that its fit predicts",
        "waste": "I/(N log C) of its fit",
    }
    return [best[key].quantity(name) for key, name in named.items() if best[key] is not None]


def _mean(key: str) -> Column:
    return lambda found: found[key].quantity() if found[key] is not None else None


MEMORISED: dict[str, Column] = {
    "memoriser": "memoriser",
    "N": "samples",
    **same("sweeps"),
    "I/(N log C) of the fit": _mean("waste"),
    "predicted beta*": _mean("predicted"),
    "fit lost at beta, alone": _mean("alone"),
    "fit lost at beta, beside the zeros": _mean("measured"),
    "width in log beta": _mean("width"),
}


def sentences(found: Sequence[Mapping[str, Any]], exact: Mapping[str, Any]) -> str:
    """One finding a line: the most frugal memoriser, the usual network, the optimum, and what the paper's 1 is of."""
    judged = [entry for entry in found if entry["measured"] is not None]
    if not judged:
        return "No memoriser is judged: training had ended at too few betas."
    best = max(judged, key=lambda entry: entry["measured"].value)
    usual = next((entry for entry in judged if entry["memoriser"] == PERCEPTRON), None)
    lines = [f"The most frugal memoriser is the {_told(best)}."]
    if usual is not None and usual is not best:
        lines.append(f"The {_told(usual)}.")
    lines.append(
        f"The optimum is {_told(exact)}: the least Lagrangian, N log C min(1, beta), has its kink there. So the place "
        f"beta = 1 is the optimum's; {_nearness(best)}."
    )
    lines += _widths([entry for entry in judged if entry["memoriser"] == best["memoriser"]])
    return "\n".join(lines)


def _told(entry: Mapping[str, Any]) -> str:
    waste = f"stores {entry['waste']} times log C a label where it fits, and " if entry["waste"] is not None else ""
    return f"{entry['memoriser']} (N = {entry['samples']}): it {waste}loses its fit at beta {entry['measured']}"


def _nearness(best: Mapping[str, Any]) -> str:
    """Whether the best trained network comes to 1, by the interval of its place."""
    place: Mean = best["measured"]
    if place.seeds == 1:
        return f"one trained network comes to {place.value:.2g}"
    if place.high < 1:
        return f"the best trained network stays below it (beta {place})"
    if place.low < NEAR:
        return f"the best trained network may come there (beta {place}), or not: the interval is wide"
    return f"a trained network comes there (beta {place}), if it is made to hold each label in weights of its own"


def _widths(group: Sequence[Mapping[str, Any]]) -> list[str]:
    """How the width of the best memoriser's transition goes with N."""
    wide = [entry for entry in group if entry["width"] is not None]
    if len(wide) < 2:
        return []
    said = ", ".join(f"{entry['width']} (N = {entry['samples']})" for entry in wide)
    entries = [{**entry, "posterior": places.EXACT, "start": "", "widths": entry["width_by_seed"]} for entry in wide]
    slopes = "".join(f", N to the power {slope}" for slope in places.width_slopes(entries).values())
    return [f"Beside the network of zeros its transition is this wide in log beta: {said}{slopes}."]


def figures(rows: Sequence[Row], found: Sequence[Mapping[str, Any]]) -> list[Figure]:
    betas, level = sorted({row["beta"] for row in rows}), math.log(rows[0]["classes"])
    curves = [
        curve(
            f"N = {samples}",
            means(group, ["beta"], "lagrangian"),
            unconverged(group, "beta"),
            within=NON_NEGATIVE,
            panel=name,
        )
        for (name, samples), group in grouped(rows, "memoriser", "samples").items()
    ]
    least = [level * min(1.0, beta) for beta in betas]
    placed = [entry for entry in found if entry["measured"] is not None]
    names = [f"{entry['memoriser']}, N = {entry['samples']}" for entry in placed]
    ends = [[getattr(entry["measured"], end) for entry in placed] for end in ("value", "low", "high")]
    drawn = [
        over_beta(
            id="frugal-memoriser-lagrangian",
            subject="frugal-memoriser",
            title="What memorisers of random labels pay",
            y_label="CE + beta I/N (nats a sample)",
            series=[*curves, Series(name="log C min(1, beta): the least", x=betas, y=least, reference=True)],
            caption=f"Mean over seeds with 95 % intervals. {HOLLOW}",
        )
    ]
    if placed:
        drawn.append(
            Figure(
                id="frugal-memoriser",
                subject="frugal-memoriser",
                title="Where memorisers lose their fit of random labels",
                x_label="memoriser",
                y_label="beta",
                series=[Series(name="lost at", x=names, y=ends[0], low=ends[1], high=ends[2], style="points")],
                caption="Mean over seeds with 95 % intervals; the paper has 1 for every network.",
            )
        )
    return drawn


EXPERIMENT = Experiment(
    name="frugal-memoriser",
    title="The most frugal memoriser of random labels",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=("remark-4.2/price",),
)
