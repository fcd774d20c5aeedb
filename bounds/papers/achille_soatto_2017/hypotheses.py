"""What the readings assume, theorems require, and input families meet."""

from bounds.claims.hypothesis import Hypothesis

# any section
FINITE = Hypothesis("finite alphabets")

# sections 2 and 3
PRINTED_CHAIN = Hypothesis("x → z → y as printed: p(x|z,y) = p(x|y)")
TEXTBOOK_CHAIN = Hypothesis("x → z → y: p(x|z,y) = p(x|z)")
TASK_CHAIN = Hypothesis("y → x → z")
BETA_POSITIVE = Hypothesis("beta > 0")
BETA_A_QUARTER = Hypothesis("beta = 1/4")
BETA_BELOW_ONE = Hypothesis("0 < beta < 1")
MINIMAL_FOR_TASK = Hypothesis("t is the minimal sufficient statistic of x for y")
MINIMAL_STATISTIC = Hypothesis("t is the minimal sufficient statistic")
MINIMAL_AMONG_SUFFICIENT = Hypothesis(
    "t is the minimal sufficient statistic: a function of x and of every sufficient z"
)
NO_MORE_COMPLEX_THAN_TASK = Hypothesis("z is minimal: no more complex than y itself")
GROUP_NUISANCE = Hypothesis("x = n·u with n independent of u")
FUNCTION_OF_DATUM = Hypothesis("v = f(x)")
LEMMA_NUISANCE = Hypothesis("n is Lemma 2.2's")
LEMMA_NUISANCE_OF_STATISTIC = Hypothesis("n is Lemma 2.2's for the pair (t,x)")
ONE_NUISANCE = Hypothesis("n one nuisance")
DETERMINISTIC_TASK = Hypothesis("y = g(x)")
XOR = Hypothesis("x = y ⊕ n")
UNIFORM_BITS = Hypothesis("y and n uniform")
INDEPENDENT_BITS = Hypothesis("n independent of y")
THREE_LAYERS = Hypothesis("L = 3")

# section 4, up to Claim 1
ONE_CELL = Hypothesis("p = p(y|x,w) and q = q(y|x,w) at one (x,w)")
GAUSSIAN_THETA = Hypothesis("theta is Gaussian with variance s")
GAUSSIAN_DATA = Hypothesis("D is theta with Gaussian noise of variance v")
LABELLED_DATA = Hypothesis("D = (x, y)")
PROPER_PRIOR = Hypothesis("proper prior")
FINITELY_MANY_WEIGHTS = Hypothesis("finitely many weights")
RANDOM_LABELS = Hypothesis("labels uniform and independent of the inputs")
TRUE_INFORMATION = Hypothesis("I is a true mutual information")
ONE_WEIGHT_NOISE = Hypothesis("log eps ~ N(-alpha/2, alpha)")
IMPROPER_PRIOR = Hypothesis("improper prior p(w) = c/|w|")
CONSTANT_IN_ALPHA = Hypothesis("C does not depend on alpha")
LOG_UNIFORM_PRIOR = Hypothesis("proper prior log Uniform(a, b) on |w|, signs known")
TRUNCATED = Hypothesis("posterior truncated to [a, b]")
QUADRATIC = Hypothesis("quadratic loss")
ALPHA_VANISHES = Hypothesis("alpha -> 0")

# Proposition 5 and Remark 4.4
STATIONARY = Hypothesis("alpha stationary for E[L] - (beta/2) sum log alpha")
AVERAGED_CURVATURES_POSITIVE = Hypothesis("c_i > 0")
CURVATURES_POSITIVE = Hypothesis("H_ii > 0 and w_i != 0")
SEMIDEFINITE = Hypothesis("H positive semidefinite")
CROSS_ENTROPY = Hypothesis("cross-entropy")
RESCALED_LAYERS = Hypothesis("ReLU network rescaled layer by layer")
TWO_RESCALED_LAYERS = Hypothesis("two layers, one scaled by l, the other by 1/l")

# Propositions 6 and 7
NOISE = Hypothesis("log eps_i ~ N(-alpha_i/2, alpha_i), independent")
ONE_ALPHA = Hypothesis("one alpha for the row")
UNIT = Hypothesis("I = I(z_k;x), one unit")
ONE_UNIT = Hypothesis("dim z = 1")
NO_ATOM = Hypothesis("no input leaves z at 0")
ROWS_GIVEN_X = Hypothesis("rows independent given x")
GAUSSIAN_UNIT = Hypothesis("p(z) and p(z|x) Gaussian with z's own moments")
ALPHA_GROWS = Hypothesis("alpha_1 < alpha_2")
INFORMATION_BEFORE = Hypothesis("I_1 = I(z;x) at alpha_1")
INFORMATION_AFTER = Hypothesis("I_2 = I(z;x) at alpha_2")
C_FINITE = Hypothesis("c finite")
UNCORRELATED = Hypothesis("components of x uncorrelated")
ZERO_MEAN = Hypothesis("E[x] = 0")
RHO = Hypothesis("rho <= 1")
CLAIM_1 = Hypothesis("Ibar = -1/2 log alpha")
CLAIM_1_WITHOUT_CONSTANT = Hypothesis("Claim 1 with C = 0")
KURTOSIS = Hypothesis("E[y_i^2] <= kappa for y_i = x_i^2/E[x_i^2]")
CONSTANT_IN_KAPPA = Hypothesis("C depends on kappa alone")
CONSTANT = Hypothesis("C the same for all inputs")
INDEPENDENT_SQUARES = Hypothesis("x_i^2 independent")
GAUSSIAN_INPUTS = Hypothesis(
    "x_i independent Gaussian with mean 0",
    implies=(
        (UNCORRELATED, "independent components are uncorrelated"),
        (ZERO_MEAN, "their means are 0"),
        (INDEPENDENT_SQUARES, "functions of independent components are independent"),
    ),
)
LOG_CONCAVE = Hypothesis("|x_i| with log-concave density")
SMALL_BALL = Hypothesis("Lambda^2 = max_i E log_+(1/y_i)^2")
DIMENSION = Hypothesis("D = 1/sum p_i^2")
EFFECTIVE_DIMENSIONS = Hypothesis("D effective dimensions")
INPUT_DIMENSION = Hypothesis("d = dim x")
INPUTS_IN_UNIT_INTERVAL = Hypothesis("|x_i| <= 1")
BOUNDED_INPUTS = Hypothesis("|x_i| <= B")
LEAST_SECOND_MOMENT = Hypothesis("E[x_i^2] >= v")
EQUATION_4 = Hypothesis("equation (4)")

# Corollary 5.1
STACK_NOISE = Hypothesis(
    "log eps^k_ij ~ N(-alpha^k/2, alpha^k), independent",
    implies=(
        (NOISE, "a row of a layer has independent log-normal noise"),
        (ONE_ALPHA, "a layer has one alpha, so each of its rows has"),
    ),
)
CHAIN = Hypothesis(
    "x -> z_1 -> ... -> z_L",
    implies=((UNIT, "a row of layer k + 1 is one unit, whose input is z_k in the place of x"),),
)
EVERY_LAYER = Hypothesis("for every k < L, so for their minimum")
ROWS_GIVEN_INPUT = Hypothesis(
    "rows independent given z_k", implies=((ROWS_GIVEN_X, "z_k is the rows' input, in the place of x"),)
)
RHO_EVERY_ROW = Hypothesis("rho <= 1 for every row at z_k", implies=((RHO, "any one row is one of them"),))
NO_ROW_SEES_ZEROS = Hypothesis(
    "no row sees only zeros of a z_k != 0",
    implies=((NO_ATOM, "where z_k is not 0; where it can be, c is infinite and the bound says nothing"),),
)
ROW_MEAN_OF_C = Hypothesis("c the mean of the rows' c")
ATOM = Hypothesis("q = P(z_k = 0), the rest of T4 given z_k != 0")
POSITIVE_LAYER = Hypothesis("x and both rows positive, so that a ReLU changes nothing")

# section 6
PRINTED_DISCRIMINATOR = Hypothesis("a = p(z|x), b = p(z|x,n), D* = a/(a+b)")
DISCRIMINATOR = Hypothesis("a = p(z), b = p(z|n), D* = a/(a+b)")
SIGMOID = Hypothesis("D = 1/(1 + exp(-u))")
BAYES_TERMS = Hypothesis("a = p(z|x̂), b = p(x̂), c = p(z)")
PRIOR_AND_MARGINAL = Hypothesis("p the prior of x̂, q the generated marginal")
