"""Intervals against the errors that they state."""

import numpy as np
import pytest

from estimators.intervals import BlockError, block_error, blocks, refit_interval


def test_blocks_are_disjoint_of_one_size_and_absent_where_there_are_too_few_samples():
    parts = blocks(1234, np.random.default_rng(0))
    together = np.concatenate(parts)
    assert len({len(part) for part in parts}) == 1
    assert len(set(together.tolist())) == len(together)
    assert len(blocks(10_000, np.random.default_rng(0))[0]) == 500
    assert blocks(15, np.random.default_rng(0), least=5) == []


def test_the_block_error_of_a_mean_is_that_of_the_mean():
    errors = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x = rng.exponential(size=6000)
        parts = blocks(len(x), rng)
        errors.append(block_error(lambda p, x=x: x[p].mean(), x.mean(), parts, n=len(x), dimension=1).standard_error)
    assert np.mean(errors) == pytest.approx(1 / np.sqrt(6000), rel=0.08)


def test_the_drift_finds_the_limit_of_a_power_law_and_lengthens_the_interval_towards_it():
    n, dimension = 4000, 3
    parts = blocks(n, np.random.default_rng(0))
    value = 1.0 - n ** (-1 / dimension)
    error = block_error(lambda p: 1.0 - len(p) ** (-1 / dimension), value, parts, n=n, dimension=dimension)
    assert value + error.drift == pytest.approx(1.0)
    low, high = error.interval(value, 0.95)
    assert low == pytest.approx(value)
    assert high >= 1.0
    downward = BlockError(standard_error=0.0, drift=-0.2, degrees=5).interval(1.0, 0.95)
    assert downward[0] <= 0.8
    assert downward[1] == 1.0


def test_without_blocks_the_interval_is_the_whole_line():
    error = block_error(lambda part: 0.0, 0.0, [], n=5, dimension=2)
    assert error.interval(0.0, 0.95) == (-np.inf, np.inf)


def test_refits_that_share_training_data_are_not_taken_as_independent():
    mean, error, (low, high) = refit_interval([1.0, 2.0, 3.0], test_share=0.5)
    assert mean == 2.0
    assert error == pytest.approx(np.sqrt(1 / 3 + 0.5))
    assert low + high == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: refit_interval([1.0], test_share=0.5), "values"),
        (lambda: refit_interval([1.0, 2.0], test_share=0.0), "test_share"),
        (lambda: refit_interval([1.0, 2.0], test_share=0.5, level=1.0), "level"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name}:"):
        call()
