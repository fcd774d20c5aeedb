"""Section 7.1: by how much the information rises with corrupted labels, from the networks of 2017's figure 2."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bounds.papers.achille_soatto_2018 import LEDGER
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.papers.achille_soatto_2017.experiments import label_corruption as of_2017

STATEMENT = "section-7.1/corruption"


def summarise(results: Sequence[Any], cells: Sequence[Cell], effort: Effort) -> Summary:
    rises = of_2017.increases([row for result in results for row in result["rows"]])
    found = [item for statement, _, item in of_2017.evidence(rises) if statement == of_2017.STATEMENTS[1]]
    answers = Counter(item.examine(LEDGER[STATEMENT]["printed"]).answer for item in found)
    told = ", ".join(f"{count} {answer}" for answer, count in answers.items()) or "none"
    return Summary(
        evidence=[(STATEMENT, "printed", item) for item in found],
        paper="Going to fully random labels raises the information by about 3 nats a sample, where 2017 has 2.",
        found="Of the settings of figure 2 at which all labels are fitted and training had ended: " + told + ".",
        numbers=of_2017.numbers(rises),
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
