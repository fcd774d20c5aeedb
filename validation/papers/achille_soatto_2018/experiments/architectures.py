"""Section 7.1, figure 2 (left) of 2018: where networks of several architectures lose the fit of random labels.

The networks are trained and their transitions found as those of 2017's figure 1 are.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bounds.claims import Evidence
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
    curve,
    data_source,
    grouped,
    means,
    networks_table,
    over_beta,
    same,
    setting,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition import APPENDIX_RATES, NETWORKS, STARTS
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import best_rates
from validation.papers.achille_soatto_2017.experiments.phase_transition_places import (
    BEYOND,
    bracket,
    geometric,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import LEGENDS, NAMES

PAPER = (
    "Trained on random labels, networks of several architectures turn from fitting to not fitting near beta = 1, "
    "whatever the architecture."
)
STATEMENTS = ("section-7.1/architectures", "section-7.1/same-place")
FIRST = "mlp"  # what the others are set against
SMALL: tuple[dict[str, Any], ...] = (  # some thousand weights each
    {"name": FIRST, "hidden": [16]},
    *({"name": name, "width": 4} for name in ("small-alexnet", "all-convolutional", "residual")),
)
TINY = (("claim-1", 150, (0.03, 0.3, 3.0)),)  # of each information: the steps, and the betas
LITTLE = (
    ("claim-1", 4_000, (0.03, 0.1, 0.3, 1.0, 2.0, 10.0)),
    ("truncated", 5_000, (0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 1.0)),
)
PAPERS = (("claim-1", 0, (0.03, 0.1, 0.3, 0.6, 1.0, 1.7, 3.0)),)  # the schedule has its own end
POOLED = 4  # pixels a side, for a convolution costs many times what a perceptron does


def pooled_source(effort: Effort) -> dict[str, Any]:
    """The data, on fewer pixels in all profiles but full."""
    source = data_source(effort)
    small = source["data"] == "digits" or effort.profile == "full"
    return source if small else {**source, "pool": POOLED}


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a posterior, architecture, seed (and learning rate): all betas, on random labels, from little noise."""
    architectures: Sequence[dict[str, Any]] = effort.pick(
        quick=SMALL,
        standard=SMALL,
        full=(
            {"name": FIRST, "hidden": [512, 512]},
            {"name": "small-alexnet"},
            {"name": "all-convolutional", "width": 96},
            {"name": "residual", "width": 64},
        ),
    )
    return [
        Cell(
            function=NETWORKS,
            configuration={
                **pooled_source(effort),
                "betas": betas,
                "architecture": architecture,
                "starts": STARTS[:1],
                "labels": ["random"],
                "posterior": posterior,
                "samples": effort.pick(quick=50, standard=100, full=10_000),
                "steps": steps,
                "rate": rate,
                "tested": 100,  # random labels say nothing of new images
                "device": effort.device,
                "mixed_precision": effort.device == "cuda",
                "seed": seed + repeat,
            },
            label=f"architectures {posterior} {architecture['name']} seed={seed + repeat}"
            + (f" rate={rate}" if rate else ""),
        )
        for posterior, steps, betas in effort.pick(quick=TINY, standard=LITTLE, full=PAPERS)
        for architecture in architectures
        for repeat in range(effort.pick(quick=1, standard=2))
        for rate in effort.pick(quick=(None,), standard=(None,), full=APPENDIX_RATES)
    ]


def rows_of(results: Sequence[Any], cells: Sequence[Cell]) -> list[Row]:
    """Every network, with its architecture; of learning rates the best."""
    rows = [
        {"architecture": cell.configuration["architecture"]["name"], **row}
        for result, cell in zip(results, cells, strict=True)
        for row in result["rows"]
    ]
    return [row for group in grouped(rows, "architecture").values() for row in best_rates(group)]


def lost(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Between which betas each architecture loses the fit, by seed, and over seeds."""
    found = []
    for (posterior, architecture), group in grouped(rows, "posterior", "architecture").items():
        between = {seed: bracket(sweep) for (seed,), sweep in grouped(group, "seed").items()}
        known = {seed: ends for seed, ends in between.items() if ends != (0.0, math.inf)}
        largest = max(row["beta"] for row in group)
        found.append(
            {
                **{"posterior": posterior, "architecture": architecture, "weights": group[0]["weights"]},
                **{"seeds": len(between), "by_seed": known, "largest": largest},
                **together(list(known.values()), "beta", largest),
            }
        )
    return found


def together(brackets: Sequence[tuple[float, float]], name: str, largest: float = math.inf) -> dict[str, Any]:
    """The place of several seeds: the mean of places that are known, else all that it can be; None where nothing is.

    `exact`: whether it is such a mean.
    """
    if not brackets:
        return {name: None, "exact": False}
    lows, highs = zip(*brackets, strict=True)
    if lows == highs:
        return {name: geometric(lows), "exact": True}
    low, high = min(lows), min(max(highs), BEYOND * largest)
    return {name: Mean(value=math.sqrt(low * high), low=low, high=high, seeds=len(lows)), "exact": False}


def ratios(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each architecture's place over the perceptron's, paired by seed, where both have two sides."""
    found = []
    for (posterior,), group in grouped(places, "posterior").items():
        first: Mapping[int, tuple[float, float]] = next(
            (entry["by_seed"] for entry in group if entry["architecture"] == FIRST), {}
        )
        for entry in group:
            pairs = [(ends, first[seed]) for seed, ends in entry["by_seed"].items() if seed in first]
            both = [(one, other) for one, other in pairs if min(*one, *other) > 0 and max(*one, *other) < math.inf]
            if entry["architecture"] != FIRST and both:
                ratio = together([(one[0] / other[1], one[1] / other[0]) for one, other in both], "ratio")
                found.append({"posterior": posterior, "architecture": entry["architecture"], **ratio})
    return found


def evidence(places: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, Evidence]]:
    """Where each architecture loses the fit, and how far that is from where the perceptron does."""
    for entry in places:
        if entry["beta"] is not None:
            yield from answers(STATEMENTS[0], _where(entry), beta_c=entry["beta"])
    for entry in ratios(places):
        yield from answers(STATEMENTS[1], _where(entry), r=entry["ratio"])


def _where(entry: Mapping[str, Any]) -> str:
    return f"{entry['architecture']}, {NAMES[entry['posterior']]}"


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = rows_of(results, cells)
    places = lost(rows)
    asked = {key: item for key, item in cells[0].configuration.items() if key != "architecture"}
    samples = Quantity("N", rows[0]["samples"], note="random labels")
    tables = (
        Table.of("where the fit of random labels is lost", places, PLACE),
        Table.of("places over the perceptron's", ratios(places), RATIO),
        networks_table(rows),
    )
    return Summary(
        record=Record("", (*setting(asked, interval="95 % Student interval over seeds"), samples), tables),
        evidence=list(evidence(places)),
        figures=[figure(rows)],
        paper=PAPER,
        found="\n".join(sentences(rows, places)),
        numbers=[
            entry["beta"].quantity(
                f"beta at which {entry['architecture']} loses random labels ({LEGENDS[entry['posterior']]})"
            )
            for entry in places
            if entry["beta"] is not None
        ][:3],
    )


PLACE: dict[str, Column] = {
    **same("posterior", "architecture", "weights", "seeds"),
    "seeds that count": lambda entry: len(entry["by_seed"]),
    "beta": lambda entry: _shown(entry, "beta") if entry["beta"] else None,
}
RATIO: dict[str, Column] = {
    **same("posterior", "architecture"),
    "seeds": lambda entry: entry["ratio"].seeds,
    "beta over the perceptron's": lambda entry: _shown(entry, "ratio"),
}


def _shown(entry: Mapping[str, Any], name: str) -> Quantity | str:
    """A mean with its interval; of what is not known so well, between which ends it lies."""
    return entry[name].quantity() if entry["exact"] else said_place(entry, name)


def sentences(rows: Sequence[Row], places: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One finding a line: where each architecture loses the fit, and whether that is one place."""
    yield ended(rows)
    for (posterior,), group in grouped(places, "posterior").items():
        known = [f"{entry['architecture']} {said_place(entry, 'beta')}" for entry in group if entry["beta"]]
        absent = [entry["architecture"] for entry in group if not entry["beta"]]
        if known:
            yield f"With {NAMES[posterior]} the fit of random labels is lost at beta: {'; '.join(known)}."
        if absent:
            yield f"With {NAMES[posterior]} not measured: {', '.join(absent)}, of which no network had ended training."
    for (posterior,), pairs in grouped(ratios(places), "posterior").items():
        each = "; ".join(f"{entry['architecture']} {said_place(entry, 'ratio')}" for entry in pairs)
        yield f"With {NAMES[posterior]} the place is so many times the perceptron's: {each}."


def said_place(entry: Mapping[str, Any], name: str) -> str:
    """A place in words, as well as it is known."""
    mean: Mean = entry[name]
    if entry["exact"]:
        return said(mean)
    if mean.high > entry.get("largest", math.inf):
        return f"beyond {mean.low:g}"
    return f"between {mean.low:.3g} and {mean.high:.3g}"


def ended(rows: Sequence[Row]) -> str:
    count = sum(row["converged"] for row in rows)
    return f"Training had ended for {count} of {len(rows)} networks; the others are drawn hollow, and decide nothing."


def said(mean: Mean) -> str:
    return f"{mean}" + ("" if mean.seeds > 1 else " (one seed, no interval)")


def figure(rows: Sequence[Row]) -> Figure:
    """The training loss over beta, a curve an architecture, a panel a posterior."""
    series = [
        curve(
            architecture,
            means(group, ["beta"], "cross_entropy"),
            unconverged(group, "beta"),
            within=NON_NEGATIVE,
            panel=LEGENDS[posterior],
        )
        for (posterior, architecture), group in grouped(rows, "posterior", "architecture").items()
    ]
    betas, trivial = sorted({row["beta"] for row in rows}), math.log(rows[0]["classes"])
    predicted = Series(
        name="the paper's prediction", x=[betas[0], 1.0, 1.0, betas[-1]], y=[0, 0, trivial, trivial], reference=True
    )
    return over_beta(
        id="figure-2-left",
        subject="architectures",
        title=f"Random labels over beta, by architecture (N = {rows[0]['samples']})",
        y_label="training cross-entropy (nats a sample)",
        series=[*series, predicted],
        caption="Mean over seeds with 95 % intervals. The fit is lost between filled points below and above half of "
        f"log C. {HOLLOW}",
    )


EXPERIMENT = Experiment(
    name="architectures",
    title="Figure 2 (left) of 2018: random labels and several architectures",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=STATEMENTS,
    paper="achille-soatto-2018",
)
