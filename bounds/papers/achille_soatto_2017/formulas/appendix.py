"""The formulas of appendix A."""

import sympy
from sympy.core.relational import Relational

SIDE = sympy.Symbol("s", integer=True, positive=True)  # of the input, in pixels
CHANNELS, POOLED = 64, 4  # two layers that each pool 2 x 2


def inputs_of_the_full_layer() -> Relational:
    return sympy.Eq(CHANNELS * (SIDE / POOLED) ** 2, 3136, evaluate=False)
