"""What figures 3 and 4 share: one noisy perceptron a beta and seed, trained on images under a nuisance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.record import Table
from validation.experiments import Cell
from validation.experiments.common import (
    NON_NEGATIVE,
    SHARE,
    Mean,
    Measured,
    Row,
    Trained,
    chosen,
    grouped,
    mean_over_seeds,
    picked,
    same,
    train_grid,
)

if TYPE_CHECKING:
    from validation.data.image_sets import ImageSet
    from validation.networks.training import Member, Schedule

WITHIN = {
    "I(w;D) (nats)": NON_NEGATIVE,
    "error on the task": NON_NEGATIVE,
    "error on the nuisance": NON_NEGATIVE,
    "share of test errors": SHARE,
}


def plan(
    function: str, common: Mapping[str, Any], *, name: str, betas: Sequence[float], seeds: Sequence[int]
) -> list[Cell]:
    """One cell a beta and seed."""
    return [
        Cell(
            function=function,
            configuration={**common, "beta": beta, "seed": seed},
            label=f"{name} beta={beta:g} seed={seed}",
        )
        for beta in betas
        for seed in seeds
    ]


def nuisance_of(configuration: Mapping[str, Any], shape: tuple[int, int, int]) -> Any:
    """The configuration's nuisance for images of that shape; None where it names none."""
    from validation.data.labels import clutter, occlusion

    if configuration["nuisance"] is None:
        return None
    height, width = shape[1:]
    return occlusion(height, width) if configuration["nuisance"] == "occlusion" else clutter(height, width)


@dataclass(frozen=True, kw_only=True)
class UnderNuisance:
    """A network trained on images under a nuisance: the images as `seen`, and how every image is normalised."""

    trained: Trained
    nuisance: Any
    seen: np.ndarray
    centre: Any
    scale: Any

    def normalised(self, images: Any) -> Any:
        """Images less the training images' mean, over their standard deviation; arrays or tensors."""
        return (images - self.centre) / self.scale


def train_under_nuisance(
    configuration: Mapping[str, Any],
    data: "ImageSet",
    rng: np.random.Generator,
    *,
    member: "Member | None" = None,
    schedule: "Schedule | None" = None,
) -> UnderNuisance:
    """Train one network on a random sample of the images, each under a nuisance of its own.

    Its member and schedule are those of the configuration's beta, seed and steps where none are given.
    """
    from validation.networks.training import Member, Schedule

    nuisance = nuisance_of(configuration, data.shape)
    images, labels = chosen(data, configuration["samples"], rng)
    seen = images if nuisance is None else nuisance.apply(images, nuisance.draw(len(images), rng))
    centre, scale = seen.mean(), seen.std()
    member = member or Member(beta=configuration["beta"], seed=configuration["seed"])
    schedule = schedule or Schedule(steps=configuration["steps"], rate=0.01, rate_of_log_alpha=0.05)
    trained = train_grid(configuration, (seen - centre) / scale, labels[None], [member], schedule, data=data)
    return UnderNuisance(trained=trained, nuisance=nuisance, seen=seen, centre=centre, scale=scale)


def by_beta(rows: Sequence[Row], columns: Mapping[str, Measured]) -> Table:
    """Means over seeds of all that the columns name, for each beta; those named in WITHIN have no end outside it."""
    table = []
    for (beta,), group in grouped(rows, "beta").items():
        found = {name: mean_over_seeds(picked(row, of) for row in group) for name, of in columns.items()}
        found |= {name: found[name].within(*ends) for name, ends in WITHIN.items() if name in found}
        shown = {name: mean.quantity() for name, mean in found.items()}
        table.append({"beta": beta, "seeds": len(group), **shown})
    return Table.of("means by beta", table, same("beta", "seeds") | {name: name for name in columns})


def change(rows: Sequence[Row], value: Measured) -> Mean:
    """How much a measured value changes from the smallest to the largest beta, paired by seed."""
    betas = sorted({row["beta"] for row in rows})
    seeds = [{row["beta"]: picked(row, value) for row in seed} for seed in grouped(rows, "seed").values()]
    return mean_over_seeds(seed[betas[-1]] - seed[betas[0]] for seed in seeds)
