"""Figure 2 (left) of 2018: planted networks that lose the fit where the page has it, and ones that do not."""

import math

import pytest
import torch

from bounds.claims.statement import answer_of
from bounds.papers.achille_soatto_2018 import LEDGER
from validation.effort import Effort
from validation.experiments import Cell
from validation.networks.architectures import build
from validation.papers.achille_soatto_2018.experiments import architectures

BETAS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
AT, SAME = architectures.STATEMENTS


def networks(places, *, seeds=(0, 1, 2), converged=True):
    """Rows of networks, each architecture losing random labels at its beta."""
    return [
        {
            **{"posterior": "claim-1", "labels": "random", "start": "little noise", "samples": 100, "classes": 10},
            **{"architecture": name, "weights": 1_000, "seed": seed, "beta": beta, "rate": None},
            **{"converged": converged, "information": 50.0, "lagrangian": 1.0},
            "cross_entropy": math.log(10) / (1 + (at * (1 + 0.01 * seed) / beta) ** 4),
        }
        for name, at in places.items()
        for seed in seeds
        for beta in BETAS
    ]


def said(rows):
    found = {}
    for statement, reading, item in architectures.evidence(architectures.lost(rows)):
        found.setdefault(statement, []).append(item.examine(LEDGER[statement][reading]))
    return {statement: str(answer_of(items)) for statement, items in found.items()}


@pytest.mark.parametrize(
    ("places", "near_one", "one_place"),
    [
        ({"mlp": 1.0, "residual": 0.8}, "reproduced", "reproduced"),
        ({"mlp": 0.2, "residual": 0.2}, "not reproduced", "reproduced"),
        ({"mlp": 1.0, "residual": 0.2}, "partly reproduced", "not reproduced"),
        ({"mlp": 1.0, "small-alexnet": 1.1, "residual": 5.0}, "partly reproduced", "partly reproduced"),
        ({"mlp": 1.0, "residual": 1e-3}, "partly reproduced", None),  # lost at every beta: no ratio is known
        ({"mlp": 1e3, "residual": 1e3}, "not reproduced", None),
    ],
)
def test_where_the_fit_is_lost_decides(places, near_one, one_place):
    expected = {AT: near_one} | ({SAME: one_place} if one_place else {})
    assert said(networks(places)) == expected


def test_networks_in_training_and_single_seeds_say_nothing():
    at_one = {"mlp": 1.0, "residual": 1.0}
    assert said(networks(at_one, converged=False)) == {}
    assert said(networks(at_one, seeds=(0,))) == {}


def test_networks_that_had_ended_training_have_the_place_between_them():
    """In training from beta 0.3 to 3: lost between 0.1 and 10; from 0.3 to 10: beyond 0.1 is all that is known."""
    for last, expected in ((3.0, (0.1, 10.0)), (10.0, (0.1, 1e4))):
        rows = [row | {"converged": not 0.3 <= row["beta"] <= last} for row in networks({"mlp": 1.0, "residual": 1.0})]
        found = architectures.lost(rows)[0]["beta"]
        assert (found.low, found.high) == expected
        assert said(rows)[AT] == "intervals too wide to tell"


def test_a_ratio_of_places_is_known_as_well_as_both_are():
    """The perceptron's is between 0.1 and 10; the other's is known to a point, or between 0.1 and 1 for some seeds."""
    waiting = {"mlp": (0.3, 3.0), "residual": ()}
    rows = [row | {"converged": row["beta"] not in _within(waiting[row["architecture"]])} for row in networks(BOTH)]
    _, residual = architectures.lost(rows)
    points = [low for low, _ in residual["by_seed"].values()]
    (known,) = architectures.ratios(architectures.lost(rows))
    assert (known["ratio"].low, known["ratio"].high) == pytest.approx((min(points) / 10, max(points) / 0.1))
    fewer = [row | {"converged": row["converged"] and not (row["beta"] == 0.3 and row["seed"])} for row in rows]
    (found,) = architectures.ratios(architectures.lost(fewer))
    assert (found["ratio"].low, found["ratio"].high) == pytest.approx((0.1 / 10, 1 / 0.1))


BOTH = {"mlp": 1.0, "residual": 0.8}


def _within(ends):
    return [beta for beta in BETAS if ends and ends[0] <= beta <= ends[1]]


def test_what_was_not_measured_is_said():
    rows = networks({"mlp": 1.0, "residual": 1.0})
    mixed = [row | {"converged": row["architecture"] == "mlp"} for row in rows]
    *_, lost, absent = architectures.sentences(mixed, architectures.lost(mixed))
    assert "mlp 1.0" in lost
    assert "residual" not in lost
    assert "not measured: residual" in absent


def test_of_learning_rates_the_least_lagrangian_counts_for_each_architecture():
    results, cells = [], []
    for name in ("mlp", "residual"):
        for rate, lagrangian in ((0.02, 2.0), (0.005, 1.0)):
            rows = [row | {"rate": rate, "lagrangian": lagrangian} for row in networks({name: 1.0}, seeds=(0,))]
            results.append({"rows": [{k: v for k, v in row.items() if k != "architecture"} for row in rows]})
            cells.append(Cell(function="none:none", configuration={"architecture": {"name": name}}, label=""))
    best = architectures.rows_of(results, cells)
    assert len(best) == 2 * len(BETAS)
    assert {row["architecture"] for row in best} == {"mlp", "residual"}
    assert all(row["rate"] == 0.005 for row in best)


@pytest.mark.parametrize("profile", ["quick", "standard", "full"])
def test_every_architecture_can_be_built_at_its_size(profile):
    cells = architectures.cells(Effort(profile=profile), 0)
    assert len({cell.configuration["architecture"]["name"] for cell in cells}) == 4
    shape = (3, 28, 28) if profile == "full" else (1, 7, 7)
    for architecture in {str(cell.configuration["architecture"]): cell.configuration["architecture"] for cell in cells}:
        asked = next(
            c.configuration["architecture"] for c in cells if str(c.configuration["architecture"]) == architecture
        )
        module = build(asked, shape=shape, classes=10)
        assert module(torch.randn(2, *shape)).shape == (2, 10)
        assert all(name.endswith("weight") for name, _ in module.named_parameters())


def test_the_whole_experiment_at_its_smallest():
    from validation.papers.achille_soatto_2017.experiments.phase_transition import networks as train

    cells = architectures.cells(Effort(), 0)
    short = [Cell(**{**vars(cell), "configuration": {**cell.configuration, "steps": 3}}) for cell in cells]
    results = [train(cell.configuration) for cell in short]
    summary = architectures.summarise(results, short, Effort())
    assert summary.evidence == []
    assert {series.name for series in summary.figures[0].series} > {"mlp", "small-alexnet", "all-convolutional"}
    assert "nats" in summary.figures[0].y_label
    assert "Training had ended for 0 of 12 networks" in summary.found
