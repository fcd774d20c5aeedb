"""Section 7: what the discussion says of representations and tasks that can be true or false."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_7")
stated = statements_in("7 Discussion")

STATEMENTS = (
    stated(
        "section-7",
        "Discussion",
        "what is informative and what is a nuisance is ultimately defined by the task, and therefore a representation "
        "is naturally task-dependent",
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/task-defines-nuisance",
        "The task says what is a nuisance",
        "what is informative and what is a nuisance is ultimately defined by the task",
        Reading(
            "printed",
            Informational(
                goal=("n = f(x)", "I(n;y1) = 0", "I(x;y1) > 0", "I(n;y2) > 0"), exists=("n", "x", "y1", "y2")
            ),
            hypotheses=(assumed.FINITE,),
            text="One and the same part n of the datum is a nuisance for one task and tells of another.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("I(z;y2) <= I(z;n) + I(x;y2|n)",), given=("(n,y1,y2) -> x -> z",)),
            hypotheses=(assumed.FINITE,),
            text="What z keeps of another task is at most what it keeps of n, and what the datum tells of that task "
            "beyond n: invariant to n, it has nothing of a task that n tells.",
            change="How much the invariance to one task's nuisance costs another task.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/copy",
        "Without a task, a copy of the data",
        "Absent any knowledge about the task, the only sensible representation is a (compressed) copy of the data",
        Reading(
            "printed",
            Informational(goal=("H(x|z) = 0",), given=("y -> x -> z", "y = f(x)", "x = g(y)", "I(z;y) = I(x;y)")),
            hypotheses=(assumed.FINITE, assumed.EVERY_TASK),
            text="What is sufficient for every task is so for the task y = x up to names, and then z determines x.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/shared",
        "Tasks can share a representation",
        "it is possible for many tasks to share the same representation",
        Reading(
            "printed",
            Informational(
                goal=("I(z;y1) = I(x;y1)", "I(z;y2) = I(x;y2)"),
                given=("(y1,y2) -> x -> z", "I(z;y1,y2) = I(x;y1,y2)"),
            ),
            hypotheses=(assumed.FINITE,),
            text="What is sufficient for two tasks together is sufficient for each.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/universal",
        "A task can be universal",
        "It is also possible to determine tasks that are “universal” in the sense that the representation learned "
        "through them transfers to other tasks",
        Reading(
            "printed",
            Informational(
                goal=(
                    *("I(z;u) = I(x;u)", "I(z;y1) = I(x;y1)", "I(z;y2) = I(x;y2)", "I(y1;y2) = 0", "I(z;x) < H(x)"),
                    *("I(x;u) > 0", "I(x;y1) > 0", "I(x;y2) > 0"),
                ),
                exists=("u", "x", "y1", "y2", "z"),
            ),
            hypotheses=(assumed.FINITE,),
            text="What is learned for the task u serves two others, which have nothing in common, and is no copy of "
            "the datum.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("I(z;y) = I(x;y)",), given=("y -> u -> x -> z", "I(z;u) = I(x;u)")),
            hypotheses=(assumed.FINITE,),
            text="A task u is universal for every task y that the datum tells of through u alone.",
            change="For which tasks: all those that are independent of the datum given u.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/conversion",
        "From deterministic weights to noisy ones",
        "even if we start with a deterministic representation w, Proposition 5 gives us a way of converting it to a "
        "stochastic representation whose quality depends on the flatness of the minima",
        Reading(
            "printed",
            formula("bounded_below"),
            hypotheses=(sentence.SEMIDEFINITE_CURVATURE, sentence.CONSTANT_OVER_ALPHA),
            text="For any weight w at a minimum, so with H_ii = h >= 0, the Lagrangian α w² h - (β/2) log α is bounded "
            "below over α, as it must be where an optimal noise exists. A weight of 0, or one that the loss does not "
            "see, takes unbounded noise.",
        ),
        Reading(
            "repaired",
            formula("bounded_below"),
            hypotheses=(sentence.CURVATURE_OF_A_WEIGHT, sentence.LEAST_AT_OPTIMUM),
            text="Where w != 0 and h > 0 the least value is that at α = β/(2 w² h): the flatter the minimum, the more "
            "noise.",
            change="No weight is 0, and the loss is curved along each.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-7/no-more-informative",
        "No representation tells more than the data",
        "due to the Data Processing Inequality, the representation can be easier to use but ultimately no more "
        "informative than the data themselves",
        Reading(
            "printed",
            Informational(goal=("I(z;y) <= I(x;y)",), given=("y -> x -> z",)),
            hypotheses=(assumed.FINITE, assumed.TASK_CHAIN),
            text="Data processing.",
        ),
        rank=Rank.SENTENCE,
    ),
)
