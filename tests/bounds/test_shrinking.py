"""Counterexamples are made smaller on request; floats only ever leave out what is none."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.distribution.joint import Joint
from bounds.distribution.strategies import joints
from bounds.shannon import parse, prove
from bounds.shannon.shrinking import screen, shrunk
from bounds.shannon.witness import violation

CLAIMS = [
    ("I(x;y) <= I(x;y|z)", []),
    ("I(x;y|z) <= I(x;y)", ["I(x;y) = I(x;z)"]),
    ("H(x) < H(y)", []),
    ("I(x;y) = 0", ["x = f(y,z)", "H(x) >= 1/10"]),
    (f"{10**30} I(x;y) <= 1/{10**30} H(z)", ["z = f(x)"]),
]


@settings(max_examples=60)
@given(joints(("x", "y", "z"), values=2), st.sampled_from(CLAIMS))
def test_what_the_screen_leaves_out_breaks_nothing(joint: Joint, claim: tuple[str, list[str]]) -> None:
    goal, hypotheses = [parse(claim[0])], [parse(line) for line in claim[1]]
    if not screen(joint.names, goal, hypotheses)(joint.probabilities):
        assert violation(joint, goal, hypotheses) is None


def test_what_floats_cannot_tell_is_left_to_the_exact_check() -> None:
    half, tiny = Fraction(1, 2), Fraction(1, 10**12)
    goal, hypotheses = [parse("H(x) <= 0")], [parse("I(x;y) = H(x)")]
    nearly = {(0, 0): half, (1, 1): half - tiny, (1, 0): tiny}
    assert screen(("x", "y"), goal, hypotheses)(nearly)
    assert violation(Joint(nearly, ("x", "y")), goal, hypotheses) is None
    clearly = {(0, 0): half, (1, 1): half / 2, (1, 0): half / 2}
    assert not screen(("x", "y"), goal, hypotheses)(clearly)
    assert screen(("x", "y"), goal, hypotheses)({(0, 0): half, (1, 1): half, (0, 1): Fraction(1, 10**400)})


def test_a_shrunk_counterexample_is_one_and_no_larger() -> None:
    part = Fraction(1, 7)
    large = Joint(
        {(a, b, (a + b) % 2): part if (a, b) != (1, 2) else 2 * part for a in (0, 1) for b in (0, 1, 2)},
        ("x", "y", "z"),
    )
    goal = [parse("I(x;y|z) <= I(x;y)")]
    small = shrunk(large, goal, [])
    assert violation(small, goal, []) is not None
    assert len(small.probabilities) < len(large.probabilities)


def test_the_first_witness_is_the_answer_and_a_smaller_one_on_request() -> None:
    first, small = (prove("I(x;y|z) <= I(x;y)", shrink=shrink) for shrink in (False, True))
    assert first.verdict == small.verdict == "refuted"
    assert len(small.counterexample.probabilities) <= len(first.counterexample.probabilities)
    assert set(small.counterexample.probabilities.values()) == {Fraction(1, 3)}
