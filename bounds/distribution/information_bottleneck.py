"""The information bottleneck on finite alphabets, solved by Blahut-Arimoto steps with reverse annealing.

The Lagrangian is H(y|z) + beta I(z;x).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OVERLAP = 1e-4


@dataclass(frozen=True, eq=False)
class Bottleneck:
    """An encoder that is stationary for the Lagrangian; `encoder` is p(z|x), (x, z).

    >>> copied = Bottleneck(beta=0.5, encoder=np.eye(2), complexity=0.6, missed=0.1)
    >>> copied.lagrangian
    0.4
    """

    beta: float
    encoder: NDArray[np.float64]
    complexity: float  # I(z;x), nats
    missed: float  # H(y|z), nats

    @property
    def lagrangian(self) -> float:
        return self.missed + self.beta * self.complexity


def annealed(joint: NDArray[np.float64], betas: Sequence[float], *, steps: int = 400) -> tuple[Bottleneck, ...]:
    """One solution a beta for p(x,y), (x, y), followed from the smallest beta (z = x) up; z has as many values as x.

    Following solutions from full detail to less (reverse annealing) finds what a start from little detail would miss;
    where a constant z has the lower Lagrangian it is taken instead. Raises ValueError where a beta is not positive or
    the joint is not a distribution. Source: Tishby, Pereira and Bialek (1999).

    >>> fine, coarse = annealed([[0.5, 0.0], [0.0, 0.5]], betas=[0.1, 2.0])
    >>> round(fine.complexity, 3), round(coarse.missed, 3)
    (0.693, 0.693)
    """
    p = np.asarray(joint, dtype=np.float64)
    if p.ndim != 2 or np.any(p < 0) or not abs(p.sum() - 1) <= 1e-9:
        raise ValueError("joint: must be a distribution over (x, y)")
    if any(not beta > 0 for beta in betas):
        raise ValueError(f"betas: must be positive, got {min(betas)}")
    p = p[p.sum(axis=1) > 0]
    encoder = np.eye(len(p))
    found = {}
    for beta in sorted(betas):
        # an encoder with zeros keeps them for ever, so a merger needs a first small overlap
        encoder = (1 - OVERLAP) * encoder + OVERLAP / len(p)
        for _ in range(steps):
            following = step(p, encoder, beta)
            settled = np.abs(following - encoder).max() < 1e-12
            encoder = following
            if settled:
                break
        followed, constant = (_bottleneck(beta, p, q) for q in (encoder, np.full((len(p), 1), 1.0)))
        found[beta] = min(followed, constant, key=lambda solution: solution.lagrangian)
    return tuple(found[beta] for beta in betas)


def _bottleneck(beta: float, p: NDArray[np.float64], encoder: NDArray[np.float64]) -> Bottleneck:
    task = encoder.T @ p  # p(z,y)
    complexity = _information(encoder * p.sum(axis=1)[:, None])
    return Bottleneck(beta, encoder, complexity, _entropy(task) - _entropy(task.sum(axis=1)))


def step(p: NDArray[np.float64], encoder: NDArray[np.float64], beta: float) -> NDArray[np.float64]:
    """p(z|x) proportional to p(z) exp(-KL(p(y|x) || p(y|z)) / beta), from the current encoder's p(z) and p(y|z).

    >>> step(np.eye(2) / 2, np.full((2, 2), 0.5), beta=1.0).tolist()  # from no information, none
    [[0.5, 0.5], [0.5, 0.5]]
    """
    marginal = p.sum(axis=1)
    task = encoder.T @ p
    weight = task.sum(axis=1)
    posterior = p / marginal[:, None]
    with np.errstate(divide="ignore"):  # log 0 = -inf: a value of z that is never used, or never right, gets no weight
        decoder = np.log(task / np.maximum(weight, 1e-300)[:, None])
        score = np.log(weight)[None, :]
    likely = np.where(posterior[:, None, :] > 0, decoder[None, :, :], 0.0)  # 0 log 0 = 0
    score = score + (posterior[:, None, :] * likely).sum(axis=2) / beta
    score -= score.max(axis=1, keepdims=True)
    following = np.exp(score)
    return np.asarray(following / following.sum(axis=1, keepdims=True))


def _entropy(p: NDArray[np.float64]) -> float:
    positive = p[p > 0]
    return float(-np.sum(positive * np.log(positive)))


def _information(p: NDArray[np.float64]) -> float:
    return _entropy(p.sum(axis=0)) + _entropy(p.sum(axis=1)) - _entropy(p)
