"""The figures and section 6.1: what the paper's experiments show, as claims about measured quantities.

What answers them is measured by the experiments of a run, at the size of that run.
"""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import SUMS_TO_ONE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
stated_1, stated_6_1, stated_6_2, stated_6_3 = (
    statements_in(section) for section in ("1 Introduction", "6.1", "6.2", "6.3")
)
RANDOM = (assumed.RANDOM_LABELS, assumed.CONVERGED)

OF_FIGURE_1 = (
    stated_1(
        "figure-1",
        "Figure 1: networks over beta and N",
        "Each point in the plots is a deep network trained with a different regularizer β and dataset size N.",
    ),
    stated_1(
        "figure-1/random-labels-fitted",
        "Random labels can be fitted",
        "The AlexNet model of [36] achieves high accuracy (red) even when trained with random labels on CIFAR-10.",
        Reading(
            "printed",
            formula("random_labels_are_fitted"),
            hypotheses=(assumed.PAPERS_SIZE, *RANDOM),
            text="At the smallest beta e, the share of random labels missed, is at most a tenth.",
        ),
    ),
    stated_1(
        "figure-1/transition",
        "The transition is where the theory has it",
        "Using the IB Lagrangian to limit information in the weights leads to a sharp transition to underfitting "
        "(blue) predicted by the theory (dashed line).",
        Reading(
            "printed",
            formula("transition_at_one"),
            hypotheses=RANDOM,
            text="beta_c, where the fit of random labels is lost, is 1 to within a factor of 2.",
        ),
    ),
    stated_1(
        "figure-1/linear-growth",
        "What random labels need grows linearly",
        "To overfit, the network needs to memorize the dataset, which grows linearly.",
        Reading(
            "printed",
            formula("grows_linearly"),
            hypotheses=RANDOM,
            text="I(w;D) of networks that fit random labels grows like N to the power s = 1, to within 1/4.",
        ),
    ),
    stated_1(
        "figure-1/saturation",
        "What real labels need saturates",
        "For real labels, however, the information sufficient to fit the data without overfitting saturates to a value "
        "that depends on the dataset, but somewhat independent of the number of samples.",
        Reading(
            "printed",
            formula("saturates"),
            hypotheses=(assumed.CONVERGED,),
            text="I(w;D) of networks that fit real labels grows like N to a power s of 1/4 at most.",
        ),
    ),
    stated_1(
        "figure-1/test-accuracy-random",
        "Test accuracy on random labels is everywhere the same",
        "Test accuracy produces a uniform blue plot for random labels",
        Reading(
            "printed",
            formula("chance_accuracy"),
            hypotheses=(SUMS_TO_ONE, sentence.LABEL_OF_A_TEST),
            text="Whatever the probabilities p that a network gives the M labels, at any beta and N, it is right with "
            "probability 1/M, in the mean.",
        ),
    ),
    stated_1(
        "figure-1/test-accuracy-growth",
        "Test accuracy grows with the data set",
        "for real labels it increases with the number of training samples",
        Reading(
            "printed",
            formula("test_error_falls"),
            hypotheses=(assumed.CONVERGED,),
            text="The test error on real labels, at its best beta, falls, by -Delta_e, from the smallest N to the "
            "largest.",
        ),
    ),
    stated_1(
        "figure-1/test-accuracy",
        "Test accuracy is best near beta = 1",
        "Test accuracy [...] for real labels [...] is higher near the critical regularizer value β = 1.",
        Reading(
            "printed",
            formula("best_near_one"),
            hypotheses=(assumed.CONVERGED,),
            text="beta_best, of the lowest test error on real labels, is 1 to within a factor of 2.",
        ),
    ),
)
OF_SECTION_6_1 = (
    stated_6_1(
        "section-6.1/overfitting",
        "Real labels can be overfitted",
        "For real labels, the model is still able to overfit when β < 1",
        Reading(
            "printed",
            formula("overfits"),
            hypotheses=(assumed.CONVERGED,),
            text="At the smallest beta, below 1, the share of errors on test images exceeds that on training images by "
            "G, a tenth at least.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "section-6.1/real-labels",
        "Real labels are fitted beyond beta = 1",
        "importantly there is a large interval of β > 1 where the model fits the data without overfitting.",
        Reading(
            "printed",
            formula("fits_beyond_one"),
            hypotheses=(assumed.CONVERGED,),
            text="beta_c, where the fit of real labels is lost, lies above 1.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "section-6.1/large-interval",
        "The interval beyond beta = 1 is large",
        "there is a large interval of β > 1 where the model fits the data",
        Reading(
            "printed",
            formula("interval_is_large"),
            hypotheses=(assumed.CONVERGED,),
            text="beta_c, where the fit of real labels is lost, is 2 at least: within a factor of 2 a place counts as "
            "at 1.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "section-6.1/without-overfitting",
        "Beyond beta = 1 the fit is no overfit",
        "fits real labels without overfitting independently of the particular value of β and N, as also shown in "
        "Figure 1",
        Reading(
            "printed",
            formula("fits_without_overfitting"),
            hypotheses=(assumed.CONVERGED,),
            text="At every beta tried above 1, up to 2, and at every N, the share e of training errors, and the "
            "share G of test errors beyond it, are a tenth at most.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_1(
        "figure-2",
        "Figure 2: corrupted labels need more information",
        "To fit increasingly random labels, the network needs to memorize more information in the weights.",
        Reading(
            "printed",
            formula("information_rises"),
            hypotheses=(assumed.LABELS_FITTED,),
            text="I(w;D)/N rises, by Delta, from no to all labels corrupted.",
        ),
    ),
    stated_6_1(
        "figure-2/two-nats",
        "Figure 2: about 2 nats a sample",
        "the increase needed to fit entirely random labels is about 2 nats per sample as expected.",
        Reading(
            "printed",
            formula("rises_by_two"),
            hypotheses=(assumed.LABELS_FITTED,),
            text="It rises by Delta = 2 nats a sample, to within 1/2.",
        ),
    ),
)
OF_FIGURES_3_AND_4 = (
    stated_6_2(
        "figure-3",
        "Figure 3: the representation becomes invariant",
        "Reducing the information in the weights makes the representation z learned by the network increasingly "
        "invariant to nuisances (I(n;z) decreases)",
        Reading(
            "printed",
            formula("nuisance_is_lost"),
            hypotheses=(assumed.OVER_BETA,),
            text="I(z;n) falls, by -Delta_n, from the smallest beta to the largest.",
        ),
    ),
    stated_6_2(
        "figure-3/sufficiency",
        "Figure 3: the representation stays sufficient",
        "while sufficiency is retained (I(z;y) = I(x;y) is constant).",
        Reading(
            "printed",
            formula("class_is_kept"),
            hypotheses=(assumed.OVER_BETA,),
            text="I(z;y), I_y at the smallest beta, changes by Delta_y, at most a tenth of it, up to the largest.",
        ),
    ),
    stated_6_3(
        "figure-4",
        "Figure 4: at small beta the image comes back whole",
        "For low values of β, the representation z contains most of the information regarding x, thus the "
        "reconstructed image x̂ is close to x, background included.",
        Reading(
            "printed",
            formula("image_is_close"),
            hypotheses=(assumed.OVER_BETA,),
            text="On the nuisance's pixels the squared error at the smallest beta, as a share e_n of what knowing "
            "nothing makes, is at most a half.",
        ),
    ),
    stated_6_3(
        "figure-4/background",
        "Figure 4: the background is lost",
        "Increasing β [...] background, lights, and other nuisances not contained in z change significantly across "
        "samples.",
        Reading(
            "printed",
            formula("background_is_lost"),
            hypotheses=(assumed.OVER_BETA,),
            text="The error on the nuisance's pixels rises, by Delta_n, from the smallest beta to the largest.",
        ),
    ),
    stated_6_3(
        "figure-4/task",
        "Figure 4: what the task needs stays",
        "the reconstructed image still matches important information in x that where retained in z (i.e. hair color, "
        "sex, expression)",
        Reading(
            "printed",
            formula("task_is_kept"),
            hypotheses=(assumed.OVER_BETA,),
            text="The error on the task's pixels rises by Delta_t, at most a tenth of what knowing nothing makes.",
        ),
    ),
)
