"""Section 4: the prior, log-normal weight noise, the information it leaves in the weights (Claim 1), its remarks."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SUMS_TO_ONE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.claim_1")
measured = formulas_in("bounds.papers.achille_soatto_2017.formulas.measured")
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
        "log-uniform-prior",
        "The log-uniform prior is scale-invariant",
        "We assume an improper log-uniform prior on w, that is p(w_i) = c/|w_i|. Notice that this is the only "
        "scale-invariant prior",
        Reading(
            "printed",
            formula("prior_scaled"),
            hypotheses=(assumed.IMPROPER_PRIOR,),
            text="Between l u and l v the prior has the mass that it has between u and v, for weights of one sign.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "log-uniform-prior/only",
        "The only scale-invariant prior",
        "this is the only scale-invariant prior",
        Reading(
            "printed",
            formula("prior_determined"),
            hypotheses=(assumed.SCALE_INVARIANT,),
            text="As a measure: l p(l w) = p(w) for every l > 0 leaves p(1)/w alone, up to a constant for each sign.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "log-uniform-prior/up-to-a-factor",
        "The only prior that scaling changes by a factor",
        "this is the only scale-invariant prior [...] the constant C is arbitrary due to the improper prior",
        Reading(
            "printed",
            formula("power_is_zero"),
            hypotheses=(assumed.POWER_PRIOR,),
            text="If a factor does not matter, as of an improper prior, a scale-invariant power w^(b - 1) has b = 0.",
        ),
        Reading(
            "repaired",
            formula("power_scaled"),
            hypotheses=(assumed.POWER_PRIOR,),
            text="Scaling changes every power w^(b - 1) by a factor alone, l^b: only as a measure, without any factor, "
            "is b = 0 singled out.",
            change="Every power, in place of one.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "log-uniform-prior/trained-weights",
        "The log-uniform prior and trained weights",
        "closely matches the real distributions of the weights in a trained network",
        Reading(
            "printed",
            measured("weights_log_uniform"),
            hypotheses=(assumed.CONVERGED,),
            text="d, the largest difference between the distribution of log|w| over a trained network's weights, "
            "between its 5 % and 95 % points, and the uniform law there, is at most a tenth.",
        ),
        rank=Rank.SENTENCE,
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
        "noise-model/local-approximation",
        "Closer to the real posterior by optimising",
        "p_{ŵ,α}(w|D) as being a local approximation of the real posterior p(w|D), that we are making closer by "
        "optimizing the parameters α",
        Reading(
            "printed",
            formula("closer"),
            hypotheses=(assumed.LOWER_LAGRANGIAN, assumed.PROPER_PRIOR, SUMS_TO_ONE, assumed.FINITELY_MANY_WEIGHTS),
            text="Of two laws p and q of the weights the one with the lower Lagrangian (3), at any beta, has the "
            "smaller divergence from the posterior l r/sum l r.",
        ),
        Reading(
            "intended",
            formula("divergence_from_the_posterior"),
            hypotheses=(assumed.PROPER_PRIOR, SUMS_TO_ONE, assumed.FINITELY_MANY_WEIGHTS),
            text="At beta = 1 the Lagrangian is the divergence from the posterior less the log evidence, which no law "
            "of the weights changes: what lowers one lowers the other.",
            change="beta = 1, as Remark 4.1 has it.",
            quote="For the particular choice β = 1, the IB Lagrangian reduces to the variational lower-bound",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "noise-model/no-further-assumption",
        "Defining the weights by their posterior",
        "define the random variable w through the specified posterior p_{ŵ,α}(w|D), so that no further assumption is "
        "required",
        Reading(
            "printed",
            formula("no_further_assumption"),
            hypotheses=(MIXTURE, PROBABILITIES),
            text="With posteriors p_d defined for every data set, the information (their mean divergence from their "
            "mixture q) is the mean divergence from the prior r that is assumed.",
        ),
        Reading(
            "repaired",
            formula("mutual_information_repaired"),
            hypotheses=(MIXTURE, PROBABILITIES),
            text="It is at most that: equality asks for the prior to be the mixture, which is a further assumption.",
            change="'At most' in place of '='.",
        ),
        rank=Rank.SENTENCE,
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
            "intended",
            formula("third_line_repaired"),
            hypotheses=(assumed.IMPROPER_PRIOR,),
            text="The next line has minus half the logarithm of alpha, which is minus the entropy.",
            change="The entropy enters with a minus sign.",
            quote="= −∑ 1/2 log(α_i) + const",
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
        "claim-1/reparametrization",
        "Divergences do not depend on the parameters",
        "the KL divergence is reparametrization invariant",
        Reading(
            "printed",
            formula("divergence_of_weights"),
            hypotheses=(assumed.DENSITIES,),
            text="The divergence of two densities of w > 0 is that of the two densities of log w.",
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
            "intended",
            formula("truncated_limit"),
            hypotheses=(assumed.LOG_UNIFORM_PRIOR, assumed.TRUNCATED),
            text="The posterior truncated to the prior's range is some version: as the range grows the divergences at "
            "two alphas differ as Claim 1 says.",
            change="The posterior is truncated, and differences in alpha are what has a limit.",
            quote="some version of the proposition holds in the limit of a → −∞ and b → +∞",
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
        "remark-4.3/additive-constant",
        "A constant does not move the optimum",
        "the optimization is unaffected by any additive constant",
        Reading(
            "printed",
            formula("constant_drops_out"),
            text="The Lagrangian's slope in alpha is the same with a constant added. Between networks with different "
            "numbers of weights C is no constant: it counts log of the prior's range for each of them.",
        ),
    ),
    stated(
        "remark-4.3/reparametrization",
        "Without the constant the expression depends on the parameters",
        "this expression is not reparametrization invariant without the constant C",
        Reading(
            "printed",
            formula("scaled_logarithm"),
            hypotheses=(assumed.ONE_WEIGHT_NOISE,),
            text="For h = log|w| scaled by k, as w^k has it, -1/2 log of the variance falls by log k.",
        ),
        Reading(
            "sharpened",
            formula("divergence_of_scaled"),
            hypotheses=(assumed.ONE_WEIGHT_NOISE, assumed.IMPROPER_PRIOR),
            text="With the constant it is invariant: the prior's density changes from c to c/k, and the divergence not "
            "at all (Remark 4.4's last sentence).",
            change="The constant is accounted for.",
        ),
    ),
    stated(
        "remark-4.3/relevant-only",
        "Where else the constant matters",
        "This is relevant only in the discussion on flat minima in Remark 4.4",
        Reading(
            "printed",
            formula("alpha_with_constant_printed"),
            hypotheses=(assumed.CLAIM_1_WITH_CONSTANT,),
            text="Proposition 7's alpha = exp(-2 I/dim(W)) is the same with any constant in I.",
        ),
        Reading(
            "repaired",
            formula("alpha_with_constant_repaired"),
            hypotheses=(assumed.CLAIM_1_WITH_CONSTANT,),
            text="It is exp(-2 (I - C)/dim(W)): every bound of section 5 in terms of I depends on C.",
            change="The constant is taken off before.",
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
            "intended",
            formula("offset_intended"),
            hypotheses=(assumed.QUADRATIC, assumed.ALPHA_VANISHES, assumed.CRITICAL_POINT),
            text="At the minimum that Proposition 5 speaks of the expected loss changes by 5/8 H w_hat^2 alpha^2 to "
            "leading order, one order less than what is kept.",
            change="'Ignored' to the order of the expansion, not 'the same'.",
            quote="ignored the offset α/2 in the mean of the log-normal distribution to simplify the exposition",
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
    stated(
        "footnote-6/off-a-critical-point",
        "The ignored offset off a critical point",
        "we have ignored the offset alpha/2 in the mean of the log-normal distribution to simplify the exposition",
        Reading(
            "printed",
            formula("offset_vanishes_printed"),
            hypotheses=(assumed.QUADRATIC, assumed.ALPHA_VANISHES),
            text="The change is of smaller order than alpha at any point.",
        ),
        Reading(
            "intended",
            formula("offset_vanishes_at_a_minimum"),
            hypotheses=(assumed.QUADRATIC, assumed.ALPHA_VANISHES, assumed.CRITICAL_POINT),
            text="At the minimum that Proposition 5 speaks of the change is of smaller order than alpha.",
            change="At a critical point.",
            quote="Let ŵ be a local minimum of the cross-entropy loss",
        ),
        Reading(
            "repaired",
            formula("offset_vanishes_repaired"),
            hypotheses=(assumed.QUADRATIC, assumed.ALPHA_VANISHES),
            text="Where the loss has a slope g it is g w_hat alpha/2, of the order of what is kept.",
            change="First order in alpha off a critical point.",
        ),
    ),
)
