"""What a torch module is made of: its noisy weights, and whether its layers form the Markov chain of Corollary 5.1."""

from dataclasses import dataclass

from torch import fx, nn

CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
LAYERS = (nn.Linear, *CONVOLUTIONS)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Whether the layers form a chain x -> z_1 -> ... -> z_L with independent rows, and if not, why."""

    applies: bool
    reason: str
    layers: tuple[str, ...] = ()


def noisy_weights(model: nn.Module) -> tuple[str, ...]:
    """The names of the Linear and convolution weights that are trained, each shared weight once."""
    named = {id(parameter): name for name, parameter in model.named_parameters() if parameter.requires_grad}
    weights = [module.weight for module in model.modules() if isinstance(module, LAYERS)]
    return tuple(dict.fromkeys(named[id(weight)] for weight in weights if id(weight) in named))


def chain(model: nn.Module) -> Chain:
    """Read the structure off the module's traced graph; 'not applicable' always comes with its reason."""
    layers = [(name, module) for name, module in model.named_modules() if isinstance(module, LAYERS)]
    if not layers:
        return Chain(applies=False, reason="the network has no linear layer")
    shared = [name for name, module in layers if sum(other.weight is module.weight for _, other in layers) > 1]
    if shared:
        return Chain(applies=False, reason=f"{', '.join(shared)} share one weight, and with it their noise")
    convolution = next((name for name, module in layers if isinstance(module, CONVOLUTIONS)), None)
    batch = next((name for name, module in model.named_modules() if _by_batch(module)), None)
    skip = _skip(model)
    if skip is not None:
        return Chain(applies=False, reason=skip)
    if convolution is not None:
        reason = f"{convolution} is a convolution: its positions share their noise, so its rows are not independent"
        return Chain(applies=False, reason=reason)
    if batch is not None:
        reason = f"{batch} normalises by its batch, so an input's activations depend on the other inputs"
        return Chain(applies=False, reason=reason)
    return Chain(applies=True, reason="", layers=tuple(name for name, _ in layers))


def _skip(model: nn.Module) -> str | None:
    """A reason where some layer's output is used twice, or where the structure cannot be told."""
    try:
        graph = fx.symbolic_trace(model).graph
    except (fx.proxy.TraceError, TypeError, RuntimeError, NotImplementedError) as error:
        return f"its structure cannot be traced ({type(error).__name__}), so no chain is known"
    calls: dict[str, int] = {}
    for node in graph.nodes:
        if node.op == "call_module":
            calls[node.target] = calls.get(node.target, 0) + 1
        if node.op not in ("get_attr", "output") and len(node.users) > 1:
            return f"the output of {node.name} is used {len(node.users)} times (a skip connection): no Markov chain"
    repeated = next((target for target, count in calls.items() if count > 1 and _has_weight(model, target)), None)
    # a root that is itself a layer is traced through, and called nowhere
    uncalled = [
        name for name, module in model.named_modules() if name and isinstance(module, LAYERS) and name not in calls
    ]
    if uncalled:
        return f"{', '.join(uncalled)} is never applied as a module, so its place in the chain is not known"
    if repeated is not None:
        return f"{repeated} is applied {calls[repeated]} times with one noise"
    return None


def _by_batch(module: nn.Module) -> bool:
    """Whether it is a batch normalisation by the moments of the batch that it sees."""
    return isinstance(module, nn.modules.batchnorm._BatchNorm) and (module.training or module.running_mean is None)


def _has_weight(model: nn.Module, target: str) -> bool:
    return isinstance(model.get_submodule(target), LAYERS)
