"""Networks that a user brings: `--network MODULE:FACTORY` becomes a cell that measures it."""

import importlib
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from validation.effort import Effort
from validation.experiments import Cell
from validation.runs.told import teller

OURS = ("model", "loss", "data", "name", "progress")  # of what a network is measured with: no options


def network_cells(factories: Sequence[str], measurements: Sequence[str], *, effort: Effort, seed: int) -> list[Cell]:
    """A cell for each factory and each module that measures one.

    Raises ValueError, naming --network, where a factory cannot be loaded, or no module measures networks.
    """
    if not factories:
        return []
    from validation.loading import load_factory

    if not measurements:
        raise ValueError("--network: none of the papers of this run says anything of a user's network")
    for factory in factories:
        load_factory(factory, option="--network")
    common = {"seed": seed, "device": effort.device, "profile": effort.profile}
    return [
        Cell(
            function="validation.runs.networks_of_users:measure_cell",
            configuration={"factory": factory, "measurement": measurement, **common},
            label=f"network {factory}",
            reaches=(measurement,),
        )
        for factory in dict.fromkeys(factories)
        for measurement in measurements
    ]


def measure_cell(configuration: dict[str, Any]) -> dict[str, Any]:
    """The measurements of one user's network, as an entry of the results' `networks`, and a line about them."""
    from validation.loading import load_factory

    measure = importlib.import_module(configuration["measurement"]).measure
    model, loss, data, options = _parts(load_factory(configuration["factory"], option="--network")())
    unknown = [name for name in options if name not in inspect.signature(measure).parameters or name in OURS]
    if unknown:
        raise ValueError(
            f"the factory's options {', '.join(map(str, unknown))} are none that a network is measured with"
        )
    name = configuration["factory"]
    options = {"seed": configuration["seed"], **options, "progress": teller(configuration.get("_told"), name)}
    measured = measure(model, loss, data, **options, name=name)
    drawn = [figure.to_json() for figure in measured.figures]
    return {**measured.to_json(), "users": True, "headline": measured.headline, "figures": drawn}


def _parts(made: Any) -> tuple[Any, Any, Any, Mapping[str, Any]]:
    """Model, loss, data and options of what a factory returned; ValueError for anything else."""
    if isinstance(made, tuple) and len(made) in (3, 4):
        model, loss, data, *rest = made
        options = rest[0] if rest else {}
        if isinstance(options, Mapping):
            return model, loss, data, options
    length = f" of {len(made)}" if isinstance(made, tuple) else ""
    raise ValueError(
        f"the factory must return (model, loss, data) or these and options, got {type(made).__name__}{length}"
    )
