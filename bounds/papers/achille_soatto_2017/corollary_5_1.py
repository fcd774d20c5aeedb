"""Section 5: Corollary 5.1 (a stack of layers), T4 as its repaired form, and Remark 5.2."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.corollary_5_1")
stated = statements_in("5 Duality of the Bottleneck")

STATEMENTS = (
    stated(
        "corollary-5.1",
        "Multi-layer case",
        "I(z_L;x) ≤ min_{k<L} { dim(z_k) [g(α^k) + 1] }, where α^k = exp{-I(W^k;D)/dim(W^k)}",
        Reading(
            "printed",
            formula("bound_printed"),
            hypotheses=(assumed.STACK_NOISE, assumed.CHAIN, assumed.EVERY_LAYER),
            text="With g as printed; the index starts at k = 0, where the page has no W^0.",
        ),
        Reading(
            "repaired",
            formula("bound_repaired"),
            hypotheses=(
                assumed.STACK_NOISE,
                assumed.CHAIN,
                assumed.EVERY_LAYER,
                assumed.ROWS_GIVEN_INPUT,
                assumed.RHO_EVERY_ROW,
                assumed.NO_ROW_SEES_ZEROS,
                assumed.CLAIM_1,
                assumed.ROW_MEAN_OF_C,
            ),
            text="T4: I(z_L;x) <= dim(z_{k+1}) [I_bar_k + exp(-2 I_bar_k) + c^k], c^k the mean of c over the rows.",
            change="dim(z_{k+1}) for dim(z_k), T3 for g + 1, and the layer's own c.",
        ),
        Reading(
            "sharpened",
            formula("bound_sharpened"),
            hypotheses=(
                assumed.STACK_NOISE,
                assumed.CHAIN,
                assumed.EVERY_LAYER,
                assumed.ROWS_GIVEN_INPUT,
                assumed.NO_ROW_SEES_ZEROS,
            ),
            text="T4 without a condition on rho: the sum over the rows of T3's first form.",
            change="Layers whose inputs are correlated or have a mean, as behind a ReLU.",
        ),
    ),
    stated(
        "corollary-5.1/nuisance-chain",
        "What the last layer tells of a nuisance",
        "low information in the weights implies invariance of the representation to nuisance variability",
        Reading(
            "printed",
            Informational(
                goal=("I(z3;n) + I(x;y) <= I(z3;x)",),
                given=("(y,n) -> x -> z1 -> z2 -> z3", "I(y;n) = 0", "I(z3;y) = I(x;y)"),
            ),
            hypotheses=(assumed.NUISANCE_OF_CHAIN,),
            text="Proposition 1 at the last layer of a stack, whatever lies between; three layers stand for L.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "corollary-5.1/invariance",
        "Low information in the weights implies invariance",
        "the information in the weights bounds total correlation and minimality, therefore low information in the "
        "weights implies invariance of the representation to nuisance variability",
        Reading(
            "repaired",
            formula("invariance"),
            hypotheses=(
                assumed.STACK_NOISE,
                assumed.CHAIN,
                assumed.EVERY_LAYER,
                assumed.ROWS_GIVEN_INPUT,
                assumed.RHO_EVERY_ROW,
                assumed.NO_ROW_SEES_ZEROS,
                assumed.CLAIM_1,
                assumed.ROW_MEAN_OF_C,
                assumed.NUISANCE_OF_CHAIN,
            ),
            text="I(z_L;n) + I(x;y) <= dim(z_{k+1}) [I_bar_k + exp(-2 I_bar_k) + c^k]: what a sufficient z_L can tell "
            "of a nuisance is what T4 leaves beside the task.",
            change="T4 in place of Corollary 5.1's bound; the task's information is subtracted.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "corollary-5.1/width",
        "Which width counts",
        "dim(z_k) [g(α^k) + 1]",
        Reading(
            "printed",
            formula("width_printed"),
            hypotheses=(
                assumed.STACK_NOISE,
                assumed.CHAIN,
                assumed.EVERY_LAYER,
                assumed.ROWS_GIVEN_INPUT,
                assumed.RHO_EVERY_ROW,
                assumed.NO_ROW_SEES_ZEROS,
                assumed.CLAIM_1,
                assumed.ROW_MEAN_OF_C,
            ),
            text="The layer's input width times a bound on one unit that is true (T3).",
            change="All but the width is mended.",
        ),
    ),
    stated(
        "corollary-5.1/cap",
        "No layer tells more than there is to know",
        "I(z_L;x) ≤ min_{k<L} { dim(z_k) [g(α^k) + 1] }",
        Reading(
            "sharpened",
            Informational(goal=("I(z3;x) <= H(x)", "I(z2;z1) <= H(z1)"), given=("x -> z1 -> z2 -> z3",)),
            hypotheses=(assumed.FINITE, assumed.CHAIN),
            text="At most the entropy of the inputs, log N for N equally likely ones: a bound above that says nothing.",
            change="A cap on every term of the minimum.",
        ),
    ),
    stated(
        "corollary-5.1/plus-one",
        "One nat for c",
        "[g(α^k) + 1]",
        Reading(
            "printed",
            formula("plus_one_printed"),
            hypotheses=(assumed.STACK_NOISE, assumed.CHAIN, assumed.EVERY_LAYER, assumed.ROWS_GIVEN_INPUT),
            text="With g = -log(1 - e^-α)/2 and dim(z_{k+1}): the 1 alone.",
            change="All but '+1' is mended.",
        ),
    ),
    stated(
        "corollary-5.1/atom",
        "Layers whose inputs can all be zero",
        "φ is any nonlinearity. Then, I(z_L;x) ≤ min_{k<L} { dim(z_k) [g(α^k) + 1] }",
        Reading(
            "sharpened",
            formula("bound_beside_atom"),
            hypotheses=(
                assumed.STACK_NOISE,
                assumed.CHAIN,
                assumed.EVERY_LAYER,
                assumed.ROWS_GIVEN_INPUT,
                assumed.RHO_EVERY_ROW,
                assumed.NO_ROW_SEES_ZEROS,
                assumed.CLAIM_1,
                assumed.ROW_MEAN_OF_C,
                assumed.ATOM,
            ),
            text="T4 behind a ReLU: Hb(q) + (1 - q) times the bound given z_k != 0.",
            change="c is infinite where z_k = 0 has a probability; the atom is counted apart.",
        ),
    ),
    stated(
        "corollary-5.1/data-processing",
        "The chain of data processing inequalities",
        "I(z_L;x) ≤ min_{k<L} I(z_{k+1};z_k)",
        Reading(
            "printed",
            Informational(
                goal=("I(z3;x) <= I(z1;x)", "I(z3;x) <= I(z2;z1)", "I(z3;x) <= I(z3;z2)"),
                given=("x -> z1 -> z2 -> z3",),
            ),
            hypotheses=(assumed.CHAIN,),
            text="True, weakly; three layers stand for L.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "corollary-5.1/deterministic",
        "A function can only lose information",
        "applying a deterministic function can only decrease the information",
        Reading(
            "printed",
            Informational(goal=("I(v;z) <= I(u;z)",), given=("v = f(u)",)),
            hypotheses=(assumed.FUNCTION_OF_OUTPUT,),
            text="For u = W z and v = phi(u): at most as much, and as much where phi loses nothing of z.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "corollary-5.1/hypotheses",
        "Proposition 7's hypotheses at the next layer",
        "I(W^k z_k; z_k) is exactly the quantity we bounded in Proposition 7",
        Reading(
            "printed",
            formula("uncorrelated_outputs"),
            hypotheses=(assumed.STACK_NOISE, assumed.POSITIVE_LAYER, assumed.UNCORRELATED),
            text="The components of z_1 are uncorrelated, as Proposition 7 asks of its inputs.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "corollary-5.1/shared-noise",
        "Rows that share their noise",
        "I(W^k z_k;z_k) is exactly the quantity we bounded in Proposition 7",
        Reading(
            "printed",
            Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",)),
            text="A layer's information is at most its units', whatever their noise, as for a convolution.",
            change="Read for layers whose rows are not independent given their input.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",), given=("TC(z1,z2|x) = 0",)),
            hypotheses=(assumed.ROWS_GIVEN_X,),
            text="Every weight has noise of its own, so rows are independent given their input.",
            change="The noise of the page's model, where no weight is used twice.",
            quote="ε_i ~ log N(−α_i/2, α_i) is IID multiplicative log-normal noise",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",), given=("TC(z1,z2|x) = 0",)),
            hypotheses=(assumed.ROWS_GIVEN_X,),
            text="At most the units' sum where the rows are independent given the input.",
            change="Independence given the input is asked for.",
        ),
    ),
    stated(
        "remark-5.2",
        "Tightness",
        "While the bound in Proposition 7 was tight, the bound in the multilayer case is not.",
        Reading(
            "printed",
            formula("tightness"),
            hypotheses=(assumed.EQUATION_4, assumed.GAUSSIAN_INPUTS, assumed.EFFECTIVE_DIMENSIONS),
            text="Upper and lower bound on equation (4) meet as D grows: their distance c is at most 1/D.",
        ),
    ),
    stated(
        "remark-5.2/multilayer",
        "The bound of several layers is not attained",
        "the bound in the multilayer case is not [tight]. [...] we do not know how much information about x will "
        "actually go through that bottleneck",
        Reading(
            "printed",
            Informational(goal=("x -> z1 -> z2", "I(z2;x) < I(z1;x)", "I(z2;x) < I(z2;z1)"), exists=("x", "z1", "z2")),
            hypotheses=(assumed.FINITE,),
            text="There are layers whose end tells less of x than each of them tells of the one below: the minimum "
            "over layers is not attained.",
        ),
    ),
    stated(
        "remark-5.2/last-layers",
        "The last layers keep most information",
        "In general, the last few layers will keep most information",
        Reading(
            "printed",
            Informational(goal=("I(z3;x) >= I(z1;x)",), given=("x -> z1 -> z2 -> z3",)),
            hypotheses=(assumed.CHAIN,),
            text="As a claim about I(z_k;x): the last layer tells as much of the input as the first.",
        ),
        Reading(
            "repaired",
            Informational(goal=("I(z3;x) <= I(z2;x)", "I(z2;x) <= I(z1;x)"), given=("x -> z1 -> z2 -> z3",)),
            hypotheses=(assumed.CHAIN,),
            text="By data processing I(z_k;x) never grows with k: the last layers tell least.",
            change="The direction: information about the input is lost, never won.",
        ),
    ),
    stated(
        "remark-5.2/first-layer",
        "The first layer drops most",
        "while the first layer will drop a larger amount",
        Reading(
            "printed",
            Informational(goal=("H(x) - I(z1;x) >= I(z1;x) - I(z2;x)",), given=("x -> z1 -> z2",)),
            hypotheses=(assumed.CHAIN,),
            text="The first layer drops at least what the second does.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("H(x) - I(z2;x) = (H(x) - I(z1;x)) + I(z1;x|z2)", "I(z1;x|z2) >= 0"), given=("x -> z1 -> z2",)
            ),
            hypotheses=(assumed.CHAIN,),
            text="What layers drop adds up, layer k's share is I(z_{k-1};x|z_k), and nothing says which is largest.",
            change="No order among the layers.",
        ),
    ),
)
