"""How far a claim holds is that of its weakest part."""

import pytest
from sample_results import reading, statement

from bounds.claims.statement import Rank
from bounds.fault import Fault
from reports.holding import BY_FAULT, WAYS, holding, is_of_a_result


def claim(id_, *readings, rank=Rank.RESULT):
    return {**statement(id_, "t", "1", list(readings)), "rank": rank}


def false(fault):
    return reading("printed", "refuted", fault=fault)


PROVED = reading("repaired", "proved")


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_says_how(fault):
    assert holding([claim("claim-1", false(fault), PROVED)]) == BY_FAULT[fault]


def test_what_holds_as_meant_is_not_held_against_its_letter():
    lacking, meant = false(Fault.MISSING_HYPOTHESIS), reading("intended", "proved")
    assert holding([claim("claim-1", lacking, meant)]) == "as meant"
    assert holding([claim("claim-1", lacking, reading("intended", "refuted"))]) == "with one more hypothesis"


def test_what_has_no_true_form_does_not_hold():
    refuted = reading("repaired", "refuted")
    assert holding([claim("claim-1", false(Fault.FALSE))]) == "not at all"
    assert holding([claim("claim-1", false(Fault.FALSE), refuted)]) == "not at all"
    # a part has its claim's
    assert holding([claim("claim-1", PROVED), claim("claim-1/a", false(Fault.FALSE))]) == "only in another form"


def test_the_weakest_part_counts():
    right, open_ = reading("printed", "supported"), reading("printed", "undecided")
    parts = [claim("claim-1", right), claim("claim-1/a", false(Fault.MISPRINT)), claim("claim-1/b", right)]
    assert holding(parts) == "as meant"
    assert holding([*parts, claim("claim-1/c", false(Fault.CONSTANT), PROVED)]) == BY_FAULT[Fault.CONSTANT]
    assert holding([*parts, claim("claim-1/c", open_)]) == WAYS[-1]
    assert holding([claim("claim-1", PROVED)]) is None


def test_lines_of_proofs_are_no_results():
    assert is_of_a_result(claim("claim-1"))
    assert is_of_a_result(claim("claim-1/a", rank=Rank.PART))
    assert not is_of_a_result(claim("claim-1/b", rank=Rank.LINE))
    assert is_of_a_result(statement("claim-1", "t", "1", []))  # an older file does not say
