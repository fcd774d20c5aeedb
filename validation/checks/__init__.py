"""The checks, one module a section of the paper: each yields evidence for one reading by one method."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from bounds.claims.statement import Evidence, Reading
from reports.figure import Figure
from validation.effort import Effort

Findings = Evidence | Figure | Iterable[Evidence | Figure]
Function = Callable[[Reading, np.random.Generator, Effort], Findings]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One method applied to one reading; `key` names it for good, so that its random stream depends on nothing else."""

    statement: str
    reading: str
    function: Function

    @property
    def key(self) -> str:
        return f"{self.statement}:{self.reading}:{self.function.__name__}"


_CHECKS: list[Check] = []


def check(statement: str, *readings: str) -> Callable[[Function], Function]:
    """Register the decorated function for these readings of a statement; it may be stacked for several statements."""

    def register(function: Function) -> Function:
        _CHECKS.extend(Check(statement=statement, reading=reading, function=function) for reading in readings)
        return function

    return register


def all_checks() -> tuple[Check, ...]:
    """Every registered check, in the order of the modules' names and of the lines in them."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(_CHECKS)
