"""Section 7 of 2018: what its experiments show, as claims about measured quantities; and what it does not have."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as before
from bounds.papers.achille_soatto_2018.of_2017 import gone, of_2017

formula = formulas_in("bounds.papers.achille_soatto_2018.formulas.measured")
of_figure_1 = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
RANDOM = (before.RANDOM_LABELS, before.CONVERGED)
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
        "section-7.1/architectures",
        "The transition of each architecture",
        "the transition near β = 1 whatever the architecture",
        Reading(
            "printed",
            of_figure_1("transition_at_one"),
            hypotheses=RANDOM,
            text="beta_c, where an architecture loses the fit of random labels, is 1 to within a factor of 2.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_7_1(
        "section-7.1/same-place",
        "One place for all architectures",
        "the transition near β = 1 whatever the architecture (one place, wherever it is)",
        Reading(
            "printed",
            formula("same_place"),
            hypotheses=RANDOM,
            text="r, the beta_c of one architecture over that of the perceptron, is 1 to within a factor of 2.",
        ),
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
    stated_7_2(
        "section-7.2/plateau",
        "Test error against the number of weights",
        "test error against the number of weights reaches a plateau",
        Reading(
            "printed",
            formula("plateau"),
            hypotheses=(before.CONVERGED,),
            text="From the second largest network to the largest the test error changes by Delta_K, at most 1/20.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_7_2(
        "section-7.2/small-beta",
        "Test error against beta: overfitting",
        "test error against β has the U of a bias-variance trade-off (at small β)",
        Reading(
            "printed",
            formula("worse_than_best"),
            hypotheses=(before.CONVERGED,),
            text="At the smallest beta the test error exceeds that at the best beta, by E.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_7_2(
        "section-7.2/large-beta",
        "Test error against beta: underfitting",
        "test error against β has the U of a bias-variance trade-off (at large β)",
        Reading(
            "printed",
            formula("worse_than_best"),
            hypotheses=(before.CONVERGED,),
            text="At the largest beta the test error exceeds that at the best beta, by E.",
        ),
        rank=Rank.SENTENCE,
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
)
