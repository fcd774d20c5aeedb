"""Rows in numbers: by hand, at an atom of zeros, and from moments alone."""

import math

import numpy as np
import pytest

from bounds.papers.achille_soatto_2017.row_numbers import from_moments, moments, row_values, surrogate, unit_bounds
from bounds.papers.achille_soatto_2017.rows import Row


def test_rho_and_c_of_a_row_by_hand() -> None:
    w_hat, x = np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([[1.0, 5.0], [-3.0, 1.0]])
    row = moments(row_values(w_hat, x))
    assert row["V"] == pytest.approx([16, 16])
    assert row["m"] == pytest.approx([20, 18])
    assert row["rho"] == pytest.approx([16 / 20, 16 / 18])
    assert row["c"][0] == pytest.approx(-0.5 * (math.log(4 / 20) + math.log(36 / 20)) / 2)


def test_many_rows_agree_with_numpy() -> None:
    rng = np.random.default_rng(0)
    w, x, p = rng.normal(size=(5, 7)), 0.3 + rng.normal(size=(50, 7)), rng.dirichlet(np.ones(50))
    row, z, square = moments(row_values(w, x, probability=p)), x @ w.T, x**2 @ (w**2).T
    m, V = p @ square, p @ z**2 - (p @ z) ** 2
    c = -(p @ np.log(square / m)) / 2
    assert row["rho"] == pytest.approx(V / m, rel=1e-12)
    assert row["c"] == pytest.approx(c, rel=1e-12)
    equation_4 = np.log1p(V / m / np.expm1(0.2)) / 2 + c
    assert surrogate(row_values(w, x, probability=p), 0.2) == pytest.approx(equation_4, rel=1e-12)


def test_an_atom_of_zeros_makes_c_and_t3_infinite_and_a_row_of_zeros_passes_nothing_on() -> None:
    w_hat, x = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    assert moments(row_values(w_hat, x))["c"][:2].tolist() == [math.inf, 0.0]
    bounds = unit_bounds(w_hat, np.full(w_hat.shape, 0.1), x)
    assert bounds[0] == math.inf
    assert math.isfinite(bounds[1])
    assert bounds[2] == 0


def test_moments_alone_say_what_the_inputs_say() -> None:
    rng = np.random.default_rng(1)
    values = row_values(rng.normal(size=(3, 4)), rng.normal(size=(6, 4)))
    row, r = moments(values), Row()
    known = {"V": row["V"], "m": row["m"], "mean_log_square": np.log(row["m"]) - 2 * row["c"]}
    assert from_moments(r.rho, **known) == pytest.approx(row["rho"])
    assert from_moments(r.c, **known) == pytest.approx(row["c"])
    assert from_moments(r.surrogate, alpha=0.4, **known) == pytest.approx(surrogate(values, 0.4))
    assert from_moments(r.c, mean_log_square=-math.inf) == math.inf


@pytest.mark.parametrize("offset", [0.0, 1e4, 1e8])
def test_a_large_mean_does_not_cancel_in_the_variance(offset):
    rng = np.random.default_rng(1)
    w, x = rng.normal(size=(4, 5)), rng.normal(size=(50, 5))
    assert moments(row_values(w, offset + x))["V"] == pytest.approx(np.var(x @ w.T, axis=0), rel=1e-6)


def test_inputs_that_are_all_the_same_have_no_negative_variance():
    rng = np.random.default_rng(2)
    w, x = rng.normal(size=(40, 3)), np.repeat(rng.normal(size=(1, 3)), 5, axis=0)
    assert moments(row_values(w, x))["V"].min() >= 0
    assert np.isfinite(unit_bounds(w, np.full(w.shape, 1e-17), x)).all()


@pytest.mark.parametrize(("rows", "inputs"), [(0, 5), (2, 0)])
def test_no_rows_or_no_inputs_is_one_sentence(rows, inputs):
    with pytest.raises(ValueError, match="w, x: must have a row and an input"):
        row_values(np.ones((rows, 3)), np.ones((inputs, 3)))


@pytest.mark.parametrize("own", [True, False])
def test_many_worlds_at_once_are_each_its_own(own):
    rng = np.random.default_rng(3)
    x, w = rng.normal(size=(6, 2, 4)), rng.normal(size=(2, 4))
    shares = rng.dirichlet(np.ones(6), size=4).T if own else rng.dirichlet(np.ones(6))
    together = moments({"N": 6, "d": 2, "P": shares, "w": w, "x": x})
    for k in range(4):
        one = row_values(w[:, k][None], x[..., k], probability=shares[:, k] if own else shares)
        assert together["V"][k] == pytest.approx(moments(one)["V"][0])
        assert together["c"][k] == pytest.approx(moments(one)["c"][0])
