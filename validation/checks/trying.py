"""Trials: how far many worlds are from breaking a claim, and what is said of the nearest."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.claims.formula import Informational, Symbolic
from bounds.claims.statement import Evidence
from bounds.distribution.batch import JointBatch
from bounds.distribution.joint import Joint
from bounds.shannon.grammar import parse

Array = NDArray[np.float64]
Entropy = Callable[[Sequence[str]], float]  # of some variables together, in nats
ROUNDING = 1e-9  # nats: what float64 sums over a few hundred atoms may be off by


def trial(method: str, summary: str, margin: float, started: float, *, error: float = ROUNDING) -> Evidence:
    """A trial without chance: a margin below minus the error is a violation, with no doubt left."""
    seconds = time.perf_counter() - started
    return Evidence(kind="trial", method=method, summary=summary, margin=margin, error=error, seconds=seconds)


def trial_of_margins(method: str, summary: str, found: Array, *, error: float) -> Evidence:
    """A trial without chance, of one margin a world; the smallest is its own, and is said."""
    worst = float(np.min(found))
    text = f" The smallest slack met is {worst:.3g}." if worst >= -error else f" VIOLATED: a slack of {worst:.3g}."
    facts: dict[str, Any] = {"margin": worst, "error": error, "comparisons": np.size(found)}
    return Evidence(kind="trial", method=method, summary=summary + text, **facts)


def margins(formula: Symbolic, values: dict[str, Any]) -> Array:
    """How far an inequality is from failing, negative where it does; minus the distance of the sides of an identity."""
    lhs, rhs = formula.evaluate(values)
    if formula.relation == "=":
        return np.asarray(-abs(lhs - rhs))
    return np.asarray(rhs - lhs if formula.relation in ("<=", "<") else lhs - rhs)


def exact_margin(formula: Informational, joint: Joint) -> float:
    """The least value of any goal line (minus its size, for an equality) in a joint; 0 where it is 0 exactly."""
    found = []
    for line in formula.goal:
        for constraint in parse(line).constraints:
            value = joint.combination(constraint.expression.coefficients, constraint.expression.constant)
            # an exact 0 is no violation, whatever the float says
            total = float(value) if value.exactly().sign() else 0.0
            found.append(0.0 - abs(total) if constraint.sign == "=" else total)
    return min(found)


def smallest_margin(
    formula: Informational, batch: JointBatch, members: Mapping[str, Sequence[str]], **scalars: float
) -> float:
    """As `exact_margin`, over a batch, in floating point.

    `members`: the batch's variables that each of the formula's stands for. `scalars`: numbers for its other names.
    """
    found = []
    for line in formula.goal:
        for name, value in scalars.items():
            line = re.sub(rf"\b{name}\b", f"{value:.15f}", line)
        for constraint in parse(line).constraints:
            total = np.full(len(batch.probabilities), float(constraint.expression.constant))
            for names, c in constraint.expression.coefficients.items():
                total += float(c) * batch.entropy(*(part for name in names for part in members[name]))
            found.append(float((-np.abs(total) if constraint.sign == "=" else total).min()))
    return min(found)


def finite_margins(formula: Informational, entropy: Entropy) -> list[float]:
    """Of every goal line as in `exact_margin`, from entropies of any kind; none where one is no finite number."""
    found = []
    for line in formula.goal:
        for constraint in parse(line).constraints:
            total = float(constraint.expression.constant)
            total += sum(float(c) * entropy(sorted(names)) for names, c in constraint.expression.coefficients.items())
            found.append(0.0 - abs(total) if constraint.sign == "=" else total)
    return found


def gaussian_entropy(covariance: Array, members: Mapping[str, Sequence[int]]) -> Entropy:
    """Differential entropies of jointly normal vectors; `members`: which rows of the covariance each variable is.

    Not a number where one of the coordinates is a function of the others.
    """

    def entropy(names: Sequence[str]) -> float:
        chosen = [k for name in names for k in members[name]]
        block = covariance[np.ix_(chosen, chosen)]
        if np.linalg.matrix_rank(block, hermitian=True) < len(block):
            return np.nan
        return 0.5 * float(np.linalg.slogdet(2 * np.pi * np.e * block)[1])

    return entropy
