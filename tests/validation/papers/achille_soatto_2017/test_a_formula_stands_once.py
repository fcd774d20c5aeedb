"""What is drawn, tried and measured is compiled from the ledger: an error planted there is seen everywhere."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import sympy
import torch

from bounds.claims import Claim
from bounds.claims.formula import Symbolic
from bounds.derivations.naming import Named
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.rows import Row
from validation.effort import Effort
from validation.networks import measure
from validation.papers.achille_soatto_2017.checks import (
    section_5_figures,
    trials_of_information,
    trials_over_input_families,
)
from validation.papers.achille_soatto_2017.experiments import layer_information
from validation.papers.achille_soatto_2017.row_worlds import pool

X, W = np.random.default_rng(0).normal(size=(12, 3)), np.random.default_rng(1).normal(size=(2, 3))
Plant = Callable[[str, Callable[[sympy.Expr], sympy.Expr]], None]


def forget() -> None:
    """Let every formula of the ledger be built again."""
    for statement in LEDGER:
        for reading in statement.readings:
            if isinstance(reading.formula, Symbolic):
                reading.formula.__dict__.pop("expression", None)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """Change what a name of `Row` means."""

    def planted(name: str, change: Callable[[sympy.Expr], sympy.Expr]) -> None:
        right = Row.__dict__[name].func
        wrong = property(lambda row: Named(right(row).args[0], change(right(row).meaning)))
        monkeypatch.setattr(Row, name, wrong)
        forget()

    yield planted
    monkeypatch.undo()
    forget()


def claim(statement: str, name: str) -> Claim:
    return Claim(statement=LEDGER[statement], reading=LEDGER[statement][name])


def drawn() -> list[float]:
    """Equation (4) against alpha, as the figure has it."""
    figures = section_5_figures.information_against_alpha(
        claim("proposition-7", "sharpened"), np.random.default_rng(0), Effort()
    )
    (curve,) = (series.y for series in next(iter(figures)).series if series.name == "equation (4)")
    return list(curve)


def sampled() -> float | None:
    """How likely the trial of equation (4) by sampling finds its deviation."""
    one = claim("proposition-6/equation-4", "printed")
    return trials_over_input_families.surrogate_by_sampling(one, np.random.default_rng(0), Effort()).p_value


def gap() -> float:
    """How far the experiment's true informations are above equation (4)."""
    return layer_information.layer(0, W, 0.3, X, chain=True)["surrogate"]["mean_gap"]


def two_valued() -> float:
    return section_5_figures.two_valued_gap(8, (-1.0, 1.0), 0.1)


def test_a_nat_more_in_equation_4_is_drawn_tried_and_measured(plant: Plant) -> None:
    curve, likely, above, near = drawn(), sampled(), gap(), two_valued()
    plant("surrogate", lambda right: right + 1)
    assert drawn() == pytest.approx([y + 1 for y in curve])
    assert likely > 1e-3 > 1e-12 > sampled()
    assert gap() == pytest.approx(above - 1)
    assert two_valued() > near + 0.9


def unit_slacks() -> list[float]:
    """T3's slack for every row."""
    return trials_of_information.unit_slack(claim("proposition-7", "sharpened"), W, 0.3, X).tolist()


def of_families() -> float | None:
    """The smallest slack of T2 over the families."""
    one = claim("proposition-7/upper-bound-rate", "sharpened")
    return trials_over_input_families.gaussian_c(one, np.random.default_rng(0), Effort()).margin


def layer() -> dict:
    return layer_information.layer(0, W, 0.3, X, chain=True)


def test_twice_c_is_tried_and_measured(plant: Plant) -> None:
    slacks, margin, before = unit_slacks(), of_families(), layer()
    plant("c", lambda right: 2 * right)
    assert all(now > then + 0.01 for now, then in zip(unit_slacks(), slacks, strict=True))
    assert margin > -1e-7 > -1e-3 > of_families()
    assert layer()["c"]["mean"] == pytest.approx(2 * before["c"]["mean"])
    assert layer()["t3"]["sum"] == pytest.approx(before["t3"]["sum"] + 2 * before["c"]["mean"])


def test_half_rho_is_tried_and_measured(plant: Plant) -> None:
    slacks, before = unit_slacks(), layer()
    worlds = pool(rho_at_most_one=True)
    plant("rho", lambda right: right / 2)
    pool.cache_clear()
    assert all(now < then - 0.01 for now, then in zip(unit_slacks(), slacks, strict=True))
    assert layer()["rho"]["mean"] == pytest.approx(before["rho"]["mean"] / 2)
    assert layer()["t3"]["sum"] < before["t3"]["sum"] - 0.01
    assert [world["I"] for world in pool(rho_at_most_one=True)] != [world["I"] for world in worlds]
    pool.cache_clear()


def test_a_factor_in_t3_for_every_weight_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    model = torch.nn.Linear(3, 2)
    batch = [(torch.from_numpy(X).float(), torch.zeros(len(X), dtype=torch.long))]

    def bound() -> float:
        return measure(model, torch.nn.CrossEntropyLoss(), batch, alpha=0.2).corollary_5_1.t4

    before, formula = bound(), LEDGER["proposition-7/per-weight-alpha"]["repaired"].formula
    planted = sympy.Le(formula.lhs, 3 * formula.rhs, evaluate=False)
    monkeypatch.setitem(formula.__dict__, "expression", planted)
    assert bound() == pytest.approx(3 * before)
