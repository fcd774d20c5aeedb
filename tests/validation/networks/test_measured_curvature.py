"""The curvature that is sampled is the one that is computed exactly."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from estimators import hessian  # noqa: E402
from validation.networks.measured_curvature import _layer_sharpness, measured_curvature  # noqa: E402


def test_the_sampled_sharpness_of_layers_is_the_exact_one():
    model = torch.nn.Linear(2, 1, bias=False)
    with torch.no_grad():
        model.weight[:] = torch.tensor([[0.5, 3.0]])
    data = [(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.zeros(2, 1))]  # a diagonal Hessian: random signs are exact
    op = hessian.operator(model, torch.nn.MSELoss(reduction="sum"), data)
    exact = measured_curvature(op, probes=None, seed=0)
    assert exact.sharpness == pytest.approx([0.25 * 2, 9 * 8])
    layers, correlation = _layer_sharpness(op, probes=8, seed=0)
    assert layers["weight"].value == pytest.approx(exact.layers["weight"].value)
    assert correlation == np.eye(1)


def test_the_ends_that_are_sampled_carry_bounds_and_the_exact_ones_are_their_own():
    model = torch.nn.Sequential(torch.nn.Linear(6, 12), torch.nn.Tanh(), torch.nn.Linear(12, 4))
    data = [(torch.randn(9, 6), torch.randint(0, 4, (9,)))]
    op = hessian.operator(model, torch.nn.CrossEntropyLoss(), data)
    exact, sampled = (measured_curvature(op, probes=probes, seed=0) for probes in (None, 4))
    assert exact.bounds == (exact.smallest_eigenvalue, exact.largest_eigenvalue)
    assert sampled.bounds[0] <= exact.smallest_eigenvalue <= sampled.smallest_eigenvalue + 1e-9
    assert sampled.largest_eigenvalue - 1e-9 <= exact.largest_eigenvalue <= sampled.bounds[1]
    assert "no eigenvalue is below" in sampled.point
    assert "no eigenvalue is below" not in exact.point
    assert sampled.record()["smallest eigenvalue"].interval == (sampled.bounds[0], sampled.smallest_eigenvalue)
