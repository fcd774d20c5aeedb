"""T3 with an alpha for every weight, on units of trained networks whose weights each learned their own.

The true information of a unit and its bound are taken on one sample of the unit's own inputs, as their distribution, so
that no sampling error comes between them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bounds.claims.statement import Evidence
from reports.figure import Figure, Series
from reports.record import Column, Quantity, Record, Table
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.experiments.common import data_source, image_set, measurement, same, setting
from validation.papers.achille_soatto_2017.experiments.layer_information import load, perceptron_inputs, train_one

STATEMENT = "proposition-7/per-weight-alpha"
READINGS = ("printed", "repaired")
PAPER = (
    "The noise of a layer is related to its information by alpha = exp(-I(w;D)/dim(w)): one number for all weights, "
    "though training gives every weight an alpha of its own."
)


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a seed."""
    configuration = {
        **data_source(effort),
        "posterior": "claim-1",
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[16, 4], standard=[32, 16])},
        "beta": 0.3,
        "samples": effort.pick(quick=400, standard=1_000),
        "steps": effort.pick(quick=300, standard=1_000),
        "inputs": effort.pick(quick=30, standard=60),
        "units": effort.pick(quick=2, standard=3),
        "device": effort.device,
    }
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.per_weight_noise:network",
            configuration={**configuration, "seed": seed + repeat},
            label=f"per-weight-noise beta={configuration['beta']:g} seed={seed + repeat}",
        )
        for repeat in range(effort.pick(quick=1, standard=3))
    ]


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one network, and measure the first units of its output layer."""
    import torch

    from estimators.noisy_layer import ALPHA_RANGE

    data = image_set(configuration)
    trained = train_one(configuration, data)
    load(trained)
    images = torch.from_numpy(data.normalised(data.test_images)).to(configuration["device"])
    last = perceptron_inputs(trained, images, configuration)[-1]
    weights, x = last.w_hat, last.x[0]
    alpha = np.maximum(np.broadcast_to(last.alpha, weights.shape), ALPHA_RANGE[0])  # less noise is not resolved
    measured = slice(configuration["units"])
    alive = x[(x != 0).any(1)]  # inputs of nothing but zeros would be an atom, where T3 says nothing
    found = units(weights[measured], alpha[measured], alive)
    row = {"seed": configuration["seed"], "beta": configuration["beta"], "inputs": len(alive), "units": found}
    slack = min(unit["repaired"] - unit["information"] for unit in found)
    return {"row": row, "headline": f"smallest slack of {len(found)} units {slack:.3f} nats"}


def units(w_hat: np.ndarray, alpha: np.ndarray, x: np.ndarray) -> list[dict[str, Any]]:
    """Each unit's true information on the inputs x (N, dim x), as the distribution, and both forms of its bound."""
    from estimators.noisy_layer import information_per_unit

    found = information_per_unit(w_hat, alpha, x, inputs="distribution")
    errors = np.broadcast_to(found.numerical_error, len(w_hat))
    return [
        {
            "information": float(found.value[k]),
            "numerical_error": float(errors[k]),
            **{reading: bound(reading, w_hat[k], alpha[k], x) for reading in READINGS},
            "smallest_alpha": float(alpha[k].min()),
            "largest_alpha": float(alpha[k].max()),
        }
        for k in range(len(w_hat))
    ]


def bound(reading: str, w: np.ndarray, alpha: np.ndarray, x: np.ndarray) -> float:
    """The reading's bound on the information of one unit."""
    from bounds.papers.achille_soatto_2017 import LEDGER

    formula: Any = LEDGER[STATEMENT][reading].formula
    count, dim = x.shape
    inputs = {"N": count, "P": np.full(count, 1 / count), "x": x}
    return float(formula.evaluate({"I": 0.0, "d": dim, "w": w, "alpha": alpha, **inputs})[1])


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rows = [result["row"] for result in results]
    found = [{**row, **unit} for row in rows for unit in row["units"]]
    judged = {reading: judgement(found, reading) for reading in READINGS}
    alphas = min(unit["smallest_alpha"] for unit in found), max(unit["largest_alpha"] for unit in found)
    ends = (Quantity(f"{end} alpha", alpha) for end, alpha in zip(("smallest", "largest"), alphas, strict=True))
    quantities = (*setting(cells[0].configuration), *ends)
    tables = (
        Table.of("readings", [{"reading": name, **one} for name, one in judged.items()], JUDGED),
        Table.of("units", found, UNIT, shown=False),
    )
    return Summary(
        record=Record("", quantities, tables),
        evidence=[(STATEMENT, reading, evidence(judged[reading], alphas)) for reading in READINGS],
        figures=[figure(found)],
        paper=PAPER,
        found=sentences(judged, alphas),
        numbers=[_nearest(judged[reading], reading) for reading in READINGS],
    )


def _nearest(judged: Mapping[str, Any], reading: str) -> Quantity:
    """The smallest slack of a bound, with what its numbers may be off by."""
    slack, error = judged["worst"]
    name = f"smallest slack of the bound, {reading} ({judged['units']} units)"
    return Quantity(name, slack, slack - error, slack + error, unit="nats")


JUDGED: dict[str, Column] = {
    **same("reading", "units"),
    "smallest slack (nats)": "smallest_slack",
    "largest slack (nats)": "largest_slack",
    "units that exceed it": "exceeded",
}
UNIT: dict[str, Column] = {
    **same("seed", "beta", "inputs"),
    "I(z_k;x) (nats)": "information",
    "numerical error (nats)": "numerical_error",
    "printed bound (nats)": "printed",
    "repaired bound (nats)": "repaired",
    **same("smallest_alpha", "largest_alpha"),
}


def judgement(units: Sequence[Mapping[str, Any]], reading: str) -> dict[str, Any]:
    """Every unit against its own bound: the slacks, and how many exceed it by more than the numbers err.

    `worst`: the slack of the unit that is nearest to exceed it so, and its numerical error.
    """
    slack = [unit[reading] - unit["information"] for unit in units]
    errors = [unit["numerical_error"] for unit in units]
    return {
        "units": len(units),
        "smallest_slack": min(slack),
        "worst": min(zip(slack, errors, strict=True), key=sum),
        "largest_slack": max(slack),
        "exceeded": sum(gap < -error for gap, error in zip(slack, errors, strict=True)),
    }


def evidence(judged: Mapping[str, Any], alphas: tuple[float, float]) -> Evidence:
    return measurement(
        method="trained networks, an alpha learned for every weight",
        summary=f"The true information of {judged['units']} output units of trained networks, {_range(*alphas)}: the "
        f"bound less the information is {judged['smallest_slack']:.4f} to {judged['largest_slack']:.4f} nats; "
        f"{judged['exceeded']} exceed it.",
        margin=judged["worst"][0],
        error=judged["worst"][1],
        comparisons=judged["units"],
    )


def sentences(judged: Mapping[str, Mapping[str, Any]], alphas: tuple[float, float]) -> str:
    """One finding a line."""
    printed, repaired = (judged[reading] for reading in READINGS)
    findings = [
        f"With every weight's own alpha ({_range(*alphas)}) T3 lies above the true information of "
        f"{repaired['units'] - repaired['exceeded']} of {repaired['units']} trained units; bound less information is "
        f"{repaired['smallest_slack']:.3f} to {repaired['largest_slack']:.3f} nats.",
        f"With the mean information per weight in place of them, as printed, the bound is exceeded on "
        f"{printed['exceeded']} of these {printed['units']} units; bound less information is "
        f"{printed['smallest_slack']:.3f} to {printed['largest_slack']:.3f} nats.",
    ]
    return "\n".join(findings)


def _range(smallest: float, largest: float) -> str:
    return f"alpha {smallest:.1e} to {largest:.2g}"


def figure(units: Sequence[Mapping[str, Any]]) -> Figure:
    information = [unit["information"] for unit in units]
    ends = [min(information), max(information)]
    panels = {"repaired": "every weight's own alpha", "printed": "mean information, as printed"}
    return Figure(
        id="per-weight-noise",
        subject="per-weight-noise",
        title="T3 with an alpha for every weight",
        x_label="true information of a unit (nats)",
        y_label="bound (nats)",
        series=[
            *(
                Series(name="a unit", x=information, y=[unit[name] for unit in units], style="points", panel=panel)
                for name, panel in panels.items()
            ),
            Series(name="equality", x=ends, y=ends, reference=True),
        ],
        caption="Each point is an output unit of a trained network, on a sample of its own inputs.",
    )


EXPERIMENT = Experiment(
    name="per-weight-noise",
    title="An alpha for every weight",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(STATEMENT,),
)
