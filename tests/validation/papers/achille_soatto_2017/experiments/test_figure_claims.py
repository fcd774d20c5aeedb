"""What the experiments' rows say of the captions: planted networks that follow the paper, and ones that do not."""

import math

import numpy as np
import pytest

from bounds.claims.statement import answer_of
from bounds.ledger import LEDGER
from validation.effort import Effort
from validation.experiments import Cell
from validation.papers.achille_soatto_2017.experiments import (
    figure_1_claims,
    label_corruption,
    learning_rates,
    nuisance_invariance,
    reconstruction,
    stochastic_emergence,
    stochastic_gradients,
)
from validation.papers.achille_soatto_2017.experiments import phase_transition_places as places

DIGITS = {"data": "digits", "architecture": {"name": "mlp"}}
SOURCE = {"data": "digits", "hash": "", "pool": 1, "architecture": {"name": "mlp", "hidden": [8]}, "beta": 0.01}
PAPERS = {"data": "cifar-10", "architecture": {"name": "small-alexnet"}}
BETAS = (0.1, 0.6, 1.6, 8.0)


def said(evidence):
    """The answer to each claim, as a run finds it."""
    found = {}
    for statement, reading, item in evidence:
        found.setdefault(statement, []).append(item.examine(LEDGER[statement][reading]))
    return {statement: str(answer_of(items)) for statement, items in found.items()}


def networks(lost_at, *, exponents=(1.0, 0.0), best=1.0, learned=0.02, seeds=(0, 1, 2), sizes=(100, 200, 400)):
    """Rows of networks that lose random labels at one beta and real labels at ten times that."""
    rows = []
    for samples in sizes:
        for seed in seeds:
            for labels, at, exponent in zip(("random", "real"), (lost_at, 10 * lost_at), exponents, strict=True):
                for beta in BETAS:
                    jitter = 1 + 0.01 * seed
                    share = 1 / (1 + (at * jitter / beta) ** 4)
                    rows.append(
                        {
                            **{"posterior": "claim-1", "labels": labels, "start": "little noise", "beta": beta},
                            **{
                                "samples": samples,
                                "seed": seed,
                                "classes": 10,
                                "error": 0.9 * share,
                                "converged": True,
                            },
                            "cross_entropy": math.log(10) * share,
                            "information": samples**exponent * jitter * 50,
                            "test_error": 0.4 - learned * math.log2(samples / 100) + 0.05 * abs(math.log(beta / best)),
                        }
                    )
    return rows


def test_networks_as_the_paper_has_them_reproduce_figure_1():
    rows = networks(1.0, best=0.6)
    found = said(figure_1_claims.evidence(rows, DIGITS))
    # these overfit beyond 1 too, and their test errors have no inner minimum by more than the seeds tell
    assert found.pop("section-6.1/without-overfitting") == "not reproduced"
    assert found.pop("remark-4.2/bias-variance") == "reproduced"
    assert found == {
        "figure-1/transition": "reproduced",
        "figure-1/linear-growth": "reproduced",
        "figure-1/saturation": "reproduced",
        "section-6.1/real-labels": "reproduced",
        "section-6.1/large-interval": "reproduced",
        "figure-1/test-accuracy": "reproduced",
        "figure-1/test-accuracy-growth": "reproduced",
        "section-6.1/overfitting": "reproduced",
    }
    assert said(figure_1_claims.evidence(rows, PAPERS))["figure-1/random-labels-fitted"] == "reproduced"


@pytest.mark.parametrize(
    ("rows", "statement"),
    [
        (networks(0.15), "figure-1/transition"),
        (networks(1e-3), "figure-1/transition"),  # lost at every beta
        (networks(1e3), "figure-1/transition"),  # at none
        (networks(1.0, exponents=(0.5, 0.0)), "figure-1/linear-growth"),
        (networks(1.0, exponents=(1.0, 0.8)), "figure-1/saturation"),
        (networks(1.0, best=8.0), "figure-1/test-accuracy"),
        (networks(0.05), "section-6.1/real-labels"),
        (networks(0.12), "section-6.1/large-interval"),  # lost at 1.2
        (networks(1.0, best=8.0), "remark-4.2/bias-variance"),  # the best is at an end
        (networks(1.0, learned=0.0), "figure-1/test-accuracy-growth"),
        (networks(1e-3), "section-6.1/overfitting"),  # real labels are not even fitted
    ],
)
def test_other_networks_do_not(rows, statement):
    assert said(figure_1_claims.evidence(rows, DIGITS))[statement] == "not reproduced"


def test_one_seed_alone_says_nothing():
    assert figure_1_claims.evidence(networks(1.0, seeds=(0,)), DIGITS) == []


def test_a_fit_lost_outside_the_range_of_beta_is_known_to_be_there():
    inside, below, beyond = (places.place(_lost(at), BETAS) for at in (1, 1e-3, 1e3))
    assert inside.low < 1.01 < inside.high
    assert (below.low, below.high) == (0.0, BETAS[0])
    assert beyond.low == BETAS[-1]
    assert beyond.high > 100 * BETAS[-1]


def _lost(at):
    rows = [row for row in networks(at, sizes=(100,)) if row["labels"] == "random"]
    return [places.crossing([row for row in rows if row["seed"] == seed]) for seed in range(3)]


def test_networks_in_training_say_nothing_of_figure_1():
    rows = [{**row, "converged": False} for row in networks(1.0)]
    assert figure_1_claims.evidence(rows, DIGITS) == []


def corrupted(rise):
    return [
        {
            **{"posterior": "claim-1", "samples": 100, "seed": seed, "beta": 0.1, "corruption": rate, "classes": 10},
            **{
                "information_per_sample": 1 + rise * rate + 0.02 * seed * rate,
                "cross_entropy": 0.1,
                "error": 0.0,
                "converged": True,
            },
        }
        for seed in range(3)
        for rate in (0.0, 0.5, 1.0)
    ]


@pytest.mark.parametrize(
    ("rise", "rises", "by_two"),
    [
        (2.1, "reproduced", "reproduced"),
        (4.0, "reproduced", "not reproduced"),
        (-1.0, "not reproduced", "not reproduced"),
    ],
)
def test_figure_2(rise, rises, by_two):
    found = said(label_corruption.evidence(label_corruption.increases(corrupted(rise))))
    assert found == {"figure-2": rises, "figure-2/two-nats": by_two}


def test_figure_2_asks_networks_that_fit_alone():
    rows = [{**row, "cross_entropy": 2.0} for row in corrupted(2.0)]
    assert label_corruption.evidence(label_corruption.increases(rows)) == []


def occluded(nuisance, label, entanglement, wide=0.1):
    return [
        {
            **{"beta": beta, "seed": seed, "converged": True},
            "nuisance": {"value": 0.4 + nuisance * far + 0.001 * seed},
            "class": {"value": 2.0 + label * far + 0.001 * seed * far},
            "total_correlation": {
                end: 1.0 + entanglement * far + 0.001 * seed * far + off
                for end, off in (("low", -wide), ("value", 0.0), ("high", wide))
            },
        }
        for seed in range(3)
        for far, beta in enumerate((0.01, 5.0))
    ]


@pytest.mark.parametrize(
    ("nuisance", "label", "entanglement", "falls", "kept", "emerge"),
    [
        (-0.3, -0.05, -0.5, "reproduced", "reproduced", "reproduced"),
        (0.3, -1.0, -0.5, "not reproduced", "not reproduced", "not reproduced"),
        (-0.3, 1.0, 0.5, "reproduced", "not reproduced", "not reproduced"),
    ],
)
def test_figure_3(nuisance, label, entanglement, falls, kept, emerge):
    found = said(nuisance_invariance.evidence(occluded(nuisance, label, entanglement)))
    assert found == {"figure-3": falls, "figure-3/sufficiency": kept, "section-4/emergence": emerge}


def test_a_total_correlation_that_is_known_badly_decides_nothing():
    found = said(nuisance_invariance.evidence(occluded(-0.3, -0.05, -0.5, wide=2.0)))
    assert found["section-4/emergence"] == "intervals too wide to tell"


def trained(less, distance, *, ended=True):
    return [
        {
            **{"batch": batch, "seed": seed, "converged": ended, "cross_entropy": 0.01 * batch},
            **{"information": 1.0 + 0.1 * seed - less * (batch == 4), "distance": distance + 0.001 * seed},
        }
        for batch in (300, 4)
        for seed in range(4)
    ]


@pytest.mark.parametrize(
    ("less", "distance", "answers"),
    [(0.2, 0.05, ("reproduced", "reproduced")), (-0.2, 0.3, ("not reproduced", "not reproduced"))],
)
def test_what_stochastic_gradients_leave(less, distance, answers):
    results = [{"rows": trained(less, distance)}]
    summary = stochastic_gradients.summarise(results, [Cell(function="", configuration=SOURCE, label="")], Effort())
    found = said(summary.evidence)
    assert (found["section-4/implicit-regularisation"], found["log-uniform-prior/trained-weights"]) == answers
    assert "decides nothing" not in summary.found


def test_networks_whose_training_had_not_ended_say_so_and_decide_nothing():
    results = [{"rows": trained(0.2, 0.05, ended=False)}]
    summary = stochastic_gradients.summarise(results, [Cell(function="", configuration=SOURCE, label="")], Effort())
    assert summary.evidence == []
    assert "decides nothing" in summary.found


def test_the_distance_from_log_uniform():
    logs = np.linspace(-3, 2, 1_001)
    assert stochastic_gradients.from_log_uniform(np.exp(logs)) < 0.01
    # of |w| uniform on [0, 1]: the law of log|w| between its 5 % and 95 % points, furthest where its density is 1
    w = np.linspace(0, 1, 20_001)[1:]
    a, b = np.log(0.05), np.log(0.95)
    t = np.log(0.9 / (b - a))
    wanted = (t - a) / (b - a) - (np.exp(t) - 0.05) / 0.9
    assert stochastic_gradients.from_log_uniform(w) == pytest.approx(wanted, abs=0.002)


def test_losses_of_zero_or_flat_ones_tell_no_best_rate():
    rows = fitted({50: 0.08})
    for row in rows:
        row["cross_entropy"] = 0.0 if row["seed"] == 0 and row["rate"] == 0.08 else row["cross_entropy"]
        row["cross_entropy"] = 1.0 if row["seed"] == 1 else row["cross_entropy"]
    ((_, logs),) = learning_rates.best_by_size(rows)
    assert list(logs) == [2]


def represented(nuisance, entanglement, *, ended=True):
    """Rows of networks after small batches, with so much more of nuisance and entanglement than after large ones."""
    return [
        {"batch": batch, "seed": seed, "converged": ended or batch == 8}
        | {
            name: {"value": 1.0 + jitter * seed + (more if batch == 8 else 0.0)}
            for name, more, jitter in (
                ("nuisance", nuisance, 0.1),
                ("class", 0.0, 0.1),
                ("total_correlation", entanglement, 0.2),
            )
        }
        for batch in (8, 400)
        for seed in (0, 1, 2)
    ]


@pytest.mark.parametrize(
    ("nuisance", "entanglement", "ended", "answer"),
    [
        (-0.3, -0.4, True, "reproduced"),
        (-0.3, 0.4, True, "not reproduced"),
        (0.3, -0.4, True, "not reproduced"),
        (-0.3, -0.4, False, None),
    ],
)
def test_what_emerges_by_stochastic_gradients(nuisance, entanglement, ended, answer):
    results = [{"row": row} for row in represented(nuisance, entanglement, ended=ended)]
    summary = stochastic_emergence.summarise(results, [Cell(function="", configuration=SOURCE, label="")], Effort())
    assert said(summary.evidence).get("section-4/emergence-by-sgd") == answer
    assert ("decides nothing" in summary.found) == (answer is None)


def fitted(best):
    """Rows of losses that are least at the rate `best` of each N, to within a little from seed to seed."""
    return [
        {"samples": n, "rate": rate, "seed": seed, "error": 0.1}
        | {"cross_entropy": math.exp(math.log(rate / (at * (1 + 0.02 * seed))) ** 2)}
        for n, at in best.items()
        for rate in (0.02, 0.04, 0.08, 0.16, 0.32)
        for seed in (0, 1, 2)
    ]


@pytest.mark.parametrize(
    ("best", "answer"),
    [
        ({50: 0.13, 300: 0.05}, "reproduced"),
        ({50: 0.05, 300: 0.13}, "not reproduced"),
        ({50: 0.08, 300: 0.08}, "not reproduced"),
        ({50: 0.5, 300: 0.05}, None),  # beyond the rates that were tried
    ],
)
def test_the_best_rate_over_the_number_of_samples(best, answer):
    rows = fitted(best)
    summary = learning_rates.summarise(
        [{"rows": rows}], [Cell(function="", configuration={**SOURCE, "epochs": 9}, label="")], Effort()
    )
    assert said(summary.evidence).get("appendix/learning-rates") == answer
    assert ("so nothing is decided" in summary.found) == (answer is None)
    for samples, logs in learning_rates.best_by_size(rows):
        for seed, log in logs.items():
            assert log == pytest.approx(math.log(best[samples] * (1 + 0.02 * seed)))


@pytest.mark.parametrize(
    ("lost", "learned", "answer"),
    [(1.0, 0.2, "reproduced"), (1.0, -0.2, "not reproduced"), (0.02, 0.2, "not reproduced")],
)
def test_fits_beyond_one_are_no_overfits(lost, learned, answer):
    """At beta 1.6: fitted and no worse on test images; fitted and worse; not fitted."""
    found = said(figure_1_claims.evidence(networks(lost, learned=learned, sizes=(400,)), DIGITS))
    assert found["section-6.1/without-overfitting"] == answer


def remade(first, background, task):
    return [
        {
            **{"beta": beta, "seed": seed, "converged": True, "nuisance": first + background * far + 0.001 * seed},
            "task": 0.3 + task * far + 0.001 * seed * far,
        }
        for seed in range(3)
        for far, beta in enumerate((0.01, 5.0))
    ]


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        (remade(0.2, 0.5, 0.05), ("reproduced",) * 3),
        (remade(0.8, -0.1, 0.4), ("not reproduced",) * 3),
        (remade(0.2, 0.5, 0.4), ("reproduced", "reproduced", "not reproduced")),
    ],
)
def test_figure_4(rows, answers):
    found = said(reconstruction.evidence(rows))
    assert found == dict(zip(("figure-4", "figure-4/background", "figure-4/task"), answers, strict=True))
