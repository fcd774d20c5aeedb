"""Section 3 from Corollary 3.3 to Proposition 2: what the bottleneck, narrow layers and stacks of layers forget.

Variables: x the datum, y the task, n a nuisance, z (z1, z2, ...) representations, t the minimal sufficient statistic;
h1, h2 blocks of layers.
"""

from bounds.claims.formula import Chained, Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.section_3 import (
    BOTTLENECK,
    INVARIANT_FOR_CERTAIN_TASKS,
    MINIMAL_IS_INSENSITIVE,
    MINIMAL_IS_INVARIANT,
    NUISANCE,
    STACK,
    SUFFICIENT_TOO,
)

laws = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_2")
decomposition = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_4")
stated = statements_in("3")

LAYERS = "Suppose we have the Markov chain of representations (layers)"
MORE_PRECISELY = "More precisely, for all nuisances n we have I(z2;n) ≤ I(z1;z2) − I(x;y)."

STATEMENTS = (
    stated(
        "corollary-3.3",
        "Invariants from the information bottleneck",
        "In the limit β → 0, minimizing the Information Bottleneck (IB) Lagrangian (1) yields a sufficient invariant "
        "representation z of the test datum x for the task y.",
        Reading(
            "printed",
            MINIMAL_IS_INVARIANT,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.LEMMA_NUISANCE),
            text="The minimal sufficient representation is independent of every nuisance.",
        ),
        Reading(
            "intended",
            MINIMAL_IS_INSENSITIVE,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_AMONG_SUFFICIENT),
            text="The minimal sufficient representation keeps no more of any nuisance than any other sufficient one "
            "does.",
            change="'Invariant' as in Proposition 1, which the proof cites: maximally insensitive.",
            quote="a sufficient statistic z is invariant (maximally insensitive) to nuisances if and only if it is "
            "minimal",
        ),
        Reading(
            "repaired",
            MINIMAL_IS_INSENSITIVE,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_AMONG_SUFFICIENT),
            text="The minimal sufficient representation keeps no more of any nuisance than any other sufficient one "
            "does.",
            change="'Maximally insensitive' in place of 'invariant'.",
        ),
        Reading(
            "sharpened",
            INVARIANT_FOR_CERTAIN_TASKS,
            hypotheses=(assumed.FINITE, assumed.DETERMINISTIC_TASK, assumed.NO_MORE_COMPLEX_THAN_TASK),
            text="Where y is a function of x the minimal sufficient representation is invariant to every nuisance.",
            change="y = g(x) is among the hypotheses.",
        ),
    ),
    stated(
        "corollary-3.3/cross-entropy",
        "The Lagrangian as cross-entropy and a regulariser",
        "Remarkably, the IB Lagrangian can be seen as a the standard cross-entropy loss, plus a regularizer I(z;x) "
        "that promotes invariance.",
        Reading(
            "printed",
            laws("decoder"),
            hypotheses=(assumed.LAWS,),
            text="At one z, of any decoder q = q(y|z): its cross-entropy is the entropy of the truth p = p(y|z). The "
            "regulariser beta I(z;x) is the same on both sides.",
        ),
        Reading(
            "intended",
            laws("best_decoder"),
            hypotheses=(assumed.LAWS,),
            text="The Lagrangian is the loss of the best decoder: no q has a smaller cross-entropy than q = p, whose "
            "is the entropy.",
            change="At the decoder that minimises the loss.",
            quote="can be seen as",
        ),
        Reading(
            "repaired",
            decomposition("cross_entropy_repaired"),
            hypotheses=(assumed.LAWS,),
            text="Of any decoder the cross-entropy is the entropy and KL(p(y|z) || q(y|z)).",
            change="The decoder's divergence is added.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "corollary-3.4",
        "Bottlenecks promote invariance",
        "suppose that there is a communication or computation bottleneck between z_1 and z_2 such that I(z_1;z_2) < "
        "I(z_1;x). [...] If z_2 is still sufficient, then it is more invariant to nuisances than z_1. More precisely, "
        "for all nuisances n we have I(z_2;n) ≤ I(z_1;z_2) − I(x;y).",
        Reading(
            "printed",
            BOTTLENECK,
            hypotheses=(assumed.FINITE,),
            text="The inequality under the page's strict bottleneck, y and n in front of the chain.",
        ),
        Reading(
            "intended",
            BOTTLENECK,
            hypotheses=(assumed.FINITE,),
            text="The inequality for layers that are representations of x: y and n stand in front of the chain.",
            change="y and n in front, by the definition of a representation.",
            quote=LAYERS,
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z2;n) <= I(z1;z2) - I(x;y)", "I(z2;n) <= I(z1;n)"),
                given=(NUISANCE, "(y,n) -> x -> z1 -> z2", SUFFICIENT_TOO),
            ),
            hypotheses=(assumed.FINITE,),
            text="The inequality and weakly smaller sensitivity, without a strict bottleneck.",
            change="The strict hypothesis goes; 'more invariant' is weak.",
        ),
        Reading(
            "sharpened",
            Chained(
                goal=("I(z[L];n) <= I(z[i];z[i+1]) - I(x;y)",),
                head=("(y,n)", "x"),
                given=(NUISANCE, "I(z[L];y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="In a stack of any length, on finite alphabets, whose last layer is sufficient, the narrowest place "
            "between two layers bounds what the last one keeps of any nuisance.",
            change="Every length, and the bottleneck anywhere.",
        ),
    ),
    stated(
        "corollary-3.4/dimension",
        "Bottlenecks: fewer dimensions",
        "Such a bottleneck can happen for example because dim(z2) < dim(z1) (e.g. pooling)",
        Reading(
            "printed",
            Informational(
                goal=("z2 = f(a,b)", "x -> (a,b) -> z2", "0 < I(a,b;z2) < I(a,b;x)"), exists=("x", "a", "b", "z2")
            ),
            hypotheses=(assumed.FINITE,),
            text="It can: there are a z1 = (a,b), of two dimensions, and a pooled z2, of one, for which it happens.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(a,b;z2) < I(a,b;x)",),
                given=("x -> (a,b) -> z2", "z2 = f(a,b)", "I(a,b;x) > 0", "H(a|b) > 0", "H(b|a) > 0"),
            ),
            hypotheses=(assumed.FINITE,),
            text="It must: where neither of z1's two dimensions is told by the other, dim z2 < dim z1 gives I(z1;z2) "
            "< I(z1;x).",
            change="Always, in place of 'can happen'.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(a,b;z2) < I(a,b;x)",), given=("x -> (a,b) -> z2", "H(z2) < I(a,b;x)")),
            hypotheses=(assumed.FINITE,),
            text="It happens wherever the entropy of z2 is smaller than what z1 holds of x.",
            change="Entropy in place of dimension.",
        ),
    ),
    stated(
        "corollary-3.4/noise",
        "Bottlenecks: a noisy channel",
        "or because the channel between z1 and z2 is noisy (e.g. because of Dropout)",
        Reading(
            "printed",
            Informational(goal=("x -> z1 -> z2", "H(z2|z1) > 0", "0 < I(z1;z2) < I(z1;x)"), exists=("x", "z1", "z2")),
            hypotheses=(assumed.FINITE,),
            text="It can: there is a noisy channel between z1 and z2 for which it happens.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("I(z1;z2) < I(z1;x)",), given=("x -> z1 -> z2", "I(z1;x) > 0", "H(z2|z1) > 0")),
            hypotheses=(assumed.FINITE,),
            text="It must: noise between z1 and z2 gives I(z1;z2) < I(z1;x).",
            change="Always, in place of 'can happen'.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z1;z2) < I(z1;x)",), given=("x -> z1 -> z2", "z1 = f(x)", "H(z1|z2) > 0")),
            hypotheses=(assumed.FINITE,),
            text="For a function z1 of x it happens wherever z2 leaves some of z1 unknown.",
            change="The noise must lose some of z1, which must have none of its own.",
        ),
    ),
    stated(
        "corollary-3.4/more-invariant",
        "Bottlenecks promote invariance: strictly",
        "If z2 is still sufficient, then it is more invariant to nuisances than z1.",
        Reading(
            "printed",
            Informational(goal=("I(z2;n) < I(z1;n)",), given=BOTTLENECK.given),
            hypotheses=(assumed.FINITE,),
            text="A strict bottleneck makes z2 strictly less sensitive to every nuisance.",
        ),
        Reading(
            "intended",
            BOTTLENECK,
            hypotheses=(assumed.FINITE,),
            text="What 'more invariant' means is the inequality that the next sentence gives.",
            change="The inequality in place of the word.",
            quote=MORE_PRECISELY,
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z2;n) <= I(z1;n)",), given=("n -> x -> z1 -> z2",)),
            hypotheses=(assumed.FINITE,),
            text="z2 is at most as sensitive as z1.",
            change="Weakly.",
        ),
    ),
    stated(
        "proposition-2",
        "Stacking increases invariance",
        "Assume that z_L is sufficient of x for y, and we have the Markov chain x → z_1 → z_2 → ... → z_L. Then all "
        "preceding representations z_i, i < L are also sufficient; by the DPI, we have I(z_L;x) ≤ I(z_i;x) for each i "
        "≤ L, and by Proposition 1, z_L is more insensitive (invariant) to nuisances than all the preceding "
        "representations (layers).",
        Reading(
            "printed",
            Informational(
                goal=("I(z1;y) = I(x;y)", "I(z2;y) = I(x;y)", "I(z3;x) <= I(z1;x)", "I(z3;n) <= I(z1;n)"),
                given=(NUISANCE, "x -> z1 -> z2 -> z3", "I(z3;y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE, assumed.THREE_LAYERS),
            text="From the chain as printed, which says nothing of y and n.",
        ),
        Reading(
            "intended",
            STACK,
            hypotheses=(assumed.FINITE, assumed.THREE_LAYERS),
            text="All layers are sufficient, and the last is at most as sensitive as each.",
            change="y and n stand in front of the chain, as the layers are representations of x; 'more' is weak, as "
            "in the inequality beside it.",
            quote="z_L is more insensitive (invariant) to nuisances than all the preceding representations (layers)",
        ),
        Reading(
            "repaired",
            STACK,
            hypotheses=(assumed.FINITE, assumed.THREE_LAYERS),
            text="All layers are sufficient, and the last is at most as sensitive as each: by data processing along "
            "the chain.",
            change="y and n stand in front of the chain, 'more' is weak, and n need not even be independent of y.",
        ),
        Reading(
            "sharpened",
            Chained(
                goal=("I(z[i];y) = I(x;y)", "I(z[L];x) <= I(z[i];x)", "I(z[L];n) <= I(z[i];n)"),
                head=("(y,n)", "x"),
                given=("I(z[L];y) = I(x;y)",),
            ),
            hypotheses=(assumed.FINITE,),
            text="The same for a stack of any length, on finite alphabets.",
            change="Every L in place of one.",
        ),
    ),
    stated(
        "proposition-2/cross-entropy",
        "Stacking: sufficiency from the loss",
        "successfully trained to minimize the cross-entropy loss, which makes z_L a sufficient statistic of x for y.",
        Reading(
            "printed",
            Informational(goal=("I(x;y|z) = 0",), given=("y -> x -> (z,z2)", "H(y|z) <= H(y|z2)")),
            hypotheses=(assumed.FINITE,),
            text="The better of two representations z and z2, each with its best decoder, is sufficient: the minimum "
            "is taken over what the architecture has.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(x;y|z) = 0",), given=("y -> x -> z", "H(y|z) <= H(y|x)")),
            hypotheses=(assumed.FINITE,),
            text="A z whose best decoder attains the least cross-entropy that there is, H(y|x), is sufficient: the "
            "minimum is over all representations and decoders.",
            change="Successfully: the least loss of all, which a restricted architecture need not attain.",
            quote="successfully trained to minimize the cross-entropy loss",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-2/more-layers",
        "More layers, no more of the task",
        "the above corollary does not simply imply that the more layers the merrier, as it assumes that one has "
        "successfully trained the network (z_L is sufficient), which becomes increasingly difficult as the size grows",
        Reading(
            "printed",
            Informational(goal=("I(z2;y) <= I(z1;y)",), given=("y -> x -> z1 -> z2",)),
            hypotheses=(assumed.FINITE,),
            text="A further layer holds no more of the task: sufficiency that is lost does not come back. (How "
            "difficult training is, nothing here measures.)",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-2/skip-connections",
        "Stacking: skip connections",
        "some architectures, such as Residual Networks, do not form a Markov chain because of skip connections",
        Reading(
            "printed",
            Informational(
                goal=("z1 = f(x)", "I(x;z1) > 0", "z2 = g(x,z1)", "I(x;z2|z1) > 0"), exists=("x", "z1", "z2")
            ),
            hypotheses=(assumed.FINITE,),
            text="There are layers with a skip connection, z2 a function of z1 and of x, that are no chain.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-2/residual-blocks",
        "Stacking: residual blocks",
        "(however, their 'blocks' still do)",
        Reading(
            "printed",
            Informational(
                goal=("(y,n) -> x -> h1 -> h2",),
                given=("h1 = f(x,u)", "h2 = g(h1,w)", "u _|_ (y,n,x)", "w _|_ (y,n,x,u)"),
            ),
            hypotheses=(assumed.FINITE, assumed.FRESH_NOISE),
            text="Blocks form a chain, with task and nuisance in front, where what is added within a block is made "
            "from its own input and from noise of its own.",
        ),
        rank=Rank.SENTENCE,
    ),
)
