"""What is asked first of a measured network, answered in five sentences that are computed from the measurement."""

from collections.abc import Iterator, Sequence

from reports.numbers import interval, number
from validation.networks.measured_curvature import Curvature
from validation.papers.achille_soatto_2017.corollary_result import Corollary, LayerBound
from validation.papers.achille_soatto_2017.measured_information import SHARED, InformationInWeights, Layer

Answers = dict[str, str]
POINT, INFORMATION, LAYER = "Is it at a minimum?", "How much do its weights know?", "Which layer is the narrowest?"
BOUND, REST = "Which bound is the tightest?", "What was left out?"
CONSTANT = (
    "counted from alpha = 1 (Claim 1's constant C, of an improper prior, is 0), so only differences mean something"
)
NEGATIVE = "it is negative because the noise is larger than that, which is no mistake"
BY_WEIGHT = "proposition-5/statement repaired"
NAMES = {
    SHARED: "T1 for one alpha a layer",
    "proposition-5/one-alpha repaired": "Proposition 5 by the norms, for one alpha a layer",
    BY_WEIGHT: "Proposition 5 by the norms, for noise by weight (T1'')",
    "T1": "T1 at the given noise",
}
OF_ANOTHER = "it is of another noise, alpha_i = beta/(w_i^2 |H_ii|)"
NO_MINIMUM = "the point is no minimum, so the noise by weight is chosen and no optimum"


def answers(
    *, flatness: Curvature, information: InformationInWeights, layers: Sequence[Layer], corollary: Corollary, rest: str
) -> Answers:
    """Question and answer, of one network; `rest`: how many of its parameters were measured, and which were not."""
    return {
        POINT: _sentence(f"It is at {flatness.point}"),
        INFORMATION: _sentence(_information(information)),
        LAYER: _sentence(_narrowest(layers, corollary)),
        BOUND: _sentence(_tightest(flatness, information, corollary)),
        REST: _sentence("; ".join((rest, *_without_noise(layers, information)))),
    }


def comparisons(information: InformationInWeights) -> Iterator[tuple[str, float, float, bool | None]]:
    """Every bound that was set against an information: its name, the information, the bound, whether it holds."""
    for name, one in information.bounds.readings.items():
        if one.information is not None and one.bound is not None:
            yield name, one.information, one.bound, one.holds
    for part in information.t1[:1]:
        if part.bound is not None:
            yield "T1", part.information, part.bound, part.holds


def _information(found: InformationInWeights) -> str:
    priced = f"; {found.at_cost}" if found.at_cost is not None else ""
    if found.value is None:
        return f"The curvature of no layer is positive, so there is no stationary noise{priced}"
    alpha = "the given noise" if found.alpha == "given" else f"one alpha a layer, stationary at beta = {found.beta:g}"
    each = f"{number(found.per_weight, 3)} a weight" if found.per_weight is not None else ""
    why = f"; {NEGATIVE}" if found.value < 0 else ""
    return f"{_nats(found.value, found.interval)} ({each}) at {alpha}, {CONSTANT}{why}{priced}"


def _narrowest(layers: Sequence[Layer], corollary: Corollary) -> str:
    bounded = [one for one in corollary.layers if one.bound is not None]
    if corollary.applies and bounded:
        least = min(bounded, key=_bound)
        unit = f", {number(_bound(least) / least.units, 3)} for each of its {least.units} units" if least.units else ""
        ends = None if least.low is None or least.high is None else (least.low, least.high)
        said = f"{least.layer or 'its only layer'}: at most {_nats(_bound(least), ends)} of the input pass it{unit}"
        cap = f"its inputs hold {number(corollary.entropy)} nats, so that this says nothing" if corollary.capped else ""
        return "; ".join(part for part in (said, cap) if part)
    known = [one for one in layers if one.information_per_weight is not None]
    if not known:
        return "No layer has noise, so none can be told from another"
    least_known = min(known, key=lambda one: one.information_per_weight or 0.0)
    each = number(least_known.information_per_weight, 3)
    unbounded = f"what passes a layer is not bounded ({corollary.reason})"
    return f"By its weights {least_known.name}: {each} nats a weight; {unbounded}"


def _tightest(flatness: Curvature, information: InformationInWeights, corollary: Corollary) -> str:
    """Of the bounds that are true, hold for this noise, and are no identity at it."""
    applying: list[tuple[float, str]] = []
    other = [] if corollary.applies else [f"Corollary 5.1: {corollary.reason}"]
    if corollary.applies and (corollary.capped or corollary.repaired is None):
        other.append(f"Corollary 5.1: {corollary.reason or 'no layer is bounded below the entropy of the inputs'}")
    reasons = {name: one.reason for name, one in information.bounds.readings.items() if one.reason}
    other += [f"{NAMES[name]}: {reason}" for name, reason in reasons.items() if name in NAMES]
    identity = [name for name in (SHARED,) if not information.t1]
    for name, value, bound, holds in comparisons(information):
        if name not in NAMES or name in identity:
            continue
        if name == BY_WEIGHT and (information.t1 or not flatness.is_minimum):
            other.append(f"{NAMES[name]}: {OF_ANOTHER if information.t1 else NO_MINIMUM}")
        elif holds is False:
            why = "the noise is not stationary, and its information" if name == "T1" else "the sampled information"
            other.append(f"{NAMES[name]}: {why} exceeds it by {number(value - bound, 3)} nats")
        else:
            said = f"{NAMES[name]}: {number(bound)} nats, {number(bound - value, 3)} above its {number(value)}"
            applying.append((bound - value, said))
    first = min(applying)[1] if applying else "None applies"
    stationary = "" if flatness.is_minimum else ", which is stationary and no optimum"
    equality = f"; {NAMES[SHARED]} is an equality at this noise{stationary}"
    also = equality if identity and information.value is not None else ""
    failing = _printed(information)
    without = f". Does not apply: {'; '.join(other)}" if other else ""
    return f"{first}{also}{failing}{without}"


def _printed(information: InformationInWeights) -> str:
    """What becomes of the form on the page."""
    one = information.bounds.readings.get("proposition-5/statement printed")
    if one is None or one.slack is None:
        return ""
    fails = f"fails by {number(-one.slack, 3)} nats" if one.holds is False else "happens to hold"
    return f"; Proposition 5 as printed, which is false, {fails} here"


def _without_noise(layers: Sequence[Layer], information: InformationInWeights) -> Iterator[str]:
    for layer in layers:
        if layer.information is None:
            yield f"{layer.name} has no noise, as {layer.reason}"
    for part in information.t1[:1]:
        if part.left_out:
            yield f"T1 leaves out {part.left_out:,} weights that are 0, or whose alpha is near 1 or above"


def _bound(layer: LayerBound) -> float:
    return float("inf") if layer.bound is None else layer.bound


def _nats(value: float, ends: tuple[float, float] | None) -> str:
    between = f" {interval(*ends)}" if ends is not None and ends[0] != ends[1] else ""
    return f"{number(value)}{between} nats"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
