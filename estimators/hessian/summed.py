"""What a loss averages over a batch, undone: every loss becomes the sum of its terms.

A loss of torch.nn or torch.nn.functional is asked for its own sum, so that elements, ignored targets, class weights and
label smoothing count as it counts them. Any other is taken to average the examples, and is tried on halves of a batch.
"""

import copy
import functools
import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from numbers import Real
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

Reduction = Literal["mean", "sum"]
Loss = Callable[[Any, Any], Tensor]
Examples = float | Callable[[Any, Any], float] | None

ENTRYWISE: set[Any] = {
    *(nn.MSELoss, nn.L1Loss, nn.SmoothL1Loss, nn.HuberLoss, nn.SoftMarginLoss, nn.PoissonNLLLoss),
    *(nn.HingeEmbeddingLoss, nn.BCELoss, nn.BCEWithLogitsLoss, nn.KLDivLoss),
    *(functional.mse_loss, functional.l1_loss, functional.smooth_l1_loss, functional.huber_loss),
    *(functional.soft_margin_loss, functional.poisson_nll_loss, functional.hinge_embedding_loss, functional.kl_div),
    *(functional.binary_cross_entropy, functional.binary_cross_entropy_with_logits),
}
LENGTHS_FIRST: set[Any] = {functional.ctc_loss}  # each loss over its own length, then their mean: no part of its sum
LEGACY = {"size_average", "reduce"}
SMALL_DIFFERENCE = {torch.float32: 1e-4, torch.float64: 1e-8}


def summed(loss: Loss, *, reduction: Reduction | None, examples: Examples) -> tuple[Loss, bool]:
    """The loss of (output, target) that adds up its terms, and whether that was taken on trust.

    `examples`: how many terms a mean is over, a number or a function of (output, target), where it is to be told.
    Raises ValueError where what the loss does is not known, or not what is stated.

    >>> total, on_trust = summed(nn.MSELoss(), reduction=None, examples=None)
    >>> float(total(torch.zeros(2, 3), torch.ones(2, 3))), on_trust  # of six entries
    (6.0, False)
    """
    own = own_reduction(loss)
    if reduction is not None and own in ("mean", "sum") and reduction != own:
        raise ValueError(f"reduction: the loss's own is {own!r}, got {reduction!r}")
    if examples is None and own in ("mean", "sum", "batchmean") and is_torchs(loss):
        return with_sum(loss), False
    stated = reduction or own or ("mean" if examples is not None else None)
    if stated is None:
        raise ValueError('reduction: state "mean" or "sum" for a loss that does not say what it does over a batch')
    if stated not in ("mean", "sum"):
        raise ValueError(f'reduction: must be "mean" or "sum", got {stated!r}')
    if stated == "sum":
        if examples is not None:
            raise ValueError('examples: a "sum" is over no number of terms; they are for a "mean"')
        return loss, True
    count = number_of_examples if examples is None else _counted(examples)

    def total(output: Any, target: Any) -> Tensor:
        return loss(output, target) * count(output, target)

    return total, examples is None


def own_reduction(loss: Loss) -> Any:
    """What a loss says that it does over a batch, or None."""
    plain, keywords = _taken_apart(loss)
    if is_torchs(plain) and not isinstance(plain, nn.Module):
        return keywords.get("reduction", "mean")
    return getattr(plain, "reduction", None)


def with_sum(loss: Loss) -> Loss:
    """A loss of torch that adds up what it would average."""
    if not isinstance(loss, nn.Module):
        function: Callable[..., Tensor] = loss
        return functools.partial(function, reduction="sum")
    copied = copy.copy(loss)
    copied.reduction = "sum"  # type: ignore[assignment]
    return copied


def is_entrywise(loss: Loss) -> bool:
    """Whether a loss of torch compares its two arguments entry by entry, so that they must have one shape."""
    plain = _taken_apart(loss)[0]
    return plain in ENTRYWISE or type(plain) in ENTRYWISE


def check_halves(total: Loss, output: Any, target: Any, half: Callable[[slice], tuple[Any, Any]] | None = None) -> None:
    """Raise ValueError where the summed loss of a batch is not what its two halves add up to.

    `half`: output and target of a part of the examples; without it both are cut.
    """
    count = leading(target)
    if count is None or count < 2 or (half is None and leading(output) != count):
        return
    half = half or (lambda part: (cut(output, part), cut(target, part)))
    value = total(output, target)
    whole, small = float(value.detach()), SMALL_DIFFERENCE[value.dtype]
    parts = [slice(0, count // 2), slice(count // 2, count)]
    halves = math.fsum(float(total(*half(part)).detach()) for part in parts)
    if not abs(whole - halves) <= small * (abs(whole) + 1):
        raise ValueError(
            f"examples: the loss of a batch is {whole:.6g} in all and {halves:.6g} over its halves, so it "
            "does not average its examples alike; say how many terms it averages, a function of (output, target)"
        )


def leading(value: Any) -> int | None:
    """The length that all tensors in `value` share in their first dimension, or None."""
    lengths = {tensor.shape[0] if tensor.ndim else None for tensor in tensors_in(value)}
    return lengths.pop() if len(lengths) == 1 else None


def number_of_examples(output: Any, target: Any) -> int:
    """The length of the first tensor of the target, of the output where there is no target; 1 for a single number."""
    first = next(tensors_in(target), None)
    first = next(tensors_in(output), None) if first is None else first
    if first is None:
        kind = type(target).__name__
        raise ValueError(f"data: a mean over a batch needs tensors as targets to count its examples, got {kind}")
    return first.shape[0] if first.ndim else 1


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Every tensor of a nest of tuples, lists, mappings and dataclasses, in order."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from tensors_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from tensors_in(getattr(value, one.name))


def mapped(function: Callable[[Tensor], Tensor], value: Any) -> Any:
    """The same nest with the function applied to every tensor."""
    if isinstance(value, Tensor):
        return function(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(mapped(function, item) for item in value))
    if isinstance(value, tuple | list):
        return type(value)(mapped(function, item) for item in value)
    if isinstance(value, dict):
        copied = copy.copy(value)
        copied.update({key: mapped(function, item) for key, item in value.items()})
        return copied
    if isinstance(value, Mapping):
        return {key: mapped(function, item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: mapped(function, getattr(value, one.name)) for one in fields(value)})
    return value


def cut(value: Any, part: slice) -> Any:
    """The same nest with a part of every tensor's first dimension."""
    return mapped(lambda tensor: tensor[part], value)


def _taken_apart(loss: Loss) -> tuple[Loss, Mapping[str, Any]]:
    keywords: dict[str, Any] = {}
    while isinstance(loss, functools.partial):
        keywords = {**loss.keywords, **keywords}
        loss = loss.func
    return loss, keywords


def is_torchs(loss: Loss) -> bool:
    """Whether it is a loss of torch, or a module that leaves the forward of one as it is."""
    plain, keywords = _taken_apart(loss)
    if plain in LENGTHS_FIRST or isinstance(plain, nn.CTCLoss):
        return False
    if isinstance(plain, nn.Module):
        return type(plain).forward.__module__ == nn.modules.loss.__name__
    named = getattr(functional, getattr(plain, "__name__", ""), None)
    return plain is named and "reduction" in inspect.signature(plain).parameters and not LEGACY & set(keywords)


def _counted(examples: float | Callable[[Any, Any], float]) -> Callable[[Any, Any], float]:
    if callable(examples):
        return examples
    if isinstance(examples, bool) or not isinstance(examples, Real) or not 0 < examples < math.inf:
        raise ValueError(f"examples: must be a positive number or a function of (output, target), got {examples!r}")
    return lambda output, target: float(examples)
