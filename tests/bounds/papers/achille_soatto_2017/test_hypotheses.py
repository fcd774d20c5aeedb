"""Hypotheses stand once: readings assume, and theorems require, those that are defined, and no others."""

import pytest

from bounds.claims import Hypothesis
from bounds.derivations import hypotheses as textbook
from bounds.derivations import theorems
from bounds.derivations.derivation import Theorem
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017 import (
    cells,
    gaussian_theorems,
    generalisation_hypotheses,
    generalisation_theorems,
    laws,
    layer_theorems,
    sentence_hypotheses,
    stack_theorems,
)
from bounds.papers.achille_soatto_2017 import hypotheses as paper
from bounds.papers.achille_soatto_2017.input_families import families


def named(kind, *modules):
    return [value for module in modules for value in vars(module).values() if isinstance(value, kind)]


DEFINED = named(Hypothesis, textbook, paper, generalisation_hypotheses, sentence_hypotheses)
ASSUMED = [hypothesis for statement in LEDGER for reading in statement.readings for hypothesis in reading.hypotheses]
RULES = (theorems, layer_theorems, stack_theorems, gaussian_theorems, generalisation_theorems, cells, laws)
REQUIRED = [h for rule in named(Theorem, *RULES) for h in rule.requires]
MET = [hypothesis for family in families() for hypothesis in family.meets]


def test_no_two_hypotheses_have_one_text() -> None:
    assert len({hypothesis.text for hypothesis in DEFINED}) == len(DEFINED)


@pytest.mark.parametrize("used", [ASSUMED, REQUIRED, MET], ids=["assumed", "required", "met"])
def test_a_hypothesis_is_never_typed_again(used) -> None:
    assert REQUIRED
    assert [h for h in used if not any(h is one for one in DEFINED)] == []


def test_every_hypothesis_is_some_readings() -> None:
    assert [hypothesis for hypothesis in DEFINED if hypothesis not in ASSUMED] == []
