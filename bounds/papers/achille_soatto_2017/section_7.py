"""Section 7: what the discussion says of representations and tasks that can be true or false."""

from bounds.claims.formula import Informational
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

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
