"""From evidence to verdicts: parents combine their parts, contradictions and faults fail the run, streams are apart."""

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sympy

from bounds.claims import Evidence, Paper, Rank, Reading, Statement, Verdict
from bounds.claims.enclosure import Enclosure
from bounds.claims.formula import Symbolic
from bounds.claims.ledger import Ledger
from bounds.claims.measured import Answer
from bounds.claims.world import World
from reports.record import Quantity, Record
from reports.results import validate
from validation.checks import Check
from validation.effort import Effort
from validation.experiments import Cell, Experiment, Summary
from validation.papers import Suite
from validation.runs import assembling, judging, runner
from validation.runs.cells import Store
from validation.runs.judging import Key
from validation.runs.output import CELLS
from validation.runs.selection import Part, Selection

x = sympy.Symbol("x", real=True)
FORMULA = Symbolic(lambda: sympy.Le(x, x**2, evaluate=False))


def statement(name, *readings):
    made = tuple(Reading(name=r, formula=FORMULA) for r in readings)
    return Statement(id=name, title=name, section="1", rank=Rank.RESULT, quote="so it is", readings=made)


LEDGER = Ledger(
    (
        statement("claim-1", "printed"),
        statement("claim-1/part", "printed", "repaired"),
        statement("claim-1/other", "printed"),
        statement("claim-2", "printed"),
    )
)


PAPER = Paper(id="small", title="Small", authors=("A. B.",), year=2000, source="nowhere", text="small.md")


def suite(*checks):
    """A paper whose ledger is the small one, with these checks."""
    made = Suite(paper=PAPER, ledger=LEDGER, checks="none", audited=Path("none"))
    vars(made)["all_checks"] = checks
    return made


def key(statement, reading):
    return Key(PAPER, statement, reading)


def trial(p_value=0.5):
    return Evidence(kind="trial", method="m", summary="s", p_value=p_value, comparisons=1)


def counterexample():
    ends = {"lhs": Enclosure.of_exact(2), "rhs": Enclosure.of_exact(1)}
    return Evidence(kind="counterexample", method="m", summary="s", relation="<=", **ends, accepted=True)


class Yes:
    def verify(self, formula, hypotheses):
        return True

    def to_json(self):
        return {"type": "yes", "lines": []}


def proof():
    return Evidence(kind="proof", method="m", summary="s", certificate=Yes(), accepted=True)


def judge(evidence):
    return judging.judge(PAPER, LEDGER, tuple(LEDGER), {key(*name): items for name, items in evidence.items()})


def test_a_parent_falls_with_one_part():
    judged = judge(
        {
            ("claim-1", "printed"): [trial()],
            ("claim-1/part", "printed"): [counterexample()],
            ("claim-1/other", "printed"): [proof()],
        }
    )
    own, together = judged.verdicts, judged.combined
    assert own[key("claim-1", "printed")] == Verdict.SUPPORTED
    assert together[key("claim-1", "printed")] == Verdict.REFUTED
    assert own[key("claim-1/other", "printed")] == Verdict.PROVED
    assert key("claim-1", "repaired") not in own  # it has no formula of its own there
    assert together[key("claim-1", "repaired")] == Verdict.UNDECIDED  # its one part's
    assert own[key("claim-2", "printed")] == Verdict.UNDECIDED
    assert set(together) == {key("claim-1", "printed"), key("claim-1", "repaired")}  # who has no parts has none
    assert not judged.failures


def test_a_parent_is_proved_only_if_all_are():
    keys = [("claim-1", "printed"), ("claim-1/part", "printed"), ("claim-1/other", "printed")]
    assert judge({name: [proof()] for name in keys}).combined[key("claim-1", "printed")] == Verdict.PROVED
    assert (
        judge({**{name: [proof()] for name in keys}, keys[2]: [trial()]}).combined[key("claim-1", "printed")]
        == Verdict.SUPPORTED
    )


def test_a_contradiction_is_a_failure_and_leaves_its_reading_undecided():
    verdicts, _, _, failures = judge({("claim-2", "printed"): [proof(), counterexample()]})
    assert verdicts[key("claim-2", "printed")] == Verdict.UNDECIDED
    assert "internal contradiction" in failures[0]["error"]


def test_a_significant_violation_is_shown_as_such():
    _, _, violated, _ = judge({("claim-2", "printed"): [trial(1e-9)]})
    assert violated == {key("claim-2", "printed")}


def test_streams_depend_on_the_seed_and_the_checks_name_alone():
    draw = lambda seed, key: runner._generator(seed, key).random()  # noqa: E731
    assert draw(0, "a") == draw(0, "a")
    assert len({draw(0, "a"), draw(1, "a"), draw(0, "b")}) == 3


def draws(claim, rng, effort):
    """A check that records its stream's first number."""
    yield Evidence(kind="trial", method="draw", summary=f"{rng.random()}", margin=0.0, comparisons=1)


def breaks(claim, rng, effort):
    raise ZeroDivisionError("a fault in a check")


def no_cells(effort, seed):
    return []


def run(tmp_path, *, checks=(), experiments=(), monkeypatch):
    made = suite(*checks)
    monkeypatch.setattr(runner, "installed", lambda name: made)
    part = Part(suite=made, statements=tuple(LEDGER), checks=tuple(checks), experiments=tuple(experiments))
    return runner.run(Selection(parts=(part,)), effort=Effort(), seed=0, out=tmp_path)


def check_of_claim_2(function):
    return Check(statement="claim-2", reading="printed", function=function, name=function.__name__)


def test_a_run_meets_the_schema_and_names_every_statement(tmp_path, monkeypatch):
    found = run(tmp_path, checks=[check_of_claim_2(draws)], monkeypatch=monkeypatch)
    validate(found.results)
    assert [s["id"] for s in found.results["statements"]] == [s.id for s in LEDGER]
    kept = {
        (s["id"], r["name"]): (r.get("verdict"), r.get("combined"))
        for s in found.results["statements"]
        for r in s["readings"]
    }
    assert kept["claim-1", "repaired"] == (None, "undecided")  # its part's alone
    assert kept["claim-1", "printed"] == ("undecided", "undecided")
    assert kept["claim-2", "printed"] == ("supported", None)
    assert found.verdicts[key("claim-2", "printed")] == Verdict.SUPPORTED
    again = run(tmp_path / "b", checks=[check_of_claim_2(draws)], monkeypatch=monkeypatch)
    assert summaries(found) == summaries(again)


def summaries(found):
    return [e["summary"] for s in found.results["statements"] for r in s["readings"] for e in r["evidence"]]


def test_a_fault_in_a_check_fails_the_run_and_names_it(tmp_path, monkeypatch):
    found = run(tmp_path, checks=[check_of_claim_2(breaks)], monkeypatch=monkeypatch)
    assert found.failures == [{"what": "small:claim-2 printed", "error": "ZeroDivisionError: a fault in a check"}]
    assert "in breaks" in found.tracebacks[0]
    validate(found.results)


def finds(claim, rng, effort):
    return Evidence(kind="counterexample", method="m", summary="s", certificate=World({"x": Fraction(1, 2)}))


def _higher(item):
    item["certificate"]["values"]["x"] = "3/2"  # where the claim holds


def _unaccepted(item):
    item["accepted"] = False


def _other_side(item):
    item["lhs"] = item["rhs"]


def _of_no_class(item):
    item["certificate"]["type"] = "mine"


@pytest.mark.parametrize("change", [_higher, _unaccepted, _other_side, _of_no_class])
def test_stored_evidence_is_examined_again(change, tmp_path, monkeypatch):
    check = check_of_claim_2(finds)
    whole = run(tmp_path, checks=[check], monkeypatch=monkeypatch)
    assert whole.verdicts[key("claim-2", "printed")] == Verdict.REFUTED
    resumed = run(tmp_path, checks=[check], monkeypatch=monkeypatch)
    assert resumed.notes == []
    store = Store(tmp_path / CELLS)
    stored = store.load(runner.check_cell(suite(check), check, effort=Effort(), seed=0))
    change(stored.result["evidence"][0])
    store.save(stored)  # with a hash of its own
    again = run(tmp_path, checks=[check], monkeypatch=monkeypatch)
    assert again.notes == [
        "small:claim-2 printed: the stored result is computed anew (its evidence does not stand as it was stored)"
    ]
    assert again.verdicts == whole.verdicts
    assert run(tmp_path, checks=[check], monkeypatch=monkeypatch).notes == []


def test_an_experiments_evidence_reaches_its_reading(tmp_path, monkeypatch):
    def summarise(results, cells, effort):
        return Summary(
            record=Record("e", quantities=(Quantity("n", 1),)),
            evidence=[("claim-2", "printed", trial())],
            paper="p",
            found="f",
            numbers=[Quantity("rise", 1.5, 1.0, 2.0)],
            answers=[("claim-1", "printed", Answer.NOT_REPRODUCED)],
        )

    experiment = Experiment(name="e", title="E", group="experiments", cells=no_cells, summarise=summarise)
    found = run(tmp_path, experiments=[experiment], monkeypatch=monkeypatch)
    told = {(one["statement"], one["reading"]): one["answer"] for one in found.results["experiments"]["e"]["claims"]}
    assert told == {("claim-2", "printed"): "reproduced", ("claim-1", "printed"): "not reproduced"}
    assert found.results["experiments"]["e"]["numbers"] == [{"name": "rise", "value": 1.5, "low": 1.0, "high": 2.0}]
    assert found.verdicts[key("claim-2", "printed")] == Verdict.SUPPORTED
    assert found.results["experiments"]["e"]["found"] == "f"
    validate(found.results)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([{"margin": 0.1}], "reproduced"),
        ([{"margin": 0.1}, {"margin": -0.1}], "not reproduced"),
        ([{"margin": -0.1, "error": 0.2}], "reproduced"),
        ([{"p_value": 1e-9}], "not reproduced"),
        ([{"p_value": 0.01}], "reproduced"),
        ([{"answer": "reproduced"}, {"answer": "not reproduced"}], "partly reproduced"),
        ([{}], None),  # nothing in it could have spoken against the claim
    ],
)
def test_what_an_experiment_says_of_a_claim_is_what_its_numbers_say(items, said):
    found = [(key("claim-2", "printed"), Evidence(kind="measurement", method="m", summary="s", **one)) for one in items]
    told = [one["answer"] for one in assembling.claims_of(found, {})]
    assert told == ([] if said is None else [said])


def test_a_fault_in_a_summary_fails_the_run_and_keeps_the_rest(tmp_path, monkeypatch):
    def summarise(results, cells, effort):
        raise KeyError("gone")

    experiment = Experiment(name="e", title="E", group="experiments", cells=no_cells, summarise=summarise)
    found = run(
        tmp_path,
        experiments=[experiment],
        checks=[check_of_claim_2(draws)],
        monkeypatch=monkeypatch,
    )
    assert found.failures == [{"what": "e", "error": "KeyError: 'gone'"}]
    assert found.verdicts[key("claim-2", "printed")] == Verdict.SUPPORTED


def test_an_experiment_with_a_failed_cell_is_left_out_and_said(tmp_path, monkeypatch):
    cell = Cell(function="validation.no_such_module:f", configuration={}, label="lost cell")
    experiment = Experiment(
        name="e", title="E", group="experiments", cells=lambda effort, seed: [cell], summarise=lambda *a: Summary()
    )
    found = run(tmp_path, experiments=[experiment], monkeypatch=monkeypatch)
    assert [failure["what"] for failure in found.failures] == ["lost cell", "e"]
    assert found.results["experiments"] == {}


def test_numpy_in_evidence_becomes_plain_json(tmp_path, monkeypatch):
    def check(claim, rng, effort):
        yield Evidence(kind="trial", method="m", summary="s", margin=np.float64(0.5), witness={"x": np.arange(2)})

    found = run(tmp_path, checks=[check_of_claim_2(check)], monkeypatch=monkeypatch)
    validate(found.results)


def test_a_check_s_cell_is_another_one_for_another_seed_or_check():
    check, made = check_of_claim_2(draws), suite()
    cells = [runner.check_cell(made, check, effort=Effort(), seed=seed).configuration for seed in (0, 1)]
    assert cells[0] != cells[1]
    assert [cell["seed"] for cell in cells] == [0, 1]


def test_an_edit_stands_by_a_proved_reading_or_by_its_trials_alone():
    paper = Paper(id="toy", title="T", authors=("A",), year=1, source="S", text="")
    proved, refuted = ({"id": "claim-1/part", "name": name} for name in ("repaired", "printed"))
    verdicts = {
        Key(paper, "claim-1/part", "repaired"): Verdict.PROVED,
        Key(paper, "claim-1/part", "printed"): Verdict.REFUTED,
    }
    judged = SimpleNamespace(verdicts=verdicts)
    proposed = [
        {"line": "a", "trials": 0, "same_as": [refuted, proved]},
        {"line": "b", "trials": 60, "same_as": [refuted]},
        {"line": "c", "trials": 60, "same_as": []},
        {"line": "d", "trials": 0, "same_as": []},
        {"line": "e"},
    ]
    found = list(assembling._standing(proposed, judged, Key(paper, "claim-1", "printed")))
    assert [one["line"] for one in found] == ["a", "c", "e"]
    assert found[0]["same_as"] == [proved]
