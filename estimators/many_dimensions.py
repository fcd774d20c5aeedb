"""Mutual information beyond the dimension where nearest neighbours see: the default and a trained critic, side by side.

Each is blind to something: the default to what neither the covariance nor leading canonical coordinates nor norms show,
as a hidden interaction; a critic to heavy tails, spirals, and all that few samples do not teach. Both err towards too
little, and each has a lower end that holds. So the rule is to take the one whose lower end is higher, both at half the
error rate, as the higher of two errs more often than one.
"""

from dataclasses import replace

from numpy.typing import ArrayLike

from estimators.critic import Training
from estimators.estimate import Estimate
from estimators.intervals import checked_level
from estimators.mutual_information import mutual_information
from estimators.samples import joined
from estimators.variational import lower_bound


def surest(
    x: ArrayLike, y: ArrayLike, *, training: Training | None = None, seed: int = 0, level: float = 0.95
) -> Estimate:
    """I(x;y) in nats, shapes (n, dx) and (n, dy): by the default or a critic, whichever has more for certain.

    `details["default"]` and `details["critic"]` are both of them; the interval is open above. The critic is that of
    Donsker and Varadhan. Raises ValueError for what either refuses, fewer than 90 samples among it, and ImportError
    without torch.

    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((2000, 8))
    >>> y = 1.5 * np.sign(x[:, 0] * x[:, 1]) + 0.5 * rng.standard_normal(2000)  # the truth is 0.69
    >>> found = surest(x, y, training=Training(epochs=40))
    >>> found.method, found.details["default"].value < found.value < 0.69
    ('dv lower bound', True)
    """
    checked_level(level)
    each = (1 + level) / 2
    x, y = joined(x=x, y=y)
    default = mutual_information(x, y, seed=seed, level=each)
    critic = lower_bound(x, y, training=training, seed=seed, level=each)
    chosen = max(default, critic, key=lambda one: one.interval[0])
    dimensions = f"{x.shape[1]} + {y.shape[1]} dimensions"
    doubt = f"{dimensions}: what a trained critic finds, a lower bound; the interval is open above"
    return replace(
        chosen,
        warnings=(*chosen.warnings, doubt) if chosen is critic else chosen.warnings,
        interval=(chosen.interval[0], float("inf")),
        level=level,
        details={**chosen.details, "default": default, "critic": critic},
    )
