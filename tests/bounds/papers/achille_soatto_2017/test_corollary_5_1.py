"""Corollary 5.1 and T4 as properties on stacks of parallel paths, whose information is exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.ledger import LEDGER
from validation.papers.achille_soatto_2017.exact_informations import LAYERS, parallel_stacks


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 5]))
@settings(max_examples=30, deadline=None)
def test_t4_bounds_the_information_of_every_stack(seed, width):
    world = parallel_stacks(np.random.default_rng(seed), 20, width)
    for k in range(LAYERS):
        values = {
            "I_L": world["I_L"],
            "alpha": world["alpha"][k],
            "Ibar": -np.log(world["alpha"][k]) / 2,
            "c": world["c"][k],
        }
        lhs, rhs = LEDGER["corollary-5.1"]["repaired"].formula.evaluate({**values, "dim_next": width})
        assert (lhs <= rhs + 1e-6)[world["resolved"]].all()


def test_information_falls_along_the_stack_and_grows_with_its_width():
    narrow, wide = (parallel_stacks(np.random.default_rng(3), 500, width)["I_L"] for width in (1, 16))
    assert (wide >= narrow - 1e-6).all()
    assert wide.mean() > narrow.mean() + 0.2


@pytest.mark.parametrize("name", ["repaired", "sharpened"])
def test_t4_counts_the_next_layers_units(name):
    formula = LEDGER["corollary-5.1"][name].formula
    assert "dim_next" in formula.parameters
    assert "dim_k" not in formula.parameters


def test_an_atom_of_no_weight_changes_nothing():
    plain, atom = LEDGER["corollary-5.1"]["repaired"].formula, LEDGER["corollary-5.1/atom"]["sharpened"].formula
    values = {"I_L": 0.0, "Ibar": 0.7, "c": 0.2, "dim_next": 3}
    assert atom.evaluate({**values, "q": 1e-12})[1] == pytest.approx(plain.evaluate(values)[1], abs=1e-9)
    assert atom.evaluate({**values, "q": 0.5})[1] == pytest.approx(np.log(2) + plain.evaluate(values)[1] / 2, abs=1e-9)
