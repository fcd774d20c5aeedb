"""Sections 2.2 and 2.3: divergences, Markov chains, representations, the information bottleneck.

Variables: x the datum, y the task, z a representation, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Chained, Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import MIXTURE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_2")
stated_2_2, stated_2_3 = statements_in("2.2"), statements_in("2.3")

MARGINALS = Informational(
    goal=(
        "TC(z1,z2,z3) = H(z1) + H(z2) + H(z3) - H(z1,z2,z3)",
        "TC(z1,z2,z3) = I(z1;z2) + I(z1,z2;z3)",
        "TC(z1,z2,z3) >= 0",
    )
)
DATA_PROCESSING = Informational(goal=("I(x;z) >= I(x;y)",), given=("x -> z -> y",))
OF_ITS_ORDER = "x, z, y form a Markov chain"
REPRESENTATION = "z is a representation of x if z is a stochastic function of x"

STATEMENTS = (
    stated_2_2(
        "total-correlation",
        "Total correlation",
        "TC(z) = KL(p(z) || p(z_1)p(z_2), ..., p(z_L)), where p(z_i) are the marginal distribution of the components "
        "of z.",
        Reading(
            "printed",
            Informational(goal=("z1 _|_ z2 _|_ z3",), given=("I(z1;z2) = 0",)),
            hypotheses=(assumed.FINITE,),
            text="Read as it is typeset, the divergence compares with p(z1)p(z2) only, and its vanishing would make "
            "all components independent.",
            change="The list after the comma is not multiplied in.",
        ),
        Reading(
            "intended",
            MARGINALS,
            hypotheses=(assumed.FINITE,),
            text="The divergence from the product of all marginals is never negative, and it is a sum of informations "
            "that all vanish exactly when the components are independent.",
            change="A product in place of the comma.",
            quote="TC(z) is zero if and only if the components of z are independent",
        ),
        Reading(
            "repaired",
            MARGINALS,
            hypotheses=(assumed.FINITE,),
            text="The divergence from the product of all marginals is never negative, and it is a sum of informations "
            "that all vanish exactly when the components are independent.",
            change="A product in place of the comma.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_2(
        "total-correlation/zero-gives-independence",
        "Total correlation: where it vanishes",
        "In particular TC(z) is zero [...] only if the components of z are independent",
        Reading(
            "printed",
            Informational(goal=("z1 _|_ z2 _|_ z3",), given=("TC(z1,z2,z3) = 0",)),
            hypotheses=(assumed.FINITE,),
            text="Components without total correlation are independent.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_2(
        "total-correlation/independence-gives-zero",
        "Total correlation: of independent components",
        "In particular TC(z) is zero if [...] the components of z are independent",
        Reading(
            "printed",
            Informational(goal=("TC(z1,z2,z3) = 0",), given=("z1 _|_ z2 _|_ z3",)),
            hypotheses=(assumed.FINITE,),
            text="Independent components have no total correlation.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_2(
        "kullback-leibler",
        "Divergence vanishes between equal laws only",
        "the KL divergence between two distribution is non-negative and zero if and only if they are equal.",
        Reading(
            "printed",
            formula("kullback_leibler"),
            hypotheses=(assumed.LAWS,),
            text="The divergence is at least a squared distance of the two laws, which is 0 where they are equal and "
            "nowhere else. (Where p has probability 0 its term is 0; where q alone has, the divergence is infinite.)",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_2(
        "information-as-divergence",
        "Information as a mean divergence",
        "We will make frequent use of the following identity: I(z;x) = E_{x~p(x)} KL(p(z|x) || p(z)).",
        Reading(
            "printed",
            formula("information_as_divergence"),
            hypotheses=(assumed.CHANNEL, MIXTURE),
            text="The mean divergence of p_d = p(z|x = d), of weight pi_d, from their mixture q = p(z) is H(z) - "
            "H(z|x).",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_2(
        "markov-chain",
        "Markov chains and data processing",
        "We say that x, z, y form a Markov chain, indicated with y → x → z, if p(y|x,z) = p(y|z). The Data Processing "
        "Inequality (DPI) for a Markov chain x → z → y ensures that I(x;z) ≥ I(x;y).",
        Reading(
            "printed",
            Informational(goal=("I(x;z) >= I(x;y)",), given=("I(x;z|y) = 0",)),
            hypotheses=(assumed.FINITE, assumed.PRINTED_CHAIN),
            text="Data processing for a chain as the page defines it.",
        ),
        Reading(
            "intended",
            DATA_PROCESSING,
            hypotheses=(assumed.FINITE, assumed.TEXTBOOK_CHAIN),
            text="The printed condition p(y|x,z) = p(y|z) is that of the chain x → z → y, in the order in which the "
            "sentence names its members.",
            change="The label x → z → y in place of y → x → z.",
            quote=OF_ITS_ORDER,
        ),
        Reading(
            "repaired",
            DATA_PROCESSING,
            hypotheses=(assumed.FINITE, assumed.TEXTBOOK_CHAIN),
            text="Data processing for a chain: the ends are independent given the middle.",
            change="The middle variable, not the last, stands behind the bar: y → x → z iff p(y|x,z) = p(y|x).",
        ),
        Reading(
            "sharpened",
            Chained(goal=("I(x;z[L]) <= I(x;z[i+1])", "I(x;z[L]) <= I(z[i];z[i+1])"), head=("x",)),
            hypotheses=(assumed.FINITE,),
            text="In a chain of any length, on finite alphabets, the ends share no more than any two neighbours do.",
            change="Every length, and every link.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "representation",
        "Representations",
        "z is a representation of x if z is a stochastic function of x, or equivalently if the distribution of z is "
        "fully described by the conditional p(z|x).",
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "representation/noise-gives-chain",
        "Representations: a stochastic function is described by p(z|x)",
        "z is a stochastic function of x, or equivalently [...] the distribution of z is fully described by the "
        "conditional p(z|x)",
        Reading(
            "printed",
            Informational(goal=("y -> x -> z",), given=("z = f(x,u)", "u _|_ (x,y)")),
            hypotheses=(assumed.FINITE, assumed.NOISE_APART),
            text="A function of x and of noise that is independent of x and y together tells no more of y than x "
            "does. Noise that is independent of x alone would not do: z = u = y.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "representation/chain-gives-noise",
        "Representations: what p(z|x) describes is a stochastic function",
        "z is a stochastic function of x, or equivalently if the distribution of z is fully described by the "
        "conditional p(z|x)",
        Reading(
            "printed",
            Informational(goal=("u _|_ (x,y)",), given=("y -> x -> z", "u _|_ x", "z = f(x,u)", "y -> (x,z) -> u")),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NOISE),
            text="Lemma 2.2, applied to z and x, gives the noise u with z = f(x,u); it is independent of x and y "
            "together.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "sufficiency",
        "Sufficient representations",
        "We say that a representation z of x is sufficient for y if y ⊥ x | z, or equivalently if I(z;y) = I(x;y)",
        Reading(
            "intended",
            Informational(goal=("I(x;y|z) = I(x;y) - I(z;y)",), given=("y -> x -> z",)),
            hypotheses=(assumed.FINITE, assumed.TASK_CHAIN),
            text="For a representation of x, the information about y that z misses is I(x;y|z); so the two conditions "
            "are one.",
            change="The chain y → x → z, which the definition of a representation says.",
            quote=REPRESENTATION,
        ),
        Reading(
            "repaired",
            Informational(goal=("I(x;y|z) = I(x;y) - I(z;y)",), given=("y -> x -> z",)),
            hypotheses=(assumed.FINITE, assumed.TASK_CHAIN),
            text="For a representation of x, the information about y that z misses is I(x;y|z); so the two conditions "
            "are one.",
            change="The chain y → x → z is among the hypotheses.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "sufficiency/independence-gives-equality",
        "Sufficient representations, first direction",
        "y ⊥ x | z, or equivalently if I(z;y) = I(x;y)",
        Reading(
            "printed",
            Informational(goal=("I(z;y) = I(x;y)",), given=("y _|_ x | z",)),
            hypotheses=(assumed.FINITE,),
            text="Independence given z gives equal informations, whatever z is.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(z;y) = I(x;y)",), given=("y -> x -> z", "y _|_ x | z")),
            hypotheses=(assumed.FINITE, assumed.TASK_CHAIN),
            text="Independence given a representation z of x gives equal informations.",
            change="z is a representation of x.",
            quote=REPRESENTATION,
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "sufficiency/equality-gives-independence",
        "Sufficient representations, second direction",
        "y ⊥ x | z, or equivalently if I(z;y) = I(x;y)",
        Reading(
            "printed",
            Informational(goal=("y _|_ x | z",), given=("I(z;y) = I(x;y)",)),
            hypotheses=(assumed.FINITE,),
            text="Equal informations give independence given z, whatever z is.",
        ),
        Reading(
            "intended",
            Informational(goal=("y _|_ x | z",), given=("y -> x -> z", "I(z;y) = I(x;y)")),
            hypotheses=(assumed.FINITE, assumed.TASK_CHAIN),
            text="Equal informations give independence given z, for a representation z of x.",
            change="z is a representation of x.",
            quote=REPRESENTATION,
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "information-bottleneck-limit",
        "The information bottleneck as beta falls to 0",
        "in the limit β → 0, the IB Lagrangian is minimized when z is minimal and sufficient",
        Reading(
            "printed",
            Informational(
                goal=("beta I(z;x) <= beta I(t;x)", "I(x;y|z) <= beta I(t;x)"),
                given=("y -> x -> (z,t)", "I(x;y|t) = 0", "H(y|z) + beta I(z;x) <= H(y|t) + beta I(t;x)"),
            ),
            hypotheses=(assumed.FINITE, assumed.BETA_POSITIVE),
            text="For every beta > 0 a minimiser z is no more complex than any sufficient t and misses at most beta "
            "I(t;x) of the information about y; so every limit point of minimisers is sufficient and minimal.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_3(
        "information-bottleneck-limit/trade-off",
        "The information bottleneck: what beta trades off",
        "where β trades off sufficiency (first term) and complexity (second term)",
        Reading(
            "printed",
            Informational(
                goal=("beta I(z2;x) <= beta I(z;x)", "H(y|z) <= H(y|z2)"),
                given=(
                    "H(y|z) + beta I(z;x) <= H(y|z2) + beta I(z2;x)",
                    "H(y|z2) + 2 beta I(z2;x) <= H(y|z) + 2 beta I(z;x)",
                ),
            ),
            hypotheses=(assumed.FINITE, assumed.BETA_POSITIVE),
            text="A minimiser z2 at twice beta is no more complex than a minimiser z at beta, and misses no less of "
            "the task.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_2_3(
        "information-bottleneck-limit/fixed-beta",
        "The information bottleneck at a fixed beta",
        "the IB Lagrangian is minimized when z is minimal and sufficient",
        Reading(
            "sharpened",
            Informational(
                goal=("H(y|t) + 1/4 I(t;x) <= H(y|z) + 1/4 I(z;x)",),
                given=("y -> x -> (z,t)", "I(x;y|t) = 0", "t = f(x)"),
            ),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.BETA_A_QUARTER),
            text="The minimal sufficient statistic minimises the Lagrangian already at beta = 1/4.",
            change="The limit is dropped: a sharper question than the page's.",
        ),
        Reading(
            "repaired",
            Informational(goal=("beta I(y;x) <= H(y|z) + beta I(z;x)",), given=("y = g(x)", "y -> x -> z")),
            hypotheses=(assumed.FINITE, assumed.BETA_BELOW_ONE),
            text="Where the task is a function of the datum, z = y, minimal and sufficient, minimises the Lagrangian "
            "for every beta below 1.",
            change="y = g(x) and beta < 1 are among the hypotheses.",
        ),
        rank=Rank.SENTENCE,
    ),
)
