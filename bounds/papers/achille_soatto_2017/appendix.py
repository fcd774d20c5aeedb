"""Appendix A: how the networks of the experiments were made and trained."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.appendix")
measured = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
stated = statements_in("A Details of the experiments")

STATEMENTS = (
    stated(
        "appendix/table-1",
        "Table 1: what the first full layer sees",
        "Input 32x32 [...] MaxPool 2x2 [...] Conv5 64 + BN ReLU [...] MaxPool 2x2 [...] FC 3136x384",
        Reading(
            "printed",
            formula("inputs_of_the_full_layer"),
            hypotheses=(sentence.TABLE_S_INPUT,),
            text="64 channels of s/4 x s/4, after two poolings of 2 x 2, are 3136 numbers.",
        ),
        Reading(
            "intended",
            formula("inputs_of_the_full_layer"),
            hypotheses=(sentence.CROP,),
            text="So they are for s = 28: 64 times 7 times 7.",
            change="The crop that the text has, in place of 32 x 32.",
            quote="on a 28x28 central crop of CIFAR-10",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "appendix/learning-rates",
        "The learning rate that overfits",
        "a higher learning rate is needed to overfit when N is small, while a lower learning rate is needed for larger "
        "N",
        Reading(
            "printed",
            measured("best_rate_falls"),
            hypotheses=(assumed.RANDOM_LABELS, sentence.SAME_EPOCHS),
            text="The rate that fits random labels best falls, by -Delta_eta in its logarithm, from the smallest N to "
            "the largest.",
        ),
        rank=Rank.SENTENCE,
    ),
)
