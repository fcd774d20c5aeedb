"""The objective: a torch model's loss, summed over a data set, as a function of one flat vector of parameters."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from numbers import Real
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset, IterableDataset

from estimators.hessian.calling import arguments, logits, own_loss, twice_differentiable
from estimators.hessian.checking import check_batches
from estimators.hessian.summed import (
    Examples,
    Loss,
    Reduction,
    is_entrywise,
    is_torchs,
    mapped,
    own_reduction,
    summed,
)

Data = Iterable[tuple[Any, Any]]
Selection = Sequence[str] | Callable[[str, nn.Parameter], bool] | None
Tensors = Mapping[str, Tensor]
Regulariser = Callable[[Tensors], Tensor]

_MODED = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._BatchNorm)


@dataclass(frozen=True, kw_only=True)
class Objective:
    """sum over the data of loss(model(input), target), and a regulariser, differentiable in the selected parameters.

    `loss` adds up the terms of a batch; `read` is what it is given of the model's output. `point` holds the selected
    parameters, `fixed` the other parameters and the buffers, all in `dtype`; `modes` records the mode of every dropout
    and batch normalisation. `regulariser` is a function of all trained parameters by name, in the sum's own units; it
    holds the `weight_decay`.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> _ = torch.nn.init.ones_(model.weight)
    >>> problem = objective(model, loss, data)
    >>> problem.size, problem.value(), problem.gradient().tolist()
    (2, 5.0, [2.0, 8.0])
    """

    model: nn.Module
    loss: Loss
    data: Iterable[Any]
    dtype: torch.dtype
    point: Tensors
    fixed: Tensors
    modes: Mapping[str, str]
    read: Callable[[Any], Any]
    regulariser: Regulariser | None = None
    weight_decay: float = 0.0

    @property
    def size(self) -> int:
        """The number of selected parameters, K."""
        return sum(tensor.numel() for tensor in self.point.values())

    @property
    def device(self) -> torch.device:
        return next(iter(self.point.values())).device

    @property
    def blocks(self) -> dict[str, slice]:
        """Where each parameter lies in the flat vector, by name."""
        slices, start = {}, 0
        for name, tensor in self.point.items():
            slices[name] = slice(start, start + tensor.numel())
            start += tensor.numel()
        return slices

    def batches(self) -> Iterator[tuple[Any, Any]]:
        """The batches in the data's own order, floating tensors in the objective's dtype and on its device."""
        for batch in self.data:
            inputs, target = pair(batch)
            yield self._move(inputs), self._move(target)

    def output(self, point: Tensors, inputs: Any) -> Any:
        """What the loss is given of the model's output, with the selected parameters replaced."""
        args, kwargs = arguments(self.model, inputs)
        with twice_differentiable(self.model):
            return self.read(torch.func.functional_call(self.model, {**self.fixed, **point}, args, kwargs))

    def total(self, output: Any, target: Any) -> Tensor:
        """The loss of one batch, summed over its terms."""
        return self.loss(output, target)

    def batch_loss(self, batch: tuple[Any, Any]) -> Callable[[Tensors], Tensor]:
        """One batch's share of the objective, a function of the selected parameters."""
        inputs, target = batch
        return lambda point: self.total(self.output(point, inputs), target)

    def terms(self) -> Iterator[Callable[[Tensors], Tensor]]:
        """What the objective is the sum of, functions of the selected parameters: every batch, and the regulariser."""
        for batch in self.batches():
            yield self.batch_loss(batch)
        if self.regulariser is not None:
            yield self.penalty

    def penalty(self, point: Tensors) -> Tensor:
        """The regulariser with the selected parameters replaced; 0 without one."""
        if self.regulariser is None:
            return torch.zeros((), dtype=self.dtype, device=self.device)
        trained = {n: self.fixed[n] for n, p in self.model.named_parameters() if p.requires_grad and n in self.fixed}
        return self.regulariser({**trained, **point})

    @property
    def words(self) -> str:
        """What it is the sum of, for a reader."""
        decay = f"weight decay {self.weight_decay:g}" if self.weight_decay else ""
        other = "a regulariser" if self.regulariser is not None and not self.weight_decay else ""
        added = decay or other
        return f"the loss, summed over the data{', and ' if added else ''}{added}"

    def value(self) -> float:
        """The objective at its point, in the loss's unit (nats for a cross-entropy)."""
        with torch.no_grad():
            return math.fsum(float(term(self.point)) for term in self.terms())

    def gradient(self, point: Tensors | None = None) -> Tensor:
        """The flat gradient, at the objective's own point unless another is given."""
        at = self.point if point is None else point
        total = torch.zeros(self.size, dtype=self.dtype, device=self.device)
        for term in self.terms():
            total += flatten(torch.func.grad(term)(at))
        return total

    def flat(self) -> Tensor:
        """The selected parameters as one vector."""
        return flatten(self.point)

    def unflatten(self, vector: Tensor) -> dict[str, Tensor]:
        """The named tensors of a vector (..., size); leading dimensions stay in front."""
        lead = vector.shape[:-1]
        return {name: vector[..., part].reshape((*lead, *self.point[name].shape)) for name, part in self.blocks.items()}

    def _move(self, value: Any) -> Any:
        def moved(tensor: Tensor) -> Tensor:
            return tensor.to(device=self.device, dtype=self.dtype if tensor.is_floating_point() else tensor.dtype)

        return mapped(moved, value)


def pair(batch: Any) -> tuple[Any, Any]:
    """Inputs and target of a batch; a mapping is the inputs whole, its `labels` the target. ValueError for any other.

    >>> pair(("x", "y")), pair({"input_ids": "x", "labels": "y"})
    (('x', 'y'), ({'input_ids': 'x', 'labels': 'y'}, 'y'))
    """
    if isinstance(batch, Mapping):
        return batch, batch.get("labels")
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        length = f" of {len(batch)}" if isinstance(batch, tuple | list) else ""
        kind = type(batch).__name__
        raise ValueError(f"data: must hold pairs (input, target) or mappings with the labels, got {kind}{length}")
    inputs, target = batch
    return inputs, target


def flatten(tensors: Tensors, lead: int = 0) -> Tensor:
    """The tensors side by side in one vector, after `lead` leading dimensions that they share."""
    return torch.cat([tensor.reshape((*tensor.shape[:lead], -1)) for tensor in tensors.values()], dim=lead)


def objective(
    model: nn.Module,
    loss: Loss | None,
    data: Data,
    *,
    parameters: Selection = None,
    reduction: Reduction | None = None,
    examples: Examples = None,
    weight_decay: float = 0.0,
    regulariser: Regulariser | None = None,
    dtype: torch.dtype = torch.float64,
) -> Objective:
    """The summed loss of a model over a data set.

    `parameters`: names of parameters or of layers (every parameter below them), or a function of name and parameter;
    all that require a gradient where it is None. A "mean" of torch.nn or torch.nn.functional becomes its sum: elements,
    targets that are not ignored and class weights count as it counts them. `reduction` states what any other loss does
    over a batch, `examples` how many terms its mean is over (their number, or a function of output and target); without
    it they are the examples, and a batch whose halves do not add up is refused.
    The model is called with the names of a mapping and with the parts of a tuple, where its forward takes them. A loss
    of torch is given the output's `logits`, if that is no tensor. loss=None is the loss that the model itself returns,
    whose `reduction` is to be stated.
    `weight_decay` is that of torch.optim's SGD or Adam (not of AdamW, which descends no objective): half of it times
    the squares of all trained parameters beside the loss as it is given, so times the number of terms of a mean.
    `regulariser`: any other function of the trained parameters, by name, beside the summed loss.
    Raises ValueError for a model in a random mode, weights that are not finite, nothing to differentiate, no data, or a
    loss that gives no finite scalar or is cut off from the model.

    >>> model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
    >>> data = [(torch.ones(5, 2), torch.zeros(5, 1))]
    >>> objective(model, torch.nn.MSELoss(), data).size
    13
    >>> objective(model, torch.nn.MSELoss(), data, parameters=["2"]).blocks
    {'2.weight': slice(0, 3, None), '2.bias': slice(3, 4, None)}
    """
    if not isinstance(model, nn.Module):
        raise ValueError(f"model: must be a torch module, got {type(model).__name__}")
    if dtype not in (torch.float32, torch.float64):
        raise ValueError(f"dtype: must be torch.float32 or torch.float64, got {dtype!r}")
    if isinstance(data, Dataset) and not isinstance(data, IterableDataset):
        raise ValueError("data: is a Dataset of single examples; wrap it in a torch.utils.data.DataLoader")
    try:
        once = iter(data) is data
    except TypeError:
        raise ValueError(f"data: must be an iterable of pairs (input, target), got {type(data).__name__}") from None
    lazy = [name for name, tensor in model.named_parameters() if isinstance(tensor, nn.UninitializedParameter)]
    if lazy:
        raise ValueError(f"model: {', '.join(lazy)} have no shape yet; run the model on one batch first")
    selected = _select(model, parameters)
    unreal = [name for name, tensor in model.named_parameters() if tensor.is_complex()]
    if unreal:
        raise ValueError(f"model: {', '.join(unreal)} are complex; only real weights have a Hessian here")
    for name, tensor in (*model.named_parameters(), *model.named_buffers()):
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise ValueError(f"model: {name} holds values that are not finite")
    tensors = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    cast = {name: t.detach().to(dtype) if t.is_floating_point() else t for name, t in tensors.items()}
    # a forward pass may write into buffers: into these, not the model's own
    cast |= {name: cast[name].clone() for name, _ in model.named_buffers()}
    device = cast[selected[0]].device
    # class weights and the like follow the model's dtype; the caller's own loss stays as it is
    own = copy.deepcopy(loss).to(device=device, dtype=dtype) if isinstance(loss, nn.Module) else loss
    if own is None and reduction == "mean" and examples is None:
        examples = _labels
    read = own_loss if own is None else logits if is_torchs(own) else _as_it_is
    total, on_trust = summed(own or _given, reduction=reduction, examples=examples)
    result = Objective(
        model=model,
        loss=total,
        data=list(data) if once else data,
        dtype=dtype,
        point={name: cast[name] for name in selected},
        fixed={name: tensor for name, tensor in cast.items() if name not in selected},
        modes=_modes(model),
        read=read,
    )
    check_batches(result, entrywise=own is not None and is_entrywise(own), on_trust=on_trust)
    written = [name for name, b in model.named_buffers() if not torch.equal(result.fixed[name], b.to(cast[name].dtype))]
    if written:
        raise ValueError(f"model: a forward pass changes its {', '.join(written)}; call model.eval()")
    if weight_decay == 0 and regulariser is None:
        return result
    if not (isinstance(weight_decay, Real) and 0 <= weight_decay < math.inf):
        raise ValueError(f"weight_decay: must be a number from 0 on, got {weight_decay!r}")
    scale = float(weight_decay) * _terms(result, own or _given) if weight_decay else 0.0
    decayed = partial(_regularised, scale=scale, other=regulariser)
    result = replace(result, regulariser=decayed, weight_decay=float(weight_decay))
    if regulariser is not None:
        found = regulariser({name: cast[name] for name, tensor in model.named_parameters() if tensor.requires_grad})
        if not isinstance(found, Tensor) or found.ndim or not torch.isfinite(found):
            raise ValueError("regulariser: must return a finite scalar tensor of the parameters by name")
    return result


def _regularised(parameters: Tensors, *, scale: float, other: Regulariser | None) -> Tensor:
    """scale/2 times the sum of squares, and another regulariser."""
    squares = sum(((tensor**2).sum() for tensor in parameters.values()), start=torch.zeros(()))
    decay = scale / 2 * squares
    return decay if other is None else decay + other(parameters)


def _terms(problem: Objective, loss: Loss) -> float:
    """How many terms the loss averages over all of the data: 1 for a sum."""
    if own_reduction(loss) == "sum":
        return 1.0
    count = 0.0
    with torch.no_grad():
        for inputs, target in problem.batches():
            output = problem.output(problem.point, inputs)
            whole, mean = float(problem.loss(output, target)), float(loss(output, target))
            if mean == 0:
                raise ValueError(
                    "weight_decay: a batch has a loss of 0, which does not tell how many terms it averages; "
                    "give the whole of it as regulariser="
                )
            count += whole / mean
    return count


def _as_it_is(output: Any) -> Any:
    return output


def _given(output: Any, target: Any) -> Any:
    """The loss that the model returned."""
    return output


def _labels(output: Any, target: Any) -> int:
    """How many terms a model's own mean is over, where every example has one label; ValueError where that is not so."""
    if not isinstance(target, Tensor) or target.ndim != 1:
        shape = tuple(target.shape) if isinstance(target, Tensor) else type(target).__name__
        raise ValueError(
            f"examples: say how many terms the model's own loss averages, a function of (output, target): for a target "
            f"of {shape} it is not known"
        )
    return len(target)


def _select(model: nn.Module, parameters: Selection) -> tuple[str, ...]:
    named = dict(model.named_parameters())
    # a shared parameter goes by its first name, and is found under all of them
    names: dict[str, list[str]] = {name: [] for name in named}
    first = {id(parameter): name for name, parameter in named.items()}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        names[first[id(parameter)]].append(name)
    if parameters is None:
        selected = [name for name, parameter in named.items() if parameter.requires_grad]
    elif callable(parameters):
        selected = [name for name, parameter in named.items() if parameters(name, parameter)]
    else:
        wanted = [parameters] if isinstance(parameters, str) else parameters
        if not isinstance(wanted, Iterable):
            raise ValueError(f"parameters: must be names or a function of name and parameter, got {parameters!r}")
        wanted = list(wanted)
        for want in wanted:
            if not any(_below(alias, want) for aliases in names.values() for alias in aliases):
                raise ValueError(f"parameters: the model has no parameter or layer {want!r}")
        selected = [
            name for name, aliases in names.items() if any(_below(alias, want) for alias in aliases for want in wanted)
        ]
    if not selected:
        raise ValueError("parameters: none selected that requires a gradient")
    frozen = [name for name in selected if not named[name].requires_grad]
    if frozen:
        raise ValueError(f"parameters: {', '.join(frozen)} require no gradient")
    return tuple(selected)


def _below(name: str, layer: str) -> bool:
    return name == layer or name.startswith(f"{layer}.")


def _modes(model: nn.Module) -> dict[str, str]:
    modes = {}
    for name, module in model.named_modules():
        if isinstance(module, _MODED):
            if module.training and getattr(module, "p", 1) != 0:
                raise ValueError(f"model: {type(module).__name__} {name!r} is in training mode; call model.eval()")
            modes[name] = "train" if module.training else "eval"
    return modes
