"""Stacking with a number: the factor by which a noisy layer shrinks what it passes on about a nuisance."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.contraction")
stated = statements_in("5 Duality of the Bottleneck")

STACKING = "z_L is more insensitive (invariant) to nuisances than all the preceding representations (layers)"
HOW_MUCH = (
    "Reducing the information in the weights will create a bottleneck, but we do not know how much information about "
    "x will actually go through that bottleneck"
)

STATEMENTS = (
    stated(
        "proposition-2/contraction",
        "Stacking, with a number: Dobrushin's coefficient",
        STACKING,
        Reading(
            "sharpened",
            formula("factor"),
            hypotheses=(assumed.FINITE_CHANNEL, assumed.DOBRUSHIN),
            text="I(z_2;n) <= eta I(z_1;n), eta the largest total variation between the outputs of two inputs "
            "(Dobrushin 1956; Cohen, Kempermann and Zbaganu 1998).",
            change="A factor in place of 'more insensitive'.",
        ),
    ),
    stated(
        "proposition-2/erasure",
        "Stacking, with a number: a channel that forgets",
        STACKING,
        Reading(
            "sharpened",
            formula("factor"),
            hypotheses=(assumed.FORGETTING,),
            text="I(z_2;n) <= eta I(z_1;n) where the channel forgets its input with probability 1 - eta; an erasure "
            "channel attains it.",
            change="A factor in place of 'more insensitive'.",
        ),
    ),
    stated(
        "proposition-2/two-inputs",
        "Stacking, with a number: two inputs",
        STACKING,
        Reading(
            "sharpened",
            formula("two_inputs"),
            hypotheses=(assumed.TWO_INPUTS,),
            text="Where z_1 has two values, Dobrushin's coefficient is what is not forgotten: 1 - 2p for a bit that is "
            "flipped with probability p.",
            change="A factor in place of 'more insensitive'.",
        ),
    ),
    stated(
        "corollary-5.1/total-variation",
        "Two inputs of one noisy weight",
        HOW_MUCH,
        Reading(
            "sharpened",
            formula("shifted_laws_apart"),
            text="log|z_2| is Gaussian with variance alpha; inputs whose logarithms differ by R have outputs of total "
            "variation erf(R/sqrt(8 alpha)).",
            change="Not in the paper.",
        ),
    ),
    stated(
        "corollary-5.1/contraction",
        "How much goes through one noisy weight",
        HOW_MUCH,
        Reading(
            "sharpened",
            formula("one_weight"),
            hypotheses=(assumed.ONE_NOISY_WEIGHT,),
            text="I(z_2;n) <= erf(R/sqrt(8 alpha)) I(z_1;n) for inputs of known sign whose logarithm ranges over R.",
            change="A factor that falls with the noise.",
        ),
    ),
    stated(
        "corollary-5.1/contraction-of-many",
        "How much goes through many noisy weights",
        HOW_MUCH,
        Reading(
            "sharpened",
            formula("many_weights"),
            hypotheses=(assumed.MANY_NOISY_WEIGHTS,),
            text="For two inputs of K independent weights R is the Euclidean length of the change of all logarithms.",
            change="A factor that falls with the noise and rises with the number of weights.",
        ),
    ),
    stated(
        "corollary-5.1/contraction-at-zero",
        "An input that can be 0 passes",
        HOW_MUCH,
        Reading(
            "sharpened",
            formula("nothing_kept_back"),
            hypotheses=(assumed.RANGE_GROWS,),
            text="As an input nears 0 the range of its logarithm grows, and the factor tends to 1: multiplicative "
            "noise cannot hide a 0.",
            change="Where the factor says nothing.",
        ),
    ),
)
