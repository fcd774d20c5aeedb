"""Small networks that score pairs (x, y): the trained part of every density-ratio and variational estimate.

Many critics (one for each fold and seed) are trained at once as one batch of matrices. A critic scores each sample's
own pair and a few shuffled ones; the objective is a function of those scores alone. Training stops for each critic
where its validation objective was best. float32; on one thread, or on the device that `Training` names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from estimators.arguments import whole_number
from estimators.extras import require_networks

if TYPE_CHECKING:
    import torch

Tensors = list["torch.Tensor"]
CriticObjective = Literal["classification", "dv", "nwj", "infonce"]
OBJECTIVES = ("classification", "dv", "nwj", "infonce")
Sets = tuple[np.ndarray, np.ndarray, np.ndarray]  # rows of indices to train, to validate and to test on


@dataclass(frozen=True, kw_only=True)
class Training:
    """How critics are trained: width of their two hidden layers, most epochs, batch, step size, patience, negatives.

    `device` is where, as torch names it; drawn numbers are the same on each.

    >>> Training(width=32).epochs
    80
    """

    width: int = 64
    epochs: int = 80
    batch: int = 250
    rate: float = 2e-3
    patience: int = 10
    negatives: int = 4
    weight_decay: float = 1e-3
    device: str = "cpu"

    def __post_init__(self) -> None:
        for name in ("width", "epochs", "batch", "patience", "negatives"):
            whole_number(name, getattr(self, name), least=1)


@dataclass(frozen=True)
class Scores:
    """Held-out scores of one critic: of n own pairs, shape (n,), and of m shuffled pairs for each, shape (n, m).

    >>> Scores(own=np.ones(3), shuffled=np.zeros((3, 2))).shuffled.shape
    (3, 2)
    """

    own: np.ndarray
    shuffled: np.ndarray


def held_out_scores(
    x: np.ndarray,
    y: np.ndarray,
    sets: Sets,
    *,
    objective: CriticObjective,
    training: Training,
    seed: int,
    shuffles: int = 10,
    instead: np.ndarray | None = None,
) -> list[Scores]:
    """Train one critic for each row of the index arrays, shapes (critics, n_*), and score its test pairs.

    x and y have shapes (n, dx) and (n, dy). `sets` are indices to train, validate and test on, disjoint in each row.
    `instead`, of y's shape, stands in for the shuffled y: the critic then tells (x, y) from (x, instead).

    >>> rng = np.random.default_rng(0)
    >>> x, sets = rng.standard_normal((300, 1)), folds(300, 3, 1, rng)
    >>> scores = held_out_scores(x, x, sets, objective="dv", training=Training(epochs=10), seed=0)
    >>> [bool(critic.own.mean() > critic.shuffled.mean()) for critic in scores]
    [True, True, True]
    """
    require_networks("estimators.critic")
    import torch

    if len(y) != len(x) or (instead is not None and instead.shape != y.shape):
        raise ValueError("x, y, instead: must have as many rows each, y and instead as many columns")
    generator = torch.Generator().manual_seed(seed)
    device = _device(training.device)
    scaled = [_scaled(x, x), _scaled(y, y)] + ([] if instead is None else [_scaled(instead, y)])
    sides = [torch.from_numpy(side).to(device, torch.float32) for side in scaled]
    train, validation, test = (torch.from_numpy(rows).to(device) for rows in sets)
    loss = _objective(objective)
    fresh = _fresh(len(train), (x.shape[1], y.shape[1]), training.width, generator)
    parameters = [weight.to(device).requires_grad_() for weight in fresh]
    best = _train(parameters, sides, train, validation, loss, training, generator)
    with torch.no_grad():
        scores = _score(best, sides, test, min(shuffles, test.shape[1] - 1), generator).cpu().double().numpy()
    return [Scores(critic[:, 0], critic[:, 1:]) for critic in scores]


def _train(
    parameters: Tensors,
    sides: Tensors,
    train: "torch.Tensor",
    validation: "torch.Tensor",
    loss: Callable[["torch.Tensor"], "torch.Tensor"],
    training: Training,
    generator: "torch.Generator",
) -> Tensors:
    import torch

    optimiser = torch.optim.AdamW(parameters, lr=training.rate, weight_decay=training.weight_decay, fused=True)
    critics, size = train.shape
    batch = min(training.batch, size)
    best = [p.detach().clone() for p in parameters]
    best_loss = torch.full((critics,), torch.inf, device=train.device)
    since = 0
    for _ in range(training.epochs):
        order = torch.stack([torch.randperm(size, generator=generator) for _ in range(critics)]).to(train.device)
        for start in range(0, size - batch + 1, batch):
            rows = train.gather(1, order[:, start : start + batch])
            optimiser.zero_grad()
            total = loss(_score(parameters, sides, rows, training.negatives, generator)).sum()
            torch.autograd.backward(total)
            optimiser.step()
        with torch.no_grad():
            negatives = min(max(training.negatives, 8), validation.shape[1] - 1)
            now = loss(_score(parameters, sides, validation, negatives, generator))
            better = now < best_loss
            best_loss = torch.where(better, now, best_loss)
            for kept, p in zip(best, parameters, strict=True):
                kept[better] = p[better]
        since = 0 if better.any() else since + 1
        if since >= training.patience:
            break
    return best


def _score(
    parameters: Tensors, sides: Tensors, rows: "torch.Tensor", negatives: int, generator: "torch.Generator"
) -> "torch.Tensor":
    """Scores (critics, batch, 1 + negatives): first a sample's own y, then those of other samples of the batch."""
    import torch

    size = rows.shape[1]
    first_x, first_y, bias, second, second_bias, last, last_bias = parameters
    x, y = torch.baddbmm(bias, sides[0][rows], first_x), torch.bmm(sides[1][rows], first_y)
    if len(sides) == 3:
        others = [torch.bmm(sides[2][rows], first_y)]
    else:  # a sample meets its neighbours' y: the first layer has seen each y once
        shifts = torch.randperm(size - 1, generator=generator)[:negatives] + 1
        others = [y.roll(-shift, dims=1) for shift in shifts.tolist()]
    hidden = torch.nn.functional.silu(torch.cat([x + partner for partner in (y, *others)], dim=1))
    hidden = torch.nn.functional.silu(torch.baddbmm(second_bias, hidden, second))
    scores = torch.baddbmm(last_bias, hidden, last)
    return scores.reshape(len(rows), 1 + len(others), size).transpose(1, 2)


def _fresh(critics: int, inputs: tuple[int, int], width: int, generator: "torch.Generator") -> Tensors:
    """Weights of two hidden layers, drawn at the scale of their inputs; the last layer starts at zero: log-ratio 0."""
    import torch

    def drawn(rows: int, columns: int, scale: float) -> torch.Tensor:
        return torch.randn(critics, rows, columns, generator=generator) * scale

    return [
        drawn(inputs[0], width, sum(inputs) ** -0.5),
        drawn(inputs[1], width, sum(inputs) ** -0.5),
        drawn(1, width, 0.5),
        drawn(width, width, (2 / width) ** 0.5),
        torch.zeros(critics, 1, width),
        torch.zeros(critics, width, 1),
        torch.zeros(critics, 1, 1),
    ]


def _device(name: str) -> "torch.device":
    import torch

    try:
        device = torch.device(name)
    except (RuntimeError, TypeError):
        raise ValueError(f"device: must be one that torch names, such as cpu or cuda, got {name!r}") from None
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ValueError(f"device: {name!r} was asked for, but torch sees no such device")
    return device


def _objective(name: str) -> Callable[["torch.Tensor"], "torch.Tensor"]:
    """The loss, shape (critics,), of scores of shape (critics, batch, 1 + negatives); own pairs come first."""
    import torch

    def own(s: Any) -> Any:
        return s[:, :, 0].mean(dim=1)

    def log_mean(s: Any) -> Any:
        shuffled = s[:, :, 1:].flatten(1)
        return torch.logsumexp(shuffled, dim=1) - np.log(shuffled.shape[1])

    losses: dict[str, Callable[[Any], Any]] = {
        # the cross-entropy of telling own pairs (score up) from shuffled ones; its best score is the log-ratio
        "classification": lambda s: (
            torch.nn.functional.softplus(-s[:, :, 0]).mean(dim=1)
            + torch.nn.functional.softplus(s[:, :, 1:]).mean(dim=(1, 2))
        ),
        "dv": lambda s: log_mean(s) - own(s),
        "nwj": lambda s: torch.exp(log_mean(s) - 1) - own(s),
        "infonce": lambda s: (torch.logsumexp(s, dim=2) - s[:, :, 0]).mean(dim=1),
    }
    if name not in losses:
        raise ValueError(f"objective: must be one of {', '.join(OBJECTIVES)}, got {name!r}")
    return losses[name]


def _scaled(side: NDArray[np.float64], scale_of: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = scale_of.std(axis=0)
    scaled: NDArray[np.float64] = (side - scale_of.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    return scaled


def folds(n: int, number: int, repeats: int, rng: np.random.Generator) -> Sets:
    """Index arrays (train, validation, test) of `repeats` shuffled partitions into `number` test folds each.

    A sixth of what is not tested validates. Up to number - 1 samples are left out, so that all folds are of one size.

    >>> [rows.shape for rows in folds(60, 3, 2, np.random.default_rng(0))]
    [(6, 34), (6, 6), (6, 20)]
    """
    size = n // number
    if size < 10:
        raise ValueError(
            f"number_of_folds: {number} folds of {n} samples leave {size} to a fold; at least 10 are needed"
        )
    sets: tuple[list[np.ndarray], ...] = ([], [], [])
    for _ in range(repeats):
        parts = rng.permutation(n)[: size * number].reshape(number, size)
        for i in range(number):
            rest = np.delete(parts, i, axis=0).ravel()
            validating = len(rest) // 6
            for kept, index in zip(sets, (rest[validating:], rest[:validating], parts[i]), strict=True):
                kept.append(index)
    return np.array(sets[0]), np.array(sets[1]), np.array(sets[2])
