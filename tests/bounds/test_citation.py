"""What citations leave of verdicts."""

from itertools import pairwise

import pytest

from bounds.claims import Verdict
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
