"""What figure 1's networks say of its caption: each claim's quantities, with their intervals over seeds."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bounds.claims import Evidence
from validation.experiments.common import Mean, Row, answers, grouped, mean_over_seeds
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import crossing, growth
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import NAMES

Found = Iterator[tuple[str, str, Evidence]]

STATEMENTS = (
    "figure-1/random-labels-fitted",
    "figure-1/transition",
    "figure-1/linear-growth",
    "figure-1/saturation",
    "figure-1/test-accuracy",
    "section-6.1/real-labels",
)
BEYOND = 1_000.0  # times the largest beta: a fit that is lost at none is lost somewhere up to there


def evidence(rows: Sequence[Row], configuration: Mapping[str, Any]) -> list[tuple[str, str, Evidence]]:
    """Evidence for every claim of figure 1 that these networks can speak to."""
    return [*_fitted(rows, configuration), *_lost(rows), *_growth(rows), *_best(rows)]


def _fitted(rows: Sequence[Row], configuration: Mapping[str, Any]) -> Found:
    """The share of random labels missed at the smallest beta, where the network and the data are the paper's."""
    if (configuration["data"], configuration["architecture"]["name"]) != ("cifar-10", "small-alexnet"):
        return
    random = [row for row in rows if row["labels"] == "random"]
    for (posterior, samples), group in grouped(random, "posterior", "samples").items():
        least = min(row["beta"] for row in group)
        missed = [row["error"] for row in group if row["beta"] == least]
        seen = Mean(value=max(missed), low=min(missed), high=max(missed), seeds=max(2, len(missed)))  # a network's own
        yield from answers(STATEMENTS[0], f"N = {samples}, beta {least:g}, {NAMES[posterior]}", e=seen)


def _lost(rows: Sequence[Row]) -> Found:
    """Where fits are lost: of random labels from both starts, of real labels from little noise."""
    for (posterior, labels, start, samples), group in grouped(rows, "posterior", "labels", "start", "samples").items():
        where = f"N = {samples}, from {start}, {NAMES[posterior]}"
        if labels == "random":
            yield from answers("figure-1/transition", where, beta_c=place(group))
        elif start == "little noise":
            yield from answers("section-6.1/real-labels", where, beta_c=place(group))


def place(rows: Sequence[Row]) -> Mean:
    """The beta at which networks of several seeds lose their fit: the geometric mean with its interval.

    Where some seeds lose it outside the range of beta, all that is known: from the least to the largest that it can be.
    """
    betas = sorted({row["beta"] for row in rows})
    found = [crossing(seed) for seed in grouped(rows, "seed").values()]
    if all(0 < beta < math.inf for beta in found):
        return _geometric(found)
    low = min(betas[-1] if beta == math.inf else beta for beta in found)
    high = max(BEYOND * betas[-1] if beta == math.inf else max(beta, betas[0]) for beta in found)
    return Mean(value=math.sqrt(max(low, betas[0]) * high), low=low, high=high, seeds=len(found))


def _geometric(values: Sequence[float]) -> Mean:
    mean = mean_over_seeds(math.log(value) for value in values)
    ends = (math.exp(end) for end in (mean.value, mean.low, mean.high))
    return Mean(**dict(zip(("value", "low", "high"), ends, strict=True)), seeds=mean.seeds)


def _growth(rows: Sequence[Row]) -> Found:
    """The exponent of I(w;D) in N at each beta where labels are fitted."""
    claims = {"random": "figure-1/linear-growth", "real": "figure-1/saturation"}
    seeds = len({row["seed"] for row in rows})
    for entry in growth(rows):
        slope = Mean(value=entry["exponent"], low=entry["low"], high=entry["high"], seeds=seeds)
        where = f"beta {entry['beta']:g}, {NAMES[entry['posterior']]}"
        yield from answers(claims[entry["labels"]], where, s=slope)


def _best(rows: Sequence[Row]) -> Found:
    """The beta of the least test error on real labels, seed by seed."""
    real = [row for row in rows if row["labels"] == "real" and row["start"] == "little noise"]
    for (posterior, samples), group in grouped(real, "posterior", "samples").items():
        by_seed = grouped(group, "seed").values()
        best = [min(seed, key=lambda row: row["test_error"])["beta"] for seed in by_seed]
        yield from answers("figure-1/test-accuracy", f"N = {samples}, {NAMES[posterior]}", beta_best=_geometric(best))
