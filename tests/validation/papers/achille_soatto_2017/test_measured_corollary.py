"""Corollary 5.1 on networks, against what can be decoded from their outputs."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from bounds.papers.achille_soatto_2017.row_numbers import unit_bounds
from validation.networks import measure
from validation.networks.layer_inputs import entropy, layer_inputs, positions
from validation.networks.structure import chain
from validation.papers.achille_soatto_2017.measured_corollary import NoisyLayer, corollary


class Flattened(nn.Module):
    """A linear layer applied to every position, as rows of one batch."""

    def __init__(self) -> None:
        super().__init__()
        self.shared, self.last = nn.Linear(1, 1, bias=False), nn.Linear(7, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.shared(x.reshape(-1, 1)).reshape(-1, 7))


def measured(model: nn.Module, x: Tensor, *, alpha: float, outputs: int = 2):
    data = [(x, torch.zeros(len(x), dtype=torch.long))]
    return measure(model, nn.CrossEntropyLoss(), data, alpha=alpha).corollary_5_1


def test_a_layer_at_several_positions_shares_its_noise() -> None:
    """The ratio of two positions has no noise at all: log N nats of the input pass, whatever one unit lets through."""
    x = torch.rand(300, 7, 1, generator=torch.Generator().manual_seed(0)) + 0.5
    model = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Flatten(), nn.Linear(7, 2))
    eps = torch.exp(torch.randn(300, 1, generator=torch.Generator().manual_seed(1)))
    z = model[0](x)[..., 0].detach().double() * eps
    told = (x[:, 1] / x[:, 0]).double().argsort(0)[:, 0]
    assert torch.equal((z[:, 1] / z[:, 0]).argsort(), told)  # all 300 inputs are told apart
    for network, seen in ((model, x), (Flattened(), x)):
        found = measured(network, seen, alpha=0.5)
        assert not found.applies
        assert found.repaired is None
        assert "applied to 7 vectors of each input, and they share its noise" in found.reason


def _cancelling() -> tuple[nn.Module, Tensor]:
    """Mean weights that cancel on two inputs of unlike size, which the noise of the first layer lets through."""
    model = nn.Sequential(nn.Linear(2, 1, bias=False), nn.Tanh(), nn.Linear(1, 2, bias=False)).double()
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor([[1.0, -1.0]]))
        model[2].weight.copy_(torch.tensor([[1.0], [-1.0]]))
    return model, torch.tensor([[0.01, 0.01], [1.0, 1.0]], dtype=torch.float64)


def test_what_the_noise_below_lets_through_is_below_the_bound() -> None:
    model, x = _cancelling()
    found = measured(model, x, alpha=0.3)
    # the outputs' size tells which input it was, mostly
    noise = {name: torch.tensor(math.log(0.3), dtype=torch.float64) for name in ("0", "2")}
    generator = torch.Generator().manual_seed(1)
    received = layer_inputs(model, ["0", "2"], x, log_alpha=noise, draws=4000, generator=generator)["2"][..., 0]
    eps = torch.exp(math.sqrt(0.3) * torch.randn(received.shape, generator=generator) - 0.15)
    wrong = (((received * eps).abs() > 0.05) != torch.tensor([False, True])).double().mean()
    told = math.log(2) + float(wrong * wrong.log() + (1 - wrong) * (1 - wrong).log())  # Fano
    assert told > 0.3
    assert found.repaired is not None
    assert found.repaired >= told
    assert found.layers[1].bound is not None
    assert found.layers[1].bound >= told  # 0 on the mean activations, which are the same for both inputs


def test_a_layers_inputs_have_the_moments_of_the_noise_below() -> None:
    generator = torch.Generator().manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2)).double()
    x = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    noise = {"0": torch.full((2, 3), math.log(0.2), dtype=torch.float64)}
    seen = layer_inputs(model, ["0", "1"], x, log_alpha=noise, draws=20_000, generator=generator)
    assert torch.equal(seen["0"], x.expand(20_000, 4, 3))
    with torch.no_grad():
        mean, variance = model[0](x), math.expm1(0.2) * (x**2 @ (model[0].weight ** 2).T)
    torch.testing.assert_close(seen["1"].mean(0), mean, atol=5 * float(variance.max() / 20_000) ** 0.5, rtol=0)
    torch.testing.assert_close(seen["1"].var(0), variance, atol=0, rtol=0.15)
    apart = torch.corrcoef((seen["1"][:, :, 0] - mean[:, 0]).T)
    assert float((apart - torch.eye(4, dtype=torch.float64)).abs().max()) < 0.05  # every input has noise of its own


def test_the_bound_of_a_layer_behind_noise_has_an_interval_about_the_truth() -> None:
    rng = np.random.default_rng(0)
    w, alpha = rng.normal(size=(3, 2)), 0.2
    truth = unit_bounds(w, np.full((3, 2), alpha), rng.normal(1.0, 1.0, size=(400_000, 2))).sum()
    inside = 0
    for seed in range(60):
        x = np.random.default_rng(seed + 1).normal(1.0, 1.0, size=(16, 20, 2))
        (found,) = corollary([NoisyLayer(name="", w_hat=w, alpha=alpha, x=x)], entropy=9.0).layers
        assert None not in (found.low, found.high)
        inside += found.low < truth < found.high
    assert inside >= 52


def test_nothing_tells_more_than_there_is_to_know() -> None:
    model = nn.Sequential(nn.Linear(3, 64), nn.Tanh(), nn.Linear(64, 2))
    x = torch.randn(20, 3, generator=torch.Generator().manual_seed(0))
    found = measured(model, x, alpha=1e-3)
    assert found.t4 > math.log(20)
    assert found.repaired == pytest.approx(math.log(20))
    assert found.capped
    assert "says nothing of this network" in found.record()["repaired bound"].note
    twice = torch.cat([x, x])
    assert measured(model, twice, alpha=1e-3).repaired == pytest.approx(math.log(20))
    assert entropy(torch.tensor([[1.0], [1.0], [2.0], [3.0]])) == pytest.approx(1.5 * math.log(2))
    noisy = measured(nn.Sequential(nn.Linear(3, 1, bias=False)), x, alpha=3.0, outputs=1)
    assert not noisy.capped
    assert noisy.repaired == noisy.t4


def test_positions_count_the_vectors_of_one_input() -> None:
    layer = nn.Linear(4, 2)
    assert positions(nn.Sequential(layer), ["0"], torch.ones(5, 4)) == {"0": 1}
    assert positions(nn.Sequential(layer), ["0"], torch.ones(5, 1, 4)) == {"0": 1}
    assert positions(nn.Sequential(layer), ["0"], torch.ones(5, 3, 4)) == {"0": 3}


def test_a_norm_over_the_batch_mixes_its_inputs() -> None:
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4, track_running_stats=False), nn.Linear(4, 2)).eval()
    structure = chain(model)
    assert not structure.applies
    assert "1 normalises by its batch" in structure.reason
