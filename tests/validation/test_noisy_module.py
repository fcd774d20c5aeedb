"""Log-normal noise on any module: moments, gradients, and what the Gaussian shortcut changes."""

import math

import pytest
import torch
from torch import nn

from validation.networks import measure
from validation.networks.noisy_module import NoisyModule


def _convolutional() -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.Flatten(), nn.Linear(12, 2)).double()


def _image() -> torch.Tensor:
    return torch.randn(2, 1, 4, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("sampling", ["exact", "gaussian"])
def test_one_layer_has_the_noise_models_mean_and_variance(sampling: str) -> None:
    alpha = 0.4
    layer = nn.Linear(3, 2, bias=False).double()
    noisy = NoisyModule(layer, log_alpha=math.log(alpha), per="layer", sampling=sampling)
    x = torch.tensor([[1.0, -2.0, 0.5]], dtype=torch.float64)
    outputs = torch.stack([noisy(x)[0] for _ in range(5_000)]).detach()
    variance = (x**2 @ (layer.weight**2 * math.expm1(alpha)).T)[0].detach()
    assert (outputs.mean(0) - layer(x)[0].detach()).abs().max() < 5 * (variance.max() / 5_000) ** 0.5
    assert torch.allclose(outputs.var(0), variance, rtol=0.2)


def test_the_gaussian_shortcut_is_another_noise_model() -> None:
    """Its outputs have no skew, and two inputs no longer share their weights: exact noise has both."""
    layer = nn.Linear(1, 1, bias=False).double()
    with torch.no_grad():
        layer.weight.fill_(1.0)
    x = torch.ones(2, 1, dtype=torch.float64)
    found = {}
    for sampling in ("exact", "gaussian"):
        noisy = NoisyModule(layer, log_alpha=math.log(0.5), sampling=sampling)
        pairs = torch.stack([noisy(x)[:, 0] for _ in range(5_000)]).detach()
        centred = pairs[:, 0] - pairs[:, 0].mean()
        skew = float((centred**3).mean() / (centred**2).mean() ** 1.5)
        found[sampling] = skew, float(torch.corrcoef(pairs.T)[0, 1])
    assert found["exact"][0] > 1
    assert found["exact"][1] == pytest.approx(1)
    assert abs(found["gaussian"][0]) < 0.2
    assert abs(found["gaussian"][1]) < 0.1


@pytest.mark.parametrize("sampling", ["exact", "gaussian"])
@pytest.mark.parametrize("per", ["weight", "layer"])
@pytest.mark.parametrize("log_alpha", [-1e4, -6.0, 3.0, 1e4])
def test_weights_and_noise_learn_at_every_extreme(sampling: str, per: str, log_alpha: float) -> None:
    noisy = NoisyModule(_convolutional().float(), log_alpha=log_alpha, per=per, sampling=sampling)
    loss = noisy(_image().float()).square().sum() + noisy.information() + noisy.information(prior=(1e-6, 1e2))
    loss.backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in noisy.parameters() if p.requires_grad)


def test_the_information_is_claim_1s_and_the_layers_share_where_they_should() -> None:
    every, shared = (NoisyModule(_convolutional(), log_alpha=-2.0, per=per) for per in ("weight", "layer"))
    weights = 3 * 9 + 24
    assert every.information().item() == pytest.approx(weights)
    assert shared.information().item() == pytest.approx(weights)
    assert [p.numel() for p in shared.log_alpha] == [1, 1]


def test_seeds_repeat_and_the_global_state_is_left_alone() -> None:
    before = torch.random.get_rng_state()
    one, two = (NoisyModule(_convolutional(), log_alpha=-1.0, seed=3)(_image()) for _ in range(2))
    assert torch.equal(one, two)
    assert torch.equal(before, torch.random.get_rng_state())


def test_measure_takes_the_learned_noise() -> None:
    noisy = NoisyModule(_convolutional(), log_alpha=-3.0)
    data = [(_image(), torch.tensor([0, 1]))]
    found = measure(noisy.module, nn.CrossEntropyLoss(), data, alpha=noisy.alpha())
    assert found.information_in_weights.value == pytest.approx(noisy.information().item())


def test_a_module_without_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="module: has no trained"):
        NoisyModule(nn.ReLU())
