"""Every bound against what was measured: what is recorded, drawn and summed up, and whether a bound was exceeded."""

import math

import pytest
import sample_results

from reports import curves, tightness
from reports.content import compose
from reports.document import Link, Picture, Table, plain
from reports.record import Quantity, Record
from reports.results import finite, validate
from reports.tightness import Case, cases, figure, recorded, summary


def case(reading: str = "repaired", bound: float = 3.0, measured: float = 1.0, **fields) -> Case:
    own = {"claim": "proposition-7/g", "where": "a network", "of": 2, "vacuous_from": 2.5}
    return Case(reading=reading, measured=Quantity("", measured), bound=Quantity("", bound), **{**own, **fields})


def run(*found: Case) -> dict:
    results = sample_results.results()
    record = Record("", tables=(recorded(found),)).to_json()
    results["experiments"] = {"one": {**results["experiments"]["reconstruction"], "record": finite(record)}}
    return results


def test_what_is_recorded_is_read_back_in_the_order_of_the_claims() -> None:
    later = case(claim="corollary-3.4", reading="printed")
    found = [case(), case(reading="printed", bound=-8.0), later]
    results = run(*found)
    validate(finite(results))
    assert cases(results) == [later, found[1], found[0]]


def test_a_bound_or_a_measure_that_there_is_not_is_left_out() -> None:
    none = case(bound=None)  # type: ignore[arg-type]
    assert recorded([none, case(measured=None)]).rows == ()  # type: ignore[arg-type]
    assert cases(run(case(bound=math.inf))) == []


def test_slack_is_of_a_unit_and_an_excess_must_leave_both_intervals() -> None:
    assert case().slack == 1.0
    below = case(bound=0.9)
    assert below.is_exceeded
    wide = Case(
        claim="a", reading="printed", where="", measured=Quantity("", 1.0, 0.8, 1.2), bound=Quantity("", 0.9, 0.7, 1.1)
    )
    assert not wide.is_exceeded
    assert wide.ends == pytest.approx((-0.5, 0.3))
    assert case().is_vacuous
    assert not case(bound=2.0).is_vacuous
    assert not case(vacuous_from=None).is_vacuous


def test_the_figure_has_a_row_a_bound_and_a_border_at_nothing() -> None:
    drawn = figure([case("printed", -8000.0), case(), case(bound=3.2), case("sharpened", form="T9")])
    border, *series = drawn.series
    assert border.reference
    assert list(border.x) == ["Proposition 7, printed", "Proposition 7, repaired", "Proposition 7, T9"]
    assert [one.name for one in series] == ["printed", "repaired", "sharpened"]
    assert list(series[1].y) == pytest.approx([1.0, 1.1])


def test_an_axis_of_both_signs_tells_small_slack_from_none_beside_a_bound_that_is_far_off() -> None:
    from matplotlib.figure import Figure as Canvas

    many = [case("printed", -8000.0), *(case("repaired", 1.1, form=f"T{k}") for k in range(9))]
    axes = Canvas().add_subplot()
    curves.draw(axes, figure(many))
    far, none, near = (axes.transData.transform((x, 0))[0] for x in (-4000.5, 0.0, 0.05))
    assert near - none > 0.03 * (none - far)
    marks = [text.get_text() for text in axes.get_xticklabels()]
    assert "0" in marks
    assert "−100" in marks
    assert len(marks) == len(set(marks))


def test_the_front_page_shows_it_first_and_sums_it_up() -> None:
    document, figures = compose(run(case("printed", -8.0), case(), case(bound=2.0)))
    assert figures[0].id == tightness.ID
    kinds = [block for block in document.front if isinstance(block, Picture | Table)]
    assert isinstance(kinds[0], Picture)
    assert kinds[0].number == 1
    rows = [[plain(cell) for cell in row] for row in kinds[1].rows]
    assert rows == [
        ["Proposition 7, printed", "1", "1", "−4.5", "−8", "none"],
        ["Proposition 7, repaired", "2", "none", "0.75", "2.5", "1"],
    ]
    assert kinds[1].rows[0][0] == (Link("Proposition 7, printed", anchor="proposition-7/g"),)


def test_without_such_a_record_there_is_no_figure() -> None:
    document, figures = compose(sample_results.results())
    assert all(one.id != tightness.ID for one in figures)
    assert summary([], {}).rows == ()
    assert not any(isinstance(block, Picture) for block in document.front)
