"""Section 5 of 2018: what one noisy layer, and a stack of them, pass on."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, statements_in
from bounds.papers.achille_soatto_2017 import hypotheses as before
from bounds.papers.achille_soatto_2018.of_2017 import of_2017, reading

formula = formulas_in("bounds.papers.achille_soatto_2018.formulas.layers")
stated = statements_in("5")

STATEMENTS = (
    of_2017(
        "proposition-5.1",
        "5",
        "proposition-6",
        "I(z;x) + TC(z) = −1/2 Σ E log(α̃ W²·x² / (W·Cov(x) W + α̃ W²·E x²)), marginals nearly Gaussian",
    ),
    of_2017("proposition-5.1/monotone", "5", "proposition-6/monotone-in-alpha", "it decreases in α"),
    stated(
        "proposition-5.2",
        "Uniform bound for one layer",
        "g(α) ≤ (I(x;z) + TC(z))/dim z ≤ g(α) + c, c = O(1/dim x) ≤ 1",
        earlier=("proposition-7",),
    ),
    of_2017("proposition-5.2/g", "5", "proposition-7/g", "g(α) = −1/2 log(1 − exp(−α))", printed="repaired"),
    stated(
        "proposition-5.2/increasing",
        "Whether g increases",
        "a strictly increasing function g(α)",
        Reading(
            "printed",
            formula("g_increases"),
            hypotheses=(before.ALPHA_GROWS,),
            text="The mended g at two alphas. (2017 has the same words of a g that does increase: mending its sign "
            "made them false.)",
        ),
        reading("proposition-7/g", "sharpened", "repaired", change="It strictly decreases in alpha."),
    ),
    of_2017("proposition-5.2/alpha-relation", "5", "proposition-7/alpha-relation", "α = exp(−I(W;D)/dim W)"),
    of_2017("proposition-5.2/lower-bound", "5", "proposition-7/lower-bound", "g(α) ≤ (I(x;z) + TC(z))/dim z"),
    of_2017(
        "proposition-5.2/upper-bound", "5", "proposition-7/upper-bound", "(I(x;z) + TC(z))/dim z ≤ g(α) + c, c ≤ 1"
    ),
    of_2017("proposition-5.2/upper-bound-rate", "5", "proposition-7/upper-bound-rate", "c = O(1/dim x)"),
    stated(
        "corollary-5.3",
        "Multi-layer case",
        "z_{k+1} = φ(W^k z_k): I(z_L;x) ≤ min_{k<L} dim(z_k) [g(α^k) + 1], α^k = exp(−I(W^k;D)/dim W^k)",
        Reading(
            "printed",
            formula("stack"),
            hypotheses=(before.STACK_NOISE, before.CHAIN, before.EVERY_LAYER),
            text="With the mended g of Proposition 5.2.",
        ),
        reading("corollary-5.1", "repaired", "repaired", change="dim(z_{k+1}), T3 for g + 1, and the layer's own c."),
        reading("corollary-5.1", "sharpened", "sharpened", change="Without a condition on rho."),
        earlier=("corollary-5.1",),
    ),
    of_2017("corollary-5.3/width", "5", "corollary-5.1/width", "dim(z_k) [g(α^k) + 1]"),
    of_2017("corollary-5.3/plus-one", "5", "corollary-5.1/plus-one", "[g(α^k) + 1]"),
    of_2017("remark-5.4", "5", "remark-5.2", "the bound of 5.2 is tight, that of 5.3 need not be"),
    of_2017("remark-5.4/last-layers", "5", "remark-5.2/last-layers", "the final layers let most information through"),
    stated("remark-5.5", "Training and test distributions", "no assumption that test and training laws agree"),
)
