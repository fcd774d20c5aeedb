"""Proposition 3: the entropy of a sufficient invariant.

Variables: x the datum, y the task, n a nuisance, z, z2 and w functions of x, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.section_3 import (
    MINIMAL,
    NUISANCE,
    SPLIT,
    SPLIT_OF_STATISTIC,
    SUFFICIENT,
    SUFFICIENT_TOO,
)

stated = statements_in("3")

LARGEST = "H(z) <= H(t)"  # z an invariant function of the datum

STATEMENTS = (
    stated(
        "proposition-3",
        "Actionable information",
        "When z = f(x) is deterministic, a representation that minimizes the IB Lagrangian also maximizes Actionable "
        "Information (AI), which is the entropy of a sufficient invariant AI(x) = H(f(x)).",
        Reading(
            "printed",
            Informational(
                goal=("H(z) >= H(z2)",),
                given=("z = f(x)", "z2 = g(x)", SUFFICIENT, SUFFICIENT_TOO, "I(z;x) <= I(z2;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="The least complex of two sufficient functions of x has the larger entropy.",
        ),
        Reading(
            "intended",
            Informational(
                goal=("I(n;y) = 0", "I(t;n) = 0", LARGEST, "H(t) <= H(w)"),
                given=(*MINIMAL, *SPLIT_OF_STATISTIC, "z = g(x)", "I(z;n) = 0", "w = h(x)", "t = k(w)"),
            ),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC, assumed.LEMMA_NUISANCE_OF_STATISTIC),
            text="The Lagrangian's minimiser t has the largest entropy among the functions z of x that are invariant "
            "to all nuisances, so to the one that Lemma 2.2 gives for x and t, and the smallest among the sufficient "
            "functions w: a sufficient invariant has exactly H(t).",
            change="Among invariant functions, invariant to all nuisances.",
            quote="which is the entropy of a sufficient invariant",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("H(z) <= H(z2)",),
                given=("z = f(x)", "z2 = g(x)", SUFFICIENT, SUFFICIENT_TOO, "I(z;x) <= I(z2;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="It has the smaller entropy: I(z;x) = H(z) for a function z of x.",
            change="'Minimises' in place of 'maximises'.",
        ),
    ),
    stated(
        "proposition-3/lemma-nuisance",
        "Actionable information: invariants to Lemma 2.2's nuisance",
        "a representation that minimizes the IB Lagrangian also maximizes Actionable Information (AI), which is the "
        "entropy of a sufficient invariant",
        Reading(
            "sharpened",
            Informational(goal=(LARGEST,), given=(NUISANCE, SPLIT, *MINIMAL, "z = g(x)", "I(z;n) = 0")),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.LEMMA_NUISANCE),
            text="No function of x that is invariant to Lemma 2.2's nuisance has more entropy than the minimiser t.",
            change="Invariant to Lemma 2.2's nuisance, in place of all.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("H(z) <= H(y)", "I(y;x) = H(y)"), given=(NUISANCE, SPLIT, "y = g(x)", "z = f(x)", "I(z;n) = 0")
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE, assumed.DETERMINISTIC_TASK),
            text="Where y is a function of x the minimiser is y itself, and none has more.",
            change="y = g(x).",
        ),
    ),
    stated(
        "proposition-3/one-nuisance",
        "Actionable information: invariants to one nuisance",
        "a representation that minimizes the IB Lagrangian also maximizes Actionable Information (AI), which is the "
        "entropy of a sufficient invariant",
        Reading(
            "sharpened",
            Informational(goal=(LARGEST,), given=(NUISANCE, "(y,n) -> x -> t", *MINIMAL, "z = g(x)", "I(z;n) = 0")),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.ONE_NUISANCE),
            text="No function of x that is invariant to one given nuisance has more entropy than the minimiser t.",
            change="Invariant to one nuisance, in place of all.",
        ),
    ),
    stated(
        "proposition-3/encoding-cost",
        "Actionable information: the encoding cost",
        "The encoding cost of z = f(x) is I(x;z) = H(z) − H(z|x) with the second term zero because z is a "
        "deterministic function of x.",
        Reading(
            "printed",
            Informational(goal=("I(x;z) = H(z)",), given=("z = f(x)",)),
            hypotheses=(assumed.FINITE,),
            text="A function of x costs its entropy.",
        ),
        rank=Rank.LINE,
    ),
)
