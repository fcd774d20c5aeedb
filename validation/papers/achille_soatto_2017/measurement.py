"""`measure`: everything that the report says of one network, the user's or ours."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from numbers import Real
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from estimators import hessian
from estimators.hessian.objective import Data, Regulariser, pair
from estimators.hessian.summed import Examples, Loss, Reduction
from reports.figure import Figure
from reports.record import Column, Quantity, Table
from validation.networks.measured_curvature import Curvature, measured_curvature
from validation.networks.progress import Progress
from validation.networks.structure import left_out, masks, noisy_weights
from validation.papers.achille_soatto_2017.answers import Answers, answers
from validation.papers.achille_soatto_2017.corollary_result import Corollary
from validation.papers.achille_soatto_2017.measured_corollary import INPUTS, of_network
from validation.papers.achille_soatto_2017.measured_cost import COST, at_cost
from validation.papers.achille_soatto_2017.measured_figures import figures
from validation.papers.achille_soatto_2017.measured_information import (
    InformationInWeights,
    Layer,
    of_curvature,
    of_given,
)
from validation.papers.achille_soatto_2017.measured_noise import stationary

DRAWS = 128  # antithetic pairs of the noise-averaged curvature
Alpha = float | Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """All the report says of one network.

    `trained`: its trained parameters; `left_out`: how many of them carry no noise and are not measured, by their kind.
    """

    name: str
    trained: int
    left_out: Mapping[str, int]
    layers: tuple[Layer, ...]
    flatness: Curvature
    information_in_weights: InformationInWeights
    corollary_5_1: Corollary

    @property
    def coverage(self) -> str:
        """How many of the trained parameters are measured, and which are not."""
        without = sum(self.left_out.values())
        parts = ", ".join(f"{kind} ({count:,})" for kind, count in self.left_out.items())
        return f"{self.trained - without:,} of {self.trained:,} weights measured" + (
            f"; left out: {parts}" * bool(parts)
        )

    @property
    def answers(self) -> Answers:
        """What is asked first of a network, and the answers, a sentence each."""
        return answers(
            flatness=self.flatness,
            information=self.information_in_weights,
            layers=self.layers,
            corollary=self.corollary_5_1,
            rest=self.coverage,
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its layers side by side, and each bound beside what it bounds."""
        parts: dict[str, Any] = {"information": self.information_in_weights, "corollary": self.corollary_5_1}
        return figures(self.name, layers=self.layers, **parts)

    def __str__(self) -> str:
        return "\n".join((self.name, *(f"  {question} {answer}" for question, answer in self.answers.items())))

    def _repr_html_(self) -> str:
        # not by its whole name: a training reaches this module, and must outlive another look of a page
        html: str = import_module(".notebook", "reports").network(self.to_json(), self.figures)
        return html

    @property
    def headline(self) -> str:
        """What is first to be known of it, in one line."""
        return f"{self.coverage}; at {self.flatness.point}"

    def to_json(self) -> dict[str, Any]:
        """An entry of the results' `networks`."""
        columns: dict[str, Column] = {
            "name": "layer",
            "weights": "weights",
            "I(w;D) (nats)": "information",
            "I(w;D) a weight (nats)": "per weight",
            "alpha": "alpha",
            "sum of w_i^2 H_ii": "sharpness",
            "the same of the Gauss-Newton matrix": "gauss-newton",
            "what is to be said": "reason",
        }
        measured, _, parts = self.coverage.partition("; ")
        share = Quantity("weights measured", measured.removesuffix(" weights measured"), note=parts)
        return {
            "name": self.name,
            "answers": self.answers,
            "quantities": [share.to_json()],
            "layers": Table.of("Layers", [layer.row() for layer in self.layers], columns).to_json(),
            "flatness": self.flatness.record().to_json(),
            "information_in_weights": self.information_in_weights.record().to_json(),
            "corollary_5_1": self.corollary_5_1.record().to_json(),
        }


def measure(
    model: nn.Module,
    loss: Loss | None,
    data: Data,
    *,
    beta: float = 1.0,
    alpha: Alpha = None,
    name: str = "network",
    reduction: Reduction | None = None,
    examples: Examples = None,
    weight_decay: float = 0.0,
    regulariser: Regulariser | None = None,
    cost: float = COST,
    progress: Callable[[str], None] | None = None,
    probes: int | None = None,
    chunk: int | None = None,
    memory_limit: float = hessian.Operator.memory_limit,
    seed: int = 0,
) -> Measurement:
    """Measure one trained torch network: flatness, information in the weights, the bounds between them.

    The noisy weights are those of linear, convolution, embedding, recurrent and attention layers; what is left out is
    said (`coverage`). `alpha`: their log-normal noise, one number or by
    parameter name; without it every layer has one alpha, from its curvature (T1 at small alpha). At a minimum or not,
    the noise that adds `cost` to the expected loss of an example, one alpha for all weights, gives an information too.
    `probes` is the budget of the sampled form (networks above 2,000 weights); `chunk` vectors are multiplied at once,
    and what is held keeps to `memory_limit`, in bytes; `progress` (`print`, say) is told a line now and then. What
    model, loss and data may be, and what is added to the loss (`weight_decay`, `regulariser`):
    `estimators.hessian.objective`. The loss is summed over the data, in float64. Raises ValueError for bad input.
    """
    if not (isinstance(beta, Real) and 0 < beta < math.inf):
        raise ValueError(f"beta: must be positive and finite, got {beta!r}")
    if not (isinstance(cost, Real) and 0 < cost < math.inf):
        raise ValueError(f"cost: must be positive and finite, got {cost!r}")
    if not isinstance(model, nn.Module):
        raise ValueError(f"model: must be a torch module, got {type(model).__name__}")
    names = noisy_weights(model)
    if not names:
        raise ValueError(
            "model: has no trained weight of a linear, convolution, recurrent or like layer to put noise on"
        )
    try:
        batches = list(data) if iter(data) is data else data
    except TypeError:
        raise ValueError(f"data: must be an iterable of pairs (input, target), got {type(data).__name__}") from None
    of_loss: dict[str, Any] = {"reduction": reduction, "examples": examples}
    of_loss |= {"weight_decay": weight_decay, "regulariser": regulariser}
    of_work: dict[str, Any] = {"chunk": chunk, "memory_limit": memory_limit}
    op = hessian.operator(model, loss, batches, parameters=list(names), **of_loss, **of_work)
    if not isinstance(op, hessian.HessianOperator):
        raise ValueError("model: must be a torch module")
    problem = op.objective
    op.progress = None if progress is None else Progress(progress)
    if alpha is not None:  # what would be refused at the end is refused before the work
        op.announce("the noise-averaged curvature", products=2 * DRAWS, vectors=8 * op.chunk)
    curvature = measured_curvature(op, probes=probes, seed=seed)
    alive = _alive(model, problem)
    if alpha is None:
        counts = {name: int(alive[part].sum()) for name, part in problem.blocks.items()}
        information, layers, log_alpha = of_curvature(curvature, problem, beta, counts)
    else:
        log_alpha = _log_alpha(alpha, problem)
        information, layers = of_given(log_alpha, curvature, problem, beta, alive)
        noise: dict[str, Any] = {"beta": float(beta), "draws": DRAWS, "seed": seed, "least": -math.inf}
        t1 = stationary(op, torch.from_numpy(log_alpha), **noise)
        information = replace(information, t1=tuple(t1))
    op.begin("the noise at a stated cost")
    priced = at_cost(op, curvature, each=float(cost), weights=int(alive.sum()), seed=seed)
    information = replace(information, at_cost=priced)
    layers = tuple(replace(layer, gauss_newton=curvature.gauss_newton.get(layer.name)) for layer in layers)
    trained = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    op.begin("Corollary 5.1")
    return Measurement(
        name=name,
        trained=trained,
        left_out=left_out(model),
        layers=layers,
        flatness=curvature,
        information_in_weights=information,
        corollary_5_1=_corollary(model, batches, problem, log_alpha, seed=seed),
    )


def _alive(model: nn.Module, problem: hessian.Objective) -> np.ndarray:
    """Which weights carry noise: those that are not 0 and not pruned, flat."""
    kept = masks(model)
    parts = [weight * kept[name] if name in kept else weight for name, weight in problem.point.items()]
    return np.concatenate([(part != 0).flatten().cpu().numpy() for part in parts])


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


def _corollary(
    model: nn.Module, data: Data, problem: hessian.Objective, log_alpha: np.ndarray, *, seed: int
) -> Corollary:
    """T4 with the noise of every layer that has any."""
    noise = {}
    for name, part in problem.blocks.items():
        if not np.isnan(log_alpha[part]).any():
            layer = name.rpartition(".")[0]
            noise[layer] = torch.from_numpy(log_alpha[part].reshape(problem.point[name].shape))
    return of_network(model, _first_inputs(data), noise, seed=seed)


def _first_inputs(data: Data) -> Tensor | None:
    """The first inputs of the data as one tensor, None where they are none."""
    chosen, count = [], 0
    for batch in data:
        inputs, _ = pair(batch)
        if not isinstance(inputs, Tensor):
            return None
        chosen.append(inputs)
        count += len(inputs)
        if count >= INPUTS:
            break
    return torch.cat(chosen)
