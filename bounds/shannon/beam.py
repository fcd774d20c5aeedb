"""Beam search for counterexamples: variables are laid one after another over a space's atoms, hypotheses filter."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.problem import Line, Problem, Vector
from bounds.shannon.spaces import Space

EXACT = 1e-10  # a float equality as good as this is checked exactly afterwards
CANDIDATES = 60_000  # extensions measured at each step
CLEAR = 1e-8  # a violation at least this large is worth an exact look
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Layout:
    """Joints over one space: `chosen[b, v]` is variable v's partition in joint b; `values[b]` the goal line's value."""

    space: Space
    chosen: NDArray[np.int64]
    values: NDArray[np.float64]

    def joint(self, index: int, names: tuple[str, ...]) -> Joint:
        return laid_out(self.space.weights, self.space.partitions[self.chosen[index]], names)


def laid_out(weights: tuple[Any, ...], blocks: NDArray[np.int64], names: tuple[str, ...]) -> Joint:
    """The joint of variables given by their block masks, (variables, atoms)."""
    table: dict[tuple[int, ...], Any] = {}
    for atom, p in enumerate(weights):
        key = tuple(int(row[atom]) for row in blocks)
        table[key] = table.get(key, 0) + p
    return Joint(table, names)


def search(
    problem: Problem,
    line: Line,
    space: Space,
    rng: np.random.Generator,
    width: int,
    *,
    greedy: bool = True,
    candidates: int = CANDIDATES,
) -> Layout:
    """Joints over the space that meet the hypotheses (to rounding), lowest values of the goal line first.

    `greedy` keeps the lowest values where the beam is too wide; without it what is kept does not depend on the goal.
    `candidates`: how many extensions are measured at each step.
    """
    n = len(problem.names)
    order = _order(problem, line, rng)
    library = space.partitions
    chosen = np.zeros((1, n), dtype=np.int64)
    placed, goal_value = 0, np.zeros(1)
    scope = _scope(line)
    for v in order:
        states, options = _extensions(len(chosen), len(library), candidates, rng)
        chosen = chosen[states]
        chosen[:, v] = options
        complete = placed | 1 << v
        for h in problem.hypotheses:
            if _scope(h) & ~complete == 0 and _scope(h) & ~placed:
                value = measure(h.vector, chosen, space)
                fine = np.abs(value) < EXACT if h.sign == "=" else value > (-EXACT if h.sign == ">=" else EXACT)
                chosen = chosen[fine]
        if scope & ~complete == 0:
            goal_value = measure(line.vector, chosen, space)
        placed = complete
        if len(chosen) > width:
            measured = scope & ~placed == 0
            preferred = greedy and measured
            keep = _preferred(goal_value, width, rng) if preferred else rng.choice(len(chosen), width, replace=False)
            chosen = chosen[keep]
            goal_value = goal_value[keep] if measured else goal_value
        if not len(chosen):
            break
    values = measure(line.vector, chosen, space) if len(chosen) else np.zeros(0)
    best = np.argsort(values, kind="stable")
    return Layout(space, chosen[best], values[best])


def measure(vector: Vector, chosen: NDArray[np.int64], space: Space) -> NDArray[np.float64]:
    """The vector's value on each joint."""
    total = np.full(len(chosen), float(vector.get(0, 0)))
    for mask, c in vector.items():
        if mask:
            inside = [v for v in range(chosen.shape[1]) if mask >> v & 1]
            blocks = space.partitions[chosen[:, inside[0]]]
            for v in inside[1:]:
                blocks = blocks & space.partitions[chosen[:, v]]
            total = total + float(c) * space.entropy(blocks)
    return total


def _extensions(states: int, options: int, most: int, rng: np.random.Generator) -> tuple[Indices, Indices]:
    few = states * options <= most
    pairs = np.arange(states * options) if few else rng.integers(0, states * options, most)
    return pairs // options, pairs % options


def _preferred(values: NDArray[np.float64], width: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """At most `width` indices: half the lowest values, half at random."""
    if len(values) <= width:
        return np.arange(len(values))
    low = np.argpartition(values, width // 2)[: width // 2]
    return np.unique(np.concatenate([low, rng.choice(len(values), width - width // 2, replace=False)]))


def _order(problem: Problem, line: Line, rng: np.random.Generator) -> list[int]:
    """A random order in which hypotheses are complete as early as can be."""
    n = len(problem.names)
    scopes = [_scope(h) for h in problem.hypotheses]
    order: list[int] = []
    placed = 0
    while len(order) < n:
        gains = []
        for v in range(n):
            if not placed >> v & 1:
                complete = placed | 1 << v
                gain = sum(1 for s in scopes if s & ~complete == 0 and s & ~placed)
                gains.append((gain + 0.5 * (_scope(line) >> v & 1) + rng.random(), v))
        v = max(gains)[1]
        order.append(v)
        placed |= 1 << v
    return order


def _scope(line: Line) -> int:
    return reduce(or_, line.vector, 0)
