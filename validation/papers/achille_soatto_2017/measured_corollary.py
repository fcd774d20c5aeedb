"""Corollary 5.1 on a measured network: its least bound over the layers, the cap H(x), and what was measured below."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from torch import Tensor, nn

from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from validation.networks.layer_inputs import entropy, layer_inputs, mixes, vectors
from validation.networks.structure import chain
from validation.papers.achille_soatto_2017.corollary_result import Corollary, LayerBound

INPUTS = 512  # of the data: x is one of them, all equally likely
SAMPLES = 4096  # of a layer's inputs, over draws of the noise below
DRAWS = (8, 64)
ATOM = "infinite: an input leaves a row at 0 (an atom), or a weight's alpha has no bound"
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class NoisyLayer:
    """A layer of a chain: w_hat (rows, d), alpha (broadcast against it; None without noise), and draws of its inputs.

    x: (draws, N, d), each draw with noise of its own in the layers below.
    """

    name: str
    w_hat: Array
    alpha: Any
    x: Array


def corollary(stack: Sequence[NoisyLayer], *, entropy: float) -> Corollary:
    """T4 on the layers of a chain, whose inputs carry the noise of the layers below, capped at H(x), nats."""
    layers = tuple(_layer(one) for one in stack)
    reason = "" if any(one.bound is not None for one in layers) else "no layer has a finite bound"
    return Corollary(applies=True, reason=reason, layers=layers, entropy=entropy)


def of_network(model: nn.Module, inputs: Tensor | None, noise: Mapping[str, Tensor], *, seed: int) -> Corollary:
    """T4 on a network, where its layers form a chain; x is one of the first 512 inputs, all equally likely.

    `noise`: log alpha by layer, of the layers that carry any.
    """
    structure = chain(model)
    if not structure.applies:
        return Corollary(applies=False, reason=structure.reason)
    if inputs is None:
        return Corollary(applies=False, reason="its input is more than one tensor, so no chain is known")
    first = next(model.parameters())
    x = inputs[:INPUTS].to(device=first.device, dtype=first.dtype if inputs.is_floating_point() else inputs.dtype)
    for name, count in vectors(model, structure.layers, x).items():
        if count != len(x):
            of_each = f"{count // len(x)} vectors of each input" if count % len(x) == 0 else f"{count} vectors in all"
            reason = f"{name or 'the layer'} is applied to {of_each}, and they share its noise"
            return Corollary(applies=False, reason=f"{reason}, as a convolution's positions do: no independent rows")
    if mixes(model, x):
        return Corollary(applies=False, reason="an input's output depends on the other inputs of its batch")
    draws = min(max(SAMPLES // len(x), DRAWS[0]), DRAWS[1])
    generator = torch.Generator(first.device).manual_seed(seed)
    log_alpha = {name: one.to(device=first.device, dtype=first.dtype) for name, one in noise.items()}
    seen = layer_inputs(model, structure.layers, x, log_alpha=log_alpha, draws=draws, generator=generator)
    modules: dict[str, Any] = dict(model.named_modules())
    stack = [
        NoisyLayer(
            name=name,
            w_hat=modules[name].weight.detach().cpu().double().numpy(),
            alpha=noise[name].exp().cpu().double().numpy() if name in noise else None,
            x=seen[name].cpu().double().numpy(),
        )
        for name in structure.layers
    ]
    return corollary(stack, entropy=entropy(x))


def _layer(layer: NoisyLayer) -> LayerBound:
    """The sum of T3 over the rows; where the inputs are samples, with the jackknife's interval over the draws."""
    if layer.alpha is None:
        return LayerBound(layer=layer.name, bound=None, reason="its weights carry no noise")
    alpha, units = np.broadcast_to(layer.alpha, layer.w_hat.shape), len(layer.w_hat)
    exact = len(layer.x) == 1 or bool((layer.x == layer.x[0]).all())

    def total(x: Array) -> float:
        return float(unit_bounds(layer.w_hat, alpha, x.reshape(-1, x.shape[-1])).sum())

    value = total(layer.x[0] if exact else layer.x)
    if not math.isfinite(value):
        return LayerBound(layer=layer.name, bound=None, reason=ATOM)
    if exact:
        return LayerBound(layer=layer.name, bound=value, low=value, high=value, units=units)
    count = len(layer.x)
    left_out = np.array([total(np.delete(layer.x, k, axis=0)) for k in range(count)])
    value = count * value - (count - 1) * float(left_out.mean())  # T3 is a concave function of the sample's moments
    half = float(stats.t.ppf(0.975, count - 1)) * math.sqrt((count - 1) * float(left_out.var()))
    return LayerBound(layer=layer.name, bound=value, low=value - half, high=value + half, units=units)
