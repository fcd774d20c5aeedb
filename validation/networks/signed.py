"""Weights with a sign and, where the prior has an atom at 0, a chance of being absent, and what each prior charges.

A weight is 0, or + or - exp(h): with probability `present` it is there, with probability `positive` above 0, and h is
normal, truncated to [low, high]. Under the prior h is uniform there. By the chain rule its divergence is
kl(present || prior's) + present (kl(positive || prior's) + KL of h), exactly.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, relu

from validation.networks import noise
from validation.networks.grid import Grid, generator

Signs = Literal["known", "learned", "mixed"]
State = dict[str, Tensor]  # float64, (weights,)
SIGNS, TRAINING, DRAWING = range(3)  # the streams of a seed
LIMIT = 12.0  # of a log-odds: what lies beyond saves less than 1e-4 nats
LEAST = -10.0  # log alpha
PRE_TRAINING = 0.3  # the share of the steps that finds the weights to start from, and the signs


@dataclass(frozen=True)
class Prior:
    """What is assumed of every weight before the data.

    `signs`: "known" (those of the weights that it starts from, free of charge), "learned" (one that the data choose,
    log 2 a weight), "mixed" (both, with a probability that the data choose). `present`: the probability of a weight
    that is not 0; 1 has no atom. log |w| is uniform over the `width` below log of `top` times the grid's unit.
    """

    signs: Signs
    present: float = 1.0
    width: float = math.log(1e3)
    top: float = 1.0

    @property
    def none(self) -> float:
        """The log alpha at which a weight's size is as good as unknown."""
        return 2 * math.log(4 * self.width)

    def information(self, state: State) -> Tensor:
        """KL(posterior || prior) of each weight, in nats (weights,)."""
        size = noise.information_truncated_normal(state["location"], state["log_alpha"], -self.width, 0.0)
        if self.signs != "known":
            size = size + bernoulli_divergence(state["sign"], 0.5)
        if self.present == 1:
            return size
        there = torch.sigmoid(state["presence"])
        return bernoulli_divergence(state["presence"], self.present) + there * size

    def moments(self, state: State, unit: Tensor) -> tuple[Tensor, Tensor]:
        """The mean and the variance of each weight (weights,)."""
        first, second = truncated_moments(state, -self.width)
        there = torch.sigmoid(state["presence"]) if self.present < 1 else 1.0
        mean = there * torch.tanh(state["sign"] / 2) * first * unit
        return mean, (there * second * unit**2 - mean**2).clamp(min=1e-12)

    def sample(self, state: State, unit: Tensor, count: int, random: torch.Generator) -> Tensor:
        """Exact samples of the weights (count, weights)."""

        def uniform() -> Tensor:
            return torch.rand(count, len(unit), generator=random, dtype=unit.dtype)

        size = noise.sample_truncated_normal(state["location"], state["log_alpha"], -self.width, 0.0, uniform())
        signs = torch.where(uniform() < torch.sigmoid(state["sign"]), unit, -unit)
        there = uniform() < torch.sigmoid(state["presence"]) if self.present < 1 else 1.0
        return signs * torch.exp(size) * there

    def start(self, weights: Tensor, unit: Tensor) -> State:
        """The state around point weights; a sign that is not mixed never changes again."""
        certain = torch.sign(weights) * math.inf
        return {
            "location": torch.log((weights / unit / self.top).abs()).clamp(-self.width, 0.0),
            "log_alpha": torch.full_like(weights, -2.0),
            "sign": torch.sign(weights) * 3.0 if self.signs == "mixed" else certain,
            "presence": torch.full_like(weights, 1.0),
        }

    def learned(self) -> tuple[str, ...]:
        """The names of what is trained."""
        sign = ("sign",) if self.signs == "mixed" else ()
        return ("location", "log_alpha", *sign, *(("presence",) if self.present < 1 else ()))


def bernoulli_divergence(log_odds: Tensor, p: float) -> Tensor:
    """kl of the probability of these log-odds, which may be infinite, from p in (0, 1), in nats."""
    log_q, log_rest = -nn.functional.softplus(-log_odds), -nn.functional.softplus(log_odds)
    q = torch.sigmoid(log_odds)
    above = torch.where(q > 0, q * (log_q - math.log(p)), 0.0)
    return above + torch.where(q < 1, (1 - q) * (log_rest - math.log1p(-p)), 0.0)


def truncated_moments(state: State, low: float) -> Iterator[Tensor]:
    """E exp(h) and E exp(2 h) of the normal h truncated to [low, 0]."""
    location, alpha = state["location"], torch.exp(state["log_alpha"])
    sigma = alpha.sqrt()

    def log_mass(mean: Tensor) -> Tensor:
        start, end = (low - mean) / sigma, -mean / sigma
        flip = start + end > 0  # left tails alone keep their digits
        start, end = torch.where(flip, -end, start), torch.where(flip, -start, end)
        below_end = torch.special.log_ndtr(end)
        return below_end + torch.log(-torch.expm1(torch.special.log_ndtr(start) - below_end))

    whole = log_mass(location)
    for order in (1, 2):
        shifted = log_mass(location + order * alpha)
        yield torch.exp(order * location + order**2 * alpha / 2 + shifted - whole)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a posterior is trained: beta weighs the information against the cross-entropy; Adam's rate, and batches."""

    beta: float
    steps: int
    batch: int
    seed: int
    rate: float = 0.1


def train(prior: Prior, grid: Grid, weights: Tensor, images: Tensor, labels: Tensor, plan: Plan) -> State:
    """The posterior of a perceptron's weights, from point weights, after training on images (N, ...) and labels (N,).

    All in float64. Training sees Gaussian pre-activations of the right mean and variance (Kingma et al. 2015); what is
    certified afterwards is drawn exactly. Raises ValueError where training ends in numbers that are not finite.
    """
    random = generator(plan.seed, TRAINING)
    unit = grid.unit * prior.top
    batches = _batches(len(images), plan, random)
    if prior.signs != "known":
        weights = _point_weights(grid, weights, images, labels, plan, batches)
    state = prior.start(weights, grid.unit)
    trained = [state[name].requires_grad_() for name in prior.learned()]
    optimiser = torch.optim.Adam(trained, lr=plan.rate)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, plan.steps)
    for _ in range(plan.steps):
        chosen = next(batches)
        mean, variance = prior.moments(state, unit)
        outputs = _noisy_outputs(grid, mean, variance, images[chosen], random)
        loss = cross_entropy(outputs, labels[chosen]) + plan.beta * prior.information(state).sum() / len(images)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        falling.step()
        with torch.no_grad():
            state["log_alpha"].clamp_(LEAST, prior.none)
            state["location"].clamp_(-prior.width, 0.0)
            for name in {"sign", "presence"} & set(prior.learned()):
                state[name].clamp_(-LIMIT, LIMIT)
    if not all(bool(torch.isfinite(tensor).all()) for tensor in trained):
        raise ValueError(f"rate: training at rate {plan.rate} ended in weights that are not finite")
    return {name: tensor.detach() for name, tensor in state.items()}


def _batches(samples: int, plan: Plan, random: torch.Generator) -> Iterator[Tensor]:
    while True:
        yield torch.randint(samples, (min(plan.batch, samples),), generator=random)


def _point_weights(
    grid: Grid, weights: Tensor, images: Tensor, labels: Tensor, plan: Plan, batches: Iterator[Tensor]
) -> Tensor:
    """Weights without noise, trained for a share of the steps."""
    weights = weights.clone().requires_grad_()
    optimiser = torch.optim.Adam([weights], lr=0.01)
    for _ in range(round(PRE_TRAINING * plan.steps)):
        chosen = next(batches)
        optimiser.zero_grad(set_to_none=True)
        cross_entropy(grid.outputs(weights[None], images[chosen])[0], labels[chosen]).backward()
        optimiser.step()
    return weights.detach()


def _noisy_outputs(grid: Grid, mean: Tensor, variance: Tensor, x: Tensor, random: torch.Generator) -> Tensor:
    """The outputs of a perceptron whose pre-activations are Gaussian with the weights' mean and variance."""
    x = x.flatten(1)
    layers = zip(grid.layers(mean[None]).values(), grid.layers(variance[None]).values(), strict=True)
    for number, (m, v) in enumerate(layers):
        x = relu(x) if number else x
        spread = (x**2 @ v[0].T).clamp(min=1e-12).sqrt()  # 0 where all hidden units are: a root without a slope
        x = x @ m[0].T + spread * torch.randn(spread.shape, generator=random, dtype=x.dtype)
    return x


@torch.no_grad()
def mistakes(
    prior: Prior, grid: Grid, state: State, images: Tensor, labels: Tensor, *, seed: int, chunk: int = 500
) -> Tensor:
    """Whether the Gibbs classifier is wrong on each image (N,): every image has weights of its own, drawn exactly."""
    random, unit = generator(seed, DRAWING), grid.unit * prior.top
    wrong = []
    for part, truth in zip(images.split(chunk), labels.split(chunk), strict=True):
        weights = prior.sample(state, unit, len(part), random)
        wrong.append(grid.outputs(weights, part[:, None], apart=True)[:, 0].argmax(1) != truth)
    return torch.cat(wrong)
