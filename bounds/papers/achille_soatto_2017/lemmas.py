"""What is known of true informations in a world, and of the numbers that stand for a layer: lemmas with their checkers.

Each lemma tests its own conditions on the world and gives a ball: a floor is what a decoder of z, or z's sign, must
tell; a ceiling is the entropy of the finitely many inputs, or a bound of the ledger. In a stack's world one layer, of
rows W, leads from x to z.
"""

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy
from flint import arb

from bounds.claims.enclosure import ball
from bounds.claims.formula import Symbolic
from bounds.claims.world import Missing, World, is_law, lemma
from bounds.papers.achille_soatto_2017.deciding import (
    INFORMATION_PER_WEIGHT,
    MEAN_C,
    STACK_INFORMATION,
    UNIT_INFORMATION,
    WEIGHT_INFORMATION,
    has_inputs,
)
from bounds.papers.achille_soatto_2017.rows import Row

PAPER = "achille-soatto-2017"
CELLS = 200  # of the integral in `positive_share`
REACH = 7  # standard deviations that it covers
C_OF_A_ROW = Symbolic(lambda: sympy.Eq(Row().c, 0, evaluate=False))

SIGN = "where x is one of two numbers of opposite signs, the sign of z tells which: I = H(x)"
FANO = (
    "where x is uniform on N points in geometric progression, log z is log x plus Gaussian noise; rounding to the "
    "nearest point errs with a probability of at most erfc(d/sqrt(8 alpha)), d the log of the ratio: Fano's "
    "inequality bounds I from below, log N from above"
)
DATA_PROCESSING = "data processing; Cover and Thomas, Elements of Information Theory, 2.8"
FANO_SOURCE = "Fano's inequality; Cover and Thomas, Elements of Information Theory, 2.10"


@lemma("the sign of z", SIGN, quantity=UNIT_INFORMATION, source=DATA_PROCESSING)
def sign_entropy(world: World) -> arb:
    """A row with one weight, not 0."""
    _require(len(world["w"]) == 1 and world["w"][0] != 0, "the row has more than one weight, or one of 0")
    return _entropy_of_two_signs(world)


@lemma("the sign of z_1", SIGN, quantity=STACK_INFORMATION, source=DATA_PROCESSING)
def sign_entropy_of_layer(world: World) -> arb:
    """A layer whose units read one input, with weights that are not 0."""
    _require_copies(world)
    return _entropy_of_two_signs(world)


@lemma(
    "what the sign of z tells",
    "where x is +v or -v, equally likely, and w . v = 0 with three weights, P(z > 0 | v) is an integral over the "
    "noise, enclosed cell by cell; I is at least the entropy of a bit less that of the sign given x, at most log 2",
    quantity=UNIT_INFORMATION,
    source=DATA_PROCESSING,
)
def sign_floor(world: World) -> arb:
    (first, second, third), alpha = world["w"], world["alpha"]
    known = world["x"] == ((1, 1, 1), (-1, -1, -1)) and world["P"] == (Fraction(1, 2), Fraction(1, 2))
    _require(known, "the inputs are not (1,1,1) and its opposite, equally likely")
    _require(first > 0 > max(second, third), "the weights are not of the signs +, -, -")
    # what the sign tells falls as the share nears 1/2
    worst = positive_share(first, -second, -third, alpha).upper()
    floor = arb(2).log() + worst * worst.log() + (1 - worst) * (1 - worst).log() if worst < 0.5 else arb(0)
    return floor.union(arb(2).log())


@lemma("decoding z", FANO, quantity=UNIT_INFORMATION, source=FANO_SOURCE)
def decoding(world: World) -> arb:
    """A row of which one weight alone is not 0."""
    used = [i for i, weight in enumerate(world["w"]) if weight != 0]
    _require(len(used) == 1, "more than one weight of the row is not 0, or none")
    alpha = world["alpha"][used[0]] if isinstance(world["alpha"], tuple) else world["alpha"]
    return _decoded(world, used[0], alpha)


@lemma(
    "decoding the geometric mean",
    f"of units z_j = w_j eps_j x the logs' mean is log x plus Gaussian noise of variance alpha/dim z; {FANO}",
    quantity=STACK_INFORMATION,
    source=FANO_SOURCE,
)
def decoding_copies(world: World) -> arb:
    """A layer whose units all read one input, with weights that are not 0."""
    _require_copies(world)
    return _decoded(world, 0, Fraction(world["alpha"]) / len(world["W"]))


@lemma(
    "T3's ceiling",
    "I is at most the right side of Proposition 7 as sharpened, where its hypotheses hold",
    quantity=UNIT_INFORMATION,
    source="Proposition 7 as sharpened",
    cites=((PAPER, "proposition-7", "sharpened"),),
)
def unit_ceiling(world: World) -> arb:
    from bounds.papers.achille_soatto_2017 import LEDGER
    from bounds.papers.achille_soatto_2017.hypotheses import UNIT

    reading = LEDGER["proposition-7"]["sharpened"]
    # that I is the unit's information is what this lemma is about
    others = [hypothesis for hypothesis in reading.hypotheses if hypothesis != UNIT]
    for fault in World({**world.values, "I": 0}).faults(reading.formula, others):
        raise Missing(f"Proposition 7 as sharpened: {fault}")
    if not isinstance(reading.formula, Symbolic):
        raise Missing("Proposition 7 as sharpened is no relation between numbers")
    _, ceiling = reading.formula.enclose({**world.values, "I": 0})
    return arb(0).union(ball(Fraction(ceiling.high)))


@lemma(
    "finitely many data sets",
    "0 <= I(w;D) <= H(D) at every noise level",
    quantity=WEIGHT_INFORMATION,
    source="Cover and Thomas, Elements of Information Theory, 2.4",
)
def of_finitely_many_data_sets(world: World) -> arb:
    _require(is_law(world["pi"]), "pi is no law of the data sets")
    return arb(0).union(entropy(world["pi"]))


@lemma(
    "Claim 1's information per weight",
    "-1/2 log alpha, by definition",
    quantity=INFORMATION_PER_WEIGHT,
    source="Claim 1 with C = 0",
)
def per_weight(world: World) -> arb:
    return -ball(world["alpha"]).log() / 2


@lemma("c of the layer", "the mean over the rows of -1/2 E log s; c >= 0 by Jensen", quantity=MEAN_C, source="Jensen")
def mean_c(world: World) -> arb:
    _require_inputs(world)
    total = arb(0)
    for row, count in Counter(world["W"]).items():
        c, _ = C_OF_A_ROW.enclose({**world.values, "w": row, "d": len(row)})
        total += count * ball(Fraction(c.low)).union(ball(Fraction(c.high)))
    return (total / len(world["W"])).max(arb(0))


def entropy(probabilities: tuple[Any, ...]) -> arb:
    """The entropy of a finite distribution, as a ball."""
    return -sum((ball(p) * ball(p).log() for p in probabilities if p), start=arb(0))


@lru_cache(maxsize=64)
def positive_share(a: Fraction, b: Fraction, c: Fraction, alpha: Fraction) -> arb:
    """P(a eps_1 > b eps_2 + c eps_3), enclosed.

    Given the difference d of log eps_2 and log eps_3, N(0, 2 alpha), the event is that an independent N(0, 3 alpha/2)
    exceeds log((b e^(d/2) + c e^(-d/2))/a); the integral over d is enclosed cell by cell.
    """
    root = arb(2).sqrt()
    scale, spread = (2 * ball(alpha)).sqrt(), ball(Fraction(3, 2) * alpha).sqrt() * root
    edges = [arb(REACH * (2 * k - CELLS)) / CELLS for k in range(CELLS + 1)]  # in standard deviations of d
    total = arb(0)
    for low, high in pairwise(edges):
        mass = ((low / root).erfc() - (high / root).erfc()) / 2
        d = low.union(high) * scale / 2
        threshold = ((ball(b) * d.exp() + ball(c) * (-d).exp()) / ball(a)).log()
        total += mass * (threshold / spread).erfc() / 2
    return total + arb(0).union((arb(REACH) / root).erfc())


def _entropy_of_two_signs(world: World) -> arb:
    _require_inputs(world)
    x = world["x"]
    _require(len(x) == 2 and x[0][0] * x[1][0] < 0, "the inputs are not two numbers of opposite signs")
    return entropy(world["P"])


def _decoded(world: World, component: int, alpha: Fraction) -> arb:
    """I of x through one component's noise of that alpha, between Fano's bound and log N."""
    _require_inputs(world)
    points, count = [row[component] for row in world["x"]], len(world["x"])
    _require(set(world["P"]) == {Fraction(1, count)}, "the inputs are not equally likely")
    _require(count > 1 and all(point > 0 for point in points), "the inputs are not two positive points or more")
    ratio = Fraction(points[1]) / points[0]
    steps = [Fraction(after) / before for before, after in pairwise(points)]
    _require(ratio > 1 and set(steps) == {ratio}, "the inputs are not in geometric progression")
    error = (ball(ratio).log() / (8 * ball(alpha)).sqrt()).erfc()
    if not error < 0.5:
        return arb(0).union(ball(count).log())
    binary = -error * error.log() - (1 - error) * (1 - error).log()
    return (ball(count).log() - binary - error * ball(count - 1).log()).union(ball(count).log())


def _require_copies(world: World) -> None:
    single = all(len(row) == 1 and row[0] != 0 for row in world["W"])
    _require(bool(world["W"]) and single, "there is no unit, or one that reads more than one input, or none")


def _require_inputs(world: World) -> None:
    _require(has_inputs(world), "the inputs are not N of one length, each with a probability")


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Missing(otherwise)
