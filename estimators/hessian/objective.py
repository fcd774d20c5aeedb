"""The objective: a torch model's loss, summed over a data set, as a function of one flat vector of parameters."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn

Reduction = Literal["mean", "sum"]
Loss = Callable[[Any, Any], Tensor]
Data = Iterable[tuple[Any, Any]]
Selection = Sequence[str] | Callable[[str, nn.Parameter], bool] | None
Tensors = Mapping[str, Tensor]

_MODED = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._BatchNorm)


@dataclass(frozen=True, kw_only=True)
class Objective:
    """sum over the data of loss(model(input), target), differentiable in the selected parameters.

    `point` holds the selected parameters, `fixed` the other parameters and the buffers, all in `dtype`; `modes` records
    the mode of every dropout and batch normalisation.

    >>> model, loss = torch.nn.Linear(2, 1, bias=False), torch.nn.MSELoss(reduction="sum")
    >>> data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # the Hessian is 2 x'x = diag(2, 8)
    >>> _ = torch.nn.init.ones_(model.weight)
    >>> problem = objective(model, loss, data)
    >>> problem.size, problem.value(), problem.gradient().tolist()
    (2, 5.0, [2.0, 8.0])
    """

    model: nn.Module
    loss: Loss
    data: Iterable[tuple[Any, Any]]
    reduction: Reduction
    dtype: torch.dtype
    point: Tensors
    fixed: Tensors
    modes: Mapping[str, str]

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
            try:
                inputs, target = batch
            except (TypeError, ValueError):
                raise ValueError(f"data: must hold pairs (input, target), got {type(batch).__name__}") from None
            yield self._move(inputs), self._move(target)

    def output(self, point: Tensors, inputs: Any) -> Any:
        """The model's output with the selected parameters replaced."""
        return torch.func.functional_call(self.model, {**self.fixed, **point}, (inputs,))

    def total(self, output: Any, target: Any) -> Tensor:
        """The loss of one batch, summed over its examples."""
        value = self.loss(output, target)
        return value * _examples(target) if self.reduction == "mean" else value

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
        if isinstance(value, Tensor):
            return value.to(device=self.device, dtype=self.dtype if value.is_floating_point() else value.dtype)
        if isinstance(value, tuple | list):
            return type(value)(self._move(item) for item in value)
        return value


def flatten(tensors: Tensors, lead: int = 0) -> Tensor:
    """The tensors side by side in one vector, after `lead` leading dimensions that they share."""
    return torch.cat([tensor.reshape((*tensor.shape[:lead], -1)) for tensor in tensors.values()], dim=lead)


def objective(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    parameters: Selection = None,
    reduction: Reduction | None = None,
    dtype: torch.dtype = torch.float64,
) -> Objective:
    """The summed loss of a model over a data set.

    `parameters`: names of parameters or of layers (every parameter below them), or a function of name and parameter;
    all that require a gradient where it is None. `reduction` states what a loss without such an attribute does.
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
    try:
        once = iter(data) is data
    except TypeError:
        raise ValueError(f"data: must be an iterable of pairs (input, target), got {type(data).__name__}") from None
    lazy = [name for name, tensor in model.named_parameters() if isinstance(tensor, nn.UninitializedParameter)]
    if lazy:
        raise ValueError(f"model: {', '.join(lazy)} have no shape yet; run the model on one batch first")
    selected = _select(model, parameters)
    for name, tensor in (*model.named_parameters(), *model.named_buffers()):
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise ValueError(f"model: {name} holds values that are not finite")
    tensors = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    cast = {name: t.detach().to(dtype) if t.is_floating_point() else t for name, t in tensors.items()}
    device = cast[selected[0]].device
    result = Objective(
        model=model,
        # class weights and the like follow the model's dtype; the caller's own loss stays as it is
        loss=copy.deepcopy(loss).to(device=device, dtype=dtype) if isinstance(loss, nn.Module) else loss,
        data=list(data) if once else data,
        reduction=_reduction(loss, reduction),
        dtype=dtype,
        point={name: cast[name] for name in selected},
        fixed={name: tensor for name, tensor in cast.items() if name not in selected},
        modes=_modes(model),
    )
    _check_first_batch(result)
    return result


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


def _reduction(loss: Loss, stated: Reduction | None) -> Reduction:
    own = getattr(loss, "reduction", None)
    if stated is not None and own in ("mean", "sum") and stated != own:
        raise ValueError(f"reduction: the loss's own is {own!r}, got {stated!r}")
    reduction = stated if stated is not None else own
    if reduction is None:
        raise ValueError('reduction: state "mean" or "sum" for a loss that does not say what it does over a batch')
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction: must be "mean" or "sum", got {reduction!r}')
    return reduction


def _modes(model: nn.Module) -> dict[str, str]:
    modes = {}
    for name, module in model.named_modules():
        if isinstance(module, _MODED):
            if module.training and getattr(module, "p", 1) != 0:
                raise ValueError(f"model: {type(module).__name__} {name!r} is in training mode; call model.eval()")
            modes[name] = "train" if module.training else "eval"
    return modes


def _check_first_batch(problem: Objective) -> None:
    first = next(iter(problem.batches()), None)
    if first is None:
        raise ValueError("data: holds no batch")
    inputs, target = first
    failures = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

    def checked(point: Tensors) -> Tensor:
        try:
            output = problem.output(point, inputs)
        except failures as error:
            raise ValueError(f"data: the model fails on the first batch's input: {error}") from error
        try:
            value = problem.loss(output, target)
        except failures as error:
            raise ValueError(f"loss: fails on the first batch: {error}") from error
        if not isinstance(value, Tensor) or value.ndim:
            shape = f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else type(value).__name__
            raise ValueError(f"loss: must return a scalar tensor, got {shape}")
        if not torch.isfinite(value):
            raise ValueError(f"loss: must be finite, got {float(value)} on the first batch")
        if isinstance(output, Tensor) and output.requires_grad and not value.requires_grad:
            raise ValueError("loss: does not depend on the model's output, as far as torch can tell; is it detached?")
        return value

    torch.func.vjp(checked, problem.point)
    if problem.reduction == "mean":
        examples = _examples(target)
        if isinstance(inputs, Tensor) and inputs.ndim == 1 and len(inputs) != examples and target.ndim:
            raise ValueError(f"data: must hold batches, got an input of shape {tuple(inputs.shape)}")


def _examples(target: Any) -> int:
    if isinstance(target, tuple | list) and target:
        return _examples(target[0])
    if not isinstance(target, Tensor):
        kind = type(target).__name__
        raise ValueError(f"data: a mean over a batch needs tensors as targets to count its examples, got {kind}")
    return target.shape[0] if target.ndim else 1
