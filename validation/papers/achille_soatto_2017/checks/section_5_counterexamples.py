"""Rigorous counterexamples to the printed forms of Propositions 6 and 7 and of footnote 7."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

import numpy as np
import sympy

from bounds.claims.enclosure import ball
from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Evidence, symbolic
from bounds.claims.world import By
from bounds.derivations.family_limit import FamilyLimit, entries
from bounds.papers.achille_soatto_2017 import LEDGER, lemmas
from bounds.papers.achille_soatto_2017.rows import Row, chi_square_gap
from validation.checks import check
from validation.checks.drawing import fractions, rational
from validation.checks.proving import limit_of_family
from validation.checks.searching import find_counterexample
from validation.effort import Effort

INFORMATIONS = ((lemmas.unit_ceiling, "alpha_1"), (lemmas.sign_floor, "alpha_2"))  # little noise, much noise


def signs(dim: int) -> list[list[int]]:
    """All combinations of signs."""
    return [[1 if code >> k & 1 else -1 for k in range(dim)] for code in range(2**dim)]


def symmetric_inputs(rng: np.random.Generator, *, scales: list[Fraction], shares: list[Fraction]) -> dict[str, Any]:
    """Inputs S r with a common scale S and independent signs r: uncorrelated, without mean, E y^2 bounded."""
    d = int(rng.integers(1, 3))
    patterns = signs(d)
    x = [[scale * sign for sign in pattern] for scale in scales for pattern in patterns]
    probability = [share / len(patterns) for share in shares for _ in patterns]
    w = [rational(rng, 0.3, 3, denominator=8) for _ in range(d)]
    return {"N": len(x), "d": d, "P": probability, "x": x, "w": w}


@check("proposition-6/sigma-1", "printed")
def square_of_the_mean(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Small integer worlds: the two variances as exact rationals times alpha-tilde."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n, d = int(rng.integers(2, 4)), int(rng.integers(1, 3))
        x = rng.integers(0, 2, size=(n, d)).tolist()
        w = rng.integers(-1, 2, size=d).tolist()
        return {"N": n, "d": d, "P": fractions(rng, n), "x": x, "w": w, "alpha": rational(rng, 0.1, 2, denominator=8)}

    text = "Var z against the printed sigma_1^2, with E[x_i]^2"
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))


@check("proposition-6/kl-display", "printed")
def lost_parentheses(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Random worlds: as typeset the display is 2 I_G - 1/2."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        n, d = int(rng.integers(2, 4)), int(rng.integers(1, 3))
        x = [[rational(rng, 0.2, 3, denominator=8) for _ in range(d)] for _ in range(n)]
        w = [rational(rng, 0.2, 3, denominator=8) for _ in range(d)]
        return {"N": n, "d": d, "P": fractions(rng, n), "x": x, "w": w, "alpha": rational(rng, 0.1, 2, denominator=8)}

    text = "The display as typeset against equation (4)"
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))


@check("proposition-6", "printed")
def information_is_not_the_surrogate(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """dim x = 1 and x of two signs: the sign of z tells the sign of x, so I(z;x) is the sign's entropy exactly."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        shares = fractions(rng, 2)
        size = rational(rng, 0.2, 3, denominator=8)
        world = {"N": 2, "d": 1, "P": shares, "x": [[size], [-size]], "w": [1]}
        return {**world, "alpha": rational(rng, 0.05, 4), "I": By(lemmas.sign_entropy)}

    text = "I(z;x) of z = eps x, x = +r or -r, against equation (4)"
    return find_counterexample(claim, draw, rng, text=text)


@check("proposition-6/monotone-in-alpha", "printed")
@check("section-6.2/less-information", "printed")
def information_grows_with_noise(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """x = +v or -v with w . v = 0: little information at small alpha (by T3), more at large alpha (the sign of z)."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        b, c = rational(rng, 0.2, 3, denominator=8), rational(rng, 0.2, 3, denominator=8)
        row = {"N": 2, "d": 3, "P": [Fraction(1, 2)] * 2, "x": [[1, 1, 1], [-1, -1, -1]], "w": [b + c, -b, -c]}
        low, high = rational(rng, 0.002, 1, denominator=1024), rational(rng, 1, 8, denominator=8)
        before, after = (By(lemma, (("alpha", name),)) for lemma, name in INFORMATIONS)
        return {**row, "alpha_1": low, "alpha_2": high, "I_1": before, "I_2": after}

    text = (
        "z = (eps_1 w_1 + eps_2 w_2 + eps_3 w_3) x with w summing to 0 and x = +1 or -1: I_1 is at most T3's bound at "
        "alpha_1, I_2 at least what the sign of z tells at alpha_2"
    )
    return find_counterexample(claim, draw, rng, text=text, tries=10)


@check("proposition-7/g", "printed")
@check("proposition-7/alpha-relation", "printed")
def another_number(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The two sides at random alpha."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {"alpha": rational(rng, 0.02, 4), "K": int(rng.integers(1, 9))}

    control = symbolic(claim.sibling("repaired"))
    return find_counterexample(claim, draw, rng, text="Both sides at one alpha", control=control)


@check("proposition-7", "printed")
def sign_of_g(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent signs as inputs: equation (4) exceeds the printed bound once alpha is small enough."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = symmetric_inputs(rng, scales=[Fraction(1)], shares=[Fraction(1)])
        return {**world, "alpha": rational(rng, 0.05, 12)}

    control = symbolic(LEDGER["proposition-7/upper-bound"]["repaired"])
    text = "Equation (4) for independent signs against log(1 - e^-alpha)/2 + 1"
    return find_counterexample(claim, draw, rng, text=text, control=control)


@check("proposition-7/lower-bound", "printed")
def inputs_with_a_mean(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Independent components of two values each; half of them have a mean."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        values = [[rational(rng, 0.2, 3, denominator=8) for _ in range(2)] for _ in range(2)]
        if rng.random() < 0.5:
            values = [[v[0], -v[0]] for v in values]
        x = [[a, b] for a in values[0] for b in values[1]]
        w = [rational(rng, 0.3, 3, denominator=8) for _ in range(2)]
        return {"N": 4, "d": 2, "P": [Fraction(1, 4)] * 4, "x": x, "w": w, "alpha": rational(rng, 0.05, 4)}

    text = "g (sign mended) against equation (4), inputs independent but not of mean 0"
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("sharpened")))


@check("proposition-7/upper-bound", "printed")
def inputs_near_zero(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """Signs times a common scale of two values; and the limit in which one of them is 0."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        scales = [Fraction(1), rational(rng, 1e-4, 1, denominator=4096)]
        world = symmetric_inputs(rng, scales=scales, shares=fractions(rng, 2))
        return {**world, "alpha": rational(rng, 0.05, 4)}

    text = "Equation (4) for independent signs times a common scale (uncorrelated, E y^2 <= 1/P) against g + 1"
    yield find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))
    t = sympy.Symbol("t", positive=True)
    one = sympy.Integer(1)
    yield limit_of_family(
        "With x = t or x = 1, equally likely, equation (4) less (g + 1) grows without bound as t -> 0: "
        "an atom at zero makes c infinite, whatever the kurtosis.",
        "x = t or 1 with equal probability, alpha = 1",
        parameter=t,
        point=0,
        members={
            at: {"N": 2, "d": 1, "w": [1], "x": [[at], [1]], "P": [Fraction(1, 2)] * 2, "alpha": 1}
            for at in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))
        },
        N=2 * one,
        d=one,
        w=entries(one),
        x=entries(t, one, indices=2),
        P=entries(one / 2, one / 2),
        alpha=one,
    )


@check("proposition-7/variance-of-squares", "printed")
def common_scale(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Signs times a common scale: uncorrelated, and their squares are one number."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return symmetric_inputs(rng, scales=[Fraction(1), rational(rng, 0.1, 3)], shares=fractions(rng, 2))

    text = "The variance of w^2 . x^2 for independent signs times a common scale"
    return find_counterexample(claim, draw, rng, text=text)


@check("proposition-7/upper-bound-rate", "printed")
def c_does_not_fall(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """A common scale, or one weight that dominates: c is the same for every dim x."""
    d, i, half = Row().d, Row().i, Fraction(1, 2)
    scale = "inputs of a common size, 1 or 1/k, and uncorrelated signs"
    families = (
        (f"{scale}, equal weights", sympy.Lambda(i, sympy.Integer(1)), lambda d: [1] * d),
        (f"{scale}, all but one weight 0", entries(sympy.Integer(1)), lambda d: [1] + [0] * (d - 1)),
    )
    for family, weight, row in families:
        k = int(rng.integers(3, 9))
        small = Fraction(1, k)
        kappa = (1 + small**4) / 2 / ((1 + small**2) / 2) ** 2
        members: dict[int | Fraction, dict[str, Any]] = {}
        for order in (1, 2, 3):
            inputs = [[size * sign for sign in signs] for size in (1, small) for signs in uncorrelated_signs(order)]
            dim, count = len(inputs[0]), len(inputs)
            world = {"N": count, "d": dim, "w": row(dim), "x": inputs, "P": [Fraction(1, count)] * count}
            members[dim] = {**world, "kappa": kappa}
        found = limit_of_family(
            f"With {family} (1/k = 1/{k}), c - C/dim(x) tends to a positive number, whatever C is: c does not fall "
            "with dim(x), though the inputs are uncorrelated with bounded kurtosis.",
            family,
            parameter=d,
            point=sympy.oo,
            members=members,
            N=sympy.Integer(2),
            w=weight,
            x=entries(sympy.Integer(1), sympy.Rational(1, k), indices=2),
            P=entries(sympy.Rational(half), sympy.Rational(half)),
        )
        limit = cast(FamilyLimit, found.certificate).limit(claim.symbolic)
        words = str(limit).replace("**", "^").replace("*", " ")
        yield replace(found, summary=found.summary.replace("a positive number", f"{words} = {float(limit):.4g} > 0"))


def uncorrelated_signs(order: int) -> list[list[int]]:
    """2^order equally likely rows of 2^order - 1 signs, any two of which are uncorrelated and none has a mean."""
    size = 2**order
    return [[1 - 2 * ((n & i).bit_count() % 2) for i in range(1, size)] for n in range(size)]


@check("proposition-7/true-information", "printed")
def true_information_exceeds_g(claim: Claim, rng: np.random.Generator, effort: Effort) -> Iterator[Evidence]:
    """One input of two signs: the information is the sign's entropy, c is 0, and g vanishes as alpha grows."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        shares = [Fraction(1, 2)] * 2
        size = rational(rng, 0.2, 3, denominator=8)
        world = {"N": 2, "d": 1, "P": shares, "x": [[size], [-size]], "w": [1]}
        return {**world, "alpha": rational(rng, 0.01, 1.2), "I": By(lemmas.sign_entropy)}

    text = "I(z;x) of z = eps x, x = +r or -r, against g (sign mended) + c"
    yield find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))
    # Gaussian x has no finite world: its c is known in closed form, and the sign of z still tells that of x
    bound = claim.symbolic.rhs.xreplace({Row().c: chi_square_gap(sympy.Integer(1))})
    gaussian = Symbolic(lambda: sympy.Le(claim.symbolic.lhs, bound, evaluate=False))
    alpha = rational(rng, 3, 6)
    lhs, rhs = gaussian.enclose({"alpha": alpha, "I": ball(2).log()})
    yield Evidence(
        kind="measurement",
        method="closed form, ball arithmetic",
        summary=f"dim x = 1, x standard Gaussian, alpha = {alpha}: the sign tells I(z;x) >= log 2 = {float(lhs):.4f}, "
        f"against g + c = {float(rhs):.4f} with c = 1/2 (log(1/2) - psi(1/2)).",
        witness={"alpha": str(alpha), "x": "standard Gaussian", "dim x": 1},
    )


@check("proposition-7/per-weight-alpha", "printed")
def mean_information(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """One weight in use, with little noise; a second weight of 0 whose large alpha lowers the mean information."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        count, ratio = int(rng.integers(2, 13)), 1 + rational(rng, 0.005, 0.5, denominator=256)
        alphas = [rational(rng, 1e-6, 0.1, denominator=2**20), rational(rng, 0.1, 8)]
        x = [[ratio**k, 1] for k in range(count)]
        world = {"N": count, "d": 2, "P": [Fraction(1, count)] * count, "x": x, "w": [1, 0], "alpha": alphas}
        return {**world, "I": By(lemmas.decoding)}

    text = (
        "z = eps_1 x_1 (w_2 = 0), x_1 on a geometric grid: I(z;x) is at least what decoding gives (Fano); the bound "
        "has the mean of both weights' information"
    )
    return find_counterexample(claim, draw, rng, text=text, control=symbolic(claim.sibling("repaired")))


@check("footnote-7", "printed")
def rare_inputs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """x = 1 with a small probability and 0 otherwise: bounded support, kurtosis 1/p, more than any constant."""
    p = sympy.Symbol("p", positive=True)
    return limit_of_family(
        "With x = 1 of probability p and x = 0 otherwise, E x^4/(E x^2)^2 = 1/p grows without bound as p -> 0: "
        "no C serves all inputs bounded by 1.",
        "x = 1 with probability p, else 0",
        parameter=p,
        point=0,
        members={
            at: {"N": 2, "x": [1, 0], "P": [at, 1 - at]} for at in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))
        },
        N=sympy.Integer(2),
        x=entries(sympy.Integer(1), sympy.Integer(0)),
        P=entries(p, 1 - p),
    )
