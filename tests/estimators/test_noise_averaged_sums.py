"""Sums of the curvature that the noise sees: against the entries, a closed form, and on a batch's own moments."""

import numpy as np
import pytest
import torch
from torch import nn

from estimators import hessian


def quadratic() -> tuple[nn.Module, nn.Module, list]:
    """A line whose Hessian is 2 on the diagonal, so that E[w_i^2 H_ii] = 2 w_hat_i^2 exp(alpha_i)."""
    line = nn.Linear(3, 1, bias=False).double()
    with torch.no_grad():
        line.weight.copy_(torch.tensor([[1.0, -2.0, 0.5]]))
    return line, nn.MSELoss(reduction="sum"), [(torch.eye(3).double(), torch.zeros(3, 1).double())]


ALPHA = np.array([0.1, 0.4, 0.8])
TRUTH = 2 * np.array([1.0, 4.0, 0.25]) * np.exp(ALPHA)


def test_sums_against_a_closed_form() -> None:
    factors = {"all": np.ones(3), "stationary": ALPHA, "last": [0, 0, 1]}
    found = hessian.noise_averaged_sums(*quadratic(), alpha=ALPHA, factors=factors, samples=20_000, chunk=200)
    for name, factor in factors.items():
        one = found[name]
        assert abs(one.value - TRUTH @ factor) < 4 * one.standard_error < 0.5 * TRUTH @ factor
        assert one.interval[0] < one.value < one.interval[1]


def test_sums_add_up_the_entries_of_the_same_draws() -> None:
    entries = hessian.noise_averaged_curvature(*quadratic(), alpha=ALPHA, samples=50, seed=3)
    (whole,) = hessian.noise_averaged_sums(
        *quadratic(), alpha=ALPHA, factors={"all": np.ones(3)}, samples=50, seed=3
    ).values()
    assert whole.value == pytest.approx(entries.value.sum())
    assert whole.n == entries.n


def test_a_part_is_summed_as_by_its_array() -> None:
    options = {"alpha": ALPHA, "samples": 30, "seed": 4}
    parts = hessian.noise_averaged_sums(*quadratic(), factors={"a": slice(0, 2), "b": slice(2, 3)}, **options)
    arrays = hessian.noise_averaged_sums(*quadratic(), factors={"a": [1, 1, 0], "b": [0, 0, 1]}, **options)
    for name, one in parts.items():
        assert (one.value, one.standard_error) == pytest.approx((arrays[name].value, arrays[name].standard_error))


@pytest.mark.parametrize("factors", [{"all": [1, 1]}, {"all": [1, 1, np.nan]}, {}, {"all": "abc"}])
def test_factors_that_do_not_fit_are_named(factors) -> None:
    with pytest.raises(ValueError, match=r"^factors: must be arrays of 3 finite numbers"):
        hessian.noise_averaged_sums(*quadratic(), alpha=ALPHA, factors=factors)


def test_batch_normalisation_by_the_batch_s_own_moments_is_measured() -> None:
    torch.manual_seed(0)
    norm = nn.BatchNorm2d(2, affine=False, track_running_stats=False)
    model = nn.Sequential(nn.Conv2d(1, 2, 3, bias=False), norm, nn.Tanh(), nn.Flatten(), nn.Linear(8, 3, bias=False))
    model = model.double().eval()
    images, labels = torch.randn(5, 1, 4, 4).double(), torch.arange(5) % 3
    loss = nn.CrossEntropyLoss(reduction="sum")
    op = hessian.operator(model, loss, [(images, labels)])
    assert isinstance(op, hessian.HessianOperator)

    def value(flat: torch.Tensor) -> torch.Tensor:
        return loss(torch.func.functional_call(model, op.objective.unflatten(flat), (images,)), labels)

    dense = torch.autograd.functional.hessian(value, op.objective.flat())
    vectors = torch.randn(3, op.size).double()
    products = op.products(vectors)
    assert not products.requires_grad
    torch.testing.assert_close(products, vectors @ dense)
    assert hessian.nuclear_norm(op, probes=4, steps=8).value > 0
