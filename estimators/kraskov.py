"""The nearest-neighbour formulas of mutual information, bare: checked samples in, nats out.

Sources: Kraskov, Stoegbauer and Grassberger (2004) for KSG, their algorithms 1 and 2; Frenzel and Pompe (2007) for the
conditional form; Ross (2014) for mixed samples.
"""

from typing import Literal

import numpy as np
from scipy.special import digamma, polygamma

from estimators.knn import counts_within, neighbours

STRONG = 1.5  # nats: above, nearest neighbours are known to fall short
UNEQUAL = 100.0  # between the widest and the narrowest feature
HIGH_DIMENSION = 6  # joint dimensions: above, nearest neighbours are too far away to resolve the density
FEW = 100  # samples
UNSETTLED = 0.15  # nats that an estimate would still rise with more samples

Algorithm = Literal[1, 2]


def ksg_value(x: np.ndarray, y: np.ndarray, k: int, algorithm: Algorithm = 1) -> float:
    """Kraskov's equation 8 (algorithm 1) or 9 (algorithm 2), of checked samples."""
    n = len(x)
    near = neighbours(np.hstack([x, y]), k)
    if algorithm == 1:
        in_x = counts_within(x, near.distance, strict=True)
        in_y = counts_within(y, near.distance, strict=True)
        return float(digamma(k) + digamma(n) - np.mean(digamma(in_x + 1) + digamma(in_y + 1)))
    in_x = counts_within(x, _largest_distance(x, near.index), strict=False)
    in_y = counts_within(y, _largest_distance(y, near.index), strict=False)
    return float(digamma(k) - 1 / k + digamma(n) - np.mean(digamma(in_x) + digamma(in_y)))


def conditional_value(x: np.ndarray, y: np.ndarray, z: np.ndarray, k: int) -> float:
    """psi(k) - mean of psi(n_xz + 1) + psi(n_yz + 1) - psi(n_z + 1), of checked samples."""
    distance = neighbours(np.hstack([x, y, z]), k).distance
    in_xz, in_yz, in_z = (
        digamma(counts_within(side, distance, strict=True) + 1) for side in (np.hstack([x, z]), np.hstack([y, z]), z)
    )
    return float(digamma(k) - np.mean(in_xz + in_yz - in_z))


def mixed_value(x: np.ndarray, codes: np.ndarray, k: int) -> float:
    """psi(n) + mean of psi(k) - psi(n_label) - psi(m), m the samples of any label as near as the k-th of one's own."""
    radius, in_label, own_k = np.zeros(len(x)), np.zeros(len(x)), np.zeros(len(x))
    for code in np.unique(codes):
        members = np.flatnonzero(codes == code)
        if len(members) == 1:
            continue
        within = min(k, len(members) - 1)
        radius[members] = neighbours(x[members], within).distance
        in_label[members], own_k[members] = len(members), within
    use = in_label > 0
    if not use.any():
        return 0.0
    x, radius, in_label, own_k = x[use], radius[use], in_label[use], own_k[use]
    near = counts_within(x, radius, strict=True) + 1
    return float(digamma(len(x)) + np.mean(digamma(own_k) - digamma(in_label) - digamma(near)))


def noise(k: int, n: int) -> float:
    """The standard deviation of a nearest-neighbour estimate at independence: sqrt(psi'(k)/n)."""
    return float(np.sqrt(polygamma(1, k) / n))


def unsettled(drift: float) -> list[str]:
    """A sentence where an estimate still rises much with the number of samples: the neighbours are too far away."""
    return [f"not settled: more samples would raise it by about {drift:.2f} nats"] if drift > UNSETTLED else []


def unequal_scales(*sides: np.ndarray) -> list[str]:
    """A sentence where the features' quartiles lie so differently far apart that a norm sees the widest alone."""
    quartiles = [np.subtract(*np.percentile(side, [75, 25], axis=0)) for side in sides]
    widths = np.concatenate([width[width > 0] for width in quartiles])
    ratio = widths.max() / widths.min() if len(widths) else 1.0
    if ratio < UNEQUAL:
        return []
    return [f'the features\' scales differ by a factor {ratio:.0g}: rescale them, or use margins="normal-scores"']


def neighbour_warnings(value: float, dimension: int, n: int) -> list[str]:
    """Where plain nearest neighbours are known to fail, in sentences."""
    found = []
    if value > STRONG:
        found.append(f"{value:.2f} nats: nearest neighbours fall short of dependence above about {STRONG} nats")
    if dimension > HIGH_DIMENSION:
        found.append(f"{dimension} joint dimensions: nearest neighbours are too far away to resolve the density")
    if n < FEW:
        found.append(f"only {n} samples")
    return found


def _largest_distance(side: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The largest distance in one marginal space to the k joint neighbours."""
    return np.abs(side[index] - side[:, None, :]).max(axis=(1, 2))
