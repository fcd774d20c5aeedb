"""Seeded searches for counterexamples: the same look from many seeds; worlds of numbers are decided in balls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from flint import arb

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Evidence, Reading, symbolic
from bounds.claims.world import World, exact
from validation.checks.trying import margins

Draw = Callable[[np.random.Generator], Mapping[str, Any]]  # of a world's values; arrays as lists
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
    claim: Claim,
    draw: Draw,
    rng: np.random.Generator,
    *,
    text: str,
    tries: int = 30,
    kind: type[World] = World,
    control: Symbolic | None = None,
    control_draw: Draw | None = None,
    control_name: str = "",
) -> Evidence:
    """The first world found, from any seed, that breaks the claim for certain; a trial where no seed finds one.

    `tries` worlds a seed, of that `kind`. `control` is a true formula that the same search is tried on, in worlds of
    `control_draw` if the hypotheses differ.
    """
    found = hunted_hard(_look(claim.reading, draw, tries, kind), rng)
    against = None
    if control is not None:
        against = hunted(_look(Reading("repaired", control), control_draw or draw, tries, kind), rng)
    told = found.told(against, control=control_name)
    if not found.witnesses:
        facts: dict[str, Any] = {"margin": found.margin, "error": BROKEN, "comparisons": found.drawn}
        return Evidence(kind="trial", method="seeded search", summary=f"{text}. {told}", **facts)
    world = found.witnesses[0]
    lhs, rhs = world.sides(claim.symbolic)
    return Evidence(
        kind="counterexample",
        method="seeded search, ball arithmetic",
        summary=f"{text}: left side {lhs.brief()}, right side {rhs.brief()}. {told}",
        witness={**world.described(), "search": found.counted(against)},
        certificate=world,
    )


def _look(reading: Reading, draw: Draw, tries: int, kind: type[World]) -> Looking[World]:
    """`tries` worlds of one seed, and the first of them that breaks the reading for certain."""
    formula = symbolic(reading)

    def look(number: int, rng: np.random.Generator) -> Look[World]:
        worlds = [kind(exact(draw(rng))) for _ in range(tries)]
        found = [margin_at(formula, world) for world in worlds]
        broken = [world for world, margin in zip(worlds, found, strict=True) if margin < -BROKEN]
        certain = (world for world in broken if world.verify(formula, reading.hypotheses))
        return Look(tries, len(broken), next(certain, None), min(found))

    return look


def margin_at(formula: Symbolic, world: World) -> float:
    """How far the formula is from being broken in the world, in floating point; negative where it is.

    Of what a lemma only bounds, the end that is kindest to the formula counts.
    """
    plain, values = world.prepared(formula)
    found = []
    balls = {name: {float(v.lower()), float(v.upper())} for name, v in values.items() if isinstance(v, arb)}
    for ends in product(*balls.values()):
        at = dict(zip(balls, ends, strict=True))
        found.append(float(margins(plain, {**as_floats(values), **at})))
    return max(found)


def as_floats(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in floating point, lists as arrays; an int stays one, since a formula may count with it."""

    def convert(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return np.array([convert(item) for item in value])
        return value if isinstance(value, int) else float(value)

    return {name: convert(value) for name, value in values.items()}
