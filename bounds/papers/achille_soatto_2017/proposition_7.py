"""Section 5: Proposition 7 and its footnote; T2 (how large c is) and T3 (the true information) as repaired forms."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    BOUNDED_INPUTS,
    CLAIM_1,
    CLAIM_1_WITHOUT_CONSTANT,
    CONSTANT,
    CONSTANT_IN_KAPPA,
    DIMENSION,
    GAUSSIAN_INPUTS,
    INDEPENDENT_SQUARES,
    INPUT_DIMENSION,
    INPUTS_IN_UNIT_INTERVAL,
    KURTOSIS,
    LEAST_SECOND_MOMENT,
    LOG_CONCAVE,
    NO_ATOM,
    NOISE,
    ONE_ALPHA,
    RHO,
    SMALL_BALL,
    UNCORRELATED,
    UNIT,
    ZERO_MEAN,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_7")

SECTION = "5 Duality of the Bottleneck"

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-7",
        title="Uniform bound for one layer",
        section=SECTION,
        quote="g(α) ≤ (I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c = O(1/dim(x)) ≤ 1, g(α) = log(1 - e^-α)/2",
        readings=(
            Reading(
                name="printed",
                formula=formula("bound_printed"),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="The upper bound with c at its largest, 1, for equation (4).",
            ),
            Reading(
                name="repaired",
                formula=formula("bound_repaired"),
                hypotheses=(NOISE, ONE_ALPHA, RHO, UNIT, CLAIM_1, NO_ATOM),
                text="T3: the true information of a unit is at most I_bar + exp(-2 I_bar) + c, in any dimension.",
                change="The true information; information per weight in place of g; the row's own c.",
            ),
            Reading(
                name="sharpened",
                formula=formula("bound_sharpened"),
                hypotheses=(NOISE, ONE_ALPHA, UNIT, NO_ATOM),
                text="T3 without a condition on rho = V/m.",
                change="Correlated inputs and inputs with a mean are covered.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/g",
        title="The function g",
        section=SECTION,
        quote="there is a strictly increasing function g(α) … g(α) = log(1 - e^-α)/2   [proof: 1/2 log(1 + α̃⁻¹)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("g_printed"),
                hypotheses=(NOISE, ONE_ALPHA),
                text="The proof's 1/2 log(1 + 1/α̃) is log(1 - e^-α)/2.",
            ),
            Reading(
                name="repaired",
                formula=formula("g_repaired"),
                hypotheses=(NOISE, ONE_ALPHA),
                text="The proof's 1/2 log(1 + 1/α̃) is -log(1 - e^-α)/2.",
                change="The sign.",
            ),
            Reading(
                name="sharpened",
                formula=formula("g_sharpened"),
                hypotheses=(NOISE, ONE_ALPHA),
                text="g'(alpha) = -1/(2 α̃) < 0: g falls as alpha grows, and grows with I(W;D) = -dim(W)/2 log alpha.",
                change="Decreasing in alpha, not increasing.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/alpha-relation",
        title="How alpha is related to the information in the weights",
        section=SECTION,
        quote="α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        readings=(
            Reading(
                name="printed",
                formula=formula("alpha_relation_printed"),
                hypotheses=(CLAIM_1_WITHOUT_CONSTANT,),
                text="Without the 2.",
            ),
            Reading(
                name="repaired",
                formula=formula("alpha_relation_repaired"),
                hypotheses=(CLAIM_1_WITHOUT_CONSTANT,),
                text="α = exp(-2 I(W;D)/dim W), by Claim 1.",
                change="The factor 2 that Claim 1's 1/2 needs.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/lower-bound",
        title="The lower bound, for equation (4)",
        section=SECTION,
        quote="g(α) ≤ (I(x;z) + TC(z))/dim(z)",
        readings=(
            Reading(
                name="printed",
                formula=formula("lower_bound"),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="With g's sign mended (a negative g says nothing); inputs may have a mean.",
            ),
            Reading(
                name="repaired",
                formula=formula("lower_bound"),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, ZERO_MEAN),
                text="For inputs of mean 0, where rho = 1.",
                change="E[x] = 0 is asked for; ReLU outputs have a positive mean and break the line.",
            ),
            Reading(
                name="sharpened",
                formula=formula("lower_bound_sharpened"),
                hypotheses=(NOISE, ONE_ALPHA),
                text="1/2 log(1 + rho/α̃), for any inputs.",
                change="rho = V/m takes the place of 1.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/upper-bound",
        title="The upper bound with c at most 1, for equation (4)",
        section=SECTION,
        quote="(I(x;z) + TC(z))/dim(z) ≤ g(α) + c, where c … ≤ 1",
        readings=(
            Reading(
                name="printed",
                formula=formula("upper_bound_printed"),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS),
                text="With g's sign mended.",
            ),
            Reading(
                name="repaired",
                formula=formula("upper_bound_repaired"),
                hypotheses=(NOISE, ONE_ALPHA),
                text="T2: c <= sum_i p_i c_i with c_i = 1/2 (log E x_i^2 - E log x_i^2), under any dependence.",
                change="Each input's own c_i, which an atom at zero makes infinite, takes the place of 1.",
            ),
            Reading(
                name="sharpened",
                formula=formula("upper_bound_sharpened"),
                hypotheses=(LOG_CONCAVE,),
                text="c <= 1/2 log 2 + gamma = 0.924 where every |x_i| has a log-concave density.",
                change="A class of inputs for which c <= 1 is true; an exponential |x| attains it.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/upper-bound-rate",
        title="c falls like 1/dim(x)",
        section=SECTION,
        quote="c = O(1/dim(x))",
        readings=(
            Reading(
                name="printed",
                formula=formula("rate_printed"),
                hypotheses=(UNCORRELATED, KURTOSIS, CONSTANT_IN_KAPPA),
                text="c <= C/dim(x) for every dim(x).",
            ),
            Reading(
                name="repaired",
                formula=formula("rate_repaired"),
                hypotheses=(INDEPENDENT_SQUARES, KURTOSIS, SMALL_BALL, DIMENSION),
                text="T2: c <= (2 log 2 - 1)(kappa - 1)/D + 1/2 Lambda exp(-D/(16 kappa)).",
                change="The effective dimension D, independent squares, and a small-ball condition through Lambda.",
            ),
            Reading(
                name="sharpened",
                formula=formula("rate_sharpened"),
                hypotheses=(GAUSSIAN_INPUTS, DIMENSION),
                text="T2 for independent Gaussian inputs: c <= 1/2 (log(D/2) - psi(D/2)).",
                change="The best constant for Gaussian inputs: equality where all p_i are equal.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/gaussian-floor",
        title="c is never smaller than for equal weights",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=formula("gaussian_floor"),
                hypotheses=(GAUSSIAN_INPUTS, INPUT_DIMENSION),
                text="T2 for independent Gaussian inputs, from below: c >= 1/2 (log(d/2) - psi(d/2)).",
                change="Not in the paper.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/true-information",
        title="The bound for the true information",
        section=SECTION,
        quote="(I(x;z) + TC(z))/dim(z) ≤ g(α) + c",
        readings=(
            Reading(
                name="printed",
                formula=formula("true_information_printed"),
                hypotheses=(NOISE, ONE_ALPHA, UNCORRELATED, KURTOSIS, UNIT),
                text="With g's sign mended and the row's own c, for the information itself.",
            ),
            Reading(
                name="repaired",
                formula=formula("true_information_repaired"),
                hypotheses=(NOISE, ONE_ALPHA, RHO, UNIT, NO_ATOM),
                text="T3: I(z_k;x) <= alpha - 1/2 log alpha + c where rho <= 1.",
                change="alpha - 1/2 log alpha takes the place of g.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/true-information-floor",
        title="The true information from below",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=formula("true_information_floor"),
                hypotheses=(NOISE, ONE_ALPHA, GAUSSIAN_INPUTS, UNIT),
                text="For independent Gaussian inputs of mean 0: I(z_k;x) >= I_G - alpha, with I_G = g + c.",
                change="Not in the paper.",
            ),
        ),
    ),
    Statement(
        id="proposition-7/per-weight-alpha",
        title="An alpha for every weight",
        section=SECTION,
        quote="α is related to I(w;D) by α = exp{-I(W;D)/dim(W)}",
        readings=(
            Reading(
                name="printed",
                formula=formula("per_weight_printed"),
                hypotheses=(NOISE, RHO, UNIT, NO_ATOM),
                text="The layer's mean information per weight, put into T3's one-alpha form.",
                change="Read for weights of different alpha, as the rest of the paper has them.",
            ),
            Reading(
                name="repaired",
                formula=formula("per_weight_repaired"),
                hypotheses=(NOISE, UNIT, NO_ATOM),
                text="T3 for noise that differs from weight to weight.",
                change="Every weight enters with its own alpha.",
            ),
        ),
    ),
    Statement(
        id="footnote-7",
        title="When the kurtosis is bounded",
        section=SECTION,
        quote="is always satisfied if the components x_i are IID, (sub-)Gaussian, or with uniformly bounded support",
        readings=(
            Reading(
                name="printed",
                formula=formula("fourth_moment_printed"),
                hypotheses=(INPUTS_IN_UNIT_INTERVAL, CONSTANT),
                text="Uniformly bounded support bounds E x^4/(E x^2)^2.",
            ),
            Reading(
                name="repaired",
                formula=formula("fourth_moment_repaired"),
                hypotheses=(BOUNDED_INPUTS, LEAST_SECOND_MOMENT),
                text="Bounded support and a second moment bounded below; IID needs a fourth moment.",
                change="A least second moment v is asked for.",
            ),
        ),
    ),
)
