"""Section 7.1: by how much the information rises with corrupted labels, from the networks of 2017's figure 2."""

from collections.abc import Sequence
from typing import Any

from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.papers.achille_soatto_2017.experiments import label_corruption as of_2017

STATEMENT = "section-7.1/corruption"


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    found = of_2017.summarise(results, cells, effort)
    rises = [evidence for statement, _, evidence in found.evidence if statement == of_2017.STATEMENTS[1]]
    return Summary(
        record=found.record,
        evidence=[(STATEMENT, "printed", evidence) for evidence in rises],
        paper="Going to fully random labels raises the information by about 3 nats a sample, where 2017 has 2.",
        found=found.found,
    )


EXPERIMENT = Experiment(
    name="label-corruption-2018",
    title="Section 7.1 of 2018: information in the weights against label corruption",
    group="experiments",
    cells=of_2017.cells,
    summarise=summarise,
    statements=(STATEMENT,),
    paper="achille-soatto-2018",
)
