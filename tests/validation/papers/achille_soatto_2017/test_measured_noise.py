"""T1 on a network whose curvature under noise is known: sums, stationary ratios, the rise of the loss, held weights."""

import numpy as np
import pytest
import torch
from torch import nn

from estimators import hessian
from validation.papers.achille_soatto_2017.measured_flatness import averaged_bound, noise_averaged
from validation.papers.achille_soatto_2017.measured_noise import WHOLE, rise, stationary

W = np.array([1.0, -2.0, 0.5, 1.5])
CHUNK = 200


@pytest.fixture(scope="module")
def op() -> hessian.HessianOperator:
    """The sum of squares of the weights of two layers in a row, each seen through inputs of its own: H = 2."""

    class Squares(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Linear(2, 1, bias=False), nn.Linear(2, 1, bias=False)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.cat([self.first(x), self.second(x)])

    model = Squares().double()
    nn.utils.vector_to_parameters(torch.from_numpy(W), model.parameters())
    data = [(torch.eye(2).double(), torch.zeros(4, 1).double())]
    found = hessian.operator(model, nn.MSELoss(reduction="sum"), data, chunk=CHUNK)
    assert isinstance(found, hessian.HessianOperator)
    return found


def truth(alpha: np.ndarray) -> np.ndarray:
    """E[w^2 H] = 2 w_hat^2 exp(alpha)."""
    return 2 * W**2 * np.exp(alpha)


def near(found, value: float, relative: float) -> bool:
    return abs(found.value - value) < 4 * found.standard_error < relative * abs(value)


def test_sums_bound_and_rise_against_the_closed_form(op) -> None:
    alpha, beta = np.array([0.02, 0.05, 0.1, 0.2]), 0.1
    found = stationary(op, torch.from_numpy(np.log(alpha)), beta=beta, draws=8_000, seed=0)
    assert [one.name for one in found] == [WHOLE, "first.weight", "second.weight"]
    c = truth(alpha)
    for one, part in zip(found, (slice(0, 4), slice(0, 2), slice(2, 4)), strict=True):
        assert near(one.curvature, c[part].sum(), 0.5)
        assert near(one.ratio, (alpha * c)[part].mean() / beta, 0.5)
        assert near(one.slope, (alpha * c)[part].sum() / 2, 0.5)
        assert one.information == pytest.approx(-np.log(alpha[part]).sum() / 2)
        assert one.bound == averaged_bound(total=one.curvature.value, weights=one.weights, beta=beta)
        assert one.bound_interval[0] < one.bound < one.bound_interval[1]
    # d/d log alpha of sum w_hat^2 exp(alpha)
    assert near(rise(op, torch.from_numpy(np.log(alpha)), draws=4_000, seed=1), (alpha * c).sum() / 2, 0.3)


def test_at_a_stationary_alpha_the_ratio_is_1_and_the_bound_is_t1_s(op) -> None:
    beta = 0.1
    alpha = np.full(4, 0.01)
    for _ in range(100):  # alpha = beta/c
        alpha = beta / truth(alpha)
    found = stationary(op, torch.from_numpy(np.log(alpha)), beta=beta, draws=8_000, seed=0)
    assert all(abs(one.ratio.value - 1) < 4 * one.ratio.standard_error < 0.2 for one in found)
    exact = noise_averaged(curvature=truth(alpha), log_alpha=np.log(alpha), beta=beta)
    assert averaged_bound(total=truth(alpha).sum(), weights=4, beta=beta) == pytest.approx(exact.bound)
    assert exact.predicted == pytest.approx(exact.measured)


def test_weights_held_at_the_ends_of_the_range_are_left_out_and_counted(op) -> None:
    log_alpha = torch.tensor([0.0, -1.0, -16.0, -2.0], dtype=torch.float64)
    whole, first, _ = stationary(op, log_alpha, beta=0.1, draws=4_000, seed=0)
    assert (whole.weights, whole.left_out, first.left_out) == (2, 2, 1)
    assert whole.information == pytest.approx(1.5)
    free = truth(np.exp(log_alpha.numpy()))[[1, 3]]
    assert near(whole.curvature, free.sum(), 1.0)
    assert near(rise(op, log_alpha, draws=4_000, seed=1), (free * np.exp([-1.0, -2.0])).sum() / 2, 0.5)
    (nothing, *_) = stationary(op, torch.zeros(4).double(), beta=0.1, draws=4, seed=0)
    assert (nothing.weights, nothing.bound, nothing.information) == (0, None, 0.0)
