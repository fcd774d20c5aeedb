"""Section 4: log-normal weight noise, the information it leaves in the weights (Claim 1), and its remarks."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SUMS_TO_ONE
from bounds.papers.achille_soatto_2017.hypotheses import (
    ALPHA_VANISHES,
    CONSTANT_IN_ALPHA,
    FINITELY_MANY_WEIGHTS,
    IMPROPER_PRIOR,
    LOG_UNIFORM_PRIOR,
    ONE_WEIGHT_NOISE,
    PROPER_PRIOR,
    QUADRATIC,
    RANDOM_LABELS,
    TRUE_INFORMATION,
    TRUNCATED,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.claim_1")

SECTION = "4 Learning minimal weights"

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="remark-4.1",
        title="Information bottleneck and variational learning",
        section=SECTION,
        quote="For the particular choice beta = 1, the IB Lagrangian reduces to the variational lower-bound (VLBO) of "
        "the marginal log-likelihood p(y|x).",
        readings=(
            Reading(
                name="printed",
                formula=formula("evidence_lower_bound"),
                hypotheses=(PROPER_PRIOR, SUMS_TO_ONE, FINITELY_MANY_WEIGHTS),
                text="With l_v the likelihood of the labels under weights v, p the posterior and r a proper prior, "
                "H_pq + KL(p || r) bounds minus the log evidence from above: beta = 1 gives the evidence lower bound.",
            ),
        ),
    ),
    Statement(
        id="remark-4.2",
        title="Information in the weights as a measure of complexity",
        section=SECTION,
        quote="in the case of random labels, the information complexity allows us to predict a sharp phase transition "
        "between overfitting and underfitting regimes",
        readings=(
            Reading(
                name="printed",
                formula=formula("complexity"),
                hypotheses=(RANDOM_LABELS, TRUE_INFORMATION),
                text="On N random labels from C classes the cross-entropy an example cannot fall below log C - I/N: a "
                "network can fit them only by storing them. How sharp the transition is, is judged by experiment.",
            ),
        ),
    ),
    Statement(
        id="noise-model",
        title="Log-normal weight noise: variance",
        section=SECTION,
        quote="epsilon_i ~ log N(-alpha_i/2, alpha_i) is IID multiplicative log-normal noise with mean 1 and variance "
        "exp(alpha_i) - 1",
        readings=(
            Reading(
                name="printed",
                formula=formula("noise_variance"),
                hypotheses=(ONE_WEIGHT_NOISE,),
                text="The noise's variance is alpha_tilde = exp(alpha) - 1.",
            ),
        ),
    ),
    Statement(
        id="noise-model/mean",
        title="Log-normal weight noise: mean",
        section=SECTION,
        quote="multiplicative log-normal noise with mean 1",
        readings=(
            Reading(
                name="printed",
                formula=formula("noise_mean"),
                hypotheses=(ONE_WEIGHT_NOISE,),
                text="The noise's mean is 1.",
            ),
        ),
    ),
    Statement(
        id="footnote-5",
        title="Moments of a log-normal law: variance",
        section=SECTION,
        quote="For a log-normal distribution log N(mu, sigma^2) mean and variance are respectively exp(mu + "
        "sigma^2/2) and [exp(sigma^2) - 1] exp(2 mu + sigma^2).",
        readings=(
            Reading(name="printed", formula=formula("log_normal_variance"), text="The variance of a log-normal law."),
        ),
    ),
    Statement(
        id="footnote-5/mean",
        title="Moments of a log-normal law: mean",
        section=SECTION,
        quote="mean [...] exp(mu + sigma^2/2)",
        readings=(Reading(name="printed", formula=formula("log_normal_mean"), text="The mean of a log-normal law."),),
    ),
    Statement(
        id="claim-1",
        title="Information in the weights",
        section=SECTION,
        quote="I(w;D) = -1/2 sum_i log alpha_i + C, where the constant C is arbitrary due to the improper prior.",
    ),
    Statement(
        id="claim-1/kl",
        title="Claim 1 as a divergence from the prior",
        section=SECTION,
        quote="KL(p(w|D) || p(w)) = -sum_i 1/2 log(alpha_i) + const",
        readings=(
            Reading(
                name="printed",
                formula=formula("divergence_from_prior"),
                hypotheses=(ONE_WEIGHT_NOISE, IMPROPER_PRIOR),
                text="For one weight, h = log|w| ~ N(mu, alpha) and the density c on the line: -1/2 log alpha up to a "
                "constant that depends on c alone, so only differences between two alphas mean anything.",
            ),
        ),
    ),
    Statement(
        id="claim-1/mutual-information",
        title="Claim 1 as a mutual information",
        section=SECTION,
        quote="the information the weights contain about the dataset is I(w;D) = -1/2 sum_i log alpha_i + C",
        readings=(
            Reading(
                name="printed",
                formula=formula("mutual_information_printed"),
                hypotheses=(ONE_WEIGHT_NOISE, CONSTANT_IN_ALPHA),
                text="The mutual information of the weights and the data set changes with alpha as -1/2 log alpha "
                "does.",
            ),
            Reading(
                name="repaired",
                formula=formula("mutual_information_repaired"),
                hypotheses=(MIXTURE, PROBABILITIES),
                text="Over data sets d of probability pi_d with posteriors p_d, the mutual information (the mean "
                "divergence from the posteriors' mixture q) is at most the mean divergence from any prior r.",
                change="The mean divergence from the prior only bounds the mutual information from above; the gap is "
                "the divergence of the posteriors' mixture from the prior.",
            ),
        ),
    ),
    Statement(
        id="claim-1/third-line",
        title="Claim 1, third line of its proof",
        section=SECTION,
        quote="KL(N(mu, alpha) || Uniform) = H(N(mu, alpha)) + const",
        readings=(
            Reading(
                name="printed",
                formula=formula("third_line_printed"),
                hypotheses=(IMPROPER_PRIOR,),
                text="The divergence changes with alpha as the entropy does (the constant drops out of the "
                "difference).",
            ),
            Reading(
                name="repaired",
                formula=formula("third_line_repaired"),
                hypotheses=(IMPROPER_PRIOR,),
                text="The divergence changes with alpha as minus the entropy does.",
                change="The entropy enters with a minus sign: KL = -H + const.",
            ),
        ),
    ),
    Statement(
        id="remark-4.3",
        title="On the constant C",
        section=SECTION,
        quote="we should assume a proper prior log Uniform(a, b), and prove that some version of the proposition "
        "holds in the limit of a -> -infinity and b -> +infinity",
        readings=(
            Reading(
                name="printed",
                formula=formula("mass_outside"),
                hypotheses=(LOG_UNIFORM_PRIOR,),
                text="For the divergence from a proper log-uniform prior on [e^A, e^B] to be finite the log-normal "
                "posterior must have no mass outside: its tails have some for every A and B, so the divergence is "
                "infinite and has no limit.",
            ),
            Reading(
                name="repaired",
                formula=formula("truncated"),
                hypotheses=(LOG_UNIFORM_PRIOR, TRUNCATED),
                text="The divergence of the truncated posterior, in closed form, with A = log a and A + R = log b. A "
                "prior that covers both signs adds log 2 a weight.",
                change="The posterior is truncated to the prior's range.",
            ),
            Reading(
                name="sharpened",
                formula=formula("truncated_limit"),
                hypotheses=(LOG_UNIFORM_PRIOR, TRUNCATED),
                text="As the range [e^-R, e^R] grows, the divergences at two alphas differ by -1/2 log of their "
                "ratio: Claim 1 in the limit, for differences.",
                change="Only differences in alpha converge; the divergence itself grows like log R.",
            ),
        ),
    ),
    Statement(
        id="footnote-6",
        title="The ignored offset of the log-normal's mean",
        section=SECTION,
        quote="Note that we have ignored the offset alpha/2 in the mean of the log-normal distribution to simplify the "
        "exposition.",
        readings=(
            Reading(
                name="printed",
                formula=formula("offset_printed"),
                hypotheses=(QUADRATIC,),
                text="The expected loss is the same with and without the offset -alpha/2.",
            ),
            Reading(
                name="repaired",
                formula=formula("offset_repaired"),
                hypotheses=(QUADRATIC, ALPHA_VANISHES),
                text="Ignoring the offset changes the expected loss by g w_hat (e^(alpha/2) - 1) + 5/8 H w_hat^2 "
                "alpha^2 + o(alpha^2): second order at a critical point (g = 0), first order off it.",
                change="The offset matters at order alpha^2 at a critical point and at order alpha off it.",
            ),
        ),
    ),
)
