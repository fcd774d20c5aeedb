"""`measure`: everything that the report says of one network, the user's or ours."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from estimators import hessian
from estimators.hessian.objective import Data, Loss, Reduction
from validation.networks.measured_curvature import Curvature, measured_curvature
from validation.networks.noise import LOG_ALPHA_RANGE
from validation.networks.structure import chain, layer_inputs, noisy_weights
from validation.papers.achille_soatto_2017.measured_flatness import bound_from_norms, noise_averaged, proposition_5

DRAWS = 128  # antithetic pairs of the noise-averaged curvature
INPUTS = 512  # of the data, on which the layers' bounds are computed

Alpha = float | Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """All the report says of one network; every entry is JSON data, information in nats with C = 0 (Remark 4.3)."""

    name: str
    layers: list[dict[str, Any]]
    flatness: dict[str, Any]
    information_in_weights: dict[str, Any]
    corollary_5_1: dict[str, Any]


def measure(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    beta: float = 1.0,
    alpha: Alpha = None,
    name: str = "network",
    reduction: Reduction | None = None,
    probes: int | None = None,
    seed: int = 0,
) -> Measurement:
    """Measure one trained torch network: flatness, information in the weights, the bounds between them.

    The noisy weights are those of Linear and convolution layers. `alpha`: their log-normal noise, one number or by
    parameter name; without it the noise is taken from the curvature (T1 at small alpha), for each weight where the
    Hessian is exact and for each layer where it is sampled. `probes` is the budget of the sampled form (networks above
    4096 weights). The loss is summed over the data, in float64. Raises ValueError for bad input.
    """
    if not (isinstance(beta, Real) and 0 < beta < math.inf):
        raise ValueError(f"beta: must be positive and finite, got {beta!r}")
    if not isinstance(model, nn.Module):
        raise ValueError(f"model: must be a torch module, got {type(model).__name__}")
    names = noisy_weights(model)
    if not names:
        raise ValueError("model: has no trained Linear or convolution weight to put noise on")
    try:
        batches = list(data) if iter(data) is data else data
    except TypeError:
        raise ValueError(f"data: must be an iterable of pairs (input, target), got {type(data).__name__}") from None
    op = hessian.operator(model, loss, batches, parameters=list(names), reduction=reduction)
    if not isinstance(op, hessian.HessianOperator):
        raise ValueError("model: must be a torch module")
    problem = op.objective
    curvature = measured_curvature(op, probes=probes, seed=seed)
    given = None if alpha is None else _log_alpha(alpha, problem)
    log_alpha, source, left_out = _noise(given, curvature, problem, beta)
    information = _information(log_alpha, source, left_out, beta)
    if given is not None:
        averaged = hessian.noise_averaged_curvature(
            model,
            loss,
            batches,
            alpha=np.exp(given),
            parameters=list(names),
            reduction=reduction,
            samples=DRAWS,
            seed=seed,
        )
        t1 = noise_averaged(curvature=averaged.value, log_alpha=given, beta=beta)
        information["t1"] = {**t1, "draws": averaged.n, "cost": averaged.cost}
    information["bounds"] = _bounds(problem.flat().cpu().numpy(), curvature, beta)
    return Measurement(
        name=name,
        layers=_layers(problem, curvature, log_alpha),
        flatness={**curvature.to_json(), "modes": dict(problem.modes), "loss": problem.value()},
        information_in_weights=information,
        corollary_5_1=_corollary(model, batches, problem, log_alpha),
    )


def _log_alpha(alpha: Alpha, problem: hessian.Objective) -> np.ndarray:
    """log alpha of every noisy weight, flat, in the order of the parameters."""
    if not isinstance(alpha, Mapping):
        alpha = dict.fromkeys(problem.point, alpha)
    missing = [name for name in problem.point if name not in alpha]
    if missing:
        raise ValueError(f"alpha: has no entry for {', '.join(missing)}")
    unknown = [str(name) for name in alpha if name not in problem.point]
    if unknown:
        raise ValueError(f"alpha: {', '.join(unknown)} is no noisy weight, these are: {', '.join(problem.point)}")
    parts = []
    for name, weight in problem.point.items():
        try:
            values = torch.as_tensor(alpha[name], dtype=torch.float64)
        except (TypeError, ValueError, RuntimeError):
            raise ValueError(f"alpha: for {name} must be numbers, got {alpha[name]!r}") from None
        if not (torch.isfinite(values) & (values > 0)).all():
            raise ValueError(f"alpha: must be positive and finite, for {name} too")
        try:
            parts.append(values.expand(weight.shape).flatten())
        except RuntimeError:
            shape, wanted = tuple(values.shape), tuple(weight.shape)
            raise ValueError(f"alpha: for {name} has shape {shape}, the weight {wanted}") from None
    return torch.log(torch.cat(parts)).numpy()


def _noise(
    given: np.ndarray | None, curvature: Curvature, problem: hessian.Objective, beta: float
) -> tuple[np.ndarray, str, int]:
    """log alpha by weight (nan where there is none), where it comes from, and how many weights are left out."""
    if given is not None:
        return given, "given", 0
    if curvature.sharpness is not None:
        sharpness = curvature.sharpness
        source = "alpha_i = beta / (w_i^2 H_ii), T1 at small alpha"
    else:
        sharpness = np.empty(problem.size)
        for name, part in problem.blocks.items():
            sharpness[part] = curvature.layers[name].value / (part.stop - part.start)
        source = "one alpha a layer: beta K_k / sum of w_i^2 H_ii over the layer, T1 at small alpha"
    with np.errstate(divide="ignore", invalid="ignore"):
        log_alpha = np.log(beta / sharpness)
    # an alpha of e^60 and beyond is no noise scale but an underflowing curvature
    log_alpha = np.where((sharpness > 0) & (np.abs(log_alpha) < LOG_ALPHA_RANGE[1]), log_alpha, np.nan)
    return log_alpha, source, int(np.isnan(log_alpha).sum())


def _information(log_alpha: np.ndarray, source: str, left_out: int, beta: float) -> dict[str, Any]:
    known = log_alpha[~np.isnan(log_alpha)]
    value = float(-known.sum() / 2) if known.size else None
    return {
        "value": value,
        "per_weight": value / known.size if value is not None else None,
        "weights": len(log_alpha),
        "left_out": left_out,
        "beta": float(beta),
        "alpha": source,
        "unit": "nats, up to the constant C of an improper prior",
    }


def _bounds(w: np.ndarray, curvature: Curvature, beta: float) -> dict[str, Any]:
    """Proposition 5's readings; away from a minimum they bound no optimum, and it is said."""
    trace, norm = curvature.trace.value, curvature.nuclear_norm.value
    if curvature.diagonal is not None:
        found = proposition_5(w=w, diagonal=curvature.diagonal, trace=trace, nuclear_norm=norm, beta=beta)
    else:
        printed = bound_from_norms("proposition-5/statement printed", w=w, total=norm, beta=beta)
        repaired = bound_from_norms("proposition-5/statement repaired", w=w, total=norm, beta=beta)
        found = {"printed": printed, "repaired": repaired}
    if not curvature.is_minimum:
        found["qualification"] = (
            "the point is no minimum: the bounds hold for the chosen alpha_i = beta/(w_i^2 |H_ii|), not for an optimum"
        )
    return found


def _layers(problem: hessian.Objective, curvature: Curvature, log_alpha: np.ndarray) -> list[dict[str, Any]]:
    rows = []
    for name, part in problem.blocks.items():
        known = log_alpha[part][~np.isnan(log_alpha[part])]
        sharpness = curvature.layers[name]
        rows.append(
            {
                "name": name,
                "weights": part.stop - part.start,
                "information": float(-known.sum() / 2) if known.size else None,
                "information_per_weight": float(-known.mean() / 2) if known.size else None,
                "alpha": float(np.exp(known.mean())) if known.size else None,
                "left_out": int(part.stop - part.start - known.size),
                "sharpness": _interval(sharpness),
            }
        )
    return rows


def _corollary(model: nn.Module, data: Data, problem: hessian.Objective, log_alpha: np.ndarray) -> dict[str, Any]:
    """T4: the smallest over the layers of the sum of the rows' bounds, where the layers form a chain."""
    structure = chain(model)
    if not structure.applies:
        return {"applies": False, "reason": structure.reason, "bound": None, "layers": []}
    inputs = _first_inputs(data)
    dtype = next(model.parameters()).dtype
    seen = layer_inputs(model, structure.layers, inputs.to(dtype) if inputs.is_floating_point() else inputs)
    rows: list[dict[str, Any]] = []
    for layer in structure.layers:
        name = f"{layer}.weight" if layer else "weight"
        if name not in problem.blocks:
            rows.append({"layer": layer, "bound": None, "reason": "its weights carry no noise"})
            continue
        w_hat = problem.point[name].cpu().double().numpy()
        alpha = np.exp(log_alpha[problem.blocks[name]]).reshape(w_hat.shape)
        x = seen[layer].double().flatten(0, -2).cpu().numpy()
        # a weight without measurable curvature would carry unbounded noise: no noise bounds the row from above
        units = unit_bounds(w_hat, np.where(np.isnan(alpha), 0.0, alpha), x)
        total = float(units.sum())
        finite = math.isfinite(total)
        reason = "" if finite else "infinite: an input leaves a row at 0 (an atom), or a weight's alpha has no bound"
        rows.append({"layer": layer, "bound": total if finite else None, "reason": reason})
    known = [row["bound"] for row in rows if row["bound"] is not None]
    reason = "" if known else "no layer has a finite bound"
    return {"applies": True, "reason": reason, "bound": min(known, default=None), "layers": rows}


def _first_inputs(data: Data) -> Tensor:
    chosen, count = [], 0
    for inputs, _ in data:
        chosen.append(inputs)
        count += len(inputs)
        if count >= INPUTS:
            break
    return torch.cat(chosen)[:INPUTS]


def _interval(estimate: Any) -> dict[str, Any]:
    return {"value": estimate.value, "low": estimate.interval[0], "high": estimate.interval[1]}
