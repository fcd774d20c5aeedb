"""Corollary 5.1: counterexamples to its printed parts."""

from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from bounds.claims.enclosure import ball
from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.rows import Row
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.searching import find_counterexample
from validation.effort import Effort
from validation.papers.achille_soatto_2017.enclosed_informations import decoding_floor, geometric_inputs

T4 = "corollary-5.1"
C_OF_A_ROW = Symbolic(lambda: sympy.Eq(Row().c, 0, evaluate=False))


def copies(rng: np.random.Generator, *, units: int, low: float, high: float) -> dict[str, Any]:
    """One layer of units z_j = eps_j x, x on a geometric grid, with the values that every form of the corollary needs.

    The mean of the log z_j is log x plus N(-alpha/2, alpha/units): decoding it gives a lower bound of the information.
    """
    count, ratio = int(rng.integers(2, 33)), 1 + rational(rng, 0.05, 30, denominator=64)
    alpha = rational(rng, low, high)
    inputs = {"N": count, "d": 1, "w": [1], "x": geometric_inputs(count, ratio), "P": [Fraction(1, count)] * count}
    return {
        "I_L": decoding_floor(count, ratio, alpha / units),
        "alpha": alpha,
        "Ibar": -ball(alpha).log() / 2,
        "c": ball(Fraction(C_OF_A_ROW.enclose(inputs)[0].high)),  # the bound is largest there
        "dim_k": 1,
        "dim_next": units,
        "inputs": count,
        "ratio": ratio,
    }


@check("corollary-5.1", "printed")
def sign_of_g_in_a_stack(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One layer, one unit, x of two signs: the information is log 2 at every alpha."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        alpha = rational(rng, 0.02, 20)
        known = {"I_L": ball(2).log(), "Ibar": -ball(alpha).log() / 2, "c": 0}
        return {**known, "alpha": alpha, "dim_k": 1, "dim_next": 1}

    text = "I(z_1;x) = log 2 for z_1 = eps x, x = +1 or -1, against dim(z_0)(log(1 - e^-alpha)/2 + 1)"
    return find_counterexample(claim.symbolic, draw, rng, text=text, control=symbolic(LEDGER[T4]["repaired"]))


@check("corollary-5.1/width", "printed")
def many_copies(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Many noisy copies of one input: one wide layer behind a narrow one."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return copies(rng, units=int(rng.integers(1, 300)), low=0.02, high=4)

    text = (
        "I(z_1;x) of dim_next noisy copies z_1j = eps_j x (by decoding their geometric mean), against dim(z_0) = 1 unit"
    )
    return find_counterexample(claim.symbolic, draw, rng, text=text, control=symbolic(LEDGER[T4]["repaired"]))


@check("corollary-5.1/plus-one", "printed")
def more_than_one_nat(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One unit and inputs on a wide geometric grid, which noise cannot confuse: c is larger than 1."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return copies(rng, units=1, low=0.02, high=4)

    text = "I(z_1;x) of z_1 = eps x, x on a geometric grid (by decoding), against g + 1 with g's sign mended"
    return find_counterexample(claim.symbolic, draw, rng, text=text, control=symbolic(LEDGER[T4]["repaired"]))


@check("corollary-5.1/hypotheses", "printed")
def correlated_outputs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent positive inputs of two values, rows of zeros and ones: outputs correlate where the rows overlap."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        d = int(rng.integers(2, 4))
        values = [[rational(rng, 0.5, 3, denominator=4) for _ in range(2)] for _ in range(d)]
        x = [[values[i][code >> i & 1] for i in range(d)] for code in range(2**d)]
        w, v = (rng.integers(0, 2, size=d).tolist() for _ in range(2))
        return {"N": len(x), "d": d, "P": [Fraction(1, len(x))] * len(x), "x": x, "w": w, "v": v}

    text = "Cov(z_1, z_2) of two units behind a ReLU that changes nothing, inputs uncorrelated"
    return find_counterexample(claim.symbolic, draw, rng, text=text)
