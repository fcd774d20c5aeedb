"""Remark 4.4: the curvature's exponent is derived, and flatness alone decides nothing."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim
from bounds.claims.formula import Symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.formulas import flatness as f
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks.flatness import (
    SHARP,
    curvatures_by_differentiation,
    norm_and_information_apart,
)


def rescaling(outwards) -> bool:
    """Whether it is proved that scaling the weights out of the unit by `outwards` keeps the information."""
    statement = LEDGER["remark-4.4"]
    moved, still = f._log_sharpness(f.scale * f.u, f.scale * f.x, outwards * f.v), f._log_sharpness(f.u, f.x, f.v)
    reading = replace(statement["printed"], formula=Symbolic(lambda: sympy.Eq(moved, still, evaluate=False)))
    claim = Claim(statement=statement, reading=reading)
    return curvatures_by_differentiation(claim, np.random.default_rng(0), Effort()).examine(reading).accepted


def test_a_wrong_exponent_is_caught() -> None:
    assert rescaling(1 / f.scale)
    assert not rescaling(1 / f.scale**2)
    assert not rescaling(1 / sympy.sqrt(f.scale))
    assert not rescaling(f.scale)


def test_the_flatter_hessian_has_more_information() -> None:
    reading = LEDGER["remark-4.4/increasing-flatness"]["printed"]
    flatter, sharper = (float(side) for side in reading.formula.enclose(SHARP))
    assert (flatter, sharper) == pytest.approx((6.9078, 5.2983), abs=1e-4)
    assert (sum(SHARP["f"]), float(sum(SHARP["h"]))) == (2, 4.01)


@pytest.mark.parametrize("statement", ["remark-4.4/increasing-flatness", "proposition-5/exactly"])
def test_both_witnesses_are_accepted(statement: str) -> None:
    reading = LEDGER[statement]["printed"]
    claim = Claim(statement=LEDGER[statement], reading=reading)
    found = list(norm_and_information_apart(claim, np.random.default_rng(0), Effort()))
    assert [one.examine(reading).accepted for one in found] == [True, True]


def test_the_loss_of_the_missing_posterior_has_its_minimum_at_log_2() -> None:
    w = sympy.Symbol("w", positive=True)
    loss = 2 * sympy.log(1 + sympy.exp(-w)) + sympy.log(1 + sympy.exp(w))
    assert sympy.simplify(sympy.diff(loss, w).subs(w, sympy.log(2))) == 0
    assert sympy.simplify(sympy.diff(loss, w, 2).subs(w, sympy.log(2))) == sympy.Rational(2, 3)
