"""Many joint distributions of one shape in one numpy array, for searches and enumerations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bounds.distribution import Joint

Group = str | Iterable[str]


@dataclass(frozen=True, eq=False)
class JointBatch:
    """`probabilities`: float64 (batch, values of the first name, of the second, ...); every joint sums to 1.

    Raises ValueError for negative or non-finite probabilities, joints that do not sum to 1 (within 1e-9), and a shape
    that has not one axis a name.
    """

    probabilities: "NDArray[np.float64]"
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        import numpy as np

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
        rng: "np.random.Generator",
        count: int,
        shape: Sequence[int],
        names: Sequence[str],
        concentration: float = 1.0,
    ) -> "JointBatch":
        """Dirichlet draws: `count` joints with shape[i] values of names[i]."""
        import numpy as np

        flat = rng.gamma(concentration, size=(count, int(np.prod(shape))))
        flat /= flat.sum(axis=1, keepdims=True)
        return cls(flat.reshape(count, *shape), tuple(names))

    def entropy(self, *names: Group, given: Group = ()) -> "NDArray[np.float64]":
        """H(names | given) of each joint, (batch,) nats."""
        a, c = self._set(*names), self._set(given)
        return self._entropy(a | c) - self._entropy(c)

    def mutual_information(self, a: Group, b: Group, *, given: Group = ()) -> "NDArray[np.float64]":
        """I(a; b | given) of each joint, (batch,) nats."""
        first, second, c = self._set(a), self._set(b), self._set(given)
        return (
            self._entropy(first | c) + self._entropy(second | c) - self._entropy(first | second | c) - self._entropy(c)
        )

    def total_correlation(self, *names: str, given: Group = ()) -> "NDArray[np.float64]":
        """TC(names | given) of each joint, (batch,) nats."""
        c = self._set(given)
        whole = self._entropy(self._set(*names) | c) + (len(names) - 1) * self._entropy(c)
        return sum((self._entropy(self._set(name) | c) for name in names), start=-whole)

    def joint(self, index: int) -> "Joint":
        """One of them as a float Joint with values 0, 1, ..."""
        import numpy as np

        from bounds.distribution import Joint

        p = self.probabilities[index]
        return Joint({tuple(map(int, at)): float(p[tuple(at)]) for at in np.argwhere(p > 0)}, self.names)

    def _set(self, *groups: Group) -> frozenset[str]:
        chosen = frozenset(name for group in groups for name in ((group,) if isinstance(group, str) else group))
        unknown = sorted(chosen - set(self.names))
        if unknown:
            raise ValueError(f"names: {unknown[0]!r} is not one of {', '.join(self.names)}")
        return chosen

    def _entropy(self, names: frozenset[str]) -> "NDArray[np.float64]":
        import numpy as np

        if not names:
            return np.zeros(len(self.probabilities))
        summed = tuple(i + 1 for i, name in enumerate(self.names) if name not in names)
        p = self.probabilities.sum(axis=summed).reshape(len(self.probabilities), -1)
        # xlogy without scipy, to keep the import light: 0 log 0 = 0
        return -np.sum(p * np.log(p, out=np.zeros_like(p), where=p > 0), axis=1)
