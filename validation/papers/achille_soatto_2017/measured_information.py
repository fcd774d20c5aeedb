"""I(w;D) of a measured network, in all and by layer, and the bounds that hold for its noise.

The noise is what was given, or what the curvature gives: one alpha a layer, beta n_l/S_l with S_l the sum of w_i^2 H_ii
over the layer's n_l weights, the stationary one to second order. So exact and sampled curvature answer alike, and the
bounds are those of a noise that weights share.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from estimators import hessian
from estimators.estimate import Estimate
from reports.record import Quantity, Record, Table
from validation.networks.measured_curvature import Curvature, quantity
from validation.networks.noise import LOG_ALPHA_RANGE
from validation.papers.achille_soatto_2017.measured_cost import AtCost
from validation.papers.achille_soatto_2017.measured_flatness import (
    Bounds,
    Compared,
    bound_from_norms,
    compared,
    formula_sides,
    proposition_5,
    unmeasured,
)
from validation.papers.achille_soatto_2017.measured_noise import Stationary

SHARED, BY_NORMS = "proposition-5/one-alpha-a-layer repaired", "proposition-5/one-alpha repaired"
READINGS = ("proposition-5/statement printed", "proposition-5/statement repaired")  # of noise by weight
GIVEN, FROM_CURVATURE = "given", "one alpha a layer: beta n / sum of w_i^2 H_ii over its n weights, T1 at small alpha"
NO_OPTIMUM = (
    "the point is no minimum: the readings for a noise that differs from weight to weight hold for the chosen "
    "alpha_i = beta/(w_i^2 |H_ii|), not for an optimum"
)
NOT_BY_WEIGHT = "its noise differs from weight to weight: it needs every weight's own curvature, which was not computed"


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One noisy parameter: its information with its interval, its alpha (a geometric mean), the sum of w_i^2 H_ii.

    `gauss_newton`: the like of the Gauss-Newton matrix, which is never negative.
    `weights` that are exactly 0, or pruned, carry no noise and are not counted. Without noise there is no information,
    and `reason` says why.
    """

    name: str
    weights: int
    information: float | None
    alpha: float | None
    sharpness: Estimate
    interval: tuple[float, float] | None = None
    reason: str = ""
    gauss_newton: Estimate | None = None

    @property
    def information_per_weight(self) -> float | None:
        return self.information / self.weights if self.information is not None and self.weights else None

    def row(self) -> dict[str, object]:
        """The layer for the results."""
        low, high = self.interval or (None, None)
        return {
            "layer": self.name,
            "weights": self.weights,
            "information": Quantity("", self.information, low, high),
            "per weight": self.information_per_weight,
            "alpha": self.alpha,
            "sharpness": quantity("", self.sharpness),
            "gauss-newton": quantity("", self.gauss_newton) if self.gauss_newton else None,
            "reason": self.reason,
        }


@dataclass(frozen=True, kw_only=True)
class InformationInWeights:
    """I(w;D) of Claim 1 at C = 0 (Remark 4.3), in nats (None without noise), and Proposition 5's bounds on it.

    `alpha` says where the noise comes from; `left_out` counts the weights of layers without noise. `t1` is there where
    the noise was given: the whole network, then each layer. `at_cost` is at a noise of its own.
    """

    value: float | None
    interval: tuple[float, float] | None
    weights: int
    left_out: int
    beta: float
    alpha: str
    bounds: Bounds
    t1: tuple[Stationary, ...] = ()
    at_cost: AtCost | None = None

    @property
    def per_weight(self) -> float | None:
        count = self.weights - self.left_out
        return self.value / count if self.value is not None and count else None

    def record(self) -> Record:
        low, high = self.interval or (None, None)
        note = "up to the constant C of an improper prior"
        quantities = (
            Quantity("I(w;D)", self.value, low, high, unit="nats", note=note),
            Quantity("I(w;D) a weight", self.per_weight, unit="nats"),
            Quantity("weights", self.weights),
            Quantity("weights left out", self.left_out, note="of layers whose curvature gives no noise"),
            Quantity("beta", self.beta),
            Quantity("alpha", self.alpha),
        )
        return Record(
            "Information in the weights", quantities, groups=(*self._at_cost(), self.bounds.record(), *self._t1())
        )

    def _at_cost(self) -> tuple[Record, ...]:
        return () if self.at_cost is None else (self.at_cost.record(),)

    def _t1(self) -> tuple[Record, ...]:
        if not self.t1:
            return ()
        columns = ("weights", "left out", "information (nats)", "bound (nats)", "slack (nats)", "holds")
        rows = [
            {
                "part": part.name,
                "weights": part.weights,
                "left out": part.left_out,
                "information (nats)": part.information,
                "bound (nats)": Quantity("", part.bound, *part.bound_interval),
                "slack (nats)": part.slack,
                "holds": part.holds,
                "alpha over its stationary value": quantity("", part.ratio) if part.weights else None,
            }
            for part in self.t1
        ]
        names = ("part", *columns, "alpha over its stationary value")
        draws = Quantity("draws", self.t1[0].curvature.n, note="antithetic pairs of the noise")
        return (Record("T1 at the given noise", (draws,), (Table.of("T1", rows, {n: n for n in names}),)),)


def of_curvature(
    curvature: Curvature, problem: hessian.Objective, beta: float, counts: Mapping[str, int]
) -> tuple[InformationInWeights, tuple[Layer, ...], np.ndarray]:
    """The information at the noise that the curvature gives, its layers, and log alpha by weight, nan without noise.

    `counts`: how many weights of each parameter are there to carry it.
    """
    layers = tuple(_layer(name, counts[name], curvature, beta) for name in problem.blocks)
    noisy = [layer for layer in layers if layer.information is not None]
    log_alpha = np.full(problem.size, np.nan)
    for layer in noisy:
        log_alpha[problem.blocks[layer.name]] = math.log(layer.alpha or math.nan)
    value = math.fsum(layer.information or 0.0 for layer in noisy) if noisy else None
    correlation = np.eye(len(layers)) if curvature.correlation is None else curvature.correlation
    has_noise = np.array([layer.information is not None for layer in layers])
    information = InformationInWeights(
        value=value,
        interval=_of_the_sum(noisy, correlation[np.ix_(has_noise, has_noise)]) if noisy else None,
        weights=sum(layer.weights for layer in layers),
        left_out=sum(layer.weights for layer in layers if layer.information is None),
        beta=float(beta),
        alpha=FROM_CURVATURE,
        bounds=_bounds(problem.flat().cpu().numpy(), curvature, beta, noisy),
    )
    return information, layers, log_alpha


def of_given(
    log_alpha: np.ndarray, curvature: Curvature, problem: hessian.Objective, beta: float, alive: np.ndarray
) -> tuple[InformationInWeights, tuple[Layer, ...]]:
    """The information at a given noise, log alpha by weight, and its layers; `alive`: which weights carry it."""
    w, layers = problem.flat().cpu().numpy(), []
    for name, part in problem.blocks.items():
        known = log_alpha[part][alive[part]]
        value = float(0.0 - known.sum() / 2)
        mean = float(np.exp(known.mean())) if known.size else None
        of_layer = Layer(
            name=name,
            weights=known.size,
            information=value,
            alpha=mean,
            sharpness=curvature.layers[name],
            interval=(value, value),
        )
        layers.append(of_layer)
    total = math.fsum(layer.information or 0.0 for layer in layers)
    information = InformationInWeights(
        value=total,
        interval=(total, total),
        weights=sum(layer.weights for layer in layers),
        left_out=0,
        beta=float(beta),
        alpha=GIVEN,
        bounds=_bounds(w, curvature, beta, ()),
    )
    return information, tuple(layers)


def _layer(name: str, count: int, curvature: Curvature, beta: float) -> Layer:
    sharpness = curvature.layers[name]
    low, high = sharpness.interval
    total, reason = float(sharpness.value), ""
    if not count:
        reason = "all of its weights are 0"
    elif total <= 0:
        spread = "" if low == high else f" ({low:.3g} to {high:.3g})"
        reason = f"the sum of w_i^2 H_ii is {total:.3g}{spread}, not positive: no alpha is stationary"
    elif abs(math.log(beta * count) - math.log(total)) >= LOG_ALPHA_RANGE[1]:  # an underflowing curvature
        reason = f"the sum of w_i^2 H_ii is {total:.3g}: its alpha is beyond floating point"
    if reason:
        return Layer(name=name, weights=count, information=None, alpha=None, sharpness=sharpness, reason=reason)
    return Layer(
        name=name,
        weights=count,
        information=_of_layers([(count, total)], beta)[0],
        interval=_ends(sharpness, count, beta),
        alpha=beta * count / total,
        sharpness=sharpness,
        reason=""
        if low > 0
        else "the interval of its curvature reaches 0, so that of its information has no lower end",
    )


def _ends(sharpness: Estimate, count: int, beta: float) -> tuple[float, float]:
    """The interval of a layer's information, from that of its curvature; open below where that is not positive."""
    low, high = (_of_layers([(count, end)], beta)[0] if end > 0 else -math.inf for end in sharpness.interval)
    return low, high


def _of_the_sum(layers: list[Layer], correlation: np.ndarray) -> tuple[float, float]:
    """The interval of the sum of the layers' information: their half-widths by the correlation of their errors.

    Source: Zou and Donner, Construction of confidence limits about effect measures (2008).
    """
    known = [(layer.information or 0.0, layer.interval or (0.0, 0.0)) for layer in layers]
    value = math.fsum(one for one, _ in known)
    low, high = (np.array([abs(one - ends[k]) for one, ends in known]) for k in (0, 1))
    below = float(np.sqrt(max(low @ correlation @ low, 0.0))) if np.isfinite(low).all() else math.inf
    return value - below, value + float(np.sqrt(max(high @ correlation @ high, 0.0)))


def _of_layers(layers: list[tuple[int, float]], beta: float) -> tuple[float, float]:
    """Information and bound of layers, each by its weights and its curvature, at the alpha that each layer shares."""
    counts, totals = (np.array(side, dtype=float) for side in zip(*layers, strict=True))
    return formula_sides(SHARED, {"L": len(layers), "n": counts, "C": totals, "beta": beta})


def _bounds(w: np.ndarray, curvature: Curvature, beta: float, noisy: tuple[Layer, ...] | list[Layer]) -> Bounds:
    """Proposition 5's readings for noise by weight, and those for the layers' own; away from a minimum it is said."""
    trace, norm = curvature.trace.value, curvature.nuclear_norm.value
    if curvature.diagonal is not None:
        found = proposition_5(w=w, diagonal=curvature.diagonal, trace=trace, nuclear_norm=norm, beta=beta)
    else:
        by_weight = {name: bound_from_norms(name, w=w, total=norm, beta=beta) for name in READINGS}
        found = Bounds(readings={name: unmeasured(bound, NOT_BY_WEIGHT) for name, bound in by_weight.items()})
    shared: Mapping[str, Compared] = {}
    if noisy:
        layers = [(layer.weights, float(layer.sharpness.value)) for layer in noisy]
        value, by_curvature = _of_layers(layers, beta)
        count = sum(layer.weights for layer in noisy)
        by_norms = bound_from_norms(BY_NORMS, w=w, total=norm, beta=beta, weights=count)
        shared = {SHARED: compared(value, by_curvature), BY_NORMS: compared(value, by_norms)}
    found = replace(found, readings={**shared, **found.readings})
    return found if curvature.is_minimum else replace(found, qualification=NO_OPTIMUM)
