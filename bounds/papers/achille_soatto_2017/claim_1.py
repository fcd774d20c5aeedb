"""Section 4: log-normal weight noise, the information it leaves in the weights (Claim 1), and its remarks."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SUMS_TO_ONE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.claim_1")
stated = statements_in("4 Learning minimal weights")

STATEMENTS = (
    stated(
        "remark-4.1",
        "Information bottleneck and variational learning",
        "For the particular choice beta = 1, the IB Lagrangian reduces to the variational lower-bound (VLBO) of the "
        "marginal log-likelihood p(y|x).",
        Reading(
            "printed",
            formula("evidence_lower_bound"),
            hypotheses=(assumed.PROPER_PRIOR, SUMS_TO_ONE, assumed.FINITELY_MANY_WEIGHTS),
            text="With l_v the likelihood of the labels under weights v, p the posterior and r a proper prior, H_pq + "
            "KL(p || r) bounds minus the log evidence from above: beta = 1 gives the evidence lower bound.",
        ),
    ),
    stated(
        "noise-model",
        "Log-normal weight noise: variance",
        "epsilon_i ~ log N(-alpha_i/2, alpha_i) is IID multiplicative log-normal noise with mean 1 and variance "
        "exp(alpha_i) - 1",
        Reading(
            "printed",
            formula("noise_variance"),
            hypotheses=(assumed.ONE_WEIGHT_NOISE,),
            text="The noise's variance is alpha_tilde = exp(alpha) - 1.",
        ),
        rank=Rank.DEFINITION,
    ),
    stated(
        "noise-model/mean",
        "Log-normal weight noise: mean",
        "multiplicative log-normal noise with mean 1",
        Reading(
            "printed", formula("noise_mean"), hypotheses=(assumed.ONE_WEIGHT_NOISE,), text="The noise's mean is 1."
        ),
        rank=Rank.DEFINITION,
    ),
    stated(
        "footnote-5",
        "Moments of a log-normal law: variance",
        "For a log-normal distribution log N(mu, sigma^2) mean and variance are respectively exp(mu + sigma^2/2) and "
        "[exp(sigma^2) - 1] exp(2 mu + sigma^2).",
        Reading("printed", formula("log_normal_variance"), text="The variance of a log-normal law."),
    ),
    stated(
        "footnote-5/mean",
        "Moments of a log-normal law: mean",
        "mean [...] exp(mu + sigma^2/2)",
        Reading("printed", formula("log_normal_mean"), text="The mean of a log-normal law."),
    ),
    stated(
        "claim-1",
        "Information in the weights",
        "I(w;D) = -1/2 sum_i log alpha_i + C, where the constant C is arbitrary due to the improper prior.",
    ),
    stated(
        "claim-1/kl",
        "Claim 1 as a divergence from the prior",
        "KL(p(w|D) || p(w)) = -sum_i 1/2 log(alpha_i) + const",
        Reading(
            "printed",
            formula("divergence_from_prior"),
            hypotheses=(assumed.ONE_WEIGHT_NOISE, assumed.IMPROPER_PRIOR),
            text="For one weight, h = log|w| ~ N(mu, alpha) and the density c on the line: -1/2 log alpha up to a "
            "constant that depends on c alone, so only differences between two alphas mean anything.",
        ),
    ),
    stated(
        "claim-1/mutual-information",
        "Claim 1 as a mutual information",
        "the information the weights contain about the dataset is I(w;D) = -1/2 sum_i log alpha_i + C",
        Reading(
            "printed",
            formula("mutual_information_printed"),
            hypotheses=(assumed.ONE_WEIGHT_NOISE, assumed.CONSTANT_IN_ALPHA),
            text="The mutual information of the weights and the data set changes with alpha as -1/2 log alpha does.",
        ),
        Reading(
            "repaired",
            formula("mutual_information_repaired"),
            hypotheses=(MIXTURE, PROBABILITIES),
            text="Over data sets d of probability pi_d with posteriors p_d, the mutual information (the mean "
            "divergence from the posteriors' mixture q) is at most the mean divergence from any prior r.",
            change="The mean divergence from the prior only bounds the mutual information from above; the gap is the "
            "divergence of the posteriors' mixture from the prior.",
        ),
    ),
    stated(
        "claim-1/third-line",
        "Claim 1, third line of its proof",
        "KL(N(mu, alpha) || Uniform) = H(N(mu, alpha)) + const",
        Reading(
            "printed",
            formula("third_line_printed"),
            hypotheses=(assumed.IMPROPER_PRIOR,),
            text="The divergence changes with alpha as the entropy does (the constant drops out of the difference).",
        ),
        Reading(
            "repaired",
            formula("third_line_repaired"),
            hypotheses=(assumed.IMPROPER_PRIOR,),
            text="The divergence changes with alpha as minus the entropy does.",
            change="The entropy enters with a minus sign: KL = -H + const.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "remark-4.3",
        "On the constant C",
        "we should assume a proper prior log Uniform(a, b), and prove that some version of the proposition holds in "
        "the limit of a -> -infinity and b -> +infinity",
        Reading(
            "printed",
            formula("mass_outside"),
            hypotheses=(assumed.LOG_UNIFORM_PRIOR,),
            text="For the divergence from a proper log-uniform prior on [e^A, e^B] to be finite the log-normal "
            "posterior must have no mass outside: its tails have some for every A and B, so the divergence is infinite "
            "and has no limit.",
        ),
        Reading(
            "repaired",
            formula("truncated"),
            hypotheses=(assumed.LOG_UNIFORM_PRIOR, assumed.TRUNCATED),
            text="The divergence of the truncated posterior, in closed form, with A = log a and A + R = log b. A prior "
            "that covers both signs adds log 2 a weight.",
            change="The posterior is truncated to the prior's range.",
        ),
        Reading(
            "sharpened",
            formula("truncated_limit"),
            hypotheses=(assumed.LOG_UNIFORM_PRIOR, assumed.TRUNCATED),
            text="As the range [e^-R, e^R] grows, the divergences at two alphas differ by -1/2 log of their ratio: "
            "Claim 1 in the limit, for differences.",
            change="Only differences in alpha converge; the divergence itself grows like log R.",
        ),
    ),
    stated(
        "footnote-6",
        "The ignored offset of the log-normal's mean",
        "Note that we have ignored the offset alpha/2 in the mean of the log-normal distribution to simplify the "
        "exposition.",
        Reading(
            "printed",
            formula("offset_printed"),
            hypotheses=(assumed.QUADRATIC,),
            text="The expected loss is the same with and without the offset -alpha/2.",
        ),
        Reading(
            "repaired",
            formula("offset_repaired"),
            hypotheses=(assumed.QUADRATIC, assumed.ALPHA_VANISHES),
            text="Ignoring the offset changes the expected loss by g w_hat (e^(alpha/2) - 1) + 5/8 H w_hat^2 alpha^2 + "
            "o(alpha^2): second order at a critical point (g = 0), first order off it.",
            change="The offset matters at order alpha^2 at a critical point and at order alpha off it.",
        ),
    ),
)
