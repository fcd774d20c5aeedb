"""False alarms: on statements that are exactly tight, a run's tests find a violation in 1e-4 of the runs or fewer.

Each kind of test is simulated as if it made all the comparisons of a run, so deep in its tail as the run's correction
looks.
"""

import math

import numpy as np
import pytest
from scipy.special import betaln
from scipy.stats import binom

from bounds.claims import Claim
from bounds.claims.statement import SIGNIFICANCE, Evidence, is_violated
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017.input_families import InputFamily, families
from estimators.noisy_layer import information_per_unit
from validation.checks.significance import BATCHES, chance, mean_and_error
from validation.papers.achille_soatto_2017.checks.trials_of_information import SAMPLED
from validation.papers.achille_soatto_2017.checks.trials_over_input_families import (
    sampled_divergence,
    surrogate_in_closed_form,
)
from validation.papers.achille_soatto_2017.experiments.phase_transition_findings import payment
from validation.runs.multiplicity import corrected

COMPARISONS = 76  # with a p-value: the sum over the evidence of a quick run's results.json
RUNS = 40_000  # of as many comparisons: 4 false alarms are expected at 1e-4, and 40 at 1e-3
BLOCK = 2_000
LIGHT = [family for family in families() if family.laplace is not None and family.kurtosis <= 3]
EQUATION_4 = Claim(statement=LEDGER["proposition-6/equation-4"], reading=LEDGER["proposition-6/equation-4"]["printed"])


def false_alarms(p_values: np.ndarray) -> int:
    """Of runs (rows) of p-values, how many the run's own correction and verdict call violated."""
    near = np.flatnonzero(p_values.min(axis=1) < 2 * SIGNIFICANCE / p_values.shape[1])  # the others are far from it
    return sum(is_called_violated(p_values[row]) for row in near[:20])  # more would tell no more


def is_called_violated(p_values: np.ndarray) -> bool:
    fields = {"kind": "trial", "method": "m", "summary": "s", "comparisons": 1}
    evidence = {k: [Evidence(p_value=float(p), **fields)] for k, p in enumerate(p_values)}
    return any(is_violated(items) for items in corrected(evidence).values())


def keeps_the_budget(alarms: int) -> bool:
    """Whether so many alarms in as many runs are no sign, at 1e-3, of more than 1e-4 a run."""
    return bool(binom.sf(alarms - 1, RUNS, SIGNIFICANCE) > 1e-3)


def alarms_of(pool: np.ndarray, *, two_sided: bool = False) -> int:
    """False alarms where every comparison has its batches from the pool, whose law is the null's."""
    rng, alarms = np.random.default_rng(2), 0
    for _ in range(RUNS // BLOCK):
        mean, error = mean_and_error(pool[rng.integers(len(pool), size=(BATCHES, BLOCK, COMPARISONS))])
        alarms += false_alarms(2 * chance(abs(mean), error) if two_sided else chance(-mean, error))
    return alarms


def test_a_budget_kept_is_told_from_one_broken_tenfold() -> None:
    assert keeps_the_budget(int(binom.ppf(0.99, RUNS, SIGNIFICANCE)))
    assert not keeps_the_budget(int(binom.ppf(0.01, RUNS, 10 * SIGNIFICANCE)))


def test_exact_p_values_use_up_the_budget_and_no_more() -> None:
    rng = np.random.default_rng(0)
    alarms = sum(false_alarms(rng.uniform(size=(BLOCK, COMPARISONS))) for _ in range(RUNS // BLOCK))
    assert keeps_the_budget(alarms)
    assert not keeps_the_budget(sum(false_alarms(rng.uniform(size=(BLOCK, COMPARISONS)) / 10) for _ in range(20)))


@pytest.mark.slow
@pytest.mark.parametrize("family", LIGHT, ids=lambda family: family.name)
def test_equation_4_by_sampling(family: InputFamily) -> None:
    rng, w = np.random.default_rng(0), np.exp(0.3 * np.random.default_rng(1).standard_normal(6))
    pool = np.array([sampled_divergence(family, w, rng, 4_000) for _ in range(4_000)])
    assert keeps_the_budget(alarms_of(pool - surrogate_in_closed_form(EQUATION_4, family, w), two_sided=True))


@pytest.mark.slow
def test_the_floor_of_the_true_information_by_sampling() -> None:
    rng, w = np.random.default_rng(0), np.random.default_rng(1).standard_normal((4, 32))
    batches = [
        information_per_unit(w, 0.1, rng.standard_normal((SAMPLED, 32)), inputs="sample", level=1e-9).interval[1]
        for _ in range(500)
    ]
    pool = np.array(batches)
    assert keeps_the_budget(alarms_of((pool - pool.mean(axis=0)).ravel()))


@pytest.mark.slow
@pytest.mark.parametrize("side", [1.0, -1.0], ids=["skewed up", "skewed down"])
def test_batches_of_few_skewed_terms(side: float) -> None:
    terms = np.random.default_rng(0).exponential(size=(100_000, SAMPLED)).mean(axis=1) - 1
    assert keeps_the_budget(alarms_of(side * terms))


@pytest.mark.slow
@pytest.mark.parametrize("side", [1.0, -1.0], ids=["skewed up", "skewed down"])
def test_an_estimate_with_the_error_of_its_own_terms(side: float) -> None:
    rng, alarms = np.random.default_rng(0), 0
    for _ in range(RUNS // BLOCK * 10):
        terms = side * (rng.standard_exponential((100, BLOCK // 10 * COMPARISONS), dtype=np.float32) - 1)
        mean, error = mean_and_error(terms)
        alarms += false_alarms(chance(-mean, error).reshape(-1, COMPARISONS))
    assert keeps_the_budget(alarms)


@pytest.mark.parametrize("labels", [20, 100])
def test_a_code_of_random_labels_is_rarely_short(labels: int) -> None:
    """Remark 4.2's p-value for a code that exists, the mixture of all biased coins: its law is summed out."""
    ones = np.arange(labels + 1)
    nats = -(betaln(ones + 0.5, labels - ones + 0.5) - betaln(0.5, 0.5))
    usual = {"labels": "random", "posterior": "truncated", "samples": labels, "classes": 2, "information": 0.0}
    rows = [{**usual, "cross_entropy": length / labels, "cross_entropy_error": 0.0} for length in nats]
    p_values = np.array([payment([row])["p_value"] for row in rows])
    shares = [math.comb(labels, int(k)) / 2**labels for k in ones]
    for level in (*p_values, SIGNIFICANCE / COMPARISONS):
        assert sum(share for share, p in zip(shares, p_values, strict=True) if p <= level) <= level + 1e-12


def test_the_chance_is_that_of_student_with_nine_degrees():
    # from a table: 4.781 is exceeded with a probability of 0.0005, 1.833 with 0.05
    assert chance([4.781, 1.833], [1.0, 1.0]) == pytest.approx([5e-4, 0.05], rel=2e-3)
