"""Rows in numbers, from the expressions in `rows`, and T3 from the ledger: for many rows and inputs at once.

Infinite, and no warning, where an input leaves a row at 0.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

from bounds.claims.statement import symbolic
from bounds.derivations.naming import spelled_out
from bounds.derivations.whole_arrays import value_of, values_of
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.rows import Row

Array = NDArray[np.float64]


def row_values(w: Array, x: Array, *, probability: ArrayLike | None = None) -> dict[str, Any]:
    """The symbols' values for rows w (rows, d) on inputs x (N, d), equally likely unless their probability is given."""
    count, dim = x.shape
    if not (len(w) and count):
        raise ValueError(f"w, x: must have a row and an input at least, got shapes {w.shape} and {x.shape}")
    share = np.full(count, 1 / count) if probability is None else np.asarray(probability)
    return {"N": count, "d": dim, "P": share, "w": w.T, "x": x}


def moments(values: Mapping[str, Any]) -> dict[str, Array]:
    """V, m, rho and c of every row."""
    r = Row()
    return _at({"V": r.V, "m": r.m, "rho": r.rho, "c": r.c}, values)


def surrogate(values: Mapping[str, Any], alpha: ArrayLike) -> Array:
    """Equation (4) of every row."""
    return _at({"I_G": Row().surrogate}, {**values, "alpha": alpha})["I_G"]


def unit_bounds(w_hat: Array, alpha: Array, x: Array) -> Array:
    """T3 for noise that differs from weight to weight, an upper bound of I(z_k;x) for every row, nats, (rows,).

    w_hat and alpha (rows, d), x (N, d). Infinite where some input leaves the row at 0, or where alpha is beyond
    floating point; 0 where every input does.
    """
    values = row_values(w_hat, x)
    bound = symbolic(LEDGER["proposition-7/per-weight-alpha"]["repaired"]).rhs
    found = _at({"bound": bound, "m": Row().m}, {**values, "alpha": alpha.T})
    return np.where(found["m"] == 0, 0.0, found["bound"])


def _at(expressions: Mapping[str, sympy.Expr], values: Mapping[str, Any]) -> dict[str, Array]:
    """The expressions' values, with V of centred inputs: a shift leaves it as it is, and its terms would cancel."""
    V, known = Row().V, sympy.Symbol("V", nonnegative=True)
    x, share = np.asarray(values["x"]), np.asarray(values["P"])
    share = share.reshape(len(share), 1, *(share.shape[1:] or (1,) * (x.ndim - 2)))  # beside inputs, and many worlds
    spread = np.maximum(value_of(V, {**values, "x": x - (share * x).sum(axis=0)}), 0.0)
    return values_of({name: one.xreplace({V: known}) for name, one in expressions.items()}, {**values, "V": spread})


def from_moments(
    expression: sympy.Expr, *, mean_log_square: ArrayLike, m: ArrayLike = 1.0, V: ArrayLike = 1.0, **values: ArrayLike
) -> Array:
    """An expression about rows whose inputs are no finite list: they enter through V, m and E log(w^2 . x^2) alone.

    So one input that has this mean stands for all of them. The answer has the shape that the numbers share.
    """
    r, known = Row(), sympy.symbols("V m", positive=True)
    log_square = sympy.Symbol("log_square", real=True)
    one = expression.xreplace({r.V: known[0], r.m: known[1], r.square: sympy.exp(log_square)})
    given = {"V": V, "m": m, "log_square": mean_log_square, **values}
    arrays = dict(zip(given, np.broadcast_arrays(*given.values()), strict=True))
    flat = {name: np.ravel(array) for name, array in arrays.items()}
    answer = value_of(sympy.expand_log(spelled_out(one)), {**flat, "N": 1, "P": np.ones(1)})
    return answer.reshape(arrays["V"].shape)
