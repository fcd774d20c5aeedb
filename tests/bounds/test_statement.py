"""The verdict is computed from evidence, and a contradiction is an error."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
import sympy

from bounds.claims.certificates import read_back
from bounds.claims.enclosure import Enclosure
from bounds.claims.formula import Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.paper import Paper
from bounds.claims.statement import (
    Contradiction,
    Evidence,
    Rank,
    Reading,
    Statement,
    Verdict,
    combined,
    is_violated,
    statements_in,
    verdict,
)
from bounds.claims.world import World

x = sympy.Symbol("x", real=True)
READING = Reading(
    name="printed",
    formula=Symbolic(lambda: sympy.Le(x, x**2, evaluate=False)),
    hypotheses=(Hypothesis("x > 0", holds=lambda world: world["x"] > 0),),
)
STATED = {"id": "claim-1", "title": "t", "section": "4", "rank": Rank.RESULT, "quote": "so it is"}


@dataclass(frozen=True)
class Answer:
    """A certificate whose checker gives the same answer to everything."""

    accepts: bool
    refutes: bool = False

    def verify(self, formula, hypotheses):
        return self.accepts

    def to_json(self):
        return {"type": "answer", "lines": []}


def proof(*, accepted=True, negation=False):
    certificate = Answer(accepted, negation)
    return Evidence(
        kind="proof", method="m", summary="s", negation=negation, certificate=certificate, accepted=accepted
    )


def counterexample(value=Fraction(1, 2)):
    return Evidence(kind="counterexample", method="m", summary="s", certificate=World({"x": value})).examine(READING)


def trial(p_value=None, **fields):
    return Evidence(kind="trial", method="m", summary="s", p_value=p_value, comparisons=1, **fields).examine(READING)


def test_no_evidence_is_undecided():
    assert verdict([]) == Verdict.UNDECIDED


def test_an_accepted_proof_proves():
    assert verdict([proof(), trial()]) == Verdict.PROVED


def test_a_proof_that_its_checker_rejects_counts_for_nothing():
    assert verdict([proof(accepted=False)]) == Verdict.UNDECIDED


def test_a_proof_that_nobody_examined_counts_for_nothing():
    assert verdict([Evidence(kind="proof", method="m", summary="s", certificate=Answer(True))]) == Verdict.UNDECIDED


def test_a_counterexample_is_a_world_that_breaks_the_reading():
    assert verdict([counterexample()]) == Verdict.REFUTED
    assert verdict([counterexample(value=2)]) == Verdict.UNDECIDED


def test_what_a_counterexample_says_of_itself_is_not_believed():
    told = {"relation": "<=", "lhs": Enclosure.of_exact(1), "rhs": Enclosure.of_exact(0), "margin": -1.0}
    for certificate in (None, Answer(True), World({"x": 2})):
        evidence = Evidence(kind="counterexample", method="m", summary="s", certificate=certificate, **told)
        examined = evidence.examine(READING)
        assert not examined.accepted
        assert (examined.relation, examined.lhs, examined.rhs, examined.margin) == (None, None, None, None)
    found = counterexample()
    assert (found.relation, float(found.lhs), float(found.rhs), found.margin) == ("<=", 0.5, 0.25, -0.25)


def test_a_proof_of_the_negation_refutes():
    assert verdict([proof(negation=True)]) == Verdict.REFUTED


def test_trials_support_until_one_is_significant():
    assert verdict([trial(0.3)]) == Verdict.SUPPORTED
    assert verdict([trial(0.3), trial(1e-6)]) == Verdict.UNDECIDED
    assert is_violated([trial(1e-6)])
    assert verdict([trial(2e-4)]) == Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("margin", "error", "expected"),
    [
        (0.5, 0.0, Verdict.SUPPORTED),
        (0.0, 0.0, Verdict.SUPPORTED),
        (-1e-12, 0.0, Verdict.UNDECIDED),  # who states no error has none
        (-1e-12, 1e-9, Verdict.SUPPORTED),
        (-2e-9, 1e-9, Verdict.UNDECIDED),
    ],
)
@pytest.mark.parametrize("kind", ["trial", "measurement"])
def test_a_margin_below_its_error_is_a_violation(kind, margin, error, expected):
    assert verdict([Evidence(kind=kind, method="m", summary="s", margin=margin, error=error)]) == expected


def test_where_there_is_a_p_value_it_decides_and_not_the_margin():
    assert verdict([trial(0.3, margin=-0.1)]) == Verdict.SUPPORTED
    assert verdict([trial(1e-6, margin=0.1)]) == Verdict.UNDECIDED


def test_what_cannot_fail_supports_nothing():
    assert not trial().can_fail
    assert verdict([trial()]) == Verdict.UNDECIDED


def test_the_margin_of_a_counterexample_or_a_proof_is_no_violation():
    below = {"method": "m", "summary": "s", "margin": -1.0}
    assert not is_violated([Evidence(kind="counterexample", **below), Evidence(kind="proof", **below)])


@pytest.mark.parametrize("error", [-1e-9, float("inf"), float("nan")])
def test_an_error_that_none_can_be_is_one_sentence(error):
    with pytest.raises(ValueError, match="error: must be a finite number, 0 at least"):
        trial(error=error)


def test_a_file_without_errors_is_read_as_exact():
    recorded = trial(margin=0.5).to_json()
    del recorded["error"]
    assert Evidence.from_json(recorded).error == 0.0


@pytest.mark.parametrize("breaking", [counterexample(), proof(negation=True), trial(1e-6), trial(margin=-1.0)])
def test_a_proof_against_a_violation_is_an_error_and_no_choice(breaking):
    with pytest.raises(Contradiction):
        verdict([proof(), breaking])


def test_a_parent_is_as_bad_as_its_parts():
    p, r, s, u = Verdict.PROVED, Verdict.REFUTED, Verdict.SUPPORTED, Verdict.UNDECIDED
    assert combined([p, p]) == p
    assert combined([p, r, u]) == r
    assert combined([p, s, u]) == u
    assert combined([p, s]) == s
    assert combined([]) == u


def test_evidence_survives_a_file_with_its_checkers_answer():
    for one in (proof(), proof(accepted=False), counterexample(), trial(0.5)):
        again = Evidence.from_json(one.to_json())
        assert again.to_json() == one.to_json()
        assert verdict([again]) == verdict([one])


class Derivation(Answer):
    """One that says it is of a kind that bounds has, and says yes."""

    def to_json(self):
        return {"type": "derivation", "nodes": [], "steps": [], "points": [], "refutes": self.refutes, "lines": []}


@pytest.mark.parametrize("made", [Answer(True), Answer(True, refutes=True), Derivation(True)])
def test_a_certificate_of_a_class_that_bounds_does_not_have_is_refused(made):
    for kind in ("proof", "counterexample"):
        ends = {"lhs": Enclosure.of_exact(2), "rhs": Enclosure.of_exact(1), "relation": "<="}
        evidence = Evidence(kind=kind, method="m", summary="s", negation=made.refutes, certificate=made, **ends)
        assert not evidence.examine(READING).accepted
        assert not Evidence.from_json(evidence.to_json()).examine(READING).accepted


@pytest.mark.parametrize(
    "named",
    [
        "os:system",
        "bounds.claims.world:World",
        "bounds.claims.statement:Evidence",
        "bounds.papers.none:Proof",
        "bounds.papers..x:y",
        3,
        None,
    ],
)
def test_a_type_that_names_no_certificate_of_bounds_is_refused(named):
    with pytest.raises(ValueError, match=r"type: |address: "):
        read_back({"type": named})


def test_ids_and_names_are_checked():
    with pytest.raises(ValueError, match="name: 'wrong'"):
        Reading(name="wrong", formula=READING.formula)
    with pytest.raises(ValueError, match="hypotheses: 'x > 1' is not a Hypothesis"):
        Reading(name="printed", formula=READING.formula, hypotheses=("x > 1",))
    with pytest.raises(ValueError, match="id: 'Proposition 7'"):
        Statement(**{**STATED, "id": "Proposition 7"})
    with pytest.raises(ValueError, match="two readings of one name"):
        Statement(**STATED, readings=(READING, READING))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"id": "Toy 1"}, "id: 'Toy 1' is no paper's id"),
        ({"authors": "Ada"}, "authors: must be names, got 'Ada'"),
        ({"prefix": "a:b"}, "prefix: must be empty, or as an id is"),
    ],
)
def test_what_no_paper_can_be_is_one_sentence(wrong, sentence):
    right = {"id": "toy-1", "title": "Toy", "authors": ("Ada",), "year": 2000, "source": "here", "text": "toy.md"}
    assert Paper(**right).anchor("claim-1") == "toy-1:claim-1"
    with pytest.raises(ValueError, match=sentence):
        Paper(**{**right, **wrong})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"section": " "}, "section: claim-1 stands in none"),
        ({"rank": "theorem"}, "rank: claim-1 has none of main result, .*but 'theorem'"),
        ({"quote": " "}, "quote: claim-1 has no words of the page"),
    ],
)
def test_a_statement_says_where_and_what_it_is(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        Statement(**{**STATED, **wrong})


def test_a_numbered_id_says_its_rank():
    stated = statements_in("4")
    ranks = {"claim-1": Rank.RESULT, "claim-1/kl": Rank.PART, "remark-4.1/x": Rank.REMARK, "footnote-5": Rank.FOOTNOTE}
    assert {id_: stated(id_, "t", "so").rank for id_ in ranks} == ranks
    assert stated("claim-1/line", "t", "so", rank=Rank.LINE).rank == Rank.LINE
    with pytest.raises(ValueError, match="rank: noise-model has none"):
        stated("noise-model", "t", "so")


def test_what_was_meant_is_said_with_the_words_of_the_page():
    with pytest.raises(ValueError, match="quote: the intended reading 'in other words'"):
        Reading("intended", READING.formula, text="in other words")
