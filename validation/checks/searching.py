"""Seeded searches for counterexamples: screened in floating point, decided in ball arithmetic."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

import numpy as np

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Evidence, Relation

World = Mapping[str, Any]
Draw = Callable[[np.random.Generator], World]


def rational(rng: np.random.Generator, low: float, high: float, *, denominator: int = 64) -> Fraction:
    """A positive rational, log-uniform between low and high, with a small denominator."""
    value = Fraction(round(denominator * float(np.exp(rng.uniform(np.log(low), np.log(high))))), denominator)
    return max(value, Fraction(1, denominator))


def as_floats(world: World) -> dict[str, Any]:
    """The world in floating point, lists as arrays; an int stays one, since a formula may count with it."""

    def convert(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return np.array([convert(item) for item in value])
        return value if isinstance(value, int) else float(value)

    return {name: convert(value) for name, value in world.items()}


def excess(formula: Symbolic, world: World) -> float:
    """How far the world breaks the formula, in floating point; negative where it holds."""
    lhs, rhs = (float(side) for side in formula.evaluate(as_floats(world)))
    return {"<=": lhs - rhs, ">=": rhs - lhs, "=": abs(lhs - rhs)}[formula.relation]


def find_counterexample(
    formula: Symbolic,
    draw: Draw,
    rng: np.random.Generator,
    *,
    tries: int,
    text: str,
    control: Symbolic | None = None,
    accept: Callable[[World], bool] = lambda world: True,
) -> Evidence:
    """The first drawn world whose two sides are enclosed apart; a trial where none of `tries` worlds does so.

    `control` is a true formula on which the same worlds are tried: what it reports goes into the summary.
    """
    worlds = [draw(rng) for _ in range(tries)]
    gaps = np.array([excess(formula, world) for world in worlds])
    scale = 1e-9
    broken = [world for world, gap in zip(worlds, gaps, strict=True) if gap > scale]
    sentences = [f"{len(broken)} of {tries} random worlds break it"]
    if control is not None:
        kept = sum(excess(control, world) > scale for world in worlds)
        sentences.append(f"{kept} of the same worlds break the corrected form")
    for world in filter(accept, broken):
        lhs, rhs = formula.enclose(world)
        evidence = Evidence(
            kind="counterexample",
            method="seeded search, ball arithmetic",
            summary=f"{text}: left side {float(lhs):.6g}, right side {float(rhs):.6g}; {'; '.join(sentences)}.",
            relation=cast(Relation, formula.relation),
            lhs=lhs,
            rhs=rhs,
            witness=_readable(world),
        )
        if evidence._breaks_its_relation():
            return evidence
    return Evidence(
        kind="trial",
        method="seeded search",
        summary=f"{text}: {'; '.join(sentences)}.",
        margin=float(-gaps.max()),
        comparisons=tries,
    )


def search_trial(formula: Symbolic, draw: Draw, rng: np.random.Generator, *, tries: int, text: str) -> Evidence:
    """A trial that the formula holds in `tries` random worlds, with the smallest margin met."""
    return find_counterexample(formula, draw, rng, tries=tries, text=text)


def _readable(world: World) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [convert(item) for item in value]
        return value if isinstance(value, int) else str(value)

    return {name: convert(value) for name, value in world.items()}
