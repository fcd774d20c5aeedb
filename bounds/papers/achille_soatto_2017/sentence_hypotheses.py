"""What the sentences of sections 5 to 7 assume, where no numbered claim assumes it."""

from typing import TYPE_CHECKING, Any

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import is_law
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.deciding import are_uniform, by_construction, positive, told

if TYPE_CHECKING:
    from bounds.claims.world import World
    from bounds.distribution.joint import Joint

_independent, _fair = told("y _|_ (x,theta)"), are_uniform("y")


def random_labels(joint: "Joint") -> bool:
    return _independent(joint) and _fair(joint)


def to_classify(joint: "Joint") -> bool:
    """Whether b is a fair bit that neither z nor n tells, and where b is 0 z does not depend on n."""
    apart = joint.conditional("z", "n", given={"b": 0})
    return _fair_b(joint) and _told_by_none(joint) and apart.is_independent("z", "n")


_fair_b, _told_by_none = are_uniform("b"), told("b _|_ z", "b _|_ n")

# figure 1
LABEL_OF_A_TEST = Hypothesis(
    "a test label uniform on M labels, independent of what the network says", holds=by_construction
)

# section 5
PARETO = Hypothesis("x_i IID with the density 3/x^4 on [1, T], normed, T > 1", holds=lambda world: world["T"] > 1)
CONSTANT_IN_T = Hypothesis("C the same for every T", holds=lambda world: "C" not in world)

GAUSSIAN_COMPONENT = Hypothesis("x_i Gaussian with mean u and variance v", holds=positive("v"))
RARE_SIGNS = Hypothesis("x_i = -1 or 1 with the probability p/2 each, else 0", holds=lambda world: 0 < world["p"] <= 1)
CONSTANT_IN_P = Hypothesis("C the same for every p", holds=lambda world: "C" not in world)

TWO_VALUES = Hypothesis(
    "s of mean 1: δ with the probability p, 0 < p < 1, δ < 1", holds=lambda world: world["p"] < 1 and world["delta"] < 1
)
CONSTANT_IN_D = Hypothesis("C the same for every δ", holds=lambda world: "C" not in world)
EXCESS_OF_NOISE = Hypothesis("kappa the excess kurtosis of one weight's noise", holds=positive("kappa"))


def few_outliers(world: "World") -> bool:
    """Whether the kurtosis about the mean is at most kappa."""
    probability, x = world["P"], world["x"]
    mean = sum(p * value for p, value in zip(probability, x, strict=True))
    fourth, second = (
        sum(p * (value - mean) ** power for p, value in zip(probability, x, strict=True)) for power in (4, 2)
    )
    return bool(fourth <= world["kappa"] * second**2)


def excess_at_most(world: "World") -> bool:
    """Whether each input's excess kurtosis is at most kappa."""
    return all(
        fourth <= (3 + world["kappa"]) * second**2 for second, fourth in (_central(world, i) for i in range(world["d"]))
    )


def equal_shares(world: "World") -> bool:
    """Whether the terms w_i x_i have one variance, not 0."""
    found = {world["w"][i] ** 2 * _central(world, i)[0] for i in range(world["d"])}
    return len(found) == 1 and 0 not in found


def _central(world: "World", i: int) -> tuple[Any, Any]:
    """The second and the fourth central moment of the input i."""
    law = list(zip(world["P"], (values[i] for values in world["x"]), strict=True))
    mean = sum(p * x for p, x in law)
    return sum(p * (x - mean) ** 2 for p, x in law), sum(p * (x - mean) ** 4 for p, x in law)


def has_mean_one(world: "World") -> bool:
    return bool(is_law(world["P"]) and sum(p * s for p, s in zip(world["P"], world["s"], strict=True)) == 1)


def none_dominates(world: "World") -> bool:
    squares = [value**2 for value in world["a"]]
    return all(len(squares) * square <= world["r"] * sum(squares) for square in squares)


SHARES = Hypothesis("a_i^2 = w_i^2 E[x_i^2], squares uncorrelated, kappa = C", holds=by_construction)
CENTRED_KURTOSIS = Hypothesis("E(x - E x)^4 <= kappa (Var x)^2, Var x > 0", holds=few_outliers)
NO_TERM_DOMINATES = Hypothesis("a_i^2 <= r (sum a_j^2)/dim(x) for every i", holds=none_dominates)

EXCESS_OF_INPUTS = Hypothesis("each x_i of excess kurtosis kappa at most", holds=excess_at_most)
EQUAL_SHARES = Hypothesis("w_i^2 Var x_i the same for every i, not 0", holds=equal_shares)
EXCESS_OF_INDEPENDENT_INPUTS = Hypothesis("x_i independent, each of excess kurtosis kappa", holds=by_construction)
MEAN_ONE = Hypothesis("s of mean 1", holds=has_mean_one)
FLOOR = Hypothesis("s >= r, 0 < r < 1", holds=lambda world: 0 < world["r"] < 1 and min(world["s"]) >= world["r"])

# section 6.1
COMPLETELY_RANDOM_LABELS = Hypothesis(
    "completely random labels, here fair bits: independent of the inputs and of theta", holds=random_labels
)
CURVATURE_OF_EACH_EXAMPLE = Hypothesis(
    "quadratic loss, the sum over N examples, each of the curvature h_i", holds=by_construction
)

# appendix A
TABLE_S_INPUT = Hypothesis(
    "inputs of 32 x 32: s = 32; convolutions keep the size", holds=lambda world: world["s"] == 32
)
CROP = Hypothesis("inputs of 28 x 28: s = 28; convolutions keep the size", holds=lambda world: world["s"] == 28)
SAME_EPOCHS = Hypothesis(
    "SGD with momentum, as many epochs at every N and rate, in batches of one size", undecided=assumed.MEASURED
)

# sections 6.2 and 6.3
TO_CLASSIFY = Hypothesis(
    "b a fair bit: for b = 1 the pair (z,n) is of the posterior's law, for b = 0 z is drawn apart from n",
    holds=to_classify,
)
ANY_DISCRIMINATOR = Hypothesis(
    "a = p(z), b = p(z|n); a discriminator says D = 1/(1 + r) of z, r > 0", holds=positive("a", "b", "r")
)
PRINTED_RATIO = Hypothesis("D* = p(z|x)/(p(z|x) + p(z|x,n)), n -> x -> z", holds=by_construction)
SEEN_WHOLE = Hypothesis("n one of A equally likely values, and z = n", holds=by_construction)
TOO_SURE = Hypothesis(
    "D's log-ratio is too large by v where z = n, v >= 0, and right elsewhere", holds=lambda world: world["v"] >= 0
)
JOINT_AND_APART = Hypothesis(
    "p the law of (z,n), q that of z and n drawn apart, u the log-ratio of any discriminator", holds=by_construction
)
ANY_IMAGE = Hypothesis("x̂_0 any image", holds=by_construction)
OPTIMAL_GAN = Hypothesis("D = q/(q + p), the optimal discriminator", holds=by_construction)

# section 7
SEMIDEFINITE_CURVATURE = Hypothesis("H_ii = h >= 0, as at a minimum", holds=lambda world: world["h"] >= 0)
CURVATURE_OF_A_WEIGHT = Hypothesis("w != 0 and h > 0", holds=positive("w", "h"))
CONSTANT_OVER_ALPHA = Hypothesis("C the same for every alpha", holds=lambda world: "C" not in world)
LEAST_AT_OPTIMUM = Hypothesis(
    "C the Lagrangian at alpha = beta/(2 w^2 h)", undecided="a logarithm, which no exact value is", binds=("C",)
)
