"""What the checks of sections 1 and 3 find: verdicts, searches with misses, enumerations that notice a changed reading.

The verdicts are those of the audited table, from two seeds.
"""

from dataclasses import replace

import numpy as np
import pytest

from bounds.claims.formula import Informational
from bounds.claims.statement import Claim, Evidence, Verdict, is_violated
from bounds.distribution.joint import Joint
from bounds.papers.achille_soatto_2017 import LEDGER
from reports.figure import Figure
from validation.checks.trying import smallest_margin
from validation.effort import Effort
from validation.papers.achille_soatto_2017 import SUITE
from validation.papers.achille_soatto_2017.checks.section_3_trials import (
    gaussian_world,
    layered_worlds,
    random_worlds,
    residual_on_random_joints,
)

EXPECTED = {key: v for key, v in SUITE.audited_verdicts.items() if LEDGER[key[0]].section in ("1", "3")}
SEARCHED = [
    key
    for key, v in EXPECTED.items()
    if v is Verdict.REFUTED and isinstance(LEDGER[key[0]][key[1]].formula, Informational)
]


@pytest.mark.parametrize(("statement", "reading"), EXPECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_verdict_is_the_mathematics(statement: str, reading: str, seed: int, verdict_of) -> None:
    assert verdict_of(statement, reading, seed) is EXPECTED[statement, reading]


@pytest.mark.parametrize(("statement", "reading"), SEARCHED)
def test_a_search_has_misses_and_its_control_finds_nothing(statement: str, reading: str, findings) -> None:
    found = [e for e in findings(statement, reading, 0) if isinstance(e, Evidence) and e.kind == "counterexample"]
    for evidence in found:
        search = evidence.witness["search"]
        assert 0 < search["breaking"] < search["drawn"] / 2
        assert search["control_breaking"] == 0
        assert len(Joint.from_json(evidence.witness).probabilities) <= 8
    assert found


def claim(statement: str, name: str, goal: tuple[str, ...] | None = None) -> Claim:
    """The ledger's reading, with another goal if one is given."""
    reading = LEDGER[statement][name]
    if goal is not None:
        reading = replace(reading, formula=Informational(goal=goal, given=reading.formula.given))
    return Claim(statement=LEDGER[statement], reading=reading)


@pytest.mark.parametrize("statement", ["proposition-1", "corollary-3.4", "proposition-2"])
def test_enumeration_notices_a_changed_reading(statement: str) -> None:
    true = claim(statement, "repaired")
    broken = claim(statement, "repaired", tuple(line.replace("<=", ">=") for line in true.informational.goal))
    assert not is_violated([random_worlds(true, np.random.default_rng(0), Effort())])
    assert is_violated([random_worlds(broken, np.random.default_rng(0), Effort())])


def test_the_residual_s_trials_notice_half_of_it() -> None:
    goal = claim("proposition-1/equality", "printed").informational.goal
    broken = claim("proposition-1/equality", "printed", (*goal[:2], "I(z;y|n) - I(x;y) <= 1/2 H(y|x)"))
    assert is_violated([residual_on_random_joints(broken, np.random.default_rng(0), Effort())])


def test_the_random_worlds_meet_the_hypotheses() -> None:
    batch, members = layered_worlds(np.random.default_rng(0), 50)
    assert np.abs(batch.mutual_information("y", "n")).max() < 1e-12
    for layer in ("z", "z1", "z2", "z3"):
        sufficient = batch.mutual_information(members[layer], "y") - batch.mutual_information(members["x"], "y")
        assert np.abs(sufficient).max() < 1e-12
        assert np.abs(batch.mutual_information(members[layer], ("y", "n"), given=members["x"])).max() < 1e-12


def test_margins_are_negative_where_a_line_fails() -> None:
    batch, members = layered_worlds(np.random.default_rng(0), 50)
    wrong = claim("proposition-1", "repaired", ("I(z;x) <= I(x;y)",))
    assert smallest_margin(claim("proposition-1", "repaired").informational, batch, members) > 0
    assert smallest_margin(wrong.informational, batch, members) < -0.1


def test_the_gaussian_worlds_meet_the_hypotheses() -> None:
    covariance, members = gaussian_world(np.random.default_rng(0))

    def information(one: str, other: str, *, given: tuple[str, ...] = ()) -> float:
        pairs = [(one, *given), (other, *given), given, (one, other, *given)]
        entropies = [
            np.linalg.slogdet(covariance[np.ix_(rows, rows)])[1] / 2
            for rows in ([k for name in names for k in members[name]] for names in pairs)
        ]
        return float(entropies[0] + entropies[1] - entropies[2] - entropies[3])

    assert abs(information("y", "n")) < 1e-9
    for layer in ("t", "z1", "z2"):
        assert information(layer, "y") == pytest.approx(information("x", "y"))
    assert information("z1", "n") > information("z2", "n") > information("t", "n")
    # z2 and y, n given z1: what z1 does not say, z2 does not either
    both = [k for name in ("z1", "y", "n") for k in members[name]]
    seen = covariance[np.ix_(members["z2"], both)] @ np.linalg.inv(covariance[np.ix_(both, both)])
    assert np.abs(seen[:, len(members["z1"]) :]).max() < 1e-9


def test_the_curves_show_the_limit_and_the_failure(findings) -> None:
    figures = [
        f for name in ("printed", "sharpened") for f in findings("corollary-3.3", name, 0) if isinstance(f, Figure)
    ]
    assert len(figures) == 4
    for figure in figures:
        curves = {series.name: series.y for series in figure.series}
        noisy = "printed" in figure.id
        assert curves["I(z;n)"][0] > 0.1 if noisy else abs(curves["I(z;n)"][0]) < 1e-9
        assert curves["I(z;x)"][-1] == pytest.approx(0, abs=1e-3)


def test_sufficiency_costs_nothing_in_the_limit_and_something_at_a_fixed_beta(findings) -> None:
    found = findings("information-bottleneck-limit/fixed-beta", "sharpened", 0)
    (figure,) = [f for f in found if isinstance(f, Figure)]
    for series in figure.series:
        gaps = dict(zip(series.x, series.y, strict=True))
        small, near = gaps[min(gaps)], [gap for beta, gap in gaps.items() if 0.2 < beta < 0.9]
        assert abs(small) < 1e-4
        assert max(map(abs, near)) < 1e-9 if "certain" in series.name else max(near) > 0.01
