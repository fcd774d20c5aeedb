"""The search for a counterexample: structured spaces, rays made codes, and optimisation made rational, in rounds.

Deterministic for a seed: rounds are counted, not timed.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from bounds.distribution.joint import Joint
from bounds.shannon.beam import CLEAR, Layout, laid_out, search
from bounds.shannon.codes import code, scaled, sums_of_codes
from bounds.shannon.elemental import elementals
from bounds.shannon.polymatroid import Polymatroid
from bounds.shannon.problem import Line, Problem
from bounds.shannon.program import coordinates, solve
from bounds.shannon.reduction import Merging
from bounds.shannon.spaces import Space, all_partitions, generated, random_source, uniform
from bounds.shannon.witness import numbered, violation

WIDTH = 3_000
LOOKS = 6  # candidates of one beam that are checked exactly
OPTIMISED = 6
DENOMINATORS = (6, 8, 12, 16, 24, 32, 64, 100, 256, 1024, 4096)


def find_counterexample(problem: Problem, *, seed: int = 0, rounds: int = 2) -> Joint | None:
    """A rational joint of few atoms that meets every hypothesis exactly and breaks the goal, where one is found."""
    return _broken(problem, _candidates(problem, np.random.default_rng(seed), rounds))


def quick_counterexample(problem: Problem, *, seed: int = 0) -> Joint | None:
    """The same from the smallest spaces alone."""
    return _broken(problem, _first(problem, np.random.default_rng(seed)))


def counterexample_of(polymatroid: Polymatroid, problem: Problem) -> Joint | None:
    """The same from linear codes that have the polymatroid's ranks."""
    return _broken(problem, _codes(np.array([0.0, *map(float, polymatroid.ranks.values())]), problem.names))


def _broken(problem: Problem, candidates: Iterator[Joint]) -> Joint | None:
    broken = (joint for joint in candidates if violation(joint, problem.goal, problem.given) is not None)
    return next(map(numbered, broken), None)


def _first(problem: Problem, rng: np.random.Generator) -> Iterator[Joint]:
    for space in islice(_spaces(rng, 0), 5):
        for line in problem.lines:
            yield from _seen(search(problem, line, space, rng, WIDTH), problem)


def _codes(ray: NDArray[np.float64], names: tuple[str, ...]) -> Iterator[Joint]:
    """Linear codes whose ranks are a multiple of the ray's numbers, ray[mask]."""
    for ranks in scaled(ray):
        for field in (2, 3):
            joint = code(ranks, names, field)
            if joint is not None:
                yield joint


def _candidates(problem: Problem, rng: np.random.Generator, rounds: int) -> Iterator[Joint]:
    for current in range(rounds):
        for space in _spaces(rng, current):
            for line in problem.lines:
                yield from _seen(search(problem, line, space, rng, WIDTH), problem)
        for line in problem.lines:
            for ray in _rays(problem, line, rng, 3):
                yield from _codes(ray, problem.names)
        for line in problem.lines:
            yield from sums_of_codes(problem, line, rng)
        for space in _free_spaces(rng, current):
            for line in problem.lines:
                layout = search(problem, line, space, rng, WIDTH)
                yield from _seen(layout, problem)
                for index in _promising(layout, rng):
                    yield from _optimised(problem, line, layout, index, rng)


def _spaces(rng: np.random.Generator, current: int) -> Iterator[Space]:
    """Uniform and simple spaces, small ones first."""
    for m in (2, 3, 4) if not current else (4,):
        yield Space((uniform(m),), all_partitions(m), f"{m} uniform atoms")
    for biased in ((1, 3), (1, 2)):
        source = tuple(Fraction(k, sum(biased)) for k in biased)
        yield Space((uniform(2), source), all_partitions(4), "a fair and a biased bit")
        yield Space((source, source), all_partitions(4), "two biased bits")
    yield Space((uniform(2),) * 3, generated((2, 2, 2), 60, rng), "three bits")
    yield Space(
        (random_source(2, rng), uniform(2), uniform(2)), generated((2, 2, 2), 60, rng), "three bits, one biased"
    )
    yield Space((uniform(5),), all_partitions(5), "5 uniform atoms")
    yield Space((uniform(6),), all_partitions(6), "6 uniform atoms")
    yield Space((uniform(3), uniform(3)), generated((3, 3), 120, rng), "two ternary symbols")
    yield Space((uniform(2),) * 4, generated((2, 2, 2, 2), 60, rng), "four bits")


def _free_spaces(rng: np.random.Generator, current: int) -> Iterator[Space]:
    """Spaces with random weights: hypotheses met there are met by structure, so weights can be optimised freely."""
    for sizes in ((4,), (2, 2), (5,), (2, 3), (2, 2, 2), (6,), (2, 4), (3, 3), (2, 2, 3)):
        partitions = all_partitions(sizes[0]) if len(sizes) == 1 else generated(sizes, 80, rng)
        if sizes == (2, 2):
            partitions = all_partitions(4)
        yield Space(tuple(random_source(size, rng, 97 + size) for size in sizes), partitions, "random weights")


def _seen(layout: Layout, problem: Problem) -> Iterator[Joint]:
    for index in range(min(LOOKS, len(layout.values))):
        if layout.values[index] > CLEAR:
            return
        # a strict goal is broken by equality, so a value of 0 is worth a look there
        if layout.values[index] < -CLEAR or any(line.sign == ">" for line in problem.lines):
            yield layout.joint(index, problem.names)


def _promising(layout: Layout, rng: np.random.Generator) -> list[int]:
    """The lowest values, and some others that are not trivially 0."""
    live = [k for k in range(len(layout.values)) if layout.values[k] > CLEAR]
    picked = rng.permutation(len(live))[: OPTIMISED // 2]
    return live[: OPTIMISED // 2] + [live[k] for k in picked]


def _optimised(problem: Problem, line: Line, layout: Layout, index: int, rng: np.random.Generator) -> Iterator[Joint]:
    """Source weights that lower the goal line's value, made rational."""
    from scipy.optimize import minimize

    space = layout.space
    blocks = space.partitions[layout.chosen[index]]
    sizes = [len(source) for source in space.sources]
    where = np.stack(np.unravel_index(np.arange(len(space.weights)), sizes))
    ends = np.cumsum([0, *sizes])
    objective = _Value(line, blocks)
    limits = [_Value(h, blocks) for h in problem.hypotheses if h.sign != "="]

    def weights(logits: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
        sources = []
        for start, end in pairwise(ends):
            e = np.exp(logits[start:end] - logits[start:end].max())
            sources.append(e / e.sum())
        p = np.ones(len(space.weights))
        for k, source in enumerate(sources):
            p = p * source[where[k]]
        return p, sources

    def loss(logits: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p, sources = weights(logits)
        total, slope = objective(p)
        for limit in limits:
            value, along = limit(p)
            if value < 1e-3:
                total += 50 * (1e-3 - value) ** 2
                slope = slope - 100 * (1e-3 - value) * along
        mean = float(p @ slope)
        gradient = [
            np.bincount(where[k], weights=p * slope, minlength=len(source)) - source * mean
            for k, source in enumerate(sources)
        ]
        return total, np.concatenate(gradient)

    for start in range(2):
        logits = np.log(np.concatenate([np.array([float(q) for q in source]) for source in space.sources]))
        logits = logits + (rng.normal(size=len(logits)) if start else 0)
        found = minimize(loss, logits, jac=True, method="L-BFGS-B", options={"maxiter": 60})
        if found.fun < -CLEAR:
            _, sources = weights(found.x)
            for denominator in DENOMINATORS:
                there = Space(tuple(_rational(source, denominator) for source in sources), space.partitions, space.name)
                yield laid_out(there.weights, blocks, problem.names)


class _Value:
    """A line's value and slope in the atoms' probabilities, the partitions held fixed."""

    def __init__(self, line: Line, blocks: NDArray[np.int64]) -> None:
        atoms = blocks.shape[1]
        self.constant = float(line.vector.get(0, 0))
        same, factors = [], []
        for mask, c in line.vector.items():
            if mask:
                joined = np.bitwise_and.reduce([blocks[v] for v in range(len(blocks)) if mask >> v & 1])
                same.append((joined[:, None] >> np.arange(atoms)) & 1)
                factors.append(float(c))
        self.same = np.array(same, dtype=float).reshape(-1, atoms, atoms)
        self.factors = np.array(factors)

    def __call__(self, p: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logarithms = np.log(np.maximum(self.same @ p, 1e-300))
        weighted = -(self.factors @ logarithms)
        return float(weighted @ p) + self.constant, weighted - self.factors.sum()


def _rational(source: NDArray[np.float64], denominator: int) -> tuple[Fraction, ...]:
    counts = np.round(source * denominator).astype(int)
    if not counts.sum():
        counts[int(np.argmax(source))] = 1
    return tuple(Fraction(int(k), int(counts.sum())) for k in counts)


def _rays(problem: Problem, line: Line, rng: np.random.Generator, count: int) -> Iterator[NDArray[np.float64]]:
    """Polymatroids that meet the hypotheses and violate the goal line: vertices of the program's dual."""
    from scipy.sparse import csc_array, csr_array, vstack

    n = len(problem.names)
    if n > 8 or 0 in line.vector or any(0 in h.vector for h in problem.hypotheses):
        return
    size = 1 << n
    matrix = csr_array(Merging(problem).matrix)
    rows = elementals(n).rows @ matrix
    vectors = [*(h.vector for h in problem.hypotheses), line.vector, {size - 1: Fraction(1)}]
    others = coordinates(vectors, size) @ matrix
    every = csc_array(vstack([rows, others]))
    first = rows.shape[0]
    low = np.zeros(every.shape[0])
    high = np.full(every.shape[0], np.inf)
    for k, h in enumerate(problem.hypotheses):
        if h.sign == "=":
            high[first + k] = 0.0
    low[-2], high[-2] = -np.inf, np.inf  # the goal line is the objective
    low[-1], high[-1] = 0.0, 1.0  # H of everything
    goal = others.toarray()[-2]
    used = np.zeros(size, dtype=bool)
    used[np.unique(matrix.indices)] = True
    used[0] = False
    lower, upper = np.zeros(size), np.where(used, np.inf, 0.0)
    for attempt in range(count):
        tilt = np.zeros(size) if not attempt else 0.02 * rng.random(size)
        ray = solve((every.indptr, every.indices, every.data), low, high, goal + tilt, lower, upper)
        if ray is None or float(goal @ ray) > -1e-9:
            return
        yield matrix @ ray
