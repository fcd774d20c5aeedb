"""What the checks of section 2 find, and that their searches are no foregone conclusion.

The verdicts are those of the audited table, from two seeds.
"""

import numpy as np
import pytest

import validation.papers.achille_soatto_2017.checks.minimal_sufficient_statistics as statistics
from bounds.claims.formula import Informational
from bounds.claims.statement import Evidence, Verdict
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.papers.achille_soatto_2017 import SUITE

EXPECTED = {key: v for key, v in SUITE.audited_verdicts.items() if LEDGER[key[0]].section.startswith("2")}


@pytest.mark.parametrize(("statement", "reading"), EXPECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, reading: str, seed: int, verdict_of) -> None:
    assert verdict_of(statement, reading, seed) is EXPECTED[statement, reading]


REFUTED = [key for key, v in EXPECTED.items() if v is Verdict.REFUTED]


@pytest.mark.parametrize(
    ("statement", "reading"),
    [(one, name) for one, name in REFUTED if isinstance(LEDGER[one][name].formula, Informational)],
)
def test_a_search_has_misses_and_its_control_finds_nothing(statement: str, reading: str, findings) -> None:
    (evidence,) = [e for e in findings(statement, reading, 0) if isinstance(e, Evidence) and e.kind == "counterexample"]
    search = evidence.witness["search"]
    assert search["seeds"] == 20
    assert 0 < search["breaking"] < search["drawn"] / 2
    assert search["control_drawn"] > 0
    assert search["control_breaking"] == 0
    joint = Joint.from_json(evidence.witness)
    assert len(joint.probabilities) <= 8


def test_a_refutation_does_not_serve_the_repaired_reading(findings) -> None:
    for evidence in findings("markov-chain", "printed", 0):
        assert evidence.examine(LEDGER["markov-chain"]["printed"]).accepted
        assert not evidence.examine(LEDGER["markov-chain"]["repaired"]).accepted


def test_minimality_is_checked_by_the_partition() -> None:
    joint = statistics._with_representation(np.random.default_rng(0))
    assert statistics.is_minimal(joint)
    merged = joint.marginal("x", "y", "z").extended("t", lambda x: 0, "x")
    assert not statistics.is_minimal(merged)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("total-correlation", "_|_ z3 fails: what must be 0 is 0.693147 nats"),
        ("sufficiency/independence-gives-equality", "fails: the left side is 0.693147 and the right side 0 nats"),
    ],
)
def test_an_independence_that_fails_is_not_said_to_have_sides(statement: str, words: str, findings) -> None:
    (evidence,) = [e for e in findings(statement, "printed", 0) if e.kind == "counterexample"]
    assert words in evidence.summary
