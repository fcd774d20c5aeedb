"""Readings that proofs cite are checked with them, cap their verdicts, and may not cite each other in a circle."""

from dataclasses import replace

import sympy

from bounds.claims import Evidence, Ledger, Symbolic, Verdict
from bounds.derivations import citing as citing_module
from bounds.derivations.citing import Cited
from bounds.derivations.derivation import ALGEBRA, Derivation, Step, sampled
from reports.results import validate
from tests.validation.runs.test_runner import LEDGER, PAPER, Yes, judge, key, proof, suite, trial
from validation.checks import Check
from validation.effort import Effort
from validation.papers import UnusablePaper
from validation.runs import cited, runner
from validation.runs.selection import Part, Selection


class Citing(Yes):
    def __init__(self, *cites):
        self.cites = tuple((PAPER.id, *one) for one in cites)

    def to_json(self):
        citations = [{"paper": paper, "id": id_, "name": name} for paper, id_, name in self.cites]
        return {"type": "yes", "lines": [], "rests_on": {"citations": citations}}


def citing(*cites):
    return replace(proof(), certificate=Citing(*cites))


def test_a_verdict_is_capped_by_what_its_proof_cites():
    part, claim = ("claim-1/part", "printed"), ("claim-2", "printed")
    assert judge({claim: [citing(part)], part: [proof()]}).verdicts[key(*claim)] == Verdict.PROVED
    assert judge({claim: [citing(part)], part: [trial()]}).verdicts[key(*claim)] == Verdict.SUPPORTED
    assert judge({claim: [citing(part)]}).verdicts[key(*claim)] == Verdict.UNDECIDED
    assert judge({claim: [citing(part), proof()]}).verdicts[key(*claim)] == Verdict.PROVED  # one proof needs no other


def test_a_circle_of_citations_is_a_failure_and_proves_nothing():
    part, claim, other = ("claim-1/part", "printed"), ("claim-2", "printed"), ("claim-1/other", "printed")
    found = judge({claim: [citing(part)], part: [citing(claim)], other: [proof()]})
    verdicts = found.verdicts
    assert verdicts[key(*claim)] == verdicts[key(*part)] == Verdict.UNDECIDED
    assert verdicts[key(*other)] == Verdict.PROVED
    (failure,) = found.failures
    assert "small:claim-2 printed rests on small:claim-1/part printed" in failure["error"]


x = sympy.Symbol("x", real=True)
FORMULA = Symbolic(lambda: sympy.Le(x, x + 1, evaluate=False))


def derived(by=ALGEBRA):
    points = sampled(lambda rng: {"x": rng.normal()})
    step = Step(lhs=x, relation="<=", rhs=x + 1, by=by)
    return Evidence(kind="proof", method="m", summary="s", certificate=Derivation(steps=(step,), points=points))


def proves_by_part(claim, rng, effort):
    return derived(Cited(PAPER.id, "claim-1/part", "printed"))


def proves_by_other(claim, rng, effort):
    return derived(Cited(PAPER.id, "claim-1/other", "printed"))


def proves(claim, rng, effort):
    return derived()


def test_cited_readings_outside_the_selection_are_checked_too(tmp_path, monkeypatch):
    rows = {"claim-2": proves_by_part, "claim-1/part": proves_by_other, "claim-1/other": proves}
    checks = [Check(statement=s, reading="printed", function=f, name=f.__name__) for s, f in rows.items()]
    made = suite(*checks)
    statements = (replace(s, readings=(replace(s["printed"], formula=FORMULA),)) for s in LEDGER)
    made = replace(made, ledger=Ledger(tuple(statements)))
    vars(made)["all_checks"] = checks
    monkeypatch.setattr(runner, "installed", lambda name: made)
    monkeypatch.setattr(citing_module, "ledger_of", lambda name: made.ledger)
    part = Part(suite=made, statements=(made.ledger["claim-2"],), checks=(checks[0],))
    found = runner.run(Selection(parts=(part,)), effort=Effort(), seed=0, out=tmp_path)
    validate(found.results)
    assert found.verdicts == {key("claim-2", "printed"): Verdict.PROVED}
    (reading,) = found.results["statements"][0]["readings"]
    assert reading["cites"] == [{"paper": "small", "id": "claim-1/part", "name": "printed"}]
    assert [note.split(" is ")[0] for note in found.notes] == [
        "small:claim-1/part printed",
        "small:claim-1/other printed",
    ]


def test_a_cited_paper_that_cannot_be_loaded_is_a_failure(monkeypatch):
    def none(name):
        raise UnusablePaper(f"--paper: {name} cannot be loaded")

    monkeypatch.setattr(cited, "suite", none)
    beside = cited.check_cited({key("claim-2", "printed"): [citing(("claim-2", "repaired"))]}, (), None, lambda c: [])
    (failure,) = beside.failures
    assert "small:claim-2 repaired, which it cites, is unchecked" in failure["error"]
