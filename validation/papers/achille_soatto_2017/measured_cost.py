"""I(w;D) at the noise that costs a stated loss: a number for every network, at a minimum or not."""

import math
from dataclasses import dataclass

from estimators import hessian
from estimators.hessian.summed import tensors_in
from reports.numbers import number
from reports.record import Quantity, Record, Table
from validation.networks.measured_curvature import Curvature, quantity
from validation.networks.noise_at_cost import NoiseAtCost, noise_at_cost

COST = 0.01  # of the loss, an example
HEAVY = 0.3  # alpha above which the rises have tails so heavy that the interval is too short
START = math.log(0.01)  # log alpha, where the curvature tells of none


@dataclass(frozen=True, kw_only=True)
class AtCost:
    """The noise at which the expected loss lies `each` above the weights' own, an example, and what is known there.

    The information is Claim 1's at C = 0, with one alpha for all `weights`, in nats.
    """

    each: float
    weights: int
    noise: NoiseAtCost

    @property
    def information(self) -> float | None:
        return None if self.noise.log_alpha is None else self._at(float(self.noise.log_alpha.value))

    @property
    def interval(self) -> tuple[float, float] | None:
        """That of the Monte Carlo over the noise, 95 %."""
        if self.noise.log_alpha is None:
            return None
        low, high = self.noise.log_alpha.interval
        return self._at(high), self._at(low)

    @property
    def alpha(self) -> Quantity:
        if self.noise.log_alpha is None:
            return Quantity("alpha", None, note=self.noise.reason)
        low, high = (math.exp(end) for end in self.noise.log_alpha.interval)
        return Quantity("alpha", math.exp(self.noise.log_alpha.value), low, high, note=self._caution)

    @property
    def _caution(self) -> str:
        heavy = self.noise.log_alpha is not None and self.noise.log_alpha.value > math.log(HEAVY)
        return "its interval is too short, as the loss has heavy tails at so much noise" * heavy

    def record(self) -> Record:
        low, high = self.interval or (None, None)
        each = None if self.information is None or not self.weights else self.information / self.weights
        quantities = (
            Quantity("rise of the expected loss, an example", self.each),
            self.alpha,
            Quantity("I(w;D)", self.information, low, high, unit="nats", note=self.noise.reason),
            Quantity("I(w;D) a weight", each, unit="nats"),
        )
        rows = [{"layer": name, "share": quantity("", one)} for name, one in self.noise.shares.items()]
        columns = {"layer": "layer", "slope of the expected loss with log alpha": "share"}
        return Record("at the noise that costs a stated loss", quantities, (Table.of("by layer", rows, columns),))

    def __str__(self) -> str:
        if self.information is None:
            return self.noise.reason
        ends, alpha = self.interval, self.alpha
        between = "" if ends is None else f" [{number(ends[0])}, {number(ends[1])}]"
        noise = f"{number(alpha.value, 3)} [{number(alpha.low, 3)}, {number(alpha.high, 3)}]"
        cost = f"at the noise that costs {self.each:g} an example (one alpha = {noise})"
        return f"{cost} they hold {number(self.information)}{between} nats{self._sharpest}"

    @property
    def _sharpest(self) -> str:
        """The layer whose noise costs most, where there are several."""
        total = math.fsum(float(one.value) for one in self.noise.shares.values())
        if len(self.noise.shares) < 2 or total <= 0:
            return ""
        name, share = max(self.noise.shares.items(), key=lambda item: float(item[1].value))
        return f", and {name} bears {max(float(share.value), 0) / total:.0%} of that cost"

    def _at(self, log_alpha: float) -> float:
        return -self.weights * log_alpha / 2


def at_cost(op: hessian.HessianOperator, curvature: Curvature, *, each: float, weights: int, seed: int) -> AtCost:
    """Find it, from where the curvature at the weights would have it."""
    examples = sum(len(next(tensors_in(inputs))) for inputs, _ in op.objective.batches())
    cost = each * examples
    total = math.fsum(float(one.value) for one in curvature.layers.values())
    start = math.log(2 * cost / total) if total > 0 else START
    return AtCost(each=each, weights=weights, noise=noise_at_cost(op, cost=cost, start=start, seed=seed))
