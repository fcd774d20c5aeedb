"""A run's false alarms stay at its level, however many comparisons it makes."""

import gc
from dataclasses import replace

import numpy as np

from bounds.claims.statement import SIGNIFICANCE, Evidence, is_violated
from validation.runs.multiplicity import corrected


def trial(p_value, comparisons=1):
    return Evidence(kind="trial", method="m", summary="s", p_value=p_value, comparisons=comparisons)


def test_evidence_without_p_values_passes_through():
    proof = Evidence(kind="proof", method="m", summary="s")
    assert corrected({"a": [proof]}) == {"a": [proof]}


def test_an_items_own_comparisons_count():
    (alone,) = corrected({"a": [trial(1e-6)]})["a"]
    (among_many,) = corrected({"a": [trial(1e-6, comparisons=1000)]})["a"]
    assert alone.p_value == 1e-6
    assert among_many.p_value == 1e-3
    assert is_violated([alone])
    assert not is_violated([among_many])


def test_the_other_items_of_the_run_count():
    run = {index: [trial(5e-5)] for index in range(10)}
    assert not any(is_violated(items) for items in corrected(run).values())


def test_false_alarms_of_whole_runs_are_rare_under_the_null():
    rng = np.random.default_rng(0)
    level, runs = 0.05, 300  # the same rule at a level where alarms can be counted
    alarms = 0
    gc.freeze()  # the correction collects garbage at each call: let it not walk over the whole session's objects
    for _ in range(runs):
        run = {index: [trial(float(p))] for index, p in enumerate(rng.uniform(size=20))}
        alarms += any(is_violated(items, significance=level) for items in corrected(run).values())
    gc.unfreeze()
    assert alarms / runs < level + 4 * np.sqrt(level / runs)
    assert SIGNIFICANCE == 1e-4


def test_what_a_checker_accepted_stays_accepted():
    evidence = replace(trial(0.5), accepted=True)
    assert corrected({"a": [evidence]})["a"][0].accepted
