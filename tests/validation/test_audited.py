"""The audited table has a line for every reading, and no other."""

from bounds.claims.statement import Verdict
from bounds.ledger import LEDGER
from validation.runs.audited import audited, differences


def test_every_reading_has_its_line():
    readings = {(statement.id, name) for statement in LEDGER for name in LEDGER.reading_names(statement.id)}
    assert set(audited()) == readings


def test_a_difference_is_found_and_named():
    key, right = next(iter(audited().items()))
    wrong = next(verdict for verdict in Verdict if verdict != right)
    assert differences({key: right}) == []
    (difference,) = differences({key: wrong})
    assert str(difference) == f"{key[0]} {key[1]}: found {wrong}, audited {right}"


def test_a_reading_without_a_line_is_a_difference():
    (difference,) = differences({("proposition-99", "printed"): Verdict.PROVED})
    assert difference.audited is None
