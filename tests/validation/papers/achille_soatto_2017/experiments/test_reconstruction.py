"""Figure 4: its pixel errors, and a cell from classifier to generator."""

import numpy as np
import pytest
import torch

from validation.effort import Effort
from validation.networks.inversion import invert, log_likelihood
from validation.papers.achille_soatto_2017.experiments import reconstruction as experiment
from validation.papers.achille_soatto_2017.experiments.under_nuisance import change


def test_the_relative_error_is_of_the_masked_pixels_alone():
    original, made, other = np.zeros((1, 3)), np.array([[0.1, 0.5, 9.0]]), np.array([[0.2, 0.5, 1.0]])
    assert experiment.relative_error(original, made, other, np.array([[True, False, False]])) == pytest.approx(0.25)
    assert experiment.relative_error(original, made, other, np.array([[True, True, False]])) == pytest.approx(
        0.26 / 0.29
    )


def test_pixels_of_digit_and_clutter_are_apart():
    clean = np.zeros((1, 1, 2, 2))
    clean[0, 0, 0, 0] = 1.0
    masks = np.array([[[True, True], [False, False]]])
    found = experiment.pixels(clean, masks, (1, 2, 2))
    assert found["task"].tolist() == [[True, False, False, False]]
    assert found["nuisance"].tolist() == [[False, True, False, False]]
    rim = experiment.pixels(np.zeros((2, 3, 8, 8)), None, (3, 8, 8))
    assert rim["task"].sum() == 2 * 3 * 16
    assert not (rim["task"] & rim["nuisance"]).any()


def test_the_likelihood_is_the_gaussians():
    z, mean, variance = torch.tensor([[1.0, 2.0]]), torch.tensor([[0.0, 2.0]]), torch.tensor([[0.5, 3.0]])
    law = torch.distributions.Normal(mean, variance.sqrt())
    constant = np.log(2 * np.pi)  # two components
    assert float(log_likelihood(z, mean, variance)) == pytest.approx(float(law.log_prob(z).sum()) + constant, abs=1e-5)


def test_an_invertible_representation_is_inverted_and_the_same_seed_gives_the_same_images():
    images = torch.rand(300, 2, generator=torch.Generator().manual_seed(0))

    def run():
        noise = torch.Generator().manual_seed(1)
        return invert(
            lambda x: x + 0.02 * torch.randn(x.shape, generator=noise),
            lambda x: (x, torch.full_like(x, 4e-4)),
            images,
            steps=250,
            width=32,
            seed=3,
        ).sample(images, torch.Generator().manual_seed(2))

    made = run()
    assert float((made - images).square().mean()) < 0.1 * float(images.var())
    assert (run() == made).all()


def row(beta, seed, task, nuisance):
    return {
        "beta": beta,
        "seed": seed,
        "task": task,
        "nuisance": nuisance,
        "information": 1.0,
        "test_error": 0.1,
        "converged": True,
    }


def test_changes_are_paired_by_seed():
    rows = [row(b, s, 0.3 + s + 0.2 * (b > 1), 0.8 + s) for b in (0.1, 5.0) for s in (0, 1)]
    assert change(rows, "task").value == pytest.approx(0.2)
    assert change(rows, "nuisance").value == pytest.approx(0.0)
    nuisance, task, gap, errors = experiment.sentences(rows).splitlines()
    assert "at beta 5, a change of 0.2 [" in task
    assert "at beta 5, a change of 0 [" in nuisance
    assert "is 0.5 [0.5, 0.5] at the smallest beta and 0.3 [0.3, 0.3] at the largest" in gap
    assert "the share of errors goes from 0.1 [0.1, 0.1]" in errors


@pytest.mark.slow
def test_the_nuisance_comes_back_at_the_smallest_beta_and_is_lost_at_the_largest():
    plan = [cell.configuration for cell in experiment.cells(Effort(), seed=0) if cell.configuration["seed"] == 0]
    ends = [end(plan, key=lambda configuration: configuration["beta"]) for end in (min, max)]
    little, much = (experiment.network(configuration)["row"]["nuisance"] for configuration in ends)
    assert little < 0.6
    assert much > 0.85


@pytest.mark.slow
def test_cells_and_summary():
    cells = experiment.cells(Effort(), seed=0)
    assert len({cell.configuration["beta"] for cell in cells}) >= 3
    for cell in cells:
        cell.configuration.update(steps=60, generator_steps=60, width=16)
    results = [experiment.network(cell.configuration) for cell in cells]
    assert experiment.network(cells[0].configuration) == results[0]
    summary = experiment.summarise(results, cells, Effort())
    grid, errors = summary.figures
    assert np.array(grid.images[0].values).shape == (8 * 3, 8 * experiment.SHOWN)
    assert [s.name for s in errors.series][-1] == "knowing nothing"
    assert len(summary.record["means by beta"].rows) == 3
