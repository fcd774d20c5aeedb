"""Two runs side by side."""

import json

import pytest
import sample_results

from reports.compare import changes, to_text


@pytest.fixture
def before():
    return json.loads(json.dumps(sample_results.results()))  # no part shared with another


@pytest.fixture
def after(before):
    return json.loads(json.dumps(before))


def test_a_run_does_not_differ_from_itself(before, after) -> None:
    found = changes(before, after)
    assert (found.verdicts, found.measurements, found.versions, found.times) == ((), (), (), ())
    assert to_text(found).startswith(f"verdicts: none of {found.compared} changed")


def test_a_changed_verdict_is_named(before, after) -> None:
    after["statements"][0]["readings"][1]["verdict"] = "undecided"
    assert changes(before, after).verdicts == ("markov-chain repaired: proved -> undecided",)


def test_what_only_one_run_judged_has_not_changed(before, after) -> None:
    del after["statements"][0]
    found = changes(before, after)
    assert found.verdicts == ()
    assert found.alone == 2


def test_only_disjoint_intervals_are_reported(before, after) -> None:
    nuclear = after["networks"][-1]["flatness"]["quantities"][1]
    nuclear |= {"value": 1790.0, "low": 1780.0, "high": 1801.0}
    assert changes(before, after).measurements == ()
    nuclear |= {"value": 1900.0, "low": 1880.0, "high": 1920.0}
    (line,) = changes(before, after).measurements
    assert line == f"{sample_results.HOSTILE} / Flatness / nuclear norm: 1769 [1740, 1801] -> 1900 [1880, 1920]"


def test_quantities_in_tables_are_compared(before, after) -> None:
    cell = after["experiments"]["phase-transition"]["record"]["tables"][0]["rows"][1][2]
    cell |= {"value": 2.0, "low": 1.9, "high": 2.1}
    after["networks"][-1]["layers"]["rows"][0][2] |= {"low": 119.0, "high": "inf"}
    (line,) = changes(before, after).measurements
    assert line == "phase-transition / losses / 2 / loss (nats): 0.4 [0.2, 0.6] -> 2 [1.9, 2.1]"


def test_evidence_measured_elsewhere_is_compared(before, after) -> None:
    evidence = after["statements"][4]["readings"][0]["evidence"][1]
    evidence["lhs"] = {"low": "0.2", "high": "0.3"}
    (line,) = changes(before, after).measurements
    assert line.startswith("corollary-3.4 / printed / trained network")


def test_versions_and_times(before, after) -> None:
    after["provenance"]["packages"]["numpy"] = "2.2"
    after["seconds"] = 3 * before["seconds"]
    found = changes(before, after)
    assert found.versions == ("numpy: 2.1 -> 2.2",)
    assert found.times == ("whole run: 15 min -> 46 min",)


def test_two_papers_are_never_taken_for_each_other(before) -> None:
    def of(paper):
        other = json.loads(json.dumps(before))
        other["papers"] = [{**other["papers"][0], "id": paper, "prefix": paper}]
        other["statements"] = [{**statement, "paper": paper} for statement in other["statements"]]
        return other

    assert changes(of("toy-1"), of("toy-1")).compared > 0
    assert changes(of("toy-1"), of("toy-2")).compared == 0
