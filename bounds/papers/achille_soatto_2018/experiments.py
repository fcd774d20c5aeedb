"""Section 7 of 2018: what its experiments show, as claims about measured quantities; and what it does not have."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as before
from bounds.papers.achille_soatto_2018.of_2017 import gone, of_2017, unread

formula = formulas_in("bounds.papers.achille_soatto_2018.formulas.measured")
stated_7_1, stated_7_2 = statements_in("7.1"), statements_in("7.2")

STATEMENTS = (
    of_2017(
        "section-7.1/transition",
        "7.1",
        "figure-1/transition",
        "random labels: β > 1 no memorisation, β < 1 overfitting; near β = 1 whatever the architecture",
        rank=Rank.SENTENCE,
    ),
    stated_7_1(
        "section-7.1/corruption",
        "About 3 nats a sample",
        "going to fully random labels raises I(w;D) by about 3 nats a sample",
        Reading(
            "printed",
            formula("rises_by_three"),
            hypotheses=(before.LABELS_FITTED,),
            text="It rises by Delta = 3 nats a sample, to within 1/2.",
        ),
        rank=Rank.SENTENCE,
        earlier=("figure-2/two-nats",),
    ),
    unread(
        "section-7.2",
        "7.2",
        "Test error against the number of weights and against beta",
        "test error against the number of weights reaches a plateau; against β it has a U",
    ),
    of_2017(
        "section-7.3/discriminator",
        "7.3",
        "section-6.2/discriminator",
        "D*(z;n) = p(z)/(p(z) + p(z|n)), and I(z;n) from its log-ratio",
        printed="repaired",
    ),
    gone(
        "section-6.3",
        "7.3",
        ("section-6.3", "section-6.3/objective"),
        "Visualising the representation",
        "the reconstruction of images from z, and its modified gain, are not in this edition",
    ),
    unread("appendices", "A to C", "Appendices, footnotes, figures and tables", "proofs, definitions of (8)'s terms"),
)
