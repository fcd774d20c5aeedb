"""Seeded searches for counterexamples: the same look from many seeds; worlds of numbers are decided in balls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Generic, NamedTuple, TypeVar, cast

import numpy as np
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Evidence, Relation
from validation.checks.drawing import rational

World = Mapping[str, Any]
Draw = Callable[[np.random.Generator], World]
W = TypeVar("W")

SEEDS = 20
BROKEN = 1e-9  # nats: what breaks a formula by less may be rounding


class Look(NamedTuple, Generic[W]):
    """What one seed met: worlds drawn under the hypotheses, how many of them break the claim, a witness.

    `margin`: the least by which a world meets the claim, negative where one breaks it.
    """

    drawn: int
    breaking: int
    witness: W | None
    margin: float = inf


Looking = Callable[[int, np.random.Generator], Look[W]]  # it is told the seed's number


@dataclass(frozen=True)
class Hunt(Generic[W]):
    """What a search met over its seeds; the witnesses, one a seed at most, are in the seeds' order."""

    seeds: int
    drawn: int
    breaking: int
    witnesses: tuple[W, ...]
    margin: float

    def told(self, against: "Hunt[Any] | None" = None, *, worlds: str = "worlds", control: str = "") -> str:
        """The search in words, with what it met `against` a control."""
        words = (
            f"The search found one from {len(self.witnesses)} of {self.seeds} seeds; of the {self.drawn:,} {worlds} it "
            f"drew under the hypotheses {self.breaking:,} ({100 * self.breaking / self.drawn:.0f} %) break the claim."
        )
        if against is not None:
            words += (
                f" The same search against {control or 'the repaired reading'} drew {against.drawn:,} {worlds} and "
                f"found {against.breaking or 'none'}."
            )
        return words

    def counted(self, against: "Hunt[Any] | None" = None) -> dict[str, int]:
        """The same as numbers, for the witness."""
        counts = {"seeds": self.seeds, "seeds_with_witness": len(self.witnesses)}
        counts |= {"drawn": self.drawn, "breaking": self.breaking}
        if against is not None:
            counts |= {"control_drawn": against.drawn, "control_breaking": against.breaking}
        return counts


def hunted(
    look: Callable[[int, np.random.Generator], Look[W]], rng: np.random.Generator, seeds: int = SEEDS
) -> Hunt[W]:
    """The same look from every one of the child streams."""
    looks = [look(number, child) for number, child in enumerate(rng.spawn(seeds))]
    witnesses = tuple(one.witness for one in looks if one.witness is not None)
    drawn, breaking = sum(one.drawn for one in looks), sum(one.breaking for one in looks)
    return Hunt(seeds, drawn, breaking, witnesses, min(one.margin for one in looks))


def hunted_hard(look: Looking[W], rng: np.random.Generator) -> Hunt[W]:
    """As `hunted`, and from four times as many further seeds where none found a witness: bad luck is no verdict."""
    found = hunted(look, rng)
    return found if found.witnesses else hunted(look, rng, 4 * SEEDS)


def find_counterexample(
    formula: Symbolic,
    draw: Draw,
    rng: np.random.Generator,
    *,
    text: str,
    tries: int = 30,
    control: Symbolic | None = None,
    control_draw: Draw | None = None,
    control_name: str = "",
) -> Evidence:
    """The first world found, from any seed, whose two sides are enclosed apart; a trial where no seed finds one.

    `tries` worlds a seed. `control` is a true formula that the same search is tried on, in worlds of `control_draw` if
    the hypotheses differ.
    """
    found = hunted_hard(_look(formula, draw, tries), rng)
    against = None if control is None else hunted(_look(control, control_draw or draw, tries), rng)
    told = found.told(against, control=control_name)
    if not found.witnesses:
        facts: dict[str, Any] = {"margin": found.margin, "error": BROKEN, "comparisons": found.drawn}
        return Evidence(kind="trial", method="seeded search", summary=f"{text}. {told}", **facts)
    world = found.witnesses[0]
    lhs, rhs = formula.enclose(world)
    return Evidence(
        kind="counterexample",
        method="seeded search, ball arithmetic",
        summary=f"{text}: left side {float(lhs):.6g}, right side {float(rhs):.6g}. {told}",
        relation=cast(Relation, formula.relation),
        lhs=lhs,
        rhs=rhs,
        witness={**_readable(world), "search": found.counted(against)},
    )


def differing(lhs: Any, rhs: Any, rng: np.random.Generator) -> Evidence:
    """A counterexample to an identity, from the closed forms of its two sides."""
    formula = Symbolic(lambda: sympy.Eq(lhs, rhs, evaluate=False))

    def draw(rng: np.random.Generator) -> World:
        return {name: rational(rng, 0.1, 4) for name in formula.parameters}

    return find_counterexample(formula, draw, rng, text="Both sides in closed form")


def _look(formula: Symbolic, draw: Draw, tries: int) -> Looking[World]:
    """`tries` worlds of one seed, and the first of them that breaks the formula for certain."""

    def look(number: int, rng: np.random.Generator) -> Look[World]:
        worlds = [draw(rng) for _ in range(tries)]
        margins = [margin_at(formula, world) for world in worlds]
        broken = [world for world, margin in zip(worlds, margins, strict=True) if margin < -BROKEN]
        return Look(tries, len(broken), next((w for w in broken if _apart(formula, w)), None), min(margins))

    return look


def _apart(formula: Symbolic, world: World) -> bool:
    """Whether the two sides are enclosed apart, in the direction that breaks the formula."""
    lhs, rhs = formula.enclose(world)
    return {"<=": lhs.above(rhs), ">=": lhs.below(rhs)}.get(formula.relation, lhs.above(rhs) or lhs.below(rhs))


def margin_at(formula: Symbolic, world: World) -> float:
    """How far the formula is from being broken in the world, in floating point; negative where it is."""
    lhs, rhs = (float(side) for side in formula.evaluate(as_floats(world)))
    return {"<=": rhs - lhs, ">=": lhs - rhs, "=": -abs(lhs - rhs)}[formula.relation]


def as_floats(world: World) -> dict[str, Any]:
    """The world in floating point, lists as arrays; an int stays one, since a formula may count with it."""

    def convert(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return np.array([convert(item) for item in value])
        return value if isinstance(value, int) else float(value)

    return {name: convert(value) for name, value in world.items()}


def _readable(world: World) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [convert(item) for item in value]
        return value if isinstance(value, int) else str(value)

    return {name: convert(value) for name, value in world.items()}
