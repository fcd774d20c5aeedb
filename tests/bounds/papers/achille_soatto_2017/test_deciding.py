"""Each hypothesis that a world decides: one in which it holds, and one that is nearly it and in which it does not."""

from fractions import Fraction

import pytest

from bounds.claims.world import By, World
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import lemmas
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence
from bounds.papers.achille_soatto_2017.deciding import by_construction

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
SIGNS = {"P": (Fraction(1, 4),) * 4, "x": ((1, 1), (1, -1), (-1, 1), (-1, -1))}
TOGETHER = {"P": (HALF, HALF), "x": ((1, 1), (-1, -1))}
LAYER = {**SIGNS, "W": ((1, 0), (1, 1)), "dim_k": 2, "dim_next": 2, "I_L": By(lemmas.decoding_copies)}
ZEROS = {"P": (HALF, HALF), "x": ((1, 0), (0, 0))}

LABELS = {"N": 2, "C": 2, "beta": 1, "H_pq": HALF, "I": HALF, "I_0": 0, "eps": 0}
WORLDS = [
    (assumed.ABOVE_ONE, {"beta": 2}, {"beta": 1}),
    (assumed.BELOW_ONE, {"beta": HALF}, {"beta": 1}),
    (assumed.NO_PRICE, {"I_0": 0}, {"I_0": HALF}),
    (assumed.COSTS_MORE, {"I": 1, "I_0": HALF}, {"I": HALF, "I_0": HALF}),
    (assumed.NEAR_IGNORANCE, LABELS, {**LABELS, "I": 1}),  # 2 log 2 = 1.386
    (assumed.NEAR_TABLE, LABELS, {**LABELS, "beta": HALF}),
    (assumed.FROM_CROSSING, {**LABELS, "I": 1}, LABELS),
    (assumed.ONE_CELL, {"p": (HALF, HALF), "q": (THIRD, 1 - THIRD)}, {"p": (HALF, HALF), "q": (THIRD, THIRD)}),
    (assumed.LAWS, {"p": (HALF, HALF), "q": (1, 0)}, {"p": (HALF, HALF), "q": (1, 1)}),
    (
        assumed.CHANNEL,
        {"pi": (HALF, HALF), "p": ((HALF, HALF), (1, 0))},
        {"pi": (HALF, HALF), "p": ((HALF, HALF), (1, 1))},
    ),
    (assumed.CHANNEL, {"pi": (1,), "p": ((1, 0),)}, {"pi": (1, 1), "p": ((1, 0), (0, 1))}),
    (assumed.PRIOR_AND_MARGINAL, {"p": (1, 0), "q": (0, 1)}, {"p": (2, -1), "q": (0, 1)}),
    (assumed.PROPER_PRIOR, {"r": (HALF, HALF)}, {"r": (1, 1)}),
    (assumed.FINITELY_MANY_WEIGHTS, {"M": 3}, {"M": 0}),
    (assumed.GAUSSIAN_THETA, {"s": 1}, {"s": 0}),
    (assumed.GAUSSIAN_DATA, {"v": 1}, {"v": 0}),
    (assumed.CONSTANT_IN_N, {"N": 1}, {"C": 1}),
    (assumed.MINIMISER_OF_RANDOM_LABELS, {"n": 2}, {"n": 0}),
    (assumed.SCATTERED_MINIMUM, {"s": 1, "h": 1}, {"s": 1, "h": 0}),
    (assumed.GAUSSIAN_MINIMUM, {"s": 1, "a": 1}, {"s": 1, "a": 0}),
    (assumed.BELOW_AND_AT, {"u": HALF, "q": HALF}, {"u": HALF, "q": 1 - THIRD}),
    (assumed.CURVATURE_A, {"a": 1}, {"a": 0}),
    (assumed.STATIONARY_SGD, {"k": 1, "v": 1}, {"k": 0, "v": 1}),
    (assumed.CLAIM_1_WITH_CONSTANT, {"alpha": 1}, {"alpha": 0}),
    (  # p, the prior, is further from the labels than q and nearer to the prior
        assumed.LOWER_LAGRANGIAN,
        {"M": 2, "p": (HALF, HALF), "q": (THIRD, 1 - THIRD), "r": (HALF, HALF), "l": (HALF, 1), "beta": 9},
        {"M": 2, "p": (HALF, HALF), "q": (THIRD, 1 - THIRD), "r": (HALF, HALF), "l": (HALF, 1), "beta": HALF},
    ),
    (assumed.CRITICAL_POINT, {"H": 1}, {"H": 1, "g": 0}),
    (assumed.LOCAL_MINIMUM, {"lambda": (0, 2)}, {"lambda": (1, -1)}),
    (assumed.SMALLER_NORM, {"f": (1, 1), "h": (3, 0)}, {"f": (1, 1), "h": (2, 0)}),
    (assumed.FLATTER_EVERYWHERE, {"f": (1, 1), "h": (1, 2)}, {"f": (1, 3), "h": (4, 2)}),
    (assumed.LESS_INFORMATION, {"f": (4, HALF), "h": (1, 2)}, {"f": (4, 1), "h": (1, 2)}),
    (
        assumed.OPTIMAL_AT_BETA,
        {"H_1": 0, "H_2": 1, "I_1": 1, "I_2": 0, "beta": 1},
        {"H_1": 0, "H_2": 1, "I_1": 2, "I_2": 0, "beta": 1},
    ),
    (
        assumed.OPTIMAL_AT_LARGER_BETA,
        {"H_1": 0, "H_2": 1, "I_1": 1, "I_2": 0, "beta": HALF, "delta": HALF},
        {"H_1": 0, "H_2": 1, "I_1": 1, "I_2": 0, "beta": HALF, "delta": THIRD},
    ),
    (assumed.SQUARES_UNCORRELATED, SIGNS, {**TOGETHER, "x": ((1, 1), (2, 2))}),
    (assumed.INFORMATION_IN_WEIGHTS, {"s": 0}, {"s": -1}),
    (assumed.ONE_WEIGHT_NOISE, {"alpha_1": 1, "alpha_2": 2}, {"alpha_1": 1, "alpha_2": 0}),
    (assumed.IMPROPER_PRIOR, {"c": 1}, {"c": 0}),
    (assumed.CONSTANT_IN_ALPHA, {"I": By(lemmas.of_finitely_many_data_sets)}, {"I": By(lemmas.sign_entropy)}),
    (assumed.LOG_UNIFORM_PRIOR, {"A": 0, "B": 1}, {"A": 1, "B": 1}),
    (assumed.QUADRATIC, {"h": (1,)}, {"w": (1,)}),
    (assumed.AVERAGED_CURVATURES_POSITIVE, {"c": (1, 2)}, {"c": (1, 0)}),
    (assumed.CURVATURES_POSITIVE, {"h": (1, 2), "w": (1, -1)}, {"h": (1, 2), "w": (1, 0)}),
    (assumed.CURVATURES_POSITIVE, {"a": 1}, {"a": 0}),
    (assumed.SEMIDEFINITE, {"h": (1, 2)}, {"h": (1, -2)}),
    (assumed.NOISE, {"alpha": (1, 2)}, {"alpha": (1, 0)}),
    (assumed.STACK_NOISE, {"alpha": 1}, {"beta": 1}),
    (assumed.ONE_ALPHA, {"alpha": 1}, {"alpha": (1, 1)}),
    (assumed.UNIT, {"I": By(lemmas.decoding)}, {"I": 1}),
    (assumed.ONE_UNIT, {"I": By(lemmas.decoding)}, {"I": By(lemmas.decoding), "h_z": 1}),
    (assumed.NO_ATOM, {**SIGNS, "w": (1, 0)}, {**ZEROS, "w": (1, 0)}),
    (assumed.ALPHA_GROWS, {"alpha_1": 1, "alpha_2": 2}, {"alpha_1": 2, "alpha_2": 2}),
    (
        assumed.INFORMATION_BEFORE,
        {"I_1": By(lemmas.decoding, (("alpha", "alpha_1"),))},
        {"I_1": By(lemmas.decoding, (("alpha", "alpha_2"),))},
    ),
    (assumed.UNCORRELATED, SIGNS, TOGETHER),
    (assumed.ZERO_MEAN, SIGNS, {**SIGNS, "P": (HALF, Fraction(1, 6), Fraction(1, 6), Fraction(1, 6))}),
    (assumed.RHO, {**SIGNS, "N": 4, "d": 2, "w": (1, 1)}, {**TOGETHER, "N": 2, "d": 2, "w": (1, 1)}),
    (assumed.CLAIM_1, {"Ibar": By(lemmas.per_weight)}, {"Ibar": 1}),
    (assumed.KURTOSIS, {**SIGNS, "kappa": 1}, {**ZEROS, "x": ((1,), (2,)), "kappa": 1}),
    (assumed.KURTOSIS, {**SIGNS, "x": ((2, 2), (2, -2), (-2, 2), (-2, -2)), "kappa": 1}, {**SIGNS, "kappa": HALF}),
    (assumed.KURTOSIS, SIGNS, ZEROS),
    (assumed.CONSTANT_IN_KAPPA, {"kappa": 1}, {"kappa": 1, "C": 1}),
    (assumed.CONSTANT, {"N": 1}, {"C": 1}),
    (assumed.INPUTS_IN_UNIT_INTERVAL, {"x": (1, -1)}, {"x": (1, -2)}),
    (assumed.BOUNDED_INPUTS, {"x": (1, -2), "B": 2}, {"x": (1, -3), "B": 2}),
    (
        assumed.LEAST_SECOND_MOMENT,
        {"x": (1, 0), "P": (HALF, HALF), "v": HALF},
        {"x": (1, 0), "P": (HALF, HALF), "v": 1},
    ),
    (assumed.EVERY_LAYER, LAYER, {**LAYER, "dim_next": 3}),
    (assumed.EVERY_LAYER, LAYER, {**LAYER, "I_L": 2}),
    (assumed.EVERY_LAYER, {**LAYER, "N": 4}, {**LAYER, "N": 3}),
    (assumed.EVERY_LAYER, LAYER, {**LAYER, "P": (HALF, HALF)}),
    (assumed.EVERY_LAYER, LAYER, {**LAYER, "W": ((1, 0, 0), (1, 1, 1))}),
    (assumed.ROW_MEAN_OF_C, {"c": By(lemmas.mean_c)}, {"c": 0}),
    (
        assumed.RHO_EVERY_ROW,
        {**SIGNS, "N": 4, "W": ((1, 0), (1, 1))},
        {**TOGETHER, "N": 2, "W": ((1, 0), (1, 1))},
    ),
    (assumed.NO_ROW_SEES_ZEROS, {**ZEROS, "W": ((1, 0),)}, {**ZEROS, "W": ((0, 1),)}),
    (
        assumed.POSITIVE_LAYER,
        {"x": ((1, 2),), "w": (1, 0), "v": (0, 1)},
        {"x": ((1, 2),), "w": (1, 0), "v": (0, -1)},
    ),
    (assumed.PRINTED_DISCRIMINATOR, {"a": 1, "b": 1}, {"a": 1, "b": 0}),
    (sentence.PARETO, {"T": 2}, {"T": 1}),
    (sentence.GAUSSIAN_COMPONENT, {"v": 1}, {"v": 0}),
    (assumed.LAYERS_SHARE, {"n": (1, 2)}, {"n": (1, 0)}),
    (assumed.LAYER_CURVATURES_POSITIVE, {"C": (1, 2)}, {"C": (1, 0)}),
    (sentence.RARE_SIGNS, {"p": HALF}, {"p": 2}),
    (sentence.CONSTANT_IN_P, {"p": HALF}, {"C": 1}),
    (sentence.TWO_VALUES, {"p": HALF, "delta": THIRD}, {"p": HALF, "delta": 1}),
    (sentence.CONSTANT_IN_D, {"delta": HALF}, {"C": 1}),
    (sentence.EXCESS_OF_INPUTS, {**SIGNS, "d": 2, "kappa": -2}, {**ZEROS, "d": 2, "kappa": -3}),
    (sentence.EQUAL_SHARES, {**SIGNS, "d": 2, "w": (1, -1)}, {**SIGNS, "d": 2, "w": (1, 2)}),
    (sentence.MEAN_ONE, {"P": (HALF, HALF), "s": (HALF, 1 + HALF)}, {"P": (HALF, HALF), "s": (HALF, 1)}),
    (sentence.FLOOR, {"r": HALF, "s": (HALF, 2)}, {"r": HALF, "s": (THIRD, 2)}),
    (sentence.ANY_DISCRIMINATOR, {"a": 1, "b": 1, "r": 1}, {"a": 1, "b": 1, "r": 0}),
    (sentence.TABLE_S_INPUT, {"s": 32}, {"s": 28}),
    (sentence.CROP, {"s": 28}, {"s": 32}),
    (sentence.EXCESS_OF_NOISE, {"kappa": 1}, {"kappa": 0}),
    (  # a fair coin's kurtosis is 1
        sentence.CENTRED_KURTOSIS,
        {"P": (HALF, HALF), "x": (2, 4), "kappa": 1},
        {"P": (THIRD, 1 - THIRD), "x": (2, 4), "kappa": 1},
    ),
    (sentence.NO_TERM_DOMINATES, {"a": (1, 1), "r": 1}, {"a": (1, 2), "r": 1}),
    (sentence.CONSTANT_IN_T, {"T": 2}, {"C": 1}),
    (sentence.TOO_SURE, {"v": 0}, {"v": -1}),
    (sentence.SEMIDEFINITE_CURVATURE, {"h": 0}, {"h": -1}),
    (sentence.CURVATURE_OF_A_WEIGHT, {"w": 1, "h": 1}, {"w": 1, "h": 0}),
    (sentence.CONSTANT_OVER_ALPHA, {"alpha": 1}, {"C": 1}),
]


@pytest.mark.parametrize(("hypothesis", "world", "nearly"), WORLDS, ids=lambda one: str(getattr(one, "text", "")))
def test_a_world_decides(hypothesis, world, nearly) -> None:
    assert hypothesis.holds(World(world))
    assert not hypothesis.holds(World(nearly))


def joint(names, *atoms):
    return Joint({tuple(atom): Fraction(1, len(atoms)) for atom in atoms}, tuple(names))


BITS = [(a, b) for a in (0, 1) for b in (0, 1)]
XOR = joint("ynx", *((a, b, a ^ b) for a, b in BITS))
BLOCKS = ("y", "n", "x", "u", "h1", "w", "h2")
JOINTS = [
    (assumed.TASK_CHAIN, joint("yxz", (0, 0, 0), (1, 1, 1)), joint("yxz", (0, 0, 0), (1, 0, 1))),
    (assumed.TEXTBOOK_CHAIN, joint("xzy", (0, 0, 0), (1, 1, 1)), joint("xzy", (0, 0, 0), (1, 0, 1))),
    (assumed.PRINTED_CHAIN, joint("xzy", (0, 0, 0), (1, 1, 1)), joint("xzy", (0, 0, 0), (1, 1, 0))),
    (assumed.XOR, XOR, joint("ynx", *((a, b, a & b) for a, b in BITS))),
    (assumed.UNIFORM_BITS, XOR, joint("ynx", (0, 0, 0), (0, 1, 1), (1, 1, 0))),
    (assumed.INDEPENDENT_BITS, XOR, joint("ynx", (0, 0, 0), (1, 1, 0))),
    (assumed.LEMMA_NUISANCE, XOR, joint("ynx", *((a, 0, b) for a, b in BITS))),
    (assumed.DETERMINISTIC_TASK, joint("xy", (0, 0), (1, 1), (2, 1)), joint("xy", (0, 0), (0, 1))),
    (assumed.FUNCTION_OF_DATUM, joint("xv", (0, 0), (1, 0)), joint("xv", (0, 0), (0, 1))),
    (assumed.GROUP_NUISANCE, joint("unx", *((a, b, a ^ b) for a, b in BITS)), joint("unx", (0, 0, 0), (1, 1, 0))),
    (
        assumed.MINIMAL_FOR_TASK,
        joint("xyt", (0, 0, 0), (1, 1, 1), (2, 1, 1)),
        joint("xyt", (0, 0, 0), (1, 1, 1), (2, 1, 2)),
    ),
    (assumed.NO_MORE_COMPLEX_THAN_TASK, joint("xyz", (0, 0, 0), (1, 1, 1)), joint("xyz", (0, 0, 0), (1, 0, 1))),
    (
        assumed.NOISE_APART,
        joint("xyuz", *((a, a, b, a ^ b) for a, b in BITS)),
        joint("xyuz", (0, 0, 0, 0), (0, 1, 1, 1)),
    ),
    (  # in the second u sees y past x and z
        assumed.LEMMA_NOISE,
        joint("yxuz", *((a, a, b, a ^ b) for a, b in BITS)),
        joint("yxuz", (0, 0, 0, 0), (1, 0, 1, 0)),
    ),
    (assumed.ORBIT, joint("ounx", *((0, a, b, a ^ b) for a, b in BITS)), joint("ounx", (0, 0, 0, 0), (0, 1, 0, 1))),
    (
        assumed.ONE_LAW_ON_AN_ORBIT,
        joint("oux", *((0, a, b) for a, b in BITS)),
        joint("oux", (0, 0, 0), (0, 0, 1), (0, 1, 0)),
    ),
    (  # in the second n is independent of u and of y, and not of both
        assumed.GROUP_APART,
        joint("uyn", *((a, a, b) for a, b in BITS)),
        joint("uyn", *((a, a ^ b, b) for a, b in BITS)),
    ),
    (
        assumed.DATUM_BY_DATUM,
        joint("unv", *((a, b, a) for a, b in BITS)),
        joint("unv", *((a, b, a ^ b) for a, b in BITS)),
    ),
    (assumed.INVARIANT_FUNCTION, joint("ov", (0, 0), (1, 0)), joint("ov", (0, 0), (0, 1))),
    (
        assumed.BOTH_MINIMAL,
        Joint({(a, a, a, a, a, 0): HALF for a in (0, 1)}, ("x", "y", "z1", "z2", "w1", "w2")),
        Joint({(2 * a + b, a, a, 0, a, b): Fraction(1, 4) for a, b in BITS}, ("x", "y", "z1", "z2", "w1", "w2")),
    ),
    (  # in the second a block's noise is the nuisance
        assumed.FRESH_NOISE,
        Joint({(a, 0, a, b, a ^ b, 0, a ^ b): Fraction(1, 4) for a, b in BITS}, BLOCKS),
        Joint({(a, b, a, b, a ^ b, 0, a ^ b): Fraction(1, 4) for a, b in BITS}, BLOCKS),
    ),
    (assumed.ONE_DATA_SET, joint("Dw", (0, 0), (0, 1)), joint("Dw", (0, 0), (1, 1))),
    (assumed.LABELS_STORED, joint("xwy", (0, 0, 0), (0, 1, 1)), joint("xwy", (0, 0, 0), (0, 0, 1))),
    (
        assumed.THREE_LABELS,
        Joint({(0, 0, a, b, 0): Fraction(1, 4) for a, b in BITS}, ("x", "theta", "y1", "y2", "y3")),
        Joint({(0, 0, a, b, a ^ b): Fraction(1, 4) for a, b in BITS}, ("x", "theta", "y1", "y2", "y3")),
    ),
    (
        assumed.MINIMAL_STATISTIC_OF_DATA,
        Joint({(0, 0, 0): THIRD, (1, 1, 1): THIRD, (2, 1, 1): THIRD}, ("D", "theta", "t")),
        Joint({(0, 0, 0): THIRD, (1, 1, 1): THIRD, (2, 1, 2): THIRD}, ("D", "theta", "t")),
    ),
    (assumed.FUNCTION_OF_OUTPUT, joint("uv", (0, 0), (1, 0)), joint("uv", (0, 0), (0, 1))),
    (
        assumed.NUISANCE_OF_CHAIN,
        Joint({(a, b, a, a, a, a): Fraction(1, 4) for a, b in BITS}, ("y", "n", "x", "z1", "z2", "z3")),
        Joint({(a, b, a, a, a, b): Fraction(1, 4) for a, b in BITS}, ("y", "n", "x", "z1", "z2", "z3")),
    ),
    (
        sentence.COMPLETELY_RANDOM_LABELS,
        joint(("y", "x", "theta"), *((a, b, b) for a, b in BITS)),
        joint(("y", "x", "theta"), *((a, a, b) for a, b in BITS)),
    ),
    (
        sentence.TO_CLASSIFY,
        Joint({(z, n, b): Fraction(1 + b, 8) for z, n in BITS for b in (0, 1) if z == n or not b}, ("z", "n", "b")),
        joint("znb", *((a, a, 0) for a in (0, 1)), *((a, a, 1) for a in (0, 1))),
    ),
    (assumed.EVERY_TASK, joint("xy", (0, 1), (1, 0)), joint("xy", (0, 0), (1, 0))),
    (assumed.LABELLED_DATA, joint("Dxy", (0, 0, 0), (1, 0, 1)), joint("Dxy", (0, 0, 0), (1, 0, 0))),
    (
        assumed.ROWS_GIVEN_X,
        Joint({(0, a, b): Fraction(1, 4) for a, b in BITS}, ("x", "z1", "z2")),
        Joint({(0, 0, 0): HALF, (0, 1, 1): HALF}, ("x", "z1", "z2")),
    ),
    (  # a name is a name, whatever it looks like in a line
        assumed.ROWS_GIVEN_X,
        Joint({(0, 0, a, b): Fraction(1, 4) for a, b in BITS}, ("x", "z1) + 0 TC(z1", "z1", "z2")),
        Joint({(0, a, b, a ^ b): Fraction(1, 4) for a, b in BITS}, ("z1) + 0 TC(z1", "z2", "z1", "x")),
    ),
    (
        assumed.LEMMA_NUISANCE_OF_STATISTIC,
        joint("tnx", *((a, b, a ^ b) for a, b in BITS)),
        joint("tnx", (0, 0, 0), (1, 1, 1)),
    ),
]


@pytest.mark.parametrize(("hypothesis", "holding", "nearly"), JOINTS, ids=lambda one: str(getattr(one, "text", "")))
def test_a_joint_distribution_decides(hypothesis, holding, nearly) -> None:
    assert hypothesis.holds(holding)
    assert not hypothesis.holds(nearly)


def test_every_hypothesis_that_is_not_the_formulas_own_word_is_tried_here() -> None:
    tried = {one for one, *_ in (*WORLDS, *JOINTS)}
    same = {one.holds for one in tried}  # two of them share a predicate: one is enough
    named = {**vars(assumed), **vars(sentence)}
    everything = [value for name, value in named.items() if name.isupper() and hasattr(value, "holds")]
    decided = [one for one in everything if one.holds not in (None, by_construction) and one.holds not in same]
    names = {str(one) for one in decided} - {str(one) for one in tried}
    assert names <= {
        "D* = a/(a+b)",
        "a = p(z), b = p(z|n), D* = a/(a+b)",
        "a = p(z|x̂) and b = p(x̂) for each x̂, p the generator's law",
        "Claim 1 with C = 0",
        "I_2 = I(z;x) at alpha_2",
    }
