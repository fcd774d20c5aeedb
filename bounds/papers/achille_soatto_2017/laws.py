"""Probabilities sum to one: the rules that say so to a derivation, for two laws and for a channel and its mixture."""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.hypotheses import MIXTURE
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas.distributions import two_laws
from bounds.papers.achille_soatto_2017.formulas.section_2 import channel


@theorem("laws sum to one", "sum_k p_k = sum_k q_k = 1", requires=(assumed.LAWS,))
def both_sum_to_one(step: Step) -> bool:
    p, q, over = two_laws()
    return _agree(step, sympy.Sum(p, over), sympy.Sum(q, over))


@theorem(
    "a channel's laws sum to one",
    "sum_d pi_d sum_v p_d(v) = sum_d pi_d sum_v q(v) = 1",
    requires=(assumed.CHANNEL, MIXTURE),
)
def mixture_sums_to_one(step: Step) -> bool:
    weight, p, q, over_d, over_v = channel()
    return _agree(step, *(sympy.Sum(weight * sympy.Sum(law, over_v), over_d) for law in (p, q)))


def _agree(step: Step, *ones: sympy.Expr) -> bool:
    """Whether the sides are the same once each of these sums is 1."""
    one = dict.fromkeys(ones, sympy.Integer(1))
    return bool(step.relation == "=" and (step.lhs.xreplace(one) - step.rhs.xreplace(one)).expand() == 0)
