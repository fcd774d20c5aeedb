"""Every rule that a proof goes by: the suite has an instance that holds in numbers, and what is none is refused."""

from dataclasses import replace

import pytest
import sympy

from bounds.claims.hypothesis import implied_by
from bounds.derivations import derivation, theorems
from bounds.derivations.derivation import Theorem
from bounds.ledger import LEDGER
from bounds.papers.achille_soatto_2017 import (
    cells,
    contraction_theorems,
    gaussian_theorems,
    generalisation_theorems,
    laws,
    layer_theorems,
    section_4_theorems,
    stack_theorems,
)
from tests.validation.papers.achille_soatto_2017.proofs import steps

RULES = {
    rule.name: rule
    for module in (
        derivation,
        theorems,
        layer_theorems,
        stack_theorems,
        gaussian_theorems,
        generalisation_theorems,
        cells,
        section_4_theorems,
        contraction_theorems,
        laws,
    )
    for rule in vars(module).values()
    if isinstance(rule, Theorem)
}
LEMMAS = {name for name, rule in RULES.items() if rule.lemma}


def instances(rule):
    """Steps by the rule, each with its derivation and the hypotheses that it stands under."""
    for check, proof, step in steps():
        if step.by == rule:
            yield proof, replace(step, under=LEDGER[check.statement][check.reading].hypotheses)


def near_misses(step):
    """The step with a nat too little on the side that bounds, and, of an inequality, with its relation turned."""
    tighter = step.rhs + {"=": 1, "<=": -1, ">=": 1}[step.relation]
    yield replace(step, rhs=tighter if step.rhs.is_finite is not False else sympy.Integer(0))
    if step.rhs not in (0, sympy.oo, -sympy.oo):
        yield replace(step, lhs=step.lhs * 2 if step.lhs != 0 else sympy.Integer(1))
    if step.relation != "=":
        yield replace(step, relation="<=" if step.relation == ">=" else ">=")
        yield replace(step, relation="=")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_an_instance_and_refuses_what_is_none(rule) -> None:
    found = list(instances(rule))
    assert found, "no proof goes by it"
    for proof, step in found:
        assert derivation._faults(step) == []
        assert proof._stands_at_random_points(step)
        for miss in near_misses(step):
            assert derivation._faults(miss), miss
        for needed in rule.requires:
            rest = tuple(one for one in step.under if needed not in implied_by([one]))
            assert derivation._faults(replace(step, under=rest))


def test_the_lemmas_taken_without_proof_are_few_and_have_a_source() -> None:
    assert {
        "logarithm above and below one half",
        "lower tail of non-negative terms",
        "entropy power of Gaussian terms",
        "maximum entropy given x",
        "maximum entropy",
        "entropy power inequality",
        "digamma",
        "logarithm of a sum of Gaussian squares",
        "Dirichlet's integral",
        "Maurer's lemma",
    } >= LEMMAS
    assert all(rule.source for rule in RULES.values() if rule.lemma)
