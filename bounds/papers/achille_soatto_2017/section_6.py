"""Sections 6.2 and 6.3: the discriminator, the sigmoid's input, what a reconstruction maximises."""

from bounds.claims.formula import Informational, formulas_in
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import (
    BAYES_TERMS,
    DISCRIMINATOR,
    FINITE,
    PRINTED_DISCRIMINATOR,
    PRIOR_AND_MARGINAL,
    SIGMOID,
)

formula = formulas_in("bounds.papers.achille_soatto_2017.formulas.section_6")

STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="section-6.2",
        title="Measuring nuisance invariance with a discriminator",
        section="6.2",
        quote="we can use D to estimate the log-likelihood ratio, and so also the mutual information I(z;n)",
    ),
    Statement(
        id="section-6.2/discriminator",
        title="The optimal discriminator",
        section="6.2",
        quote="D*(z|x,n) = p(z|x) / (p(z|x) + p(z|x,n)); its log-ratio estimates I(z;n)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(z;n|x) = I(z;n)",), given=("n -> x -> z",)),
                hypotheses=(FINITE,),
                text="The mean log-ratio log p(z|x,n)/p(z|x) of the printed discriminator is I(z;n|x); it would "
                "have to be I(z;n).",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("H(z) - H(z|n) = I(z;n)", "I(z;n) <= I(z;x)"), given=("n -> x -> z",)),
                hypotheses=(FINITE,),
                text="The mean of log p(z|n)/p(z), the log-ratio of D* = p(z)/(p(z)+p(z|n)), is I(z;n).",
                change="x is not behind the bars.",
            ),
        ),
    ),
    Statement(
        id="section-6.2/log-ratio",
        title="The log-ratio from the discriminator",
        section="6.2",
        quote="log p(z|n,x)/p(z|x) = log (1 − D*)/D*",
        readings=(
            Reading(
                name="printed",
                formula=formula("discriminator_ratio"),
                hypotheses=(PRINTED_DISCRIMINATOR,),
                text="Algebra that holds for any two likelihoods a, b > 0, for the printed ones too (whose ratio "
                "is 1).",
            ),
            Reading(
                name="repaired",
                formula=formula("discriminator_ratio"),
                hypotheses=(DISCRIMINATOR,),
                text="The same algebra for the likelihoods that matter, a = p(z) and b = p(z|n).",
                change="p(z) and p(z|n) in place of p(z|x) and p(z|x,n).",
            ),
        ),
    ),
    Statement(
        id="footnote-8",
        title="The input of the sigmoid",
        section="6.2",
        quote="if the output of D is given by a sigmoid, then the log-ratio is exactly the input of the sigmoid",
        readings=(
            Reading(
                name="printed",
                formula=formula("sigmoid_printed"),
                hypotheses=(SIGMOID,),
                text="log (1-D)/D is u.",
            ),
            Reading(
                name="repaired",
                formula=formula("sigmoid_repaired"),
                hypotheses=(SIGMOID,),
                text="log (1-D)/D is -u.",
                change="The sign.",
            ),
        ),
    ),
    Statement(
        id="section-6.3",
        title="Visualising the representation",
        section="6.3",
        quote="E log p(x̂|z) = E log p(z|x̂) + E log p(x̂) + C",
        readings=(
            Reading(
                name="printed",
                formula=formula("bayes"),
                hypotheses=(BAYES_TERMS,),
                text="Bayes' rule under the expectation; C = -E log p(z) does not depend on q.",
            ),
        ),
    ),
    Statement(
        id="section-6.3/objective",
        title="The modified gain function",
        section="6.3",
        quote="E log p(x̂|z) + H(p(x̂)) = E log p(z|x̂) + KL(q(x̂) || p(x̂)) + C",
        readings=(
            Reading(
                name="printed",
                formula=formula("objective_printed"),
                hypotheses=(PRIOR_AND_MARGINAL,),
                text="With the first display taken off, E_q log p + H(p) = KL(q||p) up to a constant, which q = "
                "p shows to be 0.",
            ),
            Reading(
                name="repaired",
                formula=formula("objective_repaired"),
                hypotheses=(PRIOR_AND_MARGINAL,),
                text="E_q log p + H(q) = -KL(q||p).",
                change="The divergence enters with a minus sign, and the entropy is that of q.",
            ),
        ),
    ),
)
