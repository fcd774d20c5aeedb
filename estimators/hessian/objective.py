"""The objective: a torch model's loss, summed over a data set, as a function of one flat vector of parameters."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset, IterableDataset

from estimators.hessian.calling import arguments, logits, own_loss, twice_differentiable
from estimators.hessian.summed import (
    Examples,
    Loss,
    Reduction,
    check_halves,
    cut,
    is_entrywise,
    is_torchs,
    leading,
    mapped,
    summed,
)

Data = Iterable[tuple[Any, Any]]
Selection = Sequence[str] | Callable[[str, nn.Parameter], bool] | None
Tensors = Mapping[str, Tensor]

CHECKPOINTING = ("saved tensor hooks", "setup_context")  # in what torch says where activations are checkpointed
_MODED = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._BatchNorm)


@dataclass(frozen=True, kw_only=True)
class Objective:
    """sum over the data of loss(model(input), target), differentiable in the selected parameters.

    `loss` adds up the terms of a batch; `read` is what it is given of the model's output. `point` holds the selected
    parameters, `fixed` the other parameters and the buffers, all in `dtype`; `modes` records the mode of every dropout
    and batch normalisation.

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
    read: Callable[[Any], Any] = lambda output: output

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

    def value(self) -> float:
        """The objective at its point, in the loss's unit (nats for a cross-entropy)."""
        with torch.no_grad():
            return math.fsum(float(self.batch_loss(batch)(self.point)) for batch in self.batches())

    def gradient(self, point: Tensors | None = None) -> Tensor:
        """The flat gradient, at the objective's own point unless another is given."""
        at = self.point if point is None else point
        total = torch.zeros(self.size, dtype=self.dtype, device=self.device)
        for batch in self.batches():
            total += flatten(torch.func.grad(self.batch_loss(batch))(at))
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
    device = cast[selected[0]].device
    # class weights and the like follow the model's dtype; the caller's own loss stays as it is
    own = copy.deepcopy(loss).to(device=device, dtype=dtype) if isinstance(loss, nn.Module) else loss
    if own is None and reduction == "mean" and examples is None:
        examples = _labels
    read = own_loss if own is None else logits if is_torchs(own) else None
    total, on_trust = summed(own or _given, reduction=reduction, examples=examples)
    result = Objective(
        model=model,
        loss=total,
        data=list(data) if once else data,
        dtype=dtype,
        point={name: cast[name] for name in selected},
        fixed={name: tensor for name, tensor in cast.items() if name not in selected},
        modes=_modes(model),
        **({} if read is None else {"read": read}),
    )
    _check_batches(result, entrywise=own is not None and is_entrywise(own), on_trust=on_trust)
    return result


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


def _check_batches(problem: Objective, *, entrywise: bool, on_trust: bool) -> None:
    """Run every batch once: what is wrong with one is said before any work is done."""
    number = 0
    for number, batch in enumerate(problem.batches(), start=1):
        check = _check(problem, batch, "the first batch" if number == 1 else f"batch {number}", entrywise, on_trust)
        if number == 1:
            torch.func.vjp(check, problem.point)  # only a derivative tells whether the loss depends on the model
        else:
            with torch.no_grad():
                check(problem.point)
    if not number:
        raise ValueError("data: holds no batch")


def _part(problem: Objective, point: Tensors, batch: tuple[Any, Any], part: slice) -> tuple[Any, Any]:
    """The model's output on a part of a batch, and that part's target."""
    inputs, target = (cut(side, part) for side in batch)
    return problem.output(point, inputs), target


def _check(
    problem: Objective, batch: tuple[Any, Any], where: str, entrywise: bool, on_trust: bool
) -> Callable[[Tensors], Tensor]:
    inputs, target = batch
    failures = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
    if isinstance(inputs, Tensor) and inputs.ndim == 1 and leading(target) not in (None, len(inputs)):
        raise ValueError(f"data: must hold batches, got an input of shape {tuple(inputs.shape)}")
    if leading(inputs) == 0:
        raise ValueError(f"data: {where} is empty")

    def checked(point: Tensors) -> Tensor:
        try:
            output = problem.output(point, inputs)
        except failures as error:
            if str(error).startswith("loss: "):
                raise
            if any(words in str(error) for words in CHECKPOINTING):
                raise ValueError(
                    "model: checkpoints its activations, which has no second derivative; turn it off"
                ) from error
            raise ValueError(f"data: the model fails on {where}'s input: {error}") from error
        if entrywise and isinstance(output, Tensor) and isinstance(target, Tensor) and output.shape != target.shape:
            shapes = f"{tuple(target.shape)}, the model's output {tuple(output.shape)}"
            raise ValueError(f"data: the target has shape {shapes}; this loss compares them entry by entry")
        try:
            value = problem.loss(output, target)
        except failures as error:
            if str(error).startswith("examples: "):
                raise
            raise ValueError(f"loss: fails on {where}: {error}") from error
        if not isinstance(value, Tensor) or value.ndim:
            shape = f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else type(value).__name__
            raise ValueError(f"loss: must return a scalar tensor, got {shape}")
        if not torch.isfinite(value):
            raise ValueError(f"loss: must be finite, got {float(value)} on {where}")
        if isinstance(output, Tensor) and output.requires_grad and not value.requires_grad:
            raise ValueError("loss: does not depend on the model's output, as far as torch can tell; is it detached?")
        if on_trust and problem.read is not own_loss:
            check_halves(problem.loss, output, target)
        if problem.read is own_loss and leading(inputs) == leading(target):  # halves of a number tell nothing
            check_halves(problem.loss, output, target, partial(_part, problem, point, batch))
        return value

    return checked
