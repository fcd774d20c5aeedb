"""What the proofs about generalisation cite: moments of losses, divergences from a prior, sums over finite laws."""

import sympy

from bounds.derivations.algebra import normal_form
from bounds.derivations.derivation import Step, theorem
from bounds.derivations.theorems import COVER, RUDIN, proves
from bounds.papers.achille_soatto_2017 import generalisation_hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.generalisation import (
    OUTCOMES,
    bernoulli,
    data_sets,
    divergence,
    examples,
    g,
    p,
    pi,
    r,
    sigma,
    training,
    true,
)

CONCENTRATION = "Boucheron, Lugosi and Massart, Concentration Inequalities (2013), "


@theorem(
    "a mean of sub-Gaussian losses",
    "log E exp(lambda g) <= lambda^2 sigma^2/(2 N) for the mean g of N independent centred sigma-sub-Gaussian losses",
    requires=(assumed.SUB_GAUSSIAN,),
    source=CONCENTRATION + "section 2.3",
)
def sub_gaussian_mean(step: Step) -> bool:
    """arguments: `factor` lambda, and `at`, the indices of the outcome (v, or i and v for one example alone)."""
    number = examples if len(step.arguments["at"]) == 1 else 1
    return _cumulant_below(step, sigma**2 / number)


@theorem(
    "Hoeffding's lemma",
    "log E exp(lambda g) <= lambda^2/(8 N) for the mean g of N independent centred variables in intervals of length 1",
    requires=(assumed.LOSSES_IN_UNIT_INTERVAL,),
    source="Hoeffding, Probability inequalities for sums of bounded random variables (1963), equation 4.16",
)
def hoeffding(step: Step) -> bool:
    """arguments: `factor` lambda, and `at`, the index v of the outcome."""
    return len(step.arguments["at"]) == 1 and _cumulant_below(step, 1 / (4 * examples))


def _cumulant_below(step: Step, variance: sympy.Expr) -> bool:
    """Whether the step is lambda x - lambda^2 variance/2 <= lambda x - log sum r exp(lambda g), x = sum p g."""
    factor, at = step.arguments["factor"], step.arguments["at"]
    gap = factor * sympy.Sum(p[at] * g[at], OUTCOMES)
    cumulant = sympy.log(sympy.Sum(r[at] * sympy.exp(factor * g[at]), OUTCOMES))
    return bool(
        step.relation == "<="
        and factor.is_real
        and _same(step.lhs, gap - factor**2 * variance / 2)
        and step.rhs == gap - cumulant
    )


@theorem(
    "Donsker and Varadhan",
    "sum p f - log sum r exp(f) <= sum p log(p/r) for laws p and r",
    source=CONCENTRATION + "corollary 4.15",
)
def donsker_varadhan(step: Step) -> bool:
    """arguments: `f`, and `at`, the indices of p; those of r are the last of them where r has fewer.

    The step may also be exp(sum p f - sum p log(p/r)) <= sum r exp(f). p and r are laws by a hypothesis of the reading.
    """
    f, at, of_r = (step.arguments[name] for name in ("f", "at", "of_r"))
    known = {assumed.LAWS_OF_PAIRS: (1, 1), assumed.LAWS_OF_EACH: (2, 2), assumed.PRIOR_BEFORE_DATA: (2, 1)}
    if (len(at), len(of_r)) not in [sizes for law, sizes in known.items() if law in step.under]:
        return False
    mean, information = sympy.Sum(p[at] * f, OUTCOMES), divergence(p[at], r[of_r])
    moment = sympy.Sum(r[of_r] * sympy.exp(f), OUTCOMES)
    plain = _same(step.lhs, mean - sympy.log(moment)) and step.rhs == information
    raised = isinstance(step.lhs, sympy.exp) and step.rhs == moment
    return step.relation == "<=" and (plain or bool(raised and _same(step.lhs.args[0], mean - information)))


@theorem("a root", "x <= |x| <= sqrt(c y) where x^2/c <= y and c > 0", source=RUDIN + "theorem 1.21")
def below_a_root(step: Step) -> bool:
    """arguments: `x`, `scale` c, `y`, and `proof`, a derivation of x^2/c <= y."""
    x, scale, y = (step.arguments[name] for name in ("x", "scale", "y"))
    return bool(
        step.relation == "<="
        and x.is_real
        and scale.is_positive
        and step.lhs in (x, sympy.Abs(x))
        and step.rhs == sympy.sqrt(scale * y)
        and proves(step, x**2 / scale, y)
    )


@theorem(
    "the divergence is convex",
    "kl(sum p a || sum p b) <= sum p kl(a || b) for a law p",
    requires=(assumed.PRIOR_BEFORE_DATA,),
    source=COVER + "theorem 2.7.2",
)
def convex_divergence(step: Step) -> bool:
    """arguments: the indices `at` of p, and of the errors e; t has the last of them."""
    at = step.arguments["at"]
    one, other = training[at], true[at[-1]]
    apart = bernoulli(sympy.Sum(p[at] * one, OUTCOMES), sympy.Sum(p[at] * other, OUTCOMES))
    return step.relation == "<=" and (step.lhs, step.rhs) == (apart, sympy.Sum(p[at] * bernoulli(one, other), OUTCOMES))


@theorem("finite sums change places", "sum_d pi_d sum_v r_v F_dv = sum_v r_v sum_d pi_d F_dv", source=RUDIN + "8.3")
def sums_change_places(step: Step) -> bool:
    """arguments: `term` F, and the index `d` of the data sets; the other is that of the outcomes."""
    term, d = step.arguments["term"], step.arguments["d"]
    v, over = OUTCOMES[0], (d, 0, data_sets - 1)
    first = sympy.Sum(pi[d] * sympy.Sum(r[v] * term, OUTCOMES), over)
    return step.relation == "=" and (step.lhs, step.rhs) == (
        first,
        sympy.Sum(r[v] * sympy.Sum(pi[d] * term, over), OUTCOMES),
    )


@theorem(
    "Maurer's lemma",
    "E exp(N kl(e || E e)) <= 2 sqrt(N) for the mean e of N independent variables in [0, 1] of one law",
    requires=(assumed.LOSSES_IN_UNIT_INTERVAL, assumed.ERRORS),
    source="Maurer, A note on the PAC Bayesian theorem (2004), theorem 1 for N >= 8; a finite sum for the others",
    lemma=True,
)
def maurer(step: Step) -> bool:
    """The step is sum_d pi_d exp(N kl(e_dv || t_v)) <= 2 sqrt(N), at any weights v."""
    if not isinstance(step.lhs, sympy.Sum) or len(step.lhs.limits) != 1:
        return False
    ((d, *ends),) = step.lhs.limits
    v = OUTCOMES[0]
    moment = pi[d] * sympy.exp(examples * bernoulli(training[d, v], true[v]))
    return bool(
        step.relation == "<="
        and ends == [0, data_sets - 1]
        and step.lhs.function == moment
        and step.rhs == 2 * sympy.sqrt(examples)
    )


@theorem("a law sums to 1", "sum_v r_v c = c", requires=(assumed.PRIOR_BEFORE_DATA,))
def law_sums_to_one(step: Step) -> bool:
    v = OUTCOMES[0]
    return step.relation == "=" and not step.rhs.has(v) and step.lhs == sympy.Sum(r[v] * step.rhs, OUTCOMES)


@theorem(
    "Jensen for two outcomes",
    "-log(x + y) <= a log(a/x) + (1 - a) log((1 - a)/y) for 0 < a < 1: log is concave",
    requires=(assumed.PROPER_SHARES,),
    source=COVER + "theorem 2.6.2",
)
def jensen_for_two(step: Step) -> bool:
    """x = rho/2 and y = 1 - rho, which are positive."""
    a, rho = sympy.symbols("a rho", positive=True)
    x, y = rho / 2, 1 - rho
    parts = a * sympy.log(a / x) + (1 - a) * sympy.log((1 - a) / y)
    return step.relation == "<=" and step.lhs == -sympy.log(x + y) and step.rhs == parts


@theorem(
    "kl falls up to p",
    "kl(e || p) <= kl(0 || p) = -log(1 - p) for 0 < e < p < 1",
    requires=(assumed.BELOW_CERTIFICATE,),
    source=COVER + "theorem 2.7.2: kl(. || p) is convex, and 0 at p",
)
def falls_from_zero(step: Step) -> bool:
    """p = e + x."""
    e, x = sympy.symbols("e x", positive=True)
    sides = (bernoulli(e, e + x), -sympy.log(1 - e - x))
    return step.relation == "<=" and (step.lhs, step.rhs) == sides


def _same(one: sympy.Expr, other: sympy.Expr) -> bool:
    return bool(normal_form(one - other) == 0)
