"""What networks of real size say of the bounds: each bound beside what was measured, T1 by layer, evidence, figures."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bounds.claims.statement import Evidence, symbolic
from bounds.derivations.whole_arrays import value_of
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from reports.tightness import Case, recorded
from validation.checks.significance import chance
from validation.effort import Effort
from validation.experiments import Cell, Summary
from validation.experiments.common import Row, answer_if, measurement, networks_table, same, setting
from validation.papers.achille_soatto_2017.experiments.layer_information_findings import evidence as of_layers

PAPER = (
    "Flat minima have low information: the weights' norm and the Hessian's nuclear norm bound I(w;D) (Proposition 5); "
    "alpha bounds what a unit passes on (Proposition 7), and the narrowest layer what the stack does (Corollary 5.1)."
)
STATED = (0.75, 4 / 3)  # a mean of alpha E[w^2 H(w)] / beta in between counts as stationary: T1 speaks of no other
WEIGHTS = "I(w;D)"
OUTPUT = "I(z_L;x)"
FORMS = {
    "proposition-5/statement printed": "Proposition 5, printed",
    "proposition-5/statement repaired": "T1'', at the mean weights",
}


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    compared = [one for row in rows for one in comparisons(row)]
    printed = [one for one in compared if one["form"] == FORMS["proposition-5/statement printed"]]
    data = {key: cells[0].configuration[key] for key in ("data", "hash", "pool")}
    tables = (
        Table.of("bounds beside what was measured", compared, COMPARED),
        Table.of("T1 by layer", [{**row, **part} for row in rows for part in layers_of(row)], STATIONARY),
        Table.of("what the measurements took", rows, COST),
        networks_table(rows, NETWORK),
        recorded(map(_case, filter(lambda one: one["form"] in CASES, compared))),
    )
    device = Quantity("device", cells[0].configuration["device"], note="training and curvature; layers on the CPU")
    return Summary(
        record=Record("", (*setting(data, interval="95 % over probes or draws of the noise"), device), tables),
        evidence=[*of_weights(rows), *of_layers(*2 * (chains(rows),), below="a decoder of z_L on fresh draws")],
        figures=[bounds_figure(rows), ratio_figure(rows)],
        paper=PAPER,
        found="\n".join(sentences(rows, compared)),
        numbers=[
            replace(interval(row["t1"][0]["ratio"]), name=f"mean of alpha E[w² H(w)] / beta, {row['network']} (T1: 1)")
            for row in rows[:3]
        ],
        answers=[("proposition-5/statement", "printed", answer_if(all(one["holds"] for one in printed)))]
        if printed
        else [],
    )


def chains(rows: Sequence[Row]) -> list[Row]:
    """The stacks on which Corollary 5.1 was measured, as rows of layers."""
    return [{"layers": row["stack"]["layers"], "stack": row["stack"]} for row in rows if row["stack"]["applies"]]


def layers_of(row: Row) -> Iterator[dict[str, Any]]:
    """T1 on the whole network and on each layer with a free weight, the sharpness at the mean weights beside it."""
    whole = {"value": sum(one["value"] for one in row["at_mean_weights"].values())}
    for part in free_parts(row):
        at_mean = row["at_mean_weights"].get(part["name"], whole)
        yield {**part, "layer": part["name"], "free": part["weights"], "at_mean": at_mean["value"]}


def free_parts(row: Row) -> list[dict[str, Any]]:
    """The whole network and its layers, as far as any of their weights' alpha is free: the others hold nothing."""
    return [part for part in row["t1"] if part["weights"]]


# --- each bound beside what was measured ------------------------------------------------------------------------------


def comparisons(row: Row) -> Iterator[dict[str, Any]]:
    """Every form of every bound on one network, in nats; vacuous where knowing nothing would say as much.

    For I(w;D) that is N log C, what the labels cost without a network; log N for what N equally likely inputs pass on.
    """
    nothing = row["samples"] * math.log(row["classes"])
    for reading, form in FORMS.items():
        low, bound, high = row["bounds"][reading]
        yield _compared(row, WEIGHTS, row["information"], nothing, form, bound, low, high)
    free = row["t1"][0]
    of_free = partial(
        _compared, row, f"{WEIGHTS} of the free weights", free["information"], nothing, count=free["weights"]
    )
    whole, *parts = map(_bound, free_parts(row))
    yield of_free("T1", *whole)
    yield of_free("T1, layer by layer", *map(_total, zip(*parts, strict=True)))
    stack = row["stack"]
    if not stack["applies"]:
        yield _compared(row, OUTPUT, None, None, "Corollary 5.1", None, reason=stack["reason"])
        return
    cap, last = stack["entropy"], stack["layers"][-1]["outputs"]
    for part in stack["layers"]:
        units, place = part["outputs"], f"I(z_k;x) summed over layer {part['layer'] + 1}"
        one_unit = value_of(symbolic(LEDGER["proposition-7"]["printed"]).rhs, {"alpha": part["alpha"]})
        printed = units * float(one_unit.item())
        for form, bound in (("Proposition 7, printed", printed), ("T3", part["t3"]["sum"])):
            reason = "an input leaves a unit at 0" if bound is None else ""
            yield _compared(row, place, part["units"]["sum"], units * cap, form, bound, reason=reason, count=units)
    for form, bound in (("Corollary 5.1, printed", stack["printed"]), ("T4", stack["repaired"]), ("log N", cap)):
        yield _compared(row, OUTPUT, stack["measured"]["lower"], cap, form, bound, reason=stack["reason"], count=last)


def _compared(
    row: Row,
    of: str,
    measured: float | None,
    trivial: float | None,
    form: str,
    bound: float | None,
    low: float | None = None,
    high: float | None = None,
    *,
    reason: str = "",
    count: int | None = None,
) -> dict[str, Any]:
    known = bound is not None and measured is not None
    return {
        **{name: row[name] for name in ("network", "weights")},
        "of": of,
        "count": row["weights"] if count is None else count,
        "trivial": trivial,
        "form": form,
        "measured": measured,
        "bound": bound,
        "low": low,
        "high": high,
        "ratio": bound / measured if bound is not None and measured else None,
        "holds": bound >= measured if bound is not None and measured is not None else None,
        "vacuous": bound >= trivial if known and bound is not None and trivial is not None else None,
        "reason": reason,
    }


def _bound(part: Row) -> tuple[float | None, float | None, float | None]:
    return part["bound"], *part["bound_interval"]


def _total(ends: Sequence[float | None]) -> float | None:
    known = [end for end in ends if end is not None]
    return sum(known) if len(known) == len(ends) else None


CASES = {  # the bounds of the figure of all: whose, which reading, what it is called where not by that
    "Proposition 5, printed": ("proposition-5", "printed", ""),
    "T1": ("proposition-5", "repaired", "T1"),
    "T1, layer by layer": ("proposition-5", "sharpened", "T1 layer by layer"),
    "Proposition 7, printed": ("proposition-7", "printed", ""),
    "T3": ("proposition-7", "repaired", "T3"),
    "Corollary 5.1, printed": ("corollary-5.1", "printed", ""),
    "T4": ("corollary-5.1", "repaired", "T4"),
}


def _case(one: Row) -> Case:
    claim, reading, form = CASES[one["form"]]
    return Case(
        claim=claim,
        reading=reading,
        form=form,
        where=f"{one['network']}: {one['of']}",
        of=one["count"],
        measured=Quantity("", one["measured"]),
        bound=Quantity("", one["bound"], one["low"], one["high"]),
        vacuous_from=one["trivial"],
    )


COMPARED: dict[str, Column] = {
    **same("network", "weights", "of", "form"),
    "measured (nats)": "measured",
    "bound (nats)": lambda one: Quantity("", one["bound"], one["low"], one["high"]),
    "bound over measured": "ratio",
    **same("holds", "vacuous"),
    "why there is none": "reason",
}


def interval(found: Mapping[str, float]) -> Quantity:
    return Quantity("", found["value"], found["low"], found["high"], standard_error=found["error"])


STATIONARY: dict[str, Column] = {
    **same("network", "layer", "free"),
    "held, left out": "left_out",
    "sum of E[w² H(w)]": lambda part: interval(part["curvature"]),
    "sum of w² H at the mean weights, all": "at_mean",
    "mean of alpha E[w² H(w)] / beta": lambda part: interval(part["ratio"]),
    "I(w;D) (nats)": "information",
    "T1 (nats)": lambda part: Quantity("", part["bound"], *part["bound_interval"]),
}
COST: dict[str, Column] = {
    **same("network", "weights"),
    "training (s)": lambda row: row["seconds"]["training"],
    "Hessian and noise (s)": lambda row: row["seconds"]["Hessian and noise"],
    "layers (s)": lambda row: row["seconds"]["layers"],
    "vectors held (MiB)": lambda row: row["memory"] / 2**20,
}
NETWORK: dict[str, Column] = {
    **same("network", "weights", "beta", "samples", "test_error", "point"),
    "I(w;D) (nats)": "information",
    "trace": lambda row: interval(row["trace"]),
    "nuclear norm": lambda row: interval(row["nuclear_norm"]),
    "negative mass": lambda row: interval(row["negative_mass"]),
    "half the sum of alpha E[w² H(w)], free weights": lambda row: interval(row["t1"][0]["slope"]),
    "rise of the expected loss with their log alpha": lambda row: interval(row["rise"]),
}


# --- evidence ---------------------------------------------------------------------------------------------------------


def of_weights(rows: Sequence[Row]) -> list[tuple[str, str, Evidence]]:
    """T1 as a bound and as a derivative, and Proposition 5's forms at the mean weights."""
    trained = f"{len(rows)} trained networks of {_sizes(rows)} weights"
    gaps = [(row["t1"][0]["slope"], row["rise"]) for row in rows]
    worst = min(float(2 * chance(abs(a["value"] - b["value"]), math.hypot(a["error"], b["error"]))) for a, b in gaps)
    slopes = measurement(
        method="expected loss of trained networks against their noise",
        summary=f"{trained}: what the expected loss gains with the logarithm of all free alphas, by differences, is "
        f"{_span([b['value'] / a['value'] for a, b in gaps], '.3f')} times half the sum of alpha_i E[w_i^2 H_ii(w)] in "
        "the weak form, which holds for ReLU networks.",
        p_value=worst,
        comparisons=len(gaps),
    )
    found = [
        ("proposition-5", "repaired", of_t1(rows)),
        ("proposition-5/noise-averaged-curvature", "repaired", slopes),
    ]
    for reading in FORMS:
        slack = [
            row["bounds"][reading][1] - row["information"] for row in rows if row["bounds"][reading][1] is not None
        ]
        summary = (
            f"{trained}, none at a minimum: with the nuclear norm sampled at the mean weights the bound less the "
            f"information measured is {_span(slack)} nats."
        )
        statement, name = reading.split(" ")
        found.append((statement, name, measurement(method="sampled Hessians of trained networks", summary=summary)))
    return found


def of_t1(rows: Sequence[Row]) -> Evidence:
    """T1's bound against the information, where the noise is stationary by the stated test.

    One alpha a layer makes of the bound an equality at the stationary point, which training only comes near to.
    """
    free = [row for row in rows if not row["per_layer"]]
    near = [row for row in free if STATED[0] < row["t1"][0]["ratio"]["value"] < STATED[1]]
    excess = [_excess(row) for row in near]
    slack = f", its bound less the information measured is {_span([-gap for gap, _ in excess])} nats" if near else ""
    return measurement(
        method="noise-averaged curvature of trained networks",
        summary=f"alpha is {_span(_ratios(rows), '.2f')} times T1's beta/c on average over the weights whose alpha is "
        f"free ({sum(row['t1'][0]['left_out'] for row in rows)} held at either end of its range are left out). On the "
        f"{len(near)} of {len(free)} networks with an alpha for every weight where it is between {STATED[0]:.2f} and "
        f"{STATED[1]:.2f}, so that T1 speaks of them{slack}.",
        p_value=min((float(chance(gap, error)) for gap, error in excess), default=None),
        comparisons=len(excess),
    )


def _excess(row: Row) -> tuple[float, float]:
    """The information over T1's bound, and the bound's standard error, in nats."""
    whole = row["t1"][0]
    error = whole["weights"] / 2 * whole["curvature"]["error"] / whole["curvature"]["value"]
    return whole["information"] - whole["bound"], error


def _sizes(rows: Sequence[Row]) -> str:
    return f"{min(row['weights'] for row in rows):,} to {max(row['weights'] for row in rows):,}"


def _ratios(rows: Sequence[Row]) -> list[float]:
    return [row["t1"][0]["ratio"]["value"] for row in rows]


def _span(values: Sequence[float], form: str = ".1f") -> str:
    return f"{min(values):{form}} to {max(values):{form}}"


# --- sentences and figures --------------------------------------------------------------------------------------------


def sentences(rows: Sequence[Row], compared: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One finding a line."""
    by_form = {form: [one for one in compared if one["form"] == form] for form in {one["form"] for one in compared}}
    yield (
        f"On networks of {_sizes(rows)} weights alpha is "
        f"{_span(_ratios(rows), '.2f')} times T1's beta/E[w² H(w)] on average over the weights whose alpha is free "
        f"({sum(r['t1'][0]['left_out'] for r in rows):,} held at either end of its range are left out)."
    )
    off = [part["at_mean"] / part["curvature"]["value"] for row in rows for part in layers_of(row)]
    yield (
        f"The Hessian at the mean weights gives {_span(off, '.2g')} times the curvature that the noise sees, by layer; "
        f"{sum(not row['is_minimum'] for row in rows)} of {len(rows)} networks are at no minimum."
    )
    for form in (*FORMS.values(), "T1", "T1, layer by layer", "T3", "Corollary 5.1, printed", "T4"):
        known = [one for one in by_form.get(form, ()) if one["bound"] is not None]
        if known:
            yield (
                f"{form}: the bound is {_span([one['ratio'] for one in known], '.3g')} times what was measured, below "
                f"it in {sum(not one['holds'] for one in known)} of {len(known)}, vacuous in "
                f"{sum(bool(one['vacuous']) for one in known)}."
            )
    none = [row for row in rows if row["architecture"] != "mlp"]
    yield from (f"Corollary 5.1 says nothing of {row['architecture']}: {row['stack']['reason']}." for row in none)


def bounds_figure(rows: Sequence[Row]) -> Figure:
    """Bounds on the information a weight, with the ends of their intervals."""

    def series(form: str) -> Series:
        kept = [one for row in rows for one in comparisons(row) if one["form"] == form]
        whole = [one for one in kept if None not in (one["low"], one["bound"], one["high"])]
        x, y, low, high = (
            [one[name] / one["weights"] for one in whole] for name in ("measured", "bound", "low", "high")
        )
        return Series(name="a network", x=x, y=y, low=low, high=high, style="points", panel=form)

    drawn = [series(form) for form in ("T1", "T1, layer by layer", FORMS["proposition-5/statement repaired"])]
    reach = [x for one in drawn for x in one.x]
    ends = [min(reach), max(reach)]
    return Figure(
        id="real-networks-bounds",
        subject="real-networks",
        title="Bounds on the information in the weights",
        x_label="measured I(w;D) (nats a weight, C = 0)",
        y_label="bound (nats a weight)",
        series=[*drawn, Series(name="equality", x=ends, y=ends, reference=True)],
        caption="Each point is a trained network, with 95 % intervals over draws of the noise or probes. "
        f"The printed bound is not drawn: it is {_printed_at_most(rows):,.0f} nats a weight at most.",
    )


def _printed_at_most(rows: Sequence[Row]) -> float:
    return max(row["bounds"]["proposition-5/statement printed"][1] / row["weights"] for row in rows)


def ratio_figure(rows: Sequence[Row]) -> Figure:
    """How near each layer's alpha is to its stationary value."""
    drawn = []
    for row in rows:
        parts = [(place, part["ratio"]) for place, part in enumerate(row["t1"][1:], start=1) if part["weights"]]
        y, low, high = ([ratio[end] for _, ratio in parts] for end in ("value", "low", "high"))
        x = [place for place, _ in parts]
        drawn.append(Series(name="measured", x=x, y=y, low=low, high=high, panel=row["network"]))
    depth = max(len(row["t1"]) - 1 for row in rows)
    return Figure(
        id="real-networks-ratio",
        subject="real-networks",
        title="Learned noise against T1's",
        x_label="layer",
        y_label="mean of alpha E[w² H(w)] / beta",
        series=[*drawn, Series(name="T1", x=[1, depth], y=[1.0, 1.0], reference=True)],
        caption="Mean over the weights of a layer whose alpha is free, with 95 % intervals over draws of the noise. At "
        "a stationary alpha it is 1.",
    )
