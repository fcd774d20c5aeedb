"""Section 4 up to equation 3, and section 6.1: the information decomposition and the algebra around it.

Variables: theta the data's parameter, D = (x, y) the training set, w the weights; vectors p, q are distributions.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import FINITE, GAUSSIAN_DATA, GAUSSIAN_THETA, LABELLED_DATA, ONE_CELL

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_4")

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-4",
        title="Information decomposition",
        section="4",
        quote="H_{p,q}(y|x,w) = H(y|x,θ) + I(θ;y|x,w) + KL(q(y|x,w) || p(y|x,w)) − I(y;w|x,θ)",
        readings=(
            Reading(
                name="printed",
                formula=formula("cross_entropy_printed"),
                hypotheses=(ONE_CELL,),
                text="Cross-entropy is entropy plus the divergence of the model from the truth, KL(q||p); the "
                "entropy H(y|x,w) is "
                "then taken apart by the entropy identity.",
            ),
            Reading(
                name="repaired",
                formula=formula("cross_entropy_repaired"),
                hypotheses=(ONE_CELL,),
                text="Cross-entropy is entropy plus the divergence of the truth from the model, KL(p||q), "
                "averaged over p(x,w).",
                change="The divergence is KL(p(y|x,w) || q(y|x,w)).",
            ),
        ),
    ),
    Statement(
        id="proposition-4/entropy-identity",
        title="Information decomposition: the entropy",
        section="4",
        quote="H(y|x,w) = H(y|x,θ) + I(y;θ|x,w) − I(y;w|x,θ)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("H(y|x,w) = H(y|x,theta) + I(y;theta|x,w) - I(y;w|x,theta)",)),
                hypotheses=(FINITE,),
                text="Intrinsic error, plus what the weights miss of theta, minus what they memorise of the labels.",
            ),
        ),
    ),
    Statement(
        id="proposition-4/identity-1",
        title="Information decomposition: first identity of the proof",
        section="4",
        quote="I(y;θ|x,w) = H(θ,y|w) − H(y|θ,x,w)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(y;theta|x,w) = H(theta,y|w) - H(y|theta,x,w)",)),
                hypotheses=(FINITE,),
                text="The identity as displayed.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(y;theta|x,w) = H(y|x,w) - H(y|theta,x,w)",)),
                hypotheses=(FINITE,),
                text="The identity that the proof needs.",
                change="H(y|x,w) in place of H(θ,y|w).",
            ),
        ),
    ),
    Statement(
        id="proposition-4/identity-2",
        title="Information decomposition: second identity of the proof",
        section="4",
        quote="I(y;w|x,θ) = H(y|x,θ) − H(y|x,θ,w)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(y;w|x,theta) = H(y|x,theta) - H(y|x,theta,w)",)),
                hypotheses=(FINITE,),
                text="The identity as displayed.",
            ),
        ),
    ),
    Statement(
        id="equation-3",
        title="The information bottleneck for weights",
        section="4",
        quote="L(p(w|D)) = H_{p,q}(y|x,w) + β I(w;D)",
    ),
    Statement(
        id="equation-3/entropy-bound",
        title="The information of the data about theta is bounded",
        section="4",
        quote="I(w;D) = I(D;θ) ≤ H(θ), which is bounded above by a constant",
        readings=(
            Reading(
                name="printed",
                formula=formula("gaussian_entropy_bound"),
                hypotheses=(GAUSSIAN_THETA, GAUSSIAN_DATA),
                text="For any theta, a continuous one among them: here theta is Gaussian and H its differential "
                "entropy.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(D;theta) <= H(theta)",)),
                hypotheses=(FINITE,),
                text="For a discrete theta.",
                change="theta is discrete.",
            ),
        ),
    ),
    Statement(
        id="equation-3/sufficiency",
        title="What sufficient weights must remember",
        section="4",
        quote="for w to be sufficient we need I(w;D) = I(D;θ)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(w;D) = I(D;theta)",), given=("theta -> D -> w", "I(w;theta) = I(D;theta)")
                ),
                hypotheses=(FINITE,),
                text="Sufficient weights hold exactly as much of the data as the data hold of theta.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(w;D) >= I(D;theta)", "I(w;D) - I(D;theta) = I(w;D|theta)"),
                    given=("theta -> D -> w", "I(w;theta) = I(D;theta)"),
                ),
                hypotheses=(FINITE,),
                text="They hold at least as much; the gap is what they memorise, I(w;D|theta).",
                change="'At least' in place of '='.",
            ),
        ),
    ),
    Statement(
        id="equation-3/memorisation",
        title="What overfitting must memorise",
        section="4",
        quote="to overfit, the term I(y;w|x,D) ≤ I(D;w|θ) needs to grow linearly with N",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(y;w|x,D) <= I(D;w|theta)",), given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w")
                ),
                hypotheses=(FINITE, LABELLED_DATA),
                text="True, and empty: given the data set the left side is 0.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(y;w|x,theta) <= I(D;w|theta)", "I(y;w|x,D) = 0"),
                    given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w"),
                ),
                hypotheses=(FINITE, LABELLED_DATA),
                text="The memorisation term of the decomposition is bounded by what the weights hold of the data "
                "beyond theta.",
                change="theta in place of D behind the bar.",
            ),
        ),
    ),
    Statement(
        id="equation-3/random-labels",
        title="Random labels",
        section="6.1",
        quote="in the case of completely random labels, we have I(w;D|θ) = I(w;D)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0",)),
                hypotheses=(FINITE,),
                text="From D independent of theta alone.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0", "theta -> D -> w")),
                hypotheses=(FINITE,),
                text="Where the weights see theta only through the data.",
                change="theta → D → w is among the hypotheses.",
            ),
        ),
    ),
)
