"""What the sentences of sections 5 to 7 assume, where no numbered claim assumes it."""

from bounds.claims.hypothesis import Hypothesis
from bounds.papers.achille_soatto_2017.deciding import positive

# section 7
SEMIDEFINITE_CURVATURE = Hypothesis("H_ii = h >= 0, as at a minimum", holds=lambda world: world["h"] >= 0)
CURVATURE_OF_A_WEIGHT = Hypothesis("w != 0 and h > 0", holds=positive("w", "h"))
CONSTANT_OVER_ALPHA = Hypothesis("C the same for every alpha", holds=lambda world: "C" not in world)
LEAST_AT_OPTIMUM = Hypothesis(
    "C the Lagrangian at alpha = beta/(2 w^2 h)", undecided="a logarithm, which no exact value is", binds=("C",)
)
