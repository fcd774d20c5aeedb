"""'No Shannon-type proof exists' is said with a polymatroid, which is checked here from scratch, in rationals."""

import dataclasses
import json
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.shannon import Polymatroid, parse, prove, smallest
from bounds.shannon.__main__ import main
from bounds.shannon.alternative import alternative
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.problem import Problem
from bounds.shannon.proof import settle

INGLETON = "I(a;b) <= I(a;b|c) + I(a;b|d) + I(c;d)"
POWERS = (7, 9, 20, 40)

PROVED = {
    "both sides small": ("{e} I(x;z) <= {e} I(x;y)", ["x -> y -> z"]),
    "both sides large": ("{E} I(x;z) <= {E} I(x;y)", ["x -> y -> z"]),
    "a small term that helps": ("H(x) + {e} H(y) >= I(x;y)", []),
    "large against small": ("{E} H(x) >= {e} I(x;y)", []),
    "small hypotheses": ("I(x;y) <= {e} H(z)", ["I(x;y) <= {e} H(w)", "w = f(z)"]),
    "large against small hypothesis": ("H(x) <= {E} H(y)", ["{e} H(x) <= H(y)"]),
    "just enough": ("H(x) <= {E} H(y)", ["H(x) <= H(y) + H(z)", "H(z) <= ({E} - 1) H(y)"]),
    "a strict goal by a small constant": ("H(x) < H(y) + 2 {e}", ["H(x|y) <= {e}"]),
    "a small positive": ("H(x) > 0", ["I(x;y) >= {e}"]),
}
NONE = {
    "a small term too much": ("H(x) >= I(x;y) + {e} H(y)", []),
    "small against large": ("{e} H(x) >= {E} I(x;y)", []),
    "Ingleton and a little": (INGLETON + " + {e} H(a)", []),
    "one too many": ("H(x) <= {E} H(y)", ["H(x) <= H(y) + H(z)", "H(z) <= {E} H(y)"]),
    "a constant too small": ("H(x) <= H(y)", ["H(x|y) <= {e}"]),
    "strict by nothing": ("H(x) < H(y) + {e}", ["H(x|y) <= {e}"]),
    "a hypothesis that is only nearly enough": ("I(x;z) <= I(x;y)", ["I(x;z|y) <= {e} H(x)"]),
    "strictly positive hypotheses": ("H(a) <= {E} H(b)", ["{e} H(a) > H(b)", "H(b) > 0"]),
}
CONTRADICTORY = {
    "bounds of one entropy": ["H(a) >= 1", "H(a) <= 1 - {e}"],
    "bounds by way of another": ["H(a,b) >= 1", "H(a) + H(b) <= 1 - {e}"],
    "a strict inequality": ["{e} H(a) > {E} H(b)", "H(a) = H(b)"],
}


def filled(text: str, power: int) -> str:
    return text.replace("{e}", f"1/{10**power}").replace("{E}", str(10**power))


def shows(found: Polymatroid | None, goal: str, given: list[str]) -> bool:
    """From scratch: entropies are looked up by name, every inequality is added up here."""
    assert found is not None
    ranks = {frozenset(names.split(",")): value for names, value in found.ranks.items()} | {frozenset(): Fraction(0)}
    whole = frozenset(found.names)
    subsets = [frozenset(chosen) for size in range(len(whole) + 1) for chosen in combinations(sorted(whole), size)]
    # monotone and submodular on every pair of sets: more than the elemental inequalities
    fine = all(ranks[a] <= ranks[b] for a in subsets for b in subsets if a <= b)
    fine = fine and all(ranks[a] + ranks[b] >= ranks[a | b] + ranks[a & b] for a in subsets for b in subsets)

    def holds(line: str) -> bool:
        for one in parse(line).constraints:
            value = sum((c * ranks[names] for names, c in one.expression.coefficients.items()), one.expression.constant)
            if not {">=": value >= 0, ">": value > 0, "=": value == 0}[one.sign]:
                return False
        return True

    return fine and all(holds(line) for line in given) and not holds(goal)


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("case", PROVED)
def test_what_floats_lose_is_proved(case: str, power: int) -> None:
    goal, hypotheses = filled(PROVED[case][0], power), [filled(line, power) for line in PROVED[case][1]]
    result = prove(goal, hypotheses, search=False)
    assert result.verdict == "proved"
    assert result.certificate.verify()
    assert result.polymatroid is None


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("case", NONE)
def test_a_no_carries_a_polymatroid_that_anybody_can_check(case: str, power: int) -> None:
    goal, hypotheses = filled(NONE[case][0], power), [filled(line, power) for line in NONE[case][1]]
    result = prove(goal, hypotheses, search=False)
    assert result.verdict == "undecided"
    assert result.polymatroid.verify()
    assert shows(result.polymatroid, goal, hypotheses)
    assert "no Shannon-type proof exists: here is a polymatroid" in str(result)


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("case", CONTRADICTORY)
def test_a_contradiction_is_found_however_small(case: str, power: int) -> None:
    with pytest.raises(ValueError, match="contradict"):
        prove("H(a) >= 0", [filled(line, power) for line in CONTRADICTORY[case]], search=False)


def test_a_number_beyond_all_floats_is_taken() -> None:
    assert prove(f"{10**400} I(x;z) <= {10**401} I(x;y)", "x -> y -> z", search=False).verdict == "proved"
    assert shows(prove(f"{10**400} H(x) <= H(y)", search=False).polymatroid, f"{10**400} H(x) <= H(y)", [])


@pytest.mark.parametrize(
    ("goal", "hypotheses"),
    [
        ("I(a;f) >= I(d;e)", ["a -> b -> c -> d -> e -> f"]),
        ("I(v0;v9) >= I(v4;v5)", [" -> ".join(f"v{k}" for k in range(10))]),
        ("H(a,b,c,d,e,f,g,h,i,j) <= 1/2 H(a,b,c,d,e,f,g,h,i)", []),
        ("H(b) = 0", ["H(c) = 0", "H(b) = H(b)"]),
        ("I(a;b|c,d,e) + I(c;d|f) + 2 I(e;f|g,h) + I(g;h|i) >= I(a;i|b,h) + 1/5 H(d)", []),
    ],
)
def test_reduced_and_symmetric_questions_have_theirs(goal: str, hypotheses: list[str]) -> None:
    found = prove(goal, hypotheses, search=False).polymatroid
    assert found is not None
    assert found.verify()
    assert len(found.names) > 6 or shows(found, goal, hypotheses)


def test_without_a_polymatroid_nothing_is_said_of_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bounds.shannon.proof.SETTLED", 0)
    result = prove(INGLETON, search=False)
    assert (result.verdict, result.polymatroid) == ("undecided", None)
    assert "exists" not in str(result)
    assert "nor shown that there is none" in str(result)


def test_a_polymatroid_that_is_none_is_refused() -> None:
    found = prove(INGLETON, search=False).polymatroid
    for names, value in found.ranks.items():
        for changed in (value + 10, value - 10, -value - 1):
            assert not dataclasses.replace(found, ranks={**found.ranks, names: changed}).verify()
        assert not dataclasses.replace(found, ranks={k: v for k, v in found.ranks.items() if k != names}).verify()
    assert not found.verify(given=["a _|_ b"])
    assert not found.verify(["I(a;b) >= 0"])
    assert not found.verify(["I(a;"])
    assert not found.verify(["H(e) <= 0"])
    assert Polymatroid.from_json(json.loads(json.dumps(found.to_json()))) == found
    with pytest.raises(ValueError, match="data: is not a polymatroid"):
        Polymatroid.from_json({"names": ["a"], "ranks": {"a": "1/0"}, "goal": [], "given": []})


def test_a_certificate_with_an_auxiliary_says_why_it_needs_it() -> None:
    goal = "2 I(c;d) <= I(a;b) + I(a;c,d) + 3 I(c;d|a) + I(c;d|b)"  # Zhang and Yeung
    result = prove(goal, search=False, auxiliary=True)
    assert result.verdict == "proved"
    assert shows(result.polymatroid, goal, [])


def test_the_command_hands_it_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([INGLETON, "--rounds", "0", "--json"]) == 3
    found = Polymatroid.from_json(json.loads(capsys.readouterr().out)["polymatroid"])
    assert shows(found, INGLETON, [])


NUMBERS = st.sampled_from(["1", "2", "3", "1/7", f"1/{10**12}", f"1/{10**30}", str(10**9)])
PARTS = st.sampled_from(
    ["I(a;b)", "I(a;b|c)", "I(a;b|c,d)", "I(c;d)", "I(a;c|d)", "H(a|b)", "H(d)", "I(b;c,d)", "H(a,b,c)"]
)
SUMS = st.lists(st.tuples(NUMBERS, PARTS), min_size=1, max_size=4).map(lambda t: " + ".join(" ".join(p) for p in t))


@settings(max_examples=60, deadline=None)
@given(SUMS, SUMS, st.lists(st.tuples(SUMS, SUMS), max_size=2))
def test_every_question_is_answered_by_one_of_the_two(left: str, right: str, hypotheses: list[tuple[str, str]]) -> None:
    goal, given_lines = f"{left} <= {right}", [" >= ".join(pair) for pair in hypotheses]
    result = prove(goal, given_lines, search=False)
    if result.verdict == "proved":
        assert isinstance(result.certificate, ShannonCertificate)
        assert result.certificate.verify()
    else:
        assert shows(result.polymatroid, goal, given_lines)


@settings(max_examples=60, deadline=None)
@given(SUMS, SUMS)
def test_rationals_agree_with_floats_where_floats_prove(left: str, right: str) -> None:
    problem = Problem.of([parse(f"{left} <= {right}")], [])
    fast = prove(f"{left} <= {right}", search=False)
    assert isinstance(settle(problem, problem.lines[0]), dict) == (fast.verdict == "undecided")


def test_what_takes_too_many_pivots_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bounds.shannon.alternative.WORK", -(10**9))
    monkeypatch.setattr("bounds.shannon.alternative.ROUNDED", ())
    result = prove(INGLETON, search=False)
    assert (result.verdict, result.polymatroid) == ("undecided", None)
    with pytest.raises(ValueError, match="too much with numbers of so different size"):
        smallest("t", INGLETON + " + t H(a)")


def test_either_a_point_or_multipliers() -> None:
    one = Fraction(1)
    assert alternative([{1: one}, {1: -one}], [">=", ">="]).point == {}
    assert alternative([{1: one}, {1: -one, 2: one}, {2: -one}], [">", ">=", "="]).multipliers is not None
    assert alternative([{}], [">"]).multipliers == {0: 1}
    assert alternative([{}], ["="]).point == {}
