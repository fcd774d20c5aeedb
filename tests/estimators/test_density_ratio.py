"""Section 6.2's discriminator: corrected, it finds I(z;n); as printed, it finds nothing."""

import numpy as np
import pytest

from estimators.critic import Scores, Training, folds
from estimators.density_ratio import _by_seed, discriminator_information, printed_discriminator_information
from validation.data.known_truth import two_labels


def chain(samples, seed):
    """n -> x -> z: n a bit, x = 2n + noise, z = x + noise, and a second z of the same x."""
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 2, samples)
    x = 2.0 * n[:, None] + rng.standard_normal((samples, 1))
    z, again = (x + 0.5 * rng.standard_normal((samples, 1)) for _ in range(2))
    return n, x, z, again, two_labels(2 / np.sqrt(1.25)).truth


def test_the_corrected_discriminator_recovers_the_information_and_the_printed_one_gives_zero():
    n, x, z, again, truth = chain(1500, 0)
    corrected = discriminator_information(z, n)
    assert corrected.interval[0] <= truth <= corrected.interval[1]
    assert corrected.interval[1] - corrected.interval[0] < 0.2
    printed = printed_discriminator_information(z, again, x, n)
    assert printed.interval[0] <= 0 <= printed.interval[1]
    assert printed.interval[1] < 0.1 * truth


def test_the_printed_discriminator_would_see_a_z_that_hears_of_n_directly():
    # else the zero above might come from a discriminator that sees nothing at all
    n, x, z, again, _ = chain(1500, 1)
    found = printed_discriminator_information(z + 3.0 * n[:, None], again, x, n)
    assert found.value > 0.5


@pytest.mark.slow
def test_intervals_hold_over_seeds():
    covered = 0
    for seed in range(20):
        n, _, z, _, truth = chain(1000, seed)
        low, high = discriminator_information(z, n, seed=seed, number_of_folds=4).interval
        covered += low <= truth <= high
    assert covered >= 17


def test_labels_may_be_strings_and_the_seed_matters():
    n, _, z, _, _ = chain(400, 2)
    words = np.where(n > 0, "clutter", "clean")
    first = discriminator_information(z, words, number_of_folds=3)
    assert first.value == discriminator_information(z, n, number_of_folds=3).value
    assert first.value != discriminator_information(z, n, number_of_folds=3, seed=1).value
    assert "only 400 samples" in first.warnings[-1]


def test_the_calibrated_reading_is_blind_to_a_constant_in_the_scores():
    rng = np.random.default_rng(0)
    own, shuffled = rng.standard_normal(50) + 1, rng.standard_normal((50, 4))
    plain, shifted = (_by_seed([Scores(own + shift, shuffled + shift)] * 4, number_of_folds=2) for shift in (0.0, 5.0))
    assert shifted[0] == pytest.approx(plain[0] + 5)
    assert shifted[1] == pytest.approx(plain[1])
    assert plain[1] == pytest.approx(np.full(2, own.mean() - np.log(np.mean(np.exp(shuffled)))))


def test_folds_never_score_what_trained_them():
    train, validation, test = folds(103, 5, 2, np.random.default_rng(0))
    assert train.shape[0] == 10
    for rows in zip(train, validation, test, strict=True):
        joined = np.concatenate(rows)
        assert len(set(joined.tolist())) == len(joined)
    first = test[:5].ravel()
    assert len(set(first.tolist())) == 100


def test_bad_input_is_named():
    z = np.random.default_rng(0).standard_normal((60, 2))
    with pytest.raises(ValueError, match=r"^n: must have as many samples as z"):
        discriminator_information(z, np.zeros(50, int))
    with pytest.raises(ValueError, match=r"^number_of_folds:"):
        discriminator_information(z, z, number_of_folds=20)
    with pytest.raises(ValueError, match=r"^z_prior:"):
        printed_discriminator_information(z, z[:, :1], z, z)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": [[1], [2, 3]]}, "n: must be one array"),
        ({"n": np.array(["a", 1] * 30, dtype=object)}, "n: must hold real numbers|n: must be labels of one kind"),
        ({"seeds": 0}, "seeds: must be at least 1"),
        ({"number_of_folds": 2.5}, "number_of_folds: must be a whole number"),
        ({"level": 5}, "level: must lie"),
        ({"seed": -1}, "seed: must be a whole number"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(change, message):
    arguments = {"z": np.arange(60.0), "n": np.arange(60) % 2} | change
    with pytest.raises(ValueError, match=f"^({message})"):
        discriminator_information(**arguments)


def test_training_without_a_step_is_refused():
    with pytest.raises(ValueError, match=r"^batch: must be at least 1"):
        Training(batch=0)
