"""Section 7.2, figure 3 of 2018: test error of an all-convolutional network against its weights, and against beta.

The information in the weights stands beside it. The networks are trained as those of 2017's figure 1 are.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from bounds.claims import Evidence
from reports.figure import Figure
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import (
    HOLLOW,
    NON_NEGATIVE,
    SHARE,
    Mean,
    Row,
    above_the_best,
    answers,
    curve,
    grouped,
    mean_over_seeds,
    means,
    networks_table,
    only_converged,
    over_beta,
    same,
    setting,
    unconverged,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition import APPENDIX_RATES, NETWORKS, STARTS
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import best_rates
from validation.papers.achille_soatto_2018.experiments.architectures import ended, pooled_source, said

PAPER = (
    "With more weights, and no regularisation of the information, the test error falls and reaches a plateau; over "
    "beta it has the U of a bias-variance trade-off."
)
PLATEAU, SMALL, LARGE = STATEMENTS = tuple(f"section-7.2/{name}" for name in ("plateau", "small-beta", "large-beta"))
POSTERIOR = "claim-1"  # whose information is the paper's
WITHIN = {"test_error": SHARE, "information": NON_NEGATIVE}


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a width, seed (and learning rate): all betas at one of the widths, at the others the smallest."""
    betas = effort.pick(quick=(0.03, 0.3, 3.0), standard=(0.003, 0.03, 0.1, 0.3, 1.0, 3.0))
    widths = effort.pick(quick=(2, 4), standard=(2, 4, 8, 16), full=(6, 12, 24, 48, 96))
    of_beta = effort.pick(quick=4, standard=8, full=96)
    common = {
        **pooled_source(effort),
        "starts": STARTS[:1],
        "labels": ["real"],
        "posterior": POSTERIOR,
        "samples": effort.pick(quick=100, standard=200, full=10_000),
        "steps": effort.pick(quick=150, standard=10_000),
        "device": effort.device,
        "mixed_precision": effort.device == "cuda",
    }
    return [
        Cell(
            function=NETWORKS,
            configuration={
                **common,
                "architecture": {"name": "all-convolutional", "width": width},
                "betas": betas if width == of_beta else betas[:1],
                "rate": rate,
                "seed": seed + repeat,
            },
            label=f"bias-variance width={width} seed={seed + repeat}" + (f" rate={rate}" if rate else ""),
        )
        for width in reversed(widths)  # the longest work first
        for repeat in range(effort.pick(quick=1, standard=3, full=2))
        for rate in effort.pick(quick=(None,), standard=(None,), full=APPENDIX_RATES)
    ]


def rows_of(results: Sequence[Any]) -> list[Row]:
    """Every network, of learning rates the best."""
    rows = [row for result in results for row in result["rows"]]
    return [row for group in grouped(rows, "weights").values() for row in best_rates(group)]


def over_weights(rows: Sequence[Row]) -> list[Row]:
    """The networks of every size, at the beta that they all have: the smallest."""
    least = min(row["beta"] for row in rows)
    return [row for row in rows if row["beta"] == least]


def over_betas(rows: Sequence[Row]) -> list[Row]:
    """The networks of the size that was trained at every beta."""
    return max(grouped(rows, "weights").values(), key=lambda group: len({row["beta"] for row in group}))


def last_step(rows: Sequence[Row]) -> Mean | None:
    """The test error of the largest networks less that of the second largest, paired by seed."""
    by_size = grouped(only_converged(over_weights(rows), "weights"), "weights")
    sizes = sorted({row["weights"] for row in rows})[-2:]
    if len(sizes) < 2 or any((size,) not in by_size for size in sizes):
        return None
    smaller, larger = ({row["seed"]: row["test_error"] for row in by_size[size,]} for size in sizes)
    return mean_over_seeds(larger[seed] - smaller[seed] for seed in sorted(smaller.keys() & larger.keys()))


def ends(rows: Sequence[Row]) -> dict[str, Mean | None]:
    """By how much the test error at either end of the betas exceeds that at the best of them.

    Of the seeds whose training had ended at that end; the best is among the betas where all of theirs had.
    """
    swept = over_betas(rows)
    found = {}
    for statement, end in ((SMALL, min), (LARGE, max)):
        beta = end(row["beta"] for row in swept)
        seeds = {row["seed"] for row in swept if row["beta"] == beta and row["converged"]}
        ended = only_converged([row for row in swept if row["seed"] in seeds], "beta")
        found[statement] = above_the_best(ended, "beta", beta, "test_error")
    return found


def evidence(rows: Sequence[Row]) -> Iterator[tuple[str, str, Evidence]]:
    """Each claim's quantity, where training had ended."""
    samples = rows[0]["samples"]
    step = last_step(rows)
    if step is not None:
        sizes = sorted({row["weights"] for row in rows})[-2:]
        where = f"{sizes[0]:,} to {sizes[1]:,} weights, beta {over_weights(rows)[0]['beta']:g}, N = {samples}"
        yield from answers(PLATEAU, where, Delta_K=step)
    for statement, excess in ends(rows).items():
        if excess is not None:
            betas = sorted({row["beta"] for row in over_betas(rows)})
            beta = betas[0] if statement == SMALL else betas[-1]
            where = f"beta {beta:g} against the best, {over_betas(rows)[0]['weights']:,} weights, N = {samples}"
            yield from answers(statement, where, E=excess)


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = rows_of(results)
    asked = {key: item for key, item in cells[0].configuration.items() if key != "architecture"}
    tables = (
        Table.of("by the number of weights", _summed(over_weights(rows), "weights"), SUMMED),
        Table.of("by beta", _summed(over_betas(rows), "beta"), SUMMED),
        networks_table(rows),
    )
    quantities = (
        *setting(asked, interval="95 % Student interval over seeds"),
        Quantity("architecture", "all-convolutional"),
        Quantity("N", rows[0]["samples"], note="real labels"),
    )
    return Summary(
        record=Record("", quantities, tables),
        evidence=list(evidence(rows)),
        figures=figures(rows),
        paper=PAPER,
        found="\n".join(sentences(rows)),
        numbers=numbers(rows),
    )


def numbers(rows: Sequence[Row]) -> list[Quantity]:
    """The change of the test error to the largest network, and its excess at either end; else the errors themselves."""
    excess, step = ends(rows), last_step(rows)
    named = {
        "change of the test error from the second largest network to the largest": step,
        "excess of the test error at the smallest beta over that at the best": excess[SMALL],
        "excess of the test error at the largest beta over that at the best": excess[LARGE],
    }
    found = [mean.quantity(name) for name, mean in named.items() if mean is not None]
    by_size = _summed(over_weights(rows), "weights")
    sizes = dict.fromkeys((0, len(by_size) - 1))
    return found or [
        by_size[place]["test_error"].quantity(f"share of test errors, {by_size[place]['weights']:,} weights")
        for place in sizes
    ]


def _summed(rows: Sequence[Row], by: str) -> list[dict[str, Any]]:
    return [
        {
            **{name: group[0][name] for name in ("weights", "beta")},
            **{"seeds": len(group), "ended": sum(row["converged"] for row in group)},
            **{name: mean_over_seeds(row[name] for row in group).within(*ends) for name, ends in WITHIN.items()},
        }
        for _, group in sorted(grouped(rows, by).items())
    ]


SUMMED: dict[str, Column] = {
    **same("weights", "beta", "seeds"),
    "training ended": "ended",
    "share of test errors": lambda entry: entry["test_error"].quantity(),
    "information (nats)": lambda entry: entry["information"].quantity(),
}


def sentences(rows: Sequence[Row]) -> Iterator[str]:
    """One finding a line; what cannot be measured is said."""
    by_size, step = _summed(over_weights(rows), "weights"), last_step(rows)
    smallest, largest = by_size[0], by_size[-1]
    yield (
        f"At beta {smallest['beta']:g} the test error is {said(smallest['test_error'])} with {smallest['weights']:,} "
        f"weights and {said(largest['test_error'])} with {largest['weights']:,}."
    )
    change = "how the test error changes from the second largest network to the largest"
    yield f"Not measured: {change}." if step is None else f"{change.capitalize()}: by {said(step)}."
    swept, excess = over_betas(rows), ends(rows)
    betas = sorted({row["beta"] for row in swept})
    for beta, statement in zip((betas[0], betas[-1]), (SMALL, LARGE), strict=True):
        found = excess[statement]
        size = f"{swept[0]['weights']:,} weights"
        above = f"how far the test error at beta {beta:g} lies above that at the best beta ({size})"
        yield f"Not measured: {above}." if found is None else f"{above.capitalize()}: {said(found)}."
    yield ended(rows)


def figures(rows: Sequence[Row]) -> list[Figure]:
    """Test error, and information, against the number of weights and against beta."""
    by_size, swept = over_weights(rows), over_betas(rows)
    sizes = partial(Figure, x_label="weights", x_scale="log")
    size = f"{swept[0]['weights']:,} weights"
    return [
        figure(sizes, by_size, "weights", f"the number of weights (at beta {by_size[0]['beta']:g})"),
        figure(over_beta, swept, "beta", f"beta ({size})"),
    ]


PANELS = {"test_error": "share of test errors", "information": "I(w;D) (nats, C = 0)"}


def figure(drawn: Callable[..., Figure], rows: Sequence[Row], by: str, against: str) -> Figure:
    """Both quantities of the networks against another, each on a panel."""
    hollow = unconverged(rows, by)
    return drawn(
        id=f"figure-3-{by}",
        subject="bias-variance",
        title=f"Test error, and information in the weights, against {against}",
        y_label="",
        own_axes=True,
        series=[
            curve("all-convolutional", means(rows, [by], name), hollow, within=WITHIN[name], panel=panel)
            for name, panel in PANELS.items()
        ],
        caption=f"Mean over seeds with 95 % intervals, N = {rows[0]['samples']}, real labels. {HOLLOW}",
    )


EXPERIMENT = Experiment(
    name="bias-variance",
    title="Figure 3 of 2018: test error against weights and against beta",
    group="experiments",
    cells=cells,
    summarise=summarise,
    statements=STATEMENTS,
    paper="achille-soatto-2018",
)
