"""The same seeded search from many seeds, for relations between numbers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Evidence
from validation.checks.searching import Draw, excess, find_counterexample

SEEDS = 20
MEMBERS = 40
BROKEN = 1e-9  # nats


def counterexample_from_seeds(
    formula: Symbolic,
    draw: Draw,
    control: Symbolic,
    rng: np.random.Generator,
    *,
    text: str,
    control_draw: Callable[[np.random.Generator], Mapping[str, Any]] | None = None,
    control_name: str = "the repaired reading",
) -> Evidence | None:
    """The counterexample of the plainest numbers over 20 seeds, and what the same search meets against the control."""
    streams = rng.spawn(2 * SEEDS)
    found = [find_counterexample(formula, draw, stream, tries=MEMBERS, text=text) for stream in streams[:SEEDS]]
    broken = [evidence for evidence in found if evidence.kind == "counterexample"]
    if not broken:
        return None
    worlds = [(control_draw or draw)(stream) for stream in streams[SEEDS:] for _ in range(MEMBERS)]
    against = sum(excess(control, world) > BROKEN for world in worlds)
    again = [draw(stream) for stream in rng.spawn(SEEDS) for _ in range(MEMBERS)]
    share = sum(excess(formula, world) > BROKEN for world in again) / len(again)
    best = min(broken, key=lambda evidence: len(str(evidence.witness)))
    named = (("left", best.lhs), ("right", best.rhs))
    sides = ", ".join(f"{name} side {float(side):.6g}" for name, side in named if side is not None)
    summary = (
        f"{text}: {sides}. The search found one from {len(broken)} of {SEEDS} seeds; about "
        f"{100 * share:.0f} % of the worlds it draws break the claim. The same search against "
        f"{control_name} drew {len(worlds)} worlds and found {against or 'none'}."
    )
    statistics = {
        "seeds": SEEDS,
        "seeds_with_witness": len(broken),
        "drawn": SEEDS * MEMBERS,
        "control_drawn": len(worlds),
        "control_breaking": against,
    }
    return replace(best, summary=summary, witness={**best.witness, "search": statistics})
