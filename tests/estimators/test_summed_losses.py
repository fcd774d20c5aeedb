"""What a mean loss averaged: every loss of torch against its own sum, any other on halves of a batch."""

import functools
import math
import random

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from estimators import hessian

EXAMPLES, CLASSES, TOKENS = 6, 3, 7


def _normal(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


def _labels(*shape: int, ignored: float = 0.0) -> Tensor:
    generator = torch.Generator().manual_seed(3)
    labels = torch.randint(0, CLASSES, shape, generator=generator)
    return torch.where(torch.rand(shape, generator=generator) < ignored, -100, labels)


class Tokens(nn.Module):
    """(B, T, features) to class scores (B, C, T)."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(4, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x).transpose(1, 2)


def _fixed(module: nn.Module) -> nn.Module:
    generator = torch.Generator().manual_seed(0)
    for parameter in module.parameters():
        parameter.data = 0.5 * torch.randn(parameter.shape, generator=generator)
    return module


def _line(outputs: int = CLASSES) -> nn.Module:
    return _fixed(nn.Linear(4, outputs))


WEIGHT = torch.tensor([1.0, 4.0, 0.5], dtype=torch.float64)
X, Y, REAL = _normal(EXAMPLES, 4), _labels(EXAMPLES), _normal(EXAMPLES, CLASSES)
SIGNS, RATES, TARGETS = REAL.sign(), REAL.exp(), torch.rand(EXAMPLES, CLASSES, dtype=torch.float64)
MANY = torch.tensor([[0, 2, -1], [1, -1, -1], [2, 1, 0]] * 2)
HALF_IGNORED = _labels(EXAMPLES, TOKENS, ignored=0.5)

SETTINGS = {  # a loss with its mean, and a target
    "squared": (nn.MSELoss, REAL),
    "absolute": (nn.L1Loss, REAL),
    "smooth absolute": (nn.SmoothL1Loss, REAL),
    "Huber": (functools.partial(nn.HuberLoss, delta=0.7), REAL),
    "soft margin": (nn.SoftMarginLoss, SIGNS),
    "Poisson": (nn.PoissonNLLLoss, RATES),
    "hinge embedding": (nn.HingeEmbeddingLoss, SIGNS),
    "binary": (nn.BCEWithLogitsLoss, TARGETS),
    "binary, weighted": (functools.partial(nn.BCEWithLogitsLoss, pos_weight=WEIGHT, weight=WEIGHT), TARGETS),
    "divergence": (functools.partial(nn.KLDivLoss, log_target=True), REAL),
    "cross-entropy": (nn.CrossEntropyLoss, Y),
    "class weights": (functools.partial(nn.CrossEntropyLoss, weight=WEIGHT), Y),
    "smoothed": (functools.partial(nn.CrossEntropyLoss, weight=WEIGHT, label_smoothing=0.2), Y),
    "soft labels": (functools.partial(nn.CrossEntropyLoss, weight=WEIGHT), REAL.softmax(1)),
    "one label ignored": (functools.partial(nn.CrossEntropyLoss, ignore_index=1), Y),
    "likelihood": (functools.partial(nn.NLLLoss, weight=WEIGHT), Y),
    "several labels": (functools.partial(nn.MultiLabelSoftMarginLoss, weight=WEIGHT), (REAL > 0).double()),
    "tokens": (nn.CrossEntropyLoss, _labels(EXAMPLES, TOKENS)),
    "tokens, half ignored": (nn.CrossEntropyLoss, HALF_IGNORED),
    "tokens, weighted": (functools.partial(nn.CrossEntropyLoss, weight=WEIGHT), HALF_IGNORED),
}


KINKED = {  # torch has no second derivative of these
    "margins": (functools.partial(nn.MultiMarginLoss, weight=WEIGHT), Y),
    "several labels, margins": (nn.MultiLabelMarginLoss, MANY),
}


def _batch(target: Tensor) -> tuple[nn.Module, Tensor]:
    tokens = target.shape == (EXAMPLES, TOKENS)
    return (_fixed(Tokens()), _normal(EXAMPLES, TOKENS, 4)) if tokens else (_line(), X)


def _split(x: Tensor, y: Tensor, *sizes: int) -> list[tuple[Tensor, Tensor]]:
    return list(zip(x.split(list(sizes)), y.split(list(sizes)), strict=True))


def _dense(model: nn.Module, total, data) -> Tensor:
    """The Hessian of a summed loss by torch.autograd.functional."""
    names, point = zip(*model.double().named_parameters(), strict=True)
    sizes, shapes = [p.numel() for p in point], [p.shape for p in point]

    def value(flat: Tensor) -> Tensor:
        parts = {n: v.reshape(s) for n, v, s in zip(names, flat.split(sizes), shapes, strict=True)}
        return sum(total(torch.func.functional_call(model, parts, (x,)), y) for x, y in data)

    return torch.autograd.functional.hessian(value, torch.cat([p.detach().flatten() for p in point]))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_mean_is_its_own_sum_however_the_data_are_split(name: str) -> None:
    make, target = SETTINGS[name]
    model, x = _batch(target)
    if name == "likelihood":
        model = nn.Sequential(model, nn.LogSoftmax(dim=1))
    truth = _dense(model, make(reduction="sum"), [(x, target)])
    for sizes in ((EXAMPLES,), (1, 5), (2, 1, 3)):
        op = hessian.operator(model, make(), _split(x, target, *sizes))
        assert op.objective.value() == pytest.approx(float(make(reduction="sum")(model(x), target).detach()))
        found = hessian.matrix(op)
        assert torch.allclose(found, truth, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", KINKED)
def test_a_loss_without_a_second_derivative_has_its_sum_and_says_what_it_lacks(name: str) -> None:
    make, target = KINKED[name]
    whole = float(make(reduction="sum")(_line().double()(X), target).detach())
    for sizes in ((EXAMPLES,), (1, 5), (2, 1, 3)):
        assert hessian.objective(_line(), make(), _split(X, target, *sizes)).value() == pytest.approx(whole)
    with pytest.raises(ValueError, match=r"^loss: torch has no second derivative of it or of the model"):
        hessian.trace(_line(), make(), [(X, target)])


def test_the_traces_of_the_common_losses_have_their_closed_forms() -> None:
    x = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]])
    squares = float((x**2).sum())
    line = nn.Linear(2, 3, bias=False)
    assert hessian.trace(line, nn.MSELoss(), [(x, torch.zeros(3, 3))]).value == pytest.approx(3 * 2 * squares)
    nn.init.zeros_(line.weight)
    # of a logit at 0 the curvature is 1/4; of the softmax of three logits at 0, 2/9 each
    binary, classes = nn.BCEWithLogitsLoss(), nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 5.0]))
    assert hessian.trace(line, binary, [(x, torch.zeros(3, 3))]).value == pytest.approx(3 * squares / 4)
    labels = torch.tensor([0, 1, 2])
    weighted = float(((x**2).sum(1) * torch.tensor([1.0, 2.0, 5.0])).sum())
    assert hessian.trace(line, classes, [(x, labels)]).value == pytest.approx(2 / 3 * weighted)
    ignoring = nn.CrossEntropyLoss(ignore_index=2)
    assert hessian.trace(line, ignoring, [(x, labels)]).value == pytest.approx(2 / 3 * (1 + 4))


@pytest.mark.parametrize(
    "loss",
    [
        functional.mse_loss,
        functools.partial(functional.mse_loss, reduction="mean"),
        functools.partial(functional.huber_loss, delta=1e3),
        functools.partial(functools.partial(functional.smooth_l1_loss, beta=0.5), beta=1e3),
        functools.partial(functional.mse_loss, weight=torch.ones(EXAMPLES, CLASSES)),
    ],
)
def test_functions_of_torch_are_known_and_their_options_kept(loss) -> None:
    truth = _dense(_line(), functools.partial(loss, reduction="sum"), [(X, REAL)])
    assert torch.allclose(hessian.matrix(_line(), loss, [(X, REAL)]), truth, rtol=1e-6)
    assert torch.allclose(hessian.matrix(_line(), loss, [(X, REAL)], reduction="mean"), truth, rtol=1e-6)


def test_a_divergence_by_the_batch_is_its_sum() -> None:
    target = REAL.softmax(1)
    by_batch, total = nn.KLDivLoss(reduction="batchmean"), nn.KLDivLoss(reduction="sum")
    model = nn.Sequential(_line(), nn.LogSoftmax(dim=1))
    assert hessian.trace(model, by_batch, [(X, target)]).value == pytest.approx(
        hessian.trace(model, total, [(X, target)]).value
    )


def test_batches_ignored_whole_count_nothing() -> None:
    ignored = [(X, torch.full((EXAMPLES,), -100)), (X[:2], torch.full((2,), -100))]
    model, loss = _line(), nn.CrossEntropyLoss()
    alone = hessian.objective(model, loss, [(X, Y)])
    beside = hessian.objective(model, loss, [ignored[0], (X, Y), ignored[1]])
    assert beside.value() == alone.value()
    assert torch.equal(beside.gradient(), alone.gradient())
    assert math.isfinite(hessian.trace(model, loss, [*ignored, (X, Y)]).value)


class Focal(nn.CrossEntropyLoss):
    """A loss of the user's that inherits from one of torch."""

    def forward(self, out: Tensor, y: Tensor) -> Tensor:
        p = out.softmax(1).gather(1, y[:, None])
        return (-((1 - p) ** 2) * p.log()).mean()


class Renamed(nn.CrossEntropyLoss):
    """One that leaves the forward as it is."""


def test_losses_that_inherit_are_known_by_their_forward() -> None:
    for split in ((EXAMPLES,), (2, 4)):
        focal = hessian.objective(_line(), Focal(), _split(X, Y, *split)).value()
        assert focal == pytest.approx(EXAMPLES * float(Focal()(_line().double()(X), Y).detach()))
    renamed = hessian.objective(_line(), Renamed(weight=WEIGHT), [(X, Y)]).value()
    total = nn.CrossEntropyLoss(weight=WEIGHT, reduction="sum")
    assert renamed == pytest.approx(float(total(_line().double()(X), Y).detach()))


def _padded(out: Tensor, y: Tensor) -> Tensor:
    return functional.cross_entropy(out, y, ignore_index=-100)


def _weighted(out: Tensor, y: Tensor) -> Tensor:
    return functional.cross_entropy(out, y, weight=WEIGHT)


def _broadcast(out: Tensor, y: Tensor) -> Tensor:
    return ((out - y[:, 0]) ** 2).mean()


@pytest.mark.parametrize(
    ("loss", "target", "options"),
    [
        (_padded, HALF_IGNORED, {"reduction": "mean"}),
        (_weighted, Y, {"reduction": "mean"}),
        (_weighted, Y, {"reduction": "sum"}),
        (_broadcast, REAL, {"reduction": "mean"}),
        (functools.partial(functional.ctc_loss, input_lengths=(3,), target_lengths=(1,)), Y, {"reduction": "sum"}),
    ],
)
def test_a_loss_whose_halves_do_not_add_up_is_refused(loss, target: Tensor, options) -> None:
    model, x = _batch(target)
    if loss is _broadcast:
        model = _line(1)
    with pytest.raises(ValueError, match=r"^(examples: the loss of a batch is|loss: fails|reduction: the loss's own)"):
        hessian.trace(model, loss, [(x, target)], **options)


def test_examples_says_what_no_test_can_tell() -> None:
    model, x = _batch(HALF_IGNORED)
    truth = hessian.trace(model, nn.CrossEntropyLoss(), [(x, HALF_IGNORED)]).value
    split = _split(x, HALF_IGNORED, 2, 4)
    told = hessian.trace(model, _padded, split, examples=lambda out, y: int((y >= 0).sum())).value
    assert told == pytest.approx(truth)
    assert hessian.trace(_line(), _weighted, [(X, Y)], examples=float(WEIGHT[Y].sum())).value == pytest.approx(
        hessian.trace(_line(), nn.CrossEntropyLoss(weight=WEIGHT), [(X, Y)]).value
    )
    # of a mean over examples and outputs the halves cannot tell the outputs; `examples` can
    squares = lambda out, y: ((out - y) ** 2).mean()  # noqa: E731
    by_example, by_entry = (
        hessian.trace(_line(), squares, [(X, REAL)], reduction="mean", **options).value
        for options in ({}, {"examples": lambda out, y: y.numel()})
    )
    assert by_entry == pytest.approx(CLASSES * by_example)
    assert by_entry == pytest.approx(hessian.trace(_line(), nn.MSELoss(), [(X, REAL)]).value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"examples": 0}, "examples: must be a positive number"),
        ({"examples": "all"}, "examples: must be a positive number"),
        ({"examples": 3, "reduction": "sum"}, 'examples: a "sum" is over no number of terms'),
    ],
)
def test_examples_of_the_wrong_kind_are_named(options, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        hessian.trace(_line(), _weighted, [(X, Y)], **options)


@pytest.mark.parametrize(
    ("loss", "data", "message"),
    [
        (nn.MSELoss(), [(X, REAL[:, 0])], r"data: the target has shape \(6,\), the model's output \(6, 1\)"),
        (nn.L1Loss(), [(X, REAL[:, 0]), (X, REAL[:, :1])], r"data: the target has shape \(6,\)"),
        (nn.MSELoss(), [(X, REAL[:, :1]), (X[:0], REAL[:0, :1])], "data: batch 2 is empty"),
        (nn.MSELoss(), [(X, REAL[:, :1]), (X * math.nan, REAL[:, :1])], "loss: must be finite, got nan on batch 2"),
        (nn.MSELoss(), [(X, REAL[:, :1]), (X[:, :3], REAL[:, :1])], "data: the model fails on batch 2's input"),
    ],
)
def test_what_is_wrong_with_any_batch_is_said_before_work_is_done(loss, data, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        hessian.trace(_line(1), loss, data)


def test_random_settings_of_cross_entropy_add_up() -> None:
    random.seed(0)
    model = _fixed(Tokens()).double()
    for _ in range(40):
        weight = torch.rand(CLASSES, dtype=torch.float64) if random.random() < 0.5 else None
        ignored, smooth = random.choice([-100, 0, 2]), random.choice([0.0, 0.3])
        loss = nn.CrossEntropyLoss(weight=weight, label_smoothing=smooth, ignore_index=ignored)
        y = _labels(EXAMPLES, TOKENS, ignored=random.random())
        y = torch.where(y == -100, ignored, y)
        x = _normal(EXAMPLES, TOKENS, 4)
        values = {hessian.objective(model, loss, _split(x, y, *s)).value() for s in ((6,), (1, 5), (3, 3))}
        assert max(values) - min(values) <= 1e-9 * max(values)
