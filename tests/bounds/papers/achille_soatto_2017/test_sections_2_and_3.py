"""Sections 2 and 3 in the ledger: proofs that break when a statement is changed; Lemma 2.2; the bottleneck's solver."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from bounds.claims.formula import Informational, Symbolic
from bounds.distribution.information_bottleneck import annealed, step
from bounds.distribution.joint import Joint
from bounds.distribution.strategies import joints, sufficient_representations
from bounds.distribution.sufficiency import minimal_sufficient
from bounds.papers.achille_soatto_2017 import section_2, section_3
from bounds.papers.achille_soatto_2017.hypotheses import FINITE
from bounds.papers.achille_soatto_2017.nuisance import Construction, with_nuisance
from bounds.shannon import prove
from bounds.shannon.parametric import find_parametric_proof
from tests.bounds.papers.achille_soatto_2017.strategies import nuisances

STATEMENTS = (*section_2.STATEMENTS, *section_3.STATEMENTS)
FIXED_BETA = "information-bottleneck-limit/fixed-beta"
READINGS = [
    pytest.param(reading, id=f"{statement.id}-{reading.name}")
    for statement in STATEMENTS
    for reading in statement.readings
    # at a fixed beta the sharpened reading is false
    if reading.name in ("repaired", "sharpened") and (statement.id, reading.name) != (FIXED_BETA, "sharpened")
]


def altered(line: str) -> list[str]:
    """The line with its relation turned round, or with one term's sign or factor changed."""
    turned = {"<=": ">=", ">=": "<="}
    found = re.search("<=|>=|=", line)
    lines = [line.replace(found[0], turned[found[0]], 1)] if found and found[0] in turned else []
    lines += [line.replace(" - ", " + ", 1)] if " - " in line else []
    lines += [line.replace(" + ", " - ", 1)] if " + " in line else []
    lines += [re.sub(r"(?<![\w/])([HI]\()", r"1/2 \1", line, count=1)]
    return [changed for changed in lines if changed != line]


@pytest.mark.parametrize("reading", READINGS)
def test_a_changed_sign_or_factor_is_not_proved(reading) -> None:
    formula = reading.formula
    assert isinstance(formula, Informational)
    if any("beta" in line for line in formula.goal):
        assert find_parametric_proof(formula, "beta", Fraction(1)) is not None
        for line in altered(formula.goal[0])[:1]:
            assert find_parametric_proof(replace(formula, goal=(line,)), "beta", Fraction(1)) is None
        return
    result = prove(formula.goal, formula.given, search=False)
    assert result.verdict == "proved"
    for k, line in enumerate(formula.goal):
        for changed in altered(line):
            goal = (*formula.goal[:k], changed, *formula.goal[k + 1 :])
            assert not result.certificate.verify(replace(formula, goal=goal)), changed


@pytest.mark.parametrize(
    ("statement", "reading", "dropped"),
    [
        ("proposition-1", "repaired", 0),
        ("proposition-1", "repaired", 1),
        ("proposition-1", "repaired", 2),
        ("proposition-1/if-and-only-if", "repaired", 2),
        ("proposition-1/if-and-only-if", "sharpened", 6),
        ("corollary-3.3", "sharpened", 3),
        ("markov-chain", "repaired", 0),
        ("footnote-3", "repaired", 5),
        ("proposition-2", "repaired", 1),
    ],
)
def test_without_a_hypothesis_the_claim_is_refuted(statement: str, reading: str, dropped: int) -> None:
    formula = next(s for s in STATEMENTS if s.id == statement)[reading].formula
    given = (*formula.given[:dropped], *formula.given[dropped + 1 :])
    assert prove(formula.goal, given).verdict == "refuted"


@given(joints(("x", "y"), values=4))
def test_lemma_2_2_splits_every_joint_exactly(joint: Joint) -> None:
    split = with_nuisance(joint)
    assert split.marginal("x", "y") == joint
    assert split.is_independent("y", "n")
    assert split.is_function("x", ("y", "n"))


def test_the_construction_certifies_the_lemma_and_nothing_else() -> None:
    lemma = next(s for s in STATEMENTS if s.id == "lemma-2.2")["printed"].formula
    assert Construction().verify(lemma, (FINITE,))
    assert not Construction().verify(lemma, ())
    assert not Construction().verify(Symbolic(lambda: sympy.Le(1, 2, evaluate=False)), (FINITE,))
    assert not Construction().verify(replace(lemma, goal=("I(x;n) = 0", "H(x|y,n) = 0")), (FINITE,))
    assert not Construction().verify(replace(lemma, goal=("I(y;n) = 0", "H(y|x,n) = 0")), (FINITE,))
    assert not Construction().verify(replace(lemma, exists=()), (FINITE,))


def test_a_construction_that_fails_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    import bounds.papers.achille_soatto_2017.nuisance

    lemma = next(s for s in STATEMENTS if s.id == "lemma-2.2")["printed"].formula
    monkeypatch.setattr(
        bounds.papers.achille_soatto_2017.nuisance, "with_nuisance", lambda joint: joint.extended("n", lambda x: x, "x")
    )
    assert not Construction().verify(lemma, (FINITE,))


def test_each_sum_of_the_construction_is_derived_and_no_other() -> None:
    from bounds.papers.achille_soatto_2017 import cells

    for _, total, proof in cells.lines():
        assert proof.verify(total, (FINITE,))
        shifted = Symbolic(lambda total=total: sympy.Eq(total.lhs, total.rhs + 1, evaluate=False))
        assert not proof.verify(shifted, (FINITE,))
        assert not replace(proof, steps=proof.steps[1:]).verify(total, (FINITE,))


def test_a_cell_too_many_breaks_the_construction(monkeypatch: pytest.MonkeyPatch) -> None:
    from bounds.papers.achille_soatto_2017 import cells

    lemma = next(s for s in STATEMENTS if s.id == "lemma-2.2")["printed"].formula
    monkeypatch.setattr(cells, "LENGTH", cells.u[cells.c + 1] - cells.u[cells.c])
    assert not Construction().verify(lemma, (FINITE,))


@given(joints(("x", "y"), values=3))
def test_the_minimal_sufficient_statistic_is_sufficient_and_merges_what_it_may(joint: Joint) -> None:
    statistic = minimal_sufficient(joint)
    assert statistic.mutual_information("x", "y", given="t").is_zero()
    laws = {joint.conditional("y", given={"x": x}) for x in joint.alphabets["x"]}
    assert len(statistic.alphabets["t"]) == len(laws)


@given(st.data(), sufficient_representations())
def test_proposition_1_on_drawn_representations_and_nuisances(data: st.DataObject, joint: Joint) -> None:
    joint = data.draw(nuisances(joint))
    assert joint.is_independent("y", "n")
    excess = joint.mutual_information("z", "x").exactly() - joint.mutual_information("x", "y").exactly()
    assert (excess - joint.mutual_information("z", "n").exactly()).sign() >= 0


def test_solutions_of_the_bottleneck_are_stationary_and_have_the_known_ends() -> None:
    p = np.array([[0.3, 0.1], [0.05, 0.25], [0.2, 0.1]])
    small, large = annealed(p, [1e-3, 2.0])
    noise = -np.sum(p * np.log(p / p.sum(axis=1, keepdims=True)))
    task = -np.sum(p.sum(axis=0) * np.log(p.sum(axis=0)))
    assert small.missed == pytest.approx(noise, abs=1e-9)
    assert large.complexity == pytest.approx(0, abs=1e-6)
    assert large.missed == pytest.approx(task, abs=1e-6)
    middle = annealed(p, [0.05], steps=4000)[0]
    assert np.abs(step(p, middle.encoder, 0.05) - middle.encoder).max() < 1e-6


def test_a_step_of_the_bottleneck_does_not_raise_the_lagrangian() -> None:
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(8)).reshape(4, 2)
    encoder = rng.dirichlet(np.ones(4), 4)

    def lagrangian(q: np.ndarray, beta: float) -> float:
        def entropy(a: np.ndarray) -> float:
            return -np.sum(a * np.log(np.maximum(a, 1e-300)))

        marginal, task = p.sum(axis=1), q.T @ p
        both = q * marginal[:, None]
        information = entropy(both.sum(axis=0)) + entropy(marginal) - entropy(both)
        return entropy(task) - entropy(task.sum(axis=1)) + beta * information

    for beta in (0.05, 0.3):
        values = [lagrangian(encoder, beta)]
        for _ in range(20):
            encoder = step(p, encoder, beta)
            values.append(lagrangian(encoder, beta))
        assert np.all(np.diff(values) < 1e-12)


def test_the_bottleneck_refuses_what_is_no_problem() -> None:
    with pytest.raises(ValueError, match="betas: must be positive"):
        annealed(np.full((2, 2), 0.25), [0.0])
    with pytest.raises(ValueError, match="joint: must be a distribution"):
        annealed(np.full((2, 2), 0.3), [0.1])
