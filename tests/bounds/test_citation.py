"""What citations leave of verdicts."""

from itertools import pairwise

import pytest

from bounds.claims import Verdict
from bounds.claims.certificates import cited_in
from bounds.claims.citation import Circle, Citation, capped

A, B, C, D = (Citation("paper", name, "repaired") for name in ("one", "two", "three", "four"))
PROVED, SUPPORTED, UNDECIDED, REFUTED = Verdict.PROVED, Verdict.SUPPORTED, Verdict.UNDECIDED, Verdict.REFUTED


@pytest.mark.parametrize(
    ("cited", "citing", "left"),
    [
        (PROVED, PROVED, PROVED),
        (SUPPORTED, PROVED, SUPPORTED),
        (UNDECIDED, PROVED, UNDECIDED),
        (REFUTED, PROVED, UNDECIDED),
        (UNDECIDED, SUPPORTED, UNDECIDED),
        (PROVED, REFUTED, REFUTED),
        (SUPPORTED, REFUTED, UNDECIDED),
    ],
)
def test_no_verdict_is_better_than_those_it_rests_on(cited, citing, left) -> None:
    assert capped({A: cited, B: citing}, {B: [A]}) == {A: cited, B: left}


def test_it_goes_down_the_whole_row_whatever_its_order() -> None:
    cites = {D: [C], C: [B], B: [A]}
    assert capped({A: SUPPORTED, D: PROVED, C: PROVED, B: PROVED}, cites)[D] == SUPPORTED
    assert set(capped(dict.fromkeys((A, B, C, D), PROVED), cites).values()) == {PROVED}


def test_what_is_not_known_is_not_believed() -> None:
    assert capped({B: PROVED}, {B: [A]}) == {B: UNDECIDED}


@pytest.mark.parametrize("cites", [{A: [A]}, {A: [B], B: [C], C: [A]}])
def test_a_circle_is_named(cites) -> None:
    with pytest.raises(Circle, match="a circle of citations: paper:one repaired rests on") as found:
        capped(dict.fromkeys((A, B, C), PROVED), cites)
    row = found.value.readings
    assert row[0] == row[-1]
    assert all(below in cites[above] for above, below in pairwise(row))


def test_what_a_stored_certificate_cites_is_read_from_all_of_it() -> None:
    cited = {"paper": "p", "id": "claim-1", "name": "repaired"}
    step = {"by": {"rule": "bounds.derivations.theorems:jensen"}, "arguments": {"proof": {"derivation": {"steps": []}}}}
    within = {"by": {"reading": {**cited, "substitution": {}}}}
    nested = {**step, "arguments": {"proof": {"derivation": {"steps": [within]}}}}
    assert tuple(cited_in({"steps": [step], "rests_on": {"citations": []}})) == ()
    assert tuple(cited_in({"steps": [nested], "rests_on": {"citations": []}})) == (("p", "claim-1", "repaired"),)
    by_lemma = {"values": {"I_1": {"lemma": "bounds.papers.achille_soatto_2017.lemmas:unit_ceiling", "at": {}}}}
    assert tuple(cited_in(by_lemma)) == (("achille-soatto-2017", "proposition-7", "sharpened"),)
    assert tuple(cited_in({"values": {"I": {"lemma": "os:system", "at": {}}}})) == ()
