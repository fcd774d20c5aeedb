"""Section 5: Proposition 6, what one noisy layer passes on."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_6")
stated = statements_in("5 Duality of the Bottleneck")

STATEMENTS = (
    stated(
        "proposition-6",
        "Information and total correlation of a noisy layer",
        "I(z;x) + TC(z) = -1/2 sum_i E_x log [ α̃_i Ŵ_i² · x² / (Ŵ_i · Cov(x) Ŵ_i + α̃_i Ŵ_i² · E(x²)) ]    (4)",
        Reading(
            "printed",
            formula("information_printed"),
            hypotheses=(assumed.NOISE, assumed.ONE_UNIT),
            text="The information of one unit is equation (4).",
            change="'Approximately Gaussian' is taken away: what is left is a claim about the information itself.",
        ),
        Reading(
            "intended",
            formula("divergence"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT),
            text="Where p(z) and p(z|x) are Gaussians of z's own moments, the information of one unit is equation (4).",
            change="The stated approximation is a hypothesis: a claim about the Gaussian surrogate.",
            quote="Further assume that the marginals of p(z) and p(z|x) are both approximately Gaussian",
        ),
        Reading(
            "repaired",
            formula("information_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_UNIT, assumed.NO_ATOM),
            text="The information of one unit is equation (4) plus E J(z|x) - J(z), J the negentropy.",
            change="The two negentropies, by which z and z given x differ from Gaussians, are kept.",
        ),
    ),
    stated(
        "proposition-6/total-correlation",
        "The information in the weights bounds total correlation",
        "the information in the weights bounds total correlation and minimality",
        Reading(
            "printed",
            Informational(
                goal=(
                    "TC(z1,z2,z3) <= I(z1;x) + I(z2;x) + I(z3;x)",
                    "I(z1,z2,z3;x) <= I(z1;x) + I(z2;x) + I(z3;x)",
                ),
                given=("TC(z1,z2,z3|x) = 0",),
            ),
            hypotheses=(assumed.ROWS_GIVEN_X,),
            text="Both are at most the sum of the units' informations, which T3 bounds by the weights'.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-6/central-limit",
        "Gaussian by the Central Limit Theorem",
        "approximately Gaussian (which is reasonable for large dim(x) by the Central Limit Theorem)",
        Reading(
            "printed",
            formula("excess_falls_printed"),
            hypotheses=(assumed.NOISE, sentence.EXCESS_OF_NOISE),
            text="The excess kurtosis of z given x is kappa sum a_i^4/(sum a_i^2)^2, a_i = w_i x_i, kappa that of one "
            "weight's noise: as for equal terms it is kappa/dim(x) at most.",
        ),
        Reading(
            "repaired",
            formula("excess_falls_repaired"),
            hypotheses=(assumed.NOISE, sentence.EXCESS_OF_NOISE, sentence.NO_TERM_DOMINATES),
            text="Where no term has more than r times the mean of the a_i^2 it is r kappa/dim(x) at most; one that "
            "dominates keeps z as far from Gaussian as one weight's noise, whatever dim(x) is.",
            change="No term dominates.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-6/central-limit-of-z",
        "Gaussian by the Central Limit Theorem: over the inputs",
        "the marginals of p(z) and p(z|x) are both approximately Gaussian (which is reasonable for large dim(x) by the "
        "Central Limit Theorem)",
        Reading(
            "printed",
            formula("excess_over_inputs"),
            hypotheses=(assumed.UNCORRELATED, sentence.EXCESS_OF_INPUTS, sentence.EQUAL_SHARES),
            text="Over uncorrelated inputs, each with the share 1/dim(x) of the variance of ŵ · x and an excess "
            "kurtosis of kappa at most, that of ŵ · x is kappa/dim(x) at most.",
        ),
        Reading(
            "repaired",
            formula("excess_falls_repaired"),
            hypotheses=(sentence.EXCESS_OF_INDEPENDENT_INPUTS, sentence.NO_TERM_DOMINATES),
            text="For independent inputs it is kappa sum a_i^4/(sum a_i^2)^2, a_i^2 = w_i^2 Var x_i, so at most r "
            "kappa/dim(x) where none of the a_i^2 has more than r times their mean.",
            change="Independent inputs, of which none dominates: uncorrelated ones may all be large at once.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-6/monotone-in-alpha",
        "More noise, less information",
        "In particular, I(z;x) + TC(z) is a monotone decreasing function of the weight variances α_i.",
        Reading(
            "printed",
            formula("information_decreases"),
            hypotheses=(
                assumed.NOISE,
                assumed.ALPHA_GROWS,
                assumed.INFORMATION_BEFORE,
                assumed.INFORMATION_AFTER,
                assumed.ONE_UNIT,
            ),
            text="The information itself falls as alpha grows.",
        ),
        Reading(
            "intended",
            formula("surrogate_decreases"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT, assumed.C_FINITE),
            text="Under the stated Gaussian approximation the information is equation (4), which falls.",
            change="The stated approximation is a hypothesis.",
            quote="Further assume that the marginals of p(z) and p(z|x) are both approximately Gaussian",
        ),
        Reading(
            "repaired",
            formula("surrogate_decreases"),
            hypotheses=(assumed.NOISE, assumed.C_FINITE),
            text="Equation (4) falls as α̃, and with it alpha, grows; strictly if and only if rho > 0.",
            change="The claim is about equation (4), not about the information.",
        ),
    ),
    stated(
        "proposition-6/mu-1",
        "The mean of z",
        "μ_1 := E[z] = E[sum_i ε_i ŵ_i x_i] = sum_i ŵ_i E[x_i] = ŵ · E[x]",
        Reading(
            "printed",
            formula("mean"),
            hypotheses=(assumed.NOISE,),
            text="The noise has the mean 1.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/sigma-1",
        "The variance of z",
        "σ_1² = α̃ sum_i ŵ_i² E[x_i]² + sum_ij ŵ_i ŵ_j (E[x_i x_j] - E[x_i] E[x_j])",
        Reading(
            "printed",
            formula("variance_printed"),
            hypotheses=(assumed.NOISE,),
            text="With the square of the mean, E[x_i]².",
        ),
        Reading(
            "intended",
            formula("variance_repaired"),
            hypotheses=(assumed.NOISE,),
            text="With the mean of the square, E[x_i²], as the page's next line has it.",
            change="E[x_i]² becomes E[x_i²].",
            quote="= α̃ ŵ² · E[x²] + ŵ · Cov(x) ŵ",
        ),
        Reading(
            "repaired",
            formula("variance_repaired"),
            hypotheses=(assumed.NOISE,),
            text="With the mean of the square, E[x_i²], as the page's next line has it.",
            change="E[x_i]² becomes E[x_i²].",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/mu-0",
        "The mean of z given x",
        "μ_0 := E[z|x] = ŵ · x",
        Reading(
            "printed",
            formula("conditional_mean"),
            hypotheses=(assumed.NOISE,),
            text="The noise has the mean 1.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/sigma-0",
        "The variance of z given x",
        "σ_0² := var[z|x] = α̃ ŵ² · x²",
        Reading(
            "printed",
            formula("conditional_variance"),
            hypotheses=(assumed.NOISE,),
            text="E[z²|x] less the square of ŵ · x.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/equation-4",
        "Equation (4) is the divergence of two Gaussians",
        "E_x KL(N(μ_0, σ_0²) ‖ N(μ_1, σ_1²)) = -1/2 E_x log [ α̃ ŵ² · x² / (ŵ · Cov(x) ŵ + α̃ ŵ² · E[x²]) ]",
        Reading(
            "printed",
            formula("divergence"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT),
            text="The mean divergence between Gaussians of z's moments.",
        ),
        Reading(
            "sharpened",
            formula("surrogate_in_rho"),
            hypotheses=(assumed.NOISE,),
            text="Equation (4) is 1/2 log(1 + rho/α̃) + c exactly.",
            change="The noise enters through rho/α̃ alone, the inputs' spread through c alone.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/kl-display",
        "The divergence of two Gaussians, as typeset",
        "1/2 E_x (α̃ ŵ² · x² + (ŵ · x - ŵ · E[x])²)/σ_1² - 1 - log σ_0²/σ_1²  =  -1/2 E_x log σ_0²/σ_1²",
        Reading(
            "printed",
            formula("divergence_as_typeset"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT),
            text="Without parentheses the display is twice equation (4), less 1/2.",
        ),
        Reading(
            "intended",
            formula("divergence"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT),
            text="The divergence of two Gaussians, as the next line uses it.",
            change="Parentheses around the three terms.",
            quote="= −1/2 E_x log (α̃ ŵ² · x²)/(ŵ · Cov(x) ŵ + α̃ ŵ² · E[x²])",
        ),
        Reading(
            "repaired",
            formula("divergence"),
            hypotheses=(assumed.NOISE, assumed.GAUSSIAN_UNIT),
            text="1/2 multiplies the whole bracket.",
            change="Parentheses around the three terms.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-6/decomposition",
        "Information plus total correlation is a sum over the units",
        "I(z;x) + TC(z) = E_x KL(∏_k p(z_k|x) ‖ ∏_k p(z_k)) = sum_i E_x KL(p(z_i|x) ‖ p(z_i))",
        Reading(
            "printed",
            Informational(
                goal=("I(z1,z2,z3;x) + TC(z1,z2,z3) = I(z1;x) + I(z2;x) + I(z3;x)",), given=("TC(z1,z2,z3|x) = 0",)
            ),
            hypotheses=(assumed.ROWS_GIVEN_X,),
            text="For units that are independent given x; three stand for dim z.",
        ),
        Reading(
            "sharpened",
            Informational(goal=("I(z1,z2,z3;x) + TC(z1,z2,z3) = I(z1;x) + I(z2;x) + I(z3;x) + TC(z1,z2,z3|x)",)),
            text="Always, with the term TC(z|x), which is 0 if and only if the rows are independent given x.",
            change="The noise may be shared between rows, as in a convolution.",
        ),
        rank=Rank.LINE,
    ),
)
