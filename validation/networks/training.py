"""Training with noise in the weights: H_pq(y|x,w) + beta I(w;D) (eq. 3), for a whole grid of networks at once."""

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from validation.networks.grid import Grid, generator
from validation.networks.posterior import LEARNED, Posterior, State

INITIALISATION, TRAINING, EVALUATION, BATCHES = range(4)  # the streams of a seed
CHUNK = 2_000  # images evaluated at once


@dataclass(frozen=True, kw_only=True)
class Member:
    """One network of a grid: its beta, its seed, and where it starts.

    `log_alpha` is the noise it starts with, None for as much as holds no information. beta rises to its value over the
    first `warm_up` of the steps.
    """

    beta: float
    seed: int
    log_alpha: float | None = -6.0
    warm_up: float = 0.4

    def __post_init__(self) -> None:
        if not 0 <= self.beta < math.inf:
            raise ValueError(f"beta: must be finite and not negative, got {self.beta}")
        if not isinstance(self.seed, Integral) or self.seed < 0:
            raise ValueError(f"seed: must be a whole number, not negative, got {self.seed}")
        if self.log_alpha is not None and not math.isfinite(self.log_alpha):
            raise ValueError(f"log_alpha: must be finite, got {self.log_alpha}")
        if not 0 <= self.warm_up <= 1:
            raise ValueError(f"warm_up: must lie in [0, 1], got {self.warm_up}")


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How a grid is trained: steps, optimiser and learning rate of the weights; log alpha always has Adam.

    `decays` are the shares of the steps after which both rates fall tenfold; `batch` None is the whole data set.
    """

    steps: int
    optimiser: Literal["adam", "sgd"] = "adam"
    rate: float = 0.01
    rate_of_log_alpha: float = 0.03
    decays: tuple[float, ...] = (0.8,)
    batch: int | None = None
    mixed_precision: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.steps, Integral) or self.steps < 1:
            raise ValueError(f"steps: must be a whole number, at least 1, got {self.steps}")
        if self.optimiser not in ("adam", "sgd"):
            raise ValueError(f"optimiser: must be adam or sgd, got {self.optimiser}")
        if not (0 < self.rate < math.inf and 0 < self.rate_of_log_alpha < math.inf):
            raise ValueError(f"rate: must be positive and finite, got {self.rate} and {self.rate_of_log_alpha}")
        if not all(0 <= share <= 1 for share in self.decays):
            raise ValueError(f"decays: must lie in [0, 1], got {self.decays}")
        if self.batch is not None and (not isinstance(self.batch, Integral) or self.batch < 1):
            raise ValueError(f"batch: must be a whole number, at least 1, got {self.batch}")


def appendix_schedule(samples: int, *, rate: float, epochs: int = 360, batch: int = 500, **options: Any) -> Schedule:
    """Appendix A.1: SGD with momentum 0.9 in batches of 500, the rate a tenth after every 140 of 360 epochs."""
    if batch < 1:
        raise ValueError(f"batch: must be at least 1, got {batch}")
    steps = epochs * -(-samples // batch)
    decays = (140 / 360, 280 / 360)
    return Schedule(steps=steps, optimiser="sgd", rate=rate, decays=decays, batch=min(batch, samples), **options)


def train(
    grid: Grid,
    posterior: Posterior,
    images: Tensor,
    labels: Tensor,
    members: Sequence[Member],
    schedule: Schedule,
    *,
    batch_seed: int = 0,
    history: list[Tensor] | None = None,
) -> State:
    """Train every member on images (N, ...); returns the state of their posterior.

    `labels`: (members, N), or (members, N, attributes) of 0 and 1. To `history` each step adds the members' Lagrangians
    (members,), nats a sample, as they are trained: beta may still rise.
    Each member depends on nothing but its own entry, so that it comes out the same alone and in any grid. Raises
    ValueError for images and labels that do not fit, or weights that are no longer finite.
    """
    _check(grid, images, labels, members)
    samples = len(images)
    rows = _Rows(posterior, members, TRAINING, grid)
    log_alpha = [posterior.none if m.log_alpha is None else m.log_alpha for m in members]
    state = posterior.start(grid.initial([m.seed for m in members]), grid, _column(log_alpha, grid))
    trained = {name: state[name] for name in LEARNED if name in state}
    for tensor in trained.values():
        tensor.requires_grad_()
    optimisers = _optimisers(trained, schedule)
    schedulers = [_falling(optimiser, schedule) for optimiser in optimisers]
    prices = _prices(members, schedule, grid) / samples
    batches = _batches(samples, schedule, batch_seed, grid)
    precision = torch.autocast(grid.device, torch.bfloat16) if schedule.mixed_precision else nullcontext()
    for step in range(schedule.steps):
        chosen = batches[step]
        with precision:
            outputs = grid.outputs(posterior.sample(state, rows.draw()), images[chosen])
        losses = mean_cross_entropy(outputs, labels[:, chosen])
        losses = losses + prices[step] * posterior.information(state).sum(1)
        if history is not None:
            history.append(losses.detach())
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
        losses.sum().backward()
        for optimiser, scheduler in zip(optimisers, schedulers, strict=True):
            optimiser.step()
            scheduler.step()
        with torch.no_grad():
            posterior.confine(state)
    if not all(bool(torch.isfinite(tensor).all()) for tensor in trained.values()):
        raise ValueError(f"rate: training at rate {schedule.rate} ended in weights that are not finite")
    return {name: tensor.detach() for name, tensor in state.items()}


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Each member's mean cross-entropy (nats a sample) and share of errors over samples of the weights (members,).

    The standard errors are those of the Monte-Carlo mean over samples of the weights.
    """

    cross_entropy: Tensor
    cross_entropy_error: Tensor
    errors: Tensor
    errors_error: Tensor


@torch.no_grad()
def evaluate(
    grid: Grid,
    posterior: Posterior,
    state: State,
    images: Tensor,
    labels: Tensor,
    members: Sequence[Member],
    *,
    samples: int = 20,
) -> Evaluation:
    """Evaluate under the noise the networks were trained with; labels (members, N) or (members, N, attributes).

    Raises ValueError for images and labels that do not fit, or fewer than 2 samples.
    """
    _check(grid, images, labels, members)
    if samples < 2:
        raise ValueError(f"samples: must be at least 2, got {samples}")
    rows = _Rows(posterior, members, EVALUATION, grid)
    entropies, errors = [], []
    for _ in range(samples):
        weights = posterior.sample(state, rows.draw())
        outputs = torch.cat([grid.outputs(weights, part) for part in images.split(CHUNK)], dim=1).float()
        entropies.append(mean_cross_entropy(outputs, labels))
        errors.append(share_of_errors(outputs, labels))
    mean, deviation = _moments(torch.stack(entropies).double())
    wrong, spread = _moments(torch.stack(errors))
    return Evaluation(cross_entropy=mean, cross_entropy_error=deviation, errors=wrong, errors_error=spread)


def mean_cross_entropy(outputs: Tensor, labels: Tensor) -> Tensor:
    """The mean over samples of -log q(y|x,w), (members,), for outputs (members, N, classes) and labels (members, N).

    Labels (members, N, classes) are binary attributes of their own: their cross-entropies add up.
    """
    if labels.ndim == 3:
        losses = binary_cross_entropy_with_logits(outputs, labels.to(outputs.dtype), reduction="none")
        return losses.sum(2).mean(1)
    losses = cross_entropy(outputs.flatten(0, 1), labels.flatten(), reduction="none")
    return losses.view(labels.shape).mean(1)


def share_of_errors(outputs: Tensor, labels: Tensor) -> Tensor:
    """The share of labels (or attributes) that the outputs get wrong, (members,)."""
    guess = outputs > 0 if labels.ndim == 3 else outputs.argmax(2)
    return (guess != labels).double().flatten(1).mean(1)


class _Rows:
    """Random numbers (members, weights): each row from its member's seed; members of one seed share their draws.

    Where all have one seed there is one row for all of them.
    """

    def __init__(self, posterior: Posterior, members: Sequence[Member], stream: int, grid: Grid) -> None:
        seeds = sorted({m.seed for m in members})
        self._generators = [generator(seed, stream, grid.device) for seed in seeds]
        self._index = torch.tensor([seeds.index(m.seed) for m in members], device=grid.device)
        self._posterior, self._shape, self._dtype = posterior, torch.Size([grid.weights]), grid.dtype

    def draw(self) -> Tensor:
        rows = [self._posterior.draw(self._shape, g, self._dtype) for g in self._generators]
        return rows[0][None] if len(rows) == 1 else torch.stack(rows)[self._index]


def _optimisers(trained: State, schedule: Schedule) -> list[torch.optim.Optimizer]:
    # elementwise rules only: anything that looks across weights would tie the networks of a grid together
    weights = {"params": [tensor for name, tensor in trained.items() if name != "log_alpha"], "lr": schedule.rate}
    log_alpha = {"params": [trained["log_alpha"]], "lr": schedule.rate_of_log_alpha}
    if schedule.optimiser == "sgd":
        return [torch.optim.SGD([weights], momentum=0.9, fused=True), torch.optim.Adam([log_alpha], fused=True)]
    return [torch.optim.Adam([weights, log_alpha], fused=True)]


def _falling(optimiser: torch.optim.Optimizer, schedule: Schedule) -> torch.optim.lr_scheduler.LRScheduler:
    milestones = [round(share * schedule.steps) for share in schedule.decays]
    return torch.optim.lr_scheduler.MultiStepLR(optimiser, milestones, gamma=0.1)


def _prices(members: Sequence[Member], schedule: Schedule, grid: Grid) -> Tensor:
    """beta of each member at each step (steps, members), rising from 0 over its warm-up."""
    beta, warm_up = (_column([getattr(m, name) for m in members], grid)[:, 0] for name in ("beta", "warm_up"))
    done = torch.arange(schedule.steps, dtype=grid.dtype, device=grid.device)[:, None] / schedule.steps
    return beta * (done / warm_up.clamp(min=1e-9)).clamp(max=1.0)


def _batches(samples: int, schedule: Schedule, seed: int, grid: Grid) -> Sequence[slice] | Tensor:
    """Which images each step sees, on the grid's device: a copy to it at every step would hold it up."""
    if schedule.batch is None or schedule.batch >= samples:
        return [slice(None)] * schedule.steps
    order = generator(seed, BATCHES)
    drawn = [torch.randperm(samples, generator=order)[: schedule.batch] for _ in range(schedule.steps)]
    return torch.stack(drawn).to(grid.device)


def _column(values: Sequence[float], grid: Grid) -> Tensor:
    return torch.tensor(values, dtype=grid.dtype, device=grid.device)[:, None]


def _moments(values: Tensor) -> tuple[Tensor, Tensor]:
    return values.mean(0), values.std(0) / len(values) ** 0.5


def _check(grid: Grid, images: Tensor, labels: Tensor, members: Sequence[Member]) -> None:
    if not members:
        raise ValueError("members: must not be empty")
    if len(images) == 0 or images.dtype != grid.dtype or not bool(torch.isfinite(images).all()):
        raise ValueError(f"images: must be finite numbers of {grid.dtype}, got {images.dtype} of {tuple(images.shape)}")
    if labels.shape[:2] != (len(members), len(images)):
        raise ValueError(f"labels: expected {(len(members), len(images))}, got {tuple(labels.shape)}")
    with torch.no_grad():
        try:
            kinds = grid.outputs(grid.unit[None], images[:2]).shape[2]  # one image alone has no batch to normalise by
        except RuntimeError as error:
            raise ValueError(f"images: {tuple(images.shape[1:])} do not fit the network ({error})") from error
    if labels.ndim == 3 and labels.shape[2] != kinds:
        raise ValueError(f"labels: expected {kinds} attributes, got {labels.shape[2]}")
    if labels.is_floating_point():
        raise ValueError(f"labels: must be whole numbers, got {labels.dtype}")
    classes = 2 if labels.ndim == 3 else kinds
    if not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise ValueError(f"labels: must lie in 0..{classes - 1}, got {int(labels.min())}..{int(labels.max())}")
