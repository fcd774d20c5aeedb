"""Looking statements up."""

import pytest

from bounds.ledger import LEDGER


def test_what_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ValueError, match="'Proposition-7' is no statement; did you mean 'proposition-7'"):
        LEDGER["Proposition-7"]
    with pytest.raises(KeyError, match="statement_id"):
        LEDGER[["proposition-7"]]
    with pytest.raises(ValueError, match="statement_id"):
        LEDGER.parts("nothing")
    with pytest.raises(ValueError, match="name: proposition-7 has no reading 'best'; its readings: printed, "):
        LEDGER["proposition-7"]["best"]
    assert "nothing" not in LEDGER
