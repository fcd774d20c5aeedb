"""What hypotheses of section 4 say, as rules that derivations go by."""

import sympy
from sympy.core.function import AppliedUndef

from bounds.derivations.context import runs_forward
from bounds.derivations.derivation import Step, theorem
from bounds.papers.achille_soatto_2017 import hypotheses as assumed


@theorem("scale invariance", "p(w) = l p(l w) for every l > 0", requires=(assumed.SCALE_INVARIANT,))
def scale_invariance(step: Step) -> bool:
    """arguments: `l`, positive; the step is p(w) = l p(l w)."""
    lhs, scale = step.lhs, step.arguments["l"]
    if not isinstance(lhs, AppliedUndef) or step.relation != "=":
        return False
    (weight,) = lhs.args
    return bool(
        scale.is_positive and weight.is_positive and step.rhs == scale * lhs.func(sympy.simplify(scale * weight))
    )


@theorem("no negative eigenvalue", "|l_k| = l_k at a local minimum", requires=(assumed.LOCAL_MINIMUM,))
def no_negative_eigenvalue(step: Step) -> bool:
    value = sympy.IndexedBase("lambda", real=True)[sympy.Symbol("k", integer=True)]
    return step.relation == "=" and (step.lhs, step.rhs) == (value, sympy.Abs(value))


@theorem("flatter in every direction", "f_i <= H_ii", requires=(assumed.FLATTER_EVERYWHERE,))
def flatter_everywhere(step: Step) -> bool:
    i = sympy.Symbol("i", integer=True)
    f, h = (sympy.IndexedBase(name, positive=True)[i] for name in ("f", "h"))
    return step.relation == "<=" and (step.lhs, step.rhs) == (f, h)


@theorem(
    "a product of sums", "sum a_i b_i <= (sum a_i)(sum b_i) for positive a_i and b_i: multiplied out it has more terms"
)
def product_of_sums(step: Step) -> bool:
    """arguments: `factors` (a_i, b_i); both of the sums on the right have the limits of the left one."""
    a, b = step.arguments["factors"]
    if not isinstance(step.lhs, sympy.Sum) or not runs_forward(step.lhs.limits):
        return False
    limits = step.lhs.limits
    product = sympy.Sum(a, *limits) * sympy.Sum(b, *limits)
    positive = bool(a.is_positive and b.is_positive)
    return positive and step.relation == "<=" and step.lhs.function == a * b and step.rhs == product


@theorem(
    "substitution",
    "int_0^oo f(w) dw = int f(e^h) e^h dh over the line",
    source="Rudin, Principles of Mathematical Analysis, theorem 6.19",
)
def logarithm_as_variable(step: Step) -> bool:
    """The step is the integral over a positive w and that over h = log w."""
    if not (isinstance(step.lhs, sympy.Integral) and isinstance(step.rhs, sympy.Integral)):
        return False
    (w, *of_w), (h, *of_h) = step.lhs.limits[0], step.rhs.limits[0]
    inside = step.lhs.function.subs(w, sympy.exp(h)) * sympy.exp(h)
    ends = of_w == [0, sympy.oo] and of_h == [-sympy.oo, sympy.oo] and len(step.lhs.limits + step.rhs.limits) == 2
    return bool(step.relation == "=" and ends and h.is_real and step.rhs.function == inside)


H_1, H_2, I_1, I_2 = sympy.symbols("H_1 H_2 I_1 I_2", real=True)
BETA, DELTA = sympy.symbols("beta delta", positive=True)


@theorem("a minimiser at beta", "H_1 + beta I_1 <= H_2 + beta I_2", requires=(assumed.OPTIMAL_AT_BETA,))
def optimal_at_beta(step: Step) -> bool:
    """The step adds what the first gains over the second, over delta."""
    return _adds(step, H_2 - H_1 + BETA * (I_2 - I_1))


@theorem(
    "a minimiser at beta + delta",
    "H_2 + (beta + delta) I_2 <= H_1 + (beta + delta) I_1",
    requires=(assumed.OPTIMAL_AT_LARGER_BETA,),
)
def optimal_at_larger_beta(step: Step) -> bool:
    """The step adds what the second gains over the first, over delta."""
    return _adds(step, H_1 - H_2 + (BETA + DELTA) * (I_1 - I_2))


def _adds(step: Step, gain: sympy.Expr) -> bool:
    return step.relation == "<=" and sympy.expand(step.rhs - step.lhs - gain / DELTA) == 0
