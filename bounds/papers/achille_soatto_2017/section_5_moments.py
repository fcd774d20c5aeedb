"""What section 5's hypotheses on moments say, as rules that derivations go by."""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.expectation import INPUT, Mean
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence

_i, _j = sympy.symbols("i j", integer=True)
_K = sympy.Symbol("K", integer=True, positive=True)
_a, _r = sympy.IndexedBase("a", positive=True), sympy.Symbol("r", positive=True)
SQUARES = sympy.Sum(_a[_j] ** 2, (_j, 0, _K - 1))


@theorem("no term dominates", "a_i^4 <= a_i^2 r (sum a_j^2)/dim(x)", requires=(sentence.NO_TERM_DOMINATES,))
def no_term_dominates(step: Step) -> bool:
    return step.relation == "<=" and (step.lhs, step.rhs) == (_a[_i] ** 4, _a[_i] ** 2 * (_r * SQUARES / _K))


@theorem("a constant factor", "sum_i f_i c = c sum_i f_i")
def constant_out(step: Step) -> bool:
    """The sum of a_i^2 times r S/K, S the sum of the a_j^2, over S^2 is r/K."""
    inside = sympy.Sum(_a[_i] ** 2 * (_r * SQUARES / _K), (_i, 0, _K - 1))
    total = sympy.Sum(_a[_i] ** 2, (_i, 0, _K - 1))
    return step.relation == "=" and (step.lhs, step.rhs) == (inside / total**2, _r / _K)


_s, _floor = sympy.IndexedBase("s", positive=True)[INPUT], sympy.Symbol("r", positive=True)
STEEPEST = (_floor - 1 - sympy.log(_floor)) / (1 - _floor) ** 2
PARABOLA = 1 - _s + STEEPEST * (_s - 1) ** 2


@theorem(
    "logarithm under a parabola",
    "-log s <= 1 - s + k (s - 1)^2 for s >= r, k = (r - 1 - log r)/(1 - r)^2: (s - 1 - log s)/(s - 1)^2 falls in s",
    requires=(sentence.FLOOR,),
    source="calculus",
)
def under_a_parabola(step: Step) -> bool:
    return step.relation == "<=" and (step.lhs, step.rhs) == (-Mean.over(sympy.log(_s)) / 2, Mean.over(PARABOLA) / 2)


@theorem("mean one", "E s = 1", requires=(sentence.MEAN_ONE,))
def mean_one(step: Step) -> bool:
    """Takes the mean of 1 - s, which is 0, from the parabola's."""
    rest = STEEPEST / 2 * Mean.over((_s - 1) ** 2)
    return step.relation == "=" and (step.lhs, step.rhs) == (Mean.over(PARABOLA) / 2, rest)
