"""Figure 2: its cells, and the increase read off networks whose answer is known."""

import pytest

from validation.effort import Effort
from validation.experiments.common import Mean
from validation.papers.achille_soatto_2017.experiments import label_corruption as experiment


def row(**changes):
    usual = {
        "posterior": "truncated",
        "samples": 50,
        "seed": 0,
        "beta": 0.1,
        "corruption": 0.0,
        "classes": 10,
        "information_per_sample": 1.0,
        "cross_entropy": 0.1,
        "error": 0.0,
        "converged": True,
    }
    return {**usual, **changes}


def test_the_increase_is_paired_by_seed_from_none_to_all():
    rows = [
        row(seed=seed, corruption=rate, information_per_sample=10 * seed + 2.0 * rate + 0.1 * seed * rate)
        for seed in (0, 1, 2)
        for rate in (1.0, 0.5, 0.0)
    ]
    (found,) = experiment.increases(rows)
    assert found["increase"].value == pytest.approx(2.1)
    assert found["increase"].high - found["increase"].low < 1.0  # the spread between seeds drops out
    assert found["fitted"]


@pytest.mark.parametrize(("half_way", "monotone"), [(3.0, True), (5.0, False)])
def test_a_rise_is_monotone_only_if_every_step_rises(half_way, monotone):
    rows = [
        row(seed=seed, corruption=rate, information_per_sample=value)
        for seed in (0, 1)
        for rate, value in ((1.0, 4.0), (0.0, 1.0), (0.5, half_way))
    ]
    assert experiment.increases(rows)[0]["monotone"] == monotone


def test_an_increase_of_networks_that_do_not_fit_is_marked():
    rows = [row(), row(corruption=1.0, cross_entropy=2.0), row(seed=1), row(seed=1, corruption=1.0)]
    assert not experiment.increases(rows)[0]["fitted"]


def test_the_sentences_name_the_betas_at_which_the_rise_is_log_10():
    rises = [
        {
            "posterior": "claim-1",
            "samples": 1,
            "beta": beta,
            "fitted": True,
            "monotone": True,
            "converged": True,
            "increase": Mean(value=v, low=v - 1, high=v + 1, seeds=3),
        }
        for beta, v in ((0.1, 6.0), (0.5, 2.0))
    ]
    text = experiment.sentences(rises, 10)
    assert "by 2 [1, 3] (beta 0.5, N = 1) to 6 [5, 7] (beta 0.1, N = 1) nats a sample, which no single" in text
    assert "2.30 at beta 0.5." in text
    assert "in 2 of the 2 settings" in text
    rises[1]["increase"] = Mean(value=5.5, low=4.5, high=6.5, seeds=3)
    assert "do not tell apart" in experiment.sentences(rises, 10)
    assert "2.30 at no beta." in experiment.sentences(rises, 10)


def small_cells():
    cells = experiment.cells(Effort(), seed=0)
    for cell in cells:
        cell.configuration.update(steps=5, betas=[0.1, 0.4], architecture={"name": "mlp", "hidden": [4]})
    return cells


def test_cells_and_summary():
    quick, cells = experiment.cells(Effort(), seed=0), small_cells()
    assert len(quick[0].configuration["betas"]) >= 5
    assert {c.configuration["seed"] for c in quick} == {0, 1}
    results = [experiment.networks(c.configuration) for c in cells]
    assert experiment.networks(cells[0].configuration) == results[0]
    summary = experiment.summarise(results, cells, Effort())
    assert [len(table.rows) for table in summary.record.tables] == [2 * 2 * 2, 2 * 2 * 2 * 2 * 3]
    assert [figure.id for figure in summary.figures] == ["figure-2", "figure-2-increase"]
    assert all(len(s.x) == len(s.y) for figure in summary.figures for s in figure.series)
