"""The curvature experiment: its ratios on worlds where the answer is known, and one run end to end."""

import json

import numpy as np
import pytest

from bounds.ledger import LEDGER
from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import curvature
from validation.papers.achille_soatto_2017.experiments.curvature_findings import ratio
from validation.runs.cells import compute


def _row(factor: float, seed: int = 0, beta: float = 0.1) -> dict:
    """Forty weights whose alpha is `factor` times beta/(w^2 H), with 10 % of scatter."""
    rng = np.random.default_rng(seed)
    sharpness = np.exp(rng.normal(3, 1, size=40))
    return {
        "beta": beta,
        "sharpness": sharpness.tolist(),
        "averaged": sharpness.tolist(),
        "averaged_error": (0.01 * sharpness).tolist(),
        "log_alpha": (np.log(factor * beta / sharpness) + 0.1 * rng.normal(size=40)).tolist(),
    }


@pytest.mark.parametrize(("factor", "printed", "second_order"), [(1.0, 2.0, 1.0), (0.5, 1.0, 0.5)])
def test_the_ratio_tells_the_two_constants_apart(factor: float, printed: float, second_order: float) -> None:
    for prediction, truth in (("printed", printed), ("second order", second_order)):
        found = ratio([_row(factor, seed) for seed in range(3)], prediction)
        assert found["low"] < truth < found["high"]
        assert found["median"] == pytest.approx(truth, rel=0.05)
        assert found["slope"] == pytest.approx(1, abs=0.05)


def test_saturated_and_held_weights_are_left_out_and_counted() -> None:
    row = _row(1.0)
    row["sharpness"][0] = 1e-30
    row["log_alpha"][1] = 0.0
    assert ratio([row], "second order")["left_out"] == 2


@pytest.mark.slow
def test_the_missing_half_is_found_on_trained_networks() -> None:
    effort = Effort()
    cells = [cell for cell in curvature.cells(effort, 0) if "seed=0" in cell.label]
    results = [json.loads(json.dumps(compute(cell).result)) for cell in cells]
    assert json.loads(json.dumps(compute(cells[0]).result)) == results[0]
    summary = curvature.EXPERIMENT.summarise(results, cells, effort)
    json.dumps(summary.record.to_json())
    at = {row[:3]: row[5].value for row in summary.record["ratios of learned to predicted alpha"].rows}
    assert at["minimum", 0.01, "second order"] == pytest.approx(1, abs=0.1)
    assert at["minimum", 0.01, "printed"] == pytest.approx(2, abs=0.2)
    assert at["minimum", 0.01, "noise-averaged"] == pytest.approx(1, abs=0.1)
    for statement, name, evidence in summary.evidence:
        assert evidence.examine(LEDGER[statement][name]).accepted
    assert all(row["t1"]["bound"] > row["t1"]["measured"] for result in results for row in result)
