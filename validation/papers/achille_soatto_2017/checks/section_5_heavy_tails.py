"""Footnote 7: inputs whose fourth moment nothing bounds beside the second."""

from fractions import Fraction

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from validation.checks import check
from validation.checks.proving import limit_of_family
from validation.effort import Effort


@check("footnote-7/iid", "printed")
def pareto(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The fourth moment of a density like 1/x^4 grows with where it is cut off."""
    reach = sympy.Symbol("T", positive=True)
    return limit_of_family(
        "E x^4 = 3 (T - 1) before norming grows without bound, E x^2 stays below 3: the ratio grows like T/3.",
        "the density 3/x^4 on [1, T], normed",
        parameter=reach,
        point=sympy.oo,
        members={at: {"T": at} for at in (2, 10, 100)},
    )


@check("footnote-7/sub-gaussian", "printed")
def rare_signs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """A sign that is nearly always 0."""
    rare = sympy.Symbol("p", positive=True)
    return limit_of_family(
        "E x^4 = E x^2 = p: the ratio is 1/p.",
        "signs of the probability p, else 0",
        parameter=rare,
        point=sympy.Integer(0),
        members={at: {"p": at} for at in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))},
    )
