"""What is wrong with a batch, the model on it or the loss of it, in a sentence, before any work is done."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from estimators.hessian.calling import own_loss
from estimators.hessian.summed import check_halves, cut, leading

if TYPE_CHECKING:
    from estimators.hessian.objective import Objective, Tensors

CHECKPOINTING = ("saved tensor hooks", "setup_context")  # in what torch says where activations are checkpointed


def check_batches(problem: "Objective", *, entrywise: bool, on_trust: bool) -> None:
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


def _part(problem: "Objective", point: "Tensors", batch: tuple[Any, Any], part: slice) -> tuple[Any, Any]:
    """The model's output on a part of a batch, and that part's target."""
    inputs, target = (cut(side, part) for side in batch)
    return problem.output(point, inputs), target


def _check(
    problem: "Objective", batch: tuple[Any, Any], where: str, entrywise: bool, on_trust: bool
) -> Callable[["Tensors"], Tensor]:
    inputs, target = batch
    failures = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
    if isinstance(inputs, Tensor) and inputs.ndim == 1 and leading(target) not in (None, len(inputs)):
        raise ValueError(f"data: must hold batches, got an input of shape {tuple(inputs.shape)}")
    if leading(inputs) == 0:
        raise ValueError(f"data: {where} is empty")

    def checked(point: "Tensors") -> Tensor:
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
