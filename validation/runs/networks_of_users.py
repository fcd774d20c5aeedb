"""Networks that a user brings: `--network MODULE:FACTORY` becomes a cell that measures it."""

import importlib
from collections.abc import Sequence
from typing import Any

from validation.effort import Effort
from validation.experiments import Cell


def network_cells(factories: Sequence[str], measurements: Sequence[str], *, effort: Effort, seed: int) -> list[Cell]:
    """A cell for each factory and each module that measures one.

    Raises ValueError, naming --network, where a factory cannot be loaded, or no module measures networks.
    """
    if not factories:
        return []
    from validation.networks.loading import load_factory

    if not measurements:
        raise ValueError("--network: none of the papers of this run says anything of a user's network")
    for factory in factories:
        load_factory(factory)
    common = {"seed": seed, "device": effort.device, "profile": effort.profile}
    return [
        Cell(
            function="validation.runs.networks_of_users:measure_cell",
            configuration={"factory": factory, "measurement": measurement, **common},
            label=f"network {factory}",
            reaches=(measurement,),
        )
        for factory in factories
        for measurement in measurements
    ]


def measure_cell(configuration: dict[str, Any]) -> dict[str, Any]:
    """The measurements of one user's network, as an entry of the results' `networks`, and a line about them."""
    from validation.networks.loading import load_factory

    measure = importlib.import_module(configuration["measurement"]).measure
    made = load_factory(configuration["factory"])()
    if not isinstance(made, tuple) or len(made) != 3:
        length = f" of {len(made)}" if isinstance(made, tuple) else ""
        raise ValueError(f"the factory must return (model, loss, data), got {type(made).__name__}{length}")
    model, loss, data = made
    measured = measure(model, loss, data, name=configuration["factory"], seed=configuration["seed"])
    return {**measured.to_json(), "users": True, "headline": measured.headline}
