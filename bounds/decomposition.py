"""Section 4 up to equation 3, and sections 6.1 to 6.3: the information decomposition and the algebra around it.

Variables: theta the data's parameter, D = (x, y) the training set, w the weights; vectors p, q are distributions.
"""

from typing import TYPE_CHECKING

from bounds.formula import Informational, Symbolic
from bounds.statement import Reading, Statement

if TYPE_CHECKING:
    import sympy

FINITE = "finite alphabets"
CELL = "p = p(y|x,w) and q = q(y|x,w) at one (x,w)"


def _vectors() -> tuple["sympy.Expr", "sympy.Expr", tuple["sympy.Symbol", int, "sympy.Symbol"]]:
    """p_k, q_k and the range of k."""
    import sympy

    k = sympy.Symbol("k", integer=True)
    size = sympy.Symbol("K", integer=True, positive=True)
    p, q = (sympy.IndexedBase(name, positive=True)[k] for name in "pq")
    return p, q, (k, 0, size - 1)


def _cross_entropy_printed() -> "sympy.core.relational.Relational":
    import sympy

    p, q, over = _vectors()
    entropy = sympy.Sum(-p * sympy.log(p), over)
    return sympy.Eq(sympy.Sum(-p * sympy.log(q), over), entropy + sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def _cross_entropy_repaired() -> "sympy.core.relational.Relational":
    import sympy

    p, q, over = _vectors()
    entropy = sympy.Sum(-p * sympy.log(p), over)
    return sympy.Eq(sympy.Sum(-p * sympy.log(q), over), entropy + sympy.Sum(p * sympy.log(p / q), over), evaluate=False)


def _gaussian_entropy_bound() -> "sympy.core.relational.Relational":
    import sympy

    s, v = sympy.symbols("s v", positive=True)
    return sympy.Le(sympy.log(1 + s / v) / 2, sympy.log(2 * sympy.pi * sympy.E * s) / 2, evaluate=False)


def _discriminator_ratio() -> "sympy.core.relational.Relational":
    import sympy

    a, b = sympy.symbols("a b", positive=True)
    d = a / (a + b)
    return sympy.Eq(sympy.log((1 - d) / d, evaluate=False), sympy.log(b) - sympy.log(a), evaluate=False)


def _sigmoid(sign: int) -> "sympy.core.relational.Relational":
    import sympy

    u = sympy.Symbol("u", real=True)
    d = 1 / (1 + sympy.exp(-u))
    return sympy.Eq(sympy.log((1 - d) / d, evaluate=False), sign * u, evaluate=False)


def _sigmoid_printed() -> "sympy.core.relational.Relational":
    return _sigmoid(1)


def _sigmoid_repaired() -> "sympy.core.relational.Relational":
    return _sigmoid(-1)


def _bayes() -> "sympy.core.relational.Relational":
    import sympy

    likelihood, prior, evidence = sympy.symbols("a b c", positive=True)
    return sympy.Eq(
        sympy.log(likelihood * prior / evidence, evaluate=False),
        sympy.log(likelihood) + sympy.log(prior) - sympy.log(evidence),
        evaluate=False,
    )


def _objective_printed() -> "sympy.core.relational.Relational":
    import sympy

    p, q, over = _vectors()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(p * sympy.log(p), over)
    return sympy.Eq(left, sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


def _objective_repaired() -> "sympy.core.relational.Relational":
    import sympy

    p, q, over = _vectors()
    left = sympy.Sum(q * sympy.log(p), over) - sympy.Sum(q * sympy.log(q), over)
    return sympy.Eq(left, -sympy.Sum(q * sympy.log(q / p), over), evaluate=False)


BEFORE_WEIGHTS: tuple[Statement, ...] = (
    Statement(
        id="proposition-4",
        title="Information decomposition",
        section="4",
        quote="H_{p,q}(y|x,w) = H(y|x,θ) + I(θ;y|x,w) + KL(q(y|x,w) || p(y|x,w)) − I(y;w|x,θ)",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_cross_entropy_printed),
                hypotheses=(CELL,),
                text="Cross-entropy is entropy plus the divergence of the model from the truth, KL(q||p); the "
                "entropy H(y|x,w) is "
                "then taken apart by the entropy identity.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_cross_entropy_repaired),
                hypotheses=(CELL,),
                text="Cross-entropy is entropy plus the divergence of the truth from the model, KL(p||q), "
                "averaged over p(x,w).",
                change="The divergence is KL(p(y|x,w) || q(y|x,w)).",
            ),
        ),
    ),
    Statement(
        id="proposition-4/entropy-identity",
        title="Information decomposition: the entropy",
        section="4",
        quote="H(y|x,w) = H(y|x,θ) + I(y;θ|x,w) − I(y;w|x,θ)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("H(y|x,w) = H(y|x,theta) + I(y;theta|x,w) - I(y;w|x,theta)",)),
                hypotheses=(FINITE,),
                text="Intrinsic error, plus what the weights miss of theta, minus what they memorise of the labels.",
            ),
        ),
    ),
    Statement(
        id="proposition-4/identity-1",
        title="Information decomposition: first identity of the proof",
        section="4",
        quote="I(y;θ|x,w) = H(θ,y|w) − H(y|θ,x,w)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(y;theta|x,w) = H(theta,y|w) - H(y|theta,x,w)",)),
                hypotheses=(FINITE,),
                text="The identity as displayed.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(y;theta|x,w) = H(y|x,w) - H(y|theta,x,w)",)),
                hypotheses=(FINITE,),
                text="The identity that the proof needs.",
                change="H(y|x,w) in place of H(θ,y|w).",
            ),
        ),
    ),
    Statement(
        id="proposition-4/identity-2",
        title="Information decomposition: second identity of the proof",
        section="4",
        quote="I(y;w|x,θ) = H(y|x,θ) − H(y|x,θ,w)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(y;w|x,theta) = H(y|x,theta) - H(y|x,theta,w)",)),
                hypotheses=(FINITE,),
                text="The identity as displayed.",
            ),
        ),
    ),
    Statement(
        id="equation-3",
        title="The information bottleneck for weights",
        section="4",
        quote="L(p(w|D)) = H_{p,q}(y|x,w) + β I(w;D)",
    ),
    Statement(
        id="equation-3/entropy-bound",
        title="The information of the data about theta is bounded",
        section="4",
        quote="I(w;D) = I(D;θ) ≤ H(θ), which is bounded above by a constant",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_gaussian_entropy_bound),
                hypotheses=("theta is Gaussian with variance s", "D is theta with Gaussian noise of variance v"),
                text="For any theta, a continuous one among them: here theta is Gaussian and H its differential "
                "entropy.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(D;theta) <= H(theta)",)),
                hypotheses=(FINITE,),
                text="For a discrete theta.",
                change="theta is discrete.",
            ),
        ),
    ),
    Statement(
        id="equation-3/sufficiency",
        title="What sufficient weights must remember",
        section="4",
        quote="for w to be sufficient we need I(w;D) = I(D;θ)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(w;D) = I(D;theta)",), given=("theta -> D -> w", "I(w;theta) = I(D;theta)")
                ),
                hypotheses=(FINITE,),
                text="Sufficient weights hold exactly as much of the data as the data hold of theta.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(w;D) >= I(D;theta)", "I(w;D) - I(D;theta) = I(w;D|theta)"),
                    given=("theta -> D -> w", "I(w;theta) = I(D;theta)"),
                ),
                hypotheses=(FINITE,),
                text="They hold at least as much; the gap is what they memorise, I(w;D|theta).",
                change="'At least' in place of '='.",
            ),
        ),
    ),
    Statement(
        id="equation-3/memorisation",
        title="What overfitting must memorise",
        section="4",
        quote="to overfit, the term I(y;w|x,D) ≤ I(D;w|θ) needs to grow linearly with N",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(y;w|x,D) <= I(D;w|theta)",), given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w")
                ),
                hypotheses=(FINITE, "D = (x, y)"),
                text="True, and empty: given the data set the left side is 0.",
            ),
            Reading(
                name="repaired",
                formula=Informational(
                    goal=("I(y;w|x,theta) <= I(D;w|theta)", "I(y;w|x,D) = 0"),
                    given=("(x,y) = f(D)", "D = g(x,y)", "theta -> D -> w"),
                ),
                hypotheses=(FINITE, "D = (x, y)"),
                text="The memorisation term of the decomposition is bounded by what the weights hold of the data "
                "beyond theta.",
                change="theta in place of D behind the bar.",
            ),
        ),
    ),
    Statement(
        id="equation-3/random-labels",
        title="Random labels",
        section="6.1",
        quote="in the case of completely random labels, we have I(w;D|θ) = I(w;D)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0",)),
                hypotheses=(FINITE,),
                text="From D independent of theta alone.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(w;D|theta) = I(w;D)",), given=("I(D;theta) = 0", "theta -> D -> w")),
                hypotheses=(FINITE,),
                text="Where the weights see theta only through the data.",
                change="theta → D → w is among the hypotheses.",
            ),
        ),
    ),
)

SECTION_6: tuple[Statement, ...] = (
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
                formula=Symbolic(_discriminator_ratio),
                hypotheses=("a = p(z|x), b = p(z|x,n), D* = a/(a+b)",),
                text="Algebra that holds for any two likelihoods a, b > 0, for the printed ones too (whose ratio "
                "is 1).",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_discriminator_ratio),
                hypotheses=("a = p(z), b = p(z|n), D* = a/(a+b)",),
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
                formula=Symbolic(_sigmoid_printed),
                hypotheses=("D = 1/(1 + exp(-u))",),
                text="log (1-D)/D is u.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_sigmoid_repaired),
                hypotheses=("D = 1/(1 + exp(-u))",),
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
                formula=Symbolic(_bayes),
                hypotheses=("a = p(z|x̂), b = p(x̂), c = p(z)",),
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
                formula=Symbolic(_objective_printed),
                hypotheses=("p the prior of x̂, q the generated marginal",),
                text="With the first display taken off, E_q log p + H(p) = KL(q||p) up to a constant, which q = "
                "p shows to be 0.",
            ),
            Reading(
                name="repaired",
                formula=Symbolic(_objective_repaired),
                hypotheses=("p the prior of x̂, q the generated marginal",),
                text="E_q log p + H(q) = -KL(q||p).",
                change="The divergence enters with a minus sign, and the entropy is that of q.",
            ),
        ),
    ),
)
