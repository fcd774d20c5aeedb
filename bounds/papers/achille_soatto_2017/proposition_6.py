"""Section 5: Proposition 6, what one noisy layer passes on."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    ALPHA_GROWS,
    C_FINITE,
    GAUSSIAN_UNIT,
    INFORMATION_AFTER,
    INFORMATION_BEFORE,
    NO_ATOM,
    NOISE,
    ONE_UNIT,
    ROWS_GIVEN_X,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_6")

SECTION = "5 Duality of the Bottleneck"

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-6",
        title="Information and total correlation of a noisy layer",
        section=SECTION,
        quote="I(z;x) + TC(z) = -1/2 sum_i E_x log [ α̃_i Ŵ_i² · x² / (Ŵ_i · Cov(x) Ŵ_i + α̃_i Ŵ_i² · E(x²)) ]    (4)",
        readings=(
            Reading(
                name="printed",
                formula=formula("information_printed"),
                hypotheses=(NOISE, ONE_UNIT),
                text="The information of one unit is equation (4).",
                change="'Approximately Gaussian' is taken away: what is left is a claim about the information itself.",
            ),
            Reading(
                name="repaired",
                formula=formula("information_repaired"),
                hypotheses=(NOISE, ONE_UNIT, NO_ATOM),
                text="The information of one unit is equation (4) plus E J(z|x) - J(z), J the negentropy.",
                change="The two negentropies, by which z and z given x differ from Gaussians, are kept.",
            ),
        ),
    ),
    Statement(
        id="proposition-6/decomposition",
        title="Information plus total correlation is a sum over the units",
        section=SECTION,
        quote="I(z;x) + TC(z) = E_x KL(∏_k p(z_k|x) ‖ ∏_k p(z_k)) = sum_i E_x KL(p(z_i|x) ‖ p(z_i))",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z1,z2,z3;x) + TC(z1,z2,z3) = I(z1;x) + I(z2;x) + I(z3;x)",),
                    given=("TC(z1,z2,z3|x) = 0",),
                ),
                hypotheses=(ROWS_GIVEN_X,),
                text="For units that are independent given x; three stand for dim z.",
            ),
            Reading(
                name="sharpened",
                formula=Informational(
                    goal=("I(z1,z2,z3;x) + TC(z1,z2,z3) = I(z1;x) + I(z2;x) + I(z3;x) + TC(z1,z2,z3|x)",)
                ),
                text="Always, with the term TC(z|x), which is 0 if and only if the rows are independent given x.",
                change="The noise may be shared between rows, as in a convolution.",
            ),
        ),
    ),
    Statement(
        id="proposition-6/equation-4",
        title="Equation (4) is the divergence of two Gaussians",
        section=SECTION,
        quote="E_x KL(N(μ_0, σ_0²) ‖ N(μ_1, σ_1²)) = -1/2 E_x log [ α̃ ŵ² · x² / (ŵ · Cov(x) ŵ + α̃ ŵ² · E[x²]) ]",
        readings=(
            Reading(
                name="printed",
                formula=formula("divergence"),
                hypotheses=(NOISE, GAUSSIAN_UNIT),
                text="The mean divergence between Gaussians of z's moments.",
            ),
            Reading(
                name="sharpened",
                formula=formula("surrogate_in_rho"),
                hypotheses=(NOISE,),
                text="Equation (4) is 1/2 log(1 + rho/α̃) + c exactly.",
                change="The noise enters through rho/α̃ alone, the inputs' spread through c alone.",
            ),
        ),
    ),
    Statement(
        id="proposition-6/sigma-1",
        title="The variance of z",
        section=SECTION,
        quote="σ_1² = α̃ sum_i ŵ_i² E[x_i]² + sum_ij ŵ_i ŵ_j (E[x_i x_j] - E[x_i] E[x_j])",
        readings=(
            Reading(
                name="printed",
                formula=formula("variance_printed"),
                hypotheses=(NOISE,),
                text="With the square of the mean, E[x_i]².",
            ),
            Reading(
                name="repaired",
                formula=formula("variance_repaired"),
                hypotheses=(NOISE,),
                text="With the mean of the square, E[x_i²], as the page's next line has it.",
                change="E[x_i]² becomes E[x_i²].",
            ),
        ),
    ),
    Statement(
        id="proposition-6/kl-display",
        title="The divergence of two Gaussians, as typeset",
        section=SECTION,
        quote="1/2 E_x (α̃ ŵ² · x² + (ŵ · x - ŵ · E[x])²)/σ_1² - 1 - log σ_0²/σ_1²  =  -1/2 E_x log σ_0²/σ_1²",
        readings=(
            Reading(
                name="printed",
                formula=formula("divergence_as_typeset"),
                hypotheses=(NOISE, GAUSSIAN_UNIT),
                text="Without parentheses the display is twice equation (4), less 1/2.",
            ),
            Reading(
                name="repaired",
                formula=formula("divergence"),
                hypotheses=(NOISE, GAUSSIAN_UNIT),
                text="1/2 multiplies the whole bracket.",
                change="Parentheses around the three terms.",
            ),
        ),
    ),
    Statement(
        id="proposition-6/monotone-in-alpha",
        title="More noise, less information",
        section=SECTION,
        quote="In particular, I(z;x) + TC(z) is a monotone decreasing function of the weight variances α_i.",
        readings=(
            Reading(
                name="printed",
                formula=formula("information_decreases"),
                hypotheses=(NOISE, ALPHA_GROWS, INFORMATION_BEFORE, INFORMATION_AFTER, ONE_UNIT),
                text="The information itself falls as alpha grows.",
            ),
            Reading(
                name="repaired",
                formula=formula("surrogate_decreases"),
                hypotheses=(NOISE, C_FINITE),
                text="Equation (4) falls as α̃, and with it alpha, grows; strictly if and only if rho > 0.",
                change="The claim is about equation (4), not about the information.",
            ),
        ),
    ),
)
