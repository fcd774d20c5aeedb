"""Small probability spaces on which every variable is a partition of the atoms.

A partition of m atoms is an array of m bit masks: for each atom the atoms of its block. Joining variables is then a
bitwise and, and an entropy one table lookup an atom, so whole beams of joints are measured at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Space:
    """`sources`: the distributions of independent sources, whose values together are the atoms."""

    sources: tuple[tuple[Fraction, ...], ...]
    partitions: NDArray[np.int64]  # (count, atoms)
    name: str

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        return tuple(prod(values, start=Fraction(1)) for values in product(*self.sources))

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        return np.array([float(p) for p in self.weights])

    @cached_property
    def logarithms(self) -> NDArray[np.float64]:
        """log P(block) for every bit mask of atoms."""
        sums = np.zeros(1)
        for q in self.probabilities:
            sums = np.concatenate([sums, sums + q])
        return np.log(np.maximum(sums, 1e-300))

    def entropy(self, blocks: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of each partition in (..., atoms)."""
        return -(self.logarithms[blocks] @ self.probabilities)


@cache
def all_partitions(m: int) -> NDArray[np.int64]:
    """Every partition of m atoms, (Bell(m), m)."""
    return np.array([_blocks(labels) for labels in _growth_strings(m)], dtype=np.int64)


def generated(sizes: tuple[int, ...], extra: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Partitions of a product of sources: what some sources tell, XOR, AND, OR of two, linear maps, and random ones."""
    atoms = list(product(*(range(size) for size in sizes)))
    count = len(sizes)
    labels: list[list[object]] = []
    parts = [chosen for size in range(count + 1) for chosen in combinations(range(count), size)]
    labels += [[tuple(atom[i] for i in chosen) for atom in atoms] for chosen in parts]
    for i, j in combinations(range(count), 2):
        rules = (
            lambda a, b: (a + b) % max(sizes[i], sizes[j]),  # noqa: B023 (used at once)
            lambda a, b: a * b,
            lambda a, b: int(a > 0 or b > 0),
            lambda a, b: a + b,
            lambda a, b: int(a >= b),
        )
        for rule in rules:
            single = [rule(atom[i], atom[j]) for atom in atoms]
            labels.append(list(single))
            labels += [[(s, atom[k]) for s, atom in zip(single, atoms, strict=True)] for k in range(count)]
    if all(size == 2 for size in sizes):
        forms = range(1, 1 << count)
        values = {f: [sum(b for k, b in enumerate(atom) if f >> k & 1) % 2 for atom in atoms] for f in forms}
        for size in range(1, count + 1):
            for chosen in combinations(forms, size):
                labels.append([tuple(values[f][a] for f in chosen) for a in range(len(atoms))])
                if len(labels) > 400:
                    break
    for i, size in enumerate(sizes):
        if size > 2:
            for cut in range(1, size):
                labels.append([atom[i] >= cut for atom in atoms])
    for _ in range(extra):
        colours = int(rng.integers(2, max(3, min(len(atoms), 5))))
        labels.append(list(rng.integers(0, colours, len(atoms))))
    return np.unique(np.array([_blocks(row) for row in labels], dtype=np.int64), axis=0)


def _blocks(labels: "list[object] | tuple[object, ...]") -> list[int]:
    masks: dict[object, int] = {}
    for atom, label in enumerate(labels):
        masks[label] = masks.get(label, 0) | 1 << atom
    return [masks[label] for label in labels]


def _growth_strings(m: int, start: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    if len(start) == m:
        yield start
        return
    for label in range(max(start, default=-1) + 2):
        yield from _growth_strings(m, (*start, label))


def uniform(size: int) -> tuple[Fraction, ...]:
    return (Fraction(1, size),) * size


def random_source(size: int, rng: np.random.Generator, denominator: int | None = None) -> tuple[Fraction, ...]:
    """A positive distribution on `size` values with a small denominator."""
    denominator = denominator or int(rng.integers(size, 8 * size))
    parts = 1 + rng.multinomial(max(denominator - size, 0), rng.dirichlet([1.0] * size))
    return tuple(Fraction(int(k), int(parts.sum())) for k in parts)
