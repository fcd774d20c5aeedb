"""Many joint distributions of one shape in one numpy array, for searches and enumerations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bounds.distribution import entropies
from bounds.distribution.joint import Group, Joint

BLOCK = 512  # joints measured at a time, so that they stay in the processor's cache


@dataclass(frozen=True, eq=False)
class JointBatch:
    """`probabilities`: float64 (batch, values of the first name, of the second, ...); every joint sums to 1.

    Raises ValueError for negative or non-finite probabilities, joints that do not sum to 1 (within 1e-9), and a shape
    that has not one axis a name.

    >>> batch = JointBatch([[[0.5, 0.0], [0.0, 0.5]], [[0.25, 0.25], [0.25, 0.25]]], ("x", "y"))
    >>> batch.mutual_information("x", "y").round(6).tolist(), batch.total_correlation("x", "y").round(6).tolist()
    ([0.693147, 0.0], [0.693147, 0.0])
    >>> batch.entropy("x", given="y").round(6).tolist()
    [0.0, 0.693147]
    >>> batch.joint(0)
    Joint({(0, 0): 0.5, (1, 1): 0.5}, names=('x', 'y'))
    >>> JointBatch.random(np.random.default_rng(0), 100, (2, 3), ("x", "y")).probabilities.shape
    (100, 2, 3)
    """

    probabilities: NDArray[np.float64]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        p = np.asarray(self.probabilities, dtype=np.float64)
        object.__setattr__(self, "probabilities", p)
        object.__setattr__(self, "names", tuple(self.names))
        if p.ndim != len(self.names) + 1:
            raise ValueError(f"probabilities: shape {p.shape} has not one axis for each of {', '.join(self.names)}")
        if not np.all(np.isfinite(p)) or np.any(p < 0):
            raise ValueError("probabilities: must be non-negative and finite")
        worst = np.abs(p.reshape(len(p), -1).sum(axis=1) - 1).max(initial=0.0)
        if worst > 1e-9:
            raise ValueError(f"probabilities: every joint must sum to 1, one is off by {worst}")

    @classmethod
    def random(
        cls,
        rng: np.random.Generator,
        count: int,
        shape: Sequence[int],
        names: Sequence[str],
        concentration: float = 1.0,
    ) -> "JointBatch":
        """Dirichlet draws: `count` joints with shape[i] values of names[i]."""
        flat = rng.gamma(concentration, size=(count, int(np.prod(shape))))
        flat /= flat.sum(axis=1, keepdims=True)
        return cls(flat.reshape(count, *shape), tuple(names))

    def entropy(self, *names: Group, given: Group = ()) -> NDArray[np.float64]:
        """H(names | given) of each joint, (batch,) nats."""
        return self._combination(entropies.entropy(self._set(*names), self._set(given)))

    def mutual_information(self, *groups: Group, given: Group = ()) -> NDArray[np.float64]:
        """I(a; b | given) of each joint, of three or more groups their co-information, (batch,) nats."""
        return self._combination(entropies.mutual_information([self._set(g) for g in groups], self._set(given)))

    def total_correlation(self, *groups: Group, given: Group = ()) -> NDArray[np.float64]:
        """TC(groups | given) of each joint, (batch,) nats."""
        return self._combination(entropies.total_correlation([self._set(g) for g in groups], self._set(given)))

    def joint(self, index: int) -> Joint:
        """One of them as a float Joint with values 0, 1, ..."""
        p = self.probabilities[index]
        return Joint({tuple(map(int, at)): float(p[tuple(at)]) for at in np.argwhere(p > 0)}, self.names)

    def _set(self, *groups: Group) -> frozenset[str]:
        chosen = frozenset(name for group in groups for name in ((group,) if isinstance(group, str) else group))
        unknown = sorted(chosen - set(self.names))
        if unknown:
            raise ValueError(f"names: {unknown[0]!r} is not one of {', '.join(self.names)}")
        return chosen

    def _combination(self, coefficients: Mapping[frozenset[str], int]) -> NDArray[np.float64]:
        """The sum of coefficients times joint entropies, by blocks, each marginal from the smallest one above it."""
        shape = self.probabilities.shape[1:]
        flat = self.probabilities.reshape(len(self.probabilities), -1)
        wanted = sorted(coefficients, key=len, reverse=True)
        whole = frozenset(self.names)
        plan = []
        for names in wanted:
            above = min((n for n in (whole, *wanted) if n > names), key=len, default=whole)
            plan.append((names, above, None if names == whole else _summing(self.names, shape, above, names)))
        total = np.zeros(len(flat))
        for start in range(0, len(flat), BLOCK):
            rows = slice(start, start + BLOCK)
            marginals = {whole: flat[rows]}
            for names, above, summing in plan:
                p = marginals[above] @ summing if summing is not None else marginals[whole]
                marginals[names] = p
                # 0 log 0 = 0, without a mask
                total[rows] -= coefficients[names] * np.einsum("ij,ij->i", p, np.log(np.maximum(p, 1e-300)))
        return total


def _summing(
    names: Sequence[str], shape: Sequence[int], above: frozenset[str], below: frozenset[str]
) -> NDArray[np.float64]:
    """The 0-1 matrix that sums the values of `above` to those of `below`."""
    sizes = dict(zip(names, shape, strict=True))
    kept = [name for name in names if name in above]
    place = np.indices([sizes[name] for name in kept]).reshape(len(kept), -1)
    inner = [k for k, name in enumerate(kept) if name in below]
    index = np.ravel_multi_index(place[inner], [sizes[kept[k]] for k in inner])
    matrix = np.zeros((place.shape[1], int(index.max()) + 1))
    matrix[np.arange(place.shape[1]), index] = 1.0
    return matrix
