"""Figure 3: its cells, and what is read off networks whose answers are known."""

import pytest

from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import nuisance_invariance as experiment
from validation.papers.achille_soatto_2017.experiments.under_nuisance import change


def row(beta: float, seed: int, *, nuisance: float, bound: float = 1.0, low: float | None = None):
    return {
        "beta": beta,
        "seed": seed,
        "samples": 10,
        "information": 20.0,
        "test_error": 0.1,
        "nuisance": {"value": nuisance, "low": nuisance - 0.05 if low is None else low, "high": nuisance + 0.05},
        "class": {"value": 2.0, "low": 1.9, "high": 2.1},
        "image_upper": 3.0,
        "nuisance_entropy": 2.2,
        "bound": bound,
        "converged": True,
    }


def test_the_change_is_paired_by_seed():
    rows = [row(beta, seed, nuisance=seed + (1.0 if beta == 0.1 else 0.4)) for beta in (1.0, 0.1) for seed in (0, 1, 2)]
    found = change(rows, experiment.about_nuisance)
    assert found.value == pytest.approx(-0.6)
    assert found.high < 0
    assert "it falls" in experiment.sentences(rows)
    assert "I(z;y) goes from 2 [2, 2] to 2 [2, 2] nats, a change of 0 [0, 0] (no change beyond its interval)" in (
        experiment.sentences(rows)
    )
    assert "I(z;n) keeps 70 %, and I(z;y) 100 %, at beta 1." in experiment.sentences(rows)


def test_proposition_1_is_broken_only_beyond_the_interval():
    held = experiment.proposition_1([row(0.1, 0, nuisance=1.04), row(0.1, 1, nuisance=0.2)])
    assert held["violated"] == 0
    assert held["smallest_slack"] == pytest.approx(0.01)
    assert experiment.proposition_1([row(0.1, 0, nuisance=1.2)])["violated"] == 1


@pytest.mark.slow
def test_a_cell_finds_more_about_the_nuisance_with_less_noise_and_the_summary_shows_it():
    cells = experiment.cells(Effort(), seed=0)
    betas = sorted({cell.configuration["beta"] for cell in cells})
    assert len(betas) >= 3
    assert len({cell.configuration["seed"] for cell in cells}) >= 2
    ends = [cell for cell in cells if cell.configuration["beta"] in (betas[0], betas[-1])]
    for cell in ends:
        cell.configuration.update(steps=200, test_samples=1_500, unit_samples=60)
    results = [experiment.network(cell.configuration) for cell in ends]
    assert experiment.network(ends[0].configuration) == results[0]
    by_beta = {result["row"]["beta"]: result["row"]["nuisance"]["value"] for result in results}
    assert by_beta[betas[0]] > by_beta[betas[-1]] + 0.05
    summary = experiment.summarise(results, ends, Effort())
    assert [figure.id for figure in summary.figures] == ["figure-3", "figure-3-samples"]
    assert [len({s.name for s in summary.figures[0].series if s.panel == p}) for p in summary.figures[0].panels] == [
        3,
        1,
        2,
    ]
    bound = summary.record["Proposition 1 on what was measured"]
    assert bound["networks that exceed the bound"].value == 0
