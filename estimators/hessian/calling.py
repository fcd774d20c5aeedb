"""How a model is called on a batch, and what of its output a loss is given."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import is_dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.utils.parametrizations import _WeightNorm
from torch.nn.utils.weight_norm import WeightNorm
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_map

LOGITS, LOSS = "logits", "loss"


def by_row(function: Callable[[Any], Any], points: Mapping[str, Tensor]) -> Any:
    """The function at every row of the named tensors: together where torch can batch it, else one row after another.

    >>> by_row(lambda point: point["w"].sum(), {"w": torch.tensor([[1.0, 2.0], [3.0, 4.0]])})
    tensor([3., 7.])
    """
    try:
        return torch.func.vmap(function)(dict(points))
    except RuntimeError:  # a kernel without a batching rule, as the LSTM's; a fault of the function's own comes again
        count = len(next(iter(points.values())))
        rows = [function({name: tensor[k] for name, tensor in points.items()}) for k in range(count)]
        return tree_map(lambda *parts: torch.stack(parts), *rows)


def arguments(model: nn.Module, inputs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What to call the model with: a mapping by its names, a tuple or list in its order, where its forward takes them.

    Anything else, and a nest that the forward does not take apart, is its one argument.

    >>> arguments(nn.Bilinear(2, 3, 1), ("left", "right")), arguments(nn.Linear(2, 3), ["a", "b"])
    ((('left', 'right'), {}), ((['a', 'b'],), {}))
    >>> arguments(nn.Linear(2, 3), {"input": "x"}), arguments(nn.Linear(2, 3), {"other": "x"})
    (((), {'input': 'x'}), (({'other': 'x'},), {}))
    """
    if isinstance(inputs, Mapping) and all(isinstance(name, str) for name in inputs):
        apart: tuple[tuple[Any, ...], dict[str, Any]] = ((), dict(inputs))
    elif isinstance(inputs, tuple | list) and len(inputs) > 1:
        apart = tuple(inputs), {}
    else:
        return (inputs,), {}
    try:
        inspect.signature(model.forward).bind(*apart[0], **apart[1])
    except (TypeError, ValueError):
        return (inputs,), {}
    return apart


def logits(output: Any) -> Any:
    """The output itself where it is a tensor, else its `logits`, or the only tensor that it holds.

    Raises ValueError where there is none.

    >>> logits({"logits": 1, "hidden": 2}), logits((torch.ones(1),))
    (1, tensor([1.]))
    """
    if isinstance(output, Tensor):
        return output
    found = named(output, LOGITS)
    if found is not None:
        return found
    values = output.values() if isinstance(output, Mapping) else output if isinstance(output, tuple | list) else ()
    tensors = [value for value in values if isinstance(value, Tensor)]
    if len(tensors) == 1:
        return tensors[0]
    raise ValueError(
        f"loss: the model returns {type(output).__name__} with no logits and not one tensor; "
        "give a function of (output, target) that takes its own"
    )


def own_loss(output: Any) -> Any:
    """The loss that a model returns: its output, where that is a tensor, or the output's `loss`.

    Raises ValueError where there is none.

    >>> own_loss({"loss": 1.5, "logits": 2})
    1.5
    """
    found = output if isinstance(output, Tensor) else named(output, LOSS)
    if found is None:
        raise ValueError(f"loss: none is given, and the model returns {type(output).__name__} without one")
    return found


def named(output: Any, name: str) -> Any:
    """An entry of a mapping, or a field of a dataclass or named tuple, by its name; None where there is none."""
    if isinstance(output, Mapping):
        return output.get(name)
    if hasattr(output, "_fields") or is_dataclass(output):
        return getattr(output, name, None)
    return None


@contextmanager
def twice_differentiable(model: nn.Module) -> Iterator[None]:
    """Within it attention and weight norms are computed by their formulas: torch's fused kernels do not serve.

    That of attention has no second derivative; that of a weight norm has a wrong one, which holds the norm fixed.

    >>> with twice_differentiable(nn.Linear(2, 1)):
    ...     torch.backends.cuda.flash_sdp_enabled(), torch.backends.cuda.math_sdp_enabled()
    (False, True)
    """
    with sdpa_kernel(SDPBackend.MATH), PlainWeightNorm() if has_weight_norm(model) else nullcontext():
        yield


class PlainWeightNorm(TorchFunctionMode):
    """Within it a weight norm is g v/||v||, which torch differentiates as often as is asked."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if func is not torch._weight_norm:
            return func(*args, **(kwargs or {}))
        v, g, dim = args
        return v * (g / torch.norm_except_dim(v, 2, dim))


def has_weight_norm(model: nn.Module) -> bool:
    """Whether some weight is normed, by a parametrisation or by the older hook."""
    hooks = (hook for module in model.modules() for hook in module._forward_pre_hooks.values())
    return any(isinstance(module, _WeightNorm) for module in model.modules()) or any(
        isinstance(hook, WeightNorm) for hook in hooks
    )
