"""Equation 3 and what is said of it in sections 4 and 6.1: sufficiency, memorising, growth, the optimal regulariser.

Variables: theta the data's parameter, D = (x, y) the training set, w the weights; y1, y2, y3 its labels one by one.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_4")
stated, stated_6_1 = statements_in("4"), statements_in("6.1")

CHAIN, SUFFICIENT = "theta -> D -> w", "I(w;theta) = I(D;theta)"
LABELLED = ("(x,y) = f(D)", "D = g(x,y)")
DATA = (assumed.FINITE, assumed.LABELLED_DATA)

STATEMENTS = (
    stated(
        "equation-3",
        "The information bottleneck for weights",
        "L(p(w|D)) = H_{p,q}(y|x,w) + β I(w;D)",
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/sufficiency",
        "What sufficient weights must remember",
        "for w to be sufficient we only need to memorize in w the information that D has about θ, that is we need "
        "I(w;D) = I(D;θ)",
        Reading(
            "printed",
            Informational(goal=("I(w;D) = I(D;theta)",), given=(CHAIN, SUFFICIENT)),
            hypotheses=(assumed.FINITE,),
            text="Sufficient weights hold exactly as much of the data as the data hold of theta.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(w;D) >= I(D;theta)", "I(w;D) - I(D;theta) = I(w;D|theta)"), given=(CHAIN, SUFFICIENT)
            ),
            hypotheses=(assumed.FINITE,),
            text="They hold at least as much; the gap is what they memorise, I(w;D|theta).",
            change="'At least' in place of '='.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(w;D) >= H(t)", "H(t) >= I(D;theta)"), given=("t = f(D)", "t = f(w)", "D -> t -> theta")
            ),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC_OF_DATA),
            text="They hold at least H(t), t the minimal sufficient statistic of D for theta; equality with I(D;theta) "
            "asks for a t that theta determines.",
            change="The entropy of the minimal sufficient statistic in place of its information about theta.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/entropy-bound",
        "The information of the data about theta is bounded",
        "I(w;D) = I(D;θ) ≤ H(θ), which is bounded above by a constant",
        Reading(
            "printed",
            formula("information_bounded"),
            hypotheses=(assumed.GAUSSIAN_THETA, assumed.GAUSSIAN_DATA, assumed.CONSTANT_IN_N),
            text="For any theta, a continuous one among them: here one Gaussian parameter, seen N times, of which the "
            "data tell 1/2 log(1 + N s/v).",
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
        "equation-3/growth",
        "What data tell of a continuous parameter grows like (k/2) log N",
        "I(D;θ) ≤ H(θ), which is bounded above by a constant",
        Reading(
            "repaired",
            formula("gaussian_information"),
            hypotheses=(assumed.GAUSSIAN_THETA, assumed.GAUSSIAN_DATA, assumed.K_PARAMETERS),
            text="The mean of N observations is sufficient, of variance s + v/N, and v/N given theta: the data tell "
            "(k/2) log(1 + N s/v) exactly.",
            change="A continuous theta, whose entropy bounds nothing.",
        ),
        Reading(
            "sharpened",
            formula("logarithmic_growth"),
            hypotheses=(assumed.GAUSSIAN_THETA, assumed.GAUSSIAN_DATA, assumed.K_PARAMETERS),
            text="With N = exp(t): beyond (k/2) log N it tends to (k/2) log(s/v), so their ratio tends to 1.",
            change="The rate at which it grows.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/growth-bounds",
        "The growth, between two bounds",
        "which is bounded above by a constant",
        Reading(
            "sharpened",
            formula("growth_from_above"),
            hypotheses=(assumed.GAUSSIAN_THETA, assumed.GAUSSIAN_DATA, assumed.K_PARAMETERS),
            text="At every N at most (k/2) [log N + log(1 + s/v)].",
            change="Not in the paper.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/memorisation",
        "What overfitting must memorise",
        "to overfit, the term I(y;w|x,D) ≤ I(D;w|θ) needs to grow linearly with the number of training samples N",
        Reading(
            "printed",
            Informational(goal=("I(y;w|x,D) <= I(D;w|theta)",), given=(*LABELLED, CHAIN)),
            hypotheses=DATA,
            text="True, and empty: given the data set the left side is 0.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(y;w|x,theta) <= I(D;w|theta)",), given=(*LABELLED, CHAIN)),
            hypotheses=DATA,
            text="The term that overfitting makes large is the last one of the decomposition.",
            change="theta in place of D behind the bar.",
            quote="the last term relates to how much information about the labels is memorized in the weights",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(y;w|x,theta) <= I(D;w|theta)", "I(y;w|x,D) = 0"), given=(*LABELLED, CHAIN)),
            hypotheses=DATA,
            text="The memorisation term of the decomposition is bounded by what the weights hold of the data beyond "
            "theta.",
            change="theta in place of D behind the bar.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/linear-growth",
        "To overfit, the term must grow linearly",
        "to overfit, the term [...] needs to grow linearly with the number of training samples N",
        Reading(
            "printed",
            Informational(
                goal=("I(y1,y2,y3;w|x,theta) = H(y1|x,theta) + H(y2|x,theta) + H(y3|x,theta)",),
                given=("TC(y1,y2,y3|x,theta) = 0", "(y1,y2,y3) = f(x,w)"),
            ),
            hypotheses=(assumed.FINITE, assumed.THREE_LABELS, assumed.LABELS_STORED),
            text="At zero training error the weights hold every label's noise H(y_i|x_i,theta), and these add up: N "
            "times the label noise.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(y1,y2,y3;w|x,theta) >= H(y1|x,theta) + H(y2|x,theta) + H(y3|x,theta) - H(y1,y2,y3|x,w)",),
                given=("TC(y1,y2,y3|x,theta) = 0",),
            ),
            hypotheses=(assumed.FINITE, assumed.THREE_LABELS),
            text="I(y;w|x,theta) >= H(y|x,theta) - H(y|x,w) at any training error: below the label noise by N delta, "
            "the weights hold N delta at least. Without label noise nothing needs to grow.",
            change="Any training error, in place of zero.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/constant-information",
        "One beta and information that does not grow",
        "adding a Lagrange multiplier β to make the amount of information a constant with respect to N",
        Reading(
            "printed",
            formula("held_at_one_beta"),
            hypotheses=(assumed.MINIMISER_OF_RANDOM_LABELS, assumed.CONSTANT_IN_N),
            text="At one beta < 1 a minimiser of (3) on random labels holds all of the N labels, N log n of n classes: "
            "more than any constant.",
        ),
        Reading(
            "intended",
            formula("held_at_growing_beta"),
            hypotheses=(assumed.SCATTERED_MINIMUM,),
            text="A multiplier that grows with N does it: where the minimum scatters over data sets with variance s, "
            "the loss has curvature N h and beta = N h u (u + s)/s, noise of the same variance u is stationary for "
            "every N, and 1/2 log(1 + s/u) with it.",
            change="beta grows in proportion to N.",
            quote="adding a Lagrange multiplier β to make the amount of information a constant",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/same-lagrangian",
        "The same IB Lagrangian, with w for z",
        "which is, remarkably, the same IB Lagrangian in (1), but now interpreted as a function of w rather than z",
        Reading(
            "printed",
            Informational(goal=("H(y|x,w) = H(y|w)",), given=LABELLED),
            hypotheses=DATA,
            text="(1) with w for z, D for x and the labels for y is H(y|w) + beta I(w;D); (3) has H(y|x,w) for H(y|w).",
        ),
        Reading(
            "repaired",
            Informational(goal=("H(y|w) = H(y|x,w) + I(x;y|w)", "I(w;D) = I(w;x) + I(w;y|x)"), given=LABELLED),
            hypotheses=DATA,
            text="The two differ by I(x;y|w). Given the inputs (3) is the bottleneck of the labels, H(y|x,w) + beta "
            "I(w;y|x), plus beta I(w;x): the same where the weights hold nothing of the inputs alone.",
            change="The inputs stand behind the bar, and what the weights hold of them is paid for beside.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "equation-3/minimal-sufficient",
        "Minimal sufficient weights lead to (3)",
        "seek ideal weights w that are a minimal sufficient representation of the dataset D. In this case, again the "
        "IB Lagrangian (3) emerges",
        Reading(
            "printed",
            Informational(goal=(SUFFICIENT,), given=(*LABELLED, CHAIN, "H(y|x,w) = 0")),
            hypotheses=DATA,
            text="Weights that bring (3)'s first term to its least value, 0, are sufficient for theta.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(theta;y|x,w) = 0", "H(y|x,w) + I(y;w|x,theta) = H(y|x,theta)"),
                given=(*LABELLED, CHAIN, SUFFICIENT),
            ),
            hypotheses=DATA,
            text="Sufficient weights bring the loss with its last term added back to its least value, the intrinsic "
            "error; among them beta I(w;D) chooses the minimal ones.",
            change="From sufficiency to the loss, not back; and of the loss with its last term added back.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
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
            "intended",
            Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0", CHAIN)),
            hypotheses=(assumed.FINITE,),
            text="The weights are a representation of the data, so theta reaches them through the data alone.",
            change="theta → D → w, as of any representation.",
            quote="weights of the network as a representations of the training set",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0", CHAIN)),
            hypotheses=(assumed.FINITE,),
            text="Where the weights see theta only through the data.",
            change="theta → D → w is among the hypotheses.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(w;D|theta) = I(w;D)",),
                given=("I(D;theta) = 0", "I(D;theta|w) = 0"),
            ),
            hypotheses=(assumed.FINITE,),
            text="I(w;D|theta) = I(w;D) + I(D;theta|w) - I(D;theta): it is enough that the weights make no dependence "
            "between D and theta.",
            change="I(D;θ|w) = 0, which is weaker than θ → D → w.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "equation-3/optimal-regulariser",
        "The optimal regulariser for random labels",
        "Therefore, the optimal regularizer is exactly eq. (3)",
        Reading(
            "printed",
            Informational(goal=("I(y;w|x,theta) = I(w;D)",), given=(*LABELLED, CHAIN, "I(D;theta) = 0")),
            hypotheses=DATA,
            text="The regulariser that cancels the last term of (2) is I(w;D).",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(w;D) = I(y;w|x,theta) + I(w;x)",), given=(*LABELLED, CHAIN, "I(D;theta) = 0")),
            hypotheses=DATA,
            text="I(w;D) is that regulariser plus what the weights hold of the inputs alone: an upper bound, exact "
            "where I(w;x) = 0.",
            change="The inputs that the weights remember are paid for, too.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "equation-3/room-for-theta",
        "Room for theta and no more",
        "as soon as βN ∝ I(w;D) is larger than I(D;θ), the model trained on real data fits real labels without "
        "overfitting independently of the particular value of β and N",
        Reading(
            "printed",
            Informational(goal=("I(y;w|x,theta) = 0",), given=(*LABELLED, CHAIN, SUFFICIENT, "I(w;D) >= I(D;theta)")),
            hypotheses=DATA,
            text="Sufficient weights with room for theta memorise none of the labels' noise.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(y;w|x,theta) <= I(w;D) - I(w;theta)",), given=(*LABELLED, CHAIN)),
            hypotheses=DATA,
            text="What is memorised is at most the information in the weights beyond what they hold of theta: more "
            "room allows overfitting, I(w;D) = I(D;theta) rules it out.",
            change="An upper bound on what is memorised, in place of none.",
        ),
        rank=Rank.SENTENCE,
    ),
)
