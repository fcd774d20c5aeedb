"""T3 with an alpha for every weight: the bound by hand, each unit judged alone, and a cell."""

import math

import numpy as np
import pytest

from bounds.claims.statement import is_violated
from bounds.ledger import LEDGER
from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import per_weight_noise as experiment


def test_the_bound_of_a_row_by_hand():
    w, alpha, x = np.array([2.0, -1.0]), np.array([0.1, 0.8]), np.array([[1.0, 3.0], [-2.0, 1.0]])
    variance = ((2 - 3) - (-4 - 1)) ** 2 / 4  # of w.x over two inputs
    noise = [math.expm1(0.1) * 4 * 2.5, math.expm1(0.8) * 1 * 5.0]
    power = [0.1 * math.exp(-0.1) * 4 * x1**2 + 0.8 * math.exp(-0.8) * x2**2 for x1, x2 in x]
    expected = 0.5 * math.log(variance + sum(noise)) - 0.25 * (math.log(power[0]) + math.log(power[1]))
    assert experiment.bound("repaired", w, alpha, x) == pytest.approx(expected)
    mean = -(math.log(0.1) + math.log(0.8)) / 4
    square = [4 * x1**2 + x2**2 for x1, x2 in x]
    c = -0.25 * sum(math.log(s / (4 * 2.5 + 5.0)) for s in square)
    assert experiment.bound("printed", w, alpha, x) == pytest.approx(mean + math.exp(-2 * mean) + c)


def test_two_signs_of_one_input_pass_on_log_2_whatever_the_rows_noise():
    alphas = np.array([[0.05], [0.5]])
    found = experiment.units(np.array([[0.7], [-3.0]]), alphas, np.array([[1.0], [-1.0]]))
    for unit, (alpha,) in zip(found, alphas, strict=True):
        assert unit["information"] == pytest.approx(math.log(2), abs=1e-3)
        assert unit["repaired"] == pytest.approx(alpha - 0.5 * math.log(alpha))


def unit(information, repaired):
    return {"information": information, "repaired": repaired, "printed": 0.5, "numerical_error": 1e-4}


RANGE = (0.01, 0.5)


def examined(judged):
    return experiment.evidence(judged, RANGE).examine(LEDGER[experiment.STATEMENT]["repaired"])


def test_a_unit_above_its_own_bound_is_a_violation_though_the_sums_hold():
    held = experiment.judgement([unit(1.0, 1.2), unit(0.1, 2.0)], "repaired")
    assert (held["units"], held["exceeded"]) == (2, 0)
    assert (held["smallest_slack"], held["largest_slack"]) == pytest.approx((0.2, 1.9))
    assert not is_violated([examined(held)])
    broken = experiment.judgement([unit(1.0, 0.9), unit(0.1, 2.0)], "repaired")
    assert broken["exceeded"] == 1
    assert is_violated([examined(broken)])
    text = experiment.sentences({"printed": held, "repaired": broken}, RANGE)
    assert "information of 1 of 2 trained units" in text
    assert "exceeded on 0 of these 2 units" in text


def test_an_excess_within_the_numerical_error_is_none():
    within = experiment.judgement([unit(1.0, 1.0 - 5e-5)], "repaired")
    assert within["exceeded"] == 0
    assert not is_violated([examined(within)])


@pytest.mark.slow
def test_the_quick_cell_and_its_summary():
    (cell,) = experiment.cells(Effort(), seed=0)
    result = experiment.network(cell.configuration)
    assert experiment.network(cell.configuration) == result
    found = result["row"]["units"]
    assert len(found) == cell.configuration["units"]
    assert all(unit["smallest_alpha"] < unit["largest_alpha"] for unit in found)
    summary = experiment.summarise([result], [cell], Effort())
    assert [name for _, name, _ in summary.evidence] == ["printed", "repaired"]
    for statement, name, item in summary.evidence:
        assert item.examine(LEDGER[statement][name]).accepted
    slacks = {row[0]: row[2] for row in summary.record["readings"].rows}
    assert slacks["repaired"] > 0
