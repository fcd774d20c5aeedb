"""Section 3 up to its footnote: what a minimal representation forgets (Proposition 1).

Variables: x the datum, y the task, n and m nuisances, z (z1, z2, w, ...) representations, t the minimal sufficient
statistic.
"""

from bounds.claims.formula import Informational
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.section_3 import (
    INEQUALITY,
    INEQUALITY_STEPS,
    INSENSITIVE_IFF_MINIMAL,
    JOINT_CHAIN,
    NUISANCE,
    SPLIT,
    SUFFICIENT,
    SUFFICIENT_TOO,
)

stated = statements_in("3")
MAXIMALLY_INSENSITIVE = (
    "a sufficient statistic z is invariant (maximally insensitive) to nuisances if and only if it is minimal"
)
BY_HYPOTHESIS = "By hypothesis, we have the Markov chain (y, n) → x → z"

STATEMENTS = (
    stated(
        "proposition-1",
        "Invariance and minimality",
        "Let n be a nuisance for the task y and let z be a sufficient representation of the input x. Suppose that z "
        "depends on n only through x (i.e., n → x → z). Then, I(z;n) ≤ I(z;x) − I(x;y).",
        Reading(
            "intended",
            INEQUALITY,
            hypotheses=(assumed.FINITE,),
            text="What z keeps beyond the task bounds what it keeps of any nuisance.",
            change="The joint chain (y,n) → x → z, which the page's proof says is the hypothesis.",
            quote=BY_HYPOTHESIS,
        ),
        Reading(
            "repaired",
            INEQUALITY,
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
            Informational(goal=INEQUALITY.goal, given=(NUISANCE, "n -> x -> z", "y -> x -> z", SUFFICIENT)),
            hypotheses=(assumed.FINITE,),
            text="From the two chains n → x → z and y → x → z, as the page states them.",
        ),
        Reading(
            "intended",
            INEQUALITY_STEPS,
            hypotheses=(assumed.FINITE,),
            text="The page's proof, step by step, from the chain that it says is the hypothesis.",
            change="The joint chain: z is a stochastic function of x, so it tells no more of y and n together.",
            quote=BY_HYPOTHESIS,
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
            INEQUALITY_STEPS,
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
        "there exists a nuisance n such that equality holds up to a (generally small) residual ε, I(z;n) = I(z;x) − "
        "I(x;y) − ε, where ε := I(z;y|n) − I(x;y). In particular 0 ≤ ε ≤ H(y|x)",
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
                given=(NUISANCE, "(y,n) -> x -> (z,z2)", SUFFICIENT, SUFFICIENT_TOO, "I(z;n) = 0"),
            ),
            hypotheses=(assumed.FINITE, assumed.ONE_NUISANCE),
            text="A sufficient z that is invariant to one nuisance is at most as complex as any other sufficient z2.",
        ),
        Reading(
            "intended",
            INSENSITIVE_IFF_MINIMAL,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC, assumed.LEMMA_NUISANCE_OF_STATISTIC),
            text="Lemma 2.2 applied to x and its minimal sufficient statistic t gives a nuisance n of which t keeps "
            "nothing, and any sufficient z exactly its excess I(z;x) - I(t;x) over t; where that is 0, z keeps no "
            "more of any nuisance m than any other sufficient z2.",
            change="To nuisances, in the plural: to all of them.",
            quote=MAXIMALLY_INSENSITIVE,
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z;n) - I(z2;n) = I(z;x) - I(z2;x)",),
                given=(NUISANCE, SPLIT, "y = g(x)", "(y,n) -> x -> (z,z2)", SUFFICIENT, SUFFICIENT_TOO),
            ),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE, assumed.DETERMINISTIC_TASK),
            text="For Lemma 2.2's nuisance and a deterministic task, what one sufficient representation keeps of n "
            "more than another is exactly what it keeps of x more: the same one minimises both.",
            change="n is Lemma 2.2's and y = g(x).",
        ),
        Reading(
            "sharpened",
            INSENSITIVE_IFF_MINIMAL,
            hypotheses=(assumed.FINITE, assumed.MINIMAL_STATISTIC, assumed.LEMMA_NUISANCE_OF_STATISTIC),
            text="Over all nuisances the equivalence holds without y = g(x): Lemma 2.2 applied to x and its minimal "
            "sufficient statistic t gives a nuisance of which any sufficient z keeps exactly its excess I(z;x) - "
            "I(t;x) over t, and a z without excess keeps no more of any nuisance m than another sufficient z2.",
            change="All nuisances at once, in place of one.",
        ),
    ),
    stated(
        "proposition-1/conditional-information",
        "Invariance and minimality: the proof's inequalities",
        "since y and n are independent, I(z;y|n) ≥ I(z;y) [...] I(x;y) = I(z;y) ≤ I(z;y|n) ≤ I(x;y|n), from which we "
        "obtain the desired bounds for ε.",
        Reading(
            "printed",
            Informational(
                goal=("I(z;y) <= I(z;y|n)", "I(z;y|n) <= I(x;y|n)", "I(x;y|n) - I(x;y) <= H(y|x)"),
                given=(NUISANCE, JOINT_CHAIN),
            ),
            hypotheses=(assumed.FINITE,),
            text="Knowing an independent n raises what z tells of y, up to what x does; that exceeds I(x;y) by H(y|x) "
            "at most.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-1/joint-information",
        "Invariance and minimality: all that z tells of x",
        "since x is a deterministic function of y and n, we have I(z;x) = I(z;n,y)",
        Reading(
            "printed",
            Informational(goal=("I(z;x) = I(z;n,y)",), given=(SPLIT, JOINT_CHAIN)),
            hypotheses=(assumed.FINITE, assumed.LEMMA_NUISANCE),
            text="Task and nuisance together give the datum, and z sees them through it alone.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "remark-3.1",
        "Invariants by reducing information",
        "we can construct invariants by reducing the amount of information z contains about x, while retaining the "
        "minimum amount I(z;x) that we need for the task y.",
        Reading(
            "printed",
            Informational(goal=("I(z;n) = 0",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT, "I(z;x) = I(x;y)")),
            hypotheses=(assumed.FINITE,),
            text="A sufficient z that holds of x no more than I(x;y), what the task needs, is invariant to every "
            "nuisance. (Where labels are under noise there may be no such z.)",
        ),
    ),
    stated(
        "remark-3.1/less-information",
        "Invariants by reducing information: less of x is less of n",
        "by reducing the amount of information z contains about x [...] learn invariance to complex nuisances",
        Reading(
            "printed",
            Informational(
                goal=("I(z;n) <= I(z2;n)",),
                given=(NUISANCE, "(y,n) -> x -> (z,z2)", SUFFICIENT, SUFFICIENT_TOO, "I(z;x) <= I(z2;x)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="Of two sufficient representations, the one that holds less of x holds less of a nuisance.",
        ),
        Reading(
            "intended",
            Informational(
                goal=("I(z;n) <= I(z2;n)",), given=(NUISANCE, "(y,n) -> x -> z2 -> z", SUFFICIENT, SUFFICIENT_TOO)
            ),
            hypotheses=(assumed.FINITE,),
            text="What is made from a representation, so that it holds less of x, holds less of every nuisance.",
            change="The information is taken from a representation that there is.",
            quote="by reducing the amount of information z contains about x",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z;x) <= I(z2;x)", "I(z;n) <= I(z2;n)"), given=("(y,n) -> x -> z2 -> z",)),
            hypotheses=(assumed.FINITE,),
            text="What is taken from a representation takes from what it holds of every nuisance.",
            change="z is made from z2; else only the bound I(z;x) - I(x;y) falls.",
        ),
    ),
    stated(
        "remark-3.1/implicit",
        "Noise and constraints reduce information too",
        "but also happens implicitly in presence of a noisy or constrained optimization process",
        Reading(
            "printed",
            Informational(
                goal=("I(z;x) <= I(z2;x)", "I(z;n) <= I(z2;n)", "I(z;y) = I(x;y)"),
                given=(NUISANCE, "(y,n) -> x -> z2 -> z", SUFFICIENT_TOO),
            ),
            hypotheses=(assumed.FINITE,),
            text="What noise or a constraint makes of a sufficient z2 holds less of x and of n, and retains what the "
            "task needs. (Of the optimisation's own noise: section 4's claim about SGD.)",
        ),
        Reading(
            "intended",
            Informational(
                goal=("I(z;x) <= I(z2;x)", "I(z;n) <= I(z2;n)"),
                given=(NUISANCE, "(y,n) -> x -> z2 -> z", SUFFICIENT_TOO),
            ),
            hypotheses=(assumed.FINITE,),
            text="What happens is that less is held of x, and so of n; the task is for the loss to keep.",
            change="The reduction alone.",
            quote="by reducing the amount of information z contains about x",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(z;n) <= I(z2;n)", "I(z;n) <= I(z;x) - I(x;y)"),
                given=(NUISANCE, "(y,n) -> x -> z2 -> z", SUFFICIENT),
            ),
            hypotheses=(assumed.FINITE,),
            text="Where z is sufficient still, it holds no more of n than z2, and than I(z;x) - I(x;y).",
            change="z is sufficient too.",
        ),
        rank=Rank.SENTENCE,
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
        "remark-3.2/pathological",
        "Information in the nuisance: where the residual is not zero",
        "In general, ε will be different from zero in pathological cases where knowing the exact nuisance n affecting "
        "the data x allows us to recover additional information about the task y.",
        Reading(
            "printed",
            Informational(goal=("I(z;y|n) - I(x;y) = I(y;n|z)",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT)),
            hypotheses=(assumed.FINITE,),
            text="The residual is exactly what the nuisance tells of the task to one who knows z. For Lemma 2.2's "
            "nuisance such cases are the rule wherever labels are under noise, not the exception.",
        ),
    ),
    stated(
        "footnote-3",
        "The XOR example",
        "let n and y be a sequence of uniformly distributed bits, and let x = y ⊕ n [...]. Then I(x;y) = 0, but "
        "I(x;y|n) = H(y) since, given n, we have y = x ⊕ n.",
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
            "intended",
            Informational(
                goal=("I(x;y) = 0", "I(x;y|n) = H(y)"),
                given=("x = f(y,n)", "y = f(x,n)", "n = f(x,y)", "H(y) = H(n)", "H(x) <= H(n)", NUISANCE),
            ),
            hypotheses=(assumed.FINITE, assumed.XOR, assumed.UNIFORM_BITS),
            text="The example with a nuisance n, which is by its definition independent of y.",
            change="I(y;n) = 0, by the definition of a nuisance.",
            quote="knowing the exact nuisance n affecting the data x allows us to recover additional information "
            "about the task y",
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
)
