"""Closed forms for jointly normal samples, and for samples that are so after a monotone map of each coordinate.

The sample covariance of a normal is Wishart, so the bias of each log-determinant is known exactly and taken off. With
one variable on either side the interval is exact (Fisher, 1928); else it is the asymptotic one, with the exact
variance under independence. All this holds of normal samples under margins="none"; normal scores only come close, and
blur a strong linear relation of several coordinates, which is said.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg, optimize, special, stats

from estimators.estimate import Estimate, exact
from estimators.intervals import Interval, checked_level, impossible, two_sided_quantile
from estimators.samples import joined, samples, standardised, varying

EXACT = 1 - 1e-12  # a correlation above it cannot be told from 1
BLURRED = 0.03  # nats that normal scores must take from a linear relation before the samples should stay as they are
INFINITE = "x, y: a linear function of one side determines one of the other: infinite information"


class InfiniteInformation(ValueError):
    """The samples hold infinite information, as a linear function of one side determines one of the other.

    >>> issubclass(InfiniteInformation, ValueError)
    True
    """


def canonical_coordinates(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The two sides in canonical coordinates, white within each, and the canonical correlations, falling.

    Shapes (n, dx), (n, dy), (min(dx, dy),): the i-th coordinates correlate by the i-th value, all others by none.
    Raises ValueError where a side has as many dimensions as samples, linearly dependent features, or a linear function
    that the other side determines.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 2))
    >>> y = x @ [[1.0, 1.0], [1.0, -1.0]] + rng.standard_normal((1000, 2))
    >>> u, v, correlations = canonical_coordinates(x, y)
    >>> correlations.round(1).tolist(), np.allclose(u.T @ v / 1000, np.diag(correlations))
    ([0.8, 0.8], True)
    """
    white_x, white_y = whitened("x", x), whitened("y", y)
    left, correlations, right = np.linalg.svd(white_x.T @ white_y / len(x), full_matrices=True)
    if correlations[0] > EXACT:
        raise InfiniteInformation(INFINITE)
    return white_x @ left, white_y @ right.T, correlations


def canonical_correlations(x: np.ndarray, y: np.ndarray) -> NDArray[np.float64]:
    """The canonical correlations alone, falling, shape (min(dx, dy),); 1 where one side determines the other's.

    >>> x = np.random.default_rng(0).standard_normal((50, 2))
    >>> canonical_correlations(x, x[:, :1] - x[:, 1:]).round(6).tolist()
    [1.0]
    """
    cross = whitened("x", x).T @ whitened("y", y) / len(x)
    return np.asarray(np.linalg.svd(cross, compute_uv=False))


def whitened(name: str, x: np.ndarray) -> np.ndarray:
    """The samples, centred and mapped linearly to have the identity as their covariance (with divisor n).

    >>> x = np.random.default_rng(0).exponential(size=(100, 2)) @ [[1.0, 5.0], [0.0, 2.0]]
    >>> white = whitened("x", x)
    >>> np.allclose(white.T @ white / 100, np.eye(2))
    True
    """
    n, dimension = x.shape
    if n <= dimension + 1:
        raise ValueError(f"{name}: needs more samples than dimensions + 1 = {dimension + 1}, got {n}")
    return np.asarray(_orthogonal(name, x)[0] * np.sqrt(n))


def _orthogonal(name: str, x: np.ndarray) -> tuple[NDArray[np.float64], float]:
    """An orthonormal basis of the centred columns, and the log-determinant of their scatter matrix.

    Each column is first divided by the power of two next to its largest value: dependence is judged whatever the
    units, and the basis is the same to the last digit.
    """
    centred = x - x.mean(axis=0)
    size = np.ldexp(1.0, np.frexp(np.abs(centred).max(axis=0))[1])
    orthogonal, triangle = linalg.qr(centred / size, mode="economic")
    scale = np.abs(np.diag(triangle))
    if scale.min() <= 1e-10 * max(scale.max(), 1e-300):
        raise ValueError(f"{name}: has features that are constant or linear functions of others")
    return orthogonal, float(2 * np.sum(np.log(scale) + np.log(size)))


def independent_columns(x: np.ndarray) -> NDArray[np.int64]:
    """Which columns of x, shape (n, d), to keep so that none is a linear function of the others, in their order.

    >>> x = np.random.default_rng(0).standard_normal((9, 2))
    >>> len(independent_columns(np.hstack([x, x[:, :1] - x[:, 1:]])))
    2
    """
    centred = x - x.mean(axis=0)
    triangle, order = linalg.qr(centred / np.abs(centred).max(axis=0), mode="r", pivoting=True)
    scale = np.abs(np.diag(triangle))
    return np.sort(order[: int(np.sum(scale > 1e-10 * scale[0]))])


def reduced(name: str, x: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The columns of x that are no linear functions of others, and a sentence where that leaves some out.

    >>> x = np.random.default_rng(0).standard_normal((9, 2))
    >>> reduced("x", np.hstack([x, x.sum(axis=1, keepdims=True)]))[1]
    ['x: 1 of 3 features are linear functions of the others and were left out']
    """
    keep = independent_columns(x)
    dimension = x.shape[1]
    if len(keep) == dimension:
        return x, []
    left_out = dimension - len(keep)
    return x[:, keep], [
        f"{name}: {left_out} of {dimension} features are linear functions of the others and were left out"
    ]


def mutual_information(x: ArrayLike, y: ArrayLike, *, margins: str = "normal-scores", level: float = 0.95) -> Estimate:
    """I(x;y) in nats of jointly normal samples, shapes (n, dx) and (n, dy), without bias where they are normal.

    -1/2 sum log(1 - rho_i^2) over the canonical correlations, less its exact bias. With `margins="normal-scores"` the
    assumption is a Gaussian copula: normal after a monotone map of each coordinate. Where it fails this is the
    information of the best Gaussian copula, no bound either way.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(1000)
    >>> y = x + rng.standard_normal(1000)  # I(x;y) = log(2)/2 = 0.35
    >>> round(mutual_information(x, np.exp(y)).value, 2)  # blind to the exponential
    0.35
    """
    x, y = joined(x=x, y=y)
    as_they_are = _without_constants(x, y)[:2]
    x, y = standardised(x, margins), standardised(y, margins)
    x, y, dropped = _without_constants(x, y)
    if x.shape[1] and y.shape[1]:
        (x, fewer_x), (y, fewer_y) = reduced("x", x), reduced("y", y)
        dropped = (*dropped, *fewer_x, *fewer_y)
    n, dim_x, dim_y = len(x), x.shape[1], y.shape[1]
    if not dim_x or not dim_y:
        return exact(0.0, method="constant", n=n, level=level, warnings=dropped)
    if n <= dim_x + dim_y + 1:
        raise ValueError(f"x, y: need more samples than dimensions + 1 = {dim_x + dim_y + 1}, got {n}")
    correlations = canonical_coordinates(x, y)[2]
    departure = copula_departure(np.hstack([x, y]))
    value, error = information_of(correlations, n, dim_x, dim_y)
    if min(dim_x, dim_y) == 1:
        interval = exact_interval(float(correlations[0] ** 2), n, max(dim_x, dim_y), level)
    else:
        half = two_sided_quantile(level) * error
        interval = (value - half, value + half)
    name = "Gaussian copula" if margins == "normal-scores" else "Gaussian"
    return Estimate(
        value=value,
        standard_error=error,
        interval=interval,
        level=level,
        method=f"{name}, bias taken off",
        n=n,
        warnings=(
            *dropped,
            *([departure] if departure else []),
            *impossible(value, error),
            *_blurred(value, *as_they_are),
        ),
    )


def _blurred(value: float, x: np.ndarray, y: np.ndarray) -> list[str]:
    """A sentence where the samples as they are hold a stronger linear relation than `value` says."""
    if value < 1 or len(x) <= x.shape[1] + y.shape[1] + 1:
        return []
    (x, _), (y, _) = reduced("x", x), reduced("y", y)
    strongest = canonical_correlations(x, y)
    if strongest[0] > EXACT:
        return [f"the samples as they are: {INFINITE.partition(': ')[2]}"]
    raw = information_of(strongest, len(x), x.shape[1], y.shape[1])[0]
    if raw <= value + BLURRED:
        return []
    return [f'the samples as they are hold a stronger linear relation, {raw:.2f} nats: margins="none" tells it']


def information_of(correlations: np.ndarray, n: int, dim_x: int, dim_y: int) -> tuple[float, float]:
    """The unbiased information and its standard error, from sample canonical correlations of n samples.

    Variance: sum rho^2/n (asymptotic) plus what is left at independence, where it is known exactly.

    >>> value, error = information_of(np.array([0.5]), n=1000, dim_x=1, dim_y=1)
    >>> round(value, 2), round(error, 2)  # -log(1 - 1/4)/2 = 0.14
    (0.14, 0.02)
    """
    value = float(-0.5 * np.sum(np.log1p(-(correlations**2))) - bias(n, dim_x, dim_y))
    explained = float(np.sum(correlations**2))
    spurious = dim_x * dim_y / n  # what sum rho^2 comes to under independence
    variance = max(explained - spurious, 0.0) / n + _variance_at_independence(n, dim_x, dim_y)
    return value, float(np.sqrt(variance))


def bias(n: int, dim_x: int, dim_y: int) -> float:
    """The bias of the plug-in -1/2 sum log(1 - rho^2): its mean less the truth, exactly, whatever the truth.

    >>> round(bias(100, 1, 1), 4), round(bias(100, 5, 5), 4)  # about dx dy / (2 n)
    (0.0051, 0.1337)
    """
    x, y, joint = (_log_determinant_mean(n, dimension) for dimension in (dim_x, dim_y, dim_x + dim_y))
    return 0.5 * (x + y - joint)


def exact_interval(squared: float, n: int, predictors: int, level: float) -> Interval:
    """The interval for -1/2 log(1 - R^2), R the multiple correlation, from its sample's exact distribution.

    >>> low, high = exact_interval(0.25, n=100, predictors=1, level=0.95)
    >>> round(low, 2), round(high, 2)  # around -log(1 - 1/4)/2 = 0.14
    (0.06, 0.26)
    """
    tail = (1 - checked_level(level)) / 2

    def solve(probability: float) -> float:
        def gap(truth: float) -> float:
            return _multiple_correlation_cdf(squared, truth, n, predictors) - probability

        top = 1 - (1 - squared) * 1e-9
        if gap(0.0) <= 0:
            return 0.0
        return float(optimize.brentq(gap, 0.0, top, xtol=1e-14)) if gap(top) < 0 else top

    low, high = solve(1 - tail), solve(tail)
    return (-0.5 * float(np.log1p(-low)), -0.5 * float(np.log1p(-high)))


def entropy(x: ArrayLike, *, level: float = 0.95) -> Estimate:
    """h(x) in nats of normal samples, shape (n, d), without bias; exact interval from the log-determinant's pivot.

    The pivot's quantiles are Cornish-Fisher's, from its exact cumulants up to the fourth.

    >>> found = entropy(3 * np.random.default_rng(0).standard_normal(1000))  # the truth is log(2 pi e 9)/2 = 2.52
    >>> round(found.value, 2), [round(end, 2) for end in found.interval]
    (2.5, [2.45, 2.54])
    """
    x = samples("x", x)
    n, dimension = x.shape
    if n <= dimension + 1:
        raise ValueError(f"x: needs more samples than dimensions + 1 = {dimension + 1}, got {n}")
    log_determinant = _orthogonal("x", x)[1] - dimension * np.log(n - 1)
    degrees = (n - np.arange(1, dimension + 1)) / 2
    cumulants = [float(np.sum(special.polygamma(order, degrees))) for order in range(4)]
    # log det S - log det Sigma = sum log chi2(n - i) - d log(n - 1)
    mean = cumulants[0] + dimension * np.log(2 / (n - 1))
    centre = 0.5 * (dimension * np.log(2 * np.pi * np.e) + log_determinant - mean)
    tail = (1 - checked_level(level)) / 2
    quantiles = [_cornish_fisher(probability, cumulants[1:]) for probability in (1 - tail, tail)]
    return Estimate(
        value=float(centre),
        standard_error=float(0.5 * np.sqrt(cumulants[1])),
        interval=(float(centre - 0.5 * quantiles[0]), float(centre - 0.5 * quantiles[1])),
        level=level,
        method="Gaussian entropy, bias taken off",
        n=n,
    )


def total_correlation(x: ArrayLike, *, margins: str = "normal-scores", level: float = 0.95) -> Estimate:
    """TC(x) in nats of jointly normal samples, shape (n, d): -1/2 log det of the correlations, less its exact bias.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 1)) + rng.standard_normal((1000, 3))  # all correlations are 1/2
    >>> round(total_correlation(x).value, 2)  # -log(1/2)/2 = 0.35
    0.33
    """
    x = standardised(samples("x", x), margins)
    x, _, dropped = _without_constants(x, x)
    n, dimension = x.shape
    if dimension < 2:
        return exact(0.0, method="constant", n=n, level=level, warnings=dropped)
    if n <= dimension + 1:
        raise ValueError(f"x: needs more samples than dimensions + 1 = {dimension + 1}, got {n}")
    correlation = np.corrcoef(x.T)
    departure = copula_departure(x)
    value, error = total_correlation_of(correlation, n)
    half = two_sided_quantile(level) * error
    return Estimate(
        value=value,
        standard_error=error,
        interval=(value - half, value + half),
        level=level,
        method="Gaussian total correlation, bias taken off",
        n=n,
        warnings=(*dropped, departure) if departure else dropped,
    )


def total_correlation_of(correlation: np.ndarray, n: int) -> tuple[float, float]:
    """The unbiased total correlation and its standard error, from the sample correlations of n samples.

    >>> value, error = total_correlation_of(np.array([[1.0, 0.5], [0.5, 1.0]]), n=1000)
    >>> round(value, 2), round(error, 2)  # -log(1 - 1/4)/2 = 0.14
    (0.14, 0.02)
    """
    log_determinant = np.linalg.slogdet(correlation)[1]
    # a determinant's sign does not tell: rounding leaves it on either side of 0
    if np.linalg.eigvalsh(correlation)[0] < 1 - EXACT:
        raise ValueError("x: has features that are linear functions of others")
    dimension = len(correlation)
    bias_of_plug_in = 0.5 * (dimension * _log_determinant_mean(n, 1) - _log_determinant_mean(n, dimension))
    pairs = dimension * (dimension - 1) / 2
    explained = float(np.sum(np.triu(correlation, 1) ** 2))
    # the influence function (|x|^2 - x' R^-1 x)/2 has variance sum_{i<j} r_ij^2; at independence pairs/(2 n^2) is left
    variance = max(explained - pairs / n, 0.0) / n + pairs / (2 * n**2)
    return float(-0.5 * log_determinant - bias_of_plug_in), float(np.sqrt(variance))


def copula_departure(x: np.ndarray) -> str:
    """A sentence on how normal scores, shape (n, d), fail to be jointly normal; empty where no moment shows it.

    Third and fourth cross moments E[(x_i^2 - 1) x_j] and E[(x_i^2 - 1)(x_j^2 - 1)] - 2 r_ij^2 vanish for a normal; the
    largest is judged in its own standard errors, at one false alarm in a thousand over all pairs.

    >>> x = np.random.default_rng(0).standard_normal((500, 2))
    >>> copula_departure(np.column_stack([x[:, 0], x[:, 0] ** 2]))
    'no Gaussian copula: a cross moment is 4 standard errors off'
    """
    n, dimension = x.shape
    if dimension < 2:
        return ""
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    square = x**2 - 1
    third = square.T @ x / n
    fourth = square.T @ square / n - 2 * (x.T @ x / n) ** 2
    third_error = np.sqrt((square**2).T @ x**2 / n**2)
    fourth_error = np.sqrt((square**2).T @ square**2 / n**2)
    off = ~np.eye(dimension, dtype=bool)
    largest = max(float(np.abs(third / third_error)[off].max()), float(np.abs(fourth / fourth_error)[off].max()))
    limit = two_sided_quantile(1 - 1e-3 / (2 * dimension * (dimension - 1)))
    return f"no Gaussian copula: a cross moment is {largest:.0f} standard errors off" if largest > limit else ""


def _log_determinant_mean(n: int, dimension: int) -> float:
    """E log det of a Wishart with n - 1 degrees of freedom, less the truth and d log 2."""
    return float(np.sum(special.digamma((n - np.arange(1, dimension + 1)) / 2)))


def _variance_at_independence(n: int, dim_x: int, dim_y: int) -> float:
    """Var of -1/2 log of Wilks' Lambda, a product of independent betas."""

    def trigammas(first: int, last: int) -> float:
        return float(np.sum(special.polygamma(1, (n - np.arange(first, last + 1)) / 2)))

    return 0.25 * max(trigammas(dim_y + 1, dim_y + dim_x) - trigammas(1, dim_x), 0.0)


def _multiple_correlation_cdf(squared: float, truth: float, n: int, predictors: int) -> float:
    """P(sample R^2 <= squared) at a true R^2: betas, mixed by a negative binomial (Fisher, 1928)."""
    shape = (n - 1) / 2
    if truth <= 0:
        return float(special.betainc(predictors / 2, (n - 1 - predictors) / 2, squared))
    mean = shape * truth / (1 - truth)
    deviation = np.sqrt(mean / (1 - truth))
    first, last = max(0, int(mean - 10 * deviation - 10)), int(mean + 10 * deviation + 40)
    # the summand is smooth: where it extends over many integers, a few thousand of them give the sum
    j = np.unique(np.linspace(first, last, 3001).astype(np.int64))
    weights = stats.nbinom.pmf(j, shape, 1 - truth) * np.gradient(j.astype(np.float64))
    return float(weights @ special.betainc(predictors / 2 + j, (n - 1 - predictors) / 2, squared) / weights.sum())


def _cornish_fisher(probability: float, cumulants: list[float]) -> float:
    """The quantile of a centred variable with these second, third and fourth cumulants."""
    variance, third, fourth = cumulants
    z = stats.norm.ppf(probability)
    skew, kurtosis = third / variance**1.5, fourth / variance**2
    shift = skew * (z**2 - 1) / 6 + kurtosis * (z**3 - 3 * z) / 24 - skew**2 * (2 * z**3 - 5 * z) / 36
    return float(np.sqrt(variance) * (z + shift))


def _without_constants(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    keep_x, keep_y = varying(x), varying(y)
    if keep_x.all() and keep_y.all():
        return x, y, ()
    return x[:, keep_x], y[:, keep_y], ("constant features carry no information and were left out",)
