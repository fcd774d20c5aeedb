"""The noise that costs a stated loss: one alpha for all weights at which E[L(w)] lies above L(w_hat) by the cost.

It asks for no minimum and no stationary point, so that every network has it whose loss rises at all.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import optimize, stats

from estimators import hessian
from estimators.arguments import whole_number
from estimators.estimate import Estimate
from estimators.hessian.sampling import array
from validation.networks.learning_alpha import losses
from validation.networks.noise import scaled

PAIRS = (64, 8)  # of a small network, and of one above LARGE, whose many weights make the rises alike
LARGE = 100_000
MOST = 3.0  # times its mean: a half-width above has no interval of the logarithm
LEVEL = 0.95
LOG_ALPHA = (-40.0, 0.0)  # where it is looked for: beyond alpha = 1 no sample sees the tails, nor is anything known
STEP = math.log(4)
CLOSE = 0.02  # of log alpha, to which a crossing is found
ROUNDS = 6
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class NoiseAtCost:
    """log alpha at which the expected loss has risen by `cost` (over all data), or the reason why there is none.

    Its interval is that of the Monte Carlo over the noise, every alpha's draws being the same; an end beyond the range
    that was looked through is infinite. `shares`: what each parameter's noise adds to the slope of the rise with log
    alpha, alpha/2 times its sum of E[w_i^2 H_ii(w)].
    """

    cost: float
    log_alpha: Estimate | None
    shares: dict[str, Estimate]
    reason: str = ""


def noise_at_cost(
    op: hessian.HessianOperator, *, cost: float, start: float, pairs: int | None = None, seed: int = 0
) -> NoiseAtCost:
    """Find it by bracketing from log alpha = `start`, and by interpolation of the rise over alpha between the brackets.

    `pairs` are antithetic draws of the noise. Raises ValueError for a cost that is not positive.
    """
    if not 0 < cost < math.inf:
        raise ValueError(f"cost: must be positive and finite, got {cost!r}")
    pairs = PAIRS[op.size > LARGE] if pairs is None else whole_number("pairs", pairs, least=2)
    rises = _Rises(op, pairs=pairs, seed=seed)
    low, high = LOG_ALPHA
    place = min(max(start, low), high)
    while rises.ends(place)[0] < cost and place < high:
        place = min(place + STEP, high)
    while (least := min(rises.known)) > low and rises.ends(least)[2] > cost:
        rises.add(max(least - STEP, low))
    found = [math.inf] * 3
    for _ in range(ROUNDS):
        found = [rises.crossing(cost, curve) for curve in range(3)]
        new = [one for one in found if math.isfinite(one) and rises.distance(one) > CLOSE]
        if not new:
            break
        for one in new:
            rises.add(one)
    above, middle, below = found[2], found[1], found[0]  # the higher the rise, the sooner it costs as much
    if not math.isfinite(middle):
        most = rises.ends(max(rises.known))[1]
        return NoiseAtCost(cost=cost, log_alpha=None, shares={}, reason=_reason(most, cost))
    estimate = Estimate(
        value=middle,
        standard_error=math.nan,
        interval=(above, below),
        level=LEVEL,
        method="crossing of the expected loss, antithetic pairs",
        n=pairs,
        seed=seed,
        cost=2 * pairs * len(rises.known),
    )
    return NoiseAtCost(cost=cost, log_alpha=estimate, shares=_shares(op, middle, pairs=pairs, seed=seed))


def _reason(most: float, cost: float) -> str:
    way = "rises" if most > 0 else "falls"
    return (
        f"no noise up to alpha = {math.exp(LOG_ALPHA[1]):.3g} costs {cost:.3g}: the loss {way} by {abs(most):.3g} there"
    )


class _Rises:
    """L(w) - L(w_hat) by draw of the noise, at every log alpha that was looked at."""

    def __init__(self, op: hessian.HessianOperator, *, pairs: int, seed: int) -> None:
        self.op, self.pairs, self.seed = op, pairs, seed
        self.at_rest = op.objective.value()
        self.known: dict[float, Array] = {}
        self._width = float(stats.t.ppf((1 + LEVEL) / 2, pairs - 1)) / math.sqrt(pairs)

    def add(self, log_alpha: float) -> Array:
        """The rise of each pair at this log alpha, over alpha."""
        if log_alpha not in self.known:
            problem, generator = self.op.objective, torch.Generator().manual_seed(self.seed)
            w_hat = problem.flat()
            sigma, found = torch.tensor(math.exp(log_alpha / 2), dtype=w_hat.dtype, device=w_hat.device), []
            with torch.no_grad():
                for start in range(0, self.pairs, self.op.chunk):
                    count = min(self.op.chunk, self.pairs - start)
                    xi = torch.randn(count, len(w_hat), generator=generator, dtype=w_hat.dtype).to(w_hat.device)
                    both = losses(problem, scaled(w_hat, sigma, torch.cat([xi, -xi])))
                    found.append(array(both.unflatten(0, (2, count)).mean(0)))
            self.known[log_alpha] = (np.concatenate(found) - self.at_rest) * math.exp(-log_alpha)
        return self.known[log_alpha]

    def ends(self, log_alpha: float) -> tuple[float, float, float]:
        """The mean rise between the ends of its interval, evaluated here."""
        return self._ends(self.add(log_alpha), log_alpha)

    def crossing(self, cost: float, curve: int) -> float:
        """The least log alpha known to lie where one of the curves reaches the cost; infinite where none is."""
        places = sorted(self.known)
        for before, after in zip([-math.inf, *places], places, strict=False):
            if self.ends(after)[curve] >= cost:
                if before == -math.inf:
                    return -math.inf
                low, high = self.known[before], self.known[after]

                def excess(place: float, a: float = before, b: float = after, p: Array = low, q: Array = high) -> float:
                    share = (place - a) / (b - a)
                    return self._ends((1 - share) * p + share * q, place)[curve] - cost

                return float(optimize.brentq(excess, before, after, xtol=CLOSE / 10))
        return math.inf

    def distance(self, place: float) -> float:
        return min(abs(place - one) for one in self.known)

    def _ends(self, over_alpha: Array, log_alpha: float) -> tuple[float, float, float]:
        middle, half = float(over_alpha.mean()), self._width * float(over_alpha.std(ddof=1))
        # skewed to the right, as sums of squares are: an interval of its logarithm, where it has one
        ratio = math.exp(half / middle) if 0 < half < MOST * middle else 0.0
        around = (middle / ratio, middle, middle * ratio) if ratio else (middle - half, middle, middle + half)
        low, value, high = (math.exp(log_alpha) * end for end in around)
        return low, value, high


def _shares(op: hessian.HessianOperator, log_alpha: float, *, pairs: int, seed: int) -> dict[str, Estimate]:
    alpha = math.exp(log_alpha)
    sums = hessian.noise_averaged_sums(op, alpha=alpha, factors=op.objective.blocks, samples=pairs, seed=seed)
    return {name: _times(alpha / 2, one) for name, one in sums.items()}


def _times(factor: float, one: Estimate) -> Estimate:
    low, high = one.interval
    values = {"value": factor * one.value, "standard_error": factor * one.standard_error}
    return replace(one, **values, interval=(factor * low, factor * high))
