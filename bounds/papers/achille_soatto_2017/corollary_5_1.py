"""Section 5: Corollary 5.1 (a stack of layers), T4 as its repaired form, and Remark 5.2."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    ATOM,
    CHAIN,
    EFFECTIVE_DIMENSIONS,
    EQUATION_4,
    EVERY_LAYER,
    GAUSSIAN_INPUTS,
    NO_ROW_SEES_ZEROS,
    POSITIVE_LAYER,
    RHO_EVERY_ROW,
    ROWS_GIVEN_INPUT,
    ROWS_GIVEN_X,
    STACK_NOISE,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.corollary_5_1")

SECTION = "5 Duality of the Bottleneck"

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="corollary-5.1",
        title="Multi-layer case",
        section=SECTION,
        quote="I(z_L;x) ≤ min_{k<L} { dim(z_k) [g(α^k) + 1] }, where α^k = exp{-I(W^k;D)/dim(W^k)}",
        readings=(
            Reading(
                name="printed",
                formula=formula("bound_printed"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER),
                text="With g as printed; the index starts at k = 0, where the page has no W^0.",
            ),
            Reading(
                name="repaired",
                formula=formula("bound_repaired"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER, ROWS_GIVEN_INPUT, RHO_EVERY_ROW, NO_ROW_SEES_ZEROS),
                text="T4: I(z_L;x) <= dim(z_{k+1}) [I_bar_k + exp(-2 I_bar_k) + c^k], c^k the mean of c over the rows.",
                change="dim(z_{k+1}) for dim(z_k), T3 for g + 1, and the layer's own c.",
            ),
            Reading(
                name="sharpened",
                formula=formula("bound_sharpened"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER, ROWS_GIVEN_INPUT, NO_ROW_SEES_ZEROS),
                text="T4 without a condition on rho: the sum over the rows of T3's first form.",
                change="Layers whose inputs are correlated or have a mean, as behind a ReLU.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/width",
        title="Which width counts",
        section=SECTION,
        quote="dim(z_k) [g(α^k) + 1]",
        readings=(
            Reading(
                name="printed",
                formula=formula("width_printed"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER, ROWS_GIVEN_INPUT, RHO_EVERY_ROW, NO_ROW_SEES_ZEROS),
                text="The layer's input width times a bound on one unit that is true (T3).",
                change="All but the width is mended.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/plus-one",
        title="One nat for c",
        section=SECTION,
        quote="[g(α^k) + 1]",
        readings=(
            Reading(
                name="printed",
                formula=formula("plus_one_printed"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER, ROWS_GIVEN_INPUT),
                text="With g's sign and the width mended.",
                change="All but '+1' is mended.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/atom",
        title="Layers whose inputs can all be zero",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=formula("bound_beside_atom"),
                hypotheses=(STACK_NOISE, CHAIN, EVERY_LAYER, ROWS_GIVEN_INPUT, RHO_EVERY_ROW, NO_ROW_SEES_ZEROS, ATOM),
                text="T4 behind a ReLU: Hb(q) + (1 - q) times the bound given z_k != 0.",
                change="c is infinite where z_k = 0 has a probability; the atom is counted apart.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/hypotheses",
        title="Proposition 7's hypotheses at the next layer",
        section=SECTION,
        quote="I(W^k z_k; z_k) is exactly the quantity we bounded in Proposition 7",
        readings=(
            Reading(
                name="printed",
                formula=formula("uncorrelated_outputs"),
                hypotheses=(STACK_NOISE, POSITIVE_LAYER),
                text="The components of z_1 are uncorrelated, as Proposition 7 asks of its inputs.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/data-processing",
        title="The chain of data processing inequalities",
        section=SECTION,
        quote="I(z_L;x) ≤ min_{k<L} I(z_{k+1};z_k)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z3;x) <= I(z1;x)", "I(z3;x) <= I(z2;z1)", "I(z3;x) <= I(z3;z2)"),
                    given=("x -> z1 -> z2 -> z3",),
                ),
                hypotheses=(CHAIN,),
                text="True, weakly; three layers stand for L.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/shared-noise",
        title="Rows that share their noise",
        section=SECTION,
        quote="I(z_{k+1};z_k) … is exactly the quantity we bounded in Proposition 7",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",)),
                text="A layer's information is at most its units', whatever their noise, as for a convolution.",
                change="Read for layers whose rows are not independent given their input.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",), given=("TC(z1,z2|x) = 0",)),
                hypotheses=(ROWS_GIVEN_X,),
                text="At most the units' sum where the rows are independent given the input.",
                change="Independence given the input is asked for.",
            ),
        ),
    ),
    Statement(
        id="remark-5.2",
        title="Tightness",
        section=SECTION,
        quote="While the bound in Proposition 7 was tight, the bound in the multilayer case is not.",
        readings=(
            Reading(
                name="printed",
                formula=formula("tightness"),
                hypotheses=(EQUATION_4, GAUSSIAN_INPUTS, EFFECTIVE_DIMENSIONS),
                text="Upper and lower bound on equation (4) meet as D grows: their distance c is at most 1/D.",
            ),
        ),
    ),
)
