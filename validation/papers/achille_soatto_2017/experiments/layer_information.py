"""Information along the stack: what each layer of a trained noisy perceptron passes on, beside the bounds of section 5.

Every layer has one alpha, learned under beta I(w;D). The true unit informations, their surrogate and T3 are all taken
on one sample of the layer's own inputs, so that T3 is tested without sampling error; I(z_L;x) is bracketed.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.effort import Effort
from validation.experiments import Cell, Experiment
from validation.experiments.common import chosen, data_source, image_set, stream, train_grid
from validation.papers.achille_soatto_2017.experiments.layer_information_findings import summarise

if TYPE_CHECKING:
    from validation.data.image_sets import ImageSet
    from validation.experiments.common import Trained
    from validation.papers.achille_soatto_2017.measured_corollary import NoisyLayer

DRAWS = 8  # of every layer's inputs
CONVOLUTION = "not applicable: the positions of a convolution share their noise, so its rows are not independent"


def cells(effort: Effort, seed: int) -> list[Cell]:
    """One cell a beta and seed, and one convolutional network."""
    common = {
        **data_source(effort),
        "posterior": "claim-1-per-layer",
        "samples": effort.pick(quick=400, standard=1_000),
        "steps": effort.pick(quick=400, standard=1_000),
        "inputs": effort.pick(quick=60, standard=200, full=1_000),
        "pairs": effort.pick(quick=900, standard=3_000),
        "epochs": effort.pick(quick=30, standard=50),
        "device": effort.device,
    }
    perceptron: dict[str, Any] = {"name": "mlp", "hidden": effort.pick(quick=[16, 10], standard=[32, 16])}
    convolutional: dict[str, Any] = {"name": "all-convolutional", "width": effort.pick(quick=3, standard=8)}
    plan = [
        (perceptron, beta, seed + repeat)
        for beta in effort.pick(quick=(0.03, 0.3, 3.0), standard=(0.01, 0.1, 1.0, 3.0))
        for repeat in range(effort.pick(quick=2, standard=3))
    ]
    return [
        Cell(
            function="validation.papers.achille_soatto_2017.experiments.layer_information:network",
            configuration={**common, "architecture": architecture, "beta": beta, "seed": repeat},
            label=f"layer-information {architecture['name']} beta={beta:g} seed={repeat}",
        )
        for architecture, beta, repeat in [*plan, (convolutional, 1.0, seed)]
    ]


def network(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Train one network and measure every layer of it."""
    import torch

    from validation.networks.layer_inputs import entropy
    from validation.networks.saved import encoded

    data, seed, beta = image_set(configuration), configuration["seed"], configuration["beta"]
    trained = train_one(configuration, data)
    test = data.normalised(data.test_images)
    errors = trained.evaluated(test, trained.for_all(data.test_labels), samples=5)["errors"]
    inputs = torch.from_numpy(test).to(configuration["device"])
    chain = configuration["architecture"]["name"] == "mlp"
    w_hat, log_alpha = trained.member(0)
    load(trained)
    noisy = perceptron_inputs(trained, inputs, configuration) if chain else []
    seen = first_draw(noisy) if chain else _convolution_inputs(trained, w_hat, log_alpha, inputs, configuration)
    layers = [layer(k, w, a, x, chain=chain) for k, (w, a, x) in enumerate(seen)]
    row = {
        "name": f"{configuration['architecture']['name']}, beta {beta:g}, seed {seed}",
        "architecture": configuration["architecture"]["name"],
        "beta": beta,
        "seed": seed,
        "information": float(trained.information()[0]),
        "weights": trained.grid.weights,
        "test_error": float(errors[0]),
        "layers": layers,
        # what the outputs are asked to tell apart are all of the test images
        "stack": stack(layers, noisy, entropy(inputs)) if chain else {"applies": False, "reason": CONVOLUTION},
        "tensors": encoded(
            {
                f"layer_{k}.{name}": tensor
                for k, pair in enumerate(zip(w_hat, log_alpha, strict=True))
                for name, tensor in zip(("w_hat", "log_alpha"), pair, strict=True)
            }
        ),
    }
    if chain:
        row["stack"]["measured"] = _lower(w_hat, log_alpha, inputs, configuration)
    summed = ", ".join(f"{part['units']['sum']:.1f}" for part in layers)
    return {"row": row, "headline": f"sum of unit informations by layer {summed} nats, test error {errors[0]:.2f}"}


def train_one(configuration: Mapping[str, Any], data: "ImageSet") -> "Trained":
    """The configuration's network, trained on a random sample of the data."""
    from validation.networks.training import Member, Schedule

    seed = configuration["seed"]
    images, labels = chosen(data, configuration["samples"], stream("layer information", seed))
    members = [Member(beta=configuration["beta"], seed=seed)]
    schedule = Schedule(steps=configuration["steps"], rate=0.01, rate_of_log_alpha=0.05)
    return train_grid(configuration, data.normalised(images), labels[None], members, schedule, data=data)


def layer(index: int, w_hat: np.ndarray, alpha: float, x: np.ndarray, *, chain: bool) -> dict[str, Any]:
    """One layer on its inputs x (N, dim x): moments, true unit informations, surrogate, T3.

    The value of a sample's information is that of its inputs as the distribution, on which T3 holds exactly; the
    interval is about the distribution they were drawn from.
    """
    from bounds.papers.achille_soatto_2017 import LEDGER
    from bounds.papers.achille_soatto_2017.row_numbers import moments, row_values, surrogate
    from estimators.noisy_layer import information_per_unit

    row = row_values(w_hat, x)
    rho, c = (moments(row)[name] for name in ("rho", "c"))
    gaussian = surrogate(row, alpha)
    found = information_per_unit(w_hat, alpha, x, inputs="sample")
    units = np.asarray(found.value)
    bound: Any = LEDGER["corollary-5.1"]["sharpened"].formula
    values = {"I_L": 0.0, "alpha": alpha, "dim_next": 1}
    finite = [k for k in range(len(c)) if math.isfinite(c[k])]
    t3 = {k: float(bound.evaluate({**values, "rho": rho[[k]], "c": c[[k]]})[1]) for k in finite}
    slack = {k: t3[k] - units[k] for k in finite}
    gap = {k: units[k] - gaussian[k] for k in finite}
    return {
        "layer": index,
        "inputs": int(w_hat.shape[1]),
        "outputs": len(w_hat),
        "alpha": alpha,
        "information_per_weight": -0.5 * math.log(alpha),
        "rho": {"mean": float(rho.mean()), "largest": float(rho.max())},
        "c": {"mean": float(c[finite].mean()) if finite else None, "rows_with_an_atom": len(c) - len(finite)},
        "units": {
            "sum": float(units.sum()),
            "upper": float(found.interval[1].sum()),
            "largest": float(units.max()),
            "numerical_error": float(np.max(found.numerical_error)),
        },
        "surrogate": {"mean_gap": float(np.mean(list(gap.values()))) if gap else None},
        "t3": {
            "rows": len(finite),
            "smallest_slack": min(slack.values()) if slack else None,
            "sum": float(sum(t3.values())) if len(finite) == len(c) else None,
        },
        "t4": {"applies": chain, "reason": "" if chain else CONVOLUTION},
    }


def stack(layers: Sequence[Mapping[str, Any]], noisy: "Sequence[NoisyLayer]", entropy: float) -> dict[str, Any]:
    """Corollary 5.1 over the layers, printed and repaired (T4, any rho), and the sum of true unit informations.

    `repaired` is T4's own; `entropy`, that of the inputs, caps it.
    """
    from bounds.papers.achille_soatto_2017 import LEDGER
    from validation.papers.achille_soatto_2017.measured_corollary import corollary

    printed: Any = LEDGER["corollary-5.1"]["printed"].formula
    values = [{"I_L": 0.0, "alpha": part["alpha"], "dim_k": part["inputs"]} for part in layers]
    found = corollary(noisy, entropy=entropy)
    known = [one for one in found.layers if one.bound is not None]
    units = [part["units"]["upper"] for part in layers]
    return {
        "applies": True,
        "reason": "" if len(known) == len(layers) else "layers with an atom at zero have no bound of their own here",
        "printed": min(float(printed.evaluate(one)[1]) for one in values),
        "repaired": found.t4,
        "by_layer": [vars(one) for one in found.layers],
        "entropy": entropy,
        "units": min(units),
        "narrowest": units.index(min(units)),
    }


def load(trained: "Trained") -> None:
    """Put the first network's mean weights into the module."""
    from torch import nn

    nn.utils.vector_to_parameters(trained.state["w_hat"][0], trained.grid.module.parameters())


def perceptron_inputs(trained: "Trained", images: Any, configuration: Mapping[str, Any]) -> "list[NoisyLayer]":
    """Each layer with draws of its inputs, with noise in all layers below; the module holds the mean weights."""
    from validation.networks.grid import generator
    from validation.networks.layer_inputs import layer_inputs
    from validation.networks.structure import chain
    from validation.papers.achille_soatto_2017.measured_corollary import NoisyLayer

    w_hat, log_alpha = trained.member(0)
    module, names = trained.grid.module, chain(trained.grid.module).layers
    seen = layer_inputs(
        module,
        names,
        images[: configuration["inputs"]],
        log_alpha=dict(zip(names, log_alpha, strict=True)),
        draws=DRAWS,
        generator=generator(configuration["seed"], 20, configuration["device"]),
    )
    return [
        NoisyLayer(
            name=str(place),
            w_hat=weights.double().cpu().numpy(),
            alpha=noise.double().exp().cpu().numpy(),
            x=seen[name].double().cpu().numpy(),
        )
        for place, (name, weights, noise) in enumerate(zip(names, w_hat, log_alpha, strict=True), start=1)
    ]


def first_draw(noisy: "Sequence[NoisyLayer]") -> list[tuple[np.ndarray, float, np.ndarray]]:
    """The weights of every layer, the one alpha that it has, and one draw of its inputs (N, dim x)."""
    return [(one.w_hat, float(np.ravel(one.alpha)[0]), one.x[0]) for one in noisy]


def _convolution_inputs(
    trained: Any, w_hat: Sequence[Any], log_alpha: Sequence[Any], images: Any, configuration: Mapping[str, Any]
) -> list[tuple[np.ndarray, float, np.ndarray]]:
    """Each convolution as rows that see patches, one patch at random an image; mean weights in the layers below."""
    import torch
    from torch import nn
    from torch.nn.functional import unfold

    module: Any = trained.grid.module
    rng = stream("patches", configuration["seed"])
    parts, activations, k = [], images[: configuration["inputs"]], 0
    with torch.no_grad():
        for part in module:
            if isinstance(part, nn.Conv2d) and not isinstance(part.padding, str):
                patches = unfold(activations, part.kernel_size, padding=part.padding, stride=part.stride)
                place = torch.from_numpy(rng.integers(patches.shape[2], size=len(patches)))
                patch = patches[torch.arange(len(patches)), :, place]
                kept = patch[patch.abs().sum(1) > 0]  # a patch of zeros leaves every unit at zero
                alpha = float(log_alpha[k].double().exp().flatten()[0])
                parts.append((w_hat[k].flatten(1).double().cpu().numpy(), alpha, kept.double().cpu().numpy()))
                k += 1
            activations = part(activations)
    return parts


def _lower(
    w_hat: Sequence[Any], log_alpha: Sequence[Any], images: Any, configuration: Mapping[str, Any]
) -> dict[str, Any]:
    """A variational lower bound on I(z_L;x), z_L the noisy outputs, from pairs held out of its training."""
    import torch

    from estimators.critic import Training
    from estimators.variational import lower_bound
    from validation.networks.grid import generator
    from validation.networks.representation import sample_representation

    picked = torch.arange(configuration["pairs"]) % len(images)
    noise = generator(configuration["seed"], 21, configuration["device"])
    z = sample_representation(w_hat, log_alpha, images[picked], noise).double().cpu().numpy()
    training = Training(epochs=configuration["epochs"], negatives=15)
    x = images[picked].flatten(1).double().cpu().numpy()
    x = x[:, x.std(0) > 0]
    found = lower_bound(x, z, objective="infonce", seeds=2, training=training, seed=configuration["seed"])
    low, high = found.details["bound_interval"]
    return {"lower": found.value, "low": low, "high": high, "error": found.standard_error}


EXPERIMENT = Experiment(
    name="layer-information",
    title="Information along the stack of layers",
    group="networks",
    cells=cells,
    summarise=summarise,
    statements=("proposition-7", "corollary-5.1"),
)
