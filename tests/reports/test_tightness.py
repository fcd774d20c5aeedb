"""Every bound against what was measured: what is recorded, drawn and summed up, and whether a bound was exceeded."""

import math

import pytest
import sample_results

from reports import curves, tightness
from reports.content import compose
from reports.document import Link, Picture, Table, plain
from reports.record import Quantity, Record
from reports.results import finite, validate
from reports.tightness import Case, cases, figure, missing, recorded, rows, summary


def case(reading: str = "repaired", bound: float = 3.0, measured: float = 1.0, **fields) -> Case:
    own = {"claim": "proposition-7/g", "where": "a network", "of": 2, "vacuous_from": 2.5}
    return Case(reading=reading, measured=Quantity("", measured), bound=Quantity("", bound), **{**own, **fields})


def run(*found: Case) -> dict:
    results = sample_results.results()
    record = Record("", tables=(recorded(found),)).to_json()
    results["experiments"] = {"one": {**results["experiments"]["reconstruction"], "record": finite(record)}}
    return results


def claim(id: str, *readings: dict, rank: str = "main result") -> dict:
    return {**sample_results.statement(id, "A claim", "1", list(readings)), "rank": rank}


def reading(name: str = "printed", *evidence: dict, formula: str = "a <= b", verdict: str = "proved") -> dict:
    return {**sample_results.reading(name, verdict, evidence=list(evidence)), "formula": formula}


def world(margin: float | None, kind: str = "trial", **fields) -> dict:
    return sample_results.evidence(kind, margin=margin, **fields)


def beside(*statements: dict, speaks_of: tuple[str, ...] = (), found: tuple[Case, ...] = ()) -> dict:
    """A run whose networks were measured against one bound, beside these claims."""
    results = run(*(found or (case(claim="proposition-7"),)))
    answered = {"paper": "toy", "reading": "printed", "answer": "reproduced"}
    results["experiments"]["one"]["claims"] = [{**answered, "statement": id} for id in speaks_of]
    results["statements"] = list(statements)
    validate(finite(results))
    return results


def margins(results: dict) -> dict[str, list[float]]:
    return {row.name: [one.slack for one in row.worlds] for row in rows(results)}


def test_what_is_recorded_is_read_back_in_the_order_of_the_claims() -> None:
    later = case(claim="corollary-3.4", reading="printed")
    found = [case(), case(reading="printed", bound=-8.0), later]
    results = run(*found)
    validate(finite(results))
    assert cases(results) == found
    names = ["Corollary 3.4, printed", "Proposition 7, printed", "Proposition 7, repaired"]
    assert [row.name for row in rows(results)] == names


def test_worlds_stand_beside_the_networks_of_their_claim_with_their_least_margin() -> None:
    broken = world(-0.3, "counterexample", relation="<=", error=0.0)
    results = beside(
        claim("proposition-7", reading("printed", broken, verdict="refuted"), reading("repaired", world(0.2)))
    )
    assert margins(results) == {"Proposition 7, printed": [-0.3], "Proposition 7, repaired": [0.2]}


@pytest.mark.parametrize(
    "item",
    [
        world(0.2, "measurement"),
        world(None, "proof"),
        world(None),
        world(0.2, accepted=False),
        world(0.2, negation=True),
    ],
)
def test_what_is_no_world_of_the_reading_is_not_drawn_as_one(item: dict) -> None:
    assert margins(beside(claim("proposition-7", reading("repaired", item)))) == {"Proposition 7, repaired": []}


def test_a_margin_within_its_error_is_a_bound_attained_and_no_excess() -> None:
    within, beyond = world(-4e-8, error=1e-7), world(-4e-7, error=1e-7)
    results = beside(claim("proposition-7", reading("repaired", within, beyond)))
    assert margins(results)["Proposition 7, repaired"] == [0.0, -4e-7]


def test_a_claim_that_stands_in_parts_has_the_worlds_of_its_parts_that_are_bounds() -> None:
    parts = [
        claim("proposition-7/upper", reading("printed", world(-1.0)), rank="part of a result"),
        claim("proposition-7/same", reading("printed", world(-2.0), formula="Eq(a, b)"), rank="part of a result"),
        claim("proposition-7/equal", reading("printed", world(-3.0), formula="a = b; 0 <= a"), rank="part of a result"),
        claim("proposition-7/aside", reading("printed", world(-4.0)), rank="sentence"),
    ]
    top = claim("proposition-7", sample_results.parts_together("printed", "refuted"), reading("repaired", world(0.5)))
    printed = case("printed", claim="proposition-7")
    assert margins(beside(top, *parts, found=(printed,))) == {
        "Proposition 7, printed": [-1.0],
        "Proposition 7, repaired": [0.5],
    }
    assert "Proposition 7, upper, printed" in margins(beside(top, *parts))  # no network beside it: its own name


def test_a_main_result_that_an_experiment_speaks_of_has_a_row_and_no_other_claim_has() -> None:
    others = [
        claim("proposition-6", reading("printed", world(-0.01), formula="Eq(a, b)")),
        claim("proposition-2", reading("printed", world(0.4))),
        claim("remark-1", reading("printed", world(0.4)), rank="sentence"),
    ]
    results = beside(claim("proposition-7", reading("repaired")), *others, speaks_of=("proposition-6/part", "remark-1"))
    assert set(margins(results)) == {"Proposition 7, repaired", "Proposition 6, printed"}


def test_a_form_that_replaces_nothing_is_not_drawn_and_one_without_a_number_is_named() -> None:
    failed = reading("sharpened", world(-0.5, "counterexample"), verdict="refuted")
    results = beside(
        claim("proposition-7", reading("repaired"), failed),
        claim("proposition-6", reading("printed", world(-0.01)), reading("repaired", world(None, "proof"))),
        speaks_of=("proposition-6",),
    )
    found = rows(results)
    assert [row.name for row in found] == ["Proposition 7, repaired", "Proposition 6, printed"]
    lacking = missing(results, found)
    assert lacking == ["Proposition 6, repaired"]
    assert "Not drawn, for these results hold no number of it" in figure(found, lacking).caption
    assert "Not drawn" not in figure(found).caption


def test_without_a_recorded_bound_there_is_no_row_whatever_worlds_there_are() -> None:
    results = beside(claim("proposition-7", reading("repaired", world(0.2))), speaks_of=("proposition-7",))
    results["experiments"]["one"]["record"] = Record("").to_json()
    assert rows(results) == []


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


def test_networks_and_worlds_have_marks_of_their_own_on_rows_in_the_order_of_the_claims() -> None:
    results = beside(
        claim("proposition-1", reading("printed", world(-0.7))),
        claim("proposition-7", reading("printed", world(-5.0)), reading("repaired", world(0.25))),
        speaks_of=("proposition-1",),
        found=(case(claim="proposition-7"), case(claim="proposition-7", bound=2.0), case("printed", -8000.0)),
    )
    drawn = figure(rows(results))
    border, networks, worlds = drawn.series
    assert border.reference
    assert list(border.x) == ["Proposition 1, printed", "Proposition 7, printed", "Proposition 7, repaired"]
    assert [one.name for one in (networks, worlds)] == ["trained networks", "random worlds"]
    assert list(zip(networks.x, networks.y, strict=True))[1:] == [
        ("Proposition 7, repaired", 1.0),
        ("Proposition 7, repaired", 0.5),
    ]
    assert networks.hollow == [False, True, False]  # 3 nats are no less than the 2.5 known without the bound
    assert dict(zip(worlds.x, worlds.y, strict=True)) == dict(zip(border.x, (-0.7, -5.0, 0.25), strict=True))
    assert len({curves.looks(one, place)["marker"] for place, one in enumerate(drawn.series)}) == 3


def test_an_axis_of_both_signs_tells_small_slack_from_none_beside_a_bound_that_is_far_off() -> None:
    from matplotlib.figure import Figure as Canvas

    many = [case("printed", -8000.0), *(case("repaired", 1.1, claim=f"proposition-{k}") for k in range(9))]
    axes = Canvas().add_subplot()
    curves.draw(axes, figure(rows(run(*many))))
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
    cells = [[plain(cell) for cell in row] for row in kinds[1].rows]
    assert cells == [
        ["Proposition 7, printed", "1", "1", "−4.5", "−8", "none", ""],
        ["Proposition 7, repaired", "2", "none", "0.75", "2.5", "1", ""],
    ]
    assert kinds[1].rows[0][0] == (Link("Proposition 7, printed", anchor="proposition-7/g"),)


def test_the_table_tells_what_is_known_of_networks_from_what_is_known_of_worlds() -> None:
    results = beside(
        claim("proposition-1", reading("printed", world(-0.7), world(0.1))),
        claim("proposition-7", reading("repaired")),
        speaks_of=("proposition-1",),
        found=(case(claim="proposition-7", form="T3"), case(claim="proposition-7", vacuous_from=None)),
    )
    first, second = ([plain(cell) for cell in row] for row in summary(rows(results), {}).rows)
    assert first == ["Proposition 1, printed", "", "", "", "", "", "−0.7"]
    assert second == ["Proposition 7, repaired T3", "2", "none", "1", "3", "1 of 1", ""]
    unknown = rows(run(case(vacuous_from=None)))
    assert plain(summary(unknown, {}).rows[0][5]) == "not recorded"


def test_without_such_a_record_there_is_no_figure() -> None:
    document, figures = compose(sample_results.results())
    assert all(one.id != tightness.ID for one in figures)
    assert summary([], {}).rows == ()
    assert not any(isinstance(block, Picture) for block in document.front)
