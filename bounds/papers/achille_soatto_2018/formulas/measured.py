"""What the experiments of 2018 show, where it is not what those of 2017 do."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.measured import CLOSE, KEPT, near_one


def same_place() -> Relational:
    """r, where one architecture loses the fit over where another does."""
    return near_one(sympy.Symbol("r", positive=True))


def rises_by_three() -> Relational:
    return sympy.Le(sympy.Abs(sympy.Symbol("Delta", real=True) - 3), CLOSE, evaluate=False)


def plateau() -> Relational:
    return sympy.Le(sympy.Abs(sympy.Symbol("Delta_K", real=True)), KEPT / 2, evaluate=False)


def worse_than_best() -> Relational:
    return sympy.Gt(sympy.Symbol("E", real=True), 0, evaluate=False)
