"""Figure 1's judgements for the results: a table for each of the questions, with the names of what is in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.record import Column, Quantity, Record, Table
from validation.experiments.common import Row, networks_table, same

POSTERIORS = (
    Quantity(
        "truncated posterior",
        "log-normal weights truncated to a proper log-uniform prior: I(w;D) is an exact divergence",
    ),
    Quantity(
        "claim-1 posterior",
        "log-normal weights, I(w;D) = -1/2 sum log alpha with alpha <= 1: no divergence, w_hat is free",
    ),
)
TRAINED = same("posterior", "start")
METASTABLE: dict[str, Column] = {
    **TRAINED,
    **same("beta", "networks", "fitted"),
    "fitted above the trivial Lagrangian": "fitted_above_trivial",
}
TRANSITION: dict[str, Column] = {
    **TRAINED,
    "N": "samples",
    "steps": "steps",
    "sweeps": "sweeps",
    "beta by seed": lambda found: tuple(found["by_seed"]),
    "beta": lambda found: Quantity("", found["beta"], found["low"], found["high"]) if "beta" in found else None,
}
WIDTH: dict[str, Column] = {
    **TRAINED,
    "N": "samples",
    "sweeps": "sweeps",
    "sweeps that count": lambda found: len(found["widths"]),
    "width in log beta": lambda found: found["width"].quantity() if found["width"] else None,
}
PREDICTED: dict[str, Column] = {
    "start": "start",
    "N": "samples",
    **same("seed"),
    "fit at beta": "fit_at",
    "beta* of that fit": "predicted",
    "beta* of the fit that loses last": "frugal",
    "measured": "measured",
}
OFF: dict[str, Column] = {
    **same("by", "start"),
    "sweeps": lambda found: found["off"].seeds,
    "log(measured/predicted)": lambda found: found["off"].quantity(),
}
LENGTH: dict[str, Column] = {
    **TRAINED,
    "N": "samples",
    **same("seed", "steps", "beta", "longer_steps"),
    "beta after them": "longer_beta",
}
GROWTH: dict[str, Column] = {
    **same("posterior", "labels", "beta"),
    "exponent": lambda found: Quantity("", found["exponent"], found["low"], found["high"]),
}
FITTED: dict[str, Column] = {
    **same("posterior", "labels"),
    "N": "samples",
    "fits up to beta": lambda found: "none" if found["fits_up_to"] is None else found["fits_up_to"],
}
TEST_ERROR: dict[str, Column] = {
    "posterior": "posterior",
    "N": "samples",
    "seeds": lambda found: found["test_error"].seeds,
    "best beta": "best_beta",
    "share of test errors there": lambda found: found["test_error"].quantity(),
    "certificate there": lambda found: found["certificate"] and found["certificate"].quantity(),
    "I(w;D) there (nats)": lambda found: found["information_at_best"].quantity(),
    "excess at the smallest beta": lambda found: found["excess_at_smallest_beta"].quantity(),
    "excess at the largest beta": lambda found: found["excess_at_largest_beta"].quantity(),
    "an inner minimum": "bias_variance_minimum",
}


def record(quantities: Sequence[Quantity], judged: Mapping[str, Any], networks: Sequence[Row]) -> Record:
    """Everything judged, what the networks were trained on, and each network for the results file alone."""
    tables = (
        Table.of("metastable fits", judged["metastable"], METASTABLE),
        Table.of("transition", judged["transition"], TRANSITION),
        Table.of("width of the transition", judged["transition"], WIDTH),
        Table.of("predicted and measured crossings", judged["predictions"], PREDICTED),
        Table.of("how far predictions are off", _off(judged["differences"]), OFF),
        Table.of("transition after longer training", judged["training_length"], LENGTH),
        Table.of("growth of I(w;D) with N", judged["growth_of_information"], GROWTH),
        Table.of("range of beta that is fitted", judged["fitted_range_of_real_labels"], FITTED),
        Table.of("test error", judged["test_error"], TEST_ERROR),
        networks_table(networks),
    )
    ended = judged["converged"]
    counted = Quantity("networks whose training had ended", ended["converged"], note=f"of {ended['networks']}")
    return Record("", (*quantities, *POSTERIORS, counted), tables, (_payment(judged["payment"]),))


def _off(found: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {"predicted": "the fit at the smallest beta", "frugal": "the fit that loses last"}
    return [
        {"by": names[by], "start": start, "off": mean} for by, means in found.items() for start, mean in means.items()
    ]


def _payment(paid: Mapping[str, Any]) -> Record:
    free, unit = "with Claim 1's information", "nats a sample"
    quantities = (
        Quantity("networks", paid["networks"]),
        Quantity("smallest slack", paid["smallest_slack"], unit=unit),
        Quantity("p-value", paid["p_value"]),
        Quantity(f"networks {free}", paid["networks_with_claim_1"]),
        Quantity(f"smallest slack {free}", paid["smallest_slack_with_claim_1"], unit=unit),
        Quantity(f"networks below zero {free}", paid["networks_below_zero_with_claim_1"]),
    )
    return Record("payment for random labels", quantities)
