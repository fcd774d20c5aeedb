"""Section 4: Proposition 5 (flat minima have low information), its lines one by one, T1, T1', T1'' and Remark 4.4."""

from bounds.claims.formula import formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.derivations.hypotheses import SMOOTH_LOSS, SYMMETRIC
from bounds.papers.achille_soatto_2017.hypotheses import (
    AVERAGED_CURVATURES_POSITIVE,
    CROSS_ENTROPY,
    CURVATURES_POSITIVE,
    ONE_WEIGHT_NOISE,
    QUADRATIC,
    RESCALED_LAYERS,
    SEMIDEFINITE,
    STATIONARY,
    TWO_RESCALED_LAYERS,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.proposition_5")

SECTION = "4 Learning minimal weights"

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-5",
        title="Flat minima have low information",
        section=SECTION,
        quote="for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB "
        "Lagrangian, we have I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="repaired",
                formula=formula("noise_averaged"),
                hypotheses=(SMOOTH_LOSS, STATIONARY, AVERAGED_CURVATURES_POSITIVE),
                text="T1: with c_i = E[w_i^2 H_ii(w)] the curvature averaged over the noise, any stationary alpha_i is "
                "beta/c_i, so I = 1/2 sum log(c_i/beta) <= (K/2) log(sum c_i / (K beta)): no Taylor expansion, no "
                "positive semidefinite Hessian, no critical point.",
                change="The curvature is averaged over the noise, and the bound is Jensen's inequality once.",
            ),
            Reading(
                name="sharpened",
                formula=formula("quadratic_from_above"),
                hypotheses=(QUADRATIC, CURVATURES_POSITIVE, STATIONARY),
                text="T1' from above: with a_i = w_i^2 H_ii, I = -1/2 sum log W0(beta/a_i) <= 1/2 sum log(1 + "
                "a_i/beta).",
                change="The optimum for exact log-normal noise on a quadratic loss, weight by weight.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/lower-bound",
        title="Proposition 5 from below",
        section=SECTION,
        quote="The bound above is not tight",
        readings=(
            Reading(
                name="sharpened",
                formula=formula("quadratic_from_below"),
                hypotheses=(QUADRATIC, CURVATURES_POSITIVE, STATIONARY),
                text="T1' from below: 1/2 sum log(a_i/beta) <= I = -1/2 sum log W0(beta/a_i).",
                change="A lower bound, which the page does not give.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement",
        title="Proposition 5 with its own alpha",
        section=SECTION,
        quote="I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("bound_printed"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii), with the printed factor K before the last "
                "logarithm.",
            ),
            Reading(
                name="proved",
                formula=formula("bound_proved"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii), as the last line of the proof has it.",
                change="Without the extra factor K before the last logarithm.",
            ),
            Reading(
                name="repaired",
                formula=formula("bound_repaired"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE),
                text="T1'' as a bound: I <= (K/2) [log ||w||^2 + log tr H - log(K^2 beta)] at alpha_i = beta/(w_i^2 "
                "H_ii).",
                change="Without the extra K, and with Taylor's 1/2: beta for beta/2.",
            ),
            Reading(
                name="sharpened",
                formula=formula("bound_sharpened"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE),
                text="T1'' with its gap: the bound exceeds I by exactly (K/2) [KL(u || w^2/||w||^2) + KL(u || h/tr "
                "H)], u uniform on the weights.",
                change="The slack is given exactly.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement-taylor-alpha",
        title="Proposition 5 with the second-order alpha",
        section=SECTION,
        quote="I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("printed_bound_at_taylor_alpha"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE),
                text="The printed bound at alpha_i = beta/(w_i^2 H_ii), the optimum with Taylor's 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/statement-lognormal-optimum",
        title="Proposition 5 with the exact optimum",
        section=SECTION,
        quote="for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log ||w||^2 + log ||H||_* - K log(K^2 "
        "beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("printed_bound_at_optimum"),
                hypotheses=(SEMIDEFINITE, CURVATURES_POSITIVE, QUADRATIC),
                text="The printed bound at the optimum for exact log-normal noise on a quadratic loss.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/second-order",
        title="Proposition 5, second-order expansion",
        section=SECTION,
        quote="L = E[H_0 + [(h - h_0) . w]^T H [(h - h_0) . w] - beta/2 sum log alpha_i]",
        readings=(
            Reading(
                name="printed",
                formula=formula("second_order_printed"),
                hypotheses=(QUADRATIC,),
                text="The loss rises by (h - h_0)^2 w^2 H to second order in h = log w.",
            ),
            Reading(
                name="repaired",
                formula=formula("second_order_repaired"),
                hypotheses=(QUADRATIC,),
                text="The loss rises by half of (h - h_0)^2 w^2 H.",
                change="Taylor's 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/alpha-i",
        title="Proposition 5, the optimal alpha",
        section=SECTION,
        quote="Optimizing w.r.t. alpha_i we get alpha_i = beta / (2 w_i^2 H_ii)",
        readings=(
            Reading(
                name="printed",
                formula=formula("optimal_alpha_printed"),
                hypotheses=(CURVATURES_POSITIVE,),
                text="The slope in alpha of the second-order Lagrangian vanishes at alpha = beta/(2a), a = w_i^2 H_ii.",
            ),
            Reading(
                name="repaired",
                formula=formula("optimal_alpha_repaired"),
                hypotheses=(CURVATURES_POSITIVE,),
                text="It vanishes at alpha = beta/a, twice the printed value: the page overstates I by (K/2) log 2.",
                change="Taylor's 1/2: alpha_i = beta/(w_i^2 H_ii).",
            ),
            Reading(
                name="sharpened",
                formula=formula("optimal_alpha_sharpened"),
                hypotheses=(CURVATURES_POSITIVE, QUADRATIC),
                text="T1': for exact log-normal noise on a quadratic loss the slope vanishes at alpha = W0(beta/a).",
                change="Exact log-normal noise, no expansion.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/noise-averaged-curvature",
        title="Proposition 5 without Taylor expansion",
        section=SECTION,
        quote="can compute the expectation exactly as L = H_0 + sum alpha_i w_i^2 H_ii - beta/2 sum log alpha_i",
        readings=(
            Reading(
                name="repaired",
                formula=formula("generator"),
                hypotheses=(SMOOTH_LOSS, ONE_WEIGHT_NOISE),
                text="T1: mean-one log-normal noise is geometric Brownian motion at time alpha, so the expected loss "
                "changes with alpha_i at half of E[w_i^2 H_ii(w)] (L stands for the loss averaged over the other "
                "weights).",
                change="The curvature averaged over the noise replaces the Hessian at w_hat, with the factor 1/2.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/proof-last-line",
        title="Proposition 5, last line of its proof",
        section=SECTION,
        quote="by Jensen's inequality, I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) - log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("bound_proved"),
                hypotheses=(CURVATURES_POSITIVE,),
                text="At the printed alpha_i = beta/(2 w_i^2 H_ii).",
            ),
        ),
    ),
    Statement(
        id="proposition-5/proof-last-line-lognormal-optimum",
        title="Proposition 5, last line of its proof at the exact optimum",
        section=SECTION,
        quote="for the optimal choice of the posterior [...] I(w;D) <= 1/2 K [log(sum w_i^2) + log(sum H_ii) "
        "- log(K^2 beta/2)]",
        readings=(
            Reading(
                name="printed",
                formula=formula("last_line_at_optimum"),
                hypotheses=(CURVATURES_POSITIVE, QUADRATIC),
                text="The last line at the optimum for exact log-normal noise on a quadratic loss, alpha_i = "
                "W0(beta/a_i).",
            ),
        ),
    ),
    Statement(
        id="proposition-5/optimal-posterior",
        title="Proposition 5, existence of an optimal posterior",
        section=SECTION,
        quote="for the optimal choice of the posterior w|D = eps . w_hat centered at w_hat that optimizes the IB "
        "Lagrangian",
        readings=(
            Reading(
                name="printed",
                formula=formula("has_infimum"),
                hypotheses=(CROSS_ENTROPY, ONE_WEIGHT_NOISE),
                text="For the cross-entropy log(1 + e^w) of one example with one weight, the Lagrangian stays bounded "
                "below as alpha grows, as it must where an optimal alpha exists.",
            ),
        ),
    ),
    Statement(
        id="proposition-5/nuclear-norm",
        title="Proposition 5, trace and nuclear norm",
        section=SECTION,
        quote="log(sum_i H_ii) = log(||H||_*)",
        readings=(
            Reading(
                name="printed",
                formula=formula("trace_is_norm"),
                hypotheses=(SYMMETRIC,),
                text="The trace of the Hessian is its nuclear norm (lambda are its eigenvalues).",
            ),
            Reading(
                name="repaired",
                formula=formula("absolute_diagonal"),
                hypotheses=(SYMMETRIC,),
                text="sum |H_ii| <= ||H||_*, with H_ii = sum_k lambda_k q_ik and q_ik the squared entries of the "
                "eigenvectors: the bound holds for the chosen alpha_i = beta/(w_i^2 |H_ii|), not for an optimum.",
                change="An inequality, for the absolute diagonal.",
            ),
            Reading(
                name="sharpened",
                formula=formula("positive_diagonal"),
                hypotheses=(SYMMETRIC,),
                text="The positive diagonal entries add up to at most (||H||_* + tr H)/2.",
                change="Negative curvature does not count.",
            ),
        ),
    ),
    Statement(
        id="remark-4.4",
        title="Information does not change under rescaling",
        section=SECTION,
        quote="the information in the weights is invariant to reparametrization [...] Increasing the flatness of a "
        "minimum decreases the information in the weights, but not vice-versa",
        readings=(
            Reading(
                name="printed",
                formula=formula("rescaled"),
                hypotheses=(CURVATURES_POSITIVE, RESCALED_LAYERS),
                text="sum log(w_i^2 H_ii), and with it I at alpha_i = beta/(w_i^2 H_ii), is unchanged when a ReLU "
                "network's layers are rescaled.",
            ),
        ),
    ),
    Statement(
        id="remark-4.4/flatness",
        title="Flatness changes under rescaling",
        section=SECTION,
        quote="flatness, that has been empirically associated with generalization but is not parametrization-invariant",
        readings=(
            Reading(
                name="printed",
                formula=formula("flatness_moves"),
                hypotheses=(CURVATURES_POSITIVE, TWO_RESCALED_LAYERS),
                text="||w||^2 ||H||_* grows without bound under a rescaling that leaves the network's function as it "
                "is: a sharp minimum can have low information.",
            ),
        ),
    ),
)
