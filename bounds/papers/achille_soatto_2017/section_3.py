"""Section 3: what minimal representations forget.

Variables: x the datum, y the task, n a nuisance, z (z1, z2, ...) representations, t the minimal sufficient statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    DETERMINISTIC_TASK,
    FINITE,
    INDEPENDENT_BITS,
    LEMMA_NUISANCE,
    LEMMA_NUISANCE_OF_STATISTIC,
    MINIMAL_AMONG_SUFFICIENT,
    MINIMAL_FOR_TASK,
    MINIMAL_STATISTIC,
    NO_MORE_COMPLEX_THAN_TASK,
    ONE_NUISANCE,
    THREE_LAYERS,
    UNIFORM_BITS,
    XOR,
)

NUISANCE = "I(y;n) = 0"
JOINT_CHAIN = "(y,n) -> x -> z"
SUFFICIENT = "I(z;y) = I(x;y)"
SPLIT = "x = f(y,n)"  # Lemma 2.2: the datum from the task and the nuisance


PROPOSITION_1 = (
    Statement(
        id="proposition-1",
        title="Invariance and minimality",
        section="3",
        quote="Let n be a nuisance for the task y and z a sufficient representation of x with n → x → z. Then "
        "I(z;n) ≤ I(z;x) − I(x;y).",
        readings=(
            Reading(
                name="repaired",
                formula=Informational(goal=("I(z;n) <= I(z;x) - I(x;y)",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT)),
                hypotheses=(FINITE,),
                text="What z keeps beyond the task bounds what it keeps of any nuisance.",
                change="The joint chain (y,n) → x → z in place of n → x → z.",
            ),
        ),
    ),
    Statement(
        id="proposition-1/inequality",
        title="Invariance and minimality: the inequality",
        section="3",
        quote="I(z;n) ≤ I(z;x) − I(x;y)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z;n) <= I(z;x) - I(x;y)",), given=(NUISANCE, "n -> x -> z", "y -> x -> z", SUFFICIENT)
                ),
                hypotheses=(FINITE,),
                text="From the two chains n → x → z and y → x → z, as the page states them.",
            ),
            Reading(
                name="proved",
                formula=Informational(
                    goal=("I(z;y,n) <= I(z;x)",), given=(NUISANCE, "n -> x -> z", "y -> x -> z", SUFFICIENT)
                ),
                hypotheses=(FINITE,),
                text="The first step of the page's proof, from the chains that the page states.",
                change="The proof takes the joint chain for granted.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(z;y,n) <= I(z;x)", "I(z;n) <= I(z;x) - I(z;y|n)", "I(z;n) <= I(z;x) - I(x;y)"),
                    given=(NUISANCE, JOINT_CHAIN, SUFFICIENT),
                ),
                hypotheses=(FINITE,),
                text="The page's proof, step by step, from the joint chain.",
                change="The joint chain (y,n) → x → z is the hypothesis.",
            ),
        ),
    ),
    Statement(
        id="proposition-1/equality",
        title="Invariance and minimality: the residual",
        section="3",
        quote="there exists a nuisance n with I(z;n) = I(z;x) − I(x;y) − ε, ε := I(z;y|n) − I(x;y), 0 ≤ ε ≤ H(y|x)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=(
                        "I(z;n) = I(z;x) - I(x;y) - (I(z;y|n) - I(x;y))",
                        "0 <= I(z;y|n) - I(x;y)",
                        "I(z;y|n) - I(x;y) <= H(y|x)",
                    ),
                    given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT),
                ),
                hypotheses=(FINITE, LEMMA_NUISANCE),
                text="For the nuisance of Lemma 2.2 the bound is met up to the residual, which lies between 0 "
                "and H(y|x).",
            ),
        ),
    ),
    Statement(
        id="proposition-1/deterministic-task",
        title="Invariance and minimality: no residual for a deterministic task",
        section="3",
        quote="ε = 0 whenever y is a deterministic function of x",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z;y|n) - I(x;y) = 0", "I(z;n) = I(z;x) - I(x;y)"),
                    given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT, "y = g(x)"),
                ),
                hypotheses=(FINITE, LEMMA_NUISANCE),
                text="Where y is a function of x the residual vanishes.",
            ),
        ),
    ),
    Statement(
        id="proposition-1/if-and-only-if",
        title="Invariant if and only if minimal",
        section="3",
        quote="a sufficient statistic z is invariant (maximally insensitive) to nuisances if and only if it is minimal",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z;x) <= I(z2;x)",),
                    given=(NUISANCE, "(y,n) -> x -> (z,z2)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;n) = 0"),
                ),
                hypotheses=(FINITE, ONE_NUISANCE),
                text="A sufficient z that is invariant to one nuisance is at most as complex as any other "
                "sufficient z2.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(z;n) - I(z2;n) = I(z;x) - I(z2;x)",),
                    given=(NUISANCE, SPLIT, "y = g(x)", "(y,n) -> x -> (z,z2)", SUFFICIENT, "I(z2;y) = I(x;y)"),
                ),
                hypotheses=(FINITE, LEMMA_NUISANCE, DETERMINISTIC_TASK),
                text="For Lemma 2.2's nuisance and a deterministic task, what one sufficient representation "
                "keeps of n more than "
                "another is exactly what it keeps of x more: the same one minimises both.",
                change="n is Lemma 2.2's and y = g(x).",
            ),
            Reading(
                name="sharpened",
                formula=Informational(
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
                hypotheses=(FINITE, MINIMAL_STATISTIC, LEMMA_NUISANCE_OF_STATISTIC),
                text="Over all nuisances the equivalence holds without y = g(x): Lemma 2.2 applied to x and its "
                "minimal sufficient "
                "statistic t gives a nuisance of which any sufficient z keeps exactly its excess I(z;x) - I(t;x) "
                "over t.",
                change="All nuisances at once, in place of one.",
            ),
        ),
    ),
)

REST_OF_SECTION_3 = (
    Statement(
        id="remark-3.2",
        title="Information in the nuisance",
        section="3",
        quote="Since ε ≤ H(y|x), and usually H(y|x) ≪ I(x;z), we can generally ignore the extra term.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z;y|n) - I(x;y) <= H(y|x)", "I(z;y|n) - I(x;y) <= I(x;y|n) - I(x;y)"),
                    given=(NUISANCE, SPLIT, JOINT_CHAIN, SUFFICIENT),
                ),
                hypotheses=(FINITE, LEMMA_NUISANCE),
                text="The residual is at most H(y|x), small where labels are nearly certain; XOR attains it.",
            ),
        ),
    ),
    Statement(
        id="footnote-3",
        title="The XOR example",
        section="3",
        quote="let n and y be a sequence of uniformly distributed bits, x = y ⊕ n. Then I(x;y) = 0, but I(x;y|n) "
        "= H(y)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(x;y) = 0", "I(x;y|n) = H(y)"),
                    given=("x = f(y,n)", "y = f(x,n)", "n = f(x,y)", "H(y) = H(n)", "H(x) <= H(n)"),
                ),
                hypotheses=(FINITE, XOR, UNIFORM_BITS),
                text="The example as worded: uniform bits, nothing said of their dependence.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(x;y) = 0", "I(x;y|n) = H(y)"),
                    given=("x = f(y,n)", "y = f(x,n)", "n = f(x,y)", "H(y) = H(n)", "H(x) <= H(n)", "n _|_ y"),
                ),
                hypotheses=(FINITE, XOR, UNIFORM_BITS, INDEPENDENT_BITS),
                text="The example with independent bits.",
                change="n is independent of y.",
            ),
        ),
    ),
    Statement(
        id="corollary-3.3",
        title="Invariants from the information bottleneck",
        section="3",
        quote="In the limit β → 0, minimizing the IB Lagrangian yields a sufficient invariant representation z "
        "of x for y.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(t;n) = 0",), given=(NUISANCE, SPLIT, "(y,n) -> x -> t", "t = f(x)", "I(x;y|t) = 0")
                ),
                hypotheses=(FINITE, MINIMAL_FOR_TASK, LEMMA_NUISANCE),
                text="The minimal sufficient representation is independent of every nuisance.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(t;n) <= I(z;n)",),
                    given=(NUISANCE, "(y,n) -> x -> (z,t)", SUFFICIENT, "t = f(x)", "I(x;y|t) = 0", "t = h(z)"),
                ),
                hypotheses=(FINITE, MINIMAL_AMONG_SUFFICIENT),
                text="The minimal sufficient representation keeps no more of any nuisance than any other "
                "sufficient one does.",
                change="'Maximally insensitive' in place of 'invariant'.",
            ),
            Reading(
                name="sharpened",
                formula=Informational(
                    goal=("I(z;n) = 0",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT, "y = g(x)", "I(z;x) <= H(y)")
                ),
                hypotheses=(FINITE, DETERMINISTIC_TASK, NO_MORE_COMPLEX_THAN_TASK),
                text="Where y is a function of x the minimal sufficient representation is invariant to every nuisance.",
                change="y = g(x) is among the hypotheses.",
            ),
        ),
    ),
    Statement(
        id="corollary-3.4",
        title="Bottlenecks promote invariance",
        section="3",
        quote="x → z1 → z2 with I(z1;z2) < I(z1;x). If z2 is still sufficient, for all nuisances I(z2;n) ≤ "
        "I(z1;z2) − I(x;y).",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z2;n) <= I(z1;z2) - I(x;y)",),
                    given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)", "I(z1;z2) < I(z1;x)"),
                ),
                hypotheses=(FINITE,),
                text="The inequality under the page's strict bottleneck, y and n in front of the chain.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(z2;n) <= I(z1;z2) - I(x;y)", "I(z2;n) <= I(z1;n)"),
                    given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)"),
                ),
                hypotheses=(FINITE,),
                text="The inequality and weakly smaller sensitivity, without a strict bottleneck.",
                change="The strict hypothesis goes; 'more invariant' is weak.",
            ),
        ),
    ),
    Statement(
        id="corollary-3.4/more-invariant",
        title="Bottlenecks promote invariance: strictly",
        section="3",
        quote="If z2 is still sufficient, then it is more invariant to nuisances than z1.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z2;n) < I(z1;n)",),
                    given=(NUISANCE, "(y,n) -> x -> z1 -> z2", "I(z2;y) = I(x;y)", "I(z1;z2) < I(z1;x)"),
                ),
                hypotheses=(FINITE,),
                text="A strict bottleneck makes z2 strictly less sensitive to every nuisance.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(z2;n) <= I(z1;n)",), given=("n -> x -> z1 -> z2",)),
                hypotheses=(FINITE,),
                text="z2 is at most as sensitive as z1.",
                change="Weakly.",
            ),
        ),
    ),
    Statement(
        id="proposition-2",
        title="Stacking increases invariance",
        section="3",
        quote="z_L sufficient and x → z1 → ... → z_L: all z_i are sufficient, I(z_L;x) ≤ I(z_i;x), z_L is more "
        "insensitive than all z_i.",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z1;y) = I(x;y)", "I(z2;y) = I(x;y)", "I(z3;x) <= I(z1;x)", "I(z3;n) <= I(z1;n)"),
                    given=(NUISANCE, "x -> z1 -> z2 -> z3", "I(z3;y) = I(x;y)"),
                ),
                hypotheses=(FINITE, THREE_LAYERS),
                text="From the chain as printed, which says nothing of y and n.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
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
                hypotheses=(FINITE, THREE_LAYERS),
                text="All layers are sufficient, and the last is at most as sensitive as each: by data "
                "processing along the chain.",
                change="y and n stand in front of the chain, 'more' is weak, and n need not even be independent of y.",
            ),
        ),
    ),
    Statement(
        id="proposition-3",
        title="Actionable information",
        section="3",
        quote="When z = f(x) is deterministic, a representation that minimizes the IB Lagrangian also maximizes "
        "H(f(x)).",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("H(z) >= H(z2)",),
                    given=("z = f(x)", "z2 = g(x)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;x) <= I(z2;x)"),
                ),
                hypotheses=(FINITE,),
                text="The least complex of two sufficient functions of x has the larger entropy.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("H(z) <= H(z2)",),
                    given=("z = f(x)", "z2 = g(x)", SUFFICIENT, "I(z2;y) = I(x;y)", "I(z;x) <= I(z2;x)"),
                ),
                hypotheses=(FINITE,),
                text="It has the smaller entropy: I(z;x) = H(z) for a function z of x.",
                change="'Minimises' in place of 'maximises'.",
            ),
        ),
    ),
)

STATEMENTS: tuple[Statement, ...] = (*PROPOSITION_1, *REST_OF_SECTION_3)
