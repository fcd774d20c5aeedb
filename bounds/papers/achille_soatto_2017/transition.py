"""Remark 4.2 and section 6.1: what networks must pay to fit random labels, and where they stop fitting them."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.transition")
measured = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
stated = statements_in("4 Learning minimal weights")

SHARP = (
    "in the case of random labels, the information complexity allows us to predict a sharp phase transition between "
    "overfitting and underfitting regimes"
)
PREVENTS = "information regularization prevents overfitting in exactly the way predicted by the theory"
STEEP_PRICE = "it has to pay a steep price in terms of information complexity of the weights"
INCREASING = "increasing the randomness of the labels increases the quantity of information we need to fit the dataset"
TRAINED = (assumed.RANDOM_LABELS, assumed.CONVERGED)
MEMORY = (assumed.RANDOM_LABELS, assumed.DECODED, assumed.TRUE_INFORMATION)

STATEMENTS = (
    stated(
        "remark-4.2",
        "The transition for random labels: its place",
        SHARP,
        Reading(
            "printed",
            measured("transition_at_one"),
            hypotheses=TRAINED,
            text="beta_c, where networks trained with the exact divergence lose their fit of random labels, is 1 to "
            "within a factor of 2.",
        ),
        Reading(
            "intended",
            measured("place_as_predicted"),
            hypotheses=TRAINED,
            text="r, that place over the one that the information of a fit predicts, (N log C - H_pq)/(I - I_0) of the "
            "fit at the smallest beta, is 1 to within a factor of 2.",
            change="Each network's information predicts its own place.",
            quote="the information complexity allows us to predict a sharp phase transition",
        ),
    ),
    stated(
        "remark-4.2/sharp",
        "The transition for random labels: its width",
        SHARP,
        Reading(
            "printed",
            measured("grows_sharper"),
            hypotheses=TRAINED,
            text="The transition grows sharper with N: its width goes with N to a power s < 0. It is counted in log "
            "beta, from a cross-entropy of a tenth of log C to nine tenths of it.",
        ),
    ),
    stated(
        "remark-4.2/least-lagrangian",
        "The least Lagrangian on random labels",
        SHARP,
        Reading(
            "sharpened",
            formula("least_lagrangian"),
            hypotheses=MEMORY,
            text="The Lagrangian is at least N log C min(1, beta): what a table of the labels pays below beta = 1, and "
            "what knowing nothing pays above it. That is the transition of the optimum.",
            change="The page predicts a transition; this is the bound whose kink it is.",
        ),
    ),
    stated(
        "remark-4.2/crossing",
        "Where a fit loses to knowing nothing",
        SHARP,
        Reading(
            "sharpened",
            formula("fit_loses"),
            hypotheses=(assumed.COSTS_MORE, assumed.FROM_CROSSING),
            text="From beta* = (N log C - H_pq)/(I - I_0) on the Lagrangian of a fit is at least that of a solution "
            "that knows nothing: each fit predicts a place for the transition.",
            change="The place depends on what the fit wastes; the page has 1 for every network.",
        ),
    ),
    stated(
        "remark-4.2/crossing-place",
        "The predicted place and beta = 1",
        SHARP,
        Reading(
            "repaired",
            formula("crossing_is_at_most_one"),
            hypotheses=(*MEMORY, assumed.COSTS_MORE, assumed.NO_PRICE),
            text="Where knowing nothing is free, a fit loses to it at beta* <= 1: at 1 only where nothing is wasted.",
            change="At most 1, not 1, and only where knowing nothing is free.",
        ),
        Reading(
            "sharpened",
            formula("crossing_with_a_price"),
            hypotheses=(*MEMORY, assumed.COSTS_MORE),
            text="Where knowing nothing has a price I_0, beta* is at most I/(I - I_0), which exceeds 1: a prior that "
            "makes ignorance dear moves the place beyond 1.",
            change="With the price of knowing nothing.",
        ),
    ),
    stated(
        "remark-4.2/price",
        "The price of random labels",
        STEEP_PRICE,
        Reading(
            "printed",
            formula("payment"),
            hypotheses=MEMORY,
            text="On N random labels from C classes cross-entropy and information add up to N log C at least: a "
            "network can fit them only by storing them.",
        ),
    ),
    stated(
        "remark-4.2/knowing-nothing",
        "Near-minimisers above beta = 1 know nothing",
        PREVENTS,
        Reading(
            "sharpened",
            formula("information_of_near_minimisers"),
            hypotheses=(*MEMORY, assumed.ABOVE_ONE, assumed.NEAR_IGNORANCE),
            text="Where a solution that knows nothing is at hand at the price I_0, whatever comes within eps N of the "
            "least Lagrangian holds no more than (eps N + beta I_0)/(beta - 1): eps N/(beta - 1) where I_0 = 0.",
            change="A rate: the information goes to 0 with eps and I_0, and the closer beta is to 1 the slower.",
        ),
    ),
    stated(
        "remark-4.2/fitting",
        "Near-minimisers below beta = 1 fit",
        "the model is still able to overfit when β < 1",
        Reading(
            "sharpened",
            formula("loss_of_near_minimisers"),
            hypotheses=(*MEMORY, assumed.BELOW_ONE, assumed.NEAR_TABLE),
            text="Where a table of the labels is at hand, which stores each exactly at I = N log C, whatever comes "
            "within eps N of the least Lagrangian fits: its cross-entropy is at most eps N/(1 - beta).",
            change="With its hypothesis: the network must be able to store the labels without waste.",
        ),
    ),
    statements_in("6.1")(
        "remark-4.2/label-noise",
        "The price of partly random labels",
        INCREASING,
        Reading(
            "sharpened",
            formula("payment_for_noisy_labels"),
            hypotheses=(assumed.NOISY_LABELS, assumed.DECODED, assumed.TRUE_INFORMATION),
            text="Where each label is redrawn with probability rho, cross-entropy and information add up to N h_C(rho) "
            "at least; h_10 is 1.03, 1.68, 2.11 and 2.30 at rho = 1/4, 1/2, 3/4 and 1: a floor under figure 2.",
            change="A number for the increase, at every share of random labels.",
        ),
    ),
)
