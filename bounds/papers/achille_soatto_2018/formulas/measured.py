"""What the experiments of 2018 show, where it is not what those of 2017 do."""

import sympy
from sympy.core.relational import Relational

from bounds.papers.achille_soatto_2017.formulas.measured import CLOSE


def rises_by_three() -> Relational:
    return sympy.Le(sympy.Abs(sympy.Symbol("Delta", real=True) - 3), CLOSE, evaluate=False)
