"""Section 3's ideal representations: what they are good for, and what sufficiency and minimality bring.

Variables: x the datum, y the task, n a nuisance, z (z1, z2, w1, ...) representations, t the minimal sufficient
statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.section_3 import (
    MINIMAL_IS_INSENSITIVE,
    MINIMAL_IS_INVARIANT,
)
from bounds.papers.achille_soatto_2017.proposition_1 import MAXIMALLY_INSENSITIVE

stated = statements_in("3")
ENTANGLED = "TC(z1,z2) <= TC(w1,w2)"

STATEMENTS = (
    stated(
        "ideal-representation",
        "Ideal representations",
        "In short, an ideal representation of the data is a minimal sufficient invariant representation that is "
        "disentangled.",
        rank=Rank.DEFINITION,
    ),
    stated(
        "ideal-representation/decisions",
        "Ideal representations: decisions of an invariant one",
        "it should be (c) invariant to the effect of nuisances I(z;n) = 0, so that decisions based on the "
        "representation z will not overfit to spurious correlations between nuisances n and labels y present in the "
        "training dataset.",
        Reading(
            "printed",
            Informational(goal=("I(d;n) = 0",), given=("n -> z -> d", "I(z;n) = 0")),
            hypotheses=(assumed.FINITE,),
            text="A decision d that sees z alone is independent of a nuisance that z is.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "ideal-representation/bijections",
        "Ideal representations: what a bijection keeps",
        "Assuming such a representation exists, it would not be unique, since any bijective function preserves all "
        "these properties.",
        Reading(
            "printed",
            Informational(
                goal=("I(w;y) = I(z;y)", "I(w;x) = I(z;x)", "I(w;n) = I(z;n)"), given=("w = f(z)", "z = g(w)")
            ),
            hypotheses=(assumed.FINITE,),
            text="A bijection w of z keeps what z holds of the task, of the datum and of any nuisance.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "ideal-representation/higher-order",
        "Ideal representations: what a disentangled one tells the classifier",
        "This simplifies the classifier rule, since no information is present in the complicated higher-order "
        "correlations between the components of z, a.k.a. 'features.'",
        Reading(
            "printed",
            Informational(goal=("I(z1,z2;y) = I(z1;y) + I(z2;y)",), given=("TC(z1,z2) = 0",)),
            hypotheses=(assumed.FINITE,),
            text="Features without total correlation tell of the task what each tells by itself.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z1,z2;y) = I(z1;y) + I(z2;y)",), given=("TC(z1,z2) = 0", "TC(z1,z2|y) = 0")),
            hypotheses=(assumed.FINITE,),
            text="They do where they are independent given the task as well; y = z1 xor z2 is told by both alone.",
            change="No total correlation given the task either.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "ideal-representation/invariance",
        "Ideal representations: invariance from sufficiency and minimality",
        "we only need to enforce (a) sufficiency and (b) minimality, from which invariance [...] follow naturally",
        Reading(
            "printed",
            MINIMAL_IS_INVARIANT,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.LEMMA_NUISANCE),
            text="The minimal sufficient representation is independent of every nuisance.",
        ),
        Reading(
            "intended",
            MINIMAL_IS_INSENSITIVE,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_AMONG_SUFFICIENT),
            text="The minimal sufficient representation keeps no more of any nuisance than any other sufficient one.",
            change="'Maximally insensitive', as Proposition 1 words it.",
            quote=MAXIMALLY_INSENSITIVE,
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "ideal-representation/disentanglement",
        "Ideal representations: disentanglement from sufficiency and minimality",
        "we only need to enforce (a) sufficiency and (b) minimality, from which [...] disentanglement follow naturally",
        Reading(
            "printed",
            Informational(
                goal=(ENTANGLED,),
                given=("y -> x -> (z1,z2,w1,w2)", "I(z1,z2;y) = I(x;y)", "I(w1,w2;y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE, assumed.BOTH_MINIMAL),
            text="A minimal sufficient representation has no more total correlation than any other.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=(ENTANGLED,),
                given=(
                    "(z1,z2) = f(x)",
                    "(w1,w2) = g(x)",
                    "I(z1,z2;x) = I(w1,w2;x)",
                    "H(z1) + H(z2) <= H(w1) + H(w2)",
                ),
            ),
            hypotheses=(assumed.FINITE,),
            text="Of two equally complex functions of x, that whose components have the smaller entropies is the less "
            "entangled: this is to be asked for beside sufficiency and minimality.",
            change="The sum of the components' entropies is smaller as well; minimality does not see it.",
        ),
        rank=Rank.SENTENCE,
    ),
)
