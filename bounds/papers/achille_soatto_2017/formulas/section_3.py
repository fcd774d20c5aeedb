"""What sections 1 and 3 say more than once of representations and nuisances, each claim once.

Variables: x the datum, y the task, n and m nuisances, z (z1, z2, ...) representations, t the minimal sufficient
statistic.
"""

from bounds.claims.formula import Informational

NUISANCE = "I(y;n) = 0"
JOINT_CHAIN = "(y,n) -> x -> z"
SUFFICIENT = "I(z;y) = I(x;y)"
SUFFICIENT_TOO = "I(z2;y) = I(x;y)"
SPLIT = "x = f(y,n)"  # Lemma 2.2: the datum from the task and the nuisance
MINIMAL = ("t = f(x)", "I(x;y|t) = 0")
SPLIT_OF_STATISTIC = ("n _|_ t", "x = f(t,n)", "y -> (x,t) -> n")  # Lemma 2.2 for the pair (t,x)

INEQUALITY = Informational(goal=("I(z;n) <= I(z;x) - I(x;y)",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT))
INEQUALITY_STEPS = Informational(
    goal=("I(z;y,n) <= I(z;x)", "I(z;n) <= I(z;x) - I(z;y|n)", *INEQUALITY.goal), given=INEQUALITY.given
)
INSENSITIVE_IFF_MINIMAL = Informational(
    goal=("I(n;y) = 0", "I(t;n) = 0", "I(z;n) = I(z;x) - I(t;x)", "I(z;m) <= I(z2;m) + I(z;x) - I(t;x)"),
    given=(*MINIMAL, *SPLIT_OF_STATISTIC, "(y,n,m) -> x -> (z,z2)", "t = f(z)", "t = g(z2)"),
)
MINIMAL_IS_INVARIANT = Informational(goal=("I(t;n) = 0",), given=(NUISANCE, SPLIT, "(y,n) -> x -> t", *MINIMAL))
MINIMAL_IS_INSENSITIVE = Informational(
    goal=("I(t;n) <= I(z;n)",), given=(NUISANCE, "(y,n) -> x -> (z,t)", SUFFICIENT, *MINIMAL, "t = h(z)")
)
INVARIANT_FOR_CERTAIN_TASKS = Informational(
    goal=("I(z;n) = 0",), given=(NUISANCE, JOINT_CHAIN, SUFFICIENT, "y = g(x)", "I(z;x) <= H(y)")
)
BOTTLENECK = Informational(
    goal=("I(z2;n) <= I(z1;z2) - I(x;y)",),
    given=(NUISANCE, "(y,n) -> x -> z1 -> z2", SUFFICIENT_TOO, "I(z1;z2) < I(z1;x)"),
)
STACK = Informational(
    goal=(
        "I(z1;y) = I(x;y)",
        "I(z2;y) = I(x;y)",
        "I(z3;x) <= I(z1;x)",
        "I(z3;x) <= I(z2;x)",
        "I(z3;n) <= I(z1;n)",
        "I(z3;n) <= I(z2;n)",
    ),
    given=("(y,n) -> x -> z1 -> z2 -> z3", "I(z3;y) = I(x;y)"),
)
