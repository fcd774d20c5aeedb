"""What the layers of trained networks show: T3 and Corollary 5.1 against what was measured, evidence and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bounds.claims.statement import Evidence
from reports.figure import Figure
from reports.record import Column, Quantity, Record, Table
from reports.tightness import Case, recorded
from validation.checks.significance import chance
from validation.effort import Effort
from validation.experiments import Cell, Summary
from validation.experiments.common import (
    NON_NEGATIVE,
    Row,
    curve,
    mean_over_seeds,
    means,
    measurement,
    over_beta,
    setting,
)
from validation.papers.achille_soatto_2017.corollary_result import Corollary, LayerBound

PAPER = (
    "The least over the layers of dim(z_k)[g(alpha^k) + 1] bounds I(z_L;x); the first layer drops more information "
    "than the last ones."
)


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    chains = [row for row in rows if row["stack"]["applies"]]
    # no one architecture: each network's name says what it is
    data = {key: cells[0].configuration[key] for key in ("data", "hash", "pool")}
    quantities = setting(data, interval="95 % Student interval over seeds")
    return Summary(
        record=Record(
            "",
            quantities,
            (recorded(_cases(rows, chains)),),
            (_t3_record(t3(rows)), _corollary_record(corollary(chains))),
        ),
        networks=[entry(row) for row in rows],
        evidence=evidence(rows, chains),
        figures=figures(chains),
        paper=PAPER,
        found=sentences(rows, chains),
        numbers=numbers(chains),
    )


def numbers(chains: Sequence[Row]) -> list[Quantity]:
    """At the smallest beta: what the stack passes on, and both forms of Corollary 5.1."""
    least = min(row["beta"] for row in chains)
    stacks = [row["stack"] for row in chains if row["beta"] == least]
    forms = {
        f"I(z_L;x) from below at beta {least:g}": [stack["measured"]["lower"] for stack in stacks],
        "Corollary 5.1's bound on it, printed": [stack["printed"] for stack in stacks],
        "Corollary 5.1's bound on it, repaired": [stack["repaired"] for stack in stacks],
    }
    return [mean_over_seeds(values).quantity(name, unit="nats") for name, values in forms.items() if None not in values]


def _cases(rows: Sequence[Row], chains: Sequence[Row]) -> Iterator[Case]:
    """T3 on every layer, Corollary 5.1 on every stack; beyond log N a bound on what N inputs pass on says nothing."""
    for row in rows:
        for part in row["layers"]:
            yield Case(
                claim="proposition-7",
                reading="repaired",
                form="T3",
                where=f"{row['name']}, layer {part['layer'] + 1}",
                of=part["outputs"],
                measured=Quantity("", part["units"]["sum"]),
                bound=Quantity("", part["t3"]["sum"]),
            )
    for row in chains:
        stack = row["stack"]
        lower = Quantity("", *(stack["measured"][end] for end in ("lower", "low", "high")))
        for reading, form in (("printed", ""), ("repaired", "T4")):
            yield Case(
                claim="corollary-5.1",
                reading=reading,
                form=form,
                where=row["name"],
                of=row["layers"][-1]["outputs"],
                measured=lower,
                bound=Quantity("", stack[reading]),
            )


def entry(row: Row) -> dict[str, Any]:
    """A network's entry in the results."""
    information = Quantity("I(w;D)", row["information"], unit="nats", note="Claim 1 with C = 0, one alpha a layer")
    bounds = corollary_of(row).record()
    return {
        "name": row["name"],
        "quantities": [
            Quantity("beta", row["beta"]).to_json(),
            Quantity("share of test errors", row["test_error"]).to_json(),
        ],
        "layers": Table.of("Layers", row["layers"], LAYER).to_json(),
        "flatness": Record("Flatness").to_json(),
        "information_in_weights": Record(
            "Information in the weights", (information, Quantity("weights", row["weights"]))
        ).to_json(),
        "corollary_5_1": replace(bounds, tables=(*bounds.tables, _rest_of(row))).to_json(),
        "tensors": row["tensors"],
    }


def corollary_of(row: Row) -> Corollary:
    """Corollary 5.1 on a row's stack of layers."""
    stack = row["stack"]
    if not stack["applies"]:
        return Corollary(applies=False, reason=stack["reason"])
    measured = stack["measured"]
    return Corollary(
        applies=True,
        reason=stack["reason"],
        printed=stack["printed"],
        layers=tuple(LayerBound(**one) for one in stack["by_layer"]),
        entropy=stack["entropy"],
        units=stack["units"],
        narrowest=stack["narrowest"],
        measured=Quantity("", measured["lower"], measured["low"], measured["high"], standard_error=measured["error"]),
    )


LAYER: dict[str, Column] = {
    "layer": lambda part: part["layer"] + 1,  # counted from one, as in the figures
    "inputs": "inputs",
    "units": "outputs",
    "alpha": "alpha",
    "I(w;D) a weight (nats)": "information_per_weight",
    "mean rho": lambda part: part["rho"]["mean"],
    "mean c": lambda part: part["c"]["mean"],
    "sum of I(z_k;x) (nats)": lambda part: part["units"]["sum"],
    "sum of T3 (nats)": lambda part: part["t3"]["sum"],
    "least slack of T3 (nats)": lambda part: part["t3"]["smallest_slack"],
}
REST: dict[str, Column] = {
    "layer": lambda part: part["layer"] + 1,
    "largest rho": lambda part: part["rho"]["largest"],
    "units with an atom at zero": lambda part: part["c"]["rows_with_an_atom"],
    "units T3 was tested on": lambda part: part["t3"]["rows"],
    "largest I(z_k;x) (nats)": lambda part: part["units"]["largest"],
    "sum of the upper ends of I(z_k;x) (nats)": lambda part: part["units"]["upper"],
    "numerical error (nats)": lambda part: part["units"]["numerical_error"],
    "mean I(z_k;x) less its surrogate (nats)": lambda part: part["surrogate"]["mean_gap"],
}


def _rest_of(row: Row) -> Table:
    """What else was measured of each layer, for the results file."""
    return Table.of("more of each layer", row["layers"], REST, shown=False)


def _t3_record(found: Row) -> Record:
    return Record(
        "T3 on every unit",
        (
            Quantity("units", found["units"]),
            Quantity("smallest slack", found["smallest_slack"], unit="nats", note="numerical error allowed for"),
            Quantity("violated", found["violated"]),
        ),
    )


def _corollary_record(found: Row) -> Record:
    layers = ", ".join(str(place + 1) for place in found["narrowest_layer"])
    return Record(
        "Corollary 5.1 on perceptrons",
        (
            Quantity("networks", found["networks"]),
            Quantity("networks that exceed the printed bound", found["printed_exceeded"]),
            Quantity("largest excess over the printed bound", found["largest_excess_printed"], unit="nats"),
            Quantity("excess over the printed bound at most", found["worst_z_printed"], unit="standard errors"),
            Quantity("networks with a finite repaired bound", found["bounded"]),
            Quantity("smallest margin of the repaired bound", found["smallest_margin_repaired"], unit="nats"),
            Quantity("excess over the repaired bound at most", found["worst_z_repaired"], unit="standard errors"),
            Quantity("layer of the least sum of the units' information, by network", layers),
        ),
    )


def t3(rows: Sequence[Row]) -> dict[str, Any]:
    """T3 on every row of every layer: how many, the smallest slack with the numerical error allowed for, and both."""
    tested = [part for row in rows for part in row["layers"] if part["t3"]["rows"]]
    margin, error = min(((p["t3"]["smallest_slack"], p["units"]["numerical_error"]) for p in tested), key=sum)
    return {
        "units": sum(part["t3"]["rows"] for part in tested),
        "smallest_slack": margin + error,
        "margin": margin,
        "error": error,
        "violated": margin < -error,
    }


def corollary(chains: Sequence[Row]) -> dict[str, Any]:
    """Corollary 5.1, printed and repaired, against what was measured below."""
    printed = [_z_score(row, row["stack"]["printed"]) for row in chains]
    bounded = [row for row in chains if row["stack"]["repaired"] is not None]
    repaired = [_z_score(row, row["stack"]["repaired"]) for row in bounded]
    margins = [row["stack"]["repaired"] - row["stack"]["measured"]["lower"] for row in bounded]
    return {
        "networks": len(chains),
        "printed_exceeded": sum(score > 4 for score in printed),
        "worst_z_printed": max(printed),
        "largest_excess_printed": max(row["stack"]["measured"]["lower"] - row["stack"]["printed"] for row in chains),
        "bounded": len(bounded),
        "worst_z_repaired": max(repaired, default=None),
        "smallest_margin_repaired": min(margins, default=None),
        "narrowest_layer": [row["stack"]["narrowest"] for row in chains],
    }


def _z_score(row: Row, bound: float) -> float:
    measured = row["stack"]["measured"]
    return (measured["lower"] - bound) / max(measured["error"], 1e-3)


def evidence(
    rows: Sequence[Row], chains: Sequence[Row], *, below: str = "InfoNCE on held-out pairs"
) -> list[tuple[str, str, Evidence]]:
    """T3 on trained rows, and both forms of Corollary 5.1 against a lower bound of I(z_L;x), `below` says which."""
    units, found = t3(rows), corollary(chains)
    trained = measurement(
        method="trained networks, every row on a sample of its own inputs",
        summary=f"The true information of {units['units']} units of trained layers, one alpha learned for each layer: "
        f"T3's first form exceeds it by {units['smallest_slack']:.4f} nats or more (numerical error allowed for).",
        margin=units["margin"],
        error=units["error"],
        comparisons=units["units"],
    )
    items = [("proposition-7", "sharpened", trained)]
    least = found["smallest_margin_repaired"]
    for name, worst, excess, count in (
        ("printed", found["worst_z_printed"], found["largest_excess_printed"], found["networks"]),
        ("sharpened", found["worst_z_repaired"], None if least is None else -least, found["bounded"]),
    ):
        if worst is None:
            continue
        summary = (
            f"{count} trained perceptrons: a lower bound of I(z_L;x) ({below}) less the minimum "
            f"over the layers is {excess:.1f} nats at most."
        )
        tested: dict[str, Any] = {"p_value": float(chance(worst, 1.0)), "comparisons": count}
        measured = measurement(method="trained networks, I(z_L;x) from below", summary=summary, **tested)
        items.append(("corollary-5.1", name, measured))
    return items


def sentences(rows: Sequence[Row], chains: Sequence[Row]) -> str:
    """One finding a line, against what the paper says of it."""
    units, found = t3(rows), corollary(chains)
    places, depth = found["narrowest_layer"], max(len(row["layers"]) for row in chains)
    findings = [
        f"T3 lies above the true information of all {units['units']} units, by {units['smallest_slack']:.3f} nats or "
        "more."
        if not units["violated"]
        else f"T3 is exceeded by {-units['smallest_slack']:.3f} nats on some unit of {units['units']}.",
        f"Corollary 5.1 as printed is exceeded by a lower bound of I(z_L;x) in {found['printed_exceeded']} of "
        f"{found['networks']} networks; at most, the lower bound less the printed one is "
        f"{found['largest_excess_printed']:.1f} nats.",
    ]
    if found["smallest_margin_repaired"] is not None:
        findings.append(
            f"The repaired bound stands above it in all {found['bounded']} networks where it is finite, by "
            f"{found['smallest_margin_repaired']:.1f} nats or more."
            if found["smallest_margin_repaired"] >= 0
            else f"The repaired bound lies {-found['smallest_margin_repaired']:.1f} nats below it at worst."
        )
    by_layer = ", ".join(f"at layer {k + 1} in {places.count(k)}" for k in range(depth))
    findings.append(
        f"The least sum of unit informations, which caps I(z_L;x), lies {by_layer} of {len(places)} networks; the "
        "paper has the first layer drop the most."
    )
    return "\n".join(findings)


STACK = "the stack, and Corollary 5.1"


def figures(chains: Sequence[Row]) -> list[Figure]:
    depth = len(chains[0]["layers"])
    sums = [[{"beta": row["beta"], **row["layers"][k]["units"]} for row in chains] for k in range(depth)]
    by_layer = [
        curve(f"layer {k}", means(units, ["beta"], "sum"), within=NON_NEGATIVE, panel="sum over a layer's units")
        for k, units in enumerate(sums, start=1)
    ]
    lower = means(chains, ["beta"], lambda row: row["stack"]["measured"]["lower"])
    measured = curve("I(z_L;x) from below", lower, panel=STACK)
    betas = sorted({row["beta"] for row in chains})
    lines = [curve("printed minimum", means(chains, ["beta"], lambda row: row["stack"]["printed"]), panel=STACK)]
    whole = [row for row in chains if row["stack"]["repaired"] is not None]
    if {row["beta"] for row in whole} == set(betas):
        repaired = means(whole, ["beta"], lambda row: row["stack"]["repaired"])
        lines.append(curve("repaired minimum (T4)", repaired, panel=STACK))
    references = [replace(line, low=None, high=None, seeds=None, reference=True) for line in lines]
    return [
        over_beta(
            id="layers",
            subject="layer-information",
            title="Information along the stack",
            y_label="information (nats)",
            series=[*by_layer, measured, *references],
            caption="Mean over seeds with 95 % intervals; dashed: Corollary 5.1's minimum over the layers, which as "
            "printed is negative where alpha is small.",
        )
    ]
