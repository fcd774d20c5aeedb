"""Repairs of false claims: the true ones that people would name, none that cheats, proofs that stand by themselves."""

import json
from fractions import Fraction
from itertools import combinations

import pytest

from bounds.distribution.joint import Joint
from bounds.ledger import LEDGER
from bounds.shannon import parse, prove
from bounds.shannon.__main__ import main
from bounds.shannon.claims_file import claims_in
from bounds.shannon.edits import COST, additions, changes
from bounds.shannon.models import Clause
from bounds.shannon.phrases import Comparison, phrases
from bounds.shannon.repair import Repair, implies, kinship, mends, repairs
from reports.claims import compose
from reports.html import to_html

PAIRWISE = ("I(z;y,n) <= I(z;x)", ("I(y;n) = 0", "n -> x -> z", "y -> x -> z", "I(z;y) = I(x;y)"))
NECESSARY = [  # claim, hypotheses, the repair that is necessary
    ("y _|_ x | z", ["I(z;y) = I(x;y)"], "y -> x -> z"),
    ("I(z;y) = I(x;y)", ["y _|_ x | z"], "y -> x -> z"),
    ("I(x;z) >= I(x;y)", ["I(x;z|y) = 0"], "x -> z -> y"),
    ("z1 _|_ z2 _|_ z3", ["I(z1;z2) = 0"], "z3 _|_ (z1,z2)"),
    ("I(z1,z2;y) = I(z1;y) + I(z2;y)", ["TC(z1,z2) = 0"], "z1 -> y -> z2"),
]


@pytest.mark.parametrize(("goal", "given", "missing"), NECESSARY)
def test_the_hypothesis_that_was_forgotten_is_found_and_is_necessary(goal, given, missing) -> None:
    found = repairs(goal, given)
    (named,) = (one for one in found if missing in one.hypotheses)
    assert named.necessary
    assert named.converse.verify([missing])
    assert named.converse.given == (goal, *given)
    assert all(one.certificate.verify(one.goal) and list(one.certificate.given) == list(one.given) for one in found)


def test_each_repair_is_true_where_the_claim_is_not() -> None:
    goal, given = PAIRWISE
    assert prove(goal, given).verdict == "refuted"
    found = repairs(goal, given)
    assert len(found) == 5
    assert found[0].given == ("I(y;n) = 0", "(y,n) -> x -> z", "y -> x -> z", "I(z;y) = I(x;y)")
    for one in found:
        assert prove(one.goal, one.given, search=False).verdict == "proved"
        assert len(one.edits) == 1


@pytest.mark.parametrize(
    ("goal", "given"),
    [
        ("I(t;n) = 0", ["I(y;n) = 0", "t = f(y,n)"]),
        ("I(x;y) <= I(x;y|z)", []),
        ("H(x) <= H(y)", ["z = f(x)"]),
        ("I(t1;y) >= I(t2;y)", ["y -> x -> (t1,t2)"]),
        ("I(w;D) = I(D;theta)", ["theta -> D -> w", "I(w;theta) = I(D;theta)"]),
    ],
)
def test_no_repair_cheats(goal: str, given: list[str]) -> None:
    """By a constant variable, a term that vanishes, or the claim itself as a hypothesis."""
    for one in repairs(goal, given, most=20):
        for name in sorted({name for line in (goal, *given) for name in parse(line).names}):
            assert prove(f"H({name}) <= 0", one.given, search=False).verdict != "proved"
        for line in one.hypotheses:
            assert not (implies(([line], []), ([goal], [])) and implies(([goal], []), ([line], [])))
            (phrase,) = phrases(line)
            compares = isinstance(phrase, Comparison) and len(phrase.lhs.terms) + len(phrase.rhs.terms) > 1
            assert not (compares and implies(([line], []), ([goal], [])))
        for line in one.goal:
            assert prove(line, one.given, search=False).certificate is not None
            (phrase,) = phrases(line)
            terms = [term for side in (phrase.lhs, phrase.rhs) for term, _ in side.terms]
            for term in terms if len(terms) > 1 else ():
                assert prove(f"{term} <= 0", one.given, search=False).verdict != "proved", one.edits


def test_what_is_true_has_no_repair_and_a_known_counterexample_need_not_be_found_again() -> None:
    assert repairs("I(x;z) <= I(x;y)", "x -> y -> z") == []
    coin = Joint({(0, 0, 0): Fraction(1, 2), (1, 1, 1): Fraction(1, 2)}, ("x", "y", "z"))
    assert repairs("I(x;y) <= I(x;y|z)", counterexample=coin) == repairs("I(x;y) <= I(x;y|z)")


def test_a_strict_claim_is_repaired_by_what_is_positive() -> None:
    found = repairs("I(x;z) < I(x;y)", "x -> y -> z")
    assert found[0].goal == ("I(x;z) <= I(x;y)",)
    assert any(one.hypotheses == ("I(x;y|z) > 0",) and one.necessary for one in found)


def test_faults_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"^goal: has 8 variables, repairs are looked for among at most 7$"):
        repairs("H(a,b,c,d) <= H(e,f,g,h)")
    with pytest.raises(ValueError, match=r"^most: must be a whole number, 1 or more, got 0$"):
        repairs("H(x) <= H(y)", most=0)
    assert main(["I(x;y) <= 0", "--given", "y _|_ x,t", "--repair"]) == 2
    assert "a group stands in parentheses: y _|_ (x,t)" in capsys.readouterr().err


def test_kinds_of_kinship() -> None:
    dpi, long_, sharp = (
        (["I(x;z) <= I(x;y)"], ["x -> y -> z"]),
        (["I(x;z) <= I(x;y)"], ["w -> x -> y -> z"]),
        (["I(x;z) + I(x;y|z) <= I(x;y)"], ["x -> y -> z"]),
    )
    other = (["H(x) <= H(x,y)"], [])
    asked = [(dpi, dpi), (dpi, long_), (dpi, sharp), (long_, dpi), (dpi, other)]
    assert [kinship(one, two) for one, two in asked] == ["same", "weaker", "stronger", "stronger", "other"]


@pytest.mark.parametrize(
    "text", ["I(z;n) <= I(z;x) - I(x;y)", "H(z|n,x) = 2 H(y)", "(y,n) -> x -> z", "n _|_ x | y", "z = f(x)"]
)
def test_a_slip_of_relation_factor_or_name_can_be_undone(text: str) -> None:
    names = ("n", "x", "y", "z")
    (line,) = phrases(text)
    meant = Clause(parse(text), names).key
    slips = [one for one in changes(line, names) if one.kind in ("relation", "factor", "variable", "exchange", "chain")]
    assert slips
    for slip in slips:
        back = (Clause(parse(str(one.line)), names).key for one in changes(slip.line, names))
        merged = isinstance(line, Comparison) and str(slip.line).count("(") < text.count("(")  # two terms became one
        assert merged or meant in back, str(slip.line)
    assert {one.kind for one in (*changes(line, names), *additions(names))} <= set(COST)


def test_the_command_line_proposes(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    goal, given = PAIRWISE
    hypotheses = [part for line in given for part in ("--given", line)]
    assert main([goal, *hypotheses, "--repair"]) == 1
    assert "it would be true:\n    (y,n) -> x -> z for n -> x -> z\n" in capsys.readouterr().out
    assert main([goal, *hypotheses, "--repair", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert Repair.from_json(told["repairs"][0]) == repairs(goal, given)[0]
    assert main(["I(x;y) >= 0", "--repair"]) == 0
    assert "true" not in capsys.readouterr().out


def test_a_file_of_claims_has_its_repairs_and_the_same_verdicts() -> None:
    asked = claims_in('[[claim]]\nid = "a"\ngoal = "y _|_ x | z"\ngiven = "I(z;y) = I(x;y)"')
    plain, proposed = asked.answers(), asked.answers(repair=True)
    (claim,) = proposed["claims"]
    assert plain["claims"][0]["repairs"] == []
    assert {**claim, "repairs": []} == plain["claims"][0]
    assert claim["repairs"][0]["line"] == "with y -> x -> z, which is necessary"
    page = to_html(compose(proposed), {})
    assert "What would be true." in page
    assert "which is necessary" in page
    assert "What would be true." not in to_html(compose(plain), {})


def test_the_ledger_s_own_repair_is_found() -> None:
    found = {
        ("proposition-1/inequality", "proved"): "repaired",
        ("markov-chain", "printed"): "repaired",
        ("footnote-3", "printed"): "repaired",
        ("equation-3/random-labels", "printed"): "repaired",
        ("sufficiency/equality-gives-independence", "printed"): "intended",
    }
    for (id_, name), true in found.items():
        false, audit = (LEDGER[id_][reading].formula for reading in (name, true))
        goal = [line for line in audit.goal if line in false.goal] or audit.goal
        kin = [kinship((one.goal, one.given), (goal, audit.given)) for one in repairs(false.goal, false.given)]
        assert {"same", "weaker"} & set(kin), (id_, kin)


def test_an_identity_is_repaired_by_the_identity_that_was_meant() -> None:
    found = repairs("I(y;t|x,w) = H(t,y|w) - H(y|t,x,w)")
    meant = ("I(y;t|x,w) = H(y|x,w) - H(y|t,x,w)",), ()
    assert any(kinship((one.goal, one.given), meant) == "same" for one in found)
    assert kinship((["I(y;t|x,w) <= H(t,y|w) - H(y|t,x,w)"], []), meant) == "other"  # both hold always: not the same


@pytest.mark.parametrize(
    ("goal", "given", "meant"),
    [
        ("I(v;z) <= I(u;z|v)", "v = f(u)", "I(v;z) <= I(u;z)"),  # of a row with I(v;z|u) <= I(u;z|v), where a term is 0
        ("2 I(w;a) <= I(w;a,b)", "a _|_ b", "I(w;a) + I(w;b) <= I(w;a,b)"),
        ("H(y|x,w) + I(y;w) >= H(y|x,t)", (), "H(y|x,w) + I(y;w|x,t) >= H(y|x,t)"),
    ],
)
def test_one_slip_is_undone(goal: str, given: str, meant: str) -> None:
    found = repairs(goal, given, most=12)
    assert any(implies((one.goal, one.given), ([meant], [given] if given else [])) for one in found)


def test_a_missing_equality_of_informations_is_found() -> None:
    found = repairs("y _|_ x | z", given="y -> x -> z")
    meant = (["y _|_ x | z"], ["y -> x -> z", "I(z;y) = I(x;y)"])
    assert any(kinship((one.goal, one.given), meant) == "same" for one in found)


def test_what_mends_a_claim_assumes_no_more_and_is_not_what_assumes_the_claim() -> None:
    false = (["I(t;n) = 0"], ["I(y;n) = 0", "(y,n) -> x -> t", "I(x;y|t) = 0"])
    true = (["I(z;n) = 0"], ["I(y;n) = 0", "(y,n) -> x -> z", "H(z|y) = 0"])
    assert mends((["I(t;n) = 0"], [*false[1], "t = f(y)"]), false, true)  # z is any, so t
    assert not mends((["I(t;n) = 0"], [*false[1], "t = f(y)", "y = f(x)"]), false, true)
    circular = (["I(t;y) <= H(y)"], ["I(t;n) = 0"])
    assert not mends((["I(t;n) = 0"], [*false[1], "I(t;n) = 0"]), false, circular)
    assert not mends((["I(t;n) = 0"], [*false[1], "t = f(y)"]), false, (true[0], [*true[1], "H(y) = 0"]))  # a constant


GELFAND_PINSKER = "I(m;y1,y2) <= I(m,s2;y1) - I(m,s2;s1) + I(m,y1;y2) - I(m,y1;s2)"


@pytest.mark.parametrize(
    ("goal", "given", "first"),
    [
        ("I(a;b) >= 3 I(a;c)", "a -> b -> c", "I(a;b) >= I(a;c)"),
        ("3 I(a;b) <= I(a;b|c)", "a _|_ c", "I(a;b) <= I(a;b|c)"),
        ("H(a,b) <= 2/3 (H(a) + H(b))", (), "H(a,b) <= H(a) + H(b)"),
        (
            "H(a,b,c) <= 1/3 (H(a,b) + H(b,c) + H(a,c))",
            (),
            "H(a,b,c) <= 1/2 H(a,b) + 1/2 H(b,c) + 1/2 H(a,c)",
        ),
        ("I(x;z) <= 1/3 I(x;y)", "x -> y -> z", "I(x;z) <= I(x;y)"),
        ("H(b) >= 3/2 H(s)", ["H(s|a,b) = 0", "I(s;a) = 0"], "H(b) >= H(s)"),
    ],
)
def test_a_wrong_factor_is_repaired_by_the_best_one(goal: str, given: str, first: str) -> None:
    found = repairs(goal, given)
    assert found[0].goal == (first,)
    lines = [phrases(one.goal[0])[0] for one in found if len(one.edits) == 1 and not one.hypotheses]
    shapes = [(line.relation, {one for one, _ in line.terms}) for line in lines]
    assert shapes.count(shapes[0]) == 1  # no worse factor beside it


@pytest.mark.parametrize(
    ("goal", "given"),
    [
        ("3 I(a;b) <= I(a;b|c)", "a _|_ c"),
        ("I(z;w) + H(x,z|w) >= H(y,z|w)", "I(y;x|z) = 0"),
        ("I(y,x;w|z) >= 1/2 H(w)", "H(y|z,w) = 0"),
        ("I(x;z) >= 2 I(x;y) + H(w)", ()),
        ("H(b) >= 3/2 H(s)", ["H(s|a,b) = 0", "I(s;a) = 0"]),
    ],
)
def test_what_says_nothing_of_one_side_comes_after_what_does(goal: str, given: str) -> None:
    """Such as 0 <= H(a), or 1/2 H(w) <= I(x;y) + H(w): a true line that only says that an information has no sign."""
    (line,) = phrases(goal)
    sides = [{str(one) for one, _ in side.terms} for side in (line.lhs, line.rhs)]
    told = []
    for one in repairs(goal, given, most=12):
        (edited,) = phrases(one.goal[0])
        kept = [str(term) for term, _ in edited.terms]
        alone = prove(one.goal[0], search=False).verdict == "proved"
        positive = len(kept) < len(set.union(*sides)) or len(set(kept)) < len(kept)
        told.append(alone and positive)
    assert told == sorted(told)
    assert not told[0]


@pytest.mark.parametrize("given", ["I(m;s1,s2) = 0", "s1 _|_ s2"])
def test_an_independence_is_given_back_where_it_makes_one_of_many_terms_zero(given: str) -> None:
    found = repairs(GELFAND_PINSKER, given)
    meant = ([GELFAND_PINSKER], ["I(m;s1,s2) = 0", "s1 _|_ s2"])
    assert any(kinship((one.goal, one.given), meant) == "same" for one in found)


def test_repairs_that_say_the_same_under_their_hypotheses_are_told_once() -> None:
    found = repairs(GELFAND_PINSKER, "I(m;s1,s2) = 0", most=30)
    alike = [one for one in found if list(one.given) == ["I(m;s1,s2) = 0"]]
    assert len(alike) > 3
    gaps = []
    for one in alike:
        (line,) = phrases(one.goal[0])
        gaps.append(f"{line.rhs} - ({line.lhs})" if line.relation == "<=" else f"{line.lhs} - ({line.rhs})")
    for one, other in combinations(gaps, 2):
        assert prove(f"{one} = {other}", alike[0].given, search=False).verdict != "proved"
