"""What figure 1's networks say of its caption: each claim's quantities, with their intervals over seeds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bounds.claims import Evidence
from validation.experiments.common import Mean, Row, answers, grouped, mean_over_seeds, only_converged
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import growth, test_error
from validation.papers.achille_soatto_2017.experiments.phase_transition_places import (
    crossing,
    geometric,
    place,
    settled,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_sentences import NAMES

Found = Iterator[tuple[str, str, Evidence]]

STATEMENTS = (
    "figure-1/random-labels-fitted",
    "figure-1/transition",
    "figure-1/linear-growth",
    "figure-1/saturation",
    "figure-1/test-accuracy",
    "section-6.1/real-labels",
    "figure-1/test-accuracy-growth",
    "section-6.1/overfitting",
    "section-6.1/without-overfitting",
    "section-6.1/large-interval",
    "remark-4.2/bias-variance",
)
LARGE = 2.0  # up to here an interval beyond beta = 1 is looked at


def evidence(rows: Sequence[Row], configuration: Mapping[str, Any]) -> list[tuple[str, str, Evidence]]:
    """Evidence for every claim of figure 1 that these networks can speak to, where training had ended."""
    ended = only_converged(rows, "posterior", "labels", "start", "samples", "beta")
    return [*_fitted(ended, configuration), *_lost(rows), *_growth(ended), *_best(ended), *_on_test_images(ended)]


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
    for (posterior, labels, start, samples), every in grouped(rows, "posterior", "labels", "start", "samples").items():
        lost = [crossing(sweep) for sweep in grouped(every, "seed").values() if settled(sweep)]
        if not lost:
            continue
        at = place(lost, sorted({row["beta"] for row in every}))
        where = f"N = {samples}, from {start}, {NAMES[posterior]}"
        if labels == "random":
            yield from answers("figure-1/transition", where, beta_c=at)
        elif start == "little noise":
            for statement in ("section-6.1/real-labels", "section-6.1/large-interval"):
                yield from answers(statement, where, beta_c=at)


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
        yield from answers("figure-1/test-accuracy", f"N = {samples}, {NAMES[posterior]}", beta_best=geometric(best))


def _on_test_images(rows: Sequence[Row]) -> Found:
    """Real labels: how the best test error changes with N, and how far it is above the training error at small beta."""
    real = [row for row in rows if row["labels"] == "real" and row["start"] == "little noise"]
    for (posterior,), group in grouped(real, "posterior").items():
        sizes = sorted({row["samples"] for row in group})
        best = {key: min(row["test_error"] for row in same) for key, same in grouped(group, "seed", "samples").items()}
        both = [seed for seed, samples in best if samples == sizes[0] and (seed, sizes[-1]) in best]
        if len(sizes) > 1 and both:
            change = mean_over_seeds(best[seed, sizes[-1]] - best[seed, sizes[0]] for seed in both)
            where = f"N = {sizes[0]} to {sizes[-1]}, {NAMES[posterior]}"
            yield from answers("figure-1/test-accuracy-growth", where, Delta_e=change)
        for (samples,), same in grouped(group, "samples").items():
            least = min(row["beta"] for row in same)
            gaps = [row["test_error"] - row["error"] for row in same if row["beta"] == least]
            where = f"N = {samples}, beta {least:g}, {NAMES[posterior]}"
            if least < 1:
                yield from answers("section-6.1/overfitting", where, G=mean_over_seeds(gaps))
            beyond = sorted({row["beta"] for row in same if 1 < row["beta"]})
            for beta in [beta for beta in beyond if beta <= LARGE] or beyond[:1]:
                seen = [row for row in same if row["beta"] == beta]
                yield from _fit_beyond_one(seen, f"N = {samples}, beta {beta:g}, {NAMES[posterior]}")
        for entry in test_error(group):
            where = f"N = {entry['samples']}, {NAMES[posterior]}"
            ends = {"e_s": entry["excess_at_smallest_beta"], "e_l": entry["excess_at_largest_beta"]}
            yield from answers("remark-4.2/bias-variance", where, **ends)


def _fit_beyond_one(rows: Sequence[Row], where: str) -> Found:
    """Training errors, and test errors beyond them, at one N and beta."""
    missed, gap = (
        mean_over_seeds(shares)
        for shares in ([row["error"] for row in rows], [row["test_error"] - row["error"] for row in rows])
    )
    yield from answers("section-6.1/without-overfitting", where, e=missed, G=gap)
