"""Section 4 up to equation 3: the information decomposition, its lines, and what the page says of its terms.

Variables: theta the data's parameter, D = (x, y) the training set, w the weights; vectors p, q are distributions.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_4")
laws = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_2")
measured = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
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
        "proposition-4/terms",
        "What the terms relate to",
        "The first term of the right-hand side of (2) relates to the intrinsic error and depends on p_θ; the second "
        "term relates to the efficiency of the model [...], and the last term relates to how much information about "
        "the labels is memorized in the weights",
        Reading(
            "printed",
            Informational(
                goal=("I(theta;y|x,w) = 0", "I(y;w|x,theta) = 0", "H(y|x,w) = H(y|x,theta)"),
                given=("theta -> (x,y) -> w", "theta = f(w)", "w = g(theta)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="Weights that hold theta and nothing else are efficient and memorise nothing: the second term and the "
            "last are 0, and the first, which no weights change, is what is left.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-4/efficiency",
        "The second term and the class of functions",
        "the second term relates to the efficiency of the model and the class of functions f_w",
        Reading(
            "printed",
            Informational(
                goal=("I(theta;y|x,w) = I(theta;y|x) - I(theta;w|x)", "I(theta;y|x,w) <= I(theta;y|x,w2)"),
                given=("theta -> (x,y) -> w", "w2 = f(w)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="The second term is what the labels tell of theta less what the weights hold of it. Of two classes "
            "the one whose weights w2 say less, as a function of the other's w, misses no less.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-4/universality",
        "The third term and the universality of the architecture",
        "the third depends on the universality of the architecture",
        Reading(
            "printed",
            laws("kullback_leibler"),
            hypotheses=(assumed.LAWS,),
            text="The third term is at least a squared distance of p = p(y|x,w) and the model q = f_w(y|x): it is 0 "
            "for an architecture that can be p, and for no other.",
        ),
        rank=Rank.SENTENCE,
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
        "proposition-4/poor-generalisation",
        "Memorising and generalising",
        "by memorizing the dataset, which yields poor generalization",
        Reading(
            "printed",
            Informational(
                goal=("I(w;theta) < I(D;theta)",),
                given=("theta -> (x,y) -> w", "D = f(x,y)", "(x,y) = g(D)", "y = h(x,w)", "I(D;theta) > 0"),
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA, assumed.LABELS_STORED),
            text="Weights that store the labels lose of what the data tell of theta, which is all that other data have "
            "in common with them.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(w;D) >= I(w;theta) + H(y|x,theta)",),
                given=("theta -> (x,y) -> w", "D = f(x,y)", "(x,y) = g(D)", "y = h(x,w)"),
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA, assumed.LABELS_STORED),
            text="They may keep all of it, but hold the labels' noise H(y|x,theta) besides: what memorising costs is "
            "information, which bounds how well it generalises.",
            change="The cost of memorising, in place of a loss.",
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
        "remark-4.2/underfitting",
        "Weights of little information underfit",
        "networks with lower information complexity underfit the data",
        Reading(
            "printed",
            Informational(goal=("I(w;theta) < I(D;theta)",), given=("theta -> D -> w", "I(w;D) < I(D;theta)")),
            hypotheses=(assumed.FINITE,),
            text="Weights that hold less of the data than these tell of theta lose of what they tell.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("H(y|x,w) >= H(y|x) - I(w;D)",), given=("theta -> D -> w", "(x,y) = f(D)", "D = g(x,y)")
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA),
            text="The loss is at least the labels' entropy less the information: each nat that is missing is a nat of "
            "loss.",
            change="How much is lost.",
        ),
    ),
    stated(
        "remark-4.2/overfitting",
        "Weights of much information overfit",
        "networks with higher complexity overfit",
        Reading(
            "printed",
            Informational(
                goal=("I(y;w|x,theta) > 0",),
                given=("theta -> D -> w", "(x,y) = f(D)", "D = g(x,y)", "I(w;D) > I(D;theta)", "H(y|x,theta) > 0"),
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA),
            text="Weights that hold more of the data than these tell of theta memorise labels.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(y;w|x,theta) = I(w;D) - I(w;theta) - I(w;x|theta)",),
                given=("theta -> D -> w", "(x,y) = f(D)", "D = g(x,y)"),
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA),
            text="What is memorised of the labels is the information less what the weights hold of theta and of the "
            "inputs: more information allows overfitting and does not compel it.",
            change="Less what the weights hold of theta and of the inputs.",
        ),
    ),
    stated(
        "remark-4.2/bias-variance",
        "The bias-variance tradeoff in experiments",
        "As we show in experiments (Section 6), this allows to recover a version of the bias-variance tradeoff",
        Reading(
            "printed",
            measured("both_ends_are_worse"),
            hypotheses=(assumed.CONVERGED,),
            text="The test error on real labels is larger, by e_s and e_l, at the smallest beta and at the largest "
            "than at the best: much information overfits, little underfits.",
        ),
        rank=Rank.SENTENCE,
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
    stated(
        "duality",
        "Minimal weights and minimal representations",
        "the minimality of the weights representation implies the minimality (and hence invariance) of the "
        "representation learned by the layers",
        Reading(
            "printed",
            Informational(
                goal=("I(z;x|w) = I(x;y|w)",),
                given=(
                    "theta -> D -> w",
                    "I(w;theta) = I(D;theta)",
                    "I(w;D) = I(D;theta)",
                    "(D,w) _|_ x",
                    "z = f(x,w)",
                    "I(z;y|w) = I(x;y|w)",
                    "I(x;y|w) > 0",
                ),
            ),
            hypotheses=(assumed.FINITE,),
            text="Minimal sufficient weights, I(w;D) = I(D;theta), give a sufficient z a minimal one: a network copies "
            "x as well with weights that know nothing. That noisy weights pass little is Corollary 5.1.",
        ),
        rank=Rank.SENTENCE,
    ),
)
