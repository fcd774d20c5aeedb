"""`measure`: everything that the report says of one network, the user's or ours."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from estimators import hessian
from estimators.estimate import Estimate
from estimators.hessian.objective import Data
from estimators.hessian.summed import Examples, Loss, Reduction
from reports.record import Column, Quantity, Record, Table
from validation.networks.measured_curvature import Curvature, measured_curvature, quantity
from validation.networks.noise import LOG_ALPHA_RANGE
from validation.networks.structure import chain, layer_inputs, noisy_weights
from validation.papers.achille_soatto_2017.measured_corollary import Corollary, LayerBound
from validation.papers.achille_soatto_2017.measured_flatness import (
    Bounds,
    Compared,
    NoiseAveraged,
    bound_from_norms,
    noise_averaged,
    proposition_5,
)

DRAWS = 128  # antithetic pairs of the noise-averaged curvature
INPUTS = 512  # of the data, on which the layers' bounds are computed
NO_OPTIMUM = "the point is no minimum: the bounds hold for the chosen alpha_i = beta/(w_i^2 |H_ii|), not for an optimum"

Alpha = float | Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One noisy parameter: its information (None without noise), geometric mean alpha, and sum of w_i^2 H_ii.

    `left_out` counts the weights whose curvature gives no noise.
    """

    name: str
    weights: int
    information: float | None
    information_per_weight: float | None
    alpha: float | None
    left_out: int
    sharpness: Estimate


@dataclass(frozen=True, kw_only=True)
class InformationInWeights:
    """I(w;D) of Claim 1 at C = 0 (Remark 4.3), in nats (None without noise), and Proposition 5's bounds on it.

    `alpha` says where the noise comes from; `t1` is there where it was given.
    """

    value: float | None
    per_weight: float | None
    weights: int
    left_out: int
    beta: float
    alpha: str
    bounds: Bounds
    t1: NoiseAveraged | None = None

    def record(self) -> Record:
        value = Quantity("I(w;D)", self.value, unit="nats", note="up to the constant C of an improper prior")
        quantities = (
            value,
            Quantity("I(w;D) a weight", self.per_weight, unit="nats"),
            Quantity("weights", self.weights),
            Quantity("weights left out", self.left_out),
            Quantity("beta", self.beta),
            Quantity("alpha", self.alpha),
        )
        groups = (self.bounds.record(), *((self.t1.record(),) if self.t1 else ()))
        return Record("Information in the weights", quantities, groups=groups)


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """All the report says of one network."""

    name: str
    layers: tuple[Layer, ...]
    flatness: Curvature
    information_in_weights: InformationInWeights
    corollary_5_1: Corollary

    def to_json(self) -> dict[str, Any]:
        """An entry of the results' `networks`."""
        columns: dict[str, Column] = {
            "name": "name",
            "weights": "weights",
            "I(w;D) (nats)": "information",
            "I(w;D) a weight (nats)": "information_per_weight",
            "alpha": "alpha",
            "left out": "left_out",
            "sum of w_i^2 H_ii": lambda row: quantity("", row["sharpness"]),
        }
        return {
            "name": self.name,
            "layers": Table.of("Layers", [vars(layer) for layer in self.layers], columns).to_json(),
            "flatness": self.flatness.record().to_json(),
            "information_in_weights": self.information_in_weights.record().to_json(),
            "corollary_5_1": self.corollary_5_1.record().to_json(),
        }


def measure(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    beta: float = 1.0,
    alpha: Alpha = None,
    name: str = "network",
    reduction: Reduction | None = None,
    examples: Examples = None,
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
    of_loss: dict[str, Any] = {"reduction": reduction, "examples": examples}
    op = hessian.operator(model, loss, batches, parameters=list(names), **of_loss)
    if not isinstance(op, hessian.HessianOperator):
        raise ValueError("model: must be a torch module")
    problem = op.objective
    curvature = measured_curvature(op, probes=probes, seed=seed)
    given = None if alpha is None else _log_alpha(alpha, problem)
    log_alpha, source, left_out = _noise(given, curvature, problem, beta)
    t1 = None
    if given is not None:
        of: dict[str, Any] = {"alpha": np.exp(given), "parameters": list(names), **of_loss}
        averaged = hessian.noise_averaged_curvature(model, loss, batches, **of, samples=DRAWS, seed=seed)
        found = noise_averaged(curvature=averaged.value, log_alpha=given, beta=beta)
        t1 = replace(found, draws=averaged.n, cost=averaged.cost)
    known = log_alpha[~np.isnan(log_alpha)]
    value = float(-known.sum() / 2) if known.size else None
    information = InformationInWeights(
        value=value,
        per_weight=value / known.size if value is not None else None,
        weights=len(log_alpha),
        left_out=left_out,
        beta=float(beta),
        alpha=source,
        bounds=_bounds(problem.flat().cpu().numpy(), curvature, beta),
        t1=t1,
    )
    return Measurement(
        name=name,
        layers=_layers(problem, curvature, log_alpha),
        flatness=curvature,
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


def _bounds(w: np.ndarray, curvature: Curvature, beta: float) -> Bounds:
    """Proposition 5's readings; away from a minimum they bound no optimum, and it is said."""
    trace, norm = curvature.trace.value, curvature.nuclear_norm.value
    if curvature.diagonal is not None:
        found = proposition_5(w=w, diagonal=curvature.diagonal, trace=trace, nuclear_norm=norm, beta=beta)
    else:
        readings = ("proposition-5/statement printed", "proposition-5/statement repaired")
        found = Bounds(
            readings={name: Compared(bound=bound_from_norms(name, w=w, total=norm, beta=beta)) for name in readings}
        )
    return found if curvature.is_minimum else replace(found, qualification=NO_OPTIMUM)


def _layers(problem: hessian.Objective, curvature: Curvature, log_alpha: np.ndarray) -> tuple[Layer, ...]:
    rows = []
    for name, part in problem.blocks.items():
        known = log_alpha[part][~np.isnan(log_alpha[part])]
        rows.append(
            Layer(
                name=name,
                weights=part.stop - part.start,
                information=float(-known.sum() / 2) if known.size else None,
                information_per_weight=float(-known.mean() / 2) if known.size else None,
                alpha=float(np.exp(known.mean())) if known.size else None,
                left_out=int(part.stop - part.start - known.size),
                sharpness=curvature.layers[name],
            )
        )
    return tuple(rows)


def _corollary(model: nn.Module, data: Data, problem: hessian.Objective, log_alpha: np.ndarray) -> Corollary:
    """T4: the smallest over the layers of the sum of the rows' bounds, where the layers form a chain."""
    structure = chain(model)
    if not structure.applies:
        return Corollary(applies=False, reason=structure.reason)
    inputs = _first_inputs(data)
    dtype = next(model.parameters()).dtype
    seen = layer_inputs(model, structure.layers, inputs.to(dtype) if inputs.is_floating_point() else inputs)
    rows = []
    for layer in structure.layers:
        name = f"{layer}.weight" if layer else "weight"
        if name not in problem.blocks:
            rows.append(LayerBound(layer=layer, bound=None, reason="its weights carry no noise"))
            continue
        w_hat = problem.point[name].cpu().double().numpy()
        alpha = np.exp(log_alpha[problem.blocks[name]]).reshape(w_hat.shape)
        x = seen[layer].double().flatten(0, -2).cpu().numpy()
        # a weight without measurable curvature would carry unbounded noise: no noise bounds the row from above
        total = float(unit_bounds(w_hat, np.where(np.isnan(alpha), 0.0, alpha), x).sum())
        finite = math.isfinite(total)
        reason = "" if finite else "infinite: an input leaves a row at 0 (an atom), or a weight's alpha has no bound"
        rows.append(LayerBound(layer=layer, bound=total if finite else None, reason=reason))
    known = [row.bound for row in rows if row.bound is not None]
    reason = "" if known else "no layer has a finite bound"
    return Corollary(applies=True, reason=reason, repaired=min(known, default=None), layers=tuple(rows))


def _first_inputs(data: Data) -> Tensor:
    chosen, count = [], 0
    for inputs, _ in data:
        chosen.append(inputs)
        count += len(inputs)
        if count >= INPUTS:
            break
    return torch.cat(chosen)[:INPUTS]
