"""Proposition 5 on a measured network: every reading's information and bound, from the ledger's own formulas."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bounds.claims.formula import Symbolic
from bounds.derivations.numeric import sides
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.record import Quantity, Record, Table

READINGS = {  # each reading of the bound, and how its right side knows the curvature
    "proposition-5/statement printed": "norm",
    "proposition-5/statement-taylor-alpha printed": "norm",
    "proposition-5/statement-lognormal-optimum printed": "norm",
    "proposition-5/statement proved": "norm",
    "proposition-5/statement repaired": "norm",
    "proposition-5/proof-last-line printed": "trace",
    "proposition-5/proof-last-line-lognormal-optimum printed": "trace",
}
HELD = 1e-3  # closer to log alpha = 0 than this, alpha is held at its largest value
ROUNDING = 1e-9
SATURATED = 1e-12  # of the largest w^2 |H_ii|: below it a ratio of curvatures means nothing


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A reading's information at its own alpha and its bound, in nats; where one is None `reason` says why."""

    bound: float | None
    information: float | None = None
    holds: bool | None = None
    reason: str = ""

    @property
    def slack(self) -> float | None:
        return None if self.bound is None or self.information is None else self.bound - self.information


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Every reading "id name" of the bound; `jensen` has the parts of T1'''s slack, `qualification` what limits all.

    `left_out` counts weights of no curvature, `negative` those of a negative one.
    """

    readings: Mapping[str, Compared]
    left_out: int | None = None
    negative: int | None = None
    jensen: Mapping[str, float] | None = None
    qualification: str = ""

    def record(self) -> Record:
        counts = {"weights left out": self.left_out, "weights of negative curvature": self.negative}
        quantities = [Quantity(name, count) for name, count in counts.items() if count is not None]
        slack = [
            Quantity(f"slack from unequal {name}", part, unit="nats") for name, part in (self.jensen or {}).items()
        ]
        limits = [Quantity("qualification", self.qualification)] if self.qualification else []
        rows = [{"reading": reading, "slack": one.slack, **vars(one)} for reading, one in self.readings.items()]
        columns = {"reading": "reading", "information at its own alpha (nats)": "information", "bound (nats)": "bound"}
        rest = {"slack (nats)": "slack", "holds": "holds", "why it is not compared": "reason"}
        readings = Table.of("readings", rows, {**columns, **rest})
        return Record("bounds", (*quantities, *slack, *limits), (readings,))


@dataclass(frozen=True, kw_only=True)
class NoiseAveraged:
    """T1 weight by weight: the information at alpha = beta/c, its bound, and the one measured, in nats."""

    predicted: float | None
    bound: float | None
    measured: float
    left_out: int


def proposition_5(*, w: np.ndarray, diagonal: np.ndarray, trace: float, nuclear_norm: float, beta: float) -> Bounds:
    """What each reading of Proposition 5 says of weights w (K,) with the curvature's diagonal (K,), in nats.

    Weights of no curvature are left out and counted in `left_out`. Where an entry is negative the readings take |H_ii|
    (a chosen alpha, not an optimum), counted in `negative`. `holds` compares bound and information.
    """
    size = np.abs(w) ** 2 * np.abs(diagonal)
    used = size > SATURATED * size.max()
    world = {"K": int(used.sum()), "beta": beta, "w": np.abs(w[used]), "h": np.abs(diagonal[used])}
    totals = {"norm": nuclear_norm, "trace": trace}
    rows = {reading: _compare(reading, world, totals[known_by]) for reading, known_by in READINGS.items()}
    return Bounds(
        readings=rows,
        left_out=int((~used).sum()),
        negative=int((diagonal[used] < 0).sum()),
        jensen=jensen_gap(world["w"], world["h"]),
    )


def noise_averaged(*, curvature: np.ndarray, log_alpha: np.ndarray, beta: float) -> NoiseAveraged:
    """T1 on noise-averaged curvatures c (K,): the information at alpha = beta/c, its bound, and the measured one.

    Weights with c <= 0 have no stationary alpha, and those held at alpha = 1 (where Claim 1's information is cut off)
    are not at theirs: both are left out and counted. Without any other there is neither prediction nor bound.
    """
    used = (curvature > 0) & (log_alpha < -HELD)
    world = {"K": int(used.sum()), "beta": beta, "c": curvature[used]}
    lhs, rhs = formula_sides("proposition-5 repaired", world) if used.any() else (None, None)
    measured = float(0.0 - log_alpha[used].sum() / 2)
    return NoiseAveraged(predicted=lhs, bound=rhs, measured=measured, left_out=int((~used).sum()))


def averaged_bound(*, total: float, weights: int, beta: float) -> float | None:
    """T1's bound on the information of some weights, in nats, from the sum of their averaged curvatures alone."""
    if total <= 0 or not weights:
        return None
    return formula_sides(
        "proposition-5 repaired", {"K": weights, "beta": beta, "c": np.full(weights, total / weights)}
    )[1]


def jensen_gap(w: np.ndarray, h: np.ndarray) -> dict[str, float]:
    """The two parts of T1'''s slack, (K/2) KL(u || w^2/||w||^2) and (K/2) KL(u || h/tr H), in nats."""
    return {"weights": _half_divergence(w**2), "curvatures": _half_divergence(h)}


def _half_divergence(terms: np.ndarray) -> float:
    share = terms / terms.sum()
    return float(-0.5 * np.log(len(terms) * share).sum())


def bound_from_norms(
    reading: str, *, w: np.ndarray, total: float, beta: float, weights: int | None = None
) -> float | None:
    """The right side of a reading "id name" of Proposition 5, which knows the curvature by its trace or norm alone.

    `weights`: how many of them carry noise, all where it is None.
    """
    count = len(w) if weights is None else weights
    size = float((np.abs(w) ** 2).sum())
    if total <= 0 or not count or not size > 0:
        return None
    # the right sides know weights and curvatures by their sums alone
    world = {"K": count, "beta": beta, "w": np.full(count, math.sqrt(size / count)), "h": np.full(count, total / count)}
    return formula_sides(reading, world)[1]


def compared(information: float, bound: float | None) -> Compared:
    """A reading's two sides; it holds to rounding."""
    if bound is None:
        return unmeasured(None, "its norms are not positive", information=information)
    holds = bool(bound >= information - ROUNDING * (1 + abs(information)))
    return Compared(information=information, bound=bound, holds=holds)


def unmeasured(bound: float | None, reason: str, *, information: float | None = None) -> Compared:
    """A reading of which one side is not known, and why."""
    return Compared(information=information, bound=bound, reason=reason)


def _compare(reading: str, world: Mapping[str, Any], total: float) -> Compared:
    information, _ = formula_sides(reading, world)
    return compared(information, bound_from_norms(reading, w=world["w"], total=total, beta=world["beta"]))


def formula_sides(reading: str, world: Mapping[str, Any]) -> tuple[float, float]:
    """Both sides of a reading "id name", from the ledger's own formula."""
    statement, name = reading.split(" ")
    formula = LEDGER[statement][name].formula
    if not isinstance(formula, Symbolic):
        raise ValueError(f"reading: {reading} holds no symbolic relation")
    return sides(formula.expression, world)
