"""The same numbers from the CPU and from a GPU, and the same networks, where there is one."""

import numpy as np
import pytest
import torch

from validation.networks import noise
from validation.networks.architectures import build
from validation.networks.grid import Grid
from validation.networks.posterior import LEARNED, POSTERIORS
from validation.networks.training import Evaluation, Member, Schedule, evaluate, train
from validation.papers.achille_soatto_2017.measurement import measure

pytestmark = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")]

DEVICES = ("cpu", "cuda")
SHAPE = (1, 8, 8)
SPECIFICATIONS = {
    "mlp": {"name": "mlp", "hidden": [12, 7]},
    "small-alexnet": {"name": "small-alexnet"},
    "all-convolutional": {"name": "all-convolutional", "width": 4},
    "residual": {"name": "residual", "width": 3},
}


def batch(samples: int, networks: int, device: str) -> tuple[torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng(0)
    images = torch.from_numpy(rng.standard_normal((samples, *SHAPE)))
    return images.to(device), torch.from_numpy(rng.integers(10, size=(networks, samples))).to(device)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_outputs_and_gradients_agree(name):
    results = []
    for device in DEVICES:
        grid = Grid(build(SPECIFICATIONS[name], shape=SHAPE, classes=10), device=device, dtype=torch.float64)
        weights = grid.initial([1, 2]).requires_grad_()
        outputs = grid.outputs(weights, batch(30, 2, device)[0])
        (gradient,) = torch.autograd.grad(outputs.square().sum(), weights)
        results.append((outputs.detach().cpu(), gradient.cpu()))
    torch.testing.assert_close(results[0], results[1], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("posterior", POSTERIORS.values(), ids=POSTERIORS)
def test_weights_information_and_their_gradients_agree(posterior):
    results = []
    for device in DEVICES:
        grid = Grid(build(SPECIFICATIONS["mlp"], shape=SHAPE, classes=10), device=device, dtype=torch.float64)
        log_alpha = torch.tensor([[-16.0], [-6.0], [-1.0], [posterior.none]], dtype=torch.float64, device=device)
        state = posterior.start(grid.initial([1, 2, 3, 4]), grid, log_alpha)
        learned = [state[name].requires_grad_() for name in LEARNED if name in state]
        drawn = torch.rand(grid.weights, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(device)
        weights, information = posterior.sample(state, drawn), posterior.information(state)
        gradients = torch.autograd.grad(weights.sum() + information.sum(), learned)
        results.append([tensor.detach().cpu() for tensor in (weights, information, *gradients)])
    torch.testing.assert_close(results[0], results[1], rtol=1e-9, atol=1e-9)


def test_the_tails_of_truncated_weights_agree():
    locations = torch.linspace(-40.0, 30.0, 141, dtype=torch.float64)[:, None]
    log_alpha = torch.linspace(-16.0, 10.0, 53, dtype=torch.float64)
    here, there = (
        noise.information_truncated_normal(locations.to(device), log_alpha.to(device), -13.8, 0.0).cpu()
        for device in DEVICES
    )
    # a tail starts at up to 1e4 standard deviations, whose square, halved, leaves 5e7 units of rounding
    torch.testing.assert_close(here, there, rtol=0, atol=1e-7)


@pytest.mark.parametrize("posterior", POSTERIORS.values(), ids=POSTERIORS)
@pytest.mark.parametrize("mixed_precision", [False, True])
def test_training_ends_at_the_same_loss_and_information(posterior, mixed_precision):
    """The devices draw other noise: means over 16 seeds are compared, within 4 standard errors of their difference."""
    members = [Member(beta=0.5, seed=seed) for seed in range(16)]
    ends = []
    for device in DEVICES:
        images, labels = batch(50, 1, device)
        labels, images = labels.expand(16, -1), images.float()
        grid = Grid(build(SPECIFICATIONS["mlp"], shape=SHAPE, classes=10), device=device)
        schedule = Schedule(steps=300, rate=0.03, mixed_precision=mixed_precision and device == "cuda")
        state = train(grid, posterior, images, labels, members, schedule)
        found = evaluate(grid, posterior, state, images, labels, members, samples=20)
        ends.append(torch.stack([found.cross_entropy.cpu(), posterior.information(state).double().sum(1).cpu()]))
    here, there = ends
    error = torch.sqrt((here.var(1) + there.var(1)) / 16)
    assert (here.mean(1) - there.mean(1)).abs().le(4 * error + 0.01 * here.mean(1).abs()).all(), (here, there)


@pytest.mark.parametrize("posterior", POSTERIORS.values(), ids=POSTERIORS)
@pytest.mark.parametrize("name", ["mlp", "all-convolutional"])
def test_a_network_comes_out_the_same_alone_and_in_a_grid(name, posterior):
    images, labels = batch(30, 3, "cuda")
    members = [Member(beta=0.01, seed=3), Member(beta=3.0, seed=3), Member(beta=0.3, seed=4, log_alpha=None)]
    grid = Grid(build(SPECIFICATIONS[name], shape=SHAPE, classes=10), device="cuda", dtype=torch.float64)
    schedule = Schedule(steps=20, optimiser="sgd", rate=0.02, batch=7)

    def ends(rows: slice) -> tuple[dict[str, torch.Tensor], Evaluation]:
        state = train(grid, posterior, images, labels[rows], members[rows], schedule)
        return state, evaluate(grid, posterior, state, images, labels[rows], members[rows], samples=3)

    together, measured = ends(slice(None))
    for row in range(3):
        alone, again = ends(slice(row, row + 1))
        for learned in set(alone) & set(LEARNED):
            torch.testing.assert_close(alone[learned][0], together[learned][row], rtol=1e-6, atol=1e-8)
        torch.testing.assert_close(again.cross_entropy[0], measured.cross_entropy[row], rtol=1e-5, atol=1e-7)


def test_what_is_measured_of_a_network_agrees():
    rng = np.random.default_rng(1)
    images = torch.from_numpy(rng.standard_normal((40, 6))).float()
    labels = torch.from_numpy(rng.integers(3, size=40))
    found = []
    for device in DEVICES:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            model = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3)).to(device)
        found.append(measure(model, torch.nn.CrossEntropyLoss(), [(images.to(device), labels.to(device))], beta=0.1))
    assert _numbers(vars(found[0])) == pytest.approx(_numbers(vars(found[1])), rel=1e-6, abs=1e-9)


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for name in value if name != "seconds" for number in _numbers(value[name])]
    if isinstance(value, list | tuple):
        return [number for entry in value for number in _numbers(entry)]
    return [float(value)] if isinstance(value, int | float) else []
