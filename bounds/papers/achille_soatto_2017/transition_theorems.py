"""Theorems that derivations about the transition for random labels cite.

Opaque numbers, of the labels y, the inputs x and the weights w: H_each = sum_i H(y_i|x,w), H_all = H(y|x,w),
H_y = H(y|x) and I_y = I(y;w|x).
"""

from functools import cache

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.expectation import equal
from bounds.derivations.theorems import proves
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas import transition as labels
from bounds.shannon import prove

EACH, ALL, PRIOR, STORED = sympy.symbols("H_each H_all H_y I_y", nonnegative=True)
COVER = "Cover and Thomas, Elements of Information Theory (2006), "
SHARE = sympy.Min(1, labels.beta)


def _is(step: Step, relation: str, lhs: sympy.Expr, rhs: sympy.Expr) -> bool:
    return step.relation == relation and equal(step.lhs, lhs) and equal(step.rhs, rhs)


@theorem(
    "cross-entropy is at least entropy",
    "-E log q(y_i|x,w) >= H(y_i|x,w) for any decoder q, and so for the sum over the labels",
    requires=(assumed.DECODED,),
    source=COVER + "theorem 2.6.3: Gibbs' inequality",
    lemma=True,
)
def decoder(step: Step) -> bool:
    return _is(step, ">=", labels.cross_entropy, EACH)


@theorem(
    "one label at a time",
    "sum_i H(y_i|x,w) >= H(y|x,w), by induction on H(a,b|w) <= H(a|w) + H(b|w), proved here by its certificate",
    source=COVER + "theorem 2.6.6",
)
def one_label_at_a_time(step: Step) -> bool:
    return _is(step, ">=", EACH, ALL) and _is_shannon("H(a,b|w) <= H(a|w) + H(b|w)")


@theorem("entropies of the labels", "H(y|x,w) = H(y|x) - I(y;w|x), proved here by its certificate")
def entropies_of_labels(step: Step) -> bool:
    return _is(step, "=", ALL, PRIOR - STORED) and _is_shannon("H(y|x,w) = H(y|x) - I(y;w|x)")


@theorem(
    "what the weights hold of the labels",
    "I(y;w|x) <= I(w;x,y), proved here by its certificate, and an information is at most the mean divergence from any "
    "prior that does not depend on the labels",
    requires=(assumed.TRUE_INFORMATION,),
    source=COVER + "theorem 2.5.2, and Claim 1 as repaired",
)
def information_of_labels(step: Step) -> bool:
    return _is(step, ">=", PRIOR - STORED + labels.information, PRIOR) and _is_shannon("I(y;w|x) <= I(w;x,y)")


@theorem("entropy of random labels", "H(y|x) = N log C", requires=(assumed.RANDOM_LABELS,))
def random_labels(step: Step) -> bool:
    return _is(step, "=", PRIOR, labels.entropy_of_labels)


@theorem("entropy of noisy labels", "H(y|x) = N h_C(rho)", requires=(assumed.NOISY_LABELS,))
def noisy_labels(step: Step) -> bool:
    return _is(step, "=", PRIOR, labels.size * labels.entropy_of_a_noisy_label())


@theorem("the smaller of 1 and beta", "H + beta I >= min(1, beta) (H + I) for H >= 0 and I >= 0")
def smaller_share(step: Step) -> bool:
    return _is(step, ">=", labels.lagrangian, SHARE * (labels.cross_entropy + labels.information))


@theorem(
    "near the least Lagrangian, which knowing nothing bounds",
    "L_beta <= N log C + beta I_0 + eps N",
    requires=(assumed.NEAR_IGNORANCE,),
)
def near_ignorance(step: Step) -> bool:
    return _is(step, "<=", *labels.near_ignorance().args)


@theorem(
    "near the least Lagrangian, which a table bounds",
    "L_beta <= beta N log C + eps N",
    requires=(assumed.NEAR_TABLE,),
)
def near_table(step: Step) -> bool:
    return _is(step, "<=", *labels.near_table().args)


@theorem(
    "from the crossing on", "N log C <= H_pq + beta (I - I_0)", requires=(assumed.COSTS_MORE, assumed.FROM_CROSSING)
)
def from_the_crossing_on(step: Step) -> bool:
    return _is(step, "<=", *labels.from_crossing_on().args)


@theorem("nothing is free", "I/(I - I_0) = 1 where I_0 = 0", requires=(assumed.COSTS_MORE, assumed.NO_PRICE))
def no_price(step: Step) -> bool:
    return _is(step, "=", labels.information / labels.fit_price, sympy.Integer(1))


@theorem("over beta - 1", "f/(beta - 1) <= g/(beta - 1) where f <= g", requires=(assumed.ABOVE_ONE,))
def over_beta_above_one(step: Step) -> bool:
    """arguments as `_divided` has them."""
    return _divided(step, labels.beta - 1)


@theorem("over 1 - beta", "f/(1 - beta) <= g/(1 - beta) where f <= g", requires=(assumed.BELOW_ONE,))
def over_beta_below_one(step: Step) -> bool:
    """arguments as `_divided` has them."""
    return _divided(step, 1 - labels.beta)


@theorem("over I - I_0", "f/(I - I_0) <= g/(I - I_0) where f <= g", requires=(assumed.COSTS_MORE,))
def over_fit_price(step: Step) -> bool:
    """arguments as `_divided` has them."""
    return _divided(step, labels.fit_price)


def _divided(step: Step, by: sympy.Expr) -> bool:
    """arguments: `one` f and `other` g, `rest`, and `proof`, a derivation of f + rest <= g + rest."""
    f, g, rest = (step.arguments[name] for name in ("one", "other", "rest"))
    return _is(step, "<=", f / by, g / by) and proves(step, f + rest, g + rest)


@cache
def _is_shannon(line: str) -> bool:
    certificate = prove(line, given=[]).certificate
    return certificate is not None and certificate.verify()
