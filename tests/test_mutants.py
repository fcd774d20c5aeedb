"""The mutation gate's catalogue fits the source: every mistake can still be made, and something owns it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "mutants"))  # a script and its list, no package
from catalogue import MUTANTS  # noqa: E402
from gate import SURVIVED, Mutant, outcome  # noqa: E402


def test_there_are_many_and_each_has_a_name_of_its_own():
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_still_be_made_and_is_owned(mutant):
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert mutant.old != mutant.new
    assert mutant.checks or mutant.tests
    assert all((ROOT / test.split("::")[0]).is_file() for test in mutant.tests)


@pytest.mark.parametrize("old", ["no such text", "="])
def test_a_mutant_that_no_longer_applies_is_said(old, tmp_path):
    (tmp_path / "a.py").write_text("x = 1\ny = 2\n")
    mutant = Mutant(name="n", kind="k", file="a.py", old=old, new="z", tests=("none",))
    assert outcome(mutant, tmp_path) == "NO LONGER APPLIES"


def test_a_mutant_that_nothing_notices_survives(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "test_a.py").write_text("import a\n\n\ndef test_it():\n    assert a.x\n")
    mutant = Mutant(name="n", kind="k", file="a.py", old="1", new="2", tests=("test_a.py",))
    assert outcome(mutant, tmp_path) == SURVIVED
