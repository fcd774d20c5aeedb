"""The experiments: each is a list of cells and a summary of their results.

An experiment is a module with an `EXPERIMENT` object, named by a paper's suite. Its cells are pure functions of a JSON
configuration; the runner computes them in worker processes, stores each result, and hands them all, in order, to
`summarise`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bounds.claims import Evidence
from bounds.claims.measured import Answer
from reports.figure import Figure
from reports.record import Quantity, Record
from validation.effort import Effort


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One unit of work: `function` ("package.module:name") called with `configuration`, JSON data with its seed.

    The function returns JSON data and depends on nothing but its configuration and the data set it names. `reaches`
    names modules that it looks up while it runs: a stored result is good as long as what they, and the function's own
    module, can reach has not changed.
    """

    function: str
    configuration: Mapping[str, Any]
    label: str
    reaches: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What an experiment contributes to the results.

    `record` goes under the experiment's name, `networks` to the list of networks, `evidence` to the readings
    (statement id, reading name, evidence). `paper` and `found` are the sentences the report prints: what the paper
    says, and what was found here, one finding a line; `numbers` the three that say most of it.
    `answers`: what it says of a reading (statement id, reading name) where its evidence has no numbers that could.
    """

    record: Record = field(default_factory=Record)
    networks: Sequence[Mapping[str, Any]] = ()
    evidence: Sequence[tuple[str, str, Evidence]] = ()
    figures: Sequence[Figure] = ()
    paper: str = ""
    found: str = ""
    numbers: Sequence[Quantity] = ()
    answers: Sequence[tuple[str, str, Answer]] = ()


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A named experiment; `group` is "experiments", "networks" or "estimators" (the names `--only` takes)."""

    name: str
    title: str
    group: str
    cells: Callable[[Effort, int], Sequence[Cell]]  # (effort, seed) -> cells
    summarise: Callable[[Sequence[Any], Sequence[Cell], Effort], Summary]
    statements: tuple[str, ...] = ()  # the statements its evidence speaks to: `--only` one of them runs it too
    paper: str | None = None  # whose statements these are; None: of the paper it is run for
