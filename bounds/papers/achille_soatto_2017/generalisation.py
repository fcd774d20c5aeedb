"""Section 4's closing sentence, and what is known of it today: information in the weights bounds generalisation.

By mutual information (Xu and Raginsky 2017; Bu, Zou and Veeravalli 2020), and as a certificate on one trained network
(PAC-Bayes); what the certificate cannot go below, and which priors escape that.
"""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, Statement, statements_in
from bounds.derivations.hypotheses import MIXTURE, SUMS_TO_ONE
from bounds.papers.achille_soatto_2017 import generalisation_hypotheses as assumed
from bounds.papers.achille_soatto_2017.hypotheses import (
    CURVATURES_POSITIVE,
    FINITE,
    FLATTER_EVERYWHERE,
    SEMIDEFINITE,
    SMALLER_NORM,
    TRUNCATED,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.generalisation")
formula_of_flatness = formulas_in("bounds.papers.achille_soatto_2017.formulas.flatness")
SUMMARY = "generalization can be improved by controlling the quantity of information in the weights"
FLAT = "flat minima can be seen as having better generalization properties"
XU = "Xu and Raginsky, Information-theoretic analysis of generalization capability of learning algorithms (2017)"
BU = "Bu, Zou and Veeravalli, Tightening mutual information-based bounds on generalization error (2020)"
MAURER = "Maurer, A note on the PAC Bayesian theorem (2004); Langford and Seeger (2001)"


def stated(statement_id: str, title: str, *readings: Reading, quote: str = SUMMARY) -> Statement:
    made = statements_in("4 Learning minimal weights")
    return made(f"generalisation{statement_id}", title, quote, *readings, rank=Rank.SENTENCE)


STATEMENTS = (
    stated("", "Information in the weights and generalisation"),
    stated(
        "/xu-raginsky",
        "The gap by the information in the weights",
        Reading(
            "sharpened",
            formula("sub_gaussian"),
            hypotheses=(assumed.PAIRS, assumed.GAP, assumed.LAWS_OF_PAIRS, assumed.SUB_GAUSSIAN),
            text="In the mean over data sets and weights the true error exceeds the training error by at most "
            f"sqrt(2 sigma^2 I(w;D)/N) ({XU}).",
            change="The page's sentence with a number.",
        ),
    ),
    stated(
        "/bounded-losses",
        "The gap of a loss between 0 and 1",
        Reading(
            "sharpened",
            formula("bounded_losses"),
            hypotheses=(assumed.PAIRS, assumed.GAP, assumed.LAWS_OF_PAIRS, assumed.LOSSES_IN_UNIT_INTERVAL),
            text=f"As a share of errors is: sigma = 1/2, so the gap is at most sqrt(I(w;D)/(2 N)) ({XU}).",
            change="The page's sentence with a number.",
        ),
    ),
    stated(
        "/linear-rate",
        "The gap by the information without a root",
        Reading(
            "sharpened",
            formula("linear_rate"),
            hypotheses=(assumed.ONE_EXAMPLE, MIXTURE, assumed.POSTERIORS),
            text="'The gap is at most I(w;D)/N, nats for an example': a tempting form, already for one example.",
            change="I(w;D)/N in place of its root.",
        ),
    ),
    stated(
        "/samplewise",
        "The gap by what the weights hold of each example",
        Reading(
            "sharpened",
            formula("samplewise"),
            hypotheses=(assumed.PAIRS_WITH_ONE_EXAMPLE, assumed.GAP, assumed.LAWS_OF_EACH, assumed.SUB_GAUSSIAN),
            text=f"The gap is at most the mean over examples of sqrt(2 sigma^2 I(w;z_i)) ({BU}).",
            change="The information about each example by itself.",
        ),
    ),
    stated(
        "/samplewise-sum",
        "What the weights hold of each example adds up to less",
        Reading(
            "sharpened",
            Informational(
                goal=("I(w;z1) + I(w;z2) + I(w;z3) <= I(w;z1,z2,z3)",), given=("z1 _|_ z2", "(z1,z2) _|_ z3")
            ),
            hypotheses=(FINITE,),
            text="For independent examples, here three: so the samplewise bound is the smaller one, the root being "
            f"concave ({BU}).",
            change="Why the samplewise bound is the sharper of the two.",
        ),
    ),
    stated(
        "/pac-bayes",
        "A certificate on one trained network",
        Reading(
            "sharpened",
            formula("pac_bayes"),
            hypotheses=(assumed.PRIOR_BEFORE_DATA, assumed.ERRORS, assumed.LOSSES_IN_UNIT_INTERVAL),
            text="E exp(N kl(training error || true error) - KL(posterior || prior)) <= 2 sqrt(N) over data sets. By "
            "Markov's inequality, with probability 1 - delta, kl(training error || true error) <= (KL + log(2 "
            f"sqrt(N)/delta))/N for every posterior at once ({MAURER}).",
            change="For the network at hand, not in the mean over data sets.",
        ),
    ),
    stated(
        "/price",
        "What a posterior must pay",
        Reading(
            "sharpened",
            formula("price"),
            hypotheses=(SUMS_TO_ONE,),
            text="A posterior on outcomes that have the mass R = sum r under the prior is at least -log R from it: log "
            "2 for one sign of two, -log(1 - rho/2) for one sign or 0, nothing where the posterior may be the prior.",
            change="The floor under the information of a family of posteriors.",
        ),
    ),
    stated(
        "/flat-minima",
        "Flatter minima have the better bound",
        Reading(
            "printed",
            formula_of_flatness("flatter"),
            hypotheses=(CURVATURES_POSITIVE, SEMIDEFINITE, SMALLER_NORM),
            text="A Hessian f of smaller nuclear norm leaves no more information, by which the gap is bounded "
            "(sqrt(2 sigma^2 I(w;D)/N)).",
        ),
        Reading(
            "repaired",
            formula_of_flatness("flatter"),
            hypotheses=(CURVATURES_POSITIVE, SEMIDEFINITE, FLATTER_EVERYWHERE),
            text="It leaves no more information, and so no larger a bound on the gap, where no curvature grows.",
            change="Flatter in every direction; the bound on the gap, not the gap.",
        ),
        quote=FLAT,
    ),
    stated(
        "/certificate-floor",
        "What a certificate with fixed signs cannot go below",
        Reading(
            "sharpened",
            formula("fixed_signs"),
            hypotheses=(assumed.TWO_SIDED_PRIOR,),
            text="K weights that cost log 2 + D each, D >= 0: the p that solves kl(0 || p) = KL/N is at least 1 - "
            "2^(-K/N), with no training error at all, however flat the minimum.",
            change="Flat minima too have a certificate of 1 - 2^(-K/N) at best.",
        ),
        quote=FLAT,
    ),
    stated(
        "/any-training-error",
        "The floor holds at any training error",
        Reading(
            "sharpened",
            formula("any_training_error"),
            hypotheses=(assumed.BELOW_CERTIFICATE,),
            text="kl(e || p) is at most kl(0 || p) for e < p: with a training error e the same divergence allows p at "
            "least.",
            change="Beyond training error 0.",
        ),
        quote=FLAT,
    ),
    stated(
        "/atom",
        "Escape by an atom at 0",
        Reading(
            "repaired",
            formula("atom"),
            hypotheses=(assumed.TWO_SIDED_PRIOR, assumed.ATOM_AT_0, assumed.PROPER_SHARES),
            text="A weight that is there with probability rho under the prior costs -log(1 - rho/2) at least, which "
            "goes to 0 with rho: the certificate's floor is 1 - (1 - rho/2)^(K/N).",
            change="-log(1 - rho/2) in place of log 2.",
        ),
        Reading(
            "sharpened",
            formula("atom_costs_log_2"),
            hypotheses=(assumed.TWO_SIDED_PRIOR, assumed.ATOM_AT_0, assumed.PROPER_SHARES),
            text="'Every weight costs log 2 at least, with an atom at 0 too.'",
            change="The floor of fixed signs under another prior.",
        ),
        quote=FLAT,
    ),
    stated(
        "/mixed-signs",
        "Escape by a mixture of signs",
        Reading(
            "sharpened",
            formula("mixed_signs_cost_log_2"),
            hypotheses=(assumed.MIXED_SIGNS, assumed.A_SHARE),
            text="'Every weight costs log 2 at least, with a posterior of both signs too.' It costs log 2 less the "
            "entropy of its sign.",
            change="The floor of fixed signs for another posterior.",
        ),
        quote=FLAT,
    ),
    stated(
        "/known-signs",
        "Escape by signs fixed before the data",
        Reading(
            "sharpened",
            formula("known_signs_cost_log_2"),
            hypotheses=(assumed.SIGNS_BEFORE_DATA, TRUNCATED),
            text="'Every weight costs log 2 at least, with signs fixed before the data too.' It costs Remark 4.3's "
            "divergence, which goes to 0 as alpha grows.",
            change="The floor of fixed signs for signs that are no choice of the data.",
        ),
        quote=FLAT,
    ),
)
