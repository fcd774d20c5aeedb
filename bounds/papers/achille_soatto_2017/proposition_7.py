"""Section 5: Proposition 7 and its footnote; T2 (how large c is) and T3 (the true information) as repaired forms."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_7")
formula_of_terms = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_6")
stated = statements_in("5 Duality of the Bottleneck")

STATEMENTS = (
    stated(
        "proposition-7",
        "Uniform bound for one layer",
        "g(α) ≤ (I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c = O(1/dim(x)) ≤ 1, g(α) = log(1 - e^-α)/2",
        Reading(
            "printed",
            formula("bound_printed"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS),
            text="The upper bound with c at its largest, 1, for equation (4).",
        ),
        Reading(
            "repaired",
            formula("bound_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.RHO, assumed.UNIT, assumed.CLAIM_1, assumed.NO_ATOM),
            text="T3: the true information of a unit is at most I_bar + exp(-2 I_bar) + c, in any dimension.",
            change="The true information; information per weight in place of g; the row's own c.",
        ),
        Reading(
            "sharpened",
            formula("bound_sharpened"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNIT, assumed.NO_ATOM),
            text="T3 without a condition on rho = V/m.",
            change="Correlated inputs and inputs with a mean are covered.",
        ),
    ),
    stated(
        "proposition-7/lower-bound",
        "The lower bound, for equation (4)",
        "g(α) ≤ (I(x;z) + TC(z))/dim(z)",
        Reading(
            "printed",
            formula("lower_bound"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS),
            text="With g = -log(1 - e^-α)/2, the sign of the proof; inputs may have a mean.",
        ),
        Reading(
            "repaired",
            formula("lower_bound"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.ZERO_MEAN),
            text="For inputs of mean 0, where rho = 1.",
            change="E[x] = 0 is asked for; ReLU outputs have a positive mean and break the line.",
        ),
        Reading(
            "sharpened",
            formula("lower_bound_sharpened"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA),
            text="1/2 log(1 + rho/α̃), for any inputs.",
            change="rho = V/m takes the place of 1.",
        ),
    ),
    stated(
        "proposition-7/upper-bound",
        "The upper bound with c at most 1, for equation (4)",
        "(I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c [...] ≤ 1",
        Reading(
            "printed",
            formula("upper_bound_printed"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS),
            text="With g = -log(1 - e^-α)/2, the sign of the proof.",
        ),
        Reading(
            "repaired",
            formula("upper_bound_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA),
            text="T2: c <= sum_i p_i c_i with c_i = 1/2 (log E x_i^2 - E log x_i^2), under any dependence.",
            change="Each input's own c_i, which an atom at zero makes infinite, takes the place of 1.",
        ),
        Reading(
            "sharpened",
            formula("upper_bound_sharpened"),
            hypotheses=(assumed.LOG_CONCAVE,),
            text="c <= 1/2 log 2 + gamma = 0.924 where every |x_i| has a log-concave density.",
            change="A class of inputs for which c <= 1 is true; an exponential |x| attains it.",
        ),
    ),
    stated(
        "proposition-7/true-information",
        "The bound for the true information",
        "(I(x;z) + TC(z))/dim(z) ≤ g(α) + c",
        Reading(
            "printed",
            formula("true_information_printed"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS, assumed.UNIT),
            text="With g = -log(1 - e^-α)/2 and the row's own c, for the information itself.",
        ),
        Reading(
            "intended",
            formula("upper_bound_intended"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS),
            text="Under Proposition 6's approximation the information is equation (4): with g's sign mended and the "
            "row's own c it holds.",
            change="The information is equation (4), as in the first line of the proof.",
            quote="I(x; z) = −1/2 E_x log (α̃ ŵ² · x²)/(ŵ · Cov(x) ŵ + α̃ ŵ² · E[x²])",
        ),
        Reading(
            "repaired",
            formula("true_information_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.RHO, assumed.UNIT, assumed.NO_ATOM),
            text="T3: I(z_k;x) <= alpha - 1/2 log alpha + c where rho <= 1.",
            change="alpha - 1/2 log alpha takes the place of g.",
        ),
    ),
    stated(
        "proposition-7/true-information-floor",
        "The true information from below",
        "g(α) ≤ (I(x;z) + TC(z))/dim(z)",
        Reading(
            "sharpened",
            formula("true_information_floor"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.GAUSSIAN_INPUTS, assumed.UNIT),
            text="For independent Gaussian inputs of mean 0: I(z_k;x) >= I_G - alpha, with I_G = g + c.",
            change="Not in the paper.",
        ),
    ),
    stated(
        "proposition-7/upper-bound-rate",
        "c falls like 1/dim(x)",
        "c = O(1/dim(x))",
        Reading(
            "printed",
            formula("rate_printed"),
            hypotheses=(assumed.UNCORRELATED, assumed.KURTOSIS, assumed.CONSTANT_IN_KAPPA),
            text="c <= C/dim(x) for every dim(x).",
        ),
        Reading(
            "repaired",
            formula("rate_repaired"),
            hypotheses=(assumed.INDEPENDENT_SQUARES, assumed.KURTOSIS, assumed.SMALL_BALL, assumed.DIMENSION),
            text="T2: c <= (2 log 2 - 1)(kappa - 1)/D + 1/2 Lambda exp(-D/(16 kappa)).",
            change="The effective dimension D, independent squares, and a small-ball condition through Lambda.",
        ),
        Reading(
            "sharpened",
            formula("rate_sharpened"),
            hypotheses=(assumed.GAUSSIAN_INPUTS, assumed.DIMENSION),
            text="T2 for independent Gaussian inputs: c <= 1/2 (log(D/2) - psi(D/2)).",
            change="The best constant for Gaussian inputs: equality where all p_i are equal.",
        ),
    ),
    stated(
        "proposition-7/gaussian-floor",
        "c is never smaller than for equal weights",
        "c = O(1/dim(x))",
        Reading(
            "sharpened",
            formula("gaussian_floor"),
            hypotheses=(assumed.GAUSSIAN_INPUTS, assumed.INPUT_DIMENSION),
            text="T2 for independent Gaussian inputs, from below: c >= 1/2 (log(d/2) - psi(d/2)).",
            change="Not in the paper.",
        ),
    ),
    stated(
        "proposition-7/g",
        "The function g",
        "there is a strictly increasing function g(α) [...] g(α) = log(1 - e^-α)/2 [...] I(x;z) ≤ 1/2 log(1 + α̃⁻¹) + "
        "O(1/dim(x))",
        Reading(
            "printed",
            formula("g_printed"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA),
            text="The proof's 1/2 log(1 + 1/α̃) is log(1 - e^-α)/2.",
        ),
        Reading(
            "repaired",
            formula("g_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA),
            text="The proof's 1/2 log(1 + 1/α̃) is -log(1 - e^-α)/2.",
            change="The sign.",
        ),
        Reading(
            "sharpened",
            formula("g_sharpened"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA),
            text="g'(alpha) = -1/(2 α̃) < 0: g falls as alpha grows, and grows with I(W;D) = -dim(W)/2 log alpha.",
            change="Decreasing in alpha, not increasing.",
        ),
    ),
    stated(
        "proposition-7/alpha-relation",
        "How alpha is related to the information in the weights",
        "α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        Reading(
            "printed",
            formula("alpha_relation_printed"),
            hypotheses=(assumed.CLAIM_1_WITHOUT_CONSTANT,),
            text="Without the 2.",
        ),
        Reading(
            "repaired",
            formula("alpha_relation_repaired"),
            hypotheses=(assumed.CLAIM_1_WITHOUT_CONSTANT,),
            text="α = exp(-2 I(W;D)/dim W), by Claim 1.",
            change="The factor 2 that Claim 1's 1/2 needs.",
        ),
    ),
    stated(
        "proposition-7/increases-strictly",
        "More information in the weights, strictly more in the layer",
        "In particular, I(x;z) + TC(z) is tightly bounded by I(W;D) and increases strictly with it.",
        Reading(
            "printed",
            formula("increases_strictly"),
            hypotheses=(assumed.UNCORRELATED, assumed.KURTOSIS, assumed.ALPHA_GROWS),
            text="Equation (4), 1/2 log(1 + rho/α̃) + c, is smaller at the larger alpha, which has less I(W;D). Where "
            "w . x does not vary rho is 0, and nothing changes.",
        ),
        Reading(
            "repaired",
            formula("slope_in_noise"),
            hypotheses=(assumed.NOISE,),
            text="Its slope in α̃ is -rho/(2 α̃ (α̃ + rho)): strictly falling where rho > 0, so where w . x varies.",
            change="How much it changes, which is nothing for a constant input.",
        ),
    ),
    stated(
        "proposition-7/per-weight-alpha",
        "An alpha for every weight",
        "α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        Reading(
            "printed",
            formula("per_weight_printed"),
            hypotheses=(assumed.NOISE, assumed.RHO, assumed.UNIT, assumed.NO_ATOM),
            text="The layer's mean information per weight, put into T3's one-alpha form.",
            change="Read for weights of different alpha, as the rest of the paper has them.",
        ),
        Reading(
            "intended",
            formula("true_information_repaired"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.RHO, assumed.UNIT, assumed.NO_ATOM),
            text="The proposition has one alpha for all weights, and for one alpha T3 is that form.",
            change="One alpha for the layer.",
            quote="W = ε ⊙ Ŵ, where ε_{i,j} ~ log N(−α/2, α)",
        ),
        Reading(
            "repaired",
            formula("per_weight_repaired"),
            hypotheses=(assumed.NOISE, assumed.UNIT, assumed.NO_ATOM),
            text="T3 for noise that differs from weight to weight.",
            change="Every weight enters with its own alpha.",
        ),
    ),
    stated(
        "proposition-7/variance",
        "The variance of the mean weights' output",
        "since x is uncorrelated, we have ŵ · Cov(x) ŵ = sum_i w_i² (E[x_i²] - E[x_i]²) ≤ w² · E[x²]",
        Reading(
            "printed",
            formula("variance_below"),
            hypotheses=(assumed.UNCORRELATED,),
            text="V <= m, so rho <= 1.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-7/display",
        "The bound on the logarithm's denominator",
        "≤ −1/2 E_x log (α̃ ŵ² · x²)/((1 + α̃) ŵ² · E[x²]) = 1/2 log(1 + α̃⁻¹) − 1/2 E_x log [1 + ŵ² · (x² − E[x²])/(ŵ² · "
        "E[x²])]",
        Reading(
            "printed",
            formula("upper_bound_intended"),
            hypotheses=(assumed.NOISE, assumed.ONE_ALPHA, assumed.UNCORRELATED, assumed.KURTOSIS),
            text="Equation (4) is at most 1/2 log(1 + 1/α̃) + c, c = -1/2 E log s: the first is g with its sign mended.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "footnote-7",
        "When the kurtosis is bounded",
        "is always satisfied if the components x_i are IID, (sub-)Gaussian, or with uniformly bounded support",
        Reading(
            "printed",
            formula("fourth_moment_printed"),
            hypotheses=(assumed.INPUTS_IN_UNIT_INTERVAL, assumed.CONSTANT),
            text="Uniformly bounded support bounds E x^4/(E x^2)^2.",
        ),
        Reading(
            "repaired",
            formula("fourth_moment_repaired"),
            hypotheses=(assumed.BOUNDED_INPUTS, assumed.LEAST_SECOND_MOMENT),
            text="Bounded support and a second moment bounded below; IID needs a fourth moment.",
            change="A least second moment v is asked for.",
        ),
    ),
    stated(
        "footnote-7/iid",
        "IID inputs",
        "is always satisfied if the components x_i are IID",
        Reading(
            "printed",
            formula("heavy_tails"),
            hypotheses=(sentence.PARETO, sentence.CONSTANT_IN_T),
            text="Components that are IID with the density 3/x^4 for x >= 1, cut off at T: as T grows their second "
            "moment stays at most 3, their fourth grows without end. IID bounds no fourth moment.",
        ),
    ),
    stated(
        "footnote-7/gaussian",
        "Gaussian inputs",
        "is always satisfied if the components x_i are [...] Gaussian",
        Reading(
            "printed",
            formula("gaussian_fourth_moment"),
            hypotheses=(sentence.GAUSSIAN_COMPONENT,),
            text="For a Gaussian component of any mean E x^4 is at most 3 (E x^2)^2.",
        ),
    ),
    stated(
        "footnote-7/sub-gaussian",
        "Sub-Gaussian inputs",
        "is always satisfied if the components x_i are [...] (sub-)Gaussian",
        Reading(
            "printed",
            formula("rare_signs"),
            hypotheses=(sentence.RARE_SIGNS, sentence.CONSTANT_IN_P),
            text="A sign that is 0 but with the probability p is bounded, so sub-Gaussian, with E x^4/(E x^2)^2 = 1/p.",
        ),
        Reading(
            "repaired",
            formula("fourth_moment_repaired"),
            hypotheses=(assumed.BOUNDED_INPUTS, assumed.LEAST_SECOND_MOMENT),
            text="With a second moment of v at least, and bounded inputs, it is B^2/v at most.",
            change="A least second moment v is asked for.",
        ),
    ),
    stated(
        "proposition-7/kurtosis",
        "A bounded kurtosis bounds the squares",
        "since the kurtosis is bounded, there is some constant C such that for all i E(x_i² - E[x_i²])²/E[x_i²]² ≤ C",
        Reading(
            "printed",
            formula("squares_by_kurtosis"),
            hypotheses=(sentence.CENTRED_KURTOSIS,),
            text="With the kurtosis about the mean at most kappa, C = (kappa + 1 + sqrt((kappa - 1)(kappa + 3)))/2 "
            "does, whatever the mean: x^2 - E x^2 is (x - mu)^2 - Var x and 2 mu (x - mu), of deviations sqrt(kappa - "
            "1) Var x at most and 2 |mu| sqrt(Var x). Laws of two values attain it.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-7/variance-of-squares",
        "The variance of the weighted squares",
        "var ŵ² · (x² - E[x²])/(ŵ² · E[x²]) = sum_i ŵ_i⁴ E(x_i² - E[x_i²])² / (...)",
        Reading(
            "printed",
            formula("variance_of_squares"),
            hypotheses=(assumed.UNCORRELATED, assumed.KURTOSIS),
            text="The squares' variances add up where the components are uncorrelated.",
        ),
        Reading(
            "repaired",
            formula("variance_of_squares"),
            hypotheses=(assumed.SQUARES_UNCORRELATED,),
            text="They add up where the squares are uncorrelated.",
            change="The squares x_i² are uncorrelated, not the x_i.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-7/variance-rate",
        "The variance of the weighted squares falls like 1/dim(x)",
        "var ŵ² · (x² - E[x²])/(ŵ² · E[x²]) [...] ≤ C sum_i ŵ_i⁴ E[x_i²]² / (...) = O(1/dim(x))",
        Reading(
            "printed",
            formula_of_terms("excess_falls_printed"),
            hypotheses=(sentence.SHARES,),
            text="With a_i^2 = w_i^2 E[x_i^2] and kappa the constant C of the line before: C sum a_i^4/(sum a_i^2)^2 "
            "is C/dim(x) at most, as where all are equal.",
        ),
        Reading(
            "repaired",
            formula_of_terms("excess_falls_repaired"),
            hypotheses=(sentence.SHARES, sentence.NO_TERM_DOMINATES),
            text="It is r C/dim(x) at most where none of the a_i^2 has more than r times their mean.",
            change="No term dominates.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-7/from-the-variance",
        "From a low variance to the expectation of the logarithm",
        "check that the variance of the term inside the logarithm is low [...] Therefore, we can conclude I(x;z) ≤ 1/2 "
        "log(1 + α̃⁻¹) + O(1/dim(x))",
        Reading(
            "printed",
            formula("small_by_variance"),
            hypotheses=(sentence.TWO_VALUES, sentence.CONSTANT_IN_D),
            text="c = -1/2 E log s is C Var s at most, for s of mean 1: here s = δ with the probability p, and one "
            "other value. However low its variance, which is at most p/(1 - p), c is as large as one likes.",
        ),
        Reading(
            "repaired",
            formula("small_by_variance_and_floor"),
            hypotheses=(sentence.MEAN_ONE, sentence.FLOOR),
            text="c <= (r - 1 - log r)/(2 (1 - r)^2) Var s where s >= r > 0: laws of two values, r and one a little "
            "above 1, come as near as one likes.",
            change="The sum of squares stays away from 0.",
        ),
        rank=Rank.LINE,
    ),
)
