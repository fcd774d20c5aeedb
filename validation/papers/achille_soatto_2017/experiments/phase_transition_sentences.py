"""Figure 1's findings in words, one a line, from its judgements alone."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from validation.experiments.common import grouped, mean_over_seeds

NAMES = {"truncated": "the exact divergence (truncated weights)", "claim-1": "Claim 1's information"}
LEGENDS = {"truncated": "exact divergence", "claim-1": "Claim 1"}
PREDICTED = 1.0  # the beta at which the paper has the transition
SAME = 0.1  # the relative distance below which a place counts as unmoved


def sentences(record: Mapping[str, Any]) -> str:
    """What was found, one finding a line, in the paper's order, from the judgements alone."""
    findings = [
        *_payment_sentences(record["payment"]),
        _ended_sentence(record["converged"]),
        *_transition_sentences(record["transition"]),
        *_width_sentences(record["transition"], record["width_slopes"]),
        *_prediction_sentences(record["predictions"], record["differences"]),
        *_length_sentences(record["training_length"]),
        *_metastable_sentences(record["metastable"]),
        *_growth_sentences(record["growth_of_information"]),
        *_fitted_sentences(record["fitted_range_of_real_labels"]),
        *_test_error_sentence(record["test_error"]),
    ]
    return "\n".join(findings)


def _payment_sentences(paid: Mapping[str, Any]) -> list[str]:
    """Remark 4.2 with the exact divergence, and with Claim 1's information in its place."""
    findings = [
        f"With {NAMES['truncated']} all {paid['networks']} networks trained on random labels pay for what they "
        f"fit, as they must: CE + I/N exceeds log C by {paid['smallest_slack']:.3f} nats a sample or more."
        if paid["smallest_slack"] >= 0
        else f"With {NAMES['truncated']} CE + I/N falls {-paid['smallest_slack']:.3f} nats a sample below log C at "
        f"worst over {paid['networks']} networks (p = {paid['p_value']:.2g})."
    ]
    if paid["networks_with_claim_1"]:
        findings.append(
            f"With {NAMES['claim-1']} {paid['networks_below_zero_with_claim_1']} of {paid['networks_with_claim_1']} "
            f"fall below log C, at worst by {max(0.0, -paid['smallest_slack_with_claim_1']):.3f} nats: it is no "
            "divergence, and w_hat holds labels free of charge."
            if paid["networks_below_zero_with_claim_1"]
            else f"With {NAMES['claim-1']}, which is no divergence, none of {paid['networks_with_claim_1']} falls "
            "below log C here."
        )
    return findings


def _transition_sentences(found: Iterable[Mapping[str, Any]]) -> list[str]:
    findings = []
    for (posterior, start), group in grouped(found, "posterior", "start").items():
        counted = sum(len(entry["by_seed"]) for entry in group)
        sweeps = sum(entry["sweeps"] for entry in group)
        judged = [entry for entry in group if entry["by_seed"]]
        if not judged:
            findings.append(
                f"With {NAMES[posterior]}, trained from {start} for {group[0]['steps']} steps, no place of the "
                f"transition is judged: in none of {sweeps} sweeps over beta had training ended on both sides of it."
            )
            continue
        places = ", ".join(f"{_place(entry)} (N = {entry['samples']})" for entry in judged)
        seeds = max(len(entry["by_seed"]) for entry in judged)
        # one seed alone has no interval
        bounded = [entry for entry in judged if "beta" in entry and len(entry["by_seed"]) > 1]
        covered = sum(entry["low"] <= PREDICTED <= entry["high"] for entry in bounded)
        verdict = f"; {covered} of {len(bounded)} intervals cover the paper's beta = {PREDICTED:g}" if bounded else ""
        findings.append(
            f"With {NAMES[posterior]}, trained from {start} for {group[0]['steps']} steps, the fit of random labels "
            f"is lost {places}, {_over(seeds)}{_counting(counted, sweeps)}{verdict}."
        )
    return findings


def _counting(counted: int, sweeps: int) -> str:
    return "" if counted == sweeps else f" ({counted} of {sweeps} sweeps count: training had ended there)"


def _ended_sentence(ended: Mapping[str, int]) -> str:
    return (
        f"Training had ended for {ended['converged']} of {ended['networks']} networks: from one half of their training "
        "to the next, at full beta and at the full rate, the Lagrangian fell by 3 % of log C at most. The others are "
        "drawn hollow and judged for what they pay alone."
    )


def _width_sentences(found: Iterable[Mapping[str, Any]], slopes: Mapping[str, Any]) -> list[str]:
    """How wide the transition is, and whether it grows sharper with N."""
    findings = []
    for (posterior, start), group in grouped(found, "posterior", "start").items():
        wide = [entry for entry in group if entry["width"] is not None]
        if wide:
            said = ", ".join(f"{entry['width']} (N = {entry['samples']})" for entry in wide)
            findings.append(
                f"With {NAMES[posterior]}, trained from {start}, the transition from a tenth to nine tenths of log C "
                f"is this wide in log beta: {said}; a sharp one has no width."
            )
    for start, slope in slopes.items():
        verdict = "shrinks" if slope.high < 0 else "grows" if slope.low > 0 else "does not change beyond its interval"
        findings.append(f"From {start} the width goes with N to the power {slope}: it {verdict}.")
    return findings


def _prediction_sentences(found: Sequence[Mapping[str, Any]], off: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Whether the place that a fit predicts is where the fit is lost."""
    if not off["predicted"]:
        return [
            "No predicted crossing is judged: in no sweep had training ended at a fit and on both sides of its loss."
        ]
    names = {"predicted": "the fit at the smallest beta", "frugal": "the fit that loses last"}
    findings = []
    for by, means in off.items():
        for start, mean in means.items():
            times = f"{math.exp(mean.value):.2g} [{math.exp(mean.low):.2g}, {math.exp(mean.high):.2g}]"
            covered, of = _covered([one for one in found if one["start"] == start], by)
            holds = "holds" if mean.low <= 0 <= mean.high else "does not hold"
            findings.append(
                f"Predicted from {names[by]}, beta* = (N log C - N CE)/(I - I_0), the loss of the fit is measured at "
                f"{times} times the predicted beta (from {start}, {mean.seeds} sweeps, paired; a log difference of "
                f"{mean}): the prediction {holds}, and {covered} of {of} intervals over seeds cover it."
            )
    return findings


def _covered(found: Sequence[Mapping[str, Any]], by: str) -> tuple[int, int]:
    """How many of the N have an interval over seeds of log(measured/predicted) that covers 0, and of how many."""
    groups = [
        [math.log(one["measured"] / one[by]) for one in group if one["measured"] is not None and one[by] is not None]
        for group in grouped(found, "samples").values()
    ]
    intervals = [mean_over_seeds(group) for group in groups if len(group) > 1]
    return sum(mean.low <= 0 <= mean.high for mean in intervals), len(intervals)


def _place(entry: Mapping[str, Any]) -> str:
    """Where one N loses its fit: the mean over seeds with its interval, or where the single seeds lose it."""
    if "beta" in entry and len(entry["by_seed"]) > 1:
        return f"at beta {entry['beta']:.2g} [{entry['low']:.2g}, {entry['high']:.2g}]"
    return _span(entry["by_seed"])


def _span(crossings: Sequence[float]) -> str:
    """Where the fits of several seeds are lost, in words."""
    inside = [beta for beta in crossings if 0 < beta < math.inf]
    if not inside:
        return "below the smallest beta" if max(crossings) == 0 else "beyond the largest beta"
    span = f"at beta {min(inside):.2g}" + (f" to {max(inside):.2g}" if len(inside) > 1 else "")
    outside = len(crossings) - len(inside)
    return span + (f" (outside the range of beta for {outside} of {len(crossings)} seeds)" if outside else "")


def _over(seeds: int) -> str:
    return f"over {seeds} seeds" if seeds > 1 else "on one seed, without an interval"


def _length_sentences(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Whether the place where random labels are lost moves when training goes on."""
    findings = []
    for (posterior, samples, seed), group in grouped(found, "posterior", "samples", "seed").items():
        times = group[0]["longer_steps"] / group[0]["steps"]
        said = " and ".join(f"{_movement(entry)} (from {entry['start']})" for entry in group)
        verdict = ": training had not ended where it moves" if any(_moves(entry) for entry in group) else ""
        findings.append(
            f"With {times:g} times the steps (N = {samples}, seed {seed}, {NAMES[posterior]}) the place where the fit "
            f"of random labels is lost {said}{verdict}."
        )
    return findings


def _movement(entry: Mapping[str, Any]) -> str:
    before, after = _named(entry["beta"]), _named(entry["longer_beta"])
    if _moves(entry):
        return f"moves from {before} to {after}"
    return f"stays {'at ' if 0 < entry['beta'] < math.inf else ''}{before}"


def _moves(entry: Mapping[str, Any]) -> bool:
    before, after = entry["beta"], entry["longer_beta"]
    return not (before == after or abs(after - before) < SAME * before)


def _named(beta: float) -> str:
    """A crossing in words; a fit may be lost at every beta (0) or at none (infinity)."""
    if 0 < beta < math.inf:
        return f"beta {beta:.2g}"
    return "beyond the largest beta" if beta else "below the smallest beta"


def _metastable_sentences(found: Iterable[Mapping[str, Any]]) -> list[str]:
    findings = []
    for (posterior,), group in grouped(found, "posterior").items():
        fitted, above = sum(e["fitted"] for e in group), sum(e["fitted_above_trivial"] for e in group)
        if fitted:
            at = [e["beta"] for e in group if e["fitted_above_trivial"]]
            where = f", from beta {min(at):g} on" if at else ""
            findings.append(
                f"Of {fitted} networks that fit random labels with {NAMES[posterior]}, {above or 'none'} are "
                f"metastable (a network that knows nothing has the lower Lagrangian){where}."
            )
    return findings


def _growth_sentences(found: Iterable[Mapping[str, Any]]) -> list[str]:
    expected = {"random": "the paper has linear growth, 1", "real": "the paper has a plateau, 0, at large N"}
    findings = []
    for (posterior, labels), group in grouped(found, "posterior", "labels").items():
        ends = [min(group, key=lambda e: e["exponent"]), max(group, key=lambda e: e["exponent"])]
        said = [f"{e['exponent']:.2f} [{e['low']:.2f}, {e['high']:.2f}] (beta {e['beta']:g})" for e in ends]
        between = said[0] if ends[0] is ends[1] else f"between {said[0]} and {said[1]}"
        findings.append(
            f"I(w;D) of networks that fit {labels} labels with {NAMES[posterior]} grows like N to the power "
            f"{between}; {expected[labels]}."
        )
    return findings


def _fitted_sentences(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """The largest beta at which labels of each kind are fitted by every seed, over N."""
    findings = []
    for (posterior,), group in grouped(found, "posterior").items():
        reach = {
            labels: _reach([entry["fits_up_to"] for entry in entries])
            for (labels,), entries in grouped(group, "labels").items()
        }
        said = " and ".join(f"{labels} labels {where}" for labels, where in sorted(reach.items(), reverse=True))
        findings.append(
            f"With {NAMES[posterior]} all seeds fit {said}; the paper has real labels fitted over a wide range of "
            "beta > 1."
        )
    return findings


def _reach(largest: Sequence[float | None]) -> str:
    known = sorted(beta for beta in largest if beta is not None)
    if not known:
        return "at no beta"
    return f"up to beta {known[0]:g}" + (f" to {known[-1]:g} (by N)" if known[0] < known[-1] else "")


def _test_error_sentence(found: Sequence[Mapping[str, Any]]) -> list[str]:
    if not found:
        return []
    best = [entry["best_beta"] for entry in found]
    minima = sum(entry["bias_variance_minimum"] for entry in found)
    lowest = min(found, key=lambda entry: entry["test_error"].value)
    seeds = lowest["test_error"].seeds
    worse = f"both ends worse by more than their intervals {_over(seeds)}" if seeds > 1 else _over(seeds)
    return [
        f"Test error on real labels has an inner minimum over beta, {worse}, in {minima} of {len(found)} settings of "
        f"N and of how I(w;D) is counted; the best beta lies between {min(best):g} and {max(best):g}, the lowest error "
        f"is {lowest['test_error']}, and the paper is best near beta = 1."
    ]
