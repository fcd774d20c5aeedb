"""The grid: many networks as one batched network, each exactly as it would be alone."""

import numpy as np
import pytest
import torch

from validation.networks.architectures import build
from validation.networks.grid import Grid, generator
from validation.networks.posterior import LEARNED, POSTERIORS
from validation.networks.training import Member, Schedule, evaluate, train

SHAPE = (1, 8, 8)
SPECIFICATIONS = {
    "mlp": {"name": "mlp", "hidden": [12, 7]},
    "small-alexnet": {"name": "small-alexnet"},
    "all-convolutional": {"name": "all-convolutional", "width": 4},
    "residual": {"name": "residual", "width": 3},
}
MEMBERS = [
    Member(beta=0.01, seed=3),
    Member(beta=3.0, seed=3),
    Member(beta=0.3, seed=4, log_alpha=None, warm_up=0.0),
]


def batch(samples: int = 30) -> tuple[torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng(0)
    images = torch.from_numpy(rng.standard_normal((samples, *SHAPE)))
    return images, torch.from_numpy(rng.integers(10, size=(len(MEMBERS), samples)))


def grid_of(name: str) -> Grid:
    return Grid(build(SPECIFICATIONS[name], shape=SHAPE, classes=10), dtype=torch.float64)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_outputs_are_those_of_the_module_with_these_weights(name):
    grid, (images, _) = grid_of(name), batch()
    weights = grid.initial([5, 6])
    outputs = grid.outputs(weights, images)
    for row in range(2):
        module = build(SPECIFICATIONS[name], shape=SHAPE, classes=10).double()
        torch.nn.utils.vector_to_parameters(weights[row], module.parameters())
        torch.testing.assert_close(outputs[row], module(images), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("posterior", POSTERIORS.values(), ids=POSTERIORS)
@pytest.mark.parametrize(
    "schedule",
    [Schedule(steps=40, rate=0.05), Schedule(steps=40, optimiser="sgd", rate=0.02, batch=7, decays=(0.5,))],
    ids=["adam", "sgd-in-batches"],
)
def test_a_network_comes_out_the_same_alone_and_in_a_grid(posterior, schedule):
    grid, (images, labels) = grid_of("mlp"), batch()
    together = train(grid, posterior, images, labels, MEMBERS, schedule)
    measured = evaluate(grid, posterior, together, images, labels, MEMBERS, samples=3)
    for row, member in enumerate(MEMBERS):
        alone = train(grid, posterior, images, labels[[row]], [member], schedule)
        for name in set(alone) & set(LEARNED):
            torch.testing.assert_close(alone[name][0], together[name][row], rtol=1e-7, atol=1e-9)
        again = evaluate(grid, posterior, alone, images, labels[[row]], [member], samples=3)
        torch.testing.assert_close(again.cross_entropy[0], measured.cross_entropy[row], rtol=1e-6, atol=1e-8)


def test_convolutions_and_their_normalisation_do_not_mix_networks():
    grid, (images, labels) = grid_of("all-convolutional"), batch()
    posterior, schedule = POSTERIORS["claim-1"], Schedule(steps=5)
    together = train(grid, posterior, images, labels, MEMBERS, schedule)
    alone = train(grid, posterior, images, labels[[1]], [MEMBERS[1]], schedule)
    torch.testing.assert_close(alone["w_hat"][0], together["w_hat"][1], rtol=1e-7, atol=1e-9)


def test_seeds_are_kept_apart_and_streams_of_one_seed_too():
    grid = grid_of("mlp")
    first, same, other = grid.initial([1, 1, 2])
    assert (first == same).all()
    assert (first != other).all()
    draws = {float(torch.randn(1, generator=generator(seed, stream))) for seed in range(5) for stream in range(4)}
    assert len(draws) == 20


def test_initial_weights_have_the_scale_of_their_layer():
    grid = Grid(build({"name": "mlp", "hidden": [100]}, shape=(1, 20, 20), classes=10), dtype=torch.float64)
    first, second = (v[0] for v in grid.layers(grid.initial([0])).values())
    assert first.std() == pytest.approx((2 / 400) ** 0.5, rel=0.02)
    assert second.std() == pytest.approx((2 / 100) ** 0.5, rel=0.1)


def test_table_1_has_its_sizes_on_28_by_28():
    network = build({"name": "small-alexnet"}, shape=(3, 28, 28), classes=10)
    sizes = [tuple(p.shape) for p in network.parameters()]
    assert sizes == [(64, 3, 5, 5), (64, 64, 5, 5), (384, 3136), (192, 384), (10, 192)]


def test_an_unknown_architecture_is_refused():
    with pytest.raises(ValueError, match=r"^specification: 'resnet' is not one of mlp"):
        build({"name": "resnet"}, shape=SHAPE, classes=10)
