"""What the readings assume, theorems require, and input families meet."""

from functools import partial
from math import prod

from bounds.claims.formula import formulas_in
from bounds.claims.hypothesis import Hypothesis
from bounds.papers.achille_soatto_2017.deciding import (
    INFORMATION_PER_WEIGHT,
    MEAN_C,
    UNIT_INFORMATION,
    WEIGHT_INFORMATION,
    are_channel,
    are_uniform,
    as_minimal,
    bounded_kurtosis,
    by_construction,
    curvatures_positive,
    every_rho_at_most_one,
    has_curvature,
    is_layer,
    is_minimal_statistic,
    is_orbit,
    labels_stored,
    lagrangian,
    laws,
    least_second_moment,
    met,
    no_negative_eigenvalue,
    no_row_sees_zeros,
    noisy,
    one_unit,
    positive,
    positive_layer,
    rho_at_most_one,
    rows_given_x,
    seen_at,
    squares_uncorrelated,
    stands_for,
    told,
    uncorrelated,
    without_atom,
    without_mean,
)

labels = formulas_in("bounds.papers.achille_soatto_2017.formulas.transition")
of_weights = formulas_in("bounds.papers.achille_soatto_2017.formulas.claim_1")

# any section
FINITE = Hypothesis("finite alphabets", holds=by_construction)

# sections 2 and 3
PRINTED_CHAIN = Hypothesis("x → z → y as printed: p(x|z,y) = p(x|y)", holds=told("I(x;z|y) = 0"))
TEXTBOOK_CHAIN = Hypothesis("x → z → y: p(x|z,y) = p(x|z)", holds=told("x -> z -> y"))
TASK_CHAIN = Hypothesis("y → x → z", holds=told("y -> x -> z"))
BETA_POSITIVE = Hypothesis("beta > 0", undecided="a joint distribution has no beta: the claim is about every one")
BETA_A_QUARTER = Hypothesis("beta = 1/4", holds=by_construction)
BETA_BELOW_ONE = Hypothesis("0 < beta < 1", undecided="a joint distribution has no beta: the claim is about every one")
MINIMAL_FOR_TASK = Hypothesis("t is the minimal sufficient statistic of x for y", holds=is_minimal_statistic)
MINIMAL_STATISTIC = Hypothesis("t is the minimal sufficient statistic", holds=is_minimal_statistic)
MINIMAL_AMONG_SUFFICIENT = Hypothesis(
    "t is the minimal sufficient statistic: a function of x and of every sufficient z", holds=is_minimal_statistic
)
NO_MORE_COMPLEX_THAN_TASK = Hypothesis("z is minimal: no more complex than y itself", holds=told("I(z;x) <= H(y)"))
GROUP_NUISANCE = Hypothesis("x = n·u with n independent of u", holds=told("n _|_ u", "x = f(u,n)", "u = f(x,n)"))
FUNCTION_OF_DATUM = Hypothesis("v = f(x)", holds=told("v = f(x)"))
LEMMA_NUISANCE = Hypothesis("n is Lemma 2.2's", holds=told("I(y;n) = 0", "x = f(y,n)"))
LEMMA_NUISANCE_OF_STATISTIC = Hypothesis("n is Lemma 2.2's for the pair (t,x)", holds=told("n _|_ t", "x = f(t,n)"))
ONE_NUISANCE = Hypothesis("n one nuisance", holds=by_construction)
DETERMINISTIC_TASK = Hypothesis("y = g(x)", holds=told("y = g(x)"))
XOR = Hypothesis("x = y ⊕ n", holds=told("x = f(y,n)", "y = f(x,n)", "n = f(x,y)"))
UNIFORM_BITS = Hypothesis("y and n uniform", holds=are_uniform("y", "n"))
INDEPENDENT_BITS = Hypothesis("n independent of y", holds=told("n _|_ y"))
LAWS = Hypothesis("p and q are probability distributions", holds=laws("p", "q"))
CHANNEL = Hypothesis("pi and every p_d are probability distributions", holds=are_channel)
NOISE_APART = Hypothesis("z = f(x,u), the noise u independent of (x,y)", holds=told("z = f(x,u)", "u _|_ (x,y)"))
LEMMA_NOISE = Hypothesis(
    "u is Lemma 2.2's nuisance for the datum z and the task x: u ⊥ x, z = f(x,u), and it sees y through (x,z) alone",
    holds=told("u _|_ x", "z = f(x,u)", "y -> (x,z) -> u"),
)
ORBIT = Hypothesis("o is the orbit of the datum", holds=is_orbit)
ONE_LAW_ON_AN_ORBIT = Hypothesis(
    "n uniform on the group: x = n·u has one law on an orbit, whichever u of it", holds=told("x _|_ u | o")
)
GROUP_APART = Hypothesis("n independent of (u,y) jointly", holds=told("n _|_ (u,y)"))
DATUM_BY_DATUM = Hypothesis("invariant for each datum u: v independent of n given u", holds=told("v _|_ n | u"))
INVARIANT_FUNCTION = Hypothesis("f(n·x) = f(x): v is a function of the orbit", holds=told("v = g(o)"))
BOTH_MINIMAL = Hypothesis(
    "(z1,z2) and (w1,w2) minimal: as complex as the minimal sufficient statistic",
    holds=as_minimal(("z1", "z2"), ("w1", "w2")),
)
FRESH_NOISE = Hypothesis(
    "each block is a function of the last one's output and of noise of its own",
    holds=told("h1 = f(x,u)", "h2 = g(h1,w)", "u _|_ (y,n,x)", "w _|_ (y,n,x,u)"),
)
THREE_LAYERS = Hypothesis("L = 3", holds=by_construction)

BELOW_AND_AT = Hypothesis(
    "u = P[x < t | y], q = P[x = t | y]", holds=lambda world: 0 <= world["u"] <= world["u"] + world["q"] <= 1
)
VALUES_IN_ORDER = Hypothesis("values in their order, F(-1) = 0 before the first", holds=by_construction)

# section 4, up to Claim 1
ONE_CELL = Hypothesis("p = p(y|x,w) and q = q(y|x,w) at one (x,w)", holds=laws("p", "q"))
GAUSSIAN_THETA = Hypothesis("theta is Gaussian with variance s", holds=positive("s"))
GAUSSIAN_DATA = Hypothesis("D is theta seen N times, each with Gaussian noise of variance v", holds=positive("v"))
K_PARAMETERS = Hypothesis("k such parameters, independent", holds=by_construction)
CONSTANT_IN_N = Hypothesis("C the same for every N", holds=lambda world: "C" not in world)
MINIMISER_OF_RANDOM_LABELS = Hypothesis(
    "N uniform labels of n classes, independent of the inputs; the weights minimise (3) at one beta < 1 for every N, "
    "and a table of the labels is among them",
    holds=positive("n"),
)
SCATTERED_MINIMUM = Hypothesis(
    "a quadratic loss of curvature N h, its minimum Gaussian over data sets with variance s, Gaussian noise upon it",
    holds=positive("s", "h"),
)
GAUSSIAN_MINIMUM = Hypothesis(
    "a quadratic loss of curvature a, its minimum Gaussian over data sets with variance s", holds=positive("s", "a")
)
CURVATURE_A = Hypothesis("a quadratic loss of curvature a", holds=positive("a"))
STATIONARY_SGD = Hypothesis(
    "SGD at a rate r = 2/(a + k), long after its start, its gradients with independent noise of variance v",
    holds=positive("k", "v"),
)
ONE_DATA_SET = Hypothesis("a single data set", holds=told("H(D) = 0"))
LABELS_STORED = Hypothesis("the labels can be read out of the weights", holds=labels_stored)
THREE_LABELS = Hypothesis(
    "three labels stand for N, independent given x and theta", holds=told("TC(y1,y2,y3|x,theta) = 0")
)
MINIMAL_STATISTIC_OF_DATA = Hypothesis(
    "t is the minimal sufficient statistic of D for theta: a function of D and of every sufficient w",
    holds=partial(is_minimal_statistic, datum="D", task="theta"),
)
LABELLED_DATA = Hypothesis("D = (x, y)", holds=told("(x,y) = f(D)", "D = g(x,y)"))
PROPER_PRIOR = Hypothesis("proper prior", holds=laws("r"))
FINITELY_MANY_WEIGHTS = Hypothesis("finitely many weights", holds=positive("M"))
RANDOM_LABELS = Hypothesis(
    "labels uniform and independent of the inputs", undecided="the formula has the labels' number alone"
)
NOISY_LABELS = Hypothesis(
    "each label, with probability rho, redrawn uniformly; true labels a function of the inputs",
    undecided="the formula has the labels' number alone",
)
TRUE_INFORMATION = Hypothesis(
    "I is a true information: I(w;D), or the mean divergence from a prior that is fixed before the labels",
    undecided="no lemma gives the information of a memory yet",
    binds=("I",),
)
DECODED = Hypothesis(
    "H_pq the sum over the labels of -E log q(y_i|x,w), each decoded from the weights and the inputs alone",
    undecided="the formula has the cross-entropy alone, not the decoder",
    binds=("H_pq",),
)
ABOVE_ONE = Hypothesis("beta > 1", holds=lambda world: world["beta"] > 1)
BELOW_ONE = Hypothesis("beta < 1", holds=lambda world: world["beta"] < 1)
NO_PRICE = Hypothesis("I_0 = 0", holds=lambda world: world["I_0"] == 0)
COSTS_MORE = Hypothesis("I > I_0", holds=lambda world: world["I"] > world["I_0"])
NEAR_IGNORANCE = Hypothesis(
    "L_beta within eps N of its least value, and knowing nothing attained at the price I_0: "
    "H_pq + beta I <= N log C + beta I_0 + eps N",
    holds=met(labels("near_ignorance")),
)
NEAR_TABLE = Hypothesis(
    "L_beta within eps N of its least value, and the bound attained by a table of the labels: "
    "H_pq + beta I <= beta N log C + eps N",
    holds=met(labels("near_table")),
)
FROM_CROSSING = Hypothesis("beta >= (N log C - H_pq)/(I - I_0)", holds=met(labels("from_crossing_on")))
LOWER_LAGRANGIAN = Hypothesis(
    "H_pq + beta KL(p || r) <= H_pq + beta KL(q || r), p in the place of q", holds=met(of_weights("lower_lagrangian"))
)
NORMAL_LOGARITHMS = Hypothesis("h - h_0 normal of variances alpha_i, independent", holds=by_construction)
CLAIM_1_WITH_CONSTANT = Hypothesis("Claim 1 with its constant C", holds=positive("alpha"))
DENSITIES = Hypothesis("densities of a positive weight", holds=by_construction)
ONE_WEIGHT_NOISE = Hypothesis("log eps ~ N(-alpha/2, alpha)", holds=noisy)
IMPROPER_PRIOR = Hypothesis("improper prior p(w) = c/|w|", holds=positive("c"))
SCALE_INVARIANT = Hypothesis("l p(l w) = p(w) for every l > 0 and every w", undecided="a world has no density")
POWER_PRIOR = Hypothesis("density w^(b - 1) on the positive weights", holds=by_construction)
CONSTANT_IN_ALPHA = Hypothesis("C does not depend on alpha", holds=stands_for(I=WEIGHT_INFORMATION))
LOG_UNIFORM_PRIOR = Hypothesis(
    "proper prior log Uniform(a, b) on |w|, signs known", holds=lambda world: world["A"] < world["B"]
)
TRUNCATED = Hypothesis("posterior truncated to [a, b]", holds=by_construction)
QUADRATIC = Hypothesis("quadratic loss", holds=has_curvature)
CRITICAL_POINT = Hypothesis("w_hat a critical point: g = 0", holds=lambda world: "g" not in world)
ALPHA_VANISHES = Hypothesis("alpha -> 0", holds=by_construction)

# Proposition 5 and Remark 4.4
STATIONARY = Hypothesis(
    "alpha stationary for E[L] - (beta/2) sum log alpha",
    undecided="the formula holds the stationary alpha already, and a world of numbers has no loss",
)
AVERAGED_CURVATURES_POSITIVE = Hypothesis("c_i > 0", holds=positive("c"))
LAYERS_SHARE = Hypothesis("the n_l weights of layer l share their alpha", holds=positive("n"))
LAYER_CURVATURES_POSITIVE = Hypothesis("C_l > 0", holds=positive("C"))
CURVATURES_POSITIVE = Hypothesis("H_ii > 0 and w_i != 0", holds=curvatures_positive)
SEMIDEFINITE = Hypothesis("H positive semidefinite", holds=positive("h"))
CROSS_ENTROPY = Hypothesis("cross-entropy", holds=by_construction)
LOCAL_MINIMUM = Hypothesis("w_hat a local minimum: no eigenvalue of H is negative", holds=no_negative_eigenvalue)
LOCAL_MINIMUM_AT_LOG_2 = Hypothesis("w_hat = log 2 a local minimum of this loss", holds=by_construction)
SMALLER_NORM = Hypothesis("sum f_i < sum H_ii", holds=lambda world: sum(world["f"]) < sum(world["h"]))
FLATTER_EVERYWHERE = Hypothesis(
    "f_i <= H_ii for every i",
    holds=lambda world: all(one <= other for one, other in zip(world["f"], world["h"], strict=True)),
)
LESS_INFORMATION = Hypothesis(
    "1/2 sum log(w_i^2 f_i/beta) <= 1/2 sum log(w_i^2 H_ii/beta)",
    holds=lambda world: prod(world["f"]) <= prod(world["h"]),
)
TWO_WEIGHTS = Hypothesis("two weights", holds=by_construction)
ALL_ALIKE = Hypothesis("all weights are u, all curvatures v", holds=by_construction)
OPTIMAL_AT_BETA = Hypothesis(
    "H_1 + beta I_1 <= H_2 + beta I_2", holds=lambda world: lagrangian(world, 1, 0) <= lagrangian(world, 2, 0)
)
OPTIMAL_AT_LARGER_BETA = Hypothesis(
    "H_2 + (beta + delta) I_2 <= H_1 + (beta + delta) I_1, delta > 0",
    holds=lambda world: (
        world["delta"] > 0 and lagrangian(world, 2, world["delta"]) <= lagrangian(world, 1, world["delta"])
    ),
)
RESCALED_LAYERS = Hypothesis("a ReLU network rescaled layer by layer", undecided="a world of numbers has no network")
RESCALED_UNIT = Hypothesis("a ReLU unit's weights scaled by l before it and by 1/l after it", holds=by_construction)
TWO_RESCALED_LAYERS = Hypothesis("two layers, one scaled by l, the other by 1/l", holds=by_construction)

# Propositions 6 and 7
ROW = ("alpha", "c", "rho", "V", "m", "w", "x", "P", "N", "d", "I_G")  # what a row's noise, weights and inputs give
NOISE = Hypothesis("log eps_i ~ N(-alpha_i/2, alpha_i), independent", holds=noisy, binds=ROW)
ONE_ALPHA = Hypothesis("one alpha for the row", holds=lambda world: not isinstance(world["alpha"], tuple))
UNIT = Hypothesis("I = I(z_k;x), one unit", holds=stands_for(I=UNIT_INFORMATION), binds=("I",))
ONE_UNIT = Hypothesis("dim z = 1", holds=one_unit)
NO_ATOM = Hypothesis("no input leaves z at 0", holds=without_atom)
ROWS_GIVEN_X = Hypothesis("rows independent given x", holds=rows_given_x)
GAUSSIAN_UNIT = Hypothesis("p(z) and p(z|x) Gaussian with z's own moments", holds=noisy)
ALPHA_GROWS = Hypothesis("alpha_1 < alpha_2", holds=lambda world: world["alpha_1"] < world["alpha_2"])
INFORMATION_BEFORE = Hypothesis("I_1 = I(z;x) at alpha_1", holds=seen_at("I_1", "alpha_1"))
INFORMATION_AFTER = Hypothesis("I_2 = I(z;x) at alpha_2", holds=seen_at("I_2", "alpha_2"))
C_FINITE = Hypothesis("c finite", undecided="the formula has c alone, not the inputs")
ZERO_MEAN = Hypothesis("E[x] = 0", holds=without_mean)
RHO = Hypothesis("rho <= 1", holds=rho_at_most_one)
UNCORRELATED = Hypothesis(
    "components of x uncorrelated",
    holds=uncorrelated,
    implies=((RHO, "V is then the sum of w_i^2 Var x_i, m that of w_i^2 E x_i^2"),),
)
SQUARES_UNCORRELATED = Hypothesis("squares x_i^2 uncorrelated", holds=squares_uncorrelated)
CLAIM_1 = Hypothesis("Ibar = -1/2 log alpha", holds=stands_for(Ibar=INFORMATION_PER_WEIGHT), binds=("Ibar",))
CLAIM_1_WITHOUT_CONSTANT = Hypothesis("Claim 1 with C = 0", holds=positive("alpha"))
KURTOSIS = Hypothesis("E[y_i^2] <= kappa for y_i = x_i^2/E[x_i^2]", holds=bounded_kurtosis)
CONSTANT_IN_KAPPA = Hypothesis("C depends on kappa alone", holds=lambda world: "C" not in world and "kappa" in world)
CONSTANT = Hypothesis("C the same for all inputs", holds=lambda world: "C" not in world)
INDEPENDENT_SQUARES = Hypothesis("x_i^2 independent", undecided="the formula has c alone, not the inputs")
GAUSSIAN_INPUTS = Hypothesis(
    "x_i independent Gaussian with mean 0",
    undecided="the inputs of a world are finitely many",
    implies=(
        (UNCORRELATED, "independent components are uncorrelated"),
        (ZERO_MEAN, "their means are 0"),
        (INDEPENDENT_SQUARES, "functions of independent components are independent"),
    ),
)
LOG_CONCAVE = Hypothesis(
    "|x_i| with log-concave density", undecided="the inputs of a world are finitely many, without a density"
)
SMALL_BALL = Hypothesis("Lambda^2 = max_i E log_+(1/y_i)^2", undecided="the formula has Lambda alone, not the inputs")
DIMENSION = Hypothesis("D = 1/sum p_i^2", undecided="the formula has D alone, not the shares p_i", binds=("c", "D"))
EFFECTIVE_DIMENSIONS = Hypothesis(
    "D effective dimensions",
    undecided="the formula has D alone, not the shares p_i",
    implies=((DIMENSION, "that is how they are counted"),),
)
INPUT_DIMENSION = Hypothesis("d = dim x", undecided="the formula has d alone, not the inputs", binds=("c", "d"))
INPUTS_IN_UNIT_INTERVAL = Hypothesis("|x_i| <= 1", holds=lambda world: all(abs(x) <= 1 for x in world["x"]))
BOUNDED_INPUTS = Hypothesis("|x_i| <= B", holds=lambda world: all(abs(x) <= world["B"] for x in world["x"]))
LEAST_SECOND_MOMENT = Hypothesis("E[x_i^2] >= v", holds=least_second_moment)
EQUATION_4 = Hypothesis("equation (4)", undecided="the formula has the distance of the two bounds alone")

# Corollary 5.1
STACK_NOISE = Hypothesis(
    "log eps^k_ij ~ N(-alpha^k/2, alpha^k), independent",
    holds=noisy,
    implies=(
        (NOISE, "a row of a layer has independent log-normal noise"),
        (ONE_ALPHA, "a layer has one alpha, so each of its rows has"),
    ),
)
CHAIN = Hypothesis(
    "x -> z_1 -> ... -> z_L",
    holds=by_construction,
    implies=((UNIT, "a row of layer k + 1 is one unit, whose input is z_k in the place of x"),),
    binds=("I_L", "I_next", "dim_k", "dim_next"),
    informations=(("I_L", "I(z3;x)"), ("I_next", "I(z2;z1)")),
)
EVERY_LAYER = Hypothesis("for every k < L, so for their minimum", holds=is_layer)
ROWS_GIVEN_INPUT = Hypothesis(
    "rows independent given z_k",
    holds=by_construction,
    implies=((ROWS_GIVEN_X, "z_k is the rows' input, in the place of x"),),
    informations=(("f_a", "I(z1;x)"), ("f_b", "I(z2;x)"), ("f_ab", "I(z1,z2;x)")),  # two groups of rows, and both
)
RHO_EVERY_ROW = Hypothesis(
    "rho <= 1 for every row at z_k", holds=every_rho_at_most_one, implies=((RHO, "any one row is one of them"),)
)
NO_ROW_SEES_ZEROS = Hypothesis(
    "no row sees only zeros of a z_k != 0",
    holds=no_row_sees_zeros,
    implies=((NO_ATOM, "where z_k is not 0; where it can be, c is infinite and the bound says nothing"),),
)
ROW_MEAN_OF_C = Hypothesis("c the mean of the rows' c", holds=stands_for(c=MEAN_C))
ATOM = Hypothesis(
    "q = P(z_k = 0), the rest of T4 given z_k != 0", undecided="no lemma gives the information beside an atom yet"
)
FUNCTION_OF_OUTPUT = Hypothesis("v = phi(u), u = W z", holds=told("v = f(u)"))
NUISANCE_OF_CHAIN = Hypothesis(
    "(y, n) -> x -> z_1 -> ... -> z_L, n independent of y, z_L sufficient for y",
    holds=told("(y,n) -> x -> z1 -> z2 -> z3", "I(y;n) = 0", "I(z3;y) = I(x;y)"),
    binds=("I_n", "I_xy"),
    informations=(("I_n", "I(z3;n)"), ("I_xy", "I(x;y)")),
)
POSITIVE_LAYER = Hypothesis("x positive, both rows non-negative, so that a ReLU changes nothing", holds=positive_layer)

# channels
FINITE_CHANNEL = Hypothesis("n -> z_1 -> z_2 on finite alphabets", undecided="a world of numbers has no channel")
DOBRUSHIN = Hypothesis(
    "eta the largest total variation between the laws of z_2 given two values of z_1",
    undecided="a world of numbers has no channel",
)
FORGETTING = Hypothesis(
    "n -> z_1 -> z_2; with probability e = 1 - eta z_2 is drawn from one law r, whatever z_1 is",
    undecided="a world of numbers has no channel",
    binds=("I_1", "I_2", "eta", "e", "p", "q", "r", "pi"),
)
TWO_INPUTS = Hypothesis(
    "n -> z_1 -> z_2, z_1 one of two values, a and b the laws of z_2 given them",
    undecided="a world of numbers has no channel",
    implies=((FORGETTING, "r is min(a, b), normed, and e = 1 - eta the mass of min(a, b)"),),
    binds=("a", "b"),
)
ONE_NOISY_WEIGHT = Hypothesis(
    "n -> z_1 -> z_2 = eps w z_1, log eps ~ N(-alpha/2, alpha), signs known, log|z_1| within an interval of length R",
    undecided="a world of numbers has no channel",
    implies=(
        (
            FORGETTING,
            "e = 1 - eta is the mass below both outermost densities of log|z_2|, and I(z_2;n) the supremum over finite "
            "partitions of z_2, each of which forgets with that probability",
        ),
    ),
    binds=("R", "alpha"),
)
MANY_NOISY_WEIGHTS = Hypothesis(
    "n -> z_1 -> z_2, z_2 the products of K inputs with a noisy weight each, independent, signs known; z_1 one of two "
    "values, whose logarithms differ by D_i",
    undecided="a world of numbers has no channel",
    implies=(
        (
            ONE_NOISY_WEIGHT,
            "the part of log|z_2| along D is sufficient for z_1: Gaussian of variance alpha, its mean one of two at "
            "the distance R = |D|",
        ),
    ),
    binds=("D",),
)
RANGE_GROWS = Hypothesis("R -> infinity", holds=by_construction)

# section 6
PRINTED_DISCRIMINATOR = Hypothesis("a = p(z|x), b = p(z|x,n), D* = a/(a+b)", holds=positive("a", "b"))
DISCRIMINATOR = Hypothesis("a = p(z), b = p(z|n), D* = a/(a+b)", holds=positive("a", "b"))
SIGMOID = Hypothesis("D = 1/(1 + exp(-u))", holds=by_construction)
BAYES_TERMS = Hypothesis("a = p(z|x̂) and b = p(x̂) for each x̂, p the generator's law", holds=positive("a", "b"))
INFORMATION_IN_WEIGHTS = Hypothesis("Ibar = 1/2 log 2 + s, s >= 0: alpha <= 1/2", holds=lambda world: world["s"] >= 0)
PRIOR_AND_MARGINAL = Hypothesis("p the prior of x̂, q the generated marginal", holds=laws("p", "q"))

# what the experiments show
MEASURED = "it is said of trained networks"
PAPERS_SIZE = Hypothesis("the small AlexNet of Table 1, on CIFAR-10", undecided=MEASURED)
CONVERGED = Hypothesis("training has converged", undecided=MEASURED)
LABELS_FITTED = Hypothesis("beta < 1, and the labels are fitted at every rate of corruption", undecided=MEASURED)
OVER_BETA = Hypothesis("one architecture, trained at a small beta and at a large one", undecided=MEASURED)
# section 7
EVERY_TASK = Hypothesis(
    "z is sufficient for every task, y = x up to names among them", holds=told("y = f(x)", "x = g(y)")
)
