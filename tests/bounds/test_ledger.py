"""Looking statements up."""

import pytest

from bounds.claims.ledger import in_page_order
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


def test_statements_stand_as_the_page_has_them_and_no_part_before_its_claim() -> None:
    ids = [statement.id for statement in LEDGER]
    early = [one.id for one in LEDGER if one.parent in LEDGER and ids.index(one.parent) > ids.index(one.id)]
    assert not early
    assert ids.index("proposition-2/contraction") < ids.index("proposition-3") < ids.index("remark-4.1")
    assert ids.index("remark-4.2") < ids.index("claim-1") < ids.index("proposition-5/second-order")
    first, second, third = tuple(LEDGER)[:3]
    assert in_page_order((first, second, third), {second.id: third.id}) == (first, third, second)
    with pytest.raises(ValueError, match=r"elsewhere: 'remark-9' after 'introduction' names no statement"):
        in_page_order((first, second), {"remark-9": first.id})
