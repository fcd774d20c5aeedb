"""`measure` on networks that are not ours, the structure it reads, and the bounds it feeds."""

import json
import math
from dataclasses import asdict

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from bounds.ledger import LEDGER
from validation.networks import measure
from validation.networks.flatness import jensen_gap, proposition_5
from validation.networks.structure import chain, noisy_weights
from validation.networks.units import unit_bounds


@pytest.fixture
def quadratic():
    """A least-squares line with a known Hessian, 2 diag(sum x_i^2), at its minimum."""
    model = nn.Linear(3, 1, bias=False).double()
    x = torch.diag(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64))
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -1.0, 2.0]]))
    return model, nn.MSELoss(reduction="sum"), [(x, (x @ model.weight.T).detach())]


class Skip(nn.Module):
    """Two layers with a skip between them."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.inner = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        return h + self.inner(h)


def _tied() -> nn.Module:
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    model[1].weight = model[0].weight
    return model


def test_a_quadratic_at_its_minimum_has_its_closed_forms(quadratic) -> None:
    beta = 0.01
    found = measure(*quadratic, beta=beta, name="line")
    a = np.array([0.25 * 2, 1 * 8, 4 * 18])
    assert found.flatness["is_minimum"]
    assert found.flatness["trace"]["value"] == pytest.approx(28)
    assert found.information_in_weights["value"] == pytest.approx(0.5 * np.log(a / beta).sum())
    readings = found.information_in_weights["bounds"]["readings"]
    norms = math.log(0.25 + 1 + 4) + math.log(28)
    assert readings["proposition-5/statement repaired"]["bound"] == pytest.approx(1.5 * (norms - math.log(9 * beta)))
    assert readings["proposition-5/statement printed"]["bound"] == pytest.approx(
        1.5 * (norms - 3 * math.log(9 * beta / 2))
    )
    json.dumps(asdict(found))


def test_given_noise_is_checked_against_t1(quadratic) -> None:
    model, loss, data = quadratic
    beta, a = 0.05, np.array([0.5, 8.0, 72.0])
    from scipy.special import lambertw

    optimal = lambertw(beta / a).real
    found = measure(model, loss, data, beta=beta, alpha={"weight": torch.tensor(optimal)[None]})
    t1 = found.information_in_weights["t1"]
    assert t1["measured"] == pytest.approx(-0.5 * np.log(optimal).sum())
    assert t1["predicted"] == pytest.approx(t1["measured"], abs=0.3)
    assert t1["bound"] >= t1["predicted"]


def test_the_slack_of_t1_double_prime_is_its_two_divergences() -> None:
    rng = np.random.default_rng(0)
    w, h = rng.normal(size=9), rng.uniform(0.1, 3, size=9)
    found = proposition_5(w=w, diagonal=h, trace=h.sum(), nuclear_norm=h.sum(), beta=0.2)
    row = found["readings"]["proposition-5/statement repaired"]
    gap = jensen_gap(np.abs(w), h)
    assert row["bound"] - row["information"] == pytest.approx(gap["weights"] + gap["curvatures"])


def test_a_row_bound_is_the_ledgers_t3() -> None:
    rng = np.random.default_rng(1)
    w, alpha, x = rng.normal(size=(2, 3)), rng.uniform(0.1, 1, size=(2, 3)), rng.normal(size=(5, 3))
    formula = LEDGER["proposition-7/per-weight-alpha"]["repaired"].formula
    for k in range(2):
        world = {"N": 5, "d": 3, "w": w[k], "x": x, "alpha": alpha[k], "P": np.full(5, 0.2), "I": 0.0}
        assert unit_bounds(w, alpha, x)[k] == pytest.approx(float(formula.evaluate(world)[1]))


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2)), "0 is a convolution"),
        (Skip, "relu is used 2 times"),
        (lambda: nn.Sequential(*[nn.Linear(4, 4)] * 2), "0 is applied 2 times with one noise"),
        (lambda: _tied(), "0, 1 share one weight"),
        (nn.ReLU, "no linear layer"),
    ],
)
def test_a_network_without_the_chain_is_not_applicable_and_says_why(build, reason: str) -> None:
    structure = chain(build())
    assert not structure.applies
    assert reason in structure.reason


def test_a_plain_stack_is_a_chain() -> None:
    structure = chain(nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 2)).eval())
    assert structure.applies
    assert structure.layers == ("0", "3")


def test_a_shared_weight_counts_once() -> None:
    layer = nn.Linear(4, 4)
    assert noisy_weights(nn.Sequential(layer, nn.Tanh(), layer)) == ("0.weight",)


def test_convolutions_batch_norm_and_residuals_are_measured_with_a_budget() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 2, 3, padding=1)
            self.norm, self.last = nn.BatchNorm2d(2), nn.Linear(32, 3)

        def forward(self, x: Tensor) -> Tensor:
            h = torch.relu(self.norm(self.one(x)))
            return self.last(torch.flatten(h + torch.relu(self.two(h)), 1))

    with torch.random.fork_rng():
        torch.manual_seed(0)
        model, data = Net().eval(), [(torch.randn(6, 1, 4, 4), torch.randint(0, 3, (6,)))]
    exact = measure(model, nn.CrossEntropyLoss(), data)
    sampled = measure(model, nn.CrossEntropyLoss(), data, probes=40)
    assert exact.flatness["modes"] == {"norm": "eval"}
    assert not exact.flatness["is_minimum"]
    assert "no minimum" in exact.flatness["point"]
    assert "chosen alpha" in exact.information_in_weights["bounds"]["qualification"]
    for name in ("trace", "nuclear_norm", "negative_mass"):
        row = sampled.flatness[name]
        assert abs(row["value"] - exact.flatness[name]["value"]) < 5 * row["standard_error"]
    for one, other in zip(exact.layers, sampled.layers, strict=True):
        half = (other["sharpness"]["high"] - other["sharpness"]["low"]) / 2
        assert abs(one["sharpness"]["value"] - other["sharpness"]["value"]) < 3 * half


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beta": 0.0}, "beta: must be positive"),
        ({"alpha": -1.0}, "alpha: must be positive"),
        ({"alpha": {}}, "alpha: has no entry for weight"),
        ({"alpha": {"weight": torch.ones(7)}}, r"alpha: for weight has shape \(7,\)"),
    ],
)
def test_bad_input_is_named(quadratic, options, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        measure(*quadratic, **options)


def test_a_model_without_linear_layers_is_refused() -> None:
    with pytest.raises(ValueError, match="model: has no trained Linear"):
        measure(nn.Embedding(3, 2), nn.MSELoss(), [(torch.zeros(1, dtype=torch.int64), torch.zeros(1, 2))])
