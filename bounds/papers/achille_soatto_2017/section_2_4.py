"""Section 2.4: nuisances for a task, groups of them, and the datum as a function of task and nuisance.

Variables: x the datum, y the task, n a nuisance; u a datum that the group element n acts on, x = n.u, and o its orbit.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import MIXTURE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_2")
stated = statements_in("2.4")

ACTED_ON = ("n _|_ u", "x = f(u,n)", "u = f(x,n)")
ON_ORBITS = (*ACTED_ON, "o = f(x)", "o = g(u)")
INVARIANT_FUNCTION = Informational(goal=("H(v|u) = 0",), given=(*ACTED_ON, "v = f(x)", "I(v;n) = 0"))
INVARIANT_BY_DATUM = Informational(goal=("H(v|u) = 0",), given=(*ACTED_ON, "v = f(x)", "I(v;n|u) = 0"))
CLASSICAL = "for each n ∈ G, we have f(n·x) = f(x), in agreement with the more classical notion of invariant function"

STATEMENTS = (
    stated(
        "nuisance",
        "Nuisances: independence and information",
        "a random variable n is a nuisance for the task y if y ⊥ n, or equivalently I(y;n) = 0. Similarly, we say that "
        "the representation z is invariant to the nuisance n if z ⊥ n, or I(z;n) = 0.",
        Reading(
            "printed",
            formula("independence"),
            hypotheses=(assumed.CHANNEL, MIXTURE),
            text="I(y;n), the mean divergence of p_d = p(n|y = d) from their mixture q = p(n), is at least the mean "
            "squared distance of the p_d from q: it vanishes where every p_d is q, and nowhere else.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated(
        "remark-2.1",
        "Group nuisances",
        "it is easy to see that a deterministic function f(x) is an invariant representation of the data if and only "
        "if for each n ∈ G, we have f(n·x) = f(x)",
        Reading(
            "intended",
            Informational(goal=("I(v;n|u) = H(v|u)",), given=(*ACTED_ON, "v = f(x)")),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="For each datum u, what f(n·u) tells of n is what u leaves unknown of it: it is independent of n if "
            "and only if it is f(u) for every n.",
            change="Invariance is asked for each datum, as the classical notion does.",
            quote=CLASSICAL,
        ),
        Reading(
            "repaired",
            Informational(goal=("I(v;n) = 0",), given=(*ACTED_ON, "v = f(x)", "v = g(u)")),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="A function that does not change along orbits, f(n·u) = f(u), is an invariant representation.",
            change="Only 'if', and n independent of the datum u it acts on.",
        ),
    ),
    stated(
        "remark-2.1/only-if",
        "Group nuisances: an invariant representation is an invariant function",
        "a deterministic function f(x) is an invariant representation of the data [...] only if for each n ∈ G, we "
        "have f(n·x) = f(x)",
        Reading(
            "printed",
            INVARIANT_FUNCTION,
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="Where f(n·u) says nothing about n it is a function of u alone.",
        ),
        Reading(
            "intended",
            INVARIANT_BY_DATUM,
            hypotheses=(
                assumed.FINITE,
                assumed.GROUP_NUISANCE,
                assumed.FUNCTION_OF_DATUM,
                assumed.DATUM_BY_DATUM,
            ),
            text="Where f(n·u) says nothing about n to one who knows the datum u, it is a function of u alone.",
            change="Invariance is asked for each datum, as the classical notion does.",
            quote=CLASSICAL,
        ),
    ),
    stated(
        "remark-2.1/more-general",
        "Group nuisances: what the definition covers beside them",
        "Our definition is more general in that it is not restricted to deterministic functions, nor to group "
        "nuisances. This is especially important for images, since occlusion and scaling/quantization do not form a "
        "group.",
        Reading(
            "printed",
            Informational(
                goal=(
                    "n _|_ u",
                    "x = f(u,n)",
                    "H(u|x,n) > 0",
                    "I(x;n) > 0",
                    "(u,n) -> x -> z",
                    "H(z|x) > 0",
                    "I(z;u) > 0",
                    "I(z;n) = 0",
                ),
                exists=("u", "n", "x", "z"),
            ),
            hypotheses=(assumed.FINITE,),
            text="There are a nuisance that hides some of u for good, as no group element does, and a noisy "
            "representation of what is seen that is invariant to it.",
        ),
    ),
    stated(
        "remark-2.1/orbits",
        "Group nuisances: invariants are constant along orbits",
        "any deterministic invariant must assume the same value along the orbits of the group",
        Reading(
            "printed",
            INVARIANT_FUNCTION,
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.FUNCTION_OF_DATUM),
            text="Where f(n·u) is independent of n it is one value for all n·u.",
        ),
        Reading(
            "intended",
            INVARIANT_BY_DATUM,
            hypotheses=(
                assumed.FINITE,
                assumed.GROUP_NUISANCE,
                assumed.FUNCTION_OF_DATUM,
                assumed.DATUM_BY_DATUM,
            ),
            text="Where f(n·u) is independent of n for each datum u, it is one value for all n·u.",
            change="Invariance is asked for each datum.",
            quote=CLASSICAL,
        ),
    ),
    stated(
        "remark-2.1/maximal-invariants",
        "Group nuisances: maximal invariants are sufficient",
        "These are the only invariant representations of the data which are sufficient for all tasks for which G is a "
        "nuisance.",
        Reading(
            "printed",
            Informational(goal=("I(x;y|o) = 0",), given=(*ON_ORBITS, "I(y;n) = 0")),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.ORBIT),
            text="The orbit, the maximal invariant, is sufficient for every task that is independent of n.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(x;y|o) = 0",), given=(*ON_ORBITS, "n _|_ (u,y)", "x _|_ u | o")),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.ONE_LAW_ON_AN_ORBIT, assumed.GROUP_APART),
            text="For a group element that is uniform, and independent of datum and task together, the orbit is "
            "sufficient.",
            change="n uniform on the group, and independent of (u,y) jointly: y independent of n alone is not enough "
            "(x = (v,n), y = v xor n).",
        ),
    ),
    stated(
        "remark-2.1/only-maximal-invariants",
        "Group nuisances: only maximal invariants are sufficient for all tasks",
        "These are the only invariant representations of the data which are sufficient for all tasks for which G is a "
        "nuisance.",
        Reading(
            "printed",
            Informational(
                goal=("H(v|o) = 0", "H(o|v) = 0"), given=(*ON_ORBITS, "v = h(x)", "I(v;n) = 0", "I(x;o|v) = 0")
            ),
            hypotheses=(assumed.FINITE, assumed.GROUP_NUISANCE, assumed.ORBIT, assumed.FUNCTION_OF_DATUM),
            text="A function of x that is independent of n, and sufficient for the orbit as a task, is the orbit.",
        ),
        Reading(
            "intended",
            Informational(goal=("H(v|o) = 0", "H(o|v) = 0"), given=("o = f(x)", "v = g(o)", "I(x;o|v) = 0")),
            hypotheses=(assumed.FINITE, assumed.INVARIANT_FUNCTION),
            text="An invariant function that is sufficient for the orbit as a task tells every orbit from the others.",
            change="Invariant in the classical sense: constant along orbits.",
            quote="any deterministic invariant must assume the same value along the orbits of the group",
        ),
    ),
    stated(
        "lemma-2.2",
        "Task-nuisance decomposition",
        "Given a joint distribution p(x,y), where y a discrete random variable, we can always find a random variable n "
        "independent of y such that x = f(y,n), for some deterministic function f.",
        Reading(
            "printed",
            Informational(goal=("I(y;n) = 0", "H(x|y,n) = 0"), exists=("n",)),
            hypotheses=(assumed.FINITE,),
            text="n is uniform on [0,1] cut at every value of every conditional distribution function; the inverse in "
            "the page's proof is the generalised one, x = min{t : n < P(x <= t | y)}.",
        ),
    ),
    stated(
        "lemma-2.2/real-line",
        "Task-nuisance decomposition: a datum on the line",
        "since there exists a measurable isomorphism between R^n and R [...], we can assume without loss of generality "
        "that x ∈ R",
        Reading(
            "printed",
            Informational(goal=("H(x|y,n) = 0",), given=("u = f(x)", "x = g(u)", "H(u|y,n) = 0")),
            hypotheses=(assumed.FINITE,),
            text="A decomposition of the datum under other names, u = f(x) one to one, is one of the datum.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "lemma-2.2/push-forward",
        "Task-nuisance decomposition: the push-forward",
        "we can take Φ_y(n) = F_y^{-1}(n) where F_y(t) = P[x < t | y] is the cumulative distribution function of "
        "p(x|y)",
        Reading(
            "printed",
            formula("distribution_function_printed"),
            hypotheses=(assumed.BELOW_AND_AT,),
            text="P[x < t | y] is the distribution function at t, P[x <= t | y].",
        ),
        Reading(
            "intended",
            formula("cells_of_the_inverse"),
            hypotheses=(assumed.VALUES_IN_ORDER,),
            text="With F(i) = P[x <= i-th value | y] and the generalised inverse the uniform n lands on the i-th value "
            "with probability F(i) - F(i - 1), and on those up to the m-th with what these add up to, F(m) - F(-1).",
            change="'At most' in place of 'below', and the generalised inverse.",
            quote="the cumulative distribution function of p(x|y)",
        ),
        rank=Rank.LINE,
    ),
)
