"""The trials on every family: none is left out, some worlds attain equality, and a planted mistake is seen."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, is_violated
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.input_families import families
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks import every_family as checks
from validation.papers.achille_soatto_2017.exact_informations import parallel_stacks

CHECKS = (
    checks.curvatures_of_every_family,
    checks.moments_of_every_family,
    checks.units_of_every_family,
    checks.stacks_of_every_family,
)
READINGS = [(function, one.statement, one.reading) for function in CHECKS for one in function.checks]


def found(function, statement: str, name: str, plant=None):
    reading = LEDGER[statement][name]
    if plant is not None:
        form = reading.formula.expression
        wrong = form.func(form.lhs, plant(form.rhs), evaluate=False)
        reading = replace(reading, formula=Symbolic(lambda: wrong))
    return function(Claim(statement=LEDGER[statement], reading=reading), np.random.default_rng(0), Effort())


@pytest.mark.parametrize(("function", "statement", "name"), READINGS)
def test_every_family_is_named_and_none_violates(function, statement: str, name: str) -> None:
    evidence = found(function, statement, name)
    assert not is_violated([evidence])
    assert all(family.name in evidence.summary for family in families())


@pytest.mark.parametrize(
    ("statement", "name"),
    [("proposition-5", "repaired"), ("proposition-5/statement", "sharpened"), ("proposition-5/statement", "repaired")],
)
@pytest.mark.parametrize("plant", [lambda rhs: rhs - sympy.Rational(1, 1000), lambda rhs: rhs - sympy.log(2) / 2])
def test_curvatures_come_so_near_to_equality_that_a_thousandth_of_a_nat_is_seen(statement, name, plant) -> None:
    assert is_violated([found(checks.curvatures_of_every_family, statement, name, plant)])


@pytest.mark.parametrize(("statement", "name"), [(s, n) for f, s, n in READINGS if f is checks.moments_of_every_family])
@pytest.mark.parametrize("factor", [sympy.Rational(101, 100), -1])
def test_a_factor_or_a_sign_in_the_moments_is_seen(statement: str, name: str, factor) -> None:
    assert is_violated([found(checks.moments_of_every_family, statement, name, lambda rhs: factor * rhs)])


def test_a_layer_of_the_wrong_width_is_seen() -> None:
    narrower = sympy.Symbol("dim_next", integer=True, positive=True)
    plant = lambda rhs: rhs.subs(narrower, 1)  # noqa: E731 - the widest stacks have the information of several units
    assert is_violated([found(checks.stacks_of_every_family, "corollary-5.1", "repaired", plant)])


@pytest.mark.parametrize("statement", ["proposition-7", "proposition-7/per-weight-alpha"])
def test_half_of_the_units_bound_is_too_little(statement: str) -> None:
    assert is_violated([found(checks.units_of_every_family, statement, "repaired", lambda rhs: rhs / 2)])


def test_stacks_read_the_points_that_they_are_given() -> None:
    x = np.array([[1.0], [-1.0]])  # two signs: log 2, and c grows by alpha a layer from 0
    world = parallel_stacks(np.random.default_rng(0), 1, 4, x=x)
    assert world["I_L"] == pytest.approx(np.log(2), abs=1e-6)
    assert world["c"][:, 0] == pytest.approx([0, *np.cumsum(world["alpha"][:-1, 0])])
