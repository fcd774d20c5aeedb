"""Is an estimate consistent with itself? What must hold of every mutual information, tried on the samples at hand.

After Song and Ermon (2020), who showed that trained bounds of high quality on paper fail such tests:

    shuffled samples have no information,
    functions of x set beside x, and of y beside y, add none (data processing),
    two independent copies have twice as much (additivity).

Nothing here needs the truth, and passing proves nothing: an estimator that is always 0 passes. Failing tells.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from estimators.arguments import generator
from estimators.estimate import Estimate
from estimators.intervals import normal_interval
from estimators.samples import joined, normal_scores

CERTAIN = 0.999  # level at which one of the three may fail by chance
SLACK, SHARE = 0.05, 0.2  # nats, and the share of what is due: no estimator is exact, and copies have half the samples
LEAST = 400  # samples, of which the copies take half each


@dataclass(frozen=True, kw_only=True)
class Consistency:
    """What an estimator gives of the samples, of shuffled ones, of both sides beside their squares, and of two copies.

    `of_half` is its value on half of the samples, which twice over is due of the copies. `failed` says what is wrong.

    >>> one = Estimate(value=0.0, standard_error=0.1, interval=(-0.2, 0.2))
    >>> Consistency(found=one, shuffled=one, extended=one, of_half=one, copies=one).failed
    ()
    """

    found: Estimate
    shuffled: Estimate
    extended: Estimate
    of_half: Estimate
    copies: Estimate

    @property
    def failed(self) -> tuple[str, ...]:
        found, half = self.found.value, self.of_half.value
        said = []
        if _apart(self.shuffled, 0.0, 0.0):
            said.append(f"inconsistent: {self.shuffled.value:.2f} nats of shuffled samples, which have none")
        if _apart(self.extended, found, self.found.standard_error):
            said.append(
                f"inconsistent: {self.extended.value:.2f} nats with the squares of x beside x and of y beside y, which "
                f"add nothing, and {found:.2f} without"
            )
        if _apart(self.copies, 2 * half, 2 * self.of_half.standard_error):
            said.append(
                f"inconsistent: {self.copies.value:.2f} nats of two independent copies, where twice {half:.2f} are due"
            )
        return tuple(said)


def consistency(
    x: ArrayLike, y: ArrayLike, *, estimator: Callable[[np.ndarray, np.ndarray], Estimate], seed: int = 0
) -> Consistency:
    """Tries an estimator of I(x;y) on samples of shapes (n, dx) and (n, dy), in five calls of it.

    The squares are those of the normal scores. Raises ValueError for fewer than 400 samples and for what the
    estimator refuses.

    >>> from estimators.gaussian import mutual_information
    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((1000, 1))
    >>> found = consistency(x, x**2 + 0.1 * rng.standard_normal((1000, 1)), estimator=mutual_information)
    >>> [text.split(" with the")[0] for text in found.failed]  # the closed form sees a parabola where it is given x^2
    ['inconsistent: 0.99 nats']
    """
    x, y = joined(x=x, y=y)
    if len(x) < LEAST:
        raise ValueError(f"x: needs at least {LEAST} samples to be tried in halves, got {len(x)}")
    rng = generator(seed)
    order = rng.permutation(len(x))
    first, second = order[: len(x) // 2], order[len(x) // 2 : len(x) // 2 * 2]
    return Consistency(
        found=estimator(x, y),
        shuffled=estimator(x, y[rng.permutation(len(x))]),
        extended=estimator(_with_squares(x), _with_squares(y)),
        of_half=estimator(x[first], y[first]),
        copies=estimator(np.hstack([x[first], x[second]]), np.hstack([y[first], y[second]])),
    )


def consistent(
    x: ArrayLike, y: ArrayLike, *, estimator: Callable[[np.ndarray, np.ndarray], Estimate], seed: int = 0
) -> Estimate:
    """The estimator's own estimate, with a warning for each way in which it is inconsistent with itself.

    `details["consistency"]` has what was found; the rest is as `consistency` has it.

    >>> from estimators.mutual_information import ksg
    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(1000)
    >>> consistent(x, x + rng.standard_normal(1000), estimator=ksg).warnings
    ()
    """
    tried = consistency(x, y, estimator=estimator, seed=seed)
    return replace(
        tried.found,
        warnings=(*tried.found.warnings, *tried.failed),
        details={**tried.found.details, "consistency": tried},
    )


def _with_squares(side: np.ndarray) -> np.ndarray:
    return np.hstack([side, normal_scores(side) ** 2])


def _apart(found: Estimate, due: float, error: float) -> bool:
    """Whether an estimate is further from what is due than both errors and some slack allow."""
    if not np.isfinite(found.value + due):
        return bool(found.value != due)
    low, high = normal_interval(found.value - due, float(np.hypot(found.standard_error, error)), CERTAIN)
    allowed = SLACK + SHARE * abs(due)
    return bool(low > allowed or high < -allowed)
