"""Where fits of random labels are lost over beta, how wide the transition is, and where a fit predicts it.

A sweep is a network at every beta, of one posterior, N, seed and start. It counts where the training of the networks on
either side of its crossing had ended.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bounds.claims.statement import Evidence, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.experiments.common import Mean, Row, answers, grouped, mean_over_seeds

HALF, FITTED, LOST = 0.5, 0.1, 0.9  # shares of log C
SWEEP = ("posterior", "start", "samples", "seed")
BEYOND = 1_000.0  # times the largest beta: a fit that is lost at none is lost somewhere up to there
EXACT = "truncated"  # the posterior whose information is an exact divergence


def crossing(rows: Sequence[Row], level: float = HALF) -> float:
    """The beta at which the cross-entropy first exceeds a share of log(classes).

    Between the two nearest on a log scale; 0 where it does at every beta, infinity where it does at none.
    """
    before, after = _sides(rows, level)
    if before is None or after is None:
        return 0.0 if before is None else math.inf
    height = level * math.log(after["classes"])
    share = (height - before["cross_entropy"]) / (after["cross_entropy"] - before["cross_entropy"])
    return math.exp((1 - share) * math.log(before["beta"]) + share * math.log(after["beta"]))


def settled(rows: Sequence[Row], level: float = HALF) -> bool:
    """Whether the training of the networks on either side of the crossing had ended."""
    return all(row["converged"] for row in _sides(rows, level) if row is not None)


def bracket(rows: Sequence[Row], level: float = HALF) -> tuple[float, float]:
    """Two betas between which the crossing lies, known from the networks whose training had ended alone.

    0 where none of these is below the level, infinity where none is above it.
    """
    place = crossing(rows, level)
    if 0 < place < math.inf and settled(rows, level):
        return place, place
    ended = [row for row in rows if row["converged"]]
    fits = {row["beta"]: row["cross_entropy"] <= level * math.log(row["classes"]) for row in ended}
    ends = max((b for b in fits if fits[b]), default=0.0), min((b for b in fits if not fits[b]), default=math.inf)
    return min(ends), max(ends)


def _sides(rows: Sequence[Row], level: float) -> tuple[Row | None, Row | None]:
    """The last network below the level and the first above it, by beta."""
    ordered = sorted(rows, key=lambda row: row["beta"])
    height = level * math.log(ordered[0]["classes"])
    above = next((k for k, row in enumerate(ordered) if row["cross_entropy"] > height), len(ordered))
    return ordered[above - 1] if above else None, ordered[above] if above < len(ordered) else None


def transition(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Where the cross-entropy of random labels crosses half of log(classes), from both starts, against beta = 1.

    `by_seed` is 0 where a fit is lost at every beta, infinite where it is at none, and has the sweeps that count alone;
    the mean is geometric. `width` is the distance in log beta between a tenth and nine tenths of log(classes).
    """
    found = []
    for (posterior, start, samples), group in grouped(rows, "posterior", "start", "samples").items():
        sweeps = list(grouped(group, "seed").values())
        crossings = [crossing(sweep) for sweep in sweeps if settled(sweep)]
        entry: dict[str, Any] = {"posterior": posterior, "start": start, "samples": samples, "by_seed": crossings}
        entry |= {"steps": group[0]["steps"], "sweeps": len(sweeps), "betas": sorted({row["beta"] for row in group})}
        inside = [math.log(beta) for beta in crossings if 0 < beta < math.inf]
        if inside and len(inside) == len(crossings):
            mean = mean_over_seeds(inside)
            entry |= {"beta": math.exp(mean.value), "low": math.exp(mean.low), "high": math.exp(mean.high)}
        widths = [wide for wide in map(width, sweeps) if wide is not None]
        found.append({**entry, "widths": widths, "width": mean_over_seeds(widths) if widths else None})
    return found


def width(sweep: Sequence[Row]) -> float | None:
    """In log beta; None where an end lies outside the betas, or the training of a network there had not ended."""
    ends = [crossing(sweep, level) for level in (FITTED, LOST)]
    if not all(0 < end < math.inf and settled(sweep, level) for end, level in zip(ends, (FITTED, LOST), strict=True)):
        return None
    return math.log(ends[1] / ends[0])


def predictions(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For each sweep with the exact divergence: the crossing that its fits predict, beside the measured one.

    `predicted` by the fit at the smallest beta, `frugal` by the fit that loses last; None where no network counts.
    """
    found = []
    exact = [row for row in rows if row["posterior"] == EXACT]
    for (_, start, samples, seed), sweep in grouped(exact, *SWEEP).items():
        ordered = sorted(sweep, key=lambda row: row["beta"])
        half = HALF * math.log(ordered[0]["classes"])
        price = ordered[-1]["information"]  # of knowing nothing
        fits = [row for row in ordered if _counts(row, half) and row["information"] > price]
        places = [predicted_crossing(row, price) for row in fits]
        measured = crossing(sweep)
        found.append(
            {
                **{"start": start, "samples": samples, "seed": seed},
                "fit_at": fits[0]["beta"] if fits else None,
                "predicted": places[0] if places else None,
                "frugal": max(places, default=None),
                "measured": measured if settled(sweep) and 0 < measured < math.inf else None,
            }
        )
    return found


def _counts(row: Row, half: float) -> bool:
    return bool(row["converged"] and row["cross_entropy"] < half)


def predicted_crossing(fit: Row, price: float) -> float:
    """beta* = (N log C - N CE)/(I - I_0), as the ledger has it."""
    size = float(fit["samples"])
    values = {"H_pq": size * fit["cross_entropy"], "I": fit["information"], "I_0": price}
    lhs, _ = symbolic(LEDGER["remark-4.2/crossing-place"]["sharpened"]).evaluate(
        {**values, "N": size, "C": float(fit["classes"])}
    )
    return float(lhs)


def differences(found: Sequence[dict[str, Any]], by: str) -> dict[str, Mean]:
    """For each start the mean over sweeps of log(measured/predicted): how far the prediction `by` is off."""
    known = [one for one in found if one[by] is not None and one["measured"] is not None]
    return {
        start: mean_over_seeds(math.log(one["measured"] / one[by]) for one in group)
        for (start,), group in grouped(known, "start").items()
    }


def evidence(judged: Mapping[str, Any]) -> list[tuple[str, str, Evidence]]:
    """What the sweeps with the exact divergence say of the place, printed and predicted, and of the width."""
    found = []
    for entry in judged["transition"]:
        if entry["posterior"] == EXACT and entry["by_seed"]:
            where = f"N = {entry['samples']}, from {entry['start']}, exact divergence"
            found += answers("remark-4.2", where, beta_c=place(entry["by_seed"], entry["betas"]))
    for start, mean in judged["differences"]["predicted"].items():
        where = f"from {start}, measured over predicted, {mean.seeds} sweeps over beta"
        found += answers("remark-4.2", where, "intended", r=exponential(mean))
    for start, slope in judged["width_slopes"].items():
        found += answers("remark-4.2/sharp", f"from {start}, exact divergence, {slope.seeds} sweeps", s=slope)
    return found


def place(found: Sequence[float], betas: Sequence[float]) -> Mean:
    """The beta of several seeds' crossings: the geometric mean with its interval.

    Where some seeds lose it outside the range of beta, all that is known: from the least to the largest that it can be.
    """
    if all(0 < beta < math.inf for beta in found):
        return geometric(found)
    low = min(betas[-1] if beta == math.inf else beta for beta in found)
    high = max(BEYOND * betas[-1] if beta == math.inf else max(beta, betas[0]) for beta in found)
    return Mean(value=math.sqrt(max(low, betas[0]) * high), low=low, high=high, seeds=len(found))


def geometric(values: Sequence[float]) -> Mean:
    """The geometric mean, with its interval."""
    return exponential(mean_over_seeds(math.log(value) for value in values))


def exponential(mean: Mean) -> Mean:
    """What the mean of a logarithm is of."""
    value, low, high = (math.exp(end) for end in (mean.value, mean.low, mean.high))
    return Mean(value=value, low=low, high=high, seeds=mean.seeds, values=tuple(map(math.exp, mean.values)))


def width_slopes(found: Sequence[dict[str, Any]]) -> dict[str, Mean]:
    """For each start the power of N that the width goes with, over all its sweeps that have one."""
    from scipy.stats import linregress, t

    slopes = {}
    for (start,), group in grouped([one for one in found if one["posterior"] == EXACT], "start").items():
        points = [(math.log(one["samples"]), math.log(width)) for one in group for width in one["widths"]]
        if len(points) < 3 or len({x for x, _ in points}) < 2:
            continue
        line, free = linregress(*zip(*points, strict=True)), len(points) - 2
        error, value = max(float(np.nan_to_num(line.stderr)), 1e-12), float(line.slope)  # widths may all be one number
        half = float(t.ppf(0.975, free) * error)
        slopes[start] = Mean(value=value, low=value - half, high=value + half, seeds=len(points))
    return slopes
