"""A results file checked again: what was altered in it does not stand, what cannot be checked is said."""

import json
from fractions import Fraction

import pytest
import sympy

from bounds.claims import (
    Evidence,
    Hypothesis,
    Informational,
    Ledger,
    Rank,
    Reading,
    Statement,
    Symbolic,
    Unknown,
    verdict,
)
from bounds.claims.measured import Quantities
from bounds.claims.world import World
from bounds.derivations.derivation import Derivation, Step, sampled
from bounds.derivations.theorems import jensen
from bounds.shannon import prove
from bounds.verifying import differences, verified

x = sympy.Symbol("x", positive=True)
i, K = sympy.Symbol("i", integer=True), sympy.Symbol("K", integer=True, positive=True)
t = sympy.IndexedBase("t", positive=True)
LIMITS = sympy.Tuple(i, 0, K - 1)
LOGS, LOG = sympy.Sum(sympy.log(t[i]), LIMITS), K * sympy.log(sympy.Sum(t[i], LIMITS) / K)
CHAIN = Informational(goal=("I(x;z) <= I(x;y)",), given=("x -> y -> z",))


def _is(relation, lhs, rhs):
    return Symbolic(lambda: relation(lhs, rhs, evaluate=False))


LEDGER = Ledger(
    (
        Statement(
            id="claim-1",
            title="Means",
            section="1",
            rank=Rank.RESULT,
            quote="so it is",
            readings=(
                Reading("printed", _is(sympy.Le, LOG, LOGS)),
                Reading("repaired", _is(sympy.Le, LOGS, LOG), hypotheses=(Hypothesis("t is positive"),)),
            ),
        ),
        Statement(
            id="claim-2",
            title="Data processing",
            section="2",
            rank=Rank.RESULT,
            quote="so it is",
            readings=(
                Reading("printed", Informational(goal=("I(x;z) >= I(x;y)",), given=CHAIN.given)),
                Reading("repaired", CHAIN),
                Reading("sharpened", _is(sympy.Le, x, x**2)),
            ),
        ),
    )
)


def _evidence():
    draw = sampled(lambda rng: {"K": 3, "t": rng.uniform(0.1, 3, size=3)})
    step = Step(
        lhs=LOGS,
        relation="<=",
        rhs=LOG,
        by=jensen,
        arguments={"scale": sympy.Integer(1), "term": t[i], "limits": LIMITS},
    )
    found = {
        ("claim-1", "printed"): ("counterexample", World({"K": 2, "t": (1, 2)})),
        ("claim-1", "repaired"): ("proof", Derivation(steps=(step,), points=draw)),
        ("claim-2", "printed"): ("counterexample", _joint()),
        ("claim-2", "repaired"): ("proof", prove(CHAIN.goal, CHAIN.given).certificate),
        ("claim-2", "sharpened"): ("counterexample", World({"x": Fraction(1, 2)})),
    }
    for (statement, name), (kind, certificate) in found.items():
        evidence = Evidence(kind=kind, method="m", summary="s", certificate=certificate)
        yield (statement, name), evidence.examine(LEDGER[statement][name])


def _joint():
    from bounds.distribution import Joint
    from bounds.shannon.witness import Counterexample

    half = Fraction(1, 2)
    printed = LEDGER["claim-2"]["printed"].formula
    return Counterexample(Joint({(0, 0, 0): half, (1, 1, 0): half}, ("x", "y", "z")), printed.goal, printed.given)


EVIDENCE = {key: json.dumps(one.to_json()) for key, one in _evidence()}


@pytest.fixture
def results():
    """What a run would write of it."""
    statements = []
    for statement in LEDGER:
        readings = []
        for reading in statement.readings:
            item = json.loads(EVIDENCE[statement.id, reading.name])
            found = {"verdict": str(verdict([Evidence.from_json(item)])), "violated": False, "evidence": [item]}
            formula, latex = str(reading.formula), reading.formula.to_latex()
            form = {"formula": formula, "latex": latex, "hypotheses": [h.to_json() for h in reading.hypotheses]}
            form |= {name: getattr(reading, name) for name in ("text", "change", "quote")}
            wrong = {"fault": "wrong direction or index"} if reading.name == "printed" else {}
            readings.append({"name": reading.name, **form, **found, **wrong})
        words = {name: getattr(statement, name) for name in ("title", "section", "rank", "quote")}
        statements.append({"paper": "small", "id": statement.id, "parent": None, **words, "readings": readings})
    return {"papers": [{"id": "small", "prefix": ""}], "only": [], "statements": statements}


def _reading(results, id_, name):
    (statement,) = [one for one in results["statements"] if one["id"] == id_]
    return next(one for one in statement["readings"] if one["name"] == name)


def _checked(results):
    return verified(results, ledger_of=lambda paper: LEDGER)


def test_what_a_run_writes_stands(results):
    found = _checked(results)
    assert found.failed == []
    assert found.stands == {
        "statement": 2, "fault": 2, "verdict": 5, "formula": 5,
        "world": 2, "derivation": 1, "joint distribution": 1, "Shannon proof": 1,
    }  # fmt: skip
    assert [one["verdict"] for one in results["statements"][0]["readings"]] == ["refuted", "proved"]


def test_flipped_verdicts_without_evidence_are_told(results):
    for statement in results["statements"]:
        for reading in statement["readings"]:
            if reading["verdict"] == "refuted":
                reading.update(verdict="proved", evidence=[])
    told = list(differences(results))
    assert len(told) == 3
    assert told[0] == "small:claim-1 printed is recorded as proved (verdict), where its evidence makes it undecided"
    assert [why for kind, why in _checked(results).failed if kind == "verdict"] == told


def _accepted(results):
    item = _reading(results, "claim-2", "repaired")["evidence"][0]
    item["certificate"]["rows"][0]["multiplier"] = "7"
    assert item["accepted"]


def _sign(results):
    nodes = _reading(results, "claim-1", "repaired")["evidence"][0]["certificate"]["nodes"]
    place = nodes.index(["Rational", "-1"])
    nodes[place] = ["Rational", "1"]


def _import(results):
    nodes = _reading(results, "claim-1", "repaired")["evidence"][0]["certificate"]["nodes"]
    nodes[-1] = ["Function", "__import__", 0]


def _foreign_rule(results):
    _reading(results, "claim-1", "repaired")["evidence"][0]["certificate"]["steps"][0]["by"] = {"rule": "os:system"}


def _wrong_rule(results):
    # it meets arguments that it does not expect
    rule = {"rule": "bounds.derivations.theorems:lambert"}
    _reading(results, "claim-1", "repaired")["evidence"][0]["certificate"]["steps"][0]["by"] = rule


def _moved(results):
    one, other = (_reading(results, id_, "repaired") for id_ in ("claim-1", "claim-2"))
    one["evidence"], other["evidence"] = other["evidence"], one["evidence"]


def _moved_world(results):
    one, other = _reading(results, "claim-1", "printed"), _reading(results, "claim-2", "sharpened")
    one["evidence"] = other["evidence"]


def _world(results):
    _reading(results, "claim-2", "sharpened")["evidence"][0]["certificate"]["values"]["x"] = "3/2"


def _law(results):
    _reading(results, "claim-2", "printed")["evidence"][0]["certificate"]["atoms"][0]["p"] = "1/4"


def _sides(results):
    _reading(results, "claim-2", "sharpened")["evidence"][0]["rhs"] = {"low": "0.1", "high": "0.1"}


def _shown(results):
    _reading(results, "claim-1", "repaired")["evidence"][0]["certificate"]["lines"][0]["rhs"] = "0"


def _no_certificate(results):
    _reading(results, "claim-2", "repaired")["evidence"][0]["certificate"] = None


def _unknown_type(results):
    _reading(results, "claim-2", "repaired")["evidence"][0]["certificate"]["type"] = "mine"


def _turned_down(results):
    _reading(results, "claim-2", "repaired").update(verdict="undecided")
    _reading(results, "claim-2", "repaired")["evidence"][0]["accepted"] = False


def _formula(results):
    _reading(results, "claim-2", "repaired")["formula"] = "I(x;z) >= 0"


def _latex(results):
    _reading(results, "claim-1", "repaired")["latex"] = r"x \le 0"


def _words(results):
    _reading(results, "claim-1", "repaired")["text"] = "always"


def _quote(results):
    results["statements"][0]["quote"] = "as the page never said"


def _rank(results):
    results["statements"][1]["rank"] = "footnote"


def _lighter_fault(results):
    _reading(results, "claim-2", "printed")["fault"] = "misprint"


def _no_fault(results):
    del _reading(results, "claim-1", "printed")["fault"]


def _hypothesis(results):
    _reading(results, "claim-1", "repaired")["hypotheses"] = []


def _no_such_reading(results):
    _reading(results, "claim-2", "repaired")["name"] = "proved"


def _margin(results):
    _reading(results, "claim-2", "sharpened")["evidence"][0]["margin"] = -100.0


def _witness(results):
    _reading(results, "claim-2", "sharpened")["evidence"][0]["witness"] = {"x": "17"}


def _called_a_trial(results):
    _reading(results, "claim-2", "sharpened")["evidence"][0]["kind"] = "trial"


@pytest.mark.parametrize(
    ("change", "kind", "fault"),
    [
        (_accepted, "Shannon proof", "not accepted"),
        (_sign, "derivation", "not accepted"),
        (_rank, "statement", "differ from the ledger's"),
        (_lighter_fault, "fault", "is not what its readings say"),
        (_no_fault, "fault", "is not what its readings say"),
        (_import, "derivation", "cannot be checked (ValueError: data: is not a derivation"),
        (_foreign_rule, "derivation", "'os:system' names nothing in bounds"),
        (_wrong_rule, "derivation", "cannot be checked (KeyError"),
        (_moved, "Shannon proof", "cannot be checked"),
        (_moved, "derivation", "not accepted"),
        (_moved_world, "world", "not accepted"),
        (_world, "world", "not accepted"),
        (_law, "joint distribution", "cannot be checked (ValueError"),
        (_sides, "world", "its sides are not those of its world"),
        (_margin, "world", "its sides are not those of its world"),
        (_witness, "world", "its witness is not its world"),
        (_called_a_trial, "verdict", "has a trial with a certificate"),
        (_shown, "derivation", "what its certificate shows is not what it holds"),
        (_no_certificate, "proof", "it has no certificate"),
        (_unknown_type, "mine", "is no certificate of bounds"),
        (_turned_down, "Shannon proof", "is accepted, and recorded as not accepted"),
        (_formula, "formula", "differ from the ledger's"),
        (_latex, "formula", "differ from the ledger's"),
        (_words, "formula", "differ from the ledger's"),
        (_quote, "statement", "differ from the ledger's"),
        (_hypothesis, "formula", "differ from the ledger's"),
        (_no_such_reading, "Shannon proof", "claim-2 has no reading 'proved'"),
    ],
)
def test_what_was_altered_does_not_stand(results, change, kind, fault):
    change(results)
    assert [why for of, why in _checked(results).failed if of == kind and fault in why]


def test_a_paper_that_is_not_installed_cannot_be_checked(results):
    def none(paper):
        raise Unknown("no such paper")

    found = verified(results, ledger_of=none)
    assert found.failed == []
    assert found.unchecked["derivation", "the paper small is not installed"] == 1
    assert found.stands == {"verdict": 5}
    assert "not checked again: 2 of world (the paper small is not installed)" in found.to_text()


def test_a_measured_claim_is_read_again_from_its_intervals(results):
    reading = LEDGER["claim-2"]["sharpened"]
    found = Quantities({"x": (2, 3)})
    measured = Evidence(kind="measurement", method="m", summary="s", certificate=found).examine(reading)
    recorded = _reading(results, "claim-2", "sharpened")
    recorded["evidence"].append(measured.to_json())
    assert _checked(results).failed == []
    recorded["evidence"][-1]["answer"] = "intervals too wide to tell"
    assert [kind for kind, _ in _checked(results).failed] == ["measured quantities"]
    recorded["evidence"][-1] |= {"answer": "reproduced", "certificate": None}
    assert "said to be reproduced by a measurement without measured quantities" in next(differences(results))


def test_trials_are_not_checked_again(results):
    trial = Evidence(kind="trial", method="m", summary="s", accepted=True).to_json()
    _reading(results, "claim-1", "repaired")["evidence"].append(trial)
    found = _checked(results)
    assert found.failed == []
    assert sum(found.unchecked.values()) == 1


def test_a_contradiction_is_told_unless_the_run_has_told_it(results):
    reading = _reading(results, "claim-2", "repaired")
    reading["evidence"].append(json.loads(EVIDENCE["claim-2", "sharpened"]))
    reading["verdict"] = "undecided"
    assert "contradicts itself" in next(differences(results))
    results["failures"] = [{"what": "claim-2 repaired", "error": "internal contradiction: told"}]
    assert list(differences(results)) == []


def test_a_verdict_is_no_better_than_what_it_cites(results):
    cited = {"paper": "small", "id": "claim-9", "name": "repaired"}
    reading = _reading(results, "claim-1", "repaired")
    reading["evidence"][0]["certificate"]["rests_on"]["citations"] = [cited]
    assert "where its evidence makes it undecided" in next(differences(results))
    reading["verdict"] = "undecided"
    assert list(differences(results)) == []
    results["only"] = ["claim-1"]  # what a part of an audit cites may stand elsewhere
    assert list(differences(results)) == []
    reading["verdict"] = "refuted"
    assert list(differences(results)) != []


def test_a_part_is_its_claims_whatever_is_recorded(results):
    results["statements"][1].update(id="claim-1/part", parent=None)
    assert "small:claim-1/part is recorded as a part of None, where its id says claim-1" in differences(results)


def test_the_verdict_of_a_claim_with_its_parts_is_theirs(results):
    results["statements"][1].update(id="claim-1/part", parent="claim-1")
    part, parent = _reading(results, "claim-1/part", "printed"), _reading(results, "claim-1", "repaired")
    part["name"] = "repaired"
    del results["statements"][1]["readings"][1:]
    _reading(results, "claim-1", "printed")["combined"] = "refuted"
    assert "claim-1 repaired is recorded as None (combined)" in next(differences(results))
    parent["combined"] = "refuted"
    assert list(differences(results)) == []
    parent["combined"] = "proved"
    (told,) = differences(results)
    assert told == "small:claim-1 repaired is recorded as proved (combined), where its evidence makes it refuted"
    parent.update(combined="refuted", formula="", evidence=[])  # it has no form of its own, and no verdict
    assert "is recorded as proved (verdict), where its evidence makes it None" in next(differences(results))
    del parent["verdict"]
    assert list(differences(results)) == []


def test_an_answer_that_is_none_is_told(results):
    _reading(results, "claim-2", "repaired")["evidence"][0]["answer"] = "reproduced twice"
    assert "small:claim-2 repaired is said to be 'reproduced twice', which is no answer of measurements" in list(
        differences(results)
    )
    assert _checked(results).failed


def test_a_reading_or_a_statement_that_is_left_out_is_told(results):
    results["statements"][0]["readings"] = [_reading(results, "claim-1", "repaired")]
    del results["statements"][1]
    told = [why for kind, why in _checked(results).failed if kind == "statement"]
    assert "its readings' names" in told[0]
    assert told[1] == "small:claim-2: the file of a whole run has not this statement"
    results["only"] = ["claim-1"]
    assert len([kind for kind, _ in _checked(results).failed if kind == "statement"]) == 1


@pytest.mark.parametrize("name", ["formula", "latex", "change", "quote"])
def test_words_of_a_reading_that_no_ledger_has_are_told(results, name):
    bare = {"name": "sharpened", **dict.fromkeys(("formula", "latex", "change", "quote"), ""), "hypotheses": []}
    added = {**bare, "text": "its parts together", "violated": False, "evidence": []}
    results["statements"][0]["readings"].append(added)
    assert not [why for kind, why in _checked(results).failed if kind == "formula"]
    added[name] = "x > 0"
    assert any("the ledger has no such reading" in why for kind, why in _checked(results).failed if kind == "formula")
