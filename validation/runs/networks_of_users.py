"""Networks that a user brings: `--network MODULE:FACTORY` becomes a cell that measures it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from validation.effort import Effort
from validation.experiments import Cell


def network_cells(factories: Sequence[str], *, effort: Effort, seed: int) -> list[Cell]:
    """A cell for each factory; raises ValueError, naming --network, where one cannot be loaded."""
    if not factories:
        return []
    from validation.networks.loading import load_factory

    for factory in factories:
        load_factory(factory)
    return [
        Cell(
            function="validation.runs.networks_of_users:measure_cell",
            configuration={"factory": factory, "seed": seed, "device": effort.device, "profile": effort.profile},
            label=f"network {factory}",
        )
        for factory in factories
    ]


def measure_cell(configuration: dict[str, Any]) -> dict[str, Any]:
    """The measurements of one user's network, as an entry of the results' `networks`."""
    from validation.networks import measure
    from validation.networks.loading import load_factory

    model, loss, data = load_factory(configuration["factory"])()
    measured = measure(model, loss, data, name=configuration["factory"], seed=configuration["seed"])
    return {**asdict(measured), "users": True}
