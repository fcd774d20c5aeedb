"""Worlds: made-up ones refute nothing, and each thing that a counterexample must be is asked of it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy

from bounds.claims.enclosure import Enclosure, ball
from bounds.claims.formula import Informational, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.statement import Evidence, Reading
from bounds.claims.world import UNREADABLE, By, Lemma, World, lemma_at
from bounds.derivations.closed_world import ClosedWorld
from bounds.distribution.joint import Joint
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import lemmas
from bounds.shannon.witness import Counterexample

HALF = Fraction(1, 2)
LEMMAS = [value for value in vars(lemmas).values() if isinstance(value, Lemma)]
READINGS = {f"{statement.id} {reading.name}": reading for statement in LEDGER for reading in statement.readings}
SYMBOLIC = {name: reading for name, reading in READINGS.items() if isinstance(reading.formula, Symbolic)}
REFUTABLE = """
proposition-4 printed, claim-1/mutual-information printed, remark-4.3 printed,
log-uniform-prior/up-to-a-factor printed, footnote-6/off-a-critical-point printed,
remark-4.4/increasing-flatness printed, proposition-5/exactly printed, proposition-7/variance-of-squares printed,
section-6.2/less-information printed,
proposition-5/statement printed, proposition-5/statement-taylor-alpha printed,
proposition-5/statement-lognormal-optimum printed, proposition-5/proof-last-line-lognormal-optimum printed,
proposition-5/nuclear-norm printed, proposition-6 printed, proposition-6/sigma-1 printed,
proposition-6/kl-display printed, proposition-6/monotone-in-alpha printed, proposition-7 printed,
proposition-7/g printed, proposition-7/alpha-relation printed, proposition-7/lower-bound printed,
proposition-7/upper-bound printed, proposition-7/true-information printed, proposition-7/per-weight-alpha printed,
corollary-5.1 printed, corollary-5.1/width printed, corollary-5.1/plus-one printed, corollary-5.1/hypotheses printed,
footnote-8 printed, section-6.3/objective printed, claim-1/third-line printed, footnote-6 printed,
proposition-5/second-order printed, proposition-5/alpha-i printed, generalisation/linear-rate sharpened,
generalisation/atom sharpened, generalisation/mixed-signs sharpened, generalisation/known-signs sharpened,
remark-4.3/relevant-only printed, section-6.3/exploration printed, proposition-6/central-limit printed,
lemma-2.2/push-forward printed, proposition-7/variance-rate printed, noise-model/no-further-assumption printed,
noise-model/local-approximation printed, proposition-6/central-limit-of-z printed, appendix/table-1 printed,
section-6.2/optimum printed, generalisation/flat-minima printed
"""
# what a search may rightly refute; every other reading stands against whatever is made up
REFUTED = {name.strip() for name in REFUTABLE.replace("\n", " ").split(",")}
ROW = {"N": 2, "d": 1, "P": (HALF, HALF), "x": ((1,), (-1,)), "w": (1,), "alpha": Fraction(3, 10)}


def evidence(certificate=None, **fields):
    return Evidence(kind="counterexample", method="made up", summary="", certificate=certificate, **fields)


@pytest.mark.parametrize("name", READINGS)
def test_two_numbers_that_a_check_hands_in_refute_nothing(name):
    sides = {"lhs": Enclosure.of_exact(1), "rhs": Enclosure.of_exact(0)}
    for relation in ("<=", "=", "<", ">=", ">"):
        assert not evidence(relation=relation, **sides).examine(READINGS[name]).accepted


def made_up(reading, rng):
    """Values of the right shapes and signs for every symbol of the formula, and for what lemmas and hypotheses read."""
    from bounds.claims.formula import symbols_of
    from bounds.claims.world import _functions, _ranges

    expression = reading.formula.expression
    size = int(rng.integers(1, 4))

    def number(symbol=None):
        if symbol is not None and symbol.is_integer:
            return size
        value = Fraction(int(rng.integers(1, 40)), int(rng.integers(1, 20)))
        free = symbol is None or not (symbol.is_nonnegative or symbol.is_positive)
        return -value if free and rng.random() < 0.3 else value

    values = {"N": size, "d": size, "K": size, "M": size, "dim_next": size, "dim_k": size}
    ranges = _ranges(expression)
    for symbol in symbols_of(expression):
        name = str(symbol)
        axes = 1 + max((axis for array, axis, _ in ranges if array == name), default=-1)
        if axes == 0:
            values[name] = number(symbol)
        else:
            row = lambda: tuple(number(symbol) for _ in range(size))  # noqa: E731, B023
            values[name] = row() if axes == 1 else tuple(row() for _ in range(size))
    law = tuple(Fraction(int(k)) for k in rng.integers(1, 5, size=size))
    for name in ("P", "p", "q", "r", "pi"):
        if name in values and isinstance(values[name], tuple) and not isinstance(values[name][0], tuple):
            values[name] = tuple(k / sum(law) for k in law)
    described = {
        "x": tuple(tuple(number() for _ in range(size)) for _ in range(size)),
        "P": tuple(k / sum(law) for k in law),
        "W": tuple(tuple(number() for _ in range(size)) for _ in range(size)),
        "w": tuple(number() for _ in range(size)),
        "pi": tuple(k / sum(law) for k in law),
        "alpha": abs(number()),
        "alpha_1": Fraction(1, 3),
        "alpha_2": Fraction(7, 2),
    }
    values = {**described, **values}
    unknown = [str(f.func) for f in _functions(expression)]
    for name in ("I", "I_1", "I_2", "I_L", "Ibar", "c", "h_z", "H_pq", *unknown):
        if name in values or name in unknown:
            if rng.random() < 0.8 or name in unknown:
                values[name] = By(LEMMAS[int(rng.integers(len(LEMMAS)))])
    return values


@pytest.mark.parametrize("name", [name for name in SYMBOLIC if name not in REFUTED])
def test_made_up_worlds_refute_no_reading_that_stands(name):
    rng = np.random.default_rng(0)
    for _ in range(25):
        world = [World, ClosedWorld][int(rng.integers(2))](made_up(SYMBOLIC[name], rng))
        assert not evidence(world).examine(SYMBOLIC[name]).accepted, world.described()


def test_no_rounding_of_small_ints_breaks_an_identity():
    likelihoods = LEDGER["section-6.2/log-ratio"]["repaired"]
    bayes = LEDGER["section-6.3"]["printed"]
    fair = {"M": 2, "p": (Fraction(1, 2),) * 2}
    for a, b in ((3, 1), (1, 1), (5, 7)):
        assert not World({"a": a, "b": b}).verify(likelihoods.formula, likelihoods.hypotheses)
        assert not World({**fair, "a": (a, 3), "b": (b, 2)}).verify(bayes.formula, bayes.hypotheses)


def test_a_world_that_breaks_a_printed_formula_is_accepted():
    reading = LEDGER["proposition-6"]["printed"]
    found = evidence(World({**ROW, "I": By(lemmas.sign_entropy), "P": (Fraction(1, 3), Fraction(2, 3))}))
    examined = found.examine(reading)
    assert examined.accepted
    assert examined.relation == "="
    assert abs(float(examined.lhs) - (np.log(3) - 2 / 3 * np.log(2))) < 1e-9


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"I": Fraction(5)}, "dim z = 1"),  # a number that is said to be an information
        ({"I": By(lemmas.per_weight)}, "dim z = 1"),  # a lemma about something else
        ({"I": By(lemmas.sign_entropy, (("P", "Q"),)), "Q": (HALF, HALF)}, "dim z = 1"),  # of another unit
        ({"P": (HALF, HALF / 2)}, "P is no law"),
        ({"P": (HALF, HALF / 2, HALF / 2)}, "P has not 2 entries"),
        ({"x": ((1, 0), (-1, 0))}, "x has not 1 entries in direction 2"),
        ({"w": (1, 1)}, "w has not 1 entries"),
        ({"N": 3}, "has not 3 entries"),
        ({"alpha": Fraction(-1)}, "alpha = -1 is not positive"),
        ({"w": (1,), "x": ((1,), (2,))}, "opposite signs"),  # the lemma's own condition
    ],
)
def test_each_fault_of_a_world_is_named(change, why):
    reading = LEDGER["proposition-6"]["printed"]
    world = World({**ROW, "I": By(lemmas.sign_entropy), **change})
    assert any(why in fault for fault in world.faults(reading.formula, reading.hypotheses)), world.faults(
        reading.formula, reading.hypotheses
    )
    assert not evidence(world).examine(reading).accepted


def test_a_world_meets_every_hypothesis_or_is_none():
    reading = LEDGER["proposition-7/lower-bound"]["printed"]
    with_mean = {**ROW, "x": ((2,), (3,)), "alpha": Fraction(2)}
    assert evidence(World(with_mean)).examine(reading).accepted
    without = replace(reading, hypotheses=(*reading.hypotheses, assumed.ZERO_MEAN))
    assert not evidence(World(with_mean)).examine(without).accepted
    correlated = {**with_mean, "d": 2, "x": ((2, 2), (3, 3)), "w": (1, -1)}
    assert not evidence(World(correlated)).examine(reading).accepted
    undecidable = replace(reading, hypotheses=(*reading.hypotheses, Hypothesis("inputs are nice")))
    assert not evidence(World(with_mean)).examine(undecidable).accepted


def test_a_joint_distribution_meets_every_hypothesis_or_is_none():
    coin = Joint({(0, 0): HALF, (1, 1): HALF}, ("x", "y"))
    claim = Informational(goal=("I(x;y) = 0",))
    found = evidence(Counterexample(coin, claim.goal, ()))
    for hypotheses, accepted in (((), True), ((assumed.DETERMINISTIC_TASK,), True), ((Hypothesis("nice"),), False)):
        assert found.examine(Reading("printed", claim, hypotheses=hypotheses)).accepted == accepted
    of_another = Hypothesis("t is biased", holds=lambda joint: joint.marginal("t").probabilities[(0,)] != HALF)
    assert not found.examine(Reading("printed", claim, hypotheses=(of_another,))).accepted
    biased = Hypothesis("x is biased", holds=lambda joint: joint.marginal("x").probabilities[(0,)] != HALF)
    assert not found.examine(Reading("printed", claim, hypotheses=(biased,))).accepted


def test_the_relation_is_the_formulas():
    x = sympy.Symbol("x", real=True)
    world = World({"x": 2})
    for relation, breaks in (
        (sympy.Le, True),
        (sympy.Lt, True),
        (sympy.Eq, True),
        (sympy.Ge, False),
        (sympy.Gt, False),
    ):
        formula = Symbolic(lambda relation=relation: relation(x, 1, evaluate=False))
        assert world.verify(formula) == breaks
    for relation, breaks in (
        (sympy.Le, False),
        (sympy.Lt, True),
        (sympy.Eq, False),
        (sympy.Ge, False),
        (sympy.Gt, True),
    ):
        formula = Symbolic(lambda relation=relation: relation(x, 2, evaluate=False))
        assert world.verify(formula) == breaks


def test_a_lemma_stands_in_a_module_of_bounds():
    own = Lemma(name="mine", statement="", quantity=lemmas.sign_entropy.quantity, source="", encloses=lambda w: ball(9))
    reading = LEDGER["proposition-6"]["printed"]
    assert World({**ROW, "I": By(own)}).faults(reading.formula, ()) == ["mine is no lemma of bounds"]
    with pytest.raises(ValueError, match="address: 'os:system' names nothing in bounds"):
        lemma_at("os:system")
    with pytest.raises(ValueError, match="is no Lemma"):
        lemma_at("bounds.papers.achille_soatto_2017.lemmas:entropy")


def test_a_world_survives_a_file():
    alphas = {"alpha": (HALF, Fraction(3))}
    world = World({**ROW, **alphas, "I": By(lemmas.sign_floor, (("alpha", "alpha_1"),))})
    assert World.from_json(world.to_json()) == world


def test_values_are_exact():
    with pytest.raises(ValueError, match="values: x must be exact"):
        World({"x": 0.5})
    with pytest.raises(ValueError, match="values: x must be exact"):
        World({"x": (1, True)})


def test_every_hypothesis_is_decided_or_says_why_not():
    everything = {hypothesis for reading in READINGS.values() for hypothesis in reading.hypotheses}
    for hypothesis in everything:
        assert hypothesis.holds is not None or len(hypothesis.undecided.split()) > 4, hypothesis


@pytest.mark.parametrize("one", LEMMAS, ids=lambda one: one.name)
def test_every_lemma_asks_for_its_conditions(one):
    world = World({**ROW, "x": ((1,), (1,)), "W": ((1, 1),), "w": (1, 1), "pi": (1, 1), "alpha": (1, 2, 3)})
    if one in (lemmas.per_weight, lemmas.mean_c):  # definitions
        return
    with pytest.raises(UNREADABLE):
        one.encloses(world)


@pytest.mark.parametrize("value", ["1e9", "0.5", 0.5, True, None, "1/0", {"lemma": "os:system", "at": {}}, {}])
def test_a_value_in_a_file_that_is_not_exact_is_refused(value):
    with pytest.raises(ValueError, match="data: is not a world"):
        World.from_json({"type": "world", "values": {"x": [1, value]}})
