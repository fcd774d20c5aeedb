"""A model of any kind trained with noise in its weights: what is drawn, learned, saved, measured and certified."""

import copy
import doctest
import math
import sys

import pytest
import torch
from safetensors.torch import load_model, save_model
from scipy.special import lambertw
from torch import Tensor, nn
from torch.nn.utils import prune

from validation.networks import measure
from validation.networks.noisy import Noisy, certified


def perceptron(*, bias: bool = False) -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(6, 8, bias=bias), nn.ReLU(), nn.Linear(8, 2, bias=bias))


def data(seed: int = 1, count: int = 200) -> tuple[Tensor, Tensor]:
    x = torch.randn(count, 6, generator=torch.Generator().manual_seed(seed))
    return x, (x[:, 0] > 0).long()


def trained(noisy: Noisy, *, beta: float, steps: int, optimiser: str = "adam") -> Noisy:
    x, y = data()
    groups = noisy.groups(rate=0.02)
    chosen = torch.optim.Adam(groups) if optimiser == "adam" else torch.optim.SGD(groups)
    for _ in range(steps):
        loss = nn.functional.cross_entropy(noisy(x), y) + beta * noisy.information() / len(x)
        chosen.zero_grad()
        loss.backward()
        chosen.step()
    return noisy


@pytest.mark.parametrize("posterior", ["claim-1", "claim-1-per-layer", "truncated"])
def test_what_is_drawn_has_the_moments_that_are_told(posterior: str) -> None:
    model = nn.Linear(3, 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -1.0, 2.0]]))
    noisy = Noisy(model, posterior=posterior, log_alpha=-1.5)
    settled, alpha = noisy.settled()
    with torch.no_grad():
        drawn = torch.stack([noisy(torch.eye(3))[:, 0] for _ in range(20_000)]).double()
    assert drawn.mean(0).tolist() == pytest.approx(settled.weight[0].tolist(), rel=0.02)
    spread = (drawn.var(0) / drawn.mean(0) ** 2).log1p()
    assert spread.tolist() == pytest.approx(alpha["weight"][0].tolist(), rel=0.08)
    if posterior != "truncated":
        assert settled.weight.tolist() == model.weight.tolist()
        assert float(noisy.information().detach()) == pytest.approx(3 * 1.5 / 2)


def test_alpha_learns_what_t1_says_of_a_quadratic() -> None:
    """Weights that are held: E[L] = a/2 e^alpha, so alpha = W0(beta/a), a = w^2 H."""
    model, x = nn.Linear(3, 1, bias=False).double(), torch.diag(torch.tensor([1.0, 2.0, 3.0])).double()
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -1.0, 2.0]]))
    noisy, beta, target = Noisy(model, log_alpha=-3.0), 0.5, model(x).detach()
    optimiser, late = torch.optim.Adam([noisy.log_alpha], lr=0.02), []
    for step in range(3000):
        loss = ((noisy(x) - target) ** 2).sum() + beta * noisy.information()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step >= 1000:
            late.append(noisy.log_alpha.detach().clone())
    a = model.weight.detach()[0] ** 2 * 2 * x.diagonal() ** 2
    truth = torch.as_tensor(lambertw(beta / a.numpy()).real).log()
    assert (torch.cat(late).mean(0) - truth).abs().max() < 0.25  # twice the price would be off by 0.6


def test_a_higher_price_leaves_less_information() -> None:
    found = [float(trained(Noisy(perceptron()), beta=beta, steps=300).information().detach()) for beta in (0.1, 10.0)]
    assert found[1] < found[0] / 2


@pytest.mark.parametrize("posterior", ["claim-1", "claim-1-per-layer", "truncated"])
def test_training_goes_on_from_a_file_as_if_it_had_not_stopped(posterior: str, tmp_path) -> None:
    whole = trained(Noisy(perceptron(bias=True), posterior=posterior), beta=0.3, steps=20, optimiser="sgd")
    half = trained(Noisy(perceptron(bias=True), posterior=posterior), beta=0.3, steps=10, optimiser="sgd")
    save_model(half, str(tmp_path / "noisy.safetensors"))
    again = Noisy(perceptron(bias=True), posterior=posterior, seed=5)
    load_model(again, str(tmp_path / "noisy.safetensors"))
    trained(again, beta=0.3, steps=10, optimiser="sgd")
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name]), name


def test_the_model_that_was_given_is_left_as_it_was() -> None:
    model = perceptron()
    before = copy.deepcopy(model.state_dict())
    settled, _ = trained(Noisy(model), beta=0.1, steps=5).settled()
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert all(parameter.requires_grad for parameter in settled.parameters())


def test_alpha_stays_within_bounds_and_two_calls_share_a_backward_pass() -> None:
    noisy, (x, _) = Noisy(perceptron(), log_alpha=-0.01), data()
    optimiser = torch.optim.SGD(noisy.groups(rate_of_log_alpha=1e6))
    for _ in range(3):
        loss = noisy.information() + (noisy(x) ** 2).mean() + (noisy(x[:5]) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    noisy(x)
    assert float(noisy.log_alpha.detach().max()) <= 0
    assert float(noisy.log_alpha.detach().min()) >= -16


class Words(nn.Module):
    """An embedding, a recurrent layer and an output that shares the embedding's weight."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.states, self.out = nn.Embedding(7, 4), nn.GRU(4, 4, batch_first=True), nn.Linear(4, 7)
        self.out.weight = self.words.weight

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.states(self.words(x))[0][:, -1])


def test_recurrent_and_tied_weights_are_trained_and_measured(tmp_path) -> None:
    noisy, x = Noisy(Words(), log_alpha=-4.0), torch.randint(0, 7, (30, 5))
    optimiser = torch.optim.Adam(noisy.groups())
    for _ in range(5):
        loss = nn.functional.cross_entropy(noisy(x), x[:, 0]) + noisy.information() / len(x)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model, alpha = noisy.settled()
    assert model.out.weight is model.words.weight
    save_model(noisy, str(tmp_path / "words.safetensors"))
    found = measure(model, nn.CrossEntropyLoss(), [(x, x[:, 0])], alpha=alpha)
    assert found.information_in_weights.value == pytest.approx(float(noisy.information().detach()), rel=1e-5)


def test_what_was_pruned_stays_away() -> None:
    model, (x, y) = perceptron(), data()
    prune.l1_unstructured(model[0], "weight", amount=20)
    noisy = Noisy(model)
    trained(noisy, beta=0.1, steps=5)
    settled, alpha = noisy.settled()
    assert int((settled[0].weight_orig * settled[0].weight_mask != 0).sum()) == 28
    found = measure(settled, nn.CrossEntropyLoss(), [(x, y)], alpha=alpha)
    assert [layer.weights for layer in found.layers] == [28, 16]
    assert found.information_in_weights.value == pytest.approx(float(noisy.information().detach()), rel=1e-5)


def test_what_was_learned_is_set_against_t1_and_certified() -> None:
    x, y = data()
    noisy = trained(Noisy(perceptron(), posterior="truncated"), beta=1.0, steps=400)
    found = certified(noisy, [(x, y)], held_out=[data(seed=2)], draws=500)
    share, (low, high) = found.held_out
    assert found.certificate.training_error < share + 0.1
    assert low < share < high < found.certificate.bound < 1
    assert found.divergence == pytest.approx(float(noisy.information().detach()))
    signed = certified(noisy, [(x, y)], signs="from the data", draws=500)
    assert signed.divergence == pytest.approx(found.divergence + 64 * math.log(2))
    assert signed.held_out is None
    model, alpha = noisy.settled()
    whole = measure(model, nn.CrossEntropyLoss(), [(x, y)], alpha=alpha).information_in_weights.t1[0]
    assert whole.ratio.interval[0] < whole.ratio.value < whole.ratio.interval[1]


def test_its_docstring_runs_as_it_stands() -> None:
    assert doctest.testmod(sys.modules[Noisy.__module__]) == (0, 2)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: Noisy(perceptron(), posterior="normal"),
            "posterior: must be one of claim-1, claim-1-per-layer, trunc",
        ),
        (lambda: Noisy(nn.LayerNorm(3)), "model: must be a torch module with a trained weight"),
        (lambda: Noisy(len), "model: must be a torch module with a trained weight"),
        (lambda: Noisy(perceptron(), log_alpha=math.nan), "log_alpha: must be finite"),
        (lambda: certified(Noisy(perceptron()), [data()]), "noisy: its posterior must be a truncated one"),
        (
            lambda: certified(Noisy(perceptron(bias=True), posterior="truncated"), [data()]),
            "noisy: 0.bias, 2.bias are trained without noise; freeze them",
        ),
        (lambda: certified(Noisy(perceptron(), posterior="truncated"), [data()], signs="any"), "signs: must be"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}"):
        call()
