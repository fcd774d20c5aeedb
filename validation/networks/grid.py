"""A grid of networks of one architecture, run as one: flat weights (networks, weights), one batched pass."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap


class Flat:
    """Where each named parameter lies among flat weights.

    `unit` (weights,) is 4 / sqrt(inputs) of each weight's layer, 2.8 of its initial standard deviations.
    """

    def __init__(self, shapes: Mapping[str, torch.Size], *, device: str = "cpu", dtype: torch.dtype) -> None:
        self.shapes = dict(shapes)
        self.sizes = [shape.numel() for shape in self.shapes.values()]
        fan_in = torch.cat([torch.full((s.numel(),), s[1:].numel(), dtype=dtype) for s in self.shapes.values()])
        self.unit = (4 / fan_in.sqrt()).to(device)
        layers = torch.repeat_interleave(torch.arange(len(self.sizes)), torch.tensor(self.sizes))
        self.layer_of_weight = layers.to(device)

    @property
    def weights(self) -> int:
        """How many weights one network has."""
        return sum(self.sizes)

    def layers(self, weights: Tensor) -> dict[str, Tensor]:
        """Each parameter of every network, (networks, *shape), as views of the flat weights."""
        parts = weights.split(self.sizes, dim=1)
        return {n: part.unflatten(1, s) for (n, s), part in zip(self.shapes.items(), parts, strict=True)}


class Grid(Flat):
    """The architecture of a grid: turns flat weights (networks, weights) and inputs into outputs."""

    def __init__(self, module: nn.Module, *, device: str = "cpu", dtype: torch.dtype = torch.float32) -> None:
        super().__init__({n: p.shape for n, p in module.named_parameters()}, device=device, dtype=dtype)
        self.module = module.to(device=device, dtype=dtype)
        self.device, self.dtype = device, dtype
        self._call = vmap(self._one, in_dims=(0, None), randomness="error")
        self._call_apart = vmap(self._one, in_dims=(0, 0), randomness="error")

    def initial(self, seeds: Sequence[int]) -> Tensor:
        """He-normal weights (networks, weights), each network's from its own seed."""
        rows = [torch.randn(self.weights, generator=generator(seed, 0), dtype=self.dtype) for seed in seeds]
        return torch.stack(rows).to(self.device) * self.unit * math.sqrt(2) / 4

    def outputs(self, weights: Tensor, inputs: Tensor, *, apart: bool = False) -> Tensor:
        """(networks, samples, classes) for inputs (samples, ...), or (networks, samples, ...) if they come apart."""
        if len(weights) == 1:  # one network needs no batching rules
            return self._one({n: v[0] for n, v in self.layers(weights).items()}, inputs[0] if apart else inputs)[None]
        return (self._call_apart if apart else self._call)(self.layers(weights), inputs)

    def _one(self, parameters: dict[str, Tensor], inputs: Tensor) -> Tensor:
        return functional_call(self.module, parameters, (inputs,))


def generator(seed: int, stream: int, device: str = "cpu") -> torch.Generator:
    """A torch generator for one stream of one network's seed; streams of one seed are independent."""
    state = np.random.SeedSequence([seed, stream]).generate_state(1, np.uint64)[0]
    return torch.Generator(device).manual_seed(int(state >> np.uint64(1)))
