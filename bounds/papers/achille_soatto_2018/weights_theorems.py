"""What the proofs about priors of the weights cite: marginals of a law of two weights, means over data sets."""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.theorems import COVER, proves
from bounds.papers.achille_soatto_2017.formulas.generalisation import examples, pi, training, true
from bounds.papers.achille_soatto_2017.generalisation_hypotheses import ERRORS, PRIOR_BEFORE_DATA
from bounds.papers.achille_soatto_2018.formulas.weights import (
    FIRST,
    OVER_DATA_OF_N,
    OVER_WEIGHTS,
    SECOND,
    d,
    i,
    j,
    lam,
    largest,
    q,
    r,
    share,
    v,
)
from bounds.papers.achille_soatto_2018.hypotheses import BOUNDED_LOSS, LARGE_LAMBDA, MARGINALS

LAWS = (("a", "r", FIRST), ("b", "s", SECOND))  # a marginal of q, the prior's law of that weight, what both run over


@theorem(
    "marginals",
    "sum_ij q_ij f_i = sum_i a_i f_i, and with b for the other weight",
    requires=(MARGINALS,),
)
def marginals(step: Step) -> bool:
    """arguments: `f`, of i alone or of j alone."""
    f = step.arguments["f"]
    both = sympy.Sum(sympy.Sum(q[i, j] * f, SECOND), FIRST)
    alone = {over[0]: sympy.Sum(_law(name, over) * f, over) for name, _, over in LAWS}
    of = f.free_symbols & {i, j}
    return step.relation == "=" and len(of) == 1 and (step.lhs, step.rhs) == (both, alone[of.pop()])


@theorem(
    "Gibbs",
    "sum a log r <= sum a log a for laws a and r, and for b and s",
    requires=(MARGINALS,),
    source=COVER + "theorem 2.6.3",
)
def gibbs(step: Step) -> bool:
    """The step is of one of the weights."""
    known = [
        tuple(sympy.Sum(_law(law, over) * sympy.log(_law(one, over)), over) for one in (prior, law))
        for law, prior, over in LAWS
    ]
    return step.relation == "<=" and (step.lhs, step.rhs) in known


@theorem("a positive factor", "x <= y/c where c x <= y, for c = N (1 - 1/(2 lambda))", requires=(LARGE_LAMBDA,))
def positive_factor(step: Step) -> bool:
    """arguments: `y`, and `proof`, a derivation of c x <= y."""
    factor, y = examples * share(), step.arguments["y"]
    return step.relation == "<=" and step.rhs == y / factor and proves(step, factor * step.lhs, y)


@theorem(
    "Jensen over data sets",
    "sum_d pi_d log m_d <= log sum_d pi_d m_d for a law pi: log is concave",
    requires=(PRIOR_BEFORE_DATA,),
    source=COVER + "theorem 2.6.2",
)
def jensen(step: Step) -> bool:
    """arguments: `m`, a sum of positive terms."""
    m = step.arguments["m"]
    lhs, rhs = sympy.Sum(pi[d] * sympy.log(m), OVER_DATA_OF_N), sympy.log(sympy.Sum(pi[d] * m, OVER_DATA_OF_N))
    positive = isinstance(m, sympy.Sum) and m.function.is_positive
    return bool(step.relation == "<=" and positive and (step.lhs, step.rhs) == (lhs, rhs))


def exponent() -> sympy.Expr:
    """(N (1 - 1/(2 lambda)) t_v - N e_dv)/(lambda L_max)."""
    return examples * (share() * true[v] - training[d, v]) / (lam * largest)


@theorem(
    "exponential moment of bounded losses",
    "log sum_v r_v E exp((N (1 - 1/(2 lambda)) t_v - N e_v)/(lambda L_max)) <= 0 for the mean e of N independent losses"
    " in [0, L_max] of mean t: exp(-x) <= 1 - x + x^2/2",
    requires=(LARGE_LAMBDA, PRIOR_BEFORE_DATA, BOUNDED_LOSS, ERRORS),
    source="McAllester, A PAC-Bayesian tutorial with a dropout bound (2013), section 2",
    lemma=True,
)
def exponential_moment(step: Step) -> bool:
    """Positive factors may stand before it."""
    moment = sympy.Sum(r[v] * sympy.Sum(pi[d] * sympy.exp(exponent()), OVER_DATA_OF_N), OVER_WEIGHTS)
    factors = list(sympy.Mul.make_args(step.lhs))
    if step.relation != "<=" or step.rhs != 0 or sympy.log(moment) not in factors:
        return False
    factors.remove(sympy.log(moment))
    return all(factor.is_positive for factor in factors)


def _law(name: str, over: tuple[sympy.Symbol, sympy.Expr, sympy.Expr]) -> sympy.Expr:
    return sympy.IndexedBase(name, positive=True)[over[0]]
