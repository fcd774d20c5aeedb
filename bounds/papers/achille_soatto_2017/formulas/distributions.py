"""Two finite distributions as vectors of positive symbols."""

import sympy


def two_laws() -> tuple[sympy.Expr, sympy.Expr, tuple[sympy.Symbol, int, sympy.Expr]]:
    """p_k, q_k and the range of k."""
    k = sympy.Symbol("k", integer=True)
    size = sympy.Symbol("K", integer=True, positive=True)
    p, q = (sympy.IndexedBase(name, positive=True)[k] for name in "pq")
    return p, q, (k, 0, size - 1)
