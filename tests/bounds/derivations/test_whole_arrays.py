"""Sums on whole arrays give what the plain loops give, for many worlds at once."""

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Symbolic
from bounds.derivations.whole_arrays import value_of, values_of
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.rows import Row

WORLDS, N, DIM = 3, 4, 2


def worlds(rng: np.random.Generator, *, per_weight: bool) -> dict:
    """Values for every symbol of a row's formulas, worlds on the last axis."""
    return {
        "N": N,
        "d": DIM,
        "P": rng.dirichlet(np.ones(N), size=WORLDS).T,
        "w": rng.normal(size=(DIM, WORLDS)),
        "x": rng.normal(size=(N, DIM, WORLDS)),
        "alpha": rng.uniform(0.1, 1, size=(DIM, WORLDS) if per_weight else WORLDS),
        "h": rng.normal(size=(N, WORLDS)),
        **dict.fromkeys(("I", "C", "h_z"), 1.0),
    }


def row_readings() -> list[tuple[str, str]]:
    known = set(worlds(np.random.default_rng(0), per_weight=False))
    return [
        (statement.id, reading.name)
        for statement in LEDGER
        for reading in statement.readings
        if isinstance(reading.formula, Symbolic)
        and {"w", "x", "P"} <= set(reading.formula.parameters) <= known
        and not reading.formula.expression.has(sympy.KroneckerDelta, sympy.Integral)
    ]


@pytest.mark.parametrize(("statement", "name"), row_readings())
def test_a_rows_formula_has_the_numbers_of_the_plain_loops(statement: str, name: str) -> None:
    formula = LEDGER[statement][name].formula
    arrays = {str(base) for base in formula.expression.atoms(sympy.IndexedBase)}
    values = worlds(np.random.default_rng(2), per_weight="alpha" in arrays)
    found = values_of({"lhs": formula.lhs, "rhs": formula.rhs}, values)
    for side, wanted in zip(("lhs", "rhs"), formula.evaluate(values), strict=True):
        assert np.broadcast_to(found[side], WORLDS) == pytest.approx(np.broadcast_to(wanted, WORLDS), rel=1e-13)


def test_worlds_may_share_what_they_have_in_common() -> None:
    rng = np.random.default_rng(3)
    values = worlds(rng, per_weight=False)
    x, p = rng.normal(size=(N, DIM)), rng.dirichlet(np.ones(N))
    copied = {"x": np.repeat(x[..., None], WORLDS, axis=2), "P": np.repeat(p[:, None], WORLDS, axis=1)}
    shared = value_of(Row().surrogate, {**values, "x": x, "P": p})
    assert shared == pytest.approx(value_of(Row().surrogate, {**values, **copied}), rel=1e-13)


def test_a_small_excess_keeps_its_digits() -> None:
    alpha = sympy.Symbol("alpha", positive=True)
    assert value_of(sympy.exp(alpha) - 1, {"alpha": 1e-12})[0] == pytest.approx(1e-12, rel=1e-11)


def test_a_sum_of_a_constant_counts() -> None:
    i, d = sympy.symbols("i d", integer=True)
    w = sympy.IndexedBase("w", real=True)
    assert value_of(sympy.Sum(2 + w[i], (i, 0, d - 1)), {"d": 3, "w": np.array([1.0, 2.0, 3.0])})[0] == 12


def test_what_cannot_be_summed_is_refused() -> None:
    i, d = sympy.symbols("i d", integer=True)
    w = sympy.IndexedBase("w", real=True)
    with pytest.raises(ValueError, match="must start at 0, got one from 1"):
        value_of(sympy.Sum(w[i], (i, 1, d - 1)), {"d": 3, "w": np.ones(3)})
    with pytest.raises(ValueError, match="no value for w"):
        value_of(sympy.Sum(w[i], (i, 0, d - 1)), {"d": 3})
