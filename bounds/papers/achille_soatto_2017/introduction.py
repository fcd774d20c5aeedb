"""The abstract and section 1: what they claim of sections 2 and 3.

Variables: x the datum, y the task, n a nuisance, z (z1, z2) representations, t the minimal sufficient statistic, which
is what the posterior p(y|x) tells of x.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.section_3 import (
    INEQUALITY,
    INSENSITIVE_IFF_MINIMAL,
    INVARIANT_FOR_CERTAIN_TASKS,
    MINIMAL_IS_INSENSITIVE,
    MINIMAL_IS_INVARIANT,
    NUISANCE,
    SUFFICIENT_TOO,
)

flatter_passes_less = formulas_in("bounds.papers.achille_soatto_2017.formulas.flatness")("flatter_passes_less")
stated = statements_in("1")
FITTED = ("theta -> D -> w", "(x,y) = f(D)", "D = g(x,y)", "y = h(x,w)")
OF_A_NUISANCE = (assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.LEMMA_NUISANCE)

STATEMENTS = (
    stated(
        "introduction",
        "What the paper claims of representations",
        "we show that invariance in a deep neural network is equivalent to minimality of the representation it "
        "computes, and can be achieved by stacking layers and injecting noise in the computation",
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/stacking-and-noise",
        "Invariance by stacking and noise",
        "invariance [...] can be achieved by stacking layers and injecting noise in the computation",
        Reading(
            "printed",
            Informational(
                goal=(
                    NUISANCE,
                    "(y,n) -> x -> z1 -> z2",
                    SUFFICIENT_TOO,
                    "I(x;y) > 0",
                    "H(z2|z1) > 0",
                    "I(z1;n) > 0",
                    "I(z2;n) = 0",
                ),
                exists=("x", "y", "n", "z1", "z2"),
            ),
            hypotheses=(assumed.FINITE,),
            text="There are a layer z1 that is not invariant, and a noisy layer z2 upon it that is, and that keeps "
            "all that is known of the task.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("I(z2;n) <= I(z1;n)",), given=("n -> x -> z1 -> z2",)),
            hypotheses=(assumed.FINITE,),
            text="No layer and no noise upon a layer, where it sees x through it alone, adds to what is kept of n.",
            change="For every layer, weakly.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/invariant-iff-minimal",
        "Invariant if and only if minimal, as the introduction has it",
        "a sufficient representation of the data is invariant if and only if it is minimal",
        Reading(
            "printed",
            MINIMAL_IS_INVARIANT,
            hypotheses=OF_A_NUISANCE,
            text="The minimal sufficient representation is independent of every nuisance: 'if' alone.",
        ),
        Reading(
            "intended",
            INSENSITIVE_IFF_MINIMAL,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC, assumed.LEMMA_NUISANCE_OF_STATISTIC),
            text="Of the nuisance n that Lemma 2.2 gives for x and t, a sufficient z keeps exactly its excess over "
            "the minimal information; a z without excess keeps no more of any nuisance m than another sufficient z2.",
            change="'Maximally insensitive', to all nuisances, as the same section words it.",
            quote="a sufficient representation is maximally insensitive to nuisances if and only if it is minimal",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/noise-in-training",
        "Noise biases towards invariance",
        "adding noise during the training of the network is a simple and natural way of biasing the network towards "
        "invariant representations",
        Reading(
            "printed",
            Informational(
                goal=("I(z2;n) < I(z1;n)",),
                given=("n -> x -> z1", "z2 = f(z1,u)", "u _|_ (n,x,z1)", "I(z2;x) < I(z1;x)", "I(z1;n) > 0"),
            ),
            hypotheses=(assumed.FINITE,),
            text="Noise u that takes from what a layer tells of the datum takes from what it tells of a nuisance.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(z2;n) <= I(z1;n)",), given=("n -> x -> z1", "z2 = f(z1,u)", "u _|_ (n,x,z1)")),
            hypotheses=(assumed.FINITE,),
            text="No noise adds to it.",
            change="'Biasing': not more, in place of less.",
            quote="a simple and natural way of biasing the network",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/minimal-weights",
        "Sufficiency from weights of little information",
        "simply learning weights that minimize information from the training set yields activations that are "
        "maximally sufficient, invariant and disentangled representations of the test datum",
        Reading(
            "printed",
            Informational(goal=("I(z;y|w) = I(x;y|w)",), given=("z = f(x,w)", "w _|_ (D,x,y)")),
            hypotheses=(assumed.FINITE,),
            text="Weights that hold nothing of the training set, the least there is, give sufficient activations.",
        ),
        Reading(
            "intended",
            INEQUALITY,
            hypotheses=(assumed.FINITE,),
            text="Of weights that were trained, so that the activations are sufficient: what is taken from I(z;x) "
            "bounds what they keep of a nuisance.",
            change="Sufficiency comes from training.",
            quote="successfully trained to minimize the cross-entropy loss, which makes z_L a sufficient statistic",
        ),
        Reading(
            "repaired",
            INEQUALITY,
            hypotheses=(assumed.FINITE,),
            text="Sufficiency is a condition of its own; with it, what is taken from I(z;x) bounds what z keeps of a "
            "nuisance.",
            change="Sufficiency is asked for, and disentanglement is not had so.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/recovers-minimal-weights",
        "Minimising (3) recovers minimal weights",
        "A network minimizing this regularized cross-entropy loss thus recovers weights that are a minimal "
        "representation of the training data for the inference task",
        Reading(
            "printed",
            Informational(goal=("I(w;D) <= I(D;theta)",), given=(*FITTED,)),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA, assumed.LABELS_STORED),
            text="As beta falls to 0 a minimiser has no loss, H(y|x,w) = 0: such weights hold no more of the data than "
            "these tell of theta.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(w;D) = H(y|x) + I(w;x)",), given=(*FITTED,)),
            hypotheses=(assumed.FINITE, assumed.LABELLED_DATA, assumed.LABELS_STORED),
            text="They hold all of H(y|x), the labels' noise among it, and what they keep of the inputs: least where "
            "I(w;x) = 0, which is minimal for the labels and not for theta.",
            change="Minimal for the labels of the training set.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/flat-minima-invariance",
        "Flat minima and invariance",
        "In conjunction with the other properties we prove, this also suggests that flat minima have better invariance "
        "properties",
        Reading(
            "printed",
            flatter_passes_less,
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.FLATTER_EVERYWHERE),
            text="Where no curvature grows, the noise alpha_i = beta/(w_i^2 H_ii) does not fall, and with it not 1/2 "
            "log(1 + 1/alpha_i), which bounds g: the bound on what passes, and so on what passes of a nuisance, is no "
            "larger.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/sufficiency-and-invariance",
        "Sufficiency and invariance together",
        "both invariance and sufficiency can be achieved in theory",
        Reading(
            "printed",
            Informational(
                goal=(NUISANCE, "(y,n) -> x -> z", "I(z;y) = I(x;y)", "I(z;y) > 0", "I(x;n) > 0", "I(z;n) = 0"),
                exists=("x", "y", "n", "z"),
            ),
            hypotheses=(assumed.FINITE,),
            text="There are a datum that its nuisance is seen in and a sufficient representation that is invariant.",
        ),
        Reading(
            "sharpened",
            MINIMAL_IS_INVARIANT,
            hypotheses=OF_A_NUISANCE,
            text="There is one for every task and nuisance: then t, a function of every sufficient representation, is "
            "one.",
            change="Always, in place of 'can be'.",
        ),
        Reading(
            "repaired",
            INVARIANT_FOR_CERTAIN_TASKS,
            hypotheses=(assumed.FINITE, assumed.DETERMINISTIC_TASK, assumed.NO_MORE_COMPLEX_THAN_TASK),
            text="Where y is a function of x the minimal sufficient representation is one, for every nuisance.",
            change="y = g(x).",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/likelihood",
        "The likelihood as a sufficient invariant",
        "Cross entropy is minimized when the network approximates the marginal log-likelihood, which is a sufficient "
        "invariant",
        Reading(
            "printed",
            MINIMAL_IS_INVARIANT,
            hypotheses=OF_A_NUISANCE,
            text="What the posterior p(y|x) tells of x is independent of every nuisance.",
        ),
        Reading(
            "intended",
            MINIMAL_IS_INSENSITIVE,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_AMONG_SUFFICIENT),
            text="It keeps no more of any nuisance than any other sufficient representation.",
            change="'Maximally insensitive' in place of 'invariant', as the same section words it.",
            quote="a sufficient representation is maximally insensitive to nuisances if and only if it is minimal",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "introduction/high-dimension",
        "Minimal representations of any dimension",
        "thus allowing to build high dimensional representations that are still minimal",
        Reading(
            "printed",
            Informational(
                goal=("I(z1,z2;x) = I(t;x)", "I(x;y|z1,z2) = 0"),
                given=("y -> x -> t", "I(x;y|t) = 0", "z1 = f(t)", "z2 = g(t)", "t = h(z1,z2)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="A sufficient t written in more components, t = h(z1,z2), is as sufficient and as complex.",
        ),
        rank=Rank.SENTENCE,
    ),
)
