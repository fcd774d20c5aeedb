"""The forms of p(w|D) that networks are trained with, and what each says of I(w;D).

Each holds for a whole grid of networks at once: a state is a dict of tensors (networks, weights), of which those in
`LEARNED` are trained.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import torch
from torch import Tensor

from validation.networks import noise

if TYPE_CHECKING:
    from validation.networks.grid import Flat

LEARNED = ("w_hat", "location", "log_alpha", "log_odds")
RANGE = math.log(1e6)  # the width of the prior of log |w|, in nats
LEAST = -16.0  # log alpha below which float32 weights no longer feel the noise
EDGE = 2.0**-24
MOST_ODDS = 20.0  # of a sign: no float32 number in (0, 1) that is drawn feels more
STEEP = 8.0
State = dict[str, Tensor]


class Posterior(Protocol):
    """A family of p(w|D): how it starts, is sampled, is kept within bounds, and what information it holds."""

    none: ClassVar[float]  # the log alpha at which a weight holds no information

    @property
    def name(self) -> str: ...

    def start(self, weights: Tensor, grid: "Flat", log_alpha: Tensor) -> State:
        """The state around a grid's weights; log_alpha (networks, 1)."""
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
    """The paper's: w = eps w_hat, and Claim 1's information with C = 0 (Remark 4.3); alpha <= 1 keeps it from below 0.

    It is no divergence: w_hat may carry anything free of charge. `per_layer`: all weights of a layer share their alpha.
    """

    name: str
    per_layer: bool = False
    none: ClassVar[float] = 0.0

    def start(self, weights: Tensor, grid: "Flat", log_alpha: Tensor) -> State:
        columns = len(grid.sizes) if self.per_layer else grid.weights
        state = {"w_hat": weights.clone(), "log_alpha": log_alpha.expand(-1, columns).clamp(max=self.none).clone()}
        return {**state, "layer": grid.layer_of_weight} if self.per_layer else state

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=dtype, device=generator.device)

    def log_alpha(self, state: State) -> Tensor:
        """log alpha of every weight."""
        return state["log_alpha"][:, state["layer"]] if self.per_layer else state["log_alpha"]

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        sigma = torch.exp(0.5 * self.log_alpha(state))  # `confine` keeps it within range: no need to saturate
        return noise.scaled(state["w_hat"], sigma, drawn)

    def information(self, state: State) -> Tensor:
        return noise.information_claim_1(self.log_alpha(state))

    def confine(self, state: State) -> None:
        state["log_alpha"].clamp_(LEAST, self.none)


@dataclass(frozen=True)
class TruncatedLogNormal:
    """log |w| normal, truncated to the prior's range: its information is the exact divergence from a proper prior.

    The prior of log |w| is uniform over `range` nats below the grid's `unit`; each weight keeps the sign that it was
    initialised with, before any data were seen.
    """

    name: str = "truncated"
    range: float = RANGE
    none: ClassVar[float] = 2 * math.log(4 * RANGE)

    def start(self, weights: Tensor, grid: "Flat", log_alpha: Tensor) -> State:
        location = torch.log((weights / grid.unit).abs().clamp(min=math.exp(-self.range))).clamp(max=0.0)
        return {
            "location": location,
            "log_alpha": log_alpha.expand_as(weights).clamp(max=self.none).clone(),
            "signed_unit": torch.sign(weights) * grid.unit,
        }

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        uniform = torch.rand(shape, generator=generator, dtype=dtype, device=generator.device)
        return uniform.clamp(min=EDGE, max=1 - EDGE)  # inversion has no derivative at 0 and 1

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        logarithm = noise.sample_truncated_normal(state["location"], state["log_alpha"], -self.range, 0.0, drawn)
        return state["signed_unit"] * torch.exp(logarithm)

    def information(self, state: State) -> Tensor:
        return noise.information_within(state["location"], state["log_alpha"], -self.range, 0.0)

    def confine(self, state: State) -> None:
        state["log_alpha"].clamp_(LEAST, self.none)
        state["location"].clamp_(-self.range, 0.0)


@dataclass(frozen=True)
class MixedSigns(TruncatedLogNormal):
    """As `TruncatedLogNormal`, under a prior of either sign: a weight is positive with probability s(log_odds).

    Its information is exact: the sign's, log 2 - Hb, and the magnitude's. What is sampled is a sign; training follows
    the slope of its relaxation, s(STEEP (log_odds + logit u)). Where a sign is nearly certain and only the wrong one
    costs, in proportion to |w|, that slope is 0.39 of the true one at STEEP = 1, 0.85 at 8, and all of it in the limit.
    """

    name: str = "mixed-signs"

    def start(self, weights: Tensor, grid: "Flat", log_alpha: Tensor) -> State:
        state = super().start(weights, grid, log_alpha)
        return {**state, "signed_unit": grid.unit.expand_as(weights), "log_odds": torch.zeros_like(weights)}

    def draw(self, shape: torch.Size, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        """For the sign and for the magnitude, (2, *shape)."""
        return super().draw(torch.Size((2, *shape)), generator, dtype)

    def sample(self, state: State, drawn: Tensor) -> Tensor:
        of_sign, of_magnitude = drawn.unbind(-2)
        soft = torch.sigmoid(STEEP * (state["log_odds"] + torch.logit(of_sign)))
        sign = 2 * ((soft > 0.5).to(soft.dtype) + soft - soft.detach()) - 1
        return sign * super().sample(state, of_magnitude)

    def information(self, state: State) -> Tensor:
        odds = state["log_odds"]
        entropy = torch.nn.functional.softplus(odds) - odds * torch.sigmoid(odds)
        return super().information(state) + (math.log(2) - entropy)

    def confine(self, state: State) -> None:
        super().confine(state)
        state["log_odds"].clamp_(-MOST_ODDS, MOST_ODDS)


POSTERIORS: dict[str, LogNormal | TruncatedLogNormal] = {
    family.name: family
    for family in (
        LogNormal("claim-1"),
        LogNormal("claim-1-per-layer", per_layer=True),
        TruncatedLogNormal(),
        TruncatedLogNormal("truncated-narrow", range=4.0),
        MixedSigns(range=0.1),
    )
}
