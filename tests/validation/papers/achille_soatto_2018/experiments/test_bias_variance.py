"""Figure 3 of 2018: planted test errors that have the page's plateau and its U, and ones that do not."""

import numpy as np
import pytest

from bounds.claims.statement import answer_of
from bounds.papers.achille_soatto_2018 import LEDGER
from validation.effort import Effort
from validation.experiments import Cell
from validation.experiments.common import above_the_best
from validation.papers.achille_soatto_2018.experiments import bias_variance
from validation.papers.achille_soatto_2018.experiments.bias_variance import LARGE, PLATEAU, SMALL

BETAS = (0.01, 0.1, 1.0, 10.0)
U = (0.35, 0.2, 0.21, 0.5)


def row(weights, beta, seed, error, converged=True):
    return {
        **{"weights": weights, "beta": beta, "seed": seed, "test_error": error + 0.002 * seed, "rate": None},
        **{"converged": converged, "samples": 200, "information": 10.0 / beta, "lagrangian": 1.0},
        **{"posterior": "claim-1", "labels": "real", "start": "little noise"},
    }


def networks(by_size=(0.5, 0.36, 0.35), by_beta=U, *, seeds=(0, 1, 2, 3), converged=True):
    """Networks of three sizes at the smallest beta, the largest of them at every beta."""
    rows = [row(100 * 4**k, BETAS[0], seed, error, converged) for k, error in enumerate(by_size) for seed in seeds]
    largest = 100 * 4 ** (len(by_size) - 1)
    swept = zip(BETAS[1:], by_beta[1:], strict=True)
    return rows + [row(largest, beta, seed, error, converged) for beta, error in swept for seed in seeds]


def said(rows):
    found = {}
    for statement, reading, item in bias_variance.evidence(rows):
        found.setdefault(statement, []).append(item.examine(LEDGER[statement][reading]))
    return {statement: str(answer_of(items)) for statement, items in found.items()}


def test_a_plateau_and_a_u_are_reproduced():
    assert said(networks()) == {PLATEAU: "reproduced", SMALL: "reproduced", LARGE: "reproduced"}
    assert bias_variance.last_step(networks()).value == pytest.approx(-0.01)
    excess = bias_variance.ends(networks())
    assert (excess[SMALL].value, excess[LARGE].value) == (pytest.approx(0.15), pytest.approx(0.3))


@pytest.mark.parametrize(
    ("rows", "statement"),
    [
        (networks(by_size=(0.7, 0.5, 0.35)), PLATEAU),  # it still falls
        (networks(by_size=(0.3, 0.2, 0.35)), PLATEAU),  # it rises again
        (networks(by_beta=(0.35, 0.36, 0.4, 0.5)), SMALL),  # no information is best
        (networks(by_beta=(0.35, 0.3, 0.25, 0.2)), LARGE),  # more regularisation is better to the end
    ],
)
def test_other_curves_are_not(rows, statement):
    answers = said(rows)
    assert answers.pop(statement) == "not reproduced"
    assert set(answers.values()) == {"reproduced"}


def test_networks_in_training_and_single_seeds_say_nothing():
    assert said(networks(converged=False)) == {}
    assert said(networks(seeds=(0,))) == {}
    assert "Not measured: how far" in "\n".join(bias_variance.sentences(networks(converged=False)))


def test_networks_in_training_take_their_claim_alone():
    """Of the largest beta: while two seeds had ended training there they answer, and one alone does not."""
    for left, expected in ((2, {LARGE: "reproduced"}), (1, {})):
        rows = [one | {"converged": one["beta"] < 10 or one["seed"] < left} for one in networks()]
        assert said(rows) == {PLATEAU: "reproduced", SMALL: "reproduced", **expected}


def test_chance_alone_makes_no_best_beta():
    """Of errors that differ by chance alone the least lies below the others, and the best beta's does not."""
    rng, honest, chosen = np.random.default_rng(0), [], []
    for _ in range(400):
        rows = [row(400, beta, seed, rng.normal(0.3, 0.02)) for beta in BETAS for seed in range(4)]
        honest.append(above_the_best(rows, "beta", BETAS[0], "test_error").value)
        means = [np.mean([one["test_error"] for one in rows if one["beta"] == beta]) for beta in BETAS]
        chosen.append(means[0] - min(means))
    assert abs(np.mean(honest)) < 0.003
    assert np.mean(chosen) > 0.008


@pytest.mark.parametrize("profile", ["quick", "standard", "full"])
def test_one_size_has_every_beta_and_all_have_the_smallest(profile):
    cells = bias_variance.cells(Effort(profile=profile), 0)
    betas = [cell.configuration["betas"] for cell in cells]
    least = min(min(one) for one in betas)
    assert all(one[0] == least for one in betas)
    swept = {cell.configuration["architecture"]["width"] for cell in cells if len(cell.configuration["betas"]) > 1}
    assert len(swept) == 1


def test_the_whole_experiment_at_its_smallest():
    from validation.papers.achille_soatto_2017.experiments.phase_transition import networks as train

    cells = bias_variance.cells(Effort(), 0)
    short = [Cell(**{**vars(cell), "configuration": {**cell.configuration, "steps": 3}}) for cell in cells]
    summary = bias_variance.summarise([train(cell.configuration) for cell in short], short, Effort())
    assert summary.evidence == []
    assert [figure.id for figure in summary.figures] == ["figure-3-weights", "figure-3-beta"]
    assert {figure.panels for figure in summary.figures} == {("share of test errors", "I(w;D) (nats, C = 0)")}
