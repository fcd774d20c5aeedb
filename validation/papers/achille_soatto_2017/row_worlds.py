"""Random worlds for section 5: one noisy row and a finite distribution of its inputs, with the true entropies."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from bounds.papers.achille_soatto_2017.row_numbers import moments

World = Mapping[str, Any]
POOL = 6
NEARLY_NORMAL = 24  # equally likely inputs of one weight, so that z is nearly Gaussian at a small alpha
PER_WEIGHT = "proposition-7/per-weight-alpha"  # the statement whose rows have an alpha for every weight
RHO_AT_MOST_1 = {("proposition-7", "repaired"), ("proposition-7/true-information", "repaired")}  # T3's narrower form


@lru_cache
def pool(*, per_weight: bool = False, rho_at_most_one: bool = False, balanced: bool = False) -> tuple[World, ...]:
    """A few worlds with the values of every symbol of the paper's `rows` and `layer_theorems`.

    In every third T3 is nearly an equality. `balanced`: inputs in all combinations of signs, so uncorrelated and
    without mean.
    """
    rng = np.random.default_rng(5)
    worlds: list[World] = []
    while len(worlds) < POOL:
        near = len(worlds) % 3 == 0 and not balanced
        world = _nearly_normal(rng, per_weight=per_weight) if near else _world(rng, per_weight, balanced)
        if not rho_at_most_one or moments(world)["rho"] <= 1:
            worlds.append(world)
    return tuple(worlds)


def drawn_from(worlds: tuple[World, ...]) -> Callable[[np.random.Generator], World]:
    """A draw of one of the worlds."""
    return lambda rng: worlds[int(rng.integers(len(worlds)))]


def _nearly_normal(rng: np.random.Generator, *, per_weight: bool) -> World:
    """One weight, whose inputs are a normal law's quantiles: the entropy power inequality is an equality."""
    x = norm.ppf((np.arange(NEARLY_NORMAL) + 0.5) / NEARLY_NORMAL)[:, None]
    alpha = np.full(1, rng.uniform(0.1, 0.2)) if per_weight else np.float64(rng.uniform(0.1, 0.2))
    return _completed(rng.normal(size=1), alpha, x, np.full(NEARLY_NORMAL, 1 / NEARLY_NORMAL))


def _world(rng: np.random.Generator, per_weight: bool, balanced: bool) -> World:
    d = int(rng.integers(2, 4))
    if balanced:
        signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * d)).reshape(d, -1).T
        x = signs * rng.uniform(0.3, 2.0, size=d)
        probability = np.full(len(x), 1 / len(x))
    else:
        n = int(rng.integers(2, 5))
        x, probability = rng.normal(size=(n, d)), rng.dirichlet(np.ones(n))
    w = rng.normal(size=d)
    alpha: Any = np.exp(rng.uniform(np.log(0.02), np.log(2), size=d if per_weight else None))
    return _completed(w, alpha, x, probability)


def _completed(w: NDArray[Any], alpha: Any, x: NDArray[Any], probability: NDArray[Any]) -> World:
    entropies = true_entropies(w, alpha, x, probability)
    mean_log = float(np.mean(np.log(alpha)))
    return {
        "N": len(x),
        "d": len(w),
        "P": probability,
        "x": x,
        "w": w,
        "alpha": alpha,
        "Ibar": -mean_log / 2,
        **entropies,
    }


def true_entropies(w: NDArray[Any], alpha: Any, x: NDArray[Any], probability: NDArray[Any]) -> dict[str, Any]:
    """h_z, h[n], g[n, i] and I of one row, from the densities that `estimators.noisy_layer` computes."""
    import torch

    from estimators.noisy_layer_density import FINE, NoisyLayer, densities, frame, histogram

    noise = float(alpha) if np.ndim(alpha) == 0 else torch.from_numpy(alpha[None])
    layer = NoisyLayer(torch.from_numpy(w[None]), noise, torch.from_numpy(x))
    setting = frame(layer, FINE)
    given = densities(histogram(layer, setting), setting)[0]
    weights = setting.weights
    given = given / (given @ weights)[:, None]
    marginal = torch.from_numpy(probability) @ given
    shift = float(torch.log(setting.scale[0]))
    conditional = (-(torch.special.xlogy(given, given) @ weights) + shift).numpy()
    entropy = float(-(torch.special.xlogy(marginal, marginal) @ weights) + shift)
    terms = np.log(np.abs(w * x)) + np.log(2 * np.pi * np.e * alpha) / 2 - np.asarray(alpha) / 2
    return {"h_z": entropy, "h": conditional, "g": terms, "I": entropy - float(probability @ conditional)}
