"""Remark 4.4, what flatness says of information and what not, and the summary that ends section 4."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.flatness")
measured = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
stated = statements_in("4 Learning minimal weights")

STATEMENTS = (
    stated(
        "remark-4.4",
        "Information does not change under rescaling",
        "flatness, that has been empirically associated with generalization but is not parametrization-invariant, and "
        "information in the weights",
        Reading(
            "printed",
            formula("rescaled"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.RESCALED_UNIT),
            text="sum log(w_i^2 H_ii), and with it I at alpha_i = beta/(w_i^2 H_ii), is unchanged when weights u, x "
            "into a ReLU unit are scaled by l and the weight v out of it by 1/l; the curvatures are second derivatives "
            "of a loss L of the unit's output.",
        ),
        Reading(
            "sharpened",
            formula("rescaled_network"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.RESCALED_LAYERS),
            text="For every weight of a ReLU network whose layers are rescaled, m and f its weights and curvatures "
            "after it.",
            change="Whole networks, with their exact Hessians.",
        ),
    ),
    stated(
        "remark-4.4/not-tight",
        "Proposition 5 is not tight",
        "The bound above is not tight",
        Reading(
            "printed",
            formula("gap_without_bound"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.TWO_WEIGHTS),
            text="The gap (T1'' as a bound) grows without end as one of two weights does.",
        ),
        Reading(
            "sharpened",
            formula("attained"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.ALL_ALIKE),
            text="It is attained where all weights are of one size and all curvatures equal.",
            change="Where it is tight.",
        ),
    ),
    stated(
        "remark-4.4/flatness",
        "Flatness changes under rescaling",
        "flatness, that has been empirically associated with generalization but is not parametrization-invariant",
        Reading(
            "printed",
            formula("flatness_moves"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.TWO_RESCALED_LAYERS),
            text="||w||^2 ||H||_* grows without bound under a rescaling that leaves the network's function as it is: a "
            "sharp minimum can have low information.",
        ),
    ),
    stated(
        "remark-4.4/increasing-flatness",
        "Flatter minima have less information",
        "Increasing the flatness of a minimum decreases the information in the weights",
        Reading(
            "printed",
            formula("flatter"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.SEMIDEFINITE, assumed.SMALLER_NORM),
            text="With the same weights, a Hessian f of smaller nuclear norm has no more information.",
        ),
        Reading(
            "repaired",
            formula("flatter"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.SEMIDEFINITE, assumed.FLATTER_EVERYWHERE),
            text="It has no more information where no curvature grows, f_i <= H_ii for every i.",
            change="Flatter in every direction, not in the nuclear norm.",
        ),
    ),
    stated(
        "remark-4.4/not-vice-versa",
        "A sharp minimum can have low information",
        "but not vice-versa: It is possible for a sharp minimum to have low information",
        Reading(
            "printed",
            formula("sharp_at_any_information"),
            hypotheses=(assumed.TWO_WEIGHTS,),
            text="At any information I, however low, there are Hessians diag(l, b) of any nuclear norm.",
        ),
    ),
    stated(
        "section-4",
        "Summary of section 4",
        "In summary, we have shown that: (i) generalization can be improved by controlling the quantity of information "
        "in the weights; (ii) this can be done by explicit regularization using the IB Lagrangian; (iii) experimental "
        "evidence suggests that SGD implicitly minimizes the quantity of information in the weights even without "
        "regularization; (iv) this is related to properties of the loss landscape (flatness).",
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-4/implicit-regularisation",
        "SGD limits the information in the weights",
        "we claim that, even when not explicitly controlled, I(w;D) is implicitly regularized by the use of SGD",
        Reading(
            "printed",
            measured("stochastic_gradients_leave_less"),
            hypotheses=(assumed.CONVERGED,),
            text="i < 0: what a weight holds after steps on small batches, less what it holds after as many steps of "
            "one rate on the whole data set, from one start.",
        ),
        Reading(
            "sharpened",
            formula("noise_at_the_minimum"),
            hypotheses=(assumed.GAUSSIAN_MINIMUM, assumed.STATIONARY_SGD),
            text="On a quadratic loss of curvature a whose gradients have noise of variance v, SGD at rate r scatters "
            "with variance v/(a k), k = 2/r - a: I(w;D) = 1/2 log(1 + s a k/v) falls where the gradients' noise grows "
            "to v + delta, and where the rate does. Without that noise nothing is regularised.",
            change="Where it does so, and by how much.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-4/scatter",
        "How far SGD scatters",
        "I(w;D) is implicitly regularized by the use of SGD",
        Reading(
            "sharpened",
            formula("stationary_scatter"),
            hypotheses=(assumed.STATIONARY_SGD, assumed.CURVATURE_A),
            text="A step takes the variance t about the minimum to (1 - r a)^2 t + r^2 v; at the rate r = 2/(a + k) "
            "this leaves t = v/(a k) as it is.",
            change="Not in the paper.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-4/explicit-regularisation",
        "A larger beta leaves less information",
        "(ii) this can be done by explicit regularization using the IB Lagrangian",
        Reading(
            "printed",
            formula("information_falls"),
            hypotheses=(assumed.OPTIMAL_AT_BETA, assumed.OPTIMAL_AT_LARGER_BETA),
            text="Of two minimisers of H + beta I, that at the larger beta has no more information.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-4/emergence",
        "Invariance and disentanglement emerge",
        "Therefore, invariance and disentanglement emerge naturally when training a network with implicit (SGD) or "
        "explicit (IB Lagrangian) regularization",
        Reading(
            "printed",
            measured("invariance_and_disentanglement_emerge"),
            hypotheses=(assumed.OVER_BETA,),
            text="Both I(z;n) and TC(z) fall, by -Delta_n and -Delta_TC, from the smallest beta to the largest: with "
            "the explicit regulariser.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "section-4/emergence-by-sgd",
        "Invariance and disentanglement emerge by SGD alone",
        "invariance and disentanglement emerge naturally when training a network with implicit (SGD) [...] "
        "regularization",
        Reading(
            "printed",
            measured("invariance_and_disentanglement_emerge"),
            hypotheses=(assumed.CONVERGED,),
            text="Both I(z;n) and TC(z) are smaller, by -Delta_n and -Delta_TC, after steps on small batches than "
            "after as many on the whole data set, from one start and without a regulariser.",
        ),
        rank=Rank.SENTENCE,
    ),
)
