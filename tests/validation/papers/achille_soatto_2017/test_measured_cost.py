"""What is said of a network that is at no minimum: the noise at a stated cost, Gauss-Newton beside the Hessian."""

import math

import pytest
import torch
from torch import Tensor, nn

from validation.networks import measure
from validation.networks.noise import sample_log_normal
from validation.papers.achille_soatto_2017.answers import BOUND, INFORMATION


def perceptron() -> tuple:
    """Some steps of SGD from the start: no minimum."""
    with torch.random.fork_rng():
        torch.manual_seed(4)
        model, x = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3)).double(), torch.randn(50, 5).double()
        y = x[:, :3].argmax(1)
        optimiser = torch.optim.SGD(model.parameters(), lr=0.3)
        for _ in range(40):
            optimiser.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimiser.step()
    return model, nn.CrossEntropyLoss(), [(x[:30], y[:30]), (x[30:], y[30:])]


def expected_rise(model: nn.Module, data: list, alpha: float, draws: int) -> float:
    """The mean rise of an example's loss under the noise of one alpha in both weights, written anew."""
    x, y = (torch.cat([batch[k] for batch in data]) for k in (0, 1))
    generator, total = torch.Generator().manual_seed(11), 0.0
    named = {name: weight.detach() for name, weight in model.named_parameters()}
    with torch.no_grad():
        for _ in range(draws):
            noisy = {
                name: sample_log_normal(w, torch.tensor(math.log(alpha)).double(), generator)
                for name, w in named.items()
                if name.endswith("weight")
            }
            total += float(nn.functional.cross_entropy(torch.func.functional_call(model, {**named, **noisy}, (x,)), y))
        return total / draws - float(nn.functional.cross_entropy(model(x), y))


def test_a_network_at_no_minimum_has_an_information_at_what_its_noise_costs() -> None:
    model, loss, data = perceptron()
    found = measure(model, loss, data, cost=0.02)
    priced = found.information_in_weights.at_cost
    assert not found.flatness.is_minimum
    alpha = priced.alpha
    assert expected_rise(model, data, alpha.low, 4000) < 0.02 < expected_rise(model, data, alpha.high, 4000)
    assert priced.information == pytest.approx(-(35 + 21) / 2 * math.log(alpha.value))
    assert priced.interval[0] < priced.information < priced.interval[1]
    assert "at the noise that costs 0.02 an example (one alpha = " in found.answers[INFORMATION]
    assert "which is stationary and no optimum" in found.answers[BOUND]
    more = measure(model, loss, data, cost=0.2).information_in_weights.at_cost
    assert more.information < priced.information


def test_a_loss_that_falls_with_noise_says_so() -> None:
    def hill(output: Tensor, target: Tensor) -> Tensor:
        return -((output - target) ** 2).sum()

    with torch.random.fork_rng():
        torch.manual_seed(0)
        found = measure(nn.Linear(3, 1, bias=False), hill, [(torch.randn(5, 3), torch.zeros(5, 1))], reduction="sum")
    assert found.information_in_weights.at_cost.information is None
    assert "no noise up to alpha" in found.answers[INFORMATION]


@pytest.mark.parametrize("probes", [None, 200])
def test_gauss_newton_stands_beside_the_hessian(probes: int | None) -> None:
    model, loss, data = perceptron()
    found = measure(model, loss, data, probes=probes)
    x = torch.cat([batch[0] for batch in data])
    named = {name: weight.detach() for name, weight in model.named_parameters()}

    def outputs(weight: Tensor) -> Tensor:
        return torch.func.functional_call(model, {**named, "0.weight": weight}, (x,))

    jacobian = torch.func.jacrev(outputs)(named["0.weight"]).flatten(2)  # (N, 3, 35)
    p = model(x).detach().softmax(1)
    curve = torch.diag_embed(p) - p[:, :, None] * p[:, None, :]
    diagonal = torch.einsum("nai,nab,nbi->i", jacobian, curve, jacobian)
    truth = float((named["0.weight"].flatten() ** 2 * diagonal).sum())
    one = found.layers[0].gauss_newton
    assert one.value == pytest.approx(truth, rel=1e-6 if probes is None else 0.3)
    assert abs(one.value - truth) <= 4 * one.standard_error + 1e-9 * truth
    assert found.layers[0].sharpness.value != pytest.approx(truth, rel=1e-3)


def test_a_models_own_loss_has_no_gauss_newton() -> None:
    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(3, 2)

        def forward(self, x: Tensor, labels: Tensor) -> dict[str, Tensor]:
            return {"loss": nn.functional.cross_entropy(self.layer(x), labels)}

    batch = {"x": torch.randn(6, 3), "labels": torch.arange(6) % 2}
    found = measure(Own(), None, [batch], reduction="mean")
    assert found.layers[0].gauss_newton is None
    assert found.information_in_weights.at_cost.information is not None


@pytest.mark.parametrize("cost", [0, "a", -1.0])
def test_a_cost_that_is_none_is_named(cost: object) -> None:
    with pytest.raises(ValueError, match=r"^cost: must be positive and finite"):
        measure(nn.Linear(4, 4), nn.MSELoss(), [(torch.randn(6, 4), torch.randn(6, 4))], cost=cost)
