"""What the sentences of sections 5 to 7 assume, where no numbered claim assumes it."""

from typing import TYPE_CHECKING

from bounds.claims.hypothesis import Hypothesis
from bounds.papers.achille_soatto_2017.deciding import are_uniform, by_construction, positive, told

if TYPE_CHECKING:
    from bounds.distribution.joint import Joint

_independent, _fair = told("y _|_ (x,theta)"), are_uniform("y")


def random_labels(joint: "Joint") -> bool:
    return _independent(joint) and _fair(joint)


# section 6.1
COMPLETELY_RANDOM_LABELS = Hypothesis(
    "completely random labels, here fair bits: independent of the inputs and of theta", holds=random_labels
)
CURVATURE_OF_EACH_EXAMPLE = Hypothesis(
    "quadratic loss, the sum over N examples, each of the curvature h_i", holds=by_construction
)

# section 7
SEMIDEFINITE_CURVATURE = Hypothesis("H_ii = h >= 0, as at a minimum", holds=lambda world: world["h"] >= 0)
CURVATURE_OF_A_WEIGHT = Hypothesis("w != 0 and h > 0", holds=positive("w", "h"))
CONSTANT_OVER_ALPHA = Hypothesis("C the same for every alpha", holds=lambda world: "C" not in world)
LEAST_AT_OPTIMUM = Hypothesis(
    "C the Lagrangian at alpha = beta/(2 w^2 h)", undecided="a logarithm, which no exact value is", binds=("C",)
)
