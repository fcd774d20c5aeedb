"""What the statements about generalisation assume."""

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import is_law
from bounds.papers.achille_soatto_2017.deciding import by_construction

PAIRS = Hypothesis(
    "p the law of data set and weights, r the product of its two laws",
    undecided="the formula has the pairs' laws alone",
)
PAIRS_WITH_ONE_EXAMPLE = Hypothesis(
    "p_i the law of example i and the weights, r_i the product of its two laws",
    undecided="the formula has the pairs' laws alone",
)
GAP = Hypothesis("g the true error of the weights less that on the data", undecided="the formula has g alone")
LAWS_OF_PAIRS = Hypothesis("p and r sum to 1", holds=lambda world: is_law(world["p"]) and is_law(world["r"]))
LAWS_OF_EACH = Hypothesis("every p_i and r_i sums to 1", holds=lambda world: all(map(is_law, world["p"] + world["r"])))
SUB_GAUSSIAN = Hypothesis(
    "N independent examples, loss sigma-sub-Gaussian for all weights",
    undecided="the formula has the mean losses alone",
    binds=("g", "r", "sigma", "N"),
)
LOSSES_IN_UNIT_INTERVAL = Hypothesis(
    "N independent examples, loss in [0, 1]",
    undecided="the formula has the mean losses alone",
    binds=("g", "r", "N", "e", "t"),
)
ONE_EXAMPLE = Hypothesis(
    "N = 1, loss l in [0, 1]", holds=lambda world: all(0 <= loss <= 1 for row in world["l"] for loss in row)
)
POSTERIORS = Hypothesis(
    "p_d and pi are probabilities", holds=lambda world: all(map(is_law, (world["pi"], *world["p"])))
)
PRIOR_BEFORE_DATA = Hypothesis(
    "p_d, r and pi are probabilities, r fixed before the data", undecided="a world of numbers has no before"
)
ERRORS = Hypothesis(
    "e_dv the error of weights v on data set d, t_v its mean", undecided="that the examples are independent is not told"
)
PROPER_SHARES = Hypothesis(
    "0 < a < 1, 0 < rho < 1", holds=lambda world: 0 < world["a"] < 1 and 0 < world["rho"] < 1, binds=("a", "rho")
)
A_SHARE = Hypothesis("0 < s < 1", holds=lambda world: 0 < world["s"] < 1)
BELOW_CERTIFICATE = Hypothesis("e + x < 1", holds=lambda world: world["e"] + world["x"] < 1, binds=("e", "x"))
TWO_SIDED_PRIOR = Hypothesis("prior the same for both signs, the posterior of one", holds=by_construction)
ATOM_AT_0 = Hypothesis("weight 0 but for a probability: rho before the data, a after", holds=by_construction)
MIXED_SIGNS = Hypothesis(
    "prior the same for both signs, the posterior positive with probability s", holds=by_construction
)
SIGNS_BEFORE_DATA = Hypothesis("signs fixed before the data", holds=by_construction)
