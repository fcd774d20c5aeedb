"""Two figures of a measured network: its layers side by side, and each bound beside what it bounds."""

from collections.abc import Iterator, Sequence

from reports.figure import Figure, Series
from validation.papers.achille_soatto_2017.answers import comparisons
from validation.papers.achille_soatto_2017.corollary_result import Corollary
from validation.papers.achille_soatto_2017.measured_information import InformationInWeights, Layer

LAYERS = ("information a weight, I(w;D)/n", "sharpness a weight, w_i^2 H_ii", "unit information I(z_k;x), at most")


def figures(
    name: str, *, layers: Sequence[Layer], information: InformationInWeights, corollary: Corollary
) -> tuple[Figure, ...]:
    """Those for which something was measured; their subject is the network's name."""
    return tuple(_drawn(name, layers, information, corollary))


def _drawn(
    name: str, layers: Sequence[Layer], information: InformationInWeights, corollary: Corollary
) -> Iterator[Figure]:
    series = [one for one in _of_layers(layers, corollary) if one.x]
    if series:
        yield Figure(
            id="layers",
            subject=name,
            title="The layers of the network",
            x_label="layer",
            y_label="nats a weight, or a unit",
            y_scale="log" if all(min(one.low or one.y) > 0 for one in series) else "symlog",
            series=series,
            caption="Information and sharpness (the mean of w_i^2 H_ii) a weight of each layer, with their intervals, "
            "and, where the layers are a chain, the most that a unit of it knows of the input, on average.",
        )
    found = list(comparisons(information))
    if found:
        names = [one[0].removeprefix("proposition-5/") for one in found]
        yield Figure(
            id="bounds",
            subject=name,
            title="Each bound beside the information that it bounds",
            x_label="reading of Proposition 5",
            y_label="nats",
            y_scale="symlog",
            series=[
                Series(name="measured", x=names, y=[value for _, value, _, _ in found], style="points"),
                Series(name="bound", x=names, y=[bound for _, _, bound, _ in found], style="points"),
            ],
            caption="Right of what was measured a bound holds, and the nearer the tighter. What is measured differs, "
            "as each reading has a noise of its own.",
        )


def _of_layers(layers: Sequence[Layer], corollary: Corollary) -> Iterator[Series]:
    known = [(one, one.information_per_weight, one.interval) for one in layers]
    some = [(one, value, ends) for one, value, ends in known if value is not None and ends is not None]
    yield Series(
        name=LAYERS[0],
        x=[_place(one.name) for one, _, _ in some],
        y=[value for _, value, _ in some],
        low=[ends[0] / one.weights for one, _, ends in some],
        high=[ends[1] / one.weights for one, _, ends in some],
        style="points",
    )
    there = [one for one in layers if one.weights]
    yield Series(
        name=LAYERS[1],
        x=[_place(one.name) for one in there],
        y=[float(one.sharpness.value) / one.weights for one in there],
        low=[one.sharpness.interval[0] / one.weights for one in there],
        high=[one.sharpness.interval[1] / one.weights for one in there],
        style="points",
    )
    units = [(one.layer, one.bound / one.units) for one in corollary.layers if one.bound is not None and one.units]
    yield Series(name=LAYERS[2], x=[_place(layer) for layer, _ in units], y=[each for _, each in units], style="points")


def _place(name: str) -> str:
    """The layer's own name, whether a parameter's or a module's was given."""
    return name.removesuffix(".weight") or "weight"
