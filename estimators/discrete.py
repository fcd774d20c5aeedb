"""Entropy and mutual information of discrete samples, in nats: plug-in, Miller-Madow, and the Bayesian NSB.

Sources: Miller (1955); Nemenman, Shafee and Bialek (2002) for a known alphabet. Intervals by the delete-one jackknife
(exact to compute, as it depends on the counts alone) or, for NSB, from the posterior.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from estimators.arguments import numbers, whole_number
from estimators.estimate import Estimate
from estimators.intervals import impossible, normal_interval, two_sided_quantile
from estimators.samples import coded

Method = Literal["plug-in", "miller-madow", "nsb"]
METHODS = ("plug-in", "miller-madow", "nsb")


def entropy(labels: ArrayLike, *, method: Method = "nsb", alphabet: int | None = None, level: float = 0.95) -> Estimate:
    """H in nats of n discrete samples, labels of shape (n,) or rows of labels of shape (n, d).

    `alphabet` is the number of values that can occur, for NSB; without it, the number seen. Plug-in: biased down,
    Miller-Madow takes off the first order. Raises ValueError for no samples or an alphabet smaller than what was seen.

    >>> labels = ["heads", "tails"] * 50
    >>> round(entropy(labels).value, 2), round(entropy(labels, alphabet=6).value, 2)  # four more values may yet come
    (0.69, 0.71)
    """
    counts = np.bincount(_codes("labels", labels))
    return entropy_of_counts(counts, method=method, alphabet=alphabet, level=level)


def entropy_of_counts(
    counts: ArrayLike, *, method: Method = "nsb", alphabet: int | None = None, level: float = 0.95
) -> Estimate:
    """H in nats from how often each value occurred.

    >>> [round(entropy_of_counts([50, 50], method=method).value, 4) for method in ("plug-in", "miller-madow")]
    [0.6931, 0.6981]
    """
    counts = numbers("counts", counts)
    whole = np.all(np.isfinite(counts)) and not np.any(counts != np.floor(counts))
    if not whole or counts.ndim != 1 or np.any(counts < 0) or counts.sum() < 2:
        raise ValueError("counts: must be whole numbers from 0, at least 2 in all")
    if method not in METHODS:
        raise ValueError(f"method: must be one of {', '.join(METHODS)}, got {method!r}")
    seen = counts[counts > 0].astype(np.int64)
    n, size = int(seen.sum()), len(seen)
    if alphabet is not None and whole_number("alphabet", alphabet, least=1) < size:
        raise ValueError(f"alphabet: must be at least the {size} values seen, got {alphabet}")
    if method == "nsb":
        value, error = _nsb(seen, alphabet or size)
    else:
        value, error = _plug_in(seen), _jackknife_error(seen, method == "miller-madow")
    first_order = (size - 1) / (2 * n)
    value += first_order if method == "miller-madow" else 0.0
    # where all values are as frequent the plug-in is chi-squared over 2n, to which the jackknife is blind
    blind = 0.0 if method == "nsb" else float(np.sqrt((size - 1) / 2) / n)
    low, high = normal_interval(value, float(np.hypot(error, blind)), level)
    return Estimate(
        value=value,
        standard_error=error,
        interval=(low, high + (first_order if method == "plug-in" else 0.0)),
        level=level,
        method=method,
        n=n,
        warnings=_warnings(n, size, int(np.sum(seen == 1))),
    )


def mutual_information(x: ArrayLike, y: ArrayLike, *, method: Method = "nsb", level: float = 0.95) -> Estimate:
    """I(x;y) = H(x) + H(y) - H(x,y) in nats of discrete samples, labels or rows of labels, n each.

    The interval rests on the jackknife of the whole expression, covers the size of the bias correction besides, and is
    cut to what is possible, from 0 to the smaller entropy. The value is not cut, so that its bias stays small: at
    independence it lies below 0 half of the time, and farther off with a warning. Raises ValueError for samples of
    different length.

    >>> x = np.arange(400) % 4
    >>> round(mutual_information(x, x % 2).value, 2), round(abs(mutual_information(x // 2, x % 2).value), 2)
    (0.69, 0.0)
    """
    x_codes, y_codes = _codes("x", x), _codes("y", y)
    if len(x_codes) != len(y_codes):
        raise ValueError(f"y: must have as many samples as x, got {len(y_codes)} and {len(x_codes)}")
    n, rows, columns = len(x_codes), int(x_codes.max()) + 1, int(y_codes.max()) + 1
    # only the pairs that occurred: a table of all would not fit where there are many values
    pairs, counts = np.unique(x_codes * columns + y_codes, return_counts=True)
    of_row, of_column = np.bincount(x_codes), np.bincount(y_codes)
    of_x, of_y = (entropy_of_counts(side, method=method, level=level) for side in (of_row, of_column))
    together = entropy_of_counts(counts, method=method, alphabet=rows * columns, level=level)
    value = of_x.value + of_y.value - together.value
    plug_in, jackknife = _information_jackknife(counts, of_row[pairs // columns], of_column[pairs % columns])
    # at independence the plug-in is chi-squared with (r - 1)(c - 1) degrees over 2n; near it the jackknife is blind
    degrees = (rows - 1) * (columns - 1)
    error = float(np.sqrt(jackknife**2 + degrees / (2 * n**2)))
    half = two_sided_quantile(level) * error
    slack = abs(plug_in - degrees / (2 * n) - value)
    most = max(min(of_x.interval[1], of_y.interval[1]), 0.0)
    low, high = (float(np.clip(end, 0.0, most)) for end in (value - half - slack, value + half + slack))
    return Estimate(
        value=value,
        standard_error=error,
        interval=(low, high),
        level=level,
        method=method,
        n=n,
        warnings=(
            *_warnings(n, len(pairs), int(np.sum(counts == 1))),
            *impossible(value, error, most),
        ),
    )


def _plug_in(counts: np.ndarray) -> float:
    return float(np.sum(special.entr(counts / counts.sum())))


def _jackknife_error(counts: np.ndarray, corrected: bool) -> float:
    """The delete-one jackknife's standard error; deleting one of a value's samples is the same for all of them."""
    n = int(counts.sum())
    weighted = special.xlogy(counts, counts)
    left_out = np.log(n - 1) - (weighted.sum() - weighted + special.xlogy(counts - 1, counts - 1)) / (n - 1)
    if corrected:
        left_out += (len(counts) - (counts == 1) - 1) / (2 * (n - 1))
    mean = np.average(left_out, weights=counts)
    return float(np.sqrt((n - 1) * np.average((left_out - mean) ** 2, weights=counts)))


def _information_jackknife(counts: np.ndarray, of_row: np.ndarray, of_column: np.ndarray) -> tuple[float, float]:
    """The plug-in information and its standard error, from the deviation of log p(x,y)/(p(x)p(y)) over the samples.

    For each pair that occurred: how often it, its x and its y did.
    """
    n = counts.sum()
    share = counts / n
    ratio = np.log(share / (of_row / n * (of_column / n)))
    mean = float(share @ ratio)
    return mean, float(np.sqrt(share @ (ratio - mean) ** 2 / n))


def _nsb(counts: np.ndarray, alphabet: int) -> tuple[float, float]:
    """Posterior mean and deviation of H under a mixture of Dirichlets made nearly uniform in H."""
    if alphabet == 1:
        return 0.0, 0.0
    n = int(counts.sum())
    beta = np.exp(np.linspace(np.log(1e-6), np.log(1e6), 601)) / alphabet
    total = n + alphabet * beta
    unseen = alphabet - len(counts)
    occurred, how_many = np.unique(counts, return_counts=True)
    log_evidence = (
        special.gammaln(alphabet * beta)
        - special.gammaln(total)
        + how_many @ (special.gammaln(occurred[:, None] + beta) - special.gammaln(beta))
    )
    # the prior of beta: d E[H | beta] / d log beta
    weight = beta * (alphabet * special.polygamma(1, alphabet * beta + 1) - special.polygamma(1, beta + 1))
    log_weight = log_evidence + np.log(np.maximum(weight, 1e-300))
    posterior = np.exp(log_weight - log_weight.max())
    posterior /= posterior.sum()
    mean, second = _dirichlet_moments(counts, beta, unseen, total)
    value = float(posterior @ mean)
    variance = float(posterior @ second) - value**2
    return value, float(np.sqrt(max(variance, 0.0)))


def _dirichlet_moments(
    counts: np.ndarray, beta: np.ndarray, unseen: int, total: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """E[H] and E[H^2] under Dirichlet(counts + beta), for each beta (Wolpert and Wolf, 1995)."""
    occurred, how_many = np.unique(counts, return_counts=True)  # equal counts have equal terms
    a = np.vstack([occurred[:, None] + beta, beta[None, :]])
    multiplicity = np.append(how_many, unseen)[:, None]
    share = a / total
    mean = special.digamma(total + 1) - np.sum(multiplicity * share * special.digamma(a + 1), axis=0)
    # E[H^2] = sum_ij E[p_i p_j log p_i log p_j]
    shift, curve = special.digamma(total + 2), special.polygamma(1, total + 2)
    off = special.digamma(a + 1) - shift
    single = np.sum(multiplicity * a * off, axis=0)
    pairs = single**2 - np.sum(multiplicity * (a * off) ** 2, axis=0)
    pairs -= curve * (np.sum(multiplicity * a, axis=0) ** 2 - np.sum(multiplicity * a**2, axis=0))
    own = (special.digamma(a + 2) - shift) ** 2 + special.polygamma(1, a + 2) - curve
    second = pairs + np.sum(multiplicity * a * (a + 1) * own, axis=0)
    return mean, second / (total * (total + 1))


def _warnings(n: int, size: int, lone: int) -> tuple[str, ...]:
    if lone > n / 2:
        return (f"{lone} of {n} samples are the only one of their value: too few samples, or continuous ones",)
    return (f"{n} samples of {size} values seen: the correction of the bias is large",) if n < 5 * size else ()


def _codes(name: str, labels: ArrayLike) -> np.ndarray:
    try:
        array = np.asarray(labels)
    except ValueError:
        raise ValueError(f"{name}: must be one array, got rows of different length") from None
    if array.ndim not in (1, 2) or len(array) < 2 or not array.size:
        raise ValueError(f"{name}: must be at least 2 labels or rows of labels, got shape {array.shape}")
    return coded(name, array)
