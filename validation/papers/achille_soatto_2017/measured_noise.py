"""T1 on a trained network of any size: the curvature that its noise sees, in sums, whose intervals hold.

A weight's own average is drowned in the noise of the others long before there are 10^4 of them; the sum over a layer
is not. A stationary alpha_i has alpha_i c_i = beta, c_i = E[w_i^2 H_ii(w)], so that the mean of alpha_i c_i / beta over
the weights whose alpha is free is 1. Those held at either end of the range of alpha, as near as the last steps of the
training move it, are at no stationary point: they are left out and counted.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from estimators import hessian
from estimators.estimate import Estimate
from estimators.hessian.sampling import array, sample_mean
from validation.networks.learning_alpha import losses
from validation.networks.noise import log_normal
from validation.networks.posterior import LEAST
from validation.papers.achille_soatto_2017.measured_flatness import averaged_bound

WHOLE = "whole network"
NEAR_AN_END = 0.1  # of log alpha
STEP = 0.1  # of log alpha: what the loss's rise is taken over, its error a sixth of the square


@dataclass(frozen=True, kw_only=True)
class Stationary:
    """T1 on some weights: the sum of c, the mean of alpha c / beta, information and bound in nats, of the free ones.

    `slope`: half of their sum of alpha c. By T1 it is what the expected loss gains with the logarithm of their alpha,
    wherever the training stopped.
    """

    name: str
    weights: int
    left_out: int
    curvature: Estimate
    ratio: Estimate
    slope: Estimate
    information: float
    bound: float | None
    bound_interval: tuple[float | None, float | None]

    @property
    def slack(self) -> float | None:
        """The bound less the information."""
        return None if self.bound is None else self.bound - self.information

    @property
    def holds(self) -> bool | None:
        """Whether the information lies below the bound; None where it lies within the bound's interval, or without."""
        low, high = (math.nan if end is None else end for end in self.bound_interval)
        return True if self.information <= low else False if self.information > high else None

    def to_json(self) -> dict[str, Any]:
        """As JSON data, an estimate by its value, its ends and its standard error."""
        return {k: plain(v) if isinstance(v, Estimate) else v for k, v in vars(self).items()}


def plain(found: Estimate) -> dict[str, float]:
    low, high = found.interval
    return {"value": found.value, "low": low, "high": high, "error": found.standard_error}


def stationary(
    op: hessian.HessianOperator, log_alpha: Tensor, *, beta: float, draws: int, seed: int, least: float = LEAST
) -> list[Stationary]:
    """T1 on the whole network and on each of its layers; log_alpha (K,). The weak form, for ReLU networks too.

    `least`: the lower end of log alpha's range. Weights that are 0 carry no noise.
    """
    blocks = {WHOLE: slice(0, op.size), **op.objective.blocks}
    noise = log_alpha.cpu().double().numpy()
    free = is_free(log_alpha, least).cpu().numpy() & (op.objective.flat().cpu().numpy() != 0)
    inside = {name: _inside(part, op.size) for name, part in blocks.items()}
    counts = {name: int((where * free).sum()) for name, where in inside.items()}
    factors = {}
    for name, where in inside.items():
        factors[f"c {name}"] = where * free
        factors[f"ratio {name}"] = where * free * np.exp(noise) / (beta * max(counts[name], 1))
        factors[f"slope {name}"] = where * free * np.exp(noise) / 2
    sums = hessian.noise_averaged_sums(op, alpha=np.exp(noise), factors=factors, samples=draws, seed=seed)
    found = []
    for name, part in blocks.items():
        curvature, count = sums[f"c {name}"], counts[name]
        low, middle, high = (
            averaged_bound(total=total, weights=count, beta=beta)
            for total in (curvature.interval[0], curvature.value, curvature.interval[1])
        )
        found.append(
            Stationary(
                name=name,
                weights=count,
                left_out=part.stop - part.start - count,
                curvature=curvature,
                ratio=sums[f"ratio {name}"],
                slope=sums[f"slope {name}"],
                information=float(0.0 - noise[part][free[part]].sum() / 2),
                bound=middle,
                bound_interval=(low, high),
            )
        )
    return found


def is_free(log_alpha: Tensor, least: float = LEAST) -> Tensor:
    """Whether log alpha is off both ends of its range, so that training could move it either way."""
    return (log_alpha < -NEAR_AN_END) & (log_alpha > least + NEAR_AN_END)


def rise(op: hessian.HessianOperator, log_alpha: Tensor, *, draws: int, seed: int) -> Estimate:
    """d E[L] / d log alpha of all free weights together, by central differences on the same draws of the noise."""
    problem, generator = op.objective, torch.Generator().manual_seed(seed)
    w_hat, noise = problem.flat(), log_alpha.to(dtype=op.dtype, device=op.device)
    step = STEP * is_free(noise)

    def draw(k: int) -> np.ndarray:
        xi = torch.randn(k, op.size, generator=generator, dtype=op.dtype).to(op.device)
        both = torch.cat([xi, -xi])
        with torch.no_grad():
            above, below = (losses(problem, log_normal(w_hat, noise + way * step, both)) for way in (1, -1))
        return array(((above - below) / (2 * STEP)).unflatten(0, (2, k)).mean(0))

    mean = sample_mean(draw, samples=draws, tolerance=None, level=0.95, chunk=op.chunk)
    return mean.estimate(method="central differences of the expected loss, antithetic pairs", seed=seed)


def _inside(part: slice, size: int) -> np.ndarray:
    """1 for the weights of a part, else 0."""
    where = np.zeros(size)
    where[part] = 1.0
    return where
