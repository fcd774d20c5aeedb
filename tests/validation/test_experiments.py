"""What every experiment keeps to, whatever it measures."""

import json

import pytest

from validation.data import load
from validation.effort import Effort
from validation.papers import suites

EXPERIMENTS = tuple(experiment for suite in suites() for experiment in suite.all_experiments)


@pytest.mark.parametrize("profile", ["quick", "standard"])
@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_without_a_data_folder_the_digits_are_enough(experiment, profile):
    for cell in experiment.cells(Effort(profile=profile), 0):
        asked = json.loads(json.dumps(dict(cell.configuration)))
        if asked.get("data") == "digits":
            assert asked.get("samples", 0) <= len(load("digits").train_images)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_labels_tell_the_cells_apart(experiment):
    labels = [cell.label for cell in experiment.cells(Effort(profile="standard"), 0)]
    assert len(set(labels)) == len(labels)
