"""What checks are made of. A check applies one method to one reading and returns what it found."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TypeVar

import numpy as np

from bounds.claims import Claim, Evidence
from reports.figure import Figure
from validation.effort import Effort

Findings = Evidence | Figure | None | Iterable[Evidence | Figure]
Function = Callable[[Claim, np.random.Generator, Effort], Findings]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One method applied to one reading; `key` names it for good, so that its random stream depends on nothing else.

    `module` is where it was found: what that can reach is in the key of its stored result.
    """

    statement: str
    reading: str
    function: Function
    name: str
    module: str = ""

    @property
    def key(self) -> str:
        return f"{self.statement}:{self.reading}:{self.name}"


def check(statement: str, *readings: str) -> Callable[[F], F]:
    """Mark the decorated function as a check of these readings of a statement; it may be stacked for several."""

    def mark(function: F) -> F:
        name = function.__name__
        made = [Check(statement=statement, reading=r, function=function, name=name) for r in readings]
        function.checks = (*getattr(function, "checks", ()), *made)  # type: ignore[attr-defined]
        return function

    return mark


def checks_of(module: ModuleType) -> tuple[Check, ...]:
    """The checks that a module holds: its marked functions, and its `CHECKS` if it has such a table."""
    own = [value for value in vars(module).values() if getattr(value, "__module__", None) == module.__name__]
    marked = [check for value in own for check in getattr(value, "checks", ())]
    return tuple(replace(check, module=module.__name__) for check in (*marked, *getattr(module, "CHECKS", ())))


def checks_in(package: str) -> tuple[Check, ...]:
    """Every check of a package, in the order of its modules' names and of the lines in them.

    Raises ValueError where two checks of one reading have one name: their random streams would be the same.
    """
    found: list[Check] = []
    paths = importlib.import_module(package).__path__
    for module in sorted(pkgutil.iter_modules(paths), key=lambda m: m.name):
        found += checks_of(importlib.import_module(f"{package}.{module.name}"))
    keys = [check.key for check in found]
    if len(set(keys)) < len(keys):
        raise ValueError(f"checks: {max(keys, key=keys.count)!r} is the name of two checks")
    return tuple(found)
