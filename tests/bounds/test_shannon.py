"""The prover: what it proves, what its checker refuses, what it refutes, what it leaves open."""

import dataclasses
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.claims.formula import Informational
from bounds.distribution.joint import Joint
from bounds.distribution.strategies import joints
from bounds.shannon import (
    TC,
    Assertion,
    Counterexample,
    H,
    I,
    ShannonCertificate,
    chain,
    function,
    independent,
    parse,
    prove,
    sufficient,
)
from bounds.shannon.__main__ import main
from bounds.shannon.certificate import Term
from bounds.shannon.elemental import elementals
from bounds.shannon.expression import assertion
from bounds.shannon.parametric import ParametricCertificate
from bounds.shannon.witness import holds, violation

PROPOSITION_1 = ("I(z;n) <= I(z;x) - I(x;y)", ["I(y;n) = 0", "(y,n) -> x -> z", "I(z;y) = I(x;y)"])
ZHANG_YEUNG = "2 I(c;d) <= I(a;b) + I(a;c,d) + 3 I(c;d|a) + I(c;d|b)"
INGLETON = "I(a;b) <= I(a;b|c) + I(a;b|d) + I(c;d)"
PAIRWISE = ["I(y;n) = 0", "n -> x -> z", "y -> x -> z", "I(z;y) = I(x;y)"]

TRUE = [
    PROPOSITION_1,
    ("I(x;y) >= 0", []),
    ("H(x,y) <= H(x) + H(y)", []),
    ("H(a,b,c) <= 1/2 H(a,b) + 1/2 H(b,c) + 1/2 H(a,c)", []),
    ("I(x;z) <= I(y;z)", ["x -> y -> z"]),
    ("I(a;d) <= I(b;c)", ["a -> b -> c -> d"]),
    ("H(f) <= H(x,y)", ["f = f(x,y)"]),
    ("H(y|z) = 0", ["z = f(x)", "x = g(z)", "y = h(x)"]),
    ("H(x) <= H(y) + H(x|y)", []),
    ("a _|_ c", ["a _|_ (b,c)"]),
    ("I(a;b|c) = I(a;b)", ["a _|_ b _|_ c"]),
    ("TC(a,b,c) = I(a;b) + I(a,b;c)", []),
    ("I(a;b;c) = I(a;b) - I(a;b|c)", []),
    ("0 <= I(a;b|c) <= H(a)", []),
    ("I(x;y) < H(x)", ["H(x|y) > 0"]),
    ("H(x,y) >= 1", ["H(x) >= 1"]),
    ("I(a;b|c) + I(a;b|d) + I(c;d) + I(a;b|c,d) >= 0", []),
]
FALSE = [
    ("I(x;y|z) <= I(x;y)", []),
    ("I(x;y) <= I(x;y|z)", []),
    (INGLETON, []),
    ("I(z;n) <= I(z;x) - I(x;y)", ["(y,n) -> x -> z", "I(z;y) = I(x;y)"]),
    ("I(z;n) <= I(z;x) - I(x;y)", ["I(y;n) = 0", "I(z;y) = I(x;y)"]),
    ("I(z;n) <= I(z;x) - I(x;y)", ["I(y;n) = 0", "(y,n) -> x -> z"]),
    ("I(z;y,n) <= I(z;x)", PAIRWISE),
    ("I(a;b|c,d) = 0", ["I(a;b|c) = 0", "I(a;b|d) = 0"]),
    ("a _|_ b _|_ c", ["a _|_ b", "b _|_ c", "a _|_ c"]),
    ("I(a;f) >= I(d;e)", ["a -> b -> c -> d -> e -> f"]),
    ("H(x) <= 101/100 H(y)", ["y = f(x)"]),
    ("I(x;y) < H(x)", []),
    ("I(x;y) <= 1/2", []),
    ("I(a;b) <= 9/10 I(a;c)", ["a -> c -> b"]),
    ("H(a) = 2 H(b)", ["I(a;b) = 1/2 H(a)"]),
    ("I(a;b) <= I(a;b|c)", ["H(c|a) > 0", "H(c|b) > 0", "I(a;b|c) > 0"]),
    ("I(a;b) + I(b;c) <= I(a;c) + 19/20 H(b)", []),
]


@pytest.mark.parametrize(("goal", "given"), TRUE)
def test_true_claims_are_proved_with_a_certificate(goal: str, given: list[str]) -> None:
    result = prove(goal, given)
    assert result.verdict == "proved"
    assert result.certificate is not None
    assert result.certificate.verify()
    assert result.certificate.verify(Informational(goal=(goal,), given=tuple(given)))


@pytest.mark.parametrize(("goal", "given"), FALSE)
def test_false_claims_are_refuted_by_an_exact_joint(goal: str, given: list[str]) -> None:
    result = prove(goal, given)
    assert result.verdict == "refuted"
    joint = result.counterexample
    assert joint is not None
    assert joint.exact
    assert len(joint.probabilities) <= 8
    hypotheses = [constraint for line in given for constraint in parse(line).constraints]
    assert all(holds(joint, constraint) for constraint in hypotheses)
    assert not all(holds(joint, constraint) for constraint in parse(goal).constraints)


def test_numeric_hypotheses_are_met_by_sums_of_codes() -> None:
    given = ["I(x;y) = 1/3 H(x)", "I(x;y) = 2/5 H(y)"]
    joint = prove("H(x) = H(y)", given).counterexample
    assert joint is not None
    shared, first, second = joint.mutual_information("x", "y"), joint.entropy("x"), joint.entropy("y")
    assert (shared.exactly() * 3 - first.exactly()).is_zero()
    assert (shared.exactly() * 5 - second.exactly() * 2).is_zero()


def test_a_hypothesis_that_says_nothing_changes_nothing() -> None:
    assert prove(ZHANG_YEUNG, ["H(a) = H(a)"], rounds=1).verdict == "undecided"


def test_what_is_true_but_not_of_shannon_type_is_left_open_and_proved_with_a_copy() -> None:
    assert prove(ZHANG_YEUNG).verdict == "undecided"
    result = prove(ZHANG_YEUNG, search=False, auxiliary=True)
    assert result.verdict == "proved"
    assert result.certificate is not None
    assert [a.kind for a in result.certificate.auxiliaries] == ["copy"]


def test_the_pairwise_chains_of_proposition_1_need_the_common_part() -> None:
    goal = PROPOSITION_1[0]
    assert prove(goal, PAIRWISE, search=False).verdict == "undecided"
    result = prove(goal, PAIRWISE, search=False, auxiliary=True)
    assert result.certificate is not None
    assert [a.kind for a in result.certificate.auxiliaries] == ["common part"]
    assert result.certificate.verify()


def test_ingleton_is_not_proved_by_auxiliaries() -> None:
    assert prove(INGLETON, search=False, auxiliary=True).verdict == "undecided"


@pytest.mark.parametrize("auxiliary", [False, True])
def test_an_altered_certificate_is_rejected(auxiliary: bool) -> None:
    goal, hypotheses = (PROPOSITION_1[0], PAIRWISE) if auxiliary else PROPOSITION_1
    certificate = prove(goal, hypotheses, search=False, auxiliary=auxiliary).certificate
    assert certificate is not None
    for k in range(len(certificate.multipliers)):
        altered = [m + Fraction(1, 1000) * (i == k) for i, m in enumerate(certificate.multipliers)]
        assert not dataclasses.replace(certificate, multipliers=tuple(altered)).verify()
        less = certificate.terms[:k] + certificate.terms[k + 1 :]
        rest = certificate.multipliers[:k] + certificate.multipliers[k + 1 :]
        assert not dataclasses.replace(certificate, terms=less, multipliers=rest).verify()


def test_a_certificate_is_for_its_own_claim_only() -> None:
    certificate = prove(*PROPOSITION_1).certificate
    assert certificate is not None
    goal, hypotheses = PROPOSITION_1[0], tuple(PROPOSITION_1[1])
    assert not certificate.verify(Informational(goal=("I(z;n) <= I(z;x)",), given=hypotheses))
    assert not certificate.verify(
        Informational(goal=(goal,), given=("I(y;n) = 0", "(y,n) -> x -> z", "I(z;y) >= I(x;y)"))
    )
    assert not certificate.verify(Informational(goal=(goal,), given=hypotheses[:2]))
    assert not certificate.verify(Informational(goal=(goal, "H(x) <= 0"), given=hypotheses))
    assert not certificate.verify(Informational(goal=(goal,), given=hypotheses, exists=("n",)))


def test_forged_terms_are_rejected() -> None:
    certificate = prove("I(x;y) >= 0").certificate
    assert certificate is not None
    (term,) = certificate.terms
    for text in ("I(x;y|x) >= 0", "I(x;y) = 0", "I(x;y) <= 0", "I(x;x) >= 0", "nonsense"):
        assert not dataclasses.replace(certificate, terms=(dataclasses.replace(term, text=text),)).verify()
    assert not dataclasses.replace(certificate, goal=("I(x;y) <= 0",), multipliers=(Fraction(-1),)).verify()
    assert not dataclasses.replace(certificate, terms=(dataclasses.replace(term, reason="given 0"),)).verify()


@pytest.mark.parametrize(
    ("goal", "text"),
    [("H(x,y) + H(x) <= 0", "I(x;y|x) >= 0"), ("H(x) <= 0", "I(x;x) >= 0"), ("H(x,y) <= H(y)", "H(x|x) >= 0")],
)
def test_a_false_claim_cannot_be_forged_from_a_degenerate_term(goal: str, text: str) -> None:
    for sign in (1, -1):
        assert not ShannonCertificate((goal,), (), (Term(0, text, "elemental"),), (Fraction(sign),)).verify()


def test_a_forged_auxiliary_is_rejected() -> None:
    certificate = prove(PROPOSITION_1[0], PAIRWISE, search=False, auxiliary=True).certificate
    assert certificate is not None
    (auxiliary,) = certificate.auxiliaries
    forged = [
        dataclasses.replace(auxiliary, preconditions=()),
        dataclasses.replace(auxiliary, preconditions=auxiliary.preconditions[::-1]),
        dataclasses.replace(auxiliary, names=("x",)),
        dataclasses.replace(auxiliary, of=("n", *auxiliary.of[1:])),
        dataclasses.replace(auxiliary, kind="anything"),
    ]
    assert not any(dataclasses.replace(certificate, auxiliaries=(one,)).verify() for one in forged)


def test_a_certificate_comes_back_from_json() -> None:
    for goal, hypotheses, auxiliary in ((*PROPOSITION_1, False), (ZHANG_YEUNG, [], True)):
        certificate = prove(goal, hypotheses, search=False, auxiliary=auxiliary).certificate
        assert certificate is not None
        data = json.loads(json.dumps(certificate.to_json()))
        again = ShannonCertificate.from_json(data)
        assert again == certificate
        assert again.verify()
        data["rows"][0]["multiplier"] = "7/3"
        assert not ShannonCertificate.from_json(data).verify()


@pytest.mark.parametrize("data", [{}, {"goal": [], "given": [], "rows": [{"multiplier": "1/0"}]}, []])
def test_what_is_no_certificate_is_refused(data: dict) -> None:
    with pytest.raises(ValueError, match="data: is not a certificate"):
        ShannonCertificate.from_json(data)


def test_a_derivation_gives_each_term_its_reason() -> None:
    lines = prove(*PROPOSITION_1).certificate.lines
    assert any("hypothesis 2: (y,n) -> x -> z" in line for line in lines)
    assert any("never negative" in line for line in lines)


def test_a_counterexample_certifies_only_what_it_breaks() -> None:
    result = prove("I(x;y|z) <= I(x;y)")
    witness = Counterexample(result.counterexample, result.goal, result.given)
    assert witness.verify()
    assert witness.verify(Informational(goal=("I(x;y|z) <= I(x;y)",)))
    assert not witness.verify(Informational(goal=("I(x;y|z) >= 0",)))
    assert not witness.verify(Informational(goal=("I(x;y|z) <= I(x;y)",), given=("I(x;y|z) = 0",)))


def test_chains_and_symmetric_claims_of_ten_variables_are_proved() -> None:
    names = [f"v{k}" for k in range(10)]
    assert prove("I(v0;v9) <= I(v4;v5)", [" -> ".join(names)]).verdict == "proved"
    # Han: mean entropy of subsets, an element, falls with their size; here 9 against 10 and 5 against 6
    for size in (5, 9):
        few, many = (
            " + ".join(f"H({','.join(chosen)})" for chosen in combinations(names, k)) for k in (size, size + 1)
        )
        counts = [len(list(combinations(names[1:], k))) for k in (size - 1, size)]
        result = prove(f"1/{counts[1]} ({many}) <= 1/{counts[0]} ({few})")
        assert result.verdict == "proved"
        assert result.certificate.verify()


@pytest.mark.parametrize("n", [2, 3, 5])
def test_elemental_rows_are_complete_and_right(n: int) -> None:
    known = elementals(n)
    assert known.rows.shape == (n + n * (n - 1) // 2 * 2 ** (n - 2), 2**n)
    uniform = [bin(mask).count("1") for mask in range(2**n)]  # independent bits
    copies = [min(1, bin(mask).count("1")) for mask in range(2**n)]  # one bit, copied
    for ranks in (uniform, copies):
        assert (known.rows @ ranks).min() >= 0
    assert ((known.rows @ uniform) > 0).sum() == n  # only H(i | rest) is positive for independent bits


@settings(max_examples=25)
@given(joints(("x", "y", "z", "n"), values=2), st.sampled_from([claim for claim in TRUE if claim[0].count("<") <= 1]))
def test_proved_claims_hold_on_random_joints(joint: Joint, claim: tuple[str, list[str]]) -> None:
    goal, hypotheses = (parse(claim[0]),), [parse(line) for line in claim[1]]
    assert violation(joint, goal, hypotheses) is None


def test_expressions_say_what_text_says() -> None:
    result = prove(I("x", "z") <= I("x", "y"), [chain("x", "y", "z")])
    assert result.verdict == "proved"
    assert result.certificate.verify()
    result = prove(
        I("z", "n") <= I("z", "x") - I("x", "y"),
        [independent("y", "n"), chain(("y", "n"), "x", "z"), sufficient("z", "x", "y")],
    )
    assert result.verdict == "proved"
    assert result.certificate.verify()
    assert prove(H("f") <= H("x"), [function("f", "x")]).verdict == "proved"
    assert prove(2 * TC("a", "b", "c") >= TC("a", "b") / 2).verdict == "proved"


@pytest.mark.parametrize(
    ("goal", "given", "message"),
    [
        ("I(a;b", [], "position 6"),
        ("I(a) <= 0", [], "I\\(...\\) needs two"),
        ("H(a) $ 0", [], "position 6"),
        ("H(a) <= q", [], "found 'q' at position 9"),
        ("I(a;b) I(c;d) <= 1", [], "not linear"),
        ("H(a) / H(b) <= 1", [], "not linear"),
        ("H(a)", [], "expected one of <=, >=, ="),
        ("H(a) >= 0", ["x -> y"], "given: a Markov chain has at least three"),
        ("X <-> Y <-> Z", [], "goal: unexpected '<->' at position 3 of .*; a Markov chain is written x -> y -> z"),
        ("(X,U) <--> Y <--> Z", [], "goal: unexpected '<-->' at position 7 .*; a Markov chain is written x -> y -> z"),
        ("X.(Y,Z)", [], "independence is written x _\\|_ y"),
        ("I(X^Y) >= 0", [], "the arguments of I are separated by ';'"),
        ("H(a) >= 0", ["I(a;b) = 0", "I(a;b) > 0"], "contradict"),
        ("H(a) >= 0", ["H(a) >= 1", "H(a,b) <= 1/2"], "contradict"),
        ("", [], "empty"),
        ("² H(a) >= 0", [], "goal: expected H"),
        (f"{'9' * 5000} H(a) >= 0", [], "goal: a number of more than 1000 digits"),
        (f"{'(' * 3000}H(a){')' * 3000} >= 0", [], "goal: parentheses nested too deeply"),
        ("H(a) >= 0", [f"I({';'.join('a' * 30)}) >= 0"], "given: I.* at most 14 arguments, got 30"),
        ("a (_|_ b", [], "goal: unexpected '\\(' at position 3"),
        (assertion(H("a"), "<=", 0, "H(a) >= 0"), [], "goal: the assertion's text .* does not say what it asserts"),
        ("H(a) >= 0", [Assertion("nothing", ())], "given: the assertion's text"),
        ([], [], "empty"),
        (7, [], "goal: must be text"),
        (f"H({','.join(f'v{k}' for k in range(15))}) >= 0", [], "15 variables need .* GiB; at most 14"),
    ],
)
def test_bad_input_is_one_clear_sentence(goal: object, given: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        prove(goal, given)


def test_names_outside_the_variables_are_unknown() -> None:
    with pytest.raises(ValueError, match="unknown variable 'w'"):
        prove("H(w) >= 0", variables=("x", "y"))
    with pytest.raises(ValueError, match="given: unknown variable 'w'; the variables are x, y"):
        prove("H(x) >= 0", ["H(w) = 0"], variables=iter(("x", "y")))


@pytest.mark.parametrize("settings", [{"seed": -1}, {"seed": 1.5}, {"rounds": "2"}, {"rounds": -1}, {"variables": 3}])
def test_a_bad_setting_is_named(settings: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(settings))):
        prove("I(x;y) <= I(x;y|z)", **settings)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: H("x y"), "names: 'x y' is not"),
        (lambda: H(3), "names: 3 is not"),
        (lambda: H("x") >= math.inf, "number: must be finite"),
        (lambda: H("x") * H("y"), "not linear"),
        (lambda: H("x") / 0, "divisor"),
        (lambda: I(*"abcdefghijklmno"), "at most 14"),
        (lambda: chain("a", (), "b"), "groups: one of them is empty"),
        (lambda: independent("a"), "at least two"),
        (lambda: function((), "a"), "groups: one of them is empty"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("goal", "given"),
    [
        ("H (a) >= 0", []),
        ("TC(a,a) = H(a)", []),
        ("f = f (a)", ["f == g((a,b))", "b = h(a)"]),
        ("H(a|((b,c))) <= H(a|(b))", []),
        ("0 H(a) H(b) = 0", []),
        ("+".join(["H(a)"] * 3000) + " >= 0", []),
        (function("f", ()), ["H(f) = 0"]),
    ],
)
def test_the_checker_reads_all_that_the_grammar_does(goal: object, given: list[str]) -> None:
    assert prove(goal, given).certificate.verify()


@pytest.mark.parametrize("text", ["H(a) <= ", "H(a) + <= 0", "() <= 0", "f = f()", "H(a) - - H(a) <= 0"])
def test_the_checker_reads_nothing_else(text: str) -> None:
    assert not ShannonCertificate((text,), (), (Term(0, "1 >= 0", "constant"),), (Fraction(0),)).verify()


def test_a_variable_may_be_called_p() -> None:
    result = prove("I(p;q) <= 0")
    evidence = Counterexample(result.counterexample, result.goal, result.given).to_json()
    assert Joint.from_json(evidence) == result.counterexample
    assert "P(p = 0, q = 0) = " in str(result)


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (["I(x;z) <= I(x;y)", "--given", "x -> y -> z"], 0, "proved"),
        (["I(x;y|z) <= I(x;y)"], 1, "refuted"),
        ([ZHANG_YEUNG, "--rounds", "1"], 3, "undecided"),
        (["I(x;y"], 2, "position"),
    ],
)
def test_the_shell_answers_by_its_exit_status(arguments: list[str], status: int, text: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bounds.shannon", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert text in done.stdout + done.stderr
    if status == 2:
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr


def test_the_command_answers_under_another_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["I(x;y) >= 0"], prog="emergence-audit shannon") == 0
    assert capsys.readouterr().out.startswith("proved")
    with pytest.raises(SystemExit, match="0"):
        main(["--help"], prog="emergence-audit shannon")
    assert capsys.readouterr().out.startswith("usage: emergence-audit shannon ")


def test_a_terminal_without_a_names_letters_still_gets_the_verdict() -> None:
    command = [sys.executable, "-m", "bounds.shannon", "I(é;x) <= 0"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (1, "")
    assert "I(\\xe9;x) <= 0 fails" in done.stdout


def test_the_checker_shares_no_code_with_the_search() -> None:
    import ast
    from pathlib import Path

    import bounds.shannon as package

    allowed = {"bounds.shannon.checker_grammar", "bounds.shannon.certificate", "bounds.shannon.typeset"}
    for name in ("checker_grammar", "certificate", "polymatroid", "typeset"):
        tree = ast.parse((Path(package.__file__).parent / f"{name}.py").read_text())
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {module for module in imported if module and module.startswith("bounds")} <= allowed


@pytest.mark.parametrize(("row", "reason"), [("H(x) ≥ 0", "given 0"), ("1 > 0", "constant")])
def test_a_multiplier_of_an_inequality_stays_positive_however_it_is_written(row, reason) -> None:
    goal = ("4 H(x) - beta H(x) >= 0",) if reason != "constant" else ("4 - beta >= 0",)
    term, multipliers = Term(0, row, reason), ((Fraction(4),), (Fraction(-1),))
    certificate = ParametricCertificate("beta", None, goal, ("H(x) >= 0",), (term,), *multipliers)
    assert not certificate.verify(Informational(goal=goal, given=("H(x) >= 0",)), ("beta > 0",))
    assert dataclasses.replace(certificate, upper=Fraction(1)).verify()
