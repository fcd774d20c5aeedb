"""Thirty kinds of model that people have: the Hessian of the summed loss is the dense one, or a sentence says why not.

The reference differentiates twice without torch.func: the loss written as a sum by hand, the model called as its owner
calls it, attention by its formula.
"""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.utils import parametrizations, prune
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset

from estimators import hessian

Pair = namedtuple("Pair", "left right")


@dataclass
class Answer:
    logits: Tensor
    loss: Tensor | None = None


class Calls(nn.Module):
    """Submodules by name, and a forward written as a function of them and of the input."""

    def __init__(self, forward: Callable[..., Any], **parts: Any) -> None:
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)
        self.written = forward

    def forward(self, x: Any) -> Any:
        return self.written(self, x)


class TwoInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(2, 3)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        return torch.tanh(self.a(left)) * self.b(right)


class OwnLoss(nn.Module):
    """As transformers' models: the labels among the inputs, the loss in the output."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Embedding(7, 4), nn.Linear(4, 3)

    def forward(self, input_ids: Tensor, labels: Tensor | None = None) -> Answer:
        logits = self.b(torch.tanh(self.a(input_ids)).mean(1))
        return Answer(logits, None if labels is None else functional.cross_entropy(logits, labels))


def cross(output: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(output, target, reduction="sum")


@dataclass
class Kind:
    build: Callable[[], nn.Module]
    data: Callable[[], list[Any]]
    loss: Any = field(default_factory=nn.CrossEntropyLoss)
    options: dict[str, Any] = field(default_factory=dict)
    total: Callable[[Any, Any], Tensor] = cross  # of the owner's output and target
    call: Callable[[nn.Module, Any], Any] = lambda model, inputs: model(inputs)  # as its owner calls it


def rows(*shape: int, classes: int = 3, count: int = 6) -> Callable[[], list[Any]]:
    def made() -> list[Any]:
        return [(torch.randn(count, *shape, dtype=torch.float64), torch.randint(classes, (count,))) for _ in range(2)]

    return made


def tokens() -> list[Any]:
    return [(torch.randint(7, (6, 5)), torch.randint(3, (6,)))]


def real(*shape: int) -> Callable[[], list[Any]]:
    return lambda: [(torch.randn(6, 4, dtype=torch.float64), torch.rand(6, *shape, dtype=torch.float64))]


def two() -> list[Any]:
    return [((x[:, :4], x[:, 4:]), y) for x, y in rows(6)()]


def named() -> list[Any]:
    return [{"input_ids": x, "labels": y} for x, y in tokens()]


def attend(self: Any, x: Tensor) -> Tensor:
    q, k, v = self.qkv(x).chunk(3, -1)
    return self.head(functional.scaled_dot_product_attention(q, k, v, is_causal=True).mean(1))


def vision(self: Any, x: Tensor) -> Tensor:
    patches = self.patch(x).flatten(2).transpose(1, 2)
    whole = torch.cat([self.first.expand(len(x), -1, -1), patches], 1) + self.place
    return self.head(self.blocks(whole)[:, 0])


def block(**options: Any) -> nn.Module:
    return nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True, **options)


def recurrent(kind: type) -> Callable[[], nn.Module]:
    return lambda: Calls(
        lambda m, x: m.head(m.cell(x)[0][:, -1]), cell=kind(4, 3, batch_first=True), head=nn.Linear(3, 3)
    )


def tied() -> nn.Module:
    model = Calls(lambda m, x: m.decode(torch.tanh(m.code(x)).mean(1)), code=nn.Embedding(7, 4), decode=nn.Linear(4, 7))
    model.decode.weight = model.code.weight
    return model


def pruned() -> nn.Module:
    model = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))
    prune.l1_unstructured(model[0], "weight", amount=7)
    return model


def weights_of_classes(output: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(output, target, weight=torch.tensor([1.0, 2.0, 5.0]).double(), reduction="sum")


KINDS: dict[str, Kind] = {
    "perceptron": Kind(lambda: nn.Sequential(nn.Linear(4, 5), nn.GELU(), nn.Linear(5, 3)), rows(4)),
    "residual": Kind(
        lambda: Calls(lambda m, x: m.b(x + torch.tanh(m.a(x))), a=nn.Linear(4, 4), b=nn.Linear(4, 3)), rows(4)
    ),
    "convolution": Kind(
        lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.SiLU(), nn.Flatten(), nn.Linear(8, 3)), rows(1, 4, 4)
    ),
    "transposed": Kind(
        lambda: nn.Sequential(nn.ConvTranspose1d(2, 2, 2), nn.Tanh(), nn.Flatten(), nn.Linear(8, 3)), rows(2, 3)
    ),
    "batch norm": Kind(lambda: nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Linear(5, 3)).eval(), rows(4)),
    "batch norm without statistics": Kind(
        lambda: nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5, track_running_stats=False), nn.Linear(5, 3)).eval(),
        rows(4),
    ),
    "layer norm": Kind(lambda: nn.Sequential(nn.Linear(4, 5), nn.LayerNorm(5), nn.Linear(5, 3)), rows(4)),
    "group norm": Kind(
        lambda: nn.Sequential(nn.Conv1d(2, 4, 2), nn.GroupNorm(2, 4), nn.Flatten(), nn.Linear(8, 3)), rows(2, 3)
    ),
    "instance norm": Kind(
        lambda: nn.Sequential(nn.Conv1d(2, 4, 2), nn.InstanceNorm1d(4), nn.Tanh(), nn.Flatten(), nn.Linear(12, 3)),
        rows(2, 4),
    ),
    "RNN": Kind(recurrent(nn.RNN), rows(5, 4)),
    "GRU": Kind(recurrent(nn.GRU), rows(5, 4)),
    "LSTM": Kind(recurrent(nn.LSTM), rows(5, 4)),
    "fused attention": Kind(lambda: Calls(attend, qkv=nn.Linear(4, 12), head=nn.Linear(4, 3)), rows(5, 4)),
    "multi-head attention": Kind(
        lambda: Calls(
            lambda m, x: m.head(m.heads(x, x, x, need_weights=False)[0].mean(1)),
            heads=nn.MultiheadAttention(4, 2, batch_first=True),
            head=nn.Linear(4, 3),
        ),
        rows(5, 4),
    ),
    "transformer, training": Kind(
        lambda: Calls(
            lambda m, x: m.head(m.body(x).mean(1)), body=nn.TransformerEncoder(block(), 1), head=nn.Linear(8, 3)
        ),
        rows(4, 8),
    ),
    "transformer, evaluating": Kind(
        lambda: Calls(
            lambda m, x: m.head(m.body(x).mean(1)), body=nn.TransformerEncoder(block(), 1), head=nn.Linear(8, 3)
        ).eval(),
        rows(4, 8),
    ),
    "vision transformer": Kind(
        lambda: Calls(
            vision,
            patch=nn.Conv2d(1, 8, 2, 2),
            first=nn.Parameter(torch.randn(1, 1, 8)),
            place=nn.Parameter(torch.randn(1, 5, 8)),
            blocks=nn.TransformerEncoder(block(norm_first=True), 1, enable_nested_tensor=False),
            head=nn.Linear(8, 3),
        ),
        rows(1, 4, 4),
    ),
    "embedding": Kind(
        lambda: Calls(
            lambda m, x: m.head(m.code(x).mean(1)), code=nn.Embedding(7, 4, padding_idx=0), head=nn.Linear(4, 3)
        ),
        tokens,
    ),
    "tied weights": Kind(tied, tokens),
    "spectral norm": Kind(
        lambda: nn.Sequential(parametrizations.spectral_norm(nn.Linear(4, 3)), nn.Tanh(), nn.Linear(3, 3)).eval(),
        rows(4),
    ),
    "pruned": Kind(pruned, rows(4)),
    "partly frozen": Kind(
        lambda: nn.Sequential(nn.Linear(4, 5).requires_grad_(False), nn.Tanh(), nn.Linear(5, 3)), rows(4)
    ),
    "tuple of inputs": Kind(TwoInputs, two, call=lambda model, x: model(*x)),
    "named tuple of inputs": Kind(
        TwoInputs, lambda: [(Pair(*x), y) for x, y in two()], call=lambda model, x: model(*x)
    ),
    "mapping of inputs": Kind(
        TwoInputs, lambda: [({"left": x[0], "right": x[1]}, y) for x, y in two()], call=lambda model, x: model(**x)
    ),
    "mapping as one input": Kind(
        lambda: Calls(lambda m, x: m.a(x["seen"]), a=nn.Linear(4, 3)), lambda: [({"seen": x}, y) for x, y in rows(4)()]
    ),
    "output in a dictionary": Kind(
        lambda: Calls(lambda m, x: {"logits": m.a(x), "hidden": x}, a=nn.Linear(4, 3)),
        rows(4),
        total=lambda output, target: cross(output["logits"], target),
    ),
    "output in a dataclass": Kind(
        lambda: Calls(lambda m, x: Answer(m.a(x)), a=nn.Linear(4, 3)),
        rows(4),
        total=lambda output, target: cross(output.logits, target),
    ),
    "labels among the inputs": Kind(
        OwnLoss, named, total=lambda output, target: cross(output.logits, target), call=lambda model, x: model(**x)
    ),
    "the model's own loss": Kind(
        OwnLoss,
        named,
        loss=None,
        options={"reduction": "mean"},
        total=lambda output, target: output.loss * 6,
        call=lambda model, x: model(**x),
    ),
    "class weights": Kind(
        lambda: nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)),
        rows(4),
        loss=nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0])),
        total=weights_of_classes,
    ),
    "several outputs": Kind(
        lambda: nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3)),
        real(3),
        loss=nn.MSELoss(),
        total=lambda output, target: ((output - target) ** 2).sum(),
    ),
    "a loader": Kind(
        lambda: nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 3)),
        lambda: DataLoader(TensorDataset(*rows(4)()[0]), batch_size=4),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_its_dense_hessian(name: str) -> None:
    kind = KINDS[name]
    with torch.random.fork_rng():
        torch.manual_seed(3)
        model, data = kind.build().double(), kind.data()
    before = torch.backends.cuda.flash_sdp_enabled()
    found = hessian.matrix(model, kind.loss, data, **kind.options)
    assert torch.backends.cuda.flash_sdp_enabled() == before  # the kernels of attention are as they were
    torch.testing.assert_close(found, dense(model, kind, data), rtol=1e-6, atol=1e-8)
    assert float(found.abs().max()) > 1e-3


def dense(model: nn.Module, kind: Kind, data: Any) -> Tensor:
    """The Hessian of the summed loss in the trained parameters, by torch's own double backward."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    with sdpa_kernel(SDPBackend.MATH):
        batches = [(batch, batch["labels"]) if isinstance(batch, dict) else batch for batch in data]
        total = sum(kind.total(kind.call(model, inputs), target) for inputs, target in batches)
        slopes = torch.autograd.grad(total, trained, create_graph=True)
        flat = torch.cat([slope.flatten() for slope in slopes])
        rows_of = [torch.autograd.grad(one, trained, retain_graph=True, materialize_grads=True) for one in flat]
    return torch.stack([torch.cat([part.flatten() for part in row]) for row in rows_of])


@pytest.mark.parametrize("norm", [parametrizations.weight_norm, nn.utils.weight_norm])
@pytest.mark.filterwarnings("ignore:.*torch.nn.utils.weight_norm:FutureWarning")  # the older one is what is tried
def test_a_weight_norm_has_the_curvature_of_its_formula(norm: Callable[[nn.Module], nn.Module]) -> None:
    """torch's fused kernel holds the norm fixed in its second derivative, and its Hessian is not symmetric."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        model, data = norm(nn.Linear(4, 3).double()), rows(4)()
    parts = dict(model.named_parameters())
    roles = {"original0": "g", "weight_g": "g", "original1": "v", "weight_v": "v", "bias": "bias"}
    x, y = (torch.cat(side) for side in zip(*data, strict=True))

    def total(*trained: Tensor) -> Tensor:
        of = {roles[name.rpartition(".")[2]]: one for name, one in zip(parts, trained, strict=True)}
        return cross(x @ (of["g"] * of["v"] / of["v"].norm(dim=1, keepdim=True)).T + of["bias"], y)

    blocks = torch.autograd.functional.hessian(total, tuple(one.detach() for one in parts.values()))
    sizes = [one.numel() for one in parts.values()]
    expected = torch.cat(
        [
            torch.cat([part.reshape(i, j) for part, j in zip(row, sizes, strict=True)], 1)
            for row, i in zip(blocks, sizes, strict=True)
        ]
    )
    torch.testing.assert_close(hessian.matrix(model, nn.CrossEntropyLoss(), data), expected)


class Lopsided(torch.autograd.Function):
    """x^2 whose second derivative forgets a factor for some of its entries."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x: Tensor) -> Tensor:
        return x**2 + x.roll(1) * x

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, slope: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return slope * 2 * x + slope * x.detach().roll(1) + (slope * x).roll(-1)


def test_a_wrong_second_derivative_is_noticed() -> None:
    model = Calls(lambda m, x: x @ Lopsided.apply(m.a.weight[0])[:, None], a=nn.Linear(4, 1, bias=False).double())
    data = [(torch.ones(2, 4).double(), torch.zeros(2, 1).double())]
    with pytest.raises(ValueError, match="model: its curvature is not symmetric"):
        hessian.matrix(model, nn.MSELoss(), data)


@pytest.mark.parametrize(("reduction", "terms"), [("mean", 36), ("sum", 1)])
def test_weight_decay_is_that_of_the_optimiser(reduction: str, terms: int) -> None:
    """At the end of SGD with weight decay the gradient of the objective is 0, though that of the loss is not."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, (x, _) = nn.Linear(4, 3).double(), real(3)()[0]
        y = torch.randn(12, 3, dtype=torch.float64)
    x, loss, decay = torch.cat([x, x.flip(1)]), nn.MSELoss(reduction=reduction), 0.3 * 36 / terms
    rate = {"mean": 0.3, "sum": 0.008}[reduction]
    optimiser = torch.optim.SGD(model.parameters(), lr=rate, weight_decay=decay)
    for _ in range(3000):
        optimiser.zero_grad()
        loss(model(x), y).backward()
        optimiser.step()
    halves = [(x[:6], y[:6]), (x[6:], y[6:])]
    plain = hessian.objective(model, loss, halves)
    problem = hessian.objective(model, loss, halves, weight_decay=decay)
    assert float(plain.gradient().norm()) > 0.1
    assert float(problem.gradient().norm()) < 1e-6
    squares = sum(float((parameter.detach() ** 2).sum()) for parameter in model.parameters())
    assert problem.value() == pytest.approx(plain.value() + terms * decay / 2 * squares)
    for curvature in ("hessian", "gauss-newton"):  # of a linear model the same
        of: dict[str, Any] = {"curvature": curvature}
        added = hessian.matrix(model, loss, halves, weight_decay=decay, **of) - hessian.matrix(
            model, loss, halves, **of
        )
        torch.testing.assert_close(added, terms * decay * torch.eye(15, dtype=torch.float64))
    own = hessian.objective(
        model, loss, halves, regulariser=lambda w: terms * decay / 2 * sum((v**2).sum() for v in w.values())
    )
    torch.testing.assert_close(own.gradient(), problem.gradient())
    part = hessian.objective(model, loss, halves, weight_decay=decay, parameters=["bias"])
    assert part.value() == pytest.approx(problem.value())
    assert "weight decay" in problem.words


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"weight_decay": -1.0}, "weight_decay: must be a number from 0 on, got -1.0"),
        ({"weight_decay": "a"}, "weight_decay: must be a number from 0 on, got 'a'"),
        ({"regulariser": lambda w: 1.0}, "regulariser: must return a finite scalar tensor"),
    ],
)
def test_a_regulariser_of_the_wrong_kind_is_named(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}"):
        hessian.objective(linear(), nn.CrossEntropyLoss(), rows(4)(), **options)


def linear() -> nn.Module:
    return nn.Linear(4, 3).double()


class Checkpointed(nn.Module):
    def __init__(self, *, reentrant: bool) -> None:
        super().__init__()
        self.a, self.reentrant = linear(), reentrant

    def forward(self, x: Tensor) -> Tensor:
        return checkpoint(self.a, x, use_reentrant=self.reentrant)


def not_a_number() -> list[Any]:
    first, (x, y) = rows(4)()
    return [first, (x * torch.nan, y)]


REFUSED: dict[str, tuple[Any, Any, Any, dict[str, Any], str]] = {
    "checkpointing": (
        lambda: Checkpointed(reentrant=False),
        rows(4),
        cross,
        {"reduction": "sum"},
        "model: checkpoints",
    ),
    "reentrant": (lambda: Checkpointed(reentrant=True), rows(4), cross, {"reduction": "sum"}, "model: checkpoints"),
    "a pair": (lambda: (linear(), 1), rows(4), nn.CrossEntropyLoss(), {}, "model: must be a torch module, got tuple"),
    "a data set": (
        linear,
        lambda: TensorDataset(*rows(4)()[0]),
        nn.CrossEntropyLoss(),
        {},
        r"data: is a Dataset of single examples; wrap it in a torch\.utils\.data\.DataLoader",
    ),
    "three parts": (
        TwoInputs,
        lambda: [(*x, y) for x, y in two()],
        nn.CrossEntropyLoss(),
        {},
        r"data: must hold pairs \(input, target\)",
    ),
    "complex weights": (
        lambda: nn.Linear(4, 3, dtype=torch.complex64),
        rows(4),
        cross,
        {"reduction": "sum"},
        "are complex",
    ),
    "an empty last batch": (
        linear,
        lambda: [*rows(4)(), (torch.zeros(0, 4), torch.zeros(0, dtype=torch.long))],
        nn.CrossEntropyLoss(),
        {},
        "data: batch 3 is empty",
    ),
    "columns against none": (lambda: nn.Linear(4, 1), real(), nn.MSELoss(), {}, r"data: the target has shape \(6,\)"),
    "not a number, later": (
        linear,
        not_a_number,
        nn.CrossEntropyLoss(),
        {},
        "loss: must be finite, got nan on batch 2",
    ),
    "all frozen": (
        lambda: linear().requires_grad_(False),
        rows(4),
        nn.CrossEntropyLoss(),
        {},
        "parameters: none selected",
    ),
    "lazy": (lambda: nn.LazyLinear(3), rows(4), nn.CrossEntropyLoss(), {}, "have no shape yet"),
    "dropout": (
        lambda: nn.Sequential(linear(), nn.Dropout()),
        rows(4),
        nn.CrossEntropyLoss(),
        {},
        r"model: Dropout '1' is in training mode; call model\.eval\(\)",
    ),
    "statistics that run": (
        lambda: nn.Sequential(
            linear(), nn.Unflatten(1, (1, 3)), nn.InstanceNorm1d(1, track_running_stats=True), nn.Flatten()
        ).double(),
        rows(4),
        cross,
        {"reduction": "sum"},
        r"model: a forward pass changes its 2\.running_mean, 2\.running_var; call model\.eval\(\)",
    ),
    "a spectral norm that iterates": (
        lambda: parametrizations.spectral_norm(linear()),
        rows(4),
        nn.CrossEntropyLoss(),
        {},
        "model: a forward pass changes its parametrizations",
    ),
    "no loss at all": (linear, rows(4), None, {}, "reduction: state"),
    "an output without logits": (
        lambda: Calls(lambda m, x: {"a": m.a(x), "b": x}, a=linear()),
        rows(4),
        nn.CrossEntropyLoss(),
        {},
        "loss: the model returns dict with no logits",
    ),
}


STATEFUL = ("statistics that run", "a spectral norm that iterates")


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_hessian_gets_one_sentence(name: str) -> None:
    build, data, loss, options, sentence = REFUSED[name]
    model = build()
    before = {key: value.clone() for key, value in model.state_dict().items()} if name in STATEFUL else {}
    with pytest.raises(ValueError, match=sentence) as refused:
        hessian.matrix(model, loss, data(), **options)
    assert "\n" not in str(refused.value)
    assert all(torch.equal(model.state_dict()[key], value) for key, value in before.items())  # and nothing is touched


class Tokenwise(OwnLoss):
    """A loss for every token, averaged over those whose label is not -100."""

    def forward(self, input_ids: Tensor, labels: Tensor | None = None) -> Answer:
        logits = self.b(torch.tanh(self.a(input_ids)))
        return Answer(logits, functional.cross_entropy(logits.transpose(1, 2), labels))


def test_a_models_own_mean_over_tokens_is_told() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, (x, _), labels = Tokenwise().double(), tokens()[0], torch.randint(3, (6, 5))
    labels[:, 3:] = -100
    data = [{"input_ids": x, "labels": labels}]
    with pytest.raises(ValueError, match="examples: say how many terms the model's own loss averages"):
        hessian.matrix(model, None, data, reduction="mean")
    found = hessian.matrix(model, None, data, reduction="mean", examples=lambda output, target: (target >= 0).sum())
    total = lambda output, target: cross(output.logits.transpose(1, 2), target)  # noqa: E731
    kind = Kind(Tokenwise, lambda: data, total=total, call=lambda model, x: model(**x))
    torch.testing.assert_close(found, dense(model, kind, data), rtol=1e-6, atol=1e-9)
    with pytest.raises(ValueError, match="over its halves"):
        hessian.matrix(model, None, data, reduction="mean", examples=30 * 2)
