"""Section 6.1: what is random in random labels, and how the information in the weights goes with beta and N."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_6_1")
stated = statements_in("6.1")

LABELLED = ("(x,y) = f(D)", "D = g(x,y)")
RANDOM = "y _|_ (x,theta)"
DATA = (assumed.FINITE, assumed.LABELLED_DATA, sentence.COMPLETELY_RANDOM_LABELS)

STATEMENTS = (
    stated(
        "equation-3/random-data",
        "Random labels make the data independent of theta",
        "since D is by construction random, and therefore independent from any θ",
        Reading(
            "printed",
            Informational(goal=("I(D;theta) = 0",), given=(*LABELLED, RANDOM)),
            hypotheses=DATA,
            text="D is inputs and labels, and the labels alone are drawn at random: the inputs may tell of theta.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(y;theta|x) = 0",), given=(*LABELLED, RANDOM)),
            hypotheses=DATA,
            text="What is random are the labels, and they tell nothing of theta, whatever the inputs do.",
            change="The labels, given the inputs, in place of the data.",
            quote="in the case of completely random labels",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(D;theta) = I(x;theta)", "I(y;theta|x) = 0"), given=(*LABELLED, RANDOM)),
            hypotheses=DATA,
            text="The data tell of theta what the inputs tell, and no more: nothing where theta is about the labels "
            "alone.",
            change="What the inputs tell of theta is kept.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/proportional",
        "Information in proportion to beta N",
        "as soon as βN ∝ I(w;D) is larger than I(D;θ)",
        Reading(
            "printed",
            formula("proportional_to_beta"),
            hypotheses=(assumed.OPTIMAL_AT_BETA, assumed.OPTIMAL_AT_LARGER_BETA),
            text="At one N: of two minimisers of H + beta I, that at the larger beta has more information, in "
            "proportion.",
        ),
        Reading(
            "intended",
            formula("proportional_to_inverse_beta"),
            hypotheses=(assumed.OPTIMAL_AT_BETA, assumed.OPTIMAL_AT_LARGER_BETA),
            text="A larger beta takes information away, as the page says elsewhere: read N/β for βN. At one N the "
            "information is in proportion to 1/beta.",
            change="N/β in place of βN.",
            quote="increasing the value of β (and therefore reducing I(w;D))",
        ),
        Reading(
            "repaired",
            formula("no_more_at_a_larger_beta"),
            hypotheses=(assumed.OPTIMAL_AT_BETA, assumed.OPTIMAL_AT_LARGER_BETA),
            text="At the larger beta there is no more information than at the smaller: it never grows with beta.",
            change="An order, the other way, in place of a proportion.",
        ),
        Reading(
            "sharpened",
            formula("logarithm_of_the_ratio"),
            hypotheses=(sentence.CURVATURE_OF_EACH_EXAMPLE, assumed.CURVATURES_POSITIVE),
            text="To second order, where each of N examples adds its curvature h_i, the best noise has α_i = "
            "β/(w_i² N h_i): the information is (K/2) log(N/β) and a constant. N/β it is, in its logarithm.",
            change="The law, for Proposition 5's posterior.",
        ),
        rank=Rank.SENTENCE,
    ),
)
