"""The nearest-neighbour formulas of mutual information, bare: checked samples in, nats out.

Sources: Kraskov, Stoegbauer and Grassberger (2004) for KSG, their algorithms 1 and 2; Frenzel and Pompe (2007) for the
conditional form; Ross (2014) for mixed samples.
"""

from typing import Literal

import numpy as np
from scipy.special import digamma

from estimators.knn import counts_of_each, counts_within, neighbour_distance, neighbours

Algorithm = Literal[1, 2]


def ksg_value(x: np.ndarray, y: np.ndarray, k: int, algorithm: Algorithm = 1) -> float:
    """Kraskov's equation 8 (algorithm 1) or 9 (algorithm 2), of checked samples.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 1))
    >>> y = x + rng.standard_normal((1000, 1))  # I(x;y) = log(2)/2 = 0.35
    >>> round(ksg_value(x, y, 3), 2), round(ksg_value(x, y, 3, algorithm=2), 2)
    (0.37, 0.36)
    """
    if algorithm == 1:
        return float(np.mean(ksg_local(x, y, k)))
    n = len(x)
    near = neighbours(np.hstack([x, y]), k)
    in_x = counts_within(x, _largest_distance(x, near.index), strict=False)
    in_y = counts_within(y, _largest_distance(y, near.index), strict=False)
    return float(digamma(k) - 1 / k + digamma(n) - np.mean(digamma(in_x) + digamma(in_y)))


def ksg_local(x: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Each sample's share of Kraskov's equation 8, shape (n,), of which it is the mean.

    >>> x = np.random.default_rng(0).standard_normal((1000, 1))
    >>> ksg_local(x, x, 3).round(2).min()  # what is equal tells the same of every sample
    np.float64(5.98)
    """
    in_x, in_y = counts_of_each([x, y], neighbour_distance(np.hstack([x, y]), k))
    return np.asarray(digamma(k) + digamma(len(x)) - digamma(in_x + 1) - digamma(in_y + 1))


def most_seen(n: int, k: int) -> float:
    """The most that KSG can give of n samples: psi(n) - psi(k), its value where one side is the other.

    >>> x = np.random.default_rng(0).standard_normal((1000, 1))
    >>> round(most_seen(1000, 3), 2), round(ksg_value(x, x, 3), 2)
    (5.98, 5.98)
    """
    return float(digamma(n) - digamma(k))


def conditional_value(x: np.ndarray, y: np.ndarray, z: np.ndarray, k: int) -> float:
    """psi(k) - mean of psi(n_xz + 1) + psi(n_yz + 1) - psi(n_z + 1), of checked samples.

    >>> rng = np.random.default_rng(0)
    >>> z = rng.standard_normal((1000, 1))
    >>> x, y = z + rng.standard_normal((1000, 1)), z + rng.standard_normal((1000, 1))  # dependent through z alone
    >>> round(ksg_value(x, y, 3), 2), round(abs(conditional_value(x, y, z, 3)), 2)
    (0.11, 0.02)
    """
    distance = neighbour_distance(np.hstack([x, y, z]), k)
    sides = [np.hstack([x, z]), np.hstack([y, z]), z]
    in_xz, in_yz, in_z = (digamma(counts + 1) for counts in counts_of_each(sides, distance))
    return float(digamma(k) - np.mean(in_xz + in_yz - in_z))


def mixed_value(x: np.ndarray, codes: np.ndarray, k: int) -> float:
    """psi(n) + mean of psi(k) - psi(n_label) - psi(m), m the samples of any label as near as the k-th of one's own.

    >>> codes = np.arange(1000) % 2
    >>> x = codes[:, None] + np.random.default_rng(0).uniform(0, 0.5, size=(1000, 1))  # tells the label
    >>> round(mixed_value(x, codes, 3), 2)  # log 2 = 0.69
    0.69
    """
    local = mixed_local(x, codes, k)
    return float(np.nanmean(local)) if np.any(local == local) else 0.0


def mixed_local(x: np.ndarray, codes: np.ndarray, k: int) -> np.ndarray:
    """Each sample's share of `mixed_value`, shape (n,), of which that is the mean; nan where a label occurs once.

    >>> local = mixed_local(np.arange(5.0)[:, None], np.array([0, 0, 1, 1, 2]), 1)
    >>> np.isnan(local).tolist()
    [False, False, False, False, True]
    """
    local, radius, own = np.full(len(x), np.nan), np.zeros(len(x)), np.zeros(len(x))
    counts = np.bincount(codes)
    # sorted by label, so that a label's members are a slice: with many labels, finding each would go over all samples
    order = np.argsort(codes, kind="stable")
    for members in np.split(order, np.cumsum(counts)[:-1]):
        if len(members) > 1:
            within = min(k, len(members) - 1)
            radius[members] = neighbour_distance(x[members], within)
            own[members] = digamma(within) - digamma(len(members))
    use = counts[codes] > 1
    if use.any():
        near = counts_within(x[use], radius[use], strict=True) + 1
        local[use] = digamma(int(use.sum())) + own[use] - digamma(near)
    return local


def _largest_distance(side: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The largest distance in one marginal space to the k joint neighbours."""
    return np.asarray(np.abs(side[index] - side[:, None, :]).max(axis=(1, 2)))
