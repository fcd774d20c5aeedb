"""The audited tables have a line for every reading, and no other."""

from dataclasses import replace

import pytest

from bounds.claims import Verdict
from validation.papers import UnusablePaper, suites
from validation.runs.audited import differences
from validation.runs.judging import Key

(SUITE,) = suites(["achille-soatto-2017"])


@pytest.mark.parametrize("suite", suites(), ids=lambda suite: suite.paper.id)
def test_every_reading_has_its_line(suite):
    readings = {(statement.id, reading.name) for statement in suite.ledger for reading in statement.readings}
    assert set(suite.audited_verdicts) == readings


def key(statement, reading):
    return Key(SUITE.paper, statement, reading)


def test_a_difference_is_found_and_named():
    (statement, name), right = next(iter(SUITE.audited_verdicts.items()))
    wrong = next(verdict for verdict in Verdict if verdict != right)
    assert differences({key(statement, name): right}, [SUITE]) == []
    (difference,) = differences({key(statement, name): wrong}, [SUITE])
    assert str(difference) == f"{statement} {name}: found {wrong}, audited {right}"


def test_a_reading_without_a_line_is_a_difference():
    (difference,) = differences({key("proposition-99", "printed"): Verdict.PROVED}, [SUITE])
    assert difference.audited is None


def test_what_a_profile_decides_may_be_open_until_then(tmp_path):
    table = tmp_path / "audited.toml"
    name = next(iter(SUITE.audited_verdicts))[0]
    table.write_text(f'["{name}"]\nprinted = "undecided until full"\n')
    suite = replace(SUITE, audited=table)
    assert suite.decided_by == {(name, "printed"): "full"}
    for verdict in Verdict:
        found = differences({key(name, "printed"): verdict}, [suite])
        assert bool(found) == (verdict in (Verdict.PROVED, Verdict.REFUTED))


@pytest.mark.parametrize("line", ["undecided until tomorrow", "proved until full", "undecided until "])
def test_a_line_without_a_profile_is_refused(tmp_path, line):
    table = tmp_path / "audited.toml"
    name = next(iter(SUITE.audited_verdicts))[0]
    table.write_text(f'["{name}"]\nprinted = "{line}"\n')
    with pytest.raises(UnusablePaper, match=f"has the audited line {name} printed, which is not 'undecided until'"):
        replace(SUITE, audited=table).check()
