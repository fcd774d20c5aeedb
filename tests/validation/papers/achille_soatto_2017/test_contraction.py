"""Stacking with a number: verdicts, numbers by hand, and factors that are too small are found out."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Evidence, Verdict
from bounds.claims.formula import Symbolic
from bounds.claims.statement import is_violated
from bounds.papers.achille_soatto_2017 import LEDGER, contraction
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks.contraction import (
    coefficient,
    exact_channels,
    information,
    inputs_through_one_weight,
)

BY_TRIAL = {"proposition-2/contraction"}
IDS = [statement.id for statement in contraction.STATEMENTS]


@pytest.mark.parametrize("statement", IDS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, seed: int, verdict_of) -> None:
    expected = Verdict.SUPPORTED if statement in BY_TRIAL else Verdict.PROVED
    assert verdict_of(statement, "sharpened", seed) is expected


@pytest.mark.parametrize("flip", [0.01, 0.1, 0.3])
def test_a_bit_through_a_symmetric_channel(flip: float) -> None:
    rows = np.array([[1 - flip, flip], [flip, 1 - flip]])
    kept = information(rows / 2)
    assert kept == pytest.approx(np.log(2) + flip * np.log(flip) + (1 - flip) * np.log(1 - flip))
    assert coefficient(rows) == pytest.approx(1 - 2 * flip)
    assert (1 - 2 * flip) ** 2 / 2 <= kept <= (1 - 2 * flip) ** 2 * np.log(2) <= (1 - 2 * flip) * np.log(2)


def test_an_erasure_channel_attains_the_factor() -> None:
    states = np.array([[0.7, 0.1, 0.2], [0.2, 0.2, 0.6]]) / 2
    rows = np.hstack([0.4 * np.eye(3), np.full((3, 1), 0.6)])
    assert coefficient(rows) == pytest.approx(0.4)
    assert information(states @ rows) == pytest.approx(0.4 * information(states))


def found(check, statement: str, right: sympy.Expr) -> list[Evidence]:
    formula = LEDGER[statement]["sharpened"].formula
    changed = Symbolic(lambda: sympy.Le(formula.lhs, right, evaluate=False))
    reading = replace(LEDGER[statement]["sharpened"], formula=changed)
    out = check(Claim(statement=LEDGER[statement], reading=reading), np.random.default_rng(0), Effort())
    return [one.examine(reading) for one in ([out] if isinstance(out, Evidence) else out) if isinstance(one, Evidence)]


@pytest.mark.parametrize("statement", ["proposition-2/contraction", "proposition-2/two-inputs"])
def test_a_factor_one_percent_too_small_is_found_out(statement: str) -> None:
    right = LEDGER[statement]["sharpened"].formula.rhs
    assert not is_violated(found(exact_channels, statement, right))
    assert is_violated(found(exact_channels, statement, sympy.Rational(99, 100) * right))


def test_the_squared_factor_of_a_binary_channel_is_no_factor_of_every_channel() -> None:
    eta, before = sympy.Symbol("eta", positive=True), sympy.Symbol("I_1", nonnegative=True)
    assert is_violated(found(exact_channels, "proposition-2/contraction", eta**2 * before))


def test_twice_the_noise_in_the_error_function_is_found_out() -> None:
    right = LEDGER["corollary-5.1/contraction"]["sharpened"].formula.rhs
    alpha = sympy.Symbol("alpha", positive=True)
    assert not is_violated(found(inputs_through_one_weight, "corollary-5.1/contraction", right))
    assert is_violated(found(inputs_through_one_weight, "corollary-5.1/contraction", right.subs(alpha, 4 * alpha)))


@pytest.mark.parametrize("statement", IDS)
@pytest.mark.parametrize("factor", [sympy.Rational(1, 2), -1])
def test_half_a_bound_has_no_proof(statement: str, factor) -> None:
    from validation.papers.achille_soatto_2017 import SUITE

    formula = LEDGER[statement]["sharpened"].formula
    changed = Symbolic(lambda: type(formula.expression)(formula.lhs, factor * formula.rhs, evaluate=False))
    reading = replace(LEDGER[statement]["sharpened"], formula=changed)
    for check in SUITE.all_checks:
        if (check.statement, check.reading) == (statement, "sharpened"):
            out = check.function(
                Claim(statement=LEDGER[statement], reading=reading), np.random.default_rng(0), Effort()
            )
            items = [out] if isinstance(out, Evidence) else list(out)
            assert not any(one.examine(reading).accepted for one in items if getattr(one, "kind", "") == "proof")
