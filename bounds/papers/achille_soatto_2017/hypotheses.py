"""What the readings assume, theorems require, and input families meet."""

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import is_law
from bounds.papers.achille_soatto_2017.deciding import (
    INFORMATION_PER_WEIGHT,
    MEAN_C,
    UNIT_INFORMATION,
    WEIGHT_INFORMATION,
    are_uniform,
    bounded_kurtosis,
    by_construction,
    curvatures_positive,
    every_rho_at_most_one,
    has_curvature,
    is_layer,
    is_minimal_statistic,
    laws,
    least_second_moment,
    no_row_sees_zeros,
    noisy,
    one_unit,
    positive,
    positive_layer,
    rho_at_most_one,
    rows_given_x,
    seen_at,
    stands_for,
    told,
    uncorrelated,
    without_atom,
    without_mean,
)

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
THREE_LAYERS = Hypothesis("L = 3", holds=by_construction)

# section 4, up to Claim 1
ONE_CELL = Hypothesis("p = p(y|x,w) and q = q(y|x,w) at one (x,w)", holds=laws("p", "q"))
GAUSSIAN_THETA = Hypothesis("theta is Gaussian with variance s", holds=positive("s"))
GAUSSIAN_DATA = Hypothesis("D is theta with Gaussian noise of variance v", holds=positive("v"))
LABELLED_DATA = Hypothesis("D = (x, y)", holds=told("(x,y) = f(D)", "D = g(x,y)"))
PROPER_PRIOR = Hypothesis("proper prior", holds=laws("r"))
FINITELY_MANY_WEIGHTS = Hypothesis("finitely many weights", holds=positive("M"))
RANDOM_LABELS = Hypothesis(
    "labels uniform and independent of the inputs", undecided="the formula has the labels' number alone"
)
TRUE_INFORMATION = Hypothesis(
    "I is a true mutual information", undecided="no lemma gives the information of a memory yet"
)
ONE_WEIGHT_NOISE = Hypothesis("log eps ~ N(-alpha/2, alpha)", holds=noisy)
IMPROPER_PRIOR = Hypothesis("improper prior p(w) = c/|w|", holds=positive("c"))
CONSTANT_IN_ALPHA = Hypothesis("C does not depend on alpha", holds=stands_for(I=WEIGHT_INFORMATION))
LOG_UNIFORM_PRIOR = Hypothesis(
    "proper prior log Uniform(a, b) on |w|, signs known", holds=lambda world: world["A"] < world["B"]
)
TRUNCATED = Hypothesis("posterior truncated to [a, b]", holds=by_construction)
QUADRATIC = Hypothesis("quadratic loss", holds=has_curvature)
ALPHA_VANISHES = Hypothesis("alpha -> 0", holds=by_construction)

# Proposition 5 and Remark 4.4
STATIONARY = Hypothesis(
    "alpha stationary for E[L] - (beta/2) sum log alpha",
    undecided="the formula holds the stationary alpha already, and a world of numbers has no loss",
)
AVERAGED_CURVATURES_POSITIVE = Hypothesis("c_i > 0", holds=positive("c"))
CURVATURES_POSITIVE = Hypothesis("H_ii > 0 and w_i != 0", holds=curvatures_positive)
SEMIDEFINITE = Hypothesis("H positive semidefinite", holds=positive("h"))
CROSS_ENTROPY = Hypothesis("cross-entropy", holds=by_construction)
RESCALED_LAYERS = Hypothesis("ReLU network rescaled layer by layer", holds=by_construction)
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
UNCORRELATED = Hypothesis("components of x uncorrelated", holds=uncorrelated)
ZERO_MEAN = Hypothesis("E[x] = 0", holds=without_mean)
RHO = Hypothesis("rho <= 1", holds=rho_at_most_one)
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
POSITIVE_LAYER = Hypothesis("x positive, both rows non-negative, so that a ReLU changes nothing", holds=positive_layer)

# what information in the weights says of new data
PAIRS = Hypothesis(
    "p the law of data set and weights, r the product of its two laws", undecided="the formula has the pairs' laws alone"
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
POSTERIORS = Hypothesis("p_d and pi are probabilities", holds=lambda world: all(map(is_law, (world["pi"], *world["p"]))))
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
MIXED_SIGNS = Hypothesis("prior the same for both signs, the posterior positive with probability s", holds=by_construction)
SIGNS_BEFORE_DATA = Hypothesis("signs fixed before the data", holds=by_construction)

# section 6
PRINTED_DISCRIMINATOR = Hypothesis("a = p(z|x), b = p(z|x,n), D* = a/(a+b)", holds=positive("a", "b"))
DISCRIMINATOR = Hypothesis("a = p(z), b = p(z|n), D* = a/(a+b)", holds=positive("a", "b"))
SIGMOID = Hypothesis("D = 1/(1 + exp(-u))", holds=by_construction)
BAYES_TERMS = Hypothesis("a = p(z|x̂), b = p(x̂), c = p(z)", holds=positive("a", "b", "c"))
PRIOR_AND_MARGINAL = Hypothesis("p the prior of x̂, q the generated marginal", holds=laws("p", "q"))

# what the experiments show
MEASURED = "it is said of trained networks"
PAPERS_SIZE = Hypothesis("the small AlexNet of Table 1, on CIFAR-10", undecided=MEASURED)
CONVERGED = Hypothesis("training has converged", undecided=MEASURED)
LABELS_FITTED = Hypothesis("beta < 1, and the labels are fitted at every rate of corruption", undecided=MEASURED)
OVER_BETA = Hypothesis("one architecture, trained at a small beta and at a large one", undecided=MEASURED)
