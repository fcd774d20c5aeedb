"""Local information: how much each single sample tells, log p(x,y)/(p(x) p(y)) at it, whose mean is the information.

Sources: the summands of Kraskov, Stoegbauer and Grassberger (2004, equation 8) and of Ross (2014); Lizier (2014) for
their use as local values.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.arguments import generator, plain_array
from estimators.kraskov import ksg_local, mixed_local
from estimators.samples import coded, joined, parted, standardised, varying


@dataclass(frozen=True, kw_only=True)
class LocalInformation:
    """Each sample's local information, nats, shape (n,); its mean; and the typical error of one of them.

    A local value is negative where x and y meet less often than they would by chance. It rests on `k` neighbours, so
    it is known to `error` at best, about 1/sqrt(k) nats: look at groups of samples, not at one.

    >>> LocalInformation(value=np.zeros(2), mean=0.0, error=0.5, k=4).value.tolist()
    [0.0, 0.0]
    """

    value: NDArray[np.float64]
    mean: float
    error: float
    k: int


def local_information(
    x: ArrayLike,
    y: ArrayLike | None = None,
    *,
    labels: ArrayLike | None = None,
    k: int = 10,
    margins: str = "normal-scores",
    seed: int = 0,
) -> LocalInformation:
    """The local informations of samples x, shape (n, dx), with y, shape (n, dy), or with n labels, in nats.

    Ties are parted at random, by `seed`. A sample whose label no other has is nan. Raises ValueError for bad samples,
    constants, and for both or neither of y and labels.

    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(2000)
    >>> seen = rng.random(2000) < 0.5  # half of the time y tells x
    >>> y = np.where(seen, x, rng.standard_normal(2000)) + 0.1 * rng.standard_normal(2000)
    >>> found = local_information(x, y)
    >>> bool(found.value[seen].mean() > 1 > 0 > found.value[~seen].mean()), round(found.mean, 1)
    (True, 0.7)
    """
    if (y is None) == (labels is None):
        raise ValueError("labels: give either y or labels")
    rng = generator(seed)
    named = {"x": x} if y is None else {"x": x, "y": y}
    sides = joined(k=k, **named)
    for name, side in zip(named, sides, strict=True):
        if not varying(side).any():
            raise ValueError(f"{name}: is constant, and tells nothing")
    points, *others = (standardised(parted(side[:, varying(side)], rng), margins) for side in sides)
    if others:
        value = ksg_local(points, others[0], k)
    else:
        codes = coded("labels", plain_array(labels))
        if len(codes) != len(points):
            raise ValueError(f"labels: must be {len(points)} labels, one a sample of x, got {len(codes)}")
        value = mixed_local(points, codes, k)
        if np.isnan(value).all():
            raise ValueError("labels: no label occurs twice")
    return LocalInformation(value=value, mean=float(np.nanmean(value)), error=float(1 / np.sqrt(k)), k=k)
