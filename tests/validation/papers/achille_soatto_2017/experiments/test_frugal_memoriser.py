"""The most frugal memoriser: its numbers on sweeps whose answer is known, and a cell."""

import math

import pytest

from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import frugal_memoriser as experiment

LOG_C = math.log(10)


def sweep(waste, *, name=experiment.TABLE, samples=100, seed=0, lost=math.inf, converged=True):
    """Fits at every beta, that store waste log C a label, until they are lost."""
    return [
        {
            "memoriser": name, "samples": samples, "seed": seed, "beta": beta, "classes": 10, "converged": converged,
            "cross_entropy": LOG_C if beta >= lost else 0.0, "cross_entropy_error": 0.0, "lagrangian": 0.0,
            "information": 0.0 if beta >= lost else waste * samples * LOG_C,
        }
        for beta in (0.1, 0.2, 0.5, 0.9, 1.3, 3.0)
    ]  # fmt: skip


@pytest.mark.parametrize("waste", [1.0, 1.25, 4.0])
def test_a_fit_is_lost_where_it_costs_as_much_as_knowing_nothing(waste):
    found = experiment.of_sweep(sweep(waste))
    assert found["waste"] == pytest.approx(waste)
    assert found["predicted"] == pytest.approx(1 / waste)
    assert found["measured"] == pytest.approx(1 / waste, rel=0.01)
    assert found["alone"] is None


def test_a_fit_that_is_lost_in_training_is_lost_beside_the_zeros_too():
    found = experiment.of_sweep(sweep(1.0, lost=0.5))
    assert found["predicted"] == pytest.approx(1.0)
    assert 0.2 < found["alone"] < 0.5
    assert found["measured"] <= found["alone"] * 1.01


def test_the_transition_beside_the_zeros_narrows_like_one_over_n():
    wide, narrow = (experiment.of_sweep(sweep(1.0, samples=n))["width"] for n in (10, 40))
    assert wide / narrow == pytest.approx(4.0, rel=0.05)
    assert narrow == pytest.approx(2 * math.log(9) / (40 * LOG_C), rel=0.1)


def test_the_construction_is_lost_at_one():
    exact = experiment.construction(100, 10)
    assert exact["waste"].value == pytest.approx(1.0)
    assert exact["predicted"].value == pytest.approx(1.0)
    assert exact["measured"].value == pytest.approx(1.0, rel=0.01)


def test_networks_in_training_are_left_out():
    assert set(experiment.of_sweep(sweep(1.0, converged=False)).values()) == {None}
    assert experiment.sentences(experiment.judgements(sweep(1.0, converged=False)), {}).startswith("No memoriser")


def test_the_sentences_tell_a_network_that_comes_to_one_from_one_that_does_not():
    def told(wastes):
        rows = [row for seed, waste in enumerate(wastes) for row in sweep(waste, seed=seed)]
        rows += [row for seed in (0, 1) for row in sweep(9 + seed, name=experiment.PERCEPTRON, seed=seed)]
        return experiment.sentences(experiment.judgements(rows), experiment.construction(100, 10))

    near, far, wide = told((0.99, 1.0, 1.01)), told((1.2, 1.21, 1.22)), told((0.8, 1.3))
    assert "or not: the interval is wide" in wide
    assert "a trained network comes there" in near
    assert "the best trained network stays below it" in far
    assert "The perceptron (N = 100): it stores 9.5 [" in near
    assert "most frugal memoriser is the table" in near


def test_a_cell_of_each_kind_and_the_summary():
    cells = experiment.cells(Effort(profile="standard"), seed=0)
    first = {cell.configuration["memoriser"]: cell for cell in cells}
    assert set(first) == set(experiment.MEMORISERS)
    for cell in first.values():
        cell.configuration.update(steps=20, samples=12, betas=[0.1, 1.0])
    results = [experiment.networks(cell.configuration) for cell in first.values()]
    again = experiment.networks(cells[0].configuration | first[cells[0].configuration["memoriser"]].configuration)
    assert again == results[list(first).index(cells[0].configuration["memoriser"])]
    summary = experiment.summarise(results, list(first.values()), Effort())
    assert len(summary.record["memorisers"].rows) == len(first) + 1
    assert [statement for statement, *_ in summary.evidence] == ["remark-4.2/price"]


@pytest.mark.slow
def test_the_table_comes_near_to_one_and_the_perceptron_does_not():
    cells = [
        cell
        for cell in experiment.cells(Effort(profile="standard"), seed=0)
        if cell.configuration["samples"] == 100 and cell.configuration["seed"] == 0
    ]
    rows = {}
    for cell in cells:
        if cell.configuration["memoriser"] in (experiment.TABLE, experiment.PERCEPTRON):
            rows[cell.configuration["memoriser"]] = experiment.networks(cell.configuration)["rows"]
    table, perceptron = (experiment.of_sweep(rows[name]) for name in (experiment.TABLE, experiment.PERCEPTRON))
    assert 0.9 < table["measured"] < 1.1
    assert perceptron["measured"] is None or perceptron["measured"] < 0.3
