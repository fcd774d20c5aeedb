"""Variational bounds on mutual information, in nats.

Lower bounds by trained critics: Donsker-Varadhan, Nguyen-Wainwright-Jordan and InfoNCE; training, validation and
evaluation use disjoint samples. Where p(z|x) is known, as for a noisy layer, nothing is trained: the mixture over the
samples' own x gives a lower bound, and leaving each sample's own x out of it an upper one (Poole et al., 2019).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator, whole_number
from estimators.critic import CriticObjective, Scores, Training, held_out_scores
from estimators.estimate import Estimate
from estimators.intervals import checked_level, normal_interval, refit_interval
from estimators.samples import joined, samples, standardised

LogDensity = Callable[[np.ndarray, np.ndarray], np.ndarray]
LOWER_BOUNDS = ("dv", "nwj", "infonce")
TINY = 1e-300
LEAST = 90  # samples to train, validate and evaluate


def lower_bound(
    x: ArrayLike,
    y: ArrayLike,
    *,
    objective: CriticObjective = "dv",
    seeds: int = 4,
    margins: str = "normal-scores",
    training: Training | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> Estimate:
    """A lower bound on I(x;y) in nats by trained critics; shapes (n, dx) and (n, dy).

    Each of `seeds` critics has its own split into training (5/9), validation (1/9) and evaluation (1/3) samples. The
    interval is open above, as a lower bound does not limit the truth there; `details["bound_interval"]` is the bound's
    own. Its lower end is at most the logarithm of the number of evaluation samples. Raises ValueError for bad samples
    or too few of them.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(600)
    >>> y = x + 0.5 * rng.standard_normal(600)  # the truth is log(5)/2 = 0.80
    >>> found = lower_bound(x, y, seeds=2, training=Training(epochs=30))
    >>> 0.4 < found.value < 1.0, found.bound, found.interval[1]
    (True, 'lower', inf)
    """
    x, y = joined(x=x, y=y)
    if objective not in LOWER_BOUNDS:
        raise ValueError(f"objective: must be one of {', '.join(LOWER_BOUNDS)}, got {objective!r}")
    whole_number("seeds", seeds, least=2)
    checked_level(level)
    n = len(x)
    if n < LEAST:
        raise ValueError(f"x, y: need at least {LEAST} samples to train, validate and evaluate, got {n}")
    x, y = standardised(x, margins), standardised(y, margins)
    training = training or Training(negatives=15 if objective == "infonce" else 4)
    rng = generator(seed)
    order = np.array([rng.permutation(n) for _ in range(seeds)])
    evaluated, validated = n // 3, n // 9
    test, validation, train = np.split(order, [evaluated, evaluated + validated], axis=1)
    scores = held_out_scores(
        x,
        y,
        (train, validation, test),
        objective=objective,
        training=training,
        seed=int(rng.integers(2**31)),
        shuffles=max(training.negatives, 15),
    )
    values = [_bound(critic, objective) for critic in scores]
    share = evaluated / (n - evaluated - validated)
    value, error, interval = refit_interval(values, test_share=share, level=level)
    # no lower bound that holds for every law certifies more than the logarithm of the samples that it is evaluated on
    # (McAllester and Stratos, 2020)
    interval = min(interval[0], float(np.log(evaluated))), interval[1]
    warnings = []
    ceiling = float(np.log(scores[0].shuffled.shape[1] + 1))
    if objective == "infonce" and value > ceiling - 1:
        warnings.append(
            f"{value:.2f} nats is within 1 nat of log(negatives + 1) = {ceiling:.2f}, which InfoNCE cannot pass"
        )
    if np.ptp(values) > 0.2 * max(abs(value), 0.5):
        warnings.append(f"the critics disagree: {min(values):.2f} to {max(values):.2f} nats")
    return Estimate(
        value=value,
        standard_error=error,
        interval=(interval[0], np.inf),
        level=level,
        bound="lower",
        method=f"{objective} lower bound",
        n=n,
        seed=seed,
        warnings=tuple(warnings),
        details={"bound_interval": interval, "by_seed": values},
    )


def bracket(
    z: ArrayLike, x: ArrayLike, log_density: LogDensity, *, level: float = 0.95, chunk: int = 512
) -> tuple[Estimate, Estimate]:
    """A lower and an upper bound on I(z;x) in nats where p(z|x) is known; shapes (n, dz) and (n, dx).

    `log_density(z, x)` gives log p(z_i|x_j) for rows z, shape (a, dz), and x, (b, dx), as an (a, b) array. Lower: the
    mean of log p(z_i|x_i) - log mean_j p(z_i|x_j). Upper: the same with j = i left out. Either holds in expectation.
    Raises ValueError for bad samples or densities that are not numbers.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(500)
    >>> z = x + 0.5 * rng.standard_normal(500)  # the truth is log(5)/2 = 0.80
    >>> lower, upper = bracket(z, x, lambda z, x: -2 * (z - x.T) ** 2 - np.log(np.pi / 2) / 2)  # N(x, 1/4)
    >>> round(lower.value, 2), round(upper.value, 2)
    (0.86, 0.87)
    """
    z, x = joined(z=z, x=x)
    n = len(z)
    own, everyone, others = np.empty(n), np.empty(n), np.empty(n)
    share_all, share_others = np.zeros(n), np.zeros(n)
    for start in range(0, n, chunk):
        rows = np.arange(start, min(start + chunk, n))
        logs = np.asarray(log_density(z[rows], x), dtype=np.float64)
        if logs.shape != (len(rows), n) or np.any(np.isnan(logs)):
            raise ValueError(f"log_density: must give numbers of shape {(len(rows), n)}, got shape {logs.shape}")
        diagonal = (np.arange(len(rows)), rows)
        own[rows] = logs[diagonal]
        everyone[rows], weights = _log_mean(logs)
        share_all += weights
        logs[diagonal] = -np.inf
        others[rows], weights = _log_mean(logs)
        others[rows] += np.log(n / (n - 1))
        share_others += weights
    if not np.all(np.isfinite(own)):
        raise ValueError("log_density: must be finite at each sample's own x")
    lower = _mean_estimate(own - everyone, share_all, level, "lower", "mixture of all samples (lower)")
    upper = _mean_estimate(own - others, share_others, level, "upper", "leave-one-out mixture (upper)")
    return lower, upper


def nested(
    z: ArrayLike, x: ArrayLike, contrast: ArrayLike, log_density: LogDensity, *, level: float = 0.95, chunk: int = 512
) -> tuple[Estimate, Estimate]:
    """As `bracket`, with the mixture over m fresh samples `contrast` of x, shape (m, dx): nested Monte Carlo.

    Upper: log p(z_i|x_i) - log mean over the contrast. Lower: x_i joins the contrast.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(500)
    >>> z = x + 0.5 * rng.standard_normal(500)  # the truth is log(5)/2 = 0.80
    >>> contrast = rng.standard_normal(500)
    >>> lower, upper = nested(z, x, contrast, lambda z, x: -2 * (z - x.T) ** 2 - np.log(np.pi / 2) / 2)  # N(x, 1/4)
    >>> round(lower.value, 2), round(upper.value, 2)
    (0.86, 0.87)
    """
    z, x = joined(z=z, x=x)
    fresh = samples("contrast", contrast)
    if fresh.shape[1] != x.shape[1]:
        raise ValueError(f"contrast: must have as many columns as x, got {fresh.shape[1]} and {x.shape[1]}")
    n, m = len(z), len(fresh)
    own, apart, together = np.empty(n), np.empty(n), np.empty(n)
    shares = np.zeros(m)
    for start in range(0, n, chunk):
        rows = np.arange(start, min(start + chunk, n))
        own[rows] = np.asarray(log_density(z[rows], x[rows]), dtype=np.float64).diagonal()
        apart[rows], weights = _log_mean(np.asarray(log_density(z[rows], fresh), dtype=np.float64))
        shares += weights
        together[rows] = np.logaddexp(apart[rows] + np.log(m), own[rows]) - np.log(m + 1)
    if not np.all(np.isfinite(own)):
        raise ValueError("log_density: must be finite at each sample's own x")
    # the m contrasts are shared by all z: their own variation adds to that of the samples
    contrast_error = float(np.std(shares * m / n, ddof=1) / np.sqrt(m))

    def estimate(terms: np.ndarray, bound: str) -> Estimate:
        error = float(np.hypot(terms.std(ddof=1) / np.sqrt(n), contrast_error))
        return _one_sided(float(terms.mean()), error, level, bound, f"nested Monte Carlo, {m} contrasts ({bound})", n)

    return estimate(own - together, "lower"), estimate(own - apart, "upper")


def decoded(z: ArrayLike, *, level: float = 0.95) -> Estimate:
    """A lower bound on I(z;x) in nats for N equally likely x, from draws of z for each, shape (N, draws, dz).

    log N + E log q(x|z) for a decoder q (Barber and Agakov, 2003): normal laws fitted to every other draw for each x,
    their covariances a tenth of the way to the common one; the expectation is over the other half. At most log N.
    Raises ValueError for another shape, numbers that are not finite, or too few draws to fit.

    >>> rng = np.random.default_rng(0)
    >>> z = np.array([-1.0, 1.0])[:, None, None] + rng.standard_normal((2, 4000, 1))  # the truth is 0.336
    >>> found = decoded(z)
    >>> round(found.value, 2), found.bound
    (0.34, 'lower')
    """
    draws = np.asarray(z, dtype=np.float64)
    if draws.ndim != 3 or len(draws) < 2 or draws.shape[1] < 2 * (draws.shape[2] + 2):
        raise ValueError(f"z: must be 2 inputs or more with 2 (dz + 2) draws each, or more, got shape {draws.shape}")
    if not np.all(np.isfinite(draws)):
        raise ValueError("z: must be finite")
    checked_level(level)
    known, fresh = draws[:, ::2], draws[:, 1::2]
    means = known.mean(axis=1)
    spread = np.einsum("nmi,nmj->nij", known - means[:, None], known - means[:, None]) / (known.shape[1] - 1)
    spread = 0.9 * spread + 0.1 * spread.mean(axis=0)
    least = 1e-9 * np.trace(spread.mean(axis=0)) + TINY  # a component of z without noise
    whiten = np.linalg.inv(np.linalg.cholesky(spread + least * np.eye(draws.shape[2])))
    scales = np.log(np.diagonal(whiten, axis1=1, axis2=2)).sum(axis=1)
    terms = []
    for own, points in enumerate(fresh):
        gaps = np.einsum("nij,mnj->mni", whiten, points[:, None] - means)
        logs = scales - (gaps**2).sum(axis=2) / 2
        terms.append(logs[:, own] - np.logaddexp.reduce(logs, axis=1) + np.log(len(draws)))
    found = np.concatenate(terms)
    error = float(found.std(ddof=1) / np.sqrt(len(found)))
    return _one_sided(float(found.mean()), error, level, "lower", "decoder of normal laws (lower)", len(found))


def _bound(scores: Scores, objective: str) -> float:
    """The bound itself on held-out scores."""
    own, shuffled = scores.own, scores.shuffled
    if objective == "infonce":
        together = np.hstack([own[:, None], shuffled])
        return float(np.mean(own - np.logaddexp.reduce(together, axis=1)) + np.log(together.shape[1]))
    log_mean = float(np.logaddexp.reduce(shuffled, axis=None) - np.log(shuffled.size))
    return float(own.mean() - (log_mean if objective == "dv" else np.exp(log_mean - 1)))


def _log_mean(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log mean exp of each row, and each column's summed share in it."""
    top = logs.max(axis=1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    weights = np.exp(logs - top)
    total = weights.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):  # a row without any mass gives -inf, an upper bound of +inf, as it should
        value = (top + np.log(total / logs.shape[1]))[:, 0]
    return value, np.sum(weights / np.where(total > 0, total, 1.0), axis=0)


def _mean_estimate(terms: np.ndarray, shares: np.ndarray, level: float, bound: str, method: str) -> Estimate:
    """The mean of terms that share their mixtures: sample j also moves the others' mixtures, by its share in them."""
    influence = terms - shares
    error = float(influence.std(ddof=1) / np.sqrt(len(terms)))
    return _one_sided(float(terms.mean()), error, level, bound, method, len(terms))


def _one_sided(value: float, error: float, level: float, bound: str, method: str, n: int) -> Estimate:
    """A bound's estimate: the interval is open on the side that the bound says nothing of."""
    both = normal_interval(value, error, 2 * level - 1) if level > 0.5 else (value, value)
    return Estimate(
        value=value,
        standard_error=error,
        interval=(both[0], np.inf) if bound == "lower" else (-np.inf, both[1]),
        level=level,
        bound="lower" if bound == "lower" else "upper",
        method=method,
        n=n,
        details={"bound_interval": normal_interval(value, error, level)},
    )
