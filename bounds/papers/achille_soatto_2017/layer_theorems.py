"""The theorems that derivations about noisy layers cite, each with the test that a step is an instance of it.

h_z stands for the entropy of z, h[n] for that of z given the input n, g[n, i] for that of the term eps_i w_i x_i.
"""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.expectation import INPUT, Mean, equal, linear
from bounds.derivations.naming import spelled_out
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence
from bounds.papers.achille_soatto_2017.formulas import gaussian, section_7
from bounds.papers.achille_soatto_2017.rows import Row

MARGINAL = sympy.Symbol("h_z", real=True)
CONDITIONAL, TERM = (sympy.IndexedBase(name, real=True) for name in ("h", "g"))


def information_of_entropies() -> sympy.Expr:
    """h(z) - E_x h(z|x)."""
    return MARGINAL - Mean.over(CONDITIONAL[INPUT])


def entropy_power_floor(row: Row) -> sympy.Expr:
    """E_x of the least entropy that the terms' entropies allow z given x."""
    powers = row.total(sympy.exp(2 * TERM[row.n, row.i]))
    return Mean.over(sympy.log(powers) / 2)


def term_entropy(row: Row) -> sympy.Expr:
    """The entropy of eps_i w_i x_i: a log-normal's, moved by log|w_i x_i|."""
    size = sympy.log(row.w[row.i] ** 2 * row.input() ** 2) / 2
    return size + gaussian.entropy(row.alpha) - row.alpha / 2


@theorem("linearity", "E_x and sums are linear, E_x 1 = 1, logarithms of products are sums")
def linearity(step: Step) -> bool:
    """arguments, if any: `denominator`, z's variance, positive, which the sides' difference is multiplied by."""
    denominator, row = step.arguments.get("denominator"), Row()
    if denominator is None:
        return step.relation == "=" and equal(step.lhs, step.rhs)
    if denominator != row.V + row.alpha_tilde * row.m:  # times 0, all are equal
        return False
    place = sympy.Dummy("s", positive=True)
    difference = linear((step.lhs - step.rhs).xreplace({denominator: place})) * place
    return step.relation == "=" and equal(sympy.expand(difference).xreplace({place: denominator}), sympy.Integer(0))


@theorem("differentiation", "a derivative equals its closed form")
def differentiation(step: Step) -> bool:
    derivatives = step.lhs.atoms(sympy.Derivative)
    return step.relation == "=" and bool(derivatives) and sympy.simplify(step.lhs.doit() - step.rhs) == 0


@theorem("definition of mutual information", "I(z;x) = h(z) - E_x h(z|x)", requires=(assumed.NO_ATOM,))
def mutual_information(step: Step) -> bool:
    return step.relation == "=" and step.rhs == step.lhs.subs(Row().information, information_of_entropies())


@theorem(
    "maximum entropy",
    "h(z) <= 1/2 log(2 pi e Var z), Var z = V + sum_i alpha~_i w_i^2 E x_i^2",
    requires=(assumed.NOISE,),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 8.6.5",
    lemma=True,
)
def maximum_entropy(step: Step) -> bool:
    row = Row(per_weight=True)
    return step.relation == "<=" and equal(step.rhs - step.lhs, gaussian.entropy(row.V + row.noise_power) - MARGINAL)


@theorem(
    "entropy power inequality",
    "exp(2 h(sum of independent terms)) >= sum of exp(2 h(term))",
    requires=(assumed.NOISE, assumed.NO_ATOM),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 17.7.3",
    lemma=True,
)
def entropy_power_inequality(step: Step) -> bool:
    gain = Mean.over(CONDITIONAL[INPUT]) - entropy_power_floor(Row())
    return step.relation == "<=" and equal(step.rhs - step.lhs, gain)


@theorem(
    "entropy of a scaled log-normal",
    "h(a eps) = log|a| + 1/2 log(2 pi e alpha) - alpha/2",
    requires=(assumed.NOISE,),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 8.6.4 and its corollary",
)
def scaled_log_normal(step: Step) -> bool:
    row = Row(per_weight=True)
    substituted = step.lhs.replace(
        lambda node: isinstance(node, sympy.Indexed) and node.base == TERM,
        lambda node: term_entropy(row).subs({row.n: node.indices[0], row.i: node.indices[1]}, simultaneous=True),
    )
    return step.relation == "=" and equal(substituted, step.rhs)


@theorem(
    "Jensen for E_x",
    "E_x log f <= log E_x f",
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 2.6.2",
)
def jensen_over_inputs(step: Step) -> bool:
    """One E_x log f of one side is log E_x f on the other, with a factor of the sign that the direction needs."""
    return step.relation == "<=" and (
        _replaces_a_mean(step.lhs, step.rhs, positive=True) or _replaces_a_mean(step.rhs, step.lhs, positive=False)
    )


@theorem(
    "Jensen for weights that sum to 1",
    "sum_i p_i log y_i <= log sum_i p_i y_i where sum_i p_i = 1, p_i >= 0",
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 2.6.2",
)
def jensen_over_weights(step: Step) -> bool:
    """arguments: `weights` p_i and `values` y_i = x_i^2/E x_i^2; the step has E_x of either side, times -1/2."""
    row = Row()
    p, y = step.arguments["weights"], step.arguments["values"]
    above = -Mean.over(row.total(p * sympy.log(y))) / 2
    below = -Mean.over(sympy.log(row.total(p * y))) / 2
    return (
        step.relation == "<="
        and equal(row.total(p), sympy.Integer(1))
        and _is_ratio_of_squares(p)
        and y == row.input() ** 2 / Mean.over(row.input() ** 2)
        and equal(step.rhs - step.lhs, above - below)
    )


@theorem("rho at most 1", "log is increasing", requires=(assumed.RHO,))
def rho_at_most_one(step: Step) -> bool:
    row = Row()
    gain = (sympy.log(1 + row.alpha_tilde) - sympy.log(row.rho + row.alpha_tilde)) / 2
    return step.relation == "<=" and equal(step.rhs - step.lhs, gain)


@theorem(
    "rho of uncorrelated inputs without mean", "V = m, so rho = 1", requires=(assumed.UNCORRELATED, assumed.ZERO_MEAN)
)
def rho_is_one(step: Step) -> bool:
    rho = Row().rho
    return step.relation == "=" and step.lhs.xreplace({rho: sympy.Integer(1)}) == step.rhs.xreplace(
        {rho: sympy.Integer(1)}
    )


def uncorrelated_variance() -> sympy.Expr:
    """V of uncorrelated inputs."""
    row = Row()
    return row.total(row.w[row.i] ** 2 * (Mean.over(row.input() ** 2) - Mean.over(row.input()) ** 2))


@theorem("variance of uncorrelated inputs", "w . Cov(x) w = sum_i w_i^2 Var x_i", requires=(assumed.UNCORRELATED,))
def variances_add(step: Step) -> bool:
    return step.relation == "=" and step.lhs == Row().V and step.rhs == uncorrelated_variance()


def covariances_of_squares() -> sympy.Expr:
    """The variance of w^2 . x^2, as a double sum of covariances."""
    row = Row()
    one, other = row.input() ** 2, row.input(row.j) ** 2
    covariance = Mean.over(one * other) - Mean.over(one) * Mean.over(other)
    return row.total(row.total(row.w[row.i] ** 2 * row.w[row.j] ** 2 * covariance, row.j))


def variances_of_squares() -> sympy.Expr:
    row = Row()
    square = row.input() ** 2
    return row.total(row.w[row.i] ** 4 * (Mean.over(square**2) - Mean.over(square) ** 2))


@theorem(
    "variance of uncorrelated squares",
    "the covariances of different squares are 0",
    requires=(assumed.SQUARES_UNCORRELATED,),
)
def squares_variances_add(step: Step) -> bool:
    return step.relation == "=" and step.lhs == covariances_of_squares() and step.rhs == variances_of_squares()


@theorem("Claim 1", "alpha = exp(-2 Ibar)", requires=(assumed.CLAIM_1,))
def claim_1(step: Step) -> bool:
    alpha, per_weight = Row().alpha, sympy.Symbol("Ibar", real=True)
    return step.relation == "=" and step.lhs.subs(alpha, sympy.exp(-2 * per_weight)) == step.rhs


@theorem(
    "digamma",
    "log u - psi(u) <= 1/u for u > 0",
    source="Alzer, On some inequalities for the gamma and psi functions (1997), inequality (2.2)",
    lemma=True,
)
def digamma(step: Step) -> bool:
    points = [node.args[1] for node in step.lhs.atoms(sympy.polygamma) if node.args[0] == 0]
    return step.relation == "<=" and any(
        u.is_positive and equal(step.lhs, (sympy.log(u) - sympy.digamma(u)) / 2) and equal(step.rhs, 1 / (2 * u))
        for u in points
    )


@theorem("x bounded", "E x^4 <= B^2 E x^2 where |x| <= B", requires=(assumed.BOUNDED_INPUTS,))
def bounded_inputs(step: Step) -> bool:
    x, reach = sympy.IndexedBase("x", real=True)[INPUT], sympy.Symbol("B", positive=True)
    fourth, second = Mean.over(x**4), Mean.over(x**2)
    return step.relation == "<=" and step.lhs == fourth / second**2 and step.rhs == reach**2 * second / second**2


@theorem("second moment bounded below", "B^2/E x^2 <= B^2/v where E x^2 >= v", requires=(assumed.LEAST_SECOND_MOMENT,))
def least_second_moment(step: Step) -> bool:
    x, (reach, least) = sympy.IndexedBase("x", real=True)[INPUT], sympy.symbols("B v", positive=True)
    return step.relation == "<=" and step.lhs == reach**2 / Mean.over(x**2) and step.rhs == reach**2 / least


@theorem(
    "the Lagrangian at the optimal noise",
    "alpha w^2 h - (beta/2) log alpha at alpha = beta/(2 w^2 h) is beta/2 (1 + log(2 w^2 h/beta))",
    requires=(sentence.CURVATURE_OF_A_WEIGHT, sentence.LEAST_AT_OPTIMUM),
)
def least_lagrangian(step: Step) -> bool:
    """The step is C = rhs; w counts by its size alone."""
    known = {section_7.w: sympy.Symbol("w", positive=True), section_7.h: sympy.Symbol("h", positive=True)}
    optimum = section_7.beta / (2 * section_7.w**2 * section_7.h)
    least = section_7.lagrangian(optimum).xreplace(known)
    return step.relation == "=" and step.lhs == section_7.least and equal(step.rhs.xreplace(known), least)


def _replaces_a_mean(side: sympy.Expr, other: sympy.Expr, *, positive: bool) -> bool:
    """Whether `other` is `side` with one E_x log f, of a factor of that sign, replaced by log E_x f."""
    side = spelled_out(side)
    place = sympy.Dummy("t", real=True)
    for mean in side.atoms(Mean):
        # over all inputs: on another range P is no law
        if mean == Mean.over(mean.inside) and isinstance(mean.inside, sympy.log):
            form = side.xreplace({mean: place})
            factor = sympy.diff(form, place)
            fits = factor.is_positive if positive else factor.is_negative
            if factor.is_number and fits and equal(form.xreplace({place: _log_of_mean(mean)}), other):
                return True
    return False


def _log_of_mean(mean: Mean) -> sympy.Expr:
    return sympy.log(Mean.over(mean.inside.args[0]))


def _is_ratio_of_squares(p: sympy.Expr) -> bool:
    """Whether p is w_i^2 E[x_i^2] / m, which no value of w or x makes negative."""
    row = Row()
    return bool(linear(p - row.w[row.i] ** 2 * Mean.over(row.input() ** 2) / row.m) == 0)
