"""What the layers of a chain receive: the inputs themselves at the first, noisy activations at the others."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from validation.networks.noise import sample_log_normal

CHUNK = 1 << 24  # weights drawn at once
Hook = Callable[[str, nn.Module, Tensor, Tensor], Tensor | None]


def layer_inputs(
    model: nn.Module,
    names: Sequence[str],
    inputs: Tensor,
    *,
    log_alpha: Mapping[str, Tensor],
    draws: int,
    generator: torch.Generator,
) -> dict[str, Tensor]:
    """The inputs of each named Linear layer, (draws, N, dim x): every input of every draw sees noise of its own.

    `log_alpha`: of the layers whose weights carry noise, broadcast against the weight. A layer sees one vector an input
    (`positions` tells). Nothing is differentiated.
    """
    seen: dict[str, list[Tensor]] = {name: [] for name in names}

    def noisy(name: str, module: Any, received: Tensor, output: Tensor) -> Tensor | None:
        flat = received.reshape(len(received), -1)
        seen[name].append(flat.clone())
        if name not in log_alpha:
            return None
        size = max(1, CHUNK // module.weight.numel())
        parts = []
        for part in flat.split(size):
            weights = sample_log_normal(
                module.weight.expand(len(part), *module.weight.shape), log_alpha[name], generator
            )
            parts.append(torch.einsum("noi,ni->no", weights, part))
        found = torch.cat(parts)
        return (found if module.bias is None else found + module.bias).reshape(output.shape)

    with torch.no_grad(), hooked(model, names, noisy):
        for _ in range(draws):
            model(inputs)
    return {name: torch.stack(found) for name, found in seen.items()}


def positions(model: nn.Module, names: Sequence[str], inputs: Tensor) -> dict[str, int]:
    """To how many vectors an input each named layer is applied, each time with the same weights."""
    counts = dict.fromkeys(names, 0)

    def count(name: str, module: nn.Module, received: Tensor, output: Tensor) -> None:
        counts[name] += math.ceil(received[..., 0].numel() / max(len(inputs), 1))

    with torch.no_grad(), hooked(model, names, count):
        model(inputs)
    return counts


def entropy(inputs: Tensor) -> float:
    """H(x), nats, of x one of the inputs, all equally likely: log N where no two are equal."""
    counts = torch.unique(inputs.flatten(1), dim=0, return_counts=True)[1].double()
    share = counts / counts.sum()
    return float(-(share * share.log()).sum())


@contextmanager
def hooked(model: nn.Module, names: Sequence[str], hook: Hook) -> Iterator[None]:
    """Within it the hook sees each named layer's name, module, input and output, and what it returns is passed on."""
    modules = dict(model.named_modules())

    def calling(name: str) -> Any:
        return lambda module, arguments, output: hook(name, module, arguments[0], output)

    handles = [modules[name].register_forward_hook(calling(name)) for name in names]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
