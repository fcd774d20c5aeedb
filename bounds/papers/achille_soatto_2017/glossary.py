"""What the symbols and names are that recur in the paper's claims and in ours."""

from bounds.claims.paper import Term

UNITS = ("proposition-6", "proposition-7", "footnote-7", "corollary-5.1", "remark-5.2", "section-6.2")
WEIGHTS = ("proposition-5", "remark-4.4", "claim-1", "generalisation", "experiment-certificate")
DATA = (
    "introduction", "equation-3", "proposition-4", "footnote-4", "remark-4.1", "remark-4.2", "duality", "claim-1",
    "proposition-5", "section-4", "generalisation", "section-6.3", "experiment-label-corruption",
    "experiment-phase-transition", "experiment-real-networks", "experiment-stochastic-gradients",
)  # fmt: skip

GLOSSARY = (
    Term(
        term="T1",
        name="curvature bound",
        says="the information in the weights from the curvature of the loss averaged over the noise; it takes the "
        "place of Proposition 5's bound, for any smooth loss",
        unit="nats",
        of=("proposition-5", "repaired"),
    ),
    Term(
        term="T1'",
        name="quadratic bound",
        says="the information in the weights, from above and from below, where the loss is quadratic",
        unit="nats",
        of=("proposition-5", "sharpened"),
    ),
    Term(
        term="T1''",
        name="norm bound",
        says="Proposition 5's bound by the norm of the weights and the trace of the Hessian, without its extra K",
        unit="nats",
        of=("proposition-5/statement", "repaired"),
    ),
    Term(
        term="T2",
        name="bound on c",
        says="how large c can be, under any dependence of the inputs",
        unit="nats",
        of=("proposition-7/upper-bound", "repaired"),
    ),
    Term(
        term="T3",
        name="unit bound",
        says="what one unit can tell of its input, at most Ibar + exp(-2 Ibar) + c; it takes the place of "
        "Proposition 7's bound",
        unit="nats",
        of=("proposition-7", "repaired"),
    ),
    Term(
        term="T4",
        name="stack bound",
        says="what a stack of layers can tell of its input: at most what the units of any one layer can, by T3; "
        "it takes the place of Corollary 5.1's bound",
        unit="nats",
        of=("corollary-5.1", "repaired"),
    ),
    Term(
        term="alpha",
        says="the noise of a weight: the variance of the logarithm of the factor that multiplies it",
        of=("noise-model", "printed"),
    ),
    Term(
        term="α̃",
        says="the variance of the factor that multiplies a weight, exp(alpha) - 1",
        of=("noise-model", "printed"),
    ),
    Term(
        term="Ibar",
        says="the information that one weight holds, -1/2 log alpha by Claim 1, where a layer has one alpha",
        unit="nats a weight",
        of=("claim-1/kl", "printed"),
    ),
    Term(
        term="beta",
        says="the price of information: how much loss a nat in the weights, or in a representation, may cost",
        of=("information-bottleneck-limit", "printed"),
    ),
    Term(
        term="rho",
        says="the share of a unit's signal that varies: the variance of the unit without noise, over the sum of "
        "w_i^2 E[x_i^2]; 1 where inputs are uncorrelated and of mean 0",
        of=("proposition-7/lower-bound", "sharpened"),
        within=UNITS,
    ),
    Term(
        term="c",
        says="how uneven a unit's inputs are: -1/2 E log s, with s = sum w_i^2 x_i^2 over its mean; never below 0",
        unit="nats",
        of=("proposition-7/upper-bound", "repaired"),
        within=UNITS,
    ),
    Term(
        term="g",
        says="Proposition 7's function of alpha; with its sign mended -1/2 log(1 - exp(-alpha))",
        unit="nats",
        of=("proposition-7/g", "repaired"),
        within=("proposition-7", "corollary-5.1", "remark-5.2"),
    ),
    Term(
        term="equation (4)",
        says="what Proposition 6 gives for a unit's information where all is taken for Gaussian: 1/2 log(1 + rho/α̃) + "
        "c, not the true information",
        unit="nats",
        of=("proposition-6", "repaired"),
    ),
    Term(
        term="D",
        says="the effective dimension of a unit's inputs: how many of them its sum of squares is spread over",
        of=("proposition-7/upper-bound-rate", "repaired"),
        within=("proposition-7", "remark-5.2"),
    ),
    Term(
        term="D",
        says="the data set, inputs with their labels; I(w;D) is what the weights hold of it",
        of=("equation-3/entropy-bound", "printed"),
        within=DATA,
    ),
    Term(term="K", says="the number of weights", within=WEIGHTS),
    Term(term="ŵ", says="the weights without noise, as they were trained", of=("noise-model", "printed")),
    Term(
        term="TC",
        says="total correlation: how far the parts of a representation are from being independent; 0 where they are",
        unit="nats",
        of=("total-correlation", "intended"),
    ),
    Term(
        term="KL",
        says="Kullback-Leibler divergence of one distribution from another; 0 where they are equal",
        unit="nats",
        of=("kullback-leibler", "printed"),
    ),
    Term(
        term="nuisance",
        says="a part of the input that tells nothing of the label",
        of=("nuisance", "printed"),
    ),
    Term(
        term="sufficient",
        says="a representation is, where it tells as much of the label as the input does: I(z;y) = I(x;y)",
        of=("sufficiency", "intended"),
    ),
)
