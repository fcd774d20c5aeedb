"""Trials: how far many worlds are from breaking a claim, and what is said of the nearest."""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Evidence

Array = NDArray[np.float64]
ROUNDING = 1e-9  # nats: what float64 sums over a few hundred atoms may be off by


def trial(method: str, summary: str, margin: float, started: float) -> Evidence:
    """A trial without chance: a margin below minus the rounding is a violation, with no doubt left."""
    violated = margin < -ROUNDING
    return Evidence(
        kind="trial",
        method=method,
        summary=summary,
        margin=margin,
        p_value=0.0 if violated else None,
        comparisons=1 if violated else 0,
        seconds=time.perf_counter() - started,
    )


def trial_of_margins(method: str, summary: str, found: Array, *, tolerance: float) -> Evidence:
    """A trial without chance, of one margin a world; the smallest is its own, and is said."""
    worst = float(np.min(found))
    violated = worst < -tolerance
    text = f" The smallest slack met is {worst:.3g}." if not violated else f" VIOLATED: a slack of {worst:.3g}."
    return Evidence(
        kind="trial",
        method=method,
        summary=summary + text,
        margin=worst,
        comparisons=np.size(found),
        p_value=0.0 if violated else None,
    )


def margins(formula: Symbolic, values: dict[str, Any]) -> Array:
    """Right side minus left side of a <=, left minus right of a >=."""
    lhs, rhs = formula.evaluate(values)
    return np.asarray(rhs - lhs if formula.relation == "<=" else lhs - rhs)
