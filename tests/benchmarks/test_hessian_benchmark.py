"""The price of curvature on an MLP of one million weights, batch 512, beside curvlinops and hessian-eigenthings."""

import time

import numpy as np
import pytest
import torch
from torch import nn

from estimators import hessian

WIDTH, BATCH = 560, 512


@pytest.fixture(scope="module")
def problem():
    """784-560-560-448-10 with tanh: 1,014,720 weights and biases, random data, float32."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = nn.Sequential(
            nn.Linear(784, WIDTH),
            nn.Tanh(),
            nn.Linear(WIDTH, WIDTH),
            nn.Tanh(),
            nn.Linear(WIDTH, 448),
            nn.Tanh(),
            nn.Linear(448, 10),
        )
        data = [(torch.randn(BATCH, 784), torch.randint(0, 10, (BATCH,)))]
    return model, nn.CrossEntropyLoss(), data


@pytest.fixture(scope="module")
def operator(problem):
    return hessian.operator(*problem, dtype=torch.float32, chunk=8)


def _gradient(model, loss, data) -> None:
    ((inputs, target),) = data
    torch.autograd.grad(BATCH * loss(model(inputs), target), list(model.parameters()))


def _vectors(operator, count: int) -> torch.Tensor:
    return torch.randn(count, operator.size, generator=torch.Generator().manual_seed(1))


@pytest.mark.benchmark(group="product")
def test_a_gradient(benchmark, problem) -> None:
    benchmark(_gradient, *problem)


@pytest.mark.benchmark(group="product")
def test_one_product(benchmark, operator) -> None:
    benchmark(operator.products, _vectors(operator, 1))


@pytest.mark.benchmark(group="product")
def test_eight_products_at_once(benchmark, operator) -> None:
    benchmark(operator.products, _vectors(operator, 8))


@pytest.mark.benchmark(group="product")
def test_one_product_of_curvlinops(benchmark, problem) -> None:
    curvlinops = pytest.importorskip("curvlinops")
    model, loss, data = problem
    theirs = curvlinops.HessianLinearOperator(model, loss, list(model.parameters()), data)
    vector = torch.randn(theirs.shape[1])
    benchmark(lambda: theirs @ vector)


def _median_seconds(call, repeats: int = 7) -> float:
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def test_a_product_costs_at_most_two_and_a_half_gradients(problem, operator) -> None:
    gradient = _median_seconds(lambda: _gradient(*problem))
    vectors = _vectors(operator, 8)
    one = _median_seconds(lambda: operator.products(vectors[:1]))
    eight = _median_seconds(lambda: operator.products(vectors))
    print(
        f"\ngradient {gradient:.4f} s, product {one / gradient:.2f} gradients, eight at once {eight / one:.2f} products"
    )
    assert one <= 2.5 * gradient
    assert eight < 8 * one


def test_the_nuclear_norm_is_within_five_per_cent_for_two_hundred_products(problem) -> None:
    """Against four times the products, on 64 of the inputs; steps matter more than probes where K is large."""
    model, loss, ((inputs, target),) = problem
    operator = hessian.operator(model, loss, [(inputs[:64], target[:64])], dtype=torch.float32, chunk=4)
    found = hessian.nuclear_norm(operator, probes=2, steps=100, seed=0)
    reference = hessian.nuclear_norm(operator, probes=4, steps=200, seed=1)
    miss = abs(found.value / reference.value - 1)
    print(
        f"\nnuclear norm {found.value:.5g} {found.interval} from {found.cost} products, "
        f"{reference.value:.5g} {reference.interval} from {reference.cost}"
    )
    assert found.cost <= 200
    assert miss < 0.05


def test_trace_beside_its_peers_at_the_same_number_of_probes(problem, operator) -> None:
    """The same probes give the same standard error: what is left to compare is time."""
    curvlinops, eigenthings = pytest.importorskip("curvlinops"), pytest.importorskip("hessian_eigenthings")
    model, loss, data = problem
    theirs = curvlinops.HessianLinearOperator(model, loss, list(model.parameters()), data)
    forward = eigenthings.supervised_loss(loss)
    others = eigenthings.HessianOperator(model=model, dataloader=data, loss_fn=forward)
    ours = _median_seconds(lambda: hessian.trace(operator, method="hutchinson", probes=16), repeats=3)
    first = _median_seconds(lambda: curvlinops.hutchinson_trace(theirs, num_matvecs=16), repeats=3)
    second = _median_seconds(lambda: eigenthings.trace(others, num_matvecs=16, method="hutchinson", seed=0), repeats=3)
    print(f"\ntrace from 16 probes: {ours:.3f} s, curvlinops {first:.3f} s, hessian-eigenthings {second:.3f} s")
    assert ours <= min(first, second)
