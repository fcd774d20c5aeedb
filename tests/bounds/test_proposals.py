"""Proposals beside a refuted claim: from evidence that stands alone, with what the ledger's repairs are to them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bounds.claims import Claim, Evidence
from bounds.claims.world import World
from bounds.ledger import LEDGER
from bounds.proposals import MOST, proposals, said_elsewhere
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


def fails(id_: str, world: World) -> tuple[Claim, Evidence]:
    claim = Claim(statement=LEDGER[id_], reading=LEDGER[id_]["printed"])
    found = Evidence(kind="counterexample", method="a world", summary="it fails", certificate=world)
    return claim, found.examine(claim.reading)


@pytest.mark.parametrize(
    ("id_", "world", "line", "reading"),
    [
        ("proposition-7/g", {"alpha": 1}, "sign of log(1 - exp(-alpha))/2", "repaired"),
        ("proposition-7/alpha-relation", {"alpha": Fraction(1, 2), "K": 2}, "2 times Sum", "repaired"),
        ("proposition-5/statement", {"K": 2, "beta": 10, "h": (1, 1), "w": (1, 1)}, "without K", "proved"),
    ],
)
def test_a_formula_s_edit_that_a_reading_says_comes_first(id_: str, world: dict, line: str, reading: str) -> None:
    claim, evidence = fails(id_, World(world))
    first = proposals(claim, [evidence])[0]
    assert first["line"].startswith(line)
    assert {"id": id_, "name": reading} in first["same_as"]
    assert first["trials"] == 60
    assert proposals(claim, [replace(evidence, accepted=False)]) == []


def test_an_index_is_found_by_a_reading_of_the_whole_and_not_under_more_hypotheses() -> None:
    whole, part = LEDGER["corollary-5.1"], LEDGER["corollary-5.1/width"]
    claim = Claim(statement=part, reading=part["printed"])
    assert [one["line"] for one in said_elsewhere(claim, [whole])] == ["dim_next for dim_k"]
    fewer = replace(part["printed"], hypotheses=part["printed"].hypotheses[:-1])
    assert said_elsewhere(Claim(statement=part, reading=fewer), [whole]) == []


def test_what_survives_is_not_called_proved() -> None:
    claim, evidence = fails("lemma-2.2/push-forward", World({"u": Fraction(1, 4), "q": Fraction(1, 4)}))
    (one,) = proposals(claim, [evidence])
    assert (one["line"], one["trials"], one["same_as"]) == ("<= for the relation", 60, [])
