"""The two forms of p(w|D) that networks are trained with, and what each says of I(w;D).

Both hold for a whole grid of networks at once: a state is a dict of tensors (networks, weights). Weights are counted in
units of `unit`, four initial standard deviations of their layer, and the prior is log-uniform over the six decades
below it, with each weight's sign as it was initialised.
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

import torch
from torch import Tensor

from validation.networks import noise

RANGE = math.log(1e6)  # the width of the prior of log |w|, in nats
LEAST = -16.0  # log alpha below which float32 weights no longer feel the noise
EDGE = 2.0**-24
State = dict[str, Tensor]


class Posterior(Protocol):
    """A family of p(w|D): how it starts, is sampled, is kept within bounds, and what information it holds."""

    name: ClassVar[str]
    none: ClassVar[float]  # the log alpha at which a weight holds no information

    def start(self, weights: Tensor, unit: Tensor, log_alpha: Tensor) -> State:
        """The state around the weights; log_alpha (networks, 1)."""
        ...

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        """The random numbers that one sample of the weights needs."""
        ...

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        """Weights, differentiable in the state."""
        ...

    def information(self, state: State) -> Tensor:
        """I(w;D), in nats a weight."""
        ...

    def confine(self, state: State) -> None:
        """Bring the state back within its bounds, in place."""
        ...


@dataclass(frozen=True)
class LogNormal:
    """The paper's: w = eps w_hat. Its information is Claim 1's with the constant of the prior above, cut at zero.

    It is no divergence: w_hat may carry anything free of charge.
    """

    name: ClassVar[str] = "claim-1"
    none: ClassVar[float] = 0.0

    def start(self, weights: Tensor, unit: Tensor, log_alpha: Tensor) -> State:
        return {"w_hat": weights.clone(), "log_alpha": log_alpha.expand_as(weights).clamp(max=self.none).clone()}

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype, device=generator.device)

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        return noise.log_normal(state["w_hat"], state["log_alpha"], drawn)

    def information(self, state: State) -> Tensor:
        return noise.information_claim_1(state["log_alpha"]) + self.none / 2

    def confine(self, state: State) -> None:
        state["log_alpha"].clamp_(LEAST, self.none)


@dataclass(frozen=True)
class TruncatedLogNormal:
    """log |w| normal, truncated to the prior's range: its information is the exact divergence from a proper prior."""

    name: ClassVar[str] = "truncated"
    none: ClassVar[float] = 2 * math.log(4 * RANGE)

    def start(self, weights: Tensor, unit: Tensor, log_alpha: Tensor) -> State:
        location = torch.log((weights / unit).abs().clamp(min=math.exp(-RANGE))).clamp(max=0.0)
        return {
            "location": location,
            "log_alpha": log_alpha.expand_as(weights).clamp(max=self.none).clone(),
            "signed_unit": torch.sign(weights) * unit,
        }

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        uniform = torch.rand(shape, generator=generator, dtype=dtype, device=generator.device)
        return uniform.clamp(min=EDGE, max=1 - EDGE)  # inversion has no derivative at 0 and 1

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        logarithm = noise.sample_truncated_normal(state["location"], state["log_alpha"], -RANGE, 0.0, drawn)
        return state["signed_unit"] * torch.exp(logarithm).to(drawn.dtype)

    def information(self, state: State) -> Tensor:
        divergence = noise.information_truncated_normal(state["location"], state["log_alpha"], -RANGE, 0.0)
        return divergence.to(state["location"].dtype)

    def confine(self, state: State) -> None:
        state["log_alpha"].clamp_(LEAST, self.none)
        state["location"].clamp_(-RANGE, 0.0)


POSTERIORS: dict[str, Posterior] = {family.name: family for family in (LogNormal(), TruncatedLogNormal())}
