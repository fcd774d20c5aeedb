"""A grid of networks against the same networks one by one, and a step with weight noise against one without."""

import time
from collections.abc import Callable
from statistics import median

import pytest
import torch

from validation.networks.architectures import build
from validation.networks.grid import Grid
from validation.networks.posterior import POSTERIORS
from validation.networks.training import Member, Schedule, mean_cross_entropy, train

NETWORKS, STEPS = 20, 40
PAIRS, DEAREST = 15, 1.5
MEMBERS = [Member(beta=0.1 * (k + 1), seed=1) for k in range(NETWORKS)]  # quick's figure 1


def best_of(work: Callable[[], object], repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def drawn(shape: tuple[int, ...], networks: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(shape, generator=generator)
    return images, torch.randint(0, 10, (networks, shape[0]), generator=generator)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


ON_A_GPU = pytest.param(
    "cuda",
    20,
    marks=[pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")],
)


@pytest.mark.parametrize(("device", "least"), [("cpu", 3), ON_A_GPU])
@pytest.mark.parametrize("name", ["claim-1", "truncated"])
def test_how_much_faster_a_grid_is_than_its_networks_one_by_one(name, device, least, benchmark):
    networks = NETWORKS if device == "cpu" else 2 * NETWORKS  # quick's figure 1, and full's
    members = [Member(beta=0.1 * (k + 1), seed=1) for k in range(networks)]
    grid = Grid(build({"name": "mlp", "hidden": [16]}, shape=(1, 8, 8), classes=10), device=device)
    images, labels = (tensor.to(device) for tensor in drawn((100, 1, 8, 8), networks))
    posterior, schedule = POSTERIORS[name], Schedule(steps=STEPS)

    def together() -> None:
        train(grid, posterior, images, labels, members, schedule)

    def one_by_one() -> None:
        for k in range(networks):
            train(grid, posterior, images, labels[[k]], [members[k]], schedule)

    alone = best_of(one_by_one)
    benchmark.pedantic(together, rounds=3, warmup_rounds=1)
    speed_up = alone / best_of(together)
    benchmark.extra_info["speed_up"] = speed_up
    print(f"\n{name} on {device}: {networks} networks {speed_up:.1f} times faster than one by one")
    assert speed_up >= least


@pytest.mark.parametrize(("hidden", "samples"), [(16, 100), (64, 1_000)])
def test_what_noise_costs_a_step(hidden, samples, benchmark):
    grid = Grid(build({"name": "mlp", "hidden": [hidden]}, shape=(1, 14, 14), classes=10))
    images, labels = drawn((samples, 1, 14, 14), 4)
    members = MEMBERS[:4]

    def silent() -> None:
        weights = grid.initial([1] * 4).requires_grad_()
        optimiser = torch.optim.Adam([weights], lr=0.01, fused=True)
        for _ in range(STEPS):
            optimiser.zero_grad(set_to_none=True)
            mean_cross_entropy(grid.outputs(weights, images), labels).sum().backward()
            optimiser.step()

    def noisy() -> None:
        train(grid, POSTERIORS["claim-1"], images, labels, members, Schedule(steps=STEPS))

    benchmark.pedantic(noisy, rounds=3, warmup_rounds=1)
    # turn by turn, so that both meet the same moods of the machine
    pairs = [(best_of(noisy, 1), best_of(silent, 1)) for _ in range(PAIRS)]
    ratio = median(first / second for first, second in pairs)
    benchmark.extra_info["ratio"] = ratio
    print(f"\nhidden {hidden}, N {samples}: a noisy step costs {ratio:.2f} times a silent one")
    assert ratio <= DEAREST
