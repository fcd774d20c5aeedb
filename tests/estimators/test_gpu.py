"""Curvature on a GPU: the numbers of the CPU, where there is one."""

import pytest
import torch
from torch import nn

from estimators import hessian

pytestmark = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")]


def case(device: str) -> tuple[nn.Module, nn.Module, list[tuple[torch.Tensor, torch.Tensor]]]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = nn.Sequential(
            nn.Conv2d(1, 3, 3), nn.Tanh(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 8), nn.ReLU(), nn.Linear(8, 3)
        )
        data = [(torch.randn(n, 1, 6, 6), torch.randint(0, 3, (n,))) for n in (7, 12, 1)]
    return model.to(device), nn.CrossEntropyLoss(), [(x.to(device), y.to(device)) for x, y in data]


def test_the_matrix_agrees():
    here, there = (hessian.matrix(hessian.operator(*case(device))).cpu() for device in ("cpu", "cuda"))
    torch.testing.assert_close(here, there, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("curvature", ["hessian", "gauss-newton"])
def test_products_with_the_same_vectors_agree(curvature):
    results = []
    for device in ("cpu", "cuda"):
        op = hessian.operator(*case(device), curvature=curvature)
        vectors = torch.randn(4, op.size, generator=torch.Generator().manual_seed(1), dtype=op.dtype)
        results.append(op.products(vectors.to(op.device)).cpu())
    torch.testing.assert_close(*results, rtol=1e-9, atol=1e-9)


def test_estimates_from_the_same_seed_agree():
    def found(device: str) -> tuple[list[float], list[float]]:
        model, loss, data = case(device)
        traced = hessian.trace(model, loss, data, probes=30, seed=3)
        norm = hessian.nuclear_norm(model, loss, data, probes=10, seed=3)
        averaged = hessian.noise_averaged_curvature(model, loss, data, alpha=0.01, samples=50, seed=3)
        return [traced.value, *traced.interval, *averaged.value], [norm.value, *norm.interval]

    (here, norm_here), (there, norm_there) = found("cpu"), found("cuda")
    assert there == pytest.approx(here, rel=1e-6, abs=1e-8)
    assert norm_there == pytest.approx(norm_here, rel=1e-3)  # Lanczos without its basis lets rounding grow
