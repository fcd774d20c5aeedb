"""Derivations about single numbers (c, an entropy, a unit's information): T2's kurtosis form, the floor, and T4."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import sympy

from bounds.claims.statement import Claim, Evidence
from bounds.papers.achille_soatto_2017 import stack_theorems as cited
from bounds.papers.achille_soatto_2017.formulas.corollary_5_1 import beside_atom
from bounds.papers.achille_soatto_2017.input_families import families
from bounds.papers.achille_soatto_2017.layer_theorems import linearity
from validation.checks import check
from validation.checks.proving import chain, derivation
from validation.effort import Effort
from validation.papers.achille_soatto_2017.exact_informations import LAYERS, gaussian_information, parallel_stacks

LINEARITY = ("=", linearity)


@check("proposition-7/upper-bound-rate", "repaired")
def bounded_kurtosis(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """The logarithm above 1/2 by a parabola, below by Cauchy-Schwarz and a lower tail."""
    split = cited.log_split()
    less = split.subs(cited.VARIANCE, (cited.KAPPA - 1) / cited.D)
    steps = chain(
        claim.symbolic.lhs,
        ("<=", cited.logarithm_around_one_half),
        split,
        ("<=", cited.variance_of_weighted_mean),
        less,
        ("<=", cited.lower_tail),
        less.subs(cited.SHARE, sympy.exp(-cited.D / (8 * cited.KAPPA))),
        LINEARITY,
        claim.symbolic.rhs,
    )

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        """Independent squares of two values each, every combination counted."""
        low, share, dim = float(rng.uniform(0.01, 0.9)), float(rng.uniform(0.1, 0.9)), int(rng.integers(1, 9))
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
        claim.symbolic.rhs,
    )
    worlds = gaussian_worlds()
    summary = "Each term keeps at least its entropy given the noise, and z given x has at most a Gaussian's."
    return derivation(steps, lambda rng: worlds[int(rng.integers(len(worlds)))], summary)


def stack_world(rng: np.random.Generator) -> dict[str, Any]:
    """One random stack of parallel paths, seen at its last layer; U is bounded by T3's own terms from below."""
    width = int(rng.integers(1, 5))
    world = parallel_stacks(rng, 1, width)
    k = int(rng.integers(LAYERS))
    alpha, c, rho = (float(world[name][k, 0]) for name in ("alpha", "c", "rho"))
    information = float(world["I_L"][0])
    q = float(rng.uniform(0.05, 0.95))
    units = np.full(width, information)  # the last unit alone tells no more than all of them
    known = {"I_L": information, "alpha": alpha, "Ibar": -np.log(alpha) / 2, "dim_next": width, "U": units}
    return {**known, "rho": np.full(width, rho), "c": c, "q": q}


@check("corollary-5.1", "repaired", "sharpened")
@check("corollary-5.1/atom", "sharpened")
def stack(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence:
    """Data processing to one layer, its rows one by one, and T3 for each."""
    with_atom = claim.statement.id == "corollary-5.1/atom"
    by_row = claim.statement.id == "corollary-5.1" and claim.reading.name == "sharpened"

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        world = stack_world(rng)
        if by_row:
            return {**world, "c": np.full(world["dim_next"], world["c"])}
        if with_atom:
            share = world["q"]
            binary = -share * np.log(share) - (1 - share) * np.log1p(-share)
            return {**world, "I_L": binary + (1 - share) * world["I_L"], "I_away": world["I_L"]}
        return world

    start, end = claim.symbolic.lhs, claim.symbolic.rhs
    by_rows = ("<=", cited.data_processing)
    rule = ("<=", cited.row_bounds if by_row else cited.unit_bounds)
    if with_atom:
        away, units = (beside_atom(rest) for rest in (cited.AWAY, cited.UNITS))
        steps = chain(start, ("<=", cited.atom_apart), away, by_rows, units, rule, end)
    else:
        steps = chain(start, by_rows, cited.UNITS, rule, end)
    summary = "I(z_L;x) <= I(z_{k+1};z_k), at most the units' sum as the rows are independent, and T3 bounds each unit."
    return derivation(steps, draw, summary)
