"""Section 2: total correlation, Markov chains, sufficiency, the information bottleneck, nuisances.

Variables: x the datum, y the task, n a nuisance, z a representation, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    BETA_A_QUARTER,
    BETA_BELOW_ONE,
    BETA_POSITIVE,
    FINITE,
    FUNCTION_OF_DATUM,
    GROUP_NUISANCE,
    MINIMAL_FOR_TASK,
    PRINTED_CHAIN,
    TASK_CHAIN,
    TEXTBOOK_CHAIN,
)

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="total-correlation",
        title="Total correlation",
        section="2.2",
        quote="TC(z) = KL(p(z) || p(z_1)p(z_2), ..., p(z_L)); TC(z) is zero if and only if the components of z "
        "are independent.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("z1 _|_ z2 _|_ z3",), given=("I(z1;z2) = 0",)),
                hypotheses=(FINITE,),
                text="Read as it is typeset, the divergence compares with p(z1)p(z2) only, and its vanishing "
                "would make all "
                "components independent.",
                change="The list after the comma is not multiplied in.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=(
                        "TC(z1,z2,z3) = H(z1) + H(z2) + H(z3) - H(z1,z2,z3)",
                        "TC(z1,z2,z3) = I(z1;z2) + I(z1,z2;z3)",
                        "TC(z1,z2,z3) >= 0",
                    ),
                ),
                hypotheses=(FINITE,),
                text="The divergence from the product of all marginals is never negative, and it is a sum of "
                "informations that all "
                "vanish exactly when the components are independent.",
                change="A product in place of the comma.",
            ),
        ),
    ),
    Statement(
        id="markov-chain",
        title="Markov chains and data processing",
        section="2.2",
        quote="x, z, y form a Markov chain y → x → z if p(y|x,z) = p(y|z). For a Markov chain x → z → y, I(x;z) "
        "≥ I(x;y).",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(x;z) >= I(x;y)",), given=("I(x;z|y) = 0",)),
                hypotheses=(FINITE, PRINTED_CHAIN),
                text="Data processing for a chain as the page defines it.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(x;z) >= I(x;y)",), given=("x -> z -> y",)),
                hypotheses=(FINITE, TEXTBOOK_CHAIN),
                text="Data processing for a chain: the ends are independent given the middle.",
                change="The middle variable, not the last, stands behind the bar: y → x → z iff p(y|x,z) = p(y|x).",
            ),
        ),
    ),
    Statement(
        id="sufficiency",
        title="Sufficient representations",
        section="2.3",
        quote="z is sufficient for y if y ⊥ x | z, or equivalently if I(z;y) = I(x;y).",
        readings=(
            Reading(
                name="repaired",
                formula=Informational(goal=("I(x;y|z) = I(x;y) - I(z;y)",), given=("y -> x -> z",)),
                hypotheses=(FINITE, TASK_CHAIN),
                text="For a representation of x, the information about y that z misses is I(x;y|z); so the two "
                "conditions are one.",
                change="The chain y → x → z is among the hypotheses.",
            ),
        ),
    ),
    Statement(
        id="sufficiency/independence-gives-equality",
        title="Sufficient representations, first direction",
        section="2.3",
        quote="y ⊥ x | z, or equivalently I(z;y) = I(x;y)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(z;y) = I(x;y)",), given=("y _|_ x | z",)),
                hypotheses=(FINITE,),
                text="Independence given z gives equal informations, whatever z is.",
            ),
        ),
    ),
    Statement(
        id="sufficiency/equality-gives-independence",
        title="Sufficient representations, second direction",
        section="2.3",
        quote="y ⊥ x | z, or equivalently I(z;y) = I(x;y)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("y _|_ x | z",), given=("I(z;y) = I(x;y)",)),
                hypotheses=(FINITE,),
                text="Equal informations give independence given z, whatever z is.",
            ),
        ),
    ),
    Statement(
        id="information-bottleneck-limit",
        title="The information bottleneck as beta falls to 0",
        section="2.3",
        quote="in the limit β → 0, the IB Lagrangian H(y|z) + β I(z;x) is minimized when z is minimal and sufficient.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("beta I(z;x) <= beta I(t;x)", "I(x;y|z) <= beta I(t;x)"),
                    given=("y -> x -> (z,t)", "I(x;y|t) = 0", "H(y|z) + beta I(z;x) <= H(y|t) + beta I(t;x)"),
                ),
                hypotheses=(FINITE, BETA_POSITIVE),
                text="For every beta > 0 a minimiser z is no more complex than any sufficient t and misses at "
                "most beta I(t;x) of the "
                "information about y; so every limit point of minimisers is sufficient and minimal.",
            ),
        ),
    ),
    Statement(
        id="information-bottleneck-limit/fixed-beta",
        title="The information bottleneck at a fixed beta",
        section="2.3",
        quote="the IB Lagrangian is minimized when z is minimal and sufficient (read at a fixed β > 0)",
        readings=(
            Reading(
                name="sharpened",
                formula=Informational(
                    goal=("H(y|t) + 1/4 I(t;x) <= H(y|z) + 1/4 I(z;x)",),
                    given=("y -> x -> (z,t)", "I(x;y|t) = 0", "t = f(x)"),
                ),
                hypotheses=(FINITE, MINIMAL_FOR_TASK, BETA_A_QUARTER),
                text="The minimal sufficient statistic minimises the Lagrangian already at beta = 1/4.",
                change="The limit is dropped: a sharper question than the page's.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("beta I(y;x) <= H(y|z) + beta I(z;x)",), given=("y = g(x)", "y -> x -> z")),
                hypotheses=(FINITE, BETA_BELOW_ONE),
                text="Where the task is a function of the datum, z = y, minimal and sufficient, minimises the "
                "Lagrangian for every "
                "beta below 1.",
                change="y = g(x) and beta < 1 are among the hypotheses.",
            ),
        ),
    ),
    Statement(
        id="remark-2.1",
        title="Group nuisances",
        section="2.4",
        quote="a deterministic function f(x) is an invariant representation of the data if and only if for each "
        "n ∈ G, f(n·x) = f(x)",
        readings=(
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(v;n) = 0",), given=("n _|_ u", "x = f(u,n)", "u = f(x,n)", "v = f(x)", "v = g(u)")
                ),
                hypotheses=(FINITE, GROUP_NUISANCE, FUNCTION_OF_DATUM),
                text="A function that does not change along orbits, f(n·u) = f(u), is an invariant representation.",
                change="Only 'if', and n independent of the datum u it acts on.",
            ),
        ),
    ),
    Statement(
        id="remark-2.1/only-if",
        title="Group nuisances: an invariant representation is an invariant function",
        section="2.4",
        quote="f(x) is an invariant representation only if for each n ∈ G, f(n·x) = f(x)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("H(v|u) = 0",), given=("n _|_ u", "x = f(u,n)", "u = f(x,n)", "v = f(x)", "I(v;n) = 0")
                ),
                hypotheses=(FINITE, GROUP_NUISANCE, FUNCTION_OF_DATUM),
                text="Where f(n·u) says nothing about n it is a function of u alone.",
            ),
        ),
    ),
    Statement(
        id="lemma-2.2",
        title="Task-nuisance decomposition",
        section="2.4",
        quote="Given a joint distribution p(x,y), y discrete, there is a random variable n independent of y with "
        "x = f(y,n).",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(y;n) = 0", "H(x|y,n) = 0"), exists=("n",)),
                hypotheses=(FINITE,),
                text="n is uniform on [0,1] cut at every value of every conditional distribution function; the "
                "inverse in the page's "
                "proof is the generalised one, x = min{t : n < P(x <= t | y)}.",
            ),
        ),
    ),
)
