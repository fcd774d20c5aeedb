"""The evidence as blocks: the deciding finding first, its smallest case, steps in words where they are words."""

from sample_results import counterexample, derivation, evidence, reading

from reports.document import Fold, Formula, Group, Paragraph, Table, plain
from reports.evidence import findings, reason

PROOF = evidence("proof", summary="It adds up.", certificate=derivation())
NEGATED = evidence("proof", summary="The negation adds up.", negation=True)


def words(blocks) -> list[str]:
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def test_a_refuted_reading_says_why_with_its_smallest_counterexample() -> None:
    large = counterexample() | {"witness": {"w": list(range(9))}, "summary": "A large one."}
    found = reason(reading("printed", "refuted", evidence=[large, NEGATED, counterexample()]))
    assert words(found)[0].startswith("Why it fails. At α = 1/10 and ρ = 2")
    sides = next(block for block in found if isinstance(block, Table) and block.role == "sides")
    assert sides.caption == "Both sides, enclosed: the claim needs left ≤ right, here left > right"


def test_what_its_checker_does_not_accept_decides_nothing() -> None:
    rejected = counterexample() | {"accepted": False, "summary": "Rejected."}
    found = reason(reading("printed", "refuted", evidence=[rejected, NEGATED]))
    assert words(found)[0] == "Why it fails. The negation adds up."
    fold = findings(reading("printed", "undecided", evidence=[PROOF, PROOF | {"accepted": False}]))[1]
    assert plain(fold.summary).startswith("Proof, not accepted by its checker")


def test_a_margin_is_told_with_its_error() -> None:
    exact, rounded = (evidence("trial", margin=0.012, error=error) for error in (0.0, 1e-9))
    old = {key: item for key, item in exact.items() if key != "error"}

    def told(item) -> str:
        return str(findings(reading("printed", "undecided", evidence=[PROOF, item]))[1])

    assert "mallest margin 0.012;" in told(exact)
    assert told(old) == told(exact)
    assert "mallest margin 0.012, error at most 1 · 10⁻⁹;" in told(rounded)


def test_violated_is_said_only_where_nothing_decides() -> None:
    trial = evidence("trial", p_value=1e-9)
    assert words(reason(reading("printed", "undecided", evidence=[trial], violated=True)))[0].startswith("Violated")
    decided = reading("printed", "refuted", evidence=[trial, counterexample()], violated=True)
    assert words(reason(decided))[0].startswith("Why it fails.")


def test_steps_are_formulas_and_words_are_words() -> None:
    prose = {"lhs": "left side - right side", "relation": "->", "rhs": "a positive limit", "by": "limit", "because": ""}
    certificate = {"type": "limit", "lines": [prose, *derivation()["lines"]]}
    (fold,) = findings(reading("printed", "proved", evidence=[PROOF | {"certificate": certificate}]))
    assert isinstance(fold, Fold)
    group = next(block for block in fold.blocks if isinstance(block, Group))
    assert group.lead == "Limit, 3 lines"
    assert "left side − right side → a positive limit" in words(group.blocks)
    assert sum(isinstance(block, Formula) for block in group.blocks) == 2


def test_nothing_is_said_of_a_reading_without_evidence_but_that() -> None:
    assert words(reason(reading("printed", "undecided"))) == ["No check has decided this reading."]


def test_a_derivation_in_one_step_does_not_repeat_the_formula() -> None:
    step = {"lhs": "a", "relation": "<=", "rhs": "b", "by": "algebra", "because": "both sides"}
    certificate = {"type": "derivation", "lines": [step]}
    own = reading("printed", "proved", "a \\leq b", evidence=[PROOF | {"certificate": certificate}])
    (fold,) = findings(own)
    assert words(fold.blocks)[0] == "The formula itself, by algebra: both sides."
    (fold,) = findings(own | {"latex": "a < b"})
    assert any(isinstance(block, Group) for block in fold.blocks)
