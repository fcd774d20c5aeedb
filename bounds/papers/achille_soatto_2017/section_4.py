"""Section 4 up to equation 3: the information decomposition, its lines, and what the page says of its terms.

Variables: theta the data's parameter, D = (x, y) the training set, w the weights; vectors p, q are distributions.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_4")
stated = statements_in("4")

STATEMENTS = (
    stated(
        "proposition-4",
        "Information decomposition",
        "H_{p,q}(y|x,w) = H(y|x,θ) + I(θ;y|x,w) + KL(q(y|x,w) || p(y|x,w)) − I(y;w|x,θ)",
        Reading(
            "printed",
            formula("cross_entropy_printed"),
            hypotheses=(assumed.ONE_CELL,),
            text="Cross-entropy is entropy plus the divergence of the model from the truth, KL(q||p); the entropy "
            "H(y|x,w) is then taken apart by the entropy identity.",
        ),
        Reading(
            "repaired",
            formula("cross_entropy_repaired"),
            hypotheses=(assumed.ONE_CELL,),
            text="Cross-entropy is entropy plus the divergence of the truth from the model, KL(p||q), averaged over "
            "p(x,w).",
            change="The divergence is KL(p(y|x,w) || q(y|x,w)).",
        ),
    ),
    stated(
        "proposition-4/entropy-identity",
        "Information decomposition: the entropy",
        "H(y|x,w) = H(y|x,θ) + I(y;θ|x,w) − I(y;w|x,θ)",
        Reading(
            "printed",
            Informational(goal=("H(y|x,w) = H(y|x,theta) + I(y;theta|x,w) - I(y;w|x,theta)",)),
            hypotheses=(assumed.FINITE,),
            text="Intrinsic error, plus what the weights miss of theta, minus what they memorise of the labels.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-4/identity-1",
        "Information decomposition: first identity of the proof",
        "I(y;θ|x,w) = H(θ,y|w) − H(y|θ,x,w)",
        Reading(
            "printed",
            Informational(goal=("I(y;theta|x,w) = H(theta,y|w) - H(y|theta,x,w)",)),
            hypotheses=(assumed.FINITE,),
            text="The identity as displayed.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(y;theta|x,w) = H(y|x,w) - H(y|theta,x,w)",)),
            hypotheses=(assumed.FINITE,),
            text="The identity that gives the line it is written for.",
            change="H(y|x,w) in place of H(θ,y|w).",
            quote="H(y|x,w) = H(y|x,θ) + I(y;θ|x,w) − I(y;w|x,θ)",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(y;theta|x,w) = H(y|x,w) - H(y|theta,x,w)",)),
            hypotheses=(assumed.FINITE,),
            text="The identity that the proof needs.",
            change="H(y|x,w) in place of H(θ,y|w).",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-4/identity-2",
        "Information decomposition: second identity of the proof",
        "I(y;w|x,θ) = H(y|x,θ) − H(y|x,θ,w)",
        Reading(
            "printed",
            Informational(goal=("I(y;w|x,theta) = H(y|x,theta) - H(y|x,theta,w)",)),
            hypotheses=(assumed.FINITE,),
            text="The identity as displayed.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-4/memorising",
        "The cross-entropy is least where the last term is largest",
        "the left-hand side (LHS) of (2) can be minimized by just maximizing the last term, i.e., by memorizing the "
        "dataset",
        Reading(
            "printed",
            Informational(goal=("H(y|x,w) = 0",), given=("theta -> (x,y) -> w", "I(y;w|x,theta) = H(y|x,theta)")),
            hypotheses=(assumed.FINITE,),
            text="Weights whose last term is as large as it can be, I(y;w|x,theta) = H(y|x,theta), leave no entropy in "
            "the labels: they may still need theta to read the labels out, I(theta;y|x,w) > 0.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(y;w|x,theta) = H(y|x,theta)", "I(theta;y|x,w) = 0"), given=("y = f(x,w)",)),
            hypotheses=(assumed.FINITE, assumed.LABELS_STORED),
            text="Weights that store the labels have the least left side, 0: the last term is as large as it can be, "
            "and what they miss of theta is 0.",
            change="The weights store the data set, which is more than that the last term is largest.",
            quote="by memorizing the dataset",
        ),
        Reading(
            "sharpened",
            Informational(goal=("H(y|x,w) = I(theta;y|x,w)",), given=("I(y;w|x,theta) = H(y|x,theta)",)),
            hypotheses=(assumed.FINITE,),
            text="Where the last term is largest, what is left of the entropy is what the weights miss of theta.",
            change="What maximising the last term alone leaves.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-4/cancelled",
        "Adding the last term back",
        "a regularized loss H_{p,q}(y|x,w) + I(y;w|x,θ), where the negative term on the RHS is canceled",
        Reading(
            "printed",
            Informational(goal=("H(y|x,w) + I(y;w|x,theta) = H(y|x,theta) + I(y;theta|x,w)",)),
            hypotheses=(assumed.FINITE,),
            text="What is left beside the divergence is the intrinsic error and what the weights miss of theta.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("H(y|x,w) + I(y;w|x,theta) >= H(y|x,theta)",)),
            hypotheses=(assumed.FINITE,),
            text="No weights bring the regularised loss below the intrinsic error: memorising gains nothing.",
            change="The least value of the regularised loss.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "footnote-4",
        "A single data set: the cross-entropy",
        "In practice, when a single dataset is given, the expectation w.r.t. the dataset can be ignored.",
        Reading(
            "printed",
            Informational(goal=("H(y|x,w) = H(y|x,w,D)", "H(w) = H(w|D)"), given=("H(D) = 0",)),
            hypotheses=(assumed.FINITE, assumed.ONE_DATA_SET),
            text="Where the data set is always the same one, entropies of labels and weights are those at that data "
            "set: for the cross-entropy the expectation can be ignored.",
        ),
    ),
    stated(
        "footnote-4/regulariser",
        "A single data set: the regulariser",
        "when a single dataset is given, the expectation w.r.t. the dataset can be ignored",
        Reading(
            "printed",
            Informational(goal=("I(w;D) > 0",), given=("H(D) = 0", "H(w) > 0")),
            hypotheses=(assumed.FINITE, assumed.ONE_DATA_SET),
            text="The regulariser of equation 3 still weighs what random weights hold of the one data set.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(w;D) = 0",), given=("H(D) = 0",)),
            hypotheses=(assumed.FINITE, assumed.ONE_DATA_SET),
            text="With a single data set the mutual information is 0 whatever the weights: what is left to penalise is "
            "the divergence from a fixed prior, as Claim 1 computes it, which only bounds I(w;D) from above.",
            change="The expectation over data sets is what makes I(w;D) more than 0.",
        ),
    ),
    stated(
        "remark-4.2/number-of-parameters",
        "The number of parameters says nothing of what is remembered",
        "In contrast, there is no clear relationship between number of parameters and overfitting",
        Reading(
            "printed",
            formula("any_number_of_weights"),
            hypotheses=(assumed.CLAIM_1_WITHOUT_CONSTANT,),
            text="With s = 1/alpha: any number k >= 1 of weights holds any amount, (k/2) log s, from 0 at s = 1 on.",
        ),
    ),
)
