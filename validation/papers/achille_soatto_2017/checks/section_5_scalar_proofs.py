"""Derivations about single numbers (c, an entropy, a unit's information): T2's kurtosis form, the floor, and T4."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import sympy
from scipy.stats import norm

from bounds.claims.statement import Claim, Evidence
from bounds.derivations.citing import Cited
from bounds.derivations.derivation import ALGEBRA, Derivation, sampled
from bounds.papers.achille_soatto_2017 import PAPER
from bounds.papers.achille_soatto_2017 import stack_theorems as cited
from bounds.papers.achille_soatto_2017.formulas import corollary_5_1 as layers
from bounds.papers.achille_soatto_2017.formulas import gaussian
from bounds.papers.achille_soatto_2017.input_families import families
from bounds.papers.achille_soatto_2017.layer_theorems import linearity
from bounds.papers.achille_soatto_2017.row_numbers import from_moments
from bounds.papers.achille_soatto_2017.rows import Row
from validation.checks import check
from validation.checks.one_term_channels import one_term_information
from validation.checks.proving import chain, derivation
from validation.effort import Effort
from validation.papers.achille_soatto_2017.exact_informations import gaussian_information

LINEARITY = ("=", linearity)


@check("proposition-7/upper-bound-rate", "repaired")
def bounded_kurtosis(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm above 1/2 by a parabola, below by Cauchy-Schwarz and a lower tail."""
    split = cited.log_split()
    less = split.subs(cited.VARIANCE, (cited.KAPPA - 1) / cited.D)
    least = less.subs(sympy.sqrt(cited.SHARE), sympy.exp(-cited.D / (16 * cited.KAPPA)))
    steps = chain(
        claim.symbolic.lhs,
        ("<=", cited.logarithm_around_one_half),
        split,
        ("<=", cited.variance_of_weighted_mean),
        less,
        ("<=", cited.lower_tail),
        least,
        LINEARITY,
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        """Independent squares of two values each, every combination counted; or one, where the parabola touches."""
        low, share, dim = float(rng.uniform(0.01, 0.9)), float(rng.uniform(0.1, 0.9)), int(rng.integers(1, 9))
        if rng.random() < 0.3:
            low, share, dim = 0.5, share / 20, 1
        high = (1 - share * low) / (1 - share)
        p = rng.dirichlet(np.full(dim, 3.0))
        picks = np.array(list(product([0, 1], repeat=dim)))
        y, mass = np.where(picks == 1, low, high), np.prod(np.where(picks == 1, share, 1 - share), axis=1)
        s = y @ p
        return {
            "c": float(-mass @ np.log(s) / 2),
            "v_s": float(mass @ (s - 1) ** 2),
            "q_s": max(float(mass[s < 0.5].sum()), 1e-300),
            "kappa": share * low**2 + (1 - share) * high**2,
            "D": float(1 / (p**2).sum()),
            "Lambda": float(np.sqrt(share * max(-np.log(low), 0) ** 2 + (1 - share) * max(-np.log(high), 0) ** 2)),
        }

    summary = (
        "Above 1/2 the logarithm lies under a parabola whose mean is (2 log 2 - 1) Var s; below, Jensen, Cauchy-"
        "Schwarz and a lower-tail inequality for non-negative terms bound what is left."
    )
    return derivation(steps, draw, summary)


@lru_cache
def gaussian_worlds() -> tuple[Mapping[str, Any], ...]:
    """One Gaussian input of variance 1: I, h(z) and E h(z|x) at a few alphas."""
    alpha = np.array([0.05, 0.3, 1.0, 2.5])
    c = families()[0].c_of_one
    information = gaussian_information(alpha)
    # h(z|x) = log|x| + the entropy of eps; E log|x| = -c
    conditional = -c + np.log(2 * np.pi * np.e * alpha) / 2 - alpha / 2
    return tuple(
        {"I": i, "alpha": a, "c": c, "h_zx": h, "h_z": i + h, "m": 1.0}
        for i, a, h in zip(information, alpha, conditional, strict=True)
    )


@check("proposition-7/true-information-floor", "sharpened")
def entropies_of_gaussian_inputs(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The entropy power inequality for z, maximum entropy for z given x."""
    steps = chain(
        claim.symbolic.lhs,
        ("=", cited.entropies_of_z),
        cited.ENTROPY - cited.CONDITIONAL,
        (">=", cited.entropy_power_of_gaussian_terms),
        cited.gaussian_floor() - cited.CONDITIONAL,
        (">=", cited.maximum_entropy_given_input),
        cited.gaussian_floor() - cited.gaussian_ceiling(),
        LINEARITY,
        gaussian.capacity(1 / (sympy.exp(cited.ALPHA) - 1)) + cited.C - cited.ALPHA,
        ("=", Cited(PAPER.id, "proposition-7/g", "repaired")),
        claim.symbolic.rhs,
    )
    worlds = gaussian_worlds()
    summary = "Each term keeps at least its entropy given the noise, and z given x has at most a Gaussian's."
    return derivation(steps, lambda rng: worlds[int(rng.integers(len(worlds)))], summary)


POINTS = 200  # of each row's input
DATA_PROCESSING = Cited(
    PAPER.id,
    "corollary-5.1/data-processing",
    "printed",
    {"I(z3;x)": layers.information, "I(z2;z1)": layers.layer_information},
)
PAIR = Cited(
    PAPER.id,
    "corollary-5.1/shared-noise",
    "repaired",
    dict(zip(("I(z1;x)", "I(z2;x)", "I(z1,z2;x)"), cited.GROUPS, strict=True)),
)


def stack_world(rng: np.random.Generator) -> dict[str, Any]:
    """One layer, the last, whose rows each read an input of their own: nothing is lost but in the bound of a row.

    An input is nearly Gaussian, about a mean of its own: at a small alpha and no mean, T3 is nearly attained.
    """
    width, alpha = int(rng.integers(1, 4)), float(np.exp(rng.uniform(np.log(0.03), np.log(1.5))))
    mean = rng.choice([0.0, 1.0], size=width) * rng.uniform(0, 1.5, size=width)
    normal = norm.ppf((np.arange(POINTS)[:, None] + rng.uniform(0.3, 0.7)) / POINTS)
    x, probability = mean + normal, np.full((POINTS, width), 1 / POINTS)
    square, log_square = (x**2).mean(axis=0), np.log(x**2).mean(axis=0)
    units = one_term_information(x, probability, np.full_like(x, alpha))
    r, row = Row(), {"V": square - x.mean(axis=0) ** 2, "m": square, "mean_log_square": log_square}
    names = {"I_L": units.sum(), "I_next": units.sum(), "U": units, "alpha": alpha, "Ibar": -np.log(alpha) / 2}
    return {**names, "dim_next": width, "rho": from_moments(r.rho, **row), "c_row": from_moments(r.c, **row)}


@check("corollary-5.1", "repaired", "sharpened")
def stack(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Data processing to one layer, its rows one by one, and T3 for each."""
    units = layers.over_rows(cited.UNIT)
    if claim.reading.name == "sharpened":
        row = {"I": cited.UNIT, "c": layers.row_c, "rho": layers.row_rho}
        t3 = Cited(PAPER.id, "proposition-7", "sharpened", row)
        last = [("<=", t3), claim.symbolic.rhs]
    else:
        t3 = Cited(PAPER.id, "proposition-7", "repaired", {"I": cited.UNIT, "c": cited.ROW_C})
        each = t3.rhs - cited.ROW_C
        last = [
            ("<=", t3),
            layers.over_rows(t3.rhs),
            LINEARITY,
            layers.next_width * each + layers.over_rows(cited.ROW_C),
            ("=", cited.mean_over_rows),
            layers.next_width * each + layers.next_width * layers.mean_c,
            ("=", ALGEBRA),
            claim.symbolic.rhs,
        ]
    steps = chain(
        claim.symbolic.lhs,
        ("<=", DATA_PROCESSING),
        layers.layer_information,
        ("<=", cited.row_by_row, {"pair": PAIR}),
        units,
        *last,
    )
    summary = "I(z_L;x) <= I(z_{k+1};z_k), at most the units' sum as the rows are independent, and T3 bounds each unit."

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = stack_world(rng)
        return {**world, "c": world["c_row"] if claim.reading.name == "sharpened" else world["c_row"].mean()}

    return derivation(steps, draw, summary)


@check("corollary-5.1/invariance", "repaired")
def nuisance_of_a_stack(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Proposition 1 at the last layer, and T4."""
    named = {"I(z3;n)": layers.of_nuisance, "I(x;y)": layers.of_task, "I(z3;x)": layers.information}
    invariance = Cited(PAPER.id, "corollary-5.1/nuisance-chain", "printed", named)
    t4 = Cited(PAPER.id, "corollary-5.1", "repaired")
    steps = chain(claim.symbolic.lhs, ("<=", invariance), layers.information, ("<=", t4), claim.symbolic.rhs)

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = stack_world(rng)
        share = rng.dirichlet(np.ones(3)) * world["I_L"]
        return {**world, "c": world["c_row"].mean(), "I_n": share[0], "I_xy": share[1]}

    return derivation(steps, draw, "I(z_L;n) + I(x;y) <= I(z_L;x) for a sufficient z_L, which T4 bounds.")


@check("corollary-5.1/atom", "sharpened")
def beside_an_atom(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """T4 where z_k is not 0, and the entropy of whether it is."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world, q = stack_world(rng), float(rng.uniform(0.01, 0.99))
        binary = -q * np.log(q) - (1 - q) * np.log1p(-q)
        away, mean_c = world["I_L"], world["c_row"].mean()
        return {**world, "c": mean_c, "q": q, "I_away": away, "I_L": binary + (1 - q) * away}

    t4 = Cited(PAPER.id, "corollary-5.1", "repaired", {"I_L": cited.AWAY})
    given = Derivation(steps=tuple(chain(t4.lhs, ("<=", t4), t4.rhs)), points=sampled(draw))
    steps = chain(
        claim.symbolic.lhs,
        ("<=", cited.atom_apart),
        layers.beside_atom(cited.AWAY),
        ("<=", cited.atom_beside, {"one": t4.lhs, "other": t4.rhs, "proof": given}),
        claim.symbolic.rhs,
    )
    summary = "Whether z_k is 0 tells at most Hb(q); given that it is not, T4 holds."
    return derivation(steps, draw, summary)
