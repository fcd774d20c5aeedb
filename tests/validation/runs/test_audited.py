"""The audited tables have a line for every reading, and no other."""

import pytest

from bounds.claims import Verdict
from validation.papers import suites
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
