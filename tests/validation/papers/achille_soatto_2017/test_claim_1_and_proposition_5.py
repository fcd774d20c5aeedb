"""Section 4's checks: the verdicts they lead to, and that a changed sign or factor in a formula turns them."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims.formula import Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.statement import Claim, Evidence, Verdict, is_violated, verdict
from bounds.derivations.hypotheses import MIXTURE, PROBABILITIES, SMOOTH_LOSS, SUMS_TO_ONE, SYMMETRIC
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from validation.checks import Check
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE

MODULES = tuple(f"{SUITE.checks}.{name}" for name in ("claim_1", "proposition_5", "proposition_5_trials", "flatness"))
CHECKS = [check for check in SUITE.all_checks if check.module in MODULES]
OURS = {(check.statement, check.reading) for check in CHECKS}
AUDITED = {key: verdict for key, verdict in SUITE.audited_verdicts.items() if key in OURS}
REFUTED, SUPPORTED = (
    {key for key, audited in AUDITED.items() if audited is one} for one in (Verdict.REFUTED, Verdict.SUPPORTED)
)


def _evidence(check: Check, formula: Symbolic | None = None, seed: int = 0) -> list[Evidence]:
    reading = LEDGER[check.statement][check.reading]
    if formula is not None:
        reading = replace(reading, formula=formula)
    claim = Claim(statement=LEDGER[check.statement], reading=reading)
    found = check.function(claim, np.random.default_rng(seed), Effort())
    items = [found] if isinstance(found, Evidence) else [item for item in found if isinstance(item, Evidence)]
    return [item.examine(reading) for item in items]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_verdicts_are_those_of_the_audit(seed: int) -> None:
    evidence: dict[tuple[str, str], list[Evidence]] = {}
    for check in CHECKS:
        evidence.setdefault((check.statement, check.reading), []).extend(_evidence(check, seed=seed))
    found = {key: verdict(items) for key, items in evidence.items()}
    assert {key for key, value in found.items() if value is Verdict.REFUTED} == REFUTED
    assert {key for key, value in found.items() if value is Verdict.SUPPORTED} == SUPPORTED
    assert Verdict.UNDECIDED not in found.values()


def _with_rhs(formula: Symbolic, change) -> Symbolic:
    relation = formula.expression
    return Symbolic(lambda: type(relation)(relation.lhs, change(relation.rhs), evaluate=False))


PROVED = [
    check
    for check in CHECKS
    if (check.statement, check.reading) not in REFUTED | SUPPORTED | {("proposition-5/alpha-i", "repaired")}
    and not check.statement.startswith("proposition-5/alpha-i")
    and not check.module.endswith("proposition_5_trials")
]


@pytest.mark.parametrize("check", PROVED, ids=lambda check: check.key)
@pytest.mark.parametrize("factor", [-1, sympy.Rational(1, 2)], ids=["sign", "half"])
def test_a_changed_sign_or_factor_turns_a_proof(check: Check, factor) -> None:
    formula = LEDGER[check.statement][check.reading].formula
    changed = _with_rhs(formula, lambda rhs: factor * rhs)
    if changed.rhs == formula.rhs:  # half of infinity
        return
    proofs = [item for item in _evidence(check, changed) if item.kind == "proof"]
    assert proofs
    assert not any(item.accepted for item in proofs)


@pytest.mark.parametrize(
    "check", [c for c in CHECKS if c.statement == "proposition-5/alpha-i" and c.reading != "printed"]
)
def test_twice_or_half_the_optimal_alpha_is_not_stationary(check: Check) -> None:
    formula = LEDGER[check.statement][check.reading].formula
    slope, variables, (point,) = formula.lhs.args
    for factor in (2, sympy.Rational(1, 2), -1):
        moved = sympy.Subs(slope, variables, (factor * point,))
        (evidence,) = _evidence(check, Symbolic(lambda moved=moved: sympy.Eq(moved, 0, evaluate=False)))
        assert not evidence.accepted


def test_the_extra_k_is_found_and_its_absence_is_not() -> None:
    check = next(c for c in CHECKS if (c.statement, c.reading) == ("proposition-5/statement", "printed"))
    repaired = LEDGER["proposition-5/statement"]["proved"].formula
    assert any(item.kind == "counterexample" for item in _evidence(check))
    assert not any(item.kind == "counterexample" for item in _evidence(check, repaired))


def test_the_missing_half_is_found_by_the_same_search() -> None:
    check = next(c for c in CHECKS if (c.statement, c.reading) == ("proposition-5/alpha-i", "printed"))
    assert _evidence(check)[0].kind == "counterexample"
    repaired = LEDGER["proposition-5/alpha-i"]["repaired"].formula
    assert _evidence(check, repaired)[0].kind == "trial"


@pytest.mark.parametrize("factor", [1, -1, 2])
def test_quadrature_violates_t1_with_another_factor(factor: int) -> None:
    check = next(c for c in CHECKS if c.name == "quadrature_on_small_worlds")
    formula = LEDGER[check.statement][check.reading].formula
    changed = _with_rhs(formula, lambda rhs: factor * rhs)
    assert is_violated(_evidence(check, changed)) == (factor != 1)


@pytest.mark.parametrize(
    ("statement", "name", "needed"),
    [
        ("remark-4.1", "printed", SUMS_TO_ONE),
        ("claim-1/mutual-information", "repaired", MIXTURE),
        ("claim-1/mutual-information", "repaired", PROBABILITIES),
        ("proposition-5/noise-averaged-curvature", "repaired", SMOOTH_LOSS),
        ("proposition-5/nuclear-norm", "intended", assumed.LOCAL_MINIMUM),
        ("log-uniform-prior/only", "printed", assumed.SCALE_INVARIANT),
        ("remark-4.4/increasing-flatness", "repaired", assumed.FLATTER_EVERYWHERE),
        ("section-4/explicit-regularisation", "printed", assumed.OPTIMAL_AT_BETA),
        ("section-4/explicit-regularisation", "printed", assumed.OPTIMAL_AT_LARGER_BETA),
        ("proposition-5/nuclear-norm", "repaired", SYMMETRIC),
        ("proposition-5/nuclear-norm", "sharpened", SYMMETRIC),
    ],
)
def test_proofs_need_their_hypotheses(statement: str, name: str, needed: Hypothesis) -> None:
    reading = LEDGER[statement][name]
    proofs = [
        e for c in CHECKS if (c.statement, c.reading) == (statement, name) for e in _evidence(c) if e.kind == "proof"
    ]
    rest = tuple(hypothesis for hypothesis in reading.hypotheses if hypothesis != needed)
    assert len(rest) < len(reading.hypotheses)
    assert [proof.accepted for proof in proofs] == [True]
    assert not any(proof.certificate.verify(reading.formula, rest) for proof in proofs if proof.certificate)
