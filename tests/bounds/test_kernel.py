"""Certificates and counterexamples as Coq files: what is right is accepted, what is spoiled is not."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction

import pytest

from bounds.accepted import accepted
from bounds.claims import Chained, Evidence, Informational, Ledger, Rank, Reading, Statement
from bounds.claims.world import World
from bounds.distribution import Joint
from bounds.shannon import prove
from bounds.shannon.certificate import ELEMENTAL, ShannonCertificate, Term
from bounds.shannon.coqc import HEAD, Coq, Unusable
from bounds.shannon.example import Example
from bounds.shannon.induction import find_induction
from bounds.shannon.kernel import Unwritten, theorem
from bounds.shannon.parametric import find_parametric_proof
from bounds.shannon.witness import Counterexample

needs_coq = pytest.mark.skipif(
    shutil.which("coqc") is None, reason="coqc is not installed (Debian: coq libcoq-interval)"
)
HALF = Fraction(1, 2)
CHAIN = Informational(goal=("I(x;z) <= 2/3 I(x;y) + 1/3 I(y;z)",), given=("x -> y -> z",))
BACK = Informational(goal=("I(x;z) >= I(x;y)",), given=("H(y|x) = 0", "I(x;y) > 0", "x -> y -> z"))
LOST = Joint({(0, 0, 0): Fraction(1, 3), (1, 1, 0): Fraction(2, 3)}, ("x", "y", "z"))


@pytest.fixture(scope="module")
def coq(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return Coq.find()


def _proof(claim):
    return prove(claim.goal, claim.given).certificate


def _counterexample(claim, joint):
    return Counterexample(joint, claim.goal, claim.given)


def _spoiled(text, old, new):
    assert old in text
    return text.replace(old, new)


@needs_coq
def test_proofs_counterexamples_examples_and_inductions_are_accepted(coq):
    strict = Informational(goal=("H(x) > 0", "H(x,y) >= 1/2"), given=("H(x) >= 1",))
    equation = Informational(goal=("I(x;y) = H(x) - H(x|y)", "I(x;z|y) = 0"), given=("x -> y -> z",))
    small = Informational(goal=("H(x) > 1/1000000000 + H(x)",), given=("H(x) = 0", "H(x) <= 1"))  # by a constant alone
    some = Informational(goal=("I(x;y) > 0", "I(x;y|z) = 0", "H(x) <= 7/10"), exists=("x", "y", "z"))
    layers = Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",))
    coin = Joint({(0, 0, 0): HALF, (1, 1, 1): HALF}, ("x", "y", "z"))
    with pytest.raises(Unwritten):
        theorem(_counterexample(CHAIN, LOST), CHAIN)
    texts = [
        theorem(_proof(CHAIN), CHAIN),
        theorem(_proof(strict), strict),
        theorem(_proof(equation), equation),
        theorem(_counterexample(BACK, LOST), BACK),
        theorem(_counterexample(small, Joint({0: 1}, ("x",))), small),
        theorem(Example(coin), some),
        theorem(find_induction(layers, layers.goal), layers),
    ]
    assert coq.rejected(texts) == {}
    wrong = theorem(Example(coin), replace(some, goal=("H(x) <= 69/100",)))
    assert list(coq.rejected([*texts, wrong])) == [7]


@pytest.mark.slow
@needs_coq
def test_what_is_spoiled_is_rejected_and_hides_nothing_else(coq):
    proof, refutation = theorem(_proof(CHAIN), CHAIN), theorem(_counterexample(BACK, LOST), BACK)
    certificate = _proof(CHAIN)
    factor = replace(
        certificate, multipliers=(certificate.multipliers[0] + Fraction(1, 10**9), *certificate.multipliers[1:])
    )
    turned = replace(certificate, multipliers=tuple(-m for m in certificate.multipliers))
    goal = replace(CHAIN, goal=("I(x;z) <= 2/3 I(x;y) + 1/4 I(y;z)",))
    other = replace(BACK, goal=("I(x;z) <= I(x;y)",))
    spoiled = [
        theorem(factor, CHAIN),
        theorem(turned, CHAIN),
        theorem(certificate, goal),
        _spoiled(refutation, "(2%positive", "(3%positive"),  # z still tells nothing: it stays one
        _spoiled(refutation, '("z", 0%nat)])]', '("z", 1%nat)])]'),  # now z is x, and nothing is lost
        _spoiled(refutation, '("y", 1%nat)', '("y", 0%nat)'),  # now I(x;y) > 0 is not met
    ]
    found = coq.rejected([proof, *spoiled, refutation])
    assert sorted(found) == [1, 2, 3, 5, 6], found
    assert all(why.startswith("coqc: ") for why in found.values())
    with pytest.raises(Unwritten, match="no counterexample"):
        theorem(_counterexample(BACK, LOST), other)


@needs_coq
def test_a_parameter_is_any_real_number_of_its_range(coq):
    bounded = Informational(goal=("(1 - beta) H(x) >= 0", "beta I(x;y) <= H(x)"))
    given = Informational(goal=("I(x;z) <= beta H(y)",), given=("I(x;z) <= I(x;y)", "I(x;y) = beta H(y) - beta H(y|x)"))
    strict = Informational(goal=("H(x) + beta H(y) > 0",), given=("H(x) > 0",))
    pairs = [
        (find_parametric_proof(bounded, "beta", Fraction(1)), bounded),
        (find_parametric_proof(given, "beta"), given),
        (find_parametric_proof(strict, "beta"), strict),
    ]
    texts = [theorem(one, claim) for one, claim in pairs]
    certificate = pairs[2][0]
    spoiled = [
        theorem(replace(pairs[0][0], upper=None), bounded),  # true below 1 only
        theorem(replace(certificate, slope=tuple(s + 1 for s in certificate.slope)), strict),
        theorem(certificate, replace(strict, goal=("H(x) + beta H(y) > beta",))),
    ]
    assert len(texts) == 3
    assert sorted(coq.rejected([*texts, *spoiled])) == [3, 4, 5]
    with pytest.raises(Unwritten, match="cannot be read"):
        theorem(certificate, replace(strict, goal=("H(x) + beta beta H(y) > 0",)))


@needs_coq
def test_a_common_part_is_assumed_only_where_both_chains_are_proved(coq):
    given = ("I(y;n) = 0", "n -> x -> z", "y -> x -> z", "I(z;y) = I(x;y)")
    claim = Informational(goal=("I(z;n) <= I(z;x) - I(x;y)",), given=given)
    certificate = prove(claim.goal, claim.given, search=False, auxiliary=True).certificate
    assert [one.kind for one in certificate.auxiliaries] == ["common part"]
    text = theorem(certificate, claim)
    (part,) = certificate.auxiliaries
    doubled = replace(part, preconditions=(part.preconditions[0],) * 2)
    spoiled = [
        theorem(replace(certificate, auxiliaries=(doubled,)), claim),  # one chain shown twice
        theorem(certificate, replace(claim, goal=("2 I(z;n) <= I(z;x) - I(x;y)",))),
        _spoiled(text, '(common_part "u"', '(common_part "x"'),  # no new variable
    ]
    assert sorted(coq.rejected([text, *spoiled])) == [1, 2, 3]


@needs_coq
def test_a_copy_is_of_new_names_and_independent_of_the_rest_given_what_it_is_over(coq):
    claim = Informational(goal=("2 I(c;d) <= I(a;b) + I(a;c,d) + 3 I(c;d|a) + I(c;d|b)",))  # Zhang and Yeung 1998
    certificate = prove(claim.goal, claim.given, search=False, auxiliary=True).certificate
    (copy,) = certificate.auxiliaries
    assert copy.kind == "copy"
    text = theorem(certificate, claim)
    new, over = copy.names[0], "; ".join(f'"{name}"' for name in sorted(copy.over))
    less = "; ".join(f'"{name}"' for name in sorted(copy.over)[1:])
    spoiled = [
        theorem(certificate, replace(claim, goal=(claim.goal[0].replace("3 I", "2 I"),))),
        _spoiled(text, f'(copy_lemma [("{new}"', f'(copy_lemma [("{copy.over[0]}"'),
        _spoiled(text, f"[{over}] [", f"[{less}] ["),  # over fewer: the sets name what is not over
    ]
    assert sorted(coq.rejected([text, *spoiled])) == [1, 2, 3]


@needs_coq
def test_copies_of_copies_are_taken_one_after_another(coq):
    six = "2 I(a;b) <= 4 I(a;b|c) + 2 I(a;c|b) + I(b;c|a) + 3 I(a;b|d) + I(a;d|b) + 2 I(c;d)"
    matus = "3 I(a;b) <= 4 I(a;b|c) + 6 I(a;c|b) + 6 I(b;c|a) + 3 I(a;b|d) + 3 I(c;d)"
    claims = [Informational(goal=(goal,)) for goal in (six, matus)]
    steps = ["r = copy of c given a, b", "s = copy of r given a, d"]
    found = [
        prove(one.goal, search=False, auxiliary=how).certificate for one, how in zip(claims, (steps, True), strict=True)
    ]
    texts = [theorem(one, claim) for one, claim in zip(found, claims, strict=True)]
    spoiled = [
        theorem(found[0], replace(claims[0], goal=(six.replace("4 I", "3 I"),))),
        _spoiled(texts[0], 'copy_lemma [("s", "r")]', 'copy_lemma [("s", "c")]'),
        _spoiled(texts[0], 'copy_lemma [("s", "r")]', 'copy_lemma [("r", "r")]'),
    ]
    assert sorted(coq.rejected([*texts, *spoiled])) == [2, 3, 4]


@needs_coq
def test_an_induction_is_a_theorem_about_every_length(coq):
    layers = Chained(goal=("I(x;z[L]) <= I(x;z[i])",), head=("x",))
    behind = Chained(goal=("I(y;z[L]) <= I(y;z[i+1])", "I(y;z[i+1]) <= I(y;z[i])"), head=("(y,n)", "x"))
    given = Chained(goal=("I(x;z[i]) >= H(y)",), head=("y", "x"), given=("I(y;z[L]) >= H(y)",))
    carried = (layers.goal, behind.goal, ("I(y;z[L]) <= I(y;z[i])", "I(y;z[i]) <= I(x;z[i])"))
    found = [find_induction(claim, lines) for claim, lines in zip((layers, behind, given), carried, strict=True)]
    texts = [theorem(one, claim) for one, claim in zip(found, (layers, behind, given), strict=True)]
    before, base, step, end = found[0].proofs
    twice = replace(step, multipliers=tuple(2 * m for m in step.multipliers))
    spoiled = [
        theorem(replace(found[0], proofs=(before, base, twice, end)), layers),
        _spoiled(texts[0], "(1 <= i)", "(0 <= i)"),
        _spoiled(texts[1], "start true", "start false"),
        theorem(found[2], replace(given, goal=("I(x;z[i]) >= 2 H(y)",))),
        _spoiled(texts[2], '(chained ["y"] ([["x"]]', '(chained ["x"] ([["y"]]'),
    ]
    with pytest.raises(Unwritten, match="no member in front"):
        theorem(found[0], replace(layers, head=()))
    assert sorted(coq.rejected([*texts, *spoiled])) == [3, 4, 5, 6, 7]


@needs_coq
def test_an_equality_of_logarithms_is_exact(coq):
    head = "Theorem NAME : is_zero (0, [(4 # 1, 2%Z); (2 # 1, 3%Z); (-1 # 1, {}%Z)]) = true.\nProof. checked. Qed."
    assert list(coq.rejected([head.format(144), head.format(145)])) == [1]  # 4 ln 2 + 2 ln 3 = ln 144
    # H(x,y) = H(x) + H(y) for products of biased coins: 4/9, 2/9, 2/9, 1/9 against 2/3, 1/3
    law = {(a, b): Fraction((1, 2)[a] * (1, 2)[b], 9) for a in (0, 1) for b in (0, 1)}
    claim = Informational(goal=("H(x) > H(y)",), given=("I(x;y) = 0", "H(x) = H(y)"))
    text = theorem(_counterexample(claim, Joint(law, ("x", "y"))), claim)
    near = _spoiled(text, "(4%positive", "(40000000001%positive")
    for count in ("(2%positive", "(1%positive"):
        near = near.replace(count, f"({count[1]}0000000000%positive")
    assert list(coq.rejected([text, near])) == [1]


@needs_coq
def test_a_violation_of_1e_31_is_seen(coq):
    low, high = (f"{693147180559945309417232121458 + k}/{10**30}" for k in (0, 1))
    claims = (Informational(goal=(f"H(x) <= {low}",)), Informational(goal=(f"H(x) >= {high}",)))
    coin = Joint({0: HALF, 1: HALF}, ("x",))
    texts = [theorem(_counterexample(claim, coin), claim) for claim in claims]
    false = _spoiled(texts[0], "346573590279972654708616060729 #", "346573590279972654708616060730 #")
    assert list(coq.rejected([*texts, false])) == [2]


def test_a_file_that_takes_too_long_is_halved(tmp_path, monkeypatch):
    """A coqc that never ends where a file holds the word slow."""
    _program(tmp_path, "version 8.16.1")
    (tmp_path / "coqc").write_text('#!/bin/sh\ngrep -q slow "$5" && exec sleep 60\nexit 0\n')
    monkeypatch.setattr("bounds.shannon.coqc.PATIENCE", 0.5)
    slow = Coq(str(tmp_path / "coqc"), "8.16.1", tmp_path).rejected(["NAME", "NAME", "NAME slow", "NAME"])
    assert slow == {2: "coqc took more than 0.5 s"}


@needs_coq
def test_the_theory_rests_on_the_reals_alone(coq):
    """Print Assumptions: Coq's reals, with the logic that their library is built on."""
    rules = ("entropy_by_values", "by_sums", "by_sums_in", "common_part", "copy_lemma", "by_induction", "value_counted")
    asked = "".join(f"Print Assumptions {rule}.\n" for rule in rules)
    file = coq.theory / "Asked.v"
    file.write_text(HEAD + asked, encoding="utf-8")
    told = subprocess.run(
        [coq.program, "-R", str(coq.theory), "Shannon", file.name], cwd=coq.theory, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    named = {line.split()[0] for line in told.stdout.splitlines() if re.match(r"[A-Z]\w*\.\w+", line)}
    assert named == {
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }


@needs_coq
def test_the_theory_is_compiled_once(coq, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(coq.theory.parent.parent))
    before = (coq.theory / "Entropy.vo").stat().st_mtime_ns
    assert Coq.find() == coq
    assert (coq.theory / "Entropy.vo").stat().st_mtime_ns == before


# without Coq


def _program(folder, version, error=""):
    """A coqc that says its version and, where there is an error, compiles nothing."""
    file = folder / "coqc"
    file.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "The Coq Proof Assistant, {version}" && exit 0\n'
                    f'echo "{error}" >&2\nexit 1\n')  # fmt: skip
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "error", "why"),
    [
        (None, "", r"^coqc: is not installed \(Debian: apt-get install coq libcoq-interval\)$"),
        ("nothing", "", "does not say its version$"),
        ("version 8.9.0", "Error: Syntax error", r"^coqc: version 8.9.0 does not accept Entropy.v, which is"),
        ("version 8.16.1", "Error: Cannot find a physical path bound to logical path Tactic with prefix Interval.",
         r"^coqc: has no library Interval \(Debian"),
    ],
)  # fmt: skip
def test_coq_missing_or_of_another_version_is_one_sentence(tmp_path, monkeypatch, version, error, why):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin" if version else str(tmp_path))
    if version:
        _program(tmp_path, version, error)
    with pytest.raises(Unusable, match=why) as raised:
        Coq.find()
    assert "\n" not in str(raised.value)


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    _program(tmp_path, "version 8.16.1")
    with pytest.raises(Unusable, match=r"cannot be kept in .*file/emergence-audit"):
        Coq.find()


def test_the_goal_is_the_claims_own_and_names_cannot_break_out():
    certificate = replace(_proof(CHAIN), goal=("H(x) >= 0",))  # what it says itself is not read
    assert theorem(certificate, CHAIN) == theorem(_proof(CHAIN), CHAIN)
    term = Term(0, 'I(x";y) >= 0', ELEMENTAL)
    with pytest.raises(Unwritten, match="cannot be read"):
        theorem(ShannonCertificate(("I(x;y) >= 0",), (), (term,), (Fraction(1),)), Informational(goal=("I(x;y) >= 0",)))
    text = theorem(_proof(CHAIN), replace(CHAIN, given=("x -> y -> z", "1 *(H(x)) >= 0")))
    assert "(*" not in text[2:]
    assert text.count("*)") == 1


def test_kinds_that_the_theory_lacks_are_said():
    with pytest.raises(Unwritten, match="no such certificate"):
        theorem(World({"x": 1}), CHAIN)
    with pytest.raises(Unwritten, match="no such certificate"):
        theorem(Example(LOST), CHAIN)


class _Answers:
    """In Coq's place: it rejects what holds a word."""

    version = "0"

    def __init__(self, word):
        self.word = word

    def rejected(self, texts):
        return {place: "coqc: no" for place, text in enumerate(texts) if self.word in text}


LEDGER = Ledger(
    (
        Statement(
            id="claim-1",
            title="Data processing",
            section="1",
            rank=Rank.RESULT,
            quote="so it is",
            readings=(Reading("printed", BACK), Reading("repaired", CHAIN)),
        ),
    )
)


def _results():
    found = {"printed": ("counterexample", _counterexample(BACK, LOST)), "repaired": ("proof", _proof(CHAIN))}
    readings = [
        {"name": name, "evidence": [json.loads(json.dumps(
            Evidence(kind=kind, method="m", summary="s", certificate=one).examine(LEDGER["claim-1"][name]).to_json()
        ))]}
        for name, (kind, one) in found.items()
    ]  # fmt: skip
    return {"statements": [{"paper": "small", "id": "claim-1", "readings": readings}]}


def test_a_results_file_is_told_kind_by_kind():
    results = _results()
    found = accepted(results, coq=_Answers("refuted"), ledger_of=lambda paper: LEDGER)
    assert found.accepted == {"Shannon proof": 1}
    assert found.rejected == [("joint distribution", "small:claim-1 printed: the counterexample: coqc: no")]
    results["statements"][0]["readings"][1]["evidence"][0]["certificate"]["rows"] = "none"
    found = accepted(results, coq=_Answers("nothing"), ledger_of=lambda paper: LEDGER)
    assert found.accepted == {"joint distribution": 1}
    assert "not asked: small:claim-1 repaired: the proof: data: is not a certificate" in found.to_text()


@needs_coq
def test_a_results_file_is_accepted_whole(coq):
    found = accepted(_results(), coq=coq, ledger_of=lambda paper: LEDGER)
    assert found.accepted == {"Shannon proof": 1, "joint distribution": 1}
    assert not found.rejected
    assert not found.unwritten
