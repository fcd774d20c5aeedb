"""Which hypotheses hold in a world, decided exactly: worlds of rows and layers, of laws, and joint distributions.

A row's world gives inputs x[n][i] of probability P[n], weights w[i] and the noise's alpha; a layer's has a row of W for
each of its units. Quantities such as a unit's information enter by lemmas (`lemmas`), and what they are of is part of
a hypothesis: a number that is merely said to be an information is none.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bounds.claims.formula import Symbolic
from bounds.claims.world import Missing, World, is_law, scalars

if TYPE_CHECKING:
    from bounds.distribution.joint import Joint

Decide = Callable[[Any], bool]

UNIT_INFORMATION = "I(z_k;x) of one unit"
STACK_INFORMATION = "I(z_L;x)"
WEIGHT_INFORMATION = "I(w;D)"
INFORMATION_PER_WEIGHT = "the information per weight"
MEAN_C = "c of the rows, in the mean"
ENTROPIES = "entropies of z"  # which no lemma gives yet


def by_construction(world: Any) -> bool:
    """The formula itself says it, whatever the values."""
    return True


# joint distributions


def told(*lines: str) -> Decide:
    """Lines of the grammar that hold exactly."""

    def holds(joint: "Joint") -> bool:
        from bounds.shannon.grammar import parse
        from bounds.shannon.witness import holds

        if isinstance(joint, World):
            raise Missing("a world of numbers has no joint distribution")
        return all(holds(joint, one) for line in lines for one in parse(line, "given").constraints)

    return holds


def is_minimal_statistic(joint: "Joint", *, datum: str = "x", task: str = "y") -> bool:
    """Whether t is the datum's minimal sufficient statistic for the task: its partition by the task's posterior."""
    from bounds.distribution.sufficiency import minimal_sufficient

    fresh = minimal_sufficient(joint.marginal(datum, task, "t"), "t'", datum=datum, task=task)
    return fresh.is_function("t", "t'") and fresh.is_function("t'", "t")


def as_minimal(*representations: tuple[str, ...]) -> Decide:
    """Whether each, of these components, holds as much of x as the minimal sufficient statistic of x for y."""

    def holds(joint: "Joint") -> bool:
        from bounds.distribution.sufficiency import minimal_sufficient

        least = minimal_sufficient(joint.marginal("x", "y"), "t").entropy("t").exactly()
        return all((joint.mutual_information(one, "x").exactly() - least).is_zero() for one in representations)

    return holds


def is_orbit(joint: "Joint") -> bool:
    """Whether o is the orbit of the datum: u and x = n.u lie on one, and what such pairs link does."""
    orbits: list[set[tuple[str, Any]]] = []
    for u, x in joint.marginal("u", "x").probabilities:
        pair = {("u", u), ("x", x)}
        orbits = [one for one in orbits if not one & pair] + [pair.union(*(one for one in orbits if one & pair))]
    seen = {
        (o, k) for o, x in joint.marginal("o", "x").probabilities for k, one in enumerate(orbits) if ("x", x) in one
    }
    return len(seen) == len(orbits) == len({o for o, _ in seen})


def labels_stored(joint: "Joint") -> bool:
    """Whether the labels, one y or several y1, y2, ..., are a function of the inputs and the weights."""
    return joint.is_function([name for name in joint.names if name.startswith("y")], of=("x", "w"))


def rows_given_x(joint: "Joint") -> bool:
    """Whether the units z1, z2, ... are independent given x."""
    return joint.is_independent(*(name for name in joint.names if name.startswith("z")), given="x")


def are_uniform(*names: str) -> Decide:
    """Bits whose two values are equally likely."""

    def holds(joint: "Joint") -> bool:
        half = Fraction(1, 2)
        return all(list(joint.marginal(name).probabilities.values()) == [half, half] for name in names)

    return holds


# worlds of numbers


def positive(*names: str) -> Decide:
    """Whether all values of these names, which the world must give, are positive."""
    return lambda world: all(value > 0 for name in names for value in scalars(world[name]))


def laws(*names: str) -> Decide:
    return lambda world: all(is_law(world[name]) for name in names)


def are_channel(world: World) -> bool:
    """Whether pi and every row of p are probability distributions."""
    return all(map(is_law, (world["pi"], *world["p"])))


def noisy(world: World) -> bool:
    """Whether the world gives the noise its alphas, each positive; z is by definition made with that noise."""
    given = [name for name in ("alpha", "alpha_1", "alpha_2") if name in world]
    return bool(given) and positive(*given)(world)


def stands_for(**quantities: str) -> Decide:
    """Whether the world has one of these symbols, and whichever it has by a lemma about that quantity."""

    def holds(world: World) -> bool:
        here = [name for name in quantities if name in world]
        return bool(here) and all(world.is_of(name, quantities[name]) for name in here)

    return holds


def seen_at(name: str, alpha: str) -> Decide:
    """Whether the symbol's value is by a lemma that reads the noise from `alpha`, and all else as it is."""
    return lambda world: world.is_of(name, UNIT_INFORMATION, at=(("alpha", alpha),))


def one_unit(world: World) -> bool:
    """Whether what stands for an information or an entropy of the unit is by lemmas, at two noise levels or at one."""
    levels = {"I_1": "alpha_1", "I_2": "alpha_2"}
    if any(name in world for name in levels):
        return all(seen_at(name, alpha)(world) for name, alpha in levels.items())
    return stands_for(I=UNIT_INFORMATION, h_z=ENTROPIES, h=ENTROPIES)(world)


def uncorrelated(world: World) -> bool:
    columns = list(zip(*_rows(world["x"]), strict=True))
    return all(
        _mean(world, [a * b for a, b in zip(one, other, strict=True)]) == _mean(world, one) * _mean(world, other)
        for one, other in combinations(columns, 2)
    )


def squares_uncorrelated(world: World) -> bool:
    return uncorrelated(World({**world.values, "x": tuple(tuple(v * v for v in row) for row in _rows(world["x"]))}))


def without_mean(world: World) -> bool:
    return all(_mean(world, column) == 0 for column in zip(*_rows(world["x"]), strict=True))


def bounded_kurtosis(world: World) -> bool:
    """Whether E[y_i^2] <= kappa; where the world gives none any will do, as long as no component vanishes."""
    columns = list(zip(*_rows(world["x"]), strict=True))
    squares = [_mean(world, [v**2 for v in column]) for column in columns]
    if not all(squares):
        return False
    fourths = [_mean(world, [v**4 for v in column]) for column in columns]
    largest = max(fourth / square**2 for fourth, square in zip(fourths, squares, strict=True))
    return "kappa" not in world or bool(largest <= world["kappa"])


def without_atom(world: World) -> bool:
    """Whether no input leaves the row at 0."""
    return all(any(v * w for v, w in zip(row, world["w"], strict=True)) for row in _rows(world["x"]))


def rho_at_most_one(world: World) -> bool:
    """Whether V <= m."""
    import sympy

    from bounds.papers.achille_soatto_2017.rows import Row

    explained, second_moment = Symbolic(lambda: sympy.Le(Row().V, Row().m, evaluate=False)).exactly(world.values)
    return bool(explained <= second_moment)


def every_rho_at_most_one(world: World) -> bool:
    """The same of each row of W."""
    return all(map(rho_at_most_one, units(world)))


def no_row_sees_zeros(world: World) -> bool:
    """Whether no row leaves an input that is not 0 at 0."""
    moving = World({**world.values, "x": tuple(row for row in _rows(world["x"]) if any(row))})
    return all(map(without_atom, units(moving)))


def units(world: World) -> list[World]:
    """The worlds of the single rows of a layer, equal rows once."""
    return [World({**world.values, "w": row, "d": len(row)}) for row in dict.fromkeys(world["W"])]


def has_inputs(world: World) -> bool:
    """Whether the inputs are N, where the world says how many, of one length, each with a probability."""
    inputs = _rows(world["x"])
    counted = "N" not in world or world["N"] == len(inputs)
    return counted and len(inputs) == len(world["P"]) and is_law(world["P"]) and len(set(map(len, inputs))) == 1


def is_layer(world: World) -> bool:
    """Whether the widths are those of W and x, and what stands for the stack's numbers is by lemmas about them."""
    widths = {"dim_k": len(_rows(world["x"])[0]), "dim_next": len(world["W"])}
    widths_fit = all(world[name] == width for name, width in widths.items() if name in world)
    rows_fit = {len(row) for row in world["W"]} == {widths["dim_k"]}
    numbers = stands_for(I_L=STACK_INFORMATION, Ibar=INFORMATION_PER_WEIGHT, c=MEAN_C, rho=ENTROPIES)
    return widths_fit and rows_fit and has_inputs(world) and "U" not in world and numbers(world)


def least_second_moment(world: World) -> bool:
    return bool(_mean(world, [x * x for x in world["x"]]) >= world["v"])


def has_curvature(world: World) -> bool:
    """Whether the world gives the curvature that makes its loss a quadratic."""
    return any(name in world for name in ("h", "H", "a"))


def curvatures_positive(world: World) -> bool:
    """Whether the curvatures are positive, one by one or as the traces of two layers, and no weight is 0."""
    given = [name for name in ("h", "a", "C", "D") if name in world]
    weights = scalars(world["w"]) if "w" in world else ()
    return bool(given) and positive(*given)(world) and all(weights)


def met(formula: Symbolic) -> Decide:
    """Whether a world's exact values meet a relation <= for certain."""

    def holds(world: World) -> bool:
        lhs, rhs = formula.enclose({name: world[name] for name in formula.parameters})
        return Fraction(lhs.high) <= Fraction(rhs.low)

    return holds


def no_negative_eigenvalue(world: World) -> bool:
    return all(value >= 0 for value in world["lambda"])


def lagrangian(world: World, number: int, more: Any) -> Any:
    """H + (beta + more) I of the first or the second of two minimisers."""
    return world[f"H_{number}"] + (world["beta"] + more) * world[f"I_{number}"]


def positive_layer(world: World) -> bool:
    return positive("x")(world) and all(value >= 0 for name in ("w", "v") for value in world[name])


def _mean(world: World, values: Iterable[Any]) -> Any:
    return sum(p * value for p, value in zip(world["P"], values, strict=True))


def _rows(inputs: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """Inputs of one component may be given as plain numbers."""
    return tuple(row if isinstance(row, tuple) else (row,) for row in inputs)
