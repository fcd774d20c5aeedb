"""What section 5's hypotheses on moments say, as rules that derivations go by."""

import sympy

from bounds.derivations.derivation import Step, theorem
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
