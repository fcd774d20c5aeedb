"""What a torch module is made of: its noisy weights, and whether its layers form the Markov chain of Corollary 5.1."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor, fx, nn

CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
LAYERS = (nn.Linear, *CONVOLUTIONS)
TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
ONE_WEIGHT = (*LAYERS, *TRANSPOSED, nn.Bilinear, nn.Embedding, nn.EmbeddingBag)
RECURRENT = (nn.RNNBase, nn.RNNCellBase)
ATTENTION = ("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight")


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Whether the layers form a chain x -> z_1 -> ... -> z_L with independent rows, and if not, why."""

    applies: bool
    reason: str
    layers: tuple[str, ...] = ()


def noisy_weights(model: nn.Module) -> tuple[str, ...]:
    """The names of the trained weights that noise is put on, each shared weight once.

    Those of linear, convolution, embedding, recurrent and attention layers, pruned ones too. A parameter of any other
    kind (a bias, a norm's scale, the parts of a weight norm) multiplies nothing, or stands for no weight of its own.
    """
    named = {id(parameter): name for name, parameter in model.named_parameters() if parameter.requires_grad}
    weights = [getattr(module, leaf) for module in model.modules() for leaf in _weights_of(module)]
    return tuple(dict.fromkeys(named[id(weight)] for weight in weights if id(weight) in named))


def masks(model: nn.Module) -> dict[str, Tensor]:
    """The mask of every pruned weight, 0 where pruning took it away, by the name of its parameter."""
    return {
        f"{name}.weight_orig".lstrip("."): module.weight_mask
        for name, module in model.named_modules()
        if "weight_orig" in _weights_of(module)
    }


def left_out(model: nn.Module) -> dict[str, int]:
    """How many trained parameters carry no noise, by what they are ("bias of Linear")."""
    noisy, counts = set(noisy_weights(model)), Counter[str]()
    for name, parameter in model.named_parameters():
        if parameter.requires_grad and name not in noisy:
            place, _, leaf = name.rpartition(".")
            if ".parametrizations." in f".{place}.":  # the parts that a weight is made of
                place, _, of = place.rpartition("parametrizations.")
                leaf = f"{leaf} of the parametrised {of}"
            kind = type(model.get_submodule(place.rstrip("."))).__name__
            counts[f"{leaf} of {kind.removeprefix('Parametrized')}"] += parameter.numel()
    return dict(counts)


def _weights_of(module: nn.Module) -> tuple[str, ...]:
    """The module's own parameters that multiply what it is given, by the names under which it holds them."""
    own = [name for name, _ in module.named_parameters(recurse=False)]
    if isinstance(module, ONE_WEIGHT):
        wanted: Iterator[str] = (name for name in own if name == "weight" or _is_pruned(module, name))
    elif isinstance(module, RECURRENT):
        wanted = (name for name in own if name.startswith("weight_"))
    elif isinstance(module, nn.MultiheadAttention):
        wanted = (name for name in own if name in ATTENTION)
    else:
        return ()
    return tuple(wanted)


def _is_pruned(module: nn.Module, name: str) -> bool:
    return name == "weight_orig" and "weight_mask" in dict(module.named_buffers(recurse=False))


def chain(model: nn.Module) -> Chain:
    """Read the structure off the module's traced graph; 'not applicable' always comes with its reason."""
    layers = [(name, module) for name, module in model.named_modules() if isinstance(module, LAYERS)]
    if not layers:
        return Chain(applies=False, reason="the network has no linear layer")
    weights = [module.weight for _, module in layers]
    shared = [name for name, module in layers if sum(weight is module.weight for weight in weights) > 1]
    if shared:
        return Chain(applies=False, reason=f"{', '.join(shared)} share one weight, and with it their noise")
    convolution = next((name for name, module in layers if isinstance(module, CONVOLUTIONS)), None)
    batch = next((name for name, module in model.named_modules() if _by_batch(module)), None)
    others = [(name, module) for name, module in model.named_modules() if not isinstance(module, LAYERS)]
    other = next(((name, type(module).__name__) for name, module in others if _weights_of(module)), None)
    skip = _skip(model)
    if other is not None:
        return Chain(applies=False, reason=f"the noise of {other[0]} ({other[1]}) is not that of independent rows")
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
    except Exception as error:  # noqa: BLE001 - somebody else's forward pass under a tracer may raise anything
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
    astray = _without_input(graph, model)
    if astray is not None:
        return f"{astray} is not given what comes of the input, so its place in the chain is not known"
    if repeated is not None:
        return f"{repeated} is applied {calls[repeated]} times with one noise"
    return None


def _without_input(graph: fx.Graph, model: nn.Module) -> str | None:
    """A layer that is applied to something else than what comes of the network's input, as in a hypernetwork."""
    reached: set[fx.Node] = set()
    for node in graph.nodes:
        if node.op == "placeholder" or not reached.isdisjoint(node.all_input_nodes):
            reached.add(node)
        elif node.op == "call_module" and _has_weight(model, node.target):
            return str(node.target)
    return None


def _by_batch(module: nn.Module) -> bool:
    """Whether it is a batch normalisation by the moments of the batch that it sees."""
    return isinstance(module, nn.modules.batchnorm._BatchNorm) and (module.training or module.running_mean is None)


def _has_weight(model: nn.Module, target: str) -> bool:
    return isinstance(model.get_submodule(target), LAYERS)
