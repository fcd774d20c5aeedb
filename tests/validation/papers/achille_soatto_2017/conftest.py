"""What the registered checks find for a reading, as fixtures."""

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import pytest

from bounds.claims import Claim, Evidence, Verdict, verdict
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.figure import Figure
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE


@cache
def _findings(statement: str, reading: str, seed: int) -> tuple[Evidence | Figure, ...]:
    """Evidence and figures of every check of the reading, at the quick profile."""
    found: list[Evidence | Figure] = []
    checks = [c for c in SUITE.all_checks if (c.statement, c.reading) == (statement, reading)]
    claim = Claim(statement=LEDGER[statement], reading=LEDGER[statement][reading])
    for check, rng in zip(checks, np.random.default_rng(seed).spawn(len(checks)), strict=True):
        out = check.function(claim, rng, Effort())
        found += out if isinstance(out, Iterable) else [] if out is None else [out]
    return tuple(found)


def _verdict_of(statement: str, reading: str, seed: int) -> Verdict:
    """The verdict on a reading from its examined evidence."""
    evidence = [e for e in _findings(statement, reading, seed) if isinstance(e, Evidence)]
    return verdict(e.examine(LEDGER[statement][reading]) for e in evidence)


@pytest.fixture(scope="session")
def findings() -> Callable[[str, str, int], tuple[Evidence | Figure, ...]]:
    """(statement, reading, seed) -> evidence and figures."""
    return _findings


@pytest.fixture(scope="session")
def verdict_of() -> Callable[[str, str, int], Verdict]:
    """(statement, reading, seed) -> verdict."""
    return _verdict_of
