"""Corollary 5.1 on a measured network: its least bound over the layers, the cap H(x), and what was measured below."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import stats
from torch import Tensor, nn

from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from reports.record import Quantity, Record, Table
from validation.networks.layer_inputs import entropy, layer_inputs, positions
from validation.networks.structure import chain

INPUTS = 512  # of the data: x is one of them, all equally likely
SAMPLES = 4096  # of a layer's inputs, over draws of the noise below
DRAWS = (8, 64)
ATOM = "infinite: an input leaves a row at 0 (an atom), or a weight's alpha has no bound"
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class LayerBound:
    """T3 summed over a layer's rows, an upper bound of I(z_L;x) in nats; None, and why, where it is not finite.

    `low` and `high`: its 95 % interval, as the inputs of a layer behind another are samples of its noise.
    """

    layer: str
    bound: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Corollary:
    """The least bound on I(z_L;x) over the layers, in nats: `printed`, and T4 in `layers`; `reason` where it is none.

    `entropy`: H(x), which caps it. `units`: the least sum over a layer of its units' true information; `narrowest`:
    that layer, counted from 0. `measured`: I(z_L;x) from below.
    """

    applies: bool
    reason: str = ""
    layers: tuple[LayerBound, ...] = ()
    entropy: float | None = None
    printed: float | None = None
    units: float | None = None
    narrowest: int | None = None
    measured: Quantity | None = None

    @property
    def t4(self) -> float | None:
        """The least of the layers' bounds."""
        return min((layer.bound for layer in self.layers if layer.bound is not None), default=None)

    @property
    def repaired(self) -> float | None:
        """The least of the layers' bounds and of the inputs' entropy."""
        return min((one for one in (self.t4, self.entropy) if one is not None), default=None)

    @property
    def capped(self) -> bool:
        """Whether no layer's bound says more than that there is no more to know."""
        return self.entropy is not None and (self.t4 is None or self.t4 > self.entropy)

    def record(self) -> Record:
        cap = "no layer's bound is below the entropy of the inputs: it says nothing of this network" * self.capped
        note = "; ".join(one for one in (self.reason, cap) if one)
        quantities = [
            Quantity("applies", self.applies),
            Quantity("repaired bound", self.repaired, unit="nats", note=note),
        ]
        quantities += [
            Quantity(name, value, unit="nats")
            for name, value in (("least over the layers (T4)", self.t4), ("entropy of the inputs", self.entropy))
            if value is not None
        ]
        if self.printed is not None:
            quantities.append(Quantity("printed bound", self.printed, unit="nats"))
        if self.measured is not None:
            quantities.append(replace(self.measured, name="I(z_L;x), from below", unit="nats"))
            if self.repaired is not None and isinstance(self.measured.value, float):
                slack = self.repaired - self.measured.value
                quantities.append(Quantity("slack of the repaired", slack, unit="nats"))
        groups: tuple[Record, ...] = ()
        if self.units is not None and self.narrowest is not None:
            least = Quantity("least sum over a layer", self.units, unit="nats")
            place = Quantity("where", f"layer {self.narrowest + 1}")
            groups = (Record("true information of the units", (least, place)),)
        rows = [{**vars(one), "bound": Quantity("", one.bound, one.low, one.high)} for one in self.layers]
        table = Table.of("by layer", rows, {"layer": "layer", "bound (nats)": "bound", "why there is none": "reason"})
        return Record("Corollary 5.1", tuple(quantities), (table,) if self.layers else (), groups)


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
    for name, count in positions(model, structure.layers, x).items():
        if count != 1:
            reason = f"{name or 'the layer'} is applied to {count} vectors of each input, and they share its noise"
            return Corollary(applies=False, reason=f"{reason}, as a convolution's positions do: no independent rows")
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
    alpha = np.broadcast_to(layer.alpha, layer.w_hat.shape)
    exact = len(layer.x) == 1 or bool((layer.x == layer.x[0]).all())

    def total(x: Array) -> float:
        return float(unit_bounds(layer.w_hat, alpha, x.reshape(-1, x.shape[-1])).sum())

    value = total(layer.x[0] if exact else layer.x)
    if not math.isfinite(value):
        return LayerBound(layer=layer.name, bound=None, reason=ATOM)
    if exact:
        return LayerBound(layer=layer.name, bound=value, low=value, high=value)
    count = len(layer.x)
    left_out = np.array([total(np.delete(layer.x, k, axis=0)) for k in range(count)])
    value = count * value - (count - 1) * float(left_out.mean())  # T3 is a concave function of the sample's moments
    half = float(stats.t.ppf(0.975, count - 1)) * math.sqrt((count - 1) * float(left_out.var()))
    return LayerBound(layer=layer.name, bound=value, low=value - half, high=value + half)
