"""Lanczos on spectra like those of trained networks: a few large eigenvalues, many that are nearly zero."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from estimators import hessian
from estimators.hessian.lanczos import Krylov, fitting_steps


def _with_eigenvalues(values: np.ndarray, seed: int = 0) -> hessian.MatrixOperator:
    generator = torch.Generator().manual_seed(seed)
    basis, _ = torch.linalg.qr(torch.randn(len(values), len(values), generator=generator, dtype=torch.float64))
    matrix = basis * torch.tensor(values, dtype=torch.float64) @ basis.T
    return hessian.MatrixOperator((matrix + matrix.T) / 2)


def _like_a_trained_network(size: int = 1000) -> np.ndarray:
    """Thirty outliers over four decades, one of them negative, and a bulk of both signs."""
    rng = np.random.default_rng(0)
    outliers = 100 * 10 ** -np.linspace(0, 4, 30)
    outliers[12] *= -1
    return np.concatenate([outliers, 1e-4 * rng.standard_normal(size - 30)])


@pytest.fixture(scope="module")
def trained():
    """A softmax network of 1,194 weights, trained on separable data until its curvature is nearly of low rank."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(60, 30, generator=generator, dtype=torch.float64)
    y = (x[:, 0] > 0).long() + 2 * (x[:, 1] > 0).long()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(30, 34), nn.Tanh(), nn.Linear(34, 4)).double()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimiser.step()
    return model, nn.CrossEntropyLoss(), [(x, y)]


def test_the_lanczos_vectors_stay_orthogonal() -> None:
    op = _with_eigenvalues(_like_a_trained_network())
    krylov = Krylov(op, torch.randn(2, op.size, generator=torch.Generator().manual_seed(1), dtype=torch.float64), 120)
    krylov.advance(120)
    gram = krylov.basis @ krylov.basis.transpose(1, 2)
    assert float((gram - torch.eye(121, dtype=torch.float64)).abs().max()) < 1e-12


def test_no_eigenvalue_is_found_twice() -> None:
    """Without reorthogonalisation the outliers return as ghosts, a dozen copies in 120 steps."""
    values = _like_a_trained_network()
    found = hessian.spectrum(_with_eigenvalues(values), probes=2, steps=120)
    outliers = np.sort(values[np.abs(values) > 0.05])
    for nodes in np.split(found.nodes, 2):
        large = np.sort(nodes[np.abs(nodes) > 0.05])
        assert large == pytest.approx(outliers, rel=1e-6)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_nuclear_norm_of_a_trained_network_is_covered_in_both_precisions(trained, dtype) -> None:
    truth = hessian.nuclear_norm(*trained).value
    op = hessian.operator(*trained, dtype=dtype)
    for steps in (60, 150):
        found = hessian.nuclear_norm(op, probes=20, steps=steps)
        assert found.interval[0] <= truth <= found.interval[1]
        assert abs(found.value / truth - 1) < 0.05


def test_the_smallest_eigenvalue_of_a_trained_network_is_found_or_bounded(trained) -> None:
    truth = hessian.eigenvalues(*trained)
    op = hessian.operator(*trained)
    for steps in (5, 10, 20, 40, 80):
        found = hessian.extreme_eigenvalues(op, steps=steps)
        assert found.bounds[0] <= float(truth[0]) <= found.smallest + 1e-9
        assert found.largest - 1e-9 <= float(truth[-1]) <= found.bounds[1]
        assert found.cost == steps
    assert found.smallest == pytest.approx(float(truth[0]), abs=1e-3 * float(truth[-1]))


def test_a_lone_negative_eigenvalue_beside_large_ones_is_found() -> None:
    values = np.concatenate([np.linspace(1, 2, 500), 10.0 ** np.linspace(2, 4, 25), [-6.0]])
    found = hessian.extreme_eigenvalues(_with_eigenvalues(values), steps=60)
    assert found.smallest == pytest.approx(-6, abs=1e-6)
    assert found.residuals[0] < 1e-3


def test_the_bounds_hold_as_often_as_they_say_and_shrink_with_the_steps() -> None:
    """Of a spectrum whose end is crowded, where Lanczos misses most."""
    values = np.linspace(0, 1, 400) ** 3
    op = _with_eigenvalues(values)
    widths = []
    for steps in (8, 16, 32):
        found = [hessian.extreme_eigenvalues(op, steps=steps, seed=seed) for seed in range(60)]
        held = np.mean([one.bounds[0] <= values.min() and values.max() <= one.bounds[1] for one in found])
        missed = np.mean([one.smallest - values.min() for one in found])
        assert held >= 0.95
        assert missed > 0
        widths.append(np.mean([one.smallest - one.bounds[0] for one in found]))
    assert widths == sorted(widths, reverse=True)


def test_an_invariant_space_has_no_doubt_left() -> None:
    found = hessian.extreme_eigenvalues(
        hessian.MatrixOperator(torch.diag(torch.tensor([5.0, 1.0, 1.0, -2.0]).double()))
    )
    assert found.bounds == pytest.approx((-2, 5), abs=1e-9)


@pytest.mark.parametrize("which", ["magnitude", "largest", "smallest"])
def test_eigenpairs_are_those_of_the_dense_hessian(trained, which: str) -> None:
    dense = hessian.matrix(*trained).numpy()
    values, vectors = np.linalg.eigh(dense)
    order = {"magnitude": -np.abs(values), "largest": -values, "smallest": values}[which]
    chosen = np.argsort(order)[:4]
    found = hessian.eigenpairs(*trained, k=4, which=which)
    assert found.values == pytest.approx(values[chosen], abs=1e-6 * np.abs(values).max())
    for pair in range(4):
        vector = found.vectors[pair].numpy()
        assert abs(vector @ vectors[:, chosen[pair]]) == pytest.approx(1, abs=1e-4)
        assert np.linalg.norm(dense @ vector - found.values[pair] * vector) == pytest.approx(
            found.residuals[pair], abs=1e-9
        )
    assert not found.warnings
    assert found.residuals.max() < 1e-6 * np.abs(values).max()


def test_eigenpairs_that_did_not_converge_or_repeat_are_said() -> None:
    values = np.linspace(0, 1, 400)
    late = hessian.eigenpairs(_with_eigenvalues(values), k=3, steps=12)
    assert "3 residuals are above 1e-06" in late.warnings[0]
    for value, residual in zip(late.values, late.residuals, strict=True):
        assert np.abs(values - value).min() <= residual + 1e-12
    repeated = hessian.eigenpairs(hessian.MatrixOperator(torch.eye(6).double()), k=3)
    assert repeated.values == pytest.approx([1.0])
    assert "1 of 3 eigenpairs found" in repeated.warnings[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"k": 0}, "k: must be at least 1"),
        ({"which": "middle"}, "which: must be one of magnitude, largest, smallest, got 'middle'"),
        ({"tolerance": 0}, "tolerance: must be positive"),
        ({"steps": 1.5}, "steps: must be a whole number"),
    ],
)
def test_eigenpairs_name_what_they_cannot_use(options, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        hessian.eigenpairs(hessian.MatrixOperator(torch.eye(3)), **options)


def test_the_basis_counts_in_the_memory_limit() -> None:
    op = hessian.MatrixOperator(torch.eye(100).double())
    op.memory_limit = 40 * 100 * 8
    assert math.isfinite(hessian.nuclear_norm(op, probes=4, steps=30).value)
    assert fitting_steps(op, 100) == 35
    assert fitting_steps(op, 20) == 20
    with pytest.raises(ValueError, match="memory_limit: Lanczos quadrature of 100 parameters holds"):
        hessian.nuclear_norm(op, probes=4, steps=60)
