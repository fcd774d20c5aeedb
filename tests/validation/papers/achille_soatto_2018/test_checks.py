"""The checks of what is new in 2018 notice a mistake, and checks do not know which edition they serve."""

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Reading, Symbolic, Verdict, verdict
from bounds.papers.achille_soatto_2018 import LEDGER
from bounds.papers.achille_soatto_2018.formulas import weights as formulas
from bounds.papers.achille_soatto_2018.hypotheses import MARGINALS
from validation.effort import Effort
from validation.papers.achille_soatto_2018 import SUITE
from validation.papers.achille_soatto_2018.checks import weights

A, S, Q, R = (sympy.IndexedBase(name, positive=True) for name in "asqr")
PROVED_AND_TRIED = {("section-4.1/best-factorised-prior", "printed"), ("equation-7", "printed")}
PROOFS = ("by_marginals", "by_change_of_measure")


def found(check, statement, reading):
    claim = Claim(statement=statement, reading=reading)
    return check.function(claim, np.random.default_rng(0), Effort()).examine(reading)


@pytest.mark.parametrize("check", SUITE.all_checks, ids=lambda check: check.key)
def test_every_check_finds_the_audited_verdict(check):
    statement = LEDGER[check.statement]
    reading = statement[check.reading]
    wanted = SUITE.audited_verdicts[check.statement, check.reading]
    tried = (check.statement, check.reading) in PROVED_AND_TRIED and not check.key.endswith(PROOFS)
    assert verdict([found(check, statement, reading)]) == (Verdict.SUPPORTED if tried else wanted)


def planted(formula):
    return Reading("printed", Symbolic(lambda: formula))


def test_a_wrong_sign_in_the_compensation_has_no_proof():
    true = LEDGER["section-4.1/compensation"]["printed"].formula.expression
    first, second = true.lhs.args
    wrong = planted(sympy.Eq(first - second, true.rhs, evaluate=False))
    claim = Claim(statement=LEDGER["section-4.1/compensation"], reading=wrong)
    evidence = weights.by_mixture(claim, np.random.default_rng(0), Effort())
    assert not evidence.examine(wrong).accepted


@pytest.mark.parametrize(
    "wrong",
    [
        lambda low, high: (high, low),  # the other way round
        lambda low, high: (low, high / 2),
        lambda low, high: (low, high.subs(S, A)),  # another law of the second weight
        lambda low, high: (low, high.subs(Q, R)),
    ],
)
def test_a_wrong_form_of_the_best_factorised_prior_has_no_proof(wrong):
    low, high = formulas.best_factorised_prior().args
    reading = Reading("printed", Symbolic(lambda: sympy.Le(*wrong(low, high), evaluate=False)), hypotheses=(MARGINALS,))
    claim = Claim(statement=LEDGER["section-4.1/best-factorised-prior"], reading=reading)
    assert not weights.by_marginals(claim, np.random.default_rng(0), Effort()).examine(reading).accepted


def test_without_the_marginals_there_is_no_proof():
    right = LEDGER["section-4.1/best-factorised-prior"]["printed"]
    bare = Reading("printed", right.formula)
    claim = Claim(statement=LEDGER["section-4.1/best-factorised-prior"], reading=bare)
    assert not weights.by_marginals(claim, np.random.default_rng(0), Effort()).examine(bare).accepted


def trial(function, reading):
    claim = Claim(statement=LEDGER["equation-7"], reading=reading)
    return verdict([function(claim, np.random.default_rng(0), Effort()).examine(reading)])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda low, high: (low, high.xreplace({formulas.information(): formulas.information() / 2})),
        lambda low, high: (low, high.xreplace({formulas.information(): 0})),
        lambda low, high: (low, high * formulas.share()),
        lambda low, high: (low, high / 2),
    ],
)
def test_a_sharper_bound_of_generalisation_is_broken(wrong):
    low, high = wrong(*formulas.mcallester().args)
    assert trial(weights.gibbs_posteriors, planted(sympy.Le(low, high, evaluate=False))) == Verdict.UNDECIDED
    assert not proof_of_7(sympy.Le(low, high, evaluate=False), LEDGER["equation-7"]["printed"].hypotheses)


def proof_of_7(formula, hypotheses):
    """Whether the proof of (7) is accepted as one of this formula under these hypotheses."""
    reading = Reading("printed", Symbolic(lambda: formula), hypotheses=tuple(hypotheses))
    claim = Claim(statement=LEDGER["equation-7"], reading=reading)
    return weights.by_change_of_measure(claim, np.random.default_rng(0), Effort()).examine(reading).accepted


def test_the_bound_of_generalisation_needs_each_of_its_hypotheses():
    right = LEDGER["equation-7"]["printed"]
    formula, assumed = right.formula.expression, right.hypotheses
    assert proof_of_7(formula, assumed)
    for left_out in assumed:
        assert not proof_of_7(formula, [one for one in assumed if one is not left_out])


def test_no_other_prior_is_sharper():
    low, high = formulas.best_factorised_prior().args
    for wrong in (sympy.Le(high, low, evaluate=False), sympy.Le(low * sympy.Rational(101, 100), high, evaluate=False)):
        assert trial(weights.factorised_priors, planted(wrong)) == Verdict.UNDECIDED


def test_a_check_of_2017_serves_2018_without_knowing_it():
    """A claim carries no paper: told of the statement of either edition it finds the same."""
    from validation.papers.achille_soatto_2017 import SUITE as EARLIER

    check = next(c for c in EARLIER.all_checks if (c.statement, c.reading) == ("proposition-7/g", "repaired"))
    here, there = LEDGER["proposition-5.2/g"], EARLIER.ledger["proposition-7/g"]
    one, other = found(check, here, here["printed"]).to_json(), found(check, there, there["repaired"]).to_json()
    assert {**one, "seconds": 0} == {**other, "seconds": 0}
    assert not any("paper" in name for name in Claim.__dataclass_fields__)
