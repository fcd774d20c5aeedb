"""The experiment certificate: what is paid for, what is judged, and a cell."""

import math

import numpy as np
import pytest
import torch

from bounds.claims.statement import is_violated
from bounds.ledger import LEDGER
from estimators.pac_bayes import certificate, certificate_from_shares
from validation.effort import Effort
from validation.experiments.common import Trained
from validation.papers.achille_soatto_2017.experiments import certificate as experiment


def row(name, **changes):
    usual = {"network": "4-2", "weights": 8, "samples": 1_000, "divergence": 20.0}
    counts = {"mistakes": 100, "draws": 2_000, "test_mistakes": 30, "test_images": 500}
    return {"prior": name, **usual, **counts, **changes}


ROWS = [row(name) for name in experiment.PRIORS]


def test_all_certificates_hold_together_and_pay_for_the_priors_tried():
    (found, *_) = experiment.judged(ROWS)
    counts = {"divergence": 20.0, "samples": 1_000}
    assert found["certificate"] == certificate(100, 2_000, **counts, choices=100, level=1 - 0.05 / 4).bound
    assert found["certificate"] > certificate(100, 2_000, **counts, level=0.95).bound
    assert found["floor"] == pytest.approx(1 - 2 ** (-8 / 1_000))
    assert found["training_error"].value == 0.05
    assert found["test_error"].low < 0.06 < found["test_error"].high


def test_a_held_out_error_above_a_strict_certificate_is_a_violation():
    reading = LEDGER[experiment.STATEMENT]["sharpened"]
    held, broken = ROWS, [*ROWS[1:], row("fixed signs", test_mistakes=400)]
    for rows, violated in ((held, False), (broken, True)):
        found = experiment.evidence(experiment.judged(rows)).examine(reading)
        assert found.can_fail
        assert is_violated([found]) == violated


def test_the_sentences_say_the_floor_and_who_goes_below():
    lines = experiment.sentences(experiment.judged(ROWS)).splitlines()
    assert lines[0].startswith("Of 4 certificates 4 are above")
    assert "no posterior of fixed signs has one below 0.006" in lines[1]
    assert "with atom at 0 (test error 0.060)" in lines[1]
    assert set(experiment.figure(experiment.judged(ROWS)).series[-1].y) == {1 - 2 ** (-8 / 1_000)}


def test_every_profile_has_the_four_priors_for_every_network():
    for profile, networks in (("quick", 2), ("standard", 3), ("full", 4)):
        cells = experiment.cells(Effort(profile=profile), seed=0)
        assert len(cells) == 4 * networks
        assert {cell.configuration["prior"] for cell in cells} == set(experiment.PRIORS)


def test_a_cell_and_its_summary():
    cells = [
        type(cell)(
            function=cell.function,
            configuration={**cell.configuration, "steps": 40, "draws": 300},
            label=cell.label,
        )
        for cell in experiment.cells(Effort(), seed=0)[:4]
    ]
    results = [experiment.network(cell.configuration) for cell in cells]
    assert experiment.network(cells[0].configuration) == results[0]
    by_prior = {result["row"]["prior"]: result["row"] for result in results}
    fixed, known = by_prior["fixed signs"], by_prior["signs before the data"]
    assert known["weights"] == 2 * fixed["weights"] == 320
    assert fixed["divergence"] > 160 * math.log(2)
    summary = experiment.summarise(results, cells, Effort())
    assert summary.record["certificates"].rows
    for statement, name, item in summary.evidence:
        assert item.examine(LEDGER[statement][name]).accepted


@pytest.mark.parametrize("posterior", ["truncated", "claim-1"])
def test_networks_of_a_divergence_are_certified_in_other_experiments_too(posterior):
    from validation.networks.architectures import build
    from validation.networks.grid import Grid
    from validation.networks.posterior import POSTERIORS
    from validation.networks.training import Member

    grid, family = Grid(build({"name": "mlp", "hidden": []}, shape=(1, 2, 2), classes=2)), POSTERIORS[posterior]
    state = family.start(grid.initial([0, 1]), grid, torch.tensor([[0.0], [-2.0]]))
    members = [Member(beta=1.0, seed=seed) for seed in (0, 1)]
    trained = Trained(grid=grid, posterior=family, members=members, state=state, converged=[True, True])
    found = trained.certified(np.array([0.0, 0.1]), draws=40, samples=100)
    if posterior == "claim-1":
        assert found == [None, None]
        return
    counts = zip((0.0, 0.1), trained.information(), strict=True)
    expected = [
        certificate_from_shares(share, 40, divergence=kl, samples=100, level=0.95).bound for share, kl in counts
    ]
    assert found == pytest.approx(expected)
    assert 0 < found[0] < found[1] < 1
