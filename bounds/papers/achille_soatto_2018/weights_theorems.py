"""What the proofs about priors of the weights cite: the marginals of a law of two weights, and Gibbs' inequality."""

import sympy

from bounds.derivations.derivation import Step, theorem
from bounds.derivations.theorems import COVER
from bounds.papers.achille_soatto_2018.formulas.weights import FIRST, SECOND, i, j, q
from bounds.papers.achille_soatto_2018.hypotheses import MARGINALS

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


def _law(name: str, over: tuple[sympy.Symbol, sympy.Expr, sympy.Expr]) -> sympy.Expr:
    return sympy.IndexedBase(name, positive=True)[over[0]]
