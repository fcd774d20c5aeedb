"""Corollary 5.1: counterexamples to its printed parts."""

from fractions import Fraction
from typing import Any

import numpy as np

from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.claims.world import By
from bounds.papers.achille_soatto_2017 import LEDGER, lemmas
from validation.checks import check
from validation.checks.drawing import rational
from validation.checks.searching import find_counterexample
from validation.effort import Effort
from validation.papers.achille_soatto_2017.layer_worlds import copies, layer

T4 = symbolic(LEDGER["corollary-5.1"]["repaired"])


@check("corollary-5.1", "printed")
def sign_of_g_in_a_stack(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One layer, one unit, x of two signs: the information is log 2 at every alpha."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {**layer([1, -1], units=1, alpha=rational(rng, 0.02, 20)), "I_L": By(lemmas.sign_entropy_of_layer)}

    text = "I(z_1;x) = log 2 for z_1 = eps x, x = +1 or -1, against dim(z_0)(log(1 - e^-alpha)/2 + 1)"
    return find_counterexample(claim, draw, rng, text=text, control=T4)


@check("corollary-5.1/width", "printed")
def many_copies(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Many noisy copies of one input: one wide layer behind a narrow one."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return copies(rng, units=int(rng.integers(1, 300)), low=0.02, high=4)

    text = (
        "I(z_1;x) of dim_next noisy copies z_1j = eps_j x (by decoding their geometric mean), against dim(z_0) = 1 unit"
    )
    return find_counterexample(claim, draw, rng, text=text, tries=10, control=T4)


@check("corollary-5.1/plus-one", "printed")
def more_than_one_nat(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One unit and inputs on a wide geometric grid, which noise cannot confuse: c is larger than 1."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return copies(rng, units=1, low=0.02, high=4)

    text = "I(z_1;x) of z_1 = eps x, x on a geometric grid (by decoding), against g + 1 with g's sign mended"
    return find_counterexample(claim, draw, rng, text=text, tries=10, control=T4)


@check("corollary-5.1/hypotheses", "printed")
def correlated_outputs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent positive inputs of two values, rows of zeros and ones: outputs correlate where the rows overlap."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        d = int(rng.integers(2, 4))
        values = [[rational(rng, 0.5, 3, denominator=4) for _ in range(2)] for _ in range(d)]
        x = [[values[i][code >> i & 1] for i in range(d)] for code in range(2**d)]
        w, v = (rng.integers(0, 2, size=d).tolist() for _ in range(2))
        inputs = {"N": len(x), "d": d, "P": [Fraction(1, len(x))] * len(x), "x": x}
        return {**inputs, "w": w, "v": v, "alpha": rational(rng, 0.05, 4)}

    text = "Cov(z_1, z_2) of two units behind a ReLU that changes nothing, inputs uncorrelated"
    return find_counterexample(claim, draw, rng, text=text)
