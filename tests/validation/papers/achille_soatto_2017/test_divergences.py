"""What is proved of divergences is proved of no other formula."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bounds.claims import Claim, Symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.effort import Effort
from validation.papers.achille_soatto_2017.checks import divergences

PROVED = {
    "kullback-leibler": ("printed", divergences.divergence_of_two_laws),
    "nuisance": ("printed", divergences.mean_divergence),
    "information-as-divergence": ("printed", divergences.information_is_a_mean_divergence),
    "corollary-3.3/cross-entropy": ("intended", divergences.best_decoder),
}
WRONG = {
    "twice the right side": lambda f: f.func(f.lhs, 2 * f.rhs, evaluate=False),
    "half of the left side": lambda f: f.func(f.lhs / 2, f.rhs, evaluate=False),
    "another sign": lambda f: f.func(-f.lhs, f.rhs, evaluate=False),
    "sides exchanged": lambda f: sympy.Gt(f.rhs, f.lhs, evaluate=False),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("statement", PROVED)
def test_a_changed_formula_is_not_proved(statement: str, wrong) -> None:
    name, check = PROVED[statement]
    reading = LEDGER[statement][name]
    planted = replace(reading, formula=Symbolic(lambda: wrong(reading.formula.expression)))
    for one, accepted in ((reading, True), (planted, False)):
        evidence = check(Claim(statement=LEDGER[statement], reading=one), np.random.default_rng(0), Effort())
        assert evidence.examine(one).accepted is accepted


@pytest.mark.parametrize("statement", PROVED)
def test_without_its_hypotheses_nothing_is_proved(statement: str) -> None:
    name, check = PROVED[statement]
    reading = LEDGER[statement][name]
    evidence = check(Claim(statement=LEDGER[statement], reading=reading), np.random.default_rng(0), Effort())
    assert not evidence.examine(replace(reading, hypotheses=())).accepted
