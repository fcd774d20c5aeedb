"""Sections 4 and 6 of 2018: the information in the weights, its bounds, and what it says of generalisation."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Rank, Reading, Statement, statements_in
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES
from bounds.papers.achille_soatto_2017 import generalisation_hypotheses as of_laws
from bounds.papers.achille_soatto_2017 import hypotheses as before
from bounds.papers.achille_soatto_2018 import hypotheses as assumed
from bounds.papers.achille_soatto_2018.of_2017 import gone, of_2017, reading
from bounds.papers.achille_soatto_2018.unread import source_of

formula = formulas_in("bounds.papers.achille_soatto_2018.formulas.weights")
stated_4_1, stated_6, stated_7_1 = (statements_in(section) for section in ("4.1", "6", "7.1"))

STATEMENTS = (
    of_2017(
        "equation-8",
        "4",
        "proposition-4",
        "H_pq(y|x,w) = H(y|x,θ) + I(θ;y|x,w) + E KL(p(y|x,w) || q(y|x,w)) − I(y;w|x,θ)",
        printed="repaired",
    ),
    of_2017("section-4/sufficiency", "4", "equation-3/sufficiency", "to learn p_θ the weights need I(D;w) = I(D;θ)"),
    of_2017("section-4/entropy-bound", "4", "equation-3/entropy-bound", "I(D;θ) ≤ H(θ), a constant"),
    of_2017(
        "section-4/memorisation",
        "4",
        "equation-3/memorisation",
        "to overfit, I(y;w|x,θ) ≤ I(D;w|θ) must grow with N",
        printed="intended",
    ),
    stated_4_1(
        "section-4.1/compensation",
        "The information in the weights and a fixed prior",
        "E_D KL(q(w|D) || q(w)) + KL(q(w) || p(w)) = E_D KL(q(w|D) || p(w)) for every fixed p",
        Reading(
            "printed",
            formula("compensation"),
            hypotheses=(MIXTURE, PROBABILITIES),
            text="Over finitely many data sets d of probability pi_d with posteriors p_d, their mixture q, a prior r.",
        ),
        rank=Rank.SENTENCE,
    ),
    stated_4_1(
        "section-4.1/best-factorised-prior",
        "The best factorised prior",
        "among factorised priors the product of the marginals of q(w) is the sharpest",
        Reading(
            "printed",
            formula("best_factorised_prior"),
            hypotheses=(assumed.MARGINALS,),
            text="For two weights of law q with marginals a and b, against any prior r s.",
        ),
        rank=Rank.SENTENCE,
    ),
    of_2017("noise-model", "4.1", "noise-model", "ε ~ log N(−α/2, α) has variance exp(α) − 1"),
    of_2017("noise-model/mean", "4.1", "noise-model/mean", "ε ~ log N(−α/2, α) has mean 1"),
    of_2017("log-uniform-prior", "4.1", "log-uniform-prior/only", "c/|w| is the only scale-invariant prior"),
    of_2017(
        "proposition-4.1",
        "4.1",
        "claim-1/mutual-information",
        "I(w;D) ≤ Ĩ(w;D) = −1/2 Σ log α_i + C, C arbitrary",
        printed="repaired",
        rank=Rank.RESULT,
    ),
    of_2017("proposition-4.1/divergence", "4.1", "claim-1/kl", "Ĩ(w;D) = −1/2 Σ log α_i + C, C arbitrary"),
    gone(
        "remark-4.2",
        "4.1",
        ("remark-4.3",),
        "On the constant C",
        "C is set to 0; that a limit of proper priors gives it is no longer said",
        rank=Rank.REMARK,
    ),
    Statement(
        id="proposition-4.3",
        title="Flat minima have low information",
        section="4.3",
        rank=Rank.RESULT,
        quote="at a local minimum, I ≤ Ĩ ≤ 1/2 [log ||ŵ||² + log ||H||_* − K log(K² β/2)]",
        readings=(
            Reading(
                "printed",
                formula("flat_minima_as_transcribed"),
                hypotheses=(before.CURVATURES_POSITIVE,),
                text="With K in front of the last logarithm alone, at alpha_i = beta/(w_i^2 H_ii).",
            ),
            reading(
                "proposition-5/statement",
                "proved",
                "proved",
                text="The form that the derivation gives, with K in front of all.",
                change="K/2 in front of all three logarithms.",
            ),
            reading("proposition-5/statement", "repaired", "repaired", change="K/2 in front, and Taylor's 1/2."),
        ),
        earlier=("proposition-5/statement",),
        source=source_of("proposition-4.3"),
    ),
    of_2017(
        "section-4.3/converse",
        "4.3",
        "remark-4.4/not-vice-versa",
        "low information need not imply flatness",
        rank=Rank.SENTENCE,
    ),
    of_2017(
        "section-4.3/reparametrization",
        "4.3",
        "remark-4.3/reparametrization",
        "invariance to reparametrisation needs C",
        rank=Rank.SENTENCE,
    ),
    stated_6(
        "equation-7",
        "Information bounds generalisation",
        "λ > 1/2: E_D L_test(q) < (H_pq + λ L_max E_D KL(q(w|D) || p(w))) / (N (1 − 1/(2λ)))",
        Reading(
            "printed",
            formula("mcallester"),
            hypotheses=(assumed.LARGE_LAMBDA, of_laws.PRIOR_BEFORE_DATA, assumed.BOUNDED_LOSS, of_laws.ERRORS),
            text="With <=: over data sets d of N examples and weights v, of training loss e_dv and held-out loss t_v.",
        ),
        rank=Rank.SENTENCE,
    ),
    of_2017(
        "section-6/sharpest-prior",
        "6",
        "claim-1/mutual-information",
        "(7) is sharpest at the prior p(w) = q(w)",
        title="The sharpest prior",
        printed="repaired",
        new=True,
        rank=Rank.SENTENCE,
    ),
    stated_7_1(
        "section-7.1/random-labels",
        "Random labels",
        "y random: I(y;w|x,θ) = I(y;w) ≤ I(w;D)",
        Reading(
            "printed",
            Informational(
                goal=("I(y;w|x,theta) = I(y;w)",),
                given=("y _|_ (x,theta)", "(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w"),
            ),
            hypotheses=(before.FINITE, assumed.RANDOM_LABELS, before.LABELLED_DATA),
            text="What the weights hold of random labels given the inputs is what they hold of them alone.",
        ),
        Reading(
            "repaired",
            Informational(
                goal=("I(y;w|x,theta) <= I(w;D)", "I(y;w) <= I(w;D)"),
                given=("y _|_ (x,theta)", "(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w"),
            ),
            hypotheses=(before.FINITE, assumed.RANDOM_LABELS, before.LABELLED_DATA),
            text="Its conclusion, which holds of both sides apart.",
            change="No equality: w = x xor y holds all of y given x, and nothing of it alone.",
        ),
        rank=Rank.SENTENCE,
    ),
)
