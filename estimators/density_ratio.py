"""Information by telling two kinds of samples apart: the paper's section 6.2, with its optimal discriminator corrected.

The page prints D* = p(z|x) / (p(z|x) + p(z|x,n)). As z depends on n through x alone, both densities are one, D* is 1/2
everywhere and the log-ratio it gives is that of I(z;n|x) = 0. What the text describes, 'z sampled from the posterior
p(z|n) or from the prior p(z)', is D* = p(z) / (p(z) + p(z|n)); then log (1 - D*)/D* = log p(z|n)/p(z), whose mean over
the joint law of (z, n) is I(z;n). Here a critic's score is the sigmoid's input of 1 - D, hence that log-ratio.
"""

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator, whole_number
from estimators.critic import Scores, Training, folds, held_out_scores
from estimators.estimate import Estimate
from estimators.intervals import checked_level, two_sided_quantile
from estimators.samples import coded, joined, samples, standardised

FEW = 500
MISCALIBRATED = 0.05  # nats between the two ways to read one discriminator


def discriminator_information(
    z: ArrayLike,
    n: ArrayLike,
    *,
    number_of_folds: int = 5,
    seeds: int = 2,
    margins: str = "normal-scores",
    training: Training | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """I(z;n) in nats by a discriminator between z from p(z|n) and z from p(z), as the paper's section 6.2 means it.

    z of shape (N, dz); n of shape (N, dn), or N labels (integers or strings), which become indicators. Prior samples
    are z of other rows. Every pair is scored by critics that never saw it (folds), several times (seeds). The interval
    adds to the sampling error the distance from the calibrated (Donsker-Varadhan) reading of the same scores, and above
    what doubling the training data brought, once more. Raises ValueError for bad samples or too few of them.

    >>> from estimators.critic import Training
    >>> n = np.arange(600) % 2
    >>> z = n + 0.1 * np.random.default_rng(0).standard_normal(600)  # tells n: I(z;n) = log 2 = 0.69
    >>> found = discriminator_information(z, n, seeds=1, training=Training(batch=50))
    >>> round(found.value, 1), found.n
    (0.7, 600)
    """
    z, n = joined(z=z, n=_indicators(n))
    _check_budget(number_of_folds, seeds, level)
    z, n = standardised(z, margins), standardised(n, margins)
    training = training or Training()
    rng = generator(seed)
    train, validation, test = sets = folds(len(z), number_of_folds, seeds, rng)
    draws = rng.integers(2**31, size=2).tolist()
    scores = held_out_scores(n, z, sets, objective="classification", training=training, seed=draws[0])
    first = slice(0, number_of_folds)
    fewer = train[first, : train.shape[1] // 2], validation[first], test[first]
    half = held_out_scores(n, z, fewer, objective="classification", training=training, seed=draws[1])
    method = "discriminator of p(z|n) and p(z), held out"
    return _estimate(scores, half, number_of_folds, method=method, n=len(z), seed=seed, level=level)


def printed_discriminator_information(
    z_posterior: ArrayLike,
    z_prior: ArrayLike,
    x: ArrayLike,
    n: ArrayLike,
    *,
    number_of_folds: int = 5,
    seeds: int = 2,
    margins: str = "normal-scores",
    training: Training | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """What D* as printed estimates, in nats: the mean log p(z|x,n)/p(z|x), I(z;n|x), zero for every z made of x.

    z_posterior is drawn from p(z|x,n) and z_prior from p(z|x), both at the same rows (x, n); shapes (N, d). Raises
    ValueError as `discriminator_information` does.

    >>> from estimators.critic import Training
    >>> rng = np.random.default_rng(0)
    >>> n = rng.standard_normal(600)
    >>> x = n + rng.standard_normal(600)
    >>> z, again = (x + 0.5 * rng.standard_normal(600) for _ in range(2))  # made of x: p(z|x,n) is p(z|x)
    >>> found = printed_discriminator_information(z, again, x, n, seeds=1, training=Training(epochs=20))
    >>> round(abs(found.value), 1)  # though I(z;n) is 0.29
    0.0
    """
    posterior, prior, x, n = joined(z_posterior=z_posterior, z_prior=z_prior, x=x, n=_indicators(n))
    if posterior.shape != prior.shape:
        raise ValueError(f"z_prior: must have the shape of z_posterior, got {prior.shape} and {posterior.shape}")
    _check_budget(number_of_folds, seeds, level)
    both = standardised(np.vstack([posterior, prior]), margins)
    posterior, prior = both[: len(posterior)], both[len(posterior) :]
    context = standardised(np.hstack([x, n]), margins)
    rng = generator(seed)
    scores = held_out_scores(
        context,
        posterior,
        folds(len(x), number_of_folds, seeds, rng),
        objective="classification",
        training=training or Training(),
        seed=int(rng.integers(2**31)),
        instead=prior,
    )
    method = "discriminator of p(z|x,n) and p(z|x), as printed"
    return _estimate(scores, [], number_of_folds, method=method, n=len(x), seed=seed, level=level)


def _estimate(
    scores: list[Scores], half: list[Scores], number_of_folds: int, *, method: str, n: int, seed: int, level: float
) -> Estimate:
    """The mean held-out log-ratio, and its error from samples, seeds, calibration and the learning curve."""
    ratio, bound = _by_seed(scores, number_of_folds)
    value = float(ratio.mean())
    calibrated = float(bound.mean())
    sampling = float(np.mean([critic.own.std() for critic in scores]) / np.sqrt(len(scores[0].own) * number_of_folds))
    between_seeds = float(ratio.std(ddof=1) / np.sqrt(len(ratio))) if len(ratio) > 1 else 0.0
    error = float(np.hypot(sampling, between_seeds))
    doubt = abs(value - calibrated)
    gained = max(value - float(_by_seed(half, number_of_folds)[0].mean()), 0.0) if half else 0.0
    quantile = two_sided_quantile(level)
    warnings = []
    if doubt > MISCALIBRATED + 2 * error:
        warnings.append(
            f"the discriminator is off its calibration: {value:.2f} nats as a log-ratio, {calibrated:.2f} as a bound"
        )
    if n < FEW:
        warnings.append(f"only {n} samples to train and test on")
    return Estimate(
        value=value,
        standard_error=error,
        interval=(value - doubt - quantile * error, max(value, calibrated) + doubt + gained + quantile * error),
        level=level,
        method=method,
        n=n,
        seed=seed,
        warnings=tuple(warnings),
        details={"calibrated_lower_bound": calibrated, "gained_by_doubling": gained, "by_seed": ratio.tolist()},
    )


def _by_seed(scores: list[Scores], number_of_folds: int) -> tuple[np.ndarray, np.ndarray]:
    """For each seed: the mean log-ratio, and its Donsker-Varadhan value, where E exp(log-ratio) is made one."""
    ratio = np.array([critic.own.mean() for critic in scores])
    log_mean = np.array([_log_mean_exp(critic.shuffled) for critic in scores])
    shape = (-1, number_of_folds)
    return ratio.reshape(shape).mean(axis=1), (ratio - log_mean).reshape(shape).mean(axis=1)


def _log_mean_exp(values: np.ndarray) -> float:
    top = values.max()
    return float(top + np.log(np.mean(np.exp(values - top))))


def _check_budget(number_of_folds: int, seeds: int, level: float) -> None:
    whole_number("number_of_folds", number_of_folds, least=2)
    whole_number("seeds", seeds, least=1)
    checked_level(level)


def _indicators(n: ArrayLike) -> np.ndarray:
    try:
        array = np.asarray(n)
    except ValueError:
        raise ValueError("n: must be one array, got rows of different length") from None
    if array.ndim == 1 and array.dtype.kind in "iubUSO":
        codes = coded("n", array)
        indicators: np.ndarray = np.eye(int(codes.max(initial=-1)) + 1)[codes]
        return indicators
    return samples("n", array)
