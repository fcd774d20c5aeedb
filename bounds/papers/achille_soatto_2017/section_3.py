"""Section 3: what minimal representations forget.

Variables: x the datum, y the task, n a nuisance, z (z1, z2, ...) representations, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

NUISANCE = "I(y;n) = 0"
JOINT_CHAIN = "(y,n) -> x -> z"
SUFFICIENT = "I(z;y) = I(x;y)"
SPLIT = "x = f(y,n)"  # Lemma 2.2: the datum from the task and the nuisance

stated = statements_in("3")

STATEMENTS = (
    stated(
        "proposition-1",
        "Invariance and minimality",
        "Let n be a nuisance for the task y and z a sufficient representation of x with n → x → z. Then I(z;n) ≤ "
        "I(z;x) − I(x;y).",
        Reading(
            "repaired",
            Informational(goal=("I(z;n) <= I(z;x) - I(x;y)",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT)),
            hypotheses=(assumed.FINITE,),
            text="What z keeps beyond the task bounds what it keeps of any nuisance.",
            change="The joint chain (y,n) → x → z in place of n → x → z.",
        ),
    ),
    stated(
        "proposition-1/inequality",
        "Invariance and minimality: the inequality",
        "I(z;n) ≤ I(z;x) − I(x;y)",
        Reading(
            "printed",
            Informational(
                goal=("I(z;n) <= I(z;x) - I(x;y)",), given=(NUISANCE, "n -> x -> z", "y -> x -> z", SUFFICIENT)
            ),
            hypotheses=(assumed.FINITE,),
            text="From the two chains n → x → z and y → x → z, as the page states them.",
        ),
        Reading(
            "proved",
            Informational(goal=("I(z;y,n) <= I(z;x)",), given=(NUISANCE, "n -> x -> z", "y -> x -> z", SUFFICIENT)),
            hypotheses=(assumed.FINITE,),
            text="The first step of the page's proof, from the chains that the page states.",
            change="The proof takes the joint chain for granted.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z;y,n) <= I(z;x)", "I(z;n) <= I(z;x) - I(z;y|n)", "I(z;n) <= I(z;x) - I(x;y)"),
                given=(NUISANCE, JOINT_CHAIN, SUFFICIENT),
            ),
            hypotheses=(assumed.FINITE,),
            text="The page's proof, step by step, from the joint chain.",
            change="The joint chain (y,n) → x → z is the hypothesis.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(z;n) <= I(z;x) - I(z;y)", "I(z;x) - I(z;y) - I(z;n) = I(y;n|z) + I(z;x|y,n)"),
                given=(NUISANCE, JOINT_CHAIN),
            ),
            hypotheses=(assumed.FINITE,),
            text="Without sufficiency, and with what is lost: equality where z makes y and n no more dependent than "
            "they were, and takes from x nothing but what y and n tell of it.",
            change="I(z;y) in place of I(x;y): z need not be sufficient.",
        ),
    ),
    stated(
        "proposition-1/equality",
        "Invariance and minimality: the residual",
        "there exists a nuisance n with I(z;n) = I(z;x) − I(x;y) − ε, ε := I(z;y|n) − I(x;y), 0 ≤ ε ≤ H(y|x)",
        Reading(
            "printed",
            Informational(
                goal=(
                    "I(z;n) = I(z;x) - I(x;y) - (I(z;y|n) - I(x;y))",
                    "0 <= I(z;y|n) - I(x;y)",
                    "I(z;y|n) - I(x;y) <= H(y|x)",
                ),
                given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT),
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE),
            text="For the nuisance of Lemma 2.2 the bound is met up to the residual, which lies between 0 and H(y|x).",
        ),
    ),
    stated(
        "proposition-1/deterministic-task",
        "Invariance and minimality: no residual for a deterministic task",
        "ε = 0 whenever y is a deterministic function of x",
        Reading(
            "printed",
            Informational(
                goal=("I(z;y|n) - I(x;y) = 0", "I(z;n) = I(z;x) - I(x;y)"),
                given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT, "y = g(x)"),
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE),
            text="Where y is a function of x the residual vanishes.",
        ),
    ),
    stated(
        "proposition-1/if-and-only-if",
        "Invariant if and only if minimal",
        "a sufficient statistic z is invariant (maximally insensitive) to nuisances if and only if it is minimal",
        Reading(
            "printed",
            Informational(
                goal=("I(z;x) <= I(z2;x)",),
                given=(NUISANCE, "(y,n) -> x -> (z,z2)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;n) = 0"),
            ),
            hypotheses=(assumed.FINITE, assumed.ONE_NUISANCE),
            text="A sufficient z that is invariant to one nuisance is at most as complex as any other sufficient z2.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z;n) - I(z2;n) = I(z;x) - I(z2;x)",),
                given=(NUISANCE, SPLIT, "y = g(x)", "(y,n) -> x -> (z,z2)", SUFFICIENT, "I(z2;y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE, assumed.DETERMINISTIC_TASK),
            text="For Lemma 2.2's nuisance and a deterministic task, what one sufficient representation keeps of n "
            "more than another is exactly what it keeps of x more: the same one minimises both.",
            change="n is Lemma 2.2's and y = g(x).",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(n;y) = 0", "I(t;n) = 0", "I(z;n) = I(z;x) - I(t;x)"),
                given=(
                    "t = f(x)",
                    "I(x;y|t) = 0",
                    "n _|_ t",
                    "x = f(t,n)",
                    "y -> (x,t) -> n",
                    "(y,n) -> x -> z",
                    "t = f(z)",
                ),
            ),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC, assumed.LEMMA_NUISANCE_OF_STATISTIC),
            text="Over all nuisances the equivalence holds without y = g(x): Lemma 2.2 applied to x and its minimal "
            "sufficient statistic t gives a nuisance of which any sufficient z keeps exactly its excess I(z;x) - "
            "I(t;x) over t.",
            change="All nuisances at once, in place of one.",
        ),
    ),
    stated(
        "remark-3.2",
        "Information in the nuisance",
        "Since ε ≤ H(y|x), and usually H(y|x) ≪ I(x;z), we can generally ignore the extra term.",
        Reading(
            "printed",
            Informational(
                goal=("I(z;y|n) - I(x;y) <= H(y|x)", "I(z;y|n) - I(x;y) <= I(x;y|n) - I(x;y)"),
                given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT),
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE),
            text="The residual is at most H(y|x), small where labels are nearly certain; XOR attains it.",
        ),
    ),
    stated(
        "footnote-3",
        "The XOR example",
        "let n and y be a sequence of uniformly distributed bits, x = y ⊕ n. Then I(x;y) = 0, but I(x;y|n) = H(y)",
        Reading(
            "printed",
            Informational(
                goal=("I(x;y) = 0", "I(x;y|n) = H(y)"),
                given=("x = f(y,n)", "y = f(x,n)", "n = f(x,y)", "H(y) = H(n)", "H(x) <= H(n)"),
            ),
            hypotheses=(assumed.FINITE, assumed.XOR, assumed.UNIFORM_BITS),
            text="The example as worded: uniform bits, nothing said of their dependence.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(x;y) = 0", "I(x;y|n) = H(y)"),
                given=("x = f(y,n)", "y = f(x,n)", "n = f(x,y)", "H(y) = H(n)", "H(x) <= H(n)", "n _|_ y"),
            ),
            hypotheses=(assumed.FINITE, assumed.XOR, assumed.UNIFORM_BITS, assumed.INDEPENDENT_BITS),
            text="The example with independent bits.",
            change="n is independent of y.",
        ),
    ),
    stated(
        "corollary-3.3",
        "Invariants from the information bottleneck",
        "In the limit β → 0, minimizing the IB Lagrangian yields a sufficient invariant representation z of x for y.",
        Reading(
            "printed",
            Informational(goal=("I(t;n) = 0",), given=(NUISANCE, SPLIT, "(y,n) -> x -> t", "t = f(x)", "I(x;y|t) = 0")),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_FOR_TASK, assumed.LEMMA_NUISANCE),
            text="The minimal sufficient representation is independent of every nuisance.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(t;n) <= I(z;n)",),
                given=(NUISANCE, "(y,n) -> x -> (z,t)", SUFFICIENT, "t = f(x)", "I(x;y|t) = 0", "t = h(z)"),
            ),
            hypotheses=(assumed.FINITE, assumed.MINIMAL_AMONG_SUFFICIENT),
            text="The minimal sufficient representation keeps no more of any nuisance than any other sufficient one "
            "does.",
            change="'Maximally insensitive' in place of 'invariant'.",
        ),
        Reading(
            "sharpened",
            Informational(
                goal=("I(z;n) = 0",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT, "y = g(x)", "I(z;x) <= H(y)")
            ),
            hypotheses=(assumed.FINITE, assumed.DETERMINISTIC_TASK, assumed.NO_MORE_COMPLEX_THAN_TASK),
            text="Where y is a function of x the minimal sufficient representation is invariant to every nuisance.",
            change="y = g(x) is among the hypotheses.",
        ),
    ),
    stated(
        "corollary-3.4",
        "Bottlenecks promote invariance",
        "x → z1 → z2 with I(z1;z2) < I(z1;x). If z2 is still sufficient, for all nuisances I(z2;n) ≤ I(z1;z2) − "
        "I(x;y).",
        Reading(
            "printed",
            Informational(
                goal=("I(z2;n) <= I(z1;z2) - I(x;y)",),
                given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)", "I(z1;z2) < I(z1;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="The inequality under the page's strict bottleneck, y and n in front of the chain.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z2;n) <= I(z1;z2) - I(x;y)", "I(z2;n) <= I(z1;n)"),
                given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="The inequality and weakly smaller sensitivity, without a strict bottleneck.",
            change="The strict hypothesis goes; 'more invariant' is weak.",
        ),
    ),
    stated(
        "corollary-3.4/more-invariant",
        "Bottlenecks promote invariance: strictly",
        "If z2 is still sufficient, then it is more invariant to nuisances than z1.",
        Reading(
            "printed",
            Informational(
                goal=("I(z2;n) < I(z1;n)",),
                given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)", "I(z1;z2) < I(z1;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="A strict bottleneck makes z2 strictly less sensitive to every nuisance.",
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
        "z_L sufficient and x → z1 → ... → z_L: all z_i are sufficient, I(z_L;x) ≤ I(z_i;x), z_L is more insensitive "
        "than all z_i.",
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
            "repaired",
            Informational(
                goal=(
                    "I(z1;y) = I(x;y)",
                    "I(z2;y) = I(x;y)",
                    "I(z3;x) <= I(z1;x)",
                    "I(z3;x) <= I(z2;x)",
                    "I(z3;n) <= I(z1;n)",
                    "I(z3;n) <= I(z2;n)",
                ),
                given=("(y,n) -> x -> z1 -> z2 -> z3", "I(z3;y) = I(x;y)"),
            ),
            hypotheses=(assumed.FINITE, assumed.THREE_LAYERS),
            text="All layers are sufficient, and the last is at most as sensitive as each: by data processing along "
            "the chain.",
            change="y and n stand in front of the chain, 'more' is weak, and n need not even be independent of y.",
        ),
    ),
    stated(
        "proposition-3",
        "Actionable information",
        "When z = f(x) is deterministic, a representation that minimizes the IB Lagrangian also maximizes H(f(x)).",
        Reading(
            "printed",
            Informational(
                goal=("H(z) >= H(z2)",),
                given=("z = f(x)", "z2 = g(x)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;x) <= I(z2;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="The least complex of two sufficient functions of x has the larger entropy.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("H(z) <= H(z2)",),
                given=("z = f(x)", "z2 = g(x)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;x) <= I(z2;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="It has the smaller entropy: I(z;x) = H(z) for a function z of x.",
            change="'Minimises' in place of 'maximises'.",
        ),
    ),
)
