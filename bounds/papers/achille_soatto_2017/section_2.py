"""Section 2: total correlation, Markov chains, sufficiency, the information bottleneck, nuisances.

Variables: x the datum, y the task, n a nuisance, z a representation, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

stated_2_2, stated_2_3, stated_2_4 = (statements_in(section) for section in ("2.2", "2.3", "2.4"))

STATEMENTS = (
    stated_2_2(
        "total-correlation",
        "Total correlation",
        "TC(z) = KL(p(z) || p(z_1)p(z_2), ..., p(z_L)); TC(z) is zero if and only if the components of z are "
        "independent.",
        Reading(
            "printed",
            Informational(goal=("z1 _|_ z2 _|_ z3",), given=("I(z1;z2) = 0",)),
            hypotheses=(assumed.FINITE,),
            text="Read as it is typeset, the divergence compares with p(z1)p(z2) only, and its vanishing would make "
            "all components independent.",
            change="The list after the comma is not multiplied in.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=(
                    "TC(z1,z2,z3) = H(z1) + H(z2) + H(z3) - H(z1,z2,z3)",
                    "TC(z1,z2,z3) = I(z1;z2) + I(z1,z2;z3)",
                    "TC(z1,z2,z3) >= 0",
                )
            ),
            hypotheses=(assumed.FINITE,),
            text="The divergence from the product of all marginals is never negative, and it is a sum of informations "
            "that all vanish exactly when the components are independent.",
            change="A product in place of the comma.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_2(
        "markov-chain",
        "Markov chains and data processing",
        "x, z, y form a Markov chain y → x → z if p(y|x,z) = p(y|z). For a Markov chain x → z → y, I(x;z) ≥ I(x;y).",
        Reading(
            "printed",
            Informational(goal=("I(x;z) >= I(x;y)",), given=("I(x;z|y) = 0",)),
            hypotheses=(assumed.FINITE, assumed.PRINTED_CHAIN),
            text="Data processing for a chain as the page defines it.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(x;z) >= I(x;y)",), given=("x -> z -> y",)),
            hypotheses=(assumed.FINITE, assumed.TEXTBOOK_CHAIN),
            text="Data processing for a chain: the ends are independent given the middle.",
            change="The middle variable, not the last, stands behind the bar: y → x → z iff p(y|x,z) = p(y|x).",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "sufficiency",
        "Sufficient representations",
        "z is sufficient for y if y ⊥ x | z, or equivalently if I(z;y) = I(x;y).",
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
        "y ⊥ x | z, or equivalently I(z;y) = I(x;y)",
        Reading(
            "printed",
            Informational(goal=("I(z;y) = I(x;y)",), given=("y _|_ x | z",)),
            hypotheses=(assumed.FINITE,),
            text="Independence given z gives equal informations, whatever z is.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "sufficiency/equality-gives-independence",
        "Sufficient representations, second direction",
        "y ⊥ x | z, or equivalently I(z;y) = I(x;y)",
        Reading(
            "printed",
            Informational(goal=("y _|_ x | z",), given=("I(z;y) = I(x;y)",)),
            hypotheses=(assumed.FINITE,),
            text="Equal informations give independence given z, whatever z is.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated_2_3(
        "information-bottleneck-limit",
        "The information bottleneck as beta falls to 0",
        "in the limit β → 0, the IB Lagrangian H(y|z) + β I(z;x) is minimized when z is minimal and sufficient.",
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
        "information-bottleneck-limit/fixed-beta",
        "The information bottleneck at a fixed beta",
        "the IB Lagrangian is minimized when z is minimal and sufficient (read at a fixed β > 0)",
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
    stated_2_4(
        "remark-2.1",
        "Group nuisances",
        "a deterministic function f(x) is an invariant representation of the data if and only if for each n ∈ G, "
        "f(n·x) = f(x)",
        Reading(
            "repaired",
            Informational(goal=("I(v;n) = 0",), given=("n _|_ u", "x = f(u,n)", "u = f(x,n)", "v = f(x)", "v = g(u)")),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="A function that does not change along orbits, f(n·u) = f(u), is an invariant representation.",
            change="Only 'if', and n independent of the datum u it acts on.",
        ),
    ),
    stated_2_4(
        "remark-2.1/only-if",
        "Group nuisances: an invariant representation is an invariant function",
        "f(x) is an invariant representation only if for each n ∈ G, f(n·x) = f(x)",
        Reading(
            "printed",
            Informational(
                goal=("H(v|u) = 0",), given=("n _|_ u", "x = f(u,n)", "u = f(x,n)", "v = f(x)", "I(v;n) = 0")
            ),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="Where f(n·u) says nothing about n it is a function of u alone.",
        ),
    ),
    stated_2_4(
        "lemma-2.2",
        "Task-nuisance decomposition",
        "Given a joint distribution p(x,y), y discrete, there is a random variable n independent of y with x = f(y,n).",
        Reading(
            "printed",
            Informational(goal=("I(y;n) = 0", "H(x|y,n) = 0"), exists=("n",)),
            hypotheses=(assumed.FINITE,),
            text="n is uniform on [0,1] cut at every value of every conditional distribution function; the inverse in "
            "the page's proof is the generalised one, x = min{t : n < P(x <= t | y)}.",
        ),
    ),
)
