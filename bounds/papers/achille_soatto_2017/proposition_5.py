"""Section 4: Proposition 5 (flat minima have low information), its lines one by one, T1, T1' and T1''."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, statements_in
from bounds.derivations.hypotheses import SMOOTH_LOSS, SYMMETRIC
from bounds.papers.achille_soatto_2017 import hypotheses as assumed

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_5")
formula_of_flatness = formulas_in("bounds.papers.achille_soatto_2017.formulas.flatness")
stated = statements_in("4 Learning minimal weights")
SIGNED = ("w = f(h,s)", "h = g(w)", "s = l(w)")

STATEMENTS = (
    stated(
        "proposition-5",
        "Flat minima have low information",
        "for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB Lagrangian, "
        "we have I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        Reading(
            "repaired",
            formula("noise_averaged"),
            hypotheses=(SMOOTH_LOSS, assumed.STATIONARY, assumed.AVERAGED_CURVATURES_POSITIVE),
            text="T1: with c_i = E[w_i^2 H_ii(w)] the curvature averaged over the noise, any stationary alpha_i is "
            "beta/c_i, so I = 1/2 sum log(c_i/beta) <= (K/2) log(sum c_i / (K beta)): no Taylor expansion, no positive "
            "semidefinite Hessian, no critical point.",
            change="The curvature is averaged over the noise, and the bound is Jensen's inequality once.",
        ),
        Reading(
            "sharpened",
            formula("quadratic_from_above"),
            hypotheses=(assumed.QUADRATIC, assumed.CURVATURES_POSITIVE, assumed.STATIONARY),
            text="T1' from above: with a_i = w_i^2 H_ii, I = -1/2 sum log W0(beta/a_i) <= 1/2 sum log(1 + a_i/beta).",
            change="The optimum for exact log-normal noise on a quadratic loss, weight by weight.",
        ),
    ),
    stated(
        "proposition-5/one-alpha-a-layer",
        "Flat minima have low information, with one alpha a layer",
        "for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB Lagrangian",
        Reading(
            "repaired",
            formula("one_alpha_a_layer"),
            hypotheses=(SMOOTH_LOSS, assumed.STATIONARY, assumed.LAYERS_SHARE, assumed.LAYER_CURVATURES_POSITIVE),
            text="T1 for a shared noise: with C_l the sum of E[w_i^2 H_ii(w)] over the n_l weights of layer l, the "
            "stationary alpha of the layer is beta n_l/C_l, so I = 1/2 sum n_l log(C_l/(beta n_l)), which is at most "
            "(K/2) log(sum C_l/(beta K)), K the sum of the n_l.",
            change="All weights of a layer share their alpha, as in Corollary 5.1.",
        ),
    ),
    stated(
        "proposition-5/one-alpha",
        "Flat minima have low information, with one alpha for all weights",
        "I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        Reading(
            "repaired",
            formula("one_alpha"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="At the second-order optimum alpha = beta K / sum w_i^2 H_ii of a noise that all weights share, "
            "I <= (K/2) [log ||w||^2 + log tr H - log(K beta)], nearly attained where one weight has most of both "
            "norms: T1'' with its K^2 fails there.",
            change="One alpha for all weights, without the extra factor K, and K beta for the page's K^2 beta/2.",
        ),
    ),
    stated(
        "proposition-5/exactly",
        "Flat minima, exactly",
        "flat minima [...] These minima can be interpreted exactly as having low information I(w;D)",
        Reading(
            "printed",
            formula_of_flatness("flatter_with_less"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.SEMIDEFINITE, assumed.LESS_INFORMATION),
            text="Where the information is not larger, the nuclear norm is not larger.",
        ),
        Reading(
            "intended",
            formula_of_flatness("flatter"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.SEMIDEFINITE, assumed.FLATTER_EVERYWHERE),
            text="Flatter in every direction, no more information: one way alone.",
            change="From flatness to information, not back.",
            quote="Increasing the flatness of a minimum decreases the information in the weights, but not vice-versa",
        ),
        rank=Rank.SENTENCE,
    ),
    stated(
        "proposition-5/lower-bound",
        "Proposition 5 from below",
        "The bound above is not tight",
        Reading(
            "sharpened",
            formula("quadratic_from_below"),
            hypotheses=(assumed.QUADRATIC, assumed.CURVATURES_POSITIVE, assumed.STATIONARY),
            text="T1' from below: 1/2 sum log(a_i/beta) <= I = -1/2 sum log W0(beta/a_i).",
            change="A lower bound, which the page does not give.",
        ),
    ),
    stated(
        "proposition-5/statement",
        "Proposition 5 with its own alpha",
        "I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        Reading(
            "printed",
            formula("bound_printed"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="At the printed alpha_i = beta/(2 w_i^2 H_ii), with the printed factor K before the last logarithm.",
        ),
        Reading(
            "proved",
            formula("bound_proved"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="At the printed alpha_i = beta/(2 w_i^2 H_ii), as the last line of the proof has it.",
            change="Without the extra factor K before the last logarithm.",
        ),
        Reading(
            "repaired",
            formula("bound_repaired"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="T1'' as a bound: I <= (K/2) [log ||w||^2 + log tr H - log(K^2 beta)] at alpha_i = beta/(w_i^2 H_ii).",
            change="Without the extra K, and with Taylor's 1/2: beta for beta/2.",
        ),
        Reading(
            "sharpened",
            formula("bound_sharpened"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="T1'' with its gap: the bound exceeds I by exactly (K/2) [KL(u || w^2/||w||^2) + KL(u || h/tr H)], u "
            "uniform on the weights.",
            change="The slack is given exactly.",
        ),
    ),
    stated(
        "proposition-5/statement-taylor-alpha",
        "Proposition 5 with the second-order alpha",
        "I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        Reading(
            "printed",
            formula("printed_bound_at_taylor_alpha"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="The printed bound at alpha_i = beta/(w_i^2 H_ii), the optimum with Taylor's 1/2.",
        ),
        Reading(
            "intended",
            formula("last_line_at_taylor_alpha"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE),
            text="The last line of the proof, with beta/2, at that alpha: it exceeds the bound with beta by (K/2) log "
            "2.",
            change="Without the extra factor K before the last logarithm.",
            quote="1/2 K [log(sum w_i^2) + log(sum H_ii) - log(K^2 beta/2)]",
        ),
    ),
    stated(
        "proposition-5/statement-lognormal-optimum",
        "Proposition 5 with the exact optimum",
        "for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        Reading(
            "printed",
            formula("printed_bound_at_optimum"),
            hypotheses=(assumed.SEMIDEFINITE, assumed.CURVATURES_POSITIVE, assumed.QUADRATIC),
            text="The printed bound at the optimum for exact log-normal noise on a quadratic loss.",
        ),
        Reading(
            "repaired",
            formula("bound_at_optimum"),
            hypotheses=(assumed.QUADRATIC, assumed.CURVATURES_POSITIVE, assumed.STATIONARY),
            text="At that optimum I <= (K/2) log(1 + sum w_i^2 H_ii/(K beta)): Jensen's inequality once over T1' from "
            "above.",
            change="One is added inside the logarithm, and each curvature is weighed by its own weight.",
        ),
    ),
    stated(
        "proposition-5/optimal-posterior",
        "Proposition 5, existence of an optimal posterior",
        "for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB Lagrangian",
        Reading(
            "printed",
            formula("has_infimum"),
            hypotheses=(assumed.CROSS_ENTROPY, assumed.LOCAL_MINIMUM_AT_LOG_2, assumed.ONE_WEIGHT_NOISE),
            text="For the cross-entropy 2 log(1 + e^-w) + log(1 + e^w) of three examples with one weight, whose "
            "minimum is w_hat = log 2, the Lagrangian stays bounded below as alpha grows, as it must where an optimal "
            "alpha exists.",
        ),
        Reading(
            "intended",
            formula("has_second_order_optimum"),
            hypotheses=(assumed.CURVATURES_POSITIVE,),
            text="Of the Lagrangian to second order, as the proof takes it: at no alpha is it below its value at "
            "alpha = beta/a.",
            change="The second-order Lagrangian in place of the Lagrangian.",
            quote="we can approximate the IB Lagrangian to second order",
        ),
    ),
    stated(
        "proposition-5/sign",
        "Proposition 5, the signs of the weights",
        "we can ignore the sign of the weights since it is locally constant",
        Reading(
            "printed",
            Informational(goal=("I(w;D) = I(h;D)",), given=SIGNED),
            hypotheses=(assumed.FINITE,),
            text="With h = log|w| and s the signs: the information in the weights is that in their absolute values.",
        ),
        Reading(
            "intended",
            Informational(goal=("I(w;D) = I(h;D) + H(s|h)",), given=(*SIGNED, "s = k(D)")),
            hypotheses=(assumed.FINITE,),
            text="Multiplicative noise leaves every sign as training found it: what is ignored is H(s|h), which no "
            "alpha changes, K log 2 where signs are fair and tell nothing of h.",
            change="A constant is left out, as C is.",
            quote="since the optimization is unaffected by any additive constant",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/second-order",
        "Proposition 5, second-order expansion",
        "L = E[H_0 + [(h - h_0) . w]^T H [(h - h_0) . w] - beta/2 sum log alpha_i]",
        Reading(
            "printed",
            formula("second_order_printed"),
            hypotheses=(assumed.QUADRATIC,),
            text="The loss rises by (h - h_0)^2 w^2 H to second order in h = log w.",
        ),
        Reading(
            "repaired",
            formula("second_order_repaired"),
            hypotheses=(assumed.QUADRATIC,),
            text="The loss rises by half of (h - h_0)^2 w^2 H.",
            change="Taylor's 1/2.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/expectation",
        "Proposition 5, the expectation",
        "Therefore, can compute the expectation exactly as L = H_0 + sum alpha_i w_i^2 H_ii - beta/2 sum log alpha_i",
        Reading(
            "printed",
            formula("expected_form"),
            hypotheses=(assumed.TWO_WEIGHTS, assumed.NORMAL_LOGARITHMS),
            text="The mean of the quadratic form of the line before keeps its diagonal alone, at any curvature c "
            "between the two weights.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/noise-averaged-curvature",
        "Proposition 5 without Taylor expansion",
        "can compute the expectation exactly as L = H_0 + sum alpha_i w_i^2 H_ii - beta/2 sum log alpha_i",
        Reading(
            "repaired",
            formula("generator"),
            hypotheses=(SMOOTH_LOSS, assumed.ONE_WEIGHT_NOISE),
            text="T1: mean-one log-normal noise is geometric Brownian motion at time alpha, so the expected loss "
            "changes with alpha_i at half of E[w_i^2 H_ii(w)] (L stands for the loss averaged over the other weights).",
            change="The curvature averaged over the noise replaces the Hessian at w_hat, with the factor 1/2.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/alpha-i",
        "Proposition 5, the optimal alpha",
        "Optimizing w.r.t. alpha_i we get alpha_i = beta / (2 w_i^2 H_ii)",
        Reading(
            "printed",
            formula("optimal_alpha_printed"),
            hypotheses=(assumed.CURVATURES_POSITIVE,),
            text="The slope in alpha of the second-order Lagrangian vanishes at alpha = beta/(2a), a = w_i^2 H_ii.",
        ),
        Reading(
            "intended",
            formula("optimal_alpha_intended"),
            hypotheses=(assumed.CURVATURES_POSITIVE,),
            text="The slope of the Lagrangian as the line before displays it, whose loss rises by a alpha, vanishes "
            "there: the fault is that line's alone.",
            change="The displayed Lagrangian, which lacks Taylor's 1/2.",
            quote="L = H_0 + sum alpha_i w_i^2 H_ii - beta/2 sum log alpha_i",
        ),
        Reading(
            "repaired",
            formula("optimal_alpha_repaired"),
            hypotheses=(assumed.CURVATURES_POSITIVE,),
            text="It vanishes at alpha = beta/a, twice the printed value: the page overstates I by (K/2) log 2.",
            change="Taylor's 1/2: alpha_i = beta/(w_i^2 H_ii).",
        ),
        Reading(
            "sharpened",
            formula("optimal_alpha_sharpened"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.QUADRATIC),
            text="T1': for exact log-normal noise on a quadratic loss the slope vanishes at alpha = W0(beta/a).",
            change="Exact log-normal noise, no expansion.",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/proof-last-line",
        "Proposition 5, last line of its proof",
        "plugging it back in the expression for I(w;D), I(w;D) = 1/2 sum_i log(w_i^2) + log(H_ii) - log(beta/2). Now, "
        "by Jensen's inequality, we have I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) - log(K^2 beta/2)]",
        Reading(
            "printed",
            formula("bound_proved"),
            hypotheses=(assumed.CURVATURES_POSITIVE,),
            text="At the printed alpha_i = beta/(2 w_i^2 H_ii).",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/proof-last-line-lognormal-optimum",
        "Proposition 5, last line of its proof at the exact optimum",
        "for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) - log(K^2 "
        "beta/2)]",
        Reading(
            "printed",
            formula("last_line_at_optimum"),
            hypotheses=(assumed.CURVATURES_POSITIVE, assumed.QUADRATIC),
            text="The last line at the optimum for exact log-normal noise on a quadratic loss, alpha_i = W0(beta/a_i).",
        ),
        rank=Rank.LINE,
    ),
    stated(
        "proposition-5/nuclear-norm",
        "Proposition 5, trace and nuclear norm",
        "log(sum_i H_ii) = log(||H||_*)",
        Reading(
            "printed",
            formula("trace_is_norm"),
            hypotheses=(SYMMETRIC,),
            text="The trace of the Hessian is its nuclear norm (lambda are its eigenvalues).",
        ),
        Reading(
            "intended",
            formula("trace_is_norm"),
            hypotheses=(SYMMETRIC, assumed.LOCAL_MINIMUM),
            text="At the local minimum that the proposition speaks of no eigenvalue is negative.",
            change="w_hat is a local minimum, as the proposition says.",
            quote="Let ŵ be a local minimum of the cross-entropy loss",
        ),
        Reading(
            "repaired",
            formula("absolute_diagonal"),
            hypotheses=(SYMMETRIC,),
            text="sum |H_ii| <= ||H||_*, with H_ii = sum_k lambda_k q_ik and q_ik the squared entries of the "
            "eigenvectors: the bound holds for the chosen alpha_i = beta/(w_i^2 |H_ii|), not for an optimum.",
            change="An inequality, for the absolute diagonal.",
        ),
        Reading(
            "sharpened",
            formula("positive_diagonal"),
            hypotheses=(SYMMETRIC,),
            text="The positive diagonal entries add up to at most (||H||_* + tr H)/2.",
            change="Negative curvature does not count.",
        ),
        rank=Rank.LINE,
    ),
)
