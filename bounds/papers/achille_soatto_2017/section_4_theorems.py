"""What hypotheses of section 4 say, as rules that derivations go by."""

import sympy
from sympy.core.function import AppliedUndef

from bounds.derivations.derivation import Step, theorem
from bounds.papers.achille_soatto_2017 import hypotheses as assumed


@theorem("scale invariance", "p(w) = l p(l w) for every l > 0", requires=(assumed.SCALE_INVARIANT,))
def scale_invariance(step: Step) -> bool:
    """arguments: `l`, positive; the step is p(w) = l p(l w)."""
    lhs, scale = step.lhs, step.arguments["l"]
    if not isinstance(lhs, AppliedUndef) or step.relation != "=":
        return False
    (weight,) = lhs.args
    return bool(scale.is_positive and weight.is_positive and step.rhs == scale * lhs.func(sympy.simplify(scale * weight)))
