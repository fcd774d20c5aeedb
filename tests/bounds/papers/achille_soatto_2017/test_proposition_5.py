"""T1, T1', T1'' as properties of random weights, curvatures and beta, and the lines of Proposition 5 that fail."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from bounds.claims.formula import Symbolic
from bounds.derivations.numeric import sides
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017.proposition_5 import STATEMENTS
from tests.bounds.papers.achille_soatto_2017.strategies import spectra, weights_and_curvatures

TRUE = [
    ("proposition-5", "sharpened"),
    ("proposition-5/lower-bound", "sharpened"),
    ("proposition-5/statement", "proved"),
    ("proposition-5/statement", "repaired"),
    ("proposition-5/one-alpha", "repaired"),
]


def _formula(statement: str, name: str) -> Symbolic:
    formula = LEDGER[statement][name].formula
    assert isinstance(formula, Symbolic)
    return formula


@pytest.mark.parametrize(("statement", "name"), TRUE)
@given(world=weights_and_curvatures())
@settings(max_examples=60, deadline=None)
def test_bounds_hold_in_ball_arithmetic(statement: str, name: str, world) -> None:
    lhs, rhs = _formula(statement, name).enclose(world)
    assert lhs.low <= rhs.high


@given(world=weights_and_curvatures())
@settings(max_examples=60, deadline=None)
def test_t1_holds_for_any_averaged_curvatures(world) -> None:
    values = {"K": world["K"], "beta": world["beta"], "c": world["h"]}
    lhs, rhs = _formula("proposition-5", "repaired").enclose(values)
    assert lhs.low <= rhs.high


def test_a_layer_counts_by_its_weights() -> None:
    """(3 log(C_1/(3 beta)) + log(C_2/beta))/2 against 2 log((C_1 + C_2)/(4 beta)), and equal where C_1 = 3 C_2."""
    formula = _formula("proposition-5/one-alpha-a-layer", "repaired")
    for totals in ((6.0, 5.0), (6.0, 2.0)):
        lhs, rhs = formula.evaluate({"L": 2, "n": [3, 1], "C": totals, "beta": 0.1})
        assert lhs == pytest.approx((3 * math.log(totals[0] / 0.3) + math.log(totals[1] / 0.1)) / 2)
        assert rhs == pytest.approx(2 * math.log(sum(totals) / 0.4))
        assert (rhs - lhs > 1e-9) == (totals == (6.0, 5.0))


def test_a_noise_that_weights_share_breaks_the_bound_with_the_count_squared() -> None:
    world = {"K": 2, "w": [1.0, 0.1], "h": [1.0, 0.1], "beta": 0.1}
    shared, above = _formula("proposition-5/one-alpha", "repaired").evaluate(world)
    squared = _formula("proposition-5/statement", "repaired").evaluate(world)[1]
    assert squared < shared < above


@given(world=weights_and_curvatures())
@settings(max_examples=60, deadline=None)
def test_the_gap_of_t1_double_prime_is_exact(world) -> None:
    lhs, rhs = _formula("proposition-5/statement", "sharpened").enclose(world)
    assert not lhs.above(rhs)
    assert not lhs.below(rhs)


@pytest.mark.parametrize("name", ["repaired", "sharpened"])
@given(world=spectra())
@settings(max_examples=60, deadline=None)
def test_the_diagonal_lies_below_the_nuclear_norm(name: str, world) -> None:
    lhs, rhs = _formula("proposition-5/nuclear-norm", name).evaluate(world)
    assert lhs <= rhs + 1e-9


@pytest.mark.parametrize("beta", [1.3, 1.5])
def test_one_weight_breaks_the_printed_bound_above_two_log_two(beta: float) -> None:
    """At the exact optimum with w^2 H = 1 the printed bound fails exactly for beta > 2 log 2 = 1.386."""
    world = {"K": 1, "w": [1.0], "h": [1.0], "beta": beta}
    lhs, rhs = _formula("proposition-5/statement-lognormal-optimum", "printed").evaluate(world)
    assert (lhs > rhs) == (beta > 2 * math.log(2))


@given(world=weights_and_curvatures())
@settings(max_examples=60, deadline=None)
def test_the_printed_bound_holds_where_k_squared_beta_is_at_most_two(world) -> None:
    world = {**world, "beta": min(world["beta"], 2 / world["K"] ** 2 * world["beta"] / (1 + world["beta"]))}
    lhs, rhs = _formula("proposition-5/statement", "printed").enclose(world)
    assert lhs.low <= rhs.high


def test_sums_over_arrays_are_the_formulas_own() -> None:
    rng = np.random.default_rng(0)
    world = {"K": 7, "beta": 0.3, "w": rng.uniform(0.1, 2, 7), "h": rng.uniform(0.1, 2, 7)}
    for statement, name in TRUE:
        formula = _formula(statement, name)
        assert sides(formula.expression, world) == pytest.approx(formula.evaluate(world))


def test_every_changed_reading_says_what_changed() -> None:
    for statement in STATEMENTS:
        assert statement.quote
        for reading in statement.readings:
            assert reading.text
            assert bool(reading.change) == (reading.name != "printed")
