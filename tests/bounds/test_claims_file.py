"""A file of claims: what it may hold, how it is answered, and one sentence for each fault."""

import json
from pathlib import Path

import pytest

from bounds.shannon import Counterexample, Polymatroid, ShannonCertificate
from bounds.shannon.__main__ import main
from bounds.shannon.claims_file import claims_in, read
from reports.claims import compose
from reports.html import to_html

FILE = """
title = "A paper"
[[claim]]
id = "dpi"
quote = "information only falls along the layers"
goal = ["I(y;x) >= I(y;h1)", "I(y;h1) >= I(y;h2)"]
given = "y -> x -> h1 -> h2"
[[claim]]
id = "less"
goal = "I(x;y|z) <= I(x;y)"
remark = "conditioning does not only reduce"
[[claim]]
id = "open"
goal = "2 I(c;d) <= I(a;b) + I(a;c,d) + 3 I(c;d|a) + I(c;d|b)"
"""
CLAIM = '[[claim]]\nid = "a"\ngoal = "H(x) >= 0"\n'


def test_each_claim_is_answered_with_its_evidence() -> None:
    answers = json.loads(json.dumps(claims_in(FILE).answers(rounds=1, shrink=True)))
    assert [(one["id"], one["verdict"]) for one in answers["claims"]] == [
        ("dpi", "proved"),
        ("less", "refuted"),
        ("open", "undecided"),
    ]
    proved, refuted, undecided = answers["claims"]
    certificate = ShannonCertificate.from_json(proved["certificate"])
    assert certificate.verify()
    assert list(certificate.goal) == proved["goal"]
    assert proved["used"] == ["y -> x -> h1 -> h2"]
    assert Counterexample.from_json(refuted["counterexample"]).verify()
    assert Polymatroid.from_json(undecided["polymatroid"]).verify(undecided["goal"], undecided["given"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[claim", "is not TOML: "),
        ("", "has no claims"),
        ("claim = 3", "has no claims"),
        ("[[claims]]\nid = 'a'", "the file has 'claims'; what it may have is title, source, claim"),
        (CLAIM + CLAIM, "two claims have the id 'a'"),
        ("[[claim]]\ngoal = 'H(x) >= 0'", "claim number 1 has no id"),
        ("[[claim]]\nid = 3\ngoal = 'H(x) >= 0'", "the id of claim number 1 must be text, .*, got 3"),
        ("[[claim]]\nid = 'a b'\ngoal = 'H(x) >= 0'", "the id 'a b' of claim number 1"),
        ("[[claim]]\nid = 'a'", "claim 'a' has no goal"),
        ("[[claim]]\nid = 'a'\ngoal = []", "claim 'a' has no goal"),
        ("[[claim]]\nid = 'a'\ngoal = 3", "claim 'a': goal must be a line or a list of lines, got 3"),
        (CLAIM + "hypotheses = []", "claim 'a' has 'hypotheses'; what it may have is id, goal, given"),
        (CLAIM + "quote = 1", "claim 'a': quote must be text, got 1"),
        (CLAIM + "given = 'y _|_ x,t'", r"claim 'a': given: .*write|y _\|_ \(x,t\)"),
        ("[[claim]]\nid = 'a'\ngoal = 'I(x;y <= 1'", "claim 'a': goal: expected '\\)'"),
    ],
)
def test_a_file_with_a_fault_is_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--file", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["--file", "contradictory.toml"], "claim 'a': given: the hypotheses contradict"),
        (["--file", "latin.toml"], "is not UTF-8"),
        (["H(x) >= 0", "--file", "good.toml"], "goal: name a claim"),
        ([], "goal: name a claim"),
        (["--file", "good.toml", "--given", "x _|_ y"], "given: stands in the file"),
        (["H(x) >= 0", "--out", "somewhere"], "out: is for"),
        (["--file", "good.toml", "--out", "good.toml"], "out: good.toml cannot be written"),
    ],
)
def test_the_command_refuses_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments, message
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.toml").write_text(CLAIM, encoding="utf-8")
    Path("contradictory.toml").write_text(CLAIM + "given = ['H(x) >= 1', 'H(x) <= 1 - 1e-9']", encoding="utf-8")
    Path("latin.toml").write_bytes("# é".encode("latin-1"))
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(("ids", "status"), [("dpi", 0), ("dpi open", 3), ("dpi open less", 1)])
def test_the_exit_status_is_of_the_worst_answer(tmp_path: Path, ids: str, status: int, capsys) -> None:
    claims = ["[[claim]]" + part for part in FILE.split("[[claim]]")[1:]]
    path = tmp_path / "claims.toml"
    path.write_text("".join(one for one in claims if any(f'"{id_}"' in one for id_ in ids.split())), encoding="utf-8")
    assert main(["--file", str(path), "--rounds", "1", "--out", str(tmp_path / "out")]) == status
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("wrote")]
    written = json.loads((tmp_path / "out" / "answers.json").read_text(encoding="utf-8"))
    assert {one["id"] for one in written["claims"]} == set(ids.split())


def test_a_claim_too_large_for_repairs_keeps_its_answer_and_stops_no_other(tmp_path: Path, capsys) -> None:
    names = "abcdefgh"
    large = f'[[claim]]\nid = "large"\ngoal = "{" + ".join(f"H({n})" for n in names)} <= H({",".join(names)})"\n'
    small = '[[claim]]\nid = "small"\ngoal = "I(x;y) <= I(x;y|z)"\n'
    told = claims_in(large + small).answers(repair=True)["claims"]
    assert [one["verdict"] for one in told] == ["refuted", "refuted"]
    assert told[0]["repairs"] == []
    assert "at most 7" in told[0]["without_repairs"]
    assert told[1]["repairs"]
    page = to_html(compose({"type": "answers", "title": "t", "source": "", "claims": told}), {})
    assert "No true claim was looked for near it: goal: has 8 variables" in page
    goal = " + ".join(f"H({n})" for n in names)
    assert main([f"{goal} <= H({','.join(names)})", "--repair"]) == 1
    assert "no true claim was looked for near it: goal: has 8 variables" in capsys.readouterr().out
