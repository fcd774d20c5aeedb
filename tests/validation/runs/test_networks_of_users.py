"""Networks that users bring: what a factory may return, and a line about what was found."""

import json
import sys
import types

import pytest
import torch
from torch import nn

from validation.runs.networks_of_users import measure_cell

MEASUREMENT = "validation.papers.achille_soatto_2017.measurement"


def cell(made) -> dict:
    module = types.ModuleType("brought")
    module.factory = lambda: made
    sys.modules["brought"] = module
    try:
        return measure_cell({"factory": "brought:factory", "measurement": MEASUREMENT, "seed": 0})
    finally:
        del sys.modules["brought"]


def parts() -> tuple:
    x = torch.eye(3, dtype=torch.float64)
    model = nn.Linear(3, 1, bias=False).double()
    with torch.no_grad():
        model.weight.fill_(4.0)
    return model, nn.MSELoss(), [(x, torch.full((3, 1), 10.0, dtype=torch.float64))]


def test_a_factory_may_say_how_its_network_is_measured() -> None:
    plain = cell(parts())
    assert "no minimum of the loss" in plain["headline"]
    assert "no minimum of the loss" in plain["answers"]["Is it at a minimum?"]
    assert [figure["subject"] for figure in plain["figures"]] == ["brought:factory"] * 2
    json.dumps(plain, allow_nan=False)
    # (w - y)^2/3 + decay/2 w^2 has its minimum at w = y (2/3)/(2/3 + decay) = 4
    decayed = cell((*parts(), {"weight_decay": 1.0, "beta": 0.5}))
    assert (
        "3 of 3 weights measured; at a minimum of the loss, summed over the data, and weight decay 1"
        in decayed["headline"]
    )
    quantities = {one["name"]: one["value"] for one in decayed["information_in_weights"]["quantities"]}
    assert quantities["beta"] == 0.5


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (parts()[:2], "the factory must return .model, loss, data. or these and options, got tuple of 2"),
        (None, "the factory must return .model, loss, data. or these and options, got NoneType"),
        ((*parts(), 3), "the factory must return .model, loss, data. or these and options, got tuple of 4"),
        ((*parts(), {"wieght_decay": 1.0}), "the factory's options wieght_decay are none"),
        ((*parts(), {"name": "mine"}), "the factory's options name are none"),
    ],
)
def test_what_a_factory_may_not_return_is_said(made, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        cell(made)
