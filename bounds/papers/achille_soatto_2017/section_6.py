"""Sections 6.2 and 6.3: what is measured of a nuisance, the discriminator, what a reconstruction maximises."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SUMS_TO_ONE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_6")
formula_of_section_5 = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_6")
stated_6_2, stated_6_3 = statements_in("6.2"), statements_in("6.3")

STATEMENTS = (
    stated_6_2(
        "section-6.2",
        "Measuring nuisance invariance with a discriminator",
        "we can use D to estimate the log-likelihood ratio, and so also the mutual information I(z;n)",
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/less-information",
        "Less information in the weights, less of the nuisance",
        "by decreasing I(w;D) [...] the learned representation will be increasingly minimal, and therefore insensitive "
        "to nuisance factors n, as measured by I(z;n)",
        Reading(
            "printed",
            formula_of_section_5("information_decreases"),
            hypotheses=(
                assumed.NOISE,
                assumed.ALPHA_GROWS,
                assumed.INFORMATION_BEFORE,
                assumed.INFORMATION_AFTER,
                assumed.ONE_UNIT,
            ),
            text="With x itself the nuisance, I(z;n) = I(z;x) falls as alpha grows.",
        ),
        Reading(
            "repaired",
            formula("bound_falls"),
            hypotheses=(assumed.INFORMATION_IN_WEIGHTS,),
            text="T3's bound, with Ibar = 1/2 log 2 + s, falls with the information in the weights for every alpha up "
            "to 1/2: what falls is the bound.",
            change="The bound on the information, not the information.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/definition",
        "The information as a mean divergence",
        "by definition we have I(z;n) = E_{n ~ p(n)} KL(p(z|n) || p(z))",
        Reading(
            "printed",
            formula("mean_divergence"),
            hypotheses=(MIXTURE, PROBABILITIES),
            text="For nuisances d of probability pi_d, p_d(v) = p(z = v|d) and their mixture q(v) = p(z = v), the mean "
            "divergence is H(z) - H(z|n).",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/blind-discriminator",
        "A discriminator that cannot classify",
        "Intuitively, if the discriminator is not able to classify, it means that z is insensitive to changes of n.",
        Reading(
            "printed",
            Informational(goal=("I(b;z,n) = 0",), given=("d = f(z,n)", "I(d;b) = 0")),
            hypotheses=(assumed.FINITE, sentence.TO_CLASSIFY),
            text="A discriminator d of the pair that tells nothing of where the pair is from: so nothing does, and z "
            "is independent of n. One that is too weak, or looks at z alone, never tells anything.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(b;z,n) = 0",), given=("d = f(z,n)", "I(d;b) = 0", "(z,n) -> d -> b")),
            hypotheses=(assumed.FINITE, sentence.TO_CLASSIFY),
            text="The best discriminator keeps all that the pair tells of where it is from.",
            change="The discriminator is the optimal one.",
            quote="More formally, since the optimal discriminator is",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(d;b) <= I(b;z,n)",), given=("d = f(z,n)",)),
            hypotheses=(assumed.FINITE, sentence.TO_CLASSIFY),
            text="What any discriminator tells is a lower bound of how far z depends on n.",
            change="A bound from below, of any discriminator.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/discriminator",
        "The optimal discriminator",
        "the optimal discriminator is D*(z|x,n) = p(z|x) / (p(z|x) + p(z|x,n)) [...] therefore we can use D to "
        "estimate the log-likelihood ratio, and so also the mutual information I(z;n)",
        Reading(
            "printed",
            Informational(goal=("I(z;n|x) = I(z;n)",), given=("n -> x -> z",)),
            hypotheses=(assumed.FINITE,),
            text="The mean log-ratio log p(z|x,n)/p(z|x) of the printed discriminator is I(z;n|x); it would have to be "
            "I(z;n).",
        ),
        Reading(
            "intended",
            Informational(goal=("H(z) - H(z|n) = I(z;n)",), given=("n -> x -> z",)),
            hypotheses=(assumed.FINITE,),
            text="The discriminator that the page defines three lines above is told z and n alone; the mean log-ratio "
            "of D* = p(z)/(p(z)+p(z|n)) is I(z;n).",
            change="x is not behind the bars.",
            quote="tries to decide whether z is sampled from the posterior distribution p(z|n) or from the prior p(z)",
        ),
        Reading(
            "repaired",
            Informational(goal=("H(z) - H(z|n) = I(z;n)", "I(z;n) <= I(z;x)"), given=("n -> x -> z",)),
            hypotheses=(assumed.FINITE,),
            text="The mean of log p(z|n)/p(z), the log-ratio of D* = p(z)/(p(z)+p(z|n)), is I(z;n).",
            change="x is not behind the bars.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/optimum",
        "No discriminator does better",
        "since the optimal discriminator is D*(z|x,n) = p(z|x) / (p(z|x) + p(z|x,n))",
        Reading(
            "printed",
            formula("one_half_is_optimal"),
            hypotheses=(sentence.ANY_DISCRIMINATOR, sentence.PRINTED_RATIO),
            text="At one z, seen with the frequencies a = p(z) and b = p(z|n): the printed D* is 1/2, as p(z|x,n) is "
            "p(z|x), and no other D would have a smaller loss -a log D - b log(1 - D).",
        ),
        Reading(
            "intended",
            formula("share_is_optimal"),
            hypotheses=(sentence.ANY_DISCRIMINATOR,),
            text="Told z and n alone, as it is defined, no D has a smaller loss than D* = a/(a + b).",
            change="x is not behind the bars.",
            quote="tries to decide whether z is sampled from the posterior distribution p(z|n) or from the prior p(z)",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "section-6.2/log-ratio",
        "The log-ratio from the discriminator",
        "log p(z|n,x)/p(z|x) = log (1 − D*)/D*",
        Reading(
            "printed",
            formula("discriminator_ratio"),
            hypotheses=(assumed.PRINTED_DISCRIMINATOR,),
            text="Algebra that holds for any two likelihoods a, b > 0, for the printed ones too (whose ratio is 1).",
        ),
        Reading(
            "repaired",
            formula("discriminator_ratio"),
            hypotheses=(assumed.DISCRIMINATOR,),
            text="The same algebra for the likelihoods that matter, a = p(z) and b = p(z|n).",
            change="p(z) and p(z|n) in place of p(z|x) and p(z|x,n).",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_2(
        "footnote-8",
        "The input of the sigmoid",
        "if the output of D is given by a sigmoid, then the log-ratio is exactly the input of the sigmoid",
        Reading("printed", formula("sigmoid_printed"), hypotheses=(assumed.SIGMOID,), text="log (1-D)/D is u."),
        Reading(
            "repaired",
            formula("sigmoid_repaired"),
            hypotheses=(assumed.SIGMOID,),
            text="log (1-D)/D is -u.",
            change="The sign.",
        ),
    ),
    stated_6_2(
        "section-6.2/no-guarantees",
        "The approximation has no guarantees",
        "Notice however that this comes with no guarantees on the quality of the approximation.",
        Reading(
            "printed",
            formula("excess_loss_of_an_error"),
            hypotheses=(sentence.SEEN_WHOLE, sentence.TOO_SURE),
            text="The loss of this discriminator, on the left, exceeds the least by at most v/A, and its I(z;n) is off "
            "by v: however near to the least the loss is, the estimate may be as far off as one likes.",
        ),
        Reading(
            "sharpened",
            formula("variational_bound"),
            hypotheses=(SUMS_TO_ONE, sentence.JOINT_AND_APART),
            text="A guarantee on one side: for any u, E u less the logarithm of E e^u over pairs drawn apart is at "
            "most I(z;n).",
            change="The log-ratio u is normed; then it never says too much.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_3(
        "section-6.3",
        "Visualising the representation",
        "E log p(x̂|z) = E log p(z|x̂) + E log p(x̂) + C",
        Reading(
            "printed",
            formula("bayes"),
            hypotheses=(SUMS_TO_ONE, assumed.BAYES_TERMS),
            text="Bayes' rule under the generator's law p: a = p(z|x̂), b = p(x̂) for every x̂, and C = -log p(z) does "
            "not depend on the generator.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_3(
        "section-6.3/objective",
        "The modified gain function",
        "E log p(x̂|z) + H(p(x̂)) = E log p(z|x̂) + KL(q(x̂) || p(x̂)) + C",
        Reading(
            "printed",
            formula("objective_printed"),
            hypotheses=(assumed.PRIOR_AND_MARGINAL,),
            text="With the first display taken off, E_q log p + H(p) = KL(q||p) up to a constant, which q = p shows to "
            "be 0.",
        ),
        Reading(
            "repaired",
            formula("objective_repaired"),
            hypotheses=(assumed.PRIOR_AND_MARGINAL,),
            text="E_q log p + H(q) = -KL(q||p).",
            change="The divergence enters with a minus sign, and the entropy is that of q.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_3(
        "section-6.3/exploration",
        "The added entropy improves exploration",
        "differs from the amortized MAP only by a term H(p(x̂)), which has the positive effect of improving the "
        "exploration of the reconstruction",
        Reading(
            "printed",
            formula("prior_gains_most"),
            hypotheses=(SUMS_TO_ONE, sentence.ANY_IMAGE),
            text="The generator q = p, which explores all that the prior has, gains E_q log p + H(p) = 0; one that "
            "makes a single image, x̂_0, gains log p_0 + H(p). No generator changes H(p), so the likeliest image gains "
            "most.",
        ),
        Reading(
            "intended",
            formula("no_generator_gains_more"),
            hypotheses=(assumed.LAWS,),
            text="The entropy of what is generated: E_q log p + H(q) = -KL(q||p) is largest, 0, for q = p.",
            change="H(q) in place of H(p).",
            quote="which has the positive effect of improving the exploration of the reconstruction",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_6_3(
        "section-6.3/gan",
        "The divergence from a discriminator",
        "the term KL(q(x̂) || p(x̂)), which can be estimated easily using the discriminator network of a GAN",
        Reading(
            "printed",
            formula("divergence_from_discriminator"),
            hypotheses=(assumed.PRIOR_AND_MARGINAL, sentence.OPTIMAL_GAN),
            text="The mean log-ratio of the optimal discriminator over generated images is the divergence, exactly.",
        ),
        rank=Rank.SENTENCE,
    ),
)
