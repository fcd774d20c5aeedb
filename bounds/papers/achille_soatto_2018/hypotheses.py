"""What the 2018 edition assumes beside the hypotheses that it shares with 2017."""

from bounds.claims.hypothesis import Hypothesis
from bounds.claims.world import World, is_law
from bounds.papers.achille_soatto_2017.deciding import told


def are_marginals(world: World) -> bool:
    joint = world["q"]
    sums = tuple(sum(row) for row in joint), tuple(sum(column) for column in zip(*joint, strict=True))
    return sums == (world["a"], world["b"]) and all(is_law(world[name]) for name in ("a", "b", "r", "s"))


RANDOM_LABELS = Hypothesis("y random: independent of x and theta together", holds=told("y _|_ (x,theta)"))
MARGINALS = Hypothesis("a and b the marginals of q, r and s probabilities", holds=are_marginals)
LARGE_LAMBDA = Hypothesis("lambda > 1/2", holds=lambda world: 2 * world["lambda"] > 1)
BOUNDED_LOSS = Hypothesis(
    "N independent examples of one law, losses between 0 and L_max",
    undecided="the formula has the mean losses alone",
    binds=("e", "t", "N", "L_max"),
)
