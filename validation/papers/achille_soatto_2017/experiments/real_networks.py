"""Networks of real size: their measured Hessians, noise and layer inputs, fed to the bounds of sections 4 and 5.

A perceptron and a convolutional network learn with log-normal noise on every weight. The Hessian is sampled by products
with vectors, the curvature under the noise by gradients (T1), both with intervals. A second perceptron has one alpha a
layer: its units and its stack of layers are set against T3 and Corollary 5.1, on inputs that carry the noise of the
layers below, and on which nothing can tell more than log N nats.
"""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.effort import Effort
from validation.experiments import Cell, Experiment
from validation.experiments.common import chosen, data_source, image_set, stream, train_grid
from validation.papers.achille_soatto_2017.experiments.layer_information import (
    first_draw,
    layer,
    load,
    perceptron_inputs,
    stack,
)
from validation.papers.achille_soatto_2017.experiments.real_networks_findings import summarise

if TYPE_CHECKING:
    from estimators.hessian import HessianOperator
    from validation.data.image_sets import ImageSet
    from validation.experiments.common import Trained

PER_WEIGHT, PER_LAYER = "claim-1", "claim-1-per-layer"
BETA = 0.1
VECTORS = 10  # of the length of the weights that a measurement holds for each of its chunk
CHUNK = 16  # directions, or draws of the noise, that are measured at once
READINGS = {  # of Proposition 5 with the curvature at the mean weights, and what each knows of it
    "proposition-5/statement printed": "nuclear_norm",
    "proposition-5/statement repaired": "nuclear_norm",
    "proposition-5/proof-last-line printed": "trace",
}


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a network and kind of noise."""
    source = data_source(effort)
    most = 1_400 if source["data"] == "digits" else 20_000
    common = {
        **source,
        "beta": BETA,
        "batch": effort.pick(quick=100, standard=200, full=500),
        "decays": effort.pick(quick=[0.6, 0.8], standard=[0.2, 0.8]),
        "inputs": effort.pick(quick=40, standard=100, full=500),
        "responses": effort.pick(quick=48, standard=100),
        "device": effort.device,
        "seed": seed,
    }
    perceptron: dict[str, Any] = {
        "architecture": {"name": "mlp", "hidden": effort.pick(quick=[16], standard=[64, 32], full=[300, 100])},
        "samples": effort.pick(quick=400, standard=1_000, full=most),
        "steps": effort.pick(quick=400, standard=5_000, full=20_000),
        "probes": effort.pick(quick=8, standard=16),
        "draws": effort.pick(quick=96, standard=400),
    }
    convolutional: dict[str, Any] = {
        "architecture": effort.pick(
            quick={"name": "all-convolutional", "width": 4},
            standard={"name": "all-convolutional", "width": 16},
            full={"name": "small-alexnet"},
        ),
        "samples": effort.pick(quick=200, standard=400, full=most),
        "steps": effort.pick(quick=400, standard=3_000, full=20_000),
        "probes": effort.pick(quick=3, standard=4, full=16),
        "draws": effort.pick(quick=32, standard=64, full=400),
    }
    plan = ((perceptron, PER_WEIGHT), (perceptron, PER_LAYER), (convolutional, PER_WEIGHT))
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.real_networks:network",
            configuration={**common, **kind, "posterior": posterior},
            label=f"real-networks {kind['architecture']['name']} {posterior} seed={seed}",
        )
        for kind, posterior in plan
    ]


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one network and measure it."""
    data, clock = image_set(configuration), time.perf_counter()
    images, labels = chosen(data, configuration["samples"], stream("real networks", configuration["seed"]))
    trained = _trained(configuration, data, images, labels)
    seconds = {"training": time.perf_counter() - clock}
    op = operator(trained, data.normalised(images), labels, batch=configuration["batch"])
    row = {**described(trained, data, configuration), **curved(trained, op, configuration)}
    seconds["Hessian and noise"] = time.perf_counter() - clock - sum(seconds.values())
    row["stack"] = _stack(trained, data, configuration)
    seconds["layers"] = time.perf_counter() - clock - sum(seconds.values())
    row["memory"] = VECTORS * op.chunk * op.size * 8
    ratio = row["t1"][0]["ratio"]
    return {
        "row": {**row, "seconds": seconds},
        "headline": f"{op.size:,} weights, test error {row['test_error']:.3f}, alpha over T1's {ratio['value']:.2f}",
    }


def _trained(configuration: Mapping[str, Any], data: "ImageSet", images: np.ndarray, labels: np.ndarray) -> "Trained":
    from validation.networks.training import Member, Schedule

    # at a high rate log alpha jitters, which keeps it below its stationary point: given time, most steps have a low one
    schedule = Schedule(
        steps=configuration["steps"],
        batch=configuration["batch"],
        rate_of_log_alpha=0.1,
        decays=tuple(configuration["decays"]),
    )
    members = [Member(beta=configuration["beta"], seed=configuration["seed"])]
    return train_grid(configuration, data.normalised(images), labels[None], members, schedule, data=data)


def operator(trained: "Trained", images: np.ndarray, labels: np.ndarray, *, batch: int) -> "HessianOperator":
    """The Hessian of the loss summed over the images, at the mean weights, in float64 on the network's device."""
    import torch

    from estimators import hessian

    grid = trained.grid
    module = grid.module.double().eval()
    torch.nn.utils.vector_to_parameters(trained.state["w_hat"][0].double(), module.parameters())
    inputs, targets = torch.from_numpy(images).double().to(grid.device), torch.from_numpy(labels).to(grid.device)
    batches = list(zip(inputs.split(batch), targets.split(batch), strict=True))
    op = hessian.operator(module, torch.nn.CrossEntropyLoss(reduction="sum"), batches, chunk=CHUNK)
    if not isinstance(op, hessian.HessianOperator):
        raise TypeError("op: must be the Hessian's")
    return op


def described(trained: "Trained", data: "ImageSet", configuration: Mapping[str, Any]) -> dict[str, Any]:
    """What the network is, and how well it does."""
    found = trained.evaluated(data.normalised(data.test_images), trained.for_all(data.test_labels), samples=5)
    per_layer = configuration["posterior"] == PER_LAYER
    name = configuration["architecture"]["name"]
    return {
        "network": f"{name}, an alpha a {'layer' if per_layer else 'weight'}",
        "architecture": name,
        "per_layer": per_layer,
        **{key: configuration[key] for key in ("seed", "beta", "samples", "inputs")},
        "classes": data.classes,
        "weights": trained.grid.weights,
        "test_error": float(found["errors"][0]),
        "information": float(trained.information()[0]),
    }


def curved(trained: "Trained", op: "HessianOperator", configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The Hessian at the mean weights, T1, and Proposition 5's bounds with the ends of their intervals."""
    import torch

    from validation.networks.measured_curvature import measured_curvature
    from validation.papers.achille_soatto_2017.measured_flatness import bound_from_norms
    from validation.papers.achille_soatto_2017.measured_noise import plain, rise, stationary

    beta, draws, seed = (configuration[name] for name in ("beta", "draws", "seed"))
    log_alpha = torch.cat([part.double().expand_as(w).flatten() for w, part in zip(*trained.member(0), strict=True)])
    point = measured_curvature(op, probes=configuration["probes"], seed=seed)
    w = op.objective.flat().cpu().numpy()
    bounds = {}
    for reading, known_by in READINGS.items():
        total = getattr(point, known_by)
        ends = (total.interval[0], total.value, total.interval[1])
        bounds[reading] = [bound_from_norms(reading, w=w, total=end, beta=beta) for end in ends]
    return {
        "trace": plain(point.trace),
        "nuclear_norm": plain(point.nuclear_norm),
        "negative_mass": plain(point.negative_mass),
        "at_mean_weights": {name: plain(one) for name, one in point.layers.items()},
        "is_minimum": point.is_minimum,
        "point": point.point,
        "bounds": bounds,
        "t1": [one.to_json() for one in stationary(op, log_alpha, beta=beta, draws=draws, seed=seed)],
        "rise": plain(rise(op, log_alpha, draws=draws, seed=seed + 1)),
    }


def _stack(trained: "Trained", data: "ImageSet", configuration: Mapping[str, Any]) -> dict[str, Any]:
    """T3 on every unit and Corollary 5.1 on the stack, of networks with one alpha a layer; or why there is none."""
    import torch

    from validation.networks.layer_inputs import entropy
    from validation.networks.structure import chain

    structure = chain(trained.grid.module)
    if not structure.applies:
        return {"applies": False, "reason": structure.reason}
    if configuration["posterior"] != PER_LAYER:
        return {"applies": False, "reason": "an alpha for every weight: its twin with one a layer is measured"}
    w_hat, log_alpha = trained.member(0)
    images = torch.from_numpy(data.normalised(data.test_images)[: configuration["inputs"]]).to(trained.grid.device)
    trained.grid.module.to(images.dtype)
    load(trained)
    noisy = perceptron_inputs(trained, images, configuration)
    layers = [layer(k, w, a, x, chain=True) for k, (w, a, x) in enumerate(first_draw(noisy))]
    measured = told(w_hat, log_alpha, images, configuration)
    return {**stack(layers, noisy, entropy(images)), "layers": layers, "measured": measured}


def told(
    w_hat: Sequence[Any], log_alpha: Sequence[Any], images: Any, configuration: Mapping[str, Any]
) -> dict[str, float]:
    """I(z_L;x) from below, x one of these images: a decoder of z_L, of which each image gives many draws."""
    from estimators.variational import decoded
    from validation.networks.grid import generator
    from validation.networks.representation import sample_representation

    noise = generator(configuration["seed"], 22, configuration["device"])
    many = images.flatten(1).repeat_interleave(configuration["responses"], dim=0)
    z = sample_representation(w_hat, log_alpha, many, noise)
    found = decoded(z.unflatten(0, (len(images), -1)).double().cpu().numpy())
    low, high = found.details["bound_interval"]
    return {"lower": found.value, "low": low, "high": high, "error": found.standard_error}


EXPERIMENT = Experiment(
    name="real-networks",
    title="Networks of real size against the bounds",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=(
        "proposition-5",
        "proposition-5/statement",
        "proposition-5/noise-averaged-curvature",
        "proposition-7",
        "corollary-5.1",
    ),
)
