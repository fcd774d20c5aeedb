"""The seeded search: what it shows, what it counts, and that a true formula gives a trial."""

from fractions import Fraction

import numpy as np
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.statement import Claim, Rank, Reading, Statement
from validation.checks.drawing import fractions, random_channel, random_joint, rational, rational_law
from validation.checks.searching import SEEDS, Look, find_counterexample, hunted, hunted_hard

x = sympy.Symbol("x", real=True)
BELOW_A_HALF = Symbolic(lambda: sympy.Le(x, sympy.Rational(1, 2), evaluate=False))
BELOW_ONE = Symbolic(lambda: sympy.Le(x, 1, evaluate=False))


def claimed(formula: Symbolic) -> Claim:
    reading = Reading("printed", formula)
    return Claim(
        statement=Statement(id="claim-9", title="", section="9", rank=Rank.RESULT, quote="so", readings=(reading,)),
        reading=reading,
    )


def draw(rng: np.random.Generator) -> dict[str, Fraction]:
    return {"x": Fraction(int(rng.integers(0, 65)), 64)}


def test_the_first_seed_that_finds_one_is_shown_and_all_are_counted() -> None:
    found = find_counterexample(
        claimed(BELOW_A_HALF),
        draw,
        np.random.default_rng(0),
        text="x",
        tries=2,
        control=BELOW_ONE,
        control_name="x <= 1",
    )
    streams = np.random.default_rng(0).spawn(SEEDS)
    worlds = [[draw(stream)["x"] for _ in range(2)] for stream in streams]
    broken = [value for drawn in worlds for value in drawn if value > Fraction(1, 2)]
    seeds = sum(max(drawn) > Fraction(1, 2) for drawn in worlds)
    assert found.examine(Reading(name="printed", formula=BELOW_A_HALF)).accepted
    assert found.witness["x"] == str(broken[0])
    assert found.witness["search"] == {
        "seeds": SEEDS,
        "seeds_with_witness": seeds,
        "drawn": 2 * SEEDS,
        "breaking": len(broken),
        "control_drawn": 2 * SEEDS,
        "control_breaking": 0,
    }
    assert f"from {seeds} of {SEEDS} seeds" in found.summary
    assert "against x <= 1 drew 40 worlds and found none" in found.summary


def test_a_true_formula_gives_a_trial_with_the_smallest_margin() -> None:
    found = find_counterexample(claimed(BELOW_ONE), draw, np.random.default_rng(0), text="x", tries=50)
    assert (found.kind, found.comparisons) == ("trial", 4 * SEEDS * 50)
    assert found.margin == 0


def test_a_control_that_breaks_is_counted() -> None:
    found = find_counterexample(claimed(BELOW_A_HALF), draw, np.random.default_rng(0), text="x", control=BELOW_A_HALF)
    assert found.witness["search"]["control_breaking"] > 0
    assert "and found none" not in found.summary


def test_a_difference_that_may_be_rounding_is_no_counterexample() -> None:
    touching = Symbolic(lambda: sympy.Eq(sympy.log(x**2), 2 * sympy.log(x), evaluate=False))

    def positive(rng: np.random.Generator) -> dict[str, Fraction]:
        return {"x": rational(rng, 0.1, 10)}

    assert find_counterexample(claimed(touching), positive, np.random.default_rng(0), text="x").kind == "trial"


def test_bad_luck_is_tried_again_from_more_seeds() -> None:
    def rarely(number: int, rng: np.random.Generator) -> Look[int]:
        return Look(1, int(number == 70), number if number == 70 else None)

    assert hunted(rarely, np.random.default_rng(0)).witnesses == ()
    assert hunted_hard(rarely, np.random.default_rng(0)).witnesses == (70,)


def test_what_is_drawn_is_exact_and_sums_to_one() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert sum(fractions(rng, 4)) == sum(rational_law(rng, 4)) == 1
        assert min(rational_law(rng, 4)) > 0
        joint = random_joint(rng, ("x", "y"), (2, 3))
        assert sum(joint.probabilities.values()) == 1
        channel = random_channel(rng, joint.alphabets["x"], 2)
        assert all(sum(law.values()) == 1 for law in channel.values())
