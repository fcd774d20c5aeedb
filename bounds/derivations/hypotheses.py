"""What textbook rules require of a reading: apart from the rules, since a reading that assumes it needs no sympy."""

from typing import Any

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import World, is_law


def _is_mixture(world: World) -> bool:
    weights, posteriors, mixture = (world[name] for name in ("pi", "p", "q"))
    columns: Any = zip(*posteriors, strict=True)
    return bool(mixture == tuple(sum(t * p for t, p in zip(weights, column, strict=True)) for column in columns))


def _has_spectrum(world: World) -> bool:
    """Eigenvalues, and where the squared entries q of the eigenvectors matter, orthonormal vectors v that have them."""
    if "q" not in world:
        return "lambda" in world
    vectors = world["v"]
    products = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in vectors] for one in vectors]
    identity = [[int(i == k) for k in range(len(vectors))] for i in range(len(vectors))]
    return products == identity and world["q"] == tuple(tuple(a * a for a in row) for row in vectors)


SUMS_TO_ONE = Hypothesis("sum of p is 1", holds=lambda world: is_law(world["p"]))
MIXTURE = Hypothesis("q is the posteriors' mixture", holds=_is_mixture)
PROBABILITIES = Hypothesis(
    "p_d, r and pi are probabilities", holds=lambda world: all(map(is_law, (world["pi"], world["r"], *world["p"])))
)
SMOOTH_LOSS = Hypothesis(
    "loss twice differentiable; it and its first two derivatives of polynomial growth",
    undecided="a world of numbers has no loss to differentiate",
)
SYMMETRIC = Hypothesis("H symmetric", holds=_has_spectrum)
