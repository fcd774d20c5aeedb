"""Information along the stack: one layer whose truth is known, the corollary's minimum, and a cell."""

import math

import numpy as np
import pytest

from bounds.claims.statement import SIGNIFICANCE, is_violated
from reports.record import Record, Table
from validation.effort import Effort
from validation.papers.achille_soatto_2017.experiments import layer_information as experiment
from validation.papers.achille_soatto_2017.experiments import layer_information_findings as findings
from validation.papers.achille_soatto_2017.measured_corollary import NoisyLayer


def test_two_signs_of_one_input_pass_on_log_2():
    found = experiment.layer(0, np.array([[0.7]]), 0.5, np.array([[1.0], [-1.0]]), chain=True)
    assert found["units"]["sum"] == pytest.approx(math.log(2), abs=1e-3)
    # rho = 1 and c = 0, so T3 is alpha - 1/2 log alpha
    assert found["t3"]["sum"] == pytest.approx(0.5 - 0.5 * math.log(0.5), abs=1e-9)
    surrogate = 0.5 * math.log1p(1 / math.expm1(0.5))
    assert found["surrogate"]["mean_gap"] == pytest.approx(math.log(2) - surrogate, abs=1e-3)


def part(alpha, inputs, units):
    return {"alpha": alpha, "inputs": inputs, "units": {"upper": units}}


def test_the_corollary_takes_the_least_layer_and_the_printed_one_its_inputs():
    alphas, signs = (0.1, 0.5, 0.2), np.array([[[1.0], [-1.0]]])
    xs = (signs, signs, signs * [[0.0], [1.0]])  # of the last layer's inputs one leaves its unit at 0
    noisy = [NoisyLayer(name=str(k), w_hat=np.ones((1, 1)), alpha=alphas[k], x=xs[k]) for k in range(3)]
    parts = [part(a, dim, units) for a, dim, units in zip(alphas, (64, 16, 10), (20.0, 25.0, 8.0), strict=True)]
    found = experiment.stack(parts, noisy, math.log(2))
    assert found["repaired"] == pytest.approx(0.5 - 0.5 * math.log(0.5))
    assert [one["bound"] is None for one in found["by_layer"]] == [False, False, True]
    assert "atom" in found["reason"]
    printed = [d * (0.5 * math.log(-math.expm1(-a)) + 1) for a, d in ((0.1, 64), (0.5, 16), (0.2, 10))]
    assert found["printed"] == pytest.approx(min(printed))
    assert (found["units"], found["narrowest"]) == (8.0, 2)
    measured = {"lower": 0.5, "low": 0.4, "high": 0.6, "error": 0.1}
    whole = findings.corollary_of({"stack": {**found, "measured": measured}})
    assert whole.capped
    assert whole.repaired == pytest.approx(math.log(2))  # a bit is all there is to know
    assert "says nothing of this network" in whole.record()["repaired bound"].note


def row(printed, repaired, lower):
    stack = {"printed": printed, "repaired": repaired, "measured": {"lower": lower, "error": 0.1}, "narrowest": 0}
    t3 = {"rows": 3, "smallest_slack": 0.2, "sum": repaired}
    return {
        "layers": [{"t3": t3, "units": {"numerical_error": 0.0}}],
        "stack": {"applies": True, "reason": "", **stack},
    }


def test_evidence_counts_an_excess_against_the_right_form():
    items = findings.evidence([row(-3.0, 9.0, 2.0)] * 2, [row(-3.0, 9.0, 2.0)] * 2)
    found = {(statement, name): item.p_value for statement, name, item in items}
    assert found["corollary-5.1", "printed"] < SIGNIFICANCE
    assert found["corollary-5.1", "sharpened"] > 0.99
    assert not is_violated([items[0][2]])
    low = row(20.0, 1.0, 2.0)
    low["layers"] = [{"t3": {"rows": 3, "smallest_slack": -0.2, "sum": 1.0}, "units": {"numerical_error": 0.1}}]
    assert is_violated([findings.evidence([row(20.0, 1.0, 2.0), low], [low])[0][2]])
    broken = findings.evidence([row(20.0, 1.0, 2.0)], [row(20.0, 1.0, 2.0)])
    assert {(s, n): item.p_value for s, n, item in broken}["corollary-5.1", "sharpened"] < SIGNIFICANCE


def test_the_sentences_count_where_the_least_layer_is():
    rows = [row(-3.0, 9.0, 2.0), row(5.0, 1.5, 2.0)]
    for one in rows:
        one["layers"] *= 2
    rows[1]["stack"]["narrowest"] = 1
    _units, printed, repaired, least = findings.sentences(rows, rows).splitlines()
    assert "in 1 of 2 networks; at most, the lower bound less the printed one is 5.0 nats" in printed
    assert "lies 0.5 nats below it at worst" in repaired
    assert "at layer 1 in 1, at layer 2 in 1 of 2 networks" in least


@pytest.mark.slow
def test_cells_and_summary():
    cells = [c for c in experiment.cells(Effort(), seed=0) if c.configuration["seed"] == 0]
    kept = [cells[0], cells[-1]]
    for cell in kept:
        cell.configuration.update(steps=60, inputs=30, pairs=300, epochs=3)
    results = [experiment.network(cell.configuration) for cell in kept]
    assert experiment.network(kept[0].configuration) == results[0]
    summary = findings.summarise(results, kept, Effort())
    assert len(summary.networks) == 2
    perceptron, convolutional = summary.networks
    bounds, none = (Record.from_json(network["corollary_5_1"]) for network in (perceptron, convolutional))
    assert bounds["applies"].value
    assert bounds["I(z_L;x), from below"].interval
    assert "not applicable" in none["repaired bound"].note
    layers = Table.from_json(convolutional["layers"])
    assert all(row[layers.columns.index("sum of I(z_k;x) (nats)")] > 0 for row in layers.rows)
    tested = summary.record["T3 on every unit"]
    assert tested["smallest slack"].value > 0
    assert not tested["violated"].value
