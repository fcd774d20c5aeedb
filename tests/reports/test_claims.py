"""The page that answers a file of claims."""

from pathlib import Path

import pytest

from reports.claims import compose
from validation.console import answer

FILE = """
title = "Layers & bits"
[[claim]]
id = "dpi"
quote = "information only <falls>"
goal = "I(y;x) >= I(y;h1)"
given = ["y -> x -> h1", "H(w) >= 1"]
[[claim]]
id = "less"
goal = "I(x;y|z) <= I(x;y)"
[[claim]]
id = "claims"
goal = "2 I(c;d) <= I(a;b) + I(a;c,d) + 3 I(c;d|a) + I(c;d|b)"
"""


def test_the_command_writes_a_page_that_says_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "claims.toml").write_text(FILE, encoding="utf-8")
    out = tmp_path / "out"
    assert answer(["shannon", "--file", str(tmp_path / "claims.toml"), "--rounds", "1", "--out", str(out)]) == 1
    assert f"wrote {out / 'answers.html'}" in capsys.readouterr().out
    page = (out / "answers.html").read_text(encoding="utf-8")
    for words in (
        "Layers &amp; bits",
        "information only &lt;falls&gt;",
        "It does not use H(w) &gt;= 1.",
        "Why it holds.",
        "Why it fails.",
        "No Shannon-type proof exists.",
        "1/3",
        'href="#claim:claims"',
        'id="claim:claims"',
    ):
        assert words in page, words
    assert page.count("<math") >= 3
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_long_derivation_is_cut_and_says_so() -> None:
    lines = [f"line {k}" for k in range(100)]
    proof = {"rows": [{}] * 99, "lines": lines}
    claim = {"id": "a", "quote": "", "goal": ["H(x) >= 0"], "given": [], "remark": "", "verdict": "proved"}
    more = {"certificate": proof, "used": [], "counterexample": None, "polymatroid": None, "tried": []}
    document = compose({"title": "", "source": "", "claims": [claim | more]})
    assert "and 20 lines more, in answers.json" in str(document)
    assert "line 80" not in str(document)
