"""The noise that costs a stated loss, against closed forms."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from estimators import hessian
from validation.networks.noise_at_cost import noise_at_cost


def quadratic(size: int = 20) -> tuple[hessian.HessianOperator, float]:
    """A least-squares line at its minimum and its sum of w_i^2 H_ii, S: E[L] = S/2 (e^alpha - 1)."""
    generator = torch.Generator().manual_seed(0)
    model = nn.Linear(size, 1, bias=False).double()
    x = torch.diag(torch.rand(size, generator=generator, dtype=torch.float64) + 0.5)
    with torch.no_grad():
        model.weight.copy_(torch.randn(1, size, generator=generator, dtype=torch.float64))
    op = hessian.operator(model, nn.MSELoss(reduction="sum"), [(x, model(x).detach())])
    assert isinstance(op, hessian.HessianOperator)
    return op, float((model.weight.detach() ** 2 * 2 * x.diagonal() ** 2).sum())


@pytest.mark.parametrize(("cost", "start"), [(0.05, 0.0), (3.0, -20.0)])
def test_a_quadratic_has_its_closed_form_wherever_the_search_begins(cost: float, start: float) -> None:
    op, total = quadratic()
    truth = math.log(math.log1p(2 * cost / total))
    found = [noise_at_cost(op, cost=cost, start=start, seed=seed).log_alpha for seed in range(40)]
    inside = [one.interval[0] <= truth <= one.interval[1] for one in found]
    assert sum(inside) >= 33
    assert not all(inside) or max(one.interval[1] - one.interval[0] for one in found) < 1
    assert abs(np.mean([one.value for one in found]) - truth) < 0.1


def test_the_shares_add_up_to_the_slope_of_the_rise() -> None:
    op, total = quadratic()
    found = noise_at_cost(op, cost=0.05, start=0.0, pairs=400)
    (share,) = found.shares.values()
    alpha = math.exp(found.log_alpha.value)
    assert share.value == pytest.approx(alpha / 2 * total * math.exp(alpha), abs=4 * share.standard_error)


def bounded(output: Tensor, target: Tensor) -> Tensor:
    return torch.tanh((output - target) ** 2).sum()


def test_a_loss_that_cannot_rise_so_far_says_so() -> None:
    model, x = nn.Linear(3, 1, bias=False).double(), torch.randn(4, 3, dtype=torch.float64)
    op = hessian.operator(model, bounded, [(x, torch.zeros(4, 1).double())], reduction="sum")
    found = noise_at_cost(op, cost=5.0, start=-3.0)
    assert (found.log_alpha, found.shares) == (None, {})
    assert "no noise up to alpha = 1 costs 5" in found.reason


@pytest.mark.parametrize("cost", [0.0, -1.0, math.nan])
def test_a_cost_is_positive(cost: float) -> None:
    with pytest.raises(ValueError, match=r"^cost: must be positive and finite"):
        noise_at_cost(quadratic()[0], cost=cost, start=0.0)
