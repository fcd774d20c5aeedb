"""Proposals beside a refuted claim: from evidence that stands alone, with what the ledger's repairs are to them."""

from dataclasses import replace

import pytest

from bounds.claims import Claim, Evidence
from bounds.ledger import LEDGER
from bounds.proposals import MOST, proposals
from bounds.shannon import prove
from bounds.shannon.witness import Counterexample


def refuted(id_: str, name: str) -> tuple[Claim, Evidence]:
    claim = Claim(statement=LEDGER[id_], reading=LEDGER[id_][name])
    goal, given = claim.informational.goal, claim.informational.given
    witness = Counterexample(prove(goal, given).counterexample, goal, given)
    found = Evidence(kind="counterexample", method="a joint", summary="it fails", certificate=witness)
    return claim, found.examine(claim.reading)


@pytest.mark.parametrize(
    ("id_", "name", "repaired", "kin"),
    [
        ("markov-chain", "printed", "repaired", "same"),
        ("footnote-3", "printed", "repaired", "same"),
        ("equation-3/random-labels", "printed", "repaired", "weaker"),
        ("proposition-1/inequality", "proved", "repaired", "stronger"),
        ("equation-3/sufficiency", "printed", "repaired", "stronger"),
        ("section-6.2/discriminator", "printed", "intended", "other"),  # an identity, which follows from anything
        ("proposition-4/identity-1", "printed", "repaired", "same"),  # one term with two slips
    ],
)
def test_what_the_ledger_s_repair_is_to_what_was_found(id_: str, name: str, repaired: str, kin: str) -> None:
    claim, evidence = refuted(id_, name)
    found = proposals(claim, [evidence])
    assert 0 < len(found) <= MOST
    assert kin in [one["beside"][repaired] for one in found]
    for one in found:
        assert prove(one["goal"], one["given"], search=False).verdict == "proved"


def test_nothing_is_proposed_where_nothing_is_refuted() -> None:
    claim, evidence = refuted("markov-chain", "printed")
    assert proposals(claim, []) == []
    assert proposals(claim, [replace(evidence, accepted=False)]) == []
    true = Claim(statement=claim.statement, reading=claim.statement["repaired"])
    assert proposals(true, [evidence.examine(true.reading)]) == []
