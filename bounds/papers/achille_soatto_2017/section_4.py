"""Section 4 up to equation 3, and section 6.1: the information decomposition and the algebra around it.

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
        "equation-3",
        "The information bottleneck for weights",
        "L(p(w|D)) = H_{p,q}(y|x,w) + β I(w;D)",
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/entropy-bound",
        "The information of the data about theta is bounded",
        "I(w;D) = I(D;θ) ≤ H(θ), which is bounded above by a constant",
        Reading(
            "printed",
            formula("gaussian_entropy_bound"),
            hypotheses=(assumed.GAUSSIAN_THETA, assumed.GAUSSIAN_DATA),
            text="For any theta, a continuous one among them: here theta is Gaussian and H its differential entropy.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(D;theta) <= H(theta)",)),
            hypotheses=(assumed.FINITE,),
            text="For a discrete theta.",
            change="theta is discrete.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/sufficiency",
        "What sufficient weights must remember",
        "for w to be sufficient we need I(w;D) = I(D;θ)",
        Reading(
            "printed",
            Informational(goal=("I(w;D) = I(D;theta)",), given=("theta -> D -> w", "I(w;theta) = I(D;theta)")),
            hypotheses=(assumed.FINITE,),
            text="Sufficient weights hold exactly as much of the data as the data hold of theta.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(w;D) >= I(D;theta)", "I(w;D) - I(D;theta) = I(w;D|theta)"),
                given=("theta -> D -> w", "I(w;theta) = I(D;theta)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="They hold at least as much; the gap is what they memorise, I(w;D|theta).",
            change="'At least' in place of '='.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/memorisation",
        "What overfitting must memorise",
        "to overfit, the term I(y;w|x,D) ≤ I(D;w|θ) needs to grow linearly with N",
        Reading(
            "printed",
            Informational(
                goal=("I(y;w|x,D) <= I(D;w|theta)",), given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w")
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA),
            text="True, and empty: given the data set the left side is 0.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(y;w|x,theta) <= I(D;w|theta)", "I(y;w|x,D) = 0"),
                given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w"),
            ),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA),
            text="The memorisation term of the decomposition is bounded by what the weights hold of the data beyond "
            "theta.",
            change="theta in place of D behind the bar.",
        ),
        rank=Rank.SENTENCE,
    ),
    statements_in("6.1")(
        "equation-3/random-labels",
        "Random labels",
        "in the case of completely random labels, we have I(w;D|θ) = I(w;D)",
        Reading(
            "printed",
            Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0",)),
            hypotheses=(assumed.FINITE,),
            text="From D independent of theta alone.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0", "theta -> D -> w")),
            hypotheses=(assumed.FINITE,),
            text="Where the weights see theta only through the data.",
            change="theta → D → w is among the hypotheses.",
        ),
        rank=Rank.SENTENCE,
    ),
)
